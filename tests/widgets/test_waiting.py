"""What waits for people in the coder's window: disagreements, and codings of corrected texts."""

import pytest

from transfo_analysis.project import open_project
from transfo_analysis.widgets.bench import Bench

from .test_bench import Window

TALK = "data/raw/entretiens/vague-1/entretien-1.txt"


def window(projet, document="entretien-1"):
    found = Window(Bench(projet, background=False))
    found.ask("document", document=document)
    return found


def correct(projet, old, new):
    """Correct the file, as a person does in a word processor; open the project again."""
    path = projet.folder / TALK
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return window(open_project(projet.folder, coder="Ana"))


class TestDisagreements:
    @pytest.fixture
    def two(self, projet):
        projet.coding.coder = "Blaise"
        projet.coding.add("entretien-1", "mode:velo", quote="Le vélo")
        projet.coding.add("entretien-1", "categorie:levier", quote="trop lourd")
        projet.coding.coder = "Ana"
        return window(projet)

    def test_nobody_is_asked_while_one_person_codes(self, projet):
        alone = window(projet)
        assert alone.ask("hello")["several"] is False
        assert alone.ask("disagreements")["items"] == []

    def test_a_turn_shows_what_each_put_there(self, two):
        assert two.ask("hello")["several"] is True
        (item,) = two.ask("disagreements")["items"]
        assert (item["who"], item["question"]) == ("Nadia", "Et le vélo ?")
        assert item["coders"] == ["Ana", "Blaise"]
        assert {one["code"]: one["marks"] for one in item["codes"]} == {
            "mode:velo": {"Ana": "Le vélo est trop lourd pour la côte.", "Blaise": "Le vélo"},
            "categorie:frein": {"Ana": "trop lourd"},
            "categorie:levier": {"Blaise": "trop lourd"},
        }
        assert item["shared"] == ["mode:velo"]
        assert item["people"] == 1
        assert item["settled"] is None

    def test_settled_it_is_the_consensus_s_and_may_be_reopened(self, two, projet):
        (item,) = two.ask("disagreements")["items"]
        place = {name: item[name] for name in ("document", "turn", "sha256")}
        done = two.act("agree", codes=["mode:velo", "categorie:frein"], **place)
        assert done["type"] == "done", done
        agreed = [c for c in two.codings.values() if c["coder"] == "consensus"]
        assert sorted(c["code"] for c in agreed) == ["categorie:frein", "mode:velo"]
        (item,) = two.ask("disagreements")["items"]
        assert item["settled"] == ["categorie:frein", "mode:velo"]
        assert two.act("reopen", **place)["type"] == "done"
        assert not [c for c in two.codings.values() if c["coder"] == "consensus"]
        (item,) = two.ask("disagreements")["items"]
        assert item["settled"] is None

    def test_sent_twice_it_is_settled_once(self, two):
        (item,) = two.ask("disagreements")["items"]
        place = {name: item[name] for name in ("document", "turn", "sha256")}
        for again in (False, True):
            two.act("agree", id="e" * 32, again=again, codes=["mode:velo"], **place)
        assert sum(c["coder"] == "consensus" for c in two.codings.values()) == 1

    def test_a_turn_of_another_text_is_refused(self, two):
        (item,) = two.ask("disagreements")["items"]
        place = {"document": item["document"], "turn": item["turn"], "sha256": "0" * 64}
        assert two.act("agree", codes=["mode:velo"], **place)["type"] == "refused"


class TestReview:
    def test_nothing_waits_while_texts_are_as_they_were_coded(self, projet):
        found = window(projet)
        assert found.ask("review")["items"] == []
        assert [one["review"] for one in found.ask("hello")["documents"]] == [0, 0]

    def test_words_that_changed_are_shown_beside_the_new_ones(self, projet):
        found = correct(projet, "trop lourd pour", "bien trop pesant pour")
        assert [one["review"] for one in found.ask("hello")["documents"]] == [2, 0]
        items = found.ask("review")["items"]
        assert {item["code"] for item in items} == {"mode:velo", "categorie:frein"}
        for item in items:
            assert item["coder"] == "Ana"
            old = item["old"]
            assert old["before"] + old["words"] + old["after"] in (
                "Et le vélo ?\nLe vélo est trop lourd pour la côte. Le bus passe à l’heure.\n"
                "Et sinon ?\nLe bus, c’est trop loin."
            )
            if item["placed"]:
                (place,) = item["places"]
                assert found.shown["text"][place["start"] : place["end"]] == place["words"]

    def test_touched_ones_are_accepted_together_and_taken_back_together(self, projet):
        found = correct(projet, "lourd pour la côte", "lourd pour les côtes")
        items = [item for item in found.ask("review")["items"] if item["placed"]]
        assert items
        named = {"document": "entretien-1", "sha256": items[0]["sha256"]}
        done = found.act("stand", codings=[item["coding"] for item in items], **named)
        assert (done["type"], done["undo"]) == ("done", "place revue")
        assert not [item for item in found.ask("review")["items"] if item["placed"]]
        found.act("undo")
        assert len([item for item in found.ask("review")["items"] if item["placed"]]) == len(items)

    def test_a_coding_is_placed_on_words_that_a_person_selects(self, projet):
        found = correct(projet, "est trop lourd pour la côte", "ne grimpe pas")
        items = found.ask("review")["items"]
        item = next(one for one in items if one["code"] == "categorie:frein")
        place = found.excerpt("ne grimpe pas")
        done = found.act("place", document="entretien-1", coding=item["coding"], **place)
        assert done["type"] == "done", done
        words = found.codings[item["coding"]]
        assert found.shown["text"][words["start"] : words["end"]] == "ne grimpe pas"
        assert item["coding"] not in {one["coding"] for one in found.ask("review")["items"]}

    def test_words_that_are_gone_are_not_asked_about_again(self, projet):
        found = correct(projet, "Le vélo est trop lourd pour la côte. ", "")
        item = found.ask("review")["items"][0]
        gone = {"document": "entretien-1", "sha256": item["sha256"], "coding": item["coding"]}
        assert found.act("gone", **gone)["type"] == "done"
        assert item["coding"] not in {one["coding"] for one in found.ask("review")["items"]}
        assert item["coding"] in found.bench.desk.state.codings  # kept all the same
