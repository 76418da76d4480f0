"""Remarks at the end of a session, from the file as it was typed to who is heard in it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis import crosstable
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.coding.state import State
from transfo_analysis.corpus import build
from transfo_analysis.errors import SourceError
from transfo_analysis.settings import Settings
from transfo_analysis.sources import read, read_material
from transfo_analysis.sources.debriefing import remark_turns
from transfo_analysis.sources.spreadsheet import Row, Sheet
from transfo_analysis.tables import DESCRIPTION, REMARK, REPORTED, VERBATIM, frame

SETTINGS = Settings.model_validate(
    {
        "titre": "Essai",
        "cas": [
            {"id": "velo", "titre": "Le vélo", "lignes": "mode", "colonnes": "categorie"},
            {
                "id": "debriefing",
                "titre": "Le débriefing",
                "lignes": "sujet",
                "colonnes": "ressenti",
                "dossiers": ["debriefings"],
            },
        ],
    }
)
PEOPLE = (
    "pseudonyme,roles,consentement_analyse,consentement_citation,consentement_affichage\n"
    "Maud,ambassadeur;enquêteur,oui,oui,oui\nSimon,ambassadeur,oui,oui,oui\n"
    "Iris,enquêteur,oui,oui,oui\nRosalie,enquêté,non,non,non\n"
)
TEXT = """---
titre: Débriefing
animatrice: Iris
---
# Tour de table

