"""Coming back from the field: what happened in between, and what the change page says of it.

Six people in wave 1, all coded. Then two new interviews (one coded), two corrected, one
renamed, one deleted, and one person who asks to be taken out.
"""

import pytest

from transfo_analysis.project import open_project

PROJECT = """\
titre: Essai
cas:
  - {id: mobilites, titre: Mobilités, lignes: mode, colonnes: categorie}
"""
CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes
    codes: [{id: marche, libelle: À pied}, {id: velo, libelle: Vélo}, {id: bus, libelle: Bus}]
  - id: categorie
    libelle: Catégories
    codes: [{id: usage, libelle: Usages}, {id: frein, libelle: Freins}]
"""
TALKS = {
    "nadia": ("Nadia", "Et le vélo ?", "Le velo est trop lourd pour la côte."),
    "basile": ("Basile", "Et le bus ?", "Euh le bus passe avant l’embauche, il passe trop tôt."),
    "chloe": ("Chloé", "Comment venez-vous ?", "Je marche tous les jours le long du canal."),
    "denis": ("Denis", "Comment venez-vous ?", "Je prends le vélo tous les matins."),
    "elise": ("Élise", "Comment venez-vous ?", "Je prends le bus de sept heures."),
    "farid": ("Farid", "Et le vélo ?", "À vélo j’ai eu peur sur le pont."),
}
CODED = (
    ("nadia", "Le velo est trop lourd", "mode:velo", "categorie:frein"),
    ("basile", "il passe trop tôt", "mode:bus", "categorie:frein"),
    ("chloe", "Je marche tous les jours", "mode:marche", "categorie:usage"),
    ("denis", "Je prends le vélo tous les matins", "mode:velo", "categorie:usage"),
    ("elise", "Je prends le bus de sept heures", "mode:bus", "categorie:usage"),
    ("farid", "À vélo j’ai eu peur", "mode:velo", "categorie:frein"),
)


def write(folder, wave, name, who, question, answer):
    path = folder / f"data/raw/entretiens/{wave}/{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\nenquete: {who}\nenqueteur: Paul\n---\nPaul : {question}\n{who} : {answer}\n"
    path.write_text(text, encoding="utf-8")


def code(projet, document, words, row, column):
    for one in (row, column):
        projet.coding.add(document, one, quote=words)


@pytest.fixture(scope="module")
def returned(tmp_path_factory, undrawn):
    """Return the project after the second wave, run."""
    folder = tmp_path_factory.mktemp("terrain")
    (folder / "data/coding").mkdir(parents=True)
    (folder / "projet.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "data/coding/codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    for name, (who, question, answer) in TALKS.items():
        write(folder, "vague-1", name, who, question, answer)
    projet = open_project(folder, coder="Ana")
    for one in CODED:
        code(projet, *one)
    projet.coding.word_finding(
        "Le vélo pèse et fait peur.", "dysfunction", "mobilites/mode:velo/categorie:frein"
    )
    with undrawn():
        projet.run()
    projet.close_wave("vague-1")

    said = "Le vélo, je n’ai nulle part où le mettre."
    write(folder, "vague-2", "gaelle", "Gaëlle", "Et le vélo ?", said)
    write(folder, "vague-2", "hugo", "Hugo", "Et vous ?", "Je viens en bus, une heure.")
    who, question, answer = TALKS["nadia"]
    write(folder, "vague-1", "nadia", who, question, answer.replace("velo", "vélo"))
    who, question, answer = TALKS["basile"]
    write(folder, "vague-1", "basile", who, question, answer.replace("Euh le", "Le"))
    talks = folder / "data/raw/entretiens/vague-1"
    (talks / "chloe.txt").rename(talks / "marcheuse.txt")
    (talks / "elise.txt").unlink()
    projet.withdraw("Farid").carry_out()
    (talks / "farid.txt").unlink()  # as the withdrawal asks
    code(projet, "gaelle", said[:-1], "mode:velo", "categorie:frein")
    with undrawn():
        projet.run()
    return projet


@pytest.fixture
def told(returned, browser):
    """Open the change page, with scripts off: every figure must open all the same."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((returned.processed / "changements/vague-1.html").as_uri())
    yield page
    context.close()


def words(text):
    return " ".join(text.split())


def test_it_says_exactly_what_happened(told):
    body = words(told.locator("body").inner_text())
    for sentence in (
        "Une personne s’est retirée",
        "2 documents nouveaux : 2 entretiens.",
        "2 documents corrigés : 2 entretiens.",
        "1 document renommé ou déplacé : 1 entretien.",
        "1 document absent, ses codages gardés et comptés nulle part : 1 entretien.",
        "1 nouvelle personne entendue dans le matériau nouveau.",
    ):
        assert sentence in body
    assert "farid" not in body.casefold()
    assert "peur sur le pont" not in body


def test_each_figure_opens_to_its_quotes(told):
    figures = told.locator("details")
    assert figures.count() >= 10
    for rank in range(figures.count()):
        one = figures.nth(rank)
        if one.evaluate("one => one.parentElement.closest('details') !== null"):
            continue  # seen when the one around it opens
        assert not one.evaluate("one => one.open")
        one.locator("summary").first.click()
        opened = words(one.inner_text())
        assert len(opened) > len(words(one.locator("summary").first.inner_text())) + 10
    body = words(told.locator("body").inner_text())
    for said in (
        "« Le vélo est trop lourd »",
        "« il passe trop tôt »",
        "« Je marche tous les jours »",
        "« Le vélo, je n’ai nulle part où le mettre »",
        "Je prends le bus de sept heures",
    ):
        assert said in body


def test_the_cell_names_who_is_new_and_what_left(told):
    body = words(told.locator("body").inner_text())
    assert "Vélo × Freins 1 sur 1 nouvelle personne" in body
    assert "Bus × Usages 2 codages n’y sont plus : document absent (2)" in body
    # the corrected and the renamed interviews changed no cell
    assert "Bus × Freins" not in body
    assert "À pied × Usages" not in body


def test_what_is_told_is_what_the_tables_hold(returned):
    changes = returned.changes("vague-1")
    kinds = changes.documents.groupby("change").size().to_dict()
    assert kinds == {"nouveau": 2, "corrigé": 2, "renommé": 1, "absent": 1}
    new = changes.quotes("mode:velo", "categorie:frein")
    assert set(new.loc[new["change"] == "matériau nouveau", "person"]) == {"Gaëlle"}
    waiting = returned.to_review()
    assert set(waiting["document_id"]) == {"nadia"}
    assert set(waiting["status"]) == {"retouché"}
