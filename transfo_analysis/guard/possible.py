"""What counts could still be, for somebody who knows everything that was published.

Whole numbers under a few kinds of constraint, solved exactly by integer programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from transfo_analysis.errors import TableError

__all__ = ["Possible"]

Span = tuple[int, int]
# by how much two counts may differ when one is no part of the other's constraint
_ANY = np.inf
# of scipy's milp
_LIMIT, _NOTHING_FITS = 1, 2
# how far to search before giving up: a count of steps, and no time, so that it is always the same
_NODES = 20_000


class Possible:
    """Counts of people, each between two bounds, held together by constraints.

    Examples
    --------
    Two people at most in each of two cells, three in their union: neither can be empty.

    >>> known = Possible()
    >>> for name in ("a", "b"):
    ...     known.count(name, 0, 2)
    >>> known.count("row", 3, 3)
    >>> known.union("row", ["a", "b"])
    >>> known.span("a"), known.cut_off({"a": (0, 2), "row": (3, 3)})
    ((1, 2), ['a'])
    """

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._least: list[int] = []
        self._greatest: list[int] = []
        self._rows: list[tuple[Mapping[int, int], float, float]] = []

    def count(self, name: str, least: int, greatest: int) -> None:
        """Add a count, or narrow one that is there."""
        if name in self._names:
            at = self._names[name]
            self._least[at] = max(self._least[at], least)
            self._greatest[at] = min(self._greatest[at], greatest)
        else:
            self._names[name] = len(self._names)
            self._least.append(least)
            self._greatest.append(greatest)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def union(self, whole: str, parts: Iterable[str]) -> None:
        """Say that people of a count are all those of some others: max ≤ union ≤ sum."""
        named = list(parts)
        for part in named:
            self.differ(whole, part, 0)
        own = {self._names[part]: 1 for part in named}
        self._rows.append(({**own, self._names[whole]: -1}, 0, _ANY))

    def differ(self, more: str, less: str, least: int, greatest: float = _ANY) -> None:
        """Say by how much one count is above another (0 at least: it holds it)."""
        self._rows.append(({self._names[more]: 1, self._names[less]: -1}, least, greatest))

    def total(self, parts: Iterable[str], least: int, greatest: int) -> None:
        """Say between what the sum of some counts is, that share no one."""
        self._rows.append(({self._names[part]: 1 for part in parts}, least, greatest))

    def greatest(self, weights: Mapping[str, int], *, about: bool = False) -> dict[str, int] | None:
        """Return counts that fit and whose weighted sum is as great as it can be; None if none.

        None too when it would take too long to tell.

        Parameters
        ----------
        about : a great sum will do, which is found much faster
        """
        signed = np.array([-weights.get(name, 0) for name in self._names])
        found = self._solve(signed, {"node_limit": _NODES, "mip_rel_gap": 0.5 if about else 0.0})
        return None if found is None else dict(zip(self._names, map(int, found), strict=True))

    def span(self, name: str) -> Span | None:
        """Return the least and the greatest that a count can be; None if nothing fits."""
        at = self._names[name]
        low, high = self._extreme(at, 1), self._extreme(at, -1)
        return None if low is None or high is None else (int(low[at]), int(high[at]))

    def spans(self) -> dict[str, Span] | None:
        """Return the span of every count; None if nothing fits."""
        found = {name: self.span(name) for name in self._names}
        return None if None in found.values() else found  # type: ignore[return-value]

    def cut_off(self, wanted: Mapping[str, Span]) -> list[str] | None:
        """Return the counts that can no longer be all of a span, in order; None if nothing fits.

        One solution shows what many counts can be: few are solved for on their own.
        """
        names = [name for name in self._names if name in wanted]
        one = self._solve(np.ones(len(self._names)))
        other = self._solve(-np.ones(len(self._names)))
        if one is None or other is None:
            return None
        least, greatest = np.minimum(one, other), np.maximum(one, other)
        cut = []
        for name in names:
            at, (low, high) = self._names[name], wanted[name]
            for sign, value in ((1, low), (-1, high)):
                reached = least[at] <= value if sign > 0 else greatest[at] >= value
                if reached:
                    continue
                solution = self._extreme(at, sign)
                if solution is not None:
                    least, greatest = np.minimum(least, solution), np.maximum(greatest, solution)
            if least[at] > low or greatest[at] < high:
                cut.append(name)
        return cut

    def left_of(self, wanted: Mapping[str, Span]) -> dict[str, Span] | None:
        """Return spans less what is known not to be in them; None if nothing fits."""
        narrow = self.cut_off(wanted)
        if narrow is None:
            return None
        left = dict(wanted)
        for name in narrow:
            low, high = self.span(name) or wanted[name]
            left[name] = max(wanted[name][0], low), min(wanted[name][1], high)
        return left

    def _extreme(self, at: int, sign: int) -> np.ndarray | None:
        weights = np.zeros(len(self._names))
        weights[at] = sign
        return self._solve(weights)

    def _solve(
        self, weights: np.ndarray, options: Mapping[str, float] | None = None
    ) -> np.ndarray | None:
        """Return the counts that make a weighted sum least; None if none fit, or at a limit."""
        if any(low > high for low, high in zip(self._least, self._greatest, strict=True)):
            return None
        found = milp(
            weights,
            integrality=np.ones(len(weights)),
            bounds=Bounds(self._least, self._greatest),
            constraints=self._constraints(),
            options=dict(options or {}),
        )
        if found.status == _NOTHING_FITS or (options and found.status == _LIMIT):
            return None
        if found.x is None:
            raise TableError(f"Le calcul des nombres à cacher a échoué ({found.message}).")
        solution: np.ndarray = np.rint(found.x)
        return solution

    def _constraints(self) -> list[LinearConstraint]:
        if not self._rows:
            return []
        entries = [
            (rank, at, weight)
            for rank, (row, _, _) in enumerate(self._rows)
            for at, weight in row.items()
        ]
        rank, at, weight = (np.array(values) for values in zip(*entries, strict=True))
        matrix = coo_array((weight, (rank, at)), shape=(len(self._rows), len(self._names)))
        lows, highs = ([row[side] for row in self._rows] for side in (1, 2))
        return [LinearConstraint(matrix.tocsr(), lows, highs)]
