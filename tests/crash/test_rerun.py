"""Killed while it runs again, or while a person answers: the next run is as if nothing happened.

Each round is a process of its own, forked when everything is loaded, so that the moment of its
death falls into the work and not into starting Python.
"""

from __future__ import annotations

import hashlib
import os
import random
import runpy
import shutil
import signal
import time
from pathlib import Path

import pytest

from transfo_analysis import display, files, open_project
from transfo_analysis.coding.journal import read
from transfo_analysis.tables import PLACED

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="un processus par essai : fork n’existe pas sous Windows"
)

FULL = os.environ.get("TRANSFO_FULL") == "1"
ROOT = Path(__file__).parents[2]
ROUNDS = 50 if FULL else 5  # of each of the two tests: a hundred moments in all, or ten
made = runpy.run_path(str(ROOT / "tests/coding/leaving_project.py"))
FOLDER = "data/raw/entretiens/vague-1"
CORRECTIONS = [
    ("au grand portail bleu", "au grand portail vert"),
    ("La voiture me coûte trop cher", "La voiture, elle me coûte trop cher"),
    ("Oui.\n", "Oui oui.\n"),
]


def some_charts(matter, folder, **_):
    """Draw one chart instead of all: drawing them takes longer than the rest together."""
    files.write_bytes(folder / "un.png", matter.case.id.encode())
    return [folder / "un.png"]


@pytest.fixture(scope="module", autouse=True)
def quick_charts(undrawn):
    with undrawn(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(display, "draw_charts", some_charts)
        yield


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    """Return a project that was run, then its transcripts corrected; not run again."""
    folder = made["make"](tmp_path_factory.mktemp("crash") / "projet")
    open_project(folder).run()
    path = folder / FOLDER / "marie-noelle-et-paul.txt"
    text = path.read_text("utf-8")
    for old, new in CORRECTIONS:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    path = folder / FOLDER / "paul.txt"
    path.write_text(path.read_text("utf-8").replace("vingt minutes", "trente minutes"), "utf-8")
    (folder / FOLDER / "nouveau.txt").write_text("Iris : Et vous ?\nPaul : Le bus.\n", "utf-8")
    return folder


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def killed(act, delay):
    """Do something in another process, kill it after a while; return what it had said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover — its own process
        try:
            os.close(reading)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            act(lambda line: os.write(writing, f"{line}\n".encode()))
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as said:
        # a line said in part is no acknowledgement
        return said.read().decode().split("\n")[:-1]


def test_a_run_killed_at_any_moment_is_done_again_to_the_same_bytes(corrected, tmp_path):
    whole = shutil.copytree(corrected, tmp_path / "sans accident")
    started = time.monotonic()
    open_project(whole).run()
    duration = time.monotonic() - started
    expected = digests(whole / "data")
    assert len(open_project(whole).to_review())
    chance = random.Random(4)
    unfinished = 0
    for round_ in range(ROUNDS):
        folder = shutil.copytree(corrected, tmp_path / f"{round_}" / "sans accident")
        said = killed(
            lambda say, folder=folder: (open_project(folder).run(), say("fini")),
            chance.uniform(0, duration),
        )
        unfinished += said != ["fini"]
        open_project(folder).run()
        assert digests(folder / "data") == expected
        shutil.rmtree(folder)
    assert unfinished


def answer(folder, say):
    """Answer all that waits, one by one and some together, saying each once it is written."""
    project = open_project(folder, "Ana")
    for row in project.to_review().sort_values("coding_id").itertuples():
        if row.status == "retouché":
            project.coding.settle_anchors([row.coding_id])
        else:
            project.coding.lose_anchor(row.coding_id)
        say(row.coding_id)


def test_answers_that_were_acknowledged_survive_and_the_rest_still_waits(corrected, tmp_path):
    whole = shutil.copytree(corrected, tmp_path / "sans accident")
    started = time.monotonic()
    said = []
    answer(whole, said.append)
    duration = time.monotonic() - started
    assert len(said) > 2
    open_project(whole).run()
    expected = digests(whole / "data/processed/tables")
    chance = random.Random(14)
    in_between = 0
    for round_ in range(ROUNDS):
        folder = shutil.copytree(corrected, tmp_path / f"{round_}" / "sans accident")
        told = killed(
            lambda say, folder=folder: answer(folder, say), chance.uniform(0.1, 1.1) * duration
        )
        in_between += 0 < len(told) < len(said)
        events, notices = read(folder / "data/coding/journal")
        assert all("coupée" in note.what for note in notices)
        settled = [e.data["coding"] for e in events if e.kind == "anchor_settled"]
        assert set(told) <= set(settled)
        project = open_project(folder)
        assert set(project.to_review()["coding_id"]) == set(said) - set(settled)
        assert len(project.codings()) == len(open_project(whole).codings())
        # the text that an answer is about was on disk before the answer
        for event in events:
            if event.kind == "anchor_settled":
                assert project.text_store.text(event.data["sha256"])
        answer(folder, lambda _: None)
        open_project(folder).run()
        assert digests(folder / "data/processed/tables") == expected
        shutil.rmtree(folder)
    assert in_between or not FULL
    assert set(open_project(whole).codings()["status"]) & set(PLACED)
