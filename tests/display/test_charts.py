"""What a person would miss if a chart lost it."""

from __future__ import annotations

import getpass
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from PIL import Image

from transfo_analysis.display import draw_charts, style
from transfo_analysis.display.balloons import balloons
from transfo_analysis.display.columns import finding_columns
from transfo_analysis.display.heatmap import heat_map
from transfo_analysis.display.people import people_heard
from transfo_analysis.display.sides import sides
from transfo_analysis.display.terms import key_terms

CHARTS = (
    "constats",
    "materiau",
    "personnes-entendues",
    "tableau-croise-ballons",
    "tableau-croise-chaleur",
    "termes-cles",
    "terrain-et-veille",
)
MAKERS = (heat_map, balloons, sides, key_terms, finding_columns, people_heard)


def _bare(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def _words(chart) -> str:
    """Return every word written on a chart's sheets, in reading order."""
    from matplotlib.text import Text

    return " ".join(
        _bare(text.get_text()) for sheet in chart.sheets for text in sheet.figure.findobj(Text)
    )


def _drawn(make, matter):
    with style.house():
        return make(matter)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".csv", ".alt.txt"])
def test_each_chart_has_its_formats_its_data_and_its_words(papers, name, ending):
    assert papers[name + ending].stat().st_size > 200


def test_same_matter_same_bytes_in_another_process(papers, made, tmp_path):
    script = (
        "import sys, importlib.util as u\n"
        "spec = u.spec_from_file_location('display_made', sys.argv[1])\n"
        "m = u.module_from_spec(spec); sys.modules['display_made'] = m\n"
        "spec.loader.exec_module(m)\n"
        "from pathlib import Path\n"
        "from transfo_analysis.display import working_papers\n"
        "working_papers(m.matter(), Path(sys.argv[2]))\n"
    )
    # another seed of hashes, another time zone, another day for those who ask the clock
    world = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
    subprocess.run(
        [sys.executable, "-c", script, made.__file__, str(tmp_path)],
        check=True,
        env=world,
        cwd=Path(__file__).parents[2],
    )
    again = {path.name: path for path in tmp_path.rglob("*") if path.is_file()}
    assert again.keys() == papers.keys()
    different = [n for n, p in papers.items() if p.read_bytes() != again[n].read_bytes()]
    assert different == []


