"""Which groups are heard for the first time since a wave was closed, and what is kept of them."""

from __future__ import annotations

import json
from types import SimpleNamespace

from transfo_analysis import open_project
from transfo_analysis.rerun.seen import GroupHeard


def told(project):
    table = project.changes().exercises
    mine = table[table["exercise"] == "Qui était là, qui n’y était pas"]
    return dict(zip(mine["about"].str.replace("\u202f", " "), mine["says"], strict=True))


def with_services(folder):
    path = folder / "data/raw/participants.csv"
    services = {"Ana": "Propreté", "Boris": "Finances", "Chloé": "Finances", "Driss": "Espaces verts",
                "Elsa": "finances"}  # fmt: skip
    head, *rows = path.read_text("utf-8").splitlines()
    rows = [f"{row},{services.get(row.split(',')[0], '')}" for row in rows]
    path.write_text("\n".join([f"{head},service", *rows]) + "\n", "utf-8")


def test_a_group_that_new_material_brings_is_told_and_no_other(second):
    with_services(second)
    project = open_project(second)
    assert told(project) == {
        "Agents du service « Espaces verts »": "1 personne entendue, pour la première fois",
    }
    row = project.changes().exercises.iloc[-1]
    assert row["note"] == "Driss."
    assert row["ids"]


def test_what_is_only_coded_since_is_no_new_group(first, fieldwork):
    people = first / "data/raw/participants.csv"
    people.write_text(people.read_text("utf-8") + "Gus,enquêté,D,plombier,oui,oui,oui\n", "utf-8")
    talk = fieldwork.talk("Gus", ["Le vélo rouille sous l’abri du dépôt."])
    fieldwork.write(first, "data/raw/entretiens/vague-1/entretien-gus.txt", talk)
    project = open_project(first, "camille")
    project.close_wave("1")
    project.coding.add("entretien-gus", "mode:velo", quote="Le vélo rouille")
    assert "Gus" in project.presence().query("value == 'D'")["heard_ids"].iloc[0]
    assert told(project) == {}


def test_a_wave_keeps_its_groups_and_whoever_withdraws_leaves_them(second):
    with_services(second)
    project = open_project(second, "camille")
    closed = project.close_wave("2")
    assert GroupHeard("service", "Espaces verts", ("Driss",)) in closed.picture.groups
    assert GroupHeard("grade", "C", ("Ana", "Driss")) in closed.picture.groups
    project.withdraw("Driss").carry_out()
    (path,) = (second / "data/coding/vagues").glob("*2.json")
    groups = json.loads(path.read_text("utf-8"))["groups"]
    assert {"by": "grade", "value": "C", "people": ["Ana"]} in groups
    assert "Espaces verts" not in json.dumps(groups, ensure_ascii=False)


def test_what_people_said_of_a_chantier_stays_in_a_wave_when_somebody_else_withdraws():
    """It names who said it (`by`), and may have nothing to show for it."""
    from transfo_analysis.coding import wavefile

    eraser = SimpleNamespace(
        string=lambda text: text, holds=lambda _: False, took=lambda _: False,
        is_named=lambda text: text == "Driss",
    )  # fmt: skip
    carried = {"finding": "f1", "became": "repris", "by": "le groupe", "evidence": []}
    group = {"by": "service", "value": "Espaces verts", "people": ["Driss"]}
    text = wavefile.dumps({"wave": "2", "carried": [carried], "groups": [group]})
    assert json.loads(wavefile.without(text, eraser)) == {
        "wave": "2", "carried": [carried], "groups": [],
    }  # fmt: skip
