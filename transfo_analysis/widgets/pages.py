"""What the coder's window shows, as plain values: codebook, documents, a text, its codings.

Offsets are code points of the canonical text here and on the wire; the browser's side
converts (`static/coder/1_text.js`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.registers import verbatim_zones
from transfo_analysis.tables import VERBATIM
from transfo_analysis.typography import french
from transfo_analysis.widgets.quotes import KINDS
from transfo_analysis.widgets.waiting import count_to_review

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.events import Event
    from transfo_analysis.coding.state import Coding, State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["Shelf", "act_label", "codebook_page", "memos_page", "proposals_page"]

ROLES = {
    "respondent": "enquêté·e",
    "interviewer": "enquêteur·rice",
    "observer": "observateur·rice",
    "observed": "observé·e",
    "author": "étude",
    "wall": "mur",
}
# legible on white and, lightened by the browser, on black; told apart without red and green
PALETTE = (
    "#0072B2",
    "#D55E00",
    "#117733",
    "#AA4499",
    "#806000",
    "#332288",
    "#CC3311",
    "#007C80",
    "#882255",
    "#5B6770",
)


def codebook_page(codebook: Codebook, state: State, case: Case) -> list[dict[str, Any]]:
    """Return the families with their codes, those born at the desk included."""
    born: dict[str, list[dict[str, Any]]] = {}
    for name, data in state.created.items():
        if name not in codebook.codes:
            born.setdefault(name.partition(":")[0], []).append(
                {
                    "code": name,
                    "label": data["label"],
                    "definition": data.get("definition", ""),
                    "colour": "",
                    "born": True,
                }
            )
    families = []
    rank = 0
    for family in codebook.families:
        codes: list[dict[str, Any]] = [
            {
                "code": f"{family.id}:{code.id}",
                "label": code.label,
                "definition": code.definition,
                "include": code.include,
                "exclude": code.exclude,
                "under": f"{family.id}:{code.under}" if code.under else "",
                "colour": code.colour,
            }
            for code in family.codes
        ]
        for entry in [*codes, *born.get(family.id, [])]:
            entry["colour"] = entry["colour"] or PALETTE[rank % len(PALETTE)]
            entry["definition"] = state.definitions.get(entry["code"], entry["definition"])
            rank += 1
        families.append(
            {
                "id": family.id,
                "label": family.label,
                "side": "row"
                if family.id == case.row_family
                else "column"
                if family.id == case.column_family
                else "",
                "codes": [*codes, *born.get(family.id, [])],
            }
        )
    # what the case crosses comes first, its rows and then its columns
    sides = ("row", "column", "")
    return sorted(families, key=lambda family: sides.index(str(family["side"])))


class Shelf:
    """The documents of one corpus, with where their passages are; made once per corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.rows: dict[str, dict[Any, Any]] = {
            str(row["document_id"]): row for row in corpus.documents.to_dict("records")
        }
        counted = corpus.passages[corpus.passages["evidence"]]
        self._passages: dict[str, tuple[list[int], list[int]]] = {
            str(document): (rows["start"].tolist(), rows["end"].tolist())
            for document, rows in counted.groupby("document_id", sort=False)
        }

    def sha256(self, document: str) -> str:
        """Return the sha256 of a document's text of today, "" if it is not there."""
        return str(self.rows[document]["text_sha256"]) if document in self.rows else ""

    def documents(self, state: State, coder: str) -> list[dict[str, Any]]:
        """Return every document with how far one coder has come in it."""
        mine: dict[str, list[Coding]] = {}
        for coding in state.codings.values():
            if coding.coder == coder:
                mine.setdefault(coding.document, []).append(coding)
        review = count_to_review(state)
        return [
            self._document(d, state, coder, mine.get(d, []), review.get(d, 0)) for d in self.rows
        ]

    def document(self, document: str, state: State, coder: str) -> dict[str, Any]:
        """Return one document as `documents` does."""
        held = [c for c in state.codings.values() if c.document == document and c.coder == coder]
        return self._document(document, state, coder, held, count_to_review(state).get(document, 0))

    def _document(
        self, document: str, state: State, coder: str, held: list[Coding], review: int
    ) -> dict[str, Any]:
        row, sha256 = self.rows[document], self.sha256(document)
        exact = [c for c in held if c.sha256 == sha256]
        starts, ends = self._passages.get(document, ([], []))
        coded: set[int] = set()
        for coding in exact:
            # passages in order: those that end after its start and begin before its end
            coded.update(
                range(bisect_left(ends, coding.start + 1), bisect_left(starts, coding.end))
            )
        return {
            "id": document,
            "title": row["title"] or document,
            "kind": row["kind"],
            "kind_label": KINDS.get(str(row["kind"]), row["kind"]),
            "wave": row["wave"],
            "people": str(row["respondents"]).split(),
            "words": int(row["words"]),
            "read": coder in state.read.get(document, ()),
            "codings": len(exact),
            "passages": len(starts),
            "coded": len(coded),
            "review": review,
        }

    def text(self, document: str) -> dict[str, Any]:
        """Return a document's text with its turns and the passages that may be coded."""
        turns = self.corpus.turns[self.corpus.turns["document_id"] == document]
        stances = self.corpus.stances[self.corpus.stances["document_id"] == document]
        stood = {int(row["turn"]): _stood(row) for row in stances.to_dict("records")}
        starts, ends = self._passages.get(document, ([], []))
        words = self.corpus.texts[document]
        return {
            "document": document,
            "sha256": self.sha256(document),
            "text": words,
            "turns": [_turn(row, stood) for row in turns.to_dict("records")],
            "passages": list(zip(starts, ends, strict=True)),
            # exact words, quotation marks included, in turns that are not
            "quoted": [
                (start + opens, start + closes)
                for start, end, register in zip(
                    turns["start"].tolist(), turns["end"].tolist(), turns["register"], strict=True
                )
                if register != VERBATIM
                for opens, closes in verbatim_zones(words[start:end])
            ],
        }

    def codings(self, document: str, state: State) -> dict[str, dict[str, Any]]:
        """Return the codings in force on a document's text of today, by id."""
        sha256 = self.sha256(document)
        return {
            c.id: {
                "id": c.id,
                "start": c.start,
                "end": c.end,
                "code": c.code,
                "coder": c.coder,
                "origin": c.origin,
                "at": c.at,
            }
            for c in state.codings.values()
            if c.document == document and c.sha256 == sha256
        }


