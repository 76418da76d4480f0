"""Word processors: .docx, .odt, .rtf, each as paragraphs in reading order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from transfo_analysis.sources.labels import Paragraph
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


def docx_paragraphs(data: bytes) -> list[Paragraph]:
    """Read a Word file: paragraphs and tables in reading order, inserted words included.

    A row of a table of two columns (three with a timecode) whose first is a short label
    gives a labelled paragraph, as transcripts laid out in a table have it.
    """
    import docx

    document = docx.Document(io.BytesIO(data))
    headings = _heading_styles(document)
    found: list[Paragraph] = []
    for number, lines in enumerate(_docx_blocks(document.element.body, headings), 1):
        for text, label, heading in lines:
            first = True
            for piece in text.split("\n"):
                if piece.strip() or label:
                    place = f"paragraphe {number}"
                    found.append(
                        Paragraph(
                            piece.strip(), place, label=label if first else "", heading=heading
                        )
                    )
                    first = False
    return found


def _heading_styles(document: Any) -> set[str]:
    return {
        style.style_id
        for style in document.styles
        if style.name and style.name.lower().startswith(("heading", "title", "titre", "subtitle"))
    }


def _docx_blocks(element: Any, headings: set[str]) -> Iterator[list[tuple[str, str, bool]]]:
    for child in element:
        if child.tag == f"{_W}p":
            style = child.style
            yield [(_docx_text(child), "", style in headings)]
        elif child.tag == f"{_W}tbl":
            rows = docx_table(child)
            labelled = _is_labelled(rows)
            for row in rows:
                if labelled and row[-1]:
                    yield [(row[-1], " ".join(cell for cell in row[:-1] if cell), False)]
                else:
                    yield [(cell, "", False) for cell in row if cell]
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            # a frame that a form or a tracked insertion puts around paragraphs
            yield from _docx_blocks(child, headings)


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


def _is_labelled(rows: list[list[str]]) -> bool:
    filled = [row for row in rows if len(row) in (2, 3) and row[-1]]
    return (
        len(filled) >= 2
        and len(filled) >= 0.8 * len(rows)
        and all(len(" ".join(row[:-1]).split()) <= _LABEL_WORDS for row in filled)
    )


_ODT_LEFT_OUT = {"annotation", "tracked-changes", "note", "deletion", "index-body"}


def odt_paragraphs(data: bytes) -> list[Paragraph]:
    """Read an OpenDocument text: paragraphs, lists and tables in reading order."""
    import odfdo

    body = odfdo.Document(io.BytesIO(data)).body
    found: list[Paragraph] = []
    for number, element in enumerate(body.xpath("//text:p|//text:h"), 1):
        xml: Any = getattr(element, "_xml_element")  # noqa: B009 - its own text loses breaks
        if any(_local(parent) in _ODT_LEFT_OUT for parent in xml.iterancestors()):
            continue
        heading = _local(xml) == "h"
        pieces = (piece.strip() for piece in _odt_text(xml).split("\n"))
        found += [Paragraph(p, f"paragraphe {number}", heading=heading) for p in pieces if p]
    return found


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

    # the library writes a link's address after its words; without this word it does not
    source = data.decode("latin-1").replace("HYPERLINK", "")
    convert: Any = rtf_to_text  # the library has no types
    text = convert(source, encoding="cp1252", errors="replace")
    text, _ = decode(text.encode("utf-8", "replace"))
    found: list[Paragraph] = []
    for paragraph in plain_paragraphs(text):
        cells = [cell.strip() for cell in paragraph.text.split("|") if cell.strip()]
        is_row = paragraph.text.endswith("|")
        place = paragraph.place.replace("ligne", "paragraphe")
        found += [Paragraph(piece, place) for piece in (cells if is_row else [paragraph.text])]
    return found


PARAGRAPHS = {"docx": docx_paragraphs, "odt": odt_paragraphs, "rtf": rtf_paragraphs}
