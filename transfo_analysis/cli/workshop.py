"""The work session: its paper, the glossary, and the group's sort that comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transfo_analysis.cli.base import NOTHING_DONE, ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, list_notices, say
from transfo_analysis.typography import plural


@app.command("glossaire", cls=Command)
def glossary(
    project: ProjectOption = None,
    paper: Annotated[str, typer.Option("--papier", help="A4 ou A3.")] = "A4",
    to: Annotated[Path | None, typer.Option("--to", help="Dossier où écrire.")] = None,
) -> None:
    """Imprime le glossaire des sigles et du jargon, à compléter à la main."""
    for path in open_at(project).glossary(to, paper):
        say(f"{path}")


@app.command("atelier", cls=Command)
def workshop(
    project: ProjectOption = None,
    paper: Annotated[str, typer.Option("--papier", help="A4, A3, A2, A1 ou A0.")] = "A3",
    case: Annotated[
        str, typer.Option("--cas", help="Cas pratique (par défaut : le premier).")
    ] = "",
    to: Annotated[Path | None, typer.Option("--to", help="Dossier où écrire.")] = None,
    sort: Annotated[
        Path | None, typer.Option("--tri", help="Feuille de tri remplie, à verser au journal.")
    ] = None,
    coder: Annotated[
        str, typer.Option("--coder", help="Qui verse la feuille (par défaut : le groupe).")
    ] = "",
) -> None:
    """Imprime la grille vierge, les cartes et la feuille de tri ; reprend la feuille remplie."""
    from transfo_analysis.paperwork import print_out

    opened = open_at(project)
    if sort is None:
        written, notices = print_out(opened, to, paper, case)
        list_notices(notices)
        say(f"{plural(len(written), 'document de travail', 'documents de travail')} :")
        for path in written:
            say(f"  {path}")
        return
    if coder:
        opened.coding.coder = coder
    result = opened.import_sort(sort)
    list_notices(list(result.notices))
    say(
        f"{plural(result.sorted, 'tri')} et {plural(result.coded, 'codage')} au journal, "
        f"{result.already} déjà là."
    )
    if not (result.sorted or result.coded or result.already) and result.notices:
        raise typer.Exit(NOTHING_DONE)
