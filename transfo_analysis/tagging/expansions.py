"""What an acronym stands for, where a text says so: « plan local d’urbanisme (PLU) ».

The words must give its letters: each word its first one or more, small words none if they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from transfo_analysis.tagging.everyday import bare

__all__ = ["Expansion", "expansions"]

_SMALL_WORDS = "a au aux d de des du en et l la le les ou par pour s sans sous sur un une vers"
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = r"(?:(?:le|la|les|un|une|des|du)\s+|l['’])"
_SAYS = (
    r"(?:c['’]est[ -]à[ -]dire|c['’]est|ça veut dire|cela veut dire|ça signifie|signifie|soit"
    r"|pour|à savoir|entendez|lire)"
)
# a short form in brackets, or that is said to mean, may be in small letters: « codir »
_ANY = r"[^\W\d_][\w&.-]{1,9}"
_CAPITALS = r"(?-i:[A-ZÀ-ÖØ-Þ][\w&.-]{0,7}[A-ZÀ-ÖØ-Þ][\w&.-]{0,3})"
# « plan local d’urbanisme (PLU) » and « plan local d’urbanisme, le PLU »
_AFTER = re.compile(
    rf"\(\s*{_ARTICLE}?(?P<short>{_ANY})\s*\)"
    rf"|[,–:]\s*(?:(?:dit|dite|ou|soit|donc|abrégée?)\s+)?{_ARTICLE}?(?P<other>{_CAPITALS})(?![\w’'])",
    re.IGNORECASE,
)
# « PLU (plan local d’urbanisme) », « le PLU, c’est le plan local d’urbanisme »
_BEFORE = re.compile(
    rf"(?<![\w.])(?:(?P<short>{_ANY})(?:\s*\(\s*|\s*,?\s{_SAYS}\s+)"
    rf"|(?P<other>{_CAPITALS})\s*[,:=–]\s*)(?={_ARTICLE}?[^\W\d_])",
    re.IGNORECASE,
)
_MOST = 12
_LEAST = 2


class Expansion(NamedTuple):
    """What stands for what: the short form, the words, and their place."""

    short: str
    words: str
    start: int
    end: int


def expansions(text: str) -> Iterator[Expansion]:
    """Yield the acronyms that a text spells out, in order.

    Examples
    --------
    >>> [tuple(one)[:2] for one in expansions("Le plan local d’urbanisme (PLU) est voté.")]
    [('PLU', 'plan local d’urbanisme')]
    >>> [tuple(one)[:2] for one in expansions("le copil, c’est le comité de pilotage du plan")]
    [('copil', 'comité de pilotage')]
    >>> list(expansions("le bus (Filao) et le tram, le soir"))
    []
    """
    found = []
    for match in _AFTER.finditer(text):
        name = "short" if match["short"] else "other"
        if span := _ending(text, match.start(), match[name]):
            found.append(Expansion(match[name].rstrip("."), text[slice(*span)], *span))
    for match in _BEFORE.finditer(text):
        name = "short" if match["short"] else "other"
        if span := _beginning(text, match.end(), match[name]):
            found.append(Expansion(match[name].rstrip("."), text[slice(*span)], *span))
    yield from sorted(set(found), key=lambda one: (one.start, one.end, one.short))


def _letters(short: str) -> str:
    return re.sub(r"[^a-z]", "", bare(short))


def _ending(text: str, end: int, short: str) -> tuple[int, int] | None:
    """Return the place of the words that end here and give the letters."""
    wanted = _letters(short)
    words = list(_WORD.finditer(text, max(0, end - 150), end))[-_MOST:]
    if not words or text[words[-1].end() : end].strip():
        return None
    for first in range(len(words) - _LEAST, -1, -1):
        # from the nearest word on: the shortest that fits
        part = words[first:]
        if _parted(text, part) or bare(part[0].group()) in _SMALL:
            continue
        if _fits([bare(word.group()) for word in part], wanted):
            return part[0].start(), part[-1].end()
    return None


def _beginning(text: str, start: int, short: str) -> tuple[int, int] | None:
    """Return the place of the words that begin here and give the letters."""
    wanted = _letters(short)
    words = list(_WORD.finditer(text, start, start + 150))[: _MOST + 1]
    while words and bare(words[0].group()) in {"le", "la", "les", "l", "un", "une", "des", "du"}:
        words = words[1:]
    if not words or not bare(words[0].group()).startswith(wanted[:1] or "?"):
        return None
    for last in range(_LEAST, len(words) + 1):
        part = words[:last]
        if _parted(text, part):
            return None
        if bare(part[-1].group()) in _SMALL:
            continue
        if _fits([bare(word.group()) for word in part], wanted):
            return part[0].start(), part[-1].end()
    return None


def _parted(text: str, words: list[re.Match[str]]) -> bool:
    """Tell whether a sign stands between two of these words that ends a name."""
    return any(text[one.end() : two.start()].strip(" \u00a0’'-·") for one, two in pairwise(words))


def _fits(words: list[str], letters: str) -> bool:
    """Tell whether words give these letters, in order: each its first ones, the great ones each.

    A letter in the middle of a word may be given too (« SCoT », schéma de cohérence…).
    """
    if len(letters) < _LEAST or len(letters) < sum(word not in _SMALL for word in words):
        return False
    # places in the letters that may be reached after each word
    reached = {0}
    for word in words:
        after = set(reached) if word in _SMALL else set()
        for at in reached:
            size = 0
            while (
                at + size < len(letters) and size < len(word) and word[size] == letters[at + size]
            ):
                size += 1
                after.add(at + size)
        reached = after
        if not reached:
            return False
    return len(letters) in reached
