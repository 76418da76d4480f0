"""What may stand on a sheet, as plain values: places in millimetres, letters and lines in points.

Two sheets of the same strokes are the same drawing; `drawn` relies on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from transfo_analysis.display.style import Face, Paper

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Circle", "Drawing", "Letters", "Line", "Pen", "Polygon", "Rect", "Stroke"]


@dataclass(frozen=True)
class Pen:
    """How a shape is filled and edged; "none" for neither."""

    fill: str
    edge: str
    line: float
    dashed: bool = False


@dataclass(frozen=True)
class Rect:
    """A rectangle from its upper left corner; `hatch` as matplotlib writes them, or ""."""

    x: float
    y: float
    width: float
    height: float
    pen: Pen
    hatch: str = ""


@dataclass(frozen=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    pen: Pen


@dataclass(frozen=True)
class Polygon:
    """A closed shape through points."""

    points: tuple[tuple[float, float], ...]
    pen: Pen


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    line: float
    dashed: bool = False


@dataclass(frozen=True)
class Letters:
    """A text on one line, that begins at (x, y) and stands on it as its baseline."""

    x: float
    y: float
    words: str
    size: float
    face: Face
    colour: str
    rotation: float = 0


Stroke: TypeAlias = Rect | Circle | Polygon | Line | Letters


@dataclass(frozen=True)
class Drawing:
    """Strokes on a sheet of paper, its words for who cannot see it, the formats it is wanted in."""

    paper: Paper
    strokes: tuple[Stroke, ...]
    title: str
    alt: str
    formats: tuple[str, ...]

    def line(self) -> bytes:
        """Return it as a line of JSON, for another process."""
        return _adapter().dump_json(self) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Drawing:
        """Return the drawing that a line tells."""
        return _adapter().validate_json(line)


@cache
def _adapter() -> TypeAdapter[Drawing]:
    from pydantic import TypeAdapter

    return TypeAdapter(Drawing)
