"""A project folder, and the verbs that make something of it, or open a window.

The tables that it shows are in `looking/`, what a person changes in `deciding.py`; what all
stand on, and what is kept between two calls, is in `workspace.py`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from transfo_analysis import settings as settings_file
from transfo_analysis.deciding import Deciding
from transfo_analysis.errors import Notice
from transfo_analysis.rerun import manifest
from transfo_analysis.rerun.summary import Summary
from transfo_analysis.typography import french, plural
from transfo_analysis.workspace import Progress

if TYPE_CHECKING:
    from transfo_analysis.hanging import Hung, Preview
    from transfo_analysis.widgets.board import Board
    from transfo_analysis.widgets.coder import Coder

__all__ = ["Project", "Summary", "new_project", "open_project"]


class Project(Deciding):
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

    def glossary(self, folder: Path | None = None, paper: str = "A4") -> list[Path]:
        """Print the glossary, with room to write where a word waits for its meaning.

        Parameters
        ----------
        folder : where (default: a new dated folder below `exports/`, never overwritten)
        paper : A4 or A3
        """
        from transfo_analysis.paperwork import print_glossary

        return print_glossary(self, folder, paper)

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

    def report(self, progress: Progress | None = None) -> Path:
        """Execute the notebooks into pages to read, code hidden; return the index page.

        Raises
        ------
        MissingFileError
            If there is no notebook.
        """
        from transfo_analysis import report

        return report.make(self, progress or _silent)

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
