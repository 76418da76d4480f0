"""The grid that several charts stand on: where rows, columns and their labels go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.display.page import Page
from transfo_analysis.display.sheet import LEADING, Sheet, fit, width_of
from transfo_analysis.display.style import A3, A4, INK, RULE, SOFT, Paper

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["Cells", "Grid", "Key", "Part", "draw_keys", "keys_height", "lay", "parts"]

# what a grid may hold on each paper before its cells are too small to read
_ROOM = {A4: (17, 16), A3: (40, 40)}
_LABEL, _HEAD = 8.5, 8.0
# the longest that an upright head may stand, in millimetres
_UPRIGHT = {A4: 40, A3: 46}


@dataclass(frozen=True)
class Part:
    """The rows and columns that stand on one sheet."""

    paper: Paper
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    number: int
    of: int


def parts(rows: Sequence[str], columns: Sequence[str]) -> list[Part]:
    """Share a grid out over as few sheets as keep it readable, A4 first.

    Examples
    --------
    >>> [(p.paper.name, len(p.rows)) for p in parts("abcdefghij", "abc")]
    [('A4 paysage', 10)]
    >>> [(p.paper.name, len(p.rows)) for p in parts([str(n) for n in range(60)], "abc")]
    [('A3 paysage', 30), ('A3 paysage', 30)]
    """
    fits = (
        p for p, (down, across) in _ROOM.items() if len(rows) <= down and len(columns) <= across
    )
    paper = next(fits, A3)
    down, across = _ROOM[paper]
    shares = [(r, c) for r in _shared(rows, down) for c in _shared(columns, across)]
    return [Part(paper, r, c, n, len(shares)) for n, (r, c) in enumerate(shares, start=1)]


def _shared(names: Sequence[str], room: int) -> list[tuple[str, ...]]:
    count = max(1, -(-len(names) // room))
    size = -(-len(names) // count) or 1
    return [tuple(names[at : at + size]) for at in range(0, max(1, len(names)), size)]


@dataclass(frozen=True)
class Cells:
    """The cross table by cell, with the labels of its rows and columns."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    labels: dict[str, str]
    counts: dict[tuple[str, str], dict[str, int]]

    @classmethod
    def of(cls, matter: Matter) -> Cells:
        """Read the cells of a case's cross table, in its own order."""
        table: pd.DataFrame = matter.cross_table.cells
        rows, columns = (tuple(dict.fromkeys(table[side])) for side in ("row", "column"))
        labels = {name: matter.codebook.label(name) for name in (*rows, *columns)}
        numbers = [c for c in table.columns if table[c].dtype.kind in "iu"]
        counts = {
            (row, column): dict(zip(numbers, (int(n) for n in found), strict=True))
            for row, column, *found in table[["row", "column", *numbers]].itertuples(index=False)
        }
        return cls(rows, columns, labels, counts)

    def largest(self, count: str) -> int:
        """Return the largest value of a count over the grid."""
        return max((cell[count] for cell in self.counts.values()), default=0)


@dataclass(frozen=True)
class Grid:
    """A grid laid out on a page, in millimetres."""

    x: float
    y: float
    cell_width: float
    cell_height: float
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.x + self.cell_width * len(self.columns)

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.y + self.cell_height * len(self.rows)

    def corner(self, row: str, column: str) -> tuple[float, float]:
        """Return the upper left corner of a cell."""
        return (
            self.x + self.columns.index(column) * self.cell_width,
            self.y + self.rows.index(row) * self.cell_height,
        )

    def middle(self, row: str, column: str) -> tuple[float, float]:
        """Return the centre of a cell."""
        x, y = self.corner(row, column)
        return x + self.cell_width / 2, y + self.cell_height / 2


