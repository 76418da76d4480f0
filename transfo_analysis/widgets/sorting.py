"""The board's side of the conversation with its window: cards in, acts out, no browser.

What a card rests on changes with the codings; where it stands changes with each sort. The
first is slow to gather and kept while codings stand; the second is read from the journal's
state each time, so that an answer never waits for a cross table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.events import SORTS, Event
from transfo_analysis.errors import CodingError
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import french, plural
from transfo_analysis.widgets.quotes import quotes_page
from transfo_analysis.widgets.wire import (
    Gestures,
    Message,
    Reply,
    Sitting,
    Source,
    answer,
    hour,
    project_key,
    text,
)

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.state import FindingState, State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable

__all__ = ["Sorting", "link", "word"]

TO_SORT, SET_ASIDE = "to_sort", "set_aside"
# acts that the board may take back: a coding is undone where it was made
_ACTS = {
    "finding_worded": "énoncé",
    "finding_moved": "classement",
    "finding_set_aside": "mise à l’écart",
    "finding_merged": "fusion",
    "finding_split": "scission",
    "bundle_moved": "classement",
    "evidence_linked": "appui",
    "evidence_unlinked": "retrait d’un appui",
}


@dataclass(frozen=True)
class _Matter:
    """What the cards rest on, and what it was gathered from."""

    corpus: Corpus
    key: tuple[object, ...]
    table: CrossTable
    codings: pd.DataFrame
    bundles: tuple[Mapping[Any, Any], ...]


class Sorting:
    """Answers the windows of one board.

    Parameters
    ----------
    project : where matter and desk come from
    case : practice case (default: the first)
    """

    def __init__(self, project: Source, case: str = "") -> None:
        self._project = project
        self._case = case
        self._held: _Matter | None = None
        self._told: object = None
        self._gestures = Gestures(project)

    def answer(self, message: Message) -> Reply:
        """Return the answer to one message; a fault is an answer too."""
        return answer(
            message,
            {
                "hello": self._hello,
                "refresh": self._refresh,
                "who": self._who,
                "open": self._open,
                "act": self._act,
            },
        )

    @property
    def case(self) -> Any:
        """The case sorted, as `projet.yaml` says it today."""
        settings = self._project.settings
        return settings.case(self._case) if self._case else settings.default_case

    # -- the board -----------------------------------------------------------------------------

    def _hello(self, _message: Message) -> Reply:
        key = project_key(self._project)
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
        made: dict[str, int] = {}
        for row in worded:
            bundle = state.findings[row["finding_id"]].bundle
            made[bundle] = made.get(bundle, 0) + 1
        order = project.coding.reader
        worded.sort(key=lambda row: _rank(order.event(row["finding_id"])))
        return {
            "title": case.title,
            "case": case.id,
            "columns": columns,
            "cards": [self._finding(row, state) for row in worded]
            + [self._bundle(row, state, made) for row in matter.bundles],
            "undo": self._label(state, "undo"),
            "redo": self._label(state, "redo"),
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

    def _bundle(
        self, row: Mapping[Any, Any], state: State, made: Mapping[str, int]
    ) -> dict[str, Any]:
        from transfo_analysis.findings.bundles import sorts_by_bundle

        name = str(row["bundle_id"])
        sorts = sorts_by_bundle(state).get(name, {})
        return {
            "id": name,
            "type": "bundle",
            "title": self._title(name),
            "says": _says(row),
            "whole": "" if row["row"] else "toutes lignes confondues",
            "rests_on": row["rests_on"],
            "proposed": row["proposed"] and self.case.column_label(row["proposed"]),
            "proposed_to": row["proposed"],
            "rule": row["rule"],
            "people": int(row["people"]),
            "against": len(split_ids(row["contrary_ids"])),
            "worded": made.get(name, 0),
            **self._where(sorts),
        }

    def _finding(self, row: Mapping[Any, Any], state: State) -> dict[str, Any]:
        one = state.findings[row["finding_id"]]
        from transfo_analysis.findings.bundles import sorts_by_bundle
        from transfo_analysis.findings.evidence import bundle_now

        sorts = one.sorts or sorts_by_bundle(state).get(bundle_now(one.bundle, state.aliases), {})
        return {
            "id": one.id,
            "type": "finding",
            "title": one.statement,
            "says": _says(row),
            "against": len(split_ids(row["against_ids"])),
            "people": int(row["people"]),
            "coder": one.coder,
            "linked": [*one.for_ids, *one.against_ids],
            "whole_bundles": self._whole(one, state),
            "from": [state.findings[i].statement for i in one.ancestors if i in state.findings],
            "memo": state.memos.get(("finding", one.id, self._project.coding.coder), ""),
            "memos": [
                {"coder": coder, "text": words}
                for (kind, target, coder), words in state.memos.items()
                if kind == "finding"
                and target == one.id
                and coder != self._project.coding.coder
                and words
            ],
            **self._where(sorts),
        }

    def _whole(self, one: FindingState, state: State) -> list[dict[str, Any]]:
        """Return the bundles that a finding rests on as a whole, by side."""
        from transfo_analysis.findings.evidence import bundle_now
        from transfo_analysis.findings.worded import sides

        said = {bundle_now(i, state.aliases) for i in (*one.for_ids, *one.against_ids) if "/" in i}
        return [
            {"id": name, "title": self._title(name), "side": side, "implied": name not in said}
            for side, names in zip(("for", "against"), sides(one, state), strict=True)
            for name in names
            if "/" in name and "@" not in name
        ]

    def _title(self, bundle: str) -> str:
        label = self._matter().table.label
        _case, row, column = bundle.split("/")
        return " × ".join(label(code) for code in (row, column) if code)

    def _where(self, sorts: Mapping[str, str]) -> dict[str, Any]:
        from transfo_analysis.findings.bundles import sorted_as

        labels = {SET_ASIDE: "Écartés"}
        return {
            "where": sorted_as(sorts, self.case)[0],
            "sorts": [
                {"who": who, "to": to, "label": labels.get(to) or self.case.column_label(to)}
                for who, to in sorted(sorts.items())
            ],
            "differs": len(set(sorts.values()) - {TO_SORT}) > 1,
        }

    def _label(self, state: State, which: str) -> dict[str, Any]:
        """Say what undo or redo would reach, and whether it is the board's to reach."""
        desk = self._project.coding
        stacks = state.undoable if which == "undo" else state.redoable
        stack = stacks.get(desk.coder, ())
        if not stack:
            return {"can": False, "label": ""}
        event = desk.reader.event(stack[0])
        of_finding = event.data.get("target_kind") == "finding"
        name = "mémo" if of_finding else _ACTS.get(event.kind, "")
        return {"can": bool(name), "label": name or "le dernier acte est un codage"}

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
        act = _BY_KIND.get(text(message, "kind"))
        if act is None:
            raise CodingError("La fenêtre demande un acte inconnu.")
        events = self._gestures.perform({**message, "case": self.case.id}, act)
        made = next((e.id for e in events if e.kind == "finding_worded"), "")
        return {"type": "done", "at": hour(events), "made": made, **self.board(), **self._sitting()}


