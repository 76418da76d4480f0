"""Which excerpts overlap, and how many distinct things a cell holds: arrays only.

Sorting and binary search do what a comparison of every pair would; a test holds the two
together on random codings.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spans", "cells_of", "distinct", "overlapping", "stretches"]

Ints: TypeAlias = NDArray[np.int64]


class Spans(NamedTuple):
    """Intervals of text: `group` keeps apart what can never overlap (other documents)."""

    group: Ints
    start: Ints
    end: Ints

    def take(self, at: Ints) -> Spans:
        """Return the intervals at some positions."""
        return Spans(self.group[at], self.start[at], self.end[at])


def overlapping(left: Spans, right: Spans) -> tuple[Ints, Ints]:
    """Return the positions of every two intervals of one group that share a code point.

    Either the right one begins inside the left one, or the left one begins after the
    right one's first code point and before its end: never both, so no pair comes twice.

    Examples
    --------
    >>> one = Spans(np.array([0, 0]), np.array([0, 20]), np.array([10, 30]))
    >>> two = Spans(np.array([0, 1]), np.array([9, 20]), np.array([21, 30]))
    >>> [pair.tolist() for pair in overlapping(one, two)]
    [[0, 1], [0, 0]]
    """
    width = 1 + max((int(s.end.max()) for s in (left, right) if len(s.end)), default=0)
    one, two = _Sorted.of(left, width), _Sorted.of(right, width)
    a, b = one.holding(two, "left")
    d, c = two.holding(one, "right")
    return np.concatenate([a, c]), np.concatenate([b, d])


class _Sorted(NamedTuple):
    """Intervals that hold something, on one line, by where they begin."""

    at: Ints
    start: Ints
    end: Ints

    @classmethod
    def of(cls, spans: Spans, width: int) -> _Sorted:
        at = np.flatnonzero(spans.end > spans.start)
        base = spans.group[at] * width
        start, end = base + spans.start[at], base + spans.end[at]
        order = np.argsort(start, kind="stable")
        return cls(at[order], start[order], end[order])

    def holding(self, inner: _Sorted, side: Literal["left", "right"]) -> tuple[Ints, Ints]:
        """Return the pairs whose inner interval begins in this one ("right": after its start)."""
        first = np.searchsorted(inner.start, self.start, side)
        counts = np.maximum(np.searchsorted(inner.start, self.end, "left") - first, 0)
        # each interval's run of positions, end to end
        steps = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(self.at, counts), inner.at[np.repeat(first, counts) + steps]


def distinct(cell: Ints, value: Ints, size: int) -> Ints:
    """Return, for each of `size` cells, how many distinct values it holds (−1 is none).

    Examples
    --------
    >>> distinct(np.array([0, 0, 0, 2]), np.array([5, 5, 6, -1]), 3).tolist()
    [2, 0, 0]
    """
    cells, _ = cells_of(cell[value >= 0], value[value >= 0])
    return np.bincount(cells, minlength=size).astype(np.int64)


def cells_of(cell: Ints, value: Ints) -> tuple[Ints, Ints]:
    """Return the distinct (cell, value) pairs, sorted."""
    width = int(value.max()) + 1 if len(value) else 1
    keys = np.unique(cell * width + value)
    return keys // width, keys % width


def stretches(cell: Ints, spans: Spans, size: int) -> Ints:
    """Return how many separate stretches of text each cell holds.

    Excerpts that overlap are one stretch: two coders rarely stop at the same letter, and
    what they both heard counts once.

    Examples
    --------
    >>> spans = Spans(np.array([0, 0, 0]), np.array([0, 5, 40]), np.array([10, 12, 50]))
    >>> stretches(np.array([0, 0, 0]), spans, 1).tolist()
    [2]
    """
    if not len(cell):
        return np.zeros(size, dtype=np.int64)
    groups = int(spans.group.max()) + 1
    place = cell * groups + spans.group
    order = np.lexsort((spans.start, place))
    place, start, end = place[order], spans.start[order], spans.end[order]
    # each place gets a range of its own, so that one running maximum serves them all
    _, rank = np.unique(place, return_inverse=True)
    offset = rank * (int(end.max()) + 1)
    reach = np.maximum.accumulate(end + offset)
    begins = np.ones(len(place), dtype=bool)
    begins[1:] = start[1:] + offset[1:] >= reach[:-1]
    return np.bincount(place[begins] // groups, minlength=size).astype(np.int64)
