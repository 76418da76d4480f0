"""The change page has a place for every exercise: a section, sentences, figures that open."""

import re
from dataclasses import replace

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun import exercises
from transfo_analysis.rerun.exercises import Told
from transfo_analysis.rerun.picture import Picture


@pytest.fixture
def changes(second, monkeypatch):
    passages = open_project(second).corpus().passages
    fresh = passages.loc[passages["document_id"] == "entretien-driss", "passage_id"].tolist()

    def make(difference):
        assert difference.then != difference.now
        yield Told(
            "Débriefing", "mob", "Les <clés>", "un chantier est repris", "Par Driss.", (fresh[-1],)
        )
        yield Told("Débriefing", "mob", "Les <clés>", "un autre attend", "Voir la ligne 4.")
        yield Told("Débriefing", "mob", "Le planning", "rien n’a bougé")

    monkeypatch.setattr(exercises, "MAKERS", (make,))
    return open_project(second).changes()


def test_what_an_exercise_tells_is_in_the_sentences_and_opens_on_the_page(changes):
    said = "\n".join(changes.sentences()).replace("\u202f", " ")
    assert "Débriefing, Les <clés> : un chantier est repris." in said
    page = changes.page()
    assert "<h2>Débriefing</h2>" in page
    assert page.count("<h3>Les &lt;clés&gt;</h3>") == 1
    figures = re.findall(
        r"<details><summary><b>(.*?)</b></summary>(.*?)</details>", page, re.DOTALL
    )
    opened = dict(figures)
    # a passage that no other part of the page cites opens all the same
    assert "Le train me berce" in opened["un chantier est repris"]
    assert "Par Driss." in opened["un chantier est repris"]
    assert opened["un autre attend"] == "<p>Voir la ligne 4.</p>"
    assert "<p><b>rien n’a bougé</b></p>" in page


def test_a_change_of_an_exercise_alone_is_a_change(second, monkeypatch):
    project = open_project(second, "camille")
    project.close_wave("2")
    assert project.changes().nothing
    monkeypatch.setattr(exercises, "MAKERS", (lambda _: [Told("Débat", "", "Q", "deux")],))  # fmt: skip
    changes = project.changes()
    assert not changes.nothing
    assert "rien n’a changé" not in " ".join(changes.sentences())


def test_a_picture_without_a_later_part_is_read_as_one_that_had_nothing_of_it(monkeypatch):
    from transfo_analysis.rerun import picture

    plain = Picture().plain()
    del plain["terms"]
    with pytest.raises(ValueError, match="vague figée"):
        Picture.from_plain(plain)
    monkeypatch.setattr(picture, "LATER", frozenset({"terms"}))
    assert Picture.from_plain(plain) == Picture()


@pytest.mark.usefixtures("no_ink")
def test_notices_of_the_exercises_reach_the_summary_and_are_no_table(first, monkeypatch):
    from transfo_analysis.errors import Notice
    from transfo_analysis.project import Project

    note = Notice("data/raw/debats/a.csv", "ligne 3", "Ce côté n’existe pas.")
    found = replace(open_project(first).exercised(), notices=(note,))
    monkeypatch.setattr(Project, "exercised", lambda *_: found)
    summary = open_project(first).run()
    assert note in summary.notices
    assert not (first / "data/processed/tables/notices.csv").exists()
