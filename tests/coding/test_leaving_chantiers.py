"""Who leaves takes their remarks along, wherever these showed what became of a chantier."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import open_project
from transfo_analysis.coding.journal import read

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("leaving_project.py"))))
SAID = [
    "le local à outils reste fermé depuis la Toussaint sans raison connue",
    "il faudrait deux clefs de plus pour les équipes du matin",
    "nous avons rangé quatorze bidons derrière la grande serre",
]
TEXT = f"""Marie-Noëlle : {SAID[0]}
Paul : moi je garde la méthode du premier jour
- une voix : rien à ajouter
"""
TABLE = f"""remarque;participant;thème;colonne
{SAID[1]};Marie-Noëlle;Vélo;Frein
{SAID[2]};Marie-Noëlle;;
trop court pour tout dire ici;Paul;Voiture;Usage
"""


@pytest.fixture(scope="module")
def left(tmp_path_factory, undrawn):
    """Return a project before and after Marie-Noëlle left: journal, snapshot, plan hold her."""
    folder = made.make(tmp_path_factory.mktemp("retrait") / "projet")
    made.write(
        folder,
        {
            "data/raw/debriefings/vague-1/fin.txt": TEXT,
            "data/raw/debriefings/vague-1/placees.csv": TABLE,
        },
    )
    project = open_project(folder, "Ana")
    desk = project.coding
    hers = [
        desk.add("fin", "mode:velo", quote="le local à outils reste fermé"),
        desk.add("placees", "categorie:frein", quote="deux clefs de plus pour les équipes"),
    ]
    his = desk.add("fin", "mode:velo", quote="je garde la méthode du premier jour")
    start = desk.corpus.texts["placees"].index(SAID[2])
    passage = f"placees@{start}-{start + len(SAID[2])}"
    finding = desk.word_finding("Rouvrir le local à outils.", "next_work", decided_by="groupe")
    for one in (*hers, his, passage):
        desk.link_evidence(finding, one)
    desk.take_up(finding, "1", [*hers, his, passage, "fin"], "groupe")
    desk.close_work(finding, "1", [hers[0]], "Marie-Noëlle")
    desk.plan(
        finding,
        what="Faire deux clefs de plus pour les équipes du matin",
        for_whom="L’équipe de Marie-Noëlle",
        by_whom="Marie-Noëlle",
        when="en mars",
    )
    desk.clear_plan(finding)
    project.close_wave("1")
    with undrawn():
        project.run()
    before = {
        "events": {event.id: event for event in read(folder / "data/coding/journal")[0]},
        "held": made.holders(folder / "data/coding", [made.PERSON], made.shingles(SAID)),
    }
    said = open_project(folder).withdraw("Marie-Noëlle").carry_out()
    return SimpleNamespace(
        folder=folder,
        before=before,
        finding=finding,
        hers=hers,
        his=his,
        passage=passage,
        said=said,
    )


def test_the_search_would_have_found_her_remarks(left):
    held = left.before["held"]
    for part in ("journal/", "textes/", "vagues/"):
        assert any(part in path for path in held), part


def test_nothing_of_her_remarks_is_left_but_in_the_files_that_are_named(left):
    held = made.holders(left.folder, [made.PERSON], made.shingles(SAID))
    written = {path for path in held if not path.startswith(("data/raw/", "exports/"))}
    assert written == set()
    told = "\n".join(left.said)
    for name in ("debriefings/vague-1/fin.txt", "debriefings/vague-1/placees.csv"):
        assert name in told


def test_what_she_showed_of_a_chantier_shows_it_no_more(left):
    state = open_project(left.folder).state()
    found = state.findings[left.finding]
    assert found.carried["vague-1", "groupe"].evidence == tuple(sorted(["fin", left.his]))
    # who said so left: the word stands, by nobody's name
    (other,) = [who for _, who in found.carried if who != "groupe"]
    assert other.startswith("retrait-")
    assert found.carried["vague-1", other].evidence == ()
    assert "clefs" not in found.plan["what"]
    assert found.plan["when"] == "en mars"
    journal = (left.folder / "data/coding/journal").rglob("*.jsonl")
    text = "\n".join(path.read_text(encoding="utf-8") for path in journal)
    carried = [
        json.loads(line)["data"] for line in text.splitlines() if '"finding_carried"' in line
    ]
    assert all(
        name not in one["evidence"] for one in carried for name in (*left.hers, left.passage)
    )


def test_the_closed_wave_and_the_tables_hold_the_others_only(left):
    text = (left.folder / "data/coding/vagues/vague-1.json").read_text(encoding="utf-8")
    assert left.passage not in text
    assert not any(name in text for name in left.hers)
    assert left.his in text
    project = open_project(left.folder)
    said = project.corpus().passages
    kept = said[said["document_id"].isin(["fin", "placees"]) & (said["text"].str.strip("█ ") != "")]
    assert set(kept["text"]) == {
        "moi je garde la méthode du premier jour",
        "une voix : rien à ajouter",
        "trop court pour tout dire ici",
    }
    row = project.work_plan().iloc[0]
    assert left.passage not in " ".join(map(str, row))
    assert project.changes().nothing or project.changes().withdrawn == (1, 0)


def test_done_again_it_changes_nothing(left):
    files = sorted((left.folder / "data/coding").rglob("*"))
    before = {path: path.read_bytes() for path in files if path.is_file()}
    assert open_project(left.folder).withdraw("Marie-Noëlle").plan.is_empty
    assert {path: path.read_bytes() for path in before} == before


def test_of_two_files_of_one_name_the_one_that_is_read_is_emptied_too(tmp_path):
    folder = made.make(tmp_path / "projet")
    # the wall has a file of this name: the debriefing comes first, and is the one that is read
    made.write(folder, {"data/raw/debriefings/vague-1/mur.csv": TABLE})
    desk = open_project(folder, "Ana").coding
    desk.add("mur", "categorie:frein", quote="deux clefs de plus pour les équipes")
    open_project(folder).withdraw("Marie-Noëlle").carry_out()
    held = made.holders(folder / "data/coding", [made.PERSON], made.shingles(SAID))
    assert held == {}
