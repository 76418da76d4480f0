"""What would go with a person who asks to be taken out, or with a document: found, not touched.

`withdrawal.Plan` carries it out.
"""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.coding.erasing import Eraser
from transfo_analysis.coding.journal import Reader
from transfo_analysis.coding.textstore import TextStore
from transfo_analysis.coding.withdrawal import Plan, Span, kept_texts
from transfo_analysis.corpus.build import readings
from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.corpus.people import Directory
from transfo_analysis.corpus.pseudonyms import Key
from transfo_analysis.corpus.traces import Names, Words, tokens
from transfo_analysis.corpus.withdrawn import (
    TELLING,
    Reading,
    Withdrawn,
    forms_of,
    nothing_left,
    read,
)
from transfo_analysis.errors import CodingError, JournalError

if TYPE_CHECKING:
    from transfo_analysis.sources import Material

__all__ = ["plan"]


def plan(
    folder: Path,
    material: Material,
    *,
    person: str = "",
    document: str = "",
    codes: Sequence[str] = (),
    key: Key | None = None,
) -> Plan:
    """Find everything that a person said, or that a document says, and what would go with it.

    Parameters
    ----------
    folder : of the project
    material : data/raw, read, with what was withdrawn before
    person : a pseudonym, however it is written
    document : or the identifier of a document, where nobody knows who speaks
    codes : identifiers of the codebook, for its file
    key : names that the project hides; the person's own are looked for too

    Raises
    ------
    CodingError
        If nobody and nothing is called so.
    """
    key = key or Key()
    written, material = material, key.material(material)
    person = key.replaced(person)
    directory = Directory(material.participants)
    all_read = _told_apart(readings(material, directory))
    records = read(folder)
    unfinished = [record for record in records if not record.done]
    if document:
        who = _document(document, all_read)
        theirs = {r.name: list(range(len(r.said))) for r in all_read if r.name == who}
        if not theirs and not any(record.whole for record in unfinished):
            raise _unknown_document(document, all_read)
    else:
        who = directory.resolve(person) or person
        theirs = {r.name: ranks for r in all_read if (ranks := _ranks(r, who))}
        known = directory.find(person) or any(who in _told(r, directory) for r in all_read)
        if not theirs and not known and not any(not record.whole for record in unfinished):
            raise _unknown_person(person, all_read, directory)
    people = [] if document else [who]
    whole = {
        r.name
        for r in all_read
        if r.name in theirs and nothing_left(r, theirs[r.name], people, directory)
    }
    own = [(r, rank) for r in all_read for rank in theirs.get(r.name, ())]
    record, resumed = _record(own, records, whole=bool(document), known=bool(theirs))
    forms = forms_of(who, all_read, directory) | {who, person, *key.names_of(who)}
    names = Names(frozenset() if document else forms)
    gone = {
        r.name: range(len(r.said)) if r.name in whole else theirs.get(r.name, ()) for r in all_read
    }
    said = [r.said[rank].words for r in all_read for rank in gone[r.name]]
    others = [
        one.words
        for r in all_read
        for rank, one in enumerate(r.said)
        if rank not in set(gone[r.name])
    ]
    named = _names_of(folder)
    former = {r.name: {r.name, *named.get(r.sha256, ())} for r in all_read}
    kept = {r.sha256: _places(r, gone[r.name]) for r in all_read if gone[r.name]}
    store = TextStore(folder / "data/coding/textes")
    older, unknown = _older(folder, store, all_read, gone, Words(said, others))
    spans = {**record.kept, **kept, **{sha256: found for sha256, found in older.items() if found}}
    for sha256, found in older.items():
        text = store.text(sha256)
        said += [text[start:end] for start, end in found]
    record = replace(
        record,
        texts={**record.texts, **{r.sha256: _places(r, theirs[r.name]) for r, _ in own}},
        kept=spans,
        turns=record.turns | _telling(own, others, record, _as_written(written, key)),
    )
    eraser = Eraser(
        names,
        Words(said, others),
        record.token,
        spans,
        {name: r.sha256 for r in all_read for name in sorted(former[r.name])},
        frozenset(name for one in whole for name in former[one]),
    )
    doubts = {} if document else _doubts(all_read, who, whole, directory)
    return Plan(folder, who, record, eraser, theirs, all_read, doubts, unknown, codes, resumed)


def _told_apart(found: Iterable[Reading]) -> list[Reading]:
    """Return readings by names of their own: of two files of one identifier one is not read.

    Whose words stand in each is another matter, and both may hold the person's.
    """
    seen: set[str] = set()
    apart = []
    for one in found:
        name = one.name
        while name in seen:
            name += " (bis)"
        seen.add(name)
        apart.append(one if name == one.name else replace(one, name=name))
    return apart


def _record(
    own: Sequence[tuple[Reading, int]], records: Sequence[Withdrawn], *, whole: bool, known: bool
) -> tuple[Withdrawn, bool]:
    """Return the withdrawal that this one goes on with, or a new one."""
    places = {(r.sha256, r.spans()[rank]) for r, rank in own}
    for record in records:
        if record.whole != whole:
            continue
        noted = {(sha256, span) for sha256, spans in record.texts.items() for span in spans}
        same = noted & places or any(record.knows(r.said[rank].words) for r, rank in own)
        if same or (not known and not record.done):
            return record, not record.done
    return Withdrawn(uuid.uuid4().hex, secrets.token_hex(16), whole), False


def _ranks(reading: Reading, who: str) -> list[int]:
    return [rank for rank, one in enumerate(reading.said) if who in (one.person, one.source)]


def _places(reading: Reading, ranks: Iterable[int]) -> tuple[Span, ...]:
    spans = reading.spans()
    return tuple(spans[rank] for rank in sorted(ranks))


