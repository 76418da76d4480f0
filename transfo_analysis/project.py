"""A project folder, and the few verbs that a notebook calls.

The tables that it shows are in `looking/`; what all stand on, and what is kept between two
calls, is in `workspace.py`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from transfo_analysis import settings as settings_file
from transfo_analysis.errors import Notice, TransfoError
from transfo_analysis.looking import Looking
from transfo_analysis.rerun import manifest
from transfo_analysis.rerun.summary import Summary
from transfo_analysis.typography import french, plural
from transfo_analysis.workspace import Progress

if TYPE_CHECKING:
    from transfo_analysis.coding.events import Event
    from transfo_analysis.coding.scrubbing import Scrubbing
    from transfo_analysis.exercises.adding import Added
    from transfo_analysis.hanging import Hung, Preview
    from transfo_analysis.interchange.sorting import Sorted
    from transfo_analysis.leaving import Leaving
    from transfo_analysis.rerun.restore import Restored
    from transfo_analysis.rerun.snapshot import Snapshot
    from transfo_analysis.widgets.board import Board
    from transfo_analysis.widgets.coder import Coder

__all__ = ["Project", "Summary", "new_project", "open_project"]


class Project(Looking):
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
        from transfo_analysis.rerun import backup

        last = manifest.current(self.folder)
        if last is not None:
            summary = Summary.remembered(last.summary)
        else:
            from transfo_analysis.stages import run_all

            summary = run_all(self, progress or _silent)
        return replace(summary, advice=backup.advice(self.folder))

    def export(self, folder: str | Path | None = None) -> list[Path]:
        """Write the working papers (charts, tables as spreadsheets), marked as such.

        Parameters
        ----------
        folder : where (default: a new dated folder below `exports/`, never overwritten)
        """
        from transfo_analysis.stages import export

        return export(self, Path(folder) if folder is not None else None)

    def workshop(
        self, folder: str | Path | None = None, paper: str = "A3", *, case: str = ""
    ) -> list[Path]:
        """Write the paper of a work session: blank grid, numbered cards, sorting sheet.

        Parameters
        ----------
        folder : where (default: a new dated folder below `exports/`, never overwritten)
        paper : of the grid, A4 to A0
        case : practice case (default: the first)
        """
        from transfo_analysis.paperwork import print_out

        return print_out(self, Path(folder) if folder is not None else None, paper, case)[0]

    def import_sort(self, file: str | Path) -> Sorted:
        """Write a filled sorting sheet into the journal as the group's sort.

        Raises
        ------
        MissingFileError, SourceError, TableError
            If there is no such file, or it is no sorting sheet.
        """
        from transfo_analysis.paperwork import bring_back

        return bring_back(self, Path(file))

    def publish(self, folder: str | Path | None = None, *, draft: bool = False) -> Hung:
        """Write what hangs: sheets, charts, the visitors' page, colleagues' files.

        Everything passes the guard; `projet.preview()` shows it first and writes nothing.

        Parameters
        ----------
        folder : where (default: a new dated folder below `accrochages/`, never overwritten)
        draft : show what still waits too, marked « brouillon, ne pas afficher »

        Raises
        ------
        PublicationError
            If a quote is not cleared, names were not reviewed, nothing is retained…; the
            message lists all that is missing.
        """
        from transfo_analysis import hanging

        target = Path(folder) if folder is not None else None
        return hanging.publish(self, draft=draft, folder=target)

    def preview(self, *, draft: bool = True) -> Preview:
        """Show the sheets of the wall in a notebook; nothing is written.

        Raises
        ------
        PublicationError
            If something is missing, and it is not a draft.
        """
        from transfo_analysis import hanging

        return hanging.preview(self, draft=draft)

    def check(self) -> list[Notice]:
        """Read and validate every file and table; return everything that is doubtful."""
        from transfo_analysis.stages import notices

        return notices(self)

    def status(self) -> list[str]:
        """Say in a few French lines where the project stands, without loading anything."""
        from transfo_analysis import sources
        from transfo_analysis.rerun.standing import lines_by_case

        last = manifest.read(self.processed)
        count = len(sources.inventory(self.raw))
        lines = [plural(count, "fichier de matériau", "fichiers de matériau")]
        state = self._journal()[0]
        lines.append(plural(len(state.codings), "codage en vigueur", "codages en vigueur"))
        lines.append(plural(len(state.findings), "constat rédigé", "constats rédigés"))
        lines += lines_by_case(self.processed, self.cases, state)
        if last is None:
            lines.append("rien n’a encore été calculé (« transfo run »)")
        elif manifest.current(self.folder) is None:
            lines.append("des fichiers ont changé depuis le dernier calcul (« transfo run »)")
        else:
            lines.append("les tableaux sont à jour")
        return [french(line) for line in lines]

    def add_exercise(self, wanted: str | Path) -> Added:
        """Add an exercise: its cases to `projet.yaml`, its families to the codebook.

        All or nothing; what is there with the same content stays, so that adding twice is adding
        once. `docs/exercices.md` says what such a file holds.

        Parameters
        ----------
        wanted : a short file of settings, or the name of a ready-made exercise (`besoins`)

        Raises
        ------
        MissingFileError
            If it is neither.
        SettingsError, CodebookError
            If something in it is mistaken, or is there already with another content.
        """
        from transfo_analysis.exercises import adding

        return adding.add(self.folder, wanted)

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

    def pseudonymise(self, name: str, pseudonym: str, forms: Iterable[str] = ()) -> None:
        """Hide a name behind a pseudonym: a line of `data/coding/pseudonymes.csv`.

        Every text that held it changes; the codings are followed as after a correction, and
        `projet.to_review()` lists those to look at.

        Parameters
        ----------
        name : first name and family name, or what is known of them
        pseudonym : in one word, of one person
        forms : what else they are called: nicknames, initials, misspellings

        Raises
        ------
        CodingError
            If it contradicts the key.
        WriteError
            If the file cannot be written (it is open in Excel).
        """
        from transfo_analysis.corpus import keyfile, pseudonyms

        told = tuple(forms)
        pseudonyms.admit(self.key(), name, pseudonym, told)
        keyfile.written(self.folder, name, pseudonym, told)

    def not_a_name(self, form: str) -> None:
        """Say that some words are nobody's name: they stay, and are not proposed again.

        Raises
        ------
        CodingError
            If the key hides them.
        """
        from transfo_analysis.corpus import keyfile

        self.pseudonymise(form, keyfile.NOT_A_NAME)

    def scrub_names(self, *, confirm: bool = False) -> Scrubbing:
        """Blank the names of the key in the older texts that are kept beside the journal.

        Only where every coding made on them is exact, or was answered for; offsets hold. What
        people wrote themselves (memos, statements, names of codes) is listed, not changed.

        Parameters
        ----------
        confirm : do it, for good; without, say what would go
        """
        from transfo_analysis.coding import scrubbing

        found = scrubbing.scrubbing(self.folder, self.state(), self.corpus(), self.key())
        return found.carry_out() if confirm else found

    def explain(
        self, term: str, meaning: str, side: str = "", *, by: str = "", show: bool = False
    ) -> bool:
        """Say what a word means: a line of `data/coding/glossaire.csv`. False if it is there.

        Parameters
        ----------
        term : an acronym, a word, an expression
        meaning : in plain words
        side : whose word it is: administration, innovation, les deux
        by : who explains it (default: the project's coder)
        show : it may hang on the public wall

        Raises
        ------
        CodingError
            If there is no term or no meaning, or no such side.
        WriteError
            If the file cannot be written (it is open in a spreadsheet).
        """
        from transfo_analysis.coding import wordlists

        with suppress(TransfoError):
            by = by or self.coding.coder
        status = wordlists.TO_SHOW if show else ""
        return wordlists.explained(self.folder, term, meaning, side=side, by=by, status=status)

    def not_jargon(self, term: str) -> bool:
        """Say that a word needs no explanation: it is not proposed again. False if it is said."""
        from transfo_analysis.coding import wordlists

        return wordlists.explained(self.folder, term, "", status=wordlists.NOT_JARGON)

    def glossary(self, folder: Path | None = None, paper: str = "A4") -> list[Path]:
        """Print the glossary, with room to write where a word waits for its meaning.

        Parameters
        ----------
        folder : where (default: a new dated folder below `exports/`, never overwritten)
        paper : A4 or A3
        """
        from transfo_analysis.paperwork import print_glossary

        return print_glossary(self, folder, paper)

    def clear_cell(self, row: str, column: str, *, case: str = "") -> Event:
        """Let a cell of the public table be shown although it rests on one person.

        It holds for what stands behind the cell today; `projet.coding.unclear_cell` takes it
        back. What is cleared, quotes and statements too, is in `projet.to_clear()`.

        Raises
        ------
        CodebookError
            If the table has no such row or column.
        CodingError
            If nothing stands behind the cell.
        """
        from transfo_analysis import showing

        return showing.clear_cell(self, row, column, case)

    def verify(self) -> list[Notice]:
        """Say what differs from the certificate of the last run, each file by its name.

        Raises
        ------
        MissingFileError
            If no run left a certificate.
        """
        from transfo_analysis.rerun import certificate

        return certificate.verify(self.folder)

    def backup(self) -> Path:
        """Put the human work into a new archive below `sauvegardes/`, read it back, return it.

        Raises
        ------
        WriteError
            If it could not be written, or not read back as it was written.
        """
        from transfo_analysis.rerun import backup

        return backup.make(self.folder)

    def restore(self, archive: str | Path, coders: Iterable[str] = ()) -> Restored:
        """Put a backup back: what is missing returns, nothing that is there is replaced.

        Parameters
        ----------
        archive : its path, or its name in `sauvegardes/`
        coders : colleagues whose acts may come back from before a withdrawal, when no journal
            of theirs is left to tell that they are not who withdrew

        Raises
        ------
        MissingFileError, SourceError
            If there is no such archive, or it is not safe to read; nothing is written.
        """
        from transfo_analysis.rerun import backup, restore

        def known() -> set[str]:
            found = {*coders, *(case.id for case in self.cases)}
            for words in (lambda: self.codebook.codes, lambda: self.corpus().texts):
                # what cannot be read answers for no word
                with suppress(TransfoError):
                    found |= set(words())
            return found

        path = Path(archive)
        beside = self.folder / backup.FOLDER / path.name
        chosen = path if path.is_file() or not beside.is_file() else beside
        return restore.restore(self.folder, chosen, known)

    def report(self, progress: Progress | None = None) -> Path:
        """Execute the notebooks into pages to read, code hidden; return the index page.

        Raises
        ------
        MissingFileError
            If there is no notebook.
        """
        from transfo_analysis import report

        return report.make(self, progress or _silent)

    def close_wave(self, wave: str) -> Snapshot:
        """Close a wave: write what stands of it, once, for what comes later to be compared to.

        A person's act: whoever codes closes. The material of later waves is left out.

        Raises
        ------
        ProjectError
            If no document is of this wave, or it is closed already.
        CodingError
            If nobody said who acts.
        """
        from transfo_analysis import returning

        return returning.close_wave(self, wave)

    # -- windows -------------------------------------------------------------------------------

    def code(self, document: str = "", *, case: str = "") -> Coder:
        """Open the coding bench in a notebook: read, select, code; every act is kept.

        Parameters
        ----------
        document : document shown first (default: the one that was open last)
        case : practice case to code for (default: that of each document)

        Raises
        ------
        SettingsError
            If the case does not exist.
        """
        from transfo_analysis.widgets.coder import Coder

        window = Coder(self, document, case)
        self._coder_window = ref(window)
        return window

    def board(self, case: str = "") -> Board:
        """Open the board in a notebook: bundles to sort, findings in their columns.

        Parameters
        ----------
        case : practice case (default: the first)
        """
        from transfo_analysis.widgets.board import Board

        return Board(self, case, self.show_in_coder)


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
