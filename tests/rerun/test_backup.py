"""A backup holds all human work, and puts back what is missing: never more, never over."""

from __future__ import annotations

import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from transfo_analysis import cli, files, open_project
from transfo_analysis.coding.journal import Journal, read
from transfo_analysis.coding.state import replay
from transfo_analysis.errors import MissingFileError, SourceError, WriteError
from transfo_analysis.rerun import backup, restore

TESTS = Path(__file__).parents[1]
made = SimpleNamespace(**runpy.run_path(str(TESTS / "coding" / "leaving_project.py")))
ALL = bool(os.environ.get("TRANSFO_FULL"))


def held(folder, below="data/coding"):
    found = (folder / below).rglob("*")
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in found
        if p.is_file() and not p.name.startswith(".")
    }


def events(folder):
    return {event.id: event for event in read(folder / "data/coding/journal")[0]}


def memo(folder, coder, text):
    data = {"target_kind": "code", "target": "mode:velo", "text": text}
    return Journal(folder / "data/coding/journal", coder, "essai").append("memo_written", "", data)


@pytest.fixture
def folder(tmp_path):
    made.write(tmp_path / "p", {"data/coding/codebook.yaml": made.BOOK})
    memo(tmp_path / "p", "Ana", "un")
    memo(tmp_path / "p", "Ben", "deux")
    return tmp_path / "p"


# -- making ------------------------------------------------------------------------------------


def test_numbers_go_on_and_nothing_is_written_over(folder):
    paths = [backup.make(folder) for _ in range(3)]
    assert [path.name[:15] for path in paths] == [f"sauvegarde-000{n}" for n in (1, 2, 3)]
    assert len({path.read_bytes() for path in paths}) == 1  # the same work, the same bytes
    paths[1].unlink()
    assert backup.make(folder).name.startswith("sauvegarde-0004")


def test_it_holds_every_file_of_the_coding_and_nothing_else(folder):
    made.write(folder, {"data/raw/a.txt": "x", "data/coding/textes/.transfo-abc": "x"})
    (folder / "data/coding/journal/.ana.jsonl.lock").touch()
    assert dict(backup.open_archive(backup.make(folder)).files) == held(folder)


def test_one_that_does_not_read_back_is_not_kept(folder, monkeypatch):
    whole = files.write_bytes
    monkeypatch.setattr(files, "write_bytes", lambda path, data: whole(path, data[:-90]))
    with pytest.raises(WriteError, match="ne se relit pas"):
        backup.make(folder)
    assert backup.archives(folder) == []


def test_somebody_codes_meanwhile(folder):
    writer = subprocess.Popen(
        [
            sys.executable,
            TESTS / "crash" / "writer.py",
            folder / "data/coding/journal",
            "Cléo",
            "-1",
        ],
        stdout=subprocess.PIPE,
    )
    try:
        for _ in range(20 if ALL else 4):
            said = [writer.stdout.readline().decode().strip() for _ in range(5)]
            archive = backup.open_archive(backup.make(folder))
            for name, data in archive.files.items():
                if name.startswith(backup.JOURNAL):
                    assert data.endswith(b"\n")
            kept = {
                json.loads(line)["id"]
                for name, data in archive.files.items()
                if name.startswith(backup.JOURNAL)
                for line in data.splitlines()
            }
            assert kept.issuperset(said)
    finally:
        writer.kill()
        writer.wait()


def test_it_is_offered_when_codings_are_newer_by_content(folder):
    assert "pas encore" in backup.advice(folder)
    backup.make(folder)
    journal = next((folder / "data/coding/journal").glob("ana*.jsonl"))
    os.utime(journal, (2_000_000_000, 2_000_000_000))
    assert backup.advice(folder) == ""
    memo(folder, "Ana", "trois")
    os.utime(journal, (0, 0))
    assert "date d’avant vos derniers codages" in backup.advice(folder)
    backup.make(folder).write_bytes(b"PK")
    assert "ne se relit pas" in backup.advice(folder)


@pytest.mark.usefixtures("no_ink")
def test_a_run_offers_it_and_remembers_nothing_of_it(new_project):
    project = open_project(new_project)
    memo(new_project, "Ana", "un")
    before = project.run()
    assert any("transfo backup" in line for line in before.lines())
    manifest = (new_project / "data/processed/manifeste.json").read_bytes()
    project.backup()
    after = open_project(new_project).run()
    assert after.unchanged
    assert not any("transfo backup" in line for line in after.lines())
    assert (new_project / "data/processed/manifeste.json").read_bytes() == manifest


