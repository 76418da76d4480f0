"""Every mistake in the codebook names its line and what to do."""

import pytest

from transfo_analysis.coding import codebook
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.errors import CodebookError
from transfo_analysis.yamlfile import problems, read_what_can

GOOD = """\
familles:
  - id: mode
    libelle: Modes
    codes:
      - id: velo
        libelle: Vélo
        mots: [vélo, {mot: marche, nature: NOM}]
      - id: velo_electrique
        libelle: Vélo électrique
        sous: velo
  - id: categorie
    libelle: Catégories
    codes:
      - id: frein
        libelle: Frein
        oppose:
          - categorie:levier
      - id: levier
        libelle: Levier
"""


def written(tmp_path, text):
    path = tmp_path / "data" / "coding" / "codebook.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_codebook_reads(tmp_path):
    written(tmp_path, GOOD)
    book = codebook.load(tmp_path)
    assert book.parent("mode:velo_electrique") == "mode:velo"
    assert book.names("categorie") == ["categorie:frein", "categorie:levier"]
    assert book["mode:velo"].keywords[1].pos == "NOM"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("- id: velo_electrique", "- id: velo", 8, "« mode:velo » est défini deux fois"),
        ("- id: categorie\n", "- id: mode\n", 11, "« mode » est définie deux fois"),
        ("sous: velo", "sous: vello", 10, "vouliez-vous écrire « velo »"),
        ("sous: velo", "sous: velo_electrique", 10, "sous lui-même"),
        ("- categorie:levier", "- categorie:leviers", 17, "« categorie:levier »"),
        ("- categorie:levier", "- levier", 17, "famille:code"),
        ("libelle: Frein", "libele: Frein", 14, "Vouliez-vous écrire « libelle »"),
        ("nature: NOM", "nature: NOUN", 7, "NOM"),
        ("libelle: Frein", "libelle: [", 17, "YAML"),
    ],
)
def test_a_mistake_names_its_line(tmp_path, old, new, line, words):
    written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(CodebookError) as caught:
        codebook.load(tmp_path)
    shown = str(caught.value)
    assert caught.value.place == f"ligne {line}", shown
    found = problems(tmp_path / "data/coding/codebook.yaml", Codebook)
    assert any(words in str(note).replace("\u202f", " ") for note in found)


def test_all_mistakes_are_listed_at_once(tmp_path):
    text = GOOD.replace("sous: velo", "sous: rien").replace("- categorie:levier", "- categorie:x")
    notes = problems(written(tmp_path, text), Codebook)
    assert [note.place for note in notes] == ["ligne 10", "ligne 17"]


def test_one_bad_code_does_not_stop_the_others(tmp_path):
    path = written(tmp_path, GOOD.replace("sous: velo", "sous: rien"))
    book, notes = read_what_can(path, Codebook)
    assert list(book.codes) == ["mode:velo", "categorie:frein", "categorie:levier"]
    assert len(notes) == 1


def test_an_unknown_code_offers_the_nearest():
    book = Codebook.model_validate(
        {"familles": [{"id": "mode", "libelle": "M", "codes": [{"id": "velo", "libelle": "V"}]}]}
    )
    with pytest.raises(ValueError, match="mode:velo"):
        book["mode:vélo"]
    assert book.find("Vélo", "mode") == "mode:velo"
    assert book.find("vélos", "mode") == ""


def test_codes_born_in_the_field_join_their_family():
    book = Codebook.model_validate({"familles": [{"id": "mode", "libelle": "M"}]})
    now = book.with_created(
        {
            "mode:barque": {"label": "Barque", "definition": "Sur l’eau."},
            "autre:x": {"label": "X"},
        }
    )
    assert list(now.codes) == ["mode:barque"]
    assert now["mode:barque"].emergent
    assert list(book.codes) == []


def test_an_identifier_with_an_accent_is_told_what_it_expects(tmp_path):
    path = tmp_path / "data/coding/codebook.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("familles:\n  - {id: Vélo, libelle: Vélo}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="minuscules sans accent"):
        codebook.load(tmp_path)
