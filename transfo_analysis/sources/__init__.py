"""From what lies in data/raw to documents: the only room that opens raw files.

`read_material` reads everything; `read` one file; `inventory` lists what counts. Nothing
is ever written here, and a file that cannot be read is named in a notice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from transfo_analysis.errors import Notice, TransfoError
from transfo_analysis.sources import guard, reading
from transfo_analysis.sources.document import Document, Reference, Turn
from transfo_analysis.sources.kept import Kept
from transfo_analysis.sources.parsing import REFERENCES, Parsed, parse
from transfo_analysis.sources.participants import Participant, read_overrides, read_participants
from transfo_analysis.sources.spreadsheet import sheets
from transfo_analysis.sources.staff import StaffGroup, read_staff
from transfo_analysis.sources.unlisted import unlisted

__all__ = [
    "STAFF",
    "Document",
    "Kept",
    "Material",
    "Participant",
    "Reference",
    "StaffGroup",
    "Turn",
    "inventory",
    "read",
    "read_material",
]

PARTICIPANTS, SOURCES = "participants.csv", "sources.csv"
# the whole staff: the first of these that is there
STAFF = ("effectifs.csv", "effectifs.xlsx")
# left beside the transcripts on purpose: said once, not a fault
_COMPANIONS = {
    "mp3", "wav", "m4a", "ogg", "opus", "flac", "aac", "wma", "mp4", "mov", "avi", "mkv", "webm",
    "jpg", "jpeg", "png", "gif", "heic", "tif", "tiff", "webp", "svg",
}  # fmt: skip
_SYSTEM = {"thumbs.db", "desktop.ini", "icon\r"}


@dataclass(frozen=True)
class Material:
    """Everything that data/raw holds, read.

    Parameters
    ----------
    documents : sorted by path
    references : by citation key
    participants : in the order of `participants.csv`
    overrides : path below data/raw → what `sources.csv` says of it; already applied to
        the documents' metadata
    notices : what was left out, or read with a doubt, sorted by file
    unreadable : files that could not be read, as below data/raw; their notices say why
    staff : the whole staff by grade, trade, service, sex, as `effectifs.csv` has it
    """

    documents: tuple[Document, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
    participants: tuple[Participant, ...] = ()
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    unreadable: tuple[str, ...] = ()
    staff: tuple[StaffGroup, ...] = ()


def inventory(raw: Path) -> list[Path]:
    """List the files of data/raw that count, sorted by POSIX path in NFC.

    Hidden files, the lock files of office programs, the system's own files and
    LISEZMOI do not count; files of a kind that is not read do, since they are reported.
    """
    return [path for _, path in _walk(raw)[0]]


def _walk(raw: Path) -> tuple[list[tuple[str, Path]], list[Notice]]:
    """Return the files that count, each with its name below data/raw, and links not followed."""
    found: list[tuple[str, Path]] = []
    notices: list[Notice] = []
    for folder, folders, names in os.walk(raw, followlinks=False):
        here = Path(folder)
        below = "" if here == raw else reading.relative(here, raw)
        links = {name for name in folders if (here / name).is_symlink()}
        for name in sorted(links):
            what = "Ce dossier est un lien vers un autre dossier : il n’est pas lu."
            cure = "Copiez le dossier lui-même à cet endroit."
            notices.append(Notice(reading.shown(_inside(below, name)), "", what, cure))
        folders[:] = [n for n in folders if not n.startswith(".") and n not in links]
        found += [(_inside(below, name), here / name) for name in names if not _is_ignored(name)]
    return sorted(found, key=lambda file: (file[0], str(file[1]))), notices


def _inside(below: str, name: str) -> str:
    name = reading.printable(name)
    return f"{below}/{name}" if below else name


def _is_ignored(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith((".", "~$", "~wrl"))
        or lower.endswith(("~", ".tmp"))
        or lower in _SYSTEM
        or lower.rpartition(".")[0] == "lisezmoi"
    )


def read(path: Path, raw: Path) -> Document:
    """Read one file of data/raw, as `read_material` would.

    Parameters
    ----------
    path : the file
    raw : the folder data/raw

    Raises
    ------
    SourceError
        If it is not what its name says, is hostile, damaged, empty or of no known kind.
    TableError
        If `participants.csv` or `sources.csv` lacks a column that is needed.
    """
    people, overrides, _ = _tables(raw)
    known = [person.pseudonym for person in people]
    name = reading.relative(path, raw)
    return reading.read_document(path, raw, name, known, overrides.get(name))


def read_material(
    raw: Path,
    progress: Callable[[str, int, int], None] | None = None,
    kept: Kept | None = None,
) -> Material:
    """Read everything that data/raw holds; a bad file becomes a notice.

    Parameters
    ----------
    raw : the folder data/raw
    progress : called with (path below raw, files done, files in all)
    kept : what was parsed before; the same material with or without
    """
    files, notices = _walk(raw)
    people, overrides, notes = _tables(raw, stop=False)
    notices += notes
    staff, notes = _staff(raw, people)
    notices += notes
    known = [person.pseudonym for person in people]
    documents: list[Document] = []
    references: dict[str, Reference] = {}
    seen: set[str] = set()
    unreadable: list[str] = []
    for done, (name, path) in enumerate(files, 1):
        if progress:
            progress(name, done, len(files))
        if name in (PARTICIPANTS, SOURCES, *STAFF):
            continue
        if name in seen:
            what = "Deux fichiers ont ce nom, l’un en accents composés : le second n’est pas lu."
            notices.append(Notice(reading.shown(name), "", what, "Renommez l’un des deux."))
            continue
        seen.add(name)
        extension = path.suffix.lower().lstrip(".")
        try:
            if extension in REFERENCES:
                notices += _add_references(path, raw, name, references, kept)
            elif extension in _COMPANIONS:
                what = "Les enregistrements et les images ne sont pas lus."
                notices.append(Notice(reading.shown(name), "", what, "", "note"))
            else:
                document = reading.read_document(path, raw, name, known, overrides.get(name), kept)
                documents.append(document)
                notices += document.notices
        except reading.NothingYetError as error:
            notices.append(error.notice("note"))
        except TransfoError as error:
            notices.append(error.notice())
            unreadable.append(name)
    for name in sorted(set(overrides) - seen):
        what = f"« {name} » n’existe pas sous data/raw/."
        cure = "Corrigez le chemin de la colonne « fichier »."
        notices.append(Notice(reading.shown(SOURCES), "", what, cure, "attention"))
    return Material(
        tuple(documents),
        dict(sorted(references.items())),
        people,
        overrides,
        tuple(sorted(set(notices), key=lambda n: (n.path, _line(n.place), n.place, n.what))),
        tuple(unreadable),
        staff,
    )


def _line(place: str) -> int:
    digits = "".join(char for char in place if char.isdigit())
    return int(digits[:9]) if digits else 0


def _tables(
    raw: Path, *, stop: bool = True
) -> tuple[tuple[Participant, ...], dict[str, dict[str, str]], list[Notice]]:
    """Read the two tables at the root of data/raw; an absent one says nothing."""
    people: tuple[Participant, ...] = ()
    overrides: dict[str, dict[str, str]] = {}
    notices: list[Notice] = []
    for name in (PARTICIPANTS, SOURCES):
        if not (raw / name).exists():
            continue
        notes: tuple[Notice, ...] = ()
        try:
            data = guard.read_bytes(raw / name, raw)
            guard.check(data, "csv")
            if name == PARTICIPANTS:
                people, notes = read_participants(data)
            else:
                overrides, notes = read_overrides(data)
        except TransfoError as error:
            if stop:
                raise error.at(reading.shown(name)) from error
            notes = (error.notice(),)
        notices += [replace(notice, path=reading.shown(name)) for notice in notes]
    return people, overrides, notices


def _staff(
    raw: Path, people: tuple[Participant, ...]
) -> tuple[tuple[StaffGroup, ...], list[Notice]]:
    """Read the whole staff, if it was put there; say whose group is not in it."""
    there = [name for name in STAFF if (raw / name).exists()]
    if not there:
        return (), []
    name = there[0]
    extension = name.rpartition(".")[2]

    def read() -> tuple[tuple[StaffGroup, ...], tuple[Notice, ...]]:
        data = guard.read_bytes(raw / name, raw)
        guard.check(data, extension)
        return read_staff(sheets(data, extension))

    try:
        staff, found = reading.guarded(name, read)
    except TransfoError as error:
        return (), [error.notice()]
    notices = [replace(notice, path=reading.shown(name)) for notice in found]
    for other in there[1:]:
        what = f"Ce fichier n’est pas lu : {reading.shown(name)} l’est."
        notices.append(Notice(reading.shown(other), "", what, "Gardez l’un des deux.", "attention"))
    missing = unlisted(people, staff, reading.shown(name))
    notices += [replace(notice, path=reading.shown(PARTICIPANTS)) for notice in missing]
    return staff, notices


def _add_references(
    path: Path, raw: Path, name: str, references: dict[str, Reference], kept: Kept | None
) -> list[Notice]:
    def read() -> Parsed:
        data, extension = guard.read_bytes(path, raw), path.suffix.lower().lstrip(".")
        return parse(data, extension, "") if kept is None else kept.parse(name, data, "")

    parsed = reading.guarded(name, read)
    notices = list(parsed.notices)
    for reference in parsed.references:
        if reference.key in references:
            other = references[reference.key].path
            what = (
                f"La clé « {reference.key} » est aussi dans {reading.shown(other)}, qui l’emporte."
            )
            notices.append(
                Notice(reading.shown(name), "", what, "Changez l’une des deux clés.", "attention")
            )
        else:
            references[reference.key] = replace(reference, path=name)
    return [replace(notice, path=reading.shown(name)) for notice in notices]
