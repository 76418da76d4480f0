"""One act of human work: what the journal holds, one JSON object a line.

An event is never changed. Its kinds and the fields of each are declared here, so that
what goes in is checked once, at the door, and what comes from another version of the
program is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transfo_analysis.errors import JournalError
from transfo_analysis.tables import REGISTERS

__all__ = ["ERASED", "KINDS", "ORIGINS", "TOMBSTONE", "VERSION", "Event", "check"]

# raised when an older program could misread the lines of a newer one
VERSION = 1
ORIGINS = ("hand", "accepted", "accepted_bulk", "imported")
# beyond this, a counter is damage and not work; JavaScript cannot count further either
MAXIMUM = 2**53

TEXT, OPTIONAL, FREE, NUMBER, FLAG, IDS = "text", "optional", "free", "number", "flag", "ids"
CODES, NAMES = "codes", "names"  # lists that may be empty
TOMBSTONE = "tombstone"
# in the data of an act that lives on without some words of a person who withdrew
ERASED = "erased"
SORTS = ("lesson", "dysfunction", "next_work")
# what became of a chantier in a wave, and what a person plans for it
TAKEN_UP, PASSED_OVER, CLOSED = BECAME = ("taken_up", "passed_over", "closed")
PLANNED = ("what", "for_whom", "by_whom", "when")
ACCEPTED, PLACED, GONE = ANSWERS = ("accepted", "placed", "gone")
_SPAN = {"document": TEXT, "sha256": TEXT, "start": NUMBER, "end": NUMBER}

# field → what it holds: one of the words above, or the values that it may take
KINDS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "coding_added": {**_SPAN, "code": TEXT, "suggestions_shown": FLAG},
    "coding_withdrawn": {"coding": TEXT},
    # read through once by its coder: from then on they are shown suggestions
    "document_read": {"document": TEXT},
    "crossing_linked": {"row_coding": TEXT, "column_coding": TEXT},
    "crossing_unlinked": {"row_coding": TEXT, "column_coding": TEXT},
    "ambiguity_settled": {**_SPAN, "row": TEXT, "column": TEXT},
    # what a person says that some words are: word for word, reported, a description, a remark
    "register_marked": {**_SPAN, "register": REGISTERS},
    "suggestion_refused": {**_SPAN, "code": TEXT},
    "memo_written": {
        "target_kind": ("coding", "document", "code", "cell", "finding"),
        "target": TEXT,
        "text": FREE,
    },
    "finding_worded": {"finding": OPTIONAL, "statement": TEXT, "bundle": OPTIONAL},
    "finding_moved": {"finding": TEXT, "to": SORTS, "decided_by": TEXT},
    "finding_set_aside": {"finding": TEXT, "decided_by": TEXT},
    "finding_merged": {"into": TEXT, "from": IDS},
    "finding_split": {"from": TEXT, "into": IDS},
    "bundle_moved": {
        "bundle": TEXT,
        "to": (*SORTS, "to_sort", "set_aside"),
        "decided_by": TEXT,
    },
    "evidence_linked": {"finding": TEXT, "target": TEXT, "side": ("for", "against")},
    "evidence_unlinked": {"finding": TEXT, "target": TEXT},
    # what somebody says became of a finding in a wave, and the codings, passages or documents
    # that show it
    "finding_carried": {
        "finding": TEXT,
        "wave": TEXT,
        "became": BECAME,
        "decided_by": TEXT,
        "evidence": NAMES,
    },
    "finding_uncarried": {"finding": TEXT, "wave": TEXT, "decided_by": TEXT},
    "work_planned": {"finding": TEXT, "field": PLANNED, "text": FREE},
    "code_created": {"code": TEXT, "label": TEXT},
    "code_renamed": {"code": TEXT, "to": TEXT},
    # sha256 : of the definition that the codings which follow are taken to have from now on
    "code_merged": {"code": TEXT, "into": TEXT, "sha256": OPTIONAL},
    # before : the whole definition until then (see `meaning`)
    "code_redefined": {"code": TEXT, "definition": FREE, "before": OPTIONAL},
    "code_split": {"code": TEXT, "into": IDS},
    # what a code meant when its writer used it, kept once per definition
    "definition_noted": {"code": TEXT, "sha256": TEXT, "text": FREE},
    # read again under today's definition, and kept
    "coding_reread": {"coding": TEXT, "code": TEXT, "sha256": TEXT},
    # what was agreed on a turn, by talking it over: these codes, or none at all
    "turn_settled": {**_SPAN, "codes": CODES, "by": TEXT},
    "turn_reopened": {**_SPAN, "by": TEXT},
    # where a coding stands in a text that was corrected since, or that its words are gone
    # ("gone", at 0-0), as a person says: from then on it is followed from there
    "anchor_settled": {"coding": TEXT, **_SPAN, "answer": ANSWERS},
    # a person has read the names of a document, in this text: none is left that should not be
    "names_reviewed": {"document": TEXT, "sha256": TEXT},
    # what may be shown, as it was read when it was cleared: `words` is the sha256 of the
    # words, `codings` that of the identifiers behind a cell
    "quote_cleared": {"coding": TEXT, **_SPAN, "words": TEXT},
    "quote_uncleared": {"coding": TEXT, "reason": OPTIONAL},
    "cell_cleared": {"cell": TEXT, "codings": TEXT},
    "cell_uncleared": {"cell": TEXT, "reason": OPTIONAL},
    "finding_cleared": {"finding": TEXT, "words": TEXT},
    "finding_uncleared": {"finding": TEXT, "reason": OPTIONAL},
    "plan_cleared": {"finding": TEXT, "words": TEXT},
    "plan_uncleared": {"finding": TEXT, "reason": OPTIONAL},
    # a person withdrew: how much went (counts), never who; and what stands for each act
    # that held words of theirs (see `withdrawal`)
    "person_withdrawn": {"withdrawal": TEXT},
    TOMBSTONE: {},
    "undone": {"event": TEXT},
    "redone": {"event": TEXT},
}


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one person.

    Parameters
    ----------
    id : 32 hexadecimal digits, unique in the world
    lamport : logical counter: greater than that of every event its writer could see
    at : ISO time of the writer's clock; shown, never used to order anything
    coder : who acted
    installation : the program's copy that wrote it
    case : practice case
    kind : one of `KINDS`, or a word of a newer version
    origin : hand, accepted (one suggestion), accepted_bulk or imported
    data : the fields of its kind
    v : version of the format

    Examples
    --------
    >>> event = Event("0f", 3, "2026-05-04T10:00:00+02:00", "Ana", "a1", "mobilites",
    ...     "coding_withdrawn", "hand", {"coding": "0a"})
    >>> Event.from_line(event.to_line()) == event
    True
    """

    id: str
    lamport: int
    at: str
    coder: str
    installation: str
    case: str
    kind: str
    origin: str
    data: Mapping[str, Any] = field(hash=False)
    v: int = VERSION

    @property
    def order(self) -> tuple[int, str]:
        """What events are sorted by: the counter, then the id; never the clock."""
        return self.lamport, self.id

    @property
    def understood(self) -> bool:
        """Whether this version of the program knows what the event means."""
        return self.v == VERSION and self.kind in KINDS

    def to_line(self) -> str:
        """Return the event as one line of JSON, without its line end.

        Raises
        ------
        JournalError
            If a text cannot be written as UTF-8 (half a character from a browser).
        """
        line = json.dumps(
            {
                "v": self.v,
                "id": self.id,
                "lamport": self.lamport,
                "at": self.at,
                "coder": self.coder,
                "installation": self.installation,
                "case": self.case,
                "kind": self.kind,
                "origin": self.origin,
                "data": dict(self.data),
            },
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        try:
            line.encode("utf-8")
        except UnicodeEncodeError as fault:
            raise JournalError(
                "Le texte contient la moitié d’un caractère : il ne peut pas être enregistré.",
                cure="Sélectionnez ou tapez de nouveau ce texte.",
            ) from fault
        return line

    @classmethod
    def from_line(cls, line: str | bytes) -> Event:
        """Read an event from one line; an older version is brought up to this one.

        Raises
        ------
        JournalError
            If the line is no event (torn, damaged), or lacks a field of its kind.
        """
        try:
            text = line.decode("utf-8") if isinstance(line, bytes) else line
            record = _DECODER.decode(text)
        except ValueError as fault:  # JSONDecodeError and UnicodeDecodeError are both
            raise JournalError("La ligne est coupée ou abîmée.", cure=_KEEP) from fault
        except RecursionError as fault:
            raise JournalError("La ligne n’est pas un événement.", cure=_KEEP) from fault
        if not isinstance(record, dict):
            raise JournalError("La ligne n’est pas un événement.", cure=_KEEP)
        event = _event(_upgraded(record))
        if "\\u" in text:
            event.to_line()  # an escape may hide half a character, which no file can hold
        return event


def _no_number(name: str) -> float:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_number)
_KEEP = "Rien n’est à faire : elle reste en place et le reste du journal est lu."


