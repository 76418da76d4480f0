from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.sources.text import decode, front_matter, markdown_paragraphs

TEXT = "Hélène : où ça ?\nMaud : à Orléans, l’été…"


@pytest.mark.parametrize(
    ("data", "doubted"),
    [
        (TEXT.encode(), False),
        (TEXT.encode("utf-8-sig"), False),
        (TEXT.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
        (TEXT.encode("utf-16-le"), False),
        (TEXT.encode("utf-16-be"), False),
        (TEXT.encode("cp1252"), True),
        (TEXT.replace("\n", "\r\n").encode(), False),
        (TEXT.replace("\n", "\r").encode("cp1252"), True),
    ],
)
def test_every_encoding_gives_the_same_text_and_a_guess_is_said(data, doubted):
    text, notices = decode(data)
    assert text == TEXT
    assert bool(notices) == doubted


def test_one_bad_byte_does_not_spoil_the_accents_of_the_rest():
    data = TEXT.encode() + b"\n\xe9t\xe9 et " + "forêt".encode() * 3
    text, notices = decode(data)
    assert text.startswith(TEXT)
    assert notices[0].place == "ligne 3"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200))
def test_utf8_comes_back_whole(text):
    clean = text.removeprefix("\ufeff").replace("\u2028", "\n").replace("\u2029", "\n")
    assert decode(text.encode())[0] == clean


def test_markdown_keeps_the_words_only():
    text = (
        "# Titre\n\n<!-- interne -->Un [lien](https://a.fr/x) et ![photo](p.png) **gras**, `code`.\n\n"
        '- premier\n- second\n\n> cité\n\n| a | b |\n|---|---|\n| c | d |\n\n<div class="x"><p>un encadré</p></div>\n\n'
        "    pas du code\n\n* * *\n\nAT&amp;T &laquo; oui &raquo;"
    )
    found = [p.text for p in markdown_paragraphs(text, "literature_note")]
    assert found == [
        "Titre", "Un lien et gras, code.", "premier", "second", "cité", "a", "b", "c", "d",
        "un encadré",        "pas du code", "AT&T « oui »",
    ]  # fmt: skip


def test_markdown_places_are_lines_of_the_file(material):
    text = "---\nvague: 1\n---\n\n**Maud (ENQ)** : Et le bus ?\n**Nadia** : Jamais.\n\nTrop long."
    turns = material({"entretiens/a.md": text}).documents[0].turns
    assert [(t.speaker, t.mark, t.words, t.place) for t in turns] == [
        ("Maud", "ENQ", "Et le bus ?", "ligne 5"),
        ("Nadia", "", "Jamais. Trop long.", "ligne 6"),
    ]


def test_lines_cut_by_hand_join_in_a_literature_note_and_not_in_notes(material):
    text = "Le vélo gagne du\nterrain en ville.\n\nAutre idée."
    found = material({"veille/a.txt": text, "entretiens/b.txt": text}).documents
    words = {document.path: [turn.words for turn in document.turns] for document in found}
    assert words["veille/a.txt"] == ["Le vélo gagne du terrain en ville.", "Autre idée."]
    assert words["entretiens/b.txt"] == ["Le vélo gagne du", "terrain en ville.", "Autre idée."]


def test_front_matter_is_read_as_written_and_its_lines_counted():
    text = "---\ntitre: Le « vélo »\ndate: 2024-05-03\nenquete: [Nadia, Maud]\nlocuteurs: {E: P03}\nprise: non\n---\nE : oui"
    data, rest, line, notices = front_matter(text)
    assert data == {
        "titre": "Le « vélo »",
        "date": "2024-05-03",
        "enquete": ("Nadia", "Maud"),
        "locuteurs": {"E": "P03"},
        "prise": "non",
    }
    assert (rest, line, notices) == ("E : oui", 8, ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\nvague: 1\ntitre: a: b\n---\noui", "ligne 3"),
        ("---\nvague: 1\nvague: 2\n---\noui", "ligne 3"),
        ("---\nvague: 1\noui", "ligne 1"),
        ("---\n- a\n---\noui", "ligne 2"),
    ],
)
def test_a_broken_header_is_named_by_its_line_and_the_words_are_read(material, text, place):
    result = material({"entretiens/a.txt": text})
    assert result.documents[0].turns[-1].words.endswith("oui")
    assert [notice.place for notice in result.notices] == [place]


def test_a_line_of_dashes_is_no_header():
    assert front_matter("---\nUne phrase.\n") == ({}, "---\nUne phrase.\n", 1, ())


def test_keys_are_forgiven_and_a_near_miss_is_doubted(material):
    text = "---\nEnquêtée: Nadia\ntitle: Le bus\ndate: 3 mai 2024\nvague: Vague 02\nmotiff: x\n---\noui"
    result = material({"entretiens/a.md": text})
    told = result.documents[0].metadata
    assert told["enquete"] == "Nadia"
    assert (told["titre"], told["date"], told["vague"]) == ("Le bus", "2024-05-03", "vague-2")
    assert "motif" in result.notices[0].cure


def test_an_alias_bomb_in_a_header_stays_small(material):
    bomb = "a: &a [x,x]\n" + "".join(
        f"k{i}: &k{i} [{','.join([f'*k{i - 1}' if i else '*a'] * 9)}]\n" for i in range(30)
    )
    result = material({"entretiens/a.md": f"---\n{bomb}---\nNadia : oui\nMaud : non"})
    assert [turn.words for turn in result.documents[0].turns] == ["oui", "non"]


def test_a_word_file_may_begin_with_its_own_header(material, make):
    lines = ["Entretien du matin", "Enquêtée : Nadia", "Lieu : gare", "E : Et le bus ?", "R : Non."]
    people = "pseudonyme\nNadia\n"
    result = material({"participants.csv": people, "entretiens/a.docx": make.docx(lines)})
    document = result.documents[0]
    told = {key: document.metadata[key] for key in ("titre", "enquete", "lieu")}
    assert told == {"titre": "Entretien du matin", "enquete": "Nadia", "lieu": "gare"}
    assert [turn.words for turn in document.turns] == ["Et le bus ?", "Non."]


def test_a_first_turn_is_never_taken_for_a_header(material):
    lines = "Enquêtrice : Bonjour, vous venez comment ?\nEnquêté : À vélo."
    turns = material({"entretiens/a.txt": lines}).documents[0].turns
    assert [turn.speaker for turn in turns] == ["Enquêtrice", "Enquêté"]
