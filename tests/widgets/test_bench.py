"""The coder's window asks, the bench answers: plain messages, no browser."""

import errno
import threading
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis import files
from transfo_analysis.coding.journal import read as read_journal
from transfo_analysis.coding.state import replay
from transfo_analysis.project import Project
from transfo_analysis.tables import frame
from transfo_analysis.widgets.bench import Bench

CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes
    codes:
      - {id: velo, libelle: Vélo, mots: [vélo], couleur: "#117733"}
      - {id: bus, libelle: Bus, mots: [bus]}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: usage, libelle: Usage}
      - {id: frein, libelle: Frein}
"""
TALK = """\
---
enquete: Nadia
enqueteur: Paul
---
Paul : Et le vélo 🚲 ?
Nadia : C’est trop lourd 🏋️, je prends le bus.
Paul : Et le bus, et le vélo ?
Nadia : Non.
"""
ANSWER = "C’est trop lourd 🏋️, je prends le bus."


class Faked(Project):
    """A project whose suggestions need no language model."""

    def suggestions(self):
        text = self.corpus().texts["entretien"]
        rows = [
            {
                "suggestion_id": f"entretien@{at}-{at + 3}=mode:bus",
                "code": "mode:bus",
                "document_id": "entretien",
                "case": "cas",
                "passage_id": "",
                "quote": "bus",
                "start": at,
                "end": at + 3,
                "reason": "lemme *bus*",
                "wave": "",
                "person": "",
                "answered": "",
            }
            for at in (text.index("bus"), text.index("lourd"))
        ]
        return frame("suggestions", rows)

    def suggested_crossings(self):
        start = self.corpus().texts["entretien"].index("Non")
        row = {
            "passage_id": f"entretien@{start}-{start + 4}",
            "document_id": "entretien",
            "case": "cas",
            "person": "Nadia",
            "column": "categorie:frein",
            "reason": "",
            "to_settle": True,
            "suggestion_ids": "",
        }
        rows = [{**row, "row": "mode:velo"}, {**row, "row": "mode:bus"}]
        return frame("suggested_crossings", rows)


@pytest.fixture
def folder(tmp_path):
    talks = tmp_path / "data/raw/entretiens"
    talks.mkdir(parents=True)
    (tmp_path / "data/coding").mkdir()
    case = "titre: Essai\ncas:\n  - {id: cas, titre: Cas, lignes: mode, colonnes: categorie}\n"
    (tmp_path / "projet.yaml").write_text(case, encoding="utf-8")
    (tmp_path / "data/coding/codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (talks / "entretien.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


class Window:
    """What the browser's side does, in its simplest form."""

    def __init__(self, bench):
        self.bench, self.view, self.number = bench, uuid.uuid4().hex, 0
        self.codings = {}
        self.shown = {}

    def ask(self, type_, **more):
        self.number += 1
        answer = self.bench.answer({"type": type_, "n": self.number, "view": self.view, **more})
        assert answer["re"] == self.number
        if type_ == "document" and answer["type"] == "document":
            self.shown = answer
            self.codings = {c["id"]: c for c in answer["codings"]}
        for record in answer.get("put", []):
            self.codings[record["id"]] = record
        for coding in answer.get("drop", []):
            del self.codings[coding]
        return answer

    def act(self, kind, **more):
        more.setdefault("id", uuid.uuid4().hex)
        more.setdefault("document", "entretien")
        return self.ask("act", kind=kind, **more)

    def excerpt(self, words):
        start = self.shown["text"].index(words)
        place = {"start": start, "end": start + len(words), "quote": words}
        return {**place, "sha256": self.shown["sha256"]}

    def add(self, words, code, **more):
        return self.act("add", code=code, **self.excerpt(words), **more)


def opened(folder, coder="Ana"):
    window = Window(Bench(Faked(folder, coder), background=False))
    window.ask("document", document="entretien")
    return window


@pytest.fixture
def window(folder):
    return opened(folder)


