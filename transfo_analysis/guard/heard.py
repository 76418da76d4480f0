"""« Qui avons-nous entendu ? »: groups in bands, or not at all; and who was not heard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from transfo_analysis.guard.counts import band, band_label
from transfo_analysis.guard.possible import Possible
from transfo_analysis.guard.release import Heard
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts

__all__ = [
    "NOBODY",
    "Groups",
    "Span",
    "band_of",
    "band_words",
    "nobody_told",
    "shared_out",
    "told_groups",
    "wave_label",
    "who_was_heard",
]

Span = tuple[int, int]
Groups = Mapping[str, Span]
# attribute of the table "people" → title on the sheet
_GROUPS = {"grade": "Par catégorie", "service": "Par service", "trade": "Par métier"}
_UNTOLD = "non renseigné"
# the band of a group that is said to have nobody
NOBODY = (0, 0)


def who_was_heard(
    parts: Parts, waves: Mapping[str, frozenset[str]]
) -> tuple[Heard | None, dict[str, dict[str, Span]]]:
    """Return what is told of who was heard, and the bands told, to be remembered.

    Parameters
    ----------
    waves : wave → who was heard in it, in order
    """
    showing = parts.settings.showing
    people = band_of(parts, len(parts.heard), showing.cell_people)
    if not people:
        return None, {}
    remembered: dict[str, dict[str, Span]] = {}
    by, absent = [], []
    for name, title in _GROUPS.items():
        groups = shared_out(parts, name, parts.heard)
        told = told_groups(
            groups,
            parts.heard,
            [(one.groups.get(name, {}), one.heard) for one in parts.earlier],
            minimum=showing.group_people,
            starts=showing.bands,
        )
        remembered[name] = told
        lines = tuple(
            (f"Catégorie {label}" if name == "grade" else label, band_words(parts, *told[label]))
            for label in sorted(told)
            if told[label] != NOBODY and label != _UNTOLD
        )
        if lines:
            by.append((title, lines))
        if unheard := [label for label in sorted(told) if told[label] == NOBODY]:
            absent.append(f"Personne n’a été entendu en catégorie {listed(unheard, 'ou')}.")
    shares = tuple(
        (wave_label(wave), told_band)
        for wave, who in waves.items()
        if (told_band := band_of(parts, len(who), showing.group_people))
    )
    if shares and len(waves) > 1:
        by.append(("Par vague", shares))
    return Heard(people, tuple(by), tuple(absent)), remembered


def band_of(parts: Parts, count: int, minimum: int) -> str:
    """Return how many people, in a band, as it is written; "" under the minimum."""
    found = band(count, parts.settings.showing.bands, minimum, len(parts.heard))
    return band_words(parts, *found) if found else ""


def wave_label(wave: str) -> str:
    """Return a wave as it is written.

    Examples
    --------
    >>> wave_label("vague-1")
    'vague 1'
    """
    return re.sub(r"[-_]+", " ", wave)


def band_words(parts: Parts, low: int, high: int) -> str:
    """Return a band as it is written: « 5 à 9 », « 50 et plus »."""
    showing = parts.settings.showing
    last = max(*showing.bands, showing.group_people)
    return band_label(low, high, last=low >= last and high > low)


def shared_out(parts: Parts, name: str, who: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return how an attribute shares people out; grades that none of them bears too."""
    table = parts.corpus.people.set_index("person")[name]
    groups: dict[str, set[str]] = {}
    if name == "grade":  # a service or a trade that was not heard may be one participant's
        groups = {str(grade): set() for grade in table if grade}
    for person, value in table.reindex(sorted(who)).fillna("").items():
        groups.setdefault(str(value) or _UNTOLD, set()).add(str(person))
    return {label: frozenset(groups[label]) for label in sorted(groups)}


