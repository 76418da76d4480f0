"""A sheet of paper to draw on, in millimetres from its upper left corner.

No axes, no ticks, no layout engine: everything stands where it was put, so a chart is
laid out once, quickly, and the same on every run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from math import cos, radians, sin
from typing import TYPE_CHECKING, Literal

from transfo_analysis.display.strokes import Circle, Letters, Line, Pen, Polygon, Rect, Stroke
from transfo_analysis.display.style import INK, SOFT, Face, Paper, font
from transfo_analysis.typography import french

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["LEADING", "Sheet", "fit", "plain", "width_of", "wrap"]

MM_PER_POINT = 25.4 / 72
# from one line to the next, in millimetres per point of letter size
LEADING = 1.28 * MM_PER_POINT
# how much of a line stands before its place
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
# a word is not cut to keep letters larger than this
_HYPHENATED = 6.0
_BREAKS = "/-_·’'.,;:)"
# a count stays with what it counts
_COUNT = re.compile(r"(?<=\d) (?=[^\W\d_])")
_VOWELS, _CONSONANTS = "aàâeéèêëiîïoôuùûüy", "bcçdfghjklmnpqrstvwxz"
# no-break spaces are no places to break: str.split would break there
_BLANKS = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text on one line, without the signs that no letter has."""
    kept = "".join(c for c in text if c.isprintable() or c.isspace())
    return _BLANKS.sub(" ", kept).strip(" ")


@cache
def _advance(before: str, letter: str, face: Face) -> float:
    """Return how far a letter takes a line after another, in hundredths of its size."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import Kerning, LoadFlags

    letters = get_font(str(font(face, 100).get_file()))
    letters.set_size(100, 72)
    glyph = letters.get_char_index(ord(letter))
    if not glyph:
        # these letters lack it: a box of others is drawn, which matplotlib chooses
        letters.set_text(letter, flags=LoadFlags.NO_HINTING)
        return float(letters.get_width_height()[0]) / 64
    wide = float(letters.load_glyph(glyph).linearHoriAdvance) / 0x10000
    if not before:
        return wide
    pair = letters.get_char_index(ord(before)), glyph
    return wide + letters.get_kerning(*pair, Kerning.UNFITTED) / 64


def width_of(text: str, size: float, face: Face = "plain") -> float:
    """Return the width of a text in millimetres, letters of `size` points."""
    line = plain(text)
    wide = sum(_advance(before, letter, face) for before, letter in pairwise(["", *line]))
    return wide * size / 100 * MM_PER_POINT


def wrap(text: str, width: float, size: float, face: Face = "plain") -> list[str]:
    """Cut a text into lines no wider than `width` millimetres.

    Lines end at spaces; a word that is too long by itself is cut after a slash, a hyphen
    or the like, else where it must.

    Examples
    --------
    >>> wrap("Véhicule de métier", 16, 8)
    ['Véhicule', 'de métier']
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size, face):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, face) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _pieces(text: str, width: float, size: float, face: Face) -> list[str]:
    pieces = []
    for word in _COUNT.sub("\u00a0", french(plain(text))).replace(" / ", "\u00a0/ ").split(" "):
        rest = word
        while width_of(rest, size, face) > width and len(rest) > 1:
            kept = max(1, int(len(rest) * width / width_of(rest, size, face)))
            while kept > 1 and width_of(rest[:kept], size, face) > width:
                kept -= 1
            kept, hyphen = _cut(rest, kept)
            pieces.append(rest[:kept] + hyphen)
            rest = rest[kept:]
        pieces.append(rest)
    return pieces


def _cut(word: str, most: int) -> tuple[int, str]:
    """Return where to cut a word, within `most` signs, and the hyphen to add, if any."""
    nice = max((word.rfind(sign, 1, most) for sign in _BREAKS), default=-1) + 1
    if nice > most // 2:
        return nice, ""
    # between a vowel and the consonant that begins the next syllable: dé-pla-ce-ment
    for at in range(min(most - 1, len(word) - 3), 2, -1):
        before, first, second = (c.lower() for c in word[at - 1 : at + 2])
        if before in _VOWELS and first in _CONSONANTS and (second in _VOWELS or second in "lr"):
            return at, "-"
    return most, ""


