from __future__ import annotations

import json

BIB = r"""
@article{petit_velo_2020,
  title = {Le {Vélo} en ville : l'\'et\'e},
  author = {Petit, Ana and de la Rue, Jean and {Agence des mobilités}},
  year = {2020}, journal = {Revue \& Cie}
}
@book{roy2019, title = "Marcher", author = "Zoé Roy", date = {2019-05-03}, publisher = {Éditions X}}
@article{petit_velo_2020, title = {Encore}, author = {Un, Autre}, year = 2021}
"""
RIS = """TY  - JOUR
AU  - Petit, Ana
AU  - Roy, Zoé
TI  - Le bus
PY  - 2021/03//
JO  - Revue
ID  - petit2021
ER  -
"""


def test_bibtex(material):
    result = material({"veille/r.bib": BIB})
    petit = result.references["petit_velo_2020"]
    assert petit.title == "Le Vélo en ville : l'été"
    assert petit.authors == ("Petit, Ana", "de la Rue, Jean", "Agence des mobilités")
    assert (petit.year, petit.container, petit.path) == ("2020", "Revue & Cie", "veille/r.bib")
    roy = result.references["roy2019"]
    assert (roy.authors, roy.year, roy.container) == (("Roy, Zoé",), "2019", "Éditions X")
    assert [(notice.path, notice.place) for notice in result.notices] == [
        ("data/raw/veille/r.bib", "ligne 8")
    ]


def test_ris(material):
    reference = material({"veille/r.ris": RIS}).references["petit2021"]
    assert reference.authors == ("Petit, Ana", "Roy, Zoé")
    assert (reference.title, reference.year, reference.container) == ("Le bus", "2021", "Revue")


def test_csl(material):
    item = {
        "id": "http://zotero.org/1", "citation-key": "petit2022", "title": "Le <i>train</i>",
        "author": [{"family": "Petit", "given": "Ana"}, {"literal": "Agence"}],
        "issued": {"date-parts": [[2022, 3]]}, "container-title": "Revue",
    }  # fmt: skip
    reference = material({"veille/r.json": json.dumps([item])}).references["petit2022"]
    assert reference.readable() == "Petit, Agence (2022), « Le train », Revue"


def test_a_key_in_two_files_is_said(material):
    result = material({"veille/a.ris": RIS, "veille/b.ris": RIS})
    assert result.references["petit2021"].path == "veille/a.ris"
    assert "veille/a.ris" in result.notices[0].what
    assert result.notices[0].path == "data/raw/veille/b.ris"


def test_files_without_a_reference_are_refused(material):
    result = material(
        {"veille/a.bib": "rien", "veille/b.json": "{", "veille/c.json": "3", "veille/d.ris": "rien"}
    )
    assert result.references == {}
    assert sorted(notice.path.removeprefix("data/raw/") for notice in result.notices) == [
        "veille/a.bib", "veille/b.json", "veille/c.json", "veille/d.ris",
    ]  # fmt: skip
