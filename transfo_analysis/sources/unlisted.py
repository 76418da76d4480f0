"""Groups of `participants.csv` that the list of the staff has not: a spelling, most often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from transfo_analysis.errors import Notice
from transfo_analysis.sources.participants import Participant
from transfo_analysis.sources.staff import CRITERIA, StaffGroup, group_key
from transfo_analysis.typography import listed, plural

__all__ = ["unlisted"]

_NAMED = 6


def unlisted(
    people: Sequence[Participant], staff: Sequence[StaffGroup], file: str
) -> Iterator[Notice]:
    """Say which groups people are in, and the staff list has not; the nearest name is offered.

    A criterion that the list says nothing of is not looked at. Those that are near no name
    are said together: a list may hold a few trades only.

    Parameters
    ----------
    file : where the staff list stands, as a person knows it
    """
    for by, name in CRITERIA.items():
        listed_here = {group_key(by, one.value): one.value for one in staff if one.by == by}
        if not listed_here:
            continue
        far: dict[str, str] = {}
        seen: set[str] = set()
        for person in people:
            value = getattr(person, by)
            key = group_key(by, value)
            if not key or key in listed_here or key in seen:
                continue
            seen.add(key)
            close = get_close_matches(key, list(listed_here), 1, 0.8)
            if not close:
                far.setdefault(value, person.place)
                continue
            what = f"Le {name} « {value} » n’est pas dans {file}."
            cure = f"Vouliez-vous écrire « {listed_here[close[0]]} » ?"
            yield Notice("", person.place, what, cure, "attention")
        if far:
            yield _together(name, far, file)


def _together(name: str, far: dict[str, str], file: str) -> Notice:
    named = [f"« {value} »" for value in list(far)[:_NAMED]]
    if len(far) > _NAMED:
        named.append(plural(len(far) - _NAMED, "autre"))
    is_not = "n’est pas" if len(far) == 1 else "ne sont pas"
    what = f"Par {name}, {listed(named)} {is_not} dans {file} : leur part est inconnue."
    place = next(iter(far.values())) if len(far) == 1 else ""
    return Notice("", place, what, "Ajoutez-y les lignes qui manquent, si vous les avez.", "note")
