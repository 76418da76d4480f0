"""The journal under fire: killed at any moment, written by two at once, nothing is lost.

`make test` runs few rounds; TRANSFO_FULL=1 runs the long counts.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from transfo_analysis.coding.journal import Journal, read
from transfo_analysis.coding.state import replay

FULL = os.environ.get("TRANSFO_FULL") == "1"
WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]


def child(folder, coder="Ana", count=-1):
    environment = {**os.environ, "TRANSFO_INSTALLATION": "poste1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), coder, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder.parent,
    )


def test_every_acknowledged_event_survives_kill_9(tmp_path):
    folder = tmp_path / "journal"
    chance = random.Random(20)
    acknowledged = []
    killed_at_work = 0
    for _ in range(200 if FULL else 10):
        process = child(folder)
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        rest, fault = process.communicate()
        assert first, fault.decode()
        # a line printed in part is no acknowledgement
        ids = (first + rest).decode().split("\n")[:-1]
        acknowledged += ids
        killed_at_work += len(ids) > 1
        events, notices = read(folder)
        found = [event.id for event in events]
        assert set(acknowledged) <= set(found)
        assert len(found) == len(set(found))
        # whatever was torn is said, and nothing else is wrong
        assert all("coupée" in note.what for note in notices)
    assert killed_at_work
    replay(events)
    last = Journal(folder, "Ana", "poste1").append("undone", "c", {"event": acknowledged[-1]})
    assert read(folder)[0][-1] == last


@pytest.mark.parametrize("coders", [("Ana", "Ana"), ("Ana", "Ben")])
def test_two_processes_write_at_once(tmp_path, coders):
    folder = tmp_path / "journal"
    count = 5_000 if FULL else 300
    processes = [child(folder, coder, count) for coder in coders]
    outputs = [process.communicate(timeout=600) for process in processes]
    acknowledged = []
    for process, (out, fault) in zip(processes, outputs, strict=True):
        assert process.returncode == 0, fault.decode()
        acknowledged += out.decode().split()
    events, notices = read(folder)
    assert notices == ()
    assert len(acknowledged) == 2 * count
    assert {event.id for event in events} == set(acknowledged)
    if coders[0] == coders[1]:
        # one file, one lock: every counter once
        assert [event.lamport for event in events] == list(range(1, 2 * count + 1))


def test_two_notebooks_and_the_command_line_at_once(own_demonstration):
    """Two kernels of one coder, a third of another, and an import: no act lost, none torn."""
    from transfo_analysis import open_project

    folder = own_demonstration / "data/coding/journal"
    before = {event.id for event in read(folder)[0]}
    passage = open_project(own_demonstration).corpus().passages.query("evidence").iloc[0]
    sheet = own_demonstration.parent / "codages.csv"
    rows = "".join(
        f"{passage.document_id};{passage.text};{c}\n" for c in ("mode:velo", "mode:train")
    )
    sheet.write_text(f"document;extrait;code\n{rows}", encoding="utf-8")
    count = 200 if FULL else 40
    kernels = [child(folder, coder, count) for coder in ("Ana", "Ana", "Ben")]
    words = ["import", str(sheet), "--coder", "Ana", "--project", str(own_demonstration)]
    imported = subprocess.run(
        [sys.executable, "-m", "transfo_analysis", *words],
        capture_output=True,
        env={**os.environ, "TRANSFO_INSTALLATION": "poste1", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    outputs = [kernel.communicate(timeout=300)[0].decode().split() for kernel in kernels]
    assert imported.returncode == 0, imported.stderr.decode()
    events, notices = read(folder)
    assert notices == ()
    new = [event for event in events if event.id not in before]
    acknowledged = {name for ids in outputs for name in ids}
    assert len(acknowledged) == 3 * count
    assert acknowledged <= {event.id for event in new}
    assert sum(event.kind == "coding_added" for event in new) == 2
    mine = [event.lamport for event in new if event.coder == "Ana"]
    assert len(mine) == len(set(mine)), "one file, one lock: every counter once"
