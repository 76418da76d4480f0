"""Where coders differ, turn by turn, what changes the cross table most first.

Two coders agree on a turn when they put the same codes there, wherever in it: an overlap of
a few letters more or less is no matter to talk over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.coding.consensus import settled
from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.coding.turns import codable, coded, coders_of
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

__all__ = ["disagreements"]

Cells = dict[str, set[int]]  # coder → cells of the cross table
NOTHING = "rien"


def disagreements(
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    codebook: Codebook,
    crossings: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table "disagreements": one row per turn and family that coders code otherwise.

    Only documents that at least two people coded, and turns that no consensus settled. First
    what adds people to a cell of the cross table, then what adds a crossing, then the rest
    in the order of the material.

    Parameters
    ----------
    codings : table "codings"
    crossings : `document_id, turn, coder, person, cell`, one row per crossing of the cross
        table; what it holds says how much is at stake
    """
    units = codable(corpus)
    several = {name: who for name, who in coders_of(codings).items() if len(who) > 1}
    shown = codings[codings["document_id"].isin(several)]
    places = coded(units, shown)
    done = settled(codings, state, corpus)
    stakes = _Stakes(crossings)
    ranks = {family.id: rank for rank, family in enumerate(codebook.families)}
    cases = dict(zip(corpus.documents["document_id"], corpus.documents["case"], strict=True))
    rows = []
    theirs = places[places["coder"] != CONSENSUS]
    for at, here in theirs.groupby("unit", sort=True):
        unit = int(str(at))
        turn = units.iloc[unit]
        document = str(turn["document_id"])
        if (document, int(turn["turn"])) in done:
            continue
        coders = several[document]
        differing = _differing(here, coders)
        cells = stakes.cells(document, int(turn["turn"]), coders)
        disputed = {cell for cell in set().union(*cells.values()) if not _shared(cell, cells)}
        if not differing and not disputed:
            continue
        people = stakes.people(document, int(turn["turn"]), disputed)
        families = sorted(differing, key=lambda f: (ranks.get(f, len(ranks)), f)) or [""]
        for order, family in enumerate(families):
            own = here if family == "" else here[here["code"].str.startswith(f"{family}:")]
            rows.append(
                {
                    "document_id": document,
                    "case": cases.get(document, ""),
                    "turn": int(turn["turn"]),
                    "family": family,
                    "person": turn["person"],
                    "text": corpus.texts[document][turn["start"] : turn["end"]],
                    "question": _question(corpus, document, int(turn["turn"])),
                    "start": int(turn["start"]),
                    "end": int(turn["end"]),
                    **_told(own, coders),
                    "cells": len(disputed),
                    "people": people,
                    "_order": (-people, -len(disputed), unit, order),
                }
            )
    rows.sort(key=lambda row: row.pop("_order"))
    return frame("disagreements", rows)


def _differing(here: pd.DataFrame, coders: Iterable[str]) -> list[str]:
    """Return the families in which the coders of a turn did not put the same codes."""
    sets: dict[str, dict[str, set[str]]] = {}
    for coder, code in zip(here["coder"], here["code"], strict=True):
        sets.setdefault(code.partition(":")[0], {}).setdefault(coder, set()).add(code)
    return [
        family
        for family, by in sets.items()
        if len({frozenset(by.get(coder, ())) for coder in coders}) > 1
    ]


def _told(own: pd.DataFrame, coders: tuple[str, ...]) -> dict[str, str]:
    """Say what each coder put in a turn, and which of it all of them did."""
    by = {coder: sorted(set(own.loc[own["coder"] == coder, "code"])) for coder in coders}
    every = set.intersection(*(set(codes) for codes in by.values()))
    some = {code for codes in by.values() for code in codes} - every
    return {
        "by_coder": "\n".join(
            f"{coder} : {' '.join(codes) or NOTHING}" for coder, codes in by.items()
        ),
        "disputed": SEPARATOR.join(sorted(some)),
        "shared": SEPARATOR.join(sorted(every)),
        "coding_ids": SEPARATOR.join(dict.fromkeys(own["coding_id"])),
    }


def _shared(cell: int, cells: Mapping[str, set[int]]) -> bool:
    return all(cell in held for held in cells.values())


def _question(corpus: Corpus, document: str, turn: int) -> str:
    turns = corpus.turns
    mine = turns[(turns["document_id"] == document) & (turns["turn"] == turn)]
    asked = int(mine["question_turn"].iloc[0])
    if asked < 0:
        return ""
    place = turns[(turns["document_id"] == document) & (turns["turn"] == asked)].iloc[0]
    return corpus.texts[document][place["start"] : place["end"]]


class _Stakes:
    """What the cross table would lose or gain with a turn's crossings."""

    def __init__(self, crossings: pd.DataFrame) -> None:
        self._here: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
        self._turns: dict[tuple[int, str], set[tuple[str, int]]] = {}
        columns = ("document_id", "turn", "coder", "person", "cell")
        for document, turn, coder, person, cell in zip(
            *(crossings[name] for name in columns), strict=True
        ):
            self._here.setdefault((document, turn), []).append((coder, person, cell))
            self._turns.setdefault((cell, person), set()).add((document, turn))

    def cells(self, document: str, turn: int, coders: Iterable[str]) -> Cells:
        """Return the cells in which each coder puts this turn."""
        found: Cells = {coder: set() for coder in coders}
        for coder, _, cell in self._here.get((document, turn), ()):
            if coder in found:
                found[coder].add(cell)
        return found

    def people(self, document: str, turn: int, cells: set[int]) -> int:
        """Return how many people stand in these cells by this turn alone, cell by cell."""
        pairs = {
            (cell, person)
            for _, person, cell in self._here.get((document, turn), ())
            if person and cell in cells
        }
        return sum(len(self._turns[pair]) == 1 for pair in pairs)
