"""JupyterLab on a project's notebooks: in French, on this machine only, nothing sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from transfo_analysis.errors import MissingFileError

__all__ = ["command", "open_lab"]


def command(notebooks: Path) -> list[str]:
    """Return the command line that opens JupyterLab on a folder of notebooks.

    News and update checks are off: they would be the only thing to leave the machine.
    """
    asked = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={notebooks.parent}",
        f"--LabApp.default_url=/lab/tree/{notebooks.name}",
        "--ServerApp.ip=127.0.0.1",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        asked.append("--allow-root")
    return asked


def open_lab(project: Path) -> int:
    """Open JupyterLab on a project and return its exit status when it is closed.

    Raises
    ------
    MissingFileError
        If the project has no `notebooks` folder.
    """
    notebooks = project / "notebooks"
    if not notebooks.is_dir():
        raise MissingFileError(
            "Le projet n’a pas de dossier de notebooks.",
            path="notebooks",
            cure="Copiez celui d’un projet neuf (« transfo new »).",
        )
    return subprocess.call(command(notebooks), cwd=project)  # noqa: S603 — our own words only
