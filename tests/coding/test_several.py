"""Several coders: where they differ, what they settle, and what the tables then count."""

import os
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.coding import consensus, table, turns
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.disagreements import disagreements
from transfo_analysis.crosstable import cross_table
from transfo_analysis.crosstable.coders import crossings_by_coder
from transfo_analysis.errors import CodebookError, CodingError


def other(desk, name):
    """The same project, as another coder opens it."""
    folder = desk.reader.folder.parent
    return Desk(folder, desk.corpus, desk.codebook, desk.settings, coder=name)


@pytest.fixture
def ben(desk):
    return other(desk, "Ben")


def tables(desk):
    codings = table.codings(desk.state, desk.corpus, desk.store)
    crossed = cross_table(
        desk.corpus, codings, desk.state, None, None, desk.codebook, desk.settings.default_case
    )
    differ = disagreements(
        desk.corpus, codings, desk.state, desk.codebook, crossings_by_coder(crossed)
    )
    cells = crossed.cells.set_index(["row", "column"])
    filled = cells[cells["coding_ids"] != ""]
    return SimpleNamespace(codings=codings, crossed=crossed, differ=differ, cells=filled)


def test_a_document_coded_by_one_person_has_nothing_to_talk_over(desk):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    found = tables(desk)
    assert found.differ.empty
    assert list(found.codings["consensus"]) == ["codé par un·e seul·e"]


def test_the_same_code_in_the_same_turn_is_agreement_whatever_the_bounds(desk, ben):
    desk.add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    ben.add("nadia", "mode:velo", quote="trop lourd. La voiture")
    found = tables(desk)
    assert found.differ.empty
    assert set(found.codings["consensus"]) == {"codé à plusieurs"}


def test_a_disagreement_says_what_each_put_there(desk, ben):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="Le vélo est trop lourd")
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    ben.add("nadia", "categorie:frein", quote="trop lourd")
    (row,) = tables(desk).differ.to_dict("records")
    assert (row["document_id"], row["turn"], row["family"]) == ("nadia", 3, "mode")
    assert row["by_coder"] == "Ana : mode:velo\nBen : mode:voiture"
    assert row["disputed"] == "mode:velo mode:voiture"
    assert row["text"].startswith("Le vélo est trop lourd.")
    assert row["question"] == "Pourquoi la voiture ?"
    assert row["cells"] == 2


def test_who_put_nothing_in_a_turn_of_a_document_they_coded_disagrees(desk, ben):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:velo", quote="J'prends l'vélo")
    told = tables(desk).differ.set_index("turn")["by_coder"]
    assert told[1] == "Ana : rien\nBen : mode:velo"
    assert told[3] == "Ana : mode:velo\nBen : rien"


def test_what_changes_the_cross_table_comes_first(desk, ben):
    # turn 1: a code that crosses nothing; turn 3: a crossing that only Ana makes
    desk.add("nadia", "mode:velo", quote="J'prends l'vélo")
    desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    ben.add("nadia", "mode:velo", quote="trop lourd")
    differ = tables(desk).differ
    assert list(differ["turn"]) == [3, 1]
    assert list(differ["cells"]) == [1, 0]


def test_a_crossing_that_one_only_makes_is_shown_though_the_codes_are_the_same(desk, ben):
    for who, words in ((desk, "Le vélo est trop lourd"), (ben, "La voiture, elle est là")):
        who.add("nadia", "mode:velo", quote="Le vélo est trop lourd")
        who.add("nadia", "categorie:frein", quote=words)
    (row,) = tables(desk).differ.to_dict("records")
    assert (row["family"], row["cells"]) == ("", 1)


def test_a_settled_turn_counts_as_the_consensus_says_and_only_once(desk, ben):
    desk.add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="Le vélo est trop lourd")
    assert set(tables(desk).cells.index) == {("mode:velo", "categorie:frein")}
    new = desk.settle_disagreement("nadia", 3, ["mode:voiture", "categorie:frein"])
    found = tables(ben)
    assert found.differ.empty
    assert set(found.cells.index) == {("mode:voiture", "categorie:frein")}
    by = found.codings.set_index("coder")["consensus"]
    assert set(by["Ana"]) == {by["Ben"]} == {"remplacé"}
    held = [desk.state.codings[name] for name in new]
    assert {c.coder for c in held} == {"consensus"}
    # the excerpts are those that coders chose
    assert {desk.corpus.texts["nadia"][c.start : c.end] for c in held} == {
        "Le vélo est trop lourd",
        "trop lourd",
    }
    # whoever settled it is known, in the file of the consensus
    (event,) = [e for e in desk.reader.events if e.kind == "turn_settled"]
    assert (event.coder, event.data["by"]) == ("consensus", "Ana")
    assert (desk.reader.folder / "consensus--poste1.jsonl").exists()


