"""How many people a table counts, in which bands, which cells are shown, what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Count", "Known", "Table", "band", "band_label", "withheld"]

Cell = tuple[str, str]
Span = tuple[int, int]


def band(count: int, starts: Sequence[int], minimum: int, most: int) -> Span | None:
    """Return the band of a count, from–to; None under the minimum.

    Parameters
    ----------
    count : people
    starts : where bands begin
    minimum : under it nothing is told; a band begins there
    most : the greatest count there can be, where the last band ends

    Examples
    --------
    >>> [band(n, (3, 5, 10), 3, 40) for n in (2, 4, 9, 12)]
    [None, (3, 4), (5, 9), (10, 40)]
    >>> band(5, (3, 5, 10), 5, 40)
    (5, 9)
    """
    if count < minimum:
        return None
    edges = [minimum, *(start for start in sorted(starts) if start > minimum)]
    low = max(start for start in edges if start <= count)
    above = [start for start in edges if start > count]
    return low, (min(above) - 1 if above else max(low, most))


def band_label(low: int, high: int, *, last: bool = False) -> str:
    """Return a band in French.

    Examples
    --------
    >>> band_label(3, 4), band_label(5, 5), band_label(50, 80, last=True)
    ('3 à 4', '5', '50 et plus')
    """
    if last:
        return f"{low} et plus"
    return str(low) if low == high else f"{low} à {high}"


@dataclass(frozen=True)
class Count:
    """What somebody outside knows of one count: its bounds; and what must stay possible.

    `least` and `greatest` follow from what is published and from the rule that hides;
    `low` to `high` is the band that the true count is in.
    """

    least: int
    greatest: int
    low: int
    high: int


@dataclass(frozen=True)
class Known:
    """One publication of one table, as everybody may know it.

    Parameters
    ----------
    heard : everybody heard until then
    shown : cells that were shown
    counts : by name (see `Table`), what is known of each count
    within : (more, less): the people of one count are all among those of another
    unions : what each margin is the union of
    told : counts that were printed
    voices : by name, for each signature under the quotes of a cell: the people whom it fits,
        of whom one says it
    lone : cells that were shown though they rest on one person, or on nobody with a name
    """

    heard: frozenset[str]
    shown: frozenset[Cell]
    counts: Mapping[str, Count]
    within: tuple[tuple[str, str], ...] = ()
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    voices: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    lone: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Table:
    """The people of every cell of a table, as they are: never leaves the guard.

    Parameters
    ----------
    rows, columns : codes, in order
    people : cell → pseudonyms of those heard
    heard : everybody heard in the project, in this table or not
    parents : code → the code that it is a part of, and whose people hold its own
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    people: Mapping[Cell, frozenset[str]]
    heard: frozenset[str]
    parents: Mapping[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return every count by name: cells "row column", margins "row " and " column"."""
        found: dict[str, int] = {}
        for row in self.rows:
            for column in self.columns:
                found[f"{row} {column}"] = len(self._of(row, column))
        for margin, parts in self.unions().items():
            cells = (tuple(part.split(" ")) for part in parts)
            found[margin] = len(frozenset().union(*(self._of(*cell) for cell in cells)))
        return found

    def unions(self) -> dict[str, tuple[str, ...]]:
        """Return what each margin is the union of."""
        rows = {f"{row} ": tuple(f"{row} {c}" for c in self.columns) for row in self.rows}
        columns = {f" {c}": tuple(f"{row} {c}" for row in self.rows) for c in self.columns}
        return rows | columns

    def within(self) -> tuple[tuple[str, str], ...]:
        """Return which counts hold all the people of others, by the codebook's sub-codes."""
        pairs = []
        for code, parent in self.parents.items():
            if code in self.rows and parent in self.rows:
                pairs += [(f"{parent} {c}", f"{code} {c}") for c in ("", *self.columns)]
            if code in self.columns and parent in self.columns:
                pairs += [(f"{row} {parent}", f"{row} {code}") for row in ("", *self.rows)]
        return tuple(pairs)

    def _of(self, row: str, column: str) -> frozenset[str]:
        return self.people.get((row, column), frozenset())


def withheld(
    table: Table, cleared: Iterable[Cell], earlier: Sequence[Known], minimum: int
) -> dict[Cell, str]:
    """Return the cells that are not shown though somebody is in them, and why, in French.

    A cell rests on two people at least (of as many heard as the minimum, or both would be in
    it), or was cleared by a person. One that an earlier publication did not show is shown when
    nobody new was heard since, or as many as the minimum: with fewer, who came would be read
    from the difference.
    """
    allowed = set(cleared)
    found = {}
    for cell in ((row, column) for row in table.rows for column in table.columns):
        people = table.people.get(cell, frozenset())
        if not people or cell in allowed:
            continue
        if len(people) == 1:
            found[cell] = "repose sur une seule personne"
            continue
        if len(table.heard) < minimum:
            found[cell] = f"moins de {minimum} personnes ont été entendues en tout"
            continue
        newcomers = [len(table.heard - one.heard) for one in earlier if cell not in one.shown]
        if any(0 < new < minimum for new in newcomers):
            found[cell] = (
                "n’était pas montrée la dernière fois, et trop peu de personnes "
                "nouvelles ont été entendues depuis"
            )
    return found
