"""« Qui était là » in public: bands from five people on, and absence of large groups only.

The reader of these tests is written apart from the guard: it tries every way of sharing people
out that fits what hangs, what hung before, and who is known to have come since.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import open_project, showing
from transfo_analysis.exercises.presence import Present, absent_groups
from transfo_analysis.guard.heard import NOBODY, nobody_told, told_groups
from transfo_analysis.guard.panels.presence import remembered, who_was_there
from transfo_analysis.guard.publishing import prepare
from transfo_analysis.guard.releases import Publication

MINIMUM, STARTS = 5, (5, 8, 11)
LABELS = ("A", "B", "C", "D")


def hung(groups, earlier=()):
    """Return what hangs of groups: bands, and the last label's when nobody is of it."""
    everybody = frozenset().union(*groups.values())
    last = list(groups)[-1]
    known = {label: who for label, who in groups.items() if who or label != last}
    options = {"minimum": MINIMUM, "starts": STARTS}
    told = told_groups(known, everybody, earlier, **options)
    if not groups[last]:
        told = nobody_told(known, told, [last], everybody, earlier, **options)
    return told, everybody


def grouped(sizes):
    """Return groups of people of these sizes, by label."""
    people = iter(range(1000))
    return {
        label: frozenset(next(people) for _ in range(size))
        for label, size in zip(LABELS, sizes, strict=False)
    }


def worlds(told, total, labels=LABELS):
    """Return every way of sharing `total` people out that fits what hangs, for who knows the rule."""
    small = MINIMUM - 1 if any(band != NOBODY for band in told.values()) else total
    *first, last = (told.get(label, (0, small)) for label in labels)
    found = set()
    for sizes in itertools.product(*(range(low, min(high, total) + 1) for low, high in first)):
        rest = total - sum(sizes)
        if last[0] <= rest <= last[1]:
            found.add((*sizes, rest))
    return found


def seen(found, rank):
    return {sizes[rank] for sizes in found}


@settings(deadline=None, max_examples=40)
@given(sizes=st.tuples(*[st.integers(0, 8)] * 4))
def test_no_hidden_group_is_narrowed_by_what_hangs_beside_it(sizes):
    told, everybody = hung(grouped(sizes))
    fits, silent = worlds(told, len(everybody)), worlds({}, len(everybody))
    assert sizes in fits
    for rank, label in enumerate(LABELS):
        if told.get(label) == NOBODY:
            assert sizes[rank] == 0
        elif label in told:
            low, high = told[label]
            assert seen(fits, rank) == seen(silent, rank) & set(range(low, high + 1))
        elif sizes[rank] < MINIMUM:
            assert seen(fits, rank) >= seen(silent, rank) & set(range(MINIMUM))


@settings(deadline=None, max_examples=15)
@given(
    sizes=st.tuples(*[st.integers(0, 7)] * 3),
    newcomers=st.lists(st.sampled_from(range(3)), min_size=1, max_size=3),
)
def test_a_newcomer_s_group_is_not_read_from_two_walls(sizes, newcomers):
    groups = grouped(sizes)
    labels = tuple(groups)
    first, before = hung(groups)
    came = {f"new{n}": labels[rank] for n, rank in enumerate(newcomers)}
    later = {
        label: who | {name for name, whose in came.items() if whose == label}
        for label, who in groups.items()
    }
    second, everybody = hung(later, [(first, before)])

    def fitting(now):
        return {
            two
            for two in worlds(now, len(everybody), labels)
            for one in worlds(first, len(before), labels)
            if all(0 <= b - a <= len(came) for a, b in zip(one, two, strict=True))
        }

    fits, silent = fitting(second), fitting({})
    assert tuple(len(later[label]) for label in labels) in fits
    for rank, label in enumerate(labels):
        if second.get(label) == NOBODY:
            continue
        low, high = second.get(label, (0, MINIMUM - 1))
        if label in second or len(later[label]) < MINIMUM:
            assert seen(fits, rank) >= seen(silent, rank) & set(range(low, high + 1))


# -- the panel -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parts(demonstration):
    return showing.parts(open_project(demonstration))


