"""Above the text of the coder: disagreements to talk over, codings of a corrected text."""

import re

import pytest
from playwright.sync_api import expect

from transfo_analysis.project import open_project

TALK = "data/raw/entretiens/vague-1/entretien-1.txt"
BOTH = (
    ("Ana", "mode:velo", "C’est trop lourd"),
    ("Ana", "categorie:frein", "C’est trop lourd"),
    ("Blaise", "mode:velo", "trop lourd"),
    ("Blaise", "categorie:usage", "C’est trop lourd, franchement"),
    ("Ana", "mode:bus", "je prends le bus"),
    ("Blaise", "mode:marche", "je finis à pied 🚶🏽‍♀️"),
)


@pytest.fixture
def elsewhere(coding, monkeypatch):
    """Code as somebody did before this window was opened."""
    monkeypatch.setenv("TRANSFO_INSTALLATION", "essai")

    def code(rows):
        project = open_project(coding.folder, coder="Ana")
        ids = []
        for coder, code, words in rows:
            project.coding.coder = coder
            occurrence = 1 if words == "je prends le bus" else None
            ids.append(project.coding.add("entretien-1", code, quote=words, occurrence=occurrence))
        return ids

    return code


def correct(coding, *pairs):
    path = coding.folder / TALK
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def consensus(coding):
    return sorted(c.code for c in coding.state.codings.values() if c.coder == "consensus")


def test_disagreements_are_settled_by_keyboard_and_reopened(coding, elsewhere):
    elsewhere(BOTH)
    page = coding.open().page
    task = coding.root.locator(".ta-task")
    expect(task).to_be_hidden()
    coding.root.get_by_role("button", name="Désaccords").click()
    # first what changes the cross table
    expect(task).to_contain_text("C’est trop lourd, franchement")
    expect(task.locator("h3")).to_be_focused()
    expect(task.locator("h3")).to_contain_text("1 sur 2")
    expect(task.locator("thead th")).to_have_text(["Code", "Ana", "Blaise", "Retenir"])
    assert task.get_by_label("Retenir Vélo").is_checked()  # both put it
    box = task.get_by_label("Retenir Frein")
    assert not box.is_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(task.get_by_role("status")).to_contain_text("Vélo, Frein")
    task.get_by_role("button", name="Trancher ainsi").focus()
    page.keyboard.press("Enter")
    coding.saved()
    assert consensus(coding) == ["categorie:frein", "mode:velo"]
    # the next one, on its own
    expect(task.locator("h3")).to_contain_text("2 sur 2")
    expect(task.locator("h3")).to_be_focused()
    expect(task).to_contain_text("je prends le bus")
    page.keyboard.press("PageUp")
    expect(task).to_contain_text("Tranché")
    task.get_by_role("button", name="Rouvrir").click()
    coding.saved()
    assert consensus(coding) == []
    page.keyboard.press("Escape")
    expect(task).to_be_hidden()
    expect(coding.paper).to_be_focused()
    assert coding.errors == []


