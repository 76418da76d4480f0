"""A cross table that opens: from every number down to the words behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from transfo_analysis.crosstable import asked as _asked
from transfo_analysis.crosstable.count import suggested_entries
from transfo_analysis.crosstable.crossings import FIELD, Crossings
from transfo_analysis.crosstable.filters import Filters
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.page import page
from transfo_analysis.crosstable.quotes import crossing_quotes, no_quotes, passage_quotes
from transfo_analysis.errors import Notice, ProjectError
from transfo_analysis.typography import french

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["EMPTY_KINDS", "SAID_OTHERWISE", "CrossTable", "Layer"]

Layer = Literal["validated", "suggested", "wall", "studies", "all"]
LAYERS = ("validated", "suggested", "wall", "studies")
# people spoke of the row, and nothing that they said was coded in the column
SAID_OTHERWISE = "évoqué, rien dans cette colonne"
# the kinds of an empty cell, from what says least to what says most
EMPTY_KINDS = (_asked.UNKNOWN, _asked.NOT_ASKED, _asked.UNANSWERED, SAID_OTHERWISE)
NOTHING_CODED = "rien n’est encore codé"


@dataclass(frozen=True, eq=False)
class CrossTable:
    """Rows × columns of two code families, each cell with what stands behind it.

    Made by `cross_table`. The headline figure is people heard; passages of one mouth are
    not independent, so there are no expected counts, residuals or shares of passages.

    Parameters
    ----------
    case, grid, filters : what was crossed, and what was kept
    cells : table "cross_table"
    crossings : validated crossings behind it
    wall : passages of the wall table, with their cell
    proposed : crossings proposed by the program, with their passage
    is_empty : nobody has coded anything of these families in this case yet
    notices : labels of the wall that are no codes, codes that the codebook lost
    explorer : opens the table in a window; a project gives it, this room knows no window
    """

    case: Case
    grid: Grid
    filters: Filters
    corpus: Corpus
    cells: pd.DataFrame
    crossings: Crossings
    wall: pd.DataFrame
    proposed: pd.DataFrame
    suggestions: pd.DataFrame
    questions: pd.DataFrame | None
    is_empty: bool
    notices: tuple[Notice, ...]
    explorer: Callable[[CrossTable], Any] | None = field(default=None, repr=False)

    def explore(self) -> Any:
        """Open the table in a notebook: every cell a button, every number open to its quotes.

        Raises
        ------
        ProjectError
            If the table was not made by a project.
        """
        if self.explorer is None:
            raise ProjectError(
                "Ce tableau n’a pas de projet : il n’y a pas de fenêtre où l’ouvrir.",
                cure="Demandez-le par projet.cross_table(…).explore().",
            )
        return self.explorer(self)

    @property
    def rows(self) -> tuple[str, ...]:
        """The row codes, in order."""
        return self.grid.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The column codes, in order."""
        return self.grid.columns

    @property
    def note(self) -> str:
        """What must be said above the table, in French; "" when nothing must."""
        if self.is_empty:
            return french(NOTHING_CODED)
        if not self.cells[["excerpts", "studies"]].to_numpy().any():
            return french("aucun croisement codé avec ces filtres")
        return ""

    def label(self, code: str) -> str:
        """Return a code's label for the screen."""
        return self.grid.codebook.label(code)

    def cell(self, row: str, column: str) -> pd.Series:
        """Return one line of `cells`; codes may be written as names, identifiers, labels.

        Raises
        ------
        CodebookError
            If the table has no such row or column.
        """
        return self.cells.iloc[self._number(row, column)]

    def quotes(self, row: str, column: str, layer: Layer = "validated") -> pd.DataFrame:
        """Return the words behind a cell, in the order of documents.

        Parameters
        ----------
        row, column : codes, as names, identifiers or labels
        layer : validated codings of the field (default), suggested, wall, studies, or all

        Raises
        ------
        CodebookError
            If the table has no such row or column.
        ValueError
            If there is no such layer.
        """
        number = self._number(row, column)
        if layer == "all":
            parts = [self._layer(number, one) for one in LAYERS]
            full = [part for part in parts if len(part)]
            return pd.concat(full, ignore_index=True) if full else no_quotes()
        return self._layer(number, layer)

    def _layer(self, number: int, layer: str) -> pd.DataFrame:
        if layer in ("validated", "studies"):
            kinds = FIELD if layer == "validated" else ("literature_note",)
            here = self.crossings.where(self.crossings.cell == number).of_kind(*kinds)
            return crossing_quotes(here, self.corpus, layer)
        if layer == "wall":
            papers = self.wall[self.wall["cell"] == number]
            sources = papers["wall_source"].fillna("")
            return passage_quotes(papers.assign(source=sources), self.corpus, layer)
        if layer == "suggested":
            cell, entry = suggested_entries(self.grid, self.proposed)
            here_too = self.proposed.iloc[sorted(set(entry[cell == number].tolist()))]
            codes = here_too["row"] + " " + here_too["column"]
            return passage_quotes(here_too.assign(codes=codes), self.corpus, layer)
        raise ValueError(
            french(
                f"La couche « {layer} » n’existe pas : choisissez parmi {', '.join(LAYERS)}, all."
            )
        )

    @cached_property
    def asked(self) -> pd.DataFrame:
        """Table "asked": per person heard and row code, said, asked or not."""
        return _asked.asked_states(
            self.corpus,
            self.crossings,
            suggestions=self.suggestions,
            proposed=self.proposed,
            questions=self.questions,
            grid=self.grid,
            filters=self.filters,
            case=self.case,
        )

    def empty_kind(self, row: str, column: str) -> str:
        """Return which kind of empty a cell mostly is, one of `EMPTY_KINDS`.

        Counted by person; on a tie, the kind that claims least. "" for a cell that holds
        validated codings, wall rows or studies.
        """
        cell = self.cell(row, column)
        if cell[["excerpts", "wall_rows", "studies"]].any():
            return ""
        counts = self._states.get(cell["row"], Counter())
        # of equal counts, max keeps the first: the one that claims least
        return max(EMPTY_KINDS, key=lambda kind: counts[kind])

    @cached_property
    def _states(self) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = {}
        for row, state in self.asked[["row", "state"]].itertuples(index=False):
            kind = SAID_OTHERWISE if state in (_asked.UNASKED, _asked.PROMPTED) else state
            counts.setdefault(row, Counter())[kind] += 1
        return counts

    def field_and_literature(self) -> pd.DataFrame:
        """Return, cell by cell, what the field says beside what the studies say.

        Columns: case, row, column, people, documents, studies, says (« les deux »,
        « terrain seulement », « études seulement », « ni l’un ni l’autre »), coding_ids,
        study_ids. The wall is neither: it reports both.
        """
        names = ["case", "row", "column", "people", "documents", "studies"]
        data = self.cells[names].copy()
        field, read = self.cells["excerpts"] > 0, self.cells["studies"] > 0
        says = {
            (True, True): "les deux",
            (True, False): "terrain seulement",
            (False, True): "études seulement",
            (False, False): "ni l’un ni l’autre",
        }
        data["says"] = [says[bool(f), bool(r)] for f, r in zip(field, read, strict=True)]
        data["coding_ids"], data["study_ids"] = self.cells["coding_ids"], self.cells["study_ids"]
        return data

    def _number(self, row: str, column: str) -> int:
        grid = self.grid
        return grid.cell(grid.named(row, grid.row_family), grid.named(column, grid.column_family))

    def __repr__(self) -> str:
        families = f"{self.grid.row_family} × {self.grid.column_family}"
        return french(
            f"Tableau croisé {families} ({self.case.id})" + (f" : {self.note}" if self.note else "")
        )

    def _repr_html_(self) -> str:
        return page(self)