@pytest.fixture(scope="module")
def known(parts):
    """Return the same parts, the one passer-by of the second debate in the list of participants."""
    people = parts.corpus.people
    assert "Ghislain" not in set(people["person"])
    passerby = people.iloc[:1].assign(
        person="Ghislain", roles="", grade="B", service="Voirie et espaces publics"
    )
    more = pd.concat([people, passerby], ignore_index=True)
    return moved(replace(parts, corpus=replace(parts.corpus, people=more)))


def moved(parts, **changes):
    """Return the same parts, some people's attributes changed: person=(column, value)."""
    people = parts.corpus.people.copy()
    for person, (column, value) in changes.items():
        people.loc[people["person"] == person, column] = value
    corpus = replace(parts.corpus, people=people)
    present = Present.of(corpus, parts.codings)
    exercised = replace(parts.exercised, absent_groups=absent_groups(corpus, present))
    return replace(parts, corpus=corpus, exercised=exercised)


def texts(panel):
    return [
        panel.title,
        *panel.columns,
        *panel.sentences,
        panel.note,
        *itertools.chain(*panel.rows),
    ]


def test_it_names_nobody_and_tells_no_number_under_five(parts):
    panel = who_was_there(parts, False)
    said = " ".join(texts(panel)).replace("\u202f", " ")
    assert not [p for p in parts.corpus.people["person"] if re.search(rf"\b{p}\b", said)]
    for _, _, *bands in panel.rows:
        for band in bands:
            assert band == "–" or int(band.split()[0]) >= 5
    assert "ce ne sont pas des échantillons" in said
    assert "Effectifs : rapport social unique (fictif), 2023." in said


def test_every_grade_has_its_share_of_the_staff_beside_what_may_be_told(parts):
    rows = {row[0]: row[1:] for row in who_was_there(parts, False).rows}
    assert rows["Catégorie C"][0].replace("\u202f", " ") == "61 %"
    # two participants are of it: their number is not told
    assert rows["Catégorie C"][1] == "–"


def test_that_nobody_is_of_a_small_service_is_told_nowhere(parts):
    """Nadia’s service has 38 agents, that of mobility 46: whether they are heard does not show."""
    other = moved(parts, Nadia=("service", "Mobilités"))
    assert who_was_there(other, False) == who_was_there(parts, False)


def test_that_nobody_is_of_a_large_service_is_told_until_somebody_is(known):
    said = " ".join(who_was_there(known, False).sentences)
    assert "Restauration collective" in said
    assert "Observatoire" not in said
    came = moved(known, Nadia=("service", "Restauration collective"))
    assert "Restauration collective" not in " ".join(who_was_there(came, False).sentences)


def test_somebody_whose_service_nobody_knows_may_be_of_any(parts, known):
    unsure = moved(known, Nadia=("service", ""))
    assert "Par service" not in " ".join(who_was_there(unsure, False).sentences)
    # as the passer-by of the second debate, whom the list of participants does not have
    assert "Par service" not in " ".join(who_was_there(parts, False).sentences)


def test_without_a_staff_there_is_no_panel(parts):
    bare = replace(parts, corpus=replace(parts.corpus, staff=parts.corpus.staff[:0]))
    assert who_was_there(bare, False) is None
    assert remembered(bare, {"grade": {"B": (5, 9)}}) == {"grade": {"B": (5, 9)}}


def test_a_publication_remembers_what_this_panel_told(parts, known):
    assert "Restauration collective" not in prepare(parts, draft=True).publication.groups["service"]
    made = prepare(known, draft=True).publication
    assert made.groups["participants grade"] == {"A": (5, 9), "B": (5, 9)}
    assert made.groups["service"]["Restauration collective"] == NOBODY
    assert len(made.present) == 17
    assert Publication.from_json(made.to_json()) == made
    old = json.loads(made.to_json())
    del old["present"]
    assert Publication.from_json(json.dumps(old)).present == frozenset()


def test_one_new_participant_does_not_show_their_grade(parts):
    """Sixteen then seventeen participants: the second wall tells no band that the first widens."""
    fewer = moved(parts, Armand=("roles", "enquete"))
    first = prepare(fewer, draft=True).publication
    again = replace(parts, earlier=(first,))
    rows = {row[0]: row[2] for row in who_was_there(again, False).rows}
    before = {row[0]: row[2] for row in who_was_there(fewer, False).rows}
    assert rows["Catégorie A"] == before["Catégorie A"] == "5 à 9"
