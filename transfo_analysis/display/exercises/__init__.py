"""The charts of the other exercises: one module each, drawn like those of the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transfo_analysis.display.drawn import Drawn
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.display.page import Chart
    from transfo_analysis.display.press import Press
    from transfo_analysis.exercises import Exercised

__all__ = ["draw_exercises"]


def _makers() -> tuple[Callable[[Exercised, Sequence[Matter]], Iterable[Chart]], ...]:
    """Return what draws each exercise; nothing when there is nothing of it."""
    from transfo_analysis.display.exercises.debate_grades import by_grade
    from transfo_analysis.display.exercises.debate_moves import moves
    from transfo_analysis.display.exercises.languages import two_languages
    from transfo_analysis.display.exercises.nextwork import along_waves
    from transfo_analysis.display.exercises.presence import charts as presence
    from transfo_analysis.display.exercises.trials import trials

    return (moves, by_grade, presence, two_languages, trials, along_waves)


def draw_exercises(
    exercised: Exercised,
    matters: Sequence[Matter],
    folder: Path,
    formats: Sequence[str] = ("png", "svg", "pdf"),
    drawn: Drawn | None = None,
    press: Press | None = None,
) -> list[Path]:
    """Draw the charts of every exercise that has something, and return the files, sorted.

    Parameters
    ----------
    matters : one for each case; `matters[0].whole()` stands for the project
    drawn : what still stands there, and is not drawn again
    press : where it is drawn, if beside

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display.render import write
    from transfo_analysis.display.style import house

    written: list[Path] = []
    if matters:
        with house():
            for make in _makers():
                for chart in make(exercised, matters):
                    written += write(chart, folder, formats, drawn=drawn, press=press)
    return sorted(written)
