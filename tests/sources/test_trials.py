"""How a method fared: notes with a header or lines, tables with a row a trial; bad ones named."""

from __future__ import annotations

import pytest

NOTE = """\
---
methode: suivre un trajet
concluant: en partie
pourquoi: on ose peu
changer: y aller à deux
---

Au bout de dix minutes, le téléphone sonne.
"""
TABLE = "cas;méthode;concluant;pourquoi;à changer;remarque;vague\n"


def turns(result):
    return [(turn.speaker, turn.words) for turn in result.documents[0].turns]


def told(result):
    return " ".join(str(note) for note in result.notices).replace("\u202f", " ")


def test_a_header_s_keys_are_words_under_their_labels(material):
    result = material({"methodes/vague-1/suivi.md": NOTE.encode()})
    assert turns(result) == [
        ("Méthode", "suivre un trajet"),
        ("Concluant", "en partie"),
        ("Pourquoi", "on ose peu"),
        ("À changer", "y aller à deux"),
        ("", "Au bout de dix minutes, le téléphone sonne."),
    ]
    assert result.documents[0].kind == "method_note"
    assert result.notices == ()


@pytest.mark.parametrize("extension", ["docx", "txt"])
def test_lines_of_a_word_processor_say_the_same(material, make, extension):
    lines = [
        "Suivre un trajet",
        "Date : 10 décembre 2024",
        "Méthode : suivre un trajet",
        "Concluant ?",
        "Oui",
        "À changer : y aller à deux",
        "Une phrase libre.",
    ]
    data = make.docx(lines) if extension == "docx" else "\n".join(lines).encode()
    result = material({f"methodes/vague-1/suivi.{extension}": data})
    assert turns(result) == [
        ("Méthode", "suivre un trajet"),
        ("Concluant", "Oui"),
        ("À changer", "y aller à deux"),
        ("", "Une phrase libre."),
    ]
    assert result.documents[0].metadata["titre"] == "Suivre un trajet"


def test_a_table_has_a_trial_a_row(material):
    rows = "besoins;un papier par idée;oui;;rien;en silence;2\n;enregistrer;non;trop de bruit;;;\n"
    result = material({"methodes/vague-1/essais.csv": (TABLE + rows).encode()})
    assert turns(result) == [
        ("Méthode", "un papier par idée"),
        ("Cas", "besoins"),
        ("Concluant", "oui"),
        ("À changer", "rien"),
        ("", "en silence"),
        ("Méthode", "enregistrer"),
        ("Concluant", "non"),
        ("Pourquoi", "trop de bruit"),
    ]
    assert result.documents[0].turns[0].fields["wave"] == "vague-2"
    assert result.documents[0].turns[-1].place == "ligne 3"


def test_a_bad_row_is_named_and_loses_nothing_else(material):
    rows = ";;oui;sans méthode;;;\nbesoins;tester;bof;;;;\nbesoins;refaire;oui;;;;\n"
    result = material({"methodes/vague-1/essais.csv": (TABLE + rows).encode()})
    assert [words for label, words in turns(result) if label == "Méthode"] == ["tester", "refaire"]
    missing, doubtful = sorted(result.notices, key=lambda note: note.place)
    assert (missing.place, missing.severity) == ("ligne 2", "erreur")
    assert "méthode" in missing.cure
    assert (doubtful.place, doubtful.severity) == ("ligne 3", "attention")
    assert "oui, non ou en partie" in doubtful.cure


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"quoi;comment\na;b\n", "Colonnes attendues : « méthode »"),
        (b"", "vide"),
        (b"m\xc3\xa9thode;concluant\n", "aucun essai"),
    ],
)
def test_a_table_that_is_none_says_what_is_expected(material, data, expected):
    result = material({"methodes/vague-1/essais.csv": data})
    assert not result.documents
    assert expected in told(result)


def test_a_note_that_says_no_method_is_kept_and_told(material):
    result = material({"methodes/note.md": b"Il faisait froid."})
    assert turns(result) == [("", "Il faisait froid.")]
    assert "quelle méthode a été essayée" in told(result)


def test_the_same_words_in_an_interview_s_header_are_no_trial(material):
    talk = "Pourquoi : parce que\nNadia : Je pars.\nPaul (ENQ) : Et ?\nNadia : Je reviens.\n"
    result = material({"entretiens/nadia.txt": talk.encode()})
    assert "parce que" in " ".join(turn.words for turn in result.documents[0].turns)
