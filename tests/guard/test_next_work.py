"""« La suite » in public: cleared statements, cleared plans; never who does it, nor who said so."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import open_project, showing
from transfo_analysis.guard.panels.nextwork import next_work
from transfo_analysis.guard.quotes import CHANGED, CLEARED, KEPT_OFF, WAITING
from transfo_analysis.guard.waiting import missing

work = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "rerun" / "fieldwork.py")))
STATEMENT = "Réparer les vélos de service."
WHAT, FOR_WHOM = "Graisser trois vélos et relire ce que cela change.", "Les équipes du dépôt"


@pytest.fixture
def project(tmp_path):
    folder = work.wave_1(tmp_path / "projet")
    project = open_project(folder, "camille")
    desk = project.coding
    finding = desk.word_finding(STATEMENT, "next_work", decided_by="le groupe")
    desk.link_evidence(
        finding, desk.add("entretien-ana", "mode:velo", quote="Le vélo me fait peur")
    )
    desk.plan(finding, what=WHAT, for_whom=FOR_WHOM, by_whom="l’atelier du dépôt", when="en mars")
    project.finding = finding
    return project


def panel(project, *, draft=False):
    return next_work(showing.parts(project), draft)


def listed(project):
    table = project.to_clear()
    return table[table["kind"] == "plan"].iloc[0]


def test_nothing_hangs_that_nobody_cleared(project):
    assert panel(project) is None
    assert listed(project)["standing"] == WAITING
    project.coding.clear_finding(project.finding)
    # the statement may hang; of what is planned nothing is told, and nothing tells that there is
    assert panel(project) is None
    assert listed(project)["words"] == f"{WHAT} — Pour qui : {FOR_WHOM}"


def test_a_plan_that_waits_does_not_stop_what_hangs(project):
    assert not listed(project)["blocks"]
    assert not any("Graisser" in str(note) for note in missing(showing.parts(project)))


def test_what_and_for_whom_hang_once_cleared_and_nothing_else(project):
    desk = project.coding
    desk.clear_finding(project.finding)
    desk.clear_plan(project.finding)
    desk.pass_over(project.finding, "1", decided_by="boris")
    assert listed(project)["standing"] == CLEARED
    shown = panel(project)
    assert shown.columns == ("Chantier", "Ce qu’on en fait", "Pour qui", "Ouvert depuis")
    assert shown.rows == ((STATEMENT, WHAT, FOR_WHOM, "vague 1"),)
    text = repr(shown)
    for hidden in (
        "atelier du dépôt",
        "en mars",
        "boris",
        "camille",
        "groupe",
        "pas repris",
        "Ana",
    ):
        assert hidden not in text
    assert not any(
        character.isdigit() for row in shown.rows for cell in row[:3] for character in cell
    )


def test_other_words_are_not_those_that_were_cleared(project):
    desk = project.coding
    desk.clear_finding(project.finding)
    desk.clear_plan(project.finding)
    desk.plan(project.finding, by_whom="la voirie", when="")
    assert panel(project).rows[0][1] == WHAT
    desk.plan(project.finding, for_whom="Tout le monde")
    assert listed(project)["standing"] == CHANGED
    assert panel(project) is None
    assert panel(project, draft=True).rows[0][2] == "Tout le monde"
    # a chantier that the group took up hangs, without the words that nobody has read
    desk.take_up(project.finding, "1", decided_by="le groupe")
    assert panel(project).rows == ((STATEMENT, "–", "–", "vague 1 ; repris en vague 1"),)


def test_what_is_kept_off_is_off_drafts_too(project):
    desk = project.coding
    desk.clear_finding(project.finding)
    desk.unclear_plan(project.finding, "trop tôt pour le dire")
    row = listed(project)
    assert (row["standing"], row["reason"]) == (KEPT_OFF, "trop tôt pour le dire")
    assert panel(project, draft=True) is None
    desk.unclear_finding(project.finding)
    assert panel(project, draft=True) is None


@pytest.mark.parametrize("words", ["Voir Boris au garage", "demander à ANA", "Le vélo d’Ana"])
def test_a_plan_that_names_a_participant_never_hangs(project, words):
    desk = project.coding
    desk.plan(project.finding, what=words)
    desk.clear_finding(project.finding)
    desk.clear_plan(project.finding)
    row = listed(project)
    assert row["obstacle"].startswith("nomme ")
    for draft in (False, True):
        assert words not in repr(panel(project, draft=draft))


def test_a_closed_chantier_is_told_once_and_is_no_longer_work(project):
    desk = project.coding
    desk.clear_finding(project.finding)
    desk.clear_plan(project.finding)
    desk.close_work(project.finding, "1", decided_by="le groupe")
    shown = panel(project)
    assert (shown.columns, shown.rows) == ((), ())
    assert shown.sentences == (f"Clos depuis la vague 1 : {STATEMENT}",)


def test_a_project_without_chantiers_has_no_such_sheet(tmp_path):
    folder = work.wave_1(tmp_path / "vide")
    assert panel(open_project(folder, "camille"), draft=True) is None
