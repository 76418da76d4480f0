"""A word is found wherever it is said, and its offsets give it back."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transfo_analysis.textstats.concordance import concordance, find


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_accents_case_and_apostrophes_are_forgiven(form, apostrophe):
    text = unicodedata.normalize(form, f"L{apostrophe}été, VÉLO et véloroute")
    assert [unicodedata.normalize("NFC", text[s:e]) for s, e in find(text, "velo")] == ["VÉLO"]
    assert len(find(text, "vélo*")) == 2
    assert len(find(text, "l'ete")) == 1


@example("::0", "¯")
@example("", "¯")
@given(st.text(), st.text(min_size=1, max_size=8))
def test_places_lie_in_the_text_in_order(text, words):
    places = find(text, words)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.lists(st.sampled_from(["vélo", "bus", "euh", "🚲", "l’été", "["]), max_size=30))
def test_every_whole_word_is_found_once(words):
    text = " ".join(words)
    assert len(find(text, "vélo")) == words.count("vélo")
    assert all(text[start:end] == "vélo" for start, end in find(text, "velo"))


def test_a_line_opens_to_its_place():
    passages = pd.DataFrame(
        [
            {
                "passage_id": "d@10-30",
                "document_id": "d",
                "person": "Ana",
                "text": "je prends le vélo",
                "start": 10,
            }
        ]
    )
    line = concordance(passages, "vélo").iloc[0]
    assert (line["before"], line["found"], line["start"], line["end"]) == (
        "je prends le ",
        "vélo",
        23,
        27,
    )
    assert concordance(passages, "tram").empty
