"""« Qui avons-nous entendu ? »: groups in bands, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transfo_analysis.guard.counts import band
from transfo_analysis.guard.possible import Possible

__all__ = ["told_groups"]

Span = tuple[int, int]
Groups = Mapping[str, Span]


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
    taken from everybody. All or nothing: simpler to explain than some.

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
    """
    most = len(heard)
    bands = {label: band(len(people), starts, minimum, most) for label, people in groups.items()}
    told = {label: one for label, one in bands.items() if one}
    hidden = (0, min(minimum - 1, most))
    wanted = {f"now|{label}": one or hidden for label, one in bands.items()}
    for rank, (before, _) in enumerate(earlier):
        wanted |= {f"{rank}|{label}": one for label, one in before.items()}
        wanted |= {f"{rank}|{label}": hidden for label in groups if label not in before}
    system, silent = (_system(now, groups, heard, earlier, minimum) for now in (told, {}))
    narrow = silent.cut_off(wanted)
    if narrow is None:
        return {}
    for name in narrow:
        low, high = silent.span(name) or wanted[name]
        wanted[name] = max(wanted[name][0], low), min(wanted[name][1], high)
    return told if system.cut_off(wanted) == [] else {}


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
            small = min(minimum - 1, most) if bands else most
            system.count(f"{name}|{label}", *bands.get(label, (0, small)))
        system.total([f"{name}|{label}" for label in groups], most)
        for other, _, people_before in publications[:rank]:
            came, left = len(people - people_before), len(people_before - people)
            for label in groups:
                system.differ(f"{name}|{label}", f"{other}|{label}", -left, came)
    return system
