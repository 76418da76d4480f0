"""What the moving debates of a project show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.looking.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.errors import Notice
    from transfo_analysis.exercises.debate import Debate

__all__ = ["Debates"]


class Debates(Tables):
    """A project folder, and the tables of its debates."""

    def positions(self, case: str = "") -> pd.DataFrame:
        """Return where each participant of the debates stood, before and after.

        Parameters
        ----------
        case : practice case (default: all)
        """
        return self._of_case(self._debated()[0], case)

    def arguments(self, case: str = "") -> pd.DataFrame:
        """Return what was argued in the debates, for which side, and what made people move."""
        return self._of_case(self._debated()[1], case)

    def debate(self, case: str = "") -> Debate:
        """Return the debates of a case: sentences, arguments by side, reasons; all opens.

        Parameters
        ----------
        case : practice case (default: all)
        """
        from transfo_analysis.exercises.debate import Debate

        return Debate(self.positions(case), self.arguments(case), self.codebook)

    def _debated(self) -> tuple[pd.DataFrame, pd.DataFrame, list[Notice]]:
        from transfo_analysis.exercises.positions import debated

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "debated",
            stamp,
            lambda: debated(self.corpus(), self.codebook, self.cases, self.state().aliases),
        )

    def _of_case(self, table: pd.DataFrame, case: str) -> pd.DataFrame:
        own = table[table["case"] == self._case(case).id] if case else table
        return own.reset_index(drop=True)
