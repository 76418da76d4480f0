"""spaCy patterns in their own optional file."""

import pytest

from transfo_analysis import tagging
from transfo_analysis.errors import CodebookError
from transfo_analysis.tagging import patterns


def write(folder, text):
    path = folder / patterns.FILE_NAME
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_no_file_is_no_pattern(tmp_path, codebook):
    assert patterns.read(tmp_path, codebook) == ()


def test_a_pattern_proposes_its_code_and_says_which_line(tmp_path, codebook, corpus_of):
    write(
        tmp_path,
        "# des motifs\nmode:velo:\n  - [{LEMMA: prendre}, {POS: DET}, {LOWER: draisienne}]\n",
    )
    found = patterns.read(tmp_path, codebook)
    corpus = corpus_of(("respondent", "Moi je [rire] prends ma draisienne"))
    annotations = tagging.annotate(corpus, tmp_path / "cache")
    table, _ = tagging.suggest(corpus, codebook, annotations, token_patterns=found)
    velo = table[table["reason"].str.startswith("motif")]
    assert velo["code"].tolist() == ["mode:velo"]
    assert velo["quote"].tolist() == ["prends ma draisienne"]
    assert "ligne 3" in velo["reason"].item()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mode:velo:\n  - [{LEMMA: rouler}\n", "ligne 3"),
        ("\nmode:avion:\n  - [{LOWER: avion}]\n", "ligne 2"),
        ("mode:velo:\n  - [{LOWER: vélo}]\n  - [{MOT: vélo}]\n", "ligne 3"),
        ("mode:velo: vélo\n", "ligne 1"),
        ("- mode\n", "ligne 1"),
        ("mode:velo:\n  - vélo\n", "ligne 2"),
    ],
)
def test_a_mistake_is_named_by_its_line(text, line, tmp_path, codebook):
    write(tmp_path, text)
    with pytest.raises(CodebookError) as error:
        patterns.read(tmp_path, codebook)
    assert error.value.place == line
    assert error.value.cure
