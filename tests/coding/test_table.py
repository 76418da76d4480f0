"""The table of codings opens each one to its words, even when the text has changed."""

import time

import pytest

from transfo_analysis import corpus as corpus_room
from transfo_analysis.coding import table
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.state import Coding, State
from transfo_analysis.errors import CodingError
from transfo_analysis.sources import read_material
from transfo_analysis.tables import REMARK, REPORTED, VERBATIM


def shown(desk, corpus=None):
    return table.codings(desk.state, corpus or desk.corpus, desk.store)


def test_nothing_coded_is_an_empty_table(desk):
    data = shown(desk)
    assert len(data) == 0
    assert data["start"].dtype == "int64"


def test_a_coding_opens_to_its_words_speaker_and_question(desk):
    coding = desk.add("nadia", "mode:velo", quote="J'prends l'vélo l'été")
    (row,) = shown(desk).to_dict("records")
    assert row["coding_id"] == coding
    assert row["quote"] == "J’prends l’vélo l’été"
    assert desk.corpus.texts["nadia"][row["start"] : row["end"]] == row["quote"]
    assert (row["role"], row["evidence"], row["status"]) == ("respondent", True, "exact")
    assert row["question"] == "Et le vélo, vous le prenez souvent ?"
    assert (row["case"], row["wave"], row["coder"]) == ("mobilites", "vague-1", "Ana")


def place_of(desk, words):
    start = desk.corpus.texts["nadia"].index(words)
    return start, start + len(words)


def test_a_coding_inside_marked_words_takes_their_register(desk):
    inside = desk.add("nadia", "mode:velo", quote="trop lourd")
    whole = desk.add("nadia", "categorie:frein", quote="Le vélo est trop lourd.")
    partly = desk.add("nadia", "mode:voiture", quote="trop lourd. La voiture")

    def register():
        data = shown(desk).set_index("coding_id")
        return [tuple(data.loc[i, ["register", "evidence"]]) for i in (inside, whole, partly)]

    said = (VERBATIM, True)
    assert register() == [said, said, said]
    desk.mark_register("nadia", *place_of(desk, "Le vélo est trop lourd."), REPORTED)
    assert register() == [(REPORTED, True), (REPORTED, True), said]
    desk.mark_register("nadia", *place_of(desk, "trop lourd"), REMARK)  # the narrowest speaks
    assert register() == [(REMARK, False), (REPORTED, True), said]
    desk.undo()
    assert register() == [(REPORTED, True), (REPORTED, True), said]


def test_exact_words_of_notes_are_marked_and_a_question_never_becomes_evidence(desk, tmp_path):
    notes = "---\nenquete: Nadia\n---\nElle trouve le vélo trop lourd.\n"
    path = tmp_path / "data/raw/observations/notes.txt"
    path.parent.mkdir(parents=True)
    path.write_text(notes, encoding="utf-8")
    corpus = corpus_room.build(read_material(tmp_path / "data/raw"), desk.settings)
    noted = Desk(tmp_path / "coding-2", corpus, desk.codebook, desk.settings, coder="Ana")
    noted.add("notes", "categorie:frein", quote="trop lourd")
    assert shown(noted).loc[0, "register"] != VERBATIM
    start = corpus.texts["notes"].index("trop lourd")
    noted.mark_register("notes", start, start + 10, VERBATIM)
    assert shown(noted).loc[0, "register"] == VERBATIM
    with pytest.raises(CodingError, match="jamais une preuve"):
        desk.mark_register("nadia", *place_of(desk, "Pourquoi la voiture"), VERBATIM)
    with pytest.raises(CodingError, match="propos rapporté"):
        desk.mark_register("nadia", *place_of(desk, "trop lourd"), "chanté")
    assert desk.state.registers == {}


def test_a_mark_on_an_earlier_text_says_nothing_of_todays(desk, tmp_path):
    desk.mark_register("nadia", *place_of(desk, "trop lourd"), REMARK)
    corpus = rebuilt(tmp_path, desk, "E : Et alors ?\nR : Le vélo, lui, est bien trop lourd.\n")
    today = Desk(desk.reader.folder.parent, corpus, desk.codebook, desk.settings, coder="Ana")
    today.add("nadia", "mode:velo", quote="Le vélo, lui, est bien trop lourd")
    assert shown(today).loc[0, "register"] == VERBATIM


def rebuilt(tmp_path, desk, text):
    raw = tmp_path / "data" / "raw"
    path = raw / "entretiens" / "vague-1"
    path.mkdir(parents=True)
    if text is not None:
        (path / "nadia.txt").write_text(text, encoding="utf-8")
    return corpus_room.build(read_material(raw), desk.settings)


def test_words_without_a_sure_place_today_prove_nothing(desk, tmp_path):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    corpus = rebuilt(tmp_path, desk, "E : Et alors ?\nR : Le vélo, euh, est trop lourd.\n")
    (row,) = shown(desk, corpus).to_dict("records")
    assert (row["quote"], row["status"], row["evidence"]) == ("trop lourd", "à revoir", False)
    assert (row["wave"], row["kind"], row["turn"]) == ("vague-1", "interview", -1)


def test_a_document_that_is_gone_leaves_its_words(desk, tmp_path):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    corpus = rebuilt(tmp_path, desk, None)
    (row,) = shown(desk, corpus).to_dict("records")
    assert (row["quote"], row["status"], row["evidence"]) == ("trop lourd", "absent", False)
    for path in desk.store.folder.iterdir():
        path.unlink()
    lost = Desk(desk.reader.folder.parent, corpus, desk.codebook, desk.settings)
    assert shown(lost).loc[0, "quote"] == ""


def test_the_same_codings_make_the_same_table_whoever_came_first(desk, tmp_path):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.coder = "Ben"
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    desk.add("nadia", "mode:voiture", quote="La voiture, elle est là")
    data = shown(desk)
    assert list(data["start"]) == sorted(data["start"])
    shuffled = State(codings=dict(reversed(list(desk.state.codings.items()))))
    assert table.codings(shuffled, desk.corpus, desk.store).equals(data)


@pytest.mark.parametrize("changed", [False, True])
def test_a_hundred_thousand_codings_open_in_about_a_second(desk, changed):
    text = desk.corpus.texts["nadia"]
    sha256 = desk.store.keep(text + " " if changed else text)
    codings = {
        f"{i:06}": Coding(
            f"{i:06}", "mobilites", "nadia", sha256, i % 90, i % 90 + 5, "mode:velo", "Ana",
            "hand", False, "",
        )
        for i in range(100_000)
    }  # fmt: skip
    table.codings(State(), desk.corpus, desk.store)  # libraries are loaded once
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        data = table.codings(State(codings=codings), desk.corpus, desk.store)
        times.append(time.perf_counter() - begin)
        # the aim is one second; this machine may be busy with something else
        if times[-1] < 3:
            break
    assert len(data) == 100_000
    assert min(times) < 3
