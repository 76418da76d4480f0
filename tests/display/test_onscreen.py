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


LABELS = {"mode:velo": "Vélo", "mode:bus": "Bus", "categorie:frein": "Freins"}


def test_codes_are_said_by_their_labels_and_the_words_of_a_source_never():
    data = pd.DataFrame(
        {
            "row": ["mode:velo", "mode:fusee"],
            "codes": ["mode:bus categorie:frein", ""],
            "part": ["vague-1", "mode:bus"],
            "side": ["for", "mode:velo"],
            "text": ["mode:velo", "mode:bus"],
        }
    )
    lines = str(show(data, labels=LABELS)).splitlines()
    assert lines[1:3] == [
        "Vélo | Bus, Freins | vague-1 | pour | mode:velo",
        # nobody knows its label
        "mode:fusee |  | Bus | Vélo | mode:bus",
    ]
    assert list(data["row"]) == ["mode:velo", "mode:fusee"], "the table itself is as it was"
    assert "mode:velo" in str(show(data))


def test_a_table_of_identifiers_and_labels_keeps_what_is_to_be_written():
    data = pd.DataFrame({"code": ["mode:velo"], "label": ["Vélo"]})
    assert str(show(data, labels=LABELS)).splitlines()[1] == "mode:velo | Vélo"


def test_a_heading_that_is_a_code_is_its_label():
    data = pd.DataFrame({"person": ["Ana"], "mode:velo": ["dit spontanément"]})
    assert str(show(data, labels=LABELS)).splitlines()[0] == "personne | Vélo"
    assert '">Vélo</th>' in show(data, labels=LABELS)._repr_html_()
