"""The workshop from notes alone: printed, sorted on the table, typed, back on the board."""

from __future__ import annotations

import shutil
import time

import openpyxl
import pypdfium2 as pdfium
import pytest

from transfo_analysis import open_project
from transfo_analysis.errors import MissingFileError, SettingsError, SourceError, TableError
from transfo_analysis.interchange.sorting_sheet import HEADS

NOTES = """---
titre: Échange avec Ana
enquete: Ana
prise: notes
---
elle prend le bus quand il passe
« le vélo, jamais »
Rq : pressée
"""
AT = {name: rank for rank, name in enumerate(HEADS, start=1)}


@pytest.fixture
def notes_only(new_project):
    """Return a project with the notes of one talk and nothing else: no transcript, no coding."""
    path = new_project / "data/raw/entretiens/vague-1/échange-ana.md"
    path.write_text(NOTES, encoding="utf-8")
    return open_project(new_project)


def sheet_of(project, folder):
    project.workshop(folder)
    return folder / "tri.xlsx"


def fill(path, filled):
    """Type into the sheet: {card number: {column: words}}."""
    book = openpyxl.load_workbook(path)
    sheet = book["Tri"]
    for row in range(3, sheet.max_row + 1):
        for name, words in filled.get(sheet.cell(row, AT["number"]).value, {}).items():
            sheet.cell(row, AT[name]).value = words
    book.save(path)
    return path


def rows(path):
    sheet = openpyxl.load_workbook(path)["Tri"]
    return [
        {name: sheet.cell(row, at).value for name, at in AT.items()}
        for row in range(3, sheet.max_row + 1)
    ]


def journal(project):
    folder = project.folder / "data/coding/journal"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.jsonl"))}


def test_round_trip_from_notes_alone_in_less_than_a_minute(notes_only, tmp_path):
    began = time.perf_counter()
    paper = notes_only.workshop(tmp_path / "atelier", "A0")
    assert [path.name for path in paper] == ["cartes.pdf", "grille-A0.pdf", "tri.xlsx"]
    assert not notes_only.processed.joinpath("annotations").exists()  # no language model
    cards = rows(paper[2])
    assert [card["number"] for card in cards] == [1, 2]  # the remark is no card
    assert cards[1]["words"] == "«\u202fle vélo, jamais\u202f»"
    assert not any(card["sort"] for card in cards)
    placed = {"row": "Vélo", "column": "Freins", "sort": "Les dysfonctionnements"}
    fill(paper[2], {2: {**placed, "against": "Nadia : chantiers", "remark": "à vérifier"}})
    done = notes_only.import_sort(paper[2])
    assert (done.sorted, done.coded, done.notices) == (2, 2, ())
    assert time.perf_counter() - began < 60
    board = notes_only.board().sorting.answer({"type": "hello", "n": 1})
    (card,) = [one for one in board["cards"] if "velo/" in str(one["id"])]
    # on the board too: where the group put it, and who would have put it elsewhere
    assert (card["where"], card["differs"]) == ("dysfunction", True)
    assert {one["who"]: one["to"] for one in card["sorts"]} == {
        "le groupe": "dysfunction",
        "Nadia": "next_work",
    }
    bundle = notes_only.bundles().set_index("bundle_id").loc["mobilites/mode:velo/categorie:frein"]
    assert bundle["column_now"] == "dysfunction"  # the group's, though Nadia differs
    assert "le groupe" in bundle["sorted_by"]
    assert "Nadia" in bundle["sorted_by"]
    assert bundle["people"] == 1
    codings = notes_only.codings()
    assert set(codings["origin"]) == {"imported"}
    assert set(codings["coder"]) == {"le groupe"}
    assert {quote.strip("«» \u202f") for quote in codings["quote"]} == {"le vélo, jamais"}
    assert "à vérifier" in notes_only.state().memos.values()


