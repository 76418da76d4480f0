"""The order of waves, and since which one a chantier is open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Closed", "in_order", "open_since"]


@dataclass(frozen=True)
class Closed:
    """A wave that a person closed, as far as chantiers are concerned.

    Parameters
    ----------
    wave, waves : its name, and the waves whose material it holds
    next_work : the findings that were retained as chantiers then
    """

    wave: str
    waves: tuple[str, ...]
    next_work: frozenset[str]


def in_order(waves: Iterable[str]) -> list[str]:
    """Return waves once each, in natural order, without the nameless one.

    Examples
    --------
    >>> in_order(["vague-10", "vague-2", "", "vague-2"])
    ['vague-2', 'vague-10']
    """
    return sorted({one for one in waves if one}, key=_natural)


def open_since(
    names: Collection[str],
    rests_on: Collection[str],
    closed: Sequence[Closed],
    waves: Sequence[str],
) -> str:
    """Return since which wave a chantier is open, "" when nothing tells.

    The first closed wave in which it stood as a chantier. A closed wave in which it did not
    stand says that it came later: then, the first later wave of what it rests on, else the
    first later wave of the material.

    Parameters
    ----------
    names : the finding, and those that it was merged or split from
    rests_on : the waves of its evidence
    closed : the first one first
    waves : of the material, in order

    Examples
    --------
    >>> one = Closed("vague-1", ("vague-1",), frozenset({"f"}))
    >>> open_since({"f"}, {"vague-2"}, [one], ["vague-1", "vague-2"])
    'vague-1'
    >>> open_since({"g"}, {"vague-1"}, [one], ["vague-1", "vague-2"])
    'vague-2'
    >>> open_since({"g"}, {"vague-1", "vague-2"}, [], ["vague-1", "vague-2"])
    'vague-1'
    """
    for one in closed:
        if one.next_work & set(names):
            return one.wave
    before = {wave for one in closed for wave in (*one.waves, one.wave)}
    later = in_order(wave for wave in rests_on if wave not in before)
    if closed and not later:
        later = [wave for wave in waves if wave not in before]
    return later[0] if later else ""


def _natural(text: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", text)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
