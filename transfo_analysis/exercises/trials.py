"""How the method of each case fared: what was tried, was it conclusive, why, what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.corpus.metadata import slug
from transfo_analysis.sources.trials import (
    CASE,
    CHANGE,
    CONCLUSIVE,
    LABELS,
    METHOD,
    WHY,
    conclusive,
)
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from transfo_analysis.corpus import Corpus

__all__ = ["trials"]

_COLUMNS = {METHOD: "method", CONCLUSIVE: "conclusive", WHY: "why", CHANGE: "change"}


def trials(corpus: Corpus, cases: Collection[str]) -> pd.DataFrame:
    """Return the table "trials": one row per method that was tried, in the order of waves.

    Parameters
    ----------
    cases : identifiers of the cases; a trial names its own, else it is its document's
    """
    notes = corpus.passages[corpus.passages["kind"] == "method_note"]
    rows: list[dict[str, object]] = []
    for document, passages in notes.groupby("document_id", sort=False):
        rows += _of(str(document), passages, corpus, cases)
    table = frame("trials", rows)
    return table.sort_values(
        ["wave", "document_id", "trial"], ignore_index=True, kind="stable", key=_natural
    )


def _of(
    document: str, passages: pd.DataFrame, corpus: Corpus, cases: Collection[str]
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    ids: list[list[str]] = []
    own = str(passages["case"].iloc[0])
    text = corpus.texts[document]
    # a long answer is several passages of one turn
    for _, turn in passages.groupby("turn", sort=True):
        label, wave = str(turn["speaker"].iloc[0]), str(turn["wave"].iloc[0])
        words = text[int(turn["start"].min()) : int(turn["end"].max())]
        if label == METHOD:
            found.append(
                {
                    "case": own,
                    "wave": wave,
                    "document_id": document,
                    "trial": len(found),
                    **dict.fromkeys(_COLUMNS.values(), ""),
                }
            )
            ids.append([])
        if not found:
            continue
        ids[-1] += turn["passage_id"].tolist()
        if label == CASE:
            found[-1]["case"] = slug(words) if slug(words) in cases else own
        elif label in LABELS:
            found[-1][_COLUMNS[label]] = conclusive(words) if label == CONCLUSIVE else words
    return [
        {**row, "passage_ids": SEPARATOR.join(names)} for row, names in zip(found, ids, strict=True)
    ]


def _natural(column: pd.Series) -> pd.Series:
    import re

    if column.name != "wave":
        return column
    return column.map(lambda text: re.sub(r"\d+", lambda n: n[0].zfill(6), text))
