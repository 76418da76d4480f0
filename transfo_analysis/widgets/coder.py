"""The coding bench in a notebook: `projet.code()`, a window over the journal."""

from __future__ import annotations

import traitlets

from transfo_analysis.widgets.bench import Bench, Source
from transfo_analysis.widgets.window import SHARED, Window, script, style
from transfo_analysis.widgets.wire import Message, Reply

__all__ = ["FILES", "Coder"]

FILES = (
    *SHARED,
    *(
        f"coder/{name}.js"
        for name in (
            *("text", "store", "paint", "page", "left", "codebook", "here", "tasks"),
            *("keys", "acts", "moves", "draw", "window"),
        )
    ),
)


class Coder(Window):
    """The window where a person codes; everything it knows comes from disk.

    Parameters
    ----------
    project : the project to code
    document : document shown first (default: where one was)
    case : practice case (default: the first)
    """

    _esm = script(*FILES)
    _css = style("coder.css")
    start = traitlets.Unicode("").tag(sync=True)

    def __init__(self, project: Source, document: str = "", case: str = "") -> None:
        self.bench = Bench(project, case)
        self._opened = False
        super().__init__(self.bench.answer, start=document)

    def show(self, document: str, start: int, end: int) -> bool:
        """Show a place of a document, in code points; False when no window was ever opened."""
        if self.comm is None or not self._opened:
            return False
        self.send({"type": "show", "document_id": document, "start": start, "end": end})
        return True

    def _reply(self, message: Message) -> Reply:
        self._opened = True
        return super()._reply(message)
