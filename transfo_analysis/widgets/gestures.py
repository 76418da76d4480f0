"""What a person may do in the coder's window: each gesture is acts of the desk, or none.

The window gives every gesture an id, which is written with its acts (`batch`): a gesture
sent again after a lost answer is found in the journal and not done twice, and one undo
takes back all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.quotes import one
from transfo_analysis.errors import CodingError

if TYPE_CHECKING:
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.events import Event
    from transfo_analysis.widgets.pages import Shelf

__all__ = ["RERUN", "Gestures", "text"]

Message = Mapping[str, Any]
RERUN = "Relancez la cellule ; si cela revient, signalez-le."


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


class Gestures:
    """Does gestures at a desk, each once, whatever the number of times that it is asked for."""

    def __init__(self) -> None:
        # what the journal holds, by gesture; read once, then kept up with what is written here
        self._written: dict[str, list[Event]] | None = None

    def do(self, desk: Desk, shelf: Shelf, message: Message) -> list[Event]:
        """Do the gesture of a message unless the journal has it; return its events.

        Raises
        ------
        TransfoError
            If it cannot be done: nothing is written, but for a gesture of several acts
            whose disk fills between two of them.
        KeyError, TypeError, ValueError
            If the message lacks something.
        """
        name, kind = text(message, "id"), text(message, "kind")
        act = _ACTS.get(kind)
        if act is None:
            raise CodingError("La fenêtre demande un acte inconnu.", cure=RERUN)
        if message.get("again"):
            self._written = None  # another program may have written it since
        known = self._by_name(desk)
        if name not in known:
            with _acting(desk, message.get("coder")), desk.gesture(name) as events:
                act(_Gesture(desk, shelf, message, known))
            known[name] = list(events)
        return known[name]

    def _by_name(self, desk: Desk) -> dict[str, list[Event]]:
        if self._written is None:
            self._written = {}
            _ = desk.state  # reads what is new
            for event in desk.reader.events:
                name = event.data.get("batch")
                if isinstance(name, str):
                    self._written.setdefault(name, []).append(event)
        return self._written


@dataclass(frozen=True)
class _Gesture:
    desk: Desk
    shelf: Shelf
    message: Message
    written: Mapping[str, list[Event]]

    def text(self, name: str) -> str:
        return text(self.message, name)

    def coding(self, name: str) -> str:
        """Return a coding's id; a window that had no answer yet names it by its gesture."""
        told = self.text(name)
        added = [e.id for e in self.written.get(told, []) if e.kind == "coding_added"]
        return added[0] if added else told

    @property
    def shown(self) -> bool:
        return bool(self.message.get("suggestions_shown"))

    def place(self) -> tuple[str, int, int]:
        """Return the excerpt, once its words are the ones that are meant.

        If the text changed since the window showed it, the words are looked for.
        """
        document, quote = self.text("document"), self.text("quote")
        start, end = int(self.message["start"]), int(self.message["end"])
        document = self.desk.document(document)
        words = self.desk.corpus.texts[document]
        if 0 <= start < end and words[start:end] == quote:
            return document, start, end
        if self.message.get("sha256") == self.shelf.sha256(document):
            raise CodingError(
                f"À cette place on lit « {words[max(start, 0) : end][:80]} », "
                f"pas « {quote[:80]} ».",
                cure="Sélectionnez de nouveau l’extrait.",
            )
        return document, *one(words, quote, None, lambda at: self.desk.where(document, at))


def _add(g: _Gesture) -> None:
    document, start, end = g.place()
    g.desk.add(document, g.text("code"), start=start, end=end, suggestions_shown=g.shown)


def _in_vivo(g: _Gesture) -> None:
    document, start, end = g.place()
    # what may not be coded must leave no code behind
    if fault := g.desk.faults([(document, start, end)])[0]:
        raise fault
    if g.text("code") not in g.desk.state.created:
        g.desk.create_code(g.text("code"), g.text("label"))
    _add(g)


def _move(g: _Gesture) -> None:
    # a new coding takes the memo and the crossings of the old one, which goes
    old = g.coding("coding")
    state = g.desk.state
    coding = state.codings.get(old)
    if coding is None or coding.coder != g.desk.coder:
        raise CodingError(
            "Ce codage n’est plus là, ou n’est pas de vous.",
            cure="Sélectionnez l’extrait et posez le code de nouveau.",
        )
    document, start, end = g.place()
    new = g.desk.add(
        document,
        coding.code,
        start=start,
        end=end,
        origin=coding.origin,
        suggestions_shown=coding.suggestions_shown,
    )
    if new == old:
        return
    if memo := state.memos.get(("coding", old, g.desk.coder)):
        g.desk.memo("coding", new, memo)
    for row, column in sorted(pair for pair in state.links if old in pair):
        g.desk.link(new if row == old else row, new if column == old else column)
    g.desk.withdraw(old)


def _withdraw(g: _Gesture) -> None:
    g.desk.withdraw(g.coding("coding"))


def _link(g: _Gesture) -> None:
    g.desk.link(g.coding("row_coding"), g.coding("column_coding"))


def _unlink(g: _Gesture) -> None:
    g.desk.unlink(g.coding("row_coding"), g.coding("column_coding"))


def _carry(g: _Gesture) -> None:
    # the question named the mode, the answer judges it: the answer's words take its code
    column = g.desk.state.codings.get(g.coding("column_coding"))
    if column is None:
        raise CodingError("Ce codage n’est plus là.", cure="Posez-le de nouveau.")
    row = g.desk.add(
        column.document,
        g.text("code"),
        start=column.start,
        end=column.end,
        suggestions_shown=g.shown,
    )
    g.desk.link(row, column.id)


def _settle(g: _Gesture) -> None:
    start, end = int(g.message["start"]), int(g.message["end"])
    g.desk.settle(g.text("document"), start, end, g.text("row"), g.text("column"))


def _register(g: _Gesture) -> None:
    g.desk.mark_register(*g.place(), g.text("register"))


def _accept(g: _Gesture) -> None:
    wanted = [str(item) for item in g.message["suggestions"]]
    g.desk.accept_all(wanted, bulk=bool(g.message.get("bulk")))


def _refuse(g: _Gesture) -> None:
    g.desk.refuse(g.text("suggestion"))


def _memo(g: _Gesture) -> None:
    kind = g.text("target_kind")
    target = g.coding("target") if kind == "coding" else g.text("target")
    g.desk.memo(kind, target, str(g.message["text"]))


def _read(g: _Gesture) -> None:
    document = g.text("document")
    if g.desk.coder not in g.desk.state.read.get(document, ()):
        g.desk.read(document)


def _undo(g: _Gesture) -> None:
    g.desk.undo()


def _redo(g: _Gesture) -> None:
    g.desk.redo()


_ACTS: dict[str, Callable[[_Gesture], None]] = {
    "add": _add,
    "in_vivo": _in_vivo,
    "move": _move,
    "withdraw": _withdraw,
    "link": _link,
    "unlink": _unlink,
    "carry": _carry,
    "settle": _settle,
    "register": _register,
    "accept": _accept,
    "refuse": _refuse,
    "memo": _memo,
    "read": _read,
    "undo": _undo,
    "redo": _redo,
}


@contextmanager
def _acting(desk: Desk, coder: object) -> Iterator[None]:
    """Let an act be its coder's: one that waited in a browser may be of who coded before."""
    before = desk.coder
    if isinstance(coder, str) and coder.strip():
        desk.coder = coder
    try:
        yield
    finally:
        if before:
            desk.coder = before
