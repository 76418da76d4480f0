"""A line of the journal: what is refused, what is kept though unknown, what is upgraded."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.coding.events import KINDS, Event, check
from transfo_analysis.errors import JournalError

SPAN = {"document": "d", "sha256": "0" * 64, "start": 0, "end": 4}


def event(kind="coding_withdrawn", data=None, **more):
    base = dict(
        id="a1", lamport=1, at="", coder="Ana", installation="p", case="c", origin="hand", v=1
    )
    return Event(**{**base, **more}, kind=kind, data={"coding": "x"} if data is None else data)


@given(st.text(), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_as_it_went(target, text):
    written = event("memo_written", {"target_kind": "code", "target": target + "x", "text": text})
    try:
        line = written.to_line()
    except JournalError:
        assert any("\ud800" <= c <= "\udfff" for c in target)
        return
    assert "\n" not in line
    assert Event.from_line(line.encode()) == written


event_line = event().to_line()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '{"v":1}',
        "\x00\x00\x00",
        "[" * 100_000,
        b"\xff\xfe{}",
        event_line.replace("Ana", r"\ud83d"),
        event_line.replace("1", "NaN", 1),
    ],
)
def test_what_is_no_event_is_refused(line):
    with pytest.raises(JournalError):
        Event.from_line(line)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"lamport": "7"}, "compteur"),
        ({"lamport": -1}, "compteur"),
        ({"lamport": True}, "compteur"),
        ({"lamport": 2**60}, "compteur"),
        ({"id": ""}, "identifiant"),
        ({"coder": None}, "coder"),
        ({"data": []}, "contenu"),
        ({"data": {}}, "coding"),
    ],
)
def test_a_damaged_field_is_named(change, word):
    record = json.loads(event().to_line()) | change
    with pytest.raises(JournalError, match=word):
        Event.from_line(json.dumps(record))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("coding_added", {**SPAN, "code": "mode:velo"}),
        ("coding_added", {**SPAN, "code": "mode:velo", "suggestions_shown": "non"}),
        ("coding_added", {**SPAN, "start": 4, "code": "m:v", "suggestions_shown": False}),
        ("coding_added", {**SPAN, "start": -1, "code": "m:v", "suggestions_shown": False}),
        ("coding_added", {**SPAN, "start": True, "code": "m:v", "suggestions_shown": False}),
        ("register_marked", {**SPAN, "register": "chanté"}),
        ("register_marked", {**SPAN, "start": 4, "register": "mot à mot"}),
        ("finding_moved", {"finding": "f", "to": "poubelle", "decided_by": "x"}),
        ("finding_merged", {"into": "f", "from": []}),
        ("finding_merged", {"into": "f", "from": "ab"}),
        ("memo_written", {"target_kind": "code", "target": "x", "text": None}),
    ],
)
def test_each_kind_checks_its_fields(kind, data):
    with pytest.raises(JournalError, match=kind):
        check(kind, data)


def test_a_kind_of_a_newer_version_is_kept_as_it_is():
    line = event("photo_added", {"file": "x.jpg"}, v=2).to_line()
    kept = Event.from_line(line)
    assert not kept.understood
    assert kept.to_line() == line
    assert not Event.from_line(event("photo_added", {}).to_line()).understood


def test_an_older_version_is_brought_up_to_this_one():
    old = {"id": "a", "lamport": 2, "at": "", "coder": "Ana", "kind": "undone"}
    new = Event.from_line(json.dumps({**old, "data": {"event": "b"}}))
    assert (new.v, new.origin, new.understood) == (1, "hand", True)


def test_every_kind_of_the_issue_is_declared():
    assert {"quote_cleared", "anchor_settled", "finding_split", "code_redefined"} <= KINDS.keys()
