"""The command line: French, sober, documented, with the promised exit statuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import typer

from transfo_analysis.cli import app, main

ROOT = Path(__file__).parents[1]
COMMANDS = typer.main.get_command(app).commands


def transfo(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "transfo_analysis", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def transfo_here(monkeypatch, capsys, no_ink):
    """Give a command in this process, which draws nothing."""

    def given(*words):
        monkeypatch.setattr("sys.argv", ["transfo", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return SimpleNamespace(returncode=end.value.code, stdout=said.out, stderr=said.err)

    return given


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_and_option_is_documented(name):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next((row for row in readme.splitlines() if row.startswith(f"| `transfo {name}")), "")
    assert line, f"`transfo {name}` n'est pas dans le README"
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in line, option


def test_the_readme_names_no_command_that_does_not_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {m for m in re.findall(r"^\| `transfo ([a-z]+)", readme, re.MULTILINE)} <= set(COMMANDS)


def test_a_run_says_what_it_found_and_where_to_look(own_demonstration):
    done = transfo("run", "--project", own_demonstration)
    assert done.returncode == 0
    for said in (
        "documents",
        "passages",
        "personnes entendues",
        "codages validés",
        "charts",
        "tables",
    ):
        assert said in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "n’existe pas"),
        (["run", "--projet", "x"], "--projet"),
        (["new"], "Il manque un argument"),
        (["run", "--project", "nulle-part"], "projet.yaml"),
    ],
)
def test_a_mistake_is_one_french_sentence(tmp_path, words, said):
    done = transfo(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_bad_file_is_listed_and_the_rest_goes_on(own_small, transfo_here):
    bad = own_small / "data/raw/entretiens/vague-1/cassé.docx"
    bad.write_bytes(b"ceci n'est pas un docx")
    done = transfo_here("run", "--project", own_small)
    assert done.returncode == 0
    assert "cassé.docx" in done.stdout
    assert "Laissé de côté" in done.stdout
    read = pd.read_csv(own_small / "data/processed/tables/documents.csv")
    assert f"{len(read)} documents" in done.stdout.replace("\u202f", " ")
    assert not read["path"].str.contains("cassé").any()


def test_every_file_left_out_is_named_however_many_are_alike(own_small, transfo_here):
    names = [f"vide-{n}.docx" for n in range(6)]
    for name in names:
        (own_small / "data/raw/entretiens/vague-1" / name).write_bytes(b"")
    done = transfo_here("run", "--project", own_small)
    assert all(name in done.stdout for name in names)


def test_nothing_readable_is_status_two(new_project):
    (new_project / "data/raw/entretiens/vague-1/a.docx").write_bytes(b"")
    done = transfo("run", "--project", new_project)
    assert done.returncode == 2
    assert "a.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_codebook_leaves_the_rest_of_the_run(own_small, transfo_here):
    path = own_small / "data/coding/codebook.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("libelle: Vélo,", "libele: Vélo,", 1),
        encoding="utf-8",
    )
    done = transfo_here("run", "--project", own_small)
    assert done.returncode == 0
    assert re.search(r"codebook\.yaml, ligne \d+.*libele", done.stdout)
    path.write_text("familles: [\n", encoding="utf-8")
    done = transfo_here("run", "--project", own_small)
    assert done.returncode == 0
    assert "codebook.yaml" in done.stdout


def test_broken_settings_name_their_line_and_are_status_two(own_small):
    path = own_small / "projet.yaml"
    path.write_text("titre: x\ncas: non\n", encoding="utf-8")
    done = transfo("run", "--project", own_small)
    assert done.returncode == 2
    assert "projet.yaml, ligne 2" in done.stderr


def test_check_and_status(own_demonstration):
    checked = transfo("check", "--project", own_demonstration)
    assert checked.returncode == 0, checked.stdout
    assert "Tapis volant" in checked.stdout
    told = transfo("status", cwd=own_demonstration / "notebooks")
    assert told.returncode == 0
    assert "les tableaux sont à jour" in told.stdout
    assert "codages en vigueur" in told.stdout


def test_quotes_of_a_spreadsheet_join_the_journal_once(own_case, tmp_path):
    from transfo_analysis import open_project

    passage = open_project(own_case).corpus().passages.query("evidence and words > 8").iloc[-1]
    sheet = tmp_path / "codages.csv"
    sheet.write_text(
        f"document;extrait;code\n{passage.document_id};{passage.text};mode:velo\nrien;rien;mode:velo\n",
        encoding="utf-8",
    )
    first = transfo("import", sheet, "--coder", "nour", "--project", own_case)
    assert first.returncode == 0
    assert "1 codage au journal, 0 déjà là" in first.stdout
    assert "ligne 3" in first.stdout
    again = transfo("import", sheet, "--coder", "nour", "--project", own_case)
    assert "0 codage au journal, 1 déjà là" in again.stdout


@pytest.mark.parametrize("words", [[], ["run"], ["import"]])
def test_help_is_in_french(words):
    done = transfo(*words, "--help")
    assert done.returncode == 0
    for english in ("Show this message", "Commands:", "Options:", "[required]", "[default"):
        assert english not in done.stdout
