"""Findings: worded by a person, sorted by several, merged and split without loss."""

import pytest

from transfo_analysis.coding.journal import read
from transfo_analysis.errors import CodebookError, CodingError, SettingsError

BUNDLE = "mobilites/mode:velo/categorie:frein"


def test_a_finding_is_worded_and_sorted_in_one_gesture(desk):
    finding = desk.word_finding("Le vélo pèse.", "dysfunction", BUNDLE, decided_by="le groupe")
    found = desk.state.findings[finding]
    assert (found.statement, found.bundle, found.case) == ("Le vélo pèse.", BUNDLE, "mobilites")
    assert found.sorts == {"le groupe": "dysfunction"}
    assert len(desk.undo()) == 2
    assert not desk.state.findings
    desk.redo()
    assert desk.state.findings[finding] == found


def test_two_deciders_who_differ_are_both_kept(desk):
    finding = desk.word_finding("Le vélo pèse.", "dysfunction", decided_by="la session")
    desk.move_finding(finding, "next_work")
    desk.set_aside(finding, decided_by="Ben")
    sorts = {"la session": "dysfunction", "Ana": "next_work", "Ben": "set_aside"}
    assert desk.state.findings[finding].sorts == sorts
    desk.move_finding(finding, "lesson", decided_by="Ben")
    assert desk.state.findings[finding].sorts["Ben"] == "lesson"


def test_a_finding_is_reworded_and_both_wordings_stay_in_the_journal(desk):
    finding = desk.word_finding("Un.")
    desk.reword_finding(finding, "Deux.")
    assert desk.state.findings[finding].statement == "Deux."
    assert [e.data["statement"] for e in read(desk.reader.folder)[0]] == ["Un.", "Deux."]


def test_evidence_is_a_coding_a_passage_or_a_bundle(desk):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    passage = str(desk.corpus.passages["passage_id"].iloc[-1])
    finding = desk.word_finding("Le vélo pèse.")
    desk.link_evidence(finding, coding)
    desk.link_evidence(finding, passage, "against")
    desk.link_evidence(finding, BUNDLE)
    found = desk.state.findings[finding]
    assert (found.for_ids, found.against_ids) == ((coding, BUNDLE), (passage,))
    desk.link_evidence(finding, coding, "against")
    desk.unlink_evidence(finding, BUNDLE)
    found = desk.state.findings[finding]
    assert (found.for_ids, set(found.against_ids)) == ((), {coding, passage})
    with pytest.raises(CodingError, match="ne s’appuie pas"):
        desk.unlink_evidence(finding, BUNDLE)


def test_merged_findings_are_ancestors_and_give_their_evidence(desk):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    one, two = desk.word_finding("Un.", "lesson"), desk.word_finding("Deux.")
    desk.link_evidence(one, coding)
    both = desk.merge_findings([one, two], "Un et deux.", kind="lesson")
    found = desk.state.findings
    assert found[both].ancestors == (one, two)
    assert found[both].for_ids == (coding,)
    assert found[both].sorts == {"Ana": "lesson"}
    assert found[one].merged_into == found[two].merged_into == both
    with pytest.raises(CodingError, match="déjà fusionné"):
        desk.merge_findings([one, both], "Encore.")
    desk.undo()
    assert both not in desk.state.findings
    assert desk.state.findings[one].merged_into == ""
    assert desk.merge_findings([two], into=one) == one
    assert desk.state.findings[one].ancestors == (two,)


def test_a_split_finding_keeps_its_parts(desk):
    finding = desk.word_finding("Un et deux.", "lesson", BUNDLE)
    parts = desk.split_finding(finding, ["Un.", "Deux."], "lesson")
    found = desk.state.findings
    assert found[finding].split_into == tuple(parts)
    assert [found[p].ancestors for p in parts] == [(finding,)] * 2
    assert [found[p].statement for p in parts] == ["Un.", "Deux."]
    desk.undo()
    assert list(desk.state.findings) == [finding]


def test_a_bundle_is_sorted_by_each_decider(desk):
    desk.move_bundle(BUNDLE, "lesson", "le groupe")
    desk.move_bundle(BUNDLE, "to_sort")
    desk.move_bundle("mobilites//categorie:frein", "set_aside")
    assert desk.state.bundle_sorts[BUNDLE] == {"le groupe": "lesson", "Ana": "to_sort"}


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda d: d.word_finding("  "), CodingError),
        (lambda d: d.word_finding("Un.", "poubelle"), CodingError),
        (lambda d: d.word_finding("Un.", "lesson", "mobilites/mode:rien/"), CodebookError),
        (lambda d: d.word_finding("Un.", "lesson", case="autre"), SettingsError),
        (lambda d: d.reword_finding("rien", "Un."), CodingError),
        (lambda d: d.move_finding("rien", "lesson"), CodingError),
        (lambda d: d.set_aside("rien"), CodingError),
        (lambda d: d.merge_findings(["rien"], "Un."), CodingError),
        (lambda d: d.move_bundle("mobilites", "lesson"), CodingError),
        (lambda d: d.move_bundle("mobilites//", "lesson"), CodingError),
        (lambda d: d.move_bundle("autre/mode:velo/", "lesson"), SettingsError),
        (lambda d: d.move_bundle(BUNDLE, "poubelle"), CodingError),
        (lambda d: d.split_finding(d.word_finding("Un."), ["Un."]), CodingError),
        (lambda d: d.merge_findings([d.word_finding("Un.")], "Deux."), CodingError),
        (lambda d: d.link_evidence(d.word_finding("Un."), "rien"), CodingError),
        (lambda d: d.link_evidence(d.word_finding("Un."), BUNDLE, "neutral"), CodingError),
        (lambda d: d.link_evidence("rien", BUNDLE), CodingError),
    ],
)
def test_what_cannot_be_done_says_so_and_writes_nothing(desk, act, error):
    with pytest.raises(error) as caught:
        act(desk)
    assert caught.value.cure
    assert {e.kind for e in read(desk.reader.folder)[0]} <= {"finding_worded"}
