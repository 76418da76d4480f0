"""A release gives every string it holds, so that a last check can read them all."""

from __future__ import annotations

from dataclasses import replace


def test_every_string_is_given_for_the_last_check(releases):
    release = replace(releases.example(counts=True), credits=("canari-credit",))
    given = [text for _, text in release.texts()]
    for expected in (
        release.title,
        release.note,
        "canari-credit",
        "3 à 5",
        "mode:velo",
        releases.BIKE.words,
        releases.BIKE.speaker,
        release.findings[0].statement,
        "Catégorie B",
        release.changed.sentences[0],
    ):
        assert expected in given


def test_the_place_of_a_string_can_be_told(releases):
    places = {text: place for place, text in releases.example().texts()}
    assert places[releases.example().findings[2].statement] == "findings 3 statement"


def test_reported_speech_never_stands_between_quotation_marks(releases):
    assert "«" not in releases.POOL.printed
    assert releases.POOL.printed.endswith("(selon nos notes)")
    assert releases.BIKE.printed.startswith("«\u202f")
