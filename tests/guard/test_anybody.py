"""Counts let nobody be sure of anybody: with who was heard, and whom each quote fits.

The attacker (`attacker.py`) is written apart from the guard, and tries every world.
"""

from __future__ import annotations

import itertools
import os
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis.guard.anybody import sure
from transfo_analysis.guard.counts import Count, Known, Table, withheld
from transfo_analysis.guard.hiding import protect

attacker = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("attacker.py"))))
MINIMUM, STARTS = 3, (3, 5, 10)
ROWS, COLUMNS = ("m:a", "m:b"), ("c:x", "c:y")
CELLS = list(itertools.product(ROWS, COLUMNS))
NAMES = [f"{r} {c}" for r, c in itertools.product((*ROWS, ""), (*COLUMNS, "")) if r or c]
CELL = ("m:a", "c:x")
FULL = bool(os.environ.get("TRANSFO_FULL"))
slow = settings(
    max_examples=300 if FULL else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def publish(people, heard, signed, quoted, earlier=()):
    """Do what the guard does of one table, with quotes of some people; return what hangs."""
    table = Table(ROWS, COLUMNS, people, frozenset(heard))
    why = withheld(table, (), earlier, MINIMUM)
    shown = frozenset(cell for cell, who in people.items() if who) - frozenset(why)
    voices = {
        cell: [
            frozenset(p for p in heard if signed[p] == label)
            for label in sorted({signed[p] for p in people[cell] & quoted})
        ]
        for cell in shown
    }
    return protect(
        table, shown, earlier, minimum=MINIMUM, starts=STARTS, counted=True, voices=voices
    )


@st.composite
def worlds(draw):
    """Give two waves of people, what they sign with, who is quoted, and what each says."""
    people = [f"p{n}" for n in range(draw(st.integers(3, 8)))]
    first = draw(st.integers(MINIMUM, len(people)))
    signed = {person: draw(st.sampled_from("AB")) for person in people}
    says = {person: draw(st.sets(st.sampled_from(CELLS))) for person in people}
    quoted = frozenset(draw(st.sets(st.sampled_from(people))))
    return [
        ({c: frozenset(p for p in some if c in says[p]) for c in CELLS}, some, signed, quoted)
        for some in (people[:first], people)
    ]


def hung(known, signed):
    """Return what somebody reads of a publication."""
    bands = {
        tuple(name.split(" ")): (known.counts[name].low, known.counts[name].high)
        for name in known.told
    }
    quotes = frozenset(
        (tuple(name.split(" ")), signed[next(iter(who))])
        for name, voices in known.voices.items()
        for who in voices
    )
    return attacker.Hung(known.heard, known.shown, bands, quotes)


def found(publications, signed):
    """Return what the attacker is sure of, of who was heard at last."""
    seen = [hung(one, signed) for one in publications]
    return set(attacker.everybody(seen, CELLS, signed, MINIMUM))


@slow
@given(worlds())
def test_the_counts_of_today_make_nobody_sure_of_anything_more(world):
    publications = []
    for people, heard, signed, quoted in world:
        known = publish(people, heard, signed, quoted, publications)
        silent = replace(known, told=frozenset())
        assert found([*publications, known], signed) <= found([*publications, silent], signed)
        publications.append(known)


@slow
@given(worlds(), st.sets(st.sampled_from(NAMES)))
def test_what_is_sure_is_just_what_every_world_has_in_common(world, some):
    """A careless wall, with counts that were never weighed: found out by both, and the same."""
    publications = []
    for people, heard, signed, quoted in world:
        known = publish(people, heard, signed, quoted, publications)
        table = Table(ROWS, COLUMNS, people, frozenset(heard))
        shown = {f"{row} {column}" for row, column in known.shown} | set(table.unions())
        true = {name: n for name, n in table.counts().items() if name in some & shown}
        counts = {
            name: Count(true[name], true[name], true[name], true[name])
            if name in true
            # nothing is known of the others but what hangs
            else replace(one, least=min(one.least, 1), greatest=len(heard))
            for name, one in known.counts.items()
        }
        publications.append(replace(known, counts=counts, told=frozenset(true)))
    seen = found(publications, signed)
    mine = sure(publications, MINIMUM)
    assert {f"(1, {p!r}, {tuple(c.split(' '))!r}): {int(said)}" for p, c, said in mine} <= seen
    assert bool(mine) is bool(seen)


def test_quotes_of_newcomers_and_a_band_do_not_fill_a_cell():
    """Two said it before, two newcomers are quoted: « 3 à 4 » would clear all the others."""
    heard = [f"p{n}" for n in range(9)]
    signed = dict(zip(heard, "CCCBDBDCC", strict=True))
    both = dict.fromkeys(CELLS, frozenset[str]())
    before = publish(both | {CELL: frozenset(heard[:2])}, heard[:3], signed, frozenset(heard))
    four = frozenset([*heard[:2], *heard[3:5]])
    two = publish(both | {CELL: four}, heard, signed, frozenset(heard), [before])
    assert CELL in before.shown
    assert CELL in two.shown
    assert "m:a c:x" not in two.told
    # nor anybody quoted: nothing to add up
    silent = publish(both | {CELL: four}, heard, signed, frozenset(), [before])
    assert silent.told


def test_a_cell_cleared_for_one_person_is_read_as_it_is():
    counts = {"m:a c:x": Count(1, 3, 1, 2)}
    lone = Known(frozenset("abc"), frozenset({CELL}), counts, lone=frozenset({CELL}))
    told = replace(lone, counts={"m:a c:x": Count(1, 1, 1, 1)}, told=frozenset({"m:a c:x"}))
    assert sure([lone], MINIMUM) == frozenset()
    assert sure([told], MINIMUM) == frozenset()
    # the same, of two people at least: nothing fits
    assert sure([replace(lone, counts={"m:a c:x": Count(1, 1, 1, 1)}, lone=frozenset())], 3) is None


def test_a_sub_code_s_people_are_its_parent_s():
    """Whoever says the part says the whole: nobody of the whole is nobody of the part."""
    heard = frozenset("abcd")
    counts = {"m:whole c:x": Count(2, 2, 2, 2), "m:part c:x": Count(2, 2, 2, 2)}
    shown = frozenset({("m:whole", "c:x"), ("m:part", "c:x")})
    who = {"m:part c:x": (frozenset("ab"),), "m:whole c:x": (frozenset("a"),)}
    known = Known(heard, shown, counts, told=frozenset(counts), voices=who)
    apart = sure([known], MINIMUM)
    within = sure([replace(known, within=(("m:whole c:x", "m:part c:x"),))], MINIMUM)
    assert apart == frozenset({("a", "m:whole c:x", True)})
    assert ("a", "m:part c:x", True) in within