def _insides(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return data + b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".pdf":
        import zlib

        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                data += zlib.decompress(stream)
            except zlib.error:
                continue
    return data


def test_no_file_tells_when_where_or_by_whom(papers):
    secrets = [b"CreationDate", b"ModDate", b"dc:creator", b"dcterms", b"Matplotlib v", b"/tmp/"]
    secrets += [b"Software", b"site-packages", os.fsencode(Path.home()) + b"/"]
    if len(getpass.getuser()) > 4:
        secrets.append(getpass.getuser().encode())
    for path in papers.values():
        inside = _insides(path)
        assert [s for s in secrets if s in inside] == [], path.name
    with zipfile.ZipFile(papers["passages.xlsx"]) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in CHARTS:
        assert set(Image.open(papers[f"{name}.png"]).info) <= {"dpi"}
        assert "<!--" not in papers[f"{name}.svg"].read_text(encoding="utf-8")


def test_paper_is_the_one_that_the_note_names(papers, made):
    image = Image.open(papers["constats.png"])
    assert round(image.info["dpi"][0]) == 300
    assert image.size == pytest.approx((297 / 25.4 * 300, 210 / 25.4 * 300), abs=1)
    root = ET.fromstring(papers["constats.svg"].read_bytes())
    assert root.get("width") == "841.889764pt"
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", papers["constats.pdf"].read_bytes())
    paper = (297 / 25.4 * 72, 210 / 25.4 * 72)
    assert [float(side) for side in box.groups()] == pytest.approx(paper, abs=0.01)
    assert "A4 paysage (297 × 210 mm)" in _words(_drawn(finding_columns, made.matter()))


@pytest.mark.parametrize("make", MAKERS)
def test_each_chart_says_what_it_is_not_for_and_what_it_rests_on(made, make):
    words = _words(_drawn(make, made.matter()))
    assert "DOCUMENT DE TRAVAIL, NE PAS AFFICHER" in words
    assert "Projet fictif de démonstration" in words
    assert "32 documents" in words
    assert "vagues 1 et 2" in words
    assert "112 codages validés" in words
    assert "Projet fictif" not in _words(_drawn(make, made.matter(fictional=False)))


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_coded_is_said_on_each_chart_and_in_its_words(made, make):
    chart = _drawn(make, made.matter(coded=False, findings=0))
    assert "0 codage validé : rien n’est encore codé." in _words(chart)
    assert "0 codage validé : rien n’est encore codé." in _bare(chart.alt)


def test_suggestions_alone_are_dashed_and_never_coloured(made):
    from matplotlib.patches import Rectangle

    chart = _drawn(heat_map, made.matter(coded=False))
    boxes = chart.sheets[0].figure.findobj(Rectangle)
    assert any(box.get_linestyle() != "solid" for box in boxes)
    fills = {mpl.colors.to_hex(box.get_facecolor()) for box in boxes if box.get_fill()}
    assert fills.isdisjoint({style.shade(n, 9) for n in range(1, 10)})


def test_empty_columns_say_so(made):
    words = _words(_drawn(finding_columns, made.matter(findings=0)))
    assert words.count("Aucun constat formulé.") == 3


def test_alternative_text_holds_the_numbers_of_the_chart(made):
    matter = made.matter()
    alt = _bare(_drawn(heat_map, matter).alt)
    for cell in matter.cross_table.cells.itertuples():
        if cell.people:
            line = next(
                x for x in alt.splitlines() if x.startswith(matter.codebook.label(cell.row))
            )
            plural = "s" if cell.people > 1 else ""
            label = matter.codebook.label(cell.column)
            assert f"{label} {cell.people} personne{plural} entendue{plural}" in line


def test_alternative_text_of_findings_holds_every_statement_and_its_people(made):
    matter = made.matter(findings=30)
    alt = _bare(_drawn(finding_columns, matter).alt)
    assert alt.count("\n– ") == len(matter.findings)
    assert "repose sur une seule personne" in alt


def test_data_of_the_chart_are_the_cross_table_and_carry_the_mark(papers, made):
    data = pd.read_csv(papers["tableau-croise-chaleur.csv"])
    cells = made.matter().cross_table.cells
    assert data["people"].tolist() == cells["people"].tolist()
    assert set(data["mention"]) == {"document de travail, ne pas afficher"}


def test_number_in_each_cell_is_the_people_heard(made):
    matter = made.matter()
    words = _words(_drawn(heat_map, matter)).split()
    for count in (6, 7, 8):
        cells = int((matter.cross_table.cells["people"] == count).sum())
        assert words.count(str(count)) >= cells


def test_areas_of_balloons_are_in_proportion_to_people(made):
    from matplotlib.patches import Circle

    matter = made.matter()
    discs = _drawn(balloons, matter).sheets[0].figure.findobj(Circle)
    full = sorted(c.radius for c in discs if c.get_facecolor()[3] == 1)
    people = sorted(n for n in matter.cross_table.cells["people"] if n)
    largest = max(people)
    # those of the legend too: 1, a third, the largest
    unit = full[-1] ** 2 / largest
    assert {round(r**2 / unit, 6) for r in full} == {float(n) for n in {*people, 3}}


@pytest.mark.parametrize("largest", [1, 2, 5, 40])
def test_shades_darken_with_the_count_in_grey_too(largest):
    lights = [style.luminance(style.shade(n, largest)) for n in range(largest + 1)]
    assert lights == sorted(lights, reverse=True)
    assert lights[0] - lights[-1] > (0.1 if largest < 4 else 0.6)
    greys = [
        Image.new("RGB", (1, 1), style.shade(n, 40)).convert("L").getpixel((0, 0))
        for n in range(41)
    ]
    assert greys == sorted(greys, reverse=True)


def test_numbers_are_read_on_every_shade():
    for count in range(60):
        back = style.shade(count, 59)
        light, dark = sorted((style.luminance(back), style.luminance(style.ink_on(back))))
        assert (dark + 0.05) / (light + 0.05) >= 4.5


HOSTILE = {
    "a": "$x_1$ et <script>alert(1)</script>",
    "b": "un_identifiant_sans_espace_" * 3,
    "c": "é" * 80,
    "d": "$" * 80,
    "e": "\\frac{1}{2} & % # ^ ~",
    "f": "=1+1",
    "g": "Code\nsur\tdeux lignes\x00",
    # signs that the letters lack
    "h": "Vélo 🚲, 自行车",
}


def test_hostile_labels_stay_words_inside_the_paper(made, tmp_path):
    matter = made.matter(columns=HOSTILE, rows=HOSTILE, case="$" * 80, findings=2)
    with style.house():
        charts = [make(matter) for make in MAKERS]
    for chart in charts:
        for sheet in chart.sheets:
            _all_inside(sheet)
    assert "$x_1$" in _words(charts[0])
    files = draw_charts(matter, tmp_path, ("svg", "pdf"))
    for path in files:
        if path.suffix == ".svg":
            root = ET.fromstring(path.read_bytes())
            assert not [e for e in root.iter() if e.tag.endswith("script")]


def test_forty_codes_and_three_hundred_findings_stay_inside_the_paper(made):
    many = {f"c{n}": f"Code numéro {n} au libellé assez long" for n in range(40)}
    matter = made.matter(
        rows=many,
        columns=many,
        findings=300,
        statements=["Un constat très long " * 60, "a" * 900, "Court."],
        trades=[f"métier numéro {n} au nom long" for n in range(60)],
        people=60,
        floor=True,
    )
    with style.house():
        charts = [make(matter) for make in MAKERS]
    for chart in charts:
        for sheet in chart.sheets[:3]:
            _all_inside(sheet)
    findings = charts[MAKERS.index(finding_columns)]
    assert _words(findings).count("Court.") == 100


def _all_inside(sheet):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    sheet.figure.dpi = 72
    renderer = FigureCanvasAgg(sheet.figure).get_renderer()
    wide, tall = sheet.figure.get_size_inches() * 72
    outside = []
    for text in sheet.figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent(renderer)
            if box.x0 < 0 or box.y0 < 0 or box.x1 > wide or box.y1 > tall:
                outside.append(text.get_text())
    assert outside == []


def test_more_codes_than_a_sheet_holds_go_on_the_next(made, tmp_path):
    many = {f"c{n}": f"Code {n}" for n in range(90)}
    matter = made.matter(rows=many, columns=dict(list(made.CATEGORIES.items())[:2]))
    chart = _drawn(heat_map, matter)
    assert len(chart.sheets) == 3
    assert "(2 sur 3)" in _words(chart)
    assert all(f"Code {n}" in _words(chart) for n in range(90))


def test_below_the_floor_terms_say_so_and_count_by_person(made):
    uncoded = _drawn(key_terms, made.matter(floor=True, coded=False))
    assert "0 codage validé : rien n’est encore codé. Trop peu" in _words(uncoded)
    chart = _drawn(key_terms, made.matter(floor=True))
    assert "Trop peu de mots pour calculer une spécificité" in _words(chart)
    assert chart.data["by_person"].str.contains(r"Pers\d\d \d", regex=True).all()
    scored = _drawn(key_terms, made.matter())
    assert "Trop peu de mots" not in _words(scored)


def test_people_not_heard_stand_apart_and_one_person_counts_once_by_grade(made):
    matter = made.matter()
    data = _drawn(people_heard, matter).data
    grades = data[data["by"] == "grade"]
    assert len(grades) == grades["person"].nunique() == len(matter.corpus.people)
    assert set(grades.loc[grades["state"] == "entendue", "person"]) == matter.heard
    assert (grades["state"] == "non entendue").sum() == 9


def test_a_person_s_own_settings_change_nothing(made, tmp_path):
    matter = made.matter(coded=False)
    first = draw_charts(matter, tmp_path / "a", ("svg",))
    with mpl.rc_context({"font.size": 40, "svg.fonttype": "none", "lines.linewidth": 9}):
        second = draw_charts(matter, tmp_path / "b", ("svg",))
        assert mpl.rcParams["font.size"] == 40
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_no_key_term_says_what_is_missing(made):
    matter = replace(made.matter(), key_terms=made.matter().key_terms.iloc[:0])
    assert "Aucun terme clé pour l’instant." in _words(_drawn(key_terms, matter))


def test_unknown_format_is_refused(made, tmp_path):
    with pytest.raises(ValueError, match="bmp"):
        draw_charts(made.matter(), tmp_path, ("bmp",))


def test_uncoded_case_still_gives_every_chart(uncoded):
    assert {f"{name}.svg" for name in CHARTS} <= set(uncoded)
