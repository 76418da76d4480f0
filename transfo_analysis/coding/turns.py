"""Who coded what in which turn: the unit on which coders are compared.

A coding stands in every turn that it overlaps. A coder has coded a document when a coding
of theirs stands in it; of the others nobody can say whether they saw nothing or did not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.tables import PLACED, REMARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transfo_analysis.corpus import Corpus

__all__ = ["codable", "coded", "coders_of"]


def codable(corpus: Corpus) -> pd.DataFrame:
    """Return the turns whose words may be coded: neither questions nor remarks.

    Document by document and in the order of the text, `turn` as in the table "turns".
    """
    turns = corpus.turns
    kept = (turns["role"] != "interviewer") & (turns["register"] != REMARK)
    kept &= turns["end"] > turns["start"]
    wanted = ["document_id", "turn", "person", "role", "start", "end"]
    return turns.loc[kept, wanted].sort_values(
        ["document_id", "start"], ignore_index=True, kind="stable"
    )


def coded(units: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Return each coding in each turn that it overlaps, cut at the turn's ends.

    Parameters
    ----------
    units : see `codable`
    codings : table "codings"; those without a place in today's text are left out

    Returns
    -------
    `coding_id, document_id, coder, code, unit, start, end`, where `unit` is the position of
    the turn in `units`, in the order of the text.
    """
    placed = codings[codings["status"].isin(PLACED)]
    parts = []
    groups = units.groupby("document_id", sort=False).indices
    for document, here in placed.groupby("document_id", sort=True):
        at = groups.get(document)
        if at is None:
            continue
        starts, ends = units["start"].to_numpy()[at], units["end"].to_numpy()[at]
        first = np.searchsorted(ends, here["start"].to_numpy(), "right")
        last = np.searchsorted(starts, here["end"].to_numpy(), "left")
        counts = np.maximum(last - first, 0)
        rows = np.repeat(np.arange(len(here)), counts)
        steps = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        turn = np.repeat(first, counts) + steps
        part = here.iloc[rows][["coding_id", "document_id", "coder", "code", "start", "end"]]
        parts.append(
            part.assign(
                unit=at[turn],
                start=np.maximum(part["start"].to_numpy(), starts[turn]),
                end=np.minimum(part["end"].to_numpy(), ends[turn]),
            )
        )
    if not parts:
        names = ["coding_id", "document_id", "coder", "code", "start", "end", "unit"]
        return pd.DataFrame({name: pd.Series(dtype=object) for name in names})
    order = ["unit", "start", "end", "code", "coder", "coding_id"]
    return pd.concat(parts).sort_values(order, ignore_index=True, kind="stable")


def coders_of(codings: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Return who coded each document, by name; the consensus is nobody."""
    own = codings[(codings["coder"] != CONSENSUS) & codings["status"].isin(PLACED)]
    pairs = own[["document_id", "coder"]].drop_duplicates()
    return {
        str(document): tuple(sorted(coders))
        for document, coders in pairs.groupby("document_id")["coder"]
    }
