"""Codings that nobody made, as many as one wants: what the cross table's speed is measured on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.tables import VERBATIM, frame, validate

if TYPE_CHECKING:
    from collections.abc import Sequence


def random_codings(
    count: int,
    codes: Sequence[str],
    *,
    case: str = "mobilites",
    documents: int = 200,
    people: int = 150,
    coders: int = 2,
    length: int = 60_000,
    seed: int = 20,
) -> pd.DataFrame:
    """Return a table "codings" of `count` rows, the same for the same arguments.

    Parameters
    ----------
    codes : full names to draw from
    documents, people, coders : how many of each
    length : code points of each document; excerpts have 20 to 400 of them
    """
    random = np.random.default_rng(seed)
    start = random.integers(0, length, count)
    document = random.integers(0, documents, count)

    def named(prefix: str, numbers: np.ndarray) -> list[str]:
        return [f"{prefix}{number}" for number in numbers.tolist()]

    data = pd.DataFrame(
        {
            # as a journal's identifiers: in no order
            "coding_id": [f"{n:08x}-{i}" for i, n in enumerate(random.integers(0, 2**32, count))],
            "document_id": named("entretien-", document),
            "case": case,
            "start": start,
            "end": start + random.integers(20, 400, count),
            "quote": "",
            "code": np.array(codes, dtype=object)[random.integers(0, len(codes), count)],
            "coder": named("codeur-", random.integers(0, coders, count)),
            "origin": "hand",
            "text_sha256": "",
            "kind": "interview",
            "wave": "vague-1",
            "turn": start // 300,
            "speaker": "",
            "person": named("P", document % people),
            "role": "respondent",
            "register": VERBATIM,
            "evidence": True,
            "start_time": np.nan,
            "question": "",
            "situation": "",
            "study": "",
            "status": "exact",
            "consensus": "codé à plusieurs",
        }
    )
    return validate("codings", data)


def bare_corpus() -> SimpleNamespace:
    """Return a corpus with nothing in it: enough for a table that opens no quote."""
    names = ("documents", "turns", "passages", "people")
    return SimpleNamespace(**{name: frame(name, []) for name in names}, texts={})
