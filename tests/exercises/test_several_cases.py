"""Two cases that share their families: each by itself, and both together, each person once."""

from __future__ import annotations

import pytest

from transfo_analysis import open_project
from transfo_analysis.errors import SettingsError

SETTINGS = """\
titre: Essai
cas:
  - {id: mob, titre: Se déplacer, lignes: mode, colonnes: categorie}
  - {id: rh, titre: Aux ressources humaines, lignes: attente, colonnes: echelle}
  - {id: accueil, titre: À l’accueil, lignes: echelle, colonnes: attente}
"""
CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes
    codes: [{id: velo, libelle: Vélo, mots: [vélo]}]
  - id: categorie
    libelle: Catégories
    codes: [{id: frein, libelle: Freins}]
  - id: attente
    libelle: Attentes
    codes:
      - {id: besoin, libelle: Besoins, mots: [besoin]}
      - {id: crainte, libelle: Craintes}
  - id: echelle
    libelle: Échelles
    codes: [{id: service, libelle: Service}, {id: individu, libelle: Individu}]
"""
PEOPLE = """\
pseudonyme;grade;consentement_analyse;consentement_citation;consentement_affichage
Nadia;B;oui;oui;oui
Omar;C;oui;oui;oui
"""
TALKS = {
    "nadia-rh": "---\nenquete: Nadia\ncas: rh\n---\nJ’ai besoin de temps à l’équipe.\n",
    "nadia-accueil": "---\nenquete: Nadia\ncas: accueil\n---\nIl nous faut un banc. J’ai peur.\n",
    "omar-mob": "---\nenquete: Omar\n---\nLe vélo, j’en ai besoin. On craint le chef.\n",
    "omar-deux": "---\nenquete: Omar\ncas: mob; accueil\n---\nLe vélo, j’en ai besoin aussi.\n",
}
WALL_RH = "type;échelle;note;grade\nbesoin;service;une heure;C\ncrainte;individu;le chef;A\n"
# the same wall, drawn with the scales across the rows
WALL_ACCUEIL = ";Besoins;Craintes\nService;un banc;le bruit\nIndividu;;être seule\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cas") / "projet"
    talks, walls = folder / "data/raw/entretiens/vague-1", folder / "data/raw/tableaux/vague-1"
    for made in (talks, walls / "rh", walls / "accueil", folder / "data/coding"):
        made.mkdir(parents=True)
    (folder / "projet.yaml").write_text(SETTINGS, "utf-8")
    (folder / "data/coding/codebook.yaml").write_text(CODEBOOK, "utf-8")
    (folder / "data/raw/participants.csv").write_text(PEOPLE, "utf-8")
    for name, words in TALKS.items():
        (talks / f"{name}.md").write_text(words, "utf-8")
    (walls / "rh/mur-rh.csv").write_text(WALL_RH, "utf-8")
    (walls / "accueil/mur-accueil.csv").write_text(WALL_ACCUEIL, "utf-8")
    found = open_project(folder, coder="Ana")
    for document, words, *codes in (
        ("nadia-rh", "besoin de temps", "attente:besoin", "echelle:service"),
        ("nadia-accueil", "faut un banc", "attente:besoin", "echelle:service"),
        ("nadia-accueil", "J’ai peur", "attente:crainte", "echelle:individu"),
        ("omar-mob", "On craint le chef", "attente:crainte", "echelle:service"),
        ("omar-mob", "Le vélo", "mode:velo"),
        ("omar-deux", "j’en ai besoin aussi", "attente:besoin", "echelle:individu"),
    ):
        for code in codes:
            found.coding.add(document, code, quote=words)
    return found


def people(table, row, column):
    return int(table.cell(row, column)["people"]), int(table.cell(row, column)["wall_rows"])


def test_a_coding_counts_in_the_case_that_crosses_its_family(project):
    where = (
        project.codings()
        .groupby("document_id")["case"]
        .agg(lambda cases: " ".join(sorted(set(cases))))
    )
    assert where.to_dict() == {
        "nadia-accueil": "accueil",
        "nadia-rh": "rh",
        "omar-deux": "accueil",  # its header's second case, before the first that crosses them
        "omar-mob": "mob rh",
    }


def test_a_person_may_say_for_which_case(project):
    desk = project.coding
    coding = desk.add("omar-mob", "attente:besoin", quote="j’en ai besoin", case="accueil")
    assert desk.state.codings[coding].case == "accueil"
    desk.undo()


def test_each_case_by_itself(project):
    assert people(project.cross_table(case="rh"), "besoin", "service") == (1, 1)
    assert people(project.cross_table(case="accueil"), "service", "besoin") == (1, 1)


def test_without_a_case_the_first_that_crosses_the_families_is_taken(project):
    assert project.cross_table("attente", "echelle").case.id == "rh"
    assert project.cross_table("echelle", "attente").case.id == "rh"
    assert project.cross_table("mode", "categorie").case.id == "mob"
    assert project.cross_table().case.id == "mob"


@pytest.mark.parametrize("cases", ["tous", ["rh", "accueil"], ("accueil", "rh")])
def test_together_a_person_heard_in_two_cases_is_one(project, cases):
    table = project.cross_table("attente", "echelle", cases=cases)
    assert people(table, "besoin", "service") == (1, 2)
    assert people(table, "crainte", "service") == (1, 1)
    assert people(table, "crainte", "individu") == (1, 2)
    quotes = table.quotes("besoin", "service", layer="all")
    assert set(quotes["document"]) == {"nadia-rh", "nadia-accueil", "mur-rh", "mur-accueil"}
    assert set(table.cells["case"]) == {"rh+accueil"}


def test_together_every_number_opens_to_as_much_as_it_says(project):
    table = project.cross_table("echelle", "attente", cases="tous")
    for cell in table.cells.to_dict("records"):
        quotes = table.quotes(cell["row"], cell["column"])
        assert len(set(quotes["person"]) - {""}) == cell["people"]
        assert len(table.quotes(cell["row"], cell["column"], "wall")) == cell["wall_rows"]
    one = project.cross_table("attente", "echelle", cases="tous")
    turned = {(c["column"], c["row"]): c["people"] for c in table.cells.to_dict("records")}
    assert turned == {(c["row"], c["column"]): c["people"] for c in one.cells.to_dict("records")}


def test_one_case_together_is_that_case(project):
    alone, joined = (
        project.cross_table("attente", "echelle", **{key: value})
        for key, value in (("case", "rh"), ("cases", ["rh"]))
    )
    assert joined.cells.equals(alone.cells)


def test_a_filter_holds_for_cases_together(project):
    table = project.cross_table("attente", "echelle", cases="tous", grades=["C"])
    assert people(table, "besoin", "service") == (0, 1)
    assert people(table, "crainte", "service") == (1, 0)


@pytest.mark.parametrize(
    ("asked", "said"),
    [(["rh", "mob"], "« mob » ne croise pas"), ("ailleurs", "« ailleurs » n’existe pas")],
)
def test_a_case_that_does_not_fit_is_named(project, asked, said):
    with pytest.raises(SettingsError) as fault:
        project.cross_table("attente", "echelle", cases=asked)
    assert said in str(fault.value).replace("\u202f", " ")
    with pytest.raises(SettingsError, match="Aucun cas ne croise"):
        project.cross_table("mode", "attente", cases="tous")


def test_codes_are_proposed_for_the_cases_that_a_document_serves(project):
    found = project.suggestions()
    codes = found.groupby("document_id")["code"].agg(lambda codes: sorted(set(codes))).to_dict()
    assert codes["omar-mob"] == ["mode:velo"]
    assert codes["omar-deux"] == ["attente:besoin", "mode:velo"]
    assert codes["nadia-rh"] == ["attente:besoin"]


def test_an_unknown_case_in_a_header_is_told_and_the_known_ones_stay(project, tmp_path):
    import shutil

    folder = shutil.copytree(project.folder, tmp_path / "projet")
    talk = folder / "data/raw/entretiens/vague-1/omar-deux.md"
    talk.write_text(TALKS["omar-deux"].replace("mob;", "lune; mob;"), "utf-8")
    corpus = open_project(folder).corpus()
    row = corpus.documents.set_index("document_id").loc["omar-deux"]
    assert (row["case"], row["other_cases"]) == ("mob", "accueil")
    assert any("lune" in note.what for note in corpus.notices)


def test_the_explorer_of_cases_together_words_no_finding_from_a_cell(project):
    table = project.cross_table("attente", "echelle", cases="tous")
    hello = table.explore().exploration.answer({"type": "hello", "n": 1, "view": "v"})
    assert hello["of_case"] is False
    alone = project.cross_table(case="rh").explore().exploration
    assert alone.answer({"type": "hello", "n": 1, "view": "v"})["of_case"] is True


def test_the_coder_shows_the_rows_and_columns_of_the_document_s_case(project):
    from transfo_analysis.widgets.bench import Bench

    def sides(bench, document):
        told = bench.answer({"type": "document", "n": 1, "view": "v", "document": document})
        return told["case"]["id"], [f["id"] for f in told["codebook"] if f["side"]]

    bench = Bench(project, background=False)
    assert sides(bench, "omar-mob") == ("mob", ["mode", "categorie"])
    assert sides(bench, "nadia-accueil") == ("accueil", ["echelle", "attente"])
    assert sides(Bench(project, "rh", background=False), "omar-mob") == (
        "rh",
        ["attente", "echelle"],
    )


def test_the_methods_paragraph_shares_the_material_out_over_cases(project):
    said = project.methods().replace("\u202f", " ")
    assert "**Cas pratiques.** 3 cas : Se déplacer, Aux ressources humaines et À l’accueil." in said
    assert "« rh », 2 documents et 4 codages" in said
