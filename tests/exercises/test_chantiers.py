"""Chantiers from one wave to the next: what is new about each, what people say, what is planned."""

import os
import runpy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.coding.events import BECAME, PLANNED, Event
from transfo_analysis.coding.state import Carried, State, replay
from transfo_analysis.exercises.carried import carried_over
from transfo_analysis.exercises.chantiers import Work, standing
from transfo_analysis.exercises.waves import Closed, open_since
from transfo_analysis.exercises.workplan import work_plan
from transfo_analysis.findings import findings
from transfo_analysis.tables import split_ids

Field = runpy.run_path(str(Path(__file__).parents[1] / "crosstable_field.py"))["Field"]
VELO = "mob/mode:velo/categorie:frein"
NEXT = {"groupe": "next_work"}
LENT = "Prêter un vélo, un mois, à qui le demande."


def field():
    """Return a fieldwork of three waves; the chantier « prêt » is worded from Vélo × Frein."""
    made = Field()
    for name in ("Nadia", "Omar"):
        made.person(name)
    made.document("talk-1", ("respondent", "Nadia", "Le vélo est lourd."))
    made.document("talk-2", ("respondent", "Omar", "Mon vélo est crevé."), wave="vague-2")
    made.document(
        "mur-2",
        ("wall", "", "le local ferme tôt", {"row": "Velo", "column": "Frein"}),
        kind="wall_table",
        wave="vague-2",
    )
    made.document(
        "fin-2",
        ("respondent", "Omar", "on a prêté deux vélos un mois"),
        ("respondent", "", "rien sur le train"),
        ("interviewer", "", "et ce vélo à prêter, un mois ?"),
        kind="debriefing",
        wave="vague-2",
    )
    made.document("talk-3", ("respondent", "Nadia", "Le train, oui."), wave="vague-3")
    made.code("talk-1", "vélo est lourd", "mode:velo", "categorie:frein")
    return made


def work(made, closed=(), state=None):
    state = state or made.state
    table = made.table()
    worded = findings(made.corpus, made.codings, state, made.codebook, made.case, table=table)
    return Work(
        made.corpus, made.codings, state, worded, {"mob": table}, tuple(closed), frozenset({"mois"})
    )


def rows(made, closed=()):
    table = carried_over(work(made, closed))
    return {(row["finding_id"], row["wave"]): row for row in table.to_dict("records")}


# -- since which wave it is open -------------------------------------------------------------------

ONE = Closed("vague-1", ("vague-1",), frozenset({"f"}))
TWO = Closed("vague-2", ("vague-1", "vague-2"), frozenset({"f", "g"}))
WAVES = ["vague-1", "vague-2", "vague-10"]


@pytest.mark.parametrize(
    ("names", "rests_on", "closed", "since"),
    [
        # it stood as a chantier when a wave was closed, whatever it rests on now
        ({"f"}, {"vague-10"}, [ONE, TWO], "vague-1"),
        ({"g"}, {"vague-1"}, [ONE, TWO], "vague-2"),
        # one of those it was merged from did
        ({"h", "f"}, {"vague-10"}, [ONE, TWO], "vague-1"),
        # it came after what was closed, though it rests on what was gathered before
        ({"h"}, {"vague-1"}, [ONE, TWO], "vague-10"),
        ({"h"}, {"vague-1", "vague-2"}, [ONE], "vague-2"),
        ({"h"}, set(), [ONE], "vague-2"),
        # nothing is closed: its evidence tells
        ({"h"}, {"vague-10", "vague-2"}, [], "vague-2"),
        ({"h"}, set(), [], ""),
        ({"h"}, {""}, [], ""),
    ],
)
def test_a_chantier_is_open_since_what_tells_first(names, rests_on, closed, since):
    assert open_since(names, rests_on, closed, WAVES) == since


def test_when_everything_is_closed_and_nothing_came_nothing_tells():
    assert open_since({"h"}, {"vague-1"}, [ONE], ["vague-1"]) == ""


