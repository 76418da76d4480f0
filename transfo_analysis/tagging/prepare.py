"""Words as they are matched and tagged: transcription marks out, offsets kept.

What a transcriber adds (« [pause] », « (rires) », « XXX »), hesitations, cut words and
repeats of small words is taken out before matching and tagging, so that « à euh [pause]
à pied » reads « à pied ». Every word keeps its place in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Prepared", "Word", "prepare", "words"]

# one character for one, so that offsets hold
_SAME = str.maketrans(
    dict.fromkeys("’ʼ‘‛´ʹ′＇", "'")
    | dict.fromkeys("\xa0\u202f\u2007\u2009\u2002\u2003\u200a\t\n\r", " ")
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("•‧∙・", "·")
)
_HESITATION = r"(?:e+u+h+|h+e+u+|h+u+m+|h+m+|m+h+|m{2,}h*|e+uh?m+)"
_OUT = re.compile(
    r"(?:"
    # a mark, but not the words of a Markdown link
    r"\[[^\[\]]{0,120}\](?!\()"
    r"|\(?(?:https?://|www\.|/images/)[^\s()]*\)?"
    r"|\((?:rires?|rit|sourire|pause|silence|soupirs?|inaudible|hésit\w*|incompr\w*|bruits?|toux)\b[^()]{0,40}\)"
    r"|(?<!\w)(?:[xX]{3,}|\+{1,3}|/{1,3}|#{1,3}|\*{1,3})(?!\w)"
    rf"|(?P<comma>,\s*)?(?<![\w'-]){_HESITATION}(?![\w'])[,…]?"
    # a cut word: « vou- », « mét~ »; « est-ce » and « - » alone are none
    r"|(?<![\w-])\w+(?:-(?=\s|$|[,.?!\[])|[~=](?!\w))"
    # « en car, euh, bah » keeps the blank that parts « car » from « bah »
    r")(?(comma)(?=\s|$)|\s*)",
    re.IGNORECASE,
)
_REPEAT = re.compile(
    r"(?<![\w'-])((?:je|tu|il|elle|on|ils|le|la|les|de|des|du|un|une|à|au|aux|en|et|que|qui|y|ne|se|me|te"
    r"|ce|dans|par|pour|sur|avec|mon|ma|mes|son|sa|ses|mais|ou|si|est|a|ai|pas|c'est|j'ai|l'|d'|j'|c'|n'|s'|qu')"
    r"(?:(?<=')|(?=\s))),?\s*(?=\1(?:(?<=')|\s))",
    re.IGNORECASE,
)
# agent·e·s, agent(e)s, agent.e.s: the masculine is what a codebook says
_INCLUSIVE = re.compile(
    r"(?<=\w\w)(?:·\w{1,6}(?:·s\b)?|\((?:e|ne|le|trice|rice|euse)\)(?:s|\(s\))?"
    r"|\.(?:e|ne|le|rice|trice|euse|ère|s)(?:\.?s)?(?![\w.]))"
)
_ANY_INCLUSIVE = re.compile(r"[·(]|\w\.[elnrtsè]")
_WORD = re.compile(
    r"p'tite?s?\b|(?:(?:[dljmnstc]|qu|lorsqu|puisqu|jusqu|quelqu|presqu)'(?=\w))"
    # accents may be apart from their letters (NFD)
    r"|\d+(?:[.,]\d+)*\w*|[\w\u0300-\u036f]+'?(?=[\s,.;:!?»)]|$)|[\w\u0300-\u036f]+|[^\w\s]",
    re.IGNORECASE,
)
# how the grammar's small words are compared, whatever their elision
_ELIDED = {
    "l'": "le",
    "la": "le",
    "d'": "de",
    "j'": "je",
    "m'": "me",
    "n'": "ne",
    "s'": "se",
    "t'": "te",
    "c'": "ce",
    "ç'": "ce",
    "qu'": "que",
    "une": "un",
    "jusqu'": "jusque",
    "lorsqu'": "lorsque",
    "puisqu'": "puisque",
    "cela": "ça",
    "&": "et",
    "p'tit": "petit",
    "p'tite": "petite",
    "p'tits": "petits",
    "p'tites": "petites",
}


@dataclass(frozen=True)
class Prepared:
    """A text without its marks, and where each of its characters stood."""

    text: str
    # the kept pieces: where each begins here, where it began there
    here: tuple[int, ...]
    there: tuple[int, ...]
    # original end of a word -> end of its inclusive spelling
    longer: dict[int, int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original text of a span of the prepared one."""
        first = self._origin(start)
        last = self._origin(end - 1) + 1
        return first, self.longer.get(last, last)

    def _origin(self, index: int) -> int:
        piece = bisect_right(self.here, index) - 1
        return self.there[piece] + index - self.here[piece]


