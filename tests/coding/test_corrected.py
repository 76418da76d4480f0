"""A transcript of a project is corrected, and everything is run again: the table stands."""

from __future__ import annotations

import pandas as pd
import pytest

import transfo_analysis as ta
from transfo_analysis.tables import PLACED, split_ids

FILE = "data/raw/entretiens/vague-1/entretien-01-mireille.txt"
DOCUMENT = "entretien-01-mireille"


@pytest.fixture
def project(own_case):
    return ta.open_project(own_case, "Ana")


def correct(project, change):
    path = project.folder / FILE
    text = path.read_text(encoding="cp1252")
    after = change(text)
    assert after != text
    path.write_text(after, encoding="utf-8")


def with_typos(text):
    """Mend letters here and there, and add words, as whoever listens again does."""
    lines = text.splitlines()
    spoken = [rank for rank, line in enumerate(lines) if " : " in line]
    for rank in spoken[::3]:
        head, _, words = lines[rank].partition(" : ")
        lines[rank] = f"{head} : Euh, {words}"
    return "\n".join(lines) + "\n"


def test_the_table_is_the_same_when_a_transcript_was_corrected(project):
    before, cells = project.codings(), project.cross_table().cells
    correct(project, with_typos)
    after, now = project.codings(), project.cross_table().cells
    mine = after[after["document_id"] == DOCUMENT]
    assert len(mine) > 3
    assert set(mine["status"]) <= set(PLACED)
    text = project.corpus().text(DOCUMENT)
    assert all(text[row.start : row.end] == row.quote for row in mine.itertuples())
    same = ["coding_id", "document_id", "code", "coder", "person", "role", "register", "evidence"]
    order = {"by": "coding_id", "ignore_index": True}
    pd.testing.assert_frame_equal(
        after[same].sort_values(**order), before[same].sort_values(**order)
    )
    counts = ["row", "column", "people", "documents", "excerpts"]
    pd.testing.assert_frame_equal(now[counts], cells[counts])
    for old, new in zip(cells["coding_ids"], now["coding_ids"], strict=True):
        assert set(split_ids(new)) == set(split_ids(old))


@pytest.mark.usefixtures("no_ink")
def test_a_run_writes_what_became_of_each_coding_and_says_it(own_demonstration):
    project = ta.open_project(own_demonstration, "Ana")
    correct(project, lambda text: text.replace("vélo", "velo électrique", 1))
    summary = project.run()
    written = pd.read_csv(project.processed / "tables/anchors.csv", keep_default_na=False)
    assert set(written["document_id"]) == {DOCUMENT}
    assert len(written) == (project.codings()["document_id"] == DOCUMENT).sum()
    waiting = project.to_review()
    [note] = [note for note in summary.notices if "a changé depuis qu’il a été codé" in note.what]
    assert f"« {DOCUMENT} »" in note.what.replace("\u202f", " ").replace("\xa0", " ")
    assert ("À revoir" in note.cure) == bool(len(waiting))
    # the same again: nothing is read, nothing changes
    assert project.run().unchanged


def test_a_person_answers_and_is_not_asked_again(project):
    quote = project.codings().query("document_id == @DOCUMENT")["quote"].iloc[0]
    first, _, rest = quote.partition(" ")
    correct(project, lambda text: text.replace(quote, f"{first} oui {rest}", 1))
    waiting = project.to_review()
    assert len(waiting)
    project.coding.settle_anchors(waiting.query("status == 'retouché'")["coding_id"])
    for name in project.to_review()["coding_id"]:
        project.coding.lose_anchor(name)
    assert project.to_review().empty
    assert ta.open_project(project.folder).to_review().empty
    project.coding.undo()
    assert len(project.to_review())


def test_a_refused_suggestion_stays_refused_after_a_word_was_mended_before_it(project):
    open_ones = project.suggestions().query("document_id == @DOCUMENT and answered == ''")
    chosen = open_ones.iloc[-1]
    project.coding.refuse(chosen["suggestion_id"])
    correct(project, with_typos)
    now = project.suggestions().query("document_id == @DOCUMENT and answered == 'refused'")
    assert chosen["code"] in set(now["code"])
    assert len(now) == 1
    assert now.iloc[0]["start"] > chosen["start"]


def test_no_suggestion_is_asked_about_twice(project):
    """Everything is answered, then the transcript corrected: nothing is proposed anew."""
    mine = project.suggestions().query("document_id == @DOCUMENT and answered == ''")
    for name in mine["suggestion_id"]:
        project.coding.refuse(name)
    correct(project, with_typos)
    after = project.suggestions().query("document_id == @DOCUMENT")
    assert list(after.query("answered == ''")["quote"]) == []


def test_a_file_renamed_and_corrected_is_named_with_the_line_to_write(project):
    before = len(project.codings().query("document_id == @DOCUMENT"))
    correct(project, with_typos)
    old = project.folder / FILE
    old.rename(old.with_name("mireille-v2.txt"))
    [note] = [note for note in project.check() if "ressemble au document" in note.what]
    assert note.path == "data/raw/entretiens/vague-1/mireille-v2.txt"
    assert set(project.codings().query("document_id == @DOCUMENT")["status"]) == {"absent"}
    table = project.raw / "sources.csv"
    known = pd.read_csv(table, sep=None, engine="python", dtype=str, keep_default_na=False)
    line = {"fichier": "entretiens/vague-1/mireille-v2.txt", "id": DOCUMENT}
    pd.concat([known, pd.DataFrame([line])]).fillna("").to_csv(table, index=False)
    followed = project.codings().query("document_id == @DOCUMENT")
    assert len(followed) == before
    assert set(followed["status"]) <= set(PLACED)
