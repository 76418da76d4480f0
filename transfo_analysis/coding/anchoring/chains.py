"""Blocks of tokens that stand in both texts: which stayed in order, and which are sure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from transfo_analysis.coding.anchoring.regions import LARGEST
from transfo_analysis.coding.anchoring.tokens import unique_places, unique_turns

__all__ = [
    "PINNED",
    "RUN",
    "Block",
    "blocks_of",
    "chain",
    "cores_of",
    "pins_of",
    "runs_of",
    "turns_of",
]

RUN = 4
"""Tokens of a run that must be unique: in talk, three are often a tic."""
_LONGER = (16, 64)
"""Longer runs, for texts that say few words again and again."""
PINNED = 2 * RUN - 1
"""A block this long has a token that no slide of a neighbouring edit can reach."""


@dataclass(frozen=True, order=True)
class Block:
    """A run of tokens of the old text that stands, the same, in the new one."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        """Where it ends in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """Where it ends in the new text."""
        return self.new + self.length


def runs_of(old: list[int], new: list[int], length: int = RUN) -> dict[int, int]:
    """Return the places, in the two texts, of the runs that occur once in each."""
    theirs = unique_places(new, length)
    return {at: theirs[run] for run, at in unique_places(old, length).items() if run in theirs}


def turns_of(old: list[int], new: list[int]) -> dict[int, int]:
    """Return the places, in the two texts, of runs in whole turns that occur once in each."""
    pairs: dict[int, int] = {}
    theirs = unique_turns(new)
    for turn, at in unique_turns(old).items():
        if turn in theirs:
            steps = range(len(turn) + 2 - RUN + 1)
            pairs.update((at + step, theirs[turn] + step) for step in steps)
    return pairs


def blocks_of(
    old: list[int], new: list[int], pairs: dict[int, int], length: int = RUN
) -> list[Block]:
    """Return the blocks grown from paired runs, in old order."""
    blocks: list[Block] = []
    first_old = first_new = end = 0
    for at, other in sorted(pairs.items()):
        shift = other - at
        same_line = end and shift == first_new - first_old
        if same_line and (at <= end or old[end:at] == new[end + shift : other]):
            end = at + length
            continue
        if end:
            blocks.append(Block(first_old, first_new, end - first_old))
        first_old, first_new, end = at, other, at + length
    if end:
        blocks.append(Block(first_old, first_new, end - first_old))
    return blocks


def chain(blocks: list[Block]) -> list[Block]:
    """Return the heaviest series of blocks that is in order in both texts."""
    ends = sorted({block.new for block in blocks})
    tree = [(0, -1)] * (len(ends) + 1)
    before: list[int] = []
    best = (0, -1)
    for number, block in enumerate(blocks):
        rank = at = bisect_left(ends, block.new)
        reached = (0, -1)
        while at:
            reached = max(reached, tree[at], key=lambda pair: pair[0])
            at &= at - 1
        before.append(reached[1])
        here = (reached[0] + block.length, number)
        if here[0] > best[0]:
            best = here
        at = rank + 1
        while at < len(tree):
            if here[0] > tree[at][0]:
                tree[at] = here
            at += at & -at
    series: list[Block] = []
    number = best[1]
    while number >= 0:
        series.append(blocks[number])
        number = before[number]
    return series[::-1]


def cores_of(blocks: list[Block], length: int = RUN) -> list[Block]:
    """Return blocks without the tokens that an edit beside them may have slid over."""
    margin = length - 1
    return [
        Block(block.old + margin, block.new + margin, block.length - 2 * margin)
        for block in blocks
        if block.length > 2 * margin
    ]


def pins_of(sure: list[Block], stayed: list[Block], old: list[int], new: list[int]) -> list[Block]:
    """Return the sure pairs of what stayed in place, from edge to edge of the texts."""
    first, last = Block(0, 0, 1), Block(len(old) - 1, len(new) - 1, 1)
    cores = cores_of(_within(sure, stayed))
    pins = [first, *(core for core in cores if core.old > 0 and core.new > 0), last]
    for length in _LONGER:
        pins = _with_long_runs(pins, old, new, length)
    return _with_short_blocks(pins, stayed)


def _is_vast(before: Block, after: Block) -> bool:
    return (after.old - before.old_end) * (after.new - before.new_end) > LARGEST


def _with_long_runs(pins: list[Block], old: list[int], new: list[int], length: int) -> list[Block]:
    """Pin longer runs in a gap too vast to be aligned in full: of few words, often said."""
    made = [pins[0]]
    for before, after in pairwise(pins):
        if _is_vast(before, after):
            ours, theirs = old[before.old_end : after.old], new[before.new_end : after.new]
            runs = runs_of(ours, theirs, length)
            found = cores_of(chain(blocks_of(ours, theirs, runs, length)), length)
            made += [
                Block(block.old + before.old_end, block.new + before.new_end, block.length)
                for block in found
            ]
        made.append(after)
    return made


def _with_short_blocks(pins: list[Block], stayed: list[Block]) -> list[Block]:
    """Pin short blocks where the tokens between two pins are still too many."""
    made = [pins[0]]
    for pin in pins[1:]:
        if _is_vast(made[-1], pin):
            for block in stayed:
                last = made[-1]
                fits = block.old >= last.old_end and block.new >= last.new_end
                if fits and block.old_end <= pin.old and block.new_end <= pin.new:
                    made.append(block)
        made.append(pin)
    return made


def _within(sure: list[Block], stayed: list[Block]) -> list[Block]:
    """Return the blocks of unique runs that are in the blocks that stayed.

    A whole turn that is unique may be made of runs that are not: an edit can slide over it.
    """
    starts = [block.old for block in stayed]
    kept: list[Block] = []
    for block in sure:
        at = bisect_right(starts, block.old) - 1
        if at < 0 or block.old_end > stayed[at].old_end:
            continue
        if block.new - block.old == stayed[at].new - stayed[at].old:
            kept.append(block)
    return kept
