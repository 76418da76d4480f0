"""What a project shows: one verb a table, each a DataFrame or opening to DataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import SettingsError
from transfo_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.card import CodeCard
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.guard.release import Release
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.rerun.comparing import Comparison
    from transfo_analysis.widgets.explorer import Explorer

__all__ = ["Looking"]

FILTERS = ("waves", "kinds", "registers", "grades", "trades", "services", "purposes")


class Looking(Workspace):
    """A project folder, and the verbs that return tables. Nothing here writes."""

    def codings(self, coders: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the codings in force, one a row, with words, speaker and place.

        Parameters
        ----------
        coders : show theirs only (blind coding: `[projet.coding.coder]`); None shows all
        """
        from transfo_analysis.coding import table

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        found = self._keep(
            "codings", stamp, lambda: table.codings(self.state(), self.corpus(), self.text_store)
        )
        if coders is not None:
            found = found[found["coder"].isin(list(coders))].reset_index(drop=True)
        return found.copy()

    def disagreements(self, case: str = "") -> pd.DataFrame:
        """Return where coders differ, turn by turn, what changes the cross table most first.

        `projet.coding.settle_disagreement(document, turn, codes)` settles a turn.
        """
        from transfo_analysis import crosstable
        from transfo_analysis.coding.disagreements import disagreements
        from transfo_analysis.crosstable.coders import crossings_by_coder

        corpus, codings, state, book = self.corpus(), self.codings(), self.state(), self.codebook
        own = self._case(case)
        table = crosstable.cross_table(corpus, codings, state, None, None, book, own)
        found = disagreements(corpus, codings, state, book, crossings_by_coder(table))
        return found[found["case"] == own.id].reset_index(drop=True)

    def agreement(self) -> pd.DataFrame:
        """Return how far coders agree, in figures, each saying what it measures."""
        from transfo_analysis.coding.agreement import agreement

        return agreement(self.corpus(), self.codings(), self.state(), self.codebook)

    def to_reread(self) -> pd.DataFrame:
        """Return the codings whose code means something else since, or was split.

        `projet.coding.reread(ids)` keeps those that still hold.
        """
        from transfo_analysis.coding.rereading import to_reread

        return to_reread(self.codings(), self.state(), self.codebook)

    def anchors(self) -> pd.DataFrame:
        """Return where the codings stand whose document was corrected since."""
        from transfo_analysis.coding import anchored

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "anchors",
            stamp,
            lambda: anchored.anchors(self.state(), self.corpus(), self.text_store),
        ).copy()

    def to_review(self) -> pd.DataFrame:
        """Return the codings that wait for a person since their document was corrected.

        Those without a sure place (à revoir), and those whose own words changed (retouché) and
        that nobody accepted yet. `projet.coding.settle_anchor`, `settle_anchors` and
        `lose_anchor` answer.
        """
        from transfo_analysis.coding import anchored

        return anchored.waiting(self.anchors())

    def names(self, *, model: bool = True) -> pd.DataFrame:
        """Return the names that texts still hold, the likeliest first; a person judges each.

        `projet.pseudonymise(name, pseudonym)` hides one, `projet.not_a_name(form)` dismisses
        it, and `projet.coding.names_reviewed(document)` says that a document is done.

        Parameters
        ----------
        model : ask the French model too; what it alone finds comes last
        """
        from transfo_analysis.tagging import names

        corpus, key = self.corpus(), self.key()
        found = names.entities(corpus, self.processed / "noms") if model else {}
        return names.names(corpus, key, names.real_names(self.raw), found)

    def code_card(self, code: str) -> CodeCard:
        """Return what a code means, takes in and leaves out, with two typical quotes."""
        from transfo_analysis.coding.card import code_card

        return code_card(code, self.codebook, self.state(), self.corpus(), self.codings())

    def suggestions(self) -> pd.DataFrame:
        """Return the codes that the program proposes, each with its reason; never codings."""
        return self._suggested()[0].copy()

    def suggested_crossings(self) -> pd.DataFrame:
        """Return the crossings proposed, and the passages "à départager"."""
        return self._suggested()[1].copy()

    def cross_table(
        self, rows: str = "", columns: str = "", *, case: str = "", **filters: Any
    ) -> CrossTable:
        """Cross two code families; every number opens to its quotes.

        Parameters
        ----------
        rows, columns : families of the codebook (default: those of the case)
        case : practice case (default: the first)
        filters : waves, kinds, registers, grades, trades, services, purposes; each a list

        Raises
        ------
        CodebookError
            If a family does not exist.
        SettingsError
            If a filter, or a value of it, does not exist.
        """
        from transfo_analysis import crosstable, tagging
        from transfo_analysis.sources.metadata import wave

        if unknown := sorted(set(filters) - set(FILTERS)):
            raise SettingsError(
                f"Le filtre « {unknown[0]} » n’existe pas.",
                cure="Choisissez parmi : " + ", ".join(FILTERS) + ".",
            )
        if "waves" in filters:
            filters["waves"] = [wave(str(one)) for one in filters["waves"]]

        corpus, annotations = self.corpus(), self.annotations()
        suggestions, crossings = self._suggested()
        table = crosstable.cross_table(
            corpus,
            self.codings(),
            self.state(),
            suggestions,
            crossings,
            self.codebook,
            self._case(case),
            rows=rows or None,
            columns=columns or None,
            questions=tagging.question_modes(
                corpus, self.codebook, annotations, found=self._keywords()
            ),
            **filters,
        )

        def explorer(table: CrossTable) -> Explorer:
            from transfo_analysis.widgets.explorer import Explorer

            # the window changes its own filters; those that it has not stay as asked for
            def again(**chosen: Any) -> CrossTable:
                return self.cross_table(rows, columns, case=case, **{**filters, **chosen})

            return Explorer(self, table, again, self.show_in_coder)

        return replace(table, explorer=explorer)

    def key_terms(self) -> pd.DataFrame:
        """Return what is said more here than elsewhere, by code, group and wave."""
        from transfo_analysis.coding.consensus import counted
        from transfo_analysis.tagging import keyterms

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "key_terms",
            stamp,
            lambda: keyterms.key_terms(
                self.corpus(),
                self.annotations(),
                counted(self.codings()),
                self.codebook,
                self.settings,
                self.folder / "data" / "coding",
            ),
        ).copy()

    def concordance(self, words: str, width: int = 60) -> pd.DataFrame:
        """Return every place where words are said, with what comes before and after.

        Case and accents are forgiven; `vélo*` takes any ending.
        """
        from transfo_analysis.textstats.concordance import concordance

        return concordance(self.corpus().passages, words, width)

    def bundles(self, case: str = "") -> pd.DataFrame:
        """Return the matter gathered, what it rests on, and the column a rule proposes."""
        from transfo_analysis import findings

        return findings.bundles(
            self.cross_table(case=case),
            self.corpus(),
            self.codings(),
            self.state(),
            self.codebook,
            self._case(case),
        )

    def findings(self, case: str = "") -> pd.DataFrame:
        """Return the statements that people worded, with what they rest on."""
        from transfo_analysis import findings

        return findings.findings(
            self.corpus(), self.codings(), self.state(), self.codebook, self._case(case)
        )

    def evidence(self, finding_id: str) -> pd.DataFrame:
        """Return the quotes for and against a finding, each with who says it and where."""
        from transfo_analysis import findings

        state = self.state()
        case = state.findings[finding_id].case if finding_id in state.findings else ""
        return findings.evidence(finding_id, self.cross_table(case=case), self.codings(), state)

    # -- coming back from the field ----------------------------------------------------------

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

        `projet.coding.clear_quote(id)`, `clear_finding(id)` and `projet.clear_cell(row,
        column)` let something be shown; what is not cleared is not.
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
                findings=self._all_findings() if book else frame("findings", []),
                versions=versions(),
            )
        )

    def _all_findings(self) -> pd.DataFrame:
        import pandas as pd

        return pd.concat([self.findings(case.id) for case in self.cases], ignore_index=True)
