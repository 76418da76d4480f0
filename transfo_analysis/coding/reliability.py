"""Measures of agreement between coders: Krippendorff's alpha, Cohen's kappa.

Alpha compares what does not match with what would not match by chance. One formula serves
turns and characters: only what a mark would pair with itself is counted otherwise. The
library `krippendorff` has the first and not the second, and its licence (GPL) is not ours.

Tallies add up: those of several turns are the sum of those of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["alpha", "kappa", "on_characters", "on_turns"]


def alpha(tallies: Floats) -> Floats:
    """Return Krippendorff's alpha of summed tallies, missing where nothing varies.

    Parameters
    ----------
    tallies : last axis: what does not match among the coincidences; what would only pair
        with itself by chance; then how often each value was given (see `on_turns`,
        `on_characters`)

    References
    ----------
    Krippendorff (2011), « Computing Krippendorff's Alpha-Reliability ». For unitizing:
    Krippendorff, Mathet, Bouvry & Widlöcher (2016), « On the reliability of unitizing textual
    continua: further developments », Quality & Quantity 50; Krippendorff (2019), Content
    Analysis, 4th ed., eq. 32 to 35.

    Examples
    --------
    >>> two_coders = np.array([[2, 0], [2, 0], [0, 2], [1, 1]])  # present, absent, by turn
    >>> round(float(alpha(on_turns(two_coders).sum(axis=0))), 4)
    0.5333
    """
    differing, own, given = tallies[..., 0], tallies[..., 1], tallies[..., 2:]
    total = given.sum(axis=-1)
    varying = total**2 - (given**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - differing * (total - own / total) / varying
    return np.where(varying > 0, found, np.nan)


def on_turns(counts: NDArray[np.int64]) -> Floats:
    """Return the tallies of units that coders gave one value each.

    Parameters
    ----------
    counts : units × values: how many coders gave the value; a unit with fewer than two is
        left out, as nothing can be compared there
    """
    coders = counts.sum(axis=1)
    kept = np.where(coders[:, None] > 1, counts, 0).astype(float)
    m = kept.sum(axis=1)
    differing = (m**2 - (kept**2).sum(axis=1)) / np.maximum(coders - 1, 1)
    # a value meets itself once
    return np.column_stack([differing, m, kept])


def on_characters(
    length: int, coders: int, marks: Iterable[tuple[int, int, int, int]], values: int = 1
) -> Floats:
    """Return the tallies of one stretch of text in which coders marked excerpts.

    Parameters
    ----------
    length : characters of the stretch
    coders : how many read it, at least two
    marks : (coder, start, end, value) with values from 1; a coder's do not overlap
    values : how many values there are besides nothing
    """
    held = np.zeros((coders, length), dtype=np.int64)
    own = 0.0
    for coder, start, end, value in marks:
        held[coder, start:end] = value
        own += float(end - start) ** 2  # an excerpt meets itself over its whole length
    counts = np.stack([(held == value).sum(axis=0) for value in range(values + 1)]).astype(float)
    differing = (coders**2 * length - (counts**2).sum()) / (coders - 1)
    return np.array([differing, own + counts[0].sum(), *counts.sum(axis=1)])


def kappa(tallies: Floats) -> Floats:
    """Return Cohen's kappa of summed tallies: both, only one, only the other, neither.

    Examples
    --------
    Of 10,000 characters, one coder marks 1000 to 1100, the other 1050 to 1150:

    >>> round(float(kappa(np.array([50.0, 50.0, 50.0, 9850.0]))), 4)
    0.4949

    References
    ----------
    Cohen (1960), « A coefficient of agreement for nominal scales », Educational and
    Psychological Measurement 20.
    """
    both, one, other, neither = np.moveaxis(tallies, -1, 0)
    total = both + one + other + neither
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = (both + neither) / total
        chance = ((both + one) * (both + other) + (neither + one) * (neither + other)) / total**2
        return np.where(chance < 1, (seen - chance) / (1 - chance), np.nan)
