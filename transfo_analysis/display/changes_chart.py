"""What the new fieldwork brought to each cell: which of the new people are heard there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transfo_analysis.display.grid import Cells, Grid, Key, Part, draw_keys, keys_height, lay, parts
from transfo_analysis.display.page import Chart, alternative, kept, open_page
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import FIELD, INK, RULE, SOFT, WALL
from transfo_analysis.rerun.snapshot import day_words, wave_words
from transfo_analysis.rerun.told import CAVEAT
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.rerun.changes import Changes

__all__ = ["new_people"]

TITLE = "Où parlent les nouvelles personnes"
# with so many new people, a number says what dots no longer do
_DOTS = 12


def new_people(matter: Matter) -> Chart:
    """Draw, in each cell, which of the new people are heard, and what else is new.

    Raises
    ------
    ValueError
        If no wave is closed: there is nothing to compare to.
    """
    if matter.changes is None:
        raise ValueError("changes")
    cells = Cells.of(matter)
    data = _data(matter, matter.changes)
    found = {(row["row"], row["column"]): row for row in _rows(data)}
    fresh = len(matter.changes.difference.new_people(matter.case.id))
    shared = parts(cells.rows, cells.columns)
    sheets = tuple(_sheet(matter, matter.changes, cells, found, part, fresh) for part in shared)
    return Chart(
        "nouvelles-personnes", TITLE, sheets, data, _alt(matter, matter.changes, data, fresh)
    )


def _data(matter: Matter, changes: Changes) -> pd.DataFrame:
    table = changes.cells[changes.cells["case"] == matter.case.id].reset_index(drop=True)
    for side in ("column", "row"):
        table.insert(3, f"{side}_label", [matter.codebook.label(code) for code in table[side]])
    return table


def _rows(data: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in data.to_dict("records")]


def _since(changes: Changes, fresh: int) -> str:
    people = (
        plural(fresh, "nouvelle personne entendue", "nouvelles personnes entendues")
        if fresh
        else "aucune nouvelle personne entendue"
    )
    since = f"Depuis la {wave_words(changes.wave)}, figée le {day_words(changes.day)}"
    return f"{since} : {people}"


def _sheet(
    matter: Matter,
    changes: Changes,
    cells: Cells,
    found: dict[tuple[str, str], dict[str, Any]],
    part: Part,
    fresh: int,
) -> Sheet:
    told = f"{_since(changes, fresh)}. "
    told += (
        "Chaque rond est une nouvelle personne : plein, elle est entendue dans cette case. "
        if 0 < fresh <= _DOTS
        else ""
    )
    caution = None
    if not fresh:
        caution = "Aucune nouvelle personne entendue : rien du matériau nouveau n’est encore codé."
        if any(row["new_ids"] for row in found.values()):
            caution = None
    page = open_page(
        matter,
        part.paper,
        TITLE,
        told + "« Alors » : personnes entendues dans la case quand la vague a été figée. " + CAVEAT,
        number=part.number,
        of=part.of,
        note=kept(matter),
        caution=caution,
    )
    keys = _keys(fresh)
    grid = lay(page, part, cells.labels, below=keys_height(keys, page.width) + 4)
    then = {
        key[1:]: len(cell.people)
        for key, cell in changes.difference.former.cell.items()
        if key[0] == matter.case.id
    }
    for row in part.rows:
        for column in part.columns:
            here = found.get((row, column))
            _cell(page.sheet, grid, row, column, here, fresh, then.get((row, column), 0))
    draw_keys(page.sheet, page.left, grid.bottom + 4, page.width, keys)
    return page.sheet


def _cell(
    sheet: Sheet,
    grid: Grid,
    row: str,
    column: str,
    here: dict[str, Any] | None,
    fresh: int,
    then: int,
) -> None:
    x, y = grid.corner(row, column)
    width, height = grid.cell_width, grid.cell_height
    gap = min(0.35, width / 30)
    sheet.rect(x + gap, y + gap, width - 2 * gap, height - 2 * gap, edge=RULE, line=0.4)
    size = max(4.5, min(8.0, height * 0.85, width * 0.32))
    base = y + height - 1.3
    if then:
        sheet.text(x + 1.2, base, f"alors {then}", size * 0.86, colour=SOFT)
    if here is None:
        return
    new = int(here["new_people"])
    if new:
        if fresh <= _DOTS:
            _dots(sheet, x, y, grid, new, fresh)
        else:
            words = f"{new} des {fresh}"
            sheet.text(
                x + width / 2, y + height * 0.36, words, size * 1.2, face="bold", colour=FIELD,
                across="center", down="middle",
            )  # fmt: skip
    papers = len(split_ids(here["wall_ids"]))
    if papers and width >= 9:
        sheet.rect(x + width - 2.6, base - 1.5, 1.5, 1.5, fill=WALL)
        sheet.text(x + width - 3.1, base, str(papers), size * 0.86, across="right")
    if here["known_persons"] and width >= 12:
        sheet.text(
            x + width - 1.2, y + 2.6, "+ déjà entendue", size * 0.7, face="italic", colour=SOFT,
            across="right",
        )  # fmt: skip


def _dots(sheet: Sheet, x: float, y: float, grid: Grid, new: int, fresh: int) -> None:
    """Draw one ring per new person, those heard here full, in one row or two."""
    rows = 1 if fresh <= 6 else 2
    across = -(-fresh // rows)
    pitch = min(3.2, (grid.cell_width - 2) / across, grid.cell_height * 0.6 / rows)
    left = x + grid.cell_width / 2 - pitch * (across - 1) / 2
    top = y + grid.cell_height * 0.36 - pitch * (rows - 1) / 2
    for rank in range(fresh):
        at_x, at_y = left + pitch * (rank % across), top + pitch * (rank // across)
        heard = rank < new
        sheet.circle(
            at_x, at_y, pitch * 0.38, fill=FIELD if heard else "#ffffff",
            edge=FIELD if heard else RULE, line=0.7,
        )  # fmt: skip


def _keys(fresh: int) -> list[Key]:
    def full(sheet: Sheet, x: float, y: float) -> None:
        sheet.circle(x + 1.2, y, 1.2, fill=FIELD, edge=FIELD)

    def empty(sheet: Sheet, x: float, y: float) -> None:
        sheet.circle(x + 1.2, y, 1.2, fill="#ffffff", edge=RULE)

    def paper(sheet: Sheet, x: float, y: float) -> None:
        sheet.rect(x, y - 0.8, 1.6, 1.6, fill=WALL)

    def number(sheet: Sheet, x: float, y: float) -> None:
        sheet.text(x, y, "alors n", 7, colour=INK, down="middle")

    keys = []
    if 0 < fresh <= _DOTS:
        keys.append(Key(2.4, full, "nouvelle personne, entendue dans cette case"))
        keys.append(Key(2.4, empty, "nouvelle personne, entendue ailleurs"))
    keys.append(Key(1.6, paper, "papiers nouveaux au mur"))
    keys.append(Key(8, number, "personnes entendues ici quand la vague a été figée"))
    return keys


def _alt(matter: Matter, changes: Changes, data: pd.DataFrame, fresh: int) -> str:
    lines = [f"{_since(changes, fresh)}.", CAVEAT]
    lines += [
        f"{row['row_label']} × {row['column_label']}, alors {row['people_then']} : {row['says']}"
        for row in _rows(data)
    ]
    if data.empty:
        lines.append("Aucune case n’a changé.")
    return alternative(matter, TITLE, lines)
