"""The coder's side of the conversation with its window: plain messages in, plain answers out.

No browser and no widget here, so that every rule of the bench is tested as plain Python.
Nothing is kept that is not on disk: what is remembered between two messages only saves
reading it again.

A message has a `type`, a number `n` that its answer repeats as `re`, and the `view` that
sends it. An act (`type: "act"`) has an `id` made by the window: it is written in the
journal with the act, so that an act sent again after a lost answer is written once.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from transfo_analysis.coding.events import Event
from transfo_analysis.coding.quotes import one
from transfo_analysis.errors import CodingError, TransfoError, WriteError
from transfo_analysis.typography import french
from transfo_analysis.widgets import pages

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Settings

__all__ = ["Bench", "Source"]

Message = Mapping[str, Any]
Reply = dict[str, Any]
_HITS = 200


class Source(Protocol):
    """What the bench needs of a project."""

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

    def suggestions(self) -> pd.DataFrame:
        """The table "suggestions"."""

    def suggested_crossings(self) -> pd.DataFrame:
        """The table "suggested_crossings"."""


class Bench:
    """Answers the messages of the windows open on one project.

    Parameters
    ----------
    project : where documents, codebook and desk come from
    case : practice case shown (default: the first)
    background : compute suggestions in a thread, so that coding never waits for them
    """

    def __init__(self, project: Source, case: str = "", *, background: bool = True) -> None:
        self.project = project
        self.case = project.settings.case(case) if case else project.settings.default_case
        self._background = background
        self._shelf: pages.Shelf | None = None
        self._proposals = _Proposals(project)
        # view → document, and what it was last told of its codings and of the state
        self._told: dict[str, tuple[str, dict[str, Any], object]] = {}
        # gestures of the journal, by the id that a window gave them
        self._gestures: dict[str, list[Event]] | None = None

    def answer(self, message: Message) -> Reply:
        """Return the answer to one message; a fault is an answer too, never an exception."""
        try:
            handler = self._HANDLERS.get(str(message.get("type")))
            if handler is None:
                raise CodingError("La fenêtre a envoyé un message inconnu.", cure=_RERUN)
            reply = handler(self, message)
        except WriteError as fault:
            # nothing was written and nothing is lost: the window keeps it and tries again
            reply = _fault("failed", fault)
        except TransfoError as fault:
            reply = _fault("refused", fault)
        except (KeyError, TypeError, ValueError) as fault:
            wrong = CodingError(f"La fenêtre a envoyé un message incomplet ({fault}).", cure=_RERUN)
            reply = _fault("refused", wrong)
        return {**reply, "re": message.get("n"), "id": message.get("id")}

    # -- what is shown -------------------------------------------------------------------------

    @property
    def shelf(self) -> pages.Shelf:
        """The documents of today's corpus."""
        corpus = self.project.corpus()
        if self._shelf is None or self._shelf.corpus is not corpus:
            self._shelf = pages.Shelf(corpus)
        return self._shelf

    def _hello(self, message: Message) -> Reply:
        desk = self.project.coding
        said = str(message.get("coder") or "")
        if said and not desk.coder:
            desk.coder = said
        state = desk.state
        folder = str(self.project.folder).encode("utf-8")
        return {
            "type": "welcome",
            "project": hashlib.sha256(folder).hexdigest()[:16],
            "title": self.project.settings.title,
            "case": {"id": self.case.id, "title": self.case.title},
            "coder": desk.coder,
            "coders": sorted({c.coder for c in state.codings.values()}),
            "codebook": pages.codebook_page(self.project.codebook, state, self.case),
            "documents": self.shelf.documents(state, desk.coder),
            "counts": pages.counts(state, desk.coder),
        }

    def _coder(self, message: Message) -> Reply:
        self.project.coding.coder = _text(message, "coder")
        return self._hello(message)

    def _document(self, message: Message) -> Reply:
        document = _text(message, "document")
        desk = self.project.coding
        if document not in self.shelf.rows:
            document = desk.document(document)
        state = desk.state
        held = self.shelf.codings(document, state)
        self._told[str(message.get("view"))] = (document, held, state)
        return {
            "type": "document",
            **self.shelf.text(document),
            "asked": self._asked(document),
            "codings": list(held.values()),
            **self._besides(document, held),
        }

    def _refresh(self, message: Message) -> Reply:
        view = str(message.get("view"))
        told = self._told.get(view)
        if told is None or told[2] is self.project.coding.state:
            return {"type": "same"}
        return {"type": "news", **self._news(view)}

    def _suggestions(self, message: Message) -> Reply:
        document = _text(message, "document")
        ready = self._proposals.ready(wait=not self._background)
        if ready is None:
            return {"type": "suggestions", "document": document, "ready": False}
        return {
            "type": "suggestions",
            "document": document,
            "ready": True,
            **pages.proposals_page(*ready, document),
        }

    def _search(self, message: Message) -> Reply:
        from transfo_analysis.textstats.concordance import concordance

        words = _text(message, "words")
        found = concordance(self.project.corpus().passages, words, width=48)
        columns = ("document_id", "person", "before", "found", "after", "start", "end")
        hits = [
            dict(zip(columns, row, strict=True))
            for row in found.head(_HITS)[list(columns)].itertuples(index=False, name=None)
        ]
        return {"type": "hits", "words": words, "hits": hits, "total": len(found)}

    def _asked(self, document: str) -> dict[str, list[str]]:
        """Return the row codes that each question names, by the rank of its turn."""
        from transfo_analysis.tagging import matching
        from transfo_analysis.tagging.stream import stream

        corpus = self.project.corpus()
        turns = corpus.turns[corpus.turns["document_id"] == document]
        asking = turns[turns["turn"].isin(set(turns["question_turn"]))]
        if asking.empty:
            return {}
        text, ranks = corpus.texts[document], asking["turn"].tolist()
        words = stream(text[a:b] for a, b in zip(asking["start"], asking["end"], strict=True))
        named: dict[str, list[str]] = {}
        wanted = matching.patterns(self.project.codebook, [self.case.row_family])
        for match in matching.find(words, wanted)[0]:
            codes = named.setdefault(str(ranks[int(words.passage[match.first])]), [])
            if match.code not in codes:
                codes.append(match.code)
        return named

    def _news(self, view: str) -> Reply:
        """Return what changed of the document that a view shows, since it was last told."""
        told = self._told.get(view)
        if told is None:
            return {}
        desk = self.project.coding
        document, before, state = told[0], told[1], desk.state
        now = self.shelf.codings(document, state)
        self._told[view] = (document, now, state)
        return {
            "document": document,
            "put": [record for i, record in now.items() if before.get(i) != record],
            "drop": [i for i in before if i not in now],
            **self._besides(document, now),
            "documents": [self.shelf.document(document, state, desk.coder)],
            "counts": pages.counts(state, desk.coder),
            "codebook": pages.codebook_page(self.project.codebook, state, self.case),
        }

    def _besides(self, document: str, held: Mapping[str, Any]) -> Reply:
        desk = self.project.coding
        state = desk.state
        return {
            "links": sorted(pair for pair in state.links if pair[0] in held),
            "answers": [
                [*key[1:], answer] for key, answer in state.answers.items() if key[0] == document
            ],
            "settled": [
                [*key[1:], row] for key, row in state.settled.items() if key[0] == document
            ],
            "memos": pages.memos_page(state, held, document),
            "undo": self._label(state.undoable.get(desk.coder, ())),
            "redo": self._label(state.redoable.get(desk.coder, ())),
        }

    def _label(self, stack: tuple[str, ...]) -> str:
        desk = self.project.coding
        events: list[Event] = []
        for event_id in stack[:50]:
            event = desk.reader.event(event_id)
            if events and event.data.get("batch", event.id) != events[0].data.get("batch"):
                break
            events.append(event)
        return pages.act_label(events, self.project.codebook, desk.state)

    # -- acts ------------------------------------------------------------------------------------

    def _act(self, message: Message) -> Reply:
        gesture, kind = _text(message, "id"), _text(message, "kind")
        act = self._ACTS.get(kind)
        if act is None:
            raise CodingError("La fenêtre demande un acte inconnu.", cure=_RERUN)
        if message.get("again"):
            self._gestures = None  # another program may have written it: read them again
        written = self._known(gesture)
        if not written:
            desk = self.project.coding
            with _acting(desk, message.get("coder")), desk.gesture(gesture) as events:
                act(self, desk, message)
            written = self._gestures_by_id[gesture] = list(events)
        coding = next((e.id for e in written if e.kind == "coding_added"), "")
        return {
            "type": "done",
            "coding": coding,
            "at": written[-1].at if written else "",
            **self._news(str(message.get("view"))),
        }

    @property
    def _gestures_by_id(self) -> dict[str, list[Event]]:
        if self._gestures is None:
            desk, self._gestures = self.project.coding, {}
            desk.reader.refresh()
            for event in desk.reader.events:
                name = event.data.get("batch")
                if isinstance(name, str):
                    self._gestures.setdefault(name, []).append(event)
        return self._gestures

    def _known(self, gesture: str) -> list[Event]:
        return self._gestures_by_id.get(gesture, [])

    def _coding_id(self, message: Message, name: str) -> str:
        """Return a coding's id; a window that saw no answer yet names it by its gesture."""
        told = _text(message, name)
        added = [e.id for e in self._known(told) if e.kind == "coding_added"]
        return added[0] if added else told

    def _place(self, message: Message) -> tuple[str, int, int]:
        """Return the excerpt of a message, once its words are the ones that are meant.

        If the text changed since the window showed it, the words are looked for.
        """
        document, quote = _text(message, "document"), _text(message, "quote")
        start, end = int(message["start"]), int(message["end"])
        desk = self.project.coding
        text = self.project.corpus().texts.get(document)
        if text is None:
            desk.document(document)  # raises, and says which is near
            raise CodingError(f"Le document « {document} » n’existe plus.")
        if text[start:end] == quote and 0 <= start < end:
            return document, start, end
        if message.get("sha256") == self.shelf.sha256(document):
            raise CodingError(
                f"À cette place on lit « {text[max(start, 0) : end][:80]} », pas « {quote[:80]} ».",
                cure="Sélectionnez de nouveau l’extrait.",
            )
        return document, *one(text, quote, None, lambda at: desk.where(document, at))

    def _add(self, desk: Desk, message: Message) -> None:
        document, start, end = self._place(message)
        shown = bool(message.get("suggestions_shown"))
        desk.add(document, _text(message, "code"), start=start, end=end, suggestions_shown=shown)

    def _in_vivo(self, desk: Desk, message: Message) -> None:
        self._place(message)  # a fault here must leave no code behind
        code = _text(message, "code")
        if code not in desk.state.created:
            desk.create_code(code, _text(message, "label"))
        self._add(desk, message)

    def _move(self, desk: Desk, message: Message) -> None:
        """Give a coding other bounds: a new one takes its memo and crossings, the old goes."""
        old = self._coding_id(message, "coding")
        coding = desk.state.codings.get(old)
        if coding is None or coding.coder != desk.coder:
            raise CodingError(
                "Ce codage n’est plus là, ou n’est pas de vous.",
                cure="Sélectionnez l’extrait et posez le code de nouveau.",
            )
        document, start, end = self._place(message)
        links = [pair for pair in desk.state.links if old in pair]
        memo = desk.state.memos.get(("coding", old, desk.coder))
        new = desk.add(
            document,
            coding.code,
            start=start,
            end=end,
            origin=coding.origin,
            suggestions_shown=coding.suggestions_shown,
        )
        if new == old:
            return
        if memo:
            desk.memo("coding", new, memo)
        for row, column in sorted(links):
            desk.link(new if row == old else row, new if column == old else column)
        desk.withdraw(old)

    def _withdraw(self, desk: Desk, message: Message) -> None:
        desk.withdraw(self._coding_id(message, "coding"))

    def _link(self, desk: Desk, message: Message) -> None:
        row, column = (self._coding_id(message, n) for n in ("row_coding", "column_coding"))
        desk.link(row, column)

    def _unlink(self, desk: Desk, message: Message) -> None:
        row, column = (self._coding_id(message, n) for n in ("row_coding", "column_coding"))
        desk.unlink(row, column)

    def _carry(self, desk: Desk, message: Message) -> None:
        """Link a coding to a row code that the question named, given to the same words."""
        told = self._coding_id(message, "column_coding")
        column = desk.state.codings.get(told)
        if column is None:
            raise CodingError("Ce codage n’est plus là.", cure="Posez-le de nouveau.")
        row = desk.add(
            column.document,
            _text(message, "code"),
            start=column.start,
            end=column.end,
            suggestions_shown=bool(message.get("suggestions_shown")),
        )
        desk.link(row, column.id)

    def _settle(self, desk: Desk, message: Message) -> None:
        desk.settle(
            _text(message, "document"),
            int(message["start"]),
            int(message["end"]),
            _text(message, "row"),
            _text(message, "column"),
        )

    def _accept(self, desk: Desk, message: Message) -> None:
        wanted = [str(item) for item in message["suggestions"]]
        desk.accept_all(wanted, bulk=bool(message.get("bulk")))

    def _refuse(self, desk: Desk, message: Message) -> None:
        desk.refuse(_text(message, "suggestion"))

    def _memo(self, desk: Desk, message: Message) -> None:
        kind, target = _text(message, "target_kind"), _text(message, "target")
        if kind == "coding":
            target = self._coding_id(message, "target")
        desk.memo(kind, target, str(message["text"]))

    def _read(self, desk: Desk, message: Message) -> None:
        document = _text(message, "document")
        if desk.coder not in desk.state.read.get(document, ()):
            desk.read(document)

    def _undo(self, desk: Desk, _message: Message) -> None:
        desk.undo()

    def _redo(self, desk: Desk, _message: Message) -> None:
        desk.redo()

    _HANDLERS: ClassVar[dict[str, Callable[[Bench, Message], Reply]]] = {
        "hello": _hello,
        "coder": _coder,
        "document": _document,
        "refresh": _refresh,
        "suggestions": _suggestions,
        "search": _search,
        "act": _act,
    }
    _ACTS: ClassVar[dict[str, Callable[[Bench, Desk, Message], None]]] = {
        "add": _add,
        "in_vivo": _in_vivo,
        "move": _move,
        "withdraw": _withdraw,
        "link": _link,
        "unlink": _unlink,
        "carry": _carry,
        "settle": _settle,
        "accept": _accept,
        "refuse": _refuse,
        "memo": _memo,
        "read": _read,
        "undo": _undo,
        "redo": _redo,
    }


