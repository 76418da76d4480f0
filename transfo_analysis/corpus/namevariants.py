"""What a listed name may look like in a transcript: initials, either name alone, turned round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from transfo_analysis.corpus.commonwords import COMMON
from transfo_analysis.corpus.traces import tokens

__all__ = [
    "APOSTROPHES",
    "CIVILITIES",
    "PARTICLES",
    "Form",
    "Pair",
    "civility",
    "forms_of",
    "joined",
]

WOMEN = ("mme", "madame", "mlle", "mademoiselle")
MEN = ("m", "mr", "monsieur")
CIVILITIES = {*WOMEN, *MEN, "mmes", "mesdames", "mm", "messieurs", "dr", "docteur", "pr", "me"}
CIVILITIES |= {"maitre", "professeur", "professeure", "docteure"}
# fmt: off
PARTICLES = frozenset((
    "de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "der", "den", "ben", "bin", "ibn",
    "el", "al", "da", "das", "dos", "di", "del", "saint", "sainte", "o", "n", "mac", "mc",
))
# fmt: on
APOSTROPHES = ("'", "’")
LISTED, DERIVED = 0, 1


@dataclass(frozen=True)
class Form:
    """One way of writing a name.

    `words` are folded, `letters` as listed (an initial ends with a dot); `before` of them are a civility and stay as they
    are; `capital` asks for capitals, the words being common ones too.
    """

    words: tuple[str, ...]
    letters: tuple[str, ...]
    before: int = 0
    capital: bool = False
    plural: bool = False


def civility(word: str) -> bool:
    """Tell whether a folded word is a form of address.

    Examples
    --------
    >>> civility("mme"), civility("rue")
    (True, False)
    """
    return word in CIVILITIES


def forms_of(name: str, *, derived: bool) -> Iterable[tuple[Form, int]]:
    """Yield every written form of one name, and whether it is the one listed."""
    said = [
        (
            word,
            name[start:end]
            + ("." if end - start == 1 and name[end : end + 1] not in APOSTROPHES else ""),
        )
        for word, start, end in tokens(name)
    ]
    title = []
    while len(said) > 1 and said[0][0] in CIVILITIES:
        title.append(said.pop(0)[0])
    if not said:
        return
    if not derived:
        # left as it is: only where it is written so
        yield form_of([*said]), LISTED
        return
    units = _units(name, said)
    whole = [pair for unit in units for pair in unit]
    if title:
        for word in WOMEN if title[-1] in WOMEN else MEN if title[-1] in MEN else title[-1:]:
            yield form_of([(word, word), *whole], before=1), LISTED
    for parts in _together(units):
        yield form_of(parts, plural=len(units) == 1), DERIVED if title else LISTED
    if len(units) > 1:
        for form in _of_several(units):
            yield form, DERIVED


Pair = tuple[str, str]
Unit = list[Pair]


def _units(name: str, said: list[Pair]) -> list[Unit]:
    """Group the words of a name: what a hyphen or an apostrophe joins, particle and noun."""
    units: list[Unit] = []
    rest = list(said)
    for written in re.split(r"[\s,]+", name):
        count = len(tokens(written))
        # the civility is gone from `said`, which goes on from the first word that is left
        unit = [pair for pair, _ in zip(rest, range(count), strict=False)]
        if not unit or [pair[0] for pair in unit] != [word for word, _, _ in tokens(written)]:
            continue
        rest = rest[count:]
        if units and all(word in PARTICLES for word, _ in units[-1]):
            units[-1] += unit
        else:
            units.append(unit)
    return units or [list(said)]


def _together(units: list[Unit]) -> Iterable[Unit]:
    """Yield the words of some units as written, and with what is joined run together."""
    choices = [[unit, [joined(unit)]] if len(unit) > 1 else [unit] for unit in units]
    for chosen in product(*choices):
        yield [pair for unit in chosen for pair in unit]


def joined(unit: Unit) -> Pair:
    """Return some words run together."""
    return "".join(word for word, _ in unit), "".join(one.rstrip(".") for _, one in unit)


def _initial(pair: Pair) -> Pair:
    return pair[0][0], f"{pair[1][0].upper()}."


def _of_several(units: list[Unit]) -> Iterable[Form]:
    """Yield what a first name and a family name may be shortened or turned to."""
    first, last = units[0], units[-1]
    for cut in range(1, len(units)):
        names, family = units[:cut], units[cut:]
        for parts in _together([*family, *names]):
            yield form_of(parts)
        initials = [_initial(pair) for unit in names for pair in unit]
        run = joined(initials)
        for short in [initials, initials[:1], [run]]:
            # « M. Durand » is monsieur before it is Marie
            if [word for word, _ in short] == ["m"]:
                continue
            for parts in _together(family):
                yield form_of([*short, *parts])
                yield form_of([*parts, *short])
    for cut in range(1, len(units)):
        for parts in _together(units[:cut]):
            letter = next((p for p in units[cut] if p[0] not in PARTICLES), units[cut][0])
            for initial in {letter, units[cut][0]}:
                yield form_of([*parts, _initial(initial)])
        for parts in _together(units[cut:]):
            yield form_of(parts, plural=len(parts) == 1)
    for unit in units:
        for parts in _together([unit]):
            yield form_of(parts, plural=unit is not first)
    # « Anne Durand-Martin » is called by either
    for pair in last:
        if len(last) > 1 and pair[0] not in PARTICLES and len(pair[0]) > 2:
            yield form_of([pair], plural=True)
    if last[0][0] in PARTICLES and len(last) > 2:
        yield form_of(last[1:])


def form_of(parts: Unit, *, before: int = 0, plural: bool = False) -> Form:
    """Return a form, and whether it asks for capitals."""
    words = tuple(word for word, _ in parts)
    own = [word for word in words[before:] if word not in PARTICLES] or list(words[before:])
    # « J.D. » is « JD » too, and neither is « jd »
    capital = not before and all(word in COMMON or len(word) < 3 for word in own)
    letters = tuple(unicodedata.normalize("NFC", letter) for _, letter in parts)
    return Form(words, letters, before, capital, plural)
