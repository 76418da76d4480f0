"""What hangs, and what visitors and colleagues are given: one dated folder a publication.

Everything in it is made from a `Release`, which the guard built; nothing else of the project
is looked at here. The publication is remembered before its folder appears: a folder that
exists was reckoned with, and a failure in between only makes the next one more careful.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files, showing
from transfo_analysis.errors import Notice, WriteError
from transfo_analysis.guard import releases
from transfo_analysis.guard.release import Release
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    from transfo_analysis.display.look import Style
    from transfo_analysis.display.press import Press
    from transfo_analysis.guard.publishing import Prepared
    from transfo_analysis.project import Project

__all__ = ["FOLDER", "Hung", "Preview", "preview", "publish", "write"]

FOLDER = "accrochages"


@dataclass(frozen=True)
class Hung:
    """What was published: its folder, its files (sorted), and what there is to know."""

    folder: Path
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    draft: bool

    def lines(self) -> list[str]:
        """Say in French what was made and where."""
        kind = "brouillon, ne pas afficher" if self.draft else "pour l’accrochage public"
        said = [f"{plural(len(self.files), 'fichier')} ({kind}) : {self.folder}"]
        return [french(line) for line in (*said, *(str(note) for note in self.notices))]

    def __repr__(self) -> str:
        return "\n".join(self.lines())


@dataclass(frozen=True)
class Preview:
    """The sheets of a release as pictures, for a notebook; nothing was written."""

    pictures: tuple[bytes, ...]
    draft: bool

    def _repr_html_(self) -> str:
        import base64

        said = "Brouillon" if self.draft else "Ce qui serait affiché"
        shown = "".join(
            f'<img style="max-width:100%;border:1px solid #8b919c;margin:0 0 12px" '
            f'alt="Feuille {rank} sur {len(self.pictures)}" '
            f'src="data:image/png;base64,{base64.b64encode(one).decode("ascii")}">'
            for rank, one in enumerate(self.pictures, start=1)
        )
        count = plural(len(self.pictures), "feuille")
        return f"<p>{french(f'{said} : {count}. Rien n’a été écrit.')}</p>{shown}"


def publish(project: Project, *, draft: bool = False, folder: Path | None = None) -> Hung:
    """Write everything that hangs, and remember what was shown.

    Parameters
    ----------
    draft : show what still waits too, marked so on every sheet; it is not remembered
    folder : where (default: a new dated folder below `accrochages/`, never overwritten)

    Raises
    ------
    PublicationError
        If something is missing (not for a draft), or a name would be shown.
    WriteError
        If the folder exists, or a file cannot be written; nothing is left of it then.
    """
    from transfo_analysis.display import look
    from transfo_analysis.display.press import Press

    style, notices = look.read(project.folder)
    # what draws beside is loaded while the guard looks
    with Press(ahead=100) as press:
        made = _prepared(project, style, draft=draft)
        target = _published(project, made, style, folder, press, draft=draft)
    written = sorted(path for path in target.rglob("*") if path.is_file())
    return Hung(target, tuple(written), tuple(notices), draft)


def _published(
    project: Project,
    made: Prepared,
    style: Style,
    folder: Path | None,
    press: Press,
    *,
    draft: bool,
) -> Path:
    """Write what was prepared into a folder that is there whole or not at all; return it."""
    target = folder or files.dated(project.folder / FOLDER, "-brouillon" if draft else "")
    if target.exists():
        raise WriteError(
            "Ce dossier existe déjà : un accrochage n’en écrase pas un autre.",
            path=str(target),
            cure="Choisissez un autre dossier, ou laissez le programme en dater un.",
        )
    unfinished = target.with_name(f".{target.name}.en-cours")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        write(made.release, style, unfinished, press)
        if not draft:
            releases.record(project.folder, made.publication)
        unfinished.replace(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def preview(project: Project, *, draft: bool = True) -> Preview:
    """Return the sheets of the wall as pictures; writes nothing.

    Raises
    ------
    PublicationError
        If something is missing, and it is not a draft.
    """
    from transfo_analysis.display import look, sheets

    style, _ = look.read(project.folder)
    release = _prepared(project, style, draft=draft).release
    return Preview(tuple(sheets.preview(release, style)), draft)


def write(release: Release, style: Style, folder: Path, press: Press) -> list[Path]:
    """Write sheets, charts, page and colleagues' files of a release; return them, sorted.

    Parameters
    ----------
    press : draws the charts, and is closed

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display import office, render, sheets, visitors, wall_charts
    from transfo_analysis.display.style import house

    mark = wall_charts.mark(release)
    written: list[Path] = []
    # charts are drawn by the other process while this one makes the rest
    with press, house():
        for chart in wall_charts.wall_charts(release):
            written += render.write(chart, folder / "graphiques", mark=mark, press=press)
        for chart in wall_charts.slides(release):
            written += render.write(chart, folder / "collegues", ("png",), mark, press=press)
        written += sheets.make(release, style, folder / "feuilles")
        made = {
            "page/accrochage.html": visitors.page(release, accent=style.accent).encode("utf-8"),
            "collegues/accrochage.xlsx": office.release_workbook(release),
            "collegues/accrochage.docx": office.release_document(release),
        }
        for name, data in made.items():
            files.write_bytes(folder / name, data)
            written.append(folder / name)
    return sorted(written)


def _prepared(project: Project, style: Style, *, draft: bool) -> Prepared:
    """Build the release and say on it what `affichage.yaml` says, checked for names as well.

    Its tables are given their cases' identifiers, without names, for their files.
    """
    from transfo_analysis.corpus import pseudonyms
    from transfo_analysis.guard.naming import refuse_names

    made = showing.prepared(project, draft=draft)
    key = pseudonyms.read(project.folder)
    cases = zip(made.release.grids, made.publication.tables, strict=True)
    release = replace(
        made.release,
        programme=french(style.programme),
        address=style.address,
        credits=tuple(french(one) for one in style.credits),
        grids=tuple(replace(grid, case=key.identifier(case)) for grid, case in cases),
    )
    if key:
        refuse_names(release, key.forms)
    return replace(made, release=release)
