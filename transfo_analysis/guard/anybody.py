"""What can be sure of anybody: that they said something, or that they did not.

A reader of what hangs knows who was heard and when, whom the signature of each quote fits, and
the rule that shows and hides. Every world that fits all that, told person by person, is one in
which somebody may have said something; what is the same in all of them is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from transfo_analysis.guard.counts import Known
from transfo_analysis.guard.possible import Possible

__all__ = ["Fact", "sure"]

# person, name of a cell, whether they said it
Fact = tuple[str, str, bool]
# person → the cells of what they say
World = dict[str, set[str]]


def sure(
    publications: Sequence[Known], minimum: int, among: Iterable[Fact] | None = None
) -> frozenset[Fact] | None:
    """Return what is sure of somebody; None if nothing fits, or if it takes too long to tell.

    A reader supposes that whoever was heard before says the same today. A shown cell rests on
    two people (one where it was cleared so), one that is not shown on one at most; on more if
    it was hidden before and fewer people than the minimum came. Of people whom a reader cannot
    tell apart the first one stands for all.

    Parameters
    ----------
    publications : what hung and hangs, the first one first
    minimum : newcomers with whom a cell that was hidden is shown
    among : what to look at (default: everything)

    Examples
    --------
    Two of three said it. A fourth came and makes three: she said it too.

    >>> from transfo_analysis.guard.counts import Count
    >>> def hung(heard, low, high):
    ...     told = {"r c": Count(low, high, low, high)}
    ...     return Known(frozenset(heard), frozenset({("r", "c")}), told, told=frozenset(told))
    >>> sure([hung("abc", 2, 2), hung("abcd", 3, 4)], 3)
    frozenset({('d', 'r c', True)})
    >>> sure([hung("abc", 2, 2), hung("abcde", 3, 4)], 3)
    frozenset()
    """
    reading = _Reading(publications, minimum)
    left = reading.facts() if among is None else set(among)
    # at first any world that speaks against much will do; at last only the one against most
    about = True
    while left:
        world = reading.against(left, about=about)
        if world is None:
            return None
        spoken = reading.against_it(world, left)
        if not spoken and not about:
            break
        about = about and bool(spoken)
        left -= spoken
    return frozenset(left)


@dataclass(frozen=True)
class _Told:
    """How many of some people say one at least of some cells."""

    who: tuple[str, ...]
    cells: tuple[str, ...]
    least: int
    greatest: int

    def fits(self, world: World) -> bool:
        saying = sum(not world[person].isdisjoint(self.cells) for person in self.who)
        return self.least <= saying <= self.greatest


class _Reading:
    """All that a reader goes by, and the worlds that fit it."""

    def __init__(self, publications: Sequence[Known], minimum: int) -> None:
        names = {name for one in publications for name in one.counts}
        self.cells = sorted(name for name in names if _is_cell(name))
        self.alike = _alike(publications)
        # a sub-code's people are among its parent's
        pairs = {pair for one in publications for pair in one.within}
        self.within = sorted(pair for pair in pairs if all(map(_is_cell, pair)))
        self.told = list(dict.fromkeys(_told(publications, minimum)))
        self.of_cell = {c: [one for one in self.told if c in one.cells] for c in self.cells}
        self.possible = self._possible()

    def facts(self) -> set[Fact]:
        """Return all that could be sure."""
        return set(product((people[0] for people in self.alike), self.cells, (True, False)))

    def against(self, facts: Iterable[Fact], *, about: bool) -> World | None:
        """Return the world that speaks against most of some facts, or nearly so."""
        weights = dict.fromkeys(self.possible, 0)
        for person, cell, said in facts:
            weights[f"{person}|{cell}"] += -1 if said else 1
        found = self.possible.greatest(weights, about=about)
        if found is None:
            return None
        return {
            person: {cell for cell in self.cells if found[f"{person}|{cell}"]}
            for people in self.alike
            for person in people
        }

    def against_it(self, world: World, facts: set[Fact]) -> set[Fact]:
        """Return the facts that are not so in a world, or in one that is like it but for a word."""
        alike = {people[0]: people for people in self.alike}
        return {
            (first, cell, said)
            for first, cell, said in facts
            if any((cell in world[person]) is not said for person in alike[first])
            or any(self._may_turn(world, person, cell) for person in alike[first])
        }

    def _may_turn(self, world: World, person: str, cell: str) -> bool:
        """Tell whether it fits that somebody, alone or in another's place, says otherwise."""
        others = [p for p in world if (cell in world[p]) is not (cell in world[person])]
        for who in ([person], *([person, other] for other in others)):
            for one in who:
                world[one] ^= {cell}
            fits = all(one.fits(world) for one in self.of_cell[cell]) and all(
                less not in world[one] or more in world[one]
                for one in who
                for more, less in self.within
            )
            for one in who:
                world[one] ^= {cell}
            if fits:
                return True
        return False

    def _possible(self) -> Possible:
        possible = Possible()
        everybody = sorted(person for people in self.alike for person in people)
        for person, cell in product(everybody, self.cells):
            possible.count(f"{person}|{cell}", 0, 1)
        for person, (more, less) in product(everybody, self.within):
            possible.differ(f"{person}|{more}", f"{person}|{less}", 0)
        for rank, one in enumerate(self.told):
            names = [f"{person}|{one.cells[0]}" for person in one.who]
            if len(one.cells) > 1:
                names = [f"{person}|{rank}" for person in one.who]
                for name, person in zip(names, one.who, strict=True):
                    possible.count(name, 0, 1)
                    possible.union(name, [f"{person}|{cell}" for cell in one.cells])
            possible.total(names, one.least, one.greatest)
        return possible


def _is_cell(name: str) -> bool:
    return "" not in name.split(" ")


def _alike(publications: Sequence[Known]) -> list[tuple[str, ...]]:
    """Return everybody heard, together with those whom nothing that hangs tells from them."""
    signs = [one.heard for one in publications]
    signs += [who for one in publications for some in one.voices.values() for who in some]
    groups: dict[tuple[bool, ...], list[str]] = {}
    for person in sorted(frozenset().union(*(one.heard for one in publications))):
        groups.setdefault(tuple(person in sign for sign in signs), []).append(person)
    return [tuple(people) for people in groups.values()]


def _told(publications: Sequence[Known], minimum: int) -> Iterator[_Told]:
    """Yield what each publication tells, as the rule lets it be understood."""
    for rank, one in enumerate(publications):
        heard = tuple(sorted(one.heard))
        for name, count in one.counts.items():
            span, cells = (count.least, count.greatest), one.unions.get(name, ())
            if _is_cell(name):
                span, cells = _bounds(publications[: rank + 1], name, minimum), (name,)
            if cells and (span[0] > 0 or span[1] < len(heard)):
                yield _Told(heard, cells, *span)
        for name, voices in one.voices.items():
            for who in voices:
                yield _Told(tuple(sorted(who)), (name,), 1, len(who))


def _bounds(publications: Sequence[Known], cell: str, minimum: int) -> tuple[int, int]:
    """Return how many people may be in a cell of the last publication, for whoever reads it."""
    *before, now = publications
    count, place = now.counts[cell], tuple(cell.split(" "))
    if cell in now.told:
        return count.low, count.high
    if place in now.shown:
        return max(count.least, 1 if place in now.lone else 2), count.greatest
    came = [len(now.heard - one.heard) for one in before if place not in one.shown]
    if any(0 < new < minimum for new in came) or count.greatest < len(now.heard):
        return 0, count.greatest
    return 0, min(1, len(now.heard))
