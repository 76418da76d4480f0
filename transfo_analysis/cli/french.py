"""The command line in French: its help, what it says, and the mistakes in a command's words."""

from __future__ import annotations

import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup

from transfo_analysis.errors import Notice
from transfo_analysis.typography import french

__all__ = ["Command", "Group", "complain", "list_notices", "say", "usage"]

_HELP_IN_FRENCH = {
    "Usage:": "Usage :",
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]",
    "Options:": "Options :",
    "Commands:": "Commandes :",
    "Arguments:": "Arguments :",
    "Show this message and exit.": "Affiche cette aide.",
    "[required]": "[obligatoire]",
    "[default: ": "[par défaut : ",
}


class InFrench:
    """A command whose help is said in French, as everything else on screen."""

    def get_help(self, ctx: Any) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, said in _HELP_IN_FRENCH.items():
            text = text.replace(english, said)
        return french(text)


class Group(InFrench, TyperGroup):
    """The whole command line."""


class Command(InFrench, TyperCommand):
    """One command."""


def list_notices(notices: list[Notice], most: int = 0) -> None:
    """List notices by severity; with `most`, only so many of those that ask the same thing."""
    for severity, title in (
        ("erreur", "Laissé de côté"),
        ("attention", "Lu avec un doute"),
        ("note", "À savoir"),
    ):
        chosen = [note for note in notices if note.severity == severity]
        if chosen:
            say("")
            say(f"{title} ({len(chosen)}) :")
        alike: dict[str, list[Notice]] = {}
        for note in chosen:
            alike.setdefault(note.cure or note.what, []).append(note)
        for group in alike.values():
            # what was left out is named, each file; doubts of one kind are shown by a few
            alike_enough = most and severity != "erreur" and len(group) > most + 1
            shown = group[:most] if alike_enough else group
            for note in shown:
                say(f"  - {note}")
            if len(shown) < len(group):
                rest = len(group) - len(shown)
                say(f"    … et {rest} autres du même genre (« transfo check » les dit tous)")


def say(text: str) -> None:
    """Print a line, in French typography."""
    print(french(text))


def complain(text: str) -> None:
    """Print a line where mistakes go."""
    print(french(text), file=sys.stderr)


_USAGE = {
    "NoSuchOption": "L’option « {option_name} » n’existe pas.",
    "MissingParameter": "Il manque un argument : {name}.",
    "BadParameter": "La valeur donnée à {name} ne convient pas.",
    "NoArgsIsHelpError": "{message}",
}


def usage(error: Any) -> str:
    """Return a mistake in the command's words, in French ("" for a plain exit)."""
    kind = type(error).__name__
    if not hasattr(error, "format_message"):
        return ""
    param = getattr(error, "param", None)
    name = (param.metavar or param.opts[0]) if param is not None else ""
    option = getattr(error, "option_name", "")
    sentence = _USAGE.get(kind)
    if sentence is None:
        message = str(getattr(error, "message", ""))
        quoted = message.split("'")[1] if message.count("'") >= 2 else message
        sentence = (
            f"La commande « {quoted} » n’existe pas."
            if message.startswith("No such command")
            else f"La ligne de commande n’est pas comprise ({message})."
        )
    text = sentence.format(option_name=option, name=name, message=error.format_message())
    return (
        text if kind == "NoArgsIsHelpError" else f"{text} → « transfo --help » dit ce qui existe."
    )
