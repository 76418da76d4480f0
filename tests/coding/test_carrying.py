"""A chantier from one session to the next: what people say became of it, and its plan."""

import pytest

from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.events import Event
from transfo_analysis.coding.journal import read
from transfo_analysis.coding.state import Carried, replay
from transfo_analysis.errors import CodingError

BUNDLE = "mobilites/mode:velo/categorie:frein"


@pytest.fixture
def finding(desk):
    return desk.word_finding("Prêter le vélo.", "next_work", decided_by="le groupe")


def test_what_became_of_a_chantier_is_said_with_what_shows_it(desk, finding):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    passage = str(desk.corpus.passages["passage_id"].iloc[-1])
    desk.take_up(finding, "1", [coding, passage, "nadia.txt", coding], "le groupe")
    carried = desk.state.findings[finding].carried
    assert carried == {
        ("vague-1", "le groupe"): Carried("taken_up", tuple(sorted([coding, passage, "nadia"])))
    }
    assert desk.undo()
    assert desk.state.findings[finding].carried == {}
    desk.redo()
    assert desk.state.findings[finding].carried == carried


def test_each_decider_is_kept_and_changes_only_what_they_said(desk, finding):
    desk.take_up(finding, "vague-1", decided_by="le groupe")
    desk.pass_over(finding, "vague-1", decided_by="Ben")
    desk.close_work(finding, "vague 1", decided_by="Ben")
    said = {who: one.became for (_, who), one in desk.state.findings[finding].carried.items()}
    assert said == {"le groupe": "taken_up", "Ben": "closed"}
    desk.uncarry(finding, "1", "Ben")
    assert list(desk.state.findings[finding].carried) == [("vague-1", "le groupe")]
    with pytest.raises(CodingError, match="n’a rien dit"):
        desk.uncarry(finding, "1", "Ben")


def test_two_writers_of_one_decider_conflict_and_the_later_holds(desk, finding):
    other = Desk(
        desk.store.folder.parent, desk.corpus, desk.codebook, desk.settings, "Ben", "poste2"
    )
    desk.take_up(finding, "1", decided_by="le groupe")
    other.pass_over(finding, "1", decided_by="le groupe")
    desk.plan(finding, what="Trois vélos prêtés un mois")
    other.plan(finding, what="Deux vélos", for_whom="La collecte")
    state = desk.state
    assert state.findings[finding].carried["vague-1", "le groupe"].became == "passed_over"
    assert state.findings[finding].plan == {"what": "Deux vélos", "for_whom": "La collecte"}
    assert [(one.what, one.kept_by, one.other_by) for one in state.conflicts] == [
        ("carried", "Ben", "Ana"),
        ("plan", "Ben", "Ana"),
    ]
    assert state.conflicts[1].other == "Trois vélos prêtés un mois"


def test_a_plan_is_written_field_by_field_and_undone_in_one_go(desk, finding):
    desk.plan(finding, what="  Prêter\ntrois vélos ", when="avant mars")
    assert desk.state.findings[finding].plan == {
        "what": "Prêter trois vélos",
        "when": "avant mars",
    }
    # run again, a cell writes nothing
    assert desk.plan(finding, what="Prêter trois vélos") == []
    desk.plan(finding, when="", by_whom="Ana")
    assert desk.state.findings[finding].plan == {"what": "Prêter trois vélos", "by_whom": "Ana"}
    assert len(desk.undo()) == 2
    assert desk.state.findings[finding].plan["when"] == "avant mars"


def test_a_merged_chantier_keeps_what_was_said_and_planned_of_its_ancestors(desk, finding):
    other = desk.word_finding("Louer des vélos.", "next_work")
    desk.take_up(finding, "1")
    desk.plan(finding, what="Prêter", for_whom="La collecte")
    desk.plan(other, what="Louer")
    desk.merge_findings([finding], into=other)
    merged = desk.state.findings[other]
    assert merged.carried["vague-1", "Ana"].became == "taken_up"
    assert merged.plan == {"what": "Louer", "for_whom": "La collecte"}
    desk.plan(other, for_whom="")
    assert desk.state.findings[other].plan == {"what": "Louer"}


def test_a_chantier_is_one_by_its_bundle_until_someone_sorts_it(desk):
    finding = desk.word_finding("Prêter le vélo.", bundle=BUNDLE)
    with pytest.raises(CodingError, match="pas un chantier"):
        desk.take_up(finding, "1")
    desk.move_bundle(BUNDLE, "next_work", "le groupe")
    desk.take_up(finding, "1")
    desk.move_finding(finding, "lesson")
    with pytest.raises(CodingError, match="pas un chantier"):
        desk.plan(finding, what="Prêter")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda d, f: d.take_up("rien", "1"), "identifiant"),
        (lambda d, f: d.take_up(f, "7"), "vague « 7 »"),
        (lambda d, f: d.take_up(f, " "), "Vagues du matériau : vague-1"),
        (lambda d, f: d.close_work(f, "1", ["nulle part"]), "ni un codage"),
        (lambda d, f: d.plan(f), "Rien n’est donné"),
        (lambda d, f: d.clear_plan(f), "Rien n’est écrit"),
        (lambda d, f: d.unclear_plan("rien"), "identifiant"),
    ],
)
def test_what_cannot_be_done_says_so_and_writes_nothing(desk, finding, act, told):
    before = read(desk.reader.folder)[0]
    with pytest.raises(CodingError) as caught:
        act(desk, finding)
    assert told in str(caught.value).replace("\u202f", " ")
    assert caught.value.cure
    assert read(desk.reader.folder)[0] == before


def test_the_clearance_of_a_plan_holds_for_its_words_only(desk, finding):
    desk.plan(finding, what="Prêter", for_whom="La collecte")
    desk.clear_plan(finding)
    stamp = desk.state.clearances["plan", finding].stamp
    desk.plan(finding, by_whom="Ben", when="en mars")
    assert desk.clear_plan(finding).data["words"] == stamp
    desk.plan(finding, for_whom="Les parcs")
    assert desk.clear_plan(finding).data["words"] != stamp
    desk.unclear_plan(finding)
    assert desk.state.clearances["plan", finding].stamp == ""


def test_a_line_of_another_version_or_a_damaged_one_decides_nothing():
    worded = Event("f", 1, "", "Ana", "p", "c", "finding_worded", "hand", {"statement": "Prêter."})
    carried = {
        "finding": "f", "wave": "vague-1", "became": "taken_up", "decided_by": "Ana", "evidence": []
    }  # fmt: skip
    newer = Event("g", 2, "", "Ana", "p", "c", "finding_carried", "hand", carried, v=2)
    assert replay([worded, newer]).findings["f"].carried == {}
    for wrong in ({"became": "done"}, {"evidence": "a"}, {"wave": ""}, {"evidence": [3]}):
        line = Event("h", 2, "", "Ana", "p", "c", "finding_carried", "hand", {**carried, **wrong})
        with pytest.raises(Exception, match="finding_carried"):
            Event.from_line(line.to_line())
