"""What somebody reads who has the published files of one publication, and nothing else.

Each kind of file is read as it is: the page's table and its phone list, the workbook, the Word
document, a chart's data, its words and its drawing, and the sheets by their structure.
"""

from __future__ import annotations

import csv
import ctypes
import itertools
import re
from dataclasses import dataclass

import docx
import lxml.html
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium

SHOWN, NOT_SHOWN = "montré", "non montré"
_COUNTED = re.compile(r"(.*?)(?: \((\d[^)]*)\))?")
# alone in its cell, or below the words that are quoted there
_COUNT = re.compile(r"(?:^|(?<=[.,] ))\D*?(\d+(?: à \d+| et plus)?)$")
_BESIDE = re.compile(r"(.*?)(?: (\d+(?: à \d+| et plus)?))?")


@dataclass(frozen=True)
class Table:
    """One table as a file tells it: labels; each cell shown or not; the bands that are told."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shown: frozenset[tuple[str, str]]
    bands: dict[tuple[str, str], str]


@dataclass(frozen=True)
class Quote:
    """Cleared words as a file tells them: under which row and column, said by whom."""

    row: str
    column: str
    words: str
    speaker: str


def _plain(text):
    return " ".join(str(text or "").replace("\u202f", " ").replace("\u00a0", " ").split())


def _table(lines, margin=_COUNTED):
    """Read [corner, columns…], [row, cells…]…; margins stand with the labels."""
    (_, *heads), *rows = [[_plain(one) for one in line] for line in lines]
    bands, shown, names = {}, set(), []
    columns = []
    for head in heads:
        label, band = margin.fullmatch(head).groups()
        columns.append(label)
        if band:
            bands["", label] = band
    for head, *cells in rows:
        label, band = margin.fullmatch(head).groups()
        names.append(label)
        if band:
            bands[label, ""] = band
        for column, told in zip(columns, cells, strict=True):
            if told in ("–", NOT_SHOWN):
                continue
            shown.add((label, column))
            if count := _COUNT.search(told):
                bands[label, column] = count[1]
    return Table(tuple(names), tuple(columns), frozenset(shown), bands)


# -- each kind of file -----------------------------------------------------------------------------


def page(folder):
    return lxml.html.fromstring((folder / "page/accrochage.html").read_text(encoding="utf-8"))


def of_the_page(folder):
    (table,) = page(folder).xpath("//div[@class='wide']/table")
    lines = []
    for row in table.iter("tr"):
        line = []
        for cell in row:
            count = "".join(one.text_content() for one in cell.find_class("count"))
            if cell.tag == "td":
                line.append("–" if "not" in cell.get("class") else count or SHOWN)
            else:
                name = _plain(cell.text_content())
                line.append(
                    f"{name.removesuffix(_plain(count)).strip()} ({count})" if count else name
                )
        lines.append(line)
    return _table(lines)


def of_the_phone(folder):
    """Read the list that a phone shows in the table's place: what is shown, nothing of the rest."""
    shown = set()
    for section in page(folder).xpath("//div[@class='narrow']/section"):
        row = _named(section.find("h3"))
        shown |= {(row, _named(one)) for one in section.iter("li")}
    return frozenset(shown)


def _named(node):
    for one in node.xpath(".//*[@class='count' or self::a or @aria-hidden]"):
        one.drop_tree()
    return _plain(node.text_content())


def of_the_workbook(folder):
    book = openpyxl.load_workbook(folder / "collegues/accrochage.xlsx")
    return _table([[c.value for c in row] for row in book["Tableau"].iter_rows(min_row=2)])


def of_the_document(folder):
    (table,) = docx.Document(folder / "collegues/accrochage.docx").tables
    return _table([[cell.text for cell in row.cells] for row in table.rows])


def of_the_csv(folder, name="graphiques/tableau.csv"):
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return (
        frozenset((r["ligne"], r["colonne"]) for r in rows if r["case"] == SHOWN),
        {(r["ligne"], r["colonne"]): _plain(r["personnes"]) for r in rows if r["personnes"]},
    )


def of_the_words(folder, name="graphiques/tableau.alt.txt"):
    """Read the words that stand for a chart."""
    shown = set()
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        row, colon, told = _plain(line).rstrip(".").partition(" : ")
        if colon and "rien n’est montré" not in told:
            for one in re.split(r", | et ", told):
                shown.add((_COUNTED.fullmatch(row)[1], _COUNTED.fullmatch(one)[1]))
    return frozenset(shown)


