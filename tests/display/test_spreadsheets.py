"""Spreadsheets hold what was typed: never a formula, whatever the words."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.display.render import csv_text
from transfo_analysis.display.spreadsheets import Page, workbook

ARMED = st.sampled_from(
    ["", "=", "+", "-", "@", " =", "- oui ", "=cmd|' /C calc'!A0", "+33 6", "\t="]
)
TEXTS = st.builds(lambda a, b: a + b, ARMED, st.text(max_size=40))


def _read(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_text_becomes_a_formula(texts):
    table = pd.DataFrame({"words": texts})
    data = workbook([Page("Essai", table, {"words": "=Mots"})], "=note")
    for row in _read(data).iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n", "inlineStr")
            assert cell.data_type != "n" or cell.value is None
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_words_stay_as_typed():
    typed = ["- oui", "=1+1", "+ de vélos", "@maire", "1e3", "été ; « oui »", ""]
    table = pd.DataFrame({"words": typed})
    sheet = _read(workbook([Page("Essai", table, {"words": "Mots"})], "note"))
    assert [row[0].value or "" for row in sheet.iter_rows(min_row=3)] == typed


def test_control_signs_and_endless_texts_do_not_stop_the_export():
    table = pd.DataFrame({"words": ["a\x00b\x1fc", "x" * 40_000]})
    sheet = _read(workbook([Page("Essai", table, {"words": "Mots"})], "note"))
    assert sheet["A3"].value == "a\ufffdb\ufffdc"
    assert len(sheet["A4"].value) == 32_767


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_cell_of_a_csv_begins_like_a_formula(texts):
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"words": texts})))))
    assert len(rows) == len(texts) + 1
    for words, mention in rows[1:]:
        assert words.lstrip()[:1] not in ("=", "+", "-", "@")
        assert mention == "document de travail, ne pas afficher"


def test_each_workbook_is_marked_filtered_and_keeps_its_head_in_sight(papers):
    names = {name for name in papers if name.endswith(".xlsx")}
    assert names == {"tableau-croise.xlsx", "passages.xlsx", "constats.xlsx"}
    for name in names:
        for sheet in openpyxl.load_workbook(papers[name]).worksheets:
            assert "Document de travail, ne pas afficher" in sheet["A1"].value
            assert sheet.freeze_panes == "A3"
            assert sheet.auto_filter.ref.startswith("A2:")


def test_every_number_of_the_table_opens_to_its_quotes(papers, made):
    book = openpyxl.load_workbook(papers["tableau-croise.xlsx"])
    quotes = pd.DataFrame(
        list(book["Citations"].values)[2:], columns=[c.value for c in book["Citations"][2]]
    )
    matter = made.matter()
    for cell in matter.cross_table.cells.itertuples():
        here = quotes[
            (quotes["Ligne"] == matter.codebook.label(cell.row))
            & (quotes["Colonne"] == matter.codebook.label(cell.column))
        ]
        assert here["Personne"].nunique() == cell.people
        assert set(here["Codage"]) == set(cell.coding_ids.split())


def test_what_the_program_proposes_is_never_in_the_quotes(papers):
    book = openpyxl.load_workbook(papers["passages.xlsx"])
    head = [cell.value for cell in book["Passages"][2]]
    assert "Codes proposés (non validés)" in head
