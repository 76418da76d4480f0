"""The main job: a new project, a run, where it stands, what is doubtful, working papers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transfo_analysis.cli.base import NOTHING_DONE, ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, list_notices, say
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.project import Project, Summary


@app.command(cls=Command)
def new(folder: Annotated[Path, typer.Argument(metavar="DOSSIER")]) -> None:
    """Crée un projet : dossiers, réglages, livre de codes, notebooks, fiches à la volée."""
    from transfo_analysis import new_project

    project = new_project(folder)
    say(f"Projet créé dans {project.folder}")
    say("Posez le matériau dans data/raw/, puis : transfo run")


@app.command(cls=Command)
def run(project: ProjectOption = None) -> None:
    """Lit le matériau, propose des codes, croise, rassemble et dessine."""
    opened = open_at(project)
    summary = _run_with_progress(opened)
    if summary.unchanged:
        say("Rien n’a changé depuis le dernier calcul.")
    _tell(summary, opened)


@app.command(cls=Command)
def status(project: ProjectOption = None) -> None:
    """Dit où en est le projet."""
    opened = open_at(project)
    say(opened.settings.title)
    for line in opened.status():
        say(f"  {line}")


@app.command(cls=Command)
def check(project: ProjectOption = None) -> None:
    """Valide chaque fichier et chaque table, sans rien écrire."""
    notices = open_at(project).check()
    list_notices(notices)
    wrong = sum(note.severity == "erreur" for note in notices)
    if not notices:
        say("Tout se lit, rien n’est douteux.")
    raise typer.Exit(1 if wrong else 0)


@app.command("import", cls=Command)
def import_quotes(
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Tableur d’extraits et de codes.")
    ],
    coder: Annotated[str, typer.Option("--coder", help="Qui a codé.")] = "",
    project: ProjectOption = None,
) -> None:
    """Ajoute au journal les codages d’un tableur (.csv, .xlsx) : document, extrait, code."""
    from transfo_analysis.interchange import quotes

    opened = open_at(project)
    if coder:
        opened.coding.coder = coder
    result = quotes.import_codings(file, opened.coding)
    list_notices(list(result.notices))
    say(f"{plural(result.added, 'codage')} au journal, {result.already} déjà là.")
    if not result.added and not result.already:
        raise typer.Exit(NOTHING_DONE)


@app.command(cls=Command)
def export(
    project: ProjectOption = None,
    to: Annotated[Path | None, typer.Option("--to", help="Dossier où écrire.")] = None,
) -> None:
    """Écrit les documents de travail (graphiques, tableurs) ; rien n’est pour le public."""
    opened = open_at(project)
    written = opened.export(to)
    say(f"{plural(len(written), 'document de travail', 'documents de travail')} :")
    for folder in sorted({path.parent for path in written}):
        say(f"  {folder}")


@app.command(cls=Command)
def lab(project: ProjectOption = None) -> None:
    """Ouvre JupyterLab, en français, sur les notebooks du projet."""
    from transfo_analysis import workshop

    raise typer.Exit(workshop.open_lab(open_at(project).folder))


def _run_with_progress(project: Project) -> Summary:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<26}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)
            if not console.is_terminal and done < total:
                # a log has no bar: one line a stage
                print(f"[{done + 1}/{total}] {stage}", file=sys.stderr, flush=True)

        return project.run(progress)


def _tell(summary: Summary, project: Project) -> None:
    say("")
    for line in summary.lines():
        say(f"  {line}")
    list_notices(list(summary.notices), most=3)
    say("")
    say(f"À regarder : {project.processed / 'charts'} (graphiques)")
    say(f"             {project.processed / 'tables'} (tableaux)")
    if any((project.processed / "changements").glob("*.html")):
        say(f"             {project.processed / 'changements'} (ce que le terrain a changé)")
    say("Puis ouvrez les notebooks : make lab, ou transfo lab")
