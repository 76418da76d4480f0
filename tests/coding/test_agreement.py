"""Figures of agreement: those that were published, and what must hold of any."""

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from transfo_analysis.coding import table
from transfo_analysis.coding.agreement import agreement
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.reliability import alpha, kappa, on_characters, on_turns

# Krippendorff (2011), « Computing Krippendorff's Alpha-Reliability », section C: nominal data,
# 4 observers, 12 units, some values missing (0)
C = """1 2 3 3 2 1 4 1 2 0 0 0
       1 2 3 3 2 2 4 1 2 5 0 3
       0 3 3 3 2 3 4 2 2 5 1 0
       1 2 3 3 2 4 4 1 2 5 1 0"""
# the same, section A (two observers, ten binary units) and B (two observers, five categories)
A = """0 1 0 0 0 0 0 0 1 0
       1 1 1 0 0 1 0 0 0 0"""
B = """a a b b d c c c e d d a
       b a b b b c c c e d d d"""
# Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11: three observers, a continuum of
# 60, (first, last, value). Taken from the tests of the R package quallmer, which cites it.
OBSERVERS = (
    ((1, 7, 1), (8, 13, 2), (31, 32, 5), (33, 37, 6), (38, 44, 6), (45, 60, 7)),
    ((1, 7, 1), (8, 13, 3), (14, 21, 5), (33, 44, 6)),
    ((1, 7, 1), (8, 13, 4), (14, 21, 5), (33, 37, 6), (38, 41, 6), (42, 44, 6)),
)


def counts_of(rows, missing=None):
    values = sorted({v for row in rows for v in row if v != missing})
    return np.array(
        [[sum(row[u] == v for row in rows) for v in values] for u in range(len(rows[0]))]
    )


def alpha_of(written, missing=None):
    rows = [line.split() for line in written.splitlines()]
    return float(alpha(on_turns(counts_of(rows, missing)).sum(axis=0)))


def test_alpha_on_published_examples():
    assert round(alpha_of(A), 3) == 0.095
    assert round(alpha_of(B), 3) == 0.692
    assert round(alpha_of(C, missing="0"), 3) == 0.743


def test_unitizing_alpha_on_the_published_example():
    marks = [(o, a - 1, b, v) for o, rows in enumerate(OBSERVERS) for a, b, v in rows]
    assert round(float(alpha(on_characters(60, 3, marks, values=7))), 3) == 0.510
    # bounds alone, whatever the values: 0.413 is printed, from sums that were rounded
    bounds = [(o, a, b, 1) for o, a, b, _ in marks]
    assert float(alpha(on_characters(60, 3, bounds))) == pytest.approx(0.413, abs=0.001)


def test_kappa_on_characters_of_the_known_case():
    one, other = np.zeros((2, 10_000), dtype=bool)
    one[1000:1100] = other[1050:1150] = True
    cells = [one & other, one & ~other, other & ~one, ~one & ~other]
    assert round(float(kappa(np.array([float(c.sum()) for c in cells]))), 4) == 0.4949


rows = st.integers(2, 4).flatmap(
    lambda m: st.lists(st.lists(st.integers(0, 3), min_size=m, max_size=m), min_size=2, max_size=12)
)


@given(rows)
def test_alpha_is_one_for_coders_who_agree_and_blind_to_their_order(units):
    coders = list(zip(*units, strict=True))
    counts = counts_of(coders)
    value = alpha(on_turns(counts).sum(axis=0))
    for again in (counts_of(coders[::-1]), counts[::-1], counts[:, ::-1]):
        assert alpha(on_turns(again).sum(axis=0)) == pytest.approx(float(value), nan_ok=True)
    same = on_turns(counts_of([coders[0]] * len(coders))).sum(axis=0)
    assert alpha(same) == (1 if len(set(coders[0])) > 1 else pytest.approx(np.nan, nan_ok=True))
    assert np.isnan(value) or value <= 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40))
def test_alpha_for_unitizing_is_alpha_on_units_of_one_character(pairs):
    # where every excerpt is one character long, the two are one measure
    marks = [
        (c, at, at + 1, 1) for at, both in enumerate(pairs) for c, v in enumerate(both) if v % 2
    ]
    counts = np.array([[sum(v % 2 == k for v in both) for k in (0, 1)] for both in pairs])
    ours = alpha(on_characters(len(pairs), 2, marks))
    assert ours == pytest.approx(float(alpha(on_turns(counts).sum(axis=0))), nan_ok=True)


def of(desk, name):
    folder = desk.reader.folder.parent
    return Desk(folder, desk.corpus, desk.codebook, desk.settings, coder=name)


def figures(desk, **more):
    codings = table.codings(desk.state, desk.corpus, desk.store)
    found = agreement(desk.corpus, codings, desk.state, desk.codebook, resamples=50, **more)
    return found.set_index(["measure", "target"])


def test_one_coder_agrees_with_nobody(desk):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    assert figures(desk).empty


def test_each_figure_says_what_it_measures_and_what_was_on_screen(desk):
    ben = of(desk, "Ben")
    desk.add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    ben.add("nadia", "mode:velo", quote="trop lourd", suggestions_shown=True)
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    ben.add("nadia", "categorie:frein", quote="trop lourd")
    desk.add("nadia", "mode:voiture", quote="c’est la voiture")
    found = figures(desk)
    assert found.loc[("alpha", "mode:velo"), "value"] == 1
    assert found.loc[("alpha_u", "mode:velo"), "value"] < 1
    assert found.loc[("alpha_u", "categorie:frein"), "value"] == 1
    assert found.loc[("kappa", "mode:velo"), "meaning"].startswith("Mesure les bornes, pas le sens")
    assert found.loc[("alpha", "mode:velo"), "suggestions"] == "parfois visibles"
    assert found.loc[("alpha", "categorie:frein"), "suggestions"] == "cachées"
    # the family: the same codes in turn 3, not in turn 1
    assert found.loc[("alpha", "mode"), "value"] < 1
    assert found.loc[("alpha", "mode"), ["units", "marked", "documents"]].tolist() == [2, 2, 1]
    assert set(found["coders"]) == {"Ana, Ben"}


def test_the_consensus_is_no_coder(desk):
    ben = of(desk, "Ben")
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="trop lourd")
    before = figures(desk)
    desk.settle_disagreement("nadia", 3, ["mode:velo"])
    pd.testing.assert_frame_equal(figures(desk), before)


WORDS = ["J'prends l'vélo", "l'été", "trop lourd", "Le vélo est", "elle est là"]
acts = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Ben"]),
        st.sampled_from(["mode:velo", "mode:voiture", "categorie:frein"]),
        st.sampled_from(WORDS),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=20 if os.environ.get("TRANSFO_FULL") else 10)
@given(acts)
def test_figures_hold_whoever_is_who_and_repeat_to_the_byte(blank_desk, acts):
    assume({who for who, *_ in acts} == {"Ana", "Ben"})

    def coded(swap, order):
        desk = blank_desk()
        names = {"Ana": "Ben", "Ben": "Ana"} if swap else {"Ana": "Ana", "Ben": "Ben"}
        people = {name: of(desk, name) for name in names}
        for who, code, words in order:
            people[names[who]].add("nadia", code, quote=words)
        return figures(desk)

    first = coded(False, acts)
    assert coded(False, acts[::-1]).to_csv() == first.to_csv()
    pd.testing.assert_frame_equal(coded(True, acts), first)
    assert (first["value"].dropna() <= 1).all()
    known = first.dropna(subset=["low", "high"])
    assert (known["low"] <= known["high"]).all()