# -- what is new about it --------------------------------------------------------------------------


def test_each_wave_after_the_first_tells_what_is_new_and_decides_nothing():
    made = field()
    cell = made.code("talk-2", "vélo est crevé", "mode:velo", "categorie:frein")
    made.finding("prêt", LENT, bundle=VELO, sorts=NEXT)
    found = rows(made)
    assert list(found) == [("prêt", "vague-2"), ("prêt", "vague-3")]
    new, silent = found["prêt", "vague-2"], found["prêt", "vague-3"]
    assert new["since"] == "vague-1"
    assert (new["proposed"], silent["proposed"]) == ("taken_up", "")
    assert {new["decided"], silent["decided"]} == {""}
    assert new["reason"].replace("\u202f", " ") == (
        "1 extrait codé et 1 papier du mur dans sa case (Velo × Frein) ; "
        "1 remarque du débriefing le nomme (« prêté » et « vélos »)"
    )
    ids = set(split_ids(new["ids"]))
    assert set(cell) & ids
    assert "mur-2@0-18" in ids


def test_a_remark_names_a_chantier_by_two_words_at_least_and_says_which():
    made = field()
    made.finding(
        "prêt",
        "Des vélos à un endroit où les laisser deux mois.",
        sorts=NEXT,
        for_ids=("talk-1@0-18",),
    )
    row = rows(made)["prêt", "vague-2"]
    # « mois » is of the stop list, « un » too short: two words are left
    assert row["reason"].replace("\u202f", " ") == (
        "1 remarque du débriefing le nomme (« deux » et « vélos »)"
    )
    assert row["ids"] == "fin-2@0-29"
    made.finding("prêt", "Un seul vélo suffit.", sorts=NEXT, for_ids=("talk-1@0-18",))
    assert rows(made)["prêt", "vague-2"]["proposed"] == ""


def test_a_coding_linked_by_hand_is_new_in_its_own_wave_only():
    made = field()
    (coding,) = made.code("talk-3", "train", "mode:train")
    made.finding(
        "train", "Relire les horaires.", sorts=NEXT, for_ids=("talk-1@0-18",), against_ids=(coding,)
    )
    found = rows(made)
    assert found["train", "vague-2"]["proposed"] == ""
    assert found["train", "vague-3"]["ids"] == coding
    assert found["train", "vague-3"]["reason"].startswith("1 appui lié")


def test_what_is_no_chantier_or_no_longer_one_is_not_there():
    made = field()
    made.finding("leçon", LENT, bundle=VELO, sorts={"groupe": "lesson"})
    made.finding("écarté", LENT, bundle=VELO, sorts={"groupe": "set_aside"})
    made.finding("fondu", LENT, bundle=VELO, sorts=NEXT, merged_into="prêt")
    made.finding("scindé", LENT, bundle=VELO, sorts=NEXT, split_into=("prêt",))
    assert rows(made) == {}
    assert work_plan(work(made)).empty


# -- what people say -------------------------------------------------------------------------------


def test_the_groups_word_stands_and_all_are_told():
    made = field()
    said = {
        ("vague-2", "groupe"): Carried("passed_over", ("fin-2",)),
        ("vague-2", "idris"): Carried("taken_up", ("talk-2",)),
    }
    made.finding("prêt", LENT, bundle=VELO, sorts=NEXT, carried=said)
    row = rows(made)["prêt", "vague-2"]
    assert (row["decided"], row["differs"]) == ("passed_over", True)
    assert row["by"].replace("\u202f", " ") == "groupe : pas repris ; idris : repris"
    assert row["evidence_ids"] == "fin-2"


def test_nothing_is_closed_on_a_tie():
    assert standing({"ana": Carried("closed"), "ben": Carried("taken_up")}) == "taken_up"
    assert standing({"ana": Carried("closed"), "session 2": Carried("taken_up")}) == "taken_up"
    assert standing({"ana": Carried("taken_up"), "le groupe": Carried("closed")}) == "closed"
    assert standing({}) == ""


