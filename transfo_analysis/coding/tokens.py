"""Two texts as sequences of comparable tokens: words, and the ends of turns.

Words are compared folded: case, accents, composed or decomposed, œ and broken encodings do
not make another word; punctuation, apostrophes and spaces lie between the words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

__all__ = ["BREAK", "Tokens", "tokenise", "unique_places"]

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
    """Return the tokens of two texts, numbered in one vocabulary.

    Examples
    --------
    >>> old, new = tokenise("Le vélo\\n", "le velo")
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
