"""One file into one document: the guard, the right parser, one place for its failures."""

from __future__ import annotations

import hashlib
import unicodedata
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from transfo_analysis.errors import Notice, SourceError, TransfoError
from transfo_analysis.sources import guard, metadata, turns
from transfo_analysis.sources.document import Document, Turn

__all__ = ["DOCUMENTS", "guarded", "kind_of", "read_document", "relative"]

T = TypeVar("T")

TEXTS = ("txt", "md", "docx", "odt", "rtf", "pdf")
SUBTITLES = ("srt", "vtt")
TABLES = ("xlsx", "csv")
DOCUMENTS = (*TEXTS, *SUBTITLES, "textgrid", *TABLES)
_FOLDERS = {
    "entretien": "interview",
    "observation": "observation",
    "veille": "literature_note",
    "tableau": "wall_table",
}
_FOLDERS_SHOWN = "entretiens/, observations/, veille/ ou tableaux/"


def relative(path: Path, raw: Path) -> str:
    """Return a path below data/raw as documents have it: POSIX, NFC."""
    try:
        inside = PurePosixPath(*path.relative_to(raw).parts)
    except ValueError:
        inside = PurePosixPath(path.name)
    # a name that the system cannot decode must still be printable
    shown = str(inside).encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", shown)


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
    path: Path, raw: Path, known: Collection[str] = (), overrides: Mapping[str, str] | None = None
) -> Document:
    """Read one file as the document that its folder and extension say it is.

    Parameters
    ----------
    known : pseudonyms of the participants
    overrides : what `sources.csv` says of this file

    Raises
    ------
    SourceError
        Whatever goes wrong, with the file named.
    """
    name = relative(path, raw)
    return guarded(name, lambda: _read(path, raw, name, known, overrides or {}))


def guarded(name: str, parse: Callable[[], T]) -> T:
    """Run a parser; whatever goes wrong in it is a `SourceError` that names the file."""
    try:
        with warnings.catch_warnings():
            # what a parser complains of is either an error here, or harmless
            warnings.simplefilter("ignore")
            return parse()
    except TransfoError as error:
        raise error.at(name) from error
    except ImportError:
        raise  # the installation's fault, not the file's
    except Exception as error:  # parsers raise whatever they like, RecursionError included
        extension = name.rpartition(".")[2].lower()
        raise SourceError(
            f"Le fichier ne se lit pas comme un .{extension} : "
            "il est abîmé, ou d’une forme inconnue.",
            path=name,
            cure="Ouvrez-le dans le programme qui l’a fait, et enregistrez-le de nouveau.",
        ) from error