def word(desk: Desk, message: Message) -> None:
    """Word a finding, from a bundle, a cell, a quote or nothing."""
    to, target = str(message.get("to") or ""), str(message.get("target") or "")
    if target:
        _known(desk, target)
    made = desk.word_finding(
        text(message, "statement"),
        to if to in SORTS else "",
        str(message.get("bundle") or ""),
        case=text(message, "case"),
        decided_by=str(message.get("decided_by") or ""),
    )
    if to == SET_ASIDE:
        desk.set_aside(made, _decider(message))
    if target:
        desk.link_evidence(made, target, str(message.get("side") or "for"))


def link(desk: Desk, message: Message) -> None:
    """Rest a finding on a quote, for or against; on the other side before, it moves over."""
    finding, target = text(message, "finding"), text(message, "target")
    _known(desk, target)
    found = desk.state.findings.get(finding)
    if found and target in (*found.for_ids, *found.against_ids):
        desk.unlink_evidence(finding, target)
    desk.link_evidence(finding, target, text(message, "side"))


def _move(desk: Desk, message: Message) -> None:
    card, to, decider = text(message, "card"), text(message, "to"), _decider(message)
    if card not in desk.state.findings:
        desk.move_bundle(card, to, decider)
    elif to == SET_ASIDE:
        desk.set_aside(card, decider)
    elif to == TO_SORT:
        raise CodingError(
            "Un constat rédigé ne revient pas « À trier ».",
            cure="Écartez-le, ou annulez le dernier acte.",
        )
    else:
        desk.move_finding(card, to, decider)


def _merge(desk: Desk, message: Message) -> None:
    into, to = str(message.get("into") or ""), str(message.get("to") or "")
    statement = "" if into else text(message, "statement")
    desk.merge_findings(
        [str(one) for one in message["findings"]],
        statement,
        into=into,
        kind=to if statement and to in SORTS else "",
        decided_by=_decider(message) if statement and to in SORTS else "",
    )


def _split(desk: Desk, message: Message) -> None:
    to = str(message.get("to") or "")
    desk.split_finding(
        text(message, "finding"),
        [str(one) for one in message["statements"]],
        kind=to if to in SORTS else "",
        decided_by=_decider(message) if to in SORTS else "",
    )


def _reword(desk: Desk, message: Message) -> None:
    desk.reword_finding(text(message, "finding"), text(message, "statement"))


def _unlink(desk: Desk, message: Message) -> None:
    desk.unlink_evidence(text(message, "finding"), text(message, "target"))


def _memo(desk: Desk, message: Message) -> None:
    desk.memo("finding", text(message, "finding"), str(message["text"]))


def _undo(desk: Desk, _message: Message) -> None:
    desk.undo()


def _redo(desk: Desk, _message: Message) -> None:
    desk.redo()


_BY_KIND: dict[str, Callable[[Desk, Message], None]] = {
    "word": word,
    "reword": _reword,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "link": link,
    "unlink": _unlink,
    "memo": _memo,
    "undo": _undo,
    "redo": _redo,
}


def _decider(message: Message) -> str:
    who = str(message.get("decided_by") or "").strip()
    if not who:
        raise CodingError(
            "Personne n’a dit qui trie.",
            cure="Choisissez le groupe, une session ou une personne, puis recommencez.",
        )
    return who


def _known(desk: Desk, target: str) -> None:
    """Check a piece of evidence before anything of a gesture is written."""
    passages = desk.corpus.passages["passage_id"]
    if "/" in target and "@" not in target:
        return  # a bundle: the desk checks it
    if target not in desk.state.codings and not (passages == target).any():
        raise CodingError(
            "Cet extrait n’est plus codé ainsi : il a été retiré depuis.",
            cure="Rouvrez la case ou la carte, puis recommencez.",
        )


def _says(row: Mapping[Any, Any]) -> str:
    """Return what a card rests on, in numbers; people first."""
    parts = [
        plural(row["people"], "personne") if row["people"] else "",
        plural(row["documents"], "document") if row["documents"] else "",
        plural(row["excerpts"], "extrait") if row["excerpts"] else "",
        f"mur : {row['wall_rows']}" if row["wall_rows"] else "",
        plural(row["studies"], "étude") if row["studies"] else "",
    ]
    return french(", ".join(part for part in parts if part)) or "aucun appui"


def _rank(event: Event) -> tuple[int, str]:
    return event.order
