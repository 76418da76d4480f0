"""The machine behind `state.replay`: applies events one by one, in (counter, id) order.

A desk keeps one and hands it what is new, so that an act costs the same with ten
codings as with a hundred thousand. Events that arrive out of order, undo or rename make
it start over from all it has, which gives the same state by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, TypeGuard

from transfo_analysis.coding.answers import Answers, weighed
from transfo_analysis.coding.events import GONE, TOMBSTONE, Event
from transfo_analysis.coding.meanings import Meanings
from transfo_analysis.coding.state import (
    CLEARED,
    Clearance,
    Coding,
    Conflict,
    SpanKey,
    State,
)
from transfo_analysis.coding.statements import Findings

__all__ = ["Replay"]

# these change what earlier events mean: everything is applied again
_REWRITING = {"undone", "redone", "code_renamed", "code_merged"}

_PLACE = ("document", "sha256", "start", "end")

# kinds that set one field: its name, what keys it, and its value: a field of the event's
# data, or this word
_SETS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "crossing_linked": ("link", ("row_coding", "column_coding"), "'linked"),
    "crossing_unlinked": ("link", ("row_coding", "column_coding"), "'unlinked"),
    "ambiguity_settled": ("settled", (*_PLACE, "column"), "row"),
    "register_marked": ("register", _PLACE, "register"),
    "finding_moved": ("sort", ("finding", "decided_by"), "to"),
    "finding_set_aside": ("sort", ("finding", "decided_by"), "'set_aside"),
    "bundle_moved": ("bundle_sort", ("bundle", "decided_by"), "to"),
    "evidence_linked": ("evidence", ("finding", "target"), "side"),
    "evidence_unlinked": ("evidence", ("finding", "target"), "'unlinked"),
    # another text is another question: two people's answers do not contradict each other
    "names_reviewed": ("names", ("document", "sha256"), "'reviewed"),
    "quote_cleared": ("cleared quote", ("coding",), "words"),
    "quote_uncleared": ("cleared quote", ("coding",), "'"),
    "cell_cleared": ("cleared cell", ("cell",), "codings"),
    "cell_uncleared": ("cleared cell", ("cell",), "'"),
    "finding_cleared": ("cleared finding", ("finding",), "words"),
    "finding_uncleared": ("cleared finding", ("finding",), "'"),
    "plan_cleared": ("cleared plan", ("finding",), "words"),
    "plan_uncleared": ("cleared plan", ("finding",), "'"),
    "work_planned": ("plan", ("finding", "field"), "text"),
}

# how a turn that was talked over stands, when it is not some codes
NO_CODE, REOPENED = "aucun code", "à reprendre"


class Replay:
    """Events in, `State` out. See `state.replay`."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._last = (-1, "")
        self._clear()

    def _clear(self) -> None:
        self._off: set[str] = set()  # undone
        self._done: dict[str, dict[str, None]] = {}  # in order, found without searching
        self._undone: dict[str, dict[str, None]] = {}
        self._early: set[str] = set()  # undone before they come in order
        self._ignored: list[str] = []
        self._awaited: set[str] = set()  # undone before they were seen
        self._aliases: dict[str, str] = {}
        self._codings: dict[str, Coding] = {}
        self._meanings = Meanings(self._codings, self._now)
        self._withdrawn: set[str] = set()
        self._answers = Answers(self._withdrawn)
        self._findings = Findings(self._write)
        self._created: dict[str, dict[str, Any]] = {}
        self._read: dict[str, dict[str, None]] = {}  # document → coders
        # field → key → (value, event): the last in order holds
        self._fields: dict[str, dict[Any, tuple[str, Event]]] = {}
        self._conflicts: list[Conflict] = []

    def extend(self, events: Iterable[Event]) -> None:
        """Take events in any order, repeated or not."""
        new: dict[str, Event] = {}
        for event in events:
            if event.id not in self._events:
                new.setdefault(event.id, event)
        if not new:
            return
        self._events.update(new)
        ordered = sorted(new.values(), key=lambda e: e.order)
        rewriting = any(e.kind in _REWRITING for e in ordered)
        awaited = not self._awaited.isdisjoint(new)
        if rewriting or awaited or ordered[0].order < self._last:
            ordered = sorted(self._events.values(), key=lambda e: e.order)
            self._clear()
            self._survey(ordered)
        self._last = ordered[-1].order
        for event in ordered:
            self._apply(event)

    def _survey(self, ordered: list[Event]) -> None:
        """Find what is undone, and what codes are called now, before anything is applied."""
        for event in ordered:
            if event.kind not in ("undone", "redone") or not event.understood:
                continue
            target = self._events.get(event.data["event"])
            if _may_undo(target, event):
                (self._off.add if event.kind == "undone" else self._off.discard)(target.id)
        for event in ordered:
            if event.id in self._off or not event.understood:
                continue
            if event.kind == "code_renamed":
                self._rename(event.data["code"], event.data["to"])
            elif event.kind == "code_merged":
                self._rename(event.data["code"], event.data["into"])

    def _rename(self, old: str, new: str) -> None:
        # renamed there and back, a code ends where the last renaming put it
        for code, now in list(self._aliases.items()):
            if now == old:
                self._aliases[code] = new
        self._aliases[old] = new
        self._aliases.pop(new, None)

    def _apply(self, event: Event) -> None:
        if not event.understood:
            self._ignored.append(event.id)
            return
        if event.kind in ("undone", "redone"):
            target = self._events.get(event.data["event"])
            if target is not None and target.kind == TOMBSTONE:
                return  # what was done and undone is no more
            if not _may_undo(target, event):
                self._ignored.append(event.id)
                self._awaited.add(event.data["event"])
                return
            done = self._done.setdefault(event.coder, {})
            undone = self._undone.setdefault(event.coder, {})
            source, other = (done, undone) if event.kind == "undone" else (undone, done)
            if target.id in source:
                del source[target.id]
                other[target.id] = None
            elif event.order < target.order:
                (self._early.add if event.kind == "undone" else self._early.discard)(target.id)
            return
        if event.kind in (TOMBSTONE, "person_withdrawn"):
            return
        if event.kind == "document_read":  # noted, not decided: undo passes over it
            self._read.setdefault(event.data["document"], {})[event.coder] = None
            return
        if event.kind == "definition_noted":
            self._meanings.note(event)
            return
        if not event.data.get("file"):
            # a counter that was wrong may put an undo before its act
            early = event.id in self._early
            stack = self._undone if early else self._done
            stack.setdefault(event.coder, {})[event.id] = None
            if not early:
                self._undone[event.coder] = {}
        if event.id in self._off:
            return
        if event.kind in _SETS:
            self._set(event)
        elif action := self._ACTIONS.get(event.kind):
            action(self, event)

    # -- one method per kind ---------------------------------------------------------------

    def _added(self, event: Event) -> None:
        data = event.data
        code = self._now(data["code"])
        coding = Coding(
            event.id,
            event.case,
            data["document"],
            data["sha256"],
            data["start"],
            data["end"],
            code,
            event.coder,
            event.origin,
            data["suggestions_shown"],
            event.at,
            definition := self._meanings.added(event),
            definition,
        )
        if event.origin.startswith("accepted"):
            self._answers.give((*_place(data), code), event.coder, event.id)
        if event.id not in self._withdrawn:
            self._codings[event.id] = coding

    def _withdraw(self, event: Event) -> None:
        self._withdrawn.add(event.data["coding"])
        self._codings.pop(event.data["coding"], None)

    def _anchor(self, event: Event) -> None:
        data = event.data
        told = "gone" if data["answer"] == GONE else f"{data['start']}-{data['end']}"
        self._write("anchor", (data["coding"], data["sha256"]), told, event)
        coding = self._codings.get(data["coding"])
        if coding is None:
            return
        # words that are gone are where they were coded, in the text of then
        place = self._events[coding.id].data if data["answer"] == GONE else data
        _, sha256, start, end = _place(place)
        self._codings[coding.id] = replace(
            coding, sha256=sha256, start=start, end=end, settled=data["answer"]
        )

    def _refused(self, event: Event) -> None:
        key = (*_place(event.data), self._now(event.data["code"]))
        self._answers.give(key, event.coder)

    def _create(self, event: Event) -> None:
        self._created.setdefault(event.data["code"], dict(event.data))

    def _memo(self, event: Event) -> None:
        data = event.data
        key = (data["target_kind"], data["target"], event.coder)
        self._write("memo", key, data["text"], event)

    def _redefine(self, event: Event) -> None:
        self._meanings.redefined(event)
        self._write("definition", self._now(event.data["code"]), event.data["definition"], event)

    def _set(self, event: Event) -> None:
        name, parts, value = _SETS[event.kind]
        data = event.data
        if name == "settled":
            data = {**data, "row": self._now(data["row"]), "column": self._now(data["column"])}
        key = tuple(data[part] for part in parts)
        self._write(name, key, value[1:] if value[0] == "'" else data[value], event)

    def _settle_turn(self, event: Event) -> None:
        data = event.data
        key = _place(data)
        codes = " ".join(sorted({self._now(code) for code in data.get("codes", ())}))
        self._write("turn", key, codes or NO_CODE if "codes" in data else REOPENED, event)

    def _now(self, code: str) -> str:
        return self._aliases.get(code, code)

    def _write(self, name: str, key: Any, value: str, event: Event) -> None:
        """Set a field; if another writer's value is replaced by a different one, list it."""
        values = self._fields.setdefault(name, {})
        before = values.get(key)
        values[key] = (value, event)
        if before is None or before[0] == value:
            return
        other = before[1]
        if (other.coder, other.installation) != (event.coder, event.installation):
            target = key if isinstance(key, str) else " ".join(str(part) for part in key)
            self._conflicts.append(
                Conflict(name, target, value, event.coder, before[0], other.coder, other.id)
            )

    _ACTIONS: ClassVar[dict[str, Callable[[Replay, Event], None]]] = {
        "coding_added": _added,
        "coding_withdrawn": _withdraw,
        "anchor_settled": _anchor,
        "suggestion_refused": _refused,
        "memo_written": _memo,
        "finding_worded": lambda self, event: self._findings.worded(event),
        "finding_merged": lambda self, event: self._findings.merged(event),
        "finding_split": lambda self, event: self._findings.split(event),
        "finding_carried": lambda self, event: self._findings.carried(event),
        "finding_uncarried": lambda self, event: self._findings.carried(event),
        "code_created": _create,
        "code_redefined": _redefine,
        "code_renamed": lambda self, event: self._meanings.renamed(event),
        "code_merged": lambda self, event: self._meanings.merged(event),
        "code_split": lambda self, event: self._meanings.split(event),
        "coding_reread": lambda self, event: self._meanings.reread(event),
        "turn_settled": _settle_turn,
        "turn_reopened": _settle_turn,
    }

    # -- what comes out ----------------------------------------------------------------------

    def state(self) -> State:
        """Return the state after all events taken so far; later events do not change it."""
        by: dict[str, dict[str, str]] = {}
        for (bundle, decider), to in self._values("bundle_sort"):
            by.setdefault(bundle, {})[decider] = to
        by_coder = self._answers.by_coder()
        return State(
            codings=dict(self._codings),
            links=frozenset(
                pair
                for pair, value in self._values("link")
                if value == "linked" and pair[0] in self._codings and pair[1] in self._codings
            ),
            answers=weighed(by_coder),
            answers_by=by_coder,
            settled=dict(self._values("settled")),
            registers=dict(self._values("register")),
            findings=self._findings.states(self._values),
            bundle_sorts=by,
            read={document: tuple(who) for document, who in self._read.items()},
            memos={key: text for key, text in self._values("memo") if text},
            aliases=dict(self._aliases),
            created={c: dict(d) for c, d in self._created.items() if c not in self._aliases},
            definitions=dict(self._values("definition")),
            definition_texts=dict(self._meanings.texts),
            noted=dict(self._meanings.noted),
            splits=self._meanings.waiting(),
            settled_turns={
                key: () if codes == NO_CODE else tuple(codes.split(" "))
                for key, codes in self._values("turn")
                if codes != REOPENED
            },
            reopened_turns=frozenset(k for k, codes in self._values("turn") if codes == REOPENED),
            names_reviewed={
                key[0]: key[1]
                for key, (_, event) in sorted(
                    self._fields.get("names", {}).items(), key=lambda one: one[1][1].order
                )
            },
            clearances={
                (kind, target): Clearance(
                    stamp, event.coder, event.at, event.data.get("reason", "")
                )
                for kind in CLEARED
                for (target,), (stamp, event) in self._fields.get(f"cleared {kind}", {}).items()
            },
            conflicts=tuple(self._conflicts),
            undoable={c: tuple(reversed(ids)) for c, ids in self._done.items() if ids},
            redoable={c: tuple(reversed(ids)) for c, ids in self._undone.items() if ids},
            ignored=tuple(self._ignored),
        )

    def _values(self, name: str) -> list[tuple[Any, str]]:
        return [(key, value) for key, (value, _) in self._fields.get(name, {}).items()]


def _place(data: Mapping[str, Any]) -> SpanKey:
    return data["document"], data["sha256"], data["start"], data["end"]


def _may_undo(target: Event | None, event: Event) -> TypeGuard[Event]:
    return (
        target is not None
        and target.coder == event.coder
        and target.understood
        and target.kind not in ("undone", "redone")
        # codebook.yaml was changed with it: it is taken back by changing it again
        and not target.data.get("file")
    )
