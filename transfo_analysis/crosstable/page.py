"""A cross table as a table of a web page: read by eye, in grey, or by a screen reader."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    from transfo_analysis.crosstable.table import CrossTable

__all__ = ["page"]


def page(table: CrossTable) -> str:
    """Return a cross table as HTML: people first, every text escaped.

    What the program proposes is marked by words, never by colour alone.
    """
    grid = table.grid
    names = [grid.codebook.family(f).label for f in (grid.row_family, grid.column_family)]
    caption = [f"{names[0]} × {names[1]} : {table.case.title}."]
    if table.note:
        caption.append(f"{table.note[0].upper()}{table.note[1:]}.")
    caption.append(
        "Le nombre est celui des personnes entendues ; « proposées » : personnes dont le "
        "programme propose un passage que personne n’a encore validé."
    )
    if kept := table.filters.french():
        caption.append(f"Filtres : {kept}.")
    cells = table.cells.to_dict("records")
    width = len(grid.columns)
    where = "débat" if set(table.wall["kind"]) == {"debate"} else "mur"
    lines = [
        "<table>",
        f"<caption>{_text(' '.join(caption))}</caption>",
        f"<thead><tr>{_head(names[0], 'col')}",
        *(_head(table.label(code), "col") for code in grid.columns),
        "</tr></thead>",
        "<tbody>",
    ]
    for at, code in enumerate(grid.rows):
        label = ("– " if grid.codebook.parent(code) else "") + table.label(code)
        body = "".join(
            f"<td>{_cell(pd.Series(cell), where)}</td>"
            for cell in cells[at * width : (at + 1) * width]
        )
        lines.append(f"<tr>{_head(label, 'row')}{body}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])


def _head(label: str, scope: str) -> str:
    return f'<th scope="{scope}">{_text(label)}</th>'


def _cell(cell: pd.Series, where: str) -> str:
    parts = [f"<strong>{cell['people']}</strong>"]
    if cell["suggested_people"] or cell["suggested_passages"]:
        proposed = (
            plural(cell["suggested_people"], "proposée")
            if cell["suggested_people"]
            else plural(cell["suggested_passages"], "passage proposé", "passages proposés")
        )
        parts.append(_text(f"({proposed})"))
    apart = [
        plural(cell["excerpts"], "extrait") if cell["excerpts"] else "",
        plural(cell["observed"], "observée") if cell["observed"] else "",
        f"{where} : {cell['wall_rows']}" if cell["wall_rows"] else "",
        plural(cell["studies"], "étude") if cell["studies"] else "",
    ]
    small = ", ".join(part for part in apart if part)
    return " ".join(parts) + (f"<br><small>{_text(small)}</small>" if small else "")


def _text(text: str) -> str:
    return escape(french(text))
