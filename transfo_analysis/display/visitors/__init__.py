"""The page that visitors open from a code on the wall: one file, nothing fetched.

Everything on it comes from a `Release`, which holds cleared strings only. It is read
without scripts too; the one script, whose hash the page declares, only searches.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.bands import NOT_TOLD, signs
from transfo_analysis.display.style import ink_on
from transfo_analysis.guard.release import NOT_SHOWN, SHOWN, Grid, Release
from transfo_analysis.typography import french, plural, printed

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["page"]

# the three columns of the sorting, as the wall has them
_ORDER = ("lesson", "dysfunction", "next_work")
_ACCENT = "#1f4e79"


def page(release: Release, *, accent: str = _ACCENT) -> str:
    """Return the visitors' page of a release, as one HTML file.

    From a cell of the table one goes to its quotes and back; findings stand in their
    columns with what speaks for and against them. No network, no date, no name but those
    of the release.

    Parameters
    ----------
    release : what may be shown
    accent : colour of links and marks on light paper, as `#rrggbb`

    Examples
    --------
    >>> from transfo_analysis.guard.release import Release
    >>> release = Release("Nos trajets", "", (), False, False, 1, "", (), (), None, None, "")
    >>> page(release).startswith("<!doctype html>")
    True
    """
    script = _asset("visitors.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _template().render(
        release=release,
        grids=[_grid(grid, rank) for rank, grid in enumerate(release.grids, start=1)],
        columns=_columns(release),
        style=_asset("visitors.css")
        .replace("/*accent*/", accent)
        .replace("/*on-accent*/", ink_on(accent)),
        script=script,
        script_hash=digest,
        not_told=NOT_TOLD,
    )


def _grid(grid: Grid, rank: int) -> dict[str, Any]:
    """Return a grid as its lines of cells, each with the place of its quotes."""
    lines = []
    for row_rank, row in enumerate(grid.rows, start=1):
        cells = []
        for column_rank, column in enumerate(grid.columns, start=1):
            key = (row.code, column.code)
            cell, quotes = grid.cells[key], grid.quotes.get(key, ())
            cells.append(
                {
                    "id": f"t{rank}-{row_rank}-{column_rank}",
                    "column": column,
                    "shown": cell.shown,
                    "count": cell.count,
                    "state": SHOWN if cell.shown else NOT_SHOWN,
                    "quotes": quotes,
                    "opens": plural(len(quotes), "citation"),
                }
            )
        lines.append({"row": row, "cells": cells})
    return {"grid": grid, "id": f"t{rank}", "lines": lines}


def _columns(release: Release) -> list[dict[str, Any]]:
    """Return the findings under the headings of their columns, in the wall's order."""
    kinds = {finding.kind: finding.kind_label for finding in release.findings}
    known = [kind for kind in _ORDER if kind in kinds]
    return [
        {
            "label": kinds[kind],
            "id": f"constats-{rank}",
            "findings": [one for one in release.findings if one.kind == kind],
        }
        for rank, kind in enumerate([*known, *sorted(set(kinds) - set(known))], start=1)
    ]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.filters.update(fr=french, printed=printed, signs=signs)
    return made.from_string(_asset("visitors.html.j2"))


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8").rstrip("\n")
