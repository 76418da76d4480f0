"""`transfo …`: a thin skin over the project's verbs, in French.

One module a group of commands; importing it adds them to the application.
"""

from __future__ import annotations

import gc
import sys

import typer

from transfo_analysis.cli import (  # noqa: F401 — they add their commands
    clearing,
    exercises,
    keeping,
    leaving,
    main_job,
    names,
    waves,
    workshop,
)
from transfo_analysis.cli.base import NOTHING_DONE, app
from transfo_analysis.cli.french import complain, usage
from transfo_analysis.errors import TransfoError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a mistake gives one French sentence and status 2."""
    # a run makes millions of objects and hardly a cycle: looking for cycles seldom saves a tenth
    # of its time, and takes no more memory
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a Windows console in another code page must not stop a run
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = typer.main.get_command(app).main(standalone_mode=False)
    except TransfoError as error:
        complain(str(error))
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        complain("Interrompu. Rien de ce qui était enregistré n’est perdu.")
        sys.exit(130)
    except Exception as error:
        if not hasattr(error, "exit_code"):
            raise
        if said := usage(error):
            complain(said)
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else 0)
