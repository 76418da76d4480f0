"""Small real files of every format, made in memory: nothing of them comes from elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from transfo_analysis.sources import Material, read_material

LINES = ["Maud (ENQ) : Et le bus ?", "Nadia : Jamais, c’est trop long."]


def docx_bytes(lines: list[str], rows: list[list[str]] | None = None) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt_bytes(lines: list[str]) -> bytes:
    import odfdo

    document = odfdo.Document("text")
    document.body.clear()
    for line in lines:
        document.body.append(odfdo.Paragraph(line))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rtf_bytes(lines: list[str]) -> bytes:
    def escaped(line: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line)

    body = "\\par\n".join(escaped(line) for line in lines)
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + body + "\\par}"
    ).encode()


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A PDF with real text, one line below the other; no page text makes a blank page."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for lines in pages:
        shown = b" T* ".join(
            b"(" + line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") + b") Tj"
            for line in lines
        )
        content = b"BT /F 11 Tf 14 TL 50 780 Td " + shown + b" ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F"
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def xlsx_bytes(sheets: Mapping[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class Make:
    """The builders above, so that tests need no import of each other."""

    docx = staticmethod(docx_bytes)
    odt = staticmethod(odt_bytes)
    rtf = staticmethod(rtf_bytes)
    pdf = staticmethod(pdf_bytes)
    xlsx = staticmethod(xlsx_bytes)

    @staticmethod
    def transcript(extension: str, lines: list[str]) -> bytes:
        """The same transcript in a format of word processors."""
        return {
            "txt": lambda: "\n".join(lines).encode(),
            "md": lambda: "\n".join(lines).encode(),
            "docx": lambda: docx_bytes(lines),
            "odt": lambda: odt_bytes(lines),
            "rtf": lambda: rtf_bytes(lines),
            "pdf": lambda: pdf_bytes([lines]),
        }[extension]()


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make


@pytest.fixture
def material(tmp_path: Path) -> Callable[..., Material]:
    """Read files given as {path below data/raw: bytes or text}."""

    def read(files: Mapping[str, bytes | str]) -> Material:
        raw = tmp_path / "raw"
        for name, content in files.items():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_material(raw)

    return read
