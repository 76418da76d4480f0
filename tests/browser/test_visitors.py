"""The visitors' page in a real browser: telephone and desk, day and night, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from transfo_analysis.display.visitors import page as visitors_page

SIZES = {"telephone": (390, 844), "bureau": (1400, 900)}


@pytest.fixture
def shown(browser, tmp_path, releases):
    """Open the page of an example release; give it with what it asked the network for."""
    path = tmp_path / "accrochage.html"
    path.write_text(visitors_page(releases.example(counts=True)), encoding="utf-8")
    contexts = []

    def opened(size="bureau", scheme="light", scripts=True):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        tab, asked = context.new_page(), []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        assert asked == [path.as_uri()]
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(shown, size, scheme):
    tab = shown(size, scheme)
    found = Axe().run(tab, None, {"resultTypes": ["violations", "passes"]}).response
    looked = {one["id"]: len(one["nodes"]) for one in found["passes"]}
    assert looked.get("color-contrast", 0) > 20
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert not grave, [(one["id"], one["nodes"][0]["html"]) for one in grave]


@pytest.mark.parametrize("size", list(SIZES))
def test_nothing_overflows(shown, size):
    tab = shown(size)
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_cell_to_quote_and_back_by_keyboard(shown):
    tab = shown()
    link = tab.locator("table a").first
    link.focus()
    tab.keyboard.press("Enter")
    place = tab.evaluate("location.hash.slice(1)")
    assert tab.locator(f"#{place} .quote").is_visible()
    tab.keyboard.press("Tab")  # the place itself took the focus: next comes its way back
    assert "Revenir au tableau" in tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#t1"


def test_search_forgives_accents_and_says_how_many(shown):
    tab = shown()
    tab.get_by_role("searchbox").fill("ELECTRIQUE embauché")
    assert tab.get_by_role("status").inner_text() == "0 réponse"
    tab.get_by_role("searchbox").fill("apres l'embauche")
    assert tab.get_by_role("status").inner_text() == "2 réponses"
    assert tab.get_by_text("le vélo du service").first.is_hidden()
    tab.get_by_role("searchbox").fill("")
    assert tab.get_by_text("Le vélo du service").first.is_visible()


def test_all_of_it_is_there_without_scripts(shown):
    tab = shown(scripts=False)
    assert tab.locator("form.search").is_hidden()
    assert tab.get_by_text("Le premier bus passe après l’embauche.").first.is_visible()
    assert tab.locator(".cell").count() == 4
