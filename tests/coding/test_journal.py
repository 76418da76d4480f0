"""Nothing acknowledged is lost, nothing unreadable is dropped, every file counts."""

import errno
import json
import os
import random
import stat
import subprocess
import sys

import pytest

from transfo_analysis import files
from transfo_analysis.coding.journal import Act, Journal, Reader, installation_id, read
from transfo_analysis.errors import CodingError, JournalError, WriteError

WITHDRAW = ("coding_withdrawn", "c", {"coding": "x"})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


def ids(folder):
    return [event.id for event in read(folder)[0]]


def test_an_event_is_on_disk_when_append_returns(folder):
    event = Journal(folder, "Élodie  Petit").append(*WITHDRAW)
    assert [p.name for p in folder.glob("*.jsonl")] == ["elodie-petit--poste1.jsonl"]
    events, notices = read(folder)
    assert events == (event,)
    assert notices == ()
    assert event.coder == "Élodie Petit"


def test_no_journal_yet_is_an_empty_journal(folder):
    assert read(folder) == ((), ())
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../../x", "CON", "北京", "a/b\\c:d*?", "É" * 300, "x.jsonl"])
def test_any_name_makes_a_file_inside_the_folder(folder, name):
    Journal(folder, name, "../p").append(*WITHDRAW)
    (file,) = folder.glob("*.jsonl")
    assert file.parent == folder
    assert len(file.name) < 120
    assert len(read(folder)[0]) == 1


def test_nobody_codes_anonymously(folder):
    with pytest.raises(CodingError, match=r"projet\.coding\.coder"):
        Journal(folder, "  ")


def test_the_counter_follows_every_file_that_is_here(folder):
    ana, ben = Journal(folder, "Ana"), Journal(folder, "Ben", "poste2")
    lamports = [j.append(*WITHDRAW).lamport for j in (ana, ben, ana, ana, ben)]
    assert lamports == [1, 2, 3, 4, 5]
    assert len(list(folder.glob("*.jsonl"))) == 2


def test_a_batch_is_one_write(folder, monkeypatch):
    synced = []
    monkeypatch.setattr(
        files.os, "fsync", lambda fd: synced.append(stat.S_ISREG(os.fstat(fd).st_mode))
    )
    events = Journal(folder, "Ana").append_all(
        [Act(*WITHDRAW)] * 1 + [Act(*WITHDRAW) for _ in range(499)]
    )
    assert synced.count(True) == 1
    assert [e.lamport for e in events] == list(range(1, 501))


def test_a_batch_with_one_bad_act_writes_nothing(folder):
    with pytest.raises(JournalError):
        Journal(folder, "Ana").append_all([Act(*WITHDRAW), Act("coding_withdrawn", "c", {})])
    assert ids(folder) == []


def test_half_a_character_is_refused_before_anything_is_written(folder):
    journal = Journal(folder, "Ana")
    journal.append(*WITHDRAW)
    before = journal.path.read_bytes()
    with pytest.raises(JournalError, match="moitié"):
        journal.append("coding_withdrawn", "c", {"coding": "\ud83d"})
    assert journal.path.read_bytes() == before


def test_the_last_line_torn_at_every_byte(folder):
    journal = Journal(folder, "Ana")
    first, last = journal.append(*WITHDRAW), journal.append(*WITHDRAW)
    whole = journal.path.read_bytes()
    start = whole.index(b"\n") + 1
    for cut in range(start, len(whole) + 1):
        journal.path.write_bytes(whole[:cut])
        events, notices = read(folder)
        complete = cut >= len(whole) - 1
        assert [e.id for e in events] == [first.id] + [last.id] * complete
        assert [n.place for n in notices] == ([] if complete or cut == start else ["ligne 2"])
        # what comes next begins on a line of its own, and the tail stays where it was
        added = Journal(folder, "Ana").append(*WITHDRAW)
        assert journal.path.read_bytes().startswith(whole[:cut])
        assert [e.id for e in read(folder)[0]] == [first.id] + [last.id] * complete + [added.id]


def test_a_reader_follows_a_torn_tail_that_is_completed(folder):
    journal = Journal(folder, "Ana")
    journal.append_all([Act(*WITHDRAW) for _ in range(2)])
    whole = journal.path.read_bytes()
    reader = Reader(folder)
    for cut in (len(whole) - 40, len(whole) - 1, len(whole)):
        journal.path.write_bytes(whole[:cut])
        reader.refresh()
        assert (reader.events, reader.notices) == read(folder)


def test_a_damaged_line_is_reported_with_its_number_and_stays(folder):
    journal = Journal(folder, "Ana")
    journal.append_all([Act(*WITHDRAW) for _ in range(3)])
    lines = journal.path.read_bytes().split(b"\n")
    lines[1] = b"\x00" * 30
    journal.path.write_bytes(b"\n".join(lines))
    before = journal.path.read_bytes()
    events, (note,) = read(folder)
    assert len(events) == 2
    assert note.path.endswith("ana--poste1.jsonl")
    assert note.place == "ligne 2"
    Journal(folder, "Ana").append(*WITHDRAW)
    assert journal.path.read_bytes().startswith(before)


