"""The change page tells the words that passed to the other side, once, and opens them."""

from __future__ import annotations

from transfo_analysis import open_project
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import DocumentSeen, WordSeen
from transfo_analysis.rerun.words import words


def document(name, wave):
    return DocumentSeen(name, "mob", "debriefing", wave, f"{name}.md", name, name)


OLD, NEW = document("dec", "vague-1"), document("jan", "vague-2")
WORD = WordSeen(
    "itération", "innovation", "administration", "vague-2", ("Simon", "Maud"), ("Inès",),
    ("jan@0-9",), ("dec@0-9",),
)  # fmt: skip


def told(then, now):
    return [(one.about, one.says, one.note, one.ids) for one in words(Difference(then, now))]


def test_a_word_that_passed_is_told_with_who_and_where():
    then = Picture(documents=(OLD,))
    (one,) = told(then, Picture(documents=(OLD, NEW), words=(WORD,)))
    about, says, note, ids = one
    assert about == "« itération »"
    assert "entendu jusque-là du côté de l’innovation seulement" in says
    assert "repris dans l’administration (vague 2)" in says
    for name in ("Simon", "Maud", "Inès"):
        assert name in note
        assert name not in says
    assert ids == ("jan@0-9", "dec@0-9")


def test_what_was_known_or_is_only_listed_since_is_no_news():
    both = (OLD, NEW)
    assert (
        told(Picture(documents=both, words=(WORD,)), Picture(documents=both, words=(WORD,))) == []
    )
    assert told(Picture(documents=both), Picture(documents=both, words=(WORD,))) == []


def test_a_closed_wave_keeps_the_words_that_passed_in_it(own_demonstration):
    project = open_project(own_demonstration, "camille")
    (own_demonstration / "data/coding/vagues/vague-1.json").unlink()
    first = project.close_wave("1")
    assert first.picture.words == ()
    said = "\n".join(project.changes().sentences()).replace("\u202f", " ")
    assert "Deux langages, « itération »" in said
    assert "Simon" not in said
    page = project.changes().page()
    assert "<h2>Deux langages</h2>" in page
    assert "dit itération à mon chef" in page
    second = project.close_wave("2")
    assert {one.term for one in second.picture.words} >= {"itération", "parapheur"}
    assert project.changes().nothing
