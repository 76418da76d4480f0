"""The counts of every cell: people first, each count with the identifiers behind it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.crosstable.crossings import FIELD, Crossings
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.join import Ints, Spans, cells_of, distinct, stretches
from transfo_analysis.tables import REPORTED, SEPARATOR, VERBATIM, validate

if TYPE_CHECKING:
    from transfo_analysis.settings import Case

__all__ = ["count_cells", "heard", "seen", "suggested_entries"]


def heard(data: pd.DataFrame) -> pd.Series[str]:
    """Return who is heard in each row, "" when nobody with a name is.

    A respondent, or someone who is being observed and whose own words were noted.
    """
    person, role, register = (data[name].to_numpy() for name in ("person", "role", "register"))
    own = (register == VERBATIM) | (register == REPORTED)
    speaks = (role == "respondent") | ((role == "observed") & own)
    return pd.Series(np.where(speaks, person, ""), data.index, dtype=object, name="person")


def seen(data: pd.DataFrame) -> pd.Series[str]:
    """Return who is observed in each row and says nothing there, "" when nobody is."""
    return data["person"].where((data["role"] == "observed") & (heard(data) == ""), "")


def count_cells(
    case: Case, grid: Grid, crossings: Crossings, wall: pd.DataFrame, proposed: pd.DataFrame
) -> pd.DataFrame:
    """Return the table "cross_table" of a grid, empty cells too.

    Parameters
    ----------
    crossings : those that pass the filters
    wall : passages of the wall table with their cell
    proposed : crossings proposed with their passage
    """
    size = grid.size
    field, read = crossings.of_kind(*FIELD), crossings.of_kind("literature_note")
    codings = crossings.codings
    watched = field.of_kind("observation")
    cell, entry = suggested_entries(grid, proposed)
    proposals = proposed.iloc[entry]
    papers = wall[["cell", "document_id", "turn"]].drop_duplicates()
    cells = {
        "case": case.id,
        "row": np.repeat(np.array(grid.rows, dtype=object), len(grid.columns)),
        "column": np.tile(np.array(grid.columns, dtype=object), len(grid.rows)),
        "people": _distinct(field.cell, heard(codings), field.place, size),
        "documents": _distinct(field.cell, codings["document_id"], field.words, size),
        "excerpts": stretches(field.cell, _spans(codings, field.words), size),
        "coding_ids": _ids(
            np.concatenate([field.cell] * 2),
            codings["coding_id"],
            np.concatenate([field.row, field.column]),
            size,
        ),
        "observed": _distinct(field.cell, seen(codings), field.place, size),
        "situations": _distinct(watched.cell, codings["situation"], watched.place, size),
        "wall_rows": np.bincount(papers["cell"].to_numpy(dtype="int64"), minlength=size),
        "wall_ids": _names(wall["cell"].to_numpy(dtype="int64"), wall["passage_id"], size),
        "studies": _distinct(read.cell, _study(codings), read.place, size),
        "study_ids": _ids(
            np.concatenate([read.cell] * 2),
            codings["coding_id"],
            np.concatenate([read.row, read.column]),
            size,
        ),
        "suggested_people": _distinct(cell, heard(proposed), entry, size),
        "suggested_passages": _distinct(cell, proposed["passage_id"], entry, size),
        "suggestion_ids": _names(cell, proposals["suggestion_ids"], size),
    }
    return validate("cross_table", pd.DataFrame(cells))


def suggested_entries(grid: Grid, proposed: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the cells of the crossings proposed, and the position of each."""
    return grid.spread(
        grid.numbers(proposed["row"], grid.row_family),
        grid.numbers(proposed["column"], grid.column_family),
    )


def _study(codings: pd.DataFrame) -> pd.Series[str]:
    return codings["study"].where(codings["study"] != "", codings["document_id"])


def _distinct(cell: Ints, values: pd.Series[str], at: Ints, size: int) -> Ints:
    """Return how many distinct values, "" apart, each cell holds."""
    # only the rows that are used are looked at
    number, names = pd.factorize(values)
    nobody = np.flatnonzero(names == "")
    if len(nobody):
        number = np.where(number == nobody[0], -1, number)
    return distinct(cell, number[at], size)


def _spans(codings: pd.DataFrame, at: Ints) -> Spans:
    document, _ = pd.factorize(codings["document_id"])
    return Spans(
        document.astype(np.int64)[at],
        codings["start"].to_numpy(dtype=np.int64)[at],
        codings["end"].to_numpy(dtype=np.int64)[at],
    )


def _ids(cell: Ints, names: pd.Series[str], at: Ints, size: int) -> list[str]:
    """Return the sorted identifiers that each cell holds, by position in `names`."""
    # numbers are sorted rather than words: each used name gets its rank once
    used = np.unique(at)
    known = names.to_numpy(dtype=object)[used]
    order = sorted(range(len(used)), key=known.__getitem__)
    rank = np.zeros(len(names), dtype=np.int64)
    rank[used[order]] = np.arange(len(used))
    ranked = known[order]
    cells, ranks = cells_of(cell, rank[at])
    bounds = np.searchsorted(cells, np.arange(size + 1))
    return [SEPARATOR.join(ranked[ranks[first:last]]) for first, last in pairwise(bounds)]


def _names(cell: Ints, names: pd.Series[str], size: int) -> list[str]:
    """Return the sorted identifiers of each cell, from cells of several identifiers."""
    held: list[set[str]] = [set() for _ in range(size)]
    for at, name in zip(cell.tolist(), names, strict=True):
        held[at].update(name.split(SEPARATOR) if name else ())
    return [SEPARATOR.join(sorted(one)) for one in held]
