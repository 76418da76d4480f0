"""Sheets read by ear, as pdfium reads them: tagged, titled, in French, each picture in words.

typst writes PDF/UA-1 and refuses to write what is not; this looks again, with another program.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from transfo_analysis.display.look import Logo, Style
from transfo_analysis.display.sheets import make

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="3"><rect width="9" height="3"/></svg>'


@pytest.fixture(scope="module")
def sheets(releases, tmp_path_factory):
    style = replace(Style(), logo=Logo("logo.svg", LOGO))
    folder = tmp_path_factory.mktemp("feuilles")
    return {path.stem: pdfium.PdfDocument(path) for path in make(releases.example(), style, folder)}


def said(get, *node):
    """Return a string that pdfium gives, "" for none."""
    size = get(*node, None, 0)
    room = ctypes.create_string_buffer(max(2, size))
    get(*node, ctypes.cast(room, get.argtypes[-2]), size)
    return room.raw[: max(0, size - 2)].decode("utf-16-le")


def elements(page):
    """Return (kind, alternative text) of every element of a page's structure."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    count = raw.FPDF_StructTree_CountChildren(tree)
    waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)]
    found = []
    while waiting:
        one = waiting.pop(0)
        if one:
            kind = said(raw.FPDF_StructElement_GetType, one)
            found.append((kind, said(raw.FPDF_StructElement_GetAltText, one)))
            children = range(max(0, raw.FPDF_StructElement_CountChildren(one)))
            waiting += [raw.FPDF_StructElement_GetChildAtIndex(one, n) for n in children]
    raw.FPDF_StructTree_Close(tree)
    return found


def test_every_book_is_tagged_titled_and_in_french(sheets, releases):
    for name, book in sheets.items():
        assert raw.FPDFCatalog_IsTagged(book.raw), name
        assert said(raw.FPDFCatalog_GetLanguage, book.raw) == "fr", name
        assert book.get_metadata_value("Title") == releases.example().title, name


def test_every_page_has_a_structure_and_every_book_a_heading(sheets):
    for name, book in sheets.items():
        kinds = [Counter(kind for kind, _ in elements(page)) for page in book]
        assert all(kinds), name
        assert sum(one["H1"] for one in kinds), name


def test_every_picture_is_told_in_words(sheets):
    told = {
        (name, alt)
        for name, book in sheets.items()
        for page in book
        for kind, alt in elements(page)
        if kind == "Figure"
    }
    assert ("reactions", "Code à flasher vers https://example.org/accrochage") in told
    assert all(alt for _, alt in told)


def test_the_cross_table_is_a_table_with_headings(sheets, releases):
    grid = releases.example().grids[0]
    for paper in ("A3", "A0"):
        kinds = Counter(kind for page in sheets[f"tableau-{paper}"] for kind, _ in elements(page))
        assert kinds["TR"] == len(grid.rows) + 1
        assert kinds["TH"] >= len(grid.columns) + 1
        assert kinds["TH"] + kinds["TD"] == (len(grid.rows) + 1) * (len(grid.columns) + 1)


def test_letters_are_in_the_file(sheets):
    for name, book in sheets.items():
        for page in book:
            for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(one.raw)
                assert raw.FPDFFont_GetIsEmbedded(font) == 1, name
