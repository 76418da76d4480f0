"""A table on screen is read whole, in French, and holds no one's markup."""

from __future__ import annotations

import pandas as pd
import pytest

from transfo_analysis import show

LONG = "mot " * 60 + "fin"


def test_words_are_whole_headings_are_french_and_markup_is_text():
    data = pd.DataFrame(
        {"quote": [LONG, "<img onerror=alert(1)>"], "kind": ["interview", "lesson"]}
    )
    html = show(data)._repr_html_()
    assert "fin</td>" in html
    assert ">extrait</th>" in html
    assert "entretien" in html
    assert "<img" not in html


def test_only_the_columns_asked_and_the_rows_counted():
    data = pd.DataFrame({"person": list("abc"), "text": ["lesson"] * 3})
    shown = str(show(data, ["text"], rows=2))
    # the words of a source are never translated
    assert shown.splitlines() == ["texte", "lesson", "lesson", "2 lignes montrées sur 3"]
    with pytest.raises(KeyError):
        show(data, ["rien"])
