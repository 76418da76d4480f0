"""What is carried over from one session to the next: chantiers, and the plan of the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from transfo_analysis.looking.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.exercises.chantiers import Work
    from transfo_analysis.exercises.waves import Closed

__all__ = ["NextWork"]


class NextWork(Tables):
    """A project folder, and what becomes of its chantiers."""

    def carried_over(self) -> pd.DataFrame:
        """Return what people say became of each chantier since it is open, wave by wave.

        `proposed` and `reason` tell what is new about it in a wave; nothing is decided by that.
        `projet.coding.take_up(finding, wave)`, `pass_over` and `close_work` say what became of it.
        """
        from transfo_analysis.exercises.carried import carried_over

        return carried_over(self._work())

    def work_plan(self) -> pd.DataFrame:
        """Return what is to be done next: what, for whom, from which evidence, since when.

        `projet.coding.plan(finding, what=…, for_whom=…, by_whom=…, when=…)` writes it.
        """
        from transfo_analysis.exercises.workplan import work_plan

        return work_plan(self._work())

    def _work(self, tables: Mapping[str, CrossTable] | None = None) -> Work:
        """Gather what the chantiers are seen in, once until a file changes."""
        from transfo_analysis.corpus.canonical import fold
        from transfo_analysis.exercises.chantiers import Work
        from transfo_analysis.tagging.keyterms import read_lists

        def made() -> Work:
            import pandas as pd

            from transfo_analysis import findings
            from transfo_analysis.tables import frame

            corpus, codings, state = self.corpus(), self.codings(), self.state()
            crossed = self._validated() if tables is None else tables
            worded = [
                findings.findings(corpus, codings, state, self.codebook, one.case, table=one)
                for one in crossed.values()
            ]
            return Work(
                corpus,
                codings,
                state,
                pd.concat([frame("findings", []), *worded], ignore_index=True),
                crossed,
                self._closed(),
                frozenset(map(fold, read_lists(self.folder / "data" / "coding").stop)),
            )

        return self._keep("work", self._stamp("data/raw", "projet.yaml", "data/coding"), made)

    def _validated(self) -> dict[str, CrossTable]:
        """Return the cross table of each case, without what the program proposes."""
        from transfo_analysis import crosstable

        corpus, codings, state, book = self.corpus(), self.codings(), self.state(), self.codebook
        families = {family.id for family in book.families}
        return {
            one.id: crosstable.cross_table(corpus, codings, state, None, None, book, one)
            for one in self.cases
            if {one.row_family, one.column_family} <= families
        }

    def _closed(self) -> list[Closed]:
        """Return the chantiers that stood in each closed wave; one that is damaged tells nothing."""
        from transfo_analysis.exercises.chantiers import NEXT_WORK
        from transfo_analysis.exercises.waves import Closed
        from transfo_analysis.rerun import snapshot

        return [
            Closed(
                one.wave,
                one.waves,
                frozenset(
                    seen.id
                    for seen in one.picture.findings
                    if (seen.kind, seen.status) == (NEXT_WORK, "retenu")
                ),
            )
            for one in snapshot.read_all(self.folder)[0]
        ]
