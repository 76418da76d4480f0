"""One line of letters on a sheet, drawn where it was put, in every format.

Matplotlib's own text measures itself and its font again each time it is drawn, to align
itself; a sheet knows already where its lines begin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

__all__ = ["Line"]


class Line(Text):
    """A text on one line, that begins at its position and stands on it as its baseline."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the letters, and measure nothing."""
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(
            context, x, y, self.get_text(), self.get_fontproperties(), self.get_rotation()
        )
        context.restore()
