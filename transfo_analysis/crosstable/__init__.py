"""Rows × columns of two code families: people first, each cell keeping what is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.coding.rereading import orphans
from transfo_analysis.crosstable.count import count_cells
from transfo_analysis.crosstable.crossings import cross, in_force
from transfo_analysis.crosstable.filters import UNTOLD, Filters
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.layers import suggested, wall, with_coded
from transfo_analysis.crosstable.table import EMPTY_KINDS, CrossTable
from transfo_analysis.tables import frame

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["EMPTY_KINDS", "UNTOLD", "CrossTable", "cross_table"]


def cross_table(
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    suggestions: pd.DataFrame | None,
    suggested_crossings: pd.DataFrame | None,
    codebook: Codebook,
    case: Case,
    *,
    rows: str | None = None,
    columns: str | None = None,
    waves: Iterable[str] = (),
    kinds: Iterable[str] = (),
    registers: Iterable[str] = (),
    grades: Iterable[str] = (),
    trades: Iterable[str] = (),
    services: Iterable[str] = (),
    purposes: Iterable[str] | None = None,
    questions: pd.DataFrame | None = None,
) -> CrossTable:
    """Cross two code families of a case; every number opens to the words behind it.

    Counts come from validated codings only. People heard are respondents whose own words
    carry the crossing; the wall, the studies and the people observed are counted apart,
    and so is what the program proposes.

    Parameters
    ----------
    suggestions, suggested_crossings : what the program proposes; None if nothing does
    rows, columns : families of the codebook (default: those of the case)
    waves, kinds, registers, grades, trades, services : keep these only; empty keeps all
    purposes : keep these purposes of trips; `UNTOLD` keeps what tells none; an empty tuple
        keeps everything; None (default) follows the case's own filter
    questions : document_id, turn, code of what the interviewer's questions name

    Raises
    ------
    CodebookError
        If a family does not exist, or rows and columns are one family.
    SettingsError
        If a filter asks for a value that nothing has.
    """
    mine = in_force(codings, case.id)
    grid = Grid.make(codebook, rows or case.row_family, columns or case.column_family, mine["code"])
    given = {
        "waves": waves,
        "kinds": kinds,
        "registers": registers,
        "grades": grades,
        "trades": trades,
        "services": services,
    }
    families = (grid.row_family, grid.column_family)
    filters = Filters.make(
        given, purposes, corpus=corpus, codebook=codebook, case=case, crossed=families
    )
    crossings = cross(mine, state, grid, filters, corpus)
    papers, notices = wall(corpus, grid, filters, case)
    papers = with_coded(papers, corpus, crossings.of_kind("wall_table"))
    proposals = frame("suggestions", []) if suggestions is None else suggestions
    proposals = proposals[proposals["case"] == case.id]
    pairs = frame("suggested_crossings", []) if suggested_crossings is None else suggested_crossings
    proposed = suggested(
        corpus, mine, state, proposals, pairs, grid=grid, filters=filters, case=case
    )
    return CrossTable(
        case=case,
        grid=grid,
        filters=filters,
        corpus=corpus,
        cells=count_cells(case, grid, crossings, papers, proposed),
        crossings=crossings,
        wall=papers,
        proposed=proposed,
        suggestions=proposals,
        questions=questions,
        is_empty=not any(code.split(":")[0] in families for code in mine["code"].unique()),
        notices=(*notices, *orphans(codings, state, codebook, families)),
    )
