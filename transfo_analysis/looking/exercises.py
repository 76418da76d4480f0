"""What the other exercises of a session show, each a DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from transfo_analysis.looking.debates import Debates
from transfo_analysis.looking.nextwork import NextWork
from transfo_analysis.looking.wording import Wording

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.exercises import Exercised
    from transfo_analysis.exercises.presence import Present

__all__ = ["Exercises"]


class Exercises(Debates, Wording, NextWork):
    """A project folder, and the tables of the other exercises."""

    def exercised(self, tables: Mapping[str, CrossTable] | None = None) -> Exercised:
        """Return the tables of every exercise, empty where nothing was gathered.

        Parameters
        ----------
        tables : cross table of each case, where they are made already
        """
        from transfo_analysis.exercises import Exercised
        from transfo_analysis.exercises.carried import carried_over
        from transfo_analysis.exercises.workplan import work_plan

        crossed = self._crossed() if tables is None else tables
        positions, arguments, notices = self._debated()
        words = self._languages()
        work = self._work(crossed)
        return Exercised(
            positions=positions,
            arguments=arguments,
            presence=self.presence(),
            absent_groups=self.absent_groups(),
            to_meet=self._to_meet(crossed),
            one_grade_cells=self._one_grade_cells(crossed),
            lexicon=words.lexicon,
            passing_words=words.passing_words,
            word_places=words.word_places,
            trials=self.trials(),
            carried_over=carried_over(work),
            work_plan=work_plan(work),
            notices=(*notices, *words.notices),
        )

    def presence(self) -> pd.DataFrame:
        """Return who was there: participants, people heard and observed, against the whole staff.

        By grade, trade, service and sex, the widest gaps first; `data/raw/effectifs.csv` gives
        the staff. Nobody was drawn from it, so nothing is tested.
        """
        from transfo_analysis.exercises.presence import presence

        return presence(self.corpus(), self._present())

    def absent_groups(self) -> pd.DataFrame:
        """Return the groups of the staff that nobody is of: no participant, nobody met or seen."""
        from transfo_analysis.exercises.presence import absent_groups

        return absent_groups(self.corpus(), self._present())

    def to_meet(self, case: str = "") -> pd.DataFrame:
        """Return whom to meet next and what to ask: absent groups, questions that were not asked.

        What is *indéterminé* gives no question.

        Parameters
        ----------
        case : practice case whose questions are looked at (default: all)
        """
        return self._to_meet(self._crossed(case))

    def one_grade_cells(self, case: str = "") -> pd.DataFrame:
        """Return the cells of the cross table whose people heard are all of one grade.

        Parameters
        ----------
        case : practice case (default: all)
        """
        return self._one_grade_cells(self._crossed(case))

    def _present(self) -> Present:
        from transfo_analysis.exercises.presence import Present

        return Present.of(self.corpus(), self.codings())

    def _to_meet(self, tables: Mapping[str, CrossTable]) -> pd.DataFrame:
        from transfo_analysis.exercises.meeting import to_meet

        return to_meet(self.corpus(), self.presence(), tables.values())

    def _one_grade_cells(self, tables: Mapping[str, CrossTable]) -> pd.DataFrame:
        from transfo_analysis.exercises.meeting import one_grade_cells

        return one_grade_cells(self.corpus(), tables.values())

    def _crossed(self, case: str = "") -> dict[str, CrossTable]:
        """Return the cross table of a case, or of each case whose families are in the codebook."""
        if case:
            return {case: self.cross_table(case=case)}
        families = {family.id for family in self.codebook.families}
        return {
            one.id: self.cross_table(case=one.id)
            for one in self.cases
            if {one.row_family, one.column_family} <= families
        }

    def trials(self) -> pd.DataFrame:
        """Return how the method of each case fared: tried, conclusive or not, what to change."""
        from transfo_analysis.exercises.trials import trials

        return trials(self.corpus(), [case.id for case in self.cases])