Qu’est-ce qui n’est pas clair ? voilà la question d’Iris.
- Maud : on ne sait pas qui lira le mur
2) Simon : « je ne me sens pas légitime », dit-il
* Un agent : la salle était froide
- rien sur les suites
Iris : et la méthode ?
Animatrice : deux minutes encore
Maud : la méthode tient
Remarque : personne ne regarde Iris
Vu : trois chaises vides
Organisation : trop court
Rosalie : je ne veux pas qu’on garde ça
"""
BOOK = Codebook.model_validate(
    {
        "familles": [
            {"id": "mode", "libelle": "Modes", "codes": [{"id": "velo", "libelle": "Vélo"}]},
            {"id": "categorie", "libelle": "C", "codes": [{"id": "frein", "libelle": "Frein"}]},
            {
                "id": "sujet",
                "libelle": "Sujets",
                "codes": [
                    {"id": "methode", "libelle": "Méthode"},
                    {"id": "role", "libelle": "Rôle des ambassadeurs"},
                ],
            },
            {
                "id": "ressenti",
                "libelle": "Ressenti",
                "codes": [
                    {"id": "pas_clair", "libelle": "Pas clair"},
                    {"id": "gene", "libelle": "Ça gêne"},
                ],
            },
        ]
    }
)


def made(folder, files):
    raw = folder / "raw"
    for name, data in {"participants.csv": PEOPLE, **files}.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    material = read_material(raw)
    return build(material, SETTINGS), material


def table_csv(*rows):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    return buffer.getvalue()


def said(corpus):
    return corpus.turns[["person", "role", "register"]].values.tolist()


def test_each_line_is_a_remark_of_who_is_named_or_of_nobody(tmp_path):
    corpus, _ = made(tmp_path, {"debriefings/vague-1/fin.md": TEXT})
    document = corpus.documents.iloc[0]
    assert (document["kind"], document["case"], document["wave"]) == (
        "debriefing",
        "debriefing",
        "vague-1",
    )
    words = dict(zip(corpus.turns["turn"], said(corpus), strict=True))
    texts = [
        corpus.texts["fin"][a:b]
        for a, b in zip(corpus.turns["start"], corpus.turns["end"], strict=True)
    ]
    who = dict(zip(texts, words.values(), strict=True))
    nobody = ["", "respondent", REPORTED]
    # who asks questions elsewhere has a say here; who leads this debriefing asks
    assert who["on ne sait pas qui lira le mur"] == ["Maud", "respondent", REPORTED]
    assert who["la méthode tient"] == ["Maud", "respondent", REPORTED]
    assert who["et la méthode ?"] == ["Iris", "interviewer", REPORTED]
    assert who["deux minutes encore"] == ["Iris", "interviewer", REPORTED]
    assert who["Un agent : la salle était froide"] == nobody
    assert who["rien sur les suites"] == nobody
    assert who["Organisation : trop court"] == nobody
    assert who["personne ne regarde Iris"] == ["", "interviewer", REMARK]
    assert who["trois chaises vides"] == ["", "observed", DESCRIPTION]
    assert "Tour de table" not in texts
    passages = corpus.passages.set_index("text")
    assert passages.loc["la méthode tient", "question"] == "deux minutes encore"
    quoted = passages[passages["person"] == "Simon"]
    assert (
        VERBATIM
        in corpus.index.find(
            quoted[["document_id", "start", "end"]].assign(
                start=quoted["start"] + 2, end=quoted["start"] + 20
            )
        )["register"].tolist()
    )
    # who refuses analysis is left out, and told
    assert "je ne veux pas qu’on garde ça" not in passages.index
    assert any("Rosalie refuse l’analyse" in note.what for note in corpus.notices)
    assert [n.severity for n in corpus.notices if "de personne qu’on connaisse" in n.what] == [
        "note"
    ]


def test_a_table_gives_a_remark_a_row_and_papers_where_the_group_placed_them(tmp_path):
    rows = (
        ["Débriefing de la session 2"],
        ["Remarque", "Participant", "Grade", "Thème", "Ressenti", "Groupe"],
        ["on ne sait pas qui lira le mur", "maud", "A", "Méthode", "Pas clair", "bleu"],
        ["je n’ose pas « questionner ma cheffe »", "Simon", "", "", "", "bleu"],
        ["trop de papiers", "Une collègue", "", "role", "", ""],
        ["on tourne en rond", "", "C", "", "", ""],
        ["", "", "", "", "", "vert"],
        ["", "Maud", "", "", "", "vert"],
        ["le mur ne sert à rien", "Jeanne", "B", "Rôle des ambassadeurs", "gene", ""],
    )
    corpus, material = made(tmp_path, {"debriefings/vague-2/fin.csv": table_csv(*rows)})
    turns = corpus.turns[["speaker", "person", "role", "wall_source", "wall_group"]]
    assert turns.values.tolist() == [
        ["", "", "wall", "Maud", "bleu"],
        ["Simon", "Simon", "respondent", "", "bleu"],
        ["Une collègue", "", "respondent", "", ""],
        ["catégorie C", "", "respondent", "", ""],
        ["", "", "wall", "Jeanne", ""],
    ]
    assert set(corpus.passages["kind"]) == {"debriefing", "wall_table"}
    assert set(corpus.passages["wave"]) == {"vague-2"}
    assert corpus.documents["kind"].tolist() == ["debriefing"]
    assert "trop de papiers" in corpus.texts["fin"]
    told = {(note.place, note.severity) for note in material.notices}
    assert ("ligne 8", "attention") in told  # a name and no remark
    assert any("un thème sans colonne" in note.what for note in material.notices)
    table = crosstable.cross_table(
        corpus, frame("codings", []), State(), None, None, BOOK, SETTINGS.case("debriefing")
    )
    cell = table.cell("methode", "pas_clair")
    assert (cell["wall_rows"], cell["people"], cell["excerpts"]) == (1, 0, 0)
    assert table.cells["wall_rows"].sum() == 2
    quote = table.quotes("methode", "pas_clair", layer="wall").iloc[0]
    assert (quote["quote"], quote["source"]) == ("on ne sait pas qui lira le mur", "Maud")


def test_who_refuses_analysis_is_left_out_of_a_placed_remark_too(tmp_path):
    rows = (
        ["remarque", "qui", "sujet", "ressenti"],
        ["je ne veux pas qu’on garde ça", "Rosalie", "methode", "gene"],
        ["le reste est clair", "Maud", "methode", "pas_clair"],
    )
    corpus, _ = made(tmp_path, {"debriefings/vague-1/fin.csv": table_csv(*rows)})
    assert corpus.passages["text"].tolist() == ["le reste est clair"]


@pytest.mark.parametrize(
    ("column", "values", "read_as"),
    [("Catégorie", ["A", "cat. C", ""], "grade"), ("Catégorie", ["Pas clair", "Gêne"], "column")],
)
def test_a_column_called_categorie_is_what_it_holds(column, values, read_as):
    rows = [("Remarques", column), *(("un mot", value) for value in values)]
    sheet = Sheet("", tuple(Row(n, row) for n, row in enumerate(rows, start=1)))
    turns, _ = remark_turns([sheet])
    if read_as == "grade":
        assert [one.speaker for one in turns] == ["catégorie A", "cat. C", ""]
        assert not any(one.fields["column"] for one in turns)
    else:
        assert [one.fields["column"] for one in turns] == values
        assert not any(one.speaker for one in turns)


def test_several_sheets_are_read_and_a_bad_one_loses_nothing_else():
    good = Sheet("Jour 1", (Row(1, ("Remarque",)), Row(2, ("bien",))))
    other = Sheet("Jour 2", (Row(3, ("Vague", "Ce qui a été dit")), Row(4, ("1", "court"))))
    bad = Sheet("Présents", (Row(1, ("Prénoms", "Heure")), Row(2, ("Maud", "9 h"))))
    turns, notices = remark_turns([good, bad, other], "vague-2")
    assert [(one.words, one.place, one.fields["wave"]) for one in turns] == [
        ("bien", "feuille « Jour 1 », ligne 2", "vague-2"),
        ("court", "feuille « Jour 2 », ligne 4", "vague-1"),
    ]
    (note,) = notices
    assert "Il manque la colonne « remarque »" in note.what.replace("\u202f", " ")
    assert "« Prénoms », « Heure »" in note.what.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ([], "vide"),
        ([Sheet("", ())], "vide"),
        ([Sheet("", (Row(1, ("a", "b")), Row(2, ("c", "d"))))], "Il manque la colonne"),
        ([Sheet("", (Row(3, ("Thème", "Colonne")),))], "« Thème », « Colonne »"),
        ([Sheet("", (Row(1, ("Remarque",)),))], "aucune remarque"),
        ([Sheet("", (Row(1, ("Remarque", "Qui")), Row(2, ("", "Maud"))))], "aucune remarque"),
    ],
)
def test_a_table_that_is_none_says_what_was_found_and_what_to_do(sheets, told):
    with pytest.raises(SourceError) as caught:
        remark_turns(sheets)
    assert told in caught.value.what.replace("\u202f", " ")
    assert caught.value.cure


CELL = st.text(st.sampled_from("aé«» :;,\n=-"), max_size=6)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
def test_no_row_with_a_remark_is_lost_and_none_is_made_up(rows):
    table = [("Remarque", "Participant", "Thème", "Colonne"), *rows]
    sheet = Sheet("", tuple(Row(n, row) for n, row in enumerate(table, start=1)))
    wanted = [" ".join(row[0].split()) for row in rows if row[0].strip()]
    if not wanted:
        with pytest.raises(SourceError):
            remark_turns([sheet])
        return
    turns, _ = remark_turns([sheet])
    assert [one.words for one in turns] == wanted
    assert [one.speaker for one in turns] == [
        " ".join(row[1].split()) for row in rows if row[0].strip()
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("fin.xlsx", b"PK\x03\x04 nothing"),
        ("fin.csv", b"\x00\x01\x02\x03" * 50),
        ("fin.csv", b'remarque;qui\n"ouverte;Maud\n'),
        ("fin.docx", b"%PDF-1.4"),
        ("fin.txt", b""),
    ],
)
def test_a_damaged_file_is_named_and_stops_nothing_else(tmp_path, name, data):
    good = {"debriefings/vague-1/bon.txt": "Maud : la méthode tient"}
    corpus, material = made(tmp_path, {**good, f"debriefings/vague-1/{name}": data})
    assert list(corpus.texts) == ["bon"]
    (fault,) = [note for note in material.notices if note.severity == "erreur"]
    assert fault.path == f"data/raw/debriefings/vague-1/{name}"
    assert fault.what
    assert fault.cure


def test_subtitles_of_a_debriefing_are_remarks_too(tmp_path):
    cue = "1\n00:00:01,000 --> 00:00:03,000\nLa méthode tient.\n"
    path = tmp_path / "raw/debriefings/vague-1/fin.srt"
    path.parent.mkdir(parents=True)
    path.write_text(cue, encoding="utf-8")
    document = read(path, tmp_path / "raw")
    assert [turn.words for turn in document.turns] == ["La méthode tient."]
