"""An eighth exercise from a short file of settings: the one that docs/exercices.md shows."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import transfo_analysis
from transfo_analysis import open_project

DOC = Path(__file__).parents[2] / "docs/exercices.md"


def block(name):
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    return found[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory, undrawn):
    """A new project with the doc's exercise and the doc's wall, run once."""
    made = transfo_analysis.new_project(tmp_path_factory.mktemp("huitieme") / "projet")
    settings = made.folder.parent / "meteo.yaml"
    settings.write_text(block("exercice"), "utf-8")
    made.add_exercise(settings)
    wall = made.folder / "data/raw/tableaux/vague-1/meteo/mur.csv"
    wall.parent.mkdir(parents=True)
    wall.write_text(block("tableau"), "utf-8")
    with undrawn():
        made.run()
    return open_project(made.folder, coder="camille")


def test_every_cell_opens_to_its_papers(project):
    table = project.cross_table("ciel", "aspect")
    assert table.case.id == "meteo"
    storm = table.quotes("De l’orage", "outils", layer="wall")
    assert storm["quote"].tolist() == [
        "le logiciel demande trois fois le même numéro",
        "deux ordinateurs pour sept",
    ]
    assert table.cells["wall_rows"].sum() == 5
    assert table.cell("orage", "outils")["people"] == 0


def test_a_label_that_is_no_code_is_told_with_its_family(project):
    notes = [str(note).replace("\u202f", " ") for note in project.check()]
    (told,) = {note for note in notes if "ambiance" in note}
    assert "n’est pas un code de la famille « aspect »" in told
    assert any("« météo », « aspect » sont lues comme" in note for note in notes)


def test_the_grade_of_who_wrote_filters_the_papers(project):
    table = project.cross_table("ciel", "aspect", grades=["C"])
    assert table.cells["wall_rows"].sum() == 1
    assert table.cell("orage", "outils")["wall_rows"] == 1


def test_a_run_draws_the_wall_and_writes_its_cells(project):
    charts = project.processed / "charts" / "meteo"
    papers = pd.read_csv(charts / "papiers-du-mur.csv", keep_default_na=False)
    assert len(papers) == 5
    assert papers.set_index("text")["grade"]["deux ordinateurs pour sept"] == ""
    assert (charts / "papiers-du-mur.svg").stat().st_size > 1000
    assert "De l’orage : Les outils 2 papiers (C 1)." in (
        charts / "papiers-du-mur.alt.txt"
    ).read_text("utf-8").replace("\u202f", " ")
    cells = pd.read_csv(project.processed / "tables/cross_table.csv", keep_default_na=False)
    assert set(cells["case"]) == {"mobilites", "meteo"}


def test_a_rule_proposes_a_column_and_the_board_has_the_exercise_s_own(project):
    bundles = project.bundles("meteo").set_index("bundle_id")
    assert bundles.loc["meteo/ciel:orage/aspect:outils", "proposed"] == "dysfunction"
    columns = [one["label"] for one in project.board("meteo").sorting.board()["columns"]]
    assert "D’où vient l’orage" in columns


def test_a_cell_is_on_the_wall_once_a_person_cleared_it_and_no_grade_ever(project):
    def grid():
        release = project.release(draft=True)
        (found,) = [one for one in release.grids if one.case_label == "La météo du service"]
        return release, found

    _, before = grid()
    assert not any(cell.shown for cell in before.cells.values())
    project.clear_cell("orage", "outils", case="meteo")
    release, after = grid()
    shown = [cell for cell, one in after.cells.items() if one.shown]
    assert shown == [("ciel:orage", "aspect:outils")]
    assert not [text for _, text in release.texts() if re.search(r"\bcatégorie [ABC]\b", text)]


def test_status_says_what_there_is_of_each_case(project):
    said = " ".join(project.status()).replace("\u202f", " ")
    assert "« meteo » : 1 document, 0 codage, 0 constat" in said
    assert "« mobilites » : 0 document" in said