def test_remarks_of_a_debriefing_are_cards_of_its_case_and_those_placed_already_are_not(
    new_project,
):
    project = open_project(new_project, "Nadia")
    project.add_exercise("debriefing")
    folder = project.raw / "debriefings" / "vague-1"
    folder.mkdir(parents=True, exist_ok=True)
    table = (
        "remarque;thème;colonne\nle rôle n’est pas clair;;\non reste debout;La méthode;Ça gêne\n"
    )
    (folder / "fin.csv").write_text(table, encoding="utf-8")
    project.workshop(project.folder / "papiers", case="debriefing")
    cards = rows(project.folder / "papiers" / "tri.xlsx")
    loose = [card["words"] for card in cards if not card["row"]]
    assert loose == ["le rôle n’est pas clair"]
    assert ("La méthode", "Ça gêne") in {(card["row"], card["column"]) for card in cards}


def test_imported_twice_changes_nothing_even_if_the_board_moved(notes_only, tmp_path):
    sheet = sheet_of(notes_only, tmp_path)
    placed = {"row": "Vélo", "column": "Freins", "sort": "chantiers", "remark": "ok"}
    fill(sheet, {2: {**placed, "against": "Nadia : Mis de côté"}})
    notes_only.import_sort(sheet)
    before = journal(notes_only)
    again = notes_only.import_sort(sheet)
    assert (again.sorted, again.coded) == (0, 0)
    assert journal(notes_only) == before
    notes_only.coding.coder = "le groupe"
    notes_only.coding.move_bundle("mobilites/mode:velo/categorie:frein", "lesson", "le groupe")
    assert notes_only.import_sort(sheet).sorted == 0
    assert notes_only.bundles()["column_now"].tolist().count("lesson") == 1


def test_one_undo_takes_the_whole_sheet_back(notes_only, tmp_path):
    sheet = fill(
        sheet_of(notes_only, tmp_path),
        {
            1: {"row": "Bus", "column": "Usages"},
            2: {"row": "Vélo", "column": "Freins", "sort": "À trier"},
        },
    )
    bus = notes_only.codebook.label("mode:transport_urbain")
    fill(sheet, {1: {"row": bus}})
    notes_only.coding.coder = "Maud"
    assert notes_only.import_sort(sheet).coded == 4
    notes_only.coding.undo()
    assert len(notes_only.codings()) == 0
    assert not any(notes_only.state().bundle_sorts.values())
    # what was taken back may be brought back
    assert notes_only.import_sort(sheet).coded == 4


def test_bundles_and_findings_are_sorted_where_they_stand(own_case, tmp_path):
    project = open_project(own_case, "Maud")
    finding = project.coding.word_finding("Le vélo attend son antivol.")
    sheet = sheet_of(project, tmp_path)
    kinds = {card["reference"].split(" ", 3)[2] for card in rows(sheet)}
    assert {"rassemblement", "constat"} <= kinds
    cards = rows(sheet)
    bundle = next(c for c in cards if "rassemblement" in c["reference"] and c["row"])
    worded = next(c for c in cards if finding in c["reference"])
    name = bundle["reference"].split("rassemblement ")[1]
    fill(
        sheet,
        {
            bundle["number"]: {"sort": "grands enseignements"},
            worded["number"]: {"sort": "Dysfonctionnement", "against": "Idris : chantiers"},
        },
    )
    done = project.import_sort(sheet)
    assert done.notices == ()
    assert project.state().bundle_sorts[name]["le groupe"] == "lesson"
    assert dict(project.state().findings[finding].sorts) == {
        "le groupe": "dysfunction",
        "Idris": "next_work",
    }


def test_what_is_unknown_gets_one_notice_each_and_the_rest_goes_in(own_case, tmp_path):
    project = open_project(own_case, "Maud")
    sheet = sheet_of(project, tmp_path)
    book = openpyxl.load_workbook(sheet)
    page = book["Tri"]
    for row, number, words in (
        (3, None, "Les chantiers"),
        (4, None, "Les regrets"),
        (5, 99, "Les chantiers"),
    ):
        page.cell(row, AT["sort"]).value = words
        if number:
            page.cell(row, AT["number"]).value = number
    page.cell(6, AT["against"]).value = "Nadia ; Paul : ailleurs"
    page.append([777, *[None] * (AT["sort"] - 2), "Les chantiers"])
    book.save(sheet)
    done = project.import_sort(sheet)
    assert done.sorted == 1
    told = [str(note) for note in done.notices]
    assert len(told) == 5
    for said in ("Les regrets", "carte 3", "777", "Nadia", "ailleurs"):
        assert sum(said in one for one in told) == 1, said
    assert all(note.path == "tri.xlsx" and note.place.startswith("ligne") for note in done.notices)


