"""All that the other exercises amount to: what a run writes, charts show and the guard reads."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from transfo_analysis.errors import Notice

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Exercised"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Exercised:
    """The tables of the exercises, each named as it is declared; empty ones have no rows.

    Parameters
    ----------
    positions, arguments : of the debates
    notices : what was not understood in the material of the exercises
    """

    positions: pd.DataFrame
    arguments: pd.DataFrame
    notices: tuple[Notice, ...] = ()
    presence: pd.DataFrame
    absent_groups: pd.DataFrame
    to_meet: pd.DataFrame
    one_grade_cells: pd.DataFrame
    lexicon: pd.DataFrame
    passing_words: pd.DataFrame
    word_places: pd.DataFrame
    trials: pd.DataFrame
    carried_over: pd.DataFrame
    work_plan: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by its name, in the order of the exercises."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "notices"}
