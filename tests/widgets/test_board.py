"""The board's window, as plain Python: cards in, acts out, everything on disk."""

import json

import pytest

from transfo_analysis.project import open_project

BUNDLE = "mob/mode:velo/categorie:frein"


class Window:
    """The board as its window sees it: one message, one answer, the last board kept."""

    def __init__(self, project):
        self.sorting = project.board().sorting
        self.count = 0
        self.page = self.say("hello")

    def say(self, asked, **more):
        reply = self.sorting.answer({"type": asked, "n": 1, **more})
        json.dumps(reply)
        if "cards" in reply:
            self.page = reply
        return reply

    def act(self, kind, decided_by="groupe", **more):
        self.count += 1
        who = {"decided_by": decided_by, "coder": "Ana", "id": f"geste{self.count}"}
        return self.say("act", **{**who, "kind": kind, **more})

    def card(self, name):
        return next(card for card in self.page["cards"] if card["id"] == name)

    def word(self, statement="Le vélo est lourd.", **more):
        reply = self.act("word", **{"statement": statement, "to": "dysfunction", **more})
        assert reply["type"] == "done", reply
        return reply["made"]


@pytest.fixture
def tableau(projet):
    return Window(projet)


def test_the_columns_are_the_case_s_between_to_sort_and_set_aside(tableau):
    labels = [column["label"] for column in tableau.page["columns"]]
    assert labels == [
        "À trier",
        "Les grands enseignements",
        "Les dysfonctionnements",
        "Les chantiers",
        "Écartés",
    ]


def test_a_bundle_waits_with_what_it_rests_on_and_a_proposal(tableau):
    card = tableau.card(BUNDLE)
    assert (card["type"], card["where"], card["title"]) == ("bundle", "to_sort", "Vélo × Freins")
    assert card["says"].startswith("2 personnes, 2 documents")
    assert card["proposed"] == "Les dysfonctionnements"
    assert card["against"] == 1


def test_nobody_is_sorting_until_someone_says(tableau):
    assert tableau.page["decider"] == ""
    reply = tableau.act("move", card=BUNDLE, to="lesson", decided_by="")
    assert reply["type"] == "refused"
    assert "qui trie" in reply["what"]
    assert tableau.say("hello")["cards"] == tableau.page["cards"]


@pytest.mark.parametrize(
    ("who", "name", "decider"),
    [
        ("group", "", "groupe"),
        ("session", "mars  2026", "session : mars 2026"),
        ("person", "", "Ana"),
    ],
)
def test_who_sorts_is_asked_once_per_sitting(projet, tableau, who, name, decider):
    assert tableau.say("who", who=who, name=name, coder="Ana")["decider"] == decider
    # the cell is run again, and the cell that opens the project too
    assert Window(projet).page["decider"] == decider
    again = Window(open_project(projet.folder))
    assert (again.page["decider"], again.page["coder"]) == (decider, "Ana")


def test_a_bundle_is_a_finding_only_once_worded(projet, tableau):
    tableau.act("move", card=BUNDLE, to="lesson")
    assert tableau.card(BUNDLE)["where"] == "lesson"
    assert projet.findings().empty
    made = tableau.word(bundle=BUNDLE)
    assert tableau.card(made)["where"] == "dysfunction"
    assert tableau.card(made)["says"].startswith("2 personnes")
    assert tableau.card(BUNDLE)["worded"] == 1


def test_an_empty_statement_words_nothing(projet, tableau):
    reply = tableau.act("word", statement="  ", to="lesson", bundle=BUNDLE)
    assert reply["type"] == "refused"
    assert not projet.state().findings


def test_a_finding_goes_where_it_is_put_and_not_back_to_sort(tableau):
    made = tableau.word()
    for column in ("lesson", "next_work", "set_aside"):
        tableau.act("move", card=made, to=column)
        assert tableau.card(made)["where"] == column
    assert tableau.act("move", card=made, to="to_sort")["type"] == "refused"


def test_both_sorts_are_kept_and_the_difference_shown(tableau):
    made = tableau.word()
    tableau.act("move", card=made, to="lesson", decided_by="Omar")
    card = tableau.card(made)
    assert card["where"] == "dysfunction"  # the group's
    assert card["differs"]
    assert {(one["who"], one["to"]) for one in card["sorts"]} == {
        ("groupe", "dysfunction"),
        ("Omar", "lesson"),
    }


def test_an_act_sent_twice_is_written_once(projet, tableau):
    first = tableau.act("word", statement="Une fois.", to="lesson", id="meme")
    # another kernel, after the first died: the journal remembers
    second = Window(open_project(projet.folder, coder="Ana"))
    reply = second.act("word", statement="Une fois.", to="lesson", id="meme", again=True)
    assert reply["made"] == first["made"]
    assert len(projet.state().findings) == 1


def test_reword_merge_split(projet, tableau):
    one, two = tableau.word("Un."), tableau.word("Deux.")
    tableau.act("reword", finding=one, statement="Un, mieux dit.")
    assert tableau.card(one)["title"] == "Un, mieux dit."
    merged = tableau.act("merge", findings=[one, two], statement="Les deux.", to="lesson")["made"]
    assert {card["id"] for card in tableau.page["cards"] if card["type"] == "finding"} == {merged}
    assert set(tableau.card(merged)["from"]) == {"Un, mieux dit.", "Deux."}
    tableau.act("split", finding=merged, statements=["Gauche.", "Droite."], to="lesson")
    found = [card for card in tableau.page["cards"] if card["type"] == "finding"]
    assert [card["title"] for card in found] == ["Gauche.", "Droite."]
    assert {card["where"] for card in found} == {"lesson"}


