"""The change page tells the trials of the method: new ones, notes that say something else."""

from __future__ import annotations

import re

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import CaseSeen, DocumentSeen, TrialSeen
from transfo_analysis.rerun.trials import trials

CASES = (
    CaseSeen("mob", "Se déplacer", "mode", "categorie", ""),
    CaseSeen("rh", "RH", "a", "b", ""),
)
NOTE = "cas;methode;concluant;pourquoi\n"
CAFE = "mob;poser la question de <Driss> au café;en partie;on parle, mais à voix basse\n"


def document(name, wave, text=""):
    return DocumentSeen(name, "mob", "method_note", wave, f"{name}.md", name, text or name)


def trial(note, rank, answer, case="mob", wave="vague-1"):
    return TrialSeen(case, wave, note, rank, answer, (f"{note}@{rank}-{rank + 1}",))


def told(then, now):
    return [
        (one.case, one.about, one.says, one.note, one.ids) for one in trials(Difference(then, now))
    ]


OLD, NEW = document("a", "vague-1"), document("b", "vague-2")
THEN = Picture(cases=CASES, documents=(OLD,), trials=(trial("a", 0, "oui"),))


def test_the_trials_of_new_notes_are_told_by_answer_case_after_case():
    fresh = [
        trial("b", 0, "non", "rh", "vague-2"),
        trial("b", 1, "oui", wave="vague-2"),
        trial("b", 2, "", wave="vague-2"),
        trial("b", 3, "oui", wave="vague-2"),
        trial("b", 4, "en partie", wave="vague-10"),
    ]
    now = Picture(cases=CASES, documents=(OLD, NEW), trials=(*THEN.trials, *fresh))
    assert told(THEN, now) == [
        ("mob", "Vague 2, Se déplacer", "2 essais nouveaux, concluants", "", ("b@1-2", "b@3-4")),
        ("mob", "Vague 2, Se déplacer", "1 essai nouveau, dont on ne dit pas s’il est concluant", "", ("b@2-3",)),
        ("mob", "Vague 10, Se déplacer", "1 essai nouveau, concluant en partie", "", ("b@4-5",)),
        ("rh", "Vague 2, RH", "1 essai nouveau, pas concluant", "", ("b@0-1",)),
    ]  # fmt: skip
    assert told(now, now) == []


def test_a_note_that_says_something_else_since_is_told_by_what_it_says():
    corrected = document("a", "vague-1", "corrigé")
    now = Picture(
        cases=CASES[:1],
        documents=(corrected,),
        trials=(trial("a", 0, "non"), trial("a", 1, "oui"), trial("a", 2, "oui")),
    )
    (one,) = told(Picture(cases=CASES[:1], documents=(OLD,), trials=THEN.trials), now)
    assert one == (
        "mob",
        "Vague 1",
        "une note d’avant : 1 essai (1 concluant) alors, "
        "3 essais (2 concluants et 1 pas concluant) aujourd’hui",
        "a.",
        ("a@0-1", "a@1-2", "a@2-3"),
    )
    # words corrected around the same answers are told with the document
    same = Picture(cases=CASES, documents=(corrected,), trials=THEN.trials)
    assert told(THEN, same) == []


def test_a_note_that_is_there_no_more_is_told_and_a_renamed_one_is_not():
    (one,) = told(THEN, Picture(cases=CASES, documents=()))
    assert one[2] == "une note d’avant : 1 essai (1 concluant) alors, aucun essai aujourd’hui"
    moved = Picture(
        cases=CASES, documents=(document("c", "vague-1", "a"),), trials=(trial("c", 0, "oui"),)
    )
    assert told(THEN, moved) == []


def test_a_wave_closed_before_trials_were_kept_tells_new_notes_only():
    old = Picture(cases=CASES, documents=(OLD,))
    now = Picture(
        cases=CASES,
        documents=(OLD, NEW),
        trials=(*THEN.trials, trial("b", 0, "non", wave="vague-2")),
    )
    assert [one[2] for one in told(old, now)] == ["1 essai nouveau, pas concluant"]


# -- a project, from its files to its page ---------------------------------------------------------


@pytest.fixture
def tried(first, fieldwork):
    fieldwork.write(first, "data/raw/methodes/vague-1/essais.csv", NOTE + CAFE)
    return first


def test_a_closed_wave_keeps_answers_and_no_word_of_the_note(tried, fieldwork):
    fieldwork.write(
        tried, "data/raw/methodes/vague-2/suite.csv", NOTE + "mob;filmer;non;le bruit\n"
    )
    project = open_project(tried, "camille")
    (seen,) = project.close_wave("1").picture.trials
    assert (seen.document, seen.wave, seen.conclusive) == ("essais", "vague-1", "en partie")
    assert len(seen.passages) == 3
    text = (tried / "data/coding/vagues/vague-1.json").read_text("utf-8")
    assert "café" not in text
    assert "filmer" not in text


def test_sentences_name_nobody_and_the_page_opens_to_what_was_noted(tried, fieldwork):
    open_project(tried, "camille").close_wave("1")
    fieldwork.write(
        tried,
        "data/raw/methodes/vague-2/suite.csv",
        NOTE + "mob;demander à <Driss> où il range son vélo;oui;il l’a montré\n",
    )
    corrected = CAFE.replace("en partie", "oui")
    fieldwork.write(tried, "data/raw/methodes/vague-1/essais.csv", NOTE + corrected)
    changes = open_project(tried).changes()
    said = "\n".join(changes.sentences()).replace("\u202f", " ")
    assert "Ce que nous avons essayé, Vague 2 : 1 essai nouveau, concluant." in said
    assert "1 essai (1 concluant en partie) alors, 1 essai (1 concluant) aujourd’hui" in said
    assert "Driss" not in said
    page = changes.page().replace("\u202f", " ")
    assert "<h2>Ce que nous avons essayé</h2>" in page
    opened = dict(
        re.findall(r"<details><summary><b>(.*?)</b></summary>(.*?)</details>", page, re.DOTALL)
    )
    inside = opened["1 essai nouveau, concluant"]
    assert "demander à &lt;Driss&gt; où il range son vélo" in inside
    assert "il l’a montré" in inside
    assert ">mob<" not in inside


def test_of_a_document_that_is_withdrawn_a_closed_wave_keeps_no_trial(tried):
    project = open_project(tried, "camille")
    project.close_wave("1")
    project.withdraw(document="essais").carry_out()
    (path,) = (tried / "data/coding/vagues").glob("*1.json")
    assert "essais" not in path.read_text("utf-8")
