"""Lanes of a debate: a place a row, a participant a slot, before on the left, after on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transfo_analysis.exercises.standing import ABSENT, ABSTENTION, MIDDLE, UNTOLD

__all__ = ["Lane", "Strand", "lanes", "order_of", "strands"]

_LEAST, _SLOT, _PAD = 5.0, 5.0, 3.4
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Lane:
    """One place: where its row begins, how high it is, how far apart its slots are."""

    place: str
    top: float
    height: float
    slot: float

    def slots(self, count: int) -> list[float]:
        """Return the heights of so many people, centred on the row."""
        first = self.top + (self.height - count * self.slot) / 2 + self.slot / 2
        return [first + rank * self.slot for rank in range(count)]


@dataclass(frozen=True)
class Strand:
    """One participant: their row of "positions", their heights before and after."""

    row: Row
    before: float
    after: float


def order_of(sides: Sequence[str]) -> list[str]:
    """Return the places of a question from top to bottom: the middle stands among the sides.

    Examples
    --------
    >>> order_of(["oui", "non"])[:3], order_of(["soleil", "nuage", "orage"])[:4]
    (['oui', 'milieu', 'non'], ['soleil', 'nuage', 'milieu', 'orage'])
    """
    half = -(-len(sides) // 2)
    return [*sides[:half], MIDDLE, *sides[half:], ABSTENTION, ABSENT, UNTOLD]


def lanes(
    order: Sequence[str], debates: Sequence[Sequence[Row]], top: float, height: float
) -> dict[str, Lane]:
    """Share a height among the places where anybody stands, whatever debate it is.

    A side of the question has its lane even when nobody is there.
    """
    most = {
        place: max(
            (sum(row[when] == place for row in rows) for rows in debates for when in _WHEN),
            default=0,
        )
        for place in order
    }
    shown = [place for place in order if most[place] or ":" in place]
    slots = sum(most[place] for place in shown) or 1
    room = height - _PAD * len(shown) - _LEAST * sum(not most[place] for place in shown)
    slot = min(_SLOT, room / slots)
    found: dict[str, Lane] = {}
    for place in shown:
        own = max(most[place] * slot, _LEAST if not most[place] else 0) + _PAD
        found[place] = Lane(place, top, own, slot)
        top += own
    return found


_WHEN = ("before", "after")


def strands(rows: Sequence[Row], found: Mapping[str, Lane]) -> list[Strand]:
    """Give each participant a slot in the lane before and in the lane after, few crossing."""
    rank = {place: at for at, place in enumerate(found)}
    heights: dict[str, dict[str, float]] = {when: {} for when in _WHEN}
    for when, other in (("before", "after"), ("after", "before")):
        for place, lane in found.items():
            here = [row for row in rows if row[when] == place]
            here.sort(key=lambda row: (rank[row[other]], str(row["voice"])))
            for row, height in zip(here, lane.slots(len(here)), strict=True):
                heights[when][str(row["voice"])] = height
    return [
        Strand(row, heights["before"][str(row["voice"])], heights["after"][str(row["voice"])])
        for row in rows
    ]
