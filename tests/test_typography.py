"""French typography is the program's work, and touches nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.typography import NARROW, french, listed, plural


def test_narrow_spaces_stand_where_french_wants_them():
    assert french("Lu : « oui » ?") == f"Lu{NARROW}: «{NARROW}oui{NARROW}»{NARROW}?"
    assert french("20 000 mots, 12 h 30") == f"20{NARROW}000 mots, 12 h 30"


def test_codes_hours_and_paths_are_left_alone():
    for text in ("mode:velo", "0:12", "C:\\dossier", "l'été", "data/raw/a.txt"):
        assert french(text) == text


@given(st.text())
def test_typesetting_twice_changes_nothing_more(text):
    assert french(french(text)) == french(text)


@given(st.text(st.characters(blacklist_characters=" \u00a0\u202f")))
def test_no_space_no_change(text):
    assert french(text) == text


def test_counts_and_lists():
    assert plural(1, "cas", "cas") == "1 cas"
    assert listed([]) == ""
    assert listed(["a"]) == "a"
