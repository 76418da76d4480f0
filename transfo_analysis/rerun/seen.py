"""What a picture of the project sees of each thing, as plain data, from cases to trials.

Identifiers, hashes, people and statements, never the words of a source. Each belongs to one
list of `picture.Picture`, under whose name it stands in the file of a closed wave.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ABSENT",
    "COUNTED",
    "REPLACED",
    "TO_REVIEW",
    "WHOLE",
    "CarriedSeen",
    "CaseSeen",
    "CellSeen",
    "CodeSeen",
    "CodingSeen",
    "DocumentSeen",
    "FindingSeen",
    "GroupHeard",
    "Names",
    "PersonHeard",
    "PositionSeen",
    "RemarksSeen",
    "TermSeen",
    "TrialSeen",
    "WordSeen",
]

# how a coding in force stands: counted, or kept and counted nowhere, and why
COUNTED, TO_REVIEW, ABSENT, REPLACED = "compté", "à revoir", "absent", "remplacé"
# before the identifier of a withdrawal that took a document, not a person
WHOLE = "document/"
Names = tuple[str, ...]


@dataclass(frozen=True, order=True)
class CaseSeen:
    """A practice case: its two families, and what its tables keep (a French line)."""

    id: str
    title: str
    rows: str
    columns: str
    kept: str


@dataclass(frozen=True, order=True)
class DocumentSeen:
    """A document: `path` below data/raw, sha256 of its file, and of its canonical text."""

    id: str
    case: str
    kind: str
    wave: str
    path: str
    sha256: str
    text_sha256: str


@dataclass(frozen=True, order=True)
class PersonHeard:
    """A person heard in a case, and the documents in which their words carry a coding."""

    case: str
    person: str
    documents: Names


@dataclass(frozen=True, order=True)
class CodingSeen:
    """A coding in force: its place on the text it was made on, who says it, how it stands."""

    id: str
    case: str
    document: str
    sha256: str
    start: int
    end: int
    code: str
    coder: str
    person: str
    status: str


@dataclass(frozen=True, order=True)
class CellSeen:
    """A cell that holds something: people heard, codings, codings of studies, wall papers."""

    case: str
    row: str
    column: str
    people: Names
    codings: Names
    studies: Names
    wall: Names


@dataclass(frozen=True, order=True)
class FindingSeen:
    """A finding: `good` and `bad` are the codings and passages that it rests on today."""

    id: str
    case: str
    kind: str
    status: str
    statement: str
    people: Names
    good: Names
    bad: Names


@dataclass(frozen=True, order=True)
class TermSeen:
    """A key term of a wave: how often it is said there and in all, by how many, where."""

    wave: str
    term: str
    count: int
    total: int
    people: int
    passages: Names


@dataclass(frozen=True, order=True)
class CodeSeen:
    """A code: its label, the sha256 of what it means, its parent, born in the field or not."""

    code: str
    label: str
    sha256: str
    under: str
    emergent: bool


@dataclass(frozen=True, order=True)
class PositionSeen:
    """Where somebody stood in a debate; `passages` are what they argued, and why they moved."""

    case: str
    document: str
    wave: str
    question: str
    voice: str
    person: str
    before: str
    after: str
    place: str
    passages: Names


@dataclass(frozen=True, order=True)
class WordSeen:
    """A word that passed from one side to the other: who says it there, and who did before."""

    term: str
    from_side: str
    to_side: str
    wave: str
    persons: Names
    before: Names
    passages: Names
    earlier: Names


@dataclass(frozen=True, order=True)
class CarriedSeen:
    """What people say became of a chantier in a wave: who (`by`, in French), what shows it."""

    finding: str
    case: str
    statement: str
    wave: str
    became: str
    by: str
    evidence: Names


@dataclass(frozen=True, order=True)
class RemarksSeen:
    """A debriefing: the passages of its remarks, and the people known to have made some."""

    document: str
    case: str
    wave: str
    people: Names
    passages: Names


@dataclass(frozen=True, order=True)
class GroupHeard:
    """A group of the staff (a grade, a service…) and who of it is heard, in any case."""

    by: str
    value: str
    people: Names


@dataclass(frozen=True, order=True)
class TrialSeen:
    """A method that was tried: its rank in its note, « oui », « non », « en partie » or ""."""

    case: str
    wave: str
    document: str
    trial: int
    conclusive: str
    passages: Names
