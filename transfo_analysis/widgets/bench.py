"""The coder's side of the conversation with its window: plain messages in, plain answers out.

No browser and no widget here, so that every rule of the bench is tested as plain Python.
Nothing is kept that is not on disk: what is remembered between two messages only saves
reading it again.

A message has a `type`, a number `n` that its answer repeats as `re`, and the `view` that
sends it (see `wire`); what a person does comes as `act` (see `gestures`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from transfo_analysis.coding.codebook import FILE_NAME
from transfo_analysis.coding.desk import Desk
from transfo_analysis.widgets import pages, waiting, wire
from transfo_analysis.widgets.gestures import do
from transfo_analysis.widgets.proposals import Proposals
from transfo_analysis.widgets.wire import Gestures, Message, Reply, project_key, text

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.events import Event
    from transfo_analysis.settings import Case

__all__ = ["Bench", "Source"]

_HITS = 200


class Source(wire.Source, Protocol):
    """What the bench needs of a project; of `coding`, only who codes."""

    def suggestions(self) -> pd.DataFrame:
        """The table "suggestions"."""

    def suggested_crossings(self) -> pd.DataFrame:
        """The table "suggested_crossings"."""

    def disagreements(self, case: str = "") -> pd.DataFrame:
        """The table "disagreements"."""


class _Told(NamedTuple):
    document: str
    sha256: str
    codings: dict[str, Any]
    state: object


class Bench:
    """Answers the messages of the windows open on one project.

    JupyterLab has a widget's messages answered beside the cells that run, in a thread of
    their own: the bench has a desk of its own, which no cell writes at.

    Parameters
    ----------
    project : where documents, codebook and suggestions come from
    case : practice case to code for (default: that of the document on screen)
    background : make suggestions in a thread
    """

    desk: Desk
    shelf: pages.Shelf

    def __init__(self, project: Source, case: str = "", *, background: bool = True) -> None:
        self.project = project
        self.case = project.settings.case(case) if case else project.settings.default_case
        self._chosen = bool(case)
        self.coder = project.coding.coder
        self._proposals = Proposals(project, background=background)
        self._gestures = Gestures()
        self._handlers = {name: self._renewed(handler) for name, handler in self._HANDLERS.items()}
        # view → the document and text that it shows, and what it was last told
        self._told: dict[str, _Told] = {}
        self._lock = threading.Lock()
        self._stamp: object = None  # of the files behind corpus and codebook
        self._renew()

    def answer(self, message: Message) -> Reply:
        """Return the answer to one message; a fault is an answer too, never an exception."""
        with self._lock:
            return wire.answer(message, self._handlers)

    def _renewed(self, handler: Callable[[Bench, Message], Reply]) -> Callable[[Message], Reply]:
        def renewed(message: Message) -> Reply:
            self._renew(thorough=message.get("type") != "act")
            return handler(self, message)

        return renewed

    def _renew(self, *, thorough: bool = True) -> None:
        """Take today's corpus and codebook, if files changed since the last message.

        `thorough` sees also that a colleague's journal names a document otherwise. That reads
        the whole journal, for which nobody waits who has just coded.
        """
        try:
            about = (self.project.folder / FILE_NAME).stat()
            book = (about.st_mtime_ns, about.st_size)
        except OSError:
            book = (0, 0)
        stamp = (self.project.material_stamp(), book)
        if stamp == self._stamp and not (
            thorough and self.project.corpus() is not self.desk.corpus
        ):
            return
        corpus = self.project.corpus()
        self._stamp = stamp
        self.desk = Desk(
            self.project.folder / "data" / "coding",
            corpus=corpus,
            codebook=self.project.codebook,
            settings=self.project.settings,
            coder=self.coder,
        )
        self.desk.prefers = self.case.id if self._chosen else ""
        self.shelf = pages.Shelf(corpus)

    def _case_of(self, document: str) -> Case:
        """Return the case that a person asked to code for, else that of a document."""
        own = str(self.shelf.rows.get(document, {}).get("case", ""))
        cases = () if self._chosen else self.project.settings.cases
        return next((one for one in cases if one.id == own), self.case)

    # -- what is shown -------------------------------------------------------------------------

    def _hello(self, _message: Message) -> Reply:
        desk = self.desk
        state = desk.state
        return {
            "type": "welcome",
            "project": project_key(self.project.folder),
            "title": self.project.settings.title,
            "case": {"id": self.case.id, "title": self.case.title},
            "coder": desk.coder,
            "coders": sorted({c.coder for c in state.codings.values()}),
            "codebook": pages.codebook_page(self.desk.codebook, state, self.case),
            "documents": self.shelf.documents(state, desk.coder),
            "counts": pages.counts(state, desk.coder),
            "several": waiting.several_coded(state),
        }

    def _coder(self, message: Message) -> Reply:
        self.desk.coder = text(message, "coder")
        self.coder = self.project.coding.coder = self.desk.coder
        return self._hello(message)

    def _document(self, message: Message) -> Reply:
        document = text(message, "document")
        desk = self.desk
        if document not in self.shelf.rows:
            document = desk.document(document)
        state, case = desk.state, self._case_of(document)
        held = self.shelf.codings(document, state)
        self._told[str(message.get("view"))] = _Told(
            document, self.shelf.sha256(document), held, state
        )
        return {
            "type": "document",
            **self.shelf.text(document),
            "case": {"id": case.id, "title": case.title},
            "codebook": pages.codebook_page(desk.codebook, state, case),
            "asked": self._asked(document),
            "codings": list(held.values()),
            **self._besides(document, held),
        }

    def _refresh(self, message: Message) -> Reply:
        view = str(message.get("view"))
        told = self._told.get(view)
        if told is None or (
            told.state is self.desk.state and told.sha256 == self.shelf.sha256(told.document)
        ):
            return {"type": "same"}
        # a file may have come, gone, or been corrected: every document is told again
        documents = self.shelf.documents(self.desk.state, self.desk.coder)
        return {"type": "news", **self._news(view), "documents": documents, "every": True}

    def _suggestions(self, message: Message) -> Reply:
        document = text(message, "document")
        ready = self._proposals.ready(self.desk.corpus, self.desk.codebook)
        if ready is None:
            return {"type": "suggestions", "document": document, "ready": False}
        return {
            "type": "suggestions",
            "document": document,
            "ready": True,
            **pages.proposals_page(*ready, document),
        }

    def _code(self, message: Message) -> Reply:
        """Change a code's label, colour or definition, as `projet.codes` does."""
        from transfo_analysis.coding.codebook_edit import CodebookEdit

        code, book = text(message, "code"), CodebookEdit(self.project.folder, self.desk)
        if "label" in message:
            book.rename(code, label=text(message, "label"))
        if "colour" in message:
            book.recolour(code, text(message, "colour"))
        if "definition" in message:
            book.redefine(code, str(message["definition"]))
        self._renew()
        desk, told = self.desk, self._told.get(str(message.get("view")))
        case = self._case_of(told.document if told else "")
        return {
            "type": "codebook",
            "codebook": pages.codebook_page(desk.codebook, desk.state, case),
        }

    def _disagreements(self, _message: Message) -> Reply:
        project = self.project
        found = project.disagreements(self.case.id)
        items = waiting.disagreements_page(self.desk, found, project.codings())
        return {"type": "disagreements", "items": items}

    def _review(self, _message: Message) -> Reply:
        return {"type": "review", "items": waiting.review_page(self.desk)}

    def _search(self, message: Message) -> Reply:
        from transfo_analysis.textstats.concordance import concordance

        words = text(message, "words")
        found = concordance(self.desk.corpus.passages, words, width=48)
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

        corpus = self.desk.corpus
        turns = corpus.turns[corpus.turns["document_id"] == document]
        asking = turns[turns["turn"].isin(set(turns["question_turn"]))]
        if asking.empty:
            return {}
        whole, ranks = corpus.texts[document], asking["turn"].tolist()
        words = stream(whole[a:b] for a, b in zip(asking["start"], asking["end"], strict=True))
        named: dict[str, list[str]] = {}
        rows = self._case_of(document).row_family
        wanted = matching.patterns(self.desk.codebook, [rows])
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
        desk, document, before, state = self.desk, told.document, told.codings, self.desk.state
        if told.sha256 != self.shelf.sha256(document):
            return {"changed": document}  # the file was corrected: the places told are no more
        now = self.shelf.codings(document, state)
        self._told[view] = _Told(document, told.sha256, now, state)
        return {
            "document": document,
            "put": [record for i, record in now.items() if before.get(i) != record],
            "drop": [i for i in before if i not in now],
            **self._besides(document, now),
            "documents": [self.shelf.document(document, state, desk.coder)],
            "counts": pages.counts(state, desk.coder),
            "several": waiting.several_coded(state),
            "codebook": pages.codebook_page(self.desk.codebook, state, self._case_of(document)),
        }

    def _besides(self, document: str, held: Mapping[str, Any]) -> Reply:
        desk = self.desk
        state = desk.state
        return {
            "links": sorted(pair for pair in state.links if pair[0] in held),
            "answers": [
                [*key[2:], answer]
                for key, answer in state.answers.items()
                if key[:2] == (document, self.shelf.sha256(document))
            ],
            "settled": [
                [*key[2:], row]
                for key, row in state.settled.items()
                if key[:2] == (document, self.shelf.sha256(document))
            ],
            "registers": [
                [start, end, register]
                for (of, sha256, start, end), register in state.registers.items()
                if of == document and sha256 == self.shelf.sha256(document)
            ],
            "memos": pages.memos_page(state, held, document),
            "undo": self._label(state.undoable.get(desk.coder, ())),
            "redo": self._label(state.redoable.get(desk.coder, ())),
        }

    def _label(self, stack: tuple[str, ...]) -> str:
        desk = self.desk
        events: list[Event] = []
        for event_id in stack[:50]:
            event = desk.reader.event(event_id)
            if events and event.data.get("batch", event.id) != events[0].data.get("batch"):
                break
            events.append(event)
        return pages.act_label(events, self.desk.codebook, desk.state)

    def _act(self, message: Message) -> Reply:
        written = do(self._gestures, self.desk, self.shelf, message)
        return {
            "type": "done",
            "coding": next((e.id for e in written if e.kind == "coding_added"), ""),
            "at": written[-1].at if written else "",
            **self._news(str(message.get("view"))),
        }

    _HANDLERS: ClassVar[dict[str, Callable[[Bench, Message], Reply]]] = {
        "hello": _hello,
        "coder": _coder,
        "document": _document,
        "refresh": _refresh,
        "suggestions": _suggestions,
        "disagreements": _disagreements,
        "review": _review,
        "code": _code,
        "search": _search,
        "act": _act,
    }