def told_groups(
    groups: Mapping[str, frozenset[str]],
    heard: frozenset[str],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
    *,
    minimum: int,
    starts: Sequence[int],
) -> dict[str, Span]:
    """Return the bands of groups that share people out (grades, say); none if one gives away.

    A group that is too small is not told, and must not be what is left when the others are
    taken from everybody. All or nothing: simpler to explain than some. That nobody is in a
    group is told when no group is hidden beside it.

    Parameters
    ----------
    groups : label → people; everybody heard is in one of them
    heard : everybody heard
    earlier : bands told before, with everybody heard then

    Examples
    --------
    >>> people = [f"p{n}" for n in range(14)]
    >>> groups = {"A": frozenset(people[:6]), "B": frozenset(people[6:13]),
    ...           "C": frozenset(people[13:])}
    >>> told_groups(groups, frozenset(people), [], minimum=5, starts=(5, 10))
    {'A': (5, 9), 'B': (5, 9)}
    >>> told_groups(groups, frozenset(people), [], minimum=5, starts=(5, 6, 7, 8))
    {}
    >>> groups = {"A": frozenset(), "B": frozenset(people[:6]), "C": frozenset(people[6:])}
    >>> told_groups(groups, frozenset(people), [], minimum=5, starts=(5, 10))
    {'B': (5, 9), 'C': (5, 9), 'A': (0, 0)}
    """
    most = len(heard)
    bands = {label: band(len(people), starts, minimum, most) for label, people in groups.items()}
    told = {label: one for label, one in bands.items() if one}
    hidden = (0, min(minimum - 1, most))
    empty = dict.fromkeys([label for label, people in groups.items() if not people], NOBODY)
    if told and len(told) + len(empty) == len(groups) and empty:
        wanted = _wanted({**bands, **empty}, groups, earlier, hidden)
        if _holds(told | empty, wanted, groups, heard, earlier, minimum):
            return told | empty
    wanted = _wanted(bands, groups, earlier, hidden)
    return told if _holds(told, wanted, groups, heard, earlier, minimum) else {}


def nobody_told(
    groups: Mapping[str, frozenset[str]],
    told: Groups,
    nobody: Sequence[str],
    heard: frozenset[str],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
    *,
    minimum: int,
    starts: Sequence[int],
) -> dict[str, Span]:
    """Return the bands told, and that nobody is of some groups, if no hidden count is narrowed.

    Parameters
    ----------
    groups, heard, earlier, minimum, starts : as in `told_groups`
    told : what it returns
    nobody : labels of groups that nobody is of, all to be told or none

    Examples
    --------
    >>> people = [f"p{n}" for n in range(14)]
    >>> groups = {"A": frozenset(people[:6]), "B": frozenset(people[6:12]),
    ...           "C": frozenset(people[12:])}
    >>> bands = {"A": (5, 9), "B": (5, 9)}
    >>> nobody_told(groups, bands, ["D"], frozenset(people), [], minimum=5, starts=(5, 10))
    {'A': (5, 9), 'B': (5, 9), 'D': (0, 0)}
    """
    most = len(heard)
    both = {**told, **dict.fromkeys(nobody, NOBODY)}
    everyone = {**groups, **dict.fromkeys(nobody, frozenset[str]())}
    bands = {label: band(len(people), starts, minimum, most) for label, people in groups.items()}
    empty = {label: one for label, one in both.items() if one == NOBODY}
    wanted = _wanted({**bands, **empty}, everyone, earlier, (0, min(minimum - 1, most)))
    return both if _holds(both, wanted, everyone, heard, earlier, minimum) else dict(told)


def _wanted(
    bands: Mapping[str, Span | None],
    groups: Mapping[str, frozenset[str]],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
    hidden: Span,
) -> dict[str, Span]:
    """Return what must stay possible of each group, in each publication."""
    wanted = {f"now|{label}": one or hidden for label, one in bands.items()}
    for rank, (before, _) in enumerate(earlier):
        wanted |= {f"{rank}|{label}": one for label, one in before.items()}
        wanted |= {f"{rank}|{label}": hidden for label in groups if label not in before}
    return wanted


def _holds(
    told: Groups,
    wanted: dict[str, Span],
    groups: Mapping[str, frozenset[str]],
    heard: frozenset[str],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
    minimum: int,
) -> bool:
    """Tell whether every group keeps what must stay possible of it, less what is known anyway."""
    system, silent = (_system(now, groups, heard, earlier, minimum) for now in (told, {}))
    left = silent.left_of(wanted)
    return left is not None and system.cut_off(left) == []


def _system(
    told: Groups,
    groups: Mapping[str, frozenset[str]],
    heard: frozenset[str],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
    minimum: int,
) -> Possible:
    system = Possible()
    publications = [
        *((str(rank), before, people) for rank, (before, people) in enumerate(earlier)),
        ("now", told, heard),
    ]
    for rank, (name, bands, people) in enumerate(publications):
        most = len(people)
        for label in groups:
            # where no band is told, what is not told may be many
            small = min(minimum - 1, most) if set(bands.values()) - {NOBODY} else most
            system.count(f"{name}|{label}", *bands.get(label, (0, small)))
        system.total([f"{name}|{label}" for label in groups], most, most)
        for other, _, people_before in publications[:rank]:
            came, left = len(people - people_before), len(people_before - people)
            for label in groups:
                system.differ(f"{name}|{label}", f"{other}|{label}", -left, came)
    return system
