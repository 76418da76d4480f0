"""The « fiche à la volée »: one page to print or fill after a talk, and reading it back.

The blank ones have the same bytes wherever they are made: no clock, no user name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from transfo_analysis import files
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.spreadsheet import Sheet
from transfo_analysis.typography import french

__all__ = ["TITLE", "fiche_turns", "filled_from_sheets", "filled_from_tables", "write_blank"]

TITLE = "Fiche à la volée"
NAME = "fiche-a-la-volee"
# key, label, what to write, lines of height on paper
_FIELDS = (
    ("enqueteur", "Qui note", "votre pseudonyme", 1),
    ("enquete", "Avec qui", "le pseudonyme de la personne", 1),
    ("lieu", "Où", "", 1),
    ("date", "Quand", "jour/mois/année", 1),
    ("motif", "Motif du trajet", "professionnel, domicile-travail ou personnel", 1),
    ("q", "Questions posées", "une par ligne", 4),
    ("mot", "Mots exacts", "une phrase par ligne, telle que dite", 7),
    ("raconte", "Raconté", "ce que la personne a dit, avec vos mots", 7),
    ("vu", "Vu", "ce que vous avez observé", 4),
    ("remarque", "Ma remarque", "ce que vous en pensez ; jamais une preuve", 4),
    ("consentement", "Consentement", "analyse : oui/non, citation : oui/non, affichage : oui/non", 2),
)  # fmt: skip
_KEYS = {bare(label): key for key, label, _, _ in _FIELDS}
_METADATA = ("enqueteur", "enquete", "lieu", "date", "motif", "consentement")
_TURNS = {"q": "q", "mot": "", "raconte": "", "vu": "vu", "remarque": "remarque"}
_QUOTES = '«»“”" \u00a0\u202f'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip can hold


def write_blank(folder: Path) -> tuple[Path, Path]:
    """Write the blank fiche, `.docx` and `.xlsx`, in a folder; return both paths.

    Raises
    ------
    WriteError
        If the folder cannot be written to.
    """
    word, sheet = folder / f"{NAME}.docx", folder / f"{NAME}.xlsx"
    files.write_bytes(word, _same_bytes(_blank_docx()))
    files.write_bytes(sheet, _same_bytes(_blank_xlsx()))
    return word, sheet


def _hint(text: str) -> str:
    return french(f" ({text})") if text else ""


def _blank_docx() -> bytes:
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.add_heading(TITLE, level=1).paragraph_format.space_before = Pt(0)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for _, label, hint, height in _FIELDS:
        row = table.add_row()
        row.height = Cm(0.45 + 0.57 * height)  # all of it on one page
        row.cells[0].width, row.cells[1].width = Cm(5), Cm(12.4)
        paragraph = row.cells[0].paragraphs[0]
        paragraph.add_run(label).bold = True
        if hint:
            run = paragraph.add_run(_hint(hint))
            run.italic, run.font.size = True, Pt(8)
    for column, width in zip(table.columns, (Cm(5), Cm(12.4)), strict=True):
        column.width = width  # some word processors read these, not the cells'
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = TITLE
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blank_xlsx() -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE
    thin = Side(style="thin", color="808080")
    sheet["A1"] = TITLE
    sheet["A1"].font = Font(bold=True, size=14)
    for row, (_, label, hint, height) in enumerate(_FIELDS, 2):
        first, second = sheet.cell(row, 1, label + _hint(hint)), sheet.cell(row, 2)
        first.font = Font(bold=True)
        for cell in (first, second):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        second.number_format = "@"  # a date stays as typed, « =… » stays words
        sheet.row_dimensions[row].height = 18 + 19 * height
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 66
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = 9, 1
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.properties.creator = ""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _same_bytes(archive: bytes) -> bytes:
    """Return the same archive without the hour at which it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = source.read(name)
            if name == "docProps/core.xml":
                stamp = rb"\g<1>2000-01-01T00:00:00Z\g<2>"
                data = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*(</dcterms:\w+>)", stamp, data)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3  # the same on every system
            target.writestr(entry, data)
    return out.getvalue()


def filled_from_tables(tables: list[list[list[str]]]) -> dict[str, str] | None:
    """Return the fields of a fiche in Word tables, None if there is none."""
    return _fields(row for table in tables for row in table)


def filled_from_sheets(sheets: list[Sheet]) -> dict[str, str] | None:
    """Return the fields of a fiche in a workbook, None if there is none."""
    for sheet in sheets:
        titles = [bare(sheet.name), *(bare(row.cells[0]) for row in sheet.rows[:3])]
        if any(title.startswith(bare(TITLE)) for title in titles):
            return _fields(row.cells for row in sheet.rows)
    return None


def _fields(rows: Iterable[Any]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for row in rows:
        label = bare(re.split(r"[(:\n]", row[0])[0]) if row else ""
        key = _KEYS.get(label)
        if key and key not in found:
            found[key] = "\n".join(cell.strip() for cell in row[1:] if cell.strip())
    # fewer labels than that make any other table
    return found if len(found) >= len(_FIELDS) // 2 else None


def fiche_turns(fields: dict[str, str]) -> tuple[dict[str, object], list[Turn]]:
    """Return the header and the lines of notes of a filled fiche.

    The questions make one turn, so that every word of the answers has all of them for
    context: the fiche does not say which question each word answers.
    A fiche that is still blank has none.

    Examples
    --------
    >>> header, turns = fiche_turns({"enquete": "Nadia", "q": "Le bus ?", "mot": "Jamais."})
    >>> header["enquete"], [(turn.mark, turn.words) for turn in turns]
    ('Nadia', [('q', 'Le bus ?'), ('', '« Jamais. »')])
    """
    header: dict[str, object] = {key: fields[key] for key in _METADATA if fields.get(key)}
    for key in ("enquete", "enqueteur"):
        names = [part.strip() for part in re.split(r"[;,\n]| et ", str(header.get(key, "")))]
        if names := [name for name in names if name]:
            header[key] = names[0] if len(names) == 1 else tuple(names)
    header["prise"] = "notes"
    labels = {key: label for key, label, _, _ in _FIELDS}
    turns = []
    for key, mark in _TURNS.items():
        lines = [re.sub(r"^[-–—•*]\s+", "", li.strip()) for li in fields.get(key, "").split("\n")]
        lines = [" ".join(line.split()) for line in lines if line]
        if key == "q" and lines:
            lines = [" ".join(lines)]
        for line in lines:
            words = f"« {line.strip(_QUOTES)} »" if key == "mot" else line
            turns.append(Turn(words, "", mark, place=f"« {labels[key]} »"))
    return header, turns