def test_the_commands_say_what_they_did(new_project):
    def transfo(*words):
        return CliRunner().invoke(cli.app, [*words, "--project", str(new_project)])

    done = transfo("backup")
    assert done.exit_code == 0
    (path,) = backup.archives(new_project)
    assert f"sauvegardes/{path.name}" in done.stdout
    (new_project / "data/coding/mots-vides.txt").unlink()
    done = transfo("restore", path.name)
    assert done.exit_code == 0
    assert "data/coding/mots-vides.txt" in done.stdout
    assert "Rien ne manquait" in transfo("restore", str(path)).stdout
    ignored = (new_project / ".gitignore").read_text("utf-8").split()
    assert {"sauvegardes/", "rapports/", "exports/"} <= set(ignored)


# -- restoring ---------------------------------------------------------------------------------


def test_journals_are_united_and_what_differs_is_laid_beside(folder):
    path = backup.make(folder)
    before = events(folder)
    book = folder / "data/coding/codebook.yaml"
    book.write_text(made.BOOK + "# aujourd’hui\n", "utf-8")
    ana = next((folder / "data/coding/journal").glob("ana*.jsonl"))
    ana.unlink()  # lost, and begun again
    memo(folder, "Ana", "trois")
    today = held(folder)
    later = events(folder)
    done = restore.restore(folder, path)
    assert {name: held(folder)[name] for name in today} == today
    assert events(folder) == {**before, **later}
    assert done.acts == 1
    (beside,) = done.beside
    assert (folder / beside).read_text("utf-8") == made.BOOK
    again = held(folder)
    assert restore.restore(folder, path).lines() == ["Rien ne manquait\u202f: rien n’a été changé."]
    assert held(folder) == again
    assert read(folder / "data/coding/journal")[1] == ()


def test_a_text_that_is_missing_or_damaged_comes_back(tmp_path):
    folder = made.make(tmp_path / "p")
    before = open_project(folder).codings()
    path = open_project(folder).backup()
    first, second = sorted((folder / "data/coding/textes").glob("*.txt"))[:2]
    whole = {p: p.read_bytes() for p in (first, second)}
    first.unlink()
    second.write_text("abîmé", "utf-8")
    done = open_project(folder).restore(path)
    assert {p: p.read_bytes() for p in whole} == whole
    assert done.aside == [f"data/coding/textes/{second.name}.abime"]
    assert open_project(folder).codings().equals(before)


def test_everything_lost_comes_back_as_it_was(folder, tmp_path):
    path = shutil.copy(backup.make(folder), tmp_path)
    before = held(folder)
    shutil.rmtree(folder / "data/coding")
    restore.restore(folder, Path(path))
    assert held(folder) == before


def zipped(folder, entries, index=None, name="sauvegarde-0001-2026-01-01.zip"):
    """Return an archive of (name or ZipInfo, bytes), with an index that matches."""
    import hashlib

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {str(getattr(n, "filename", n)): hashlib.sha256(d).hexdigest() for n, d in entries}
        text = json.dumps({"version": 1, "files": told if index is None else index})
        archive.writestr("sauvegarde.json", text)
        for one, data in entries:
            archive.writestr(one, data)
    path = folder / name
    path.write_bytes(stream.getvalue())
    return path


def link():
    entry = zipfile.ZipInfo("data/coding/journal/a.jsonl")
    entry.external_attr = 0o120777 << 16
    return entry


