"""« Qui avons-nous entendu ? » drawn from a release: a dot a person, hollow where a band is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.display.bands import LEGEND, MOST, NOT_TOLD, Spread, spread
from transfo_analysis.display.sheet import LEADING, Sheet, fit, width_of
from transfo_analysis.display.style import FIELD, INK, RULE, SOFT

if TYPE_CHECKING:
    from transfo_analysis.guard.release import Heard

__all__ = ["draw_heard"]

Box = tuple[float, float, float, float]
# room of a dot around its disc, and the smallest that is still told from its neighbour
_DISC, _LEAST, _SMALLEST = 0.36, 2.2, 5.0
_ROWS = 4
# left, top and width
Place = tuple[float, float, float]


def draw_heard(sheet: Sheet, heard: Heard, box: Box) -> None:
    """Draw who was heard: everybody on the left, groups on the right, what is not told below.

    Parameters
    ----------
    box : left, top, right, bottom of the room, in millimetres
    """
    left, top, right, bottom = box
    bottom = _said(sheet, heard, box)
    gap = 14.0
    middle = left + (right - left) * (0.42 if heard.by else 1.0)
    wide = right - middle - gap
    # letters and dots of one size on the sheet: the largest with which everything fits
    letters = min(40.0, (bottom - top) / 5)
    pitch = _pitch(heard, (middle - left, wide), letters)
    while letters > _SMALLEST and _height(heard, letters, wide, pitch) > bottom - top:
        letters -= 0.5
        pitch = min(pitch, max(_LEAST, letters * 0.5))
    y = top + max(0.0, bottom - top - max(_height(heard, letters, wide, pitch), 40.0)) * 0.3
    _everybody(sheet, heard.people, (left, y, middle - left), letters, pitch)
    _groups(sheet, heard, (middle + gap, y, wide), letters, pitch)


def _pitch(heard: Heard, widths: tuple[float, float], letters: float) -> float:
    """Return the room of a dot, one for all: the largest that leaves few rows of them."""
    pitch = letters * 0.5
    bands = [(spread(heard.people), widths[0])]
    bands += [(spread(band), widths[1]) for _, lines in heard.by for _, band in lines]
    while pitch > _LEAST and any(_rows(band, width, pitch) > _ROWS for band, width in bands):
        pitch -= 0.25
    return max(pitch, _LEAST)


def _said(sheet: Sheet, heard: Heard, box: Box) -> float:
    """Write at the foot who was not heard, and what is not told; return what room is left."""
    left, top, right, bottom = box
    small = max(8.0, min(14.0, (bottom - top) / 16))
    lines, size = fit(NOT_TOLD, right - left, small * LEADING * 2, small)
    y = bottom - len(lines) * size * LEADING
    sheet.block(left, y, lines, size)
    for one in reversed(heard.absent):
        lines, size = fit(one, right - left, small * LEADING * 2, small * 1.6)
        y -= len(lines) * size * LEADING + 1
        sheet.block(left, y, lines, size, colour=INK)
    return y - 4


def _rows(band: Spread, width: float, pitch: float) -> int:
    if band.greatest > MOST:
        return 0
    each = max(1, int(width / pitch) - band.more)
    return -(-band.greatest // each)


def _everybody(sheet: Sheet, told: str, place: Place, letters: float, pitch: float) -> None:
    x, y, width = place
    size = min(letters * 4, 110.0)
    size *= min(1.0, width / width_of(told, size, "bold"))
    y = sheet.block(x, y - size * 0.06, [told], size, face="bold", colour=FIELD)
    y = sheet.block(x, y, ["personnes entendues"], letters, colour=INK) + letters * 0.2
    band = spread(told)
    y = _dots(sheet, x, y, width, band, pitch) + letters * 0.15
    small = max(8.0, letters * 0.5)
    for sure, words in zip((True, False), LEGEND, strict=True):
        if band.greatest > MOST or (not sure and band.least == band.greatest):
            continue
        _dot(sheet, x, y, small * 0.45, sure=sure, colour=SOFT)
        sheet.text(x + small * 0.5, y + small * 0.225, words, small, colour=SOFT, down="middle")
        x += small * 0.5 + width_of(words, small) + 8


def _height(heard: Heard, letters: float, width: float, pitch: float) -> float:
    """Return how high the groups stand with letters of a size."""
    line = letters * LEADING
    return sum(
        line * 1.5
        + sum(line * 1.5 + _rows(spread(band), width, pitch) * pitch
              for _, band in lines)
        for _, lines in heard.by
    )  # fmt: skip


def _groups(sheet: Sheet, heard: Heard, place: Place, letters: float, pitch: float) -> None:
    x, y, width = place
    line = letters * LEADING
    for title, lines in heard.by:
        sheet.block(x, y, [title], letters * 0.75, face="bold", colour=INK)
        y += line
        for label, band in lines:
            sheet.line(x, y, x + width, y, colour=RULE, line=0.6)
            words, small = fit(label, width * 0.7, line, letters, smallest=4)
            sheet.block(x, y + line * 0.15, words, small, colour=INK)
            told = {"face": "bold", "across": "right", "down": "middle"}
            sheet.text(x + width, y + line * 0.65, band, letters, **told)  # type: ignore[arg-type]
            y = _dots(sheet, x, y + line * 1.25, width, spread(band), pitch)
            y += line * 0.25
        y += line * 0.5


def _dots(sheet: Sheet, x: float, y: float, width: float, band: Spread, pitch: float) -> float:
    """Draw the dots of a band in rows; return where the next thing may stand."""
    if band.greatest > MOST:
        return y
    each = max(1, int(width / pitch) - band.more)
    for rank in range(band.greatest):
        row, column = divmod(rank, each)
        here = (x + column * pitch, y + row * pitch)
        _dot(sheet, *here, pitch, sure=rank < band.least, colour=FIELD)
    rows = _rows(band, width, pitch)
    if band.more:
        last = x + ((band.greatest - 1) % each + 1.2) * pitch
        height = y + (rows - 0.5) * pitch
        sheet.text(last, height, "+", pitch * 2.4, face="bold", colour=FIELD, down="middle")
    return y + rows * pitch


def _dot(sheet: Sheet, x: float, y: float, pitch: float, *, sure: bool, colour: str) -> None:
    # the first one stands under the first letter
    radius = pitch * _DISC
    middle = (x + radius, y + pitch / 2)
    if sure:
        sheet.circle(*middle, radius, fill=colour)
    else:
        sheet.circle(*middle, radius * 0.95, edge=colour, line=max(0.7, pitch * 0.16))
