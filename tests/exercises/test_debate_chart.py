"""The charts of a debate: everybody has a line, moves are seen without colour, words stand for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis import open_project
from transfo_analysis.display.exercises.debate_grades import by_grade
from transfo_analysis.display.exercises.debate_moves import moves
from transfo_analysis.display.exercises.lanes import lanes, order_of, strands
from transfo_analysis.display.style import house
from transfo_analysis.stages import _gather


@pytest.fixture(scope="module")
def run(_debate):
    return _gather(open_project(_debate), lambda *_: None)


def drawn(make, run):
    with house():
        (chart,) = make(run.exercised, run.matters)
    return chart


def texts(sheet):
    from matplotlib.text import Text

    return [t.get_text().replace("\u202f", " ") for t in sheet.figure.findobj(Text)]


def test_a_sheet_a_question_names_who_moved_and_counts_each_place(run):
    chart = drawn(moves, run)
    assert len(chart.sheets) == 2
    first = texts(chart.sheets[0])
    assert "Ana (C)" in first
    assert "Driss (C)" in first, "a late comer is named too"
    assert "Boris (B)" not in first, "who stays is not"
    assert any("Faut-il rendre le tram gratuit" in one for one in first)
    assert "DOCUMENT DE TRAVAIL, NE PAS AFFICHER" in first


def test_moves_are_told_from_stays_by_weight_and_shape_not_by_colour(run):
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon, Rectangle

    sheet = drawn(moves, run).sheets[0]
    widths = {line.get_linewidth() for line in sheet.figure.findobj(Line2D)}
    assert {0.5, 1.7} <= widths
    arrows = [p for p in sheet.figure.findobj(Polygon) if not isinstance(p, Rectangle)]
    # one in the legend, one for Ana
    assert len(arrows) == 2


def test_the_data_and_the_alternative_text_say_what_is_drawn(run):
    chart = drawn(moves, run)
    assert len(chart.data) == 8
    assert set(chart.data["before_label"]) >= {"Oui", "Non", "Au milieu", "Absent·e"}
    alt = chart.alt.replace("\u202f", " ")
    assert "1 est passée de « Oui » à « Non »" in alt
    assert "Ana de « Oui » à « Non »" in alt


def test_by_grade_says_each_grade_and_those_untold(run):
    chart = drawn(by_grade, run)
    first = texts(chart.sheets[0])
    assert {"Catégorie B (3)", "Catégorie C (2)", "non dite (1)"} <= set(first)
    assert "catégorie C : sur 2 personnes" in chart.alt.replace("\u202f", " ")


PLACES = order_of(["position:oui", "position:non"])
ROWS = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)), min_size=1, max_size=90)  # fmt: skip


@given(ROWS)
def test_everybody_has_a_slot_of_their_own_inside_their_lane(pairs):
    rows = [{"voice": f"p{n}", "before": b, "after": a} for n, (b, a) in enumerate(pairs)]
    found = lanes(PLACES, [rows], 40.0, 120.0)
    last = list(found.values())[-1]
    assert last.top + last.height <= 160.0 + 1e-6
    every = strands(rows, found)
    assert len(every) == len(rows)
    for when in ("before", "after"):
        heights = sorted(getattr(one, when) for one in every)
        assert len({round(height, 6) for height in heights}) == len(rows)
        for one in every:
            lane = found[one.row[when]]
            assert lane.top <= getattr(one, when) <= lane.top + lane.height
