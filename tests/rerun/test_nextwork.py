"""Since a wave was closed: new remarks, chantiers taken up or closed, each open to its quotes."""

import re
import shutil

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun import snapshot

REMARKS = """---
animatrice: Iris
---
Iris : qu’est-ce qui n’est pas clair ?
- Driss : on a graissé trois vélos de service, <personne> ne l’a su
- une voix : et le local, alors ?
"""
PLACED = """remarque;participant;thème;colonne
le local est toujours fermé le soir;Elsa;Vélo;Frein
rien sur le train;;;
"""


@pytest.fixture(scope="module")
def carried(fieldwork, tmp_path_factory):
    """Return a project with a chantier of wave 1, closed, then wave 2 and what became of it."""
    folder = fieldwork.wave_1(tmp_path_factory.mktemp("chantiers") / "projet")
    project = open_project(folder, "camille")
    desk = project.coding
    repair = desk.word_finding("Graisser & <réparer> les vélos de service.", "next_work")
    close = desk.word_finding("Ouvrir le local plus tard.", "next_work")
    coding = desk.add("entretien-ana", "mode:velo", quote="Le vélo me fait peur")
    for one in (repair, close):
        desk.link_evidence(one, coding)
    project.close_wave("1")
    before = (folder / "data/coding/vagues/vague-1.json").read_bytes()
    fieldwork.write(folder, "data/raw/debriefings/vague-2/fin.md", REMARKS)
    fieldwork.write(folder, "data/raw/debriefings/vague-2/placees.csv", PLACED)
    fieldwork.wave_2(folder)
    desk = open_project(folder, "camille").coding
    shown = desk.add("fin", "mode:velo", quote="graissé trois vélos de service")
    desk.take_up(repair, "2", [shown], "le groupe")
    desk.close_work(close, "2", ["placees"], "idris")
    return folder, repair, close, before


def told(changes, exercise):
    table = changes.exercises
    return table[table["exercise"] == exercise]


def test_remarks_of_the_new_debriefings_open_and_say_how_many_are_known(carried):
    changes = open_project(carried[0]).changes()
    rows = told(changes, "Débriefing")
    assert rows["says"].str.replace("\u202f", " ").tolist() == [
        "2 remarques nouvelles (1 personne connue)",
        "2 remarques nouvelles (1 personne connue)",
    ]
    assert rows["note"].tolist() == ["On y reconnaît Driss.", "On y reconnaît Elsa."]
    words = changes.opened(" ".join(rows["ids"]).split())["quote"].tolist()
    assert any("graissé trois vélos" in one for one in words)
    # what the facilitator asks is no remark
    assert not any("pas clair" in one for one in words)


def test_what_became_of_chantiers_is_told_with_what_shows_it_and_names_nobody(carried):
    folder, *_ = carried
    changes = open_project(folder).changes()
    rows = told(changes, "Chantiers").set_index("says")
    assert set(rows.index) == {"repris en vague 2", "clos en vague 2"}
    assert rows.loc["repris en vague 2", "note"].replace("\u202f", " ") == (
        "Selon le groupe : repris."
    )
    sentences = "\n".join(changes.sentences()).replace("\u202f", " ")
    assert "Chantiers, Graisser & <réparer> les vélos de service : repris en vague 2." in sentences
    assert "idris" not in sentences
    page = changes.page()
    opened = dict(
        re.findall(r"<details><summary><b>(.*?)</b></summary>(.*?)</details>", page, re.DOTALL)
    )
    assert "graissé trois vélos de service" in opened["repris en vague 2"]
    assert "idris" in opened["clos en vague 2"]
    assert "<h3>Graisser &amp; &lt;réparer&gt; les vélos de service</h3>" in page


def test_a_wave_closed_late_holds_nothing_said_of_a_later_one(carried, tmp_path):
    folder, _, _, before = carried
    late = shutil.copytree(folder, tmp_path / "projet")
    (late / "data/coding/vagues/vague-1.json").unlink()
    open_project(late, "camille").close_wave("1")
    picture = snapshot.wanted(late, "vague-1").picture
    assert picture.carried == ()
    assert picture.remarks == ()
    assert b'"carried": []' in before
    second = open_project(late, "camille").close_wave("2").picture
    assert {one.became for one in second.carried} == {"taken_up", "closed"}
    assert {one.document for one in second.remarks} == {"fin", "placees"}
    assert open_project(late).changes().nothing


def test_a_wave_closed_by_an_older_program_is_compared_all_the_same(carried, tmp_path):
    old = shutil.copytree(carried[0], tmp_path / "projet")
    path = old / "data/coding/vagues/vague-1.json"
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith(('"carried"', '"remarks"'))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(told(open_project(old).changes(), "Chantiers")) == 2


def test_what_is_said_otherwise_since_and_what_is_taken_back_are_told(carried, tmp_path):
    folder = shutil.copytree(carried[0], tmp_path / "projet")
    _, repair, close, _ = carried
    open_project(folder, "camille").close_wave("2")
    desk = open_project(folder, "camille").coding
    desk.pass_over(repair, "2", decided_by="le groupe")
    desk.uncarry(close, "2", "idris")
    rows = told(open_project(folder).changes(), "Chantiers")
    assert set(rows["says"].str.replace("\u202f", " ")) == {
        "pas repris en vague 2, après avoir été dit « repris »",
        "n’est plus dit « clos » en vague 2",
    }


def test_since_comes_from_the_closed_wave(carried):
    folder, repair, close, _ = carried
    plan = open_project(folder).work_plan().set_index("finding_id")
    assert plan.loc[[repair, close], "since"].tolist() == ["vague-1", "vague-1"]
    assert plan.loc[[repair, close], "state"].tolist() == ["taken_up", "closed"]
    carried_over = open_project(folder).carried_over().set_index("finding_id")
    reason = carried_over.loc[repair, "reason"].replace("\u202f", " ")
    assert reason.startswith("1 remarque du débriefing le nomme (« graissé », « vélos »")
