"""Who was there, and who was not: participants, people heard and observed, against the staff.

Participants are volunteers and people are met where the fieldwork goes: nobody was drawn from
the staff, so shares are set side by side, and nothing is tested or inferred from them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.consensus import counted
from transfo_analysis.crosstable.count import heard, seen
from transfo_analysis.crosstable.crossings import FIELD
from transfo_analysis.exercises.groups import BY, UNTOLD, group_words
from transfo_analysis.sources.staff import group_key, group_value
from transfo_analysis.tables import PLACED, SEPARATOR, frame, split_ids
from transfo_analysis.typography import french, percent, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus

__all__ = [
    "NO_SAMPLE",
    "PARTICIPANT",
    "Present",
    "absent_groups",
    "participants",
    "presence",
    "staff_source",
]

NO_SAMPLE = (
    "Les participants sont volontaires et les personnes entendues ont été rencontrées au fil du "
    "terrain : ce ne sont pas des échantillons. Les écarts se décrivent ; aucun test n’y a de sens."
)
# the role that makes somebody a participant of the programme
PARTICIPANT = "ambassadeur"
UNKNOWN_STAFF = "effectifs inconnus"
People = frozenset[str]


@dataclass(frozen=True)
class Present:
    """Who takes part, whose words were gathered, who was heard, who was observed.

    One person may be all of that.
    Whoever withdrew is in none of them; whoever refuses analysis is a participant at most.
    Speakers that nothing identifies are nobody.
    """

    participants: People
    met: People
    heard: People
    observed: People

    @classmethod
    def of(cls, corpus: Corpus, codings: pd.DataFrame) -> Present:
        """Return who is present in a corpus.

        Parameters
        ----------
        codings : table "codings"
        """
        people, passages = corpus.people, corpus.passages
        words = passages[passages["kind"].isin(FIELD)]
        own = counted(codings)
        own = own[own["evidence"].astype(bool) & own["status"].isin(PLACED)]
        refusing = frozenset(people.loc[~people["consent_analysis"].astype(bool), "person"])
        met = _named(heard(words[words["evidence"].astype(bool)])) - refusing
        listened = _named(heard(own[own["kind"].isin(FIELD)])) - refusing
        watched = _named(seen(words)) - refusing
        return cls(participants(corpus), met, listened, watched)

    @property
    def everyone(self) -> People:
        """All of them, once."""
        return self.participants | self.met | self.heard | self.observed


def participants(corpus: Corpus) -> People:
    """Return who takes part in the programme: the ambassadors of `participants.csv`."""
    people = corpus.people
    takes_part = [PARTICIPANT in split_ids(roles) for roles in people["roles"]]
    return frozenset(people.loc[takes_part, "person"])


def _named(people: Iterable[str]) -> People:
    return frozenset(people) - {""}


@dataclass(frozen=True)
class _Group:
    """One group: how it is written, how many it is among the staff, who is of it."""

    by: str
    value: str
    agents: float
    share: float
    people: People


def presence(corpus: Corpus, present: Present) -> pd.DataFrame:
    """Return the table "presence": counts, shares and gaps by grade, trade, service and sex.

    Without a reference table for a criterion, its groups are counted and no gap is told.
    """
    rows = []
    for by in BY:
        here = [_row(one, present) for one in _groups(corpus, present, by)]
        rows += sorted(here, key=_by_gap)
    return frame("presence", rows)


def absent_groups(corpus: Corpus, present: Present) -> pd.DataFrame:
    """Return the table "absent_groups": groups of the staff that nobody present is of."""
    rows = []
    for by in BY:
        groups = _groups(corpus, present, by)
        untold = sum(len(one.people) for one in groups if not one.value)
        absent = [one for one in groups if one.value and one.share > 0 and not one.people]
        for one in sorted(absent, key=lambda one: (-one.share, group_key(by, one.value))):
            words = group_words(by, one.value)
            sentence = f"Aucun des {words}" if by != "sex" else f"Aucune personne parmi les {words}"
            sentence += f" : {percent(one.share)} des effectifs"
            if untold:
                sentence += f" ; {UNTOLD[by]} pour {plural(untold, 'personne')}"
            rows.append(
                {
                    "by": by,
                    "value": one.value,
                    "staff": one.agents,
                    "staff_share": one.share,
                    "untold": untold,
                    "sentence": french(f"{sentence}."),
                }
            )
    return frame("absent_groups", rows)


def staff_source(corpus: Corpus) -> str:
    """Return where the figures of the staff come from, as a note says it; "" when unknown.

    Examples: « Effectifs : rapport social, 2023. »
    """
    pairs = dict.fromkeys(
        ", ".join(part for part in (source, year) if part)
        for source, year in corpus.staff[["source", "year"]].itertuples(index=False)
    )
    told = [pair for pair in pairs if pair]
    return french(f"Effectifs : {' ; '.join(told)}.") if told else ""


# -- the groups ------------------------------------------------------------------------------------


def _groups(corpus: Corpus, present: Present, by: str) -> list[_Group]:
    """Return the groups of one criterion: those of the staff, then those that it has not."""
    members, written = _members(corpus, present, by)
    found = []
    own = corpus.staff[corpus.staff["by"] == by]
    for value, agents, share in own[["value", "agents", "share"]].itertuples(index=False):
        who = frozenset(members.pop(group_key(by, value), ()))
        found.append(_Group(by, value, agents, share, who))
    unknown = float("nan")
    found += [
        _Group(by, written[key], unknown, unknown, frozenset(members[key]))
        for key in sorted(members)
    ]
    # nobody wrote anything of this criterion: there is nothing to say
    return found if any(one.value for one in found) else []


def _members(
    corpus: Corpus, present: Present, by: str
) -> tuple[dict[str, set[str]], Mapping[str, str]]:
    """Return who is of each group present, by its key, and how the group is written."""
    told = dict(zip(corpus.people["person"], corpus.people[by], strict=True))
    members: dict[str, set[str]] = {}
    spellings: dict[str, list[str]] = {}
    for person in present.everyone:
        value = group_value(by, told.get(person, ""))
        key = group_key(by, value)
        members.setdefault(key, set()).add(person)
        spellings.setdefault(key, []).append(value)
    usual = {
        key: max(sorted(set(several)), key=several.count) for key, several in spellings.items()
    }
    return members, usual


def _row(group: _Group, present: Present) -> dict[str, Any]:
    participants, met, listened, watched = (
        group.people & everyone
        for everyone in (present.participants, present.met, present.heard, present.observed)
    )
    shares = [
        len(part) / len(whole) if whole else float("nan")
        for part, whole in (
            (participants, present.participants),
            (listened, present.heard),
            (watched, present.observed),
        )
    ]
    gaps = [share - group.share for share in shares[:2]]
    sizes = [abs(gap) for gap in gaps if not math.isnan(gap)]
    return {
        "by": group.by,
        "value": group.value,
        "participants": len(participants),
        "met": len(met),
        "heard": len(listened),
        "observed": len(watched),
        "staff": group.agents,
        "participants_share": shares[0],
        "heard_share": shares[1],
        "observed_share": shares[2],
        "staff_share": group.share,
        "participants_gap": gaps[0],
        "heard_gap": gaps[1],
        "gap": max(sizes, default=float("nan")),
        "sentence": _sentence(group, present),
        "participant_ids": SEPARATOR.join(sorted(participants)),
        "met_ids": SEPARATOR.join(sorted(met)),
        "heard_ids": SEPARATOR.join(sorted(listened)),
        "observed_ids": SEPARATOR.join(sorted(watched)),
    }


def _by_gap(row: Mapping[str, Any]) -> tuple[bool, bool, float, str]:
    """Order rows: the widest gaps first, then those without one, last who is of no group."""
    size = row["participants"] + row["heard"] if math.isnan(row["gap"]) else row["gap"]
    name = group_key(row["by"], row["value"])
    return not row["value"], math.isnan(row["gap"]), -size, name


def _sentence(group: _Group, present: Present) -> str:
    """Say one row: « Les agents de catégorie C sont 2 sur 17 ici, 61 % des effectifs ; … »."""
    parts = [
        (present.participants, "ici"),
        (present.heard, "parmi les personnes entendues"),
        (present.met if not present.heard else (), "parmi les personnes rencontrées, non codées"),
        (present.observed & group.people and present.observed, "parmi les personnes observées"),
    ]
    told = [
        f"{len(group.people.intersection(whole))} sur {len(whole)} {where}"
        for whole, where in parts
        if whole
    ]
    staff = UNKNOWN_STAFF if math.isnan(group.share) else f"{percent(group.share)} des effectifs"
    if not group.value:
        some = [one for one in told if not one.startswith("0 ")]
        met = plural(len(group.people), "personne rencontrée", "personnes rencontrées")
        name = group_words(group.by, "")
        return french(f"{name[0].upper()}{name[1:]} : {', '.join(some) or met}.")
    others = f" ; {', '.join(told[1:])}" if told[1:] else ""
    first = told[0] if told else "absents de ce matériau"
    return french(f"Les {group_words(group.by, group.value)} sont {first}, {staff}{others}.")
