"""A second debate with the same people: the change page tells it, every figure opens."""

import re

import pytest

from transfo_analysis import open_project
from transfo_analysis.rerun import snapshot

# Ana ended at non, Boris in the middle, Driss at oui, Elsa in abstention, Fanny at non
AGAIN = """question;participant;avant;après;argument;a bougé parce que
gratuit;Ana;non;oui;Ma voisine ne prend plus sa voiture du tout depuis mai;Le tarif de nuit a changé
gratuit;Boris;milieu;non;;
gratuit;Driss;oui;oui;;
gratuit;Fanny;oui;oui;;
gratuit;Nour;non;non;Je viens d’arriver au service et je paie mon abonnement;
"""
SIZE = re.compile(r"hausse|baisse|augment|progress|recul|davantage|gagne|\bplus de\b|\bmoins de\b", re.IGNORECASE)  # fmt: skip


@pytest.fixture
def again(debate, debating):
    open_project(debate, "camille").close_wave("1")
    debating.write(debate, "data/raw/debats/vague-2/debat-deux.csv", AGAIN)
    return debate


def told(changes):
    rows = changes.exercises.to_dict("records")
    return {row["says"].replace("\u202f", " "): row for row in rows}


def test_the_snapshot_holds_where_people_stood_and_no_word_of_theirs(debate):
    made = open_project(debate, "camille").close_wave("1").picture
    assert len(made.positions) == 8
    text = (debate / "data/coding/vagues/vague-1.json").read_text(encoding="utf-8")
    assert '"voice": "Ana"' in text
    for words in ("Le ticket est un frein", "prix du bus de nuit"):
        assert words not in text


def test_who_changed_side_since_the_last_wave_is_counted_and_named_when_opened(again):
    changes = open_project(again).changes()
    rows = told(changes)
    assert set(changes.exercises["about"]) == {"Faut-il rendre le tram gratuit ?"}
    crossed = rows["2 personnes ont changé de côté entre la vague 1 et la vague 2"]
    assert "Ana : à « Non » (debat, ligne 2), puis à « Oui » (debat-deux, ligne 2)." in crossed["note"].replace("\u202f", " ")  # fmt: skip
    assert "Fanny" in crossed["note"]
    opened = changes.opened(crossed["ids"].split())
    assert set(opened["document"]) == {"debat", "debat-deux"}
    assert any("Ma voisine" in quote for quote in opened["quote"])
    other = rows["1 personne a quitté ou rejoint le milieu ou l’abstention entre la vague 1 et la vague 2"]  # fmt: skip
    assert "Boris" in other["note"]
    assert "Driss" in rows["1 personne est à la même place entre la vague 1 et la vague 2"]["note"]
    assert (
        "Nour" in rows["1 personne dont on ne connaît pas de place dans le débat d’avant"]["note"]
    )
    assert rows["pendant ce débat, 2 personnes ont bougé"]["ids"]
    assert "débattu de nouveau (vague 2), 5 personnes" in rows


def test_sentences_name_nobody_and_no_side_grows(again):
    changes = open_project(again).changes()
    said = "\n".join(changes.sentences())
    assert "changé de côté" in said
    for name in ("Ana", "Boris", "Driss", "Elsa", "Fanny", "Nour"):
        assert name not in said
    notes = " ".join([said, *changes.exercises["note"]])
    assert not SIZE.search(notes)


def test_the_page_opens_each_figure_to_words_or_rows(again):
    page = open_project(again).changes().page().replace("\u202f", " ")
    assert "<h2>Débat mouvant</h2>" in page
    figures = dict(
        re.findall(r"<details><summary><b>(.*?)</b></summary>(.*?)</details>", page, re.DOTALL)
    )
    inside = figures["2 personnes ont changé de côté entre la vague 1 et la vague 2"]
    assert "Ma voisine ne prend plus sa voiture" in inside
    assert "debat-deux, ligne 2" in inside
    # nobody said a word there: the rows open all the same
    assert "Nour" in figures["1 personne dont on ne connaît pas de place dans le débat d’avant"]


def test_a_table_corrected_since_is_a_correction_and_no_new_debate(again, debating):
    (again / "data/raw/debats/vague-2/debat-deux.csv").unlink()
    rows = debating.ROWS.replace(
        f"{debating.GRATUIT};Boris;milieu;milieu", f"{debating.GRATUIT};Boris;milieu;oui"
    ).replace(f"{debating.GRATUIT};Elsa;abstention;abstention;;;;\n", "")
    rows += f"{debating.GRATUIT};Gaël;oui;oui;;;;\n"
    debating.write(again, "data/raw/debats/vague-1/debat.csv", f"{debating.HEADER}\n{rows}")
    rows = told(open_project(again).changes())
    # who nobody knows is called by the row, which moved up by one
    assert "1 position corrigée dans un tableau d’avant" in rows
    assert any(said.startswith("2 positions retirées") for said in rows)
    assert any(said.startswith("2 positions ajoutées") for said in rows)
    assert not any("débattu" in said for said in rows)


def test_a_snapshot_of_before_debates_were_read_has_none(again):
    path = again / "data/coding/vagues/vague-1.json"
    text = path.read_text(encoding="utf-8")
    older = re.sub(r'"positions": \[.*?\n\],\n', "", text, flags=re.DOTALL)
    assert older != text
    path.write_text(older, encoding="utf-8")
    assert snapshot.read(path).picture.positions == ()
    assert "débattu (vague 1)" not in told(open_project(again).changes())


def test_nothing_changed_when_nothing_did(again):
    project = open_project(again, "camille")
    project.close_wave("2")
    assert project.changes().exercises.empty
    # a code called otherwise is the same question
    project.codes.rename("question:gratuit", "question:tram")
    assert open_project(again).changes().exercises.empty
