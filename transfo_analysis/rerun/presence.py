"""Which groups of the staff are heard for the first time since a wave was closed.

Nobody says that a group is heard more: others were met, and that is all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from transfo_analysis.exercises.groups import group_words
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.seen import GroupHeard, PersonHeard
from transfo_analysis.rerun.telling import Told
from transfo_analysis.sources.staff import group_key, group_value
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXERCISE", "groups_heard", "presence"]

EXERCISE = "Qui était là, qui n’y était pas"
# a trade is most often one person's: it is told by their name, and says nothing of a group
_TOLD = ("grade", "service", "sex")


def groups_heard(people: pd.DataFrame, heard: Iterable[PersonHeard]) -> Iterator[GroupHeard]:
    """Yield the groups that somebody heard is of, in any case.

    Parameters
    ----------
    people : table "people"
    """
    names = {one.person for one in heard}
    for by in _TOLD:
        members: dict[str, set[str]] = {}
        written: dict[str, str] = {}
        for person, value in sorted(zip(people["person"], people[by], strict=True)):
            if person in names and (key := group_key(by, value)):
                members.setdefault(key, set()).add(person)
                written.setdefault(key, group_value(by, value))
        for key, who in members.items():
            yield GroupHeard(by, written[key], tuple(sorted(who)))


def presence(difference: Difference) -> Iterator[Told]:
    """Yield the groups that nobody was heard of before, each with who is."""
    former, now = difference.former, difference.now
    known = {(one.by, group_key(one.by, one.value)) for one in former.groups}
    heard = {one.person for one in former.people}
    order = {by: rank for rank, by in enumerate(_TOLD)}
    for one in sorted(now.groups, key=lambda one: (order.get(one.by, len(order)), one.value)):
        if (one.by, group_key(one.by, one.value)) in known or heard & set(one.people):
            continue
        documents = {name for p in now.people if p.person in one.people for name in p.documents}
        if not documents & set(difference.new_documents):
            continue  # met before, and coded since
        words = group_words(one.by, one.value)
        about = f"{words[0].upper()}{words[1:]}"
        people = plural(len(one.people), "personne entendue", "personnes entendues")
        ids = tuple(coding.id for coding in now.codings if coding.person in one.people)
        note = f"{listed(list(one.people))}."
        yield Told(EXERCISE, "", about, f"{people}, pour la première fois", note, ids)
