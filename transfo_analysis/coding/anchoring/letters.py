"""The same letters in two short stretches of text: what a mended typo leaves of a word."""

from __future__ import annotations

__all__ = ["carried", "shared"]

_LIKE = 60
"""Likeness, of 100, from which one stretch is the other mended."""
_LARGEST = 1_000_000
"""Product of two lengths, at most: beyond, nothing is claimed."""
_FEWEST = 2


def shared(old: str, new: str) -> list[tuple[int, int, int]]:
    """Return the stretches of letters that two texts share, in order, if they are alike.

    Each is (place in the old one, place in the new one, length); none if the one is not
    the other mended.

    Examples
    --------
    >>> shared("parce que", "parceque"), shared("Nadia", "P12")
    ([(0, 0, 5), (6, 5, 3)], [])
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    if len(old) * len(new) > _LARGEST or fuzz.ratio(old, new) < _LIKE:
        return []
    return [
        (step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in Indel.opcodes(old, new)
        if step.tag == "equal" and step.src_end - step.src_start >= _FEWEST
    ]


def carried(old: str, new: str, offset: int) -> int:
    """Return where an offset inside an old word lies in the new one.

    Examples
    --------
    >>> carried("anticonstitutionnel", "inconstitutionnel", 4)
    2
    """
    from rapidfuzz.distance import Indel

    if old == new or len(old) * len(new) > _LARGEST:
        return min(offset, len(new))
    place = 0
    for step in Indel.opcodes(old, new):
        if step.src_start >= offset:
            break
        inside = step.tag == "equal" and offset < step.src_end
        place = step.dest_start + offset - step.src_start if inside else step.dest_end
    return place