def _stood(row: Mapping[Any, Any]) -> str:
    """Return where somebody stood in a debate, as its table has it: "non → oui"."""
    places = [row["before"], row["after"]]
    return " → ".join(place or "?" for place in places) if any(places) else ""


def _turn(row: Mapping[Any, Any], stood: Mapping[int, str]) -> dict[str, Any]:
    who = row["person"] or row["speaker"]
    if place := stood.get(int(row["turn"])):
        who = f"{who or '?'} ({place})"
    if row["role"] == "wall":
        who = " × ".join(filter(None, (row["wall_row"], row["wall_column"]))) or row["wall_group"]
    return {
        "start": int(row["start"]),
        "end": int(row["end"]),
        "who": who,
        "role": row["role"],
        "role_label": ROLES.get(row["role"], ""),
        "guessed": row["role_origin"] == "deviné",
        "register": row["register"],
        "time": None if math.isnan(row["start_time"]) else float(row["start_time"]),
        "question": int(row["question_turn"]),
    }


def proposals_page(
    suggestions: pd.DataFrame, crossings: pd.DataFrame, document: str
) -> dict[str, Any]:
    """Return what the program proposes on one document, and what is to be settled there."""
    here = suggestions[suggestions["document_id"] == document]
    columns = ("suggestion_id", "start", "end", "code", "reason")
    unsettled: dict[str, dict[str, Any]] = {}
    doubtful = crossings[(crossings["document_id"] == document) & crossings["to_settle"]]
    for passage, row, column in zip(
        doubtful["passage_id"], doubtful["row"], doubtful["column"], strict=True
    ):
        start, end = str(passage).rpartition("@")[2].split("-")
        entry = unsettled.setdefault(
            f"{passage} {column}",
            {"start": int(start), "end": int(end), "column": column, "rows": []},
        )
        entry["rows"].append(row)
    return {
        "suggestions": [
            {"id": i, "start": int(s), "end": int(e), "code": c, "reason": french(r)}
            for i, s, e, c, r in zip(*(here[name] for name in columns), strict=True)
        ],
        "to_settle": list(unsettled.values()),
    }


def memos_page(state: State, codings: Mapping[str, Any], document: str) -> list[dict[str, str]]:
    """Return the memos on a document, on its codings, on codes and cells, of every coder."""
    return [
        {"kind": kind, "target": target, "coder": coder, "text": text}
        for (kind, target, coder), text in state.memos.items()
        if kind in ("code", "cell")
        or (kind == "document" and target == document)
        or (kind == "coding" and target in codings)
    ]


_ACTS = {
    "coding_added": "codage",
    "coding_withdrawn": "retrait d’un codage",
    "crossing_linked": "croisement",
    "crossing_unlinked": "croisement défait",
    "ambiguity_settled": "mode départagé",
    "register_marked": "registre",
    "anchor_settled": "place revue",
    "suggestion_refused": "refus",
    "memo_written": "mémo",
    "code_created": "nouveau code",
}


def act_label(events: list[Event], codebook: Codebook, state: State) -> str:
    """Say in a few French words what a gesture was, for « Annuler »."""
    if not events:
        return ""
    added = [e for e in events if e.kind == "coding_added"]
    if len(added) > 1:
        return f"{len(added)} codages"
    if any(e.kind == "code_created" for e in events):
        return "code né du terrain"
    if added and any(e.kind == "coding_withdrawn" for e in events):
        return "bornes changées"
    event = (added or events)[0]
    what = _ACTS.get(event.kind, "acte")
    code = event.data.get("code")
    if not code:
        return what
    name = state.code_now(code)
    born = state.created.get(name, {}).get("label")
    return french(f"{what} « {born or codebook.label(name)} »")


def counts(state: State, coder: str) -> dict[str, int]:
    """Return how many codings of one coder each code has in the whole project."""
    return dict(Counter(c.code for c in state.codings.values() if c.coder == coder))