def check(kind: str, data: Mapping[str, Any]) -> None:
    """Check the fields of an event of a known kind; others and unknown kinds pass.

    Raises
    ------
    JournalError
        If a field is missing or holds something else than what its kind declares.
    """
    for name, expected in KINDS.get(kind, {}).items():
        value = data.get(name)
        if not _fits(value, expected, name in data):
            raise JournalError(
                f"Événement « {kind} » : le champ « {name} » vaut {_shown(value)}, "
                f"attendu : {_described(expected)}.",
                cure=_KEEP,
            )
    nowhere = data.get("answer") == GONE and data.get("start") == data.get("end") == 0
    if "start" in KINDS.get(kind, {}) and not (nowhere or 0 <= data["start"] < data["end"]):
        raise JournalError(
            f"Événement « {kind} » : l’extrait va de {data['start']} à {data['end']}.",
            cure="La fin d’un extrait vient après son début.",
        )


def _fits(value: Any, expected: str | tuple[str, ...], present: bool) -> bool:
    if expected == TEXT:
        return isinstance(value, str) and value != ""
    if expected == NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if expected == FLAG:
        return isinstance(value, bool)
    if expected == FREE:
        return isinstance(value, str)
    if expected == OPTIONAL:
        return not present or isinstance(value, str)
    if expected in (IDS, CODES, NAMES):
        return (
            isinstance(value, list | tuple)
            and (bool(value) or expected != IDS)
            and all(isinstance(item, str) and item for item in value)
        )
    return isinstance(value, str) and value in expected


