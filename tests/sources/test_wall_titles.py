"""A wall typed under the programme's own titles, with the grade of who wrote each paper."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.sources.spreadsheet import read_csv
from transfo_analysis.sources.wall import wall_turns

WORD = st.text(st.sampled_from("abéàz ’«»"), min_size=1, max_size=12).filter(str.strip)


def written(*rows):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    return buffer.getvalue().encode()


def read(*rows):
    return wall_turns([read_csv(written(*rows))], "vague-1")


def cells(turns):
    return [
        (t.words, t.fields["row"], t.fields["column"], t.fields["group"], t.fields["grade"])
        for t in turns
    ]


@pytest.mark.parametrize(
    "header",
    [
        ("type", "échelle", "note", "groupe", "grade"),
        ("Nature", "Niveau", "Post-it", "Groupe", "Catégorie de l’auteur"),
        ("Type", "Échelle", "Papier", "Équipe", "Catégorie"),
        ("sorte", "échelle", "post-its", "groupes", "catégorie / grade"),
        ("ligne", "colonne", "texte", "groupe", "Catégorie (A, B ou C)"),
        ("Besoin, crainte ou levier ?", "Échelle", "Texte", "groupe", "grades"),
        ("Attente", "Pour qui", "Papiers", "Groupe", "grade"),
        ("Météo", "Aspect", "Papier", "Groupe", "Catégorie"),
    ],
)
def test_natural_titles_say_what_each_column_is(header):
    turns, notices = read(header, ("crainte", "service", "que rien ne bouge", "vert", "B"))
    assert cells(turns) == [("que rien ne bouge", "crainte", "service", "vert", "B")]
    assert not [note for note in notices if note.severity == "erreur"]


def test_a_category_alone_is_the_column_as_it_was_before():
    turns, _ = read(("mode", "catégorie", "texte"), ("Vélo", "Freins", "trop lourd"))
    assert cells(turns) == [("trop lourd", "Vélo", "Freins", "", "")]


def test_columns_that_a_programme_named_are_told_as_what_they_were_taken_for():
    turns, notices = read(("météo", "aspect", "papier"), ("orage", "outils", "ça rame"))
    assert cells(turns) == [("ça rame", "orage", "outils", "", "")]
    (told,) = [note for note in notices if "météo" in note.what]
    assert "« météo », « aspect »" in str(told).replace("\u202f", " ")
    assert told.severity == "note"
    assert told.place == "ligne 1"


def test_three_unknown_titles_are_not_guessed_at():
    with pytest.raises(ValueError, match="Colonnes attendues") as fault:
        read(("groupe", "ciel", "aspect", "humeur", "papier"), ("a", "b", "c", "d", "e"))
    assert "« humeur »" in str(fault.value).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("C", "C"), ("b", "B"), ("catégorie A", "A"), ("Cat. C", "C"), ("cadre A", "A"), ("A+", "A")],
)
def test_a_grade_is_read_however_it_is_typed(typed, kept):
    turns, notices = read(("type", "échelle", "note", "grade"), ("besoin", "service", "x", typed))
    assert turns[0].fields["grade"] == kept
    assert not any("catégorie" in note.what for note in notices)


@pytest.mark.parametrize("typed", ["chef", "A/B", "contractuel", "ABC", "D"])
def test_a_grade_that_is_none_keeps_the_paper_and_is_named_with_its_line(typed):
    header = ("type", "échelle", "note", "grade")
    turns, notices = read(
        header, ("besoin", "service", "un", "B"), ("besoin", "service", "x", typed)
    )
    assert [turn.fields["grade"] for turn in turns] == ["B", ""]
    (doubt,) = [note for note in notices if typed in note.what]
    assert doubt.place == "ligne 3"
    assert "A, B ou C" in doubt.cure


@given(st.lists(st.tuples(WORD, WORD, WORD, st.sampled_from(["", "A", "B", "C"])), min_size=1))
def test_every_paper_comes_back_with_its_grade(rows):
    turns, _ = read(("type", "échelle", "note", "grade"), *rows)
    told = [
        (" ".join(w.split()), " ".join(r.split()), " ".join(c.split()), "", g)
        for r, c, w, g in rows
    ]
    assert cells(turns) == told


def test_nobody_misses_a_grade_that_walls_seldom_tell():
    _, notices = read(("mode", "catégorie", "texte"), ("Vélo", "Freins", "lourd"))
    assert not any("grade" in note.what for note in notices)
