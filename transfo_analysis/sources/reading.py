"""One file into one document: the guard, the right parser, one place for its failures."""

from __future__ import annotations

import hashlib
import unicodedata
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from transfo_analysis.errors import Notice, SourceError, TransfoError
from transfo_analysis.sources import guard, metadata, turns
from transfo_analysis.sources.document import Document, Turn
from transfo_analysis.sources.parsing import TABLES, TEXTS, TIMED, Parsed, parse

if TYPE_CHECKING:
    from transfo_analysis.sources.kept import Kept
    from transfo_analysis.sources.labels import Paragraph

__all__ = [
    "DOCUMENTS",
    "NothingYetError",
    "guarded",
    "kind_of",
    "printable",
    "read_document",
    "relative",
    "shown",
]

T = TypeVar("T")

DOCUMENTS = (*TEXTS, *TIMED, *TABLES)
_FOLDERS = {
    "entretien": "interview",
    "observation": "observation",
    "veille": "literature_note",
    "tableau": "wall_table",
    "debat": "debate",
    "debriefing": "debriefing",
    "methode": "method_note",
}
_SPOKEN = ("interview", "observation")
_TRANSCRIPT = "enregistré"
_FOLDERS_SHOWN = (
    "entretiens/, observations/, veille/, tableaux/, debats/, debriefings/ ou methodes/"
)


def relative(path: Path, raw: Path) -> str:
    """Return a path below data/raw as documents have it: POSIX, NFC."""
    try:
        inside = path.relative_to(raw).as_posix()
    except ValueError:
        inside = path.name
    return printable(inside)


def printable(name: str) -> str:
    """Return a name of the disk's as documents have it: NFC, and every character printable."""
    # the system may hold names that it cannot decode
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))


def shown(name: str) -> str:
    """Return how a file below data/raw is named to the person."""
    return f"data/raw/{name}"


def kind_of(path: str) -> str:
    """Return the kind of a document from its folder below data/raw, "" if unknown.

    Examples
    --------
    >>> kind_of("entretiens/vague-1/nadia.txt"), kind_of("photos/mur.jpg")
    ('interview', '')
    """
    first, _, rest = path.partition("/")
    if not rest:
        return ""
    return _FOLDERS.get(metadata.bare(first).rstrip("sx"), "")


def read_document(
    path: Path,
    raw: Path,
    name: str,
    known: Collection[str] = (),
    overrides: Mapping[str, str] | None = None,
    kept: Kept | None = None,
) -> Document:
    """Read one file as the document that its folder and extension say it is.

    Parameters
    ----------
    name : the file below data/raw, as `relative` says it
    known : pseudonyms of the participants
    overrides : what `sources.csv` says of this file
    kept : what was parsed before; None parses

    Raises
    ------
    SourceError
        Whatever goes wrong, with the file named.
    """
    return guarded(name, lambda: _read(path, raw, name, known, overrides or {}, kept))


def guarded(name: str, parse: Callable[[], T]) -> T:
    """Run a parser; whatever goes wrong in it is a `SourceError` that names the file."""
    try:
        with warnings.catch_warnings():
            # what a parser complains of is either an error here, or harmless
            warnings.simplefilter("ignore")
            return parse()
    except TransfoError as error:
        raise error.at(shown(name)) from error
    except ImportError:
        raise  # the installation's fault, not the file's
    except Exception as error:  # parsers raise whatever they like, RecursionError included
        extension = name.rpartition(".")[2].lower()
        raise SourceError(
            f"Le fichier ne se lit pas comme un .{extension} : "
            "il est abîmé, ou d’une forme inconnue.",
            path=shown(name),
            cure="Ouvrez-le dans le programme qui l’a fait, et enregistrez-le de nouveau.",
        ) from error


class NothingYetError(SourceError):
    """A form that is still blank: nothing is wrong, nothing is read."""


@dataclass(frozen=True)
class _Understood:
    """What a file was understood to be: turns, what it says of itself, doubts.

    `guessed` is what nothing says and everything may correct; `kind` another kind than
    the folder's.
    """

    turns: Sequence[Turn]
    header: Mapping[str, object] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    guessed: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""


def _read(
    path: Path,
    raw: Path,
    name: str,
    known: Collection[str],
    overrides: Mapping[str, str],
    kept: Kept | None,
) -> Document:
    extension = path.suffix.lower().lstrip(".")
    kind = kind_of(name)
    if not kind:
        raise SourceError(
            "Le fichier n’est dans aucun des dossiers lus.",
            cure=f"Placez-le dans {_FOLDERS_SHOWN}.",
        )
    if extension not in DOCUMENTS:
        raise unknown_extension(extension)
    data = guard.read_bytes(path, raw)
    parsed = parse(data, extension, kind) if kept is None else kept.parse(name, data, kind)
    folder = _from_folder(name)
    found = _understood(parsed, extension, kind, str(folder.get("vague", "")), known, overrides)
    if not found.turns:
        raise SourceError(
            "Le fichier ne contient aucune parole ni aucune note.",
            cure="Exportez-le de nouveau, ou retirez-le.",
        )
    header, doubts = metadata.normalised(found.header)
    return Document(
        path=name,
        kind=found.kind or kind,
        sha256=hashlib.sha256(data).hexdigest(),
        format=extension,
        metadata=metadata.merged({**folder, **found.guessed}, overrides, header),
        turns=tuple(found.turns),
        notices=tuple(replace(notice, path=shown(name)) for notice in (*found.notices, *doubts)),
    )


