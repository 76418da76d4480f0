"""The cross table as a heat map: people as colour and number, proposals apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
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
)
from transfo_analysis.display.page import (
    Chart,
    Page,
    alternative,
    grid_caution,
    kept,
    open_page,
    spoken,
)
from transfo_analysis.display.sheet import LEADING, Sheet, fit, width_of
from transfo_analysis.display.style import A3, FAINT, INK, RULE, SOFT, WALL, Face, ink_on, shade
from transfo_analysis.tables.kinds import posted_words

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["cell_data", "cell_words", "heat_map"]

TITLE = "Qui parle de quoi"
# kinds of empty cells, as the cross table names them, and the light sign of each
EMPTY_SIGNS = {
    "évoqué, rien dans cette colonne": "·",
    "demandé sans suite": "∅",
    "non demandé": "–",
    "indéterminé": "?",
}
STATES = {
    "dit spontanément": "spontané",
    "dit sur relance": "sur relance",
    "demandé sans suite": "sans suite",
    "non demandé": "non demandé",
    "indéterminé": "indéterminé",
}
_STATE_WIDTH = 8.2
# from this width on, a cell has room for marks with numbers; under the other, for none
_ROOMY, _SMALL = 17.0, 10.0


def heat_map(matter: Matter) -> Chart:
    """Draw the cross table as a heat map with numbers."""
    cells = Cells.of(matter)
    sheets = tuple(_sheet(matter, cells, part) for part in parts(cells.rows, cells.columns))
    lines = [
        "Carte de chaleur : en lignes, "
        f"{_family(matter, matter.case.row_family)} ; en colonnes, "
        f"{_family(matter, matter.case.column_family)}. Chaque nombre compte des personnes entendues.",
        *cell_words(cells, posted_words(matter.cross_table.wall["kind"])),
        *_asked_words(matter, cells),
    ]
    title = f"Tableau croisé. {TITLE}"
    return Chart(
        "tableau-croise-chaleur",
        title,
        sheets,
        cell_data(matter, cells),
        alternative(matter, title, lines),
    )


def _family(matter: Matter, name: str) -> str:
    return f"« {matter.codebook.family(name).label} »"


def _sheet(matter: Matter, cells: Cells, part: Part) -> Sheet:
    page = open_page(
        matter,
        part.paper,
        TITLE,
        "Chaque case compte des personnes entendues dont les paroles, codées par quelqu’un, "
        "tiennent ensemble la ligne et la colonne. Plus la case est foncée, plus elles sont "
        "nombreuses. Une case vide n’est pas un avis contraire.",
        number=part.number,
        of=part.of,
        note=kept(matter),
        caution=grid_caution(matter),
    )
    signs = _empty_signs(matter, cells, part)
    states = _states(matter)
    small = part.paper == A3 and len(part.columns) > 25
    posted = posted_words(matter.cross_table.wall["kind"])[1]
    keys = _keys(cells, set(signs.values()), posted, small=small)
    beside = 5 + _STATE_WIDTH * len(STATES) if states else 0
    grid = lay(
        page,
        part,
        cells.labels,
        below=keys_height(keys, page.width) + 4,
        beside=beside,
        head=18 if states else 0,
    )
    largest = cells.largest("people")
    for row in part.rows:
        for column in part.columns:
            _cell(page.sheet, grid, row, column, cells, largest, signs.get((row, column), ""))
    if states:
        _state_panel(page, grid, states)
    draw_keys(page.sheet, page.left, grid.bottom + 4, page.width, keys)
    return page.sheet


def _cell(
    sheet: Sheet, grid: Grid, row: str, column: str, cells: Cells, largest: int, sign: str
) -> None:
    cell = cells.counts[row, column]
    x, y = grid.corner(row, column)
    width, height = grid.cell_width, grid.cell_height
    gap = min(0.35, width / 30)
    people, proposed = cell["people"], cell["suggested_people"]
    fill = shade(people, largest)
    sheet.rect(x + gap, y + gap, width - 2 * gap, height - 2 * gap, fill=fill, edge=RULE, line=0.4)
    ink = ink_on(fill)
    middle = y + height / 2
    size = min(11.0, height * 1.25, width * 0.95)
    coded = people or cell["excerpts"]
    if coded:
        sheet.text(
            x + width / 2, middle, str(people), size, face="bold", colour=ink,
            across="center", down="middle",
        )  # fmt: skip
    elif not proposed and sign:
        sheet.text(
            x + width / 2,
            middle,
            sign,
            min(8.5, size),
            colour=FAINT,
            across="center",
            down="middle",
        )
    if proposed:
        _proposed(sheet, x, y, grid, proposed, ink, alone=not coded)
    _marks(sheet, x + gap, middle, grid, cell, ink)


def _proposed(
    sheet: Sheet, x: float, y: float, grid: Grid, people: int, ink: str, *, alone: bool
) -> None:
    """Draw the proposed layer: italic, in a dashed outline, never in colour."""
    width, height = grid.cell_width, grid.cell_height
    size = min(8.0, height * 0.95, width * 0.6)
    if alone:
        size = min(8.0, height * 1.35, width * 1.0)
        tall, wide = min(height - 1.2, 6.2), min(width - 1.6, 9.0)
        left = x + (width - wide) / 2
    else:
        if width < _SMALL:  # no room for a second number: the CSV has it
            inset = 0.9
            sheet.rect(
                x + inset, y + inset, width - 2 * inset, height - 2 * inset,
                edge=ink, line=0.5, dashed=True,
            )  # fmt: skip
            return
        roomy = width >= _ROOMY
        size = min(7.0, height * 0.8) if roomy else min(5.5, height * 0.55)
        tall, wide = (
            size * 0.58,
            max(4.4 if roomy else 3.0, width_of(str(people), size, "italic") + 1.6),
        )
        left = x + width - wide - (1.3 if roomy else 0.7)
    top = y + (height - tall) / 2 if alone or width >= _ROOMY else y + 0.7
    sheet.rect(left, top, wide, tall, edge=ink if not alone else SOFT, line=0.6, dashed=True)
    sheet.text(
        left + wide / 2, top + tall / 2, str(people), size, face="italic", colour=ink,
        across="center", down="middle",
    )  # fmt: skip


def _marks(
    sheet: Sheet, x: float, middle: float, grid: Grid, cell: dict[str, int], ink: str
) -> None:
    """Draw the small marks of the wall and of the studies on the left of a cell."""
    found = [(s, cell[n]) for s, n in (("wall", "wall_rows"), ("study", "studies")) if cell[n]]
    if not found or grid.cell_width < _SMALL:
        return
    roomy, size = grid.cell_width >= _ROOMY, min(6.2, grid.cell_height * 0.8)
    step = min(3.0, grid.cell_height * 0.42)
    for rank, (kind, count) in enumerate(found):
        if roomy:
            at_x, at_y = x + 2.0, middle + (rank - (len(found) - 1) / 2) * step
            sheet.text(at_x + 1.5, at_y, str(count), size, colour=ink, down="middle")
        else:
            at_x, at_y = x + 1.2 + rank * 2.0, middle + grid.cell_height / 2 - 1.3
        mark(sheet, kind, at_x, at_y, 0.75 if roomy else 0.55, ink)


def mark(sheet: Sheet, kind: str, x: float, y: float, half: float, ink: str) -> None:
    """Draw a small square for the wall, a small lozenge for a study."""
    if kind == "wall":
        sheet.rect(x - half, y - half, 2 * half, 2 * half, fill=ink)
    else:
        far = half * 1.45
        points = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
        sheet.polygon(points, fill="none", edge=ink, line=0.7)


def _empty_signs(matter: Matter, cells: Cells, part: Part) -> dict[tuple[str, str], str]:
    said = ("people", "excerpts", "suggested_people", "wall_rows", "studies")
    return {
        (row, column): EMPTY_SIGNS.get(matter.cross_table.empty_kind(row, column), "")
        for row in part.rows
        for column in part.columns
        if not any(cells.counts[row, column][name] for name in said)
    }


def _keys(cells: Cells, signs: set[str], posted: str, *, small: bool) -> list[Key]:
    largest = cells.largest("people")
    keys = []
    if largest:
        steps = sorted({1, *(round(largest * n / 4) for n in (1, 2, 3)), largest} - {0})
        keys.append(Key(len(steps) * 6.0, _swatches(steps, largest), "personnes entendues"))
    if any(cell["excerpts"] and not cell["people"] for cell in cells.counts.values()):
        keys.append(Key(3, _word("0", "bold"), "codé, sans personne entendue (observation…)"))
    if cells.largest("suggested_people"):
        keys.append(
            Key(6, _tag, "proposé par le programme (personnes) : non validé, ne s’ajoute pas")
        )
    if cells.largest("wall_rows") and not small:
        keys.append(Key(2, lambda s, x, y: mark(s, "wall", x + 1, y, 0.75, WALL), posted))
    if cells.largest("studies") and not small:
        keys.append(Key(2, lambda s, x, y: mark(s, "study", x + 1, y, 0.75, WALL), "études lues"))
    meanings = {
        "·": "ligne évoquée, rien dans cette colonne",
        "∅": "ligne demandée, sans suite",
        "–": "ligne non demandée",
        "?": "indéterminé (questions non notées)",
    }
    if small:
        keys.append(Key(0, lambda *_: None, f"{posted} et études : voir le fichier CSV"))
    keys += [Key(2.5, _word(sign), words) for sign, words in meanings.items() if sign in signs]
    return keys


def _swatches(steps: list[int], largest: int) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        for rank, value in enumerate(steps):
            fill = shade(value, largest)
            sheet.rect(x + rank * 6, y - 1.9, 6, 3.8, fill=fill, edge=RULE, line=0.4)
            sheet.text(
                x + rank * 6 + 3, y, str(value), 6.5, face="bold", colour=ink_on(fill),
                across="center", down="middle",
            )  # fmt: skip

    return draw


def _word(words: str, face: Face = "plain") -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.text(x + 1, y, words, 8, face=face, colour=SOFT, across="center", down="middle")

    return draw


def _tag(sheet: Sheet, x: float, y: float) -> None:
    sheet.rect(x, y - 1.9, 6, 3.8, edge=SOFT, line=0.6, dashed=True)
    sheet.text(x + 3, y, "n", 7, face="italic", colour=INK, across="center", down="middle")


def _states(matter: Matter) -> dict[tuple[str, str], int]:
    asked = matter.cross_table.asked
    counted = asked.drop_duplicates(["person", "row", "state"])
    return dict(Counter(zip(counted["row"], counted["state"], strict=True)))


def _state_panel(page: Page, grid: Grid, states: dict[tuple[str, str], int]) -> None:
    """Write beside each row how many people spoke of it, and whether they were asked."""
    sheet, x = page.sheet, grid.right + 5
    for rank, (state, short) in enumerate(STATES.items()):
        middle = x + (rank + 0.5) * _STATE_WIDTH
        lines, size = fit(short, 22, _STATE_WIDTH, 7)
        sheet.text(
            middle + size * LEADING * 0.3, grid.y - 2, lines[0], size, colour=SOFT, rotation=90
        )
        for row in grid.rows:
            _, y = grid.corner(row, grid.columns[0])
            count = states.get((row, state), 0)
            at = y + grid.cell_height / 2
            sheet.text(
                middle, at, str(count) if count else "·", min(7.5, grid.cell_height * 1.5),
                colour=INK if count else RULE, across="center", down="middle",
            )  # fmt: skip
    sheet.line(x - 1.5, grid.y, x - 1.5, grid.bottom, colour=RULE, line=0.6)
    sheet.text(
        x - 0.5,
        grid.bottom + 3.2,
        "personnes qui en parlent, ou non",
        6.5,
        face="italic",
        colour=SOFT,
    )


def cell_data(matter: Matter, cells: Cells) -> pd.DataFrame:
    """Return the data of the grid's charts: the cells with their labels and kind of empty."""
    table = matter.cross_table.cells.copy()
    table.insert(3, "row_label", table["row"].map(cells.labels))
    table.insert(4, "column_label", table["column"].map(cells.labels))
    table["empty_kind"] = [
        matter.cross_table.empty_kind(row, column)
        for row, column in table[["row", "column"]].itertuples(index=False)
    ]
    return table


def cell_words(
    cells: Cells, posted: tuple[str, str] = ("papier du mur", "papiers du mur")
) -> list[str]:
    """Return what the grid says, one sentence per row, for who does not see it."""
    lines = []
    for row in cells.rows:
        said = [
            f"{cells.labels[column]} {spoken(cells.counts[row, column], posted)}"
            for column in cells.columns
            if any(
                cells.counts[row, column][name]
                for name in ("people", "excerpts", "suggested_people", "wall_rows", "studies")
            )
        ]
        lines.append(f"{cells.labels[row]} : {' ; '.join(said) or 'rien'}.")
    return lines


def _asked_words(matter: Matter, cells: Cells) -> list[str]:
    states = _states(matter)
    lines = []
    for row in cells.rows:
        said = [f"{state} {states[row, state]}" for state in STATES if states.get((row, state))]
        if said:
            lines.append(f"{cells.labels[row]}, personnes : {', '.join(said)}.")
    return ["Ce qui a été demandé et dit :", *lines] if lines else []