def prepare(text: str) -> Prepared:
    """Return a text without marks, hesitations, cut words and repeats of small words.

    Examples
    --------
    >>> p = prepare("je je prends euh l’ [pause] le mét- métro avec d’autres agent·e·s")
    >>> p.text
    "je prends le métro avec d'autres agent"
    >>> p.span(len(p.text) - 5, len(p.text))
    (56, 65)
    """
    clean = text.translate(_SAME)
    pieces = [(0, len(clean))]
    longer: dict[int, int] = {}
    rules = [_OUT, _REPEAT]
    if _ANY_INCLUSIVE.search(clean):
        rules.append(_INCLUSIVE)
    # an article left hanging before the full word: « l’ [pause] le métro »
    rules.append(_HANGING)
    for rule in rules:
        current = clean
        removed = [(m.start(), m.end()) for m in rule.finditer(current) if m.end() > m.start()]
        if not removed:
            continue
        kept: list[tuple[int, int]] = []
        position = 0
        for first, last in removed:
            if rule is _INCLUSIVE:
                here = Prepared("", *_index(pieces), {})
                longer[here.span(first - 1, first)[1]] = here.span(last - 1, last)[1]
            kept.append((position, first))
            position = last
        kept.append((position, len(current)))
        clean = "".join(current[a:b] for a, b in kept)
        pieces = _cut(pieces, kept)
    return Prepared(clean, *_index(pieces), longer)


_HANGING = re.compile(r"(?<![\w'])(?:[ldj])'\s+(?=(?:le|la|les|de|du|des|je)\s)", re.IGNORECASE)


def _index(pieces: list[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    here, there, length = [], [], 0
    for first, last in pieces:
        here.append(length)
        there.append(first)
        length += last - first
    return tuple(here), tuple(there)


def _cut(pieces: list[tuple[int, int]], kept: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the original pieces that remain when only `kept` of their joining is kept."""
    found = []
    here, there = _index(pieces)
    for first, last in kept:
        piece, at = bisect_right(here, first) - 1, first
        while at < last:
            taken = min(last, here[piece] + pieces[piece][1] - pieces[piece][0])
            if taken > at:
                begin = there[piece] + at - here[piece]
                found.append((begin, begin + taken - at))
            at = max(at, taken)
            piece += 1
    return found or [(0, 0)]


class Word(NamedTuple):
    """One word or mark of punctuation: how it is compared, and its place."""

    form: str
    start: int
    end: int
    capital: bool


def words(text: str) -> list[Word]:
    """Return the words of a prepared text; a hyphen parts words, an apostrophe ends one.

    Examples
    --------
    >>> [word.form for word in words("J'prends l'vélo-cargo, t'as vu ?")]
    ['je', 'prends', 'le', 'vélo', 'cargo', ',', 'te', 'as', 'vu', '?']
    """
    found = []
    for match in _WORD.finditer(text):
        form, capital = _compared(match.group())
        if form != "-":
            found.append(Word(form, *match.span(), capital))
    return found


# a corpus says the same few thousand words again and again
@lru_cache(maxsize=2**16)
def _compared(raw: str) -> tuple[str, bool]:
    lower = raw.lower() if raw.isascii() else unicodedata.normalize("NFC", raw.lower())
    form = _ELIDED.get(lower) or lower.rstrip("'")
    return form or raw, raw[0].isupper()