def lay(
    page: Page,
    part: Part,
    labels: dict[str, str],
    *,
    below: float,
    beside: float = 0,
    head: float = 0,
    widest: float = 32,
    tallest: float = 15,
) -> Grid:
    """Lay out a grid on a page, write its labels, and return where its cells are.

    Parameters
    ----------
    below, beside : room to keep under and to the right of the grid, in millimetres
    head : room needed above the grid in any case
    widest, tallest : the most that a cell may take
    """
    big = part.paper == A3
    longest = max((width_of(labels[name], _LABEL) for name in part.rows), default=0)
    label = min(max(longest + 1, 24), 74 if big else 56)
    width = min(widest, (page.width - label - 4 - beside) / max(1, len(part.columns)))
    upright = width < 14.5
    head = max(head, _head(part, labels, width, upright=upright))
    height = min(tallest, (page.height - head - 2 - below) / max(1, len(part.rows)))
    x, y = page.left + label + 4, page.top + head + 2
    grid = Grid(x, y, width, height, part.rows, part.columns)
    for row in part.rows:
        _, top = grid.corner(row, part.columns[0]) if part.columns else (x, y)
        lines, size = fit(labels[row], label, height - 0.4, _LABEL, smallest=5.5)
        tall = len(lines) * size * LEADING
        page.sheet.block(
            x - 3, top + (height - tall) / 2 + 0.1, lines, size, colour=INK, across="right"
        )
    _write_heads(page.sheet, part, labels, grid, upright=upright)
    return grid


def _head_size(names: Sequence[str], width: float) -> float:
    # one size for all heads: the smallest that one of them needs
    return min((fit(n, width - 1.5, 18, _HEAD, "bold", 5)[1] for n in names), default=_HEAD)


def _head(part: Part, labels: dict[str, str], width: float, *, upright: bool) -> float:
    names = [labels[c] for c in part.columns]
    if upright:
        most = _UPRIGHT[part.paper]
        return min(most, max((width_of(name, _HEAD, "bold") for name in names), default=0))
    size = _head_size(names, width)
    return max((len(fit(n, width - 1.5, 18, size, "bold", 5)[0]) for n in names), default=0) * (
        size * LEADING
    )


def _write_heads(
    sheet: Sheet, part: Part, labels: dict[str, str], grid: Grid, *, upright: bool
) -> None:
    width, bottom = grid.cell_width, grid.y - 2
    size = _head_size([labels[c] for c in part.columns], width)
    for rank, column in enumerate(part.columns):
        middle = grid.x + (rank + 0.5) * width
        if not upright:
            lines, size = fit(labels[column], width - 1.5, 18, size, "bold", 5)
            top = bottom - len(lines) * size * LEADING
            sheet.block(middle, top, lines, size, face="bold", colour=INK, across="center")
            continue
        lines, small = fit(labels[column], _UPRIGHT[part.paper], width - 0.4, _HEAD, "bold")
        step = small * LEADING
        for line_rank, line in enumerate(lines):
            # upright lines follow each other from left to right
            x = middle + (line_rank - (len(lines) - 1) / 2) * step + 0.28 * step
            sheet.text(x, bottom, line, small, face="bold", rotation=90)


@dataclass(frozen=True)
class Key:
    """One sign of a legend: how wide it is, how to draw it around a height, its meaning."""

    width: float
    draw: Callable[[Sheet, float, float], None]
    meaning: str


_KEY, _KEY_ROW, _GAP = 7.2, 5.4, 7.0


def _rows_of(keys: Sequence[Key], width: float) -> list[list[Key]]:
    rows: list[list[Key]] = [[]]
    used = 0.0
    for key in keys:
        takes = key.width + 1.8 + width_of(key.meaning, _KEY) + _GAP
        if rows[-1] and used + takes - _GAP > width:
            rows.append([])
            used = 0
        rows[-1].append(key)
        used += takes
    return rows


def keys_height(keys: Sequence[Key], width: float) -> float:
    """Return the height that a legend takes on a width, in millimetres."""
    return len(_rows_of(keys, width)) * _KEY_ROW


def draw_keys(sheet: Sheet, x: float, y: float, width: float, keys: Sequence[Key]) -> float:
    """Draw a legend from left to right, on as many lines as it needs; return its end."""
    for row in _rows_of(keys, width):
        at = x
        for key in row:
            key.draw(sheet, at, y + _KEY_ROW / 2)
            at += key.width + 1.8
            sheet.text(at, y + _KEY_ROW / 2, key.meaning, _KEY, colour=SOFT, down="middle")
            at += width_of(key.meaning, _KEY) + _GAP
        y += _KEY_ROW
    return y


def rules(sheet: Sheet, grid: Grid) -> None:
    """Draw the light lines of a grid."""
    for rank in range(len(grid.rows) + 1):
        y = grid.y + rank * grid.cell_height
        sheet.line(grid.x, y, grid.right, y, colour=RULE, line=0.4)
    for rank in range(len(grid.columns) + 1):
        x = grid.x + rank * grid.cell_width
        sheet.line(x, grid.y, x, grid.bottom, colour=RULE, line=0.4)
