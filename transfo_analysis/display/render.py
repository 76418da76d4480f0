"""From a drawn chart to its files: the same bytes on every run, and nothing about who ran."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files
from transfo_analysis.display.drawn import Drawn
from transfo_analysis.display.page import MARK, Chart
from transfo_analysis.display.press import Press
from transfo_analysis.display.strokes import Drawing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "csv_text", "write"]

FORMATS = ("png", "svg", "pdf")


def write(
    chart: Chart,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    mark: str = MARK,
    drawn: Drawn | None = None,
    press: Press | None = None,
) -> list[Path]:
    """Write a chart, its data and its alternative text; return the files, sorted.

    A chart of several sheets has `name.png`, `name-2.png`, …; one CSV, one text. Each row
    of the CSV carries `mark`. A sheet that stands there as it would be drawn (see `drawn`)
    is left as it is. Those that a `press` was given are there once it has closed.

    Raises
    ------
    WriteError
        If a file cannot be written.
    ValueError
        If a format is none of `FORMATS`.
    """
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise ValueError(f"formats inconnus : {unknown} ; choisir parmi {FORMATS}")
    written: list[Path] = []
    for number, sheet in enumerate(chart.sheets, start=1):
        stem = chart.name if number == 1 else f"{chart.name}-{number}"
        paths = {form: folder / f"{stem}.{form}" for form in formats}
        if drawn is None or not drawn.still(chart, sheet, paths.values()):
            drawing = Drawing(
                sheet.paper, tuple(sheet.strokes), chart.title, chart.alt, tuple(formats)
            )
            (press or Press(1)).draw(drawing, paths)
        written += paths.values()
    for ending, text in ((".csv", csv_text(chart.data, mark)), (".alt.txt", chart.alt)):
        path = folder / f"{chart.name}{ending}"
        files.write_text(path, text)
        written.append(path)
    return sorted(written)


def csv_text(data: pd.DataFrame, mark: str = MARK) -> str:
    """Return a table as CSV that a spreadsheet opens without computing anything.

    Each row carries a mark, unless it is ""; a text that a spreadsheet would take
    for a formula gets an apostrophe before it.
    """
    safe = data.copy()
    for name in safe.columns:
        if safe[name].dtype == object:
            safe[name] = safe[name].map(_unarmed)
    if mark:
        safe["mention"] = mark
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _unarmed(value: object) -> object:
    if not isinstance(value, str):
        return value
    # a lone carriage return would end the row for whoever reads it back
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.lstrip()[:1] in ("=", "+", "-", "@") else text
