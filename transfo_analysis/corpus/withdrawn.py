"""People who withdrew: what data/raw still holds of them is read and left out.

`data/coding/retraits/<id>.json` holds no word and no name: salted hashes of the turns
that were withdrawn. Whoever says one of those turns is that person, whatever became of
the rest of the file (see docs/adr/0004-withdrawal.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.corpus.metadata import Metadata
from transfo_analysis.corpus.roles import is_generic
from transfo_analysis.corpus.traces import BLANK, Names, tokens
from transfo_analysis.errors import JournalError, Notice
from transfo_analysis.sources.debate import POSITION

if TYPE_CHECKING:
    from transfo_analysis.corpus.people import Directory
    from transfo_analysis.corpus.reading import Said

__all__ = ["FOLDER", "Gone", "Reading", "Withdrawn", "forms_of", "nothing_left", "read", "without"]

FOLDER = "data/coding/retraits"
# a shorter turn is anybody's: nobody is known by « oui, voilà »
TELLING = 6
_CURE = "Supprimez-les de ce fichier à la main : le programme n’écrit jamais dans data/raw."


@dataclass(frozen=True)
class Withdrawn:
    """What is kept of one withdrawal.

    Parameters
    ----------
    id, salt : random
    whole : a document was withdrawn, and not a person wherever they speak
    turns : salted hashes of turns long enough to be nobody else's
    texts : sha256 of canonical texts → the places of the person's own turns
    kept : the same of texts kept beside the journal, with whatever else goes there
    done : False while the words are being taken out, or if that was interrupted
    """

    id: str
    salt: str
    whole: bool = False
    turns: frozenset[str] = frozenset()
    texts: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    kept: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    done: bool = False

    @property
    def token(self) -> str:
        """What stands for the person where an identifier is needed."""
        return f"retrait-{self.id[:8]}"

    def hash(self, words: str) -> str:
        """Return what is kept of a turn: one way, and of no use in another project."""
        said = " ".join(word for word, _, _ in tokens(words))
        return hashlib.sha256(f"{self.salt} {said}".encode()).hexdigest()

    def knows(self, words: str) -> bool:
        """Tell whether a turn is one of those that were withdrawn, whatever file it is in."""
        return len(tokens(words)) >= TELLING and self.hash(words) in self.turns

    def to_json(self) -> str:
        """Return what its file holds."""
        data = {
            "version": 1,
            "id": self.id,
            "salt": self.salt,
            "whole": self.whole,
            "done": self.done,
            "turns": sorted(self.turns),
            "texts": _sorted(self.texts),
            "kept": _sorted(self.kept),
        }
        return json.dumps(data, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Withdrawn:
        """Read what `to_json` wrote (`ValueError`, `KeyError` or `TypeError` if it is not)."""
        data = json.loads(text)
        return cls(
            id=str(data["id"]),
            salt=str(data["salt"]),
            whole=bool(data["whole"]),
            turns=frozenset(map(str, data["turns"])),
            texts=_spans(data["texts"]),
            kept=_spans(data["kept"]),
            done=bool(data["done"]),
        )


def _sorted(texts: Mapping[str, Sequence[tuple[int, int]]]) -> dict[str, list[list[int]]]:
    return {sha256: [list(span) for span in texts[sha256]] for sha256 in sorted(texts)}


def _spans(texts: Mapping[str, Iterable[Iterable[int]]]) -> dict[str, tuple[tuple[int, int], ...]]:
    return {
        str(sha256): tuple((int(start), int(end)) for start, end in spans)
        for sha256, spans in texts.items()
    }


def read(project: Path) -> tuple[Withdrawn, ...]:
    """Read every withdrawal of a project.

    Raises
    ------
    JournalError
        If one cannot be read: going on would bring words back that were withdrawn.
    """
    found = []
    for path in sorted((project / FOLDER).glob("*.json")):
        try:
            found.append(Withdrawn.from_json(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise JournalError(
                "Ce retrait ne peut pas être lu : sans lui, des paroles retirées reviendraient.",
                path=f"{FOLDER}/{path.name}",
                cure="Remettez ce fichier depuis une sauvegarde, ou depuis l’autre machine.",
            ) from fault
    return tuple(found)


@dataclass(frozen=True)
class Reading:
    """One document as it was read: its turns, interpreted, none without words."""

    meta: Metadata
    said: Sequence[Said]
    notices: Sequence[Notice]
    name: str
    sha256: str

    @classmethod
    def of(cls, meta: Metadata, said: Sequence[Said], notices: Sequence[Notice]) -> Reading:
        """Return a reading, with its identifier and the sha256 of its canonical text."""
        text = "\n".join(one.words for one in said)
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return cls(meta, said, notices, meta.document_id, sha256)

    def spans(self) -> list[tuple[int, int]]:
        """Return the place of each turn in the canonical text."""
        places, at = [], 0
        for one in self.said:
            places.append((at, at + len(one.words)))
            at += len(one.words) + 1
        return places


@dataclass(frozen=True)
class Before:
    """Documents as they are written in data/raw, with the names that the key hides.

    `readings` by path; `names` as `canonical` takes them. What a withdrawal recognises in them
    is looked for in what is read by its words.
    """

    readings: Mapping[str, Reading] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading], names: Mapping[str, str]) -> Before:
        """Return documents by their paths."""
        return cls({one.meta.document.path: one for one in readings}, names)

    def withdrawn(self, reading: Reading, record: Withdrawn) -> list[bool]:
        """Tell of each turn of a document whether it is one that was withdrawn."""
        own = _withdrawn(reading, record)
        before = self.readings.get(reading.meta.document.path)
        if before is None or not any(known := _withdrawn(before, record)):
            return own
        words = {
            canonical(one.words, self.names)
            for one, out in zip(before.said, known, strict=True)
            if out and one.words
        }
        # who said nothing in a debate is known by the row alone: names change none
        same = len(before.said) == len(reading.said)
        silent = {rank for rank, out in enumerate(known) if out and same}
        return [
            out or one.words in words or (rank in silent and not one.words)
            for rank, (out, one) in enumerate(zip(own, reading.said, strict=True))
        ]


def _withdrawn(reading: Reading, record: Withdrawn) -> list[bool]:
    places = set(record.texts.get(reading.sha256, ()))
    return [
        span in places or record.knows(one.words)
        for one, span in zip(reading.said, reading.spans(), strict=True)
    ]


@dataclass(frozen=True)
class Gone:
    """Who is left out, and how they are called in what is read.

    `people` are identifiers as in the table "people"; `tokens` what stands for them.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[Names, str], ...] = ()

    def blanked(self, text: str) -> str:
        """Return a text of the same length without their names."""
        for names, _ in self.names:
            text = names.blanked(text)
        return text

    def hidden(self, text: str) -> str:
        """Return a text, title or identifier without their names."""
        plain = any(char.isspace() for char in text)
        for names, token in self.names:
            text = names.hidden(text) if plain else names.hidden(text, token)
        return text

    def discreet(self, notices: Iterable[Notice]) -> list[Notice]:
        """Return notices that do not name them; a file keeps the name it has."""
        return [replace(note, what=self.hidden(note.what)) for note in notices]


