"""The cross table as a balloon chart: areas for people, dashed rings for proposals."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from transfo_analysis.display.grid import (
    Cells,
    Grid,
    Key,
    Part,
    draw_keys,
    keys_height,
    lay,
    parts,
    rules,
)
from transfo_analysis.display.heatmap import cell_data, cell_words
from transfo_analysis.display.page import Chart, alternative, grid_caution, kept, open_page
from transfo_analysis.display.sheet import Sheet, width_of
from transfo_analysis.display.style import FIELD, INK, SOFT
from transfo_analysis.tables.kinds import posted_words

if TYPE_CHECKING:
    from transfo_analysis.display.matter import Matter

__all__ = ["balloons"]

TITLE = "Où les voix se rassemblent"
# the line of a dashed ring; the side under which a cell holds no numbers, in millimetres
_RING, _SMALL = 0.8, 7.5


def balloons(matter: Matter) -> Chart:
    """Draw the cross table as a balloon chart; the area of a disc counts people."""
    cells = Cells.of(matter)
    # the longer side runs across: a landscape sheet then has room for larger balloons
    turned = len(cells.rows) > len(cells.columns)
    shared = parts(cells.columns, cells.rows) if turned else parts(cells.rows, cells.columns)
    sheets = tuple(_sheet(matter, cells, part, turned=turned) for part in shared)
    title = f"Tableau croisé. {TITLE}"
    lines = [
        "Ballons : la surface d’un disque plein compte les personnes entendues ; "
        "un cercle en pointillés, les personnes dont le programme propose les paroles.",
        *cell_words(cells, posted_words(matter.cross_table.wall["kind"])),
    ]
    return Chart(
        "tableau-croise-ballons",
        title,
        sheets,
        cell_data(matter, cells),
        alternative(matter, title, lines),
    )


def _sheet(matter: Matter, cells: Cells, part: Part, *, turned: bool) -> Sheet:
    page = open_page(
        matter,
        part.paper,
        TITLE,
        "La surface d’un disque plein compte les personnes entendues (nombre en gras). Le cercle "
        "en pointillés compte les personnes dont le programme propose les paroles (nombre en "
        "italique) ; il ne s’y ajoute pas.",
        number=part.number,
        of=part.of,
        note=kept(matter),
        caution=grid_caution(matter),
    )
    largest = max(cells.largest("people"), cells.largest("suggested_people"), 4)
    # the legend stands under the grid: its height is known before its discs are
    guess = _keys(cells, largest, 6.0, _RING)
    below = max(keys_height(guess, page.width), 13.0) + 3
    grid = lay(page, part, cells.labels, below=below, widest=34, tallest=22)
    rules(page.sheet, grid)
    radius = _largest_radius(grid)
    for row in part.rows:
        for column in part.columns:
            cell = cells.counts[(column, row) if turned else (row, column)]
            _balloon(page.sheet, grid, row, column, cell, radius / sqrt(largest))
    keys = _keys(cells, largest, radius, _ring(grid))
    draw_keys(page.sheet, page.left, grid.bottom + 3 + max(0.0, radius - 2.7), page.width, keys)
    return page.sheet


def _largest_radius(grid: Grid) -> float:
    return min(grid.cell_width - 1.2, grid.cell_height * _centre(grid) * 2 - 0.6) / 2


def _ring(grid: Grid) -> float:
    return _RING if min(grid.cell_width, grid.cell_height) >= _SMALL else 0.4


def _centre(grid: Grid) -> float:
    # the lower part of a cell is for its numbers, if it has any
    return 0.39 if min(grid.cell_width, grid.cell_height) >= _SMALL else 0.5


def _balloon(
    sheet: Sheet, grid: Grid, row: str, column: str, cell: dict[str, int], unit: float
) -> None:
    people, proposed = cell["people"], cell["suggested_people"]
    x, y = grid.corner(row, column)
    middle, centre = x + grid.cell_width / 2, y + grid.cell_height * _centre(grid)
    disc, ring = unit * sqrt(people), unit * sqrt(proposed)
    line = _ring(grid)
    if people:
        sheet.circle(middle, centre, disc, fill=FIELD)
    if proposed:
        inside = ring < disc
        sheet.circle(
            middle, centre, ring, edge="#ffffff" if inside else INK, line=line, dashed=True
        )
    if line < _RING:  # no room for numbers: the CSV has them
        return
    size = max(4.0, min(7.5, grid.cell_height * 0.55, grid.cell_width * 0.65))
    base = y + grid.cell_height - 0.9
    if people or cell["excerpts"]:
        sheet.text(x + 1.0, base, str(people), size, face="bold")
    if proposed:
        sheet.text(
            x + grid.cell_width - 1.0, base, str(proposed), size, face="italic", colour=SOFT,
            across="right",
        )  # fmt: skip


def _keys(cells: Cells, largest: int, radius: float, line: float) -> list[Key]:
    unit = radius / sqrt(largest)
    steps = sorted({1, max(1, round(largest / 3)), largest})

    def discs(sheet: Sheet, x: float, y: float, *, full: bool) -> None:
        at = x
        for value in steps:
            size = unit * sqrt(value)
            at += size
            if full:
                sheet.circle(at, y, size, fill=FIELD)
            else:
                sheet.circle(at, y, size, edge=INK, line=line, dashed=True)
            at += size + 0.8
            words = str(value)
            face = "bold" if full else "italic"
            sheet.text(at, y, words, 7, face="bold" if full else "italic", down="middle")
            at += width_of(words, 7, "bold" if face == "bold" else "italic") + 2.4

    width = sum(2 * unit * sqrt(v) + 3.2 + width_of(str(v), 7, "bold") for v in steps) - 2.4
    keys = []
    if cells.largest("people"):
        keys.append(Key(width, lambda s, x, y: discs(s, x, y, full=True), "personnes entendues"))
    if cells.largest("suggested_people"):
        keys.append(
            Key(
                width,
                lambda s, x, y: discs(s, x, y, full=False),
                "proposé par le programme (personnes), non validé",
            )
        )
    if line < _RING:
        keys.append(Key(0, lambda *_: None, "nombres : voir le fichier CSV"))
    return keys
