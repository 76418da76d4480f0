"""What the other exercises of a session show, each a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.looking.tables import Tables

if TYPE_CHECKING:
    from transfo_analysis.exercises import Exercised

__all__ = ["Exercises"]


class Exercises(Tables):
    """A project folder, and the tables of the other exercises."""

    def exercised(self) -> Exercised:
        """Return the tables of every exercise, empty where nothing was gathered."""
        from transfo_analysis.exercises import Exercised

        return Exercised()
