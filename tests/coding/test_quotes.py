"""Words are found as people type them; offsets are those of the canonical text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.coding.quotes import find, one
from transfo_analysis.errors import CodingError

TEXT = "J’prends l’vélo l’été…\nLa voiture, elle est « là » — aujourd’hui.\nLe cœur du vélo"


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("l’vélo", "l’vélo"),
        ("J'prends l'vélo l'été", "J’prends l’vélo l’été"),
        ("l'été... La voiture", "l’été…\nLa voiture"),
        (unicodedata.normalize("NFD", "l’été"), "l’été"),
        ("LA VOITURE,  elle\nest", "La voiture, elle est"),
        ('elle est "là" - aujourd\'hui', "elle est « là » — aujourd’hui"),
        ("« la voiture »", "La voiture"),
        ("« là » — aujourd'hui", "là » — aujourd’hui"),
        ("coeur", "cœur"),
        ("  voiture  ", "voiture"),
    ],
)
def test_keyboards_are_forgiven(quote, words):
    ((start, end),) = find(TEXT, quote)
    assert TEXT[start:end] == words


def test_whole_words_come_first():
    assert find("aucun vélo, un vélo", "un vélo") == [(12, 19)]
    assert find("des vélos", "vélo") == [(4, 8)]
    assert len(find("vélo, vélo", "vélo")) == 2


@given(st.text(min_size=1, max_size=60), st.data())
def test_every_excerpt_of_a_text_is_found_in_it(raw, data):
    text = unicodedata.normalize("NFC", raw)
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = data.draw(st.integers(start + 1, max(len(text), start + 1)))
    quote = text[start:end]
    if unicodedata.normalize("NFC", quote).strip() != quote or not quote:
        return
    found = find(text, quote)
    assert found
    assert all(0 <= a < b <= len(text) for a, b in found)
    # the exact words, between words when they can be
    assert all(text[a:b] == quote for a, b in found)


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_lies_in_the_text(text, quote):
    for start, end in find(text, quote):
        assert 0 <= start < end <= len(text)


def test_several_places_are_listed_with_the_cure():
    with pytest.raises(CodingError) as caught:
        one("le vélo ou le vélo", "le vélo", None, lambda at: f"à {at}")
    assert "2 fois" in str(caught.value)
    assert "à 0" in str(caught.value)
    assert "occurrence=1" in str(caught.value)
    assert one("le vélo ou le vélo", "le vélo", 2, str) == (11, 18)
    with pytest.raises(CodingError, match="2 fois"):
        one("le vélo ou le vélo", "le vélo", 3, str)


def test_nowhere_shows_the_nearest_words():
    with pytest.raises(CodingError, match=r"plus proche.*voiture, elle est"):
        one(TEXT, "La voiture, elle était là aujourd'hui", None, str)
    with pytest.raises(CodingError, match="Recopiez"):
        one(TEXT, "zzz zzz zzz", None, str)
