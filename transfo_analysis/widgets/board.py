"""The sorting board in a window: cards that are moved, opened, worded, merged, split."""

from __future__ import annotations

from transfo_analysis.widgets.sorting import Sorting
from transfo_analysis.widgets.window import SHARED, SORTABLE, Window, script, style
from transfo_analysis.widgets.wire import Jump, Source

__all__ = ["Board"]


class Board(Window):
    """The board of a project in a notebook: see `Sorting`.

    It holds nothing: what is sorted is in the journal, and read from there.
    """

    _esm = script(SORTABLE, *SHARED, "view.js", "board.js", "wording.js", "drawer.js")
    _css = style("view.css", "board.css")

    def __init__(self, project: Source, case: str = "", jump: Jump | None = None) -> None:
        self.sorting = Sorting(project, case, jump)
        super().__init__(self.sorting.answer)
