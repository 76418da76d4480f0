"""The verbs of a project: what a run leaves, what it never touches, what it says."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys

import pandas as pd
import pytest

import transfo_analysis as ta
from transfo_analysis.stages import WRITTEN
from transfo_analysis.tables import REPORTED, TABLES, VERBATIM, split_ids


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def table(folder, name):
    return pd.read_csv(folder / f"data/processed/tables/{name}.csv", keep_default_na=False)


def heard(quotes):
    """Count the people whose own words these are: what was only seen is no word."""
    own = quotes[quotes.register.isin([VERBATIM, REPORTED])]
    return len(set(own.person) - {""})


def test_a_run_writes_every_table_with_its_declared_columns(demonstration):
    for name in WRITTEN:
        with open(
            demonstration / f"data/processed/tables/{name}.csv", encoding="utf-8", newline=""
        ) as file:
            assert next(csv.reader(file)) == TABLES[name].names
    assert list((demonstration / "data/processed/charts").rglob("*.svg"))


def test_running_again_gives_the_bytes_of_a_run_from_nothing_and_touches_no_human_work(
    own_demonstration,
):
    # made from nothing by another process, of another hash seed (see conftest.py)
    parts = [own_demonstration / f"data/{name}" for name in ("processed", "raw", "coding")]
    made = [digests(part) for part in parts]
    charts = own_demonstration / "data/processed/charts"
    before = {path: path.stat().st_mtime_ns for path in charts.rglob("*.pdf")}
    # a run over what was kept, after a change, one file being damaged
    codebook = own_demonstration / "data/coding/codebook.yaml"
    written = codebook.read_text("utf-8")
    codebook.write_text(written.replace("libelle: Vélo\n", "libelle: La petite reine\n"), "utf-8")
    assert codebook.read_text("utf-8") != written
    damaged = charts / "debriefing/materiau.png"
    damaged.write_bytes(damaged.read_bytes()[:1000])
    ta.open_project(own_demonstration).run()
    assert "La petite reine" in (charts / "mobilites/tableau-croise-chaleur.svg").read_text("utf-8")
    left = [path for path, written in before.items() if path.stat().st_mtime_ns == written]
    assert 0 < len(left) < len(before)
    assert digests(parts[0]) != made[0]
    codebook.write_text(written, "utf-8")
    ta.open_project(own_demonstration).run()
    assert [digests(part) for part in parts] == made


def test_nothing_changed_is_said_without_loading_anything(own_demonstration):
    code = (
        "import sys; from transfo_analysis import open_project; "
        f"s = open_project({str(own_demonstration)!r}).run(); "
        "print(s.unchanged, [m for m in ('pandas', 'numpy', 'spacy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "True []"


@pytest.mark.usefixtures("no_ink")
@pytest.mark.parametrize("change", ["raw", "coding", "settings", "output", "lost output"])
def test_any_change_is_noticed(own_small, change):
    folder = own_small
    if change == "raw":
        (folder / "data/raw/entretiens/vague-1/nouveau.md").write_text(
            "Ana : Je viens à vélo.\nAna : Oui.\n", encoding="utf-8"
        )
    elif change == "coding":
        project = ta.open_project(folder, coder="nour")
        passage = project.corpus().passages.query("evidence").iloc[0]
        project.coding.add(
            passage.document_id, "mode:velo", start=int(passage.start), end=int(passage.end)
        )
    elif change == "settings":
        path = folder / "projet.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("fictif: true", "fictif: false"),
            encoding="utf-8",
        )
    elif change == "output":
        (folder / "data/processed/tables/passages.csv").write_text("x", encoding="utf-8")
    else:
        next((folder / "data/processed/charts").rglob("*.png")).unlink()
    assert not ta.open_project(folder).run().unchanged
    assert ta.open_project(folder).run().unchanged


def test_every_offset_gives_back_its_words(demonstration):
    project = ta.open_project(demonstration)
    corpus = project.corpus()
    for name in ("passages", "suggestions", "codings"):
        words = "text" if name == "passages" else "quote"
        data = table(demonstration, name)
        assert len(data)
        for document, start, end, text in zip(
            data.document_id, data.start, data.end, data[words], strict=True
        ):
            assert corpus.text(document)[start:end] == text


def test_every_number_of_the_cross_table_opens_to_its_quotes(demonstration):
    project = ta.open_project(demonstration)
    tables = {case.id: project.cross_table(case=case.id) for case in project.cases}
    codings = table(demonstration, "codings").set_index("coding_id")
    cells = table(demonstration, "cross_table")
    filled = cells[cells.people > 0]
    assert len(filled) > 20
    for cell in filled.itertuples():
        ids = split_ids(cell.coding_ids)
        assert set(ids) <= set(codings.index)
        assert heard(tables[cell.case].quotes(cell.row, cell.column)) == cell.people
        families = {codings.code[i].split(":")[0] for i in ids}
        assert families == set(project.settings.case(cell.case).families)


def test_questions_and_suggestions_are_never_counted(demonstration):
    passages = table(demonstration, "passages").set_index("passage_id")
    suggestions = table(demonstration, "suggestions")
    roles = passages.role[suggestions.passage_id]
    assert not roles.isin(["interviewer", "observer"]).any()
    codings = table(demonstration, "codings")
    assert set(codings.origin) <= {"hand", "imported", "accepted", "accepted_bulk"}
    assert not codings.coding_id.isin(suggestions.suggestion_id).any()


def test_the_talks_of_wave_two_are_not_coded_and_show_it(demonstration):
    codings = table(demonstration, "codings")
    assert set(codings.wave[codings.kind == "interview"]) == {"vague-1"}
    assert set(table(demonstration, "documents").wave) == {"vague-1", "vague-2"}
    later = ta.open_project(demonstration).cross_table(waves=["vague-2"])
    assert "aucun croisement codé" in later.note
    assert (later.cells.people == 0).all()
    assert (later.cells.suggested_people > 0).any()


def test_the_event_told_twice_counts_one_person_once(demonstration):
    wall = table(demonstration, "turns").query("wall_source != ''")
    told = set(wall.wall_source) & set(table(demonstration, "documents").respondents)
    assert "Solène" in told
    crossed = ta.open_project(demonstration).cross_table()
    for cell in crossed.cells.itertuples():
        assert cell.people == heard(crossed.quotes(cell.row, cell.column))


def test_every_finding_was_worded_by_a_person_and_lists_what_it_rests_on(demonstration):
    findings = table(demonstration, "findings")
    assert len(findings) >= 10
    assert set(findings.kind) == {"lesson", "dysfunction", "next_work"}
    assert (findings.statement.str.len() > 30).all()
    assert (findings.for_ids != "").all()
    assert findings.differs.any()
    assert (findings.coder != "").all()


def test_the_example_of_the_issue_runs(demonstration):
    projet = ta.open_project(demonstration)
    assert len(projet.corpus().passages)
    assert len(projet.suggestions())
    tableau = projet.cross_table("mode", "categorie")
    assert len(tableau.quotes("velo", "frein"))
    assert "<table" in tableau._repr_html_()
    assert len(projet.bundles())
    assert len(projet.concordance("vélo*"))
    finding = projet.findings().iloc[0]
    assert {"for", "against"} >= set(projet.evidence(finding.finding_id).side)


@pytest.mark.usefixtures("no_ink")
def test_working_papers_go_to_a_dated_folder_and_never_over_another(own_small):
    project = ta.open_project(own_small)
    first, second = project.export(), project.export()
    assert not set(first) & set(second)
    assert all(path.is_file() for path in [*first, *second])
    folder = own_small / "exports"
    assert len(list(folder.iterdir())) == 2


def test_an_open_project_sees_what_changes_in_a_folder_of_its_material(own_small):
    project = ta.open_project(own_small)
    before = set(project.corpus().texts)
    folder = own_small / "data/raw/entretiens/vague-1"
    folder.mkdir(exist_ok=True)
    added = folder / "de-plus.txt"
    added.write_text("Maud : et le bus ?\nNadia : jamais.", encoding="utf-8")
    (new,) = set(project.corpus().texts) - before
    assert project.corpus() is project.corpus()
    added.write_text("Maud : et le bus ?\nNadia : toujours.", encoding="utf-8")
    assert "toujours" in project.corpus().texts[new]
    added.unlink()
    assert set(project.corpus().texts) == before


@pytest.fixture(scope="module")
def day_two(tmp_path_factory, demonstration, undrawn):
    folder = ta.new_project(tmp_path_factory.mktemp("jour-2") / "neuf").folder
    raw, source = folder / "data/raw", demonstration / "data/raw"
    shutil.copy(source / "entretiens/vague-1/échange-04-aïcha.md", raw / "entretiens/vague-1")
    for name in ("veille/vague-1", "tableaux/vague-1"):
        shutil.copytree(source / name, raw / name, dirs_exist_ok=True)
    with undrawn():
        return folder, ta.open_project(folder).run()


class TestWithoutTranscript:
    """On day two: fiches, reading notes and a wall table, no transcript at all."""

    def test_it_is_useful(self, day_two):
        folder, summary = day_two
        assert (summary.codings, summary.people) == (0, 0)
        assert summary.suggestions > 20
        cells = table(folder, "cross_table")
        assert cells.wall_rows.sum() > 15
        assert cells.suggested_passages.sum() > 5
        assert cells.people.sum() == 0
        assert len(table(folder, "bundles")) > 5
        assert "rien n’est encore codé" in " ".join(summary.lines())

    def test_every_chart_says_that_nothing_is_coded(self, day_two):
        charts = day_two[0] / "data/processed/charts"
        said = [
            p.name
            for p in charts.rglob("*.alt.txt")
            if "rien n’est encore codé" in p.read_text(encoding="utf-8").lower()
        ]
        assert "tableau-croise-chaleur.alt.txt" in said
        assert "tableau-croise-ballons.alt.txt" in said


@pytest.mark.usefixtures("no_ink")
def test_an_empty_project_runs_and_says_there_is_nothing(new_project):
    summary = ta.open_project(new_project).run()
    assert summary.documents == 0
    assert table(new_project, "passages").empty
    assert list(table(new_project, "cross_table").people.unique()) == [0]


def test_open_looks_above_and_says_when_there_is_none(new_project, tmp_path, monkeypatch):
    monkeypatch.chdir(new_project / "notebooks")
    assert ta.open_project().folder == new_project.resolve()
    with pytest.raises(ta.ProjectError, match=r"projet\.yaml"):
        ta.open_project(tmp_path)


def test_a_new_project_writes_over_nothing(new_project):
    with pytest.raises(ta.ProjectError, match="pas vide"):
        ta.new_project(new_project)
    names = {p.relative_to(new_project).as_posix() for p in new_project.rglob("*")}
    assert {
        "projet.yaml",
        ".gitignore",
        "data/coding/codebook.yaml",
        "notebooks/01_charger.ipynb",
    } <= names
    assert {"fiches/fiche-a-la-volee.docx", "fiches/fiche-a-la-volee.xlsx"} <= names


def test_git_keeps_neither_words_nor_codings(new_project):
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(new_project)]
    (new_project / "data/raw/entretiens/vague-1/ana.txt").write_text("Ana : oui", encoding="utf-8")
    (new_project / "data/coding/journal").mkdir()
    (new_project / "data/coding/journal/a--b.jsonl").write_text("{}\n", encoding="utf-8")
    subprocess.run([*git, "init", "-q"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "-o", "--exclude-standard"], check=True, capture_output=True, text=True
    ).stdout
    assert "ana.txt" not in listed
    assert "journal" not in listed
    assert "participants.csv" not in listed
    assert "data/coding/codebook.yaml" in listed


def test_a_filter_that_does_not_exist_is_said_in_french(demonstration):
    project = ta.open_project(demonstration)
    with pytest.raises(ta.SettingsError, match="vagues"):
        project.cross_table(vagues=["1"])
    assert project.cross_table(waves=["1"]).cells.equals(
        project.cross_table(waves=["vague-1"]).cells
    )


def test_tables_are_shown_with_the_labels_of_the_codebook_and_one_says_how_codes_are_written(
    demonstration,
):
    project = ta.open_project(demonstration)
    written = project.code_list()
    assert written.loc[written["code"] == "mode:velo", "label"].tolist() == ["Vélo"]
    assert "mode:velo | Vélo | Modes de déplacement" in str(
        project.show(written, ["code", "label", "family"], rows=200)
    )
    shown = str(project.show(project.codings(), ["person", "code"], rows=2000))
    assert " | Vélo\n" in shown
    assert not set(written["code"]) & set(shown.split())
