"""What every window shares: how a message is answered, and how an act is written once.

A message of a window has a `type` and a number `n` that its answer repeats as `re`. An act
has an `id` made by the window: it is written in the journal with the act (`batch`), so that
one sent again after a lost answer is written once, and one undo takes back all of it.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from transfo_analysis.errors import CodingError, TransfoError, WriteError
from transfo_analysis.typography import french

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.events import Event
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.settings import Settings

__all__ = [
    "RERUN",
    "Gestures",
    "Handlers",
    "Jump",
    "Message",
    "Reply",
    "Sitting",
    "Source",
    "Talk",
    "answer",
    "hour",
    "project_key",
    "text",
]

Message = Mapping[str, Any]
Reply = dict[str, Any]
Handlers = Mapping[str, Callable[[Message], Reply]]
# shows a place in the coder; False when none is on screen
Jump = Callable[[str, int, int], bool]
RERUN = "Relancez la cellule ; si cela revient, signalez-le."


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

    def material_stamp(self) -> object:
        """What is another as soon as a file behind the corpus has changed."""

    def corpus(self) -> Corpus:
        """The corpus of today."""

    def codings(self) -> pd.DataFrame:
        """The table "codings"."""

    def cross_table(self, rows: str = "", columns: str = "", **more: Any) -> CrossTable:
        """The cross table of today."""


def answer(message: Message, handlers: Handlers) -> Reply:
    """Return the answer to one message; a fault is an answer too, never an exception.

    « refused » is final: the act cannot be. « failed » says nothing against it (the disk is
    full, the program is at fault): the window keeps it and tries again.
    """
    try:
        reply = handlers.get(str(message.get("type")), _unknown)(message)
    except WriteError as fault:
        reply = _fault("failed", fault)
    except TransfoError as fault:
        reply = _fault("refused", fault)
    except (KeyError, TypeError, ValueError) as fault:
        what = f"La fenêtre a envoyé un message incomplet ({fault})."
        reply = _fault("refused", CodingError(what, cure=RERUN))
    except Exception as fault:
        # a window that is never answered would wait for ever
        traceback.print_exc()
        what = f"Le programme a rencontré une erreur ({type(fault).__name__} : {fault})."
        reply = _fault("failed", TransfoError(what, cure=RERUN))
    return {**reply, "re": message.get("n"), "id": message.get("id")}


def text(message: Message, name: str) -> str:
    """Return a text of a message.

    Raises
    ------
    KeyError
        If it is not there, not a text, or empty.
    """
    value = message.get(name)
    if not isinstance(value, str) or not value:
        raise KeyError(name)
    return value


def project_key(folder: Path) -> str:
    """Return what a browser keeps a project's things under; it tells no path."""
    return hashlib.sha256(str(folder).encode("utf-8")).hexdigest()[:16]


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
    """Does what windows ask for, each act once, whatever the number of times that it is sent."""

    def __init__(self) -> None:
        # what the journal holds, by gesture; read once, then kept up with what is written here
        self._written: dict[str, list[Event]] | None = None

    def perform(
        self, desk: Desk, message: Message, act: Callable[[Desk, Message], None]
    ) -> list[Event]:
        """Do the act of a message unless the journal has it; return its events.

        Raises
        ------
        TransfoError
            If it cannot be done: nothing is written, but for a gesture of several acts
            whose disk fills between two of them.
        KeyError, TypeError, ValueError
            If the message lacks something.
        """
        name = text(message, "id")
        if message.get("again"):
            self._written = None  # another program may have written it since
        known = self.written(desk)
        if name not in known:
            with _acting(desk, message.get("coder")), desk.gesture(name) as events:
                act(desk, message)
            known[name] = list(events)
        return known[name]

    def written(self, desk: Desk) -> dict[str, list[Event]]:
        """Return the events that the journal holds, by gesture."""
        if self._written is None:
            self._written = {}
            desk.reader.refresh()
            for event in desk.reader.events:
                name = event.data.get("batch")
                if isinstance(name, str):
                    self._written.setdefault(name, []).append(event)
        return self._written


class Talk:
    """A window's other side: it answers messages, and writes what a person does.

    Parameters
    ----------
    project : where matter and desk come from
    jump : shows a place in the coder; False when none is on screen
    """

    def __init__(self, project: Source, jump: Jump | None = None) -> None:
        self._project, self._jump = project, jump
        self._gestures = Gestures()

    def answer(self, message: Message) -> Reply:
        """Return the answer to one message; a fault is an answer too."""
        return answer(message, self._handlers())

    def _handlers(self) -> Handlers:
        return {"jump": self._jumped}

    def _perform(self, message: Message, act: Callable[[Desk, Message], None]) -> list[Event]:
        return self._gestures.perform(self._project.coding, message, act)

    def _jumped(self, message: Message) -> Reply:
        """Show a quote in the coder; when none is on screen, say what to run."""
        document = text(message, "document")
        start, end = int(message["start"]), int(message["end"])
        shown = self._jump(document, start, end) if self._jump else False
        return {"type": "jumped", "shown": shown, "line": f"projet.code({json.dumps(document)})"}


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
    raise CodingError("La fenêtre a envoyé un message inconnu.", cure=RERUN)


def _fault(kind: str, fault: TransfoError) -> Reply:
    return {"type": kind, "what": french(fault.what), "cure": french(fault.cure)}