def on_disk(folder):
    return replay(read_journal(folder / "data/coding/journal")[0])


def test_what_is_shown_comes_with_roles_and_what_the_question_names(window):
    welcome = window.ask("hello")
    assert welcome["coder"] == "Ana"
    assert [f["side"] for f in welcome["codebook"]] == ["row", "column"]
    [document] = welcome["documents"]
    assert (document["people"], document["passages"], document["read"]) == (["Nadia"], 2, False)
    turns = window.shown["turns"]
    assert [t["role"] for t in turns] == ["interviewer", "respondent"] * 2
    text = window.shown["text"]
    assert text[turns[1]["start"] : turns[1]["end"]] == ANSWER
    assert window.shown["asked"] == {"0": ["mode:velo"], "2": ["mode:bus", "mode:velo"]}


def test_an_act_is_acknowledged_once_it_is_on_disk(window, folder):
    answer = window.add("trop lourd 🏋️", "categorie:frein")
    [coding] = on_disk(folder).codings.values()
    assert answer["type"] == "done"
    assert (answer["coding"], answer["at"]) == (coding.id, coding.at)
    assert window.shown["text"][coding.start : coding.end] == "trop lourd 🏋️"
    assert answer["undo"] == "codage «\u202fFrein\u202f»"
    assert answer["counts"] == {"categorie:frein": 1}
    assert answer["documents"][0]["coded"] == 1


def test_an_act_sent_twice_is_written_once_even_after_it_was_undone(window, folder):
    act = {**window.excerpt("trop lourd"), "code": "categorie:frein", "id": "f" * 32}
    first = window.act("add", **act)
    assert window.act("add", **act)["coding"] == first["coding"]
    window.act("undo")
    assert window.act("add", **act, again=True)["coding"] == first["coding"]
    # another kernel, which only has the journal
    assert opened(folder).act("add", **act)["type"] == "done"
    assert on_disk(folder).codings == {}
    undo = {"id": "e" * 32}
    window.act("redo")
    window.act("undo", **undo)
    assert on_disk(folder).codings == {}
    window.act("redo")
    window.act("undo", **undo, again=True)
    assert len(on_disk(folder).codings) == 1


def test_an_act_names_a_coding_that_was_not_acknowledged(window, folder):
    window.add("trop lourd", "categorie:frein", id="a" * 32)
    window.act("memo", target_kind="coding", target="a" * 32, text="à revoir")
    [coding] = on_disk(folder).codings
    assert on_disk(folder).memos == {("coding", coding, "Ana"): "à revoir"}
    window.act("withdraw", coding="a" * 32)
    assert on_disk(folder).codings == {}


def test_words_that_are_not_there_are_refused(window, folder):
    wrong = {**window.excerpt("trop lourd"), "quote": "trop léger"}
    assert window.act("add", code="categorie:frein", **wrong)["type"] == "refused"
    asked = window.add("Et le vélo 🚲 ?", "mode:velo")
    assert asked["type"] == "refused"
    assert "jamais une preuve" in asked["what"]
    assert window.add("trop lourd", "categorie:inconnu")["type"] == "refused"
    assert window.act("in_vivo", code="mode:pas_la", label="Pas là", **wrong)["type"] == "refused"
    state = on_disk(folder)
    assert (state.codings, state.created) == ({}, {})


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "constructor"},
        {"type": "act"},
        {"type": "act", "id": "x", "kind": "add"},
        {"type": "act", "id": "x", "kind": "add", "document": "entretien", "quote": 3},
        {"type": "act", "id": "x", "kind": "accept", "suggestions": ["rien"]},
        {"type": "act", "id": "x", "kind": "memo", "target_kind": "coding", "target": "rien"},
        {"type": "document", "document": "../../etc/passwd"},
        {"type": "search", "words": ["a"]},
    ],
)
def test_a_broken_message_is_refused_and_writes_nothing(window, folder, message):
    answer = window.bench.answer(message)
    assert answer["type"] == "refused"
    assert answer["what"]
    assert read_journal(folder / "data/coding/journal")[0] == ()


