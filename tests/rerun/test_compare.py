"""The same material looked at in two ways."""

import pytest

from transfo_analysis import open_project
from transfo_analysis.errors import (
    CodebookError,
    CodingError,
    MissingFileError,
    SettingsError,
)


@pytest.fixture
def project(second):
    desk = open_project(second, "idris").coding
    for code in ("mode:velo", "categorie:frein"):
        desk.add("entretien-ana", code, quote="me fait peur dans la côte du moulin")
    for code in ("mode:voiture", "categorie:frein"):
        desk.add("entretien-boris", code, quote="la gare est bien trop loin du bureau")
    return open_project(second)


def cells(found):
    return {
        (row["row"], row["column"]): (row["people_a"], row["people_b"], row["both"])
        for row in found.cells.to_dict("records")
    }


def test_two_coders_are_compared_by_whom_they_heard(project):
    found = project.compare({"coders": ["camille"]}, {"coders": ["idris"]})
    assert cells(found)["mode:velo", "categorie:frein"] == (4, 1, 1)
    assert cells(found)["mode:voiture", "categorie:frein"] == (1, 1, 0)
    quotes = found.quotes("voiture", "frein")
    assert set(zip(quotes["way"], quotes["person"], strict=True)) == {
        ("codé par camille", "Chloé"),
        ("codé par idris", "Boris"),
    }
    assert "aucune la même" in " ".join(found.sentences())
    assert "<details>" in found._repr_html_()


def test_two_filters_are_compared(project):
    found = project.compare({"waves": ["1"]}, {"waves": ["vague-2"]})
    assert cells(found)["mode:velo", "categorie:frein"] == (1, 3, 0)
    assert cells(found)["mode:voiture", "categorie:usage"] == (1, 0, 0)


def test_two_codebooks_are_compared(project):
    text = (project.folder / "data/coding/codebook.yaml").read_text(encoding="utf-8")
    other = project.folder / "autre.yaml"
    other.write_text(text.replace("{id: train,", "{id: train, sous: voiture,"), encoding="utf-8")
    found = project.compare({}, {"codebook": "autre.yaml"})
    # Boris, of the train, now counts in its parent too
    assert cells(found)["mode:voiture", "categorie:usage"] == (1, 3, 1)
    assert ("mode:velo", "categorie:frein") not in cells(found)


def test_the_same_way_twice_differs_nowhere(project):
    found = project.compare({}, {})
    assert found.cells.empty
    assert "Les mêmes personnes" in found.sentences()[1]
    with pytest.raises(CodebookError, match="est la même"):
        found.quotes("velo", "frein")


@pytest.mark.parametrize(
    ("way", "error", "told"),
    [
        ({"coders": ["personne"]}, CodingError, "n’a rien codé"),
        ({"coder": ["idris"]}, SettingsError, "ne se compare pas"),
        ({"waves": ["vague-9"]}, SettingsError, "vague-9"),
        ({"codebook": "rien.yaml"}, MissingFileError, "n’existe pas"),
        ({"codebook": "projet.yaml"}, CodebookError, "projet.yaml"),
    ],
)
def test_a_way_that_does_not_exist_is_named(project, way, error, told):
    with pytest.raises(error, match=told):
        project.compare({}, way)
