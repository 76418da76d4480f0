"""The table's and the board's windows when the kernel is killed: nothing done is lost."""

import os
import re
import signal

import pytest

from tests.browser.made import notebook
from transfo_analysis.project import open_project

CODED = (
    ("mode:velo", "C’est trop lourd"),
    ("categorie:frein", "trop lourd"),
)
BEGIN = (
    "import os\nimport transfo_analysis as ta\nprint('pid', os.getpid())\n"
    "projet = ta.open_project(coder='Ana')\n"
)
BUNDLE = "mobilites/mode:velo/categorie:frein"

pytestmark = pytest.mark.own_kernel


@pytest.fixture
def killed(coding, monkeypatch):
    """Open a window, kill its kernel, do something meanwhile, run the cell again."""
    monkeypatch.setenv("TRANSFO_INSTALLATION", "essai")
    desk = open_project(coding.folder, coder="Ana").coding
    for code, words in CODED:
        desk.add("entretien-1", code, quote=words)

    def story(cell, name, act, before=lambda root: None):
        (coding.folder / "coder.ipynb").write_text(notebook(BEGIN + cell, ""), encoding="utf-8")
        coding.root = root = coding.page.locator(name)
        ready = coding.page.locator(f"{name}[data-ready=true]")
        coding.open(coder="")
        ready.wait_for(timeout=90_000)
        before(root)
        printed = coding.page.locator(".jp-OutputArea-output", has_text="pid").first.inner_text()
        os.kill(int(re.search(r"pid (\d+)", printed)[1]), signal.SIGKILL)
        trouble = root.locator(".tv-status[data-state=trouble]")
        trouble.filter(has_text="relancez la cellule").wait_for(timeout=60_000)
        coding.page.get_by_role("button", name="Ok").click()  # JupyterLab says that it died
        act(root)
        trouble.filter(has_text="1 acte attend").wait_for()
        assert not coding.state.findings
        coding.idle()
        coding.run()
        ready.wait_for(timeout=90_000)
        root.locator(".tv-status[data-state=saved]", has_text="enregistré à").wait_for()
        return coding.state

    return story


def test_the_board_is_answered_by_the_kernel_that_comes_back(killed):
    # who sorts cannot be asked of a dead kernel: said before
    begin = "from transfo_analysis.widgets.wire import Sitting\n"
    begin += "Sitting.of(projet).decider = 'groupe'\n"

    def move(root):
        root.locator(f'.tv-slot[data-id="{BUNDLE}"] .tv-card').focus()
        root.page.keyboard.press("Control+ArrowRight")
        dialog = root.get_by_role("dialog")
        dialog.get_by_label("Énoncé").fill("Le vélo est trop lourd.")
        dialog.get_by_role("button", name="Rédiger le constat").click()

    state = killed(begin + "projet.board()", ".tv-board", move)
    (found,) = state.findings.values()
    assert (found.statement, dict(found.sorts)) == ("Le vélo est trop lourd.", {"groupe": "lesson"})


def test_the_table_is_answered_by_the_kernel_that_comes_back(killed):
    def open_cell(root):
        root.get_by_role("button", name="Vélo × Frein").click()
        root.locator(".tv-quote").first.wait_for()

    def word(root):
        root.get_by_role("button", name="En faire un constat…").click()
        root.get_by_role("dialog").get_by_label("Énoncé").fill("Le vélo est trop lourd.")
        root.get_by_role("dialog").get_by_role("button", name="Rédiger le constat").click()

    cell = "projet.cross_table().explore()"
    state = killed(cell, ".tv-explorer", word, open_cell)
    (found,) = state.findings.values()
    assert (found.statement, found.bundle) == ("Le vélo est trop lourd.", BUNDLE)