@pytest.mark.parametrize(
    ("entries", "index", "said"),
    [
        ([("../dehors.txt", b"x")], None, "hors de data/coding"),
        ([("/etc/passwd", b"x")], None, "hors de data/coding"),
        ([("data/coding/../../dehors.txt", b"x")], None, "hors de data/coding"),
        ([("data/coding\\..\\..\\dehors.txt", b"x")], None, "hors de data/coding"),
        ([("data/coding/.cache", b"x")], None, "hors de data/coding"),
        ([("data/raw/a.txt", b"x")], None, "hors de data/coding"),
        ([(link(), b"/etc/passwd")], None, "fichier ordinaire"),
        ([("data/coding/a.txt", b"0" * 30_000_000)], None, "démesurée"),
        ([("data/coding/a.txt", b"x")], {"data/coding/a.txt": "0" * 64}, "index"),
        ([("data/coding/a.txt", b"x")], {}, "index"),
        ([("data/coding/a.txt", b"x")], [], "index"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused_and_nothing_is_written(
    folder, tmp_path, entries, index, said
):
    path = zipped(tmp_path, entries, index)
    before = held(tmp_path, ".")
    with pytest.raises(SourceError, match=said) as error:
        restore.restore(folder, path)
    assert error.value.cure
    assert held(tmp_path, ".") == before


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_said_so(folder, tmp_path, data):
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="sauvegarde"):
        restore.restore(folder, path)
    with pytest.raises(MissingFileError, match="n’existe pas"):
        restore.restore(folder, tmp_path / "b.zip")


# -- whoever withdrew does not come back -------------------------------------------------------

PERSON = made.PERSON
THEIRS = made.shingles(
    [*made.said(made.GROUP, PERSON), *made.said(made.ALONE, PERSON), "gèle tous les hivers dans"]
)


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    folder = made.make(tmp_path_factory.mktemp("avant") / "projet")
    open_project(folder).backup()
    return folder


@pytest.fixture
def after(before, tmp_path):
    folder = shutil.copytree(before, tmp_path / "projet")
    leaving = open_project(folder).withdraw(PERSON)
    (archive,) = backup.archives(folder)
    name = archive.relative_to(folder).as_posix()
    assert f"  - {name}" in leaving.todo()
    leaving.carry_out()
    # a backup from afterwards holds nothing of theirs, and is not to be destroyed
    new = open_project(folder).backup()
    todo = open_project(folder).withdraw(PERSON).todo()
    assert f"  - {name}" in todo
    assert not any(new.name in line for line in todo)
    new.unlink()
    return folder


def lost(folder, what):
    if what == "nothing":
        return
    if what == "everything but the withdrawal":
        for name in ("journal", "textes"):
            shutil.rmtree(folder / "data/coding" / name)
        (folder / "data/coding/codebook.yaml").unlink()
        return
    pattern = {"texts": "textes/*.txt", "a journal": "journal/ben*.jsonl"}[what]
    for path in (folder / "data/coding").glob(pattern):
        path.unlink()


@pytest.mark.parametrize("what", ["nothing", "texts", "a journal", "everything but the withdrawal"])
def test_an_old_backup_brings_nobody_back(after, what):
    lost(after, what)
    (archive,) = backup.archives(after)
    assert made.holders(after / "data/coding", [PERSON], THEIRS) == {}
    done = restore.restore(after, archive, lambda: ["paul", "Paul", "Ben", "mode:velo"])
    assert made.holders(after / "data/coding", [PERSON], THEIRS) == {}
    if what == "nothing":
        assert done.acts == 0


def test_the_others_work_comes_back_when_they_are_named(before, after):
    lost(after, "a journal")
    project = open_project(after)
    (archive,) = backup.archives(after)
    assert project.restore(archive).acts == 0  # nothing tells that Ben is not who withdrew
    done = project.restore(archive, ["Ben"])
    assert done.acts > 0
    assert any("--codeur" in line for line in done.lines())
    assert made.holders(after / "data/coding", [PERSON], THEIRS) == {}
    old = open_project(before).codings()
    his = set(old[(old["coder"] == "Ben") & (old["document_id"] == "paul")]["code"])
    now = open_project(after).codings()
    back = now[(now["coder"] == "Ben") & (now["document_id"] == "paul")]
    assert set(back["code"]) == his - {made.IN_VIVO}
    assert (back["status"] == "exact").all()


def test_a_withdrawal_that_was_lost_comes_back_from_a_later_backup(after):
    (old,) = backup.archives(after)
    open_project(after).backup()
    shutil.rmtree(after / "data/coding")
    done = open_project(after).restore(old)
    assert done.withdrawals == 1
    assert made.holders(after / "data/coding", [PERSON], THEIRS) == {}
    assert any("retirer" in line for line in done.lines())


def test_a_backup_from_afterwards_gives_everything_back(after):
    path = open_project(after).backup()
    before = held(after)
    shutil.rmtree(after / "data/coding")
    open_project(after).restore(path)
    assert held(after) == before


# -- made-up histories -------------------------------------------------------------------------

CODERS = ("Ana", "Ben")


@settings(
    max_examples=200 if ALL else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("code"), st.sampled_from(CODERS)),
            st.tuples(st.just("backup"), st.just("")),
            st.tuples(st.just("lose"), st.sampled_from(CODERS)),
            st.tuples(st.just("cut"), st.sampled_from(CODERS)),
            st.tuples(st.just("restore"), st.sampled_from(("first", "last"))),
        ),
        max_size=14,
    )
)
def test_what_was_saved_and_what_was_done_since_are_both_there(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("h")
    made.write(folder, {"data/coding/codebook.yaml": made.BOOK})
    saved = {}
    for rank, (act, what) in enumerate(history):
        paths = backup.archives(folder)
        before, now = held(folder), events(folder)
        if act == "code":
            memo(folder, what, f"mémo {rank}")
        elif act == "backup":
            saved[backup.make(folder)] = now
        elif act == "restore" and paths:
            path = paths[0 if what == "first" else -1]
            restore.restore(folder, path)
            assert events(folder) == {**saved[path], **now}
            assert replay(events(folder).values()) == replay({**saved[path], **now}.values())
            kept = held(folder)
            assert {name: kept[name] for name in before} == before
            restore.restore(folder, path)
            assert held(folder) == kept
        else:
            for path in (folder / "data/coding/journal").glob(f"{what.lower()}*.jsonl"):
                data = path.read_bytes()
                if act == "lose":
                    path.unlink()
                elif act == "cut":
                    path.write_bytes(data[: len(data) // 2])
