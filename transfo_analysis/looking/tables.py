"""What the main job shows: codings, suggestions, the cross table, bundles, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import SettingsError
from transfo_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.card import CodeCard
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.display.onscreen import Shown
    from transfo_analysis.settings import Case
    from transfo_analysis.widgets.explorer import Explorer

__all__ = ["Tables"]

FILTERS = ("waves", "kinds", "registers", "grades", "trades", "services", "purposes")


class Tables(Workspace):
    """A project folder, and the tables of the main job."""

    def show(self, data: pd.DataFrame, columns: Iterable[str] = (), rows: int = 30) -> Shown:
        """Show a table with French headings and whole sentences, codes under their labels.

        Parameters
        ----------
        data : any table of the project
        columns : which columns, in which order (default: all)
        rows : how many rows at most

        Raises
        ------
        KeyError
            If a column does not exist.
        """
        from transfo_analysis.display.onscreen import show

        labels = {name: code.label for name, code in self.codebook.codes.items()}
        return show(data, columns, rows, labels)

    def code_list(self) -> pd.DataFrame:
        """Return the codes of the codebook, one a row: how each is written, and its label."""
        from transfo_analysis.tables import frame

        labels = {family.id: family.label for family in self.codebook.families}
        rows = [
            {
                "code": name,
                "label": code.label,
                "family": labels[name.partition(":")[0]],
                "definition": code.definition,
            }
            for name, code in self.codebook.codes.items()
        ]
        return frame("codes", rows)

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
        self,
        rows: str = "",
        columns: str = "",
        *,
        case: str = "",
        cases: str | Sequence[str] = (),
        **filters: Any,
    ) -> CrossTable:
        """Cross two code families; every number opens to its quotes.

        Parameters
        ----------
        rows, columns : families of the codebook (default: those of the case)
        case : practice case (default: the first that crosses these families, else the first)
        cases : several cases that cross the two families, counted together; "tous" is all of them
        filters : waves, kinds, registers, grades, trades, services, purposes; each a list

        Raises
        ------
        CodebookError
            If a family does not exist.
        SettingsError
            If a filter, a value of it, or a case does not exist, or one of `cases` crosses others.
        """
        from transfo_analysis import crosstable, tagging
        from transfo_analysis.crosstable import together
        from transfo_analysis.sources.metadata import wave

        if unknown := sorted(set(filters) - set(FILTERS)):
            raise SettingsError(
                f"Le filtre « {unknown[0]} » n’existe pas.",
                cure="Choisissez parmi : " + ", ".join(FILTERS) + ".",
            )
        if "waves" in filters:
            filters["waves"] = [wave(str(one)) for one in filters["waves"]]

        corpus, annotations = self.corpus(), self.annotations()
        codings, (suggestions, crossings) = self.codings(), self._suggested()
        own, questioned = self._crossing(rows, columns, case), corpus
        if cases:
            sides = rows or own.row_family, columns or own.column_family
            several = together.chosen(self.cases, cases, *sides)
            own = together.joined(several, *sides)
            corpus, (codings, suggestions, crossings) = together.under_one_name(
                corpus, several, own, codings, suggestions, crossings
            )
        table = crosstable.cross_table(
            corpus,
            codings,
            self.state(),
            suggestions,
            crossings,
            self.codebook,
            own,
            rows=rows or None,
            columns=columns or None,
            questions=tagging.question_modes(
                questioned, self.codebook, annotations, found=self._keywords()
            ),
            **filters,
        )

        def explorer(table: CrossTable) -> Explorer:
            from transfo_analysis.widgets.explorer import Explorer

            # the window changes its own filters; those that it has not stay as asked for
            def again(**chosen: Any) -> CrossTable:
                return self.cross_table(
                    rows, columns, case=case, cases=cases, **{**filters, **chosen}
                )

            return Explorer(self, table, again, self.show_in_coder)

        return replace(table, explorer=explorer)

    def _crossing(self, rows: str, columns: str, case: str) -> Case:
        """Return the case that is named, else the first that crosses two families."""
        wanted = {rows, columns} - {""}
        fitting = (one for one in self.cases if wanted and wanted <= set(one.families))
        return self._case(case) if case else next(fitting, self._case(""))

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

    def all_findings(self) -> pd.DataFrame:
        """Return the findings of every case."""
        import pandas as pd

        return pd.concat([self.findings(case.id) for case in self.cases], ignore_index=True)