def test_a_card_whose_words_were_corrected_is_found_where_they_are_now(notes_only, tmp_path):
    placed = {"row": "Vélo", "column": "Freins"}
    sheet = fill(
        sheet_of(notes_only, tmp_path), {1: {"row": "Vélo", "column": "Usages"}, 2: placed}
    )
    path = notes_only.raw / "entretiens/vague-1/échange-ana.md"
    longer = NOTES.replace("elle prend le bus", "En janvier comme en juin, elle prend le tram")
    path.write_text(longer, encoding="utf-8")
    done = notes_only.import_sort(sheet)
    # the first card's words are no longer there: said, and nothing else coded in their place
    assert [note.place for note in done.notices] == ["ligne 3, carte 1"]
    assert {quote.strip("« »\u202f") for quote in notes_only.codings()["quote"]} == {
        "le vélo, jamais"
    }


def test_text_never_becomes_a_formula(notes_only, tmp_path):
    path = notes_only.raw / "entretiens/vague-1/échange-ana.md"
    path.write_text(NOTES.replace("elle prend le bus", '=HYPERLINK("x") +1'), encoding="utf-8")
    sheet = sheet_of(notes_only, tmp_path)
    page = openpyxl.load_workbook(sheet)["Tri"]
    cell = page.cell(3, AT["words"])
    assert cell.value.startswith("=HYPERLINK")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_same_state_prints_the_same_bytes_without_a_date(own_case, tmp_path):
    project = open_project(own_case)
    first = project.workshop(tmp_path / "a")
    again = open_project(own_case).workshop(tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in again]


def test_every_card_and_grid_says_it_is_no_display(notes_only, tmp_path):
    for path in notes_only.workshop(tmp_path)[:2]:
        for page in pdfium.PdfDocument(path.read_bytes()):
            text = " ".join(page.get_textpage().get_text_range().split()).lower()
            assert "document de travail, ne pas afficher" in text


def test_a_dated_folder_is_never_written_over(notes_only):
    first, again = notes_only.workshop()[0].parent, notes_only.workshop()[0].parent
    assert first != again
    assert first.parent == again.parent == notes_only.folder / "exports"


def test_without_any_matter_the_grid_is_there(new_project, tmp_path):
    paper = open_project(new_project).workshop(tmp_path)
    assert [path.name for path in paper] == ["grille-A3.pdf"]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("absent.xlsx", None, MissingFileError),
        ("tri.pdf", b"%PDF-1.7", SourceError),
        ("tri.xlsx", b"pas un classeur", SourceError),
        ("tri.csv", b"a;b\n1;2\n", TableError),
    ],
)
def test_a_file_that_is_no_sorting_sheet_is_refused(notes_only, tmp_path, name, data, fault):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(fault) as told:
        notes_only.import_sort(tmp_path / name)
    assert told.value.path == name
    assert journal(notes_only) == {}


def test_an_unknown_paper_is_refused(notes_only):
    with pytest.raises(SettingsError, match="A3"):
        notes_only.workshop(paper="B5")


def test_a_sheet_saved_as_csv_comes_back_too(notes_only, tmp_path):
    sheet = sheet_of(notes_only, tmp_path)
    cards = rows(sheet)
    cards[1] |= {"row": "velo", "column": "frein", "sort": "next_work"}
    lines = [";".join(HEADS.values())]
    lines += [";".join(str(card[name] or "") for name in HEADS) for card in cards]
    path = tmp_path / "tri.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    shutil.rmtree(notes_only.folder / "data/coding/journal", ignore_errors=True)
    assert notes_only.import_sort(path).sorted == 1
