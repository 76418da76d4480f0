"""How far coders agree, in figures: made on request, each saying what it measures.

Three measures, on the turns of the documents that at least two people coded:

- `alpha`, Krippendorff's, on turns: do they put the same codes in the same turns?
- `alpha_u`, Krippendorff's for unitizing, on characters: do they underline the same words?
- `kappa`, Cohen's, on characters, for each two coders: it measures bounds, not sense.

The intervals come from drawing turns again (bootstrap); the draws are the same every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transfo_analysis.coding.reliability import alpha, kappa, on_characters, on_turns
from transfo_analysis.coding.state import CONSENSUS
from transfo_analysis.coding.turns import codable, coded, coders_of
from transfo_analysis.tables import frame
from transfo_analysis.typography import french

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

    Floats = NDArray[np.float64]

__all__ = ["MEANINGS", "agreement"]

SEED, RESAMPLES, LEVEL = 20160, 1000, 95
MEANINGS = {
    "alpha": "Posent-ils ce code dans les mêmes tours ? 1 : toujours ; 0 : comme au hasard. "
    "Ne dit rien des bornes des extraits.",
    "alpha (famille)": "Posent-ils dans chaque tour exactement les mêmes codes de cette famille ? "
    "1 : toujours ; 0 : comme au hasard.",
    "alpha_u": "Soulignent-ils les mêmes mots ? Chaque caractère compte : deux extraits qui se "
    "chevauchent à moitié pèsent comme un désaccord.",
    "kappa": "Mesure les bornes, pas le sens : accord de deux personnes, caractère par caractère.",
}


def agreement(
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    codebook: Codebook,
    *,
    resamples: int = RESAMPLES,
) -> pd.DataFrame:
    """Return the table "agreement": per code and family on turns, then on characters.

    Parameters
    ----------
    codings : table "codings", of everyone; the consensus is left out
    resamples : draws behind each interval

    Returns
    -------
    Empty while no document was coded by two people.
    """
    field = _Field.make(corpus, codings, state)
    if field is None:
        return frame("agreement", [])
    figures = [*_alphas(field, codebook), *_unitized(field, codebook)]
    draws = _Draws(len(field.units), resamples)
    return frame("agreement", [_row(figure, field, draws) for figure in figures])


@dataclass(frozen=True)
class _Figure:
    """One figure to make: its tallies by turn, and what it is about."""

    measure: str
    target: str
    coders: tuple[str, ...]
    tallies: Floats
    units: int
    marked: int
    documents: int


@dataclass(frozen=True)
class _Field:
    """The turns that at least two people read, and what each put there."""

    units: pd.DataFrame
    places: pd.DataFrame
    coders: tuple[tuple[str, ...], ...]  # of each unit
    lengths: NDArray[np.int64]
    shown: Mapping[str, bool]

    @classmethod
    def make(cls, corpus: Corpus, codings: pd.DataFrame, state: State) -> _Field | None:
        several = {name: who for name, who in coders_of(codings).items() if len(who) > 1}
        units = codable(corpus)
        units = units[units["document_id"].isin(several)].reset_index(drop=True)
        own = codings[codings["document_id"].isin(several) & (codings["coder"] != CONSENSUS)]
        places = coded(units, own)
        if places.empty:
            return None
        return cls(
            units,
            places.assign(family=[code.partition(":")[0] for code in places["code"]]),
            tuple(several[document] for document in units["document_id"]),
            (units["end"] - units["start"]).to_numpy(dtype=np.int64),
            {coding.id: coding.suggestions_shown for coding in state.codings.values()},
        )

    def documents(self, who: Sequence[str] = ()) -> int:
        """Return how many documents all of these people coded."""
        pairs = zip(self.units["document_id"], self.coders, strict=True)
        return len({name for name, coders in pairs if set(who) <= set(coders)})

    @property
    def everyone(self) -> tuple[str, ...]:
        return tuple(sorted({coder for coders in self.coders for coder in coders}))

    def suggestions(self, figure: _Figure) -> str:
        """Say whether the program's suggestions were on screen for these codings."""
        mine = self.places[
            self.places["code"].eq(figure.target) | self.places["family"].eq(figure.target)
        ]
        mine = mine[mine["coder"].isin(figure.coders)]
        shown = {self.shown[name] for name in mine["coding_id"]}
        return {
            frozenset({True}): "visibles",
            frozenset({True, False}): "parfois visibles",
        }.get(frozenset(shown), "cachées")


def _targets(field: _Field, codebook: Codebook) -> list[tuple[str, pd.DataFrame]]:
    """Return the codes in use in the codebook's order, then the families."""
    ranks = {name: rank for rank, name in enumerate([*codebook.codes])}
    families = {family.id: rank for rank, family in enumerate(codebook.families)}
    found = []
    for column, order in (("code", ranks), ("family", families)):
        groups = dict(iter(field.places.groupby(column)))
        names = sorted((str(name) for name in groups), key=lambda n: (order.get(n, len(order)), n))
        found += [(name, groups[name]) for name in names]
    return found


