"""The appearance curve: what is first heard with whom, and what chance alone does."""

import itertools

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun.appearance import NEVER


def curve(project, what, born="au départ"):
    found = project.appearance()
    return found[(found["what"] == what) & (found["born"] == born)].reset_index(drop=True)


def test_people_come_wave_after_wave_and_each_code_is_found_once(second):
    codes = curve(open_project(second), "codes")
    assert codes["wave"].tolist() == ["vague-1"] * 3 + ["vague-2"] * 3
    assert codes["person"].tolist() == ["Ana", "Boris", "Chloé", "Boris", "Driss", "Elsa"]
    assert codes["found"].tolist() == [4, 5, 5, 5, 5, 5]
    assert codes["first"].tolist()[1] == "mode:train"
    crossed = curve(open_project(second), "croisements")
    assert crossed["found"].tolist() == [2, 5, 6, 6, 6, 6]


def test_the_band_is_what_other_orders_of_the_same_people_give(second):
    crossed = curve(open_project(second), "croisements")
    heard = {"Ana": {1, 2}, "Boris": {3, 4, 5}, "Chloé": {6}}
    for rank in (1, 2, 3):
        counts = [
            len(set().union(*(heard[who] for who in order[:rank])))
            for order in itertools.permutations(heard)
        ]
        row = crossed.iloc[rank - 1]
        assert (row["low"], row["high"]) == (min(counts), max(counts))
    # once a wave is over its order no longer matters
    assert crossed.iloc[2][["low", "middle", "high"]].tolist() == [6, 6, 6]
    assert (crossed["low"] <= crossed["found"]).all()
    assert (crossed["found"] <= crossed["high"]).all()


def test_an_accepted_suggestion_is_not_heard_by_hand(second):
    project = open_project(second, "camille")
    desk = project.coding
    quote = "voiture de service est toujours prise"
    desk.add("entretien-chloe", "mode:velo", quote=quote, origin="accepted")
    desk.add("entretien-chloe", "categorie:usage", quote=quote, origin="accepted")
    after = curve(open_project(second), "croisements")
    assert after["found"].tolist() == [2, 5, 6, 6, 6, 6]


def test_codes_born_in_the_field_are_apart(second):
    desk = open_project(second, "camille").coding
    desk.create_code("categorie:peur", "Peur")
    desk.add("entretien-ana", "categorie:peur", quote="vélo me fait peur dans la côte")
    project = open_project(second)
    young = curve(project, "codes", "né du terrain")
    assert young["found"].tolist() == [1] * 6
    assert "categorie:peur" not in " ".join(curve(project, "codes")["first"])
    assert curve(project, "croisements", "né du terrain")["found"].tolist()[0] == 1


def test_the_same_project_gives_the_same_curve(second):
    one, two = open_project(second).appearance(), open_project(second).appearance()
    assert one.equals(two)
    assert open_project(second).changes().curve().equals(one)


@pytest.mark.parametrize("word", ["jamais", "saturation"])
def test_it_says_that_it_never_shows_saturation(second, word):
    assert word in NEVER
    assert NEVER.split(" : ")[0] in open_project(second).changes().page()


def test_nothing_coded_gives_an_empty_curve(new_project):
    assert open_project(new_project).appearance().empty