def of_the_drawing(folder, table):
    """Read a chart as the eye does: which squares are filled, from the first to the last."""
    source = (folder / "graphiques/tableau.svg").read_text(encoding="utf-8")
    squares = re.findall(
        r'<path d="M ([\d.]+) ([\d.]+)[^"]*"[^>]*style="([^"]*stroke: #d3d7de[^"]*)"', source
    )
    squares = sorted((float(y), float(x), style) for x, y, style in squares if "0.4;" in style)
    squares = [
        one for _, line in itertools.groupby(squares, lambda one: round(one[0])) for one in line
    ]
    cells = list(itertools.product(table.rows, table.columns))
    assert len(squares) == len(cells)
    return frozenset(
        cell
        for cell, (_, _, style) in zip(cells, squares, strict=True)
        if "fill: none" not in style
    )


def of_the_sheet(data):
    """Read the cross table of a tagged PDF from its structure, as a screen reader does."""
    lines = []
    for sheet in pypdfium2.PdfDocument(data):
        said, room = {}, ctypes.create_string_buffer(4096)
        letters = sheet.get_textpage()
        for one in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
            size = pdfium.FPDFTextObj_GetText(
                one.raw, letters.raw, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), 4096
            )
            said[mark] = said.get(mark, "") + room.raw[: max(0, size - 2)].decode("utf-16-le")
        tree = pdfium.FPDF_StructTree_GetForPage(sheet.raw)
        roots = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, n)
                 for n in range(pdfium.FPDF_StructTree_CountChildren(tree))]  # fmt: skip
        found = [line for root in roots for line in _lines(root, said)]
        pdfium.FPDF_StructTree_Close(tree)
        lines = lines or found[:1]
        lines += found[1:]
    return _table(lines, _BESIDE)


def _lines(node, said):
    if _kind(node) == "TR":
        yield [_told(one, said) for one in _children(node)]
        return
    for one in _children(node):
        yield from _lines(one, said)


def _told(node, said):
    marks = range(max(0, pdfium.FPDF_StructElement_GetMarkedContentIdCount(node)))
    own = [
        said.get(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(node, n), "") for n in marks
    ]
    return " ".join([*own, *(_told(one, said) for one in _children(node))])


def _children(node):
    count = max(0, pdfium.FPDF_StructElement_CountChildren(node))
    found = [pdfium.FPDF_StructElement_GetChildAtIndex(node, n) for n in range(count)]
    return [one for one in found if one]


def _kind(node):
    room = ctypes.create_string_buffer(64)
    size = pdfium.FPDF_StructElement_GetType(node, room, 64)
    return room.raw[: max(0, size - 2)].decode("utf-16-le")


def quotes(folder):
    """Return the quotes of the page, those of cells with their row and column."""
    found = []
    for one in page(folder).find_class("quote"):
        cell = next((a for a in one.iterancestors() if a.get("class") == "cell"), None)
        where = (
            _plain(cell.find("h4").text_content()).split(" × ") if cell is not None else ("", "")
        )
        told = one.find("figcaption")
        words = _plain(one[0].text_content()).strip("« »")
        found.append(Quote(*where, words, _plain(told.text_content()) if told is not None else ""))
    return found


def heard(folder):
    """Return « Qui avons-nous entendu ? » of the page: all, then title → label → band."""
    section = page(folder).get_element_by_id("entendus", None)
    if section is None:
        return "", {}
    by = {
        _plain(part.find("h3").text_content()): {
            _plain(one.find("dt").text_content()): _plain(one.find("dd").text_content())
            for one in part.iter("div")
        }
        for part in section.iter("section")
        if part.find("h3") is not None
    }
    return _plain(section.find("p").text_content()).removesuffix(" personnes."), by


def span(band, most):
    """Return what a band says, from–to.

    >>> span("3 à 4", 9), span("5 et plus", 9), span("6", 9)
    ((3, 4), (5, 9), (6, 6))
    """
    numbers = [int(one) for one in re.findall(r"\d+", band)]
    return numbers[0], most if "plus" in band else numbers[-1]
