"""From tokens to passages: where a passage's words are now, and whether that is sure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from transfo_analysis.coding.alignment import Alignment
from transfo_analysis.coding.letters import carried, shared
from transfo_analysis.coding.tokens import BREAK, Tokens

__all__ = ["Placed", "Placer"]

_KEPT = 0.5
"""Share of a passage's letters that must surely be there: below, it was rewritten."""
_LOST = 0.03
"""Share of a passage's letters that may be left outside at an unsure edge."""
_FOREIGN = 30
"""Letters put inside a passage that are never too many; else, as many as it has."""
_TELLING = 6
"""Letters of a lost part from which a copy of it elsewhere says that it may have moved."""
_SIGNS = 0.08
"""Share of a passage's characters in signs that nobody finds, at most."""
_OPENING, _CLOSING = "([{«“‘–—-/", ".,;:!?…)]}»”"
_SPEAKING = 40
"""Letters from which a passage is known by itself, whatever became of its neighbours."""
_ISLAND = 12
"""Letters that, apart from the rest of their passage, may be alike by chance, at most."""
_REPLACING = 3
"""Words in the stead of a passage's last ones, at most, when its last sign follows them."""
_AROUND, _SUPPORT = 6, 0.4
"""Tokens looked at on each side of a shorter one, and the share that must still be there."""
_CANDIDATES = 8

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


@dataclass(frozen=True)
class Placed:
    """Where a passage is now (or None), on which track, and the places it could be."""

    place: Place | None
    track: int = 0
    candidates: tuple[Place, ...] = ()


