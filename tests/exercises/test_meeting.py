"""Whom to meet and what to ask: from *non demandé* and absent groups, never from *indéterminé*."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.crosstable.asked import NOT_ASKED, STATES
from transfo_analysis.exercises.meeting import EVERYTHING, one_grade_cells, question, to_meet
from transfo_analysis.exercises.presence import Present, presence
from transfo_analysis.tables import frame, validate

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "crosstable_field.py")))
STAFF = [("grade", "A", 20), ("grade", "B", 20), ("grade", "C", 60)]


def with_staff(field):
    rows = [
        {"by": by, "value": value, "agents": n, "share": n / 100, "source": "", "year": ""}
        for by, value, n in STAFF
    ]
    return SimpleNamespace(**vars(field.corpus), staff=frame("staff", rows))


def talked():
    """Zoé (B) was asked about cycling; Ugo (A) spoke where nobody noted a question."""
    field = made.Field()
    field.person("Ida", grade="C", roles="ambassadeur enqueteur")
    field.person("Zoé", grade="B")
    field.person("Ugo", grade="A")
    field.document(
        "a",
        ("interviewer", "Ida", "Et le vélo ?"),
        ("respondent", "Zoé", "Jamais à vélo, c’est loin."),
    )
    field.document("b", ("respondent", "Ugo", "Le train arrive en retard."))
    return field


QUESTIONS = pd.DataFrame({"document_id": ["a"], "turn": [0], "code": ["mode:velo"]})


def listed(field, questions=QUESTIONS):
    corpus = with_staff(field)
    table = field.table(questions=questions)
    present = Present.of(corpus, field.codings)
    return to_meet(corpus, presence(corpus, present), [table])


def test_questions_come_from_what_was_not_asked_and_from_nothing_else():
    found = listed(talked())
    people = found[found["by"] == "person"]
    assert set(people["who"]) == {"Zoé"}  # nobody noted what Ugo was asked
    assert people["row"].tolist() == ["mode:velo_electrique", "mode:train", "mode:marche"]
    assert people["ask"].iloc[1] == question("Train")
    assert set(people["ids"]) == {"a"}
    assert validate("to_meet", found) is not None


def test_a_group_that_nobody_was_met_of_comes_first_with_who_could_open_its_door():
    found = listed(talked())
    first = found.iloc[0]
    assert (first["by"], first["who"], first["row"], first["ask"]) == ("grade", "C", "", EVERYTHING)
    assert first["ids"] == "Ida"
    assert found["why"].tolist() == ["groupe absent", *["non demandé"] * 3]


def test_who_was_only_heard_among_others_is_asked_nothing_alone():
    field = talked()
    field.person("Eve", grade="B")
    field.document(
        "d",
        ("interviewer", "Ida", "Qu’en dites-vous ?"),
        ("respondent", "Eve", "Le train, pour moi."),
        kind="debriefing",
    )
    questions = pd.concat([QUESTIONS, QUESTIONS.assign(document_id="d")])
    assert "Eve" not in set(listed(field, questions)["who"])


def test_without_a_noted_question_nobody_is_asked_anything():
    found = listed(talked(), questions=None)
    assert found["by"].tolist() == ["grade"]


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Zoé", "Ugo", "Eve"]),
            st.sampled_from(["mode:velo", "mode:train", "mode:marche"]),
            st.sampled_from(STATES),
        ),
        unique_by=lambda one: one[:2],
    )
)
def test_only_a_question_known_not_to_be_asked_is_ever_in_the_list(rows):
    field = talked()
    field.document("c", ("respondent", "Eve", "Je marche."))
    asked = frame(
        "asked",
        [
            {"case": "mob", "person": p, "row": r, "state": s, "passage_ids": "", "layer": ""}
            for p, r, s in rows
        ],
    )
    table = SimpleNamespace(case=field.case, asked=asked, label=field.codebook.label)
    found = to_meet(field.corpus, frame("presence", []), [table])
    people = found[found["by"] == "person"]
    given_out = list(zip(people["who"], people["row"], strict=True))
    assert given_out == [(p, r) for p, r, s in rows if s == NOT_ASKED]


# -- cells that rest on one grade ------------------------------------------------------------------


def cells(*sayings):
    """Each saying: who, of what grade, on which column, about cycling."""
    field = made.Field()
    for rank, (who, grade, column) in enumerate(sayings):
        if who and who not in {one["person"] for one in field._people}:
            field.person(who, grade=grade)
        field.document(f"d{rank}", ("respondent", who, f"À vélo, dit {rank}."))
        field.code(f"d{rank}", f"À vélo, dit {rank}.", "mode:velo", f"categorie:{column}")
    found = one_grade_cells(field.corpus, [field.table()])
    return {
        (one["row"], one["column"]): (one["grade"], one["people"])
        for one in found.to_dict("records")
    }


def test_cells_of_one_grade_are_named_those_of_most_people_first():
    found = cells(
        ("Ana", "A", "levier"), ("Bob", "C", "frein"), ("Cid", "C", "frein"),
        ("Dan", "A", "usage"), ("Bob", "C", "usage"),
    )  # fmt: skip
    assert list(found.items()) == [
        (("mode:velo", "categorie:frein"), ("C", 2)),
        (("mode:velo", "categorie:levier"), ("A", 1)),
    ]


def test_somebody_whose_grade_is_not_told_says_nothing_of_grades():
    assert cells(("Ana", "A", "frein"), ("Bob", "", "frein"), ("Bob", "", "usage")) == {}


def test_a_voice_that_nobody_knows_is_no_person_of_another_grade():
    found = cells(("Ana", "A", "frein"), ("", "", "frein"))
    assert found == {("mode:velo", "categorie:frein"): ("A", 1)}
