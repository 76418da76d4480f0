"""The tables of words that people write: read as they are, one line added, none lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.coding import wordlists
from transfo_analysis.coding.wordlists import GLOSSARY, JARGON, explained, read, word_key
from transfo_analysis.errors import CodingError, TableError, WriteError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data" / "coding").mkdir(parents=True)
    return tmp_path


def write(folder, text, name=GLOSSARY, encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return folder


def told(notices):
    return [(notice.path, notice.place, notice.severity) for notice in notices]


def test_nothing_there_is_nothing_wrong(folder):
    assert read(folder) == wordlists.Words()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_glossary_is_read_whatever_wrote_it(folder, encoding, separator):
    rows = (
        ("Terme", "Sens", "Langage", "Qui l’explique", "Statut"),
        ("PLU", "plan local d’urbanisme", "administratif", "Maud", "expliqué·e"),
        ("itération", "recommencer", "innovation", "Inès", "À AFFICHER"),
        ("DIT", "", "", "", ""),
    )
    write(folder, "\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    words = read(folder)
    assert words.notices == ()
    assert [(e.term, e.side, e.by, e.status) for e in words.glossary] == [
        ("PLU", "administration", "Maud", "expliqué"),
        ("itération", "innovation", "Inès", "à afficher"),
        ("DIT", "", "", "à expliquer"),
    ]


def test_what_is_wrong_is_told_by_its_line_and_loses_nothing_else(folder):
    write(
        folder,
        "terme;sens;langage;qui l’explique;statut\n"
        "# une remarque;;;;\n"
        "PLU;plan;martien;Maud;\n"
        ";un sens sans mot;;;\n"
        "DIT;;;;expliqué\n"
        "codir;comité;administration;;peut-être\n"
        "codir;;;;pas du jargon\n"
        f"{'long ' * 30};;;;\n",
    )
    words = read(folder)
    assert [entry.term for entry in words.glossary] == ["PLU", "DIT", "codir", "codir"]
    assert words.glossary[0].side == ""
    assert words.glossary[1].status == "à expliquer"
    assert told(words.notices) == [
        (GLOSSARY, "ligne 3", "attention"),
        (GLOSSARY, "ligne 4", "erreur"),
        (GLOSSARY, "ligne 5", "attention"),
        (GLOSSARY, "ligne 6", "attention"),
        (GLOSSARY, "ligne 8", "erreur"),
        (GLOSSARY, "ligne 7", "attention"),
    ]
    assert all(notice.cure for notice in words.notices)


@pytest.mark.parametrize(
    "data",
    [
        b"mot de passe;secret\nPLU;plan\n",
        b"terme;langage\nPLU;plan\n",
        b'terme;sens\n"PLU;plan\nDIT;"x"y\n',
        b"PK\x03\x04\x00\x00",
        b"\x00\x01\x02\x03",
    ],
)
def test_a_table_that_cannot_be_read_is_told_and_never_written_over(folder, data):
    (folder / GLOSSARY).write_bytes(data)
    words = read(folder)
    assert words.glossary == ()
    assert [notice.path for notice in words.notices] == [GLOSSARY]
    with pytest.raises((TableError, ValueError)):
        explained(folder, "PLU", "plan local d’urbanisme")
    assert (folder / GLOSSARY).read_bytes() == data


def test_a_jargon_term_is_listed_once(folder):
    write(
        folder,
        "terme;langage;note\ncodir;administration;\nCODIR;innovation;\nco-conception;labo;x\n",
        JARGON,
    )
    words = read(folder)
    assert [(one.term, one.side) for one in words.jargon] == [
        ("codir", "administration"),
        ("co-conception", "innovation"),
    ]
    assert told(words.notices) == [(JARGON, "ligne 3", "attention")]


# -- writing -----------------------------------------------------------------------------------


def test_explaining_makes_the_glossary_and_says_a_thing_once(folder):
    assert explained(folder, "PLU", "plan local d’urbanisme", side="administration", by="Maud")
    assert not explained(folder, "P.L.U.", "Plan local d’urbanisme", side="administration")
    assert explained(folder, "itération", "on recommence", by="Inès")
    text = (folder / GLOSSARY).read_text("utf-8-sig")
    assert text.splitlines() == [
        "terme;sens;langage;qui l’explique;statut",
        "PLU;plan local d’urbanisme;administration;Maud;",
        "itération;on recommence;;Inès;",
    ]


def test_a_line_that_waits_is_filled_and_the_others_stay_byte_for_byte(folder):
    before = (
        'statut,sens,terme,remarque\r\n,"avec, une virgule",PLU,"deux\r\nlignes"\r\n'
        "# pour lundi,,,\r\nà expliquer,,DIT,  gardée  \r\n,x,usager,"
    )
    write(folder, before, encoding="cp1252")
    assert explained(folder, "dit", "demande d’intervention technique")
    after = (folder / GLOSSARY).read_bytes().decode("cp1252")
    assert after == before.replace(
        "à expliquer,,DIT,  gardée  ", "à expliquer,demande d’intervention technique,DIT,  gardée  "
    )


def test_another_meaning_is_another_line(folder):
    explained(folder, "usager", "qui vient au guichet", side="administration")
    explained(folder, "usager", "pour qui l’on conçoit", side="innovation")
    assert [entry.side for entry in read(folder).glossary] == ["administration", "innovation"]


def test_a_word_that_a_file_cannot_write_changes_its_encoding_not_its_words(folder):
    write(folder, "terme;sens\r\nété;déjà\r\n", encoding="cp1252")
    explained(folder, "①", "un dans un rond")
    assert [entry.term for entry in read(folder).glossary] == ["été", "①"]


def test_not_jargon(folder):
    assert explained(folder, "poussette", "", status=wordlists.NOT_JARGON)
    assert not explained(folder, "Poussette", "", status=wordlists.NOT_JARGON)
    assert read(folder).glossary[0].status == wordlists.NOT_JARGON


@pytest.mark.parametrize(
    ("term", "meaning", "side"), [("", "x", ""), ("…", "x", ""), ("PLU", " ", ""), ("PLU", "x", "lune")]
)  # fmt: skip
def test_nothing_is_written_of_what_makes_no_sense(folder, term, meaning, side):
    with pytest.raises(CodingError, match="→"):
        explained(folder, term, meaning, side=side)
    assert not (folder / GLOSSARY).exists()


def test_a_folder_that_cannot_be_written_is_told(folder, monkeypatch):
    def refused(*_):
        raise WriteError("Le fichier ne peut pas être remplacé.", path=GLOSSARY)

    monkeypatch.setattr(wordlists.files, "write_bytes", refused)
    with pytest.raises(WriteError):
        explained(folder, "PLU", "plan")


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6))
@settings(max_examples=40)
def test_whatever_is_explained_is_read_back(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("mots")
    (folder / "data/coding").mkdir(parents=True)
    kept = {}
    for term, meaning, by in lines:
        if not word_key(term) or not meaning.strip() or term.strip().startswith("#"):
            continue
        try:
            explained(folder, term, meaning, by=by)
        except CodingError:
            continue
        kept.setdefault(word_key(term), set()).add(word_key(meaning))
    found = {}
    for entry in read(folder).glossary:
        found.setdefault(word_key(entry.term), set()).add(word_key(entry.meaning))
    for key, meanings in kept.items():
        assert meanings <= found.get(key, set()) | {""}
    if kept:
        text = (folder / GLOSSARY).read_text("utf-8-sig")
        widths = {len(row) for row in csv.reader(io.StringIO(text), delimiter=";")}
        assert widths == {5}
