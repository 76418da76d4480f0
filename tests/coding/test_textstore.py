"""Texts come back as they were kept, or the reader is told; withdrawn words are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.coding.textstore import BLANK, TextStore, text_sha256
from transfo_analysis.errors import JournalError, MissingFileError


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_as_it_was(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("textes")
    sha256 = TextStore(folder).keep(text)
    assert sha256 == text_sha256(text)
    assert TextStore(folder).text(sha256) == text


def test_a_text_is_kept_once(tmp_path):
    store = TextStore(tmp_path)
    sha256 = store.keep("un vélo")
    written = (tmp_path / f"{sha256}.txt").stat().st_mtime_ns
    assert TextStore(tmp_path).keep("un vélo") == store.keep("un vélo") == sha256
    assert (tmp_path / f"{sha256}.txt").stat().st_mtime_ns == written
    assert len(list(tmp_path.iterdir())) == 1


def test_a_text_that_was_edited_is_refused_and_mended_when_kept_again(tmp_path):
    sha256 = TextStore(tmp_path).keep("un vélo")
    (tmp_path / f"{sha256}.txt").write_text("deux vélos", "utf-8")
    with pytest.raises(JournalError, match="modifié"):
        TextStore(tmp_path).text(sha256)
    TextStore(tmp_path).keep("un vélo")
    assert TextStore(tmp_path).text(sha256) == "un vélo"


def test_a_missing_text_says_what_to_do(tmp_path):
    with pytest.raises(MissingFileError, match="sauvegarde") as caught:
        TextStore(tmp_path).text("0" * 64)
    assert "data/coding/textes" in caught.value.path


@pytest.mark.parametrize("name", ["../../../etc/passwd", "", "0" * 63 + "/", "A" * 64])
def test_a_hostile_name_reaches_no_file(tmp_path, name):
    with pytest.raises(JournalError):
        TextStore(tmp_path).text(name)


def test_withdrawn_words_are_gone_and_offsets_hold(tmp_path):
    text = "Nadia : le vélo.\nBen : le bus 🚲."
    sha256 = TextStore(tmp_path).keep(text)
    TextStore(tmp_path).blank(sha256, [(8, 17)])
    blanked = TextStore(tmp_path).text(sha256)
    assert blanked == "Nadia : " + BLANK * 8 + "\nBen : le bus 🚲."
    assert all("vélo".encode() not in path.read_bytes() for path in tmp_path.iterdir())
    # keeping the same text again does not bring the words back
    TextStore(tmp_path).keep(text)
    TextStore(tmp_path).blank(sha256, [(0, 5)])
    assert TextStore(tmp_path).text(sha256)[:9] == BLANK * 5 + " : " + BLANK
