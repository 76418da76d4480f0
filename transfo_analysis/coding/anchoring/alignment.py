"""Which token of a text is which token of its corrected version, and how surely.

Runs of tokens that occur once in each text are paired; the heaviest series of pairs that keeps
its order is what stayed in place (patience), the others are blocks that moved. What lies
between sure pairs is aligned in full, and every alignment as good as the best is looked at:
a token that two of them put elsewhere is not sure of its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from transfo_analysis.coding.anchoring.regions import LARGEST, Aligned, align_region
from transfo_analysis.coding.anchoring.tokens import (
    BREAK,
    Tokens,
    tokenise,
    unique_places,
    unique_turns,
)

__all__ = ["Alignment", "align"]

RUN = 4
"""Tokens of a run that must be unique: in talk, three are often a tic."""
_PINNED = 2 * RUN - 1
"""A block this long has a token that no slide of a neighbouring edit can reach."""
_FEWEST_MOVED = 3
"""Words that a whole turn must have to be known elsewhere by its words alone."""
_NEAR = 200
"""Tokens between two blocks that moved together, at most."""
_EDGE = 60
"""Tokens of a moved turn looked at beyond its known block, at most."""


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


@dataclass
class Alignment:
    """For each token of the old text: its token in the new one, and how surely.

    `place` is −1 for a token that is gone; `first` and `last` are the earliest and the latest
    of its places in equally good alignments; `loose` says that in some of them it is gone.
    `track` is 0 for what stayed in order, and another number for each block that moved.
    """

    old: Tokens
    new: Tokens
    place: list[int]
    first: list[int]
    last: list[int]
    loose: list[bool]
    track: list[int]
    pinned: list[bool]
    """For each token of the old text: whether its run of tokens occurs once in each text."""
    taken: list[int]
    """For each token of the new text: its token in the old one, or −1."""

    @cached_property
    def moved(self) -> bool:
        """Whether any block of the text moved."""
        return any(self.track)

    def pair(self, old: int, new: int, length: int, track: int) -> None:
        """Record a block whose tokens are sure of their places."""
        span = slice(old, old + length)
        where = list(range(new, new + length))
        self.place[span] = self.first[span] = self.last[span] = where
        self.loose[span] = [False] * length
        self.track[span] = [track] * length
        self.pinned[span] = [True] * length
        self.taken[new : new + length] = range(old, old + length)

    def doubt(self, blocks: list[Block]) -> None:
        """Keep the place of blocks that say too little to be sure of it."""
        for block in blocks:
            span = slice(block.old, block.old_end)
            self.loose[span] = [True] * block.length
            self.pinned[span] = [False] * block.length

    def fill(self, old: list[int], new: list[int], track: int) -> None:
        """Align what lies between two sure pairs, in full."""
        if not old or not new:
            for at in old:
                self.track[at] = track
            return
        found: Aligned = align_region(self.old, self.new, old, new)
        for at, token in enumerate(old):
            self.track[token] = track
            if found.first[at] < 0:
                continue
            self.first[token], self.last[token] = new[found.first[at]], new[found.last[at]]
            self.loose[token] = found.loose[at]
            if found.place[at] >= 0:
                self.place[token] = new[found.place[at]]
                self.taken[self.place[token]] = token


def align(old_text: str, new_text: str) -> Alignment:
    """Return the alignment of two texts, token by token.

    Examples
    --------
    >>> found = align("Je prends le vélo.", "Je prends souvent le velo !")
    >>> found.place
    [0, 1, 2, 4, 5, 6]
    """
    old, new = tokenise(old_text, new_text)
    size = len(old)
    result = Alignment(
        old,
        new,
        [-1] * size,
        [-1] * size,
        [-1] * size,
        [True] * size,
        [0] * size,
        [False] * size,
        [-1] * len(new),
    )
    runs = _unique_runs(old.folded, new.folded)
    sure = _blocks(old.folded, new.folded, runs)
    blocks = _blocks(old.folded, new.folded, _unique_turns(old.folded, new.folded) | runs)
    stayed = _chain(blocks)
    pins = _pins(_within(sure, stayed), stayed, len(old), len(new))
    for pin in pins:
        result.pair(pin.old, pin.new, pin.length, 0)
    kept = set(stayed)
    moved = [block for block in blocks if block not in kept and _moved_words(block, old)]
    groups = _groups(moved, pins)
    paired = [_pair_moved(result, group, number) for number, group in enumerate(groups, 1)]
    for number, (group, cores) in enumerate(zip(groups, paired, strict=True), 1):
        if cores:
            _fill_moved(result, group, cores, number)
            if sum(_moved_words(block, old) for block in group) < _FEWEST_MOVED:
                result.doubt(cores)
    for before, after in pairwise(pins):
        result.fill(
            [at for at in range(before.old_end, after.old) if result.track[at] == 0],
            [at for at in range(before.new_end, after.new) if result.taken[at] < 0],
            0,
        )
    return result


def _unique_runs(old: list[int], new: list[int]) -> dict[int, int]:
    """Return the places, in the two texts, of the runs that occur once in each."""
    theirs = unique_places(new, RUN)
    return {at: theirs[run] for run, at in unique_places(old, RUN).items() if run in theirs}


def _unique_turns(old: list[int], new: list[int]) -> dict[int, int]:
    """Return the places, in the two texts, of runs in whole turns that occur once in each."""
    pairs: dict[int, int] = {}
    theirs = unique_turns(new)
    for turn, at in unique_turns(old).items():
        if turn in theirs:
            steps = range(len(turn) + 2 - RUN + 1)
            pairs.update((at + step, theirs[turn] + step) for step in steps)
    return pairs


def _blocks(old: list[int], new: list[int], pairs: dict[int, int]) -> list[Block]:
    """Return the blocks grown from paired runs, in old order."""
    blocks: list[Block] = []
    first_old = first_new = end = 0
    for at, other in sorted(pairs.items()):
        shift = other - at
        same_line = end and shift == first_new - first_old
        if same_line and (at <= end or old[end:at] == new[end + shift : other]):
            end = at + RUN
            continue
        if end:
            blocks.append(Block(first_old, first_new, end - first_old))
        first_old, first_new, end = at, other, at + RUN
    if end:
        blocks.append(Block(first_old, first_new, end - first_old))
    return blocks


def _chain(blocks: list[Block]) -> list[Block]:
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


def _cores(blocks: list[Block]) -> list[Block]:
    """Return blocks without the tokens that an edit beside them may have slid over."""
    margin = RUN - 1
    return [
        Block(block.old + margin, block.new + margin, block.length - 2 * margin)
        for block in blocks
        if block.length >= _PINNED
    ]


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


def _pins(sure: list[Block], stayed: list[Block], old_size: int, new_size: int) -> list[Block]:
    """Return the sure pairs of what stayed in place, from edge to edge of the texts."""
    edges = Block(0, 0, 1), Block(old_size - 1, new_size - 1, 1)
    cores = _cores(sure)
    pins = [edges[0], *(core for core in cores if core.old > 0 and core.new > 0), edges[1]]
    return _without_vast_gaps(pins, stayed)


def _without_vast_gaps(pins: list[Block], stayed: list[Block]) -> list[Block]:
    """Pin short blocks too where the tokens between two pins are too many to align in full."""
    made = [pins[0]]
    for pin in pins[1:]:
        last = made[-1]
        if (pin.old - last.old_end) * (pin.new - last.new_end) > LARGEST:
            for block in stayed:
                last = made[-1]
                fits = block.old >= last.old_end and block.new >= last.new_end
                if fits and block.old_end <= pin.old and block.new_end <= pin.new:
                    made.append(block)
        made.append(pin)
    return made


def _moved_words(block: Block, old: Tokens) -> int:
    """Count the words by which a block is known elsewhere: of whole turns, if it is short."""
    inside = old.folded[block.old : block.old_end]
    whole = BREAK in inside and BREAK in inside[inside.index(BREAK) + 1 :]
    return sum(number != BREAK for number in inside) if whole or len(inside) >= _PINNED else 0


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


def _pair_moved(result: Alignment, group: list[Block], track: int) -> list[Block]:
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


def _fill_moved(result: Alignment, group: list[Block], paired: list[Block], track: int) -> None:
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


def _reach(numbers: list[int], partner: list[int], at: int, step: int) -> int:
    """Return the last token of the turn on this side, or −1 if a sure pair stands before."""
    for _ in range(_EDGE):
        if numbers[at + step] == BREAK:
            return at
        at += step
        if partner[at] >= 0:
            return -1
    return -1
