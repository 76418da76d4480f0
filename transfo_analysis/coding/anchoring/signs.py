"""The signs at the edges of a passage: what is not a word goes with the word it stands by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from transfo_analysis.coding.anchoring.alignment import Alignment
from transfo_analysis.coding.anchoring.finding import Found, Place
from transfo_analysis.coding.anchoring.tokens import BREAK, Spots, Tokens, next_word

__all__ = ["Signs"]

_SIGNS = 0.08
"""Share of a passage's characters in signs that nobody finds, at most."""
_REPLACING = 3
"""Words in the stead of a passage's last ones, at most, when its last sign follows them."""
# each for one character, so that offsets hold
_ALIKE = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\t", " ") | dict.fromkeys("‘ʼ’", "'"))
_OPENING, _CLOSING = "([{«“‘–—-/", ".,;:!?…)]}»”"


class Signs:
    """Carries the edges of passages over punctuation, marks and spaces."""

    def __init__(self, alignment: Alignment, spots: Spots) -> None:
        self.known, self.old, self.new = alignment, alignment.old, alignment.new
        self.spots = spots
        self._was, self._now = (tokens.text.translate(_ALIKE) for tokens in (self.old, self.new))

    def beside(
        self, place: Place, words: list[int], found: list[Found], start: int, end: int
    ) -> Place | None:
        """Take in the signs beside the first and the last word, or None if they went elsewhere."""
        left, right = place
        head = next((one.word for one in found if left in (one.early[0], one.late[0])), words[0])
        ends = (one.word for one in reversed(found) if right in (one.early[1], one.late[1]))
        tail = next(ends, words[-1])
        before, lost = self._signs(left, head, words[0], start, -1)
        after, lost_after = self._signs(right, tail, words[-1], end, 1)
        if lost + lost_after > _SIGNS * _count_signs(self.old.text[start:end]):
            return None
        return left - before, right + after

    def _signs(self, offset: int, found: int, word: int, edge: int, step: int) -> tuple[int, int]:
        """Return how far a place goes on past its outermost word, and how many signs are lost.

        Parameters
        ----------
        offset : where the outermost word that was found ends now
        found, word : that word, and the passage's outermost word, in the old text
        edge : of the passage
        step : 1 at its end, −1 at its start
        """
        old, new, known = self.old, self.new, self.known
        beyond = next_word(old, word, step)
        there = known.place[beyond]
        spot = bisect_left(self.spots.starts, offset) - (step < 0)
        near = self.spots.words[spot] if 0 <= spot < len(self.spots.words) else -1
        if near < 0:
            near = len(new) - 1 if step > 0 else 0

        def outward(tokens: Tokens, begin: int, at: int) -> str:
            text = self._was if tokens is old else self._now
            return (
                text[begin : tokens.starts[at]] if step > 0 else text[tokens.ends[at] : begin][::-1]
            )

        def far_side(tokens: Tokens, at: int) -> int:
            return tokens.ends[at] if step > 0 else tokens.starts[at]

        now = outward(new, offset, near)
        inside = max(0, (edge - far_side(old, word)) * step)
        between = outward(old, far_side(old, word), beyond)
        own, rest = between[:inside], between[inside:]
        if found == word:
            same = _common(own, now)
            whole = same == len(own) or not own[same:].strip()
            if whole and (there == near or "\n" not in own.rstrip()):
                return same, 0
        if there == near:
            # nothing but signs between the passage and the word after it
            if now.endswith(rest):
                kept = now[: len(now) - len(rest)]
                return len(kept if found == word else kept.rstrip()), 0
            if found == word:
                return _another_sign(own.strip(), now, _OPENING if step > 0 else _CLOSING), 0
        signs = _count_signs(own)
        if signs and there >= 0 and not known.loose[beyond]:
            last = next_word(new, there, -step)
            stop = (far_side(new, last) - offset) * step
            if stop > 0 and outward(new, far_side(new, last), there) == between:
                words = self.spots.count(*sorted((offset, far_side(new, last))))
                if words <= _REPLACING:
                    return stop + inside, 0
        if found == word:
            return 0, signs
        following = outward(old, far_side(old, found), next_word(old, found, step))
        return len(now[: _common(following, now)].rstrip()), signs

    def alone(self, start: int, end: int) -> tuple[Place | None, int]:
        """Return the place of a passage without words (a pause, a question mark), and its track."""
        known, old, new = self.known, self.old, self.new
        left, right = bisect_right(old.ends, start) - 1, bisect_left(old.starts, end)
        while left > 0 and old.folded[left] == BREAK:
            left -= 1
        while right < len(old) - 1 and old.folded[right] == BREAK:
            right += 1
        first, last, track = known.place[left], known.place[right], known.track[left]
        beside = 0 <= first <= last and track == known.track[right]
        if not beside or any(new.is_word(at) for at in range(first + 1, last)):
            return None, 0
        if any(known.loose[at] or known.first[at] != known.last[at] for at in (left, right)):
            return None, 0
        from_old, from_new = old.ends[left], new.ends[first]
        was, now = old.text[from_old : old.starts[right]], new.text[from_new : new.starts[last]]
        signs = old.text[start:end]
        if was == now:
            return (start - from_old + from_new, end - from_old + from_new), track
        if signs.strip() and was.count(signs) == now.count(signs) == 1:
            at = from_new + now.index(signs)
            return (at, at + len(signs)), track
        return None, 0


def _count_signs(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


def _common(one: str, other: str) -> int:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _another_sign(signs: str, now: str, foreign: str) -> int:
    """Return how far the signs go that stand where a passage's signs stood."""
    if signs in now:
        return now.index(signs) + len(signs)
    first = len(now) - len(now.lstrip())
    if first == len(now) or now[first] in foreign:
        return 0
    return first + len(now.split(maxsplit=1)[0])
