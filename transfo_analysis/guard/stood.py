"""Where people stood in debates, in bands, as far as nobody's place or move can be worked out.

A reader knows who took part in each debate, everybody's grade, and what hung before. Moments
(a debate's end, then its beginning, the latest debate first) are told one by one, as long as
every hidden count of fewer people than a group needs keeps all its values: how many of a grade
stood in a place, and how many of those who stood here at one moment stood there at another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from transfo_analysis.guard.counts import band

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.guard.releases import Publication
    from transfo_analysis.settings import Showing

__all__ = ["EVERYBODY", "UNTOLD", "Moment", "moments", "spread", "told_positions"]

Span = tuple[int, int]
# under this name a told moment keeps how many took part
EVERYBODY = "*"
# what stands for a place that nobody noted
UNTOLD = "non dit"


@dataclass(frozen=True)
class Moment:
    """One moment of one debate on one question.

    Parameters
    ----------
    key : names it in what was published: no name of a person, nor of a document
    case, question, wave, when : when is before or after
    places : participant → where they stood
    grades : participant → grade, "" if unknown
    """

    key: str
    case: str
    question: str
    wave: str
    when: str
    places: Mapping[str, str]
    grades: Mapping[str, str]

    def count(self, place: str) -> int:
        """Return how many stood in a place."""
        return sum(one == place for one in self.places.values())


def moments(positions: pd.DataFrame) -> list[list[Moment]]:
    """Return the moments of each question, in the order in which they are told."""
    found: dict[tuple[str, str], list[list[Moment]]] = {}
    for (case, question), rows in positions.groupby(["case", "question"], sort=False):
        ranks: dict[str, int] = {}
        for document, here in rows.groupby("document_id", sort=False):
            wave = str(here["wave"].iloc[0])
            ranks[wave] = ranks.get(wave, 0) + 1
            both = []
            for when in ("after", "before"):
                key = f"{case}/{question}/{wave}/{ranks[wave]}/{when}"
                # who is known is the same person in every debate; nobody else is
                who = [
                    str(person or f"{document} {voice}")
                    for person, voice in zip(here["person"], here["voice"], strict=True)
                ]
                places = dict(zip(who, here[when].map(lambda one: one or UNTOLD), strict=True))
                grades = dict(zip(who, here["grade"], strict=True))
                both.append(Moment(key, str(case), str(question), wave, when, places, grades))
            found.setdefault((str(case), str(question)), []).append(both)
    return [[one for both in reversed(debates) for one in both] for debates in found.values()]


def told_positions(
    positions: pd.DataFrame, earlier: Sequence[Publication], showing: Showing
) -> dict[str, dict[str, Span]]:
    """Return the bands that may be told, by moment and place; nothing unless counts are asked for.

    What an earlier publication told of a question is told again as it was. When it no longer
    is so (somebody withdrew, a table was corrected), nothing more is told of that question:
    the difference would tell of one person.
    """
    if not showing.counts:
        return {}
    return {
        key: bands
        for question in moments(positions)
        for key, bands in _told(question, earlier, showing).items()
    }


def _told(
    question: Sequence[Moment], earlier: Sequence[Publication], showing: Showing
) -> dict[str, dict[str, Span]]:
    bands = {one.key: _bands(one, showing) for one in question}
    head = f"{question[0].case}/{question[0].question}/"
    before = {
        key: dict(told)
        for publication in earlier
        for key, told in publication.groups.items()
        if key.startswith(head)
    }
    if any(bands.get(key) != told for key, told in before.items()):
        return {}
    chosen = [one for one in question if one.key in before]
    for one in question:
        # with one place only, whoever took part would be known to have stood there
        if one in chosen or len(bands[one.key].keys() - {EVERYBODY}) < 2:
            continue
        if _holds([*chosen, one], bands, showing.group_people):
            chosen.append(one)
    return {one.key: bands[one.key] for one in question if one in chosen}


def _bands(moment: Moment, showing: Showing) -> dict[str, Span]:
    """Return the bands of the places that are great enough, and how many took part."""
    most = len(moment.places)
    found = {EVERYBODY: (most, most)}
    for place in sorted(set(moment.places.values())):
        told = band(moment.count(place), showing.bands, showing.group_people, most)
        if told:
            found[place] = told
    return found


def _holds(chosen: Sequence[Moment], bands: Mapping[str, Mapping[str, Span]], minimum: int) -> bool:
    """Tell whether every small count keeps all its values once these moments are told.

    Only what is shared out one way is told (the places of a moment), and who took part and of
    which grade is known: two ways of sharing the same people out bound each other by what they
    have in common, and by nothing else (see `spread`).
    """
    known = [(one, _margins(one, bands[one.key], minimum)) for one in chosen]
    for one, margins in known:
        for place, span in margins.items():
            if not _keeps(one.count(place), span, len(one.places), minimum):
                return False
        for grade in set(one.grades.values()):
            mine = {who for who, of in one.grades.items() if of == grade}
            for place, span in margins.items():
                true = sum(one.places[who] == place for who in mine)
                whole = spread((len(mine), len(mine)), span, len(one.places), len(mine))
                if not _keeps(true, whole, len(mine), minimum):
                    return False
    for (one, first), (other, second) in combinations(known, 2):
        both = one.places.keys() & other.places.keys()
        everybody = len(one.places.keys() | other.places.keys())
        for place, span in first.items():
            for there, other_span in second.items():
                true = sum(one.places[w] == place and other.places[w] == there for w in both)
                whole = spread(span, other_span, everybody, len(both))
                if not _keeps(true, whole, len(both), minimum):
                    return False
    return True


def spread(one: Span, other: Span, everybody: int, both: int) -> Span:
    """Return how many people can be in two groups at once, of two ways of sharing people out.

    Parameters
    ----------
    one, other : least and greatest size of each group
    everybody : people that either way shares out
    both : people that both ways share out

    Examples
    --------
    Of 17 people, 10 to 14 said yes before and 10 to 14 after: 3 at least did both times.

    >>> spread((10, 14), (10, 14), 17, 17), spread((0, 4), (5, 9), 17, 16)
    ((3, 14), (0, 4))
    """
    return max(0, one[0] + other[0] - everybody), min(one[1], other[1], both)


def _keeps(true: int, span: Span, cap: int, minimum: int) -> bool:
    """Tell whether a count under the minimum can still be anything under it."""
    return true >= minimum or (span[0] == 0 and span[1] >= min(minimum - 1, cap))


def _margins(moment: Moment, bands: Mapping[str, Span], minimum: int) -> dict[str, Span]:
    """Return how many can have stood in each place, for whoever knows what is told and the rule.

    What is not told is under the minimum; together the places hold everybody who took part.
    """
    most = len(moment.places)
    # somebody may know that nobody stood anywhere else
    places = sorted(set(moment.places.values()))
    told = {place: bands.get(place, (0, min(minimum - 1, most))) for place in places}
    least, greatest = (sum(span[side] for span in told.values()) for side in (0, 1))
    return {
        place: (max(low, most - (greatest - high)), min(high, most - (least - low)))
        for place, (low, high) in told.items()
    }
