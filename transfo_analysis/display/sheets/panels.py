"""What the other exercises show, as plain data for the templates: one sheet an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.sheets.typeset import Sheet, label, sentence

if TYPE_CHECKING:
    from transfo_analysis.guard.release import Panel

__all__ = ["panel_sheet"]

# with more columns than these, or with as many and much to say in them, the sheet lies on its side
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
        "flipped": len(panel.columns) > _UPRIGHT - _says_much(panel),
        "title": label(panel.title),
        "sentences": [sentence(one) for one in panel.sentences],
        "columns": [label(one) for one in panel.columns] if panel.rows else [],
        "rows": [[sentence(cell) for cell in row] for row in panel.rows],
        "about": label(panel.note),
    }


def _says_much(panel: Panel) -> bool:
    return any(len(cell) > _MUCH for row in panel.rows for cell in row)
