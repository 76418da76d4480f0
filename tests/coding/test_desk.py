"""What a person does at the desk: checked before, on disk after, undone at will."""

import errno
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.journal import read
from transfo_analysis.coding.state import replay
from transfo_analysis.errors import (
    CodebookError,
    CodingError,
    SettingsError,
    TransfoError,
    WriteError,
)


def kinds(desk):
    return [event.kind for event in read(desk.reader.folder)[0]]


def test_a_quote_becomes_a_coding_with_its_place(desk):
    made = desk.add("nadia", "mode:velo", quote="l'vélo")
    coding = desk.state.codings[made]
    assert desk.corpus.texts["nadia"][coding.start : coding.end] == "l’vélo"
    assert (coding.case, coding.coder, coding.origin) == ("mobilites", "Ana", "hand")
    # the text it was made on is kept beside the journal
    assert desk.store.text(coding.sha256) == desk.corpus.texts["nadia"]


def test_running_a_cell_again_adds_nothing(desk):
    first = desk.add("nadia", "mode:velo", quote="trop lourd")
    assert desk.add("nadia", "mode:velo", quote="Trop lourd") == first
    assert kinds(desk) == ["coding_added"]
    desk.coder = "Ben"
    assert desk.add("nadia", "mode:velo", quote="trop lourd") != first


def test_nobody_is_guessed(desk):
    nobody = Desk(desk.reader.folder.parent, desk.corpus, desk.codebook, desk.settings)
    for act in (
        lambda: nobody.add("nadia", "mode:velo", quote="trop lourd"),
        lambda: nobody.word_finding("Un constat.", "lesson"),
        lambda: nobody.refuse("nadia@40-44=mode:velo"),
        nobody.undo,
    ):
        with pytest.raises(CodingError, match=r"projet\.coding\.coder"):
            act()
    assert kinds(nobody) == []
    nobody.coder = "  Ana   Petit "
    assert nobody.coder == "Ana Petit"


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({"quote": "jamais dit"}, CodingError, "ne se trouve pas"),
        ({"quote": "vélo"}, CodingError, "occurrence=1"),
        ({"quote": ""}, CodingError, "Quel extrait"),
        ({}, CodingError, "Quel extrait"),
        ({"start": 5}, CodingError, "caractères"),
        ({"start": 9, "end": 5}, CodingError, "caractères"),
        ({"start": 0, "end": 99_999}, CodingError, "99999"),
        ({"start": -3, "end": 2}, CodingError, "caractères"),
        ({"quote": "la voiture", "start": 40, "end": 44}, CodingError, "on lit"),
        ({"quote": "Pourquoi la voiture"}, CodingError, "jamais une preuve"),
        ({"quote": "trop lourd", "document": "nadya"}, CodingError, "nadia"),
        ({"quote": "trop lourd", "code": "mode:vello"}, CodebookError, "mode:velo"),
        ({"quote": "trop lourd", "case": "autre"}, SettingsError, "autre"),
        ({"quote": "trop lourd", "origin": "magic"}, CodingError, "origine"),
    ],
)
def test_what_cannot_be_coded_says_why_and_writes_nothing(desk, more, error, words):
    arguments = {"document": "nadia", "code": "mode:velo", **more}
    with pytest.raises(error, match=words):
        desk.add(**arguments)
    assert kinds(desk) == []


def test_an_answer_taken_with_its_question_may_be_coded(desk):
    quote = "Pourquoi la voiture ? Le vélo est trop lourd"
    made = desk.add("nadia", "categorie:frein", quote=quote)
    coding = desk.state.codings[made]
    assert "\n" in desk.corpus.texts["nadia"][coding.start : coding.end]


def test_documents_and_codes_are_known_by_their_other_names(desk):
    one = desk.add("Nadia.txt", "Vélo", quote="trop lourd")
    assert desk.add("nadia", "velo", quote="trop lourd") == one


def test_only_ones_own_codings_are_withdrawn(desk):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.coder = "Ben"
    with pytest.raises(CodingError, match="de Ana"):
        desk.withdraw(coding)
    desk.coder = "Ana"
    desk.withdraw(coding)
    with pytest.raises(CodingError, match="en vigueur"):
        desk.withdraw(coding)


def test_a_crossing_joins_a_row_and_a_column_of_one_document(desk):
    row = desk.add("nadia", "mode:velo", quote="l'vélo")
    column = desk.add("nadia", "categorie:frein", quote="trop lourd")
    other = desk.add("nadia", "mode:voiture", quote="elle est là")
    desk.link(column, row)
    assert desk.state.links == {(row, column)}
    with pytest.raises(CodingError, match="ne se croisent pas"):
        desk.link(row, other)
    desk.unlink(row, column)
    assert desk.state.links == frozenset()
    with pytest.raises(CodingError, match="pas liés"):
        desk.unlink(row, column)


def suggestion(desk, words, code):
    start = desk.corpus.texts["nadia"].index(words)
    return f"nadia@{start}-{start + len(words)}={code}"