def test_a_full_disk_is_a_failure_to_try_again(window, folder, monkeypatch):
    def full(path, lines):
        raise files._explained(OSError(errno.ENOSPC, "full"), path)

    act = {**window.excerpt("trop lourd"), "code": "categorie:frein", "id": "b" * 32}
    with monkeypatch.context() as broken:
        broken.setattr(files, "append_lines", full)
        answer = window.act("add", **act)
    assert (answer["type"], answer["what"]) == ("failed", "Le disque est plein.")
    assert window.codings == {}
    assert window.act("add", **act, again=True)["type"] == "done"
    assert len(on_disk(folder).codings) == 1


def test_other_bounds_keep_memo_and_crossing_and_are_one_gesture(window, folder):
    frein = window.add("trop lourd", "categorie:frein")["coding"]
    bus = window.add("le bus", "mode:bus")["coding"]
    window.act("link", row_coding=bus, column_coding=frein)
    window.act("memo", target_kind="coding", target=frein, text="poids")
    moved = window.act("move", coding=frein, **window.excerpt("C’est trop lourd 🏋️"))["coding"]
    state = on_disk(folder)
    assert set(state.codings) == {bus, moved}
    assert state.links == {(bus, moved)}
    assert state.memos["coding", moved, "Ana"] == "poids"
    assert window.act("undo")["undo"] == "mémo"
    state = on_disk(folder)
    assert set(state.codings) == {bus, frein}
    assert state.links == {(bus, frein)}


def test_the_mode_of_the_question_is_given_to_the_answer(window, folder):
    frein = window.add("trop lourd", "categorie:frein")["coding"]
    window.act("carry", column_coding=frein, code="mode:velo")
    state = on_disk(folder)
    [(row, column)] = state.links
    assert (state.codings[row].code, column) == ("mode:velo", frein)
    assert state.codings[row].start == state.codings[frein].start
    window.act("undo")
    assert set(on_disk(folder).codings) == {frein}


def test_a_code_born_here_is_in_the_codebook_at_once(window, folder):
    words = "trop lourd"
    answer = window.act(
        "in_vivo", code="categorie:trop_lourd", label=words, **window.excerpt(words)
    )
    [family] = [f for f in answer["codebook"] if f["id"] == "categorie"]
    assert family["codes"][-1]["label"] == words
    window.act("undo")
    state = on_disk(folder)
    assert (state.codings, state.created) == ({}, {})


def test_words_are_marked_exact_or_a_remark_and_it_is_undone(window, folder):
    place = window.excerpt("trop lourd 🏋️")
    answer = window.act("register", register="remarque de l’enquêteur", **place)
    assert answer["registers"] == [[place["start"], place["end"], "remarque de l’enquêteur"]]
    assert answer["undo"] == "registre"
    answer = window.act("register", register="mot à mot", **place)
    assert answer["registers"] == [[place["start"], place["end"], "mot à mot"]]
    assert window.act("register", register="chanté", **place)["type"] == "refused"
    window.act("undo")
    assert window.act("undo")["registers"] == []
    wrong = {**place, "quote": "trop léger"}
    assert window.act("register", register="mot à mot", **wrong)["type"] == "refused"
    assert on_disk(folder).registers == {}


def test_a_window_knows_which_words_of_notes_are_exact(folder):
    notes = "---\nenquete: Nadia\n---\nElle trouve le vélo 🚲 « trop lourd » en côte.\n"
    path = folder / "data/raw/observations/notes.txt"
    path.parent.mkdir()
    path.write_text(notes, encoding="utf-8")
    window = opened(folder)
    assert window.shown["quoted"] == []  # an interview is word for word
    shown = window.ask("document", document="notes")
    [(start, end)] = shown["quoted"]  # marks and spaces around them are nobody's words
    assert shown["text"][start:end].strip("🚲 «»\u202f\xa0") == "trop lourd"


