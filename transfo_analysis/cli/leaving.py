"""A person asks to be taken out."""

from __future__ import annotations

from typing import Annotated

import typer

from transfo_analysis.cli.base import NOTHING_DONE, ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, complain, say
from transfo_analysis.typography import french


@app.command("retirer", cls=Command)
def withdraw(
    person: Annotated[
        str, typer.Argument(metavar="PERSONNE", help="Pseudonyme de qui demande à être retiré·e.")
    ] = "",
    document: Annotated[
        str, typer.Option("--document", help="Ou un document, quand on ne sait pas qui y parle.")
    ] = "",
    project: ProjectOption = None,
    yes: Annotated[bool, typer.Option("--oui", help="Sans demander confirmation.")] = False,
) -> None:
    """Retire pour toujours une personne qui le demande : ses mots, son nom, ses codages."""
    if bool(person) == bool(document):
        complain("Qui faut-il retirer ? Donnez un pseudonyme, ou --document et un identifiant.")
        raise typer.Exit(NOTHING_DONE)
    leaving = open_at(project).withdraw(person, document=document)
    if leaving.is_empty and not leaving.plan.resumed:
        say(f"Le programme ne garde rien de « {leaving.who} ».")
        for line in leaving.todo():
            say(line)
        return
    for line in leaving.lines():
        say(line)
    if not yes:
        for line in leaving.todo():
            say(line)
        typed = typer.prompt(french(f"Pour confirmer, tapez « {leaving.who} »"), default="")
        if " ".join(typed.split()) != leaving.who:
            complain("Ce n’est pas ce qui était demandé : rien n’a été retiré.")
            raise typer.Exit(NOTHING_DONE)
    for line in leaving.carry_out():
        say(line)