def test_line_ends_and_mark_of_another_system_are_forgiven(folder):
    journal = Journal(folder, "Ana")
    journal.append_all([Act(*WITHDRAW) for _ in range(2)])
    text = journal.path.read_bytes().replace(b"\n", b"\r\n")
    journal.path.write_bytes(b"\xef\xbb\xbf" + text + b"\r\n")
    events, notices = read(folder)
    assert len(events) == 2
    assert notices == ()


def test_a_conflict_copy_does_no_harm(folder):
    journal = Journal(folder, "Ana")
    first = journal.append(*WITHDRAW)
    copy = folder / "ana--poste1 (copie en conflit de BEN).jsonl"
    copy.write_bytes(journal.path.read_bytes())
    second = journal.append(*WITHDRAW)
    (folder / ".ana--poste1.jsonl.lock").touch()
    (folder / "notes.txt").write_text("rien")
    assert ids(folder) == [first.id, second.id]
    assert read(folder)[1] == ()


def test_one_id_with_two_contents_is_reported_and_settled_alike(folder):
    journal = Journal(folder, "Ana")
    journal.append(*WITHDRAW)
    other = journal.path.read_text("utf-8").replace('"coding":"x"', '"coding":"y"')
    (folder / "b.jsonl").write_text(other, "utf-8")
    one, (note,) = read(folder)
    assert "deux contenus" in note.what
    journal.path.rename(folder / "z.jsonl")
    two, _ = read(folder)
    assert one == two


def test_a_newer_program_is_heard_of(folder):
    journal = Journal(folder, "Ana")
    record = json.loads(journal.append(*WITHDRAW).to_line())
    record |= {"id": "n1", "v": 9, "kind": "photo_added", "lamport": 40}
    (folder / "ben--p2.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    events, (note,) = read(folder)
    assert len(events) == 2
    assert "photo_added" in note.what
    # its counter counts: what is written next comes after it
    assert Journal(folder, "Ana").append(*WITHDRAW).lamport == 41


def test_a_file_replaced_or_taken_away_is_read_anew(folder):
    ana, ben = Journal(folder, "Ana"), Journal(folder, "Ben", "p2")
    for journal in (ana, ben, ana):
        journal.append(*WITHDRAW)
    reader = Reader(folder)
    assert reader.refresh()
    assert not reader.refresh()
    shorter = ana.path.read_bytes().split(b"\n")[0] + b"\n"
    files.write_bytes(ana.path, shorter)
    assert reader.refresh()
    assert reader.events == read(folder)[0]
    ben.path.unlink()
    assert reader.refresh()
    assert reader.events == read(folder)[0]
    assert len(reader.events) == 1


def test_reading_on_equals_reading_from_the_start(folder):
    chance = random.Random(3)
    journals = [Journal(folder, name, f"p{i}") for i, name in enumerate(["Ana", "Ben", "Ana"])]
    reader = Reader(folder)
    for _ in range(60):
        chance.choice(journals).append(*WITHDRAW)
        if chance.random() < 0.4:
            reader.refresh()
            assert (reader.events, reader.notices) == read(folder)


def test_the_installation_belongs_to_the_machine_not_the_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TRANSFO_INSTALLATION")
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    first = installation_id()
    assert first == installation_id()
    assert len(first) == 12
    (kept,) = tmp_path.rglob("installation")
    kept.unlink()
    assert installation_id() != first


FAULTS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES]