def test_once_closed_a_chantier_has_no_more_waves_unless_someone_speaks_of_it():
    made = field()
    closed = {("vague-2", "groupe"): Carried("closed")}
    made.finding("prêt", LENT, bundle=VELO, sorts=NEXT, carried=closed)
    assert [wave for _, wave in rows(made)] == ["vague-2"]
    plan = work_plan(work(made)).iloc[0]
    assert (plan["state"], plan["state_wave"]) == ("closed", "vague-2")
    again = {**closed, ("vague-3", "ana"): Carried("taken_up")}
    made.finding("prêt", LENT, bundle=VELO, sorts=NEXT, carried=again)
    assert [wave for _, wave in rows(made)] == ["vague-2", "vague-3"]


def test_what_was_said_of_the_wave_of_its_opening_is_shown_too():
    made = field()
    made.finding(
        "prêt", LENT, bundle=VELO, sorts=NEXT, carried={("vague-1", "ana"): Carried("closed")}
    )
    assert list(rows(made)) == [("prêt", "vague-1")]
    assert rows(made)["prêt", "vague-1"]["proposed"] == ""


# -- the plan --------------------------------------------------------------------------------------


def test_the_plan_says_what_people_wrote_and_what_it_rests_on():
    made = field()
    passage = "entretien"
    made.finding("vide", "Voir plus tard.", sorts=NEXT)
    made.finding(
        "prêt",
        LENT,
        bundle=VELO,
        sorts=NEXT,
        against_ids=("talk-3@0-14",),
        plan={"what": "Deux vélos", "for_whom": "La collecte", "by_whom": "Omar"},
        carried={
            ("vague-2", "ana"): Carried("taken_up"),
            ("vague-3", "ana"): Carried("passed_over"),
        },
    )
    table = work_plan(work(made))
    assert table["finding_id"].tolist() == ["prêt", "vide"]
    row = table.iloc[0]
    assert (row["what"], row["for_whom"], row["by_whom"], row["when"]) == (
        "Deux vélos",
        "La collecte",
        "Omar",
        "",
    )
    assert (row["since"], row["state"], row["state_wave"]) == ("vague-1", "passed_over", "vague-3")
    assert row["evidence"].replace("\u202f", " ") == (
        "repose sur 1 personne entendue et 1 papier du mur ; 1 élément va dans l’autre sens"
    )
    assert row["for_ids"] == VELO
    empty = table.iloc[1]
    assert (empty["evidence"], empty["since"], empty["state"]) == (
        "ne repose plus sur rien\u202f: à revoir",
        "",
        "open",
    )
    assert passage not in table.to_csv()


def test_the_plan_calls_an_argument_of_a_debate_an_argument_and_a_paper_a_paper():
    made = field()
    for number, side in enumerate(["il coûte trop", "il pèse trop"]):
        argued = ("respondent", "", side, {"row": "Train", "column": "Frein"})
        made.document(f"débat-{number}", argued, kind="debate")
    train = "mob/mode:train/categorie:frein"
    made.finding("train", "Baisser le prix.", bundle=train, sorts=NEXT)
    # a talk beside it is neither
    both = (train, "talk-3@0-14")
    made.finding("aussi", "Baisser le prix du train.", for_ids=both, sorts=NEXT)
    made.finding("tout", "Baisser les prix.", for_ids=(VELO, train), sorts=NEXT)
    table = work_plan(work(made)).set_index("finding_id")["evidence"]
    told = {name: said.replace("\u202f", " ") for name, said in table.items()}
    assert told == {
        "train": "repose sur 2 arguments du débat",
        "aussi": "repose sur 1 personne entendue et 2 arguments du débat",
        "tout": "repose sur 1 personne entendue et 3 papiers et arguments",
    }


# -- any order, two writers ------------------------------------------------------------------------

NAMES = ["prêt", "garage", "train"]
some = st.sampled_from(NAMES)


def act(rank, lamport, kind, data, coder="Ana"):
    return Event(f"e{rank:02}", lamport, "", coder, coder, "mob", kind, "hand", data)


