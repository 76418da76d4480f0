"""Field and literature side by side on one grid: what one says that the other does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from transfo_analysis.display.grid import Cells, Grid, Key, Part, draw_keys, keys_height, lay, parts
from transfo_analysis.display.page import Chart, alternative, grid_caution, kept, open_page
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import FIELD, INK, LITERATURE, RULE, SOFT
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["sides"]

TITLE = "Le terrain et les études, côte à côte"


def sides(matter: Matter) -> Chart:
    """Draw people heard and studies read in each cell of the grid."""
    cells = Cells.of(matter)
    data = _data(matter, cells)
    proposed = {
        (row, column): int(count)
        for row, column, count in data[["row", "column", "suggested_studies"]].itertuples(
            index=False
        )
    }
    says = Counter(data["says"])
    summary = ", ".join(
        plural(says[name], "case") + f" : {words}"
        for name, words in (
            ("les deux", "le terrain et les études"),
            ("terrain seulement", "le terrain seulement"),
            ("études seulement", "les études seulement"),
        )
    )
    sheets = tuple(
        _sheet(matter, cells, proposed, part, summary) for part in parts(cells.rows, cells.columns)
    )
    lines = [f"Codages validés, {summary}."]
    for row in cells.rows:
        said = []
        for column in cells.columns:
            words = _words(cells.counts[row, column], proposed[row, column])
            if words:
                said.append(f"{cells.labels[column]} {words}")
        lines.append(f"{cells.labels[row]} : {' ; '.join(said) or 'rien'}.")
    return Chart("terrain-et-veille", TITLE, sheets, data, alternative(matter, TITLE, lines))


def _data(matter: Matter, cells: Cells) -> pd.DataFrame:
    names = ["case", "row", "column", "people", "excerpts", "studies", "suggested_people"]
    table = matter.cross_table.cells
    data = table[names].copy()
    data.insert(3, "row_label", data["row"].map(cells.labels))
    data.insert(4, "column_label", data["column"].map(cells.labels))
    notes = matter.documents[matter.documents["kind"] == "literature_note"]
    study = {
        document: name or document
        for document, name in notes[["document_id", "study"]].itertuples(index=False)
    }
    document = dict(
        zip(matter.suggestions["suggestion_id"], matter.suggestions["document_id"], strict=True)
    )
    data["suggested_studies"] = [
        len({study[d] for one in split_ids(ids) if (d := document.get(one, "")) in study})
        for ids in table["suggestion_ids"]
    ]
    said = {
        (True, True): "les deux",
        (True, False): "terrain seulement",
        (False, True): "études seulement",
        (False, False): "ni l’un ni l’autre",
    }
    data["says"] = [
        said[bool(excerpts), bool(studies)]
        for excerpts, studies in data[["excerpts", "studies"]].itertuples(index=False)
    ]
    return data


def _words(cell: dict[str, int], proposed: int) -> str:
    said = []
    if cell["people"] or cell["excerpts"]:
        said.append(f"terrain {plural(cell['people'], 'personne')}")
    if cell["studies"]:
        said.append(plural(cell["studies"], "étude"))
    offered = []
    if cell["suggested_people"]:
        offered.append(f"terrain {plural(cell['suggested_people'], 'personne')}")
    if proposed:
        offered.append(plural(proposed, "étude"))
    words = ", ".join(said)
    return (words + (f" (proposé : {', '.join(offered)})" if offered else "")).strip()


def _sheet(
    matter: Matter, cells: Cells, proposed: dict[tuple[str, str], int], part: Part, summary: str
) -> Sheet:
    page = open_page(
        matter,
        part.paper,
        TITLE,
        "Dans chaque case, à gauche, les personnes entendues sur le terrain ; à droite, les études "
        f"lues. Un côté vide est une question à poser. {summary[0].upper()}{summary[1:]}.",
        number=part.number,
        of=part.of,
        note=kept(matter),
        caution=grid_caution(matter),
    )
    keys = [
        Key(7, lambda s, x, y: _side(s, x, y - 1.9, 7, 3.8, "n", "field"), "personnes entendues"),
        Key(
            7, lambda s, x, y: _side(s, x, y - 1.9, 7, 3.8, "n", "study"), "études, codages validés"
        ),
        Key(
            7,
            lambda s, x, y: _side(s, x, y - 1.9, 7, 3.8, "n", "proposed"),
            "proposé par le programme (personnes, ou études), non validé",
        ),
    ]
    grid = lay(page, part, cells.labels, below=keys_height(keys, page.width) + 4)
    for row in part.rows:
        for column in part.columns:
            _cell(page.sheet, grid, row, column, cells.counts[row, column], proposed[row, column])
    draw_keys(page.sheet, page.left, grid.bottom + 4, page.width, keys)
    return page.sheet


def _cell(
    sheet: Sheet, grid: Grid, row: str, column: str, cell: dict[str, int], proposed: int
) -> None:
    x, y = grid.corner(row, column)
    gap = min(0.5, grid.cell_width / 24)
    width, height = grid.cell_width / 2 - 1.5 * gap, grid.cell_height - 2 * gap
    left, right, top = x + gap, x + grid.cell_width / 2 + gap / 2, y + gap
    sheet.rect(
        x + gap / 2, y + gap / 2, grid.cell_width - gap, grid.cell_height - gap, edge=RULE, line=0.4
    )
    middle = x + grid.cell_width / 2
    sheet.line(middle, top + height * 0.2, middle, top + height * 0.8, colour=RULE, line=0.4)
    if cell["people"] or cell["excerpts"]:
        _side(sheet, left, top, width, height, str(cell["people"]), "field")
    elif cell["suggested_people"]:
        _side(sheet, left, top, width, height, str(cell["suggested_people"]), "proposed")
    if cell["studies"]:
        _side(sheet, right, top, width, height, str(cell["studies"]), "study")
    elif proposed:
        _side(sheet, right, top, width, height, str(proposed), "proposed")


def _side(
    sheet: Sheet, x: float, y: float, width: float, height: float, words: str, layer: str
) -> None:
    """Draw one half of a cell: full for the field, outlined for studies, dashed if proposed."""
    size = max(4.0, min(9.0, height * 1.2, width * 0.95))
    middle, centre = x + width / 2, y + height / 2
    if layer == "field":
        sheet.rect(x, y, width, height, fill=FIELD)
        sheet.text(
            middle, centre, words, size, face="bold", colour="#ffffff", across="center",
            down="middle",
        )  # fmt: skip
    elif layer == "study":
        inset = min(0.4, width / 12)
        sheet.rect(
            x + inset, y + inset, width - 2 * inset, height - 2 * inset, edge=LITERATURE, line=1.2
        )
        sheet.text(
            middle, centre, words, size, face="bold", colour=LITERATURE, across="center",
            down="middle",
        )  # fmt: skip
    else:
        wide, tall = min(width - 0.8, 7.0), min(height - 1.0, 5.0)
        sheet.rect(
            middle - wide / 2, centre - tall / 2, wide, tall, edge=SOFT, line=0.6, dashed=True
        )
        sheet.text(
            middle, centre, words, size * 0.85, face="italic", colour=INK, across="center",
            down="middle",
        )  # fmt: skip
