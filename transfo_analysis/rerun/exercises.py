"""What changed in the other exercises of a session: one maker an exercise, rows that open.

A maker takes a `Difference` and gives a `Told` for each thing that changed. What it compares
stands in the two pictures: an exercise adds its part there (see `picture.LATER`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from transfo_analysis.rerun.debates import debates
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.nextwork import chantiers, debriefings
from transfo_analysis.rerun.presence import presence
from transfo_analysis.rerun.telling import Told
from transfo_analysis.rerun.trials import trials
from transfo_analysis.rerun.words import words
from transfo_analysis.tables import SEPARATOR
from transfo_analysis.typography import french

__all__ = ["MAKERS", "Told", "changed"]


# in the order of the page
MAKERS: tuple[Callable[[Difference], Iterable[Told]], ...] = (
    debates,
    presence,
    words,
    debriefings,
    chantiers,
    trials,
)


def changed(difference: Difference) -> list[dict[str, Any]]:
    """Return the rows of the table "changed_exercises", in the order of the exercises."""
    return [
        {
            "exercise": one.exercise,
            "case": one.case,
            "about": one.about,
            "says": french(one.says),
            "note": french(one.note),
            "ids": SEPARATOR.join(dict.fromkeys(one.ids)),
        }
        for make in MAKERS
        for one in make(difference)
    ]