def test_suggestions_wait_to_be_answered_and_are_answered_once(window, folder):
    proposed = window.ask("suggestions", document="entretien")
    first, second = (one["id"] for one in proposed["suggestions"])
    assert proposed["suggestions"][0]["reason"] == "lemme *bus*"
    assert [(one["column"], one["rows"]) for one in proposed["to_settle"]] == [
        ("categorie:frein", ["mode:velo", "mode:bus"])
    ]
    window.act("accept", suggestions=[second], bulk=True)
    answer = window.act("refuse", suggestion=first)
    assert sorted(how for *_, how in answer["answers"]) == ["accepted", "refused"]
    [coding] = on_disk(folder).codings.values()
    assert (coding.origin, coding.suggestions_shown) == ("accepted_bulk", True)
    [doubt] = proposed["to_settle"]
    settled = window.act(
        "settle", start=doubt["start"], end=doubt["end"], row="mode:bus", column=doubt["column"]
    )
    assert settled["settled"] == [[doubt["start"], doubt["end"], "categorie:frein", "mode:bus"]]


def test_suggestions_that_cannot_be_made_do_not_stop_the_coding(window):
    def broken():
        raise RuntimeError("modèle")

    window.bench.project.suggestions = broken
    assert window.ask("suggestions", document="entretien")["type"] == "refused"
    assert window.add("trop lourd", "categorie:frein")["type"] == "done"


def test_reading_is_each_coders_own_and_is_no_act_to_undo(window, folder):
    window.add("trop lourd", "categorie:frein")
    answer = window.act("read")
    assert answer["documents"][0]["read"]
    window.act("read")
    assert on_disk(folder).read == {"entretien": ("Ana",)}
    window.act("undo")
    assert on_disk(folder).codings == {}
    assert not opened(folder, "Blaise").ask("hello")["documents"][0]["read"]


def test_a_colleagues_work_is_told_and_is_theirs(window, folder):
    theirs = opened(folder, "Blaise").add("le bus", "mode:bus")["coding"]
    assert window.ask("refresh")["type"] == "news"
    assert window.codings[theirs]["coder"] == "Blaise"
    assert window.ask("refresh")["type"] == "same"
    refused = window.act("withdraw", coding=theirs)
    assert refused["type"] == "refused"
    assert "Blaise" in refused["what"]


def test_who_codes_is_asked_never_guessed(folder):
    window = opened(folder, "")
    assert window.add("trop lourd", "categorie:frein")["type"] == "refused"
    assert window.ask("coder", coder=" Ana  Lys ")["coder"] == "Ana Lys"
    assert window.add("trop lourd", "categorie:frein")["type"] == "done"
    assert window.bench.project.coding.coder == "Ana Lys"
    # what waited in the browser is of who coded then
    window.add("le bus", "mode:bus", coder="Blaise")
    window.add("Non.", "categorie:frein")
    assert [c.coder for c in on_disk(folder).codings.values()] == ["Ana Lys", "Blaise", "Ana Lys"]


def test_a_corrected_file_is_told_and_what_waited_finds_its_words(window, folder):
    waiting = {**window.excerpt("trop lourd"), "code": "categorie:frein"}
    talk = folder / "data/raw/entretiens/entretien.txt"
    talk.write_text(TALK.replace("C’est", "Franchement, c’est bien"), encoding="utf-8")
    told = window.ask("refresh")
    assert (told["type"], told["changed"]) == ("news", "entretien")
    assert [one["review"] for one in told["documents"]] == [0]
    assert window.act("add", **waiting)["type"] == "done"
    [coding] = on_disk(folder).codings.values()
    window.ask("document", document="entretien")
    assert window.shown["text"][coding.start : coding.end] == "trop lourd"