def _described(expected: str | tuple[str, ...]) -> str:
    if isinstance(expected, tuple):
        return ", ".join(expected)
    return {
        TEXT: "un texte non vide",
        OPTIONAL: "un texte",
        FREE: "un texte",
        NUMBER: "un nombre entier",
        FLAG: "oui ou non",
        IDS: "une liste d’identifiants",
        CODES: "une liste de codes",
        NAMES: "une liste d’identifiants, vide ou non",
    }[expected]


def _shown(value: Any) -> str:
    return "rien" if value is None else f"« {str(value)[:40]} »"


def _version_0(record: dict[str, Any]) -> dict[str, Any]:
    # the first trials wrote neither version nor origin
    return {"origin": "hand", "installation": "", "case": "", **record, "v": 1}


# from each older version to the next; a file is never rewritten for it
_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {0: _version_0}


def _upgraded(record: dict[str, Any]) -> dict[str, Any]:
    version = record.get("v", 0)
    while isinstance(version, int) and version in _UPGRADES and version < VERSION:
        record = _UPGRADES[version](record)
        version = record["v"]
    return record


_TEXTS = ("id", "at", "coder", "installation", "case", "kind", "origin")


def _event(record: dict[str, Any]) -> Event:
    version, lamport, data = record.get("v"), record.get("lamport"), record.get("data")
    for name in _TEXTS:
        if not isinstance(record.get(name), str):
            raise JournalError(f"L’événement n’a pas de champ « {name} ».", cure=_KEEP)
    if not record["id"] or not record["kind"] or " " in record["id"]:
        raise JournalError("L’événement n’a pas d’identifiant ou pas de genre.", cure=_KEEP)
    if type(version) is not int or type(lamport) is not int or not 0 <= lamport < MAXIMUM:
        raise JournalError("Le compteur de l’événement n’est pas un nombre possible.", cure=_KEEP)
    if not isinstance(data, dict):
        raise JournalError("L’événement n’a pas de contenu.", cure=_KEEP)
    if version == VERSION:
        check(record["kind"], data)
    return Event(
        record["id"],
        lamport,
        record["at"],
        record["coder"],
        record["installation"],
        record["case"],
        record["kind"],
        record["origin"],
        data,
        version,
    )
