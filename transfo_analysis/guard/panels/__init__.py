"""What the other exercises show in public, through the guard: one maker an exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transfo_analysis.guard.panels.debates import argued, debates
from transfo_analysis.guard.panels.languages import two_languages
from transfo_analysis.guard.panels.nextwork import next_work
from transfo_analysis.guard.panels.presence import who_was_there
from transfo_analysis.guard.panels.trials import trials

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts
    from transfo_analysis.guard.release import Panel

__all__ = ["argued", "panels"]

# in the order of the wall; a maker returns None when it has nothing that may be shown
MAKERS: tuple[Callable[[Parts, bool], Panel | None], ...] = (
    who_was_there,
    debates,
    two_languages,
    trials,
    next_work,
)


def panels(parts: Parts, *, draft: bool) -> tuple[Panel, ...]:
    """Return what the exercises show: cleared sentences, bands, nothing of one person.

    Parameters
    ----------
    draft : what waits for a person is shown too, as everywhere in a draft
    """
    made = (make(parts, draft) for make in MAKERS)
    return tuple(panel for panel in made if panel is not None)