def test_search_shows_words_in_their_context(window):
    answer = window.ask("search", words="velo")
    assert answer["total"] == 2
    hit = answer["hits"][0]
    assert window.shown["text"][hit["start"] : hit["end"]] == hit["found"] == "vélo"


def test_two_windows_at_once_lose_nothing(window, folder):
    def code(view):
        for _ in range(15):
            coding = view.add("trop lourd", "categorie:frein")["coding"]
            assert view.act("withdraw", coding=coding)["type"] == "done"

    views = [opened(folder, "Ana"), opened(folder, "Blaise")]
    threads = [threading.Thread(target=code, args=(view,)) for view in views]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events, notices = read_journal(folder / "data/coding/journal")
    assert (len(events), notices) == (60, ())


WORDS = ("C’est", "trop lourd", "lourd 🏋️", "le bus", "Non.", ANSWER)
CODES = ("mode:velo", "mode:bus", "categorie:usage", "categorie:frein")
step = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(WORDS), st.sampled_from(CODES)),
    st.tuples(st.just("withdraw"), st.integers(0, 20), st.none()),
    st.tuples(st.just("move"), st.integers(0, 20), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(step, max_size=12))
def test_what_a_window_was_told_is_what_the_journal_says(folder, steps):
    for path in (folder / "data/coding").glob("journal/*"):
        path.unlink()
    window = opened(folder)
    journal = Path(folder / "data/coding/journal")
    for kind, first, second in steps:
        before = b"".join(p.read_bytes() for p in journal.glob("*.jsonl"))
        held = sorted(window.codings)
        if kind == "add":
            window.add(first, second)
        elif kind in ("undo", "redo"):
            window.act(kind)
        elif held:
            more = window.excerpt(second) if kind == "move" else {}
            window.act(kind, coding=held[first % len(held)], **more)
        assert b"".join(p.read_bytes() for p in journal.glob("*.jsonl")).startswith(before)
    told = {(c["start"], c["end"], c["code"], c["id"]) for c in window.codings.values()}
    state = on_disk(folder)
    assert told == {(c.start, c.end, c.code, c.id) for c in state.codings.values()}
    again = opened(folder)
    assert again.codings == window.codings


def test_a_code_is_renamed_recoloured_and_redefined_in_its_file(window, folder):
    line = "- {id: frein, libelle: Frein}"
    refused = window.ask("code", code="categorie:frein", colour="#aa3377")
    assert refused["type"] == "refused"  # on one line between braces: said, nothing written
    lines = "- id: frein\n        libelle: Frein"
    book = (folder / "data/coding/codebook.yaml").read_text(encoding="utf-8")
    assert line in book
    (folder / "data/coding/codebook.yaml").write_text(book.replace(line, lines), encoding="utf-8")
    window.add("trop lourd", "categorie:frein")
    wanted = {"label": "Obstacle", "colour": "#aa3377", "definition": "Ce qui empêche."}
    answer = window.ask("code", code="categorie:frein", **wanted)
    assert answer["type"] == "codebook", answer
    codes = {one["code"]: one for family in answer["codebook"] for one in family["codes"]}
    told = codes["categorie:frein"]
    assert (told["label"], told["colour"]) == ("Obstacle", "#aa3377")
    assert told["definition"] == "Ce qui empêche."
    written = (folder / "data/coding/codebook.yaml").read_text(encoding="utf-8")
    assert "Obstacle" in written
    assert 'couleur: "#117733"' in written  # the rest of the file is as it was
    assert window.act("add", code="categorie:frein", **window.excerpt("le bus"))["type"] == "done"
    unknown = window.ask("code", code="categorie:pas_la", label="X")
    assert unknown["type"] == "refused"


def test_a_memo_on_a_cell_is_told_to_the_window(window):
    cell = "cas/mode:velo/categorie:frein"
    answer = window.act("memo", target_kind="cell", target=cell, text="À creuser")
    assert {"kind": "cell", "target": cell, "coder": "Ana", "text": "À creuser"} in answer["memos"]
