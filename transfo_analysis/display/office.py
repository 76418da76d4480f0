"""A release for colleagues: a workbook and a Word document, from cleared strings alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.bands import NOT_TOLD
from transfo_analysis.display.spreadsheets import Page, timeless, workbook
from transfo_analysis.display.wall_charts import HEARD, mark
from transfo_analysis.guard.release import NOT_SHOWN, Grid, Panel, Quote, Release
from transfo_analysis.typography import french, printed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["release_document", "release_workbook"]

READ = (
    "Un tiret : rien n’est montré ici, ce qui ne veut pas dire que rien n’a été dit. "
    "« Montré » : les paroles choisies sont sous le tableau."
)
CHANGED = "Ce que le terrain a changé depuis la dernière session"
# what a spreadsheet program refuses in the name of a sheet
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


def release_workbook(release: Release) -> bytes:
    """Return a release as a workbook: tables, quotes, findings, who was heard.

    Filters are on, every text stays a text, and nothing tells when or by whom.
    """
    pages = [
        _page(_sheet_name(grid, rank, len(release.grids)), _table(grid))
        for rank, grid in enumerate(release.grids, start=1)
    ]
    pages.append(_page("Citations", _quotes(release)))
    pages.append(_page("Constats", _findings(release)))
    if release.heard:
        shares = [(by, who, count) for by, shares in release.heard.by for who, count in shares]
        rows = [("Ensemble", "", release.heard.people), *shares]
        rows += [(sentence, "", "") for sentence in release.heard.absent]
        pages.append(_page("Entendus", _frame(rows, "par", "groupe", "personnes")))
    for rank, panel in enumerate(release.panels, start=1):
        said: Sequence[tuple[str, ...]] = [(one,) for one in panel.sentences]
        heads = panel.columns if panel.rows else (panel.title,)
        table = _frame(panel.rows or said, *heads)
        pages.append(_page(_named(f"{rank} {panel.title}"), table))
    head = [one for one in (mark(release).capitalize(), release.title, release.note) if one]
    return workbook(pages, french(". ".join(one.rstrip(".") for one in head) + "."), mark(release))


def _sheet_name(grid: Grid, rank: int, of: int) -> str:
    if of == 1:
        return "Tableau"
    return _named(f"{rank}. {grid.case_label}")


def _named(words: str) -> str:
    return " ".join(words.translate(_REFUSED).split())[:_LONGEST_NAME]


def _page(name: str, table: pd.DataFrame) -> Page:
    heads = {column: french(column[:1].upper() + column[1:]) for column in table.columns}
    return Page(name, table, heads)


def _frame(rows: Sequence[tuple[str, ...]], *names: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(names), dtype=object)


def _table(grid: Grid) -> pd.DataFrame:
    # two columns may bear one label: a table needs two names, and no identifier is shown
    names = [grid.row_title]
    for column in grid.columns:
        label = f"{column.label} ({column.count})" if column.count else column.label
        ranked = (label if rank == 1 else f"{label} – {rank}" for rank in count(1))
        names.append(next(name for name in ranked if name not in names))
    rows = [
        (
            f"{row.label} ({row.count})" if row.count else row.label,
            *(
                cell.count or cell.label
                for column in grid.columns
                for cell in (grid.cells[row.code, column.code],)
            ),
        )
        for row in grid.rows
    ]
    return _frame(rows, *names)


def _quotes(release: Release) -> pd.DataFrame:
    rows = [
        (grid.case_label, row.label, column.label, printed(quote.printed), quote.speaker)
        for grid in release.grids
        for row in grid.rows
        for column in grid.columns
        for quote in grid.quotes.get((row.code, column.code), ())
    ]
    return _frame(rows, "tableau", "ligne", "colonne", "citation", "qui")


def _findings(release: Release) -> pd.DataFrame:
    rows = [
        (
            one.kind_label,
            printed(one.statement),
            one.where,
            _lines(one.quotes_for),
            _lines(one.quotes_against),
        )
        for one in release.findings
    ]
    return _frame(rows, "colonne", "constat", "case", "ce qui l’appuie", "ce qui va autrement")


def _lines(quotes: tuple[Quote, ...]) -> str:
    return "\n".join(printed(_said(quote)) for quote in quotes)


def _said(quote: Quote) -> str:
    return f"{quote.printed} — {quote.speaker}" if quote.speaker else quote.printed


def release_document(release: Release) -> bytes:
    """Return a release as a Word document: headings to navigate by, tables, quotes."""
    import docx
    from docx.shared import Pt

    document: Any = docx.Document()
    _in_french(document)
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(_plain(release.title), level=0)
    if release.draft or release.fictional:
        document.add_paragraph(_plain(mark(release).capitalize() + ".")).runs[0].bold = True
    for kind, label in dict.fromkeys((one.kind, one.kind_label) for one in release.findings):
        document.add_heading(_plain(label), level=1)
        for one in release.findings:
            if one.kind != kind:
                continue
            document.add_heading(_plain(printed(one.statement)), level=2)
            if one.where:
                document.add_paragraph(_plain(one.where)).runs[0].italic = True
            _say(document, one.quotes_for)
            if one.quotes_against:
                document.add_paragraph("Ce qui va dans un autre sens").runs[0].italic = True
                _say(document, one.quotes_against)
    for grid in release.grids:
        _write_table(document, grid)
    if release.heard:
        document.add_heading(french(HEARD), level=1)
        document.add_paragraph(_plain(f"{release.heard.people} personnes entendues."))
        for title, shares in release.heard.by:
            document.add_heading(_plain(title), level=2)
            for label, count in shares:
                document.add_paragraph(_plain(f"{label} : {count}"), style="List Bullet")
        for sentence in (*release.heard.absent, NOT_TOLD):
            document.add_paragraph(_plain(sentence))
    if release.changed:
        document.add_heading(CHANGED, level=1)
        for sentence in release.changed.sentences:
            document.add_paragraph(_plain(sentence), style="List Bullet")
    for panel in release.panels:
        _write_panel(document, panel)
    for words in (release.note, *release.credits):
        if words:
            document.add_paragraph(_plain(words)).runs[0].font.size = Pt(8)
    stream = io.BytesIO()
    document.save(stream)
    return timeless(stream.getvalue(), french(release.title))


def _write_table(document: Any, grid: Grid) -> None:
    from docx.shared import Pt

    document.add_heading(_plain(grid.case_label), level=1)
    document.add_paragraph(_plain(READ))
    data = _table(grid).replace(NOT_SHOWN, "–")
    table = document.add_table(rows=1, cols=len(data.columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, data.columns, strict=True):
        cell.paragraphs[0].add_run(_plain(words)).bold = True
    _repeat(table.rows[0])
    for line in data.itertuples(index=False):
        cells = table.add_row().cells
        for rank, words in enumerate(line):
            run = cells[rank].paragraphs[0].add_run(_plain(words))
            run.bold = rank == 0
    for row in table.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
    for row in grid.rows:
        for column in grid.columns:
            if quotes := grid.quotes.get((row.code, column.code), ()):
                document.add_heading(_plain(f"{row.label} × {column.label}"), level=2)
                _say(document, quotes)


def _write_panel(document: Any, panel: Panel) -> None:
    document.add_heading(_plain(panel.title), level=1)
    for sentence in panel.sentences:
        document.add_paragraph(_plain(sentence), style="List Bullet")
    if panel.rows:
        table = document.add_table(rows=1, cols=len(panel.columns), style="Table Grid")
        for cell, words in zip(table.rows[0].cells, panel.columns, strict=True):
            cell.paragraphs[0].add_run(_plain(words)).bold = True
        _repeat(table.rows[0])
        for row in panel.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(_plain(words))
    if panel.note:
        document.add_paragraph(_plain(panel.note)).runs[0].italic = True


def _say(document: Any, quotes: tuple[Quote, ...]) -> None:
    for quote in quotes:
        document.add_paragraph(_plain(printed(_said(quote))), style="List Bullet")


def _plain(words: str) -> str:
    """Return words as a Word document can hold them: XML has no control characters."""
    return "".join(c if c >= " " or c in "\n\t" else "\ufffd" for c in french(words))


def _in_french(document: Any) -> None:
    """Set the language that the document is proofread and read aloud in."""
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = 1  # a table of many columns wants the width


def _repeat(row: Any) -> None:
    """Repeat a row of headings at the top of each page that the table goes on to."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 — python-docx has no word for it
