"""Lafon’s specificities: what a part of a corpus says more than chance would have it."""

from __future__ import annotations

import math

__all__ = ["specificity"]

# terms of a tail that add less than this to its logarithm change no printed digit
_NEGLIGIBLE = 1e-14


def specificity(count: int, part: int, total: int, corpus: int) -> float:
    """Return Lafon's specificity score of a word in a part of the corpus.

    Positive: more frequent in the part than chance would have it; negative: less.
    The value is the order of magnitude, log10, of the hypergeometric tail: P(X ≥ count)
    from the expected count (part × total / corpus) on, P(X ≤ count) below it.

    Parameters
    ----------
    count : occurrences of the word in the part (0 ≤ count ≤ min(part, total))
    part : size of the part, in words
    total : occurrences of the word in the whole corpus
    corpus : size of the whole corpus, in words

    Raises
    ------
    ValueError
        If the counts contradict each other; the message names the two.

    References
    ----------
    Lafon (1980), « Sur la variabilité de la fréquence des formes dans un corpus », Mots 1.

    Examples
    --------
    >>> round(specificity(10, 100, 20, 1000), 2)
    5.29
    >>> round(specificity(0, 500, 20, 1000), 2)
    -6.1
    """
    for less, more, names in (
        (0, count, "0 et l’effectif du mot dans la partie"),
        (count, part, "l’effectif du mot dans la partie et la taille de la partie"),
        (count, total, "l’effectif du mot dans la partie et dans le corpus"),
        (part, corpus, "la taille de la partie et celle du corpus"),
        (total, corpus, "l’effectif du mot et la taille du corpus"),
        (count - part + total, corpus, "les effectifs et la taille du corpus"),
    ):
        if less > more:
            raise ValueError(f"Ces deux nombres se contredisent : {names} ({less} > {more}).")
    if corpus == 0:
        return 0.0
    if count * corpus >= part * total:
        highest = min(part, total)
        return abs(_log10_tail(range(count, highest + 1), part, total, corpus))
    lowest = max(0, part + total - corpus)
    return -abs(_log10_tail(range(count, lowest - 1, -1), part, total, corpus))


def _log10_tail(counts: range, part: int, total: int, corpus: int) -> float:
    """Return log10 of the summed probabilities of these counts, from the likeliest on."""
    first = counts[0]
    term = summed = 1.0
    for k in counts[:-1]:
        if counts.step > 0:
            term *= (total - k) * (part - k) / ((k + 1) * (corpus - total - part + k + 1))
        else:
            term *= k * (corpus - total - part + k) / ((total - k + 1) * (part - k + 1))
        summed += term
        if term < summed * _NEGLIGIBLE:
            break
    log = (
        _log_choose(total, first)
        + _log_choose(corpus - total, part - first)
        - _log_choose(corpus, part)
        + math.log(summed)
    )
    # a tail that holds everything is 1, whatever the rounding
    return min(0.0, log) / math.log(10)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
