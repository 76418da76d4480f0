"""The coding bench in a notebook: `projet.code()`, a window over the journal.

The window's script is written in a few files, `static/coder/*.js`, read here in their order
as one module: a notebook's widget takes one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from transfo_analysis.widgets.bench import Bench, Source

__all__ = ["Coder", "script"]

_STATIC = Path(__file__).parent / "static"


@cache
def script() -> str:
    """Return the window's script: every file of `static/coder`, in the order of its number."""
    parts = sorted((_STATIC / "coder").glob("*.js"), key=lambda p: int(p.name.split("_")[0]))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


class Coder(anywidget.AnyWidget):
    """The window where a person codes; everything it knows comes from disk.

    Parameters
    ----------
    project : the project to code
    document : document shown first (default: where one was)
    case : practice case (default: the first)

    Texts and codings travel in messages only: nothing of the material is a synced trait,
    which a notebook would save.
    """

    _css = _STATIC / "coder.css"
    start = traitlets.Unicode("").tag(sync=True)

    def __init__(self, project: Source, document: str = "", case: str = "") -> None:
        self.bench = Bench(project, case)
        self._opened = False
        super().__init__(_esm=script(), start=document)
        self.on_msg(self._heard)

    def show(self, document: str, start: int, end: int) -> bool:
        """Show a place of a document, in code points; False when no window was ever opened."""
        if self.comm is None or not self._opened:
            return False
        self.send({"type": "show", "document_id": document, "start": start, "end": end})
        return True

    def _heard(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, dict):
            self._opened = True
            self.send(self.bench.answer(message))
