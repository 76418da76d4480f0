"""Where the keywords of a codebook stand in a stream of words.

Every keyword becomes sequences of forms of a fixed length; each is looked up at the
places of its rarest word, so that a whole codebook costs a fraction of a second. Only a
keyword with a `nature` ever asks for a part of speech, and only where the words around it
do not settle the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.tagging.expressions import (
    ANY,
    CAPITAL,
    DETERMINERS,
    Element,
    alternatives,
    sequences,
    written_words,
)
from transfo_analysis.tagging.stream import Stream

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

__all__ = ["Match", "Pattern", "find", "patterns"]

# position of a word in the stream -> its part of speech (Universal Dependencies), or ""
PosOf = Callable[[int], str]

# a keyword that stands for several: its own text would be no reason
_SYNTAX = re.compile(r"[/=…()&]|\bDET\b|\bNOMBRE\b|\bNOMPROPRE\b")
# « 62 », « 4b », and the names of lines: « T3a », « L4 », « C13 »
_NUMBER = re.compile(r"[a-z]?\d+[a-d]?")
_NUMBERS = frozenset(
    written_words(
        """
        deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
        seize vingt vingts trente quarante cinquante soixante cent cents mille
        """
    )
)
_NATURES = {
    "NOM": {"NOUN", "PROPN"},
    "NOMPROPRE": {"PROPN"},
    "VERBE": {"VERB", "AUX"},
    "ADJ": {"ADJ"},
    "ADV": {"ADV"},
}
_SUBJECTS = frozenset(
    ["je", "j", "tu", "il", "elle", "on", "ils", "elles", "ça", "ne", "n", "me", "se", "te", "y"]
)
_ARTICLES_ONLY = DETERMINERS - {"le", "l", "leur", "en"}


@dataclass(frozen=True)
class Pattern:
    """One keyword or exception of a code, ready to be looked up."""

    code: str
    text: str
    sequences: tuple[tuple[Element, ...], ...]
    nature: str | None = None
    excluded: bool = False
    # what must stand in the same passage, each in one of its sequences
    near: tuple[tuple[tuple[Element, ...], ...], ...] = ()

    @property
    def reason(self) -> str:
        """Why a match is proposed, in French; "" when only the words found can say it."""
        if _SYNTAX.search(self.text):
            return ""
        kind = "expression" if " " in self.text else "lemme"
        return f"{kind} *{self.text}*"


@dataclass(frozen=True, order=True)
class Match:
    """A keyword found: first and last word in the stream (last excluded), code, reason or ""."""

    first: int
    last: int
    code: str
    reason: str


def patterns(codebook: Codebook, families: Collection[str] | None = None) -> tuple[Pattern, ...]:
    """Return the keywords and exceptions of a codebook's families (default: all).

    Examples
    --------
    >>> from transfo_analysis.coding.codebook import Codebook
    >>> book = Codebook.model_validate({"familles": [{"id": "mode", "libelle": "Modes",
    ...     "codes": [{"id": "train", "libelle": "Train", "mots": ["train"],
    ...                "sauf": ["en train de"]}]}]})
    >>> [(p.text, p.excluded) for p in patterns(book)]
    [('train', False), ('en train de', True)]
    """
    found = []
    for name, code in codebook.codes.items():
        if families is not None and name.split(":")[0] not in families:
            continue
        found += [_pattern(name, word.text, word.pos) for word in code.keywords]
        found += [_pattern(name, text, excluded=True) for text in code.exceptions]
    return tuple(found)


def _pattern(name: str, text: str, nature: str | None = None, *, excluded: bool = False) -> Pattern:
    wanted, *near = alternatives(text)
    return Pattern(
        name,
        text,
        sequences(wanted, nature),
        nature,
        excluded,
        tuple(sequences(part) for part in near),
    )


class _Lookup:
    """The places of elements in one stream, remembered."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.numbers = frozenset(
            r for r, f in enumerate(stream.forms) if f in _NUMBERS or _NUMBER.fullmatch(f)
        )
        self.ranks = cache(self._ranks)
        self.mask = cache(self._mask)
        self.passages = cache(self._passages)

    def _ranks(self, element: Element) -> frozenset[int]:
        if element.special == "NUMBER":
            return self.numbers
        known = self.stream.ranks
        return frozenset(known[form] for form in element.forms if form in known)

    def _mask(self, element: Element) -> npt.NDArray[np.bool_]:
        mask = np.zeros(len(self.stream.forms), dtype=bool)
        mask[list(self.ranks(element))] = True
        return mask

    def _passages(self, found: tuple[tuple[Element, ...], ...]) -> frozenset[int]:
        return frozenset(
            rank for s in found for rank in self.stream.passage[self.starts(s)].tolist()
        )

    def starts(self, sequence: tuple[Element, ...]) -> Ints:
        """Return the positions at which a sequence stands."""
        stream = self.stream
        fixed = [k for k, e in enumerate(sequence) if e.special not in (ANY, CAPITAL)]
        if not fixed:
            return np.zeros(0, dtype=np.int64)
        ranks = [self.ranks(sequence[k]) for k in fixed]
        if not all(ranks):
            return np.zeros(0, dtype=np.int64)
        counts = [stream.count(r) for r in ranks]
        anchor = fixed[counts.index(min(counts))]
        starts = stream.positions(self.ranks(sequence[anchor])) - anchor
        size = len(sequence)
        starts = starts[(starts >= 0) & (starts + size <= len(stream.form))]
        for k, element in enumerate(sequence):
            if not len(starts):
                break
            if element.special == ANY:
                starts = starts[~stream.stops[starts + k]]
            elif element.special == CAPITAL:
                starts = starts[stream.capital[starts + k]]
            elif k != anchor:
                starts = starts[self.mask(element)[stream.form[starts + k]]]
        whole: Ints = starts[stream.passage[starts] == stream.passage[starts + size - 1]]
        return whole


