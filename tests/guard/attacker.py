"""Somebody who reads what hangs (shown or not, bands), knows who was heard, and works out the rest.

Written apart from the guard. `Attacker` looks for numbers of people; `everybody` for people:
each world that fits what hangs is one in which somebody may or may not have said something.
All by integer programming, so that « it cannot be worked out » is proved and not sampled.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from transfo_analysis.guard.counts import Known, Table, band


@dataclass
class Attacker:
    """Whole numbers for every cell and margin of every publication, and all that is known."""

    names: list
    low: list
    high: list
    rows: list

    @classmethod
    def of(cls, publications: list[Known], rows, columns) -> Attacker:
        self = cls([], [], [], [])
        at = {}

        def count(name, low, high):
            at[name] = len(self.names)
            self.names.append(name)
            self.low.append(low)
            self.high.append(high)

        for rank, one in enumerate(publications):
            most = len(one.heard)
            for row, column in itertools.product(("", *rows), ("", *columns)):
                name = f"{row} {column}"
                if name == " ":
                    continue
                low, high = 0, most
                if name in one.told:
                    low, high = one.counts[name].low, one.counts[name].high
                elif (row, column) in one.shown:
                    low = 1
                count((rank, row, column), low, high)
            margins = [(row, "") for row in rows] + [("", column) for column in columns]
            for row, column in margins:
                cells = [
                    (rank, r, c)
                    for r, c in itertools.product(rows, columns)
                    if row in ("", r) and column in ("", c)
                ]
                union = at[rank, row, column]
                for cell in cells:
                    self.rows.append(({union: 1, at[cell]: -1}, 0, np.inf))
                self.rows.append(({union: -1, **{at[c]: 1 for c in cells}}, 0, np.inf))
        for before, after in itertools.combinations(range(len(publications)), 2):
            came = len(publications[after].heard - publications[before].heard)
            for rank, row, column in list(at):
                if rank == after:
                    pair = {at[after, row, column]: 1, at[before, row, column]: -1}
                    self.rows.append((pair, 0, came))
        return self

    def span(self, name) -> tuple[int, int] | None:
        at = self.names.index(name)
        matrix = np.zeros((len(self.rows), len(self.names)))
        for rank, (row, _, _) in enumerate(self.rows):
            for column, weight in row.items():
                matrix[rank, column] = weight
        ends = []
        for sign in (1, -1):
            weights = np.zeros(len(self.names))
            weights[at] = sign
            found = milp(
                weights,
                integrality=np.ones(len(self.names)),
                bounds=Bounds(self.low, self.high),
                constraints=LinearConstraint(
                    matrix, [r[1] for r in self.rows], [r[2] for r in self.rows]
                ),
            )
            if found.x is None:
                return None
            ends.append(round(found.x[at]))
        return ends[0], ends[1]


def narrowed(tables: list[Table], publications: list[Known], starts, minimum) -> list[str]:
    """Return the hidden counts of which less than the whole band is left possible.

    Parameters
    ----------
    tables : the people of every publication, as they are: what the attacker must not find
    publications : what hangs; of it only people heard, cells shown and bands told are read
    """
    sides = tables[-1].rows, tables[-1].columns
    attacker = Attacker.of(publications, *sides)
    # what nobody can hide: bounds that hold with nothing of the last publication told
    last = publications[-1]
    silent = Known(last.heard, last.shown, {}, told=frozenset())
    without = Attacker.of([*publications[:-1], silent], *sides)
    found = []
    for rank, (table, known) in enumerate(zip(tables, publications, strict=True)):
        most = len(known.heard)
        for name, true in table.counts().items():
            row, column = name.split(" ")
            shown = (row, column) in known.shown
            wanted = band(true, starts, minimum, most)
            if wanted is None:
                hidden_cell = row and column and not shown
                wanted = (1 if shown else 0), min(1 if hidden_cell else minimum - 1, most)
            left = attacker.span((rank, row, column))
            assert left is not None, "what hangs contradicts itself"
            before = without.span((rank, row, column))
            low, high = max(wanted[0], before[0]), min(wanted[1], before[1])
            if left[0] > low or left[1] < high:
                found.append(f"{rank}|{name} = {true}: {left} for {(low, high)}")
    return found


# -- people, one by one ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Hung:
    """What somebody reads of one publication of a table, and who had been heard.

    Parameters
    ----------
    heard : everybody heard until then
    shown : cells that are shown
    bands : cell or margin (row, "") or ("", column) → (least, greatest) people
    quotes : (cell, what is written under it) of every quote
    """

    heard: frozenset[str]
    shown: frozenset[tuple[str, str]]
    bands: dict
    quotes: frozenset


def everybody(publications: list[Hung], cells, signed, minimum) -> list[str]:
    """Return what is sure of somebody: said, or not said, in every world that fits.

    The reader supposes that who was heard before says the same today, and knows the rule: a
    cell is shown when it rests on two people, hidden when on one at most, or when it was
    hidden before and fewer than `minimum` people came.

    Parameters
    ----------
    signed : person → what would be written under a quote of theirs
    """
    x = {}
    for rank, one in enumerate(publications):
        for person, cell in itertools.product(sorted(one.heard), cells):
            x[rank, person, cell] = len(x)
    rows = []
    for rank, one in enumerate(publications):
        before = publications[rank - 1] if rank else None
        came = len(one.heard - before.heard) if before else 0
        for cell in cells:
            all_of_it = {x[rank, person, cell]: 1 for person in one.heard}
            if cell in one.shown:
                rows.append((all_of_it, 2, np.inf))
            elif not (before and cell not in before.shown and 0 < came < minimum):
                rows.append((all_of_it, 0, 1))
        for cell, label in one.quotes:
            said = {x[rank, p, cell]: 1 for p in one.heard if signed[p] == label}
            rows.append((said, 1, np.inf))
        for (row, column), (low, high) in one.bands.items():
            inside = [c for c in cells if row in ("", c[0]) and column in ("", c[1])]
            total = {}
            for person in one.heard:
                own = x[rank, row, column, person] = len(x)
                total[own] = 1
                for cell in inside:
                    rows.append(({own: 1, x[rank, person, cell]: -1}, 0, 1))
                rows.append(({own: -1, **{x[rank, person, c]: 1 for c in inside}}, 0, np.inf))
            rows.append((total, low, high))
        if before:
            for person, cell in itertools.product(before.heard, cells):
                rows.append(({x[rank, person, cell]: 1, x[rank - 1, person, cell]: -1}, 0, 0))
    return _sure(x, rows)


def _sure(x, rows) -> list[str]:
    matrix = np.zeros((len(rows), len(x)))
    for rank, (row, _, _) in enumerate(rows):
        for at, weight in row.items():
            matrix[rank, at] = weight
    held = LinearConstraint(matrix, [r[1] for r in rows], [r[2] for r in rows])

    def solved(weights):
        found = milp(weights, integrality=np.ones(len(x)), bounds=Bounds(0, 1), constraints=held)
        assert found.x is not None, "what hangs contradicts itself"
        return np.rint(found.x)

    worlds = [solved(np.ones(len(x))), solved(-np.ones(len(x)))]
    sure = []
    for name, at in x.items():
        if len(name) != 3:
            continue
        for value in (0, 1):
            if any(one[at] == value for one in worlds):
                continue
            weights = np.zeros(len(x))
            weights[at] = 1 if value == 0 else -1
            worlds.append(solved(weights))
            if worlds[-1][at] != value:
                sure.append(f"{name}: {1 - value}")
    return sure
