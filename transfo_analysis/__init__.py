"""Un atelier Jupyter pour l'analyse qualitative : du terrain à l'accrochage.

In a notebook::

    import transfo_analysis as ta
    projet = ta.open_project()
    projet.cross_table("mode", "categorie")

Importing this package does nothing and loads nothing: no spaCy, no pandas, no matplotlib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transfo_analysis.errors import (
        CodebookError,
        CodingError,
        JournalError,
        MissingFileError,
        Notice,
        ProjectError,
        SettingsError,
        SourceError,
        TableError,
        TransfoError,
        WriteError,
    )
    from transfo_analysis.project import Project, Summary, new_project, open_project

__all__ = [
    "CodebookError",
    "CodingError",
    "JournalError",
    "MissingFileError",
    "Notice",
    "Project",
    "ProjectError",
    "SettingsError",
    "SourceError",
    "Summary",
    "TableError",
    "TransfoError",
    "WriteError",
    "__version__",
    "new_project",
    "open_project",
]
__version__ = "0.1.0"

_IN_PROJECT = {"Project", "Summary", "new_project", "open_project"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    room = "project" if name in _IN_PROJECT else "errors"
    return getattr(import_module(f"{__name__}.{room}"), name)


def __dir__() -> list[str]:
    return __all__
