"""The appearance curve and the new people: what a person would miss if a chart lost it."""

from __future__ import annotations

import io
import re
import runpy
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from transfo_analysis import open_project
from transfo_analysis.display import draw_charts, style
from transfo_analysis.display.changes_chart import new_people
from transfo_analysis.display.curve import appearance_curve
from transfo_analysis.stages import _gather

ROOM = Path(__file__).parents[1] / "rerun"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = SimpleNamespace(**runpy.run_path(str(ROOM / "fieldwork.py")))
    place = made.wave_1(tmp_path_factory.mktemp("deux-vagues") / "projet")
    open_project(place, "camille").close_wave("1")
    return made.wave_2(place)


def _matter(place):
    return _gather(open_project(place), lambda *_: None).matters[0]


@pytest.fixture(scope="module")
def matter(folder):
    return _matter(folder)


def _drawn(make, matter):
    with style.house():
        return make(matter)


def _words(chart) -> str:
    from matplotlib.text import Text

    found = (t.get_text() for sheet in chart.sheets for t in sheet.figure.findobj(Text))
    return " ".join(found).replace("\u202f", " ").replace("\u00a0", " ")


def test_each_has_its_picture_its_data_and_its_words(matter, tmp_path):
    names = {path.name for path in draw_charts(matter, tmp_path, ("svg",))}
    for name in ("courbe-apparition", "nouvelles-personnes"):
        assert {f"{name}.svg", f"{name}.csv", f"{name}.alt.txt"} <= names


def test_without_a_closed_wave_only_the_curve_is_drawn(matter, tmp_path):
    alone = replace(matter, changes=None)
    names = {path.name for path in draw_charts(alone, tmp_path, ("svg",))}
    assert "courbe-apparition.svg" in names
    assert not any(name.startswith("nouvelles-personnes") for name in names)
    with pytest.raises(ValueError, match="changes"):
        new_people(alone)


def test_the_curve_says_what_it_never_shows_and_what_it_counts(matter):
    chart = _drawn(appearance_curve, matter)
    words = _words(chart)
    assert "ne montre jamais une saturation" in words
    assert "Codages posés à la main" in words
    assert "DOCUMENT DE TRAVAIL, NE PAS AFFICHER" in words
    assert "vague 1" in words
    assert "vague 2" in words
    assert "ne montre jamais une saturation" in chart.alt
    assert chart.data["found"].max() == 6


def test_the_curve_is_drawn_where_its_numbers_are(matter):
    """Each person's sign stands at the height of its count, read against the axis."""
    from matplotlib.patches import Circle

    chart = _drawn(appearance_curve, matter)
    found = chart.data[(chart.data["what"] == "codes") & (chart.data["born"] == "au départ")]
    signs = [c for c in chart.sheets[0].figure.findobj(Circle) if round(c.radius, 3) == 0.8]
    # drawn one after the other, codes first
    drawn = sorted(signs, key=lambda c: c.get_zorder())[: len(found)]
    heights = [round(c.center[1], 3) for c in drawn]
    counts = found["found"].tolist()
    steps = {round(a - b, 3) for a, b in pairwise(heights) if a != b}
    assert len(steps) == 1  # one code more is one step up, each time
    assert [round((heights[0] - h) / min(steps)) for h in heights] == [
        count - counts[0] for count in counts
    ]


def test_nobody_coded_by_hand_draws_a_sheet_that_says_so(matter):
    empty = replace(matter, appearance=matter.appearance.iloc[:0])
    chart = _drawn(appearance_curve, empty)
    assert "0 codage posé à la main" in _words(chart)
    assert "0 codage posé à la main" in chart.alt


def test_the_new_people_are_dots_and_the_numbers_are_in_the_csv(matter):
    from matplotlib.patches import Circle

    chart = _drawn(new_people, matter)
    words = _words(chart)
    assert "2 nouvelles personnes entendues" in words
    assert "alors 1" in words
    circles = chart.sheets[0].figure.findobj(Circle)
    full = [c for c in circles if c.get_facecolor()[2] < 0.6]
    # two new people of vélo × frein, one of train × usage, one in the legend
    assert len(full) == 4
    velo = chart.data[chart.data["row"] == "mode:velo"].iloc[0]
    assert (velo["new_people"], velo["of_new_people"]) == (2, 2)
    assert "Vélo × Frein, alors 1 : 2 des 2 nouvelles personnes." in chart.alt.replace(
        "\u202f", " "
    )


def test_many_new_people_are_told_by_a_number(matter, folder, tmp_path):
    made = SimpleNamespace(**runpy.run_path(str(ROOM / "fieldwork.py")))
    place = shutil.copytree(folder, tmp_path / "projet")
    for rank in range(14):
        who = f"Voix{rank:02}"
        text = made.talk(who, [f"Le vélo numéro {rank} ne tient pas la charge du matin."])
        made.write(place, f"data/raw/entretiens/vague-2/entretien-{who.lower()}.txt", text)
    desk = open_project(place, "camille").coding
    for rank in range(14):
        made.both(desk, f"entretien-voix{rank:02}", "mode:velo", "categorie:frein", "Le vélo")
    chart = _drawn(new_people, _matter(place))
    assert "16 des 16" in _words(chart)


def test_neither_says_that_a_thing_is_said_more(matter):
    size = re.compile(r"hausse|augment|progress|davantage|\bplus de\b|croiss|gagne", re.IGNORECASE)
    for make in (appearance_curve, new_people):
        chart = _drawn(make, matter)
        assert not size.search(_words(chart) + chart.alt)


def test_the_same_matter_gives_the_same_bytes(folder, tmp_path):
    for name in ("a", "b"):
        chosen = _matter(folder)
        draw_charts(chosen, tmp_path / name, ("svg",))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    data = pd.read_csv(io.BytesIO((tmp_path / "a/courbe-apparition.csv").read_bytes()))
    assert set(data["mention"]) == {"document de travail, ne pas afficher"}
