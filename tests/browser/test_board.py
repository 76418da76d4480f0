"""The sorting board in a real JupyterLab, by mouse and by keyboard; the journal is the judge."""

import json
import time

import pytest

from transfo_analysis.project import open_project

CODED = (
    ("entretien-1", "mode:velo", "C’est trop lourd"),
    ("entretien-1", "categorie:frein", "trop lourd"),
    ("entretien-1", "mode:bus", "Le matin 🚌 je prends le bus"),
    ("entretien-1", "categorie:usage", "Le matin 🚌 je prends le bus"),
    ("entretien-2", "mode:piege", '<img src=x onerror="alert(4)"> Je prends le vélo'),
    ("entretien-2", "categorie:frein", '<img src=x onerror="alert(4)"> Je prends le vélo'),
)
CELL = "import transfo_analysis as ta\nprojet = ta.open_project()\nprojet.board()"
FREIN = "mobilites/mode:velo/categorie:frein"
USAGE = "mobilites/mode:bus/categorie:usage"


class Board:
    """The board of a notebook, as a person uses it."""

    def __init__(self, coding):
        self.coding, self.page = coding, coding.page
        coding.root = self.root = self.page.locator(".tv-board")
        self.dialog = self.root.get_by_role("dialog")

    def ready(self):
        self.page.locator(".tv-board[data-ready=true], .tv-fault").first.wait_for(timeout=90_000)
        assert self.root.get_attribute("data-ready") == "true", self.root.inner_text()
        return self

    def card(self, name):
        return self.root.locator(f'.tv-slot[data-id="{name}"] .tv-card')

    def column(self, name):
        return self.root.locator(f'.tv-cards[data-column="{name}"]')

    def said(self, column):
        return self.column(column).locator(".tv-card-title").all_inner_texts()

    def drag(self, name, column):
        card = self.card(name)
        card.scroll_into_view_if_needed()
        a, b = card.bounding_box(), self.column(column).bounding_box()
        x, y = b["x"] + b["width"] / 2, b["y"] + 40
        self.page.mouse.move(a["x"] + 40, a["y"] + 12)
        self.page.mouse.down()
        self.page.mouse.move(a["x"] + 60, a["y"] + 30, steps=5)
        self.page.mouse.move(x, y, steps=12)
        self.page.mouse.move(x + 3, y + 3, steps=3)
        self.page.mouse.up()

    def answer_who(self):
        self.dialog.get_by_text("Le tri est celui").wait_for()
        self.dialog.get_by_label("Votre prénom ou vos initiales").fill("Ana")
        self.page.keyboard.press("Enter")

    def saved(self):
        self.root.locator(".tv-status[data-state=saved]", has_text="enregistré à").wait_for()

    def one(self):
        (found,) = self.coding.state.findings.values()
        return found


@pytest.fixture
def board(coding, monkeypatch):
    monkeypatch.setenv("TRANSFO_INSTALLATION", "essai")
    desk = open_project(coding.folder, coder="Ana").coding
    for document, code, words in CODED:
        desk.add(document, code, quote=words)
    path = coding.folder / "coder.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = CELL
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found = Board(coding)
    coding.open(coder="")
    return found.ready()


def test_by_mouse_a_bundle_is_worded_on_its_way(board):
    board.drag(FREIN, "dysfunction")
    board.answer_who()
    statement = board.dialog.get_by_label("Énoncé")
    statement.wait_for()
    assert statement.input_value() == ""
    statement.fill("Le vélo de service est trop lourd.")
    board.dialog.get_by_role("button", name="Rédiger le constat").click()
    board.saved()
    assert board.said("dysfunction") == ["Le vélo de service est trop lourd."]
    found = board.one()
    assert (dict(found.sorts), found.bundle) == ({"groupe": "dysfunction"}, FREIN)
    # who sorts is asked once
    board.drag(found.id, "lesson")
    board.column("lesson").locator(".tv-card").wait_for()
    assert board.dialog.count() == 0
    # the card moves at once, the journal a moment later
    deadline = time.monotonic() + 15
    while dict(board.one().sorts) != {"groupe": "lesson"} and time.monotonic() < deadline:
        board.page.wait_for_timeout(50)
    assert dict(board.one().sorts) == {"groupe": "lesson"}
    assert not board.coding.errors


def test_given_up_a_bundle_goes_back(board):
    board.drag(FREIN, "dysfunction")
    board.answer_who()
    board.dialog.get_by_label("Énoncé").wait_for()
    board.page.keyboard.press("Escape")
    board.column("to_sort").locator(f'[data-id="{FREIN}"]').wait_for()
    assert board.said("dysfunction") == []
    assert not board.coding.state.findings
    assert not board.coding.state.bundle_sorts


