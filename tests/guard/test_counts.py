"""No hidden count can be worked out, by whoever knows every publication and the rule.

The attacker of these tests (`attacker.py`) is written apart from the guard.
"""

from __future__ import annotations

import itertools
import os
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis.guard.counts import Known, Table, band, withheld
from transfo_analysis.guard.heard import told_groups
from transfo_analysis.guard.hiding import protect
from transfo_analysis.guard.possible import Possible

attacker = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("attacker.py"))))
FULL = bool(os.environ.get("TRANSFO_FULL"))
MINIMUM, STARTS = 3, (3, 5, 10, 15)
ROWS, COLUMNS = ("m:a", "m:b", "m:c"), ("c:x", "c:y", "c:z")


def narrowed(tables, publications, starts=STARTS):
    return attacker.narrowed(tables, publications, starts, MINIMUM)


def publish(people, heard, earlier=(), *, starts=STARTS, counted=True, cleared=()):
    """Do what the guard does of one table; return what hangs, as the guard remembers it."""
    table = Table(ROWS, COLUMNS, people, frozenset(heard))
    why = withheld(table, cleared, earlier, MINIMUM)
    shown = frozenset(cell for cell, who in people.items() if who) - frozenset(why)
    known = protect(table, shown, list(earlier), minimum=MINIMUM, starts=starts, counted=counted)
    return table, known


@st.composite
def worlds(draw, waves=2, most=15):
    """Give waves of people, and which cells each fills; words said stay said."""
    size = draw(st.integers(2, most))
    people = [f"p{n}" for n in range(size)]
    cells = list(itertools.product(ROWS, COLUMNS))
    says = {person: draw(st.sets(st.sampled_from(cells), max_size=6)) for person in people}
    first = draw(st.integers(1, size)) if waves == 2 else size
    return [
        ({c: frozenset(p for p in some if c in says[p]) for c in cells}, some)
        for some in ([people[:first], people] if waves == 2 else [people])
    ]


EXAMPLES = 400 if FULL else 8
slow = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(worlds(), st.sampled_from([STARTS, (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)]))
def test_every_hidden_count_keeps_its_whole_band(world, starts):
    tables, publications = [], []
    for people, heard in world:
        table, known = publish(people, heard, publications, starts=starts)
        tables.append(table)
        publications.append(known)
        assert narrowed(tables, publications, starts) == []


@slow
@given(worlds())
def test_what_is_told_is_true_and_great_enough(world):
    publications = []
    for people, heard in world:
        table, known = publish(people, heard, publications)
        publications.append(known)
        true = table.counts()
        for name in known.told:
            assert true[name] >= MINIMUM
            assert known.counts[name].low <= true[name] <= known.counts[name].high


def test_counts_are_told_where_nothing_gives_away():
    """A guard that hides everything would pass every other test."""
    heard = [f"p{n}" for n in range(14)]
    people = {("m:a", "c:x"): frozenset(heard[:6]), ("m:b", "c:y"): frozenset(heard[3:7])}
    _, known = publish(people, heard)
    assert known.counts["m:a c:x"].low == 5
    assert {"m:a c:x", "m:b c:y"} <= known.told


def test_a_margin_that_gives_a_small_cell_away_is_hidden():
    """Three, three and two others make eight in the row: exact numbers would tell the two."""
    heard = [f"p{n}" for n in range(12)]
    cells = (heard[:3], heard[3:6], heard[6:8])
    people = {("m:a", c): frozenset(who) for c, who in zip(COLUMNS, cells, strict=True)}
    exact = tuple(range(3, 13))
    table, known = publish(people, heard, starts=exact)
    assert "m:a " not in known.told
    assert narrowed([table], [known], exact) == []
    # the attacker is no straw man: with the margin told, it finds the two
    told = Known(
        known.heard,
        known.shown,
        {**known.counts, "m:a ": type(known.counts["m:a "])(8, 8, 8, 8)},
        known.within,
        known.unions,
        known.told | {"m:a "},
    )
    assert narrowed([table], [told], exact)


def test_one_newcomer_is_not_read_from_two_publications():
    heard = [f"p{n}" for n in range(10)]
    first = {("m:a", "c:x"): frozenset(heard[:4])}
    second = {("m:a", "c:x"): frozenset([*heard[:4], "new"])}
    table_1, known_1 = publish(first, heard)
    table_2, known_2 = publish(second, [*heard, "new"], [known_1])
    assert known_1.told
    assert "m:a c:x" not in known_2.told
    assert narrowed([table_1, table_2], [known_1, known_2]) == []


def test_without_counts_a_cell_of_one_or_two_newcomers_stays_hidden():
    """Hidden, then shown when one person was heard: whoever compares reads that person."""
    heard = [f"p{n}" for n in range(6)]
    cell = ("m:a", "c:x")
    _, before = publish({cell: frozenset(heard[:1])}, heard, counted=False)
    assert cell not in before.shown
    for new, expected in ((1, False), (2, False), (3, True)):
        people = [*heard, *(f"new{n}" for n in range(new))]
        both = {cell: frozenset([heard[0], "new0"])}
        _, after = publish(both, people, [before], counted=False)
        assert (cell in after.shown) is expected
    # more coding of the same talks says nothing of a newcomer
    _, again = publish({cell: frozenset(heard[:2])}, heard, [before], counted=False)
    assert cell in again.shown


