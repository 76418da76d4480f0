"""The cross table's window, as plain Python: what it is told, what it may do."""

import json

import pytest

from transfo_analysis.crosstable import cross_table
from transfo_analysis.errors import ProjectError
from transfo_analysis.typography import NARROW


@pytest.fixture
def fenetre(projet):
    return projet.cross_table().explore().exploration


def cell(page, row, column):
    codes = [one["code"] for one in page["columns"]]
    line = next(one for one in page["rows"] if one["code"] == row)
    return line["cells"][codes.index(column)]


def test_every_cell_says_its_numbers(fenetre):
    page = fenetre.answer({"type": "hello", "n": 1})
    assert page["re"] == 1
    json.dumps(page)
    found = cell(page, "mode:velo", "categorie:frein")
    assert found["name"] == f"Vélo × Freins{NARROW}: 2 personnes, 2 documents"
    assert found["people"] == 2


def test_an_empty_cell_says_which_kind_of_empty(fenetre):
    page = fenetre.answer({"type": "hello"})
    found = cell(page, "mode:bus", "categorie:levier")
    assert found["people"] == 0
    assert found["empty"]
    assert found["name"].endswith(found["empty"])


def test_suggestions_stand_apart_from_people_heard(fenetre):
    page = fenetre.answer({"type": "hello"})
    found = cell(page, "mode:bus", "categorie:frein")
    assert (found["people"], found["suggested_passages"]) == (0, 1)
    assert found["name"].endswith("1 suggestion")
    opened = fenetre.answer({"type": "cell", "row": "mode:bus", "column": "categorie:frein"})
    assert not opened["layers"]["validated"]
    (quote,) = opened["layers"]["suggested"]
    assert quote["codes"] == ["Bus", "Freins"]
    assert quote["reason"]


def test_a_cell_opens_to_its_quotes(fenetre):
    opened = fenetre.answer({"type": "cell", "row": "mode:velo", "column": "categorie:frein"})
    first, second = opened["layers"]["validated"]
    assert first["person"] == "Nadia"
    assert first["question"] == "Et le vélo ?"
    assert (first["wave"], first["register"], first["coder"]) == ("vague-1", "mot à mot", "Ana")
    assert first["quote"].startswith(f"«{NARROW}")
    assert "<img src=x onerror=alert(1)>" in second["quote"] or second["person"] == "Omar"


def test_filters_are_computed_anew(fenetre):
    page = fenetre.answer({"type": "filter", "filters": {"grades": ["C"]}})
    assert cell(page, "mode:velo", "categorie:frein")["people"] == 1
    assert "C" in page["kept"]
    page = fenetre.answer({"type": "filter", "filters": {}})
    assert cell(page, "mode:velo", "categorie:frein")["people"] == 2


def test_a_filter_that_the_window_has_not_stays(projet):
    window = projet.cross_table(trades=[]).explore().exploration
    assert window.answer({"type": "filter", "filters": {"waves": ["vague-1"]}})["kept"]


def test_an_unknown_value_is_an_answer_in_french(fenetre):
    reply = fenetre.answer({"type": "filter", "filters": {"waves": ["vague-9"]}, "n": 4})
    assert (reply["type"], reply["re"]) == ("refused", 4)
    assert "vague-9" in reply["what"]


def test_a_jump_moves_the_coder_that_is_open_or_gives_the_line(projet):
    widget = projet.cross_table().explore()
    sent = []
    widget.send = sent.append
    place = {"document": "entretien-1", "start": 3, "end": 9}
    widget._heard(widget, {"type": "jump", "n": 1, **place}, [])
    assert widget.jump == place
    assert sent[0]["shown"] is False
    assert sent[0]["line"] == 'projet.code("entretien-1")'

    moved = []
    widget.exploration._jump = lambda *where: not moved.append(where)
    widget._heard(widget, {"type": "jump", "n": 2, **place}, [])
    assert moved == [("entretien-1", 3, 9)]
    assert sent[1]["shown"] is True


