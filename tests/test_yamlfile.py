"""A person's YAML: each mistake named by its line, the rest still read."""

from __future__ import annotations

import pytest

from transfo_analysis import settings
from transfo_analysis.errors import MissingFileError, SettingsError
from transfo_analysis.settings import Settings
from transfo_analysis.yamlfile import problems, read, read_what_can

GOOD = """\
titre: Essai
cas:
  - id: un
    titre: Un
    lignes: mode
    colonnes: categorie
    regles:
      - propose: lesson
        parce_que: on apprend
"""


def written(tmp_path, text):
    path = tmp_path / "projet.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("titre: Essai", "tittre: Essai", "ligne 1", "tittre"),
        ("    lignes: mode", "    linges: mode", "ligne 5", "linges"),
        ("propose: lesson", "propose: leçon", "ligne 8", "leçon"),
        ("  - id: un", "  - id: Un Deux", "ligne 3", "Un Deux"),
        ("cas:", "cas:\tx", "ligne 2", "tabulation"),
        ("titre: Essai", "titre: Essai\ntitre: Encore", "ligne 2", "deux fois"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, wrong, right, line, said):
    path = written(tmp_path, GOOD.replace(wrong, right, 1))
    notes = problems(path, Settings)
    assert any(note.place == line and said in note.what for note in notes), [str(n) for n in notes]
    with pytest.raises(SettingsError):
        read(path, Settings, SettingsError)


def test_a_near_key_is_offered(tmp_path):
    path = written(tmp_path, GOOD.replace("lignes", "linges"))
    assert any("lignes" in note.cure for note in problems(path, Settings))


def test_a_mistaken_rule_is_left_out_and_the_rest_read(tmp_path):
    text = GOOD.replace("propose: lesson", "propose: leçon") + "langes: [fr]\n"
    found, notes = read_what_can(written(tmp_path, text), Settings)
    assert found is not None
    assert found.title == "Essai"
    assert found.cases[0].rules == ()
    assert len(notes) == 2


def test_nothing_left_is_nothing_read(tmp_path):
    found, notes = read_what_can(written(tmp_path, "titre: Essai\n"), Settings)
    assert found is None
    assert "cas" in notes[0].what


@pytest.mark.parametrize("text", ["", "juste un texte", "- une\n- liste", "a: [1", "é: é"])
def test_what_is_no_settings_is_said_and_never_a_traceback(tmp_path, text):
    found, notes = read_what_can(written(tmp_path, text), Settings)
    assert found is None
    assert notes


def test_another_encoding_and_no_file(tmp_path):
    path = tmp_path / "projet.yaml"
    path.write_bytes("titre: été".encode("cp1252"))
    assert "UTF-8" in problems(path, Settings)[0].what
    with pytest.raises(MissingFileError, match=r"projet\.yaml"):
        settings.load(tmp_path / "ailleurs")


def test_an_unknown_case_lists_those_that_exist(tmp_path):
    found = read(written(tmp_path, GOOD), Settings, SettingsError)
    assert found.case("un") is found.default_case
    with pytest.raises(SettingsError, match="un"):
        found.case("deux")
