"""What a person may do in the coder's window: each gesture is acts of the desk, or none.

Each is written once, however often it is sent: see `wire.Gestures`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.coding.quotes import one
from transfo_analysis.errors import CodingError
from transfo_analysis.widgets.wire import RERUN, Gestures, Message, text

if TYPE_CHECKING:
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.events import Event
    from transfo_analysis.widgets.pages import Shelf

__all__ = ["do"]


def do(gestures: Gestures, desk: Desk, shelf: Shelf, message: Message) -> list[Event]:
    """Do the gesture of a message, once; return its events.

    Raises
    ------
    TransfoError
        If it cannot be done (see `wire.Gestures.perform`).
    """
    act = _ACTS.get(text(message, "kind"))
    if act is None:
        raise CodingError("La fenêtre demande un acte inconnu.", cure=RERUN)
    return gestures.perform(
        desk, message, lambda at, asked: act(_Gesture(at, shelf, asked, gestures))
    )


@dataclass(frozen=True)
class _Gesture:
    desk: Desk
    shelf: Shelf
    message: Message
    gestures: Gestures

    def text(self, name: str) -> str:
        return text(self.message, name)

    def coding(self, name: str) -> str:
        """Return a coding's id; a window that had no answer yet names it by its gesture."""
        told = self.text(name)
        added = [
            e.id for e in self.gestures.written(self.desk).get(told, []) if e.kind == "coding_added"
        ]
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

    def unchanged(self) -> None:
        """Check that the document is as the window showed it.

        Raises
        ------
        CodingError
            If its file was corrected since.
        """
        if self.message.get("sha256") != self.shelf.sha256(self.text("document")):
            raise CodingError(
                "Ce texte a été corrigé depuis que cette fenêtre l’a montré.",
                cure="Rouvrez la liste, puis recommencez.",
            )


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


def _agree(g: _Gesture) -> None:
    # the window shows turns by their number: it must be the text that it shows
    g.unchanged()
    codes = [str(code) for code in g.message["codes"]]
    g.desk.settle_disagreement(g.text("document"), int(g.message["turn"]), codes)


def _reopen(g: _Gesture) -> None:
    g.unchanged()
    g.desk.reopen_disagreement(g.text("document"), int(g.message["turn"]))


def _stand(g: _Gesture) -> None:
    g.unchanged()
    g.desk.settle_anchors([str(coding) for coding in g.message["codings"]])


def _place(g: _Gesture) -> None:
    _, start, end = g.place()
    g.desk.settle_anchor(g.text("coding"), start, end)


def _gone(g: _Gesture) -> None:
    g.unchanged()
    g.desk.lose_anchor(g.text("coding"))


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
    "agree": _agree,
    "reopen": _reopen,
    "stand": _stand,
    "place": _place,
    "gone": _gone,
    "memo": _memo,
    "read": _read,
    "undo": _undo,
    "redo": _redo,
}