def test_suggestions_are_answered_once(desk):
    yes, no = suggestion(desk, "voiture…", "mode:voiture"), suggestion(desk, "🚲", "mode:velo")
    coding = desk.accept(yes)
    assert desk.accept(yes) == coding
    desk.refuse(no)
    assert sorted(desk.state.answers.values()) == ["accepted", "refused"]
    held = desk.state.codings[coding]
    assert (held.origin, held.suggestions_shown) == ("accepted", True)
    for wrong in (
        "nadia",
        "nadia@1-2",
        "nadia@1-99999=mode:velo",
        "nadia@1-5=mode:rien",
        "x@1-2=mode:velo",
    ):
        with pytest.raises(CodingError):
            desk.accept(wrong)


def test_suggestions_accepted_in_bulk_are_one_gesture(desk):
    both = [suggestion(desk, w, "mode:velo") for w in ("l’vélo", "le vélo électrique")]
    codings = desk.accept_all([*both, both[0]])
    assert codings[0] == codings[2]
    assert {c.origin for c in desk.state.codings.values()} == {"accepted_bulk"}
    assert len(desk.undo()) == 2
    assert not desk.state.codings
    desk.redo()
    assert set(desk.state.codings) == set(codings)


def test_one_bad_suggestion_leaves_all_unanswered(desk):
    with pytest.raises(CodingError):
        desk.accept_all([suggestion(desk, "l’vélo", "mode:velo"), "nadia@0-6=mode:velo"])
    assert kinds(desk) == []


def test_an_ambiguity_is_settled_for_its_place(desk):
    text = desk.corpus.texts["nadia"]
    start = text.index("Le vélo est")
    desk.settle("nadia", start, start + 7, "mode:velo", "categorie:frein")
    place = ("nadia", desk.corpus.text_sha256("nadia"), start, start + 7)
    assert desk.state.settled == {(*place, "categorie:frein"): "mode:velo"}


def test_memos_go_on_what_exists(desk):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    finding = desk.word_finding("Le vélo pèse.")
    for kind, target in [
        ("coding", coding),
        ("document", "nadia"),
        ("code", "mode:velo"),
        ("cell", "mobilites/mode:velo/categorie:frein"),
        ("finding", finding),
    ]:
        desk.memo(kind, target, "à revoir <img onerror=x>")
        with pytest.raises(TransfoError):
            desk.memo(kind, "rien", "x")
    assert len(desk.state.memos) == 5
    desk.memo("code", "mode:velo", "")
    assert len(desk.state.memos) == 4


def test_undo_without_limit_across_a_restart(desk):
    quotes = ["l'vélo", "trop lourd", "elle est là"]
    codings = [desk.add("nadia", "mode:velo", quote=quote) for quote in quotes]
    desk.withdraw(codings[0])
    for _ in range(2):
        desk = Desk(desk.reader.folder.parent, desk.corpus, desk.codebook, desk.settings, "Ana")
        for expected in (codings, codings[:2], codings[:1], []):
            desk.undo()
            assert sorted(desk.state.codings) == sorted(expected)
        assert desk.undo() == ()
        for _ in range(4):
            desk.redo()
        assert sorted(desk.state.codings) == sorted(codings[1:])
        assert desk.redo() == ()


def test_undo_leaves_others_work_alone(desk):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.coder = "Ben"
    assert desk.undo() == ()
    assert len(desk.state.codings) == 1


def test_a_colleague_s_file_joins_by_being_dropped(desk, tmp_path):
    mine = desk.add("nadia", "mode:velo", quote="trop lourd")
    other = Desk(tmp_path / "ailleurs", desk.corpus, desk.codebook, desk.settings, "Ben", "poste2")
    theirs = other.add("nadia", "mode:voiture", quote="elle est là")
    (file,) = other.reader.folder.glob("*.jsonl")
    (desk.reader.folder / file.name).write_bytes(file.read_bytes())
    assert set(desk.state.codings) == {mine, theirs}
    (desk.reader.folder / file.name).unlink()
    assert set(desk.state.codings) == {mine}


def without(book, code, family="mode"):
    families = [
        {
            "id": f.id,
            "libelle": f.label,
            "codes": [
                {"id": c.id, "libelle": c.label} for c in f.codes if f"{f.id}:{c.id}" != code
            ],
        }
        for f in book.families
    ]
    return Codebook.model_validate({"familles": families})


def test_a_code_is_merged_once_the_file_says_so(desk):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    with pytest.raises(CodebookError, match="encore dans le livre"):
        desk.merge_codes("mode:velo", "mode:voiture")
    desk.codebook = without(desk.codebook, "mode:velo")
    with pytest.raises(CodebookError, match="n’existe pas encore"):
        desk.rename_code("mode:velo", "mode:bicyclette")
    desk.merge_codes("mode:velo", "mode:voiture")
    assert desk.state.codings[coding].code == "mode:voiture"
    # the old name still works, and cannot be given to something else
    again = desk.add("nadia", "mode:velo", quote="elle est là")
    assert desk.state.codings[again].code == "mode:voiture"
    with pytest.raises(CodebookError, match="déjà pris"):
        desk.create_code("mode:velo", "Vélo")
    desk.undo()
    desk.undo()
    assert desk.state.codings[coding].code == "mode:velo"


