"""Which crossing each coder makes, turn by turn: what a disagreement puts at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.crosstable.count import heard

if TYPE_CHECKING:
    from transfo_analysis.crosstable.table import CrossTable

__all__ = ["crossings_by_coder"]


def crossings_by_coder(table: CrossTable) -> pd.DataFrame:
    """Return `document_id, turn, coder, person, cell`, one row per crossing and cell.

    `person` is who is heard, "" when nobody with a name is; `turn` that of the words crossed.
    """
    found = table.crossings
    codings = found.codings
    place = codings.iloc[found.place]
    return pd.DataFrame(
        {
            "document_id": place["document_id"].to_numpy(),
            "turn": place["turn"].to_numpy(),
            "coder": codings["coder"].to_numpy()[found.words],
            "person": heard(codings).to_numpy()[found.place],
            "cell": found.cell,
        }
    )