def unknown_extension(extension: str) -> SourceError:
    """Return the error for a file of a kind that is not read."""
    cures = {
        "doc": "Enregistrez-le en .docx.", "docm": "Enregistrez-le en .docx, sans macros.",
        "xls": "Enregistrez-le en .xlsx.", "xlsm": "Enregistrez-le en .xlsx, sans macros.",
        "ods": "Enregistrez-le en .xlsx ou en .csv.", "pages": "Exportez-le en .docx.",
        "numbers": "Exportez-le en .xlsx.", "pptx": "Exportez-le en .pdf.",
        "html": "Enregistrez-le en .txt ou en .pdf.", "tsv": "Enregistrez-le en .csv.",
    }  # fmt: skip
    shown = f".{extension}" if extension else "sans extension"
    return SourceError(
        f"Les fichiers {shown} ne sont pas lus.",
        cure=cures.get(extension, "Enregistrez-le dans un format lu (.docx, .odt, .txt, .pdf…)."),
    )


def _from_folder(name: str) -> dict[str, object]:
    parts = name.split("/")[1:-1]
    return {"vague": metadata.wave(parts[0])} if parts else {}


def _understood(
    parsed: Parsed,
    extension: str,
    kind: str,
    folder_wave: str,
    known: Collection[str],
    overrides: Mapping[str, str],
) -> _Understood:
    if parsed.filled is not None:
        return _fiche(parsed.filled)
    if extension in TABLES:
        return _table(parsed, kind, folder_wave)
    if extension in TIMED:
        return _timed(parsed, kind, known)
    return _text(parsed, kind, known, overrides)


def _table(parsed: Parsed, kind: str, folder_wave: str) -> _Understood:
    from transfo_analysis.sources import debate, fiche, trials, wall

    sheets = list(parsed.sheets)
    filled = fiche.filled_from_sheets(sheets)
    if filled is not None:
        return _fiche(filled)
    if kind == "debate":
        said, doubts = debate.debate_turns(sheets)
        return _Understood(said, notices=doubts)
    if kind == "method_note":
        tried, doubts = trials.in_table(sheets)
        return _Understood(tried, notices=doubts)
    if kind == "debriefing":
        from transfo_analysis.sources.debriefing import remark_turns

        remarks, doubts = remark_turns(sheets, folder_wave)
        return _Understood(remarks, notices=doubts)
    if kind != "wall_table":
        raise SourceError(
            "Un tableur n’est lu ici que si c’est une fiche à la volée.",
            cure="Placez un tableau commun dans tableaux/, ou tapez le texte dans un .docx.",
        )
    found, notices = wall.wall_turns(sheets, folder_wave)
    return _Understood(found, notices=notices)


def _fiche(filled: dict[str, str]) -> _Understood:
    from transfo_analysis.sources import fiche

    header, found = fiche.fiche_turns(filled)
    if not found:
        raise NothingYetError(
            "Cette fiche à la volée est encore vide.",
            cure="Remplissez-la, ou retirez-la de ce dossier.",
        )
    # a fiche is a talk's notes in whatever folder it was left
    return _Understood(found, header, kind="interview")


def _text(
    parsed: Parsed, kind: str, known: Collection[str], overrides: Mapping[str, str]
) -> _Understood:
    header: dict[str, object] = dict(parsed.header)
    paragraphs = list(parsed.paragraphs)
    if not header:
        header, paragraphs = metadata.first_lines(paragraphs, known)
    if kind == "method_note":
        return _method_note(header, paragraphs, parsed)
    said = metadata.merged({}, overrides, metadata.normalised(header)[0])
    taken = metadata.bare(str(said.get("prise", "")))
    recorded = not taken.startswith(("note", "fiche")) if taken else None
    people = {*known, *metadata.people_in(said)}
    if kind == "debriefing":
        from transfo_analysis.sources.debriefing import remark_lines

        # however many names begin its lines, a line is a remark and not a turn of a talk
        paragraphs, recorded = remark_lines(paragraphs), False
    split = turns.split(paragraphs, kind, known=people, recorded=recorded)
    guessed = {"prise": _TRANSCRIPT if split.transcript else "notes"} if kind in _SPOKEN else {}
    return _Understood(split.turns, header, (*parsed.notices, *split.notices), guessed)


def _method_note(
    header: Mapping[str, object], paragraphs: Sequence[Paragraph], parsed: Parsed
) -> _Understood:
    from transfo_analysis.sources import trials

    lines = turns.split(paragraphs, "method_note").turns
    rest, found, doubts = trials.in_note(header, lines)
    return _Understood(found, rest, (*parsed.notices, *doubts))


def _timed(parsed: Parsed, kind: str, known: Collection[str]) -> _Understood:
    guessed = {"prise": _TRANSCRIPT} if kind in _SPOKEN else {}
    if parsed.turns:
        return _Understood(parsed.turns, {}, parsed.notices, guessed)
    from transfo_analysis.sources import subtitles

    cues = list(parsed.paragraphs)
    if cues and not any(cue.label for cue in cues):
        # some tools write « Nadia : » in the words themselves
        split = turns.split(cues, kind, known=known)
        if split.transcript:
            return _Understood(split.turns, {}, (*parsed.notices, *split.notices), guessed)
    return _Understood(subtitles.grouped(cues), {}, parsed.notices, guessed)
