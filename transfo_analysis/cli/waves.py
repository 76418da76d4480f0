"""Coming back from the field: close a wave, say what changed since."""

from __future__ import annotations

from typing import Annotated

import typer

from transfo_analysis.cli.base import ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, say

# a terminal is no place for hundreds of lines: the page has them all
_MOST = 40


@app.command("figer", cls=Command)
def close_wave(
    wave: Annotated[
        str, typer.Argument(metavar="VAGUE", help="La vague dont le travail est fini : vague-1.")
    ],
    coder: Annotated[str, typer.Option("--coder", help="Qui fige cette vague.")] = "",
    project: ProjectOption = None,
) -> None:
    """Fige une vague, une fois : ce qui viendra après se dira par rapport à elle."""
    opened = open_at(project)
    if coder:
        opened.coding.coder = coder
    for line in opened.close_wave(wave).lines():
        say(line)


@app.command("changes", cls=Command)
def changes(
    since: Annotated[
        str, typer.Option("--depuis", help="Une vague figée (par défaut : la dernière).")
    ] = "",
    project: ProjectOption = None,
) -> None:
    """Dit ce qui a changé depuis qu’une vague a été figée."""
    opened = open_at(project)
    found = opened.changes(since)
    said = found.sentences()
    for line in said[:_MOST]:
        say(line)
    if len(said) > _MOST:
        say(f"… et {len(said) - _MOST} autres lignes.")
    page = opened.processed / "changements" / f"{found.wave}.html"
    if page.is_file():
        say(f"Chaque nombre s’ouvre sur ses citations dans {page}")
    else:
        say("« transfo run » en écrit la page, où chaque nombre s’ouvre sur ses citations.")
