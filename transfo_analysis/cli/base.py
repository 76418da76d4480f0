"""What every command shares: the application, the project that is meant, the statuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transfo_analysis.cli.french import Group

if TYPE_CHECKING:
    from transfo_analysis.project import Project

__all__ = ["NOTHING_DONE", "ProjectOption", "app", "open_at"]

app = typer.Typer(
    cls=Group,
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


def open_at(project: Path | None) -> Project:
    """Open the project that a command means."""
    from transfo_analysis.project import open_project

    return open_project(project)
