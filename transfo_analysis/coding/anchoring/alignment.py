"""Which token of a text is which token of its corrected version, and how surely.

Runs of tokens that occur once in each text are paired; the heaviest series of pairs that keeps
its order is what stayed in place (patience), the others are blocks that moved. What lies
between sure pairs is aligned in full, and every alignment as good as the best is looked at:
a token that two of them put elsewhere is not sure of its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from transfo_analysis.coding.anchoring.chains import (
    Block,
    blocks_of,
    chain,
    pins_of,
    runs_of,
    turns_of,
)
from transfo_analysis.coding.anchoring.moves import pair_moved, words_told
from transfo_analysis.coding.anchoring.regions import align_region
from transfo_analysis.coding.anchoring.tokens import Tokens, tokenise

__all__ = ["Alignment", "align"]


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

    @classmethod
    def empty(cls, old: Tokens, new: Tokens) -> Alignment:
        """Return the alignment of two texts of which nothing is known yet."""
        size = len(old)
        gone = [-1] * size
        return cls(
            old,
            new,
            gone,
            gone.copy(),
            gone.copy(),
            loose=[True] * size,
            track=[0] * size,
            pinned=[False] * size,
            taken=[-1] * len(new),
        )

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
        found = align_region(self.old, self.new, old, new)
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
    result = Alignment.empty(old, new)
    runs = runs_of(old.folded, new.folded)
    blocks = blocks_of(old.folded, new.folded, turns_of(old.folded, new.folded) | runs)
    stayed = chain(blocks)
    pins = pins_of(blocks_of(old.folded, new.folded, runs), stayed, old.folded, new.folded)
    for pin in pins:
        result.pair(pin.old, pin.new, pin.length, 0)
    kept = set(stayed)
    moved = [block for block in blocks if block not in kept and words_told(block, old)]
    pair_moved(result, moved, pins)
    for before, after in pairwise(pins):
        result.fill(
            [at for at in range(before.old_end, after.old) if result.track[at] == 0],
            [at for at in range(before.new_end, after.new) if result.taken[at] < 0],
            0,
        )
    return result
