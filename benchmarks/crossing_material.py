"""Codings by chance, of real shape, for measuring the cross table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transfo_analysis.tables import validate

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus


def random_codings(corpus: Corpus, codebook: Codebook, count: int, seed: int = 1) -> pd.DataFrame:
    """Return a table "codings" of `count` codings of real passages by three coders."""
    chance = np.random.default_rng(seed)
    passages = corpus.passages[corpus.passages["evidence"]].reset_index(drop=True)
    chosen = passages.iloc[chance.integers(0, len(passages), count)].reset_index(drop=True)
    codes = np.array([c for c in codebook.codes if not c.startswith("motif:")])
    table = chosen[["document_id", "start", "end"]].copy()
    length = (table["end"] - table["start"]).to_numpy()
    table["start"] += (length * chance.random(count) * 0.5).astype(int)
    table["end"] -= (length * chance.random(count) * 0.4).astype(int)
    places = corpus.places(table)
    for column in places.columns:
        if column not in table.columns:
            table[column] = places[column].to_numpy()
    table["code"] = chance.choice(codes, count)
    table["coder"] = chance.choice(["camille", "idris", "nour"], count)
    table["coding_id"] = [f"c{rank:06d}" for rank in range(count)]
    table["quote"], table["origin"], table["text_sha256"], table["status"] = (
        "…",
        "hand",
        "",
        "exact",
    )
    from transfo_analysis.tables import TABLES

    return validate("codings", table[TABLES["codings"].names])
