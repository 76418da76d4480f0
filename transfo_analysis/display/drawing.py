"""Strokes as matplotlib draws them: no axes, no ticks, no layout of its own.

A line of letters is drawn where it was put. Matplotlib's own text measures itself and its
font again each time it is drawn, to align itself; a sheet knows where its lines begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib import lines, patches
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from transfo_analysis.display.strokes import Circle, Letters, Line, Pen, Polygon, Rect, Stroke
from transfo_analysis.display.style import Paper, font, house

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase

__all__ = ["figure"]

_INCH = 25.4


def figure(paper: Paper, strokes: Sequence[Stroke]) -> Figure:
    """Return a figure of the size of a paper; later strokes cover earlier ones."""
    # as drawn elsewhere too: not with a person's own settings of matplotlib
    with house():
        made = Figure(
            figsize=(paper.width / _INCH, paper.height / _INCH), dpi=300, facecolor="white"
        )
        flip = Affine2D().scale(1 / _INCH, -1 / _INCH).translate(0, paper.height / _INCH)
        place = flip + made.dpi_scale_trans
        for rank, stroke in enumerate(strokes, start=1):
            artist = _artist(stroke)
            artist.set_zorder(rank)
            artist.set_transform(place)
            made.add_artist(artist)
        return made


def _artist(stroke: Stroke) -> Artist:
    match stroke:
        case Rect(x, y, width, height, pen, hatch):
            return patches.Rectangle((x, y), width, height, hatch=hatch or None, **_pen(pen))
        case Circle(x, y, radius, pen):
            return patches.Circle((x, y), radius, **_pen(pen))
        case Polygon(points, pen):
            return patches.Polygon(list(points), closed=True, **_pen(pen))
        case Line(x, y, to_x, to_y, colour, line, dashed):
            return lines.Line2D(
                [x, to_x], [y, to_y], color=colour, linewidth=line, linestyle=_style(dashed)
            )
        case Letters(x, y, words, size, face, colour, rotation):
            return _Letters(
                x, y, words, color=colour, fontproperties=font(face, size), rotation=rotation
            )


def _pen(pen: Pen) -> dict[str, Any]:
    return {
        "facecolor": pen.fill,
        "edgecolor": pen.edge,
        "linewidth": pen.line if pen.edge != "none" else 0,
        "linestyle": _style(pen.dashed),
    }


def _style(dashed: bool) -> Any:
    return (0, (2.2, 1.6)) if dashed else "solid"


class _Letters(Text):
    def draw(self, renderer: RendererBase) -> None:
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(
            context, x, y, self.get_text(), self.get_fontproperties(), self.get_rotation()
        )
        context.restore()
