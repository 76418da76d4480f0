"""`transfo …`: a thin skin over the project's verbs, in French."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from transfo_analysis.errors import Notice, TransfoError
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    from transfo_analysis.project import Project, Summary

__all__ = ["main"]

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


class _InFrench:
    """A command whose help is said in French, as everything else on screen."""

    def get_help(self, ctx: Any) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, said in _HELP_IN_FRENCH.items():
            text = text.replace(english, said)
        return french(text)


class _Group(_InFrench, TyperGroup):
    """The whole command line."""


class _Command(_InFrench, TyperCommand):
    """One command."""


app = typer.Typer(
    cls=_Group,
    name="transfo",
    help="Du terrain à l’accrochage : lire, coder, croiser, trier, exporter.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", help="Dossier du projet (par défaut : ici, ou le plus proche au-dessus)."
    ),
]
# what a command returns: 0 also when some files were left out, 2 when nothing could be done
NOTHING_DONE = 2


def main() -> None:
    """Run the command line; a mistake gives one French sentence and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a Windows console in another code page must not stop a run
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = typer.main.get_command(app).main(standalone_mode=False)
    except TransfoError as error:
        _complain(str(error))
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        _complain("Interrompu. Rien de ce qui était enregistré n’est perdu.")
        sys.exit(130)
    except Exception as error:
        if not hasattr(error, "exit_code"):
            raise
        if said := _usage(error):
            _complain(said)
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else 0)


@app.command(cls=_Command)
def new(folder: Annotated[Path, typer.Argument(metavar="DOSSIER")]) -> None:
    """Crée un projet : dossiers, réglages, livre de codes, notebooks, fiches à la volée."""
    from transfo_analysis import new_project

    project = new_project(folder)
    _say(f"Projet créé dans {project.folder}")
    _say("Posez le matériau dans data/raw/, puis : transfo run")


@app.command(cls=_Command)
def run(project: ProjectOption = None) -> None:
    """Lit le matériau, propose des codes, croise, rassemble et dessine."""
    opened = _open(project)
    summary = _run_with_progress(opened)
    if summary.unchanged:
        _say("Rien n’a changé depuis le dernier calcul.")
    _tell(summary, opened)


@app.command(cls=_Command)
def status(project: ProjectOption = None) -> None:
    """Dit où en est le projet."""
    opened = _open(project)
    _say(opened.settings.title)
    for line in opened.status():
        _say(f"  {line}")


@app.command(cls=_Command)
def check(project: ProjectOption = None) -> None:
    """Valide chaque fichier et chaque table, sans rien écrire."""
    notices = _open(project).check()
    _list(notices)
    wrong = sum(note.severity == "erreur" for note in notices)
    if not notices:
        _say("Tout se lit, rien n’est douteux.")
    raise typer.Exit(1 if wrong else 0)


@app.command("import", cls=_Command)
def import_quotes(
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Tableur d’extraits et de codes.")
    ],
    coder: Annotated[str, typer.Option("--coder", help="Qui a codé.")] = "",
    project: ProjectOption = None,
) -> None:
    """Ajoute au journal les codages d’un tableur (.csv, .xlsx) : document, extrait, code."""
    from transfo_analysis.interchange import quotes

    opened = _open(project)
    if coder:
        opened.coding.coder = coder
    result = quotes.import_codings(file, opened.coding)
    _list(list(result.notices))
    _say(f"{plural(result.added, 'codage')} au journal, {result.already} déjà là.")
    if not result.added and not result.already:
        raise typer.Exit(NOTHING_DONE)


@app.command(cls=_Command)
def export(
    project: ProjectOption = None,
    to: Annotated[Path | None, typer.Option("--to", help="Dossier où écrire.")] = None,
) -> None:
    """Écrit les documents de travail (graphiques, tableurs) ; rien n’est pour le public."""
    opened = _open(project)
    written = opened.export(to)
    _say(f"{plural(len(written), 'document de travail', 'documents de travail')} :")
    for folder in sorted({path.parent for path in written}):
        _say(f"  {folder}")


@app.command("retirer", cls=_Command)
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
        _complain("Qui faut-il retirer ? Donnez un pseudonyme, ou --document et un identifiant.")
        raise typer.Exit(NOTHING_DONE)
    leaving = _open(project).withdraw(person, document=document)
    if leaving.is_empty and not leaving.plan.resumed:
        _say(f"Le programme ne garde rien de « {leaving.who} ».")
        for line in leaving.todo():
            _say(line)
        return
    for line in leaving.lines():
        _say(line)
    if not yes:
        for line in leaving.todo():
            _say(line)
        typed = typer.prompt(french(f"Pour confirmer, tapez « {leaving.who} »"), default="")
        if " ".join(typed.split()) != leaving.who:
            _complain("Ce n’est pas ce qui était demandé : rien n’a été retiré.")
            raise typer.Exit(NOTHING_DONE)
    for line in leaving.carry_out():
        _say(line)


@app.command(cls=_Command)
def lab(project: ProjectOption = None) -> None:
    """Ouvre JupyterLab, en français, sur les notebooks du projet."""
    from transfo_analysis import workshop

    raise typer.Exit(workshop.open_lab(_open(project).folder))


def _open(project: Path | None) -> Project:
    from transfo_analysis.project import open_project

    return open_project(project)


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
    _say("")
    for line in summary.lines():
        _say(f"  {line}")
    _list(list(summary.notices), most=3)
    _say("")
    _say(f"À regarder : {project.processed / 'charts'} (graphiques)")
    _say(f"             {project.processed / 'tables'} (tableaux)")
    _say("Puis ouvrez les notebooks : make lab, ou transfo lab")


def _list(notices: list[Notice], most: int = 0) -> None:
    """List notices by severity; with `most`, only so many of those that ask the same thing."""
    for severity, title in (
        ("erreur", "Laissé de côté"),
        ("attention", "Lu avec un doute"),
        ("note", "À savoir"),
    ):
        chosen = [note for note in notices if note.severity == severity]
        if chosen:
            _say("")
            _say(f"{title} ({len(chosen)}) :")
        alike: dict[str, list[Notice]] = {}
        for note in chosen:
            alike.setdefault(note.cure or note.what, []).append(note)
        for group in alike.values():
            # what was left out is named, each file; doubts of one kind are shown by a few
            alike_enough = most and severity != "erreur" and len(group) > most + 1
            shown = group[:most] if alike_enough else group
            for note in shown:
                _say(f"  - {note}")
            if len(shown) < len(group):
                rest = len(group) - len(shown)
                _say(f"    … et {rest} autres du même genre (« transfo check » les dit tous)")


def _say(text: str) -> None:
    print(french(text))


def _complain(text: str) -> None:
    print(french(text), file=sys.stderr)


_USAGE = {
    "NoSuchOption": "L’option « {option_name} » n’existe pas.",
    "MissingParameter": "Il manque un argument : {name}.",
    "BadParameter": "La valeur donnée à {name} ne convient pas.",
    "NoArgsIsHelpError": "{message}",
}


def _usage(error: Any) -> str:
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
