"""Names of people: what texts still hold, what stands for them, and older texts without them."""

from __future__ import annotations

from typing import Annotated

import typer

from transfo_analysis.cli.base import NOTHING_DONE, ProjectOption, app, open_at
from transfo_analysis.cli.french import Command, complain, say
from transfo_analysis.typography import french

_SHOWN = 40


@app.command("noms", cls=Command)
def names(
    erase: Annotated[
        bool,
        typer.Option("--effacer", help="Effacer les noms de la clé des anciens textes gardés."),
    ] = False,
    yes: Annotated[bool, typer.Option("--oui", help="Sans demander confirmation.")] = False,
    every: Annotated[bool, typer.Option("--tous", help="Toutes les propositions.")] = False,
    project: ProjectOption = None,
) -> None:
    """Propose les noms qui restent dans les textes ; ou efface ceux des anciens textes gardés."""
    opened = open_at(project)
    if erase:
        found = opened.scrub_names()
        for line in found.lines():
            say(line)
        if not found.texts:
            return
        if not yes and typer.prompt(french("Pour confirmer, tapez « effacer »"), default="") != (
            "effacer"
        ):
            complain("Ce n’est pas ce qui était demandé : rien n’a été effacé.")
            raise typer.Exit(NOTHING_DONE)
        say(found.carry_out().lines()[0])
        return
    table = opened.names()
    if table.empty:
        say("Aucun nom à proposer. Relisez tout de même chaque document.")
        return
    shown = table if every else table.head(_SHOWN)
    for row in shown.to_dict("records"):
        say(f"{row['form']} ({row['count']}), {row['reason']} : … {row['context']} …")
    if len(table) > len(shown):
        say(f"… et {len(table) - len(shown)} autres : « transfo noms --tous ».")
    say("Pour en cacher un : « transfo pseudonymiser NOM PSEUDONYME ».")


@app.command("pseudonymiser", cls=Command)
def pseudonymise(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Prénom et nom, ou l’un des deux.")],
    pseudonym: Annotated[
        str,
        typer.Argument(metavar="PSEUDONYME", help="En un mot ; « pas un nom » pour écarter."),
    ],
    forms: Annotated[
        list[str] | None, typer.Option("--forme", help="Autre façon d’écrire ce nom.")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Cache un nom derrière un pseudonyme, dans tous les textes ; les codages suivent."""
    opened = open_at(project)
    opened.pseudonymise(name, pseudonym, forms or ())
    say("C’est noté dans data/coding/pseudonymes.csv, qui ne sort jamais du projet.")
    if waiting := len(opened.to_review()):
        say(f"Codages à revoir : {waiting} (projet.to_review()).")
