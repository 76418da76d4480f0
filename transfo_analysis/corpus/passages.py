"""Reading units: a turn, or parts of a long one, cut where the speaker breathes."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

__all__ = ["cut"]

# a transcription mark may hold spaces and is never cut; else what stands between spaces
_PIECE = re.compile(r"(?:\[[^\[\]]*\]|\S)+")
_SPACED_MARK = re.compile(r"\[[^\[\] ]* [^\[\]]*\]")
_MARK_LAST = re.compile(r"\[[^\[\]]*\]$")
_HAS_WORD = re.compile(r"\w")
_SENTENCE, _BREATH, _CLAUSE, _ANYWHERE, _NOWHERE = 1.0, 0.7, 0.5, 0.0, -1.0


def cut(text: str, limit: int) -> list[tuple[int, int]]:
    """Return the passages of one turn's canonical words, as (start, end) inside it.

    Passages hold at most `limit` pieces between spaces (more only if one transcription mark
    does), begin and end with no space, follow each other, and cover all but spaces.

    Examples
    --------
    >>> text = "Je prends le bus. Le matin, il pleut."
    >>> [text[a:b] for a, b in cut(text, 5)]
    ['Je prends le bus.', 'Le matin, il pleut.']
    """
    # as many spaces as pieces less one: nothing to cut in most turns
    if text.count(" ") < limit:
        return [(0, len(text))] if text else []
    pieces, ends, sizes = _pieces(text)
    strengths = _strengths(pieces)
    spans: list[tuple[int, int]] = []
    totals = list(accumulate(sizes))
    first, done, count = 0, 0, sum(sizes)
    while (left := count - done) > limit:
        parts = -(-left // limit)
        last = _best_end(first, done, totals, strengths, limit, left / parts)
        spans.append((ends[first] - len(pieces[first]), ends[last]))
        first, done = last + 1, totals[last]
    if first < len(pieces):
        spans.append((ends[first] - len(pieces[first]), ends[-1]))
    return spans


def _pieces(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return what stands between spaces, where each ends, and how many it counts for."""
    pieces = text.split(" ")
    if pieces == text.split() and not ("[" in text and _SPACED_MARK.search(text)):
        # a space stands before each but the first
        ends = [length + at for at, length in enumerate(accumulate(map(len, pieces)))]
        return pieces, ends, [1] * len(pieces)
    found = list(_PIECE.finditer(text))
    pieces = [match.group() for match in found]
    return pieces, [match.end() for match in found], [one.count(" ") + 1 for one in pieces]


def _best_end(
    first: int, done: int, totals: list[int], strengths: list[float], limit: int, target: float
) -> int:
    # the strongest break near an even share, so that no passage is a lone last word
    stop = max(first + 1, bisect_right(totals, done + limit))
    scores = [
        strength - abs(total - done - target) / limit
        for total, strength in zip(totals[first:stop], strengths[first:stop], strict=True)
    ]
    best = max(scores)
    # the last of those that are as good
    return stop - 1 - scores[::-1].index(best)


def _strengths(pieces: list[str]) -> list[float]:
    strengths = [_ANYWHERE] * len(pieces)
    # most end in a letter, and nobody breathes there
    marked = [at for at, piece in enumerate(pieces) if not piece[-1].isalnum()]
    for at in marked:
        strengths[at] = _strength(pieces[at])
    # « ? », « » » alone: the break is after them
    for at in marked:
        if at and pieces[at] in "?!:;»…”.,":
            strengths[at] = max(strengths[at - 1], strengths[at])
            strengths[at - 1] = _NOWHERE
    for at in marked:
        if pieces[at] in "«“(":
            strengths[at] = _NOWHERE
    return strengths


def _strength(piece: str) -> float:
    said, last = piece.rstrip('"»”)]'), piece[-1]
    if said.endswith((".", "!", "?", "…")) and (len(piece) < 4 or _HAS_WORD.search(piece)):
        return _SENTENCE
    if last == "+" or (last == "]" and _MARK_LAST.search(piece)):
        return _BREATH
    return _CLAUSE if last in ",;:–—" else _ANYWHERE
