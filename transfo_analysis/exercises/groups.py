"""The groups of a staff in words: « agents de catégorie C », « femmes », « service Finances »."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BY", "UNTOLD", "by_words", "group_words"]

# criterion → its title, and what is said of people whose group nobody wrote down
BY: Mapping[str, str] = MappingProxyType(
    {"grade": "Par catégorie", "trade": "Par métier", "service": "Par service", "sex": "Par sexe"}
)
UNTOLD: Mapping[str, str] = MappingProxyType(
    {
        "grade": "catégorie non renseignée",
        "trade": "métier non renseigné",
        "service": "service non renseigné",
        "sex": "sexe non renseigné",
    }
)
_SEXES = {"F": "femmes", "H": "hommes"}
_OFTEN_GRADES = 3


def by_words(by: str) -> str:
    """Return a criterion as a title.

    Examples
    --------
    >>> by_words("trade")
    'Par métier'
    """
    return BY.get(by, by)


def group_words(by: str, value: str) -> str:
    """Return a group in the plural, as a sentence names it.

    Examples
    --------
    >>> group_words("grade", "C"), group_words("sex", "F"), group_words("service", "Finances")
    ('agents de catégorie C', 'femmes', 'agents du service « Finances »')
    >>> group_words("trade", ""), group_words("trade", "juriste")
    ('métier non renseigné', 'agents de métier « juriste »')
    """
    if not value:
        return UNTOLD[by]
    if by == "sex":
        return _SEXES.get(value, f"personnes de sexe « {value} »")
    if by == "grade":
        known = len(value) <= _OFTEN_GRADES
        return f"agents de catégorie {value}" if known else f"agents de grade « {value} »"
    return f"agents {'du service' if by == 'service' else 'de métier'} « {value} »"
