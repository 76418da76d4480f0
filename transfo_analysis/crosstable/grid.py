"""The two families crossed: which codes make rows and columns, and what counts in what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.crosstable.join import Ints
from transfo_analysis.errors import CodebookError

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook

__all__ = ["Grid"]


@dataclass(frozen=True, eq=False)
class Grid:
    """Rows × columns; a cell's number is `row × len(columns) + column`.

    Parameters
    ----------
    row_family, column_family : identifiers of the families
    rows, columns : full names of codes, in the codebook's order, then those that were
        used and are no longer in it
    """

    codebook: Codebook
    row_family: str
    column_family: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def make(cls, codebook: Codebook, rows: str, columns: str, used: pd.Series[str]) -> Grid:
        """Lay out a grid.

        Raises
        ------
        CodebookError
            If a family does not exist, or both are one.
        """
        if rows == columns:
            raise CodebookError(
                f"Les lignes et les colonnes sont la même famille de codes (« {rows} »).",
                cure="Choisissez deux familles différentes.",
            )
        known = {family: codebook.names(family) for family in (rows, columns)}
        for code in sorted(set(used.unique())):
            family = code.split(":")[0]
            if family in known and code not in known[family]:
                known[family].append(code)
        return cls(codebook, rows, columns, tuple(known[rows]), tuple(known[columns]))

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.rows) * len(self.columns)

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {
            family: {code: at for at, code in enumerate(codes)}
            for family, codes in (
                (self.row_family, self.rows),
                (self.column_family, self.columns),
            )
        }

    def numbers(self, codes: pd.Series[str], family: str) -> Ints:
        """Return the number of each code on the side of a family; −1 if it is not there."""
        known = self._numbers[family]
        uniques, names = pd.factorize(codes)
        table = np.array([*(known.get(str(name), -1) for name in names), -1], dtype=np.int64)
        return table[uniques]

    def cell(self, row: str, column: str) -> int:
        """Return the number of a cell that is in the grid."""
        rows, columns = self._numbers[self.row_family], self._numbers[self.column_family]
        return rows[row] * len(self.columns) + columns[column]

    def named(self, written: str, family: str) -> str:
        """Return the full name of a code written as name, identifier or label.

        Raises
        ------
        CodebookError
            If the grid has no such code on that side.
        """
        known = self.rows if family == self.row_family else self.columns
        if written in known:
            return written
        if found := self.codebook.find(written, family):
            return found
        self.codebook[written]  # its message offers the nearest code
        raise CodebookError(
            f"Le code « {written} » n’est pas de la famille « {family} ».",
            cure="Choisissez parmi : " + ", ".join(known) + ".",
        )

    def spread(self, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
        """Return the cells that pairs of codes count in, and the pair behind each.

        A sub-code counts in its own row and in its parent's, and so do columns; a number
        below 0 counts nowhere.
        """
        pair = np.arange(len(rows))
        cells, pairs = [], []
        for up_row in (False, True):
            for up_column in (False, True):
                row = self._parents(self.rows)[rows] if up_row else rows
                column = self._parents(self.columns)[columns] if up_column else columns
                kept = (row >= 0) & (column >= 0)
                cells.append((row * len(self.columns) + column)[kept])
                pairs.append(pair[kept])
        return np.concatenate(cells), np.concatenate(pairs)

    def _parents(self, codes: tuple[str, ...]) -> Ints:
        # one more place, so that "no code" (−1) finds "no parent" there
        numbers = {code: at for at, code in enumerate(codes)}
        parents = [numbers.get(self.codebook.parent(code), -1) for code in codes]
        return np.array([*parents, -1], dtype=np.int64)
