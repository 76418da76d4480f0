"""What the journal's acts amount to: the codings in force, the findings, who sorted what.

`replay` is pure: the same events give the same state, in whatever order and however often
they are handed over. Nothing looks at the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from transfo_analysis.coding.events import Event

__all__ = [
    "CLEARED",
    "CONSENSUS",
    "Anchored",
    "Carried",
    "Clearance",
    "Coding",
    "Conflict",
    "FindingState",
    "SpanKey",
    "State",
    "SuggestionKey",
    "TurnKey",
    "replay",
]

# the coder whose codings were agreed on by the others
CONSENSUS = "consensus"
# what a person clears before it is shown
CLEARED = ("quote", "cell", "finding", "plan")
# document, text_sha256, start, end, code
SuggestionKey = tuple[str, str, int, int, str]
# document, text_sha256, start, end
TurnKey = tuple[str, str, int, int]
SpanKey = TurnKey


@dataclass(frozen=True, slots=True)
class Coding:
    """One excerpt × one code × one coder, in force; its id is that of its event.

    `definition` is the sha256 of the definition that it was made under ("" when none was
    noted), `meaning` that of the one it holds for since it was read again, or followed its
    code into another. `settled` is what a person answered last about its place in a corrected
    text: accepted, placed, gone, or "".
    """

    id: str
    case: str
    document: str
    sha256: str
    start: int
    end: int
    code: str
    coder: str
    origin: str
    suggestions_shown: bool
    at: str
    definition: str = ""
    meaning: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Anchored:
    """What became of a coding whose document's text is not the one it was made on.

    Parameters
    ----------
    status : exact, déplacé, retouché, à revoir or absent (see `anchors.Anchor`)
    sha256, start, end : the text and place that a person last stood by
    candidates : where else it could be, if it is to review
    settled : whether a person has answered for the text of today
    """

    status: str
    sha256: str
    start: int
    end: int
    candidates: tuple[tuple[int, int], ...] = ()
    settled: bool = False

    @property
    def waits(self) -> bool:
        """Whether a person is asked: it is to review, or its own words changed."""
        return self.status in ("à revoir", "retouché") and not self.settled


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody says became of a finding in a wave: taken_up, passed_over or closed.

    `evidence` are the codings, passages and documents that show it.
    """

    became: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingState:
    """One statement worded by a person, what it rests on, who sorted it where, what becomes of it.

    `sorts` maps who decided (the group, a session, a person) to lesson, dysfunction,
    next_work or set_aside; `carried` maps wave and who decided to what became of it then;
    `plan` holds what is planned: what, for_whom, by_whom, when, those that are not empty. A
    merged finding has its ancestors' evidence, decisions and plan too, its own first.
    """

    id: str
    case: str
    statement: str
    coder: str
    bundle: str
    sorts: Mapping[str, str]
    for_ids: tuple[str, ...]
    against_ids: tuple[str, ...]
    ancestors: tuple[str, ...]
    merged_into: str
    split_into: tuple[str, ...]
    carried: Mapping[tuple[str, str], Carried] = field(default_factory=dict)
    plan: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a person said of showing a quote, a cell, a statement or a plan, who and when.

    `stamp` is the sha256 of what was read then: it holds for nothing else. "" when the
    person said that it is not to be shown, with their `reason` if they wrote one.
    """

    stamp: str
    coder: str
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two writers edited one field: the later in (counter, id) order holds.

    `what` names the field (memo, statement, sort…), `target` what it belongs to; `kept`
    and `other` are the two values, `kept_by` and `other_by` their coders, `event` the id
    of the act that does not hold.
    """

    what: str
    target: str
    kept: str
    kept_by: str
    other: str
    other_by: str
    event: str


@dataclass(frozen=True)
class State:
    """Everything that people decided, as it stands after every act of the journal.

    Parameters
    ----------
    codings : in force, by id, in the order of their acts
    links : crossings linked by hand, as (row coding, column coding)
    answers : suggestions answered: accepted (by anyone, and in force) or refused
    answers_by : the same for each coder
    settled : (document, sha256, start, end, column code) → the row code that a person chose
    registers : (document, sha256, start, end) → what a person says that these words are
    findings, bundle_sorts : see `FindingState`
    read : document → who has read it through, in the order of their acts
    memos : (kind of target, target, coder) → text; each coder's memo is their own
    aliases : old code → the code that it became
    created, definitions : codes created, and redefined, through the journal
    definition_texts : sha256 → a definition that codings were made under
    noted : (code, coder, installation) → sha256 of the definition last noted
    splits : coding → the codes that its code was split into since; it waits to be read again
    settled_turns : (document, sha256, start, end) → the codes agreed on for a turn
    reopened_turns : turns that were settled, and taken back
    names_reviewed : document → sha256 of the text whose names were last reviewed
    clearances : (quote, cell, finding or plan; its id) → what a person said of showing it
    conflicts : edits that another writer's later edit replaced
    undoable, redoable : per coder, the acts that undo and redo would reach, last first
    ignored : acts without effect here: of a newer version, or undoing another's act
    anchors, loose, made : of a state that follows corrected texts (see `anchored.followed`):
        by coding, where those stand whose text changed; the codings of the consensus whose turn
        was cut or joined since, which settle none; and the state as people made it
    """

    codings: Mapping[str, Coding] = field(default_factory=dict)
    links: frozenset[tuple[str, str]] = frozenset()
    answers: Mapping[SuggestionKey, str] = field(default_factory=dict)
    answers_by: Mapping[SuggestionKey, Mapping[str, str]] = field(default_factory=dict)
    settled: Mapping[SuggestionKey, str] = field(default_factory=dict)
    registers: Mapping[SpanKey, str] = field(default_factory=dict)
    findings: Mapping[str, FindingState] = field(default_factory=dict)
    bundle_sorts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    memos: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    created: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    definition_texts: Mapping[str, str] = field(default_factory=dict)
    noted: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settled_turns: Mapping[TurnKey, tuple[str, ...]] = field(default_factory=dict)
    reopened_turns: frozenset[TurnKey] = frozenset()
    names_reviewed: Mapping[str, str] = field(default_factory=dict)
    clearances: Mapping[tuple[str, str], Clearance] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    undoable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    redoable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    anchors: Mapping[str, Anchored] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()
    made: State | None = None

    def code_now(self, code: str) -> str:
        """Return what a code is called today, after renamings and mergers."""
        return self.aliases.get(code, code)

    @cached_property
    def coded_texts(self) -> Mapping[str, frozenset[str]]:
        """By sha256 of a text, the documents that codings in force name it by."""
        found: dict[str, set[str]] = {}
        for coding in self.codings.values():
            found.setdefault(coding.sha256, set()).add(coding.document)
        return {sha256: frozenset(names) for sha256, names in found.items()}


def replay(events: Iterable[Event]) -> State:
    """Return what a journal's events amount to.

    Examples
    --------
    >>> span = {"document": "d", "sha256": "0" * 64, "start": 0, "end": 4, "code": "mode:velo"}
    >>> def act(id, lamport, kind, data):
    ...     return Event(id, lamport, "", "Ana", "a1", "c", kind, "hand", data)
    >>> add = act("1", 1, "coding_added", {**span, "suggestions_shown": False})
    >>> withdraw = act("2", 2, "coding_withdrawn", {"coding": "1"})
    >>> list(replay([add]).codings), list(replay([withdraw, add, add]).codings)
    (['1'], [])
    """
    from transfo_analysis.coding.replay import Replay

    machine = Replay()
    machine.extend(events)
    return machine.state()
