"""A withdrawal that is killed at any step is finished by the next one; nothing is left."""

import os
import random
import runpy
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import files, open_project
from transfo_analysis.coding.journal import Journal, read
from transfo_analysis.errors import WriteError

FULL = os.environ.get("TRANSFO_FULL") == "1"
ROOT = Path(__file__).parents[2]
made = SimpleNamespace(**runpy.run_path(str(ROOT / "tests/coding/leaving_project.py")))
THEIRS = made.shingles([*made.said(made.GROUP, made.PERSON), *made.said(made.ALONE, made.PERSON)])
DOORS = ("write_bytes", "append_lines", "move", "remove")


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return made.make(tmp_path_factory.mktemp("avant") / "projet")


def patched(monkeypatch, step, after, fault):
    """Let `step` writings pass, then fail, before or after the writing itself."""
    count = 0
    for name in DOORS:
        real = getattr(files, name)

        def door(*arguments, real=real):
            nonlocal count
            count += 1
            if count == step + 1 and not after:
                raise fault
            result = real(*arguments)
            if count == step + 1:
                raise fault
            return result

        monkeypatch.setattr(files, name, door)


def is_complete(folder):
    held = made.holders(folder, [made.PERSON], THEIRS)
    left = [p for p in held if not p.startswith(("data/raw/", "exports/", "sauvegarde.zip"))]
    found = read(folder / "data/coding/journal")
    signed = [e for e in found[0] if e.kind == "person_withdrawn"]
    records = list((folder / "data/coding/retraits").glob("*.json"))
    return left == [] and found[1] == () and len(signed) == 1 and len(records) == 1


def steps():
    # twelve writings, and one past the last
    return range(13) if FULL else (0, 1, 3, 5, 9, 11)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", steps())
def test_killed_between_any_two_writings(before, tmp_path, monkeypatch, step, after):
    folder = shutil.copytree(before, tmp_path / "projet")
    ids = {event.id for event in read(folder / "data/coding/journal")[0]}
    try:
        with monkeypatch.context() as patch:
            patched(patch, step, after, Killed())
            open_project(folder).withdraw(made.PERSON).carry_out()
    except Killed:
        # whoever opens the project meanwhile reads nothing of theirs, and is told
        for record in (folder / "data/coding/retraits").glob("*.json"):
            corpus = open_project(folder).corpus()
            assert made.PERSON not in set(corpus.turns["person"])
            unfinished = '"done": false' in record.read_text("utf-8")
            assert any("interrompu" in note.what for note in corpus.notices) is unfinished
        leaving = open_project(folder).withdraw(made.PERSON)
        leaving.carry_out()
    assert is_complete(folder)
    assert ids < {event.id for event in read(folder / "data/coding/journal")[0]}


def test_the_raw_files_were_deleted_before_it_was_done_again(before, tmp_path, monkeypatch):
    folder = shutil.copytree(before, tmp_path / "projet")
    leaving = open_project(folder).withdraw(made.PERSON)
    with monkeypatch.context() as patch:
        patched(patch, 1, False, Killed())
        with pytest.raises(Killed):
            leaving.carry_out()
    shutil.rmtree(folder / "data/raw/entretiens")
    shutil.rmtree(folder / "data/raw/tableaux")
    (folder / "data/raw/participants.csv").unlink()
    open_project(folder).withdraw(made.PERSON).carry_out()
    texts = made.holders(folder / "data/coding/textes", [made.PERSON], THEIRS)
    assert texts == {}
    assert made.holders(folder / "data/coding/journal", [made.PERSON], set()) == {}


def test_a_full_disk_says_so_and_is_gone_on_with(before, tmp_path, monkeypatch):
    folder = shutil.copytree(before, tmp_path / "projet")
    with monkeypatch.context() as patch:
        patched(patch, 4, False, WriteError("Le disque est plein.", cure="Libérez de la place."))
        leaving = open_project(folder).withdraw(made.PERSON)
        with pytest.raises(WriteError, match="plein"):
            leaving.carry_out()
    open_project(folder).withdraw(made.PERSON).carry_out()
    assert is_complete(folder)


CHILD = """
import sys
from pathlib import Path
from transfo_analysis import open_project
leaving = open_project(Path(sys.argv[1])).withdraw(sys.argv[2])
print("prêt", flush=True)
leaving.carry_out()
print("fait", flush=True)
"""


@pytest.mark.parametrize("seed", range(30 if FULL else 2))
def test_kill_9_at_a_random_moment(before, tmp_path, seed):
    folder = shutil.copytree(before, tmp_path / "projet")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), made.PERSON],
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert child.stdout.readline().decode().strip() == "prêt"
    time.sleep(random.Random(seed).uniform(0, 0.3))
    child.kill()
    child.communicate()
    open_project(folder).withdraw(made.PERSON).carry_out()
    assert is_complete(folder)


def test_what_is_coded_while_it_runs_is_not_lost(before, tmp_path, monkeypatch):
    folder = shutil.copytree(before, tmp_path / "projet")
    leaving = open_project(folder).withdraw(made.PERSON)
    journal = folder / "data/coding/journal"
    data = {"target_kind": "code", "target": "mode:velo", "text": "entre-temps"}
    mine = Journal(journal, "Ana").append("memo_written", "mobilites", data)
    real = files.write_bytes

    def write(path, content):
        if path.suffix == ".jsonl" and path.name.startswith("ben"):
            # another window writes in another file at this very moment
            Journal(journal, "Ana").append("memo_written", "mobilites", {**data, "text": "aussi"})
        real(path, content)

    monkeypatch.setattr(files, "write_bytes", write)
    leaving.carry_out()
    texts = {e.data.get("text") for e in read(journal)[0]}
    assert {"entre-temps", "aussi"} <= texts
    assert mine in read(journal)[0]
    assert is_complete(folder)
