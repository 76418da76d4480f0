"""The other exercises of a session: those that exist, and one more by a short file of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from transfo_analysis.cli.base import ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, say
from transfo_analysis.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transfo_analysis.settings import Case


@app.command("exercice", cls=Command)
def exercise(
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FICHIER|NOM]",
            help="Un court fichier de réglages .yaml, ou le nom d’un exercice tout prêt.",
        ),
    ] = "",
    project: ProjectOption = None,
) -> None:
    """Ajoute un exercice au projet : son cas, ses familles de codes ; seul, liste ce qui existe."""
    if file:
        for line in open_at(project).add_exercise(file).lines():
            say(line)
        return
    from transfo_analysis.exercises.adding import ready_made

    try:
        cases = open_at(project).cases
    except ProjectError:
        cases = ()
    known = {case.id for case in cases}
    say("Exercices tout prêts (« transfo exercice NOM » les ajoute) :")
    for name, ready in ready_made().items():
        there = ", déjà dans ce projet" if {case.id for case in ready.cases} <= known else ""
        _list(ready.cases, there, name)
    if cases:
        say("Dans ce projet :")
        _list(cases)


def _list(cases: Iterable[Case], there: str = "", name: str = "") -> None:
    for case in cases:
        sides = f"{case.row_family} × {case.column_family}"
        say(f"  {name or case.id} : {case.title} ({sides}{there})")