@slow
@given(worlds(), st.booleans())
def test_the_only_user_of_a_mode_cannot_be_read(world, counted):
    """What hangs is the same whether a row has one person or nobody, and whoever it is."""
    (people, heard), (later, everybody) = world
    only = dict(people)
    nobody = dict(people)
    for column in COLUMNS:
        only["m:c", column] = frozenset([heard[0]])
        nobody["m:c", column] = frozenset()
        later = {**later, ("m:c", column): frozenset([heard[0]])}
    _, with_one = publish(only, heard, counted=counted)
    _, without = publish(nobody, heard, counted=counted)
    assert not {cell for cell in with_one.shown if cell[0] == "m:c"}
    assert with_one.shown == without.shown
    assert not {name for name in with_one.told if name.startswith("m:c")}
    _, second = publish(later, everybody, [with_one], counted=counted)
    assert not {cell for cell in second.shown if cell[0] == "m:c"}


def test_a_count_of_everybody_heard_is_not_told():
    """« 3 » of three people heard: each of them said it."""
    heard = [f"p{n}" for n in range(3)]
    everybody = {("m:a", "c:x"): frozenset(heard), ("m:b", "c:y"): frozenset(heard[:2])}
    _, known = publish(everybody, heard, starts=(3, 4, 5))
    assert known.told == frozenset()
    _, known = publish(everybody, [*heard, "one more"], starts=(3, 4, 5))
    assert "m:a c:x" in known.told


def test_two_people_heard_in_all_are_in_every_cell_that_would_be_shown():
    cell = ("m:a", "c:x")
    for heard, expected in ((["p0", "p1"], False), (["p0", "p1", "p2"], True)):
        _, known = publish({cell: frozenset(heard[:2])}, heard, counted=False)
        assert (cell in known.shown) is expected


def test_by_default_no_count_at_all():
    heard = [f"p{n}" for n in range(10)]
    _, known = publish({("m:a", "c:x"): frozenset(heard)}, heard, counted=False)
    assert known.told == frozenset()
    assert known.shown == {("m:a", "c:x")}


def test_a_sub_code_does_not_tell_its_parent():
    """Three for the parent's cell and two for its sub-code: neither tells the other's rest."""
    heard = frozenset(f"p{n}" for n in range(12))
    people = {
        ("m:a", "c:x"): frozenset(["p0", "p1", "p2"]),
        ("m:b", "c:x"): frozenset(["p0", "p1"]),
    }
    table = Table(ROWS, COLUMNS, people, heard, {"m:b": "m:a"})
    known = protect(
        table, frozenset(people), [], minimum=3, starts=tuple(range(3, 13)), counted=True
    )
    assert "m:b c:x" not in known.told
    system = Possible()
    system.count("whole", 3, 3)
    system.count("part", 1, 2)
    system.differ("whole", "part", 0)
    assert system.span("part") == (1, 2)


@slow
@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=15), st.integers(0, 15))
def test_a_small_group_is_not_what_is_left_of_everybody(letters, first):
    """Brute force: every way of sharing people out that fits what hangs."""
    people = [f"p{n}" for n in range(len(letters))]
    first = min(first, len(people))
    earlier = []
    for some in (people[:first], people):
        heard = frozenset(some)
        groups = {
            label: frozenset(
                p
                for p, letter in zip(people, letters, strict=True)
                if letter == label and p in heard
            )
            for label in "ABC"
        }
        told = told_groups(groups, heard, earlier, minimum=5, starts=(5, 8, 11))
        most = len(some)
        fits = [
            counts
            for counts in itertools.product(range(most + 1), repeat=3)
            if sum(counts) == most
            and all(
                told[g][0] <= n <= told[g][1]
                for g, n in zip("ABC", counts, strict=True)
                if g in told
            )
        ]
        for rank, label in enumerate("ABC"):
            if told and label not in told:
                assert {counts[rank] for counts in fits} >= set(range(min(4, most) + 1))
        earlier.append((told, heard))


def test_that_nobody_of_a_grade_was_heard_is_told_only_where_none_is_hidden():
    heard = [f"p{n}" for n in range(14)]
    nobody = {"A": frozenset(), "B": frozenset(heard[:6]), "C": frozenset(heard[6:])}
    told = told_groups(nobody, frozenset(heard), [], minimum=5, starts=(5, 10))
    assert told == {"A": (0, 0), "B": (5, 9), "C": (5, 9)}
    # two of B: that A is empty would say how many
    few = {"A": frozenset(), "B": frozenset(heard[:2]), "C": frozenset(heard[2:])}
    assert told_groups(few, frozenset(heard), [], minimum=5, starts=(5, 10)) == {"C": (10, 14)}
    # it may be no longer: a newcomer of A is one of those who came
    later = {**nobody, "A": frozenset(["q0"])}
    everybody = frozenset([*heard, "q0", "q1", "q2"])
    again = told_groups(
        later | {"C": later["C"] | {"q1", "q2"}}, everybody, [(told, frozenset(heard))],
        minimum=5, starts=(5, 10),
    )  # fmt: skip
    assert "A" not in again


def test_an_impossible_past_hides_everything():
    """Somebody heard before says more today: the counts do not fit what is supposed."""
    heard = [f"p{n}" for n in range(9)]
    cell = ("m:a", "c:x")
    _, before = publish({cell: frozenset(heard[:3])}, heard, starts=tuple(range(3, 10)))
    _, after = publish({cell: frozenset(heard[:8])}, heard, [before], starts=tuple(range(3, 10)))
    assert before.told
    assert after.told == frozenset()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_counts_have_no_band(count):
    assert band(count, STARTS, MINIMUM, 15) is None