def test_a_cell_becomes_a_finding_that_waits_to_be_sorted(projet, fenetre):
    act = {
        "type": "act",
        "id": "g1",
        "kind": "word",
        "statement": "Le vélo gêne.",
        "bundle": "mob/mode:velo/categorie:frein",
        "coder": "Ana",
    }
    reply = fenetre.answer(act)
    assert reply["type"] == "done"
    assert len(reply["at"]) == 5
    fenetre.answer({**act, "again": True})
    (found,) = projet.findings().to_dict("records")
    assert (found["statement"], found["kind"], found["people"]) == ("Le vélo gêne.", "to_sort", 2)


def test_a_quote_becomes_a_finding_or_backs_one(projet, fenetre):
    opened = fenetre.answer({"type": "cell", "row": "mode:velo", "column": "categorie:frein"})
    one, two = (quote["target"] for quote in opened["layers"]["validated"])
    base = {"type": "act", "coder": "Ana"}
    fenetre.answer({**base, "id": "g1", "kind": "word", "statement": "Lourd.", "target": one})
    (found,) = projet.state().findings.values()
    assert found.for_ids == (one,)
    link = {**base, "kind": "link", "finding": found.id, "target": two}
    fenetre.answer({**link, "id": "g2", "side": "for"})
    fenetre.answer({**link, "id": "g3", "side": "against"})
    found = projet.state().findings[found.id]
    assert (found.for_ids, found.against_ids) == ((one,), (two,))


def test_a_quote_withdrawn_meanwhile_makes_no_finding(projet, fenetre):
    opened = fenetre.answer({"type": "cell", "row": "mode:velo", "column": "categorie:frein"})
    target = opened["layers"]["validated"][0]["target"]
    projet.coding.withdraw(target)
    act = {"kind": "word", "statement": "Lourd.", "target": target, "coder": "Ana"}
    reply = fenetre.answer({"type": "act", "id": "g1", **act})
    assert reply["type"] == "refused"
    assert not projet.state().findings


def test_a_table_older_than_the_codings_says_so(projet, fenetre):
    ask = {"type": "cell", "row": "mode:velo", "column": "categorie:frein"}
    assert not fenetre.answer(ask)["stale"]
    projet.coding.word_finding("Sans effet sur les nombres.")
    assert not fenetre.answer(ask)["stale"]
    projet.coding.add("entretien-1", "mode:bus", quote="Le bus passe à l’heure.")
    assert fenetre.answer(ask)["stale"]
    fenetre.answer({"type": "filter", "filters": {}})
    assert not fenetre.answer(ask)["stale"]


def test_a_table_without_project_has_no_window(projet):
    args = projet.corpus(), projet.codings(), projet.state(), None, None, projet.codebook
    with pytest.raises(ProjectError, match="projet"):
        cross_table(*args, projet.cases[0]).explore()


def test_nothing_of_the_material_is_kept_in_the_notebook(projet):
    widget = projet.cross_table().explore()
    kept = json.dumps({name: str(value) for name, value in widget.get_state().items()})
    assert "Nadia" not in kept
    assert "innerHTML" not in kept


def test_a_quote_says_when_one_person_alone_coded_it_or_all_agreed(projet):
    def standing():
        opened = (
            projet.cross_table()
            .explore()
            .exploration.answer({"type": "cell", "row": "mode:velo", "column": "categorie:frein"})
        )
        return [(q["document"], q["standing"]) for q in opened["layers"]["validated"]]

    # one person codes here: nothing to tell apart
    assert standing() == [("entretien-1", ""), ("entretien-2", "")]
    projet.coding.coder = "Blaise"
    projet.coding.add("entretien-1", "mode:velo", quote="Le vélo est trop lourd pour la côte.")
    assert standing() == [("entretien-1", ""), ("entretien-2", "codé par un·e seul·e")]
    codes = ["mode:velo", "categorie:frein"]
    projet.coding.settle_disagreement("entretien-1", 1, codes)
    assert standing() == [("entretien-1", "consensus"), ("entretien-2", "codé par un·e seul·e")]