class Placer:
    """Places passages by an alignment of the two texts."""

    def __init__(self, alignment: Alignment) -> None:
        self.known, self.old, self.new = alignment, alignment.old, alignment.new
        self._shared: dict[int, list[tuple[int, int, int]]] = {}
        self._new_words = [at for at in range(len(self.new)) if self.new.is_word(at)]
        self._new_starts = [self.new.starts[at] for at in self._new_words]
        self._new_kinds = [self.new.folded[at] for at in self._new_words]
        self._spots: dict[int, list[int]] = {}
        for spot, kind in enumerate(self._new_kinds):
            self._spots.setdefault(kind, []).append(spot)

    def place(self, start: int, end: int) -> Placed:
        """Return the place of a passage of the old text, or the places it could be."""
        words = self._words(start, end)
        if not words:
            return self._place_signs(start, end)
        total = sum(self._letters(word, start, end) for word in words)
        found = [one for word in words if (one := self._find(word, start, end))]
        found = self._without_islands(self._without_islands(found, -1), 1)
        pieces = _by_track(found)
        if start == end:
            one = found[0] if found else None
            sure = one and not one.loose and one.early == one.late
            return Placed(one.early if one and sure else None, one.track if one else 0)
        sure = sum(one.letters for one in found if not one.loose) >= _KEPT * total
        if sure and self._is_supported(words, found) and not self._may_have_moved(words, found):
            matched = sum(one.letters for one in found)
            main = pieces[0]
            if matched - sum(one.letters for one in main) <= _LOST * matched:
                place = self._edges(main, words)
            else:
                place = self._joined(found, words)
            if place and self._foreign(place, words) <= max(total, _FOREIGN):
                place = self._with_signs(place, words, found, start, end)
            else:
                place = None
            if place:
                return Placed(place, main[0].track)
        places = {hull for piece in pieces for hull in _hulls(piece)}
        places.update(self._copies(words))
        return Placed(None, candidates=tuple(sorted(places)[:_CANDIDATES]))

    def _words(self, start: int, end: int) -> list[int]:
        first = bisect_right(self.old.ends, start)
        last = bisect_left(self.old.starts, end)
        return [at for at in range(first, last) if self.old.is_word(at)]

    def _letters(self, word: int, start: int, end: int) -> int:
        return min(self.old.ends[word], end) - max(self.old.starts[word], start)

    def _find(self, word: int, start: int, end: int) -> Found | None:
        """Return a word of the passage where it is now, or None if it is gone."""
        known = self.known
        if known.first[word] < 0:
            return self._find_letters(word, start, end)
        early = self._part(word, known.first[word], start, end)
        late = self._part(word, known.last[word], start, end)
        letters = self._letters(word, start, end)
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
            begin = self._snapped(begin)[0]
        if end >= self.old.ends[word]:
            finish = self._snapped(finish - 1)[1]
        place = begin, finish
        letters = sum(right - left for left, right in kept)
        return Found(word, letters, False, self.known.track[word], place, place)

    def _snapped(self, offset: int) -> Place:
        at = self._new_words[bisect_right(self._new_starts, offset) - 1]
        return self.new.starts[at], self.new.ends[at]

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

    def _edges(self, piece: list[Found], words: list[int]) -> Place | None:
        """Return the place of a passage on one track, or None if an edge is too unsure."""
        firm = [one for one in piece if not one.loose]
        if not firm:
            return None
        allowed = _LOST * sum(one.letters for one in piece)
        opening = piece[: piece.index(firm[0]) + 1]
        outer, inner = min(one.early[0] for one in opening), firm[0].late[0]
        doubt = self._count_words(outer, inner)
        start = outer
        if doubt > 1:
            if sum(one.letters for one in piece if one.early[0] < inner) > allowed:
                return None
            start = inner
        elif not doubt:
            start = self._with_replaced_head(start, piece[0].word, words)
        closing = piece[piece.index(firm[-1]) :]
        outer, inner = max(one.late[1] for one in closing), firm[-1].early[1]
        doubt = self._count_words(inner, outer)
        end = outer
        if doubt > 1:
            if sum(one.letters for one in piece if one.late[1] > inner) > allowed:
                return None
            end = inner
        elif not doubt:
            end = self._with_replaced_tail(end, piece[-1].word, words)
        return (start, end) if start < end else None

    def _count_words(self, start: int, end: int) -> int:
        return max(0, bisect_left(self._new_starts, end) - bisect_left(self._new_starts, start))

    def _with_replaced_head(self, start: int, first: int, words: list[int]) -> int:
        """Take in the one word that replaces the first words of a passage."""
        before = self.known.place[words[0] - 1]
        if first == words[0] or before < 0:
            return start
        left = self.new.ends[before]
        if self._count_words(left, start) != 1:
            return start
        spot = self._new_words[bisect_left(self._new_starts, start) - 1]
        return self.new.starts[spot] if self.known.taken[spot] < 0 else start

    def _with_replaced_tail(self, end: int, last: int, words: list[int]) -> int:
        """Take in the one word that replaces the last words of a passage."""
        after = self.known.place[words[-1] + 1]
        if last == words[-1] or after < 0:
            return end
        right = self.new.starts[after]
        if self._count_words(end, right) != 1:
            return end
        spot = self._new_words[bisect_left(self._new_starts, end)]
        return self.new.ends[spot] if self.known.taken[spot] < 0 else end

    def _joined(self, found: list[Found], words: list[int]) -> Place | None:
        """Return the place of a passage whose parts changed order, if they stand together."""
        if any(one.loose or one.early != one.late for one in found):
            return None
        hull = min(one.early[0] for one in found), max(one.early[1] for one in found)
        return None if self._foreign(hull, words) > _TELLING else hull

    def _foreign(self, place: Place, words: list[int]) -> int:
        """Count the letters inside a place that are not of the passage."""
        low, high = (bisect_left(self._new_starts, offset) for offset in place)
        taken, new = self.known.taken, self.new
        return sum(
            new.ends[at] - new.starts[at]
            for at in self._new_words[low:high]
            if not words[0] <= taken[at] <= words[-1]
        )

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
                gap = self._letters_between(low.late[1], high.early[0])
                if gap or one.track != following.track:
                    break
            else:
                break
            if kept[0].track != kept[size].track:
                break
            neighbour = self.known.place[_next_word(self.old, kept[0].word, -step)]
            beside = self._beside(kept[0].early[0], -step)
            if letters >= min(gap, _ISLAND) or (neighbour == beside and neighbour >= 0):
                break
            kept = kept[size:]
        return kept[::step]

    def _letters_between(self, start: int, end: int) -> int:
        low, high = bisect_left(self._new_starts, start), bisect_left(self._new_starts, end)
        return sum(self.new.ends[at] - self.new.starts[at] for at in self._new_words[low:high])

    def _beside(self, offset: int, step: int) -> int:
        """Return the word before or after the one that begins at an offset, or −1."""
        spot = bisect_left(self._new_starts, offset) + step
        return self._new_words[spot] if 0 <= spot < len(self._new_words) else -1

    def _is_supported(self, words: list[int], found: list[Found]) -> bool:
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
        low, high = known.first[found[0].word], known.last[found[-1].word]
        there = sum(
            not known.loose[at]
            and known.track[at] == found[0].track
            and low - 2 * _AROUND <= known.place[at] <= high + 2 * _AROUND
            for at in around
        )
        return there >= _SUPPORT * len(around)

    def _may_have_moved(self, words: list[int], found: list[Found]) -> bool:
        """Whether too much of the passage, or all of it, may stand elsewhere."""
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
        return doubtful > _LOST * sum(one.letters for one in found)

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
        letters = old.ends[run[-1]] - old.starts[run[0]]
        between = self.new.starts[right] - self.new.ends[left]
        if between > 2 * (old.starts[after] - old.ends[before]) + _FOREIGN:
            return False
        turn = self._turn(run)
        lost = all(known.place[at] < 0 or known.loose[at] for at in turn)
        if lost and self._stands(turn, claimed=True, whole=True):
            return False
        return letters < _TELLING or not self._stands(run, claimed=False, whole=False)

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
        for spot in self._occurrences(kinds):
            tokens = self._new_words[spot : spot + len(kinds)]
            if not claimed and any(taken[at] >= 0 for at in tokens):
                continue
            edges = tokens[0] - 1, tokens[-1] + 1
            if not whole or not any(self.new.is_word(at) for at in edges):
                return True
        return False

    def _occurrences(self, kinds: tuple[int, ...]) -> list[int]:
        """Return the spots, among the words of the new text, of a series of words."""
        spots = [self._spots.get(kind, []) for kind in kinds]
        rarest = min(range(len(kinds)), key=lambda at: len(spots[at]))
        wanted = list(kinds)
        return [
            spot - rarest
            for spot in spots[rarest]
            if spot >= rarest
            and self._new_kinds[spot - rarest : spot - rarest + len(kinds)] == wanted
        ]

    def _copies(self, words: list[int]) -> list[Place]:
        """Return the places where the same words stand and no other passage is known to be."""
        known, new = self.known, self.new
        kinds = tuple(self.old.folded[word] for word in words)
        turns = self.old.folded[words[0] : words[-1] + 1]
        same_turns: list[Place] = []
        others: list[Place] = []
        for spot in self._occurrences(kinds):
            tokens = self._new_words[spot : spot + len(kinds)]
            takers = [known.taken[at] for at in tokens]
            if all(at >= 0 and at not in words and not known.loose[at] for at in takers):
                continue
            place = new.starts[tokens[0]], new.ends[tokens[-1]]
            same = new.folded[tokens[0] : tokens[-1] + 1] == turns
            (same_turns if same else others).append(place)
        return same_turns or others

    def _with_signs(
        self, place: Place, words: list[int], found: list[Found], start: int, end: int
    ) -> Place | None:
        """Take in the signs beside the first and the last word, or None if they went elsewhere."""
        left, right = place
        head = words[0] if found[0].early[0] > left else found[0].word
        tail = words[-1] if found[-1].late[1] < right else found[-1].word
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
        beyond = _next_word(old, word, step)
        there = known.place[beyond]
        spot = bisect_left(self._new_starts, offset) - (step < 0)
        near = self._new_words[spot] if 0 <= spot < len(self._new_words) else -1
        if near < 0:
            near = len(new) - 1 if step > 0 else 0

        def outward(tokens: Tokens, begin: int, at: int) -> str:
            stop = tokens.starts[at] if step > 0 else tokens.ends[at]
            return tokens.text[begin:stop] if step > 0 else tokens.text[stop:begin][::-1]

        def far_side(tokens: Tokens, at: int) -> int:
            return tokens.ends[at] if step > 0 else tokens.starts[at]

        now = outward(new, offset, near)
        inside = max(0, (edge - far_side(old, word)) * step)
        between = outward(old, far_side(old, word), beyond)
        own, rest = between[:inside], between[inside:]
        if found == word:
            same = _common(own, now)
            if same == len(own) or not own[same:].strip():
                return same, 0
        if there == near:
            # nothing but signs between the passage and the word after it
            if now.endswith(rest):
                kept = now[: len(now) - len(rest)]
                return len(kept if found == word else kept.rstrip()), 0
            if found == word:
                return _another_sign(own.strip(), now, _OPENING if step > 0 else _CLOSING), 0
        signs = _count_signs(own)
        if signs and there >= 0 and not known.loose[there]:
            last = _next_word(new, there, -step)
            stop = (far_side(new, last) - offset) * step
            if stop > 0 and outward(new, far_side(new, last), there) == between:
                words = self._count_words(*sorted((offset, far_side(new, last))))
                if words <= _REPLACING:
                    return stop + inside, 0
        if found == word:
            return 0, signs
        following = outward(old, far_side(old, found), _next_word(old, found, step))
        return len(now[: _common(following, now)].rstrip()), signs

    def _place_signs(self, start: int, end: int) -> Placed:
        """Return the place of a passage without words: a pause, a question mark, nothing."""
        known, old, new = self.known, self.old, self.new
        left, right = bisect_right(old.ends, start) - 1, bisect_left(old.starts, end)
        while left > 0 and old.folded[left] == BREAK:
            left -= 1
        while right < len(old) - 1 and old.folded[right] == BREAK:
            right += 1
        ends = known.place[left], known.place[right]
        if min(ends) < 0 or known.track[left] != known.track[right] or ends[0] > ends[1]:
            return Placed(None)
        if any(known.loose[at] or known.first[at] != known.last[at] for at in (left, right)):
            return Placed(None)
        if any(new.is_word(at) for at in range(ends[0] + 1, ends[1])):
            return Placed(None)
        from_old, from_new = old.ends[left], new.ends[ends[0]]
        was, now = old.text[from_old : old.starts[right]], new.text[from_new : new.starts[ends[1]]]
        signs, track = old.text[start:end], known.track[left]
        if was == now:
            return Placed((start - from_old + from_new, end - from_old + from_new), track)
        if signs.strip() and was.count(signs) == now.count(signs) == 1:
            at = from_new + now.index(signs)
            return Placed((at, at + len(signs)), track)
        return Placed(None)


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


def _next_word(tokens: Tokens, at: int, step: int) -> int:
    """Return the nearest word on one side, or the edge of the text."""
    at += step
    while 0 < at < len(tokens) - 1 and not tokens.is_word(at):
        at += step
    return at


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
