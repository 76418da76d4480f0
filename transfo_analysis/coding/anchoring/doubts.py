"""Why a passage that was found might stand elsewhere, as a whole or in part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from transfo_analysis.coding.anchoring.alignment import Alignment
from transfo_analysis.coding.anchoring.finding import Found, Place
from transfo_analysis.coding.anchoring.tokens import BREAK, Spots, turns

__all__ = ["LOST", "Doubts"]

LOST = 0.03
"""Share of a passage's letters that may be left outside at an unsure edge."""
_FOREIGN = 30
"""Letters put inside a passage that are never too many; else, as many as it has."""
_TELLING = 6
"""Letters of a lost part from which a copy of it elsewhere says that it may have moved."""
_SPEAKING = 40
"""Letters from which a passage is known by itself, whatever became of its neighbours."""
_AROUND, _SUPPORT = 6, 0.4
"""Tokens looked at on each side of a shorter one, and the share that must still be there."""
_RESEMBLING = 75
"""Likeness, of 100, from which new words may be lost ones that moved and were mended."""


class Doubts:
    """Says of a passage found in the new text why it might not be there."""

    def __init__(self, alignment: Alignment, spots: Spots) -> None:
        self.known, self.old, self.new = alignment, alignment.old, alignment.new
        self.spots = spots
        self._breaks = [at for at, number in enumerate(self.old.folded) if number == BREAK]
        self._replaced: dict[int, bool] = {}
        self._answers: dict[tuple[tuple[int, ...], bool, bool], bool] = {}

    def is_supported(self, words: list[int], found: list[Found]) -> bool:
        """Whether a passage is known by itself, or else by enough of the words around it."""
        known = self.known
        letters = sum(one.letters for one in found if not one.loose)
        if letters >= _SPEAKING or all(known.pinned[one.word] for one in found):
            return True
        around = [
            at
            for at in (
                *range(max(0, words[0] - _AROUND), words[0]),
                *range(words[-1] + 1, min(len(self.old), words[-1] + 1 + _AROUND)),
            )
            if self.old.is_word(at)
        ]
        starts = self.new.starts
        low, high = bisect_left(starts, found[0].early[0]), bisect_right(starts, found[-1].late[1])
        there = sum(
            known.track[at] == found[0].track
            and low - 2 * _AROUND <= known.first[at] <= high + 2 * _AROUND
            and known.first[at] >= 0
            for at in around
        )
        return bool(there >= _SUPPORT * len(around))

    def may_have_moved(self, words: list[int], found: list[Found]) -> bool:
        """Whether too much of the passage, or all of it, may stand elsewhere."""
        if self._has_intact_twin(words):
            return True
        sure = {one.word for one in found if not one.loose}
        if len(sure) == len(words):
            return False
        if self._stands(words, claimed=False, whole=False):
            return True
        old = self.old
        runs: list[list[int]] = [[]]
        for word in range(words[0], words[-1] + 1):
            if word in sure or not old.is_word(word):
                runs.append([])
            else:
                runs[-1].append(word)
        doubtful = sum(
            sum(old.ends[word] - old.starts[word] for word in run)
            for run in runs
            if run and not self._is_gone(run)
        )
        return doubtful > LOST * sum(one.letters for one in found)

    def _has_intact_twin(self, words: list[int]) -> bool:
        """Whether a turn of the passage was broken up, while none of its kind is missing.

        Then it may have moved whole, and its words be others that took its place.
        """
        at = words[0]
        while at <= words[-1]:
            turn = self._turn(at, at)
            if turn.start not in self._replaced:
                self._replaced[turn.start] = not self._is_intact(turn) and self._has_twin(turn)
            if self._replaced[turn.start]:
                return True
            at = turn.stop + 1
        return False

    def _is_intact(self, turn: range) -> bool:
        """Whether a whole turn of the old text is a whole turn of the new one."""
        first, last = self.known.place[turn[0]], self.known.place[turn[-1]]
        if first < 0 or last - first != turn[-1] - turn[0]:
            return False
        return not (self.new.is_word(first - 1) or self.new.is_word(last + 1))

    def _has_twin(self, turn: range) -> bool:
        """Whether the new text has as many turns of the same words as the old one."""
        kinds = tuple(self.old.folded[turn.start : turn.stop])
        ours, theirs = self._turns
        return theirs[kinds] >= ours[kinds]

    @cached_property
    def _turns(self) -> tuple[Counter[tuple[int, ...]], Counter[tuple[int, ...]]]:
        """How often each whole turn stands in the old and in the new text."""
        return Counter(turns(self.old.folded)), Counter(turns(self.new.folded))

    def _is_gone(self, run: list[int]) -> bool:
        """Whether words that are not surely found were taken out, and not moved.

        They were if what stood on both sides of them now stands side by side, and no turn or
        stretch of the new text could be them.
        """
        known, old = self.known, self.old
        if any(known.place[word] >= 0 and not known.loose[word] for word in run):
            return False
        before, after = run[0] - 1, run[-1] + 1
        while before > 0 and (known.place[before] < 0 or known.loose[before]):
            before -= 1
        while after < len(old) - 1 and (known.place[after] < 0 or known.loose[after]):
            after += 1
        left, right = known.place[before], known.place[after]
        if left >= right or known.track[before] != known.track[after]:
            return False
        room = 2 * (old.starts[after] - old.ends[before]) + _FOREIGN
        if self.new.starts[right] - self.new.ends[left] > room:
            return False
        takers = [known.taken[at] for at in range(left + 1, right) if self.new.is_word(at)]
        if any(taker >= 0 and not before < taker < after for taker in takers):
            return False
        turn = self._turn(run[0], run[-1])
        lost = all(known.place[at] < 0 or known.loose[at] for at in turn)
        if lost and (known.moved or self._stands(turn, claimed=True, whole=True)):
            return False
        letters = old.ends[run[-1]] - old.starts[run[0]]
        return letters < _TELLING or not self._is_like_unclaimed(run)

    def _is_like_unclaimed(self, run: list[int]) -> bool:
        """Whether words of the new text that nothing is known to be resemble these."""
        from rapidfuzz import fuzz

        if self._stands(run, claimed=False, whole=False):
            return True
        forms = self.old.forms
        lost = " ".join(forms[self.old.folded[at]] for at in run if self.old.is_word(at))
        return any(
            len(text) >= _TELLING and fuzz.partial_ratio(lost, text, score_cutoff=_RESEMBLING)
            for text in self._unclaimed
        )

    @cached_property
    def _unclaimed(self) -> list[str]:
        """The stretches of the new text that no old word is known to be, folded."""
        runs: list[list[str]] = [[]]
        for at in self.spots.words:
            if self.known.taken[at] < 0:
                runs[-1].append(self.new.forms[self.new.folded[at]])
            elif runs[-1]:
                runs.append([])
        return [" ".join(run) for run in runs if len(run) > 1]

    def _turn(self, first: int, last: int) -> range:
        """Return the words of the turns that hold two words of the old text."""
        before = bisect_left(self._breaks, first) - 1
        after = bisect_right(self._breaks, last)
        return range(self._breaks[before] + 1, self._breaks[after])

    def _stands(self, run: Sequence[int], *, claimed: bool, whole: bool) -> bool:
        """Whether these words stand in the new text.

        `claimed`: even where they are known to be other words of the old text; `whole`: as
        a turn.
        """
        kinds = tuple(self.old.folded[word] for word in run)
        asked = kinds, claimed, whole
        if asked not in self._answers:
            spots = self.spots.find(kinds)
            self._answers[asked] = any(
                (claimed or self._is_unclaimed(spot, len(kinds)))
                and (not whole or self._is_turn(spot, len(kinds)))
                for spot in spots
            )
        return self._answers[asked]

    def _is_unclaimed(self, spot: int, size: int) -> bool:
        tokens = self.spots.words[spot : spot + size]
        return all(self.known.taken[at] < 0 for at in tokens)

    def _is_turn(self, spot: int, size: int) -> bool:
        before, after = self.spots.words[spot] - 1, self.spots.words[spot + size - 1] + 1
        return not (self.new.is_word(before) or self.new.is_word(after))

    def copies(self, words: list[int], most: int) -> list[Place]:
        """Return the first places where the same words stand and nothing else is known to be."""
        known, new = self.known, self.new
        kinds = tuple(self.old.folded[word] for word in words)
        shape = self.old.folded[words[0] : words[-1] + 1]
        same: list[Place] = []
        others: list[Place] = []
        for spot in self.spots.find(kinds):
            tokens = self.spots.words[spot : spot + len(kinds)]
            if all(self._is_claimed(known.taken[at], words) for at in tokens):
                continue
            as_turns = new.folded[tokens[0] : tokens[-1] + 1] == shape
            place = new.starts[tokens[0]], new.ends[tokens[-1]]
            (same if as_turns else others).append(place)
            if len(same) == most:
                break
        return (same or others)[:most]

    def _is_claimed(self, taker: int, words: list[int]) -> bool:
        """Whether a word of the new text is surely one that is not of the passage."""
        mine = words[0] <= taker <= words[-1]
        return taker >= 0 and not mine and not self.known.loose[taker]
