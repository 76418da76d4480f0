"""From a drawn chart to its files: the same bytes on every run, and nothing about who ran."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from transfo_analysis import files
from transfo_analysis.display.drawn import Drawn
from transfo_analysis.display.page import MARK, Chart
from transfo_analysis.display.png import packed
from transfo_analysis.display.sheet import plain
from transfo_analysis.typography import french

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from PIL.Image import Image

__all__ = ["FORMATS", "csv_text", "write"]

FORMATS = ("png", "svg", "pdf")
DOTS_PER_INCH = 300
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_ROOT = re.compile(r"<svg ([^>]*)>")


def write(
    chart: Chart,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    mark: str = MARK,
    drawn: Drawn | None = None,
) -> list[Path]:
    """Write a chart, its data and its alternative text; return the files, sorted.

    A chart of several sheets has `name.png`, `name-2.png`, …; one CSV, one text. Each row
    of the CSV carries `mark`. A sheet that stands there as it would be drawn (see `drawn`)
    is left as it is.

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
            for form, data in _rendered(sheet.figure, chart, formats).items():
                files.write_bytes(paths[form], data)
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


def _rendered(figure: Figure, chart: Chart, formats: Sequence[str]) -> dict[str, bytes]:
    with ThreadPoolExecutor(1) as another:
        # pixels are packed by another core while the rest is drawn
        packing = (
            another.submit(packed, _pixels(figure), DOTS_PER_INCH) if "png" in formats else None
        )
        made = {"svg": _svg, "pdf": _pdf}
        rendered = {form: make(figure, chart) for form, make in made.items() if form in formats}
        return {"png": packing.result(), **rendered} if packing else rendered


def _pixels(figure: Figure) -> Image:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL.Image import frombuffer

    # the other two formats leave the figure at their own 72 points per inch
    figure.dpi = DOTS_PER_INCH
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = canvas.get_width_height()
    return frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)


def _svg(figure: Figure, chart: Chart) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(stream, metadata=nothing)
    # letters are outlines, and matplotlib adds each text as a comment: said once, in <desc>
    drawing = _COMMENT.sub("", stream.getvalue())
    words = f"<title>{escape(french(plain(chart.title)))}</title>\n<desc>{escape(chart.alt)}</desc>"
    drawing = _ROOT.sub(
        lambda root: f'<svg {root[1]} role="img" xml:lang="fr">\n {words}', drawing, count=1
    )
    return drawing.encode("utf-8")


def _pdf(figure: Figure, _: Chart) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    stream = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Producer", "CreationDate"))
    canvas: Any = FigureCanvasPdf(figure)
    canvas.print_pdf(stream, metadata=nothing)
    return stream.getvalue()
