"""A project folder, and the few verbs that a notebook calls.

Each verb reads what is on disk when it is called: a coding made a moment ago, here or in
another window, is in the next table. What is slow to make (the corpus, the annotations)
is kept until the files behind it change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import ref

from transfo_analysis import settings as settings_file
from transfo_analysis.coding import codebook as codebook_file
from transfo_analysis.corpus import withdrawn
from transfo_analysis.errors import MissingFileError, Notice, ProjectError, SettingsError
from transfo_analysis.rerun import manifest
from transfo_analysis.rerun.summary import Summary
from transfo_analysis.settings import Case, Settings
from transfo_analysis.typography import french, plural
from transfo_analysis.yamlfile import read_what_can

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.card import CodeCard
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.codebook_edit import CodebookEdit
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.leaving import Leaving
    from transfo_analysis.sources import Material
    from transfo_analysis.tagging.annotations import Annotations
    from transfo_analysis.widgets.board import Board
    from transfo_analysis.widgets.coder import Coder
    from transfo_analysis.widgets.explorer import Explorer

__all__ = ["Project", "Summary", "new_project", "open_project"]

Progress = Callable[[str, int, int], None]
Made = TypeVar("Made")


class Project:
    """A project folder.

    Parameters
    ----------
    folder : the folder that holds `projet.yaml`
    coder : who codes, once, for every act of `projet.coding`

    Raises
    ------
    ProjectError
        If the folder is not a project.
    """

    def __init__(self, folder: Path, coder: str = "") -> None:
        self.folder = folder.resolve()
        self._coder = coder
        self._kept: dict[str, tuple[object, object]] = {}
        # the coder opened last, where a quote is shown
        self._coder_window: ref[Coder] | None = None
        if not (self.folder / settings_file.FILE_NAME).is_file():
            raise ProjectError(
                "Ce dossier n’est pas un projet : il n’a pas de fichier projet.yaml.",
                path=str(folder),
                cure="Placez-vous dans un projet, ou créez-en un avec « transfo new ».",
            )

    def __repr__(self) -> str:
        return f"Project({self.folder.name!r})"

    def _repr_html_(self) -> str:
        from html import escape

        counts = ", ".join(french(line) for line in self.status())
        return f"<p><strong>{escape(self.settings.title)}</strong><br>{escape(counts)}</p>"

    # -- what stands on disk ------------------------------------------------------------

    @property
    def raw(self) -> Path:
        """What came from the field; never written."""
        return self.folder / "data" / "raw"

    @property
    def processed(self) -> Path:
        """What a run makes; may be deleted at any time."""
        return self.folder / "data" / "processed"

    @property
    def settings(self) -> Settings:
        """What `projet.yaml` says.

        Raises
        ------
        SettingsError
            If nothing usable is left of it once its mistakes are left out.
        """
        found, notes = self._settings()
        if found is None:
            note = notes[0]
            raise SettingsError(note.what, path=note.path, place=note.place, cure=note.cure)
        return found

    @property
    def codebook(self) -> Codebook:
        """The codebook, with the codes born in the field, without those that are mistaken.

        Raises
        ------
        MissingFileError
            If there is no codebook, or nothing of it can be read.
        """
        found, notes = self._codebook()
        if found is None:
            note = notes[0]
            raise MissingFileError(note.what, path=note.path, place=note.place, cure=note.cure)
        # codes born in the field stand in the journal until someone defines them in the file
        return found.with_created(self.state().created)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The practice cases of the project."""
        return self.settings.cases

    def corpus(self) -> Corpus:
        """Read the material: documents, turns, passages, people, canonical texts."""
        from transfo_analysis import corpus

        stamp = self._stamp("data/raw", "projet.yaml", withdrawn.FOLDER)
        built = self._keep("corpus", stamp, self._corpus_from(corpus.build))
        names = corpus.former_names(built, self.state().coded_texts)
        return self._keep("named", (stamp, names), lambda: corpus.named(built, names))

    def annotations(self) -> Annotations:
        """Return lemmas and parts of speech of every passage, tagging only what is new."""
        from transfo_analysis import tagging

        folder = self.processed / "annotations"
        corpus = self.corpus()
        stamp = (self._stamp("data/raw", "projet.yaml", withdrawn.FOLDER), tuple(corpus.texts))
        return self._keep("annotations", stamp, lambda: tagging.annotate(corpus, folder))

    def state(self) -> State:
        """Return what people have decided: every journal, replayed."""
        return self._journal()[0]

    @property
    def coding(self) -> Desk:
        """The desk where a person codes: every act is on disk before it is said to be."""
        from transfo_analysis.coding.desk import Desk

        files = self._stamp(
            "data/raw", "projet.yaml", "data/coding/codebook.yaml", withdrawn.FOLDER
        )
        stamp = (files, tuple(self.corpus().texts))

        def desk() -> Desk:
            kept = self._kept.get("desk")
            coder = getattr(kept[1], "coder", "") if kept else self._coder
            return Desk(
                self.folder / "data" / "coding",
                corpus=self.corpus(),
                codebook=self.codebook,
                settings=self.settings,
                coder=coder or self._coder,
            )

        return self._keep("desk", stamp, desk)

    @property
    def codes(self) -> CodebookEdit:
        """The codebook in use: rename, merge, split, redefine, recolour or move its codes."""
        from transfo_analysis.coding.codebook_edit import CodebookEdit

        return CodebookEdit(self.folder, self.coding)

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
        """
        from transfo_analysis import crosstable, tagging

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

        return findings.evidence(finding_id, self.cross_table(), self.codings(), self.state())

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

    # -- inside -------------------------------------------------------------------------------

    def _case(self, case: str) -> Case:
        return self.settings.case(case) if case else self.settings.default_case

    def _material(self, progress: Progress | None = None) -> Material:
        from transfo_analysis import sources

        stamp = self._stamp("data/raw")
        return self._keep("material", stamp, lambda: sources.read_material(self.raw, progress))

    def _corpus_from(self, build: Callable[..., Corpus]) -> Callable[[], Corpus]:
        return lambda: build(self._material(), self.settings, withdrawn.read(self.folder))

    def _settings(self) -> tuple[Settings | None, list[Notice]]:
        path, name = self.folder / settings_file.FILE_NAME, settings_file.FILE_NAME
        return self._keep(
            "settings", self._stamp(name), lambda: read_what_can(path, Settings, name)
        )

    def _codebook(self) -> tuple[Codebook | None, list[Notice]]:
        name = codebook_file.FILE_NAME
        return self._keep(
            "codebook",
            self._stamp(name),
            lambda: read_what_can(self.folder / name, codebook_file.Codebook, name),
        )

    def _journal(self) -> tuple[State, tuple[Notice, ...]]:
        from transfo_analysis.coding import journal, state

        def replayed() -> tuple[State, tuple[Notice, ...]]:
            events, notes = journal.read(self.folder / "data" / "coding" / "journal")
            return state.replay(events), notes

        return self._keep("journal", self._stamp("data/coding/journal"), replayed)

    def _suggested(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        from transfo_analysis import tagging
        from transfo_analysis.tagging import patterns

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "suggestions",
            stamp,
            lambda: tagging.suggest(
                self.corpus(),
                self.codebook,
                self.annotations(),
                self.state().answers,
                settings=self.settings,
                token_patterns=patterns.read(self.folder, self.codebook),
            ),
        )

    def _stamp(self, *names: str) -> tuple[tuple[str, int, int], ...]:
        """Return name, size and date of the files below these names, to see a change."""
        found = []
        for name in names:
            path = self.folder / name
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    stat = file.stat()
                    found.append((str(file), stat.st_size, stat.st_mtime_ns))
        return tuple(found)

    def _keep(self, name: str, stamp: object, make: Callable[[], Made]) -> Made:
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            self._kept[name] = kept = (stamp, make())
        return kept[1]  # type: ignore[return-value]


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
