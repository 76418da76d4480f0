"""The board's side of the conversation with its window: cards in, acts out, no browser.

What a card rests on changes with the codings; where it stands changes with each sort. The
first is slow to gather and kept while codings stand; the second is read from the journal's
state each time, so that an answer never waits for a cross table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import CodingError
from transfo_analysis.settings import Case
from transfo_analysis.widgets.board_acts import ACTS, SET_ASIDE, TO_SORT
from transfo_analysis.widgets.cards import Cards, act_label
from transfo_analysis.widgets.quotes import quotes_page
from transfo_analysis.widgets.wire import (
    Handlers,
    Jump,
    Message,
    Reply,
    Sitting,
    Source,
    Talk,
    hour,
    project_key,
    text,
)

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable

__all__ = ["Sorting"]


def _last_wave(corpus: Corpus) -> str:
    """Return the session that is being sorted: the last one of the material, "" without any."""
    from transfo_analysis.exercises.waves import in_order

    waves = in_order([*corpus.documents["wave"], *corpus.passages["wave"]])
    return waves[-1] if waves else ""


@dataclass(frozen=True)
class _Matter:
    """What the cards rest on, and what it was gathered from."""

    corpus: Corpus
    key: tuple[object, ...]
    table: CrossTable
    codings: pd.DataFrame
    bundles: tuple[Mapping[Any, Any], ...]


class Sorting(Talk):
    """Answers the windows of one board.

    Parameters
    ----------
    project : where matter and desk come from
    case : practice case (default: the first)
    jump : shows a place in the coder
    """

    def __init__(self, project: Source, case: str = "", jump: Jump | None = None) -> None:
        super().__init__(project, jump)
        self._case = case
        self._held: _Matter | None = None
        self._told: object = None

    def _handlers(self) -> Handlers:
        return {
            **super()._handlers(),
            "hello": self._hello,
            "refresh": self._refresh,
            "who": self._who,
            "open": self._open,
            "act": self._act,
        }

    @property
    def case(self) -> Case:
        """The case sorted, as `projet.yaml` says it today."""
        settings = self._project.settings
        return settings.case(self._case) if self._case else settings.default_case

    # -- the board -----------------------------------------------------------------------------

    def _hello(self, _message: Message) -> Reply:
        key = project_key(self._project.folder)
        return {"type": "board", "project": key, **self.board(), **self._sitting()}

    def _refresh(self, _message: Message) -> Reply:
        if self._told is self._project.coding.state:
            return {"type": "same"}
        return {"type": "board", **self.board(), **self._sitting()}

    def board(self) -> Reply:
        """Return the columns, and the cards with where each stands now."""
        from transfo_analysis.findings import findings

        project, case, matter = self._project, self.case, self._matter()
        state = self._told = project.coding.state
        columns = [{"id": TO_SORT, "label": "À trier"}]
        columns += [{"id": one.id, "label": one.label} for one in case.sorting_columns]
        columns.append({"id": SET_ASIDE, "label": "Écartés"})
        table = findings(
            project.corpus(), matter.codings, state, project.codebook, case, table=matter.table
        )
        worded = [row for row in table.to_dict("records") if row["status"] in ("retenu", "écarté")]
        made = Counter(state.findings[row["finding_id"]].bundle for row in worded)
        desk = project.coding
        worded.sort(key=lambda row: desk.reader.event(row["finding_id"]).order)
        cards = Cards(matter.table, state, case, desk.coder)
        return {
            "title": case.title,
            "case": case.id,
            "columns": columns,
            "cards": [cards.finding(row) for row in worded]
            + [cards.bundle(row, made[row["bundle_id"]]) for row in matter.bundles],
            "wave": _last_wave(project.corpus()),
            "undo": act_label(desk, state.undoable.get(desk.coder, ())),
            "redo": act_label(desk, state.redoable.get(desk.coder, ())),
        }

    def _matter(self) -> _Matter:
        from transfo_analysis.findings import bundles

        project, case = self._project, self.case
        corpus, book, state = project.corpus(), project.codebook, project.coding.state
        key = (book, case, state.codings, state.links, state.settled, state.aliases)
        held = self._held
        if held is not None and held.corpus is corpus and held.key == key:
            return held
        table, codings = project.cross_table(case=case.id), project.codings()
        found = bundles(table, corpus, codings, state, book, case)
        rows = tuple(dict(row) for row in found.to_dict("records"))
        self._held = _Matter(corpus, key, table, codings, rows)
        return self._held

    # -- who sorts -----------------------------------------------------------------------------

    def _sitting(self) -> Reply:
        sitting = Sitting.of(self._project)
        state = self._project.coding.state
        every = [one.sorts for one in state.findings.values()] + [*state.bundle_sorts.values()]
        return {
            "coder": sitting.coder,
            "decider": sitting.decider,
            "deciders": sorted({who for sorts in every for who in sorts}),
            "coders": sorted({*state.undoable, *(c.coder for c in state.codings.values())}),
        }

    def _who(self, message: Message) -> Reply:
        sitting, desk = Sitting.of(self._project), self._project.coding
        desk.coder = text(message, "coder")
        sitting.coder = desk.coder
        who, name = message.get("who"), " ".join(str(message.get("name") or "").split())
        if who == "session":
            sitting.decider = f"session : {name}" if name else "session"
        else:
            sitting.decider = "groupe" if who == "group" else desk.coder
        return {"type": "who", **self.board(), **self._sitting()}

    # -- a card opened -------------------------------------------------------------------------

    def _open(self, message: Message) -> Reply:
        from transfo_analysis.findings.worded import both_sides, bundle_sides, evidence

        name, matter, state = text(message, "card"), self._matter(), self._project.coding.state
        if name in state.findings:
            found = evidence(name, matter.table, matter.codings, state)
        else:
            sides = bundle_sides(name, matter.table, matter.codings, state)
            found = both_sides(*sides, matter.table.corpus)
        return {"type": "evidence", "card": name, "quotes": quotes_page(found, matter.table)}

    # -- acts ----------------------------------------------------------------------------------

    def _act(self, message: Message) -> Reply:
        act = ACTS.get(text(message, "kind"))
        if act is None:
            raise CodingError("La fenêtre demande un acte inconnu.")
        events = self._perform({**message, "case": self.case.id}, act)
        made = next((e.id for e in events if e.kind == "finding_worded"), "")
        return {"type": "done", "at": hour(events), "made": made, **self.board(), **self._sitting()}
