"""Spreadsheets of a case, for work between colleagues: never a formula, never a date.

A workbook is a zip whose entries and properties carry times; both are fixed here, so that
the same matter gives the same bytes and nothing tells when or by whom.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis import files
from transfo_analysis.display.page import FICTIONAL, MARK, described
from transfo_analysis.display.render import csv_text
from transfo_analysis.tables import split_ids
from transfo_analysis.tables.kinds import posted_words
from transfo_analysis.typography import french

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["Page", "timeless", "workbook", "write_spreadsheets"]

# the earliest time that a zip can tell
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# what a spreadsheet takes for a formula when it is typed
_ARMED = ("=", "+", "-", "@")
_LONGEST = 32_767
_WIDE, _NARROW = 60, 9
_CORE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="http://schemas.'
    'openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/'
    'elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
)


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its name, its table, the French name of each column."""

    name: str
    table: pd.DataFrame
    heads: Mapping[str, str]


def write_spreadsheets(matter: Matter, folder: Path) -> list[Path]:
    """Write cross table and quotes, passages, findings; return the files, sorted.

    Raises
    ------
    WriteError
        If a file cannot be written, or is open in a spreadsheet program.
    """
    note = f"{MARK.capitalize()}. " + " ".join(described(matter))
    if matter.settings.fictional:
        note = f"{FICTIONAL.capitalize()}. {note}"
    cells, quotes = _cells(matter), _quotes(matter)
    books = {
        "tableau-croise": [cells, quotes],
        "passages": [_passages(matter)],
        "constats": [_findings(matter)],
    }
    written = []
    for name, pages in books.items():
        path = folder / f"{name}.xlsx"
        files.write_bytes(path, workbook(pages, french(note)))
        written.append(path)
    for name, page in (
        ("tableau-croise", cells),
        ("citations", quotes),
        ("passages", books["passages"][0]),
        ("constats", books["constats"][0]),
    ):
        path = folder / f"{name}.csv"
        files.write_text(path, csv_text(page.table.rename(columns=dict(page.heads))))
        written.append(path)
    return sorted(written)