def test_a_turn_settled_on_nothing_is_settled(desk, ben):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="J'prends l'vélo")
    assert desk.settle_disagreement("nadia", 3, []) == []
    found = tables(desk)
    assert found.cells.empty
    assert list(found.differ["turn"]) == [1]
    desk.reopen_disagreement("nadia", 3)
    assert set(tables(desk).cells.index) == {("mode:velo", "categorie:frein")}
    with pytest.raises(CodingError, match="Rien n’a été tranché"):
        desk.reopen_disagreement("nadia", 3)


def test_settling_again_replaces_and_settling_the_same_writes_nothing(desk, ben):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="trop lourd")
    first = desk.settle_disagreement("nadia", 3, ["mode:velo"])
    before = desk.state
    assert desk.settle_disagreement("nadia", 3, ["mode:velo"]) == first
    assert desk.state is before
    (new,) = desk.settle_disagreement("nadia", 3, ["mode:voiture"])
    assert first[0] not in desk.state.codings
    assert desk.state.codings[new].code == "mode:voiture"
    assert [c.id for c in desk.state.codings.values() if c.coder == "consensus"] == [new]


def test_a_code_that_nobody_put_takes_the_turn(desk, ben):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="trop lourd")
    (new,) = desk.settle_disagreement("nadia", 3, ["categorie:usage"])
    coding = desk.state.codings[new]
    words = desk.corpus.texts["nadia"][coding.start : coding.end]
    assert words == "Le vélo est trop lourd. La voiture, elle est là."


def test_a_crossing_linked_by_hand_outlives_the_settling(desk, ben):
    row = desk.add("nadia", "mode:velo", quote="J'prends l'vélo")
    column = desk.add("nadia", "categorie:frein", quote="trop lourd")
    desk.link(row, column)
    ben.add("nadia", "mode:voiture", quote="trop lourd")
    desk.settle_disagreement("nadia", 3, ["categorie:frein"])
    assert set(tables(desk).cells.index) == {("mode:velo", "categorie:frein")}
    desk.settle_disagreement("nadia", 1, ["mode:velo"])
    found = tables(desk)
    assert set(found.cells.index) == {("mode:velo", "categorie:frein")}
    used = found.cells["coding_ids"].iloc[0].split()
    assert {desk.state.codings[name].coder for name in used} == {"consensus"}
    # not kept: not linked
    desk.settle_disagreement("nadia", 3, [])
    assert tables(desk).cells.empty


def test_what_cannot_be_settled_says_why(desk):
    with pytest.raises(CodingError, match="question"):
        desk.settle_disagreement("nadia", 0, ["mode:velo"])
    with pytest.raises(CodingError, match="pas de tour 40"):
        desk.settle_disagreement("nadia", 40, ["mode:velo"])
    with pytest.raises(CodebookError):
        desk.settle_disagreement("nadia", 3, ["mode:fusee"])
    assert not desk.reader.folder.exists()


def test_two_people_who_settled_a_turn_otherwise_are_told(desk, ben, monkeypatch):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    ben.add("nadia", "mode:voiture", quote="trop lourd")
    desk.settle_disagreement("nadia", 3, ["mode:velo"])
    monkeypatch.setenv("TRANSFO_INSTALLATION", "poste2")
    other(desk, "Ben").settle_disagreement("nadia", 3, ["mode:voiture"])
    (conflict,) = [c for c in desk.state.conflicts if c.what == "turn"]
    assert (conflict.kept, conflict.other) == ("mode:voiture", "mode:velo")


def test_a_coding_over_two_turns_stands_in_both(desk):
    text = desk.corpus.texts["nadia"]
    start, end = text.index("J’prends"), text.index("trop lourd")
    units = turns.codable(desk.corpus)
    codings = table.codings(desk.state, desk.corpus, desk.store)
    row = {name: "" for name in codings.columns} | {
        "coding_id": "a", "document_id": "nadia", "coder": "Ana", "code": "mode:velo",
        "start": start, "end": end, "status": "exact",
    }  # fmt: skip
    codings.loc[0] = row
    found = turns.coded(units, codings)
    assert [units["turn"].iloc[unit] for unit in found["unit"]] == [1, 3]
    assert text[found["start"].iloc[1] : found["end"].iloc[1]] == "Le vélo est "


CODES = ["mode:velo", "mode:voiture", "categorie:frein", "categorie:usage"]
some_codes = st.frozensets(st.sampled_from(CODES))


@settings(deadline=None, max_examples=25 if os.environ.get("TRANSFO_FULL") else 10)
@given(ana=some_codes, ben=some_codes, agreed=some_codes)
def test_whatever_is_settled_is_what_the_tables_count(blank_desk, ana, ben, agreed):
    desk = blank_desk()
    for who, codes in (("Ana", ana), ("Ben", ben)):
        for code in sorted(codes):
            other(desk, who).add("nadia", code, quote="trop lourd")
    desk.settle_disagreement("nadia", 3, agreed)
    codings = table.codings(desk.state, desk.corpus, desk.store)
    counted = consensus.counted(codings)
    assert set(counted["code"]) == agreed
    assert set(counted["coder"]) <= {"consensus"}
    assert tables(desk).differ.empty
    assert np.array_equal(codings["coding_id"], tables(other(desk, "Zoé")).codings["coding_id"])
