"""The words of a corpus as one long sequence of numbers, which keywords are looked up in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from transfo_analysis.tagging.prepare import prepare, words

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

__all__ = ["Stream", "stream"]

_STOPS = frozenset(".?!;:")


@dataclass(frozen=True)
class Stream:
    """The words of passages, one after another.

    `form`, `start`, `end`, `capital` and `passage` have one entry per word: the rank of its
    form in `forms`, its place in the passage's text, whether it has a capital inside a
    sentence, and the rank of its passage.
    """

    forms: tuple[str, ...]
    form: Ints
    start: Ints
    end: Ints
    capital: Flags
    passage: Ints

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each form."""
        return {form: rank for rank, form in enumerate(self.forms)}

    @cached_property
    def _order(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.form, kind="stable").astype(np.int64)
        counts = np.bincount(self.form, minlength=len(self.forms))
        return order, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def stops(self) -> Flags:
        """Which words are the end of a sentence."""
        ends = np.array([form in _STOPS for form in self.forms], dtype=bool)
        return ends[self.form] if len(self.form) else np.zeros(0, dtype=bool)

    def positions(self, ranks: Iterable[int]) -> Ints:
        """Return where these forms stand, in order."""
        order, bounds = self._order
        found = [order[bounds[r] : bounds[r + 1]] for r in ranks]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def count(self, ranks: Iterable[int]) -> int:
        """Return how many words have one of these forms."""
        bounds = self._order[1]
        return int(sum(bounds[r + 1] - bounds[r] for r in ranks))


def stream(texts: Iterable[str]) -> Stream:
    """Return the words of passages as a stream.

    Examples
    --------
    >>> s = stream(["Je prends le vélo", "le [pause] vélo"])
    >>> [s.forms[i] for i in s.form], s.start.tolist()
    (['je', 'prends', 'le', 'vélo', 'le', 'vélo'], [0, 3, 10, 13, 0, 11])
    """
    ranks: dict[str, int] = {}
    form: list[int] = []
    start: list[int] = []
    end: list[int] = []
    capital: list[bool] = []
    passage: list[int] = []
    for number, text in enumerate(texts):
        prepared = prepare(text)
        inside = False
        moved = len(prepared.here) > 1 or bool(prepared.longer) or prepared.there[0] > 0
        for word in words(prepared.text):
            form.append(ranks.setdefault(word.form, len(ranks)))
            first, last = prepared.span(word.start, word.end) if moved else word[1:3]
            start.append(first)
            end.append(last)
            capital.append(word.capital and inside)
            inside = word.form not in _STOPS
            passage.append(number)
    return Stream(
        tuple(ranks),
        np.array(form, dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
        np.array(capital, dtype=bool),
        np.array(passage, dtype=np.int64),
    )
