"""The sorting board in a window: cards that are moved, opened, worded, merged, split."""

from __future__ import annotations

from typing import Any

import anywidget

from transfo_analysis.widgets.sorting import Sorting
from transfo_analysis.widgets.wire import SORTABLE, Jump, Source, script, style

__all__ = ["Board"]


class Board(anywidget.AnyWidget):
    """The board of a project in a notebook: see `Sorting`.

    It holds nothing: what is sorted is in the journal, and read from there. Texts travel in
    messages only: nothing of the material is kept in the notebook.
    """

    _esm = script(SORTABLE, "view.js", "board.js", "drawer.js")
    _css = style("view.css", "board.css")

    def __init__(self, project: Source, case: str = "", jump: Jump | None = None) -> None:
        self.sorting = Sorting(project, case, jump)
        super().__init__()
        self.on_msg(self._heard)

    def _heard(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, dict):
            self.send(self.sorting.answer(message))
