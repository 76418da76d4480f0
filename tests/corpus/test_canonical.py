"""One text whatever the file was; it owns every offset of the project."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.corpus.canonical import canonical, count_words
from transfo_analysis.errors import SourceError

SPACES = st.text(" \t\n\r\u00a0\u202f\u2009\u2028", min_size=1)


@given(st.text())
def test_canonical_is_idempotent_nfc_and_one_trimmed_line(words):
    text = canonical(words, {})
    assert canonical(text, {}) == text
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip()
    assert "  " not in text
    assert text.split() == text.split(" ") or not text


@given(st.lists(st.text(min_size=1)), st.data())
def test_the_kind_and_number_of_spaces_moves_nothing(words, data):
    spaces = [data.draw(SPACES) for _ in words]
    written = "".join(word + space for word, space in zip(words, spaces, strict=True))
    assert canonical(written, {}) == canonical(" ".join(words), {})


@given(st.text())
def test_composed_and_decomposed_accents_are_one_text(words):
    composed = canonical(unicodedata.normalize("NFC", words), {})
    assert canonical(unicodedata.normalize("NFD", words), {}) == composed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\ufeffJe prends\u00a0le v\u00e9lo\u00ad\u200b.", "Je prends le vélo."),
        ("😀 👩\u200d🔧 ici", "😀 👩\u200d🔧 ici"),
        ("אני רוכב על אופניים", "אני רוכב על אופניים"),
        ("euh [pause] vou- [rire]", "euh [pause] vou- [rire]"),
    ],
)
def test_what_nobody_sees_goes_and_what_is_said_stays(written, read):
    assert canonical(written, {}) == read


def test_pseudonyms_are_whole_words_longest_first():
    names = {"Anne": "P1", "Anne Roy": "P2", "He\u0301le\u0300ne": "P3"}
    said = "Anne  Roy, Anne et d'Anne, Annette et Hélène."
    assert canonical(said, names) == "P2, P1 et d'P1, Annette et P3."
    assert canonical(canonical(said, names), names) == canonical(said, names)


def test_a_name_with_signs_of_patterns_is_only_a_name():
    assert canonical("Léa passe, Léandre et L[éa", {"Léa.*|(": "P9"}) == "P9 passe, Léandre et L[éa"


def test_an_unknown_version_is_refused_in_french():
    with pytest.raises(SourceError, match="inconnue"):
        canonical("mots", {}, 2)


def test_marks_and_lone_punctuation_are_no_words():
    assert count_words("[suite de syllabes] ++ j'prends ! « le » [rire] vélo…") == 3


@given(st.text() | st.text("a_-.?+«» 0é\u00a0\n"))
def test_a_word_is_what_stands_from_a_letter_or_digit_to_the_next_space(text):
    plain = text.replace("[", "(")
    assert count_words(plain) == len(re.findall(r"\w\S*", plain))


@pytest.mark.parametrize(
    "unseen", ["\ufeff", "\u00ad", "\u200b", "\u2060", "\x00", "\x9f", "\ud800"]
)
@pytest.mark.parametrize("around", ["vé{}lo", "le{} vélo\u202f?", "{}"])
def test_what_nobody_sees_goes_wherever_it_stands(unseen, around):
    assert canonical(around.format(unseen), {}) == canonical(around.format(""), {})
