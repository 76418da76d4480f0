"""A widget in a notebook: the script and style that it is made of, and its messages.

A notebook's widget takes one module: files of `static/` are read one after another, each
able to use those before it, so that the windows share what they have in common.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import anywidget

from transfo_analysis.widgets.wire import Message, Reply

__all__ = ["SHARED", "SORTABLE", "Window", "script", "style"]

_STATIC = Path(__file__).parent / "static"
SORTABLE = "vendor/sortable.min.js"
# elements and offsets, then the kernel: what every window begins with
SHARED = ("elements.js", "kernel.js")


@cache
def script(*names: str) -> str:
    """Return files of `static/` as one module.

    A library that is written for any loader is wrapped, unchanged, and named `Sortable`.
    """
    parts = []
    for name in names:
        written = (_STATIC / name).read_text(encoding="utf-8")
        if name == SORTABLE:
            written = (
                "const Sortable = (() => { const module = { exports: {} }, exports = module.exports;"
                f"\n{written}\nreturn module.exports; }})();"
            )
        parts.append(written)
    return "\n".join(parts)


@cache
def style(*names: str) -> str:
    """Return style sheets of `static/` as one."""
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


class Window(anywidget.AnyWidget):
    """A window: what it is sent is answered. Texts travel in messages only.

    Nothing of the material is a synced trait, which a notebook would save.

    Parameters
    ----------
    answer : gives the answer to a message
    """

    def __init__(self, answer: Callable[[Message], Reply], **traits: Any) -> None:
        self._answer = answer
        super().__init__(**traits)
        self.on_msg(self._heard)

    def _heard(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, dict):
            self._reply(message)

    def _reply(self, message: Message) -> Reply:
        reply = self._answer(message)
        self.send(reply)
        return reply
