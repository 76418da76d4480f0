"""The only door for writing: whole or not at all, and on disk when it returns."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import transfo_analysis
from transfo_analysis import files
from transfo_analysis.errors import WriteError

LINES = st.lists(
    st.text(st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"])), max_size=5
)


def test_a_failed_replacement_leaves_the_old_file_and_no_leftover(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    files.write_text(path, "avant")

    def full(_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="disque est plein"):
        files.write_text(path, "après")
    assert path.read_text(encoding="utf-8") == "avant"
    assert os.listdir(tmp_path) == ["a.txt"]


@given(before=LINES, torn=st.binary(max_size=12), after=LINES)
def test_lines_appended_after_a_torn_tail_stand_on_their_own(tmp_path_factory, before, torn, after):
    path = tmp_path_factory.mktemp("append") / "j.jsonl"
    files.append_lines(path, before)
    torn = torn.replace(b"\n", b" ")
    with open(path, "ab") as stream:
        stream.write(torn)
    kept = path.read_bytes()
    files.append_lines(path, after)
    data = path.read_bytes()
    assert data.startswith(kept)
    expected = "".join(f"{line}\n" for line in after).encode()
    start_of_line = b"\n" if torn else b""
    assert data[len(kept) :].removeprefix(start_of_line) == expected or not after


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_failed_append_leaves_the_file_as_it_was(tmp_path, monkeypatch, step):
    path = tmp_path / "j.jsonl"
    files.append_line(path, "un")

    def broken(*_):
        raise OSError(errno.EIO, "input/output error")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", broken)
    else:
        monkeypatch.setattr(files, "_write_all", broken)
    with pytest.raises(WriteError, match="écriture a échoué"):
        files.append_line(path, "deux")
    assert path.read_text() == "un\n"


def test_a_lock_held_elsewhere_is_said(tmp_path):
    path = tmp_path / "j.jsonl"
    with files.locked(path):
        import filelock

        other = filelock.FileLock(path.with_name(".j.jsonl.lock"), is_singleton=False)
        with pytest.raises(filelock.Timeout):
            other.acquire(timeout=0.05)


def test_no_other_module_of_the_package_writes():
    package = Path(transfo_analysis.__file__).parent
    writing = re.compile(
        r"""open\([^)]*["'][wax]b?\+?["']|\.write_(?:text|bytes)\(|\.to_csv\([^)]*path|savefig\("""
    )
    for path in package.rglob("*.py"):
        if path.name == "files.py":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if writing.search(line):
                assert re.search(r"files\.write_|savefig\((?:stream|buffer|memory)", line), (
                    f"{path.name}: {line}"
                )
