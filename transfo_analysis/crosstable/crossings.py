"""The crossings of the validated codings: a row code and a column code held together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.coding.consensus import REPLACED
from transfo_analysis.crosstable.filters import Filters, written_purposes
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.join import Ints, Spans, overlapping
from transfo_analysis.tables import PLACED

if TYPE_CHECKING:
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

__all__ = ["Crossings", "cross", "in_force"]

# what was heard and seen: who speaks there is a person heard; the wall and studies are apart
FIELD = ("interview", "observation", "debate", "debriefing", "method_note")


@dataclass(frozen=True, eq=False)
class Crossings:
    """Crossings as positions in a table of codings; one entry per cell they count in.

    Parameters
    ----------
    codings : the codings in force of the case, with a place in today's texts
    kept : which of them pass the filters and are evidence
    cell : number of the cell
    row, column : the two codings held together
    place : the one of the two that says who speaks, where and how
    words : the one of the two whose words are quoted
    """

    codings: pd.DataFrame
    kept: np.ndarray
    cell: Ints
    row: Ints
    column: Ints
    place: Ints
    words: Ints

    def where(self, mask: np.ndarray) -> Crossings:
        """Return some of the crossings."""
        return Crossings(
            self.codings,
            self.kept,
            self.cell[mask],
            self.row[mask],
            self.column[mask],
            self.place[mask],
            self.words[mask],
        )

    def of_kind(self, *kinds: str) -> Crossings:
        """Return those whose words stand in some kinds of document."""
        return self.where(self.codings["kind"].iloc[self.place].isin(kinds).to_numpy())


def in_force(codings: pd.DataFrame, case_id: str) -> pd.DataFrame:
    """Return the codings of a case that count: placed in today's texts, not replaced by a consensus."""
    kept = codings["status"].isin(PLACED) & (codings["case"] == case_id)
    kept &= codings["consensus"] != REPLACED
    if kept.all() and isinstance(codings.index, pd.RangeIndex):
        return codings
    return codings[kept].reset_index(drop=True)


def cross(
    codings: pd.DataFrame, state: State, grid: Grid, filters: Filters, corpus: Corpus
) -> Crossings:
    """Find every crossing among codings in force (see `in_force`).

    Two codings cross when one coder put them on excerpts that overlap, or when someone
    linked them. Who speaks: where the overlap begins, which is where the later of the
    two begins; if that is a question, the other of the two; of a link, the column coding,
    for the row is often named in the question.
    """
    row_of = grid.numbers(codings["code"], grid.row_family)
    column_of = grid.numbers(codings["code"], grid.column_family)
    rows, columns = np.flatnonzero(row_of >= 0), np.flatnonzero(column_of >= 0)
    spans = _spans(codings)
    left, right = overlapping(spans.take(rows), spans.take(columns))
    row, column = rows[left], columns[right]
    evidence = codings["evidence"].to_numpy(dtype=bool)
    place = np.where(spans.start[row] > spans.start[column], row, column)
    place = np.where(evidence[place], place, np.where(evidence[column], column, row))
    words = np.where(evidence[column], column, row)

    linked = _linked(codings, state, row_of, column_of)
    row, column = np.concatenate([row, linked[0]]), np.concatenate([column, linked[1]])
    place, words = np.concatenate([place, linked[2]]), np.concatenate([words, linked[2]])

    allowed = evidence & filters.places(codings, corpus)
    tells = _tells(codings, spans, filters, corpus)
    cell, pair = grid.spread(row_of[row], column_of[column])
    found = Crossings(
        codings, allowed & tells, cell, row[pair], column[pair], place[pair], words[pair]
    )
    # the trip must be of a purpose kept wherever the two excerpts stand
    return found.where(allowed[found.place] & tells[found.row] & tells[found.column])


def _spans(codings: pd.DataFrame) -> Spans:
    """Return the places of codings, kept apart by document and coder."""
    document, _ = pd.factorize(codings["document_id"])
    coder, coders = pd.factorize(codings["coder"])
    return Spans(
        (document * max(len(coders), 1) + coder).astype(np.int64),
        codings["start"].to_numpy(dtype=np.int64),
        codings["end"].to_numpy(dtype=np.int64),
    )


def _tells(codings: pd.DataFrame, spans: Spans, filters: Filters, corpus: Corpus) -> np.ndarray:
    if not filters.purposes:
        return np.ones(len(codings), dtype=bool)
    prefix = f"{filters.purpose_family}:"
    uniques = [code for code in codings["code"].unique() if code.startswith(prefix)]
    marks = np.flatnonzero(codings["code"].isin(uniques).to_numpy())
    return filters.trips(
        spans,
        codings["document_id"],
        spans.take(marks),
        codings["code"].iloc[marks],
        written_purposes(corpus),
    )


def _linked(codings: pd.DataFrame, state: State, row_of: Ints, column_of: Ints) -> list[Ints]:
    """Return the row, column and speaking codings of the links, whichever way one crosses."""
    found: list[list[int]] = [[], [], []]
    if state.links:
        position = {name: at for at, name in enumerate(codings["coding_id"])}
        for first, second in sorted(state.links):
            a, b = position.get(first, -1), position.get(second, -1)
            if a < 0 or b < 0:
                continue
            for row, column in ((a, b), (b, a)):
                if row_of[row] >= 0 and column_of[column] >= 0:
                    for values, value in zip(found, (row, column, b), strict=True):
                        values.append(value)
    return [np.array(values, dtype=np.int64) for values in found]
