"""Two texts as sequences of comparable tokens: words, and the ends of turns.

Words are compared folded: case, accents, composed or decomposed, œ and broken encodings do
not make another word; punctuation, apostrophes and spaces lie between the words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

__all__ = [
    "BREAK",
    "Spots",
    "Tokens",
    "next_word",
    "tokenise",
    "turns",
    "unique_places",
    "unique_turns",
]

BREAK = 0
"""The number of the token that ends a turn: a line end."""

_LETTERS = "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸÆŒàâäçèéêëîïôöùûüÿæœñ"
_SIGNS = "’‘“”„–—…«»°\u00a0\u202f"


def _broken(characters: str) -> dict[str, str]:
    """Return what UTF-8 looks like once read as Windows-1252 or Latin-1."""
    made: dict[str, str] = {}
    for character in characters:
        for wrong in ("cp1252", "latin-1"):
            seen = character.encode().decode(wrong, errors="ignore")
            if len(seen) > 1:
                made.setdefault(seen, character)
    return made


_MENDED = _broken(_LETTERS)
_INSIDE = "\\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(f"[{_INSIDE}]+|\n")
_BROKEN_LETTER = "|".join(map(re.escape, sorted(_MENDED, key=lambda seen: (-len(seen), seen))))
_BROKEN_SIGN = "|".join(map(re.escape, sorted(_broken(_SIGNS), key=lambda s: (-len(s), s))))
_BROKEN_TOKEN = re.compile(f"(?:{_BROKEN_LETTER}|(?!{_BROKEN_SIGN})[{_INSIDE}])+|\n")
_LETTER = re.compile(_BROKEN_LETTER)
_SUSPECT = re.compile("[ÃÅÂâ][^a-zA-Z\\s]")


@dataclass(frozen=True)
class Tokens:
    """A text's tokens: where they start and end, what they are, what they are once folded.

    The first and the last token are line ends that stand for the edges of the text. `raw` and
    `folded` are numbers from a vocabulary shared by the two texts compared.
    """

    text: str
    starts: list[int]
    ends: list[int]
    raw: list[int]
    folded: list[int]
    forms: list[str]
    """The folded form of each number of `folded`."""

    def __len__(self) -> int:
        return len(self.starts)

    def is_word(self, at: int) -> bool:
        """Whether a token is a word, and not a line end."""
        return self.folded[at] != BREAK


def fold(word: str) -> str:
    """Return a word without case, accents, invisible characters or broken encoding.

    Examples
    --------
    >>> fold("Cœur"), fold("vélo"), fold("ve\u0301lo"), fold("vÃ©lo")
    ('coeur', 'velo', 'velo', 'velo')
    """
    if word.isascii():
        return word.lower()
    if _SUSPECT.search(word):
        word = _LETTER.sub(lambda match: _MENDED[match.group()], word)
    plain = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("Œ", "OE"))
    kept = "".join(c for c in plain if c.isalnum() or c == "_")
    return kept.casefold() or word


def tokenise(old: str, new: str) -> tuple[Tokens, Tokens]:
    r"""Return the tokens of two texts, numbered in one vocabulary.

    Examples
    --------
    >>> old, new = tokenise("Le vélo\n", "le velo")
    >>> old.folded, new.folded
    ([0, 1, 2, 0, 0], [0, 1, 2, 0])
    """
    raw: dict[str, int] = {"\n": BREAK}
    folded: dict[str, int] = {"\n": BREAK}
    known: list[int] = [BREAK]
    forms = ["\n"]

    def read(text: str) -> Tokens:
        pattern = _BROKEN_TOKEN if _SUSPECT.search(text) else _TOKEN
        starts, ends, raws, folds = [0], [0], [BREAK], [BREAK]
        for match in pattern.finditer(text):
            word = match.group()
            number = raw.get(word)
            if number is None:
                number = raw[word] = len(raw)
                form = fold(word)
                if form not in folded:
                    folded[form] = len(folded)
                    forms.append(form)
                known.append(folded[form])
            if number == BREAK and raws[-1] == BREAK:
                continue  # empty lines end nothing more
            starts.append(match.start())
            ends.append(match.end())
            raws.append(number)
            folds.append(known[number])
        starts.append(len(text))
        ends.append(len(text))
        raws.append(BREAK)
        folds.append(BREAK)
        return Tokens(text, starts, ends, raws, folds, forms)

    return read(old), read(new)


def unique_places(numbers: list[int], length: int) -> dict[tuple[int, ...], int]:
    """Return the place of each run of `length` tokens that occurs once.

    Examples
    --------
    >>> unique_places([1, 2, 3, 1, 2], 2)
    {(2, 3): 1, (3, 1): 2}
    """
    places: dict[tuple[int, ...], int] = {}
    shifted = (islice(numbers, shift, None) for shift in range(length))
    for at, run in enumerate(zip(*shifted, strict=False)):
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def unique_turns(numbers: list[int]) -> dict[tuple[int, ...], int]:
    """Return the place of each turn that occurs once: of the line end before it.

    Examples
    --------
    >>> unique_turns([0, 1, 0, 1, 0, 2, 1, 0])
    {(2, 1): 4}
    """
    places: dict[tuple[int, ...], int] = {}
    at = 0
    for turn in turns(numbers):
        places[turn] = -1 if turn in places else at
        at += len(turn) + 1
    return {turn: at for turn, at in places.items() if at >= 0 and turn}


def turns(numbers: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield each turn, in order: the tokens between two line ends."""
    ends = [at for at, number in enumerate(numbers) if number == BREAK]
    for start, end in pairwise(ends):
        yield tuple(numbers[start + 1 : end])


