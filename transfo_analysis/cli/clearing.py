"""What waits for a person before anything is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transfo_analysis.cli.base import ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, say
from transfo_analysis.typography import plural


@app.command("relire", cls=Command)
def to_clear(project: ProjectOption = None) -> None:
    """Liste ce qu’une personne relit avant tout affichage, et en fait une page à imprimer."""
    from transfo_analysis import files, showing

    opened = open_at(project)
    rows = opened.to_clear()
    for row in rows[rows["blocks"]].to_dict("records"):
        seen = " ; ".join(part for part in (row["obstacle"], row["warnings"]) if part)
        say(f"{row['place']} : {row['words']}" + (f" ({seen})" if seen else ""))
        say(f"    {row['gesture']}")
    for row in rows[rows["reason"] != ""].to_dict("records"):
        say(f"Écarté, {row['place']} : {row['words']} ({row['reason']})")
    waiting = int(rows["blocks"].sum())
    path = opened.folder / "exports" / "a-relire.html"
    files.write_text(path, showing.to_print(opened))
    say(plural(waiting, "décision attendue", "décisions attendues") + ".")
    say(f"À imprimer : {path.relative_to(opened.folder)}")
    raise typer.Exit(1 if waiting else 0)


@app.command("publish", cls=Command)
def publish(
    project: ProjectOption = None,
    draft: Annotated[
        bool, typer.Option("--brouillon", help="Montrer aussi ce qui attend, marqué brouillon.")
    ] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Dossier où écrire, nouveau.")] = None,
) -> None:
    """Écrit l’accrochage public : feuilles, graphiques, page ; s’arrête s’il manque un accord."""
    for line in open_at(project).publish(to, draft=draft).lines():
        say(line)
