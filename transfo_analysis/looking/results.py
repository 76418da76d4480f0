"""What comes of it: what changed since a wave, what may be shown, how the work was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.looking.exercises import Exercises

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.guard.release import Release
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.rerun.comparing import Comparison

__all__ = ["Looking"]


class Looking(Exercises):
    """A project folder, and the verbs that return tables. Nothing here writes."""

    def changes(self, since: str = "") -> Changes:
        """Return what changed since a wave was closed; every figure opens to its quotes.

        Parameters
        ----------
        since : a closed wave (default: the last one)

        Raises
        ------
        ProjectError
            If no wave is closed, or not this one.
        JournalError
            If what was kept of it is damaged.
        """
        from transfo_analysis import returning
        from transfo_analysis.rerun import snapshot
        from transfo_analysis.sources.metadata import wave

        closed = snapshot.wanted(self.folder, wave(since) if since.strip() else "")
        return returning.changes_since(self, closed)

    def compare(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> Comparison:
        """Return where two ways of looking differ: two coders, two filters, two codebooks.

        Parameters
        ----------
        a, b : `{"coders": ["ana"]}`, filters of `cross_table` (`{"waves": ["vague-1"]}`), or
            `{"codebook": "autre/codebook.yaml"}`; several at once; `{}` is everything

        Raises
        ------
        SettingsError
            If a filter, or a value of it, does not exist.
        CodingError
            If a coder coded nothing.
        CodebookError, MissingFileError
            If a codebook is mistaken, or is not there.
        """
        from transfo_analysis import returning

        return returning.compare(self, a, b)

    def appearance(self, case: str = "") -> pd.DataFrame:
        """Return when codes and crossings were first heard, person after person.

        Codings by hand only; it never tells that nothing more would be heard.

        Parameters
        ----------
        case : practice case (default: all)
        """
        from transfo_analysis import returning

        return returning.appearance(self, case=self._case(case).id if case else "")

    def to_clear(self) -> pd.DataFrame:
        """Return what a person reads before anything is shown, with warnings and what to do.

        `projet.coding.clear_quote(id)`, `clear_finding(id)`, `clear_plan(id)` and
        `projet.clear_cell(row, column)` let something be shown; what is not cleared is not.
        """
        from transfo_analysis import showing

        return showing.to_clear(self)

    def release(self, *, draft: bool = False) -> Release:
        """Return what may be shown, cleared; a draft shows what waits too, and says so.

        Raises
        ------
        PublicationError
            If something is missing (not for a draft); the message lists it all.
        """
        from transfo_analysis import showing

        return showing.prepared(self, draft=draft).release

    def methods(self) -> str:
        """Say in French how the work was done, as Markdown: a paragraph a subject, for an annex."""
        from transfo_analysis.display.methods import Work, methods
        from transfo_analysis.rerun.certificate import versions
        from transfo_analysis.tables import frame

        book = self._codebook()[0] and self.codebook
        return methods(
            Work(
                settings=self.settings,
                codebook=book,
                corpus=self.corpus(),
                codings=self.codings(),
                state=self.state(),
                agreement=self.agreement() if book else frame("agreement", []),
                suggestions=self.suggestions() if book else frame("suggestions", []),
                findings=self.all_findings() if book else frame("findings", []),
                versions=versions(),
            )
        )
