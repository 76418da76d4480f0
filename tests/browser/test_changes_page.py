"""The page of what changed, in a real browser: day and night, by keyboard, nothing fetched."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from transfo_analysis import open_project

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "rerun" / "fieldwork.py")))


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    folder = made.wave_1(tmp_path_factory.mktemp("changements") / "projet")
    open_project(folder, "camille").close_wave("1")
    changes = open_project(made.wave_2(folder), "camille").changes()
    path = folder / "page.html"
    path.write_text(changes.page(), encoding="utf-8")
    return path


@pytest.fixture
def shown(browser, page_file):
    contexts = []

    def opened(width=900, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        tab, asked = context.new_page(), []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(page_file.as_uri())
        assert asked == [page_file.as_uri()]
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [900, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_open_it_is_accessible_and_nothing_overflows(shown, width, scheme):
    tab = shown(width, scheme)
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(tab, None, {"resultTypes": ["violations", "passes"]}).response
    looked = {one["id"]: len(one["nodes"]) for one in found["passes"]}
    assert looked.get("color-contrast", 0) > 20
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_figure_opens_to_its_quotes_by_keyboard(shown):
    tab = shown()
    figure = tab.locator("summary", has_text="2 des 2 nouvelles personnes")
    quote = tab.locator("blockquote", has_text="pneus à plat toute la semaine").last
    assert not figure.locator("xpath=..").locator("blockquote").first.is_visible()
    figure.focus()
    tab.keyboard.press("Enter")
    words = figure.locator("xpath=..").inner_text()
    assert "pneus à plat toute la semaine" in words
    assert "Le vélo cargo, je ne saurais pas" in words
    assert quote.count() == 1
