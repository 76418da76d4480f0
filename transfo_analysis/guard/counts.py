"""Which cells are shown, and which counts: no hidden count can be worked out.

By default no count is shown, and no margin. When a project asks for counts, they are shown
in bands, and only so far that whoever knows every publication, the number of people heard
at each, who they are, and the rule itself, still holds every value of a hidden count's band
for possible (docs/adr/0012-guard.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from transfo_analysis.guard.possible import Possible

__all__ = ["Count", "Known", "Table", "band", "band_label", "protect", "withheld"]

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
    """

    heard: frozenset[str]
    shown: frozenset[Cell]
    counts: Mapping[str, Count]
    within: tuple[tuple[str, str], ...] = ()
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: frozenset[str] = frozenset()


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


def protect(
    table: Table,
    shown: frozenset[Cell],
    earlier: Sequence[Known],
    *,
    minimum: int,
    starts: Sequence[int],
    counted: bool,
    quoted: Mapping[Cell, int] | None = None,
) -> Known:
    """Return what may be known of a table: its counts in bands, as far as that hides the rest.

    Everything is counted at first; what lets a hidden count be narrowed loses its own count,
    margins before cells, until every hidden count keeps its whole band. When in doubt, all
    counts are hidden.

    Parameters
    ----------
    table : the people, as they are
    shown : cells that are shown
    earlier : every publication of this table before
    minimum : people that a count needs to be told
    starts : where bands begin
    counted : whether the project asks for counts
    quoted : cell → how many people its published quotes tell apart
    """
    secret = _Secret(table, shown, minimum, starts, quoted or {}, counted=counted)
    told = secret.tellable() if counted else frozenset()
    if told:
        told = _safe(secret, told, earlier)
    return secret.known(told)


def _safe(secret: _Secret, told: frozenset[str], earlier: Sequence[Known]) -> frozenset[str]:
    """Return the counts, of those that could be told, that let no other be worked out.

    Neither by somebody who knows what hangs only, nor by somebody who knows the rule too.
    """
    readers = (_as_hung, _as_known)
    wanted = []
    for reader in readers:
        found = _wanted(reader, [*earlier, secret.known(frozenset())])
        if found is None:  # the counts went otherwise than people who compare may suppose
            return frozenset()
        wanted.append(found)
    while told:
        now = [*earlier, secret.known(told)]
        cut: set[str] = set()
        for reader, spans in zip(readers, wanted, strict=True):
            some = _system(map(reader, now)).cut_off(spans)
            if some is None:
                return frozenset()
            cut |= {name.partition("|")[2] for name in some}
        if not cut:
            break
        told -= _around(cut, told)
    return told


def _wanted(reader: Callable[[Known], Known], silent: Sequence[Known]) -> dict[str, Span] | None:
    """Return what must stay possible of each count: its band, less what is known already."""
    system = _system(map(reader, silent))
    wanted = {
        f"{rank}|{name}": (count.low, count.high)
        for rank, one in enumerate(silent)
        for name, count in one.counts.items()
    }
    narrow = system.cut_off(wanted)
    if narrow is None:
        return None
    for name in narrow:
        low, high = system.span(name) or wanted[name]
        wanted[name] = max(wanted[name][0], low), min(wanted[name][1], high)
    return wanted


def _as_known(known: Known) -> Known:
    """Return a publication as somebody reads it who knows the rule that hides."""
    return known


def _as_hung(known: Known) -> Known:
    """Return a publication as somebody reads it who knows nothing but what hangs."""
    most = len(known.heard)
    counts = {
        name: one if name in known.told else replace(one, greatest=most)
        for name, one in known.counts.items()
    }
    return replace(known, counts=counts)


def _around(cut: set[str], told: frozenset[str]) -> frozenset[str]:
    """Return which counts to hide for those that were narrowed: margins before cells."""
    near = set()
    for name in cut:
        row, column = name.split(" ")
        near |= {f"{row} ", f" {column}"} & told
    margins = {name for name in told if name.startswith(" ") or name.endswith(" ")}
    return frozenset(near or margins or cut & told or told)


@dataclass(frozen=True)
class _Secret:
    """A table with its true counts, and the rule that says what is known of each."""

    table: Table
    shown: frozenset[Cell]
    minimum: int
    starts: Sequence[int]
    quoted: Mapping[Cell, int]
    counted: bool

    def tellable(self) -> frozenset[str]:
        """Return the counts that are great enough: of shown cells, of rows and columns of them.

        A band that begins at everybody heard says of each of them that they are in it.
        """
        open_to_all = {f"{row} {column}" for row, column in self.shown}
        open_to_all |= {f"{row} " for row, _ in self.shown}
        open_to_all |= {f" {column}" for _, column in self.shown}
        true, most = self.table.counts(), len(self.table.heard)
        bands = {
            name: band(true.get(name, 0), self.starts, self.minimum, most) for name in open_to_all
        }
        return frozenset(name for name, own in bands.items() if own and own[0] < most)

    def known(self, told: frozenset[str]) -> Known:
        """Return what is known when these counts are told."""
        quoted = {f"{row} {column}": count for (row, column), count in self.quoted.items()}
        counts = {}
        for name, true in self.table.counts().items():
            one = self._count(name, true, told=name in told)
            least = max(one.least, quoted.get(name, 0))
            counts[name] = Count(least, one.greatest, one.low, one.high)
        return Known(
            self.table.heard, self.shown, counts, self.table.within(), self.table.unions(), told
        )

    def _count(self, name: str, true: int, *, told: bool) -> Count:
        most = len(self.table.heard)
        row, column = name.split(" ")
        own = band(true, self.starts, self.minimum, most)
        if own and told:
            return Count(*own, *own)
        is_cell = bool(row and column)
        visible = (row, column) in self.shown
        if is_cell and not visible:
            # empty, or one person; two or more only where a newcomer would be read
            under = max(1, true) if self.counted else most
            return Count(0, min(under, most), 0, min(1, most))
        least = 1 if visible else 0
        if own:
            return Count(least, most, *own)
        under = min(self.minimum - 1, most)
        return Count(least, under if self.counted else most, least, under)


def _system(publications: Iterable[Known]) -> Possible:
    """Return everything that is known together: unions, sub-codes, growth between two waves."""
    system, every = Possible(), list(publications)
    for rank, one in enumerate(every):
        for name, count in one.counts.items():
            system.count(f"{rank}|{name}", count.least, count.greatest)
        for margin, parts in one.unions.items():
            system.union(f"{rank}|{margin}", [f"{rank}|{part}" for part in parts])
        for more, less in one.within:
            system.differ(f"{rank}|{more}", f"{rank}|{less}", 0)
        for before, other in enumerate(every[:rank]):
            came, left = len(one.heard - other.heard), len(other.heard - one.heard)
            for name in [name for name in one.counts if name in other.counts]:
                system.differ(f"{rank}|{name}", f"{before}|{name}", -left, came)
    return system
