"""Three quotes that differ, to choose from: other people, other documents, other words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from transfo_analysis.findings.worded import both_sides, bundle_sides, evidence
from transfo_analysis.tables import VERBATIM

if TYPE_CHECKING:
    from transfo_analysis.coding.state import State
    from transfo_analysis.crosstable import CrossTable

__all__ = ["three_quotes"]

_WORD = re.compile(r"\w+")
# a quote of about this many words reads well on a wall
_READABLE = 25


def three_quotes(
    target: str, table: CrossTable, codings: pd.DataFrame, state: State
) -> pd.DataFrame:
    """Offer three quotes of a finding or bundle that differ, one contrary if there is one.

    Different people first, then different documents, then different words. Exact words
    are offered before reported ones. None is chosen: column `chosen` is False throughout.

    Parameters
    ----------
    target : identifier of a finding or of a bundle

    Raises
    ------
    CodingError
        If neither has this identifier.
    """
    if target in state.findings:
        quotes = evidence(target, table, codings, state)
    else:
        quotes = both_sides(*bundle_sides(target, table, codings, state), table.corpus)
    # two coders of one excerpt offer one quote
    quotes = quotes.drop_duplicates(["side", "document", "start", "end"])
    against = _pick(quotes[quotes["side"] == "against"], 1, [])
    chosen = _pick(quotes[quotes["side"] == "for"], 3 - len(against), against)
    offered = pd.DataFrame([*chosen, *against], columns=quotes.columns)
    return offered.assign(chosen=False)


def _pick(quotes: pd.DataFrame, count: int, beside: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return `count` quotes, each the most unlike those taken and those they stand beside."""
    left: list[dict[str, Any]] = list(map(_named, quotes.to_dict("records")))
    taken: list[dict[str, Any]] = []
    while left and len(taken) < count:
        others = [*taken, *beside]
        best = min(left, key=lambda quote: _likeness(quote, others))
        taken.append(best)
        left.remove(best)
    return taken


def _named(quote: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in quote.items()}


def _likeness(quote: dict[str, Any], others: list[dict[str, Any]]) -> tuple[object, ...]:
    words = _words(quote)
    known = any(quote["person"] == other["person"] for other in others)
    return (
        known or not quote["person"],
        any(quote["document"] == other["document"] for other in others),
        quote["register"] != VERBATIM,
        round(max((_shared(words, _words(other)) for other in others), default=0.0), 3),
        abs(len(words) - _READABLE),
        quote["document"],
        quote["start"],
        quote["end"],
    )


def _words(quote: dict[str, Any]) -> set[str]:
    return set(_WORD.findall(quote["quote"].casefold()))


def _shared(one: set[str], other: set[str]) -> float:
    """Return Jaccard's index: words in both over words in either."""
    return len(one & other) / len(one | other) if one or other else 0.0
