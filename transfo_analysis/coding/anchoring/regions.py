"""Align two short lists of tokens in full, and tell which pairs no good alignment contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.coding.anchoring.tokens import BREAK, Tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

__all__ = ["LARGEST", "Aligned", "align_region"]

LARGEST = 4_000_000
"""Cells of a table aligned in full, at most; beyond, nothing is claimed."""
_LARGEST_FUZZY = 250_000
_SLACK = 3
"""Score below the best that is as good: a capital or the end of a turn decides nothing.

Less than the score of any word, so that a word between two sure ones stays sure.
"""
_LIKE = 60
"""Likeness, of 100, from which one word may be the other mended."""


@dataclass(frozen=True)
class Aligned:
    """For each old token: its place, its first and last place, whether it may be gone."""

    place: list[int]
    first: list[int]
    last: list[int]
    loose: list[bool]


def align_region(old: Tokens, new: Tokens, olds: list[int], news: list[int]) -> Aligned:
    """Return the best alignment of some tokens of two texts, and how sure each pair is.

    The best alignment keeps the order and pairs the most letters (Needleman and Wunsch 1970,
    gaps for nothing). A pair is sure if every alignment as good has it: the best score through
    a cell is the best before it plus the best after it.
    """
    count = len(olds)
    ours, theirs = [old.folded[at] for at in olds], [new.folded[at] for at in news]
    if ours == theirs:
        same = list(range(count))
        return Aligned(same, same, same, [False] * count)
    if count * len(news) > LARGEST:
        nothing = [-1] * count
        return Aligned(nothing, nothing, nothing, [True] * count)
    import numpy as np

    scores = _scores(old, new, olds, news)
    before = _best_before(scores)
    after = _best_before(scores[::-1, ::-1])[::-1, ::-1]
    best = int(before[-1, -1])
    through = np.where(scores > 0, before[:-1, :-1] + scores + after[1:, 1:], -1)
    good = through >= best - _SLACK
    without: Numbers = np.max(before[:-1] + after[1:], axis=1)
    loose: list[bool] = (without >= best - _SLACK).tolist()
    possible = good.any(axis=1)
    first = np.where(possible, good.argmax(axis=1), -1)
    last = np.where(possible, good.shape[1] - 1 - good[:, ::-1].argmax(axis=1), -1)
    place = _one_path(through == best, before)
    return Aligned(place, first.tolist(), last.tolist(), loose)


def _scores(old: Tokens, new: Tokens, olds: list[int], news: list[int]) -> Numbers:
    import numpy as np

    def column(values: list[int]) -> Numbers:
        return np.array(values, dtype=np.int32)

    ours, theirs = column([old.folded[i] for i in olds]), column([new.folded[i] for i in news])
    weights = column([_weight(old, at) for at in olds])
    same = ours[:, None] == theirs[None, :]
    exact = (
        column([old.raw[i] for i in olds])[:, None] == column([new.raw[i] for i in news])[None, :]
    )
    scores: Numbers = np.where(same, 2 * weights[:, None] - 1 + exact, 0).astype(np.int32)
    if scores.size <= _LARGEST_FUZZY:
        _add_likeness(scores, old.forms, ours, theirs)
    return scores


def _weight(tokens: Tokens, at: int) -> int:
    if tokens.folded[at] == BREAK:
        return 1
    return 2 + min(len(tokens.forms[tokens.folded[at]]), 8)


def _add_likeness(scores: Numbers, forms: list[str], ours: Numbers, theirs: Numbers) -> None:
    """Let a word pair with one that resembles it, where no equal word does better."""
    import numpy as np
    from rapidfuzz import fuzz, process

    old_kinds, old_at = np.unique(ours, return_inverse=True)
    new_kinds, new_at = np.unique(theirs, return_inverse=True)
    old_forms = [forms[kind] for kind in old_kinds]
    new_forms = [forms[kind] for kind in new_kinds]
    ratio = process.cdist(
        old_forms, new_forms, scorer=fuzz.ratio, score_cutoff=_LIKE, dtype=np.float32
    )
    old_sizes = np.array([len(form) for form in old_forms])
    new_sizes = np.array([len(form) for form in new_forms])
    shorter = np.minimum(old_sizes[:, None], new_sizes[None, :])
    ratio[(shorter < 3)] = 0
    like = (ratio / 50 * (2 + np.minimum(shorter, 8)) - 1).astype(np.int32)[old_at][:, new_at]
    np.copyto(scores, like, where=(scores == 0))


def _best_before(scores: Numbers) -> Numbers:
    """Return the best score of aligning the first i with the first j tokens, for all i and j."""
    import numpy as np

    rows, columns = scores.shape
    best: Numbers = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    for row in range(rows):
        line = best[row + 1]
        np.add(best[row, :-1], scores[row], out=line[1:])
        np.maximum(line, best[row], out=line)
        np.maximum.accumulate(line, out=line)
    return best


def _one_path(good: NDArray[np.bool_], before: Numbers) -> list[int]:
    """Return one best alignment, from its end: of equals, the latest places."""
    row, column = good.shape
    place = [-1] * row
    while row and column:
        if good[row - 1, column - 1]:
            place[row - 1] = column - 1
            row, column = row - 1, column - 1
        elif before[row, column - 1] == before[row, column]:
            column -= 1
        else:
            row -= 1
    return place