def test_a_code_created_on_the_spot_is_used_at_once(desk):
    desk.create_code("mode:barque", "Barque", "Sur l’eau.")
    coding = desk.add("nadia", "mode:barque", quote="trop lourd")
    assert desk.state.codings[coding].code == "mode:barque"
    assert desk.codebook.with_created(desk.state.created).label("mode:barque") == "Barque"
    for bad in ("mode:Barque 2", "barque", "autre:barque", "mode:velo"):
        with pytest.raises(CodebookError):
            desk.create_code(bad, "x")
    desk.redefine_code("mode:barque", "Sur le lac.")
    assert desk.state.definitions == {"mode:barque": "Sur le lac."}


def test_a_desk_that_cannot_write_still_reads(desk, monkeypatch):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(WriteError):
        desk.withdraw(coding)
    assert list(desk.state.codings) == [coding]
    assert "1 codages" in repr(desk)


STEPS = st.lists(
    st.sampled_from(
        ["add", "again", "withdraw", "undo", "redo", "ben", "create", "rename", "memo"]
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, data=st.data())
def test_whatever_is_done_earlier_bytes_stay(small_corpus, blank_desk, steps, data):
    desk = blank_desk()
    text = small_corpus.texts["nadia"]
    before = {}
    for step in steps:
        desk.coder = "Ben" if step == "ben" else desk.coder
        start = data.draw(st.integers(text.index("J’prends"), text.index("Pourquoi") - 10))
        mine = [c.id for c in desk.state.codings.values() if c.coder == desk.coder]
        if step in ("add", "ben"):
            desk.add("nadia", "mode:velo", start=start, end=start + 5)
        elif step == "again" and mine:
            held = desk.state.codings[mine[0]]
            assert desk.add("nadia", held.code, start=held.start, end=held.end) in mine
        elif step == "withdraw" and mine:
            desk.withdraw(data.draw(st.sampled_from(mine)))
        elif step == "undo":
            desk.undo()
        elif step == "redo":
            desk.redo()
        elif step == "memo":
            desk.memo("code", "mode:voiture", data.draw(st.text(max_size=5).filter(_writable)))
        elif step == "create" and "mode:barque" not in {**desk.state.created, **desk.state.aliases}:
            desk.create_code("mode:barque", "Barque")
        elif step == "rename" and "mode:barque" in desk.state.created:
            desk.merge_codes("mode:barque", "mode:voiture")
        now = {path.name: path.read_bytes() for path in desk.reader.folder.glob("*.jsonl")}
        assert all(now[name].startswith(data_) for name, data_ in before.items())
        before = now
        assert desk.state == replay(read(desk.reader.folder)[0])
    assert read(desk.reader.folder)[1] == ()


def _writable(text):
    return not any("\ud800" <= c <= "\udfff" for c in text)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "plein"), (errno.EROFS, "lecture seule"), (errno.EACCES, "lecture seule")],
)
def test_where_nothing_can_be_written_one_reads_on(desk, monkeypatch, number, said):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    fault = OSError(number, os.strerror(number))

    def refused(*_, **__):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr("filelock.FileLock.acquire", refused)
        patch.setattr("tempfile.mkstemp", refused)
        patch.setattr("os.access", lambda *_: False)
        opened = Desk(desk.reader.folder.parent, desk.corpus, desk.codebook, desk.settings, "Ben")
        assert list(opened.state.codings) == [coding]
        assert opened.store.text(opened.state.codings[coding].sha256)
        assert opened.notices == ()
        for act in (
            lambda: opened.add("nadia", "mode:voiture", quote="La voiture"),
            lambda: opened.memo("coding", coding, "mémo"),
            desk.undo,
        ):
            with pytest.raises(WriteError, match=said) as caught:
                act()
            assert caught.value.cure
        assert list(opened.state.codings) == list(desk.state.codings) == [coding]
    assert opened.add("nadia", "mode:voiture", quote="La voiture, elle") in opened.state.codings


def test_a_colleagues_file_dropped_in_is_seen_by_an_open_desk(desk, tmp_path):
    mine = desk.add("nadia", "mode:velo", quote="trop lourd")
    theirs = Desk(tmp_path / "ailleurs", desk.corpus, desk.codebook, desk.settings, "Ben", "poste2")
    other = theirs.add("nadia", "mode:velo", quote="trop lourd")
    (path,) = theirs.reader.folder.glob("*.jsonl")
    (desk.reader.folder / "de Ben (1).jsonl").write_bytes(path.read_bytes())
    assert set(desk.state.codings) == {mine, other}
    assert desk.state.codings[other].coder == "Ben"
    assert desk.undo()[0].data["event"] == mine
    assert set(desk.state.codings) == {other}
    with pytest.raises(CodingError, match="Ben"):
        desk.withdraw(other)
