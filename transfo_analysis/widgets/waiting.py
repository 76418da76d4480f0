"""What waits for people in the coder's window: turns to talk over, codings to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.anchored import anchors, waiting
from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.coding.turns import coders_of
from transfo_analysis.tables import split_ids

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.state import Coding, State

__all__ = ["count_to_review", "disagreements_page", "review_page", "several_coded"]

_AROUND = 60  # code points told on each side of some words


def several_coded(state: State) -> bool:
    """Tell whether two people coded one document: they may disagree."""
    first: dict[str, str] = {}
    return any(
        first.setdefault(c.document, c.coder) != c.coder
        for c in state.codings.values()
        if c.coder != CONSENSUS
    )


def count_to_review(state: State) -> dict[str, int]:
    """Return by document how many codings wait since its text was corrected."""
    found: dict[str, int] = {}
    for name, at in state.anchors.items():
        if at.waits:
            document = state.codings[name].document
            found[document] = found.get(document, 0) + 1
    return found


def disagreements_page(
    desk: Desk, found: pd.DataFrame, codings: pd.DataFrame
) -> list[dict[str, Any]]:
    """Return the turns to talk over, what changes the cross table most first; then the settled.

    Parameters
    ----------
    found : table "disagreements", of which the rows of one turn are one item here
    codings : table "codings"
    """
    state, corpus = desk.state, desk.corpus
    told: dict[tuple[str, int, int], dict[str, Any]] = {}
    for row in found.to_dict("records"):
        key = (str(row["document_id"]), int(row["start"]), int(row["end"]))
        told.setdefault(key, {"people": int(row["people"]), "cells": int(row["cells"])})
    done = {
        (document, start, end): list(codes)
        for (document, sha256, start, end), codes in state.settled_turns.items()
        if document in corpus.texts and sha256 == corpus.text_sha256(document)
    }
    turns = {
        (str(row["document_id"]), int(row["start"]), int(row["end"])): row
        for row in corpus.turns.to_dict("records")
    }
    by_document: dict[str, list[Coding]] = {}
    for coding in state.codings.values():
        by_document.setdefault(coding.document, []).append(coding)
    coders = coders_of(codings)
    ordered = [*told, *(key for key in turns if key in done and key not in told)]
    return [
        _turn(desk, key, turns[key], by_document, coders)
        | told.get(key, {"people": 0, "cells": 0})
        | {"settled": done.get(key)}
        for key in ordered
        if key in turns
    ]


def _turn(
    desk: Desk,
    key: tuple[str, int, int],
    turn: Mapping[Any, Any],
    by_document: Mapping[str, list[Coding]],
    coders: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    document, start, end = key
    corpus = desk.corpus
    text, sha256 = corpus.texts[document], corpus.text_sha256(document)
    here = [
        c
        for c in by_document.get(document, [])
        if c.sha256 == sha256 and c.start < end and start < c.end and c.coder != CONSENSUS
    ]
    who = coders.get(document, ())
    marks: dict[str, dict[str, list[str]]] = {}
    for coding in sorted(here, key=lambda c: (c.start, c.end, c.id)):
        words = text[max(coding.start, start) : min(coding.end, end)]
        marks.setdefault(coding.code, {}).setdefault(coding.coder, []).append(words)
    rank = {name: at for at, name in enumerate(desk.codebook.codes)}
    asked = corpus.turns[
        (corpus.turns["document_id"] == document) & (corpus.turns["turn"] == turn["question_turn"])
    ]
    return {
        "document": document,
        "sha256": sha256,
        "turn": int(turn["turn"]),
        "start": start,
        "end": end,
        "who": str(turn["person"] or turn["speaker"]),
        "question": "".join(text[a:b] for a, b in zip(asked["start"], asked["end"], strict=True)),
        "words": text[start:end],
        "coders": list(who),
        "codes": [
            {"code": code, "marks": {name: " […] ".join(w) for name, w in by.items()}}
            for code, by in sorted(
                marks.items(), key=lambda item: (rank.get(item[0], 999), item[0])
            )
        ],
        "shared": [code for code, by in marks.items() if set(who) <= set(by)],
    }


def review_page(desk: Desk) -> list[dict[str, Any]]:
    """Return the codings that wait since their document was corrected, in the order of the texts.

    Each with its words as they were coded, and as they stand today or where they may stand.
    """
    corpus = desk.corpus
    found = waiting(anchors(desk.state, corpus, desk.store))
    place = {document: rank for rank, document in enumerate(corpus.documents["document_id"])}
    rows = sorted(found.to_dict("records"), key=lambda row: place.get(row["document_id"], -1))
    return [_anchor(desk, row) for row in rows]


def _anchor(desk: Desk, row: Mapping[Any, Any]) -> dict[str, Any]:
    document = str(row["document_id"])
    today = desk.corpus.texts[document]
    old = desk.store.text(str(row["coded_sha256"])) if row["coded_quote"] else ""
    spans: Iterable[tuple[int, int]] = [(int(row["start"]), int(row["end"]))]
    if row["start"] < 0:
        pairs = (candidate.split("-") for candidate in split_ids(str(row["candidates"])))
        spans = [(int(start), int(end)) for start, end in pairs]
    return {
        "coding": str(row["coding_id"]),
        "document": document,
        "sha256": str(row["text_sha256"]),
        "code": str(row["code"]),
        "coder": str(row["coder"]),
        "placed": row["start"] >= 0,
        "old": _around(old, int(row["coded_start"]), int(row["coded_end"])),
        "places": [_around(today, start, end) for start, end in spans],
    }


def _around(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "before": text[max(0, start - _AROUND) : start],
        "words": text[start:end],
        "after": text[end : end + _AROUND],
    }