_RERUN = "Relancez la cellule ; si cela revient, signalez-le."


class _Proposals:
    """The suggestions of a project, computed once per corpus and codebook, in a thread."""

    def __init__(self, project: Source) -> None:
        self._project = project
        self._made: tuple[object, tuple[pd.DataFrame, pd.DataFrame]] | None = None
        self._thread: threading.Thread | None = None
        self._fault: TransfoError | None = None

    def ready(self, *, wait: bool) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        """Return the two tables, or None while they are being made.

        Raises
        ------
        TransfoError
            If they cannot be made (the French model is not installed).
        """
        key = (self._project.corpus(), self._project.codebook)
        made = self._made
        if made is not None and _same(made[0], key):
            return made[1]
        if self._thread is None:
            self._thread = threading.Thread(target=self._make, args=(key,), daemon=True)
            self._thread.start()
        if wait:
            self._thread.join()
        if self._thread.is_alive():
            return None
        self._thread = None
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        made = self._made
        return made[1] if made is not None else None

    def _make(self, key: tuple[object, object]) -> None:
        try:
            tables = self._project.suggestions(), self._project.suggested_crossings()
            self._made = (key, tables)
        except TransfoError as fault:
            self._fault = fault


def _same(made: object, key: tuple[object, object]) -> bool:
    return isinstance(made, tuple) and all(a is b for a, b in zip(made, key, strict=True))


@contextmanager
def _acting(desk: Desk, coder: object) -> Iterator[None]:
    """Let an act be its coder's: one that waited in a browser may be of who coded before."""
    before = desk.coder
    if isinstance(coder, str) and coder.strip() and coder != before:
        desk.coder = coder
    try:
        yield
    finally:
        if before and desk.coder != before:
            desk.coder = before


def _text(message: Message, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not value:
        raise KeyError(name)
    return value


def _fault(kind: str, fault: TransfoError) -> Reply:
    return {"type": kind, "what": french(fault.what), "cure": french(fault.cure)}
