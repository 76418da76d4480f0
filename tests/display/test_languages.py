"""The two languages drawn and printed: who says what, room to write, words that are data."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pypdfium2 as pdfium
import pytest

from transfo_analysis.display import look
from transfo_analysis.display.exercises.languages import two_languages
from transfo_analysis.display.render import write
from transfo_analysis.display.sheets.glossary import glossary_sheet
from transfo_analysis.display.style import A3, A4, house
from transfo_analysis.tables import frame


def word(term, **more):
    return {
        "term": term, "kind": "jargon", "side": "administration", "said_by": "", "count": 1,
        "people": 1, "administration": 1, "innovation": 0, "in_questions": 0, "in_notes": 0,
        "first_wave": "vague-1", "meaning": "", "explained_by": "", "status": "à expliquer",
        "proposed": "", "reason": "liste de jargon, ligne 2", "administration_persons": "Maud",
        "innovation_persons": "", "other_persons": "", "passage_ids": f"d@{len(term)}-9", **more,
    }  # fmt: skip


def place(term, person, side, at, asking=False):
    return {
        "term": term, "passage_id": f"d@{at}-{at + 9}", "document_id": "d", "wave": "vague-1",
        "start": at, "end": at + 9, "said": term, "person": person, "side": side,
        "asking": asking, "register": "mot à mot",
    }  # fmt: skip


def exercised(words, places, passing=()):
    return SimpleNamespace(
        lexicon=frame("lexicon", words),
        word_places=frame("word_places", places),
        passing_words=frame("passing_words", passing),
    )


@pytest.fixture
def drawn(made, tmp_path):
    def draw(*given):
        with house():
            (chart,) = two_languages(exercised(*given), [made.matter()])
            written = write(chart, tmp_path, ("svg", "png"))
        return chart, {path.name: path for path in written}

    return draw


def test_nothing_is_drawn_when_nobody_says_anything(made):
    assert two_languages(exercised([word("codir")], []), [made.matter()]) == []


def test_the_alternative_text_says_what_the_picture_says(drawn):
    passing = {
        "term": "itération", "from_side": "innovation", "to_side": "administration",
        "wave": "vague-2", "waves_before": "vague-1", "side": "innovation", "people": 2,
        "persons": "Maud Simon", "earlier_persons": "Inès", "passage_ids": "d@1-2",
        "earlier_ids": "d@0-1",
    }  # fmt: skip
    chart, files = drawn(
        [word("codir"), word("itération", side="innovation")],
        [
            place("codir", "Maud", "administration", 0, asking=True),
            place("codir", "Simon", "administration", 10),
            place("codir", "Simon", "administration", 20, asking=True),
            place("itération", "Inès", "innovation", 30),
            place("itération", "Maud", "administration", 40),
            place("itération", "", "", 50),
        ],
        [passing],
    )
    assert chart.sheets[0].paper is A4
    said = files["deux-langages.alt.txt"].read_text("utf-8").replace("\u202f", " ")
    assert "codir (2 personnes dans l’administration, dont 1 dans des questions seulement)" in said
    assert (
        "itération (1 personne dans l’administration, 1 personne côté innovation, "
        "repris en vague 2)" in said
    )
    assert "Maud" not in said
    data = pd.read_csv(files["deux-langages.csv"], keep_default_na=False)
    assert data.set_index("term").loc["itération", "to_side"] == "administration"


def test_many_long_hostile_words_are_drawn_and_what_is_left_is_said(drawn):
    terms = [f"${n} <b>mot_{n}</b> {'très long ' * 6}" for n in range(60)]
    chart, _ = drawn(
        [word(term) for term in terms],
        [place(term, "Maud", "administration", n) for n, term in enumerate(terms)],
    )
    assert chart.sheets[0].paper is A3
    shown = " ".join(text.get_text() for text in chart.sheets[0].figure.texts)
    shown += " ".join(
        one.get_text() for one in chart.sheets[0].figure.get_children() if hasattr(one, "get_text")
    )
    assert "autres mots" in shown.replace("\u202f", " ")


# -- the glossary to fill ---------------------------------------------------------------------


def printed(made, words, paper="A4"):
    data = glossary_sheet(frame("lexicon", words), made.matter().settings, look.Style(), paper)
    pages = pdfium.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    width, height = pages[0].get_size()
    return text.replace("\u202f", " ").replace("\r\n", "\n"), (round(width), round(height)), data


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("A3", (842, 1191))])
def test_the_glossary_prints_what_people_wrote_and_asks_for_the_rest(made, paper, size):
    words = [
        word("PLU", meaning="plan local d'urbanisme", explained_by="Maud", status="à vérifier"),
        word("DIT", side="", proposed="demande d’intervention technique"),
        word("traçabilité", kind="trouvé", side=""),
    ]
    text, paper_size, data = printed(made, words, paper)
    assert paper_size == size
    assert "plan local d’urbanisme" in text
    assert "— Maud" in text.replace("\u00a0", " ")
    assert "à vérifier" in text
    assert "lu dans le matériau : demande d’intervention technique" in text
    assert "administration ☐ · innovation ☐" in text
    assert "traçabilité" in text
    assert "pas du jargon ☐" in text
    assert "ne pas afficher" in text
    assert printed(made, words, paper)[2] == data


def test_a_glossary_without_words_says_so(made):
    assert "Aucun sigle" in printed(made, [])[0]


def test_words_are_data_whatever_they_look_like(made):
    text, _, _ = printed(made, [word("#panic()", meaning="$x_1$ <script> *gras* " + "mot " * 200)])
    assert "#panic()" in text
    assert "$x_1$ <script> *gras*" in " ".join(text.split())
