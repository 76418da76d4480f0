"""One state, whatever the order of the files: replay depends on (counter, id) only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.coding.events import ANSWERS, BECAME, PLANNED, Event
from transfo_analysis.coding.replay import Replay
from transfo_analysis.coding.state import replay
from transfo_analysis.tables import REGISTERS, REMARK, VERBATIM

SHA = "0" * 64


def act(name, lamport, kind, data, coder="Ana", installation="p1", origin="hand", v=1):
    return Event(name, lamport, "", coder, installation, "c", kind, origin, data, v)


def span(start=0, end=4, code="mode:velo"):
    return {"document": "d", "sha256": SHA, "start": start, "end": end, "code": code}


def added(name, lamport, **more):
    where = {k: more.pop(k) for k in ("start", "end", "code") if k in more}
    return act(name, lamport, "coding_added", {**span(**where), "suggestions_shown": False}, **more)


# -- any order, any repetition ---------------------------------------------------------------

IDS = [f"e{i}" for i in range(12)]
CODES = ["mode:velo", "mode:voiture", "mode:bus"]
some_id, some_code = st.sampled_from(IDS), st.sampled_from(CODES)
deciders = st.sampled_from(["le groupe", "Ana"])
places = st.builds(span, st.integers(0, 2), st.integers(3, 4), some_code)

DATA = {
    "coding_added": places.map(lambda d: {**d, "suggestions_shown": False}),
    "coding_withdrawn": st.fixed_dictionaries({"coding": some_id}),
    "crossing_linked": st.fixed_dictionaries({"row_coding": some_id, "column_coding": some_id}),
    "crossing_unlinked": st.fixed_dictionaries({"row_coding": some_id, "column_coding": some_id}),
    "ambiguity_settled": st.builds(
        lambda d, column: {
            **{k: d[k] for k in d if k != "code"},
            "row": d["code"],
            "column": column,
        },
        places,
        some_code,
    ),
    "register_marked": st.builds(
        lambda d, register: {**{k: d[k] for k in d if k != "code"}, "register": register},
        places,
        st.sampled_from(REGISTERS),
    ),
    "suggestion_refused": places,
    "anchor_settled": st.builds(
        lambda d, coding, answer: {
            **{k: d[k] for k in d if k != "code"},
            "coding": coding,
            "answer": answer,
        },
        places,
        some_id,
        st.sampled_from(ANSWERS),
    ),
    "memo_written": st.fixed_dictionaries(
        {
            "target_kind": st.just("coding"),
            "target": some_id,
            "text": st.sampled_from(["", "a", "b"]),
        }
    ),
    "finding_worded": st.one_of(
        st.fixed_dictionaries({"statement": st.sampled_from("ab")}),
        st.fixed_dictionaries({"finding": some_id, "statement": st.sampled_from("ab")}),
    ),
    "finding_moved": st.fixed_dictionaries(
        {"finding": some_id, "to": st.sampled_from(["lesson", "next_work"]), "decided_by": deciders}
    ),
    "finding_set_aside": st.fixed_dictionaries({"finding": some_id, "decided_by": deciders}),
    "finding_merged": st.fixed_dictionaries(
        {"into": some_id, "from": st.lists(some_id, min_size=1, max_size=2)}
    ),
    "finding_split": st.fixed_dictionaries(
        {"from": some_id, "into": st.lists(some_id, min_size=1, max_size=2)}
    ),
    "bundle_moved": st.fixed_dictionaries(
        {
            "bundle": st.just("c/x/y"),
            "to": st.sampled_from(["lesson", "to_sort"]),
            "decided_by": deciders,
        }
    ),
    "evidence_linked": st.fixed_dictionaries(
        {"finding": some_id, "target": some_id, "side": st.sampled_from(["for", "against"])}
    ),
    "evidence_unlinked": st.fixed_dictionaries({"finding": some_id, "target": some_id}),
    "finding_carried": st.fixed_dictionaries(
        {
            "finding": some_id,
            "wave": st.sampled_from(["vague-1", "vague-2"]),
            "became": st.sampled_from(BECAME),
            "decided_by": deciders,
            "evidence": st.lists(some_id, max_size=2),
        }
    ),
    "finding_uncarried": st.fixed_dictionaries(
        {"finding": some_id, "wave": st.just("vague-2"), "decided_by": deciders}
    ),
    "work_planned": st.fixed_dictionaries(
        {
            "finding": some_id,
            "field": st.sampled_from(PLANNED),
            "text": st.sampled_from(["", "a", "b"]),
        }
    ),
    "code_created": st.fixed_dictionaries({"code": some_code, "label": st.just("x")}),
    "code_renamed": st.fixed_dictionaries({"code": some_code, "to": some_code}),
    "code_merged": st.fixed_dictionaries({"code": some_code, "into": some_code}),
    "code_redefined": st.fixed_dictionaries(
        {"code": some_code, "definition": st.sampled_from("ab")}
    ),
    "undone": st.fixed_dictionaries({"event": some_id}),
    "redone": st.fixed_dictionaries({"event": some_id}),
    "photo_added": st.just({}),
}


@st.composite
def histories(draw):
    events = []
    for name in draw(st.lists(some_id, unique=True, max_size=12)):
        kind = draw(st.sampled_from(sorted(DATA)))
        events.append(
            act(
                name,
                draw(st.integers(1, 6)),
                kind,
                draw(DATA[kind]),
                coder=draw(st.sampled_from(["Ana", "Ben"])),
                installation=draw(st.sampled_from(["p1", "p2"])),
                origin=draw(st.sampled_from(["hand", "accepted"])),
            )
        )
    return events


@given(histories(), st.data())
def test_files_in_any_order_and_repeated_give_one_state(events, data):
    once = replay(sorted(events, key=lambda e: e.order))
    again = data.draw(st.lists(st.sampled_from(events), max_size=6)) if events else []
    assert replay(data.draw(st.permutations([*events, *again]))) == once


@given(histories(), st.data())
def test_events_handed_over_little_by_little_give_the_same_state(events, data):
    machine = Replay()
    left = data.draw(st.permutations(events))
    while left:
        size = data.draw(st.integers(1, len(left)))
        machine.extend(left[:size])
        machine.state()
        left = left[size:]
    assert machine.state() == replay(events)


@given(histories())
def test_undoing_everything_leaves_nothing_in_force(events):
    undone = [
        act(f"u{e.id}", 10 + i, "undone", {"event": e.id}, coder=e.coder)
        for i, e in enumerate(events)
        if e.kind not in ("undone", "redone")
    ]
    state = replay([*events, *undone])
    assert not state.codings
    assert not state.findings
    assert not state.aliases
    assert not state.links
    assert not state.memos
    assert not any(state.undoable.values())


@given(histories())
def test_undo_then_redo_changes_nothing_but_the_history(events):
    before = replay(events)
    for coder, stack in before.undoable.items():
        there = act("ua", 20, "undone", {"event": stack[0]}, coder=coder)
        back = act("ub", 21, "redone", {"event": stack[0]}, coder=coder)
        after = replay([*events, there, back])
        for name in (
            "codings",
            "links",
            "answers",
            "findings",
            "memos",
            "aliases",
            "settled",
            "registers",
            "undoable",
        ):
            assert getattr(after, name) == getattr(before, name), name


# -- the rules, one by one -------------------------------------------------------------------


@pytest.mark.parametrize("lamport", [1, 2, 3])
def test_a_withdrawal_beats_its_addition_whatever_the_order(lamport):
    withdraw = act("b", lamport, "coding_withdrawn", {"coding": "a"})
    assert not replay([added("a", 2), withdraw]).codings


def test_an_undone_withdrawal_brings_the_coding_back():
    events = [
        added("a", 1),
        act("b", 2, "coding_withdrawn", {"coding": "a"}),
        act("c", 3, "undone", {"event": "b"}),
    ]
    assert list(replay(events).codings) == ["a"]


def test_undo_reaches_only_ones_own_acts():
    other = act("b", 2, "undone", {"event": "a"}, coder="Ben")
    state = replay([added("a", 1), other])
    assert list(state.codings) == ["a"]
    assert state.ignored == ("b",)
    # the same person on another machine is still the same person
    mine = act("c", 3, "undone", {"event": "a"}, installation="p2")
    assert not replay([added("a", 1), mine]).codings


def test_an_undo_that_arrives_before_its_act_still_reaches_it():
    machine = Replay()
    machine.extend([act("u", 1, "undone", {"event": "a"})])
    machine.extend([added("a", 5)])
    assert not machine.state().codings
    assert machine.state() == replay([added("a", 5), act("u", 1, "undone", {"event": "a"})])


def test_undo_goes_back_one_by_one_and_a_new_act_forgets_redo():
    events = [added("a", 1), added("b", 2, start=1), added("c", 3, start=2)]
    undone = [act("u1", 4, "undone", {"event": "c"}), act("u2", 5, "undone", {"event": "b"})]
    state = replay([*events, *undone])
    assert state.undoable["Ana"] == ("a",)
    assert state.redoable["Ana"] == ("b", "c")
    assert "Ana" not in replay([*events, *undone, added("d", 6, start=3)]).redoable


def test_of_two_edits_the_later_in_order_holds_and_the_other_is_listed():
    first = act("f", 1, "finding_worded", {"statement": "un"})
    ana = act("x", 2, "finding_worded", {"finding": "f", "statement": "deux"})
    ben = act("w", 3, "finding_worded", {"finding": "f", "statement": "trois"}, coder="Ben")
    state = replay([ben, ana, first])
    assert state.findings["f"].statement == "trois"
    (conflict,) = state.conflicts
    assert (conflict.what, conflict.other, conflict.other_by) == ("statement", "deux", "Ana")
    assert (conflict.kept, conflict.kept_by, conflict.event) == ("trois", "Ben", "x")


def test_the_later_register_of_the_same_words_holds_until_it_is_undone():
    place = {k: v for k, v in span(2, 6, "mode:velo").items() if k != "code"}
    key = (place["document"], place["sha256"], 2, 6)
    first = act("a", 1, "register_marked", {**place, "register": REMARK})
    later = act("b", 2, "register_marked", {**place, "register": VERBATIM})
    other = act("c", 3, "register_marked", {**place, "end": 5, "register": REMARK})
    assert replay([later, first]).registers == {key: VERBATIM}
    assert replay([first, later, other]).registers == {key: VERBATIM, (*key[:3], 5): REMARK}
    assert replay([first, later, act("u", 4, "undone", {"event": "b"})]).registers == {key: REMARK}


def test_the_clock_decides_nothing():
    early = Event(
        "a",
        2,
        "1999-01-01",
        "Ana",
        "p",
        "c",
        "finding_worded",
        "hand",
        {"finding": "f", "statement": "b"},
    )
    late = Event(
        "b",
        1,
        "2050-01-01",
        "Ana",
        "p",
        "c",
        "finding_worded",
        "hand",
        {"finding": "f", "statement": "a"},
    )
    assert replay([late, early]).findings["f"].statement == "b"


def test_an_answered_suggestion_stays_answered():
    key = ("d", SHA, 0, 4, "mode:velo")
    yes = added("a", 1, origin="accepted")
    no = act("b", 2, "suggestion_refused", span(), coder="Ben")
    assert replay([yes]).answers == {key: "accepted"}
    assert replay([no]).answers == {key: "refused"}
    both = replay([yes, no])
    assert both.answers == {key: "accepted"}
    assert both.answers_by == {key: {"Ana": "accepted", "Ben": "refused"}}
    # an acceptance taken back is an answer; an acceptance undone never happened
    assert replay([yes, act("w", 3, "coding_withdrawn", {"coding": "a"})]).answers == {
        key: "refused"
    }
    assert replay([yes, act("u", 3, "undone", {"event": "a"})]).answers == {}
    assert replay([added("h", 1)]).answers == {}


def test_old_codings_follow_renamed_and_merged_codes():
    rename = act("r", 5, "code_renamed", {"code": "mode:velo", "to": "mode:bicyclette"})
    merge = act("s", 6, "code_merged", {"code": "mode:bicyclette", "into": "mode:cycle"})
    refused = act("n", 1, "suggestion_refused", span(1))
    state = replay([added("a", 1), rename, merge, refused])
    assert state.codings["a"].code == "mode:cycle"
    assert state.aliases == {"mode:velo": "mode:cycle", "mode:bicyclette": "mode:cycle"}
    assert list(state.answers) == [("d", SHA, 1, 4, "mode:cycle")]
    # a colleague who had not heard of it codes with the old name, later by the counter
    assert replay([rename, added("z", 9)]).codings["z"].code == "mode:bicyclette"


def test_a_code_renamed_there_and_back_ends_where_it_was_put_last():
    there = act("r", 1, "code_renamed", {"code": "mode:a", "to": "mode:b"})
    back = act("s", 2, "code_renamed", {"code": "mode:b", "to": "mode:a"})
    state = replay([there, back, added("x", 3, code="mode:b"), added("y", 4, code="mode:a")])
    assert {c.code for c in state.codings.values()} == {"mode:a"}
    assert state.aliases == {"mode:b": "mode:a"}


def test_findings_keep_who_sorted_them_and_where_they_come_from():
    events = [
        act("f", 1, "finding_worded", {"statement": "un", "bundle": "c/x/y"}),
        act("g", 2, "finding_worded", {"statement": "deux"}),
        act("h", 3, "finding_worded", {"statement": "les deux"}),
        act("m1", 4, "finding_moved", {"finding": "f", "to": "lesson", "decided_by": "le groupe"}),
        act("m2", 5, "finding_moved", {"finding": "f", "to": "next_work", "decided_by": "Ana"}),
        act("m3", 6, "finding_set_aside", {"finding": "g", "decided_by": "Ana"}),
        act("e1", 7, "evidence_linked", {"finding": "f", "target": "k1", "side": "for"}),
        act("e2", 8, "evidence_linked", {"finding": "g", "target": "k2", "side": "against"}),
        act("x", 9, "finding_merged", {"into": "h", "from": ["f", "g"]}),
        act("e3", 10, "evidence_unlinked", {"finding": "h", "target": "k2"}),
        act("e4", 11, "evidence_linked", {"finding": "h", "target": "k3", "side": "for"}),
    ]
    found = replay(events).findings
    assert found["f"].sorts == {"le groupe": "lesson", "Ana": "next_work"}
    assert found["g"].sorts == {"Ana": "set_aside"}
    assert found["f"].merged_into == found["g"].merged_into == "h"
    assert found["h"].ancestors == ("f", "g")
    assert found["h"].for_ids == ("k1", "k3")
    assert found["h"].against_ids == ()
    assert replay(events).conflicts == ()


def test_findings_merged_in_a_circle_do_not_hang():
    events = [
        act("f", 1, "finding_worded", {"statement": "un"}),
        act("g", 2, "finding_worded", {"statement": "deux"}),
        act("x", 3, "finding_merged", {"into": "f", "from": ["g"]}),
        act("y", 4, "finding_merged", {"into": "g", "from": ["f"]}),
    ]
    assert set(replay(events).findings) == {"f", "g"}


def test_a_link_counts_while_both_codings_are_in_force():
    link = act("l", 3, "crossing_linked", {"row_coding": "a", "column_coding": "b"})
    two = [added("a", 1), added("b", 2, code="categorie:frein"), link]
    assert replay(two).links == {("a", "b")}
    assert replay([*two, act("w", 4, "coding_withdrawn", {"coding": "a"})]).links == frozenset()
    unlink = act("k", 4, "crossing_unlinked", {"row_coding": "a", "column_coding": "b"})
    assert replay([*two, unlink]).links == frozenset()


def test_each_coder_has_their_own_memo():
    def memo(name, lamport, coder, text):
        data = {"target_kind": "code", "target": "mode:velo", "text": text}
        return act(name, lamport, "memo_written", data, coder=coder)

    state = replay([memo("a", 1, "Ana", "x"), memo("b", 2, "Ben", "y"), memo("c", 3, "Ben", "")])
    assert state.memos == {("code", "mode:velo", "Ana"): "x"}


def test_what_a_newer_program_wrote_changes_nothing_here():
    newer = act("n", 1, "coding_withdrawn", {"coding": "a", "soft": True}, v=2)
    state = replay([added("a", 1), newer])
    assert list(state.codings) == ["a"]
    assert state.ignored == ("n",)
