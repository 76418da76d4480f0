from __future__ import annotations

import io
import time

import docx
import openpyxl
import pytest

from transfo_analysis.sources.fiche import write_blank

FILLED = {
    "Qui note": "Maud",
    "Avec qui": "Nadia",
    "Où": "dans le bus 12",
    "Quand": "03/05/2024",
    "Motif du trajet": "Domicile-travail",
    "Questions posées": "Et le vélo ?\nEt le bus ?",
    "Mots exacts": "« jamais de la vie »\n- trop long",
    "Raconté": "elle prend la voiture, comme son mari",
    "Vu": "deux casques sur l’armoire",
    "Ma remarque": "gênée d’en parler",
    "Consentement": "analyse : oui",
}


def fill_docx(path):
    document = docx.Document(str(path))
    for row in document.tables[0].rows:
        label = row.cells[0].text.split(" (")[0].split("\u202f")[0]
        row.cells[1].text = FILLED[label]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fill_xlsx(path):
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[1].value = FILLED[row[0].value.split(" (")[0]]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_a_filled_fiche_is_read_back(material, tmp_path, extension):
    word, sheet = write_blank(tmp_path)
    data = fill_docx(word) if extension == "docx" else fill_xlsx(sheet)
    result = material({f"entretiens/vague-1/nadia.{extension}": data})
    (document,) = result.documents
    assert document.kind == "interview"
    assert document.metadata == {
        "vague": "vague-1", "enquete": "Nadia", "enqueteur": "Maud", "lieu": "dans le bus 12",
        "date": "2024-05-03", "motif": "domicile_travail", "prise": "notes",
        "consentement": "analyse : oui",
    }  # fmt: skip
    assert [(turn.mark, turn.words, turn.place) for turn in document.turns] == [
        ("q", "Et le vélo ? Et le bus ?", "« Questions posées »"),
        ("", "« jamais de la vie »", "« Mots exacts »"),
        ("", "« trop long »", "« Mots exacts »"),
        ("", "elle prend la voiture, comme son mari", "« Raconté »"),
        ("vu", "deux casques sur l’armoire", "« Vu »"),
        ("remarque", "gênée d’en parler", "« Ma remarque »"),
    ]
    assert result.notices == ()


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_a_blank_fiche_is_no_document_and_says_so(material, tmp_path, extension):
    paths = dict(zip(("docx", "xlsx"), write_blank(tmp_path), strict=True))
    name = f"entretiens/fiche-a-la-volee.{extension}"
    result = material({name: paths[extension].read_bytes()})
    assert result.documents == ()
    assert [(notice.path, notice.severity) for notice in result.notices] == [
        (f"data/raw/{name}", "note")
    ]


def test_blank_fiches_have_the_same_bytes_at_any_hour(tmp_path, monkeypatch):
    first = [path.read_bytes() for path in write_blank(tmp_path / "a")]
    later = time.localtime(time.time() + 4e6)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    assert [path.read_bytes() for path in write_blank(tmp_path / "b")] == first


def test_a_blank_fiche_names_nobody(tmp_path):
    word, sheet = write_blank(tmp_path)
    assert docx.Document(str(word)).core_properties.author == ""
    assert not openpyxl.load_workbook(sheet).properties.creator


def test_another_word_table_is_no_fiche(material, make):
    rows = [["Vu", "deux bus"], ["Où", "gare"]]
    (document,) = material({"observations/a.docx": make.docx(["Note"], rows)}).documents
    assert document.kind == "observation"