def find(
    stream: Stream, wanted: Collection[Pattern], pos_of: PosOf | None = None
) -> tuple[list[Match], set[int]]:
    """Return the keywords found, and the passages where a part of speech is missing.

    An exception of a code beats the keywords of that code which it overlaps, unless they are
    longer; of matches of one family that overlap the longest is kept.
    Without `pos_of`, or where it answers "", a word whose nature the words around it do not
    settle is not found, and its passage is in the set returned.
    """
    lookup = _Lookup(stream)
    found: list[Match] = []
    excluded: dict[str, list[tuple[int, int]]] = {}
    undecided: set[int] = set()
    for pattern in wanted:
        near = [lookup.passages(part) for part in pattern.near]
        if not all(near):
            continue
        for sequence in pattern.sequences:
            for first in lookup.starts(sequence).tolist():
                last = first + len(sequence)
                if near and not all(int(stream.passage[first]) in ranks for ranks in near):
                    continue
                if pattern.excluded:
                    excluded.setdefault(pattern.code, []).append((first, last))
                    continue
                if pattern.nature:
                    fits = _fits(stream, first, pattern.nature, pos_of)
                    if fits is None:
                        undecided.add(int(stream.passage[first]))
                    if not fits:
                        continue
                found.append(Match(first, last, pattern.code, pattern.reason))
    return list(_longest(found, excluded)), undecided


def _fits(stream: Stream, at: int, nature: str, pos_of: PosOf | None) -> bool | None:
    """Say whether a word has a nature; None when only a model could tell."""
    settled = _settled(stream, at)
    if settled is not None:
        return settled == nature if nature in ("NOM", "VERBE") else False
    pos = pos_of(at) if pos_of else ""
    return pos in _NATURES[nature] if pos else None


def _settled(stream: Stream, at: int) -> str | None:
    """Return NOM after an article, VERBE after a subject: no model is asked about those."""
    before = _before(stream, at, 1)
    if before in _SUBJECTS:
        return "VERBE"
    if before in _ARTICLES_ONLY:
        return "NOM"
    if before == "le":
        # « la marche » but « je la gare », « il l’a garée »
        return None if _before(stream, at, 2) in _SUBJECTS else "NOM"
    return None


def _before(stream: Stream, at: int, count: int) -> str:
    place = at - count
    if place < 0 or stream.passage[place] != stream.passage[at]:
        return ""
    return stream.forms[int(stream.form[place])]


def _longest(found: list[Match], excluded: dict[str, list[tuple[int, int]]]) -> Iterator[Match]:
    spans = {code: sorted(set(places)) for code, places in excluded.items()}
    kept: dict[str, dict[int, tuple[int, int]]] = {}
    seen: set[tuple[int, int, str]] = set()
    for match in sorted(found, key=lambda m: (m.first - m.last, m.first, m.code, m.reason)):
        # an exception beats what it overlaps, unless the keyword is the longer of the two
        size = match.last - match.first
        if any(
            a < match.last and match.first < b and b - a >= size
            for a, b in spans.get(match.code, ())
        ):
            continue
        taken = kept.setdefault(match.code.split(":")[0], {})
        place = (match.first, match.last)
        if any(taken.get(i, place) != place for i in range(*place)):
            continue
        taken.update(dict.fromkeys(range(*place), place))
        if (*place, match.code) not in seen:
            seen.add((*place, match.code))
            yield match
