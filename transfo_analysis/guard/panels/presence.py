"""« Qui était là, qui n’y était pas »: bands beside the whole staff, and large absent groups.

What the staff is made of is public. How many participants or people heard a group has is told
as on « Qui avons-nous entendu ? »: in bands, from five people on, never what is left of a
total. That nobody is of a group is told of large groups only (docs/adr/0016-presence.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.exercises.groups import BY, group_words
from transfo_analysis.exercises.presence import NO_SAMPLE, participants, staff_source
from transfo_analysis.guard.heard import (
    NOBODY,
    Groups,
    Span,
    band_words,
    nobody_told,
    shared_out,
    told_groups,
)
from transfo_analysis.guard.release import Panel
from transfo_analysis.sources.staff import group_key
from transfo_analysis.typography import listed, percent

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts

__all__ = ["LARGE", "PARTICIPANTS", "remembered", "who_was_there"]

TITLE = "Qui était là, qui n’y était pas"
_COLUMNS = ("Groupe", "Effectifs", "Participants", "Entendues")
_NOT_TOLD = "–"
# before the attribute, in what a publication remembers of participants
PARTICIPANTS = "participants"
# so many agents for each person that a group needs to be told: whoever reads that somebody of a
# group was there, and at most four, has fifty people to think of
LARGE = 10
_NOTE = (
    "Un tiret : moins de cinq personnes, personne, ou un nombre qui en laisserait deviner un autre."
)


@dataclass(frozen=True)
class _Told:
    """What may be told of one criterion: bands by label, and groups said to have nobody."""

    by: str
    participants: Groups
    heard: Groups
    absent: tuple[str, ...]


def who_was_there(parts: Parts, _draft: bool) -> Panel | None:
    """Return who was there beside the staff; None without a staff, or when nothing may be told."""
    if parts.exercised is None or parts.corpus.staff.empty:
        return None
    told = list(_told(parts))
    rows = tuple(row for one in told for row in _rows(parts, one))
    absent = tuple(_absent(parts, one) for one in told if one.absent)
    if not rows and not absent:
        return None
    source = staff_source(parts.corpus)
    return Panel(
        TITLE,
        _COLUMNS if rows else (),
        rows,
        (*absent, NO_SAMPLE),
        " ".join(part for part in (_NOTE if rows else "", source) if part),
    )


def remembered(
    parts: Parts, groups: Mapping[str, Mapping[str, Span]]
) -> dict[str, dict[str, Span]]:
    """Return the bands that a publication remembers, with those that this panel tells.

    Parameters
    ----------
    groups : attribute → what « Qui avons-nous entendu ? » tells
    """
    found = {name: dict(bands) for name, bands in groups.items()}
    if parts.exercised is None or parts.corpus.staff.empty:
        return found
    for one in _told(parts):
        found.setdefault(one.by, {}).update(one.heard)
        found[f"{PARTICIPANTS} {one.by}"] = dict(one.participants)
    return found


def _told(parts: Parts) -> Iterator[_Told]:
    there = participants(parts.corpus)
    for by in BY:
        if not (parts.corpus.staff["by"] == by).any():
            continue
        absent = _large_and_absent(parts, by)
        name = f"{PARTICIPANTS} {by}"
        present = [(one.groups.get(name, {}), one.present) for one in parts.earlier]
        heard = [(one.groups.get(by, {}), one.heard) for one in parts.earlier]
        (own, own_silent), (voices, voices_silent) = (
            _bands(parts, by, absent, there, present),
            _bands(parts, by, absent, parts.heard, heard),
        )
        # that nobody is of a group is said when it may be said of both, or not at all
        if set(absent) <= set(own_silent) & set(voices_silent):
            yield _Told(by, own_silent, voices_silent, absent)
        else:
            yield _Told(by, own, voices, ())


def _bands(
    parts: Parts,
    by: str,
    absent: Sequence[str],
    people: frozenset[str],
    earlier: Sequence[tuple[Groups, frozenset[str]]],
) -> tuple[Groups, Groups]:
    """Return the bands of some people, without and with the groups that nobody is of."""
    least, starts = parts.settings.showing.group_people, parts.settings.showing.bands
    groups = shared_out(parts, by, people)
    told = told_groups(groups, people, earlier, minimum=least, starts=starts)
    silent = nobody_told(groups, told, absent, people, earlier, minimum=least, starts=starts)
    return told, silent


def _large_and_absent(parts: Parts, by: str) -> tuple[str, ...]:
    """Return the groups that nobody present is of, large enough for that to single nobody out."""
    assert parts.exercised is not None
    table = parts.exercised.absent_groups
    least = LARGE * parts.settings.showing.group_people
    mine = table[(table["by"] == by) & (table["staff"] >= least) & (table["untold"] == 0)]
    return tuple(mine["value"])


def _rows(parts: Parts, told: _Told) -> Iterator[tuple[str, ...]]:
    """Yield a row for each group of the staff, where some group of the criterion has a band."""
    if not any(band != NOBODY for one in (told.participants, told.heard) for band in one.values()):
        return
    staff = parts.corpus.staff
    own: list[dict[Any, Any]] = staff[staff["by"] == told.by].to_dict("records")
    for one in own:
        words = group_words(told.by, one["value"]).removeprefix("agents de ")
        yield (
            words[:1].upper() + words[1:],
            percent(one["share"]),
            _band(parts, told.by, one["value"], told.participants),
            _band(parts, told.by, one["value"], told.heard),
        )


def _band(parts: Parts, by: str, value: str, told: Groups) -> str:
    key = group_key(by, value)
    found = [band for label, band in told.items() if group_key(by, label) == key]
    # two spellings of one group were told apart, or not at all: nothing is added up here
    if len(found) != 1:
        return _NOT_TOLD
    return "personne" if found[0] == NOBODY else band_words(parts, *found[0])


def _absent(parts: Parts, told: _Told) -> str:
    staff = parts.corpus.staff
    shares = staff[staff["by"] == told.by].set_index("value")["share"]
    names = [
        f"{value if told.by in ('service', 'trade') else group_words(told.by, value)} "
        f"({percent(shares[value])} des effectifs)"
        for value in told.absent
    ]
    return (
        f"{BY[told.by]}, personne n’est parmi les participants, ni parmi les personnes entendues "
        f"ou observées : {listed(names)}."
    )
