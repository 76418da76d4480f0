"""From an alignment to places: where a passage is now, if that is sure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from transfo_analysis.coding.anchoring.alignment import Alignment
from transfo_analysis.coding.anchoring.doubts import LOST, Doubts
from transfo_analysis.coding.anchoring.finding import Finder, Found, Place
from transfo_analysis.coding.anchoring.signs import Signs
from transfo_analysis.coding.anchoring.tokens import Spots

__all__ = ["Placed", "Placer"]

_KEPT = 0.5
"""Share of a passage's letters that must surely be there: below, it was rewritten."""
_FOREIGN = 30
"""Letters put inside a passage that are never too many; else, as many as it has."""
_JOINT = 6
"""Letters of other passages between parts that changed order, at most."""
_CANDIDATES = 8


@dataclass(frozen=True)
class Placed:
    """Where a passage is now (or None), on which track, and the places it could be."""

    place: Place | None
    track: int = 0
    candidates: tuple[Place, ...] = ()


class Placer:
    """Places passages by an alignment of the two texts."""

    def __init__(self, alignment: Alignment) -> None:
        self.known, self.new = alignment, alignment.new
        self.spots = Spots(alignment.new)
        self._finder = Finder(alignment, self.spots)
        self._doubts = Doubts(alignment, self.spots)
        self._signs = Signs(alignment, self.spots)

    def place(self, start: int, end: int) -> Placed:
        """Return the place of a passage of the old text, or the places it could be."""
        words = self._finder.words(start, end)
        if not words:
            return Placed(*self._signs.alone(start, end))
        found = self._finder.find(words, start, end)
        if start == end:
            # a point inside a word
            one = found[0] if found else None
            point = one.early if one and not one.loose and one.early == one.late else None
            return Placed(point, one.track if one and point else 0)
        pieces = _by_track(found)
        total = sum(self._finder.letters(word, start, end) for word in words)
        place = self._sure_place(words, found, pieces, total) if found else None
        if place:
            place = self._signs.beside(place, words, found, start, end)
        if place:
            return Placed(place, pieces[0][0].track)
        places = {hull for piece in pieces for hull in _hulls(piece)}
        places.update(self._doubts.copies(words, _CANDIDATES))
        return Placed(None, candidates=tuple(sorted(places)[:_CANDIDATES]))

    def _sure_place(
        self, words: list[int], found: list[Found], pieces: list[list[Found]], total: int
    ) -> Place | None:
        """Return the place of a passage's words, or None if a person must say."""
        if sum(one.letters for one in found if not one.loose) < _KEPT * total:
            return None
        doubts = self._doubts
        if not doubts.is_supported(words, found) or doubts.may_have_moved(words, found):
            return None
        matched = sum(one.letters for one in found)
        main = pieces[0]
        if matched - sum(one.letters for one in main) <= LOST * matched:
            place = self._edges(main, words)
        else:
            place = self._joined(found, words)
        if place and self._foreign(place, words) > max(total, _FOREIGN):
            return None
        return place

    def _edges(self, piece: list[Found], words: list[int]) -> Place | None:
        """Return the place of a passage on one track, or None if an edge is too unsure."""
        firm = [one for one in piece if not one.loose]
        if not firm:
            return None
        allowed = LOST * sum(one.letters for one in piece)
        opening = piece[: piece.index(firm[0]) + 1]
        outer, inner = min(one.early[0] for one in opening), firm[0].late[0]
        doubt = self.spots.count(outer, inner)
        start = outer
        if doubt > 1:
            if sum(one.letters for one in piece if one.early[0] < inner) > allowed:
                return None
            start = inner
        elif not doubt:
            start = self._with_replaced_head(start, piece[0].word, words)
        closing = piece[piece.index(firm[-1]) :]
        outer, inner = max(one.late[1] for one in closing), firm[-1].early[1]
        doubt = self.spots.count(inner, outer)
        end = outer
        if doubt > 1:
            if sum(one.letters for one in piece if one.late[1] > inner) > allowed:
                return None
            end = inner
        elif not doubt:
            end = self._with_replaced_tail(end, piece[-1].word, words)
        return (start, end) if start < end else None

    def _with_replaced_head(self, start: int, first: int, words: list[int]) -> int:
        """Take in the one word that replaces the first words of a passage."""
        before = self.known.place[words[0] - 1]
        if first == words[0] or before < 0:
            return start
        left = self.new.ends[before]
        if self.spots.count(left, start) != 1:
            return start
        spot = self.spots.words[bisect_left(self.spots.starts, start) - 1]
        return self.new.starts[spot] if self.known.taken[spot] < 0 else start

    def _with_replaced_tail(self, end: int, last: int, words: list[int]) -> int:
        """Take in the one word that replaces the last words of a passage."""
        after = self.known.place[words[-1] + 1]
        if last == words[-1] or after < 0:
            return end
        right = self.new.starts[after]
        if self.spots.count(end, right) != 1:
            return end
        spot = self.spots.words[bisect_left(self.spots.starts, end)]
        return self.new.ends[spot] if self.known.taken[spot] < 0 else end

    def _joined(self, found: list[Found], words: list[int]) -> Place | None:
        """Return the place of a passage whose parts changed order, if they stand together."""
        if any(one.loose or one.early != one.late for one in found):
            return None
        hull = min(one.early[0] for one in found), max(one.early[1] for one in found)
        return None if self._foreign(hull, words) > _JOINT else hull

    def _foreign(self, place: Place, words: list[int]) -> int:
        """Count the letters inside a place that are not of the passage."""
        low, high = (bisect_left(self.spots.starts, offset) for offset in place)
        taken, new = self.known.taken, self.new
        return sum(
            new.ends[at] - new.starts[at]
            for at in self.spots.words[low:high]
            if not words[0] <= taken[at] <= words[-1]
        )


def _by_track(found: list[Found]) -> list[list[Found]]:
    """Return the parts of a passage that moved apart, the longest first."""
    tracks: dict[int, list[Found]] = {}
    for one in found:
        tracks.setdefault(one.track, []).append(one)
    return sorted(tracks.values(), key=lambda piece: -sum(one.letters for one in piece))


def _hulls(piece: list[Found]) -> set[Place]:
    """Return the earliest and the latest place of a part of a passage."""
    return {
        (min(one.early[0] for one in piece), max(one.early[1] for one in piece)),
        (min(one.late[0] for one in piece), max(one.late[1] for one in piece)),
    }