ACTS = st.one_of(
    st.tuples(
        st.just("finding_carried"),
        st.fixed_dictionaries(
            {
                "finding": some,
                "wave": st.sampled_from(["vague-1", "vague-2", "vague-3", "vague-9"]),
                "became": st.sampled_from(BECAME),
                "decided_by": st.sampled_from(["groupe", "Ana", "Ben"]),
                "evidence": st.lists(st.sampled_from(["fin-2", "talk-2@0-19"]), max_size=2),
            }
        ),
    ),
    st.tuples(
        st.just("finding_uncarried"),
        st.fixed_dictionaries(
            {"finding": some, "wave": st.just("vague-2"), "decided_by": st.just("groupe")}
        ),
    ),
    st.tuples(
        st.just("work_planned"),
        st.fixed_dictionaries(
            {
                "finding": some,
                "field": st.sampled_from(PLANNED),
                "text": st.sampled_from(["", "un", "deux"]),
            }
        ),
    ),
    st.tuples(
        st.just("finding_merged"),
        st.fixed_dictionaries({"into": some, "from": st.lists(some, min_size=1, max_size=2)}),
    ),
    st.tuples(
        st.just("finding_moved"),
        st.fixed_dictionaries(
            {
                "finding": some,
                "to": st.sampled_from(["next_work", "lesson"]),
                "decided_by": st.just("groupe"),
            }
        ),
    ),
    st.tuples(st.just("undone"), st.builds(lambda n: {"event": f"e{n:02}"}, st.integers(0, 15))),
)


@st.composite
def histories(draw):
    events = [
        act(rank, 1, "finding_worded", {"finding": name, "statement": LENT, "bundle": VELO})
        for rank, name in enumerate(NAMES)
    ]
    events += [
        act(3 + rank, 2, "finding_moved", {"finding": n, "to": "next_work", "decided_by": "groupe"})
        for rank, n in enumerate(NAMES)
    ]
    for rank, (kind, data) in enumerate(draw(st.lists(ACTS, max_size=10)), start=6):
        coder = draw(st.sampled_from(["Ana", "Ben"]))
        events.append(act(rank, draw(st.integers(3, 6)), kind, data, coder))
    return events


MADE = field()
BASE = work(MADE)


def tables(events):
    """Return both tables of a fieldwork in which these acts were made."""
    state = replay(events)
    worded = findings(
        MADE.corpus, MADE.codings, state, MADE.codebook, MADE.case, table=BASE.tables["mob"]
    )
    made = replace(BASE, state=state, findings=worded)
    return carried_over(made), work_plan(made), state


@settings(max_examples=15 if os.environ.get("TRANSFO_FULL") else 6, deadline=None)
@given(histories(), st.data())
def test_the_acts_of_two_people_give_one_table_in_whatever_order_they_come(events, data):
    carried, plan, _ = tables(events)
    again, replan, _ = tables(data.draw(st.permutations(events)))
    pd.testing.assert_frame_equal(carried, again)
    pd.testing.assert_frame_equal(plan, replan)


@settings(max_examples=15 if os.environ.get("TRANSFO_FULL") else 6, deadline=None)
@given(histories())
def test_nothing_is_decided_nor_planned_that_nobody_wrote(events):
    carried, plan, state = tables(events)
    for row in carried.to_dict("records"):
        said = {
            one.became
            for (wave, _), one in state.findings[row["finding_id"]].carried.items()
            if wave == row["wave"]
        }
        assert row["decided"] in (said or {""})
        assert row["differs"] == (len(said) > 1)
    written = {e.data["text"] for e in events if e.kind == "work_planned"} | {""}
    assert set(plan[list(PLANNED)].to_numpy().ravel()) <= written
    # without a word of anybody, the program still says what is new, and decides nothing
    silent, _, _ = tables([e for e in events if e.kind != "finding_carried"])
    assert set(silent["decided"]) <= {""}
    assert State() == replay([])
