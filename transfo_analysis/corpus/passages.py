"""Reading units: a turn, or parts of a long one, cut where the speaker breathes."""

from __future__ import annotations

import re
from itertools import accumulate

__all__ = ["cut"]

# a transcription mark may hold spaces and is never cut; else what stands between spaces
_PIECE = re.compile(r"(?:\[[^\[\]]*\]|\S)+")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)\]]*$")
_PAUSE = re.compile(r"(?:\[[^\[\]]*\]|\++)$")
_COMMA = re.compile(r"[,;:–—]$")
_HAS_WORD = re.compile(r"\w")
_SENTENCE, _BREATH, _CLAUSE, _ANYWHERE = 1.0, 0.7, 0.5, 0.0


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
    words, pieces, sizes = _pieces(text)
    strengths = _strengths(words)
    spans: list[tuple[int, int]] = []
    first, left = 0, sum(sizes)
    while left > limit:
        parts = -(-left // limit)
        last, size = _best_end(first, sizes, strengths, limit, left / parts)
        spans.append((pieces[first][0], pieces[last][1]))
        first, left = last + 1, left - size
    if first < len(pieces):
        spans.append((pieces[first][0], pieces[-1][1]))
    return spans


def _pieces(text: str) -> tuple[list[str], list[tuple[int, int]], list[int]]:
    """Return what stands between spaces, the place of each, and how many it counts for."""
    words = text.split(" ")
    if "[" not in text and words == text.split():
        ends = list(accumulate(len(word) + 1 for word in words))
        pieces = [(end - 1 - len(word), end - 1) for word, end in zip(words, ends, strict=True)]
        return words, pieces, [1] * len(words)
    pieces = [match.span() for match in _PIECE.finditer(text)]
    sizes = [text.count(" ", start, end) + 1 for start, end in pieces]
    return [text[start:end] for start, end in pieces], pieces, sizes


def _best_end(
    first: int, sizes: list[int], strengths: list[float], limit: int, target: float
) -> tuple[int, int]:
    # the strongest break near an even share, so that no passage is a lone last word
    best, best_size, best_score = first, sizes[first], float("-inf")
    size = 0
    for at in range(first, len(sizes)):
        size += sizes[at]
        if size > limit and at > first:
            break
        score = strengths[at] - abs(size - target) / limit
        if score >= best_score:
            best, best_size, best_score = at, size, score
    return best, best_size


def _strengths(pieces: list[str]) -> list[float]:
    # most end in a letter, and nobody breathes there
    strengths = [_ANYWHERE if piece[-1].isalnum() else _strength(piece) for piece in pieces]
    for at in range(len(pieces) - 1):
        # « ? », « » » alone: the break is after them, and no break follows an opening mark
        if pieces[at + 1] in "?!:;»…”.,":
            strengths[at + 1] = max(strengths[at], strengths[at + 1])
            strengths[at] = -1.0
        if pieces[at] in "«“(":
            strengths[at] = -1.0
    return strengths


def _strength(piece: str) -> float:
    if _SENTENCE_END.search(piece) and (_HAS_WORD.search(piece) or len(piece) < 4):
        return _SENTENCE
    if _PAUSE.search(piece):
        return _BREATH
    return _CLAUSE if _COMMA.search(piece) else _ANYWHERE
