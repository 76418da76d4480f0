"""The words of a passage, where they are now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from transfo_analysis.coding.anchoring.alignment import Alignment
from transfo_analysis.coding.anchoring.letters import carried, shared
from transfo_analysis.coding.anchoring.tokens import Spots, next_word

__all__ = ["Finder", "Found", "Place"]

_ISLAND = 12
"""Letters that, apart from the rest of their passage, may be alike by chance, at most."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A word of the passage, found again: its earliest and its latest place, in code points."""

    word: int
    letters: int
    loose: bool
    track: int
    early: Place
    late: Place


class Finder:
    """Finds the words of passages by an alignment of the two texts."""

    def __init__(self, alignment: Alignment, spots: Spots) -> None:
        self.known, self.old, self.new = alignment, alignment.old, alignment.new
        self.spots = spots
        self._shared: dict[int, list[tuple[int, int, int]]] = {}

    def words(self, start: int, end: int) -> list[int]:
        """Return the words, as tokens of the old text, that a passage has or cuts."""
        first = bisect_right(self.old.ends, start)
        last = bisect_left(self.old.starts, end)
        return [at for at in range(first, last) if self.old.is_word(at)]

    def letters(self, word: int, start: int, end: int) -> int:
        """Count the letters of a word that are in the passage."""
        return min(self.old.ends[word], end) - max(self.old.starts[word], start)

    def find(self, words: list[int], start: int, end: int) -> list[Found]:
        """Return those words of a passage that are still there, in their old order."""
        found = [one for word in words if (one := self._find(word, start, end))]
        return self._without_islands(self._without_islands(found, -1), 1)

    def _find(self, word: int, start: int, end: int) -> Found | None:
        """Return a word of the passage where it is now, or None if it is gone."""
        known = self.known
        if known.first[word] < 0:
            return self._find_letters(word, start, end)
        early = self._part(word, known.first[word], start, end)
        late = self._part(word, known.last[word], start, end)
        letters = self.letters(word, start, end)
        return Found(word, letters, known.loose[word], known.track[word], early, late)

    def _part(self, word: int, other: int, start: int, end: int) -> Place:
        """Return the place of a word, or of the part of it that the passage has."""
        left, right = self.old.starts[word], self.old.ends[word]
        head, tail = self.new.starts[other], self.new.ends[other]
        was, now = self.old.text[left:right], self.new.text[head:tail]
        begin = head + carried(was, now, start - left) if start > left else head
        finish = head + carried(was, now, end - left) if end < right else tail
        return begin, max(begin, finish)

    def _find_letters(self, word: int, start: int, end: int) -> Found | None:
        """Return what is left of a replaced word: cut in two, joined, or much mended."""
        low, high = max(self.old.starts[word], start), min(self.old.ends[word], end)
        kept = [
            (max(old, low) - old + new, min(old + length, high) - old + new)
            for old, new, length in self._stretch(word)
            if old < high and low < old + length
        ]
        if not kept:
            return None
        begin, finish = kept[0][0], kept[-1][1]
        if start <= self.old.starts[word]:
            begin = self.spots.around(begin)[0]
        if end >= self.old.ends[word]:
            finish = self.spots.around(finish - 1)[1]
        place = begin, finish
        letters = sum(right - left for left, right in kept)
        return Found(word, letters, False, self.known.track[word], place, place)

    def _stretch(self, word: int) -> list[tuple[int, int, int]]:
        """Return the letters shared by the replaced words around one and what replaces them."""
        if word in self._shared:
            return self._shared[word]
        place, track, old, new = self.known.place, self.known.track, self.old, self.new
        left, right = word - 1, word + 1
        while place[left] < 0 and track[left] == track[word]:
            left -= 1
        while place[right] < 0 and track[right] == track[word]:
            right += 1
        found: list[tuple[int, int, int]] = []
        news = range(place[left] + 1, place[right])
        same_track = track[left] == track[word] == track[right]
        if same_track and news and all(self.known.taken[at] < 0 for at in news):
            from_old, from_new = old.starts[left + 1], new.starts[news[0]]
            found = [
                (from_old + at, from_new + other, length)
                for at, other, length in shared(
                    old.text[from_old : old.ends[right - 1]],
                    new.text[from_new : new.ends[news[-1]]],
                )
            ]
        for at in range(left + 1, right):
            self._shared[at] = found
        return found

    def _without_islands(self, found: list[Found], step: int) -> list[Found]:
        """Leave out the outermost words that are alike by chance.

        They stand apart from the rest of the passage, by more letters than they have, and do
        not follow the word that stood before them.
        """
        kept = found[::step]
        while len(kept) > 1 and not self.known.pinned[kept[0].word]:
            size, letters, gap = 0, 0, 0
            for one, following in pairwise(kept):
                size, letters = size + 1, letters + one.letters
                low, high = sorted((one, following), key=lambda found: found.early)
                gap = self.spots.letters(low.late[1], high.early[0])
                if gap or one.track != following.track:
                    break
            else:
                break
            if kept[0].track != kept[size].track:
                break
            neighbour = self.known.place[next_word(self.old, kept[0].word, -step)]
            beside = self.spots.beside(kept[0].early[0], -step)
            if letters >= min(gap, _ISLAND) or (neighbour == beside and neighbour >= 0):
                break
            kept = kept[size:]
        return kept[::step]
