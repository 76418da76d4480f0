"""The three windows as axe-core judges them in a real JupyterLab, by day and by night.

JupyterLab around them is not ours to judge: the check is scoped to each window's own element.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from transfo_analysis.project import open_project

OPEN = "import transfo_analysis as ta\nprojet = ta.open_project()\n"
CODED = (
    ("entretien-1", "mode:velo", "C’est trop lourd"),
    ("entretien-1", "categorie:frein", "trop lourd"),
    ("entretien-1", "mode:bus", "Le matin 🚌 je prends le bus"),
    ("entretien-1", "categorie:usage", "Le matin 🚌 je prends le bus"),
)
LATER = "---\nenquete: Nadia\n---\nNadia : Avec la chaleur, le vélo me fatigue.\n"
FREIN = "mobilites/mode:velo/categorie:frein"
GRAVE = {"serious", "critical"}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@pytest.fixture(params=list(THEMES))
def lit(request, coding, monkeypatch):
    """Open a cell on a coded project, in one theme."""
    monkeypatch.setenv("TRANSFO_INSTALLATION", "essai")
    later = coding.folder / "data/raw/entretiens/vague-2"  # with one wave, nothing to filter by
    later.mkdir()
    (later / "entretien-4.txt").write_text(LATER, encoding="utf-8")
    desk = open_project(coding.folder, coder="Ana").coding
    for document, code, words in CODED:
        desk.add(document, code, quote=words)

    def opened(cell, root, coder=""):
        path = coding.folder / "coder.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = OPEN + cell
        path.write_text(json.dumps(notebook), encoding="utf-8")
        coding.root = coding.page.locator(root)
        coding.open(coder=coder)
        coding.page.locator(f"{root}[data-ready=true]").wait_for(timeout=90_000)
        coding.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })",
            THEMES[request.param],
        )
        light = str(request.param == "light").lower()
        coding.page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        coding.page.wait_for_timeout(500)  # colours follow the theme a frame later
        return coding

    return opened


def faults(page, root):
    """Return what axe finds of grave, a line for each element; and that it did look."""
    # JupyterLab's body has no height, and what overflows it counts as unseen
    style = page.add_style_tag(content="body { height: 100vh }")
    found = Axe().run(page, root, {"resultTypes": ["violations", "passes"]}).response
    style.evaluate("one => one.remove()")
    looked = {one["id"]: len(one["nodes"]) for one in found["passes"]}
    assert looked.get("color-contrast", 0) > 5, f"axe n’a presque rien regardé : {looked}"
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} — {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def test_the_coder(lit):
    coding = lit("projet.code()", ".ta-coder", coder="Ana")
    coding.document("entretien-1")
    coding.saved()
    assert faults(coding.page, ".ta-coder") == []
    coding.root.get_by_role("button", name="Lu", exact=True).click()
    coding.page.locator("[data-state=saved]").first.wait_for()
    coding.drag("je prends le bus")
    coding.root.locator(".ta-card").first.wait_for()  # what is coded here
    coding.page.keyboard.press("r")
    coding.root.locator(".ta-registers[open]").wait_for()
    assert faults(coding.page, ".ta-coder") == []
    coding.page.keyboard.press("Escape")
    coding.paper.press("n")
    coding.page.keyboard.press("?")
    coding.root.locator(".ta-keys").wait_for()
    assert faults(coding.page, ".ta-coder") == []


def test_who_codes(lit, coding):
    lit("projet.code()", ".ta-coder", coder="Ana")
    coding.root.get_by_title("Changer de personne").click()
    coding.root.get_by_label("Votre prénom ou vos initiales").wait_for()
    assert faults(coding.page, ".ta-coder") == []


def test_what_waits_for_people(lit, coding):
    desk = open_project(coding.folder, coder="Blaise").coding
    desk.add("entretien-1", "categorie:usage", quote="C’est trop lourd")
    lit("projet.code()", ".ta-coder", coder="Ana")
    coding.root.get_by_role("button", name="Désaccords").click()
    coding.root.locator(".ta-task .ta-side").wait_for()
    assert faults(coding.page, ".ta-coder") == []
    talk = coding.folder / "data/raw/entretiens/vague-1/entretien-1.txt"
    text = talk.read_text(encoding="utf-8")
    talk.write_text(text.replace("trop lourd", "bien trop lourd"), encoding="utf-8")
    coding.root.locator("[data-task=review]").click()  # seen by the window on its own
    coding.root.locator(".ta-task .ta-two").wait_for()
    assert faults(coding.page, ".ta-coder") == []


def test_the_cross_table(lit):
    coding = lit("projet.cross_table().explore()", ".tv-explorer")
    assert faults(coding.page, ".tv-explorer") == []
    coding.root.get_by_role("button", name="Vélo × Frein").click()
    coding.root.locator(".tv-quote").first.wait_for()
    coding.root.locator(".tv-filter summary").first.click()
    assert faults(coding.page, ".tv-explorer") == []
    coding.root.get_by_role("button", name="En faire un constat…").click()
    coding.root.get_by_role("dialog").wait_for()
    assert faults(coding.page, ".tv-explorer") == []


def test_the_board(lit):
    coding = lit("projet.board()", ".tv-board")
    root, page = coding.root, coding.page
    assert faults(page, ".tv-board") == []
    card = root.locator(f'.tv-slot[data-id="{FREIN}"] .tv-card')
    card.focus()  # its tools show
    assert faults(page, ".tv-board") == []
    page.keyboard.press("Enter")
    root.locator(".tv-side[data-side=for] .tv-quote").first.wait_for()
    assert faults(page, ".tv-board") == []
    root.get_by_role("button", name="Rédiger un constat…").click()
    root.get_by_label("Votre prénom ou vos initiales").fill("Ana")
    assert faults(page, ".tv-board") == []
    page.keyboard.press("Enter")
    root.get_by_label("Énoncé").fill("Trop lourd.")
    page.keyboard.press("Control+Enter")
    root.locator(".tv-status[data-state=saved]").wait_for()
    page.keyboard.press("Escape")
    root.locator(".tv-card[data-type=finding]").first.wait_for()
    assert faults(page, ".tv-board") == []
