"""A band as it is drawn: people who are there for sure, and people who may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["LEGEND", "MOST", "NOT_TOLD", "Spread", "signs", "spread"]

# more dots than these tell nothing to the eye
MOST = 400
LEGEND = ("une personne", "peut-être une de plus")
NOT_TOLD = (
    "Un groupe si petit qu’on y reconnaîtrait quelqu’un n’est pas sur cette feuille : son absence "
    "ne veut pas dire que personne n’y a été entendu."
)


@dataclass(frozen=True)
class Spread:
    """From how many to how many; `more` when nobody says up to how many."""

    least: int
    greatest: int
    more: bool = False


def spread(band: str) -> Spread:
    """Read a band that the guard let through.

    Examples
    --------
    >>> spread("10 à 14"), spread("5")
    (Spread(least=10, greatest=14, more=False), Spread(least=5, greatest=5, more=False))
    >>> spread("50 et plus")
    Spread(least=50, greatest=50, more=True)
    """
    numbers = [int(one) for one in re.findall(r"\d+", band)] or [0]
    return Spread(numbers[0], numbers[-1], more=len(numbers) == 1 and "plus" in band)


def signs(band: str) -> str:
    """Return the dots of a band as text: full for whom is there, hollow for whom may be.

    Examples
    --------
    >>> signs("3 à 5"), signs("2 et plus"), signs("1000 à 1999")
    ('●●●○○', '●●+', '')
    """
    one = spread(band)
    if one.greatest > MOST:
        return ""
    return "●" * one.least + "○" * (one.greatest - one.least) + "+" * one.more
