"""Which counts are told: no hidden one can be worked out, nor what anybody said or did not say.

By default no count is shown, and no margin. When a project asks for counts, they are shown
in bands, and only so far that whoever knows every publication, the number of people heard
at each, who they are, and the rule itself, still holds every value of a hidden count's band
for possible, and is sure of nobody (docs/adr/0012-guard.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transfo_analysis.guard.anybody import Fact, sure
from transfo_analysis.guard.counts import Count, Known, Table, band
from transfo_analysis.guard.possible import Possible

__all__ = ["protect"]

Cell = tuple[str, str]
Span = tuple[int, int]


def protect(
    table: Table,
    shown: frozenset[Cell],
    earlier: Sequence[Known],
    *,
    minimum: int,
    starts: Sequence[int],
    counted: bool,
    voices: Mapping[Cell, Sequence[frozenset[str]]] | None = None,
) -> Known:
    """Return what may be known of a table: its counts in bands, as far as that hides the rest.

    Everything is counted at first; what lets a hidden count be narrowed loses its own count,
    margins before cells, until every hidden count keeps its whole band. Then what lets a
    reader be sure of somebody loses its own, cells before margins. When in doubt, all counts
    are hidden.

    Parameters
    ----------
    table : the people, as they are
    shown : cells that are shown
    earlier : every publication of this table before
    minimum : people that a count needs to be told
    starts : where bands begin
    counted : whether the project asks for counts
    voices : cell → for each signature under its quotes, the people whom it fits
    """
    secret = _Secret(table, shown, minimum, starts, voices or {}, counted=counted)
    told = secret.tellable() if counted else frozenset()
    while told and (told := _wide(secret, told, earlier)):
        given_away = _given_away(secret, told, earlier)
        if not given_away:
            break
        told -= (given_away & told) or _around(given_away, told)
    return secret.known(told)


def _given_away(secret: _Secret, told: frozenset[str], earlier: Sequence[Known]) -> frozenset[str]:
    """Return the cells in which counts let a reader be sure of somebody; all told, in doubt.

    What is sure without any count of today is not theirs to hide.
    """
    found: set[str] = set()
    facts: frozenset[Fact] | None = None
    # whoever knows the rule is sure of all that others are sure of
    for reader in (_as_known, _as_hung):
        now, silent = (
            [reader(one) for one in (*earlier, secret.known(some))]
            for some in (told, frozenset[str]())
        )
        facts = sure(now, secret.minimum, facts)
        before = sure(silent, secret.minimum, facts) if facts else facts
        if facts is None or before is None:
            return told
        found |= {cell for _, cell, _ in facts - before}
    return frozenset(found)


def _wide(secret: _Secret, told: frozenset[str], earlier: Sequence[Known]) -> frozenset[str]:
    """Return the counts, of those that could be told, that let no other be worked out.

    Neither by somebody who knows what hangs only, nor by somebody who knows the rule too.
    """
    wanted = []
    for reader in _READERS:
        found = _wanted(reader, [*earlier, secret.known(frozenset())])
        if found is None:  # the counts went otherwise than people who compare may suppose
            return frozenset()
        wanted.append(found)
    while told:
        now = [*earlier, secret.known(told)]
        cut: set[str] = set()
        for reader, spans in zip(_READERS, wanted, strict=True):
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
    wanted = {
        f"{rank}|{name}": (count.low, count.high)
        for rank, one in enumerate(silent)
        for name, count in one.counts.items()
    }
    return _system(map(reader, silent)).left_of(wanted)


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


_READERS = (_as_hung, _as_known)


def _around(cut: Iterable[str], told: frozenset[str]) -> frozenset[str]:
    """Return which counts to hide for those that were narrowed: margins before cells."""
    near = set()
    for name in cut:
        row, column = name.split(" ")
        near |= {f"{row} ", f" {column}"} & told
    margins = {name for name in told if name.startswith(" ") or name.endswith(" ")}
    return frozenset(near or margins or told.intersection(cut) or told)


@dataclass(frozen=True)
class _Secret:
    """A table with its true counts, and the rule that says what is known of each."""

    table: Table
    shown: frozenset[Cell]
    minimum: int
    starts: Sequence[int]
    voices: Mapping[Cell, Sequence[frozenset[str]]]
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
        voices = {f"{row} {column}": tuple(some) for (row, column), some in self.voices.items()}
        counts = {}
        for name, true in self.table.counts().items():
            one = self._count(name, true, told=name in told)
            least = max(one.least, len(voices.get(name, ())))
            counts[name] = Count(least, one.greatest, one.low, one.high)
        lone = {cell for cell in self.shown if len(self.table.people.get(cell, ())) < 2}
        return Known(
            self.table.heard,
            self.shown,
            counts,
            self.table.within(),
            self.table.unions(),
            told,
            voices,
            frozenset(lone),
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
