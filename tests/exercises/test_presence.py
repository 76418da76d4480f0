"""Who was there: counts of people, shares side by side, plain sentences, nobody counted wrongly."""

from __future__ import annotations

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import open_project
from transfo_analysis.exercises.presence import NO_SAMPLE, Present, absent_groups, presence
from transfo_analysis.tables import frame, split_ids, validate
from transfo_analysis.typography import NARROW

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "crosstable_field.py")))
STAFF = {("grade", "A"): 15, ("grade", "B"): 24, ("grade", "C"): 61}


def corpus_of(people, staff=STAFF):
    """Return a corpus of people, each (name, grade, service, sex), and of a staff by counts."""
    kinds = ("grade", "trade", "service", "sex")
    whole = {by: sum(n for (b, _), n in staff.items() if b == by) for by in kinds}
    groups = [
        {"by": by, "value": value, "agents": count, "share": count / whole[by], "source": "", "year": ""}
        for (by, value), count in staff.items()
    ]  # fmt: skip
    columns = ("person", "grade", "service", "sex")
    rows = [
        {**dict(zip(columns, one, strict=True)), "roles": "", "trade": "", "commune": "", "modes": "", "language": "",
         "consent_analysis": True, "consent_quotation": True, "consent_display": True}
        for one in people
    ]  # fmt: skip
    return SimpleNamespace(people=frame("people", rows), staff=frame("staff", groups))


def present_of(participants="", met="", heard="", observed=""):
    return Present(*(frozenset(split_ids(one)) for one in (participants, met, heard, observed)))


PEOPLE = [
    ("Ana", "A", "Finances", "F"), ("Bea", "A", "Finances", "F"), ("Cid", "B", "Voirie", "H"),
    ("Dan", "C", "Voirie", "H"), ("Eve", "", "", "F"),
]  # fmt: skip


def said(table, by="grade"):
    mine = table[table["by"] == by]
    return dict(zip(mine["value"], mine["sentence"].str.replace(NARROW, " "), strict=True))


# -- what is counted -------------------------------------------------------------------------------


def test_counts_shares_and_gaps_are_those_of_the_groups():
    table = presence(corpus_of(PEOPLE), present_of("Ana Bea Cid Eve", "Cid Dan", "Cid Dan", "Dan"))
    grades = table[table["by"] == "grade"].set_index("value")
    assert list(grades.index) == ["C", "A", "B", ""]  # the widest gap first, the untold last
    assert grades["participants"].tolist() == [0, 2, 1, 1]
    assert grades["heard"].tolist() == [1, 0, 1, 0]
    assert grades["observed"].tolist() == [1, 0, 0, 0]
    assert grades.loc["A", "participants_gap"] == pytest.approx(2 / 4 - 0.15)
    assert grades.loc["C", "gap"] == pytest.approx(0.61)
    assert math.isnan(grades.loc["", "gap"])
    assert grades.loc["A", "participant_ids"] == "Ana Bea"
    assert validate("presence", table) is not None


def test_each_gap_is_a_plain_sentence():
    table = presence(corpus_of(PEOPLE), present_of("Ana Bea Cid Eve", "Cid Dan", "Cid Dan", "Dan"))
    assert said(table)["C"] == (
        "Les agents de catégorie C sont 0 sur 4 ici, 61 % des effectifs ; "
        "1 sur 2 parmi les personnes entendues, 1 sur 1 parmi les personnes observées."
    )
    assert said(table)[""].startswith("Catégorie non renseignée : 1 sur 4 ici")


def test_without_a_staff_groups_are_counted_and_the_staff_is_said_to_be_unknown():
    corpus = corpus_of(PEOPLE, staff={})
    table = presence(corpus, present_of("Ana Cid", "Cid", "Cid"))
    assert said(table)["B"] == (
        "Les agents de catégorie B sont 1 sur 2 ici, effectifs inconnus ; "
        "1 sur 1 parmi les personnes entendues."
    )
    assert table["staff_share"].isna().all()
    assert table["gap"].isna().all()
    assert absent_groups(corpus, present_of("Ana")).empty


def test_words_that_nobody_coded_are_told_as_such_and_nobody_is_heard_of_them():
    table = presence(corpus_of(PEOPLE), present_of(met="Cid Dan"))
    assert said(table)["C"] == (
        "Les agents de catégorie C sont 1 sur 2 parmi les personnes rencontrées, non codées, "
        "61 % des effectifs."
    )
    assert table["heard"].sum() == 0


def test_spellings_of_one_group_are_one_group():
    people = [("Ana", "", "espaces VERTS", "femme"), ("Bob", "", "Espaces  verts", "H")]
    staff = {("service", "Espaces verts"): 10, ("sex", "F"): 5, ("sex", "H"): 5}
    table = presence(corpus_of(people, staff), present_of("Ana Bob"))
    assert table.set_index(["by", "value"])["participants"].to_dict() == {
        ("service", "Espaces verts"): 2, ("sex", "F"): 1, ("sex", "H"): 1,
    }  # fmt: skip


