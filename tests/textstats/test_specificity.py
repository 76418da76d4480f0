"""Lafon's score against published figures and against its own definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.textstats.specificity import specificity


@pytest.mark.parametrize(
    ("count", "part", "total", "corpus", "expected"),
    [
        # hand-computable: all 5 of 5 in half of 10 words: 1 / C(10, 5)
        (5, 5, 5, 10, math.log10(252)),
        # none of 1 in half of 2: P(X ≤ 0) = 1/2
        (0, 1, 1, 2, -math.log10(2)),
    ],
)
def test_small_cases_are_the_tail_itself(count, part, total, corpus, expected):
    assert specificity(count, part, total, corpus) == pytest.approx(expected, abs=1e-9)


@st.composite
def tables(draw):
    corpus = draw(st.integers(1, 120))
    part = draw(st.integers(0, corpus))
    total = draw(st.integers(0, corpus))
    count = draw(st.integers(max(0, part + total - corpus), min(part, total)))
    return count, part, total, corpus


@given(tables())
def test_it_equals_the_sum_of_exact_probabilities(table):
    count, part, total, corpus = table
    ways = {
        k: math.comb(total, k) * math.comb(corpus - total, part - k)
        for k in range(max(0, part + total - corpus), min(part, total) + 1)
    }
    every = math.comb(corpus, part)
    if count * corpus >= part * total:
        expected = -math.log10(sum(w for k, w in ways.items() if k >= count) / every)
    else:
        expected = math.log10(sum(w for k, w in ways.items() if k <= count) / every)
    assert specificity(*table) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("count", "part", "printed"),
    [
        # « peuple » in ten speeches of Robespierre, the corpus of Lafon (1980): its scores
        # as R's textometry 0.1.6 prints them
        (45, 8395, 0.6161),
        (18, 2558, 1.1466),
        (14, 6903, -4.1743),
        (53, 7896, 2.1122),
        (59, 13933, -0.8410),
    ],
)
def test_it_equals_the_reference_implementation(count, part, printed):
    assert specificity(count, part, 296, 61449) == pytest.approx(printed, abs=6e-5)


@pytest.mark.parametrize("table", [(3, 2, 5, 10), (3, 5, 2, 10), (1, 20, 5, 10), (-1, 2, 2, 10)])
def test_contradictory_counts_are_named(table):
    with pytest.raises(ValueError, match="se contredisent"):
        specificity(*table)
