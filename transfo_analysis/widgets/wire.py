"""What the table's and the board's windows share: scripts, faults, gestures, who sorts.

A message of a window has a `type` and a number `n` that its answer repeats as `re`. An act
has an `id` made by the window: it is written in the journal with the act, so that one sent
again after a lost answer is written once.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from transfo_analysis.coding.events import Event
from transfo_analysis.errors import CodingError, TransfoError, WriteError
from transfo_analysis.typography import french

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.settings import Settings

__all__ = [
    "SORTABLE",
    "Gestures",
    "Jump",
    "Message",
    "Reply",
    "Sitting",
    "Source",
    "answer",
    "hour",
    "jumped",
    "project_key",
    "script",
    "style",
    "text",
]

Message = Mapping[str, Any]
Reply = dict[str, Any]
# shows a place in the coder; False when none is on screen
Jump = Callable[[str, int, int], bool]
_STATIC = Path(__file__).parent / "static"
_RERUN = "Relancez la cellule ; si cela revient, signalez-le."
SORTABLE = "vendor/sortable.min.js"


class Source(Protocol):
    """What these windows need of a project."""

    folder: Path

    @property
    def settings(self) -> Settings:
        """What `projet.yaml` says."""

    @property
    def codebook(self) -> Codebook:
        """The codebook of today."""

    @property
    def coding(self) -> Desk:
        """The desk: the only way to the journal."""

    def corpus(self) -> Corpus:
        """The corpus of today."""

    def codings(self) -> pd.DataFrame:
        """The table "codings"."""

    def cross_table(self, rows: str = "", columns: str = "", **more: Any) -> CrossTable:
        """The cross table of today."""


def script(*names: str) -> str:
    """Return files of `static/` as one module, each able to use those before it.

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


def style(*names: str) -> str:
    """Return style sheets of `static/` as one."""
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


def answer(message: Message, handlers: Mapping[str, Callable[[Message], Reply]]) -> Reply:
    """Return the answer to one message; a fault is an answer too, never an exception."""
    try:
        reply = handlers.get(str(message.get("type")), _unknown)(message)
    except WriteError as fault:
        # nothing was written and nothing is lost: the window keeps it and tries again
        reply = _fault("failed", fault)
    except TransfoError as fault:
        reply = _fault("refused", fault)
    except (KeyError, TypeError, ValueError) as fault:
        wrong = CodingError(f"La fenêtre a envoyé un message incomplet ({fault}).", cure=_RERUN)
        reply = _fault("refused", wrong)
    except Exception as fault:
        # a fault of the program: a window that is never answered would wait for ever
        traceback.print_exc()
        wrong = CodingError(f"Une faute du programme l’a empêché ({fault!r}).", cure=_RERUN)
        reply = _fault("refused", wrong)
    return {**reply, "re": message.get("n"), "id": message.get("id")}


def text(message: Message, name: str) -> str:
    """Return a text that a message must hold."""
    value = message.get(name)
    if not isinstance(value, str) or not value:
        raise KeyError(name)
    return value


def jumped(message: Message, jump: Jump | None) -> Reply:
    """Show a quote in the coder; when none is on screen, say what to run."""
    document, start, end = text(message, "document"), int(message["start"]), int(message["end"])
    shown = jump(document, start, end) if jump else False
    return {"type": "jumped", "shown": shown, "line": f"projet.code({json.dumps(document)})"}


def project_key(project: Source) -> str:
    """Return what a browser keeps a project's things under; it tells no path."""
    return hashlib.sha256(str(project.folder).encode("utf-8")).hexdigest()[:16]


def hour(events: Sequence[Event]) -> str:
    """Return when the last of some acts was written, as hours and minutes of its writer."""
    return events[-1].at[11:16] if events else ""  # noqa: PD008


@dataclass
class Sitting:
    """Who is at work since the kernel started: asked once, whatever cells are run again.

    Parameters
    ----------
    coder : who holds the keyboard
    decider : for whom things are sorted: the group, a session, a person; "" until said
    """

    coder: str = ""
    decider: str = ""

    @classmethod
    def of(cls, project: Source) -> Sitting:
        """Return the sitting of a project, and tell its desk who is there."""
        found = _SITTINGS.setdefault(project.folder, cls())
        desk = project.coding
        if found.coder and not desk.coder:
            desk.coder = found.coder
        found.coder = desk.coder or found.coder
        return found


_SITTINGS: dict[Path, Sitting] = {}


class Gestures:
    """Acts asked for by a window, each written once however often it is sent."""

    def __init__(self, project: Source) -> None:
        self._project = project
        self._done: dict[str, list[Event]] = {}

    def perform(self, message: Message, act: Callable[[Desk, Message], None]) -> list[Event]:
        """Do one act, unless the journal shows that it was done; return its events.

        Raises
        ------
        CodingError
            If the act cannot be; nothing is then written.
        WriteError
            If the disk refuses.
        """
        name, desk = text(message, "id"), self._project.coding
        if message.get("again"):
            # another kernel may have written it before it died
            desk.reader.refresh()
            found = [e for e in desk.reader.events if e.data.get("batch") == name]
            self._done.setdefault(name, found)
        if not self._done.get(name):
            with _acting(desk, message.get("coder")), desk.gesture(name) as events:
                act(desk, message)
            self._done[name] = list(events)
        return self._done[name]


@contextmanager
def _acting(desk: Desk, coder: object) -> Iterator[None]:
    """Let an act be its coder's: one that waited in a browser may be of who was there before."""
    before = desk.coder
    if isinstance(coder, str) and coder.strip() and coder != before:
        desk.coder = coder
    try:
        yield
    finally:
        if before and desk.coder != before:
            desk.coder = before


def _unknown(_message: Message) -> Reply:
    raise CodingError("La fenêtre a envoyé un message inconnu.", cure=_RERUN)


def _fault(kind: str, fault: TransfoError) -> Reply:
    return {"type": kind, "what": french(fault.what), "cure": french(fault.cure)}