def test_what_nobody_wrote_down_has_no_rows():
    people = [("Ana", "A", "", ""), ("Bob", "B", "", "")]
    table = presence(corpus_of(people), present_of("Ana Bob"))
    assert set(table["by"]) == {"grade"}


def test_groups_that_nobody_is_of_are_named_and_who_may_be_of_them_is_told():
    corpus = corpus_of(PEOPLE)
    absent = absent_groups(corpus, present_of("Ana", "Cid", "", ""))
    assert absent["value"].tolist() == ["C"]
    assert absent["sentence"].iloc[0].replace(NARROW, " ") == (
        "Aucun des agents de catégorie C : 61 % des effectifs."
    )
    unsure = absent_groups(corpus, present_of("Ana Eve", "Cid"))
    assert unsure["untold"].tolist() == [1]
    assert "catégorie non renseignée pour 1 personne" in unsure["sentence"].iloc[0]
    assert absent_groups(corpus, present_of("Ana Dan", "Cid")).empty


def test_the_text_says_that_volunteers_are_no_sample():
    assert "ce ne sont pas des échantillons" in NO_SAMPLE


# -- who is counted --------------------------------------------------------------------------------


def test_an_unknown_voice_is_nobody_and_an_interviewer_is_not_heard():
    field = made.Field()
    field.person("Ida", grade="A", roles="ambassadeur enqueteur")
    field.person("Zoé", grade="C")
    field.document(
        "a",
        ("interviewer", "Ida", "Et le vélo ?"),
        ("respondent", "Zoé", "J’y vais à vélo."),
        ("respondent", "", "Moi aussi."),
    )
    field.document("b", ("observed", "Zoé", "Elle pédale.", made.DESCRIPTION), kind="observation")
    field.code("a", "J’y vais à vélo.", "mode:velo")
    field.code("a", "Moi aussi.", "mode:velo")
    present = Present.of(field.corpus, field.codings)
    assert present == present_of("Ida", "Zoé", "Zoé", "Zoé")


def test_whoever_refuses_analysis_or_withdrew_is_not_heard(own_demonstration):
    def heard(project):
        ids = project.presence().query("by == 'grade'")
        return {p for cell in (*ids["heard_ids"], *ids["met_ids"]) for p in split_ids(cell)}

    before = heard(open_project(own_demonstration))
    assert {"Norbert", "Mireille"} <= before
    assert "Rosalie" not in before  # she said no from the start
    path = own_demonstration / "data/raw/participants.csv"
    lines = path.read_text("utf-8").splitlines()
    no = [line.replace("oui,oui,oui,H", "non,oui,oui,H") if line.startswith("Norbert") else line
          for line in lines]  # fmt: skip
    path.write_text("\n".join(no) + "\n", "utf-8")
    open_project(own_demonstration).withdraw("Mireille").carry_out()
    assert heard(open_project(own_demonstration)) == before - {"Norbert", "Mireille"}


# -- any people ------------------------------------------------------------------------------------

NAMES = [f"p{n}" for n in range(8)]
MADE_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["A", "B", "C", "", "X"]),
        st.sampled_from(["Voirie", "voirie", "Finances", ""]),
        st.sampled_from(["F", "H", ""]),
    ),
    unique_by=lambda one: one[0],
    max_size=8,
)
SOME = st.sets(st.sampled_from(NAMES)).map(frozenset)
PRESENT = st.builds(Present, SOME, SOME, SOME, SOME)


@settings(deadline=None, max_examples=40)
@given(people=MADE_PEOPLE, present=PRESENT)
def test_every_person_is_counted_once_in_each_criterion_and_shares_make_a_whole(people, present):
    table = presence(corpus_of(people), present)
    for _, rows in table.groupby("by"):
        for column, who in (
            ("participants", present.participants),
            ("met", present.met),
            ("heard", present.heard),
            ("observed", present.observed),
        ):
            assert rows[column].sum() == len(who)
        for column, who in (("participants", present.participants), ("heard", present.heard)):
            share = rows[f"{column}_share"].sum()
            assert share == pytest.approx(1.0 if who else 0.0)
        ids = " ".join(rows["heard_ids"]).split()
        assert sorted(ids) == sorted(present.heard)
        known = rows["staff_share"].dropna()
        assert known.sum() == pytest.approx(1.0) or known.empty
        assert (rows["gap"].dropna() <= 1).all()


@settings(deadline=None, max_examples=25)
@given(data=st.data(), people=MADE_PEOPLE, present=PRESENT)
def test_the_order_of_the_files_changes_nothing(data, people, present):
    other = data.draw(st.permutations(people))
    staff = dict(data.draw(st.permutations(list(STAFF.items()))))
    for make in (presence, absent_groups):
        one, two = make(corpus_of(people), present), make(corpus_of(other, staff), present)
        assert one.equals(two)