def forms_of(person: str, readings: Iterable[Reading], directory: Directory) -> frozenset[str]:
    """Return every way in which a person is called: pseudonym, labels of transcripts."""
    forms = {
        person,
        *(p.pseudonym for p in directory.participants if directory.find(p.pseudonym) == person),
    }
    for reading in readings:
        forms |= {one.speaker for one in reading.said if one.person == person}
    return frozenset(form for form in forms if fold(form) and not is_generic(form))


def nothing_left(
    reading: Reading, ranks: Iterable[int], people: Collection[str], directory: Directory
) -> bool:
    """Tell whether a document is about nobody but these people, once these turns are gone.

    What nobody is named for, in a talk with them alone, is about them: a gesture noted by
    the transcriber, a thing seen.
    """
    gone = set(ranks)
    # who refuses analysis is someone, though their words are no evidence; so is who only stood
    # somewhere in a debate
    left = [
        one
        for rank, one in enumerate(reading.said)
        if rank not in gone
        and (one.evidence or one.refused or one.turn.fields.get("part") == POSITION)
    ]
    if not left:
        return True
    meta = reading.meta
    about = {directory.resolve(name) for key in ("enquete", "observe") for name in meta.names(key)}
    # who only led the talk does not take with them the words of somebody unknown
    answers = any(reading.said[rank].role not in ("interviewer", "observer") for rank in gone)
    alone = meta.document.kind in ("interview", "observation") and about <= set(people)
    if not people or not alone or not (about or answers):
        return False
    return not any(one.person or one.speaker for one in left)


