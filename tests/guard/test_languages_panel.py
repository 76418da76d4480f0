"""The glossary in public: what people said may hang, nobody's name, nobody's number."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from transfo_analysis.guard.panels.languages import two_languages
from transfo_analysis.tables import frame


def line(term, meaning="un sens", status="à afficher", side="innovation"):
    return {
        "term": term, "kind": "jargon", "side": side, "said_by": "les deux", "count": 7,
        "people": 3, "administration": 2, "innovation": 1, "in_questions": 0, "in_notes": 0,
        "first_wave": "vague-1", "meaning": meaning, "explained_by": "Inès", "status": status,
        "proposed": "mot à mot", "reason": "liste de jargon, ligne 2",
        "administration_persons": "Maud Simon", "innovation_persons": "Inès",
        "other_persons": "", "passage_ids": "d@0-9",
    }  # fmt: skip


def passing(term, people, side="innovation"):
    return {
        "term": term, "from_side": "innovation", "to_side": "administration", "wave": "vague-2",
        "waves_before": "vague-1", "side": side, "people": people, "persons": "Maud",
        "earlier_persons": "Inès", "passage_ids": "d@0-9", "earlier_ids": "d@9-19",
    }  # fmt: skip


def panel(words, passed=(), draft=False):
    parts = SimpleNamespace(
        exercised=SimpleNamespace(
            lexicon=frame("lexicon", words), passing_words=frame("passing_words", passed)
        ),
        corpus=SimpleNamespace(people=pd.DataFrame({"person": ["Maud", "Simon", "Inès", "Rose"]})),
        settings=SimpleNamespace(showing=SimpleNamespace(group_people=5)),
    )
    return two_languages(parts, draft)


def test_only_what_a_person_said_may_hang_hangs():
    words = [
        line("itération"),
        line("codir", status="expliqué"),
        line("DIT", status="à vérifier"),
        line("PLU", meaning="", status="proposé"),
    ]
    shown = panel(words)
    assert [row[0] for row in shown.rows] == ["itération"]
    draft = panel(words, draft=True)
    assert [row[0] for row in draft.rows] == ["itération", "codir", "DIT"]
    assert panel(words[1:]) is None


def test_neither_names_nor_numbers_of_people_are_told():
    shown = panel([line("itération")], [passing("itération", 4)])
    text = " ".join((*shown.rows[0], *shown.sentences, shown.note))
    for word in ("Maud", "Simon", "Inès", "4", "7", "vague", "mot à mot"):
        assert word not in text


@pytest.mark.parametrize(
    ("term", "meaning"), [("dossier-Maud", "x"), ("codir", "la réunion de SIMON"), ("Inès", "x")]
)
def test_a_word_that_names_somebody_stays_off(term, meaning):
    assert panel([line(term, meaning)], draft=True) is None


def test_a_pseudonym_that_is_a_word_is_one_with_its_capital_only():
    assert panel([line("carton", "une feuille rose")]) is not None


@pytest.mark.parametrize(
    ("people", "side", "told"),
    [(4, "innovation", False), (5, "innovation", True), (9, "", False), (9, "administration", False)],
)  # fmt: skip
def test_a_passage_is_told_of_enough_people_and_of_a_word_that_people_placed(people, side, told):
    shown = panel([line("itération", side=side)], [passing("itération", people, side)])
    assert any("se dit maintenant" in one for one in shown.sentences) == told
    hidden = panel([line("codir")], [passing("itération", people, side)])
    assert not any("itération" in one for one in hidden.sentences)


def test_nothing_without_the_exercise():
    assert two_languages(SimpleNamespace(exercised=None), False) is None
