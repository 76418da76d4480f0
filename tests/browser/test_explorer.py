"""The cross table in a real JupyterLab: cells, quotes, filters, and the way to the coder."""

import json

import pytest

from transfo_analysis.project import open_project

CODED = (
    ("entretien-1", "mode:velo", "C’est trop lourd"),
    ("entretien-1", "categorie:frein", "trop lourd"),
    ("entretien-2", "mode:velo", '<img src=x onerror="alert(4)"> Je prends le vélo'),
    ("entretien-2", "categorie:usage", "Je prends le vélo <script>alert(5)</script>"),
    ("entretien-2", "mode:piege", "le mardi"),
    ("entretien-2", "categorie:frein", "le mardi"),
    ("entretien-4", "mode:velo", "le vélo me fatigue"),
    ("entretien-4", "categorie:frein", "le vélo me fatigue"),
)
LATER = "---\nenquete: Nadia\n---\nNadia : Avec la chaleur, le vélo me fatigue.\n"
CELLS = (
    "import transfo_analysis as ta\nprojet = ta.open_project()\n"
    "tableau = projet.cross_table()\ntableau.explore()",
    "projet.code()",
)


def write_notebook(folder, cells):
    path = folder / "coder.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell, source in zip(notebook["cells"], cells, strict=True):
        cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def table(coding, monkeypatch):
    monkeypatch.setenv("TRANSFO_INSTALLATION", "essai")
    talks = coding.folder / "data/raw/entretiens/vague-2"
    talks.mkdir()
    (talks / "entretien-4.txt").write_text(LATER, encoding="utf-8")
    desk = open_project(coding.folder, coder="Ana").coding
    for document, code, words in CODED:
        desk.add(document, code, quote=words)
    write_notebook(coding.folder, CELLS)
    coding.root = coding.page.locator(".tv-explorer")
    coding.open(coder="")
    coding.page.locator(".tv-explorer[data-ready=true]").wait_for(timeout=90_000)
    return coding


def cell(table, name):
    return table.root.get_by_role("button", name=name)


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_from_cell_to_quote_by_keyboard(table):
    page = table.page
    heads = table.root.locator("thead th[scope=col]").all_inner_texts()
    assert heads[1:] == ["Usage", "Frein", "Levier"]
    cell(table, "À pied × Usage").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Vélo × Frein")
    page.keyboard.press("Enter")
    panel = table.root.get_by_label("Extraits de la case")
    quote = panel.locator(".tv-quote").first
    quote.wait_for()
    said = quote.inner_text()
    for words in ("Nadia", "Et le vélo ?", "mot à mot", "vague-1", "Vélo · Frein", "Ana"):
        assert words in said
    assert quote.locator("blockquote").inner_text() == "«\u202ftrop lourd\u202f»"
    assert focused(page) == "Vélo × Frein"
    page.keyboard.press("Escape")
    assert focused(page).startswith("Vélo × Frein")
    assert not table.errors


def test_keys_stay_in_the_table(table):
    page = table.page
    before = page.locator(".jp-Notebook .jp-Cell").count()
    cell(table, "Vélo × Frein").focus()
    for key in ("b", "a", "d", "d", "m", "x"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Notebook .jp-Cell").count() == before


def test_hostile_words_are_shown_and_inert(table):
    page = table.page
    assert table.root.locator("th", has_text="<img src=x onerror=alert(1)>").count() == 1
    cell(table, "Vélo × Usage").click()
    quote = table.root.locator(".tv-quote").first
    quote.wait_for()
    assert "<script>alert(5)</script>" in quote.inner_text()
    assert "<img src=x onerror=alert(3)>" in quote.inner_text()  # the document's title
    page.wait_for_timeout(300)
    assert not table.dialogs
    assert table.root.locator("img, script").count() == 0


def test_a_filter_recomputes_and_the_open_cell_follows(table):
    cell(table, "Vélo × Frein").click()
    tab = table.root.get_by_role("tab", name="Codé")
    tab.filter(has_text="2").wait_for()
    table.root.locator(".tv-filter summary", has_text="Vague").click()
    table.root.get_by_label("vague-2").check()
    table.root.locator(".tv-notes", has_text="vague-2").wait_for()
    tab.filter(has_text="1").wait_for()
    assert "vague-2" in table.root.locator(".tv-quote").inner_text()
    assert table.root.get_by_label("vague-2").is_checked()


def test_without_a_coder_a_quote_says_what_to_run(table):
    page = table.page
    cell(table, "Vélo × Frein").click()
    table.root.get_by_role("button", name="Ouvrir dans le codeur").first.click()
    line = table.root.locator(".tv-line code")
    line.wait_for()
    assert line.inner_text() == 'projet.code("entretien-1")'
    page.evaluate(
        """line => window.jupyterapp.shell.currentWidget.content.widgets[1]
        .model.sharedModel.setSource(line)""",
        line.inner_text(),
    )
    open_coder(table)
    page.locator("[data-document='entretien-1'][aria-current]").wait_for(timeout=10_000)


def test_a_quote_leads_to_the_coder_that_is_open(table):
    open_coder(table)
    cell(table, "Vélo × Usage").click()
    table.root.get_by_role("button", name="Ouvrir dans le codeur").first.click()
    table.page.locator("[data-document='entretien-2'][aria-current]").wait_for(timeout=5_000)
    chosen = table.page.locator(".ta-coder .ta-chosen")
    chosen.wait_for(timeout=5_000)
    assert "Je prends le vélo <script>alert(5)</script>" in chosen.inner_text()
    assert table.page.evaluate("document.activeElement.matches('.ta-paper')")


def open_coder(table):
    page = table.page
    page.evaluate(
        """() => { const notebook = window.jupyterapp.shell.currentWidget.content;
        notebook.activeCellIndex = 1;
        window.jupyterapp.commands.execute('notebook:run-cell'); }"""
    )
    coder = page.locator(".ta-coder")
    coder.get_by_label("Votre prénom ou vos initiales").fill("Ana")
    page.keyboard.press("Enter")
    page.locator(".ta-coder[data-ready=true]").wait_for(timeout=60_000)


def test_a_cell_becomes_a_finding(table):
    cell(table, "Vélo × Frein").click()
    table.root.get_by_role("button", name="En faire un constat…").click()
    dialog = table.root.get_by_role("dialog")
    dialog.get_by_label("Votre prénom ou vos initiales").fill("Ana")
    table.page.keyboard.press("Enter")
    statement = dialog.get_by_label("Énoncé")
    statement.wait_for()
    assert statement.input_value() == ""
    statement.fill("Le vélo de service est trop lourd.")
    dialog.get_by_role("button", name="Rédiger le constat").click()
    table.root.locator(".tv-status", has_text="enregistré à").wait_for()
    (found,) = table.state.findings.values()
    assert found.statement == "Le vélo de service est trop lourd."
    assert found.bundle == "mobilites/mode:velo/categorie:frein"
