"""What was parsed is kept: the same material with or without, and nobody's words who said no."""

import json
import shutil

import pytest

from transfo_analysis.project import open_project
from transfo_analysis.sources import Kept, parsing, read_material

EVERYTHING = lambda _: True  # noqa: E731


@pytest.fixture
def raw(tmp_path, demonstration):
    shutil.copytree(demonstration / "data/raw", tmp_path / "raw")
    return tmp_path / "raw"


def settled(raw, folder, names=None):
    kept = Kept(folder)
    material = read_material(raw, kept=kept)
    paths = {d.path for d in material.documents} | {r.path for r in material.references.values()}
    kept.settle(paths if names is None else names, EVERYTHING)
    return material


def test_what_is_kept_reads_as_what_is_parsed(raw, tmp_path, monkeypatch):
    plain = read_material(raw)
    assert settled(raw, tmp_path / "lecture") == plain
    calls = []
    monkeypatch.setattr("transfo_analysis.sources.kept.parse", lambda *a: calls.append(a))
    assert settled(raw, tmp_path / "lecture") == plain
    assert calls == []


def test_only_what_changed_is_parsed_again(raw, tmp_path, monkeypatch):
    settled(raw, tmp_path / "lecture")
    one = raw / "entretiens/vague-1/échange-01-solène.md"
    one.write_text(one.read_text("utf-8") + "\nfin\n", encoding="utf-8")
    parsed = []

    def counted(data, extension, kind):
        parsed.append(data)
        return parsing.parse(data, extension, kind)

    monkeypatch.setattr("transfo_analysis.sources.kept.parse", counted)
    assert settled(raw, tmp_path / "lecture") == read_material(raw)
    assert parsed == [one.read_bytes()]


def test_a_damaged_entry_is_parsed_again(raw, tmp_path):
    plain = settled(raw, tmp_path / "lecture")
    for rank, path in enumerate(sorted((tmp_path / "lecture").iterdir())):
        data = path.read_bytes()
        path.write_bytes((b"", b"{}", data[:-9], data.replace(b"e", b"a"))[rank % 4])
    assert settled(raw, tmp_path / "lecture") == plain


def test_a_new_reader_reads_everything_again(raw, tmp_path, monkeypatch):
    settled(raw, tmp_path / "lecture")
    before = {path.name for path in (tmp_path / "lecture").iterdir()}
    monkeypatch.setattr("transfo_analysis.sources.kept.reader", lambda _: "version suivante")
    settled(raw, tmp_path / "lecture")
    assert not before & {path.name for path in (tmp_path / "lecture").iterdir()}


def test_what_may_not_be_kept_is_forgotten(raw, tmp_path):
    settled(raw, tmp_path / "lecture")
    settled(raw, tmp_path / "lecture", names=())
    assert list((tmp_path / "lecture").iterdir()) == []


@pytest.mark.usefixtures("no_ink")
def test_a_run_keeps_no_word_of_who_refuses_analysis_nor_of_who_withdrew(own_small):
    project = open_project(own_small, coder="Ana")
    readings = own_small / "data/processed/lecture"
    with (own_small / "data/raw/participants.csv").open("a", encoding="utf-8") as people:
        people.write("Rosalie,enquêté,C,agente,non,non,non\n")
    talk = own_small / "data/raw/entretiens/vague-1/entretien-rosalie.txt"
    talk.write_text("---\nenquete: Rosalie\n---\nRosalie : Je marche.\n", encoding="utf-8")
    project.run()
    assert "Rosalie" in set(project.corpus().people["person"])
    kept = b"".join(path.read_bytes() for path in readings.iterdir())
    assert b"Boris" in kept
    assert b"Rosalie" not in kept
    manifest = own_small / "data/processed/manifeste.json"
    assert json.loads(manifest.read_text("utf-8"))["drawn"]
    project.withdraw("Boris").carry_out()
    project.run()
    assert not readings.exists() or not list(readings.iterdir())
    assert not json.loads(manifest.read_text("utf-8"))["drawn"]
