"""Bytes to what they hold: the guard, then the parser of the format, and nothing else.

What comes out depends on the bytes, the format and the kind of document alone: not on who
takes part, on `sources.csv` nor on any setting. It can therefore be kept (see `kept.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources import guard
from transfo_analysis.sources.document import Reference, Turn
from transfo_analysis.sources.labels import Paragraph
from transfo_analysis.sources.spreadsheet import Sheet

__all__ = ["REFERENCES", "TABLES", "TEXTS", "TIMED", "Parsed", "parse"]

TEXTS = ("txt", "md", "docx", "odt", "rtf", "pdf")
TIMED = ("srt", "vtt", "textgrid")
TABLES = ("xlsx", "csv")
REFERENCES = ("bib", "ris", "json")
# kinds of document that only a table can hold
_TYPED = {"wall_table": "Un tableau commun", "debate": "Un débat mouvant"}


@dataclass(frozen=True)
class Parsed:
    """What a file's bytes hold, before anything else is known of it.

    Parameters
    ----------
    paragraphs : of a text or of subtitles, in reading order
    turns : of a format that names speakers by itself (TextGrid)
    sheets : of a spreadsheet
    filled : the cells of a fiche à la volée; None if it is none
    references : of a .bib, .ris or CSL-JSON file, without its path
    header : the front matter, as written
    notices : what was parsed with a doubt
    """

    paragraphs: tuple[Paragraph, ...] = ()
    turns: tuple[Turn, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    filled: dict[str, str] | None = None
    references: tuple[Reference, ...] = ()
    header: Mapping[str, str | tuple[str, ...] | dict[str, str]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def parse(data: bytes, extension: str, kind: str) -> Parsed:
    """Check and parse the bytes of one file.

    Parameters
    ----------
    extension : lower case, without dot
    kind : of the document, "" for references; a literature note's lines join

    Raises
    ------
    SourceError
        If the bytes are not what the extension says; parsers may raise anything else.
    """
    guard.check(data, extension)
    if extension in REFERENCES:
        from transfo_analysis.sources import references

        found, doubts = references.read_references(data, extension)
        return Parsed(references=tuple(found), notices=tuple(doubts))
    if extension in TABLES:
        from transfo_analysis.sources import spreadsheet

        return Parsed(sheets=tuple(spreadsheet.sheets(data, extension)))
    if kind in _TYPED:
        raise SourceError(
            f"{_TYPED[kind]} se lit en .xlsx ou en .csv, pas en .{extension}.",
            cure="Enregistrez-le en .xlsx, ou placez ce fichier dans un autre dossier.",
        )
    return _text(data, extension, kind)


def _text(data: bytes, extension: str, kind: str) -> Parsed:
    if extension in ("docx", "odt", "rtf"):
        from transfo_analysis.sources import fiche, word

        if extension == "docx":
            filled = fiche.filled_from_tables(word.docx_tables(data))
            if filled is not None:
                return Parsed(filled=filled)
        return Parsed(tuple(word.PARAGRAPHS[extension](data)))
    if extension == "pdf":
        from transfo_analysis.sources import pdf

        paragraphs, notices = pdf.pdf_paragraphs(data)
        return Parsed(tuple(paragraphs), notices=notices)
    from transfo_analysis.sources import text

    written, notices = text.decode(data)
    if extension == "textgrid":
        from transfo_analysis.sources import textgrid

        turns, more = textgrid.textgrid_turns(written)
        return Parsed(turns=tuple(turns), notices=(*notices, *more))
    if extension in TIMED:
        from transfo_analysis.sources import subtitles

        return Parsed(tuple(subtitles.CUES[extension](written)), notices=notices)
    header, rest, line, more = text.front_matter(written)
    paragraphs = text.paragraphs(rest, extension, kind, line)
    told = cast("Mapping[str, str | tuple[str, ...] | dict[str, str]]", header)
    return Parsed(tuple(paragraphs), header=told, notices=(*notices, *more))
