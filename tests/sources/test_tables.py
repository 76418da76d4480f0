"""The common wall table, participants.csv, sources.csv."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.sources.spreadsheet import read_csv

HEADER = ["vague", "groupe", "ligne", "colonne", "texte", "source", "situation"]
ROWS = [
    ["1", "enquête", "Vélo", "frein", "« Trop lourd », l’été ; à pied", "Nadia", ""],
    ["1", "veille", "Bus", "usage", "=1+1", "", "Tournée"],
]
CELL = st.text(st.sampled_from("aé'’«» ;,\t\"=1-\n€"), max_size=8)


def written(rows, separator=",", encoding="utf-8"):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def papers(result):
    return [
        (t.words, t.fields["row"], t.fields["column"], t.fields["source"], t.place)
        for t in result.documents[0].turns
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=5))
def test_encoding_and_separator_change_no_cell(separator, encoding, rows):
    table = [["première", "deuxième", "troisième"], *rows]
    found = [row.cells for row in read_csv(written(table, separator, encoding)).rows]
    assert found == [tuple(c.strip() for c in row) for row in table if any(c.strip() for c in row)]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("above", [0, 3])
def test_a_list_is_read_under_its_titles(material, make, extension, above):
    titles = [["Le mur du labo"]] * above
    table = [*titles, HEADER, *ROWS]
    data = (
        written(table, ";") if extension == "csv" else make.xlsx({"Mur": [list(r) for r in table]})
    )
    if (
        extension == "xlsx"
    ):  # a formula nobody computed has no value: words starting with = are typed
        table[-1] = [*ROWS[1][:4], "1+1", *ROWS[1][5:]]
        data = make.xlsx({"Mur": [list(row) for row in table]})
    result = material({f"tableaux/vague-1/mur.{extension}": data})
    assert papers(result) == [
        (ROWS[0][4], "Vélo", "frein", "Nadia", f"ligne {above + 2}"),
        (table[-1][4], "Bus", "usage", "", f"ligne {above + 3}"),
    ]
    assert result.documents[0].kind == "wall_table"
    assert [turn.fields["situation"] for turn in result.documents[0].turns] == ["", "Tournée"]
    assert result.notices == ()


def test_a_row_without_wave_takes_the_folder_s(material):
    rows = [HEADER, ["", *ROWS[0][1:]], ["Vague 1", *ROWS[1][1:]]]
    turns = material({"tableaux/vague-2/mur.csv": written(rows)}).documents[0].turns
    assert [turn.fields["wave"] for turn in turns] == ["vague-2", "vague-1"]


def test_a_grid_as_drawn_is_unfolded(material, make):
    rows = [
        ["Mode", "Frein", "Levier"],
        ["Vélo", "- trop lourd\n- vol", "prêt"],
        ["", "pluie", ""],
        ["Bus", "", "ligne directe"],
    ]
    result = material({"tableaux/mur.xlsx": make.xlsx({"Feuil1": rows})})
    assert papers(result) == [
        ("trop lourd", "Vélo", "Frein", "", "cellule B2"),
        ("vol", "Vélo", "Frein", "", "cellule B2"),
        ("prêt", "Vélo", "Levier", "", "cellule C2"),
        ("pluie", "Vélo", "Frein", "", "cellule B3"),
        ("ligne directe", "Bus", "Levier", "", "cellule C4"),
    ]
    assert result.notices[0].severity == "note"


def test_merged_cells_fill_what_they_cover(material, make):
    rows = [
        ["Le mur", None, None],
        ["", "Frein", "Levier"],
        ["Vélo", "lourd", ""],
        [None, "vol", "prêt"],
    ]
    data = make.xlsx({"F": rows}, merged=("A1:C1", "A3:A4"))
    found = [(words, row) for words, row, *_ in papers(material({"tableaux/mur.xlsx": data}))]
    assert found == [("lourd", "Vélo"), ("vol", "Vélo"), ("prêt", "Vélo")]


def test_a_missing_column_names_the_sheet_what_was_found_and_expected(material, make):
    rows = [[c for c in HEADER if c != "texte"], [*ROWS[0][:4], "", ""]]
    result = material(
        {"tableaux/mur.xlsx": make.xlsx({"Le mur": rows}), "entretiens/a.txt": "E : oui"}
    )
    assert [document.path for document in result.documents] == ["entretiens/a.txt"]
    notice = result.notices[0]
    assert notice.place == "feuille « Le mur », ligne 1"
    assert "« texte »" in notice.what
    assert "« situation »" in notice.what
    assert notice.cure


def test_a_column_that_may_be_missing_is_said_and_the_rest_read(material):
    rows = [
        ["ligne", "colonne", "texte"],
        ["Vélo", "frein", "lourd"],
        ["Bus", "", "lent"],
        ["Bus", "x", ""],
    ]
    result = material({"tableaux/mur.csv": written(rows)})
    assert [turn.words for turn in result.documents[0].turns] == ["lourd", "lent"]
    assert [notice.place for notice in result.notices] == ["ligne 1", "ligne 3", "ligne 4"]


def test_a_sheet_that_is_no_table_does_not_stop_the_others(material, make):
    data = make.xlsx({"Mur": [HEADER, *ROWS[:1]], "Notes": [["à faire"], ["appeler"]], "Vide": []})
    result = material({"tableaux/mur.xlsx": data})
    assert [turn.place for turn in result.documents[0].turns] == ["feuille « Mur », ligne 2"]
    assert ["Notes" in notice.place for notice in result.notices] == [True]


def test_an_odd_quotation_mark_is_named_by_its_line(material):
    result = material(
        {"tableaux/mur.csv": 'ligne,colonne,texte\nVélo,frein,lourd\nBus,frein,"lent\n'}
    )
    assert result.documents == ()
    assert "guillemets" in result.notices[0].what
    assert result.notices[0].place == "ligne 3"


PEOPLE = ["pseudonyme", "roles", "grade", "metier", "service", "commune", "modes",
          "consentement_analyse", "consentement_citation", "consentement_affichage", "sexe"]  # fmt: skip
NADIA = ["Nadia", "enquêtée; Ambassadrice", "b", "inspectrice", "Hygiène", "Orbain", "velo;voiture",
         "oui", "Non", "", "F"]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_participants_are_read(material, separator, encoding):
    result = material({"participants.csv": written([PEOPLE, NADIA], separator, encoding)})
    (nadia,) = result.participants
    assert (nadia.pseudonym, nadia.roles, nadia.grade) == ("Nadia", ("enquêté", "ambassadeur"), "B")
    assert nadia.modes == ("velo", "voiture")
    assert (nadia.consent_analysis, nadia.consent_quotation, nadia.consent_display) == (
        True,
        False,
        False,
    )
    assert nadia.place == "ligne 2"
    assert result.notices == ()


def test_a_participant_twice_names_both_lines_and_keeps_the_narrower_consent(material):
    maud = ["Maud", *NADIA[1:]]
    again = ["nadia", *NADIA[1:7], "non", "non", "non", "F"]
    result = material({"participants.csv": written([PEOPLE, NADIA, maud, again])})
    assert [person.pseudonym for person in result.participants] == ["Nadia", "Maud"]
    assert not result.participants[0].consent_analysis
    assert result.notices[0].place == "ligne 4"
    assert "ligne 2" in result.notices[0].what


def test_a_consent_that_is_not_clear_is_a_no(material):
    row = [*NADIA[:7], "peut-être", "oui", "oui", "F"]
    result = material({"participants.csv": written([PEOPLE, row])})
    assert not result.participants[0].consent_analysis
    assert "peut-être" in result.notices[0].what


def test_rows_of_participants_that_cannot_be_used_are_named(material):
    rows = [PEOPLE, ["", *NADIA[1:]], ["Marie Claire", *NADIA[1:]], ["Ana", "pilote", *NADIA[2:]]]
    result = material({"participants.csv": written(rows)})
    assert [person.pseudonym for person in result.participants] == ["Ana"]
    assert [notice.place for notice in result.notices] == ["ligne 2", "ligne 3", "ligne 4"]


def test_a_table_of_participants_without_pseudonyms_is_refused_with_its_columns(material):
    result = material(
        {"participants.csv": "grade;roles\nA;enquêté\n", "entretiens/a.txt": "E : oui"}
    )
    assert result.participants == ()
    assert len(result.documents) == 1
    assert "« pseudonyme »" in result.notices[0].what
    assert "« grade »" in result.notices[0].what


def test_sources_say_what_the_file_does_not_and_the_header_wins(material):
    sources = (
        "fichier;vague;enquete;locuteurs;lieu\n"
        "entretiens/vague-1/é.txt;2;Nadia;X=Nadia;gare\n"
        "entretiens/absent.txt;1;;;\n"
    )
    text = "---\nlieu: mairie\n---\nX : oui\nsuite\nX : non"
    result = material({"sources.csv": sources, "entretiens/vague-1/e\u0301.txt": text})
    (document,) = result.documents
    assert document.path == "entretiens/vague-1/\u00e9.txt"
    assert document.metadata["vague"] == "vague-2"
    assert document.metadata["enquete"] == "Nadia"
    assert document.metadata["locuteurs"] == {"X": "Nadia"}
    assert document.metadata["lieu"] == "mairie"
    assert [turn.speaker for turn in document.turns] == ["X", "X"]
    assert ["absent.txt" in notice.what for notice in result.notices] == [True]
    assert result.overrides["entretiens/vague-1/\u00e9.txt"]["enquete"] == "Nadia"
