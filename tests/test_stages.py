"""What a run and a check say when the files a person writes do not agree, or do not read."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import transfo_analysis as ta
from transfo_analysis.coding import coherence
from transfo_analysis.errors import SourceError


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(notices, *words):
    told = [str(note).replace("\u202f", " ") for note in notices]
    found = [note for note in told if all(word in note for word in words)]
    assert found, told
    return found[0]


@pytest.mark.usefixtures("no_ink")
def test_a_codebook_that_does_not_read_never_says_that_nothing_is_coded(own_small):
    project = ta.open_project(own_small)
    before = len(project.codings())
    (own_small / "data/coding/codebook.yaml").write_text("familles: [\n", encoding="utf-8")
    summary = project.run()
    assert summary.codings == before
    assert not any("rien n’est encore codé" in line for line in summary.lines())
    said(summary.notices, "intacts dans le journal")
    table = pd.read_csv(own_small / "data/processed/tables/codings.csv")
    assert len(table) == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lignes: mode ", "lignes: modes ", ["ligne 9", "« modes »", "mode, categorie"]),
        ("[professionnel]", "[professionel]", ["ligne 13", "« professionel »"]),
        ("[frein, regle]", "[freins, regle]", ["ligne 21", "« freins »"]),
        ("famille: motif", "famille: motifs", ["ligne 12", "« motifs »"]),
    ],
)
def test_settings_that_name_no_code_are_told_with_their_line(own_case, old, new, words):
    change(own_case / "projet.yaml", old, new)
    said(ta.open_project(own_case).check(), "projet.yaml", *words)


def test_a_journal_of_an_unknown_case_is_not_silently_left_uncounted(own_case):
    journal = own_case / "data/coding/journal/idris--demonstration.jsonl"
    events = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    count = sum(event["kind"] == "coding_added" for event in events)
    change(journal, '"case":"mobilites"', '"case":"autre"')
    note = said(ta.open_project(own_case).check(), "« autre »", "aucun tableau")
    assert int(note.split(" codages")[0].split()[-1]) <= count


def test_a_purpose_that_is_no_code_is_told(own_case):
    path = own_case / "data/raw/entretiens/vague-1/ajout.md"
    path.write_text("---\nmotif: loisir\n---\nNadia : Je prends le vélo.\n", encoding="utf-8")
    said(ta.open_project(own_case).check(), "ajout.md", "« loisir »", "domicile_travail")


@pytest.mark.usefixtures("no_ink")
def test_lists_that_do_not_read_leave_the_tables_and_charts(own_demonstration):
    path = own_demonstration / "data/coding/lemmes.csv"
    path.write_text("forme,lemme\nbus,bus,bus\n", encoding="utf-8")
    summary = ta.open_project(own_demonstration).run()
    said(summary.notices, "lemmes.csv", "ligne 2")
    assert summary.cells
    assert summary.findings
    assert (own_demonstration / "data/processed/charts/mobilites/constats.png").is_file()


def test_when_nothing_reads_every_file_is_named_and_check_tells_each(new_project):
    folder = new_project / "data/raw/entretiens/vague-1"
    (folder / "a.docx").write_bytes(b"")
    (folder / "b.pdf").write_bytes(b"Bonjour")
    project = ta.open_project(new_project)
    with pytest.raises(SourceError) as refused:
        project.run()
    assert "a.docx" in str(refused.value)
    assert "b.pdf" in str(refused.value)
    notices = project.check()
    said(notices, "a.docx", "vide")
    said(notices, "b.pdf", "n’a pas le contenu d’un .pdf")


@pytest.mark.usefixtures("no_ink")
def test_an_empty_project_says_where_to_put_files(new_project):
    said(ta.open_project(new_project).run().notices, "data/raw", "encore rien à lire")


def test_a_renamed_file_is_recognised_by_its_text(own_case):
    before = ta.open_project(own_case)
    codings, cells = before.codings(), before.cross_table().cells
    folder = own_case / "data/raw/entretiens/vague-1"
    (folder / "entretien-01-mireille.txt").rename(folder / "Mireille, revu.txt")
    after = ta.open_project(own_case)
    pd.testing.assert_frame_equal(after.codings(), codings)
    pd.testing.assert_frame_equal(after.cross_table().cells, cells)
    assert after.corpus().text("entretien-01-mireille")
    assert set(after.corpus().passages.document_id) == set(after.corpus().texts)
    said(after.corpus().notices, "Mireille, revu.txt", "« entretien-01-mireille »")


def test_two_files_of_one_text_are_not_told_apart(own_case):
    folder = own_case / "data/raw/entretiens/vague-1"
    old = folder / "entretien-01-mireille.txt"
    (folder / "copie.txt").write_bytes(old.read_bytes())
    old.rename(folder / "autre-copie.txt")
    project = ta.open_project(own_case)
    assert set(project.codings().query("document_id == 'entretien-01-mireille'").status) == {
        "absent"
    }
    said(project.check(), "« entretien-01-mireille » n’est plus dans data/raw")


def test_codings_that_lost_their_text_are_told_by_document(own_demonstration):
    project = ta.open_project(own_demonstration)
    codings = project.codings()
    codings.loc[codings.document_id == "entretien-02-bastien", "status"] = "absent"
    notices = coherence.of_codings(codings, project.settings)
    assert len(notices) == 1
    said(notices, "« entretien-02-bastien » n’est plus dans data/raw")


def test_a_usual_mode_is_known_by_its_words_and_told_when_it_is_no_code(own_case):
    path = own_case / "data/raw/participants.csv"
    head = path.read_text(encoding="utf-8-sig").splitlines()[0]
    mark = ";" if ";" in head else ","
    cells = {"pseudonyme": "Zoé", "modes": '"Vélo électrique, soucoupe"', "roles": "enquêté"}
    line = mark.join(cells.get(name.strip(), "") for name in head.split(mark))
    path.write_text(path.read_text(encoding="utf-8-sig").rstrip() + f"\n{line}\n", encoding="utf-8")
    project = ta.open_project(own_case)
    people = project.corpus().people.set_index("person")
    assert people.loc["Zoé", "modes"] == "velo_electrique soucoupe"
    said(project.check(), "participants.csv", "Zoé", "« soucoupe »")
