"""The demonstration: wave 1 is closed, wave 2 came after and hardly any of it is coded."""

import shutil

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun import snapshot


@pytest.fixture(scope="module")
def changes(demonstration):
    return open_project(demonstration).changes()


def test_the_closed_wave_is_what_wave_1_amounts_to_alone(demonstration, tmp_path):
    alone = shutil.copytree(demonstration, tmp_path / "projet")
    for folder in (alone / "data/raw").glob("*/vague-2"):
        shutil.rmtree(folder)
    (alone / "data/coding/vagues/vague-1.json").unlink()
    made = open_project(alone, "camille").close_wave("vague-1")
    assert made.picture == snapshot.wanted(demonstration, "vague-1").picture


def test_wave_2_is_new_and_wave_1_is_as_it_was(changes):
    assert set(changes.documents["change"]) == {"nouveau"}
    assert set(changes.documents["wave"]) == {"vague-2"}
    assert not changes.cells["gone_ids"].any()
    # of wave 2, only what was said at the end of the session is coded
    assert set(changes.cells.loc[changes.cells["new_people"] > 0, "case"]) == {"debriefing"}
    assert (changes.cells["wall_ids"] != "").any()
    assert "rien n’en est encore codé" in " ".join(changes.sentences()).replace("\u202f", " ")
    assert changes.findings.empty


def test_new_terms_open_to_passages_of_wave_2(changes, demonstration):
    terms = changes.key_terms
    assert len(terms)
    assert set(terms["wave"]) == {"vague-2"}
    quotes = changes.opened(terms["passage_ids"].iloc[0].split())
    assert len(quotes)
    assert set(quotes["wave"]) == {"vague-2"}


def test_the_run_wrote_its_page_and_its_charts(demonstration):
    processed = demonstration / "data/processed"
    page = (processed / "changements/vague-1.html").read_text(encoding="utf-8")
    assert "Projet fictif de démonstration" in page
    for name in ("courbe-apparition", "nouvelles-personnes"):
        assert (processed / f"charts/mobilites/{name}.svg").stat().st_size > 1000