def test_merging_may_keep_a_statement(tableau):
    one, two = tableau.word("Un."), tableau.word("Deux.")
    tableau.act("merge", findings=[one], into=two, to="lesson")
    assert [c["title"] for c in tableau.page["cards"] if c["type"] == "finding"] == ["Deux."]


def test_a_card_opens_to_both_sides(tableau):
    quotes = tableau.say("open", card=BUNDLE)["quotes"]
    assert [quote["side"] for quote in quotes] == ["for", "for", "against"]
    assert quotes[-1]["person"] == "Omar"
    made = tableau.word(bundle=BUNDLE)
    assert tableau.card(made)["whole_bundles"][0]["implied"]
    tableau.act("link", finding=made, target=quotes[0]["target"], side="for")
    tableau.act("link", finding=made, target=quotes[-1]["target"], side="against")
    assert [q["side"] for q in tableau.say("open", card=made)["quotes"]] == ["for", "against"]
    tableau.act("unlink", finding=made, target=quotes[-1]["target"])
    assert [q["side"] for q in tableau.say("open", card=made)["quotes"]] == ["for"]


def test_undo_takes_back_a_whole_gesture_and_leaves_codings_alone(projet, tableau):
    before = len(projet.state().codings)
    assert tableau.page["undo"] == {"can": False, "label": "le dernier acte est un codage"}
    made = tableau.word(bundle=BUNDLE)
    assert tableau.page["undo"]["can"]
    tableau.act("undo")
    assert made not in {card["id"] for card in tableau.page["cards"]}
    assert not tableau.page["undo"]["can"]
    tableau.act("redo")
    assert tableau.card(made)["where"] == "dysfunction"
    assert len(projet.state().codings) == before


def test_a_sort_survives_running_everything_again(projet, tableau):
    made = tableau.word(bundle=BUNDLE)
    tableau.act("move", card="mob//categorie:frein", to="set_aside")
    again = Window(open_project(projet.folder))
    assert again.card(made)["where"] == "dysfunction"
    assert again.card("mob//categorie:frein")["where"] == "set_aside"


def test_a_memo_is_its_writer_s(tableau):
    made = tableau.word()
    tableau.act("memo", finding=made, text="À vérifier.")
    assert tableau.card(made)["memo"] == "À vérifier."
    tableau.act("memo", finding=made, text="Pas sûr.", coder="Omar")
    card = tableau.card(made)
    assert (card["memo"], card["memos"]) == ("À vérifier.", [{"coder": "Omar", "text": "Pas sûr."}])


def test_what_a_colleague_did_shows_on_coming_back(projet, tableau):
    assert tableau.say("refresh")["type"] == "same"
    other = open_project(projet.folder, coder="Omar").coding
    made = other.word_finding("D’un autre.", "lesson", decided_by="Omar")
    tableau.say("refresh")
    assert tableau.card(made)["where"] == "lesson"


def test_a_coding_made_meanwhile_changes_the_numbers(projet, tableau):
    before = tableau.card(BUNDLE)["says"]
    projet.coding.add("entretien-1", "mode:velo", quote="Le bus passe à l’heure.")
    projet.coding.add("entretien-1", "categorie:frein", quote="Le bus passe à l’heure.")
    tableau.say("refresh")
    assert tableau.card(BUNDLE)["says"] != before


def test_a_full_disk_is_a_failure_that_waits(projet, tableau, monkeypatch):
    from transfo_analysis.coding import journal
    from transfo_analysis.errors import WriteError

    def full(*_args, **_more):
        raise WriteError("Le disque est plein.", cure="Faites de la place.")

    monkeypatch.setattr(journal.Journal, "append_all", full)
    reply = tableau.act("move", card=BUNDLE, to="lesson")
    assert (reply["type"], reply["what"]) == ("failed", "Le disque est plein.")


def test_what_became_of_a_chantier_is_said_from_its_card_and_taken_back(tableau, projet):
    finding = tableau.word(to="next_work")
    assert tableau.page["wave"] == "vague-1"
    assert tableau.card(finding)["carried"] == []
    reply = tableau.act("carry", finding=finding, became="taken_up", wave=tableau.page["wave"])
    assert reply["type"] == "done", reply
    (said,) = tableau.card(finding)["carried"]
    assert (said["who"], said["became"]) == ("groupe", "taken_up")
    assert said["label"] == "vague 1 : groupe : repris"
    assert tableau.page["undo"]["label"] == "suite d’un chantier"
    tableau.act("carry", finding=finding, became="", wave="vague-1")
    assert tableau.card(finding)["carried"] == []
    for wrong in ({"became": "fini"}, {"wave": "vague-9", "became": "closed"}, {"wave": ""}):
        reply = tableau.act(
            "carry", **{"finding": finding, "wave": "vague-1", "became": "closed", **wrong}
        )
        assert reply["type"] == "refused"
    lesson = tableau.word(to="lesson")
    assert (
        tableau.act("carry", finding=lesson, became="closed", wave="vague-1")["type"] == "refused"
    )