def fit(
    text: str,
    width: float,
    height: float,
    size: float,
    face: Face = "plain",
    smallest: float = 5.5,
) -> tuple[list[str], float]:
    """Return the lines of a text and the letter size at which they fit a box.

    The size shrinks by half points down to `smallest`; what still does not fit is cut,
    and says so by « … ».

    Examples
    --------
    >>> fit("Vélo", 30, 6, 9)
    (['Vélo'], 9)
    """
    while True:
        lines = wrap(text, width, size, face)
        room = max(1, int((height + 0.3 * size * MM_PER_POINT) / (size * LEADING)))
        whole = all(
            width_of(word, size, face) <= width
            for word in french(plain(text)).split(" ")
            if len(word) < 24
        )
        if len(lines) <= room and (whole or size <= _HYPHENATED):
            break
        if size <= smallest:
            break
        size -= 0.5
    if len(lines) > room:
        last = lines[room - 1]
        while last and width_of(last + "…", size, face) > width:
            last = last[:-1]
        lines = [*lines[: room - 1], last.rstrip() + "…"]
    return lines, size


class Sheet:
    """One page of one chart, on a given paper: its strokes, in the order they are drawn."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.strokes: list[Stroke] = []

    @cached_property
    def figure(self) -> Figure:
        """What stands on the sheet now, for matplotlib to render."""
        from transfo_analysis.display.drawing import figure

        return figure(self.paper, self.strokes)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        edge: str = "none",
        line: float = 0.5,
        dashed: bool = False,
        hatch: str = "",
    ) -> None:
        """Draw a rectangle; `hatch` is drawn in the colour of the edge."""
        self.strokes.append(Rect(x, y, width, height, Pen(fill, edge, line, dashed), hatch))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        edge: str = "none",
        line: float = 0.7,
        dashed: bool = False,
    ) -> None:
        """Draw a circle around (x, y)."""
        self.strokes.append(Circle(x, y, radius, Pen(fill, edge, line, dashed)))

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = "none",
        edge: str = "none",
        line: float = 0.7,
    ) -> None:
        """Draw a closed shape through points."""
        self.strokes.append(Polygon(tuple(points), Pen(fill, edge, line)))

    def line(
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        *,
        colour: str = INK,
        line: float = 0.5,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line."""
        self.strokes.append(Line(x, y, to_x, to_y, colour, line, dashed))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        face: Face = "plain",
        colour: str = INK,
        across: Literal["left", "center", "right"] = "left",
        down: Literal["baseline", "middle"] = "baseline",
        rotation: float = 0,
    ) -> None:
        """Write one line; `down="middle"` centres the height of its capitals on y."""
        shown = french(plain(words))
        if not shown.strip():
            return
        if down == "middle" and not rotation:
            y += 0.364 * size * MM_PER_POINT
        if back := width_of(shown, size, face) * _BEFORE[across]:
            turned = radians(rotation)
            x, y = x - back * cos(turned), y + back * sin(turned)
        self.strokes.append(Letters(x, y, shown, size, face, colour, rotation))

    def block(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        *,
        face: Face = "plain",
        colour: str = SOFT,
        across: Literal["left", "center", "right"] = "left",
    ) -> float:
        """Write lines below y and return where the next thing may stand."""
        for rank, words in enumerate(lines):
            baseline = y + rank * size * LEADING + 0.98 * size * MM_PER_POINT
            self.text(x, baseline, words, size, face=face, colour=colour, across=across)
        return y + len(lines) * size * LEADING

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        size: float,
        *,
        face: Face = "plain",
        colour: str = SOFT,
    ) -> float:
        """Write a text within a width and return where the next thing may stand."""
        return self.block(x, y, wrap(words, width, size, face), size, face=face, colour=colour)
