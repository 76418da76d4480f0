"""What the other exercises show, as plain data for the templates: one sheet an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.sheets.typeset import Sheet, label, sentence

if TYPE_CHECKING:
    from transfo_analysis.guard.release import Panel

__all__ = ["panel_sheet"]

# with more columns than these, or with much to say in two of them, the sheet lies on its side
_UPRIGHT, _MUCH = 4, 60


def panel_sheet(panel: Panel, common: Mapping[str, Any]) -> Sheet:
    """Return the sheet of one exercise.

    Parameters
    ----------
    common : what every sheet shares: paper, badges, note, credits
    """
    return {
        **common,
        "kind": "panel",
        "flipped": len(panel.columns) > _UPRIGHT or _talkative(panel) > 1,
        "title": label(panel.title),
        "sentences": [sentence(one) for one in panel.sentences],
        "columns": [label(one) for one in panel.columns] if panel.rows else [],
        "rows": [[sentence(cell) for cell in row] for row in panel.rows],
        "about": label(panel.note),
    }


def _talkative(panel: Panel) -> int:
    """Return how many columns have much to say."""
    return sum(
        any(len(cell) > _MUCH for cell in column) for column in zip(*panel.rows, strict=True)
    )
