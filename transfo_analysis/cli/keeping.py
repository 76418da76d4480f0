"""What keeps the work: verify, back up, put back; and the report to keep beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from transfo_analysis.cli.base import ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, list_notices, say


@app.command(cls=Command)
def verify(project: ProjectOption = None) -> None:
    """Compare le dossier au certificat du dernier calcul, fichier par fichier."""
    notices = open_at(project).verify()
    list_notices(notices)
    differs = any(note.severity != "note" for note in notices)
    if not differs:
        say("Le dossier est tel que le dernier calcul l’a laissé.")
    raise typer.Exit(1 if differs else 0)


@app.command(cls=Command)
def backup(project: ProjectOption = None) -> None:
    """Sauvegarde le travail humain dans une archive datée et numérotée, et la relit."""
    opened = open_at(project)
    path = opened.backup()
    say(f"Sauvegardé, et relu : {path.relative_to(opened.folder)}")
    say("Copiez cette archive ailleurs : un disque qui tombe emporte tout ce qu’il porte.")


@app.command(cls=Command)
def restore(
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="Une archive du dossier sauvegardes/.")
    ],
    coders: Annotated[
        list[str] | None,
        typer.Option("--codeur", help="Collègue dont les actes reviennent malgré un retrait."),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Remet ce qui manque depuis une sauvegarde ; ne remplace rien de ce qui est là."""
    for line in open_at(project).restore(archive, coders or ()).lines():
        say(line)


@app.command(cls=Command)
def report(project: ProjectOption = None) -> None:
    """Exécute les notebooks en pages à lire, code masqué, avec la méthode pour une annexe."""
    opened = open_at(project)

    def progress(name: str, done: int, total: int) -> None:
        if done < total:
            print(f"[{done + 1}/{total}] {name}", file=sys.stderr, flush=True)

    say(f"À lire : {opened.report(progress)}")
