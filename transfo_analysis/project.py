"""A project folder, and the few verbs that a notebook calls.

What they stand on, and what is kept between two calls, is in `workspace.py`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import ref

from transfo_analysis import settings as settings_file
from transfo_analysis.errors import Notice, SettingsError
from transfo_analysis.rerun import manifest
from transfo_analysis.rerun.summary import Summary
from transfo_analysis.typography import french, plural
from transfo_analysis.workspace import Progress, Workspace

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.card import CodeCard
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.leaving import Leaving
    from transfo_analysis.widgets.board import Board
    from transfo_analysis.widgets.coder import Coder
    from transfo_analysis.widgets.explorer import Explorer

__all__ = ["Project", "Summary", "new_project", "open_project"]


FILTERS = ("waves", "kinds", "registers", "grades", "trades", "services", "purposes")


class Project(Workspace):
    """A project folder, and its verbs.

    Parameters
    ----------
    folder : the folder that holds `projet.yaml`
    coder : who codes, once, for every act of `projet.coding`

    Raises
    ------
    ProjectError
        If the folder is not a project.
    """

    def __repr__(self) -> str:
        return f"Project({self.folder.name!r})"

    def _repr_html_(self) -> str:
        from html import escape

        counts = ", ".join(french(line) for line in self.status())
        return f"<p><strong>{escape(self.settings.title)}</strong><br>{escape(counts)}</p>"

    # -- tables ---------------------------------------------------------------------------

    def codings(self, coders: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the codings in force, one a row, with words, speaker and place.

        Parameters
        ----------
        coders : show theirs only (blind coding: `[projet.coding.coder]`); None shows all
        """
        from transfo_analysis.coding import table, textstore

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        store = textstore.TextStore(self.folder / "data" / "coding" / "textes")
        found = self._keep(
            "codings", stamp, lambda: table.codings(self.state(), self.corpus(), store)
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
            questions=tagging.question_modes(corpus, self.codebook, annotations),
            **filters,
        )

        def explorer(table: CrossTable) -> Explorer:
            from transfo_analysis.widgets.explorer import Explorer

            # the window changes its own filters; those that it has not stay as asked for
            def again(**chosen: Any) -> CrossTable:
                return self.cross_table(rows, columns, case=case, **{**filters, **chosen})

            return Explorer(self, table, again, self.show_in_coder)

        return replace(table, explorer=explorer)

    def board(self, case: str = "") -> Board:
        """Open the board in a notebook: bundles to sort, findings in their columns.

        Parameters
        ----------
        case : practice case (default: the first)
        """
        from transfo_analysis.widgets.board import Board

        return Board(self, case, self.show_in_coder)

    def show_in_coder(self, document: str, start: int, end: int) -> bool:
        """Show a place of a document in the coder that is open; False when none is."""
        window = self._coder_window() if self._coder_window else None
        show = getattr(window, "show", None)
        return bool(show and show(document, start, end))

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

    # -- verbs ------------------------------------------------------------------------------

    def run(self, progress: Progress | None = None) -> Summary:
        """Make everything below `data/processed` from the material and the human work.

        The same input gives the same bytes; when nothing changed, nothing is loaded.
        Writes nothing below `data/raw` or `data/coding`.

        Raises
        ------
        SourceError
            If there was something to read and nothing could be read.
        """
        last = manifest.current(self.folder)
        if last is not None:
            return Summary.remembered(last.summary)
        from transfo_analysis.stages import run_all

        return run_all(self, progress or _silent)

    def export(self, folder: Path | None = None) -> list[Path]:
        """Write the working papers (charts, tables as spreadsheets), marked as such.

        Parameters
        ----------
        folder : where (default: a new dated folder below `exports/`, never overwritten)
        """
        from transfo_analysis.stages import export

        return export(self, folder)

    def check(self) -> list[Notice]:
        """Read and validate every file and table; return everything that is doubtful."""
        from transfo_analysis.stages import notices

        return notices(self)

    def status(self) -> list[str]:
        """Say in a few French lines where the project stands, without loading anything."""
        from transfo_analysis import sources

        last = manifest.read(self.processed)
        count = len(sources.inventory(self.raw))
        lines = [plural(count, "fichier de matériau", "fichiers de matériau")]
        state = self.state()
        lines.append(plural(len(state.codings), "codage en vigueur", "codages en vigueur"))
        lines.append(plural(len(state.findings), "constat rédigé", "constats rédigés"))
        if last is None:
            lines.append("rien n’a encore été calculé (« transfo run »)")
        elif manifest.current(self.folder) is None:
            lines.append("des fichiers ont changé depuis le dernier calcul (« transfo run »)")
        else:
            lines.append("les tableaux sont à jour")
        return [french(line) for line in lines]

    def withdraw(self, person: str = "", *, document: str = "") -> Leaving:
        """Return what taking a person out would change; its `carry_out` does it, for good.

        Parameters
        ----------
        person : pseudonym of who asks to be taken out
        document : or a document, where nobody knows who speaks

        Raises
        ------
        CodingError
            If nobody and nothing is called so.
        """
        from transfo_analysis import leaving

        return leaving.withdraw(self, person, document)

    def code(self, document: str = "", *, case: str = "") -> Coder:
        """Open the coding bench in a notebook: read, select, code; every act is kept.

        Parameters
        ----------
        document : document shown first (default: the one that was open last)
        case : practice case (default: the first)

        Raises
        ------
        SettingsError
            If the case does not exist.
        """
        from transfo_analysis.widgets.coder import Coder

        window = Coder(self, document, case)
        self._coder_window = ref(window)
        return window


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Say nothing: the progress of a run that nobody watches."""


def open_project(folder: str | Path | None = None, coder: str = "") -> Project:
    """Open the project of a folder, or of the nearest folder above that is one.

    Parameters
    ----------
    folder : where to look from (default: here; a notebook stands in `notebooks/`)
    coder : who codes, if known

    Raises
    ------
    ProjectError
        If neither the folder nor one above it holds a `projet.yaml`.
    """
    start = Path(folder) if folder is not None else Path.cwd()
    for place in [start.resolve(), *(start.resolve().parents if folder is None else ())]:
        if (place / settings_file.FILE_NAME).is_file():
            return Project(place, coder)
    return Project(start, coder)


def new_project(folder: str | Path) -> Project:
    """Lay out a new project: rooms, settings, starter codebook, notebooks, blank fiches.

    Raises
    ------
    ProjectError
        If the folder already holds something.
    """
    from transfo_analysis import skeleton

    path = Path(unicodedata.normalize("NFC", str(folder)))
    skeleton.lay_out(path)
    return Project(path)
