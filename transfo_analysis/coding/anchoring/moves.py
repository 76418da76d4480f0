"""Blocks of text that moved: which belong together, and what moved with them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from transfo_analysis.coding.anchoring.chains import PINNED, RUN, Block
from transfo_analysis.coding.anchoring.tokens import BREAK, Tokens, turns

if TYPE_CHECKING:
    from transfo_analysis.coding.anchoring.alignment import Alignment

__all__ = ["pair_moved", "words_told"]

_FEWEST_MOVED = 3
"""Words that a whole turn must have to be known elsewhere by its words alone."""
_NEAR = 200
"""Tokens between two blocks that moved together, at most."""
_EDGE = 60
"""Tokens of a moved turn looked at beyond its known block, at most."""


def pair_moved(result: Alignment, moved: list[Block], pins: list[Block]) -> None:
    """Pair, in an alignment, what moved: blocks first, then the rest of their turns.

    Parameters
    ----------
    moved : blocks that are not in the order of the others
    pins : the sure pairs of what stayed
    """
    groups = _groups(moved, pins)
    common = {turn for turn, count in Counter(turns(result.new.folded)).items() if count > 1}
    paired = [_pair(result, group, number) for number, group in enumerate(groups, 1)]
    for number, (group, cores) in enumerate(zip(groups, paired, strict=True), 1):
        if cores:
            _fill(result, group, cores, number)
            if sum(words_told(block, result.old) for block in group) < _FEWEST_MOVED:
                result.doubt(cores)
            _doubt_twins(result, cores, common)


def words_told(block: Block, old: Tokens) -> int:
    """Count the words by which a block is known elsewhere: of whole turns, if it is short."""
    inside = old.folded[block.old : block.old_end]
    whole = BREAK in inside and BREAK in inside[inside.index(BREAK) + 1 :]
    return sum(number != BREAK for number in inside) if whole or len(inside) >= PINNED else 0


def _groups(moved: list[Block], pins: list[Block]) -> list[list[Block]]:
    """Return the blocks that moved together, each group in order in both texts."""
    old_pins, new_pins = [pin.old for pin in pins], [pin.new for pin in pins]
    in_new = {block: rank for rank, block in enumerate(sorted(moved, key=lambda b: b.new))}

    def gap(block: Block) -> tuple[int, int]:
        return bisect_left(old_pins, block.old), bisect_left(new_pins, block.new)

    groups: list[list[Block]] = []
    for block in moved:
        last = groups[-1][-1] if groups else None
        if (
            last
            and in_new[block] == in_new[last] + 1
            and gap(block) == gap(last)
            and block.old - last.old_end < _NEAR
            and block.new - last.new_end < _NEAR
        ):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _pair(result: Alignment, group: list[Block], track: int) -> list[Block]:
    """Pair the blocks that moved together, without what stands beside them by chance."""
    olds, head, tail = result.old.folded, group[0], group[-1]
    margin = RUN - 1
    # a few tokens beyond a turn's edge are the neighbour's, alike by chance
    begins = [step + 1 for step in range(RUN) if olds[head.old + step] == BREAK]
    finishes = [step for step in range(1, RUN + 1) if olds[tail.old_end - step] == BREAK]
    lead, trail = (begins or [margin])[0], (finishes or [margin])[0]
    paired: list[Block] = []
    for block in group:
        before = lead if block is head else margin
        after = trail if block is tail else margin
        size = block.length - before - after
        if size > 0:
            core = Block(block.old + before, block.new + before, size)
            result.pair(core.old, core.new, core.length, track)
            paired.append(core)
    return paired


def _fill(result: Alignment, group: list[Block], paired: list[Block], track: int) -> None:
    """Align the rest of the turns that moved: between their blocks, and to their edges."""
    head, tail = paired[0], paired[-1]
    start = _reach(result.old.folded, result.place, head.old, -1)
    new_start = _reach(result.new.folded, result.taken, head.new, -1)
    if start < 0 or new_start < 0:
        known = head.old == group[0].old + RUN - 1
        start, new_start = (group[0].old, group[0].new) if known else (head.old, head.new)
    end = _reach(result.old.folded, result.place, tail.old_end - 1, 1) + 1
    new_end = _reach(result.new.folded, result.taken, tail.new_end - 1, 1) + 1
    if end < 1 or new_end < 1:
        known = tail.old_end == group[-1].old_end - RUN + 1
        last = group[-1] if known else tail
        end, new_end = last.old_end, last.new_end
    edges = [Block(start, new_start, 0), *paired, Block(end, new_end, 0)]
    for before, after in pairwise(edges):
        result.fill(
            [at for at in range(before.old_end, after.old) if result.place[at] < 0],
            [at for at in range(before.new_end, after.new) if result.taken[at] < 0],
            track,
        )


def _doubt_twins(result: Alignment, cores: list[Block], common: set[tuple[int, ...]]) -> None:
    """Doubt the outermost turns of what moved, if others are like them: they may be a twin.

    Turns further in are told by the turns on both sides of them.
    """
    olds = result.old.folded
    first, last = cores[0], cores[-1]
    start, end = first.old, first.old_end
    while BREAK in olds[start:end]:
        stop = olds.index(BREAK, start)
        if tuple(olds[start:stop]) not in common:
            break
        result.doubt([Block(start, start + first.new - first.old, stop - start)])
        start = stop + 1
    start, end = last.old, last.old_end
    while BREAK in olds[start:end]:
        stop = max(at for at in range(start, end) if olds[at] == BREAK)
        if tuple(olds[stop + 1 : end]) not in common:
            break
        result.doubt([Block(stop + 1, stop + 1 + last.new - last.old, end - stop - 1)])
        end = stop


def _reach(numbers: list[int], partner: list[int], at: int, step: int) -> int:
    """Return the last token of the turn on this side, or −1 if a sure pair stands before."""
    for _ in range(_EDGE):
        if numbers[at + step] == BREAK:
            return at
        at += step
        if partner[at] >= 0:
            return -1
    return -1
