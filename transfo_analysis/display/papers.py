"""What is written on the wall: one square a paper, in its cell, with the grade of who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.display.grid import Cells, Grid, Key, draw_keys, keys_height, lay, parts
from transfo_analysis.display.grid import rules as draw_rules
from transfo_analysis.display.page import Chart, alternative, open_page, wave_words
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import FIELD, INK, MIST, SOFT
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.grid import Part
    from transfo_analysis.display.matter import Matter

__all__ = ["has_papers", "wall_papers"]

TITLE = "Ce qui est écrit au mur"
_SIDE, _PITCH = 4.6, 5.4


def has_papers(matter: Matter) -> bool:
    """Tell whether papers of a wall table stand in the cells of a case."""
    return bool((matter.cross_table.wall["kind"] == "wall_table").any())


def wall_papers(matter: Matter) -> Chart:
    """Draw the papers of a case's wall table, cell by cell; people heard are not in it."""
    cells = Cells.of(matter)
    data = _data(matter, cells)
    sheets = tuple(_sheet(matter, cells, part, data) for part in parts(cells.rows, cells.columns))
    return Chart("papiers-du-mur", TITLE, sheets, data, _alt(matter, cells, data))


def _data(matter: Matter, cells: Cells) -> pd.DataFrame:
    import pandas as pd

    # the arguments of a debate stand in the table too, and have charts of their own
    wall, width = matter.cross_table.wall, len(cells.columns)
    wall = wall[wall["kind"] == "wall_table"]
    order = {wave: rank for rank, wave in enumerate(matter.waves)}
    rows = [
        (
            cells.rows[int(one["cell"]) // width],
            cells.columns[int(one["cell"]) % width],
            one["wave"],
            one["wall_group"],
            one["wall_grade"],
            one["text"],
        )
        for one in wall.drop_duplicates(["cell", "document_id", "turn"]).to_dict("records")
    ]
    columns = ["row", "column", "wave", "group", "grade", "text"]
    data = pd.DataFrame(rows, columns=columns, dtype=object)
    data.insert(2, "row_label", data["row"].map(cells.labels))
    data.insert(3, "column_label", data["column"].map(cells.labels))
    data["rank"] = [
        (
            cells.rows.index(row),
            cells.columns.index(column),
            order.get(wave, -1),
            grade or "~",
            text,
        )
        for row, column, wave, grade, text in zip(
            *(data[name] for name in ("row", "column", "wave", "grade", "text")), strict=True
        )
    ]
    return data.sort_values("rank", kind="stable", ignore_index=True).drop(columns="rank")


def _sheet(matter: Matter, cells: Cells, part: Part, data: pd.DataFrame) -> Sheet:
    page = open_page(
        matter,
        part.paper,
        TITLE,
        "Un carré par papier. Un papier n’est pas une personne : plusieurs peuvent être de la "
        "même main.",
        number=part.number,
        of=part.of,
        note="Les papiers du mur sont comptés à part des personnes entendues.",
        caution="",
    )
    keys = _keys(matter, data)
    room = (page.width - 60) / max(1, len(part.columns))
    grid = lay(
        page,
        part,
        cells.labels,
        below=keys_height(keys, page.width) + 4,
        widest=min(72.0, room),
        tallest=34,
    )
    draw_rules(page.sheet, grid)
    last = matter.waves[-1] if matter.waves else ""
    for (row, column), here in data.groupby(["row", "column"], sort=False):
        if row in part.rows and column in part.columns:
            _papers(page.sheet, grid, str(row), str(column), here, last)
    draw_keys(page.sheet, page.left, grid.bottom + 4, page.width, keys)
    return page.sheet


def _papers(sheet: Sheet, grid: Grid, row: str, column: str, here: pd.DataFrame, last: str) -> None:
    x, y = grid.corner(row, column)
    width, height = grid.cell_width - 2, grid.cell_height - 2
    pitch = _PITCH
    # smaller squares where a cell holds more than it has room for
    while pitch > 1 and -(-len(here) // max(1, int(width / pitch))) * pitch > height:
        pitch *= 0.92
    across = max(1, int(width / pitch))
    side = pitch * _SIDE / _PITCH
    down = -(-len(here) // across) * pitch
    top = y + 1 + max(0.0, (height - down) / 2)
    for rank, (wave, grade) in enumerate(here[["wave", "grade"]].itertuples(index=False)):
        left, at = x + 1.4 + rank % across * pitch, top + rank // across * pitch
        _square(sheet, left, at, side, str(grade), new=wave == last)


def _square(sheet: Sheet, x: float, y: float, side: float, grade: str, *, new: bool) -> None:
    fill, ink = (FIELD, "#ffffff") if new else (MIST, INK)
    sheet.rect(x, y, side, side, fill=fill, edge=FIELD, line=0.7)
    if grade and side > 1.8:
        size = min(8.0, side * 1.7)
        middle = x + side / 2, y + side / 2
        sheet.text(*middle, grade, size, colour=ink, across="center", down="middle")


def _keys(matter: Matter, data: pd.DataFrame) -> list[Key]:
    waves = matter.waves
    keys = []
    if len(waves) > 1:
        earlier = wave_words(waves[:-1])
        keys.append(
            Key(_SIDE, lambda s, x, y: _square(s, x, y - 2.3, _SIDE, "", new=False), earlier)
        )
    told = wave_words(waves[-1:]) or "papier"
    keys.append(Key(_SIDE, lambda s, x, y: _square(s, x, y - 2.3, _SIDE, "", new=True), told))
    if (data["grade"] != "").any():
        keys.append(Key(8, _letters, "catégorie de qui a écrit, quand on la sait"))
    return keys


def _letters(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x, y, "A, B, C", 7, colour=SOFT, down="middle")


def _alt(matter: Matter, cells: Cells, data: pd.DataFrame) -> str:
    lines = []
    for row in cells.rows:
        said = []
        for column in cells.columns:
            here = data[(data["row"] == row) & (data["column"] == column)]
            if len(here):
                grades = here.loc[here["grade"] != "", "grade"].value_counts().sort_index()
                told = listed([f"{grade} {count}" for grade, count in grades.items()])
                count = plural(len(here), "papier")
                said.append(f"{cells.labels[column]} {count}" + (f" ({told})" if told else ""))
        if said:
            lines.append(f"{cells.labels[row]} : {' ; '.join(said)}.")
    return alternative(matter, TITLE, lines or ["Aucun papier dans une case."])
