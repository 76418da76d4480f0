"""The certificate says what was made from what; `verify` names each file that differs since."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from transfo_analysis import cli, open_project
from transfo_analysis.errors import MissingFileError
from transfo_analysis.rerun import certificate, manifest

CERTIFICATE = "data/processed/certificat.json"


@pytest.fixture
def folder(own_demonstration):
    assert open_project(own_demonstration).verify() == []
    return own_demonstration


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("data/processed/tables/codings.csv", "Ce résultat"),
        ("data/processed/charts/mobilites/termes-cles.png", "Ce résultat"),
        ("data/coding/codebook.yaml", "Ce fichier"),
        ("projet.yaml", "Ce fichier"),
    ],
)
def test_it_names_the_one_file_that_was_touched(folder, name, kind):
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\n")
    (note,) = open_project(folder).verify()
    assert (note.path, note.what) == (name, f"{kind} a été modifié depuis le calcul.")


def test_what_is_missing_added_or_renamed_is_named(folder):
    tables = folder / "data/processed/tables"
    (tables / "codings.csv").unlink()
    (tables / "autre.csv").write_text("x\n")
    talks = sorted((folder / "data/raw").rglob("entretien-01*"))
    talks[0].rename(talks[0].with_name("mireille.txt"))
    told = {note.path: note.what for note in open_project(folder).verify()}
    old = talks[0].relative_to(folder).as_posix()
    new = talks[0].with_name("mireille.txt").relative_to(folder).as_posix()
    assert told == {
        "data/processed/tables/codings.csv": "Ce résultat n’est plus là depuis le calcul.",
        "data/processed/tables/autre.csv": "Ce résultat a été ajouté depuis le calcul.",
        old: f"Ce fichier a été renommé ou déplacé ({new}) depuis le calcul.",
    }


def test_a_cache_is_no_result(folder):
    shutil.rmtree(folder / "data/processed/annotations")
    assert open_project(folder).verify() == []


def test_a_certificate_that_was_edited_is_named(folder):
    path = folder / CERTIFICATE
    told = json.loads(path.read_text("utf-8"))
    told["versions"]["pandas"] = "9.9"
    for text in (json.dumps(told), "{", "[]"):
        path.write_text(text, "utf-8")
        (note,) = open_project(folder).verify()
        assert note.path == CERTIFICATE
        assert "certificat" in note.what


def test_another_program_is_a_note_and_nothing_more(folder, monkeypatch):
    monkeypatch.setattr(manifest, "program", lambda: "another")
    (note,) = certificate.verify(folder)
    assert note.severity == "note"
    done = CliRunner().invoke(cli.app, ["verify", "--project", str(folder)])
    assert done.exit_code == 0


def test_the_command_answers_by_its_status(folder):
    def verify():
        return CliRunner().invoke(cli.app, ["verify", "--project", str(folder)])

    assert verify().exit_code == 0
    path = folder / "data/processed/tables/turns.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    done = verify()
    assert done.exit_code == 1
    assert "data/processed/tables/turns.csv" in done.stdout
    (folder / CERTIFICATE).unlink()
    with pytest.raises(MissingFileError, match="transfo run"):
        open_project(folder).verify()


def test_it_tells_neither_the_machine_nor_the_hour(folder):
    text = (folder / CERTIFICATE).read_text("utf-8")
    told = json.loads(text)
    assert str(folder) not in text
    assert set(told["versions"]) == {"transfo-analysis", "python", *manifest.LIBRARIES}
    assert told["parameters"]["seuils"]["termes_personnes"] == 3
    assert set(told) == {
        "version", "inputs", "outputs", "program", "versions", "parameters", "seal",
    }  # fmt: skip
    assert not any(name.startswith("/") for name in {*told["inputs"], *told["outputs"]})


@pytest.mark.usefixtures("no_ink")
def test_run_again_on_a_small_project_gives_the_same_certificate(new_project):
    project = open_project(new_project)
    project.run()
    before = (new_project / CERTIFICATE).read_bytes()
    shutil.rmtree(new_project / "data/processed")
    summary = open_project(new_project).run()
    assert not summary.unchanged
    assert (new_project / CERTIFICATE).read_bytes() == before
    # a certificate that was lost is written again
    (new_project / CERTIFICATE).unlink()
    assert not open_project(new_project).run().unchanged
    assert (new_project / CERTIFICATE).read_bytes() == before