def without(
    readings: Sequence[Reading],
    records: Sequence[Withdrawn],
    directory: Directory,
    before: Before | None = None,
) -> tuple[list[Reading], Gone, list[Notice]]:
    """Take people who withdrew out of what was read.

    Their turns are blanked, so that everyone else's offsets hold; a document that nobody
    else speaks in is left out. The notices name the files that still hold their words.
    """
    before = before or Before()
    kept: list[Reading] = list(readings)
    notices: list[Notice] = []
    people: dict[str, str] = {}
    found: list[tuple[Names, str]] = []
    for record in records:
        whose, whole = _recognised(kept, record, before)
        forms = frozenset[str]().union(*(forms_of(one, kept, directory) for one in sorted(whose)))
        names = Names(forms)
        people |= dict.fromkeys(sorted(whose), record.token)
        if forms:
            found.append((names, record.token))
        after = []
        for reading in kept:
            left, count = _left(
                reading, whose, names, record, directory, before, whole=reading.name in whole
            )
            if count:
                what = "Ce fichier contient encore les paroles d’une personne retirée, laissées de côté."
                notices.append(
                    Notice(f"data/raw/{reading.meta.document.path}", "", what, _CURE, "attention")
                )
            if left is not None:
                after.append(left)
        kept = after
        if not record.done:
            what = "Un retrait a été interrompu : des actes du journal portent encore ces paroles."
            cure = "Relancez « transfo retirer » pour cette personne : il reprendra où il en était."
            notices.append(Notice(f"{FOLDER}/{record.id}.json", "", what, cure))
    for person in directory.participants:
        if directory.find(person.pseudonym) in people:
            what = "Cette ligne est celle d’une personne retirée ; elle n’est pas lue."
            cure = "Supprimez-la à la main."
            notices.append(
                Notice("data/raw/participants.csv", person.place, what, cure, "attention")
            )
    return kept, Gone(people, tuple(found)), notices


def _recognised(
    readings: Sequence[Reading], record: Withdrawn, before: Before
) -> tuple[set[str], set[str]]:
    """Return who said a turn of this withdrawal, and which documents hold one."""
    people: set[str] = set()
    documents: set[str] = set()
    for reading in readings:
        for one, out in zip(reading.said, before.withdrawn(reading, record), strict=True):
            if out:
                documents.add(reading.name)
                people |= {one.person, one.source} - {""}
    return (set(), documents) if record.whole else (people, set())


def _left(
    reading: Reading,
    people: set[str],
    names: Names,
    record: Withdrawn,
    directory: Directory,
    before: Before,
    *,
    whole: bool,
) -> tuple[Reading | None, int]:
    """Return what is left of a document, and how many turns are not."""
    known = before.withdrawn(reading, record)
    gone = [
        whole or out or one.person in people or one.source in people
        for one, out in zip(reading.said, known, strict=True)
    ]
    ranks = [rank for rank, out in enumerate(gone) if out]
    if ranks and nothing_left(reading, ranks, people, directory):
        return None, sum(gone)
    said = [
        _emptied(one) if out else _unnamed(one, names, record)
        for one, out in zip(reading.said, gone, strict=True)
    ]
    notices = [replace(note, what=names.hidden(note.what)) for note in reading.notices]
    name = names.hidden(reading.name, record.token)
    return replace(reading, said=said, notices=notices, name=name), sum(gone)


def _emptied(one: Said) -> Said:
    # a turn stays where it was: turns are numbered, and texts are counted in characters
    turn = replace(one.turn, words="", speaker="", mark="", fields={})
    return replace(
        one,
        words=BLANK * len(one.words),
        speaker="",
        person="",
        source="",
        evidence=False,
        refused=True,
        asks=False,
        turn=turn,
    )


def _unnamed(one: Said, names: Names, record: Withdrawn) -> Said:
    fields = {key: names.hidden(value) for key, value in one.turn.fields.items()}
    return replace(
        one,
        words=names.blanked(one.words),
        speaker=names.hidden(one.speaker, record.token),
        turn=replace(one.turn, fields=fields),
    )