def _alphas(field: _Field, codebook: Codebook) -> Iterable[_Figure]:
    for target, places in _targets(field, codebook):
        given: dict[int, dict[str, set[str]]] = {}
        for unit, coder, code in zip(places["unit"], places["coder"], places["code"], strict=True):
            given.setdefault(int(unit), {}).setdefault(coder, set()).add(code)
        # each set of codes is a value of its own; that of one code is the code, or nothing
        sets = {frozenset(codes) for by in given.values() for codes in by.values()}
        values = {frozenset[str](): 0}
        for codes in sorted(sets, key=sorted):
            values[codes] = len(values)
        counts = np.zeros((len(field.units), len(values)), dtype=np.int64)
        for unit, coders in enumerate(field.coders):
            by = given.get(unit, {})
            for coder in coders:
                counts[unit, values[frozenset(by.get(coder, ()))]] += 1
        yield _Figure(
            "alpha",
            target,
            field.everyone,
            on_turns(counts),
            len(field.units),
            len(given),
            field.documents(),
        )


def _unitized(field: _Field, codebook: Codebook) -> Iterable[_Figure]:
    starts = field.units["start"].to_numpy(dtype=np.int64)
    pairs = list(combinations(field.everyone, 2))
    for target, places in _targets(field, codebook):
        marks = _stretches(places, starts)
        tallies = np.array(
            [
                [0.0, n * m, n * m, 0.0]
                for n, m in zip(field.lengths.tolist(), map(len, field.coders), strict=True)
            ]
        )
        marked = 0
        for unit, here in marks.items():
            coders = field.coders[unit]
            rank = {coder: at for at, coder in enumerate(coders)}
            length = int(field.lengths[unit])
            tallies[unit] = on_characters(
                length, len(coders), [(rank[coder], a, b, 1) for coder, a, b in here]
            )
            marked += int(_held(length, here).sum())
        total = int(field.lengths.sum())
        yield _Figure("alpha_u", target, field.everyone, tallies, total, marked, field.documents())
        for pair in pairs:
            if field.documents(pair):
                yield _kappa_of(field, target, pair, marks)


def _kappa_of(
    field: _Field, target: str, pair: tuple[str, str], marks: Mapping[int, list[_Mark]]
) -> _Figure:
    both_read = np.array([set(pair) <= set(coders) for coders in field.coders])
    lengths = np.where(both_read, field.lengths, 0)
    tallies = np.zeros((len(lengths), 4))
    tallies[:, 3] = lengths
    for unit, here in marks.items():
        if both_read[unit]:
            length = int(lengths[unit])
            one, other = (_held(length, [m for m in here if m[0] == who]) for who in pair)
            cells = [one & other, one & ~other, other & ~one, ~one & ~other]
            tallies[unit] = [cell.sum() for cell in cells]
    marked = int(tallies[:, :3].sum())
    documents = field.documents(pair)
    return _Figure("kappa", target, pair, tallies, int(lengths.sum()), marked, documents)


_Mark = tuple[str, int, int]  # coder, start and end from the turn's start


def _stretches(places: pd.DataFrame, starts: NDArray[np.int64]) -> dict[int, list[_Mark]]:
    """Return by turn what each coder marked; excerpts of one coder that overlap are one."""
    found: dict[int, list[_Mark]] = {}
    order = places.sort_values(["unit", "coder", "start", "end"], kind="stable")
    for unit, coder, start, end in zip(
        order["unit"].astype(int), order["coder"], order["start"], order["end"], strict=True
    ):
        here = found.setdefault(unit, [])
        first, last = int(start - starts[unit]), int(end - starts[unit])
        if here and here[-1][0] == coder and first < here[-1][2]:
            here[-1] = (coder, here[-1][1], max(here[-1][2], last))
        else:
            here.append((coder, first, last))
    return found


def _held(length: int, marks: Iterable[_Mark]) -> NDArray[np.bool_]:
    held = np.zeros(length, dtype=bool)
    for _, start, end in marks:
        held[start:end] = True
    return held


class _Draws:
    """Turns drawn again and again, the same for every figure."""

    def __init__(self, units: int, resamples: int) -> None:
        random = np.random.default_rng(SEED)
        self._drawn = [
            np.bincount(random.integers(0, units, units), minlength=units).astype(np.uint8)
            for _ in range(resamples)
        ]

    def interval(self, figure: _Figure) -> tuple[float, float]:
        measure = kappa if figure.measure == "kappa" else alpha
        sums = np.array([drawn @ figure.tallies for drawn in self._drawn])
        found = measure(sums) if len(sums) else np.array([])
        found = found[~np.isnan(found)]
        if len(found) * 2 <= len(self._drawn):
            return float("nan"), float("nan")  # too rare a code to say anything
        tail = (100 - LEVEL) / 2
        low, high = np.percentile(found, [tail, 100 - tail])
        return float(low), float(high)


def _row(figure: _Figure, field: _Field, draws: _Draws) -> dict[str, Any]:
    measure = kappa if figure.measure == "kappa" else alpha
    value = float(measure(figure.tallies.sum(axis=0)))
    low, high = draws.interval(figure)
    family = figure.measure == "alpha" and ":" not in figure.target
    return {
        "measure": figure.measure,
        "target": figure.target,
        "coders": ", ".join(figure.coders),
        "documents": figure.documents,
        "units": figure.units,
        "marked": figure.marked,
        # a fourth decimal is more than anyone can read into these
        "value": round(value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "suggestions": field.suggestions(figure),
        "meaning": french(MEANINGS["alpha (famille)" if family else figure.measure]),
    }
