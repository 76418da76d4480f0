"""What colleagues take away, and the charts for the public: cleared words, no trace of anyone."""

import csv
import io
import itertools
import re
import zipfile

import docx
import openpyxl
import pytest

from transfo_analysis.display.office import release_document, release_workbook
from transfo_analysis.display.render import write
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import A3, house
from transfo_analysis.display.wall_charts import SLIDE, mark, slides, wall_charts


@pytest.fixture(params=["example", "empty", "hostile"])
def release(request, releases):
    return getattr(releases, request.param)()


def sheets(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: sheet for sheet in book}


def test_workbook_opens_with_a_row_for_each_row_of_the_table(release):
    table = sheets(release_workbook(release))["Tableau"]
    (grid,) = release.grids
    assert [row[0].value for row in table.iter_rows(min_row=3)] == [row.label for row in grid.rows]
    assert table.auto_filter.ref


def test_no_cell_is_a_formula(releases):
    for sheet in sheets(release_workbook(releases.hostile())).values():
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_two_columns_of_one_label_are_both_there(releases):
    from dataclasses import replace

    one = releases.grid()
    columns = tuple(replace(column, label="Freins") for column in one.columns)
    twice = replace(releases.example(), grids=(replace(one, columns=columns),))
    table = sheets(release_workbook(twice))["Tableau"]
    heads = [cell.value for cell in table[2]]
    assert heads[1:3] == ["Freins", "Freins – 2"]
    assert len(set(heads)) == len(columns) + 1
    assert not any(":" in head for head in heads[1:])  # an identifier may hold a name


def test_document_says_all_that_is_cleared(releases):
    release = releases.example()
    document = docx.Document(io.BytesIO(release_document(release)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for finding in release.findings:
        assert re.sub(r"\s", " ", finding.statement) in re.sub(r"\s", " ", words)
    assert "«\u202fÀ pied, j’entends les gens" in words
    assert "(selon nos notes)" in words


@pytest.mark.parametrize("make", [release_workbook, release_document])
def test_same_bytes_and_no_trace_of_who_or_when(releases, make):
    release = releases.example()
    data = make(release)
    assert make(release) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert not re.search("creator|lastModifiedBy|created|modified", core)


@pytest.mark.parametrize("make", [release_workbook, release_document])
def test_a_draft_says_so(releases, make):
    def texts(release):
        with zipfile.ZipFile(io.BytesIO(make(release))) as archive:
            return b" ".join(archive.read(name) for name in archive.namelist()).decode(
                "utf-8", "replace"
            )

    assert "rouillon, ne pas afficher" in texts(releases.example(draft=True))
    assert "rouillon, ne pas afficher" not in texts(releases.example())


def test_charts_tell_only_what_is_shown(releases, tmp_path):
    release = releases.example(counts=True)
    (grid,) = release.grids
    with house():
        for chart in wall_charts(release):
            write(chart, tmp_path, mark=mark(release))
    with (tmp_path / "tableau.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert sum(row["case"] == "montré" for row in rows) == sum(c.shown for c in grid.cells.values())
    assert {row["personnes"] for row in rows} == {"", "3 à 5"}
    told = (tmp_path / "tableau.alt.txt").read_text(encoding="utf-8")
    assert "Trottinette, rollers, skate\u202f: rien n’est montré." in told
    assert "<!--" not in (tmp_path / "tableau.svg").read_text(encoding="utf-8")


def test_who_was_heard_is_told_alike_by_every_file(releases, tmp_path):
    from dataclasses import replace

    from transfo_analysis.display.visitors import page
    from transfo_analysis.guard.release import Heard

    absent = "Personne n’a été entendu en catégorie A."
    by = (("Par catégorie", (("Catégorie B", "5 à 9"), ("Catégorie C", "10 à 14"))),)
    release = replace(releases.example(), heard=Heard("15 à 19", by, (absent,)))
    with house():
        for chart in wall_charts(release):
            write(chart, tmp_path, ("svg",), mark(release))
    with (tmp_path / "personnes-entendues.csv").open(encoding="utf-8") as lines:
        assert [row["personnes"] for row in csv.DictReader(lines)] == ["5 à 9", "10 à 14"]
    # a disc a person who is there, a ring a person who may be, and those of the legend
    drawn = (tmp_path / "personnes-entendues.svg").read_text(encoding="utf-8")
    blue = re.findall(r'<path[^>]*?style="(fill|fill: none; stroke): #1f4e79', drawn)
    assert (blue.count("fill"), blue.count("fill: none; stroke")) >= (15 + 5 + 10, 4 + 4 + 4)
    words = docx.Document(io.BytesIO(release_document(release))).paragraphs
    texts = [
        (tmp_path / "personnes-entendues.alt.txt").read_text(encoding="utf-8"),
        page(release),
        "\n".join(one.text for one in words),
        " ".join(
            str(c.value) for row in sheets(release_workbook(release))["Entendus"] for c in row
        ),
    ]
    for text in texts:
        assert absent in text
    assert "●●●●●○○○○" in texts[1]
    assert "entendu\u202f?." not in texts[0]


def test_charts_of_anything_are_drawn_twice_alike(release, tmp_path):
    with house():
        for folder in ("a", "b"):
            for chart in wall_charts(release):
                write(chart, tmp_path / folder, ("svg",), mark(release))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("paper", [A3, SLIDE], ids=lambda paper: paper.name)
def test_labels_of_forty_rows_do_not_run_into_each_other(releases, monkeypatch, paper):
    written, own = [], Sheet.text

    def text(sheet, x, y, words, size, **options):
        written.append((y, size, words))
        own(sheet, x, y, words, size, **options)

    monkeypatch.setattr(Sheet, "text", text)
    release = releases.hostile(1)
    with house():
        wall_charts(release, paper)
    names = [row.label for row in release.grids[0].rows]
    rows = [(y, size) for y, size, words in written if words in names]
    assert len(rows) == 40
    for (above, _), (below, size) in itertools.pairwise(rows):
        assert below - above >= size * 0.3528  # a point, in millimetres


def test_the_files_of_several_tables_are_named_after_their_cases(releases):
    from dataclasses import replace

    release = releases.example()
    (grid,) = release.grids

    def names(*cases):
        grids = tuple(replace(grid, case=case) for case in cases)
        return [one.name for one in wall_charts(replace(release, grids=grids, heard=None))]

    with house():
        assert names("mobilites") == ["tableau"]
        assert names("mobilites", "besoins") == ["tableau-mobilites", "tableau-besoins"]
        # no file is written over another
        assert names("p01", "p01", "") == ["tableau-1", "tableau-2", "tableau-3"]


def test_slides_are_of_a_screen(releases):
    assert SLIDE.width / SLIDE.height == pytest.approx(16 / 9, abs=1e-4)
    assert next(one.name for one in slides(releases.example())) == "diapositive-tableau"