def workbook(pages: list[Page], note: str, mark: str = MARK) -> bytes:
    """Return a workbook: a note, headings that stay in sight, filters, texts as texts.

    `mark` stands at the foot of each printed page and as the workbook's title. Every text is written as a text, so « =1+1 » or « - oui » stays as it was typed and
    nothing is ever computed.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for page in pages:
        _fill(book.create_sheet(page.name), page, note, mark)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue(), mark)


def _fill(sheet: Any, page: Page, note: str, mark: str) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    names = list(page.heads)
    for rank, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = _width(page, name)
    sheet.freeze_panes = "A3"
    # printed, all columns stand on one page
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    last = get_column_letter(len(names))
    sheet.auto_filter.ref = f"A2:{last}{len(page.table) + 2}"
    sheet.oddFooter.center.text = french(mark[:1].upper() + mark[1:])
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def written(value: object) -> Any:
        cell = WriteOnlyCell(sheet, value=None)
        if isinstance(value, str):
            cell.value = _clean(value)
            cell.data_type = "s"
            # a person who edits the cell does not turn it into a formula either
            cell.quotePrefix = value.lstrip().startswith(_ARMED)
            cell.alignment = wrapped
        else:
            cell.value = value  # type: ignore[assignment]
        return cell

    first = written(note)
    first.font, first.alignment = bold, Alignment(wrap_text=False)
    sheet.append([first])
    heads = [written(head) for head in page.heads.values()]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for row in page.table[names].itertuples(index=False):
        sheet.append([written(_native(value)) for value in row])


def _native(value: object) -> object:
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "oui" if value else "non"
    if isinstance(value, str | int):
        return value
    number = float(str(value))
    if number != number:  # noqa: PLR0124 (a missing number)
        return None
    return int(number) if number == int(number) else number


def _clean(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    kept = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def _width(page: Page, name: str) -> float:
    longest = max((len(str(v)) for v in page.table[name].head(200)), default=0)
    return min(_WIDE, max(_NARROW, longest + 2, len(page.heads[name]) + 4))


def timeless(data: bytes, title: str) -> bytes:
    """Return an office file as if nobody had made it at no time: only its title is kept."""
    from xml.sax.saxutils import escape

    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CORE.format(title=escape(_clean(title))).encode("utf-8")
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # the same on every system, whatever wrote it
            entry.create_system = 3
            target.writestr(entry, content, compresslevel=6)
    return stream.getvalue()


def _cells(matter: Matter) -> Page:
    table = matter.cross_table.cells.copy()
    for side in ("row", "column"):
        table[side] = table[side].map(matter.codebook.label)
    heads = {
        "row": "Ligne",
        "column": "Colonne",
        "people": "Personnes entendues",
        "documents": "Documents",
        "excerpts": "Extraits",
        "observed": "Personnes observées",
        "wall_rows": posted_words(matter.cross_table.wall["kind"])[1].capitalize(),
        "studies": "Études",
        "suggested_people": "Personnes, proposé",
        "suggested_passages": "Passages, proposé",
        "coding_ids": "Codages",
    }
    return Page("Tableau croisé", table[list(heads)], heads)


def _quotes(matter: Matter) -> Page:
    """Return every coding behind a cell, with its words, who says them and where."""
    import pandas as pd

    codings = {one["coding_id"]: one for one in matter.own_codings.to_dict("records")}
    people = matter.corpus.people
    quotable = dict(zip(people["person"], people["consent_quotation"], strict=True))
    heads = {
        "cell_row": "Ligne",
        "cell_column": "Colonne",
        "quote": "Citation",
        "speaker": "Qui parle",
        "person": "Personne",
        "quotable": "Citation autorisée",
        "document_id": "Document",
        "wave": "Vague",
        "time": "Temps",
        "register": "Registre",
        "question": "Question juste avant",
        "code": "Code",
        "coder": "Codé par",
        "coding_id": "Codage",
    }
    rows = []
    table = matter.cross_table.cells
    for row, column, coding_ids, study_ids in table[
        ["row", "column", "coding_ids", "study_ids"]
    ].itertuples(index=False):
        for one in (
            codings[i] for i in split_ids(f"{coding_ids} {study_ids}".strip()) if i in codings
        ):
            allowed = quotable.get(one["person"])
            rows.append(
                one
                | {
                    "cell_row": matter.codebook.label(row),
                    "cell_column": matter.codebook.label(column),
                    "code": matter.codebook.label(one["code"]),
                    "quotable": "" if allowed is None else "oui" if allowed else "non",
                    "time": _clock(one["start_time"]),
                }
            )
    return Page("Citations", pd.DataFrame(rows, columns=list(heads)), heads)


def _clock(seconds: float) -> str:
    if seconds != seconds:  # noqa: PLR0124 (a missing number)
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _passages(matter: Matter) -> Page:
    heads = {
        "passage_id": "Passage",
        "document_id": "Document",
        "wave": "Vague",
        "speaker": "Qui parle",
        "person": "Personne",
        "role": "Rôle",
        "register": "Registre",
        "text": "Texte",
        "question": "Question juste avant",
        "proposed": "Codes proposés (non validés)",
    }
    table = matter.passages.copy()
    own = matter.suggestions[matter.suggestions["answered"] == ""]
    labels = own["code"].map(matter.codebook.label)
    proposed = labels.groupby(own["passage_id"]).agg(lambda part: ", ".join(dict.fromkeys(part)))
    table["proposed"] = table["passage_id"].map(proposed).fillna("")
    roles = {
        "respondent": "enquêté·e",
        "interviewer": "enquêteur·rice",
        "observer": "observateur·rice",
        "observed": "observé·e",
        "author": "étude",
        "wall": "mur",
    }
    table["role"] = table["role"].map(lambda role: roles.get(role, ""))
    return Page("Passages", table[list(heads)], heads)


def _findings(matter: Matter) -> Page:
    heads = {
        "finding_id": "Constat",
        "column": "Colonne",
        "statement": "Énoncé",
        "people": "Personnes entendues",
        "documents": "Documents",
        "excerpts": "Extraits",
        "status": "État",
        "decided_by": "Décidé par",
        "coder": "Formulé par",
        "for_ids": "Éléments pour",
        "against_ids": "Éléments contre",
    }
    table = matter.findings[matter.findings["case"] == matter.case.id].copy()
    table["column"] = table["kind"].map(matter.case.column_label)
    return Page("Constats", table[list(heads)], heads)
