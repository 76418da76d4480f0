"""Why a passage that was found might stand elsewhere, as a whole or in part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from transfo_analysis.coding.anchoring.alignment import Alignment
from transfo_analysis.coding.anchoring.finding import Found, Place
from transfo_analysis.coding.anchoring.tokens import Spots, turns

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
        known, old, new = self.known, self.old, self.new
        at = words[0]
        while at <= words[-1]:
            turn = self._turn([at])
            first, last = known.place[turn[0]], known.place[turn[-1]]
            at = turn[-1] + 2
            whole = last - first == turn[-1] - turn[0] and first > 0
            if whole and not (new.is_word(first - 1) or new.is_word(last + 1)):
                continue
            kinds = tuple(old.folded[turn[0] : turn[-1] + 1])
            ours, theirs = self._turns
            if theirs[kinds] >= ours[kinds]:
                return True
        return False

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
        if any(known.taken[at] >= 0 for at in range(left + 1, right) if self.new.is_word(at)):
            return False
        turn = self._turn(run)
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

    def _turn(self, run: list[int]) -> list[int]:
        first, last = run[0], run[-1]
        while self.old.is_word(first - 1):
            first -= 1
        while self.old.is_word(last + 1):
            last += 1
        return list(range(first, last + 1))

    def _stands(self, run: list[int], *, claimed: bool, whole: bool) -> bool:
        """Whether these words stand in the new text.

        `claimed`: even where they are known to be other words of the old text; `whole`: as
        a turn.
        """
        kinds, taken = tuple(self.old.folded[word] for word in run), self.known.taken
        for spot in self.spots.find(kinds):
            tokens = self.spots.words[spot : spot + len(kinds)]
            if not claimed and any(taken[at] >= 0 for at in tokens):
                continue
            edges = tokens[0] - 1, tokens[-1] + 1
            if not whole or not any(self.new.is_word(at) for at in edges):
                return True
        return False

    def copies(self, words: list[int]) -> list[Place]:
        """Return the places where the same words stand and no other passage is known to be."""
        known, new = self.known, self.new
        kinds = tuple(self.old.folded[word] for word in words)
        turns = self.old.folded[words[0] : words[-1] + 1]
        same_turns: list[Place] = []
        others: list[Place] = []
        for spot in self.spots.find(kinds):
            tokens = self.spots.words[spot : spot + len(kinds)]
            takers = [known.taken[at] for at in tokens]
            if all(at >= 0 and at not in words and not known.loose[at] for at in takers):
                continue
            place = new.starts[tokens[0]], new.ends[tokens[-1]]
            same = new.folded[tokens[0] : tokens[-1] + 1] == turns
            (same_turns if same else others).append(place)
        return same_turns or others