def _read(
    path: Path, raw: Path, name: str, known: Collection[str], overrides: Mapping[str, str]
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
    guard.check(data, extension)
    folder = _from_folder(name)
    draft = Document(name, kind, hashlib.sha256(data).hexdigest(), extension, folder, ())
    if extension in TABLES or kind == "wall_table":
        draft = _table(draft, data, extension, folder)
    else:
        draft = _text(draft, data, known, overrides)
    header, doubts = metadata.normalised(draft.metadata)
    if not draft.turns:
        raise SourceError(
            "Le fichier ne contient aucune parole ni aucune note.",
            cure="Exportez-le de nouveau, ou retirez-le.",
        )
    notices = [replace(notice, path=name) for notice in (*draft.notices, *doubts)]
    return replace(
        draft, metadata=metadata.merged(folder, overrides, header), notices=tuple(notices)
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


def _table(draft: Document, data: bytes, extension: str, folder: dict[str, object]) -> Document:
    from transfo_analysis.sources import fiche, spreadsheet, wall

    if extension not in TABLES:
        raise SourceError(
            f"Un tableau commun se lit en .xlsx ou en .csv, pas en .{extension}.",
            cure="Enregistrez-le en .xlsx, ou placez ce fichier dans un autre dossier.",
        )
    sheets = spreadsheet.sheets(data, extension)
    filled = fiche.filled_from_sheets(sheets)
    if filled is not None:
        return _fiche(draft, filled)
    if draft.kind != "wall_table":
        raise SourceError(
            "Un tableur n’est lu ici que si c’est une fiche à la volée.",
            cure="Placez un tableau commun dans tableaux/, ou tapez le texte dans un .docx.",
        )
    found, notices = wall.wall_turns(sheets, str(folder.get("vague", "")))
    return replace(draft, metadata={}, turns=tuple(found), notices=notices)


def _fiche(draft: Document, filled: dict[str, str]) -> Document:
    from transfo_analysis.sources import fiche

    header, found = fiche.fiche_turns(filled)
    # a fiche is a talk's notes in whatever folder it was left
    return replace(draft, kind="interview", metadata=header, turns=tuple(found))


def _text(
    draft: Document, data: bytes, known: Collection[str], overrides: Mapping[str, str]
) -> Document:
    extension = draft.format
    header: dict[str, object] = {}
    notices: tuple[Notice, ...] = ()
    if extension == "docx":
        from transfo_analysis.sources import fiche, word

        filled = fiche.filled_from_docx(word.docx_tables(data))
        if filled is not None:
            return _fiche(draft, filled)
        paragraphs = word.docx_paragraphs(data)
    elif extension in ("odt", "rtf"):
        from transfo_analysis.sources import word

        paragraphs = word.odt_paragraphs(data) if extension == "odt" else word.rtf_paragraphs(data)
    elif extension == "pdf":
        from transfo_analysis.sources import pdf

        paragraphs, notices = pdf.pdf_paragraphs(data)
    else:
        from transfo_analysis.sources import text

        written, notices = text.decode(data)
        if extension == "textgrid":
            from transfo_analysis.sources import textgrid

            found, more = textgrid.textgrid_turns(written)
            return _recorded(draft, found, (*notices, *more))
        if extension in SUBTITLES:
            return _subtitles(draft, written, notices, known)
        header, rest, line, more = text.front_matter(written)
        notices = (*notices, *more)
        if extension == "md":
            paragraphs = text.markdown_paragraphs(rest, draft.kind, line)
        elif draft.kind == "literature_note":
            paragraphs = text.blocks(rest, line)
        else:
            paragraphs = text.plain_paragraphs(rest, line)
    return _split(draft, paragraphs, header, notices, known, overrides)


def _split(
    draft: Document,
    paragraphs: list[turns.Paragraph],
    header: dict[str, object],
    notices: tuple[Notice, ...],
    known: Collection[str],
    overrides: Mapping[str, str],
) -> Document:
    clean, _ = metadata.normalised(header)
    said: dict[str, Any] = metadata.merged({}, overrides, clean)
    people = set(known) | metadata.people_in(said)
    taken = metadata.bare(str(said.get("prise", "")))
    recorded = True if taken.startswith("enregistr") else False if taken == "notes" else None
    split = turns.split(paragraphs, draft.kind, known=people, recorded=recorded)
    if draft.kind in ("interview", "observation"):
        header = {**header, "prise_lue": "enregistré" if split.transcript else "notes"}
    return replace(draft, metadata=header, turns=split.turns, notices=(*notices, *split.notices))


def _recorded(draft: Document, found: list[Turn], notices: tuple[Notice, ...]) -> Document:
    header: dict[str, object] = {"prise_lue": "enregistré"}
    return replace(draft, metadata=header, turns=tuple(found), notices=notices)


def _subtitles(
    draft: Document, written: str, notices: tuple[Notice, ...], known: Collection[str]
) -> Document:
    from transfo_analysis.sources import subtitles

    reader = subtitles.srt_paragraphs if draft.format == "srt" else subtitles.vtt_paragraphs
    cues = reader(written)
    if not any(cue.label for cue in cues):
        # some tools write « Nadia : » in the words themselves
        split = turns.split(cues, draft.kind, known=known)
        if split.transcript:
            return _recorded(draft, list(split.turns), (*notices, *split.notices))
    return _recorded(draft, subtitles.grouped(cues), notices)
