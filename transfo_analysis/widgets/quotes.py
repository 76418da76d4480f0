"""Quotes as a window shows them: plain values, every label in French, no markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.consensus import AGREED, ALONE
from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.crosstable.quotes import COLUMNS
from transfo_analysis.tables import KIND_WORDS, VERBATIM, split_ids

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable

__all__ = ["KINDS", "LAYERS", "quotes_page"]

KINDS = {kind: one[0].upper() + one[1:] for kind, (one, _) in KIND_WORDS.items()}
LAYERS = {
    "validated": "Codé",
    "wall": "Mur",
    "studies": "Études",
    "suggested": "Suggéré",
    "linked": "Ajouté à la main",
}
# told otherwise below
_CHANGED = {"codes", "consensus", "coding_id", "crossed_with", "kind", "passage_id", "start", "end"}
_KEPT = tuple(name for name in COLUMNS if name not in _CHANGED)


def quotes_page(quotes: pd.DataFrame, table: CrossTable) -> list[dict[str, Any]]:
    """Return quotes in their order; what two coders coded alike is one quote of both.

    A passage that several suggestions put in one cell is one quote too.

    Words stand between « » only when they are exact (the table of quotes sees to it).
    `target` is what evidence is linked by: the coding, else the passage. `standing` says,
    where several people code, that one person alone coded it, or that they agreed on it.
    """
    coders = set(table.crossings.codings["coder"])
    marks = {AGREED, ALONE} if len(coders) > 1 or CONSENSUS in coders else set()
    pages: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in quotes.to_dict("records"):
        suggested = row["layer"] == "suggested"
        key = (
            *(str(row.get("side", "")), row["layer"], row["document"], row["start"], row["end"]),
            *(("", "") if suggested else (row["person"], row["codes"])),
        )
        codes = [table.label(code) for code in split_ids(str(row["codes"]))]
        page = pages.get(key)
        if page is not None:
            page["codes"] += [code for code in codes if code not in page["codes"]]
            for name in ("coder", "reason"):
                known = page[name].split(", ")
                if row[name] and row[name] not in known:
                    page[name] = ", ".join(filter(None, [page[name], str(row[name])]))
            continue
        pages[key] = {
            **{name: str(row[name]) for name in _KEPT},
            "side": str(row.get("side", "")),
            "layer_label": LAYERS.get(str(row["layer"]), ""),
            "kind": KINDS.get(str(row["kind"]), str(row["kind"])),
            "exact": row["register"] == VERBATIM,
            "codes": codes,
            "standing": row["consensus"] if row["consensus"] in marks else "",
            "target": str(row["coding_id"] or row["passage_id"]),
            "start": int(row["start"]),
            "end": int(row["end"]),
        }
    return list(pages.values())
