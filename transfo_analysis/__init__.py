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
    from transfo_analysis.display.onscreen import show
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
    from transfo_analysis.project import Project, new_project, open_project
    from transfo_analysis.rerun.summary import Summary

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
    "show",
]
__version__ = "0.1.0"

_ROOMS = {
    "Project": "project",
    "Summary": "rerun.summary",
    "new_project": "project",
    "open_project": "project",
    "show": "display.onscreen",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return __all__