@pytest.mark.parametrize("number", FAULTS)
@pytest.mark.parametrize("step", ["lock", "open", "write", "half", "fsync", "fsync+truncate"])
def test_a_disk_that_fails_loses_nothing_and_says_so(folder, monkeypatch, step, number):
    journal = Journal(folder, "Ana")
    kept = [journal.append(*WITHDRAW).id for _ in range(2)]
    before = journal.path.read_bytes()
    fault = OSError(number, os.strerror(number))

    def fail(*_, **__):
        raise fault

    def half(stream, data):
        stream.write(data[: len(data) // 2])
        raise fault

    with monkeypatch.context() as patch:
        if step == "lock":
            patch.setattr("filelock.FileLock.acquire", fail)
        elif step == "open":
            patch.setattr(files, "open", fail, raising=False)
        elif step == "write":
            patch.setattr(files, "_write_all", fail)
        elif step == "half":
            patch.setattr(files, "_write_all", half)
        else:
            patch.setattr(files.os, "fsync", fail)
        if step == "fsync+truncate":
            patch.setattr(files, "open", Untruncatable.open, raising=False)
        with pytest.raises(WriteError) as caught:
            journal.append(*WITHDRAW)
        assert caught.value.cure
        # what was there can be read all the same
        assert ids(folder)[:2] == kept
    after = journal.path.read_bytes()
    assert after.startswith(before)
    if step != "fsync+truncate":
        assert after == before
    again = journal.append(*WITHDRAW)
    assert {*kept, again.id} <= set(ids(folder))
    assert read(folder)[1] == ()


class Untruncatable:
    """A file that a failing disk no longer shortens."""

    def __init__(self, stream):
        self.stream = stream

    @classmethod
    def open(cls, *arguments, **more):
        return cls(open(*arguments, **more))

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def truncate(self, size):
        raise OSError(errno.EIO, "truncate")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_a_drive_without_locks_is_locked_on_this_machine(folder, monkeypatch, number, tmp_path):
    import filelock

    real = filelock.FileLock.acquire
    taken = []

    def acquire(self, *arguments, **more):
        taken.append(self.lock_file)
        if str(folder) in self.lock_file:
            raise OSError(number, os.strerror(number))
        return real(self, *arguments, **more)

    monkeypatch.setattr("filelock.FileLock.acquire", acquire)
    event = Journal(folder, "Ana").append(*WITHDRAW)
    assert ids(folder) == [event.id]
    assert len(taken) == 2
    # a second writer finds the same lock
    Journal(folder, "Ana").append(*WITHDRAW)
    assert taken[3] == taken[1]


def test_an_older_programs_file_stays_as_it_was(folder):
    folder.mkdir()
    old = {"id": "o1", "lamport": 4, "at": "", "coder": "Ana", "kind": "coding_withdrawn"}
    path = folder / "ana--poste1.jsonl"
    path.write_text(json.dumps({**old, "data": {"coding": "x"}}) + "\n", "utf-8")
    before = path.read_bytes()
    journal = Journal(folder, "Ana")
    added = [journal.append(*WITHDRAW), Journal(folder, "Ana").append(*WITHDRAW)]
    assert path.read_bytes() == before
    assert sorted(p.name for p in folder.glob("*.jsonl")) == [
        "ana--poste1.jsonl",
        "ana--poste1.v1.jsonl",
    ]
    events, notices = read(folder)
    assert [e.id for e in events] == ["o1", *(e.id for e in added)]
    assert [e.lamport for e in events] == [4, 5, 6]
    assert events[0].origin == "hand"
    assert notices == ()


def test_a_file_that_came_by_mail_or_is_still_in_the_cloud(folder):
    first = Journal(folder, "Ana").append(*WITHDRAW)
    (folder / "ana--poste1.jsonl").rename(folder / "ana--poste1.jsonl.txt")
    (folder / ".ben--p2.jsonl.icloud").write_bytes(b"bplist00")
    events, (note,) = read(folder)
    assert events == (first,)
    assert note.path.endswith("ben--p2.jsonl")
    assert "téléchargé" in note.what


def test_an_emptied_act_wins_over_its_copy_whatever_the_file_order(folder):
    journal = Journal(folder, "Ana")
    data = {"target_kind": "code", "target": "mode:velo", "text": "secret"}
    event = journal.append("memo_written", "c", data)
    whole = journal.path.read_text("utf-8")
    empty = {**json.loads(whole), "kind": "tombstone", "data": {}}
    reader = Reader(folder)
    reader.refresh()
    for name in ("a.jsonl", "z.jsonl"):
        generation = reader.generation
        copy = folder / name
        copy.write_text(json.dumps(empty) + "\n", "utf-8")
        assert [(e.id, e.kind) for e in read(folder)[0]] == [(event.id, "tombstone")]
        (note,) = read(folder)[1]
        assert note.path.endswith("ana--poste1.jsonl")
        assert "retirer" in note.cure
        # a desk that is open forgets what it had replayed
        reader.refresh()
        assert reader.events == read(folder)[0]
        assert reader.generation > generation
        copy.unlink()
        reader.refresh()


def test_the_journal_is_written_without_anything_heavy():
    code = "import sys, transfo_analysis.coding.desk, transfo_analysis.coding.state\n"
    code += "print([m for m in ('pandas', 'numpy', 'spacy', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_rewritten_in_place_is_read_anew(folder):
    journal = Journal(folder, "Ana")
    journal.append_all([Act(*WITHDRAW) for _ in range(3)])
    lines = journal.path.read_bytes().splitlines(keepends=True)
    longer = (
        lines[1].replace(b'"x"', b'"' + b"y" * 400 + b'"').replace(b'"lamport":2', b'"lamport":7')
    )
    for before, after in [
        # an earlier line is gone, a longer one has come
        (lines[0] + lines[1], lines[2] + longer),
        # the last line had no end yet, and was taken back before another was written
        (
            lines[0] + lines[1].rstrip(b"\n"),
            lines[0] + longer.replace(b'"id":"', b'"id":"f') + lines[2],
        ),
    ]:
        reader = Reader(folder)
        for content in (before, after):
            with open(journal.path, "r+b") as stream:
                stream.write(content)
                stream.truncate()
            reader.refresh()
            assert (reader.events, reader.notices) == read(folder)
