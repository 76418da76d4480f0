"""Whose codings count where several people coded: the consensus, where there is one.

Turn by turn: once a turn was settled, or coded by the coder `consensus`, what the others put
there is kept and shown, and counts no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.coding.turns import coders_of
from transfo_analysis.tables import PLACED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

__all__ = ["AGREED", "ALONE", "REPLACED", "SEVERAL", "counted", "settled", "standing"]

AGREED, ALONE, SEVERAL, REPLACED = (
    "consensus",
    "codé par un·e seul·e",
    "codé à plusieurs",
    "remplacé",
)


def standing(codings: pd.DataFrame, state: State, corpus: Corpus) -> NDArray[np.object_]:
    """Return for each row of "codings" how it stands among several coders.

    `AGREED` by the consensus; `REPLACED` by it, and counted nowhere; else whether one
    person (`ALONE`) or several (`SEVERAL`) coded the document.
    """
    key = pd.MultiIndex.from_frame(codings[["document_id", "turn"]])
    placed = codings["status"].isin(PLACED).to_numpy()
    agreed = (codings["coder"] == CONSENSUS).to_numpy()
    replaced = placed & key.isin(list(settled(codings, state, corpus)))
    alone = [name for name, who in coders_of(codings).items() if len(who) == 1]
    return np.select(
        [agreed, replaced, codings["document_id"].isin(alone).to_numpy()],
        [AGREED, REPLACED, ALONE],
        SEVERAL,
    ).astype(object)


def counted(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that tables are built from: all that no consensus replaced."""
    return codings[codings["consensus"] != REPLACED].reset_index(drop=True)


def settled(codings: pd.DataFrame, state: State, corpus: Corpus) -> set[tuple[str, int]]:
    """Return the turns, as (document, turn), that were settled or that the consensus coded."""
    own = codings[(codings["coder"] == CONSENSUS) & codings["status"].isin(PLACED)]
    own = own[~own["coding_id"].isin(state.loose)]
    coded = set(zip(own["document_id"], own["turn"].astype(int), strict=True))
    if not state.settled_turns:
        return coded
    today = dict(zip(corpus.documents["document_id"], corpus.documents["text_sha256"], strict=True))
    turns = corpus.turns
    rank = {
        (document, start, end): int(turn)
        for document, start, end, turn in zip(
            turns["document_id"], turns["start"], turns["end"], turns["turn"], strict=True
        )
    }
    return coded | {
        (document, rank[document, start, end])
        for document, sha256, start, end in state.settled_turns
        if today.get(document) == sha256 and (document, start, end) in rank
    }