def test_what_a_correction_touched_is_looked_at_one_by_one(coding, elsewhere):
    touched, moved, lost, gone = elsewhere(
        (
            ("Ana", "categorie:frein", "C’est trop lourd, franchement"),
            ("Ana", "mode:bus", "je prends le bus"),
            ("Ana", "mode:marche", "Là je marche"),
            ("Ana", "categorie:levier", "et la fatigue compte"),
        )
    )
    correct(
        coding,
        ("C’est trop lourd, franchement", "C’est bien trop lourd, franchement"),
        ("Là je marche, ou alors", "À deux pas j’y vais sur mes jambes, ou alors"),
        (", et la fatigue compte", ""),
    )
    page = coding.open().page
    button = coding.root.locator("[data-task=review]")
    expect(button).to_have_text("À revoir (3)")
    button.click()
    task = coding.root.locator(".ta-task")
    expect(task).to_contain_text("Quand il a été codé")
    expect(task.locator("mark").nth(1)).to_contain_text("bien trop lourd")
    task.get_by_role("button", name="Ces mots conviennent").click()
    coding.saved()
    expect(button).to_have_text("À revoir (2)")
    # words to be found in today's text, by mouse, then Enter
    expect(task).to_contain_text("Là je marche")
    coding.drag("j’y vais sur mes jambes")
    page.keyboard.press("Enter")
    coding.saved()
    expect(button).to_have_text("À revoir (1)")
    expect(task).to_contain_text("et la fatigue compte")
    task.get_by_role("button", name="Ces mots n’y sont plus").click()
    coding.saved()
    expect(task.locator("h3")).to_contain_text("tout est fait")
    state = open_project(coding.folder).state()
    text = open_project(coding.folder).corpus().texts["entretien-1"]

    def words(name):
        return text[state.codings[name].start : state.codings[name].end]

    assert words(touched) == "C’est bien trop lourd, franchement"
    assert words(moved) == "je prends le bus"
    assert words(lost) == "j’y vais sur mes jambes"
    assert gone in state.codings
    assert state.anchors[gone].settled
    # undo works here as for any act: the last answer waits again
    coding.paper.focus()
    page.keyboard.press("Control+z")
    coding.saved()
    expect(button).to_have_text("À revoir (1)")
    expect(task).to_contain_text("1 en attente".replace(" ", "\u00a0", 1))
    assert re.search(r"enregistré à \d\d:\d\d:\d\d", coding.status.inner_text())
    assert coding.errors == []


def test_all_that_was_touched_in_a_document_in_one_gesture(coding, elsewhere):
    elsewhere(
        (
            ("Ana", "categorie:frein", "C’est trop lourd, franchement"),
            ("Ana", "mode:bus", "Le matin 🚌 je prends le bus"),
        )
    )
    correct(coding, ("trop lourd", "bien trop lourd"), ("Le matin 🚌 je", "Le matin 🚌 moi je"))
    coding.open()
    coding.root.locator("[data-task=review]").click()
    coding.root.locator(".ta-task").get_by_role("button", name=re.compile("Accepter les 2")).click()
    coding.saved()
    expect(coding.root.locator(".ta-task h3")).to_contain_text("tout est fait")
    assert not any(at.waits for at in open_project(coding.folder).state().anchors.values())


def test_a_cell_s_memo_and_a_code_s_name_from_the_right_panel(coding, elsewhere):
    book = coding.folder / "data/coding/codebook.yaml"
    line = "- {id: frein, libelle: Frein, mots: [trop loin, fatigue]}"
    text = book.read_text(encoding="utf-8")
    assert line in text
    book.write_text(text.replace(line, "- id: frein\n        libelle: Frein"), encoding="utf-8")
    elsewhere(BOTH[:2])
    page = coding.open().page
    coding.click_on("C’est trop lourd")
    coding.root.get_by_label("Mémo sur").select_option(label="Mémo sur la case")
    coding.root.get_by_label("Mémo", exact=True).fill("À creuser")
    page.keyboard.press("Control+Enter")
    coding.saved()
    assert coding.state.memos == {
        ("cell", "mobilites/mode:velo/categorie:frein", "Ana"): "À creuser"
    }
    coding.root.get_by_role("button", name="Modifier un code…").click()
    form = coding.root.get_by_role("form", name="Modifier un code")
    form.get_by_label("Code à modifier").select_option(label="Frein")
    form.get_by_label("Libellé").fill("Obstacle")
    form.get_by_label("Définition").fill("Ce qui empêche <b>.")
    page.keyboard.press("Tab")
    form.get_by_role("button", name="Enregistrer").click()
    expect(coding.root.locator("[data-code='categorie:frein'] .ta-label")).to_have_text("Obstacle")
    expect(form).to_be_hidden()
    assert "Obstacle" in book.read_text(encoding="utf-8")
    assert "Ce qui empêche <b>." in book.read_text(encoding="utf-8")
    assert coding.errors == []
