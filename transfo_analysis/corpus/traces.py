"""What gives a person away in a text: their name however written, four words of theirs in a row.

Texts are compared without case, accent, punctuation or invisible characters; what is
found is told in places of the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

__all__ = ["BLANK", "RUN", "Names", "Words", "blanked", "tokens"]

BLANK = "█"
# this many words in a row are a quote; fewer are anybody's
RUN = 4
_WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without case, accents and invisible characters, and where each was."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    index: list[int] = []
    for at, character in enumerate(text):
        if character < "\x80":
            letters.append(character.lower())
            index.append(at)
            continue
        for part in unicodedata.normalize("NFKD", character):
            # marks, soft hyphens and zero-width characters are seen by nobody
            if unicodedata.category(part) not in ("Mn", "Cf"):
                same = {"œ": "oe", "Œ": "oe"}.get(part, part.casefold())
                letters.append(same)
                index.extend([at] * len(same))
    return "".join(letters), index


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, folded, each with its place.

    Examples
    --------
    >>> tokens("J’ai É-té")
    [('j', 0, 1), ('ai', 2, 4), ('e', 5, 6), ('te', 7, 9)]
    """
    folded, index = _folded(text)
    return [
        (found.group(), index[found.start()], _end(text, index[found.end() - 1] + 1))
        for found in _WORD.finditer(folded)
    ]


def _end(text: str, at: int) -> int:
    # an accent that follows its letter as a character of its own goes with it
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length whose words are hidden there; the layout stays."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [
            BLANK if c.isalnum() or unicodedata.combining(c) else c for c in characters[start:end]
        ]
    return "".join(characters)


@dataclass(frozen=True)
class Names:
    """The names of people, found however they are written.

    Examples
    --------
    >>> names = Names(frozenset({"Marie-Noëlle"}))
    >>> names.find("Avec MARIE NOELLE, et marie_noelle.txt")
    [(5, 17), (22, 34)]
    >>> names.hidden("entretien-marie-noelle", "retrait-1")
    'entretien-retrait-1'
    >>> names.hidden("Dit par Marie-Noëlle.")
    'Dit par █████.'
    """

    forms: frozenset[str] = frozenset()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = {tuple(word for word, _, _ in tokens(form)) for form in self.forms}
        # one letter is a label (« E »), never a name
        told = sorted((f for f in forms if len("".join(f)) > 1), key=lambda f: (-len(f), f))
        if not told:
            return None
        any_of = "|".join(r"[\W_]{0,2}".join(map(re.escape, form)) for form in told)
        return re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])")

    def find(self, text: str) -> list[Span]:
        """Return every place where one of them is named."""
        if self._pattern is None or not text:
            return []
        folded, index = _folded(text)
        return [
            (index[found.start()], _end(text, index[found.end() - 1] + 1))
            for found in self._pattern.finditer(folded)
        ]

    def blanked(self, text: str) -> str:
        """Return a text of the same length without these names."""
        spans = self.find(text)
        return blanked(text, spans) if spans else text

    def hidden(self, text: str, token: str = BLANK * 5) -> str:
        """Return a text in which something else stands for these names."""
        for start, end in reversed(self.find(text)):
            text = text[:start] + token + text[end:]
        return text


class Words:
    """What one person said and nobody else did, by runs of `RUN` words.

    Parameters
    ----------
    theirs, others : turns of speech

    Examples
    --------
    >>> words = Words(["Je pose le vélo au dépôt."], ["Je pose le sac."])
    >>> words.find("Elle dit : « pose le velo au depot » !")
    [(13, 34)]
    """

    def __init__(self, theirs: Iterable[str], others: Iterable[str]) -> None:
        self.runs = runs(theirs)
        self.others = runs(others)
        self._own = self.runs - self.others

    def find(self, text: str) -> list[Span]:
        """Return every place of their words: whole words, runs that overlap as one."""
        if not self._own:
            return []
        words = tokens(text)
        found: list[Span] = []
        for at in range(len(words) - RUN + 1):
            if tuple(word for word, _, _ in words[at : at + RUN]) in self._own:
                start, end = words[at][1], words[at + RUN - 1][2]
                if found and found[-1][1] >= start:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return found

    def share(self, text: str) -> tuple[float, float]:
        """Return which part of a text's runs they said, and which part others did."""
        said = runs([text])
        if not said:
            return 0.0, 0.0
        return len(said & self._own) / len(said), len(said & self.others) / len(said)


def runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return every run of `RUN` words of these texts."""
    found = set()
    for text in texts:
        words = [word for word, _, _ in tokens(text)]
        found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return found
