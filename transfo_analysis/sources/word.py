"""Word processors: .docx, .odt, .rtf, each as paragraphs in reading order."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

from transfo_analysis.sources.labels import Paragraph, seconds
from transfo_analysis.sources.text import decode, plain_paragraphs

__all__ = ["PARAGRAPHS", "docx_paragraphs", "docx_tables", "odt_paragraphs", "rtf_paragraphs"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# deleted, moved away, or a second copy of what is drawn; field codes are no words
_DOCX_LEFT_OUT = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_MC}Fallback",
    f"{_W}instrText",
    f"{_W}rPr",
    f"{_W}pPr",
}
_DOCX_TEXT = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LABEL_WORDS = 5
_TIMECODE = re.compile(r"[\[(]?\d{1,2}(?::\d{2}){1,2}[\])]?")


def docx_paragraphs(data: bytes) -> list[Paragraph]:
    """Read a Word file: paragraphs and tables in reading order, inserted words included."""
    import docx

    document = docx.Document(io.BytesIO(data))
    headings = _heading_styles(document)
    return list(_docx_blocks(document.element.body, headings, itertools.count(1)))


def table_paragraphs(rows: list[list[str]], place: str) -> list[Paragraph]:
    """Return the rows of a table: labelled where its first column is who speaks.

    Such a column holds short labels that come back; it may have a timecode beside it.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    labels = [_row_label(row) for row in filled]
    if all(label is not None for label in labels) and len(set(labels)) < len(labels):
        return [
            Paragraph(row[-1], place, start=_row_time(row), label=str(label), table=True)
            for row, label in zip(filled, labels, strict=True)
        ]
    return [Paragraph(" ".join(cell for cell in row if cell), place, table=True) for row in filled]


def _row_label(row: list[str]) -> str | None:
    """Return who a row of two cells (three with a timecode) says that it is, or None."""
    before = [cell for cell in row[:-1] if not _TIMECODE.fullmatch(cell)]
    if len(before) == 1 and len(row) <= 3 and 0 < len(before[0].split()) <= _LABEL_WORDS:
        return before[0]
    return None


def _row_time(row: list[str]) -> float | None:
    times = [cell.strip("[]()") for cell in row[:-1] if _TIMECODE.fullmatch(cell)]
    return seconds(times[0]) if times else None


def _heading_styles(document: Any) -> set[str]:
    return {
        style.style_id
        for style in document.styles
        if style.name and style.name.lower().startswith(("heading", "title", "titre", "subtitle"))
    }


def _docx_blocks(element: Any, headings: set[str], ranks: Iterator[int]) -> Iterator[Paragraph]:
    for child in element:
        if child.tag == f"{_W}p":
            place = f"paragraphe {next(ranks)}"
            for piece in _docx_text(child).split("\n"):
                if piece.strip():
                    yield Paragraph(piece.strip(), place, heading=child.style in headings)
        elif child.tag == f"{_W}tbl":
            yield from table_paragraphs(docx_table(child), f"paragraphe {next(ranks)}")
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            # a frame that a form or a tracked insertion puts around paragraphs
            yield from _docx_blocks(child, headings, ranks)


def _docx_text(element: Any) -> str:
    pieces: list[str] = []
    for child in element:
        if child.tag in _DOCX_LEFT_OUT:
            continue
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _DOCX_TEXT:
            pieces.append(_DOCX_TEXT[child.tag])
        elif child.tag == f"{_W}p":  # in a text box
            pieces.append("\n" + _docx_text(child) + "\n")
        elif isinstance(child.tag, str):
            pieces.append(_docx_text(child))
    return "".join(pieces)


def docx_table(table: Any) -> list[list[str]]:
    """Return a table's rows as texts; a merged cell counts once."""
    rows = []
    for row in table.iter(f"{_W}tr"):
        cells = []
        for cell in _cells(row):
            if not _merged_below(cell):
                texts = [_docx_text(p).strip() for p in cell.iter(f"{_W}p")]
                cells.append("\n".join(text for text in texts if text))
        rows.append(cells)
    return [row for row in rows if row]


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)


def _merged_below(cell: Any) -> bool:
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val") != "restart"


def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Return every table of a Word file, as rows of texts."""
    import docx

    body = docx.Document(io.BytesIO(data)).element.body
    return [docx_table(table) for table in body.iter(f"{_W}tbl")]


_ODT_LEFT_OUT = {"annotation", "tracked-changes", "note", "deletion", "index-body"}


def odt_paragraphs(data: bytes) -> list[Paragraph]:
    """Read an OpenDocument text: paragraphs, lists and tables in reading order."""
    import odfdo

    body: Any = odfdo.Document(io.BytesIO(data)).body
    # odfdo's own text loses tabs and line breaks
    return list(_odt_blocks(body._xml_element, itertools.count(1)))  # noqa: SLF001


def _odt_blocks(element: Any, ranks: Iterator[int]) -> Iterator[Paragraph]:
    for child in element:
        name = _local(child)
        if name in ("p", "h"):
            place = f"paragraphe {next(ranks)}"
            for piece in _odt_text(child).split("\n"):
                if piece.strip():
                    yield Paragraph(piece.strip(), place, heading=name == "h")
        elif name == "table":
            rows = [
                ["\n".join(_odt_text(p) for p in cell.iter() if _local(p) in ("p", "h"))
                 for cell in row if _local(cell) == "table-cell"]
                for row in child.iter() if _local(row) == "table-row"
            ]  # fmt: skip
            yield from table_paragraphs(rows, f"paragraphe {next(ranks)}")
        elif name not in _ODT_LEFT_OUT:
            yield from _odt_blocks(child, ranks)


def _local(xml: Any) -> str:
    return str(xml.tag).rpartition("}")[2]


def _odt_text(xml: Any) -> str:
    pieces = [xml.text or ""]
    for child in xml:
        name = _local(child)
        if name in ("s", "tab"):
            pieces.append(" ")
        elif name == "line-break":
            pieces.append("\n")
        elif name not in _ODT_LEFT_OUT and name not in ("p", "h"):
            pieces.append(_odt_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def rtf_paragraphs(data: bytes) -> list[Paragraph]:
    """Read an RTF file: its lines; a table's row gives one line a cell."""
    from striprtf.striprtf import rtf_to_text

    # the library writes a link's address after its words, and looks for it at great cost;
    # a space, which means nothing there, keeps it from doing so
    source = data.decode("latin-1").replace("\\fldinst{", "\\fldinst {")
    source = source.replace("HYPERLINK", "")
    convert: Any = rtf_to_text  # the library has no types
    text = convert(source, encoding="cp1252", errors="replace")
    text, _ = decode(text.encode("utf-8", "replace"))
    found: list[Paragraph] = []
    rows: list[list[str]] = []
    for paragraph in [*plain_paragraphs(text), Paragraph("")]:
        if paragraph.text.endswith("|"):
            rows.append([cell.strip() for cell in paragraph.text.split("|")[:-1]])
            continue
        place = paragraph.place.replace("ligne", "paragraphe")
        found += table_paragraphs(rows, place)
        rows = []
        found += [Paragraph(paragraph.text, place)] if paragraph.text else []
    return found


PARAGRAPHS = {"docx": docx_paragraphs, "odt": odt_paragraphs, "rtf": rtf_paragraphs}