def _told(reading: Reading, directory: Directory) -> set[str]:
    keys = ("enquete", "observe", "enqueteur", "observateur")
    return {directory.resolve(name) for key in keys for name in reading.meta.names(key)}


def _as_written(material: Material, key: Key) -> dict[str, list[str]]:
    """Return words with their pseudonyms → how data/raw has them, with the names."""
    found: dict[str, list[str]] = {}
    for reading in readings(material, Directory(material.participants)) if key else ():
        for one in reading.said:
            found.setdefault(canonical(one.words, key.mapping()), []).append(one.words)
    return found


def _telling(
    own: Sequence[tuple[Reading, int]],
    others: Iterable[str],
    record: Withdrawn,
    written: Mapping[str, Sequence[str]],
) -> frozenset[str]:
    """Return the hashes of the turns that tell who speaks: long, and said by nobody else.

    Those with names are known both ways: the key of pseudonyms may change.
    """
    answers = [
        r.said[rank] for r, rank in own if r.said[rank].role not in ("interviewer", "observer")
    ]
    turns = answers or [r.said[rank] for r, rank in own]
    elsewhere = {record.hash(words) for words in others}
    long = (one.words for one in turns if len(tokens(one.words)) >= TELLING)
    known = {words: (words, *written.get(words, ())) for words in long}
    return frozenset(record.hash(one) for both in known.values() for one in both) - elsewhere


def _doubts(
    all_read: Sequence[Reading], who: str, whole: set[str], directory: Directory
) -> dict[str, int]:
    """Count the lines that nobody is named for, where the person is said to have spoken."""
    found = {}
    for reading in all_read:
        names = reading.meta.names("enquete") + reading.meta.names("observe")
        about = {directory.resolve(name) for name in names}
        if reading.name not in whole and who in about:
            nameless = [one for one in reading.said if one.evidence and not one.person]
            if nameless:
                found[f"data/raw/{reading.meta.document.path}"] = len(nameless)
    return found


def _older(
    folder: Path,
    store: TextStore,
    all_read: Sequence[Reading],
    gone: Mapping[str, Iterable[int]],
    words: Words,
) -> tuple[dict[str, tuple[Span, ...]], list[str]]:
    """Find the person's turns in texts that data/raw no longer has: a line is a turn.

    In doubt, a line of a talk in which they speak goes.
    """
    today = {reading.sha256 for reading in all_read}
    documents = _names_of(folder)
    by_name = {reading.name: reading for reading in all_read}
    lines = {True: Counter[str](), False: Counter[str]()}
    for reading in all_read:
        out = set(gone[reading.name])
        for rank, one in enumerate(reading.said):
            lines[rank in out][_plain(one.words)] += 1
    found: dict[str, tuple[Span, ...]] = {}
    unknown = []
    for sha256 in kept_texts(folder):
        if sha256 in today:
            continue
        try:
            text = store.text(sha256)
        except JournalError:
            continue
        of = documents.get(sha256, set())
        speaks = any(gone.get(name) for name in of)
        spans, at = [], 0
        for line in text.split("\n"):
            if _goes(line, lines[True], lines[False], words, speaks=speaks):
                spans.append((at, at + len(line)))
            at += len(line) + 1
        found[sha256] = tuple(spans)
        if not spans and of and not of & by_name.keys():
            unknown += sorted(of)
    return found, sorted(set(unknown))


def _names_of(folder: Path) -> dict[str, set[str]]:
    """Return the names under which acts know each text: a file may have been renamed."""
    reader = Reader(folder / "data/coding/journal")
    reader.refresh()
    found: dict[str, set[str]] = {}
    for event in reader.events:
        sha256, document = event.data.get("sha256"), event.data.get("document")
        if isinstance(sha256, str) and isinstance(document, str):
            found.setdefault(sha256, set()).add(document)
    return found


def _goes(
    line: str, own: Counter[str], others: Counter[str], words: Words, *, speaks: bool
) -> bool:
    said = _plain(line)
    if not said:
        return False
    if own[said] or others[said]:
        return bool(own[said]) and (speaks or not others[said])
    theirs, elsewhere = words.share(line)
    if theirs or elsewhere:
        return theirs > elsewhere
    return speaks


def _plain(words: str) -> str:
    return " ".join(word for word, _, _ in tokens(words))


def _document(written: str, all_read: Sequence[Reading]) -> str:
    wanted = fold(written)
    same = [r.name for r in all_read if wanted in (fold(r.name), fold(r.meta.stem))]
    return written if written in {r.name for r in all_read} else next(iter(same), written)


def _unknown_person(person: str, all_read: Sequence[Reading], directory: Directory) -> CodingError:
    from rapidfuzz import process

    people = {one.person for r in all_read for one in r.said} | {
        directory.find(p.pseudonym) for p in directory.participants
    }
    near = process.extractOne(person, sorted(people - {""}), score_cutoff=70)
    cure = f"Vouliez-vous écrire « {near[0]} » ? " if near else ""
    return CodingError(
        f"« {person} » ne parle dans aucun document et n’est pas dans participants.csv.",
        cure=f"{cure}Si personne ne sait qui parle, retirez un document : "
        "transfo retirer --document IDENTIFIANT.",
    )


def _unknown_document(document: str, all_read: Sequence[Reading]) -> CodingError:
    from rapidfuzz import process

    near = process.extractOne(document, [r.name for r in all_read], score_cutoff=60)
    return CodingError(
        f"Le document « {document} » n’existe pas dans data/raw.",
        cure=f"Vouliez-vous écrire « {near[0]} » ?"
        if near
        else "Prenez un identifiant de la table des documents.",
    )
