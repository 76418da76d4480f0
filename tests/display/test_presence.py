"""The chart of who was there, and the fieldwork list: what a person would miss if they lost it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pypdfium2 as pdfium
import pytest

from transfo_analysis.display import style
from transfo_analysis.display.exercises.presence import charts
from transfo_analysis.display.look import Style
from transfo_analysis.display.sheets.fieldwork import fieldwork_list, fieldwork_sheets
from transfo_analysis.exercises import presence as room
from transfo_analysis.tables import frame


@pytest.fixture(scope="module")
def drawn(made):
    """Return what draws the chart of some people against a staff, given by counts."""

    def draw(staff, **present):
        matter = made.matter()
        whole = sum(staff.values())
        rows = [
            {"by": by, "value": value, "agents": n, "share": n / whole, "source": "bilan", "year": "2023"}
            for (by, value), n in staff.items()
        ]  # fmt: skip
        corpus = SimpleNamespace(**{**vars(matter.corpus), "staff": frame("staff", rows)})
        names = list(corpus.people["person"])
        some = {"participants": names[:5], "met": names[:3], "heard": names[:3], "observed": []}
        who = room.Present(**{key: frozenset(value) for key, value in {**some, **present}.items()})
        exercised = SimpleNamespace(
            presence=room.presence(corpus, who), absent_groups=room.absent_groups(corpus, who)
        )
        with style.house():
            return charts(exercised, [replace(matter, corpus=corpus)])

    return draw


def written(chart):
    from matplotlib.text import Text

    found = [t.get_text() for sheet in chart.sheets for t in sheet.figure.findobj(Text)]
    return " ".join(found).replace("\u202f", " ").replace("\u00a0", " ")


GRADES = {("grade", "A"): 10, ("grade", "B"): 30, ("grade", "Z"): 60}


def test_every_group_is_drawn_with_its_numbers_and_said_for_who_cannot_see_it(drawn):
    (chart,) = drawn(GRADES)
    text = written(chart)
    for words in ("Agents de catégorie Z", "60 %", "sur 5", "sur 3", "Effectifs : bilan, 2023."):
        assert words in text
    assert "ce ne sont pas des échantillons" in text
    assert "Que personne ne représente" in text
    assert "document de travail, ne pas afficher" in text.lower()
    alt = chart.alt.replace("\u202f", " ")
    assert "Les agents de catégorie Z sont 0 sur 5 ici, 60 % des effectifs" in alt
    assert "Aucun des agents de catégorie Z : 60 % des effectifs" in alt
    assert set(chart.data.loc[chart.data["by"] == "grade", "value"]) >= {"A", "B", "Z"}


def test_nothing_stands_outside_the_paper_however_many_services_there_are(drawn):
    staff = {
        ("service", f"Service {n} de tous les équipements et des réseaux"): n + 1 for n in range(48)
    }
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    (chart,) = drawn(staff)
    assert len(chart.sheets) > 1
    text = written(chart)
    assert all(f"Service {n} " in text for n in range(48))
    for sheet in chart.sheets:
        sheet.figure.dpi = 72
        page, renderer = sheet.figure.bbox, FigureCanvasAgg(sheet.figure).get_renderer()
        for one in sheet.figure.findobj(Text):
            box = one.get_window_extent(renderer)
            assert page.x0 - 1 <= box.x0 <= box.x1 <= page.x1 + 1
            assert page.y0 - 1 <= box.y0 <= box.y1 <= page.y1 + 1


def test_without_a_staff_it_says_so_and_compares_nothing(drawn):
    (chart,) = drawn({})
    text = written(chart)
    assert "Effectifs inconnus" in text
    assert "inconnus" in text
    assert chart.data["staff_share"].isna().all()


def test_nobody_makes_no_chart(drawn):
    nobody = dict.fromkeys(("participants", "met", "heard", "observed"), ())
    assert drawn(GRADES, **nobody) == []


def test_a_run_leaves_picture_data_and_words(demonstration):
    names = {p.name for p in (demonstration / "data/processed/charts").rglob("presence*")}
    assert {"presence.png", "presence.svg", "presence.csv", "presence.alt.txt"} <= names


# -- the list --------------------------------------------------------------------------------------


def group(who, by="service", ids=""):
    return {"case": "", "by": by, "who": who, "why": "groupe absent", "row": "", "ask": "Tout.",
            "staff_share": 0.04, "ids": ids}  # fmt: skip


def asked(person, code, case="mobilites"):
    return {"case": case, "by": "person", "who": person, "why": "non demandé", "row": code,
            "ask": "?", "staff_share": float("nan"), "ids": "d"}  # fmt: skip


def sheets_of(made, *rows):
    matter = made.matter()
    table = frame("to_meet", rows)
    told = (table, matter.codebook, matter.case, matter.settings, Style())
    return fieldwork_sheets(*told), fieldwork_list(*told)


def pages(data):
    found = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]
    return [re.sub(r"[\s\u202f]+", " ", one) for one in found]


def test_groups_and_missing_questions_are_on_the_list_of_their_case(made):
    codes = [code for code in made.matter().codebook.codes if code.startswith("mode:")]
    (sheet,), data = sheets_of(
        made,
        group("Lecture publique"),
        group("C", by="grade", ids="Ida Maud"),
        asked("Zoé", codes[1]),
        asked("Éric", codes[0]),
        asked("Zoé", codes[0], case="autre"),
    )
    assert [one["known"] for one in sheet["groups"]] == ["", "Ida et Maud"]
    (table,) = sheet["tables"]
    assert table["people"] == [["Éric", [True, False]], ["Zoé", [False, True]]]
    text = " ".join(pages(data))
    for words in ("Lecture publique", "Agents de catégorie C", "4 %", "Éric", "ne pas afficher"):
        assert words in text


def test_with_nothing_missing_there_is_no_paper(made):
    assert sheets_of(made) == ([], b"")
    assert sheets_of(made, asked("Zoé", "mode:velo", case="autre")) == ([], b"")


def test_a_long_list_runs_on_and_loses_nobody(made):
    codes = [code for code in made.matter().codebook.codes if code.startswith("mode:")]
    people = [f"Personne{n:02}" for n in range(60)]
    hostile = [group(words) for words in ("#let x = 1", "<b>$x$</b>", "é" * 300)]
    _, data = sheets_of(made, *hostile, *(asked(p, code) for p in people for code in codes))
    text = " ".join(pages(data))
    assert all(person in text for person in people)
    assert "#let x = 1" in text
    assert len(pages(data)) > 1


@pytest.mark.usefixtures("no_ink")
def test_the_export_holds_the_list_and_the_chart(own_small):
    from transfo_analysis import open_project

    names = {path.name for path in open_project(own_small).export()}
    assert {"a-rencontrer-a-demander.pdf", "presence.png"} <= names