def next_word(tokens: Tokens, at: int, step: int) -> int:
    """Return the nearest word on one side, or the edge of the text."""
    at += step
    while 0 < at < len(tokens) - 1 and not tokens.is_word(at):
        at += step
    return at


class Spots:
    """The words of a text, to be found by offset or by what they are.

    A spot is a word's rank among the words; `words` are their tokens, `starts` their offsets.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.words = [at for at in range(len(tokens)) if tokens.is_word(at)]
        self.starts = [tokens.starts[at] for at in self.words]
        self._kinds = [tokens.folded[at] for at in self.words]
        self._by_kind: dict[int, list[int]] = {}
        for spot, kind in enumerate(self._kinds):
            self._by_kind.setdefault(kind, []).append(spot)
        self._found: dict[tuple[int, ...], list[int]] = {}

    def count(self, start: int, end: int) -> int:
        """Count the words that begin between two offsets."""
        return max(0, bisect_left(self.starts, end) - bisect_left(self.starts, start))

    def letters(self, start: int, end: int) -> int:
        """Count the letters of the words that begin between two offsets."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        tokens = self.tokens
        return sum(tokens.ends[at] - tokens.starts[at] for at in self.words[low:high])

    def beside(self, offset: int, step: int) -> int:
        """Return the word before or after the one that begins at an offset, or −1."""
        spot = bisect_left(self.starts, offset) + step
        return self.words[spot] if 0 <= spot < len(self.words) else -1

    def around(self, offset: int) -> tuple[int, int]:
        """Return the start and the end of the word at an offset."""
        at = self.words[bisect_right(self.starts, offset) - 1]
        return self.tokens.starts[at], self.tokens.ends[at]

    def find(self, kinds: tuple[int, ...]) -> list[int]:
        """Return the spots where a series of folded words stands."""
        if kinds in self._found:
            return self._found[kinds]
        places = [self._by_kind.get(kind, []) for kind in kinds]
        rarest = min(range(len(kinds)), key=lambda at: len(places[at]))
        wanted, size = list(kinds), len(kinds)
        begins = (spot - rarest for spot in places[rarest] if spot >= rarest)
        found = [spot for spot in begins if self._kinds[spot : spot + size] == wanted]
        self._found[kinds] = found
        return found