def test_by_keyboard_alone(board):
    page = board.page
    board.card(FREIN).focus()
    page.keyboard.press("Control+ArrowRight")
    board.answer_who()
    statement = board.dialog.get_by_label("Énoncé")
    statement.wait_for()
    page.keyboard.type("Trop lourd pour la côte. b a dd")
    page.keyboard.press("Control+Enter")
    board.saved()
    name = board.one().id
    assert dict(board.one().sorts) == {"groupe": "lesson"}
    # the focus followed the finding
    here = "document.activeElement.closest('.tv-slot')?.dataset.id"
    page.wait_for_function(f"{here} === '{name}'")
    page.keyboard.press("Alt+ArrowRight")
    board.column("dysfunction").locator(f'[data-id="{name}"]').wait_for()
    page.wait_for_function(f"{here} === '{name}'")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    board.root.get_by_role("menu").wait_for()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    board.column("set_aside").locator(f'[data-id="{name}"]').wait_for()
    page.wait_for_function(f"{here} === '{name}'")
    page.keyboard.press("Control+z")
    board.column("dysfunction").locator(f'[data-id="{name}"]').wait_for()
    assert dict(board.one().sorts) == {"groupe": "dysfunction"}
    before = page.locator(".jp-Notebook .jp-Cell").count()
    for key in ("b", "a", "d", "d"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == before


def test_a_sort_survives_running_the_cell_again_and_who_is_not_asked_again(board):
    board.card(USAGE).focus()
    board.page.keyboard.press("Control+ArrowRight")
    board.answer_who()
    board.dialog.get_by_role("button", name="Classer sans rédiger").click()
    board.saved()
    board.coding.run()
    board.ready()
    board.column("lesson").locator(f'[data-id="{USAGE}"]').wait_for()
    assert board.root.get_by_role("button", name="Trie : groupe").count() == 1
    assert dict(board.coding.state.bundle_sorts[USAGE]) == {"groupe": "lesson"}
    board.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    board.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    board.page.reload()
    board.ready()
    board.column("lesson").locator(f'[data-id="{USAGE}"]').wait_for()


def test_a_card_opens_to_its_evidence_and_is_split(board):
    page = board.page
    board.card(FREIN).focus()
    page.keyboard.press("Enter")
    board.dialog.locator(".tv-side[data-side=for] .tv-quote").wait_for()
    assert "Et le vélo ?" in board.dialog.locator(".tv-quote").first.inner_text()
    board.dialog.get_by_role("button", name="Rédiger un constat…").click()
    board.answer_who()
    board.dialog.get_by_label("Énoncé").fill("Lourd et loin.")
    page.keyboard.press("Control+Enter")
    board.saved()
    page.keyboard.press("Escape")
    name = board.one().id
    assert dict(board.one().sorts) == {}
    board.card(name).dblclick()
    board.dialog.get_by_role("button", name="Scinder…").click()
    board.dialog.get_by_label("Énoncé 1").fill("Lourd.")
    board.dialog.get_by_label("Énoncé 2").fill("Loin.")
    page.keyboard.press("Control+Enter")
    board.column("to_sort").get_by_text("Loin.", exact=True).wait_for()
    findings = board.coding.state.findings
    assert len(findings[name].split_into) == 2


def test_hostile_words_are_shown_and_inert(board):
    page = board.page
    hostile = "mobilites/mode:piege/categorie:frein"
    assert "<img src=x onerror=alert(1)>" in board.card(hostile).inner_text()
    board.card(hostile).focus()
    page.keyboard.press("Enter")
    board.dialog.locator(".tv-quote").wait_for()
    assert 'onerror="alert(4)"' in board.dialog.inner_text()
    page.keyboard.press("Escape")
    board.root.get_by_role("button", name="Nouveau constat…").click()
    board.answer_who()
    board.dialog.get_by_label("Énoncé").fill("<img src=x onerror=alert(9)>")
    page.keyboard.press("Control+Enter")
    board.saved()
    board.column("to_sort").get_by_text("<img src=x onerror=alert(9)>").wait_for()
    page.wait_for_timeout(300)
    assert not board.coding.dialogs
    assert board.root.locator("img, script").count() == 0


@pytest.mark.own_kernel
def test_a_dead_kernel_says_that_nothing_is_saved_and_the_act_waits(board):
    page = board.page
    board.root.get_by_role("button", name="Qui trie ?").click()
    board.answer_who()
    board.root.get_by_role("button", name="Trie : groupe").wait_for()
    page.evaluate("void window.jupyterapp.commands.execute('notebook:restart-kernel')")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    trouble = board.root.locator(".tv-status[data-state=trouble]")
    trouble.filter(has_text="relancez la cellule").wait_for(timeout=20_000)
    board.card(USAGE).focus()
    page.keyboard.press("Control+ArrowRight")
    board.dialog.get_by_role("button", name="Classer sans rédiger").click()
    trouble.filter(has_text="Non enregistré : 1 acte attend".replace(" :", "\u202f:")).wait_for()
    assert not board.coding.state.bundle_sorts
    board.coding.idle()
    board.coding.run()
    board.ready()
    board.saved()
    assert dict(board.coding.state.bundle_sorts[USAGE]) == {"groupe": "lesson"}


def test_by_keyboard_a_chantier_is_said_to_be_taken_up(board):
    board.drag(FREIN, "next_work")
    board.answer_who()
    board.dialog.get_by_label("Énoncé").fill("Prêter un vélo plus léger.")
    board.dialog.get_by_role("button", name="Rédiger le constat").click()
    board.saved()
    card = board.card(board.one().id)
    card.focus()
    carry = card.get_by_role("button", name="Suite…")
    while not carry.evaluate("one => one === document.activeElement"):
        board.page.keyboard.press("Tab")
    board.page.keyboard.press("Enter")
    menu = board.root.get_by_role("menu")
    assert menu.get_by_role("menuitem").count() == 3
    board.page.keyboard.press("ArrowDown")
    board.page.keyboard.press("ArrowUp")
    board.page.keyboard.press("Enter")
    card.get_by_text("groupe : repris").wait_for()
    board.saved()
    ((key, said),) = board.one().carried.items()
    assert (key[1], said.became) == ("groupe", "taken_up")
    card.get_by_role("button", name="Ouvrir").click()
    drawer = board.dialog
    drawer.get_by_text("Suite :").wait_for()
    drawer.get_by_role("button", name="Suite…").click()
    drawer.get_by_role("menuitem", name="Clos en").click()
    drawer.get_by_text("groupe : clos").wait_for()
    assert next(iter(board.one().carried.values())).became == "closed"
    assert not board.coding.errors
