"""A drawing as the bytes of its files; as a program, it draws what another process hands it.

The program reads drawings from its standard input, one a line, and writes the files of each to
its standard output, in the order of its formats, until the input ends: with whoever asked, it
is gone too.
"""

from __future__ import annotations

import io
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from PIL.Image import frombuffer

from transfo_analysis.display.drawing import figure
from transfo_analysis.display.png import packed
from transfo_analysis.display.sheet import plain
from transfo_analysis.display.strokes import Drawing
from transfo_analysis.display.style import house
from transfo_analysis.typography import french

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

__all__ = ["DOTS_PER_INCH", "inked"]

DOTS_PER_INCH = 300
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_ROOT = re.compile(r"<svg ([^>]*)>")


def inked(drawing: Drawing) -> dict[str, bytes]:
    """Return the files of a drawing: format → its bytes.

    The same drawing gives the same bytes, in whatever process.
    """
    sheet = figure(drawing.paper, drawing.strokes)
    made = {"svg": _svg, "pdf": _pdf}
    with house(), ThreadPoolExecutor(1) as another:
        # pixels are packed by another core while the rest is drawn
        packing = (
            another.submit(packed, _pixels(sheet), DOTS_PER_INCH)
            if "png" in drawing.formats
            else None
        )
        files = {form: made[form](sheet, drawing) for form in made if form in drawing.formats}
        return {"png": packing.result(), **files} if packing else files


def _pixels(figure: Figure) -> Image:
    # the other two formats leave the figure at their own 72 points per inch
    figure.dpi = DOTS_PER_INCH
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = canvas.get_width_height()
    return frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)


def _svg(figure: Figure, drawing: Drawing) -> bytes:
    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(stream, metadata=nothing)
    # letters are outlines, and matplotlib adds each text as a comment: said once, in <desc>
    picture = _COMMENT.sub("", stream.getvalue())
    words = (
        f"<title>{escape(french(plain(drawing.title)))}</title>\n<desc>{escape(drawing.alt)}</desc>"
    )
    picture = _ROOT.sub(
        lambda root: f'<svg {root[1]} role="img" xml:lang="fr">\n {words}', picture, count=1
    )
    return picture.encode("utf-8")


def _pdf(figure: Figure, _: Drawing) -> bytes:
    stream = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Producer", "CreationDate"))
    canvas: Any = FigureCanvasPdf(figure)
    canvas.print_pdf(stream, metadata=nothing)
    return stream.getvalue()


def _serve() -> None:
    """Draw what comes in, as long as something may come."""
    for line in sys.stdin.buffer:
        drawing = Drawing.read(line)
        made = inked(drawing)
        for form in drawing.formats:
            sys.stdout.buffer.write(b"%d\n" % len(made[form]) + made[form])
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
