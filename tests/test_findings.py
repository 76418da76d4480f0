"""Bundles say what they rest on; findings belong to people and are counted anew."""

from __future__ import annotations

import runpy
from pathlib import Path

import pandas as pd
import pytest

from transfo_analysis.errors import CodingError
from transfo_analysis.findings import bundles, evidence, findings, three_quotes
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import NARROW

_MADE = runpy.run_path(str(Path(__file__).with_name("crosstable_field.py")))
Field = _MADE["Field"]
CELL = ("mode:velo", "categorie:frein")
BUNDLE = "mob/mode:velo/categorie:frein"


@pytest.fixture
def field():
    made = Field()
    made.person("Nadia", grade="A", trade="juriste", service="Droit")
    made.person("Omar", grade="C", trade="ripeur", service="Déchets")
    made.person("Zoé", grade="C", trade="ripeur", service="Déchets")
    made.document(
        "talk-1",
        ("interviewer", "", "Et le vélo ?"),
        ("respondent", "Nadia", "Le vélo, il pleut toujours le matin quand je sors."),
        ("respondent", "Nadia", "Mais le vélo me repose la tête, ça c’est vrai."),
        interviewers="Ida",
    )
    made.document(
        "talk-2",
        ("respondent", "Omar", "En vélo j’ai peur des camions sur le boulevard."),
        wave="vague-2",
        interviewers="Jo",
    )
    made.document(
        "talk-3",
        ("respondent", "Zoé", "Un vélo, où le ranger ? Personne ne sait."),
        interviewers="Jo",
    )
    return made


def gathered(field, **filters):
    table = field.table(**filters)
    data = bundles(table, field.corpus, field.codings, field.state, field.codebook, field.case)
    return data.set_index("bundle_id")


def worded(field):
    data = findings(field.corpus, field.codings, field.state, field.codebook, field.case)
    return data.set_index("finding_id")


def plain(text):
    return text.replace(NARROW, " ")


def test_suggestions_alone_make_no_bundle(field):
    field.suggest("talk-1", "Le vélo", *CELL)
    assert gathered(field).empty


def test_a_cell_a_paper_or_a_study_is_matter(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    field.document(
        "mur", ("wall", "", "Trop lourd", {"row": "train", "column": "frein"}), kind="wall_table"
    )
    field.document("note", ("author", "", "La marche recule."), kind="literature_note", study="S1")
    field.code("note", "La marche recule", "mode:marche", "categorie:usage")
    data = gathered(field)
    assert list(data.index) == [
        BUNDLE,
        "mob/mode:train/categorie:frein",
        "mob/mode:marche/categorie:usage",
    ]
    assert data.loc[BUNDLE, ["people", "documents", "excerpts"]].tolist() == [1, 1, 1]
    assert split_ids(data.loc[BUNDLE, "coding_ids"]) == ["c0000", "c0001"]
    assert data["wall_rows"].tolist() == [0, 1, 0]
    assert data["studies"].tolist() == [0, 0, 1]
    assert "Ne repose que sur le tableau du mur" in data["rests_on"].iloc[1]
    assert "Ne repose que sur 1 étude" in data["rests_on"].iloc[2]


def test_a_bundle_counts_what_its_cell_counts(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    field.code("talk-1", "vélo, il pleut toujours", *CELL, coder="Idris")
    field.code("talk-2", "En vélo j’ai peur", *CELL)
    cell, bundle = field.table().cell(*CELL), gathered(field).loc[BUNDLE]
    names = ["people", "documents", "excerpts", "wall_rows", "studies", "coding_ids"]
    assert cell[names].tolist() == bundle[names].tolist()
    assert bundle["people"] == 2


def test_a_code_alone_is_a_bundle_when_it_recurs(field):
    field.code("talk-2", "peur des camions", "categorie:frein")
    field.code("talk-3", "où le ranger", "categorie:frein")
    field.code("talk-3", "Personne", "categorie:regle")
    data = gathered(field)
    assert list(data.index) == ["mob//categorie:frein"]
    assert data["people"].tolist() == [2]


def test_the_identifier_outlives_new_evidence_and_renamed_codes(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    field.decide(
        bundle_sorts={"mob/mode:bicyclette/categorie:frein": {"le groupe": "dysfunction"}},
        aliases={"mode:bicyclette": "mode:velo"},
    )
    before = gathered(field).loc[BUNDLE]
    field.code("talk-2", "En vélo j’ai peur", *CELL)
    after = gathered(field).loc[BUNDLE]
    assert before["column_now"] == after["column_now"] == "dysfunction"
    assert plain(after["sorted_by"]) == "le groupe : Les dysfonctionnements"
    assert (before["people"], after["people"]) == (1, 2)


def test_a_bundle_that_was_sorted_stays_when_its_matter_goes(field):
    field.decide(
        bundle_sorts={BUNDLE: {"Ana": "lesson"}, "mob//categorie:frein": {"Ana": "lesson"}}
    )
    data = gathered(field)
    assert list(data.index) == [BUNDLE, "mob//categorie:frein"]
    assert set(data["column_now"]) == {"lesson"}
    assert plain(data["rests_on"].iloc[0]) == "Ne repose plus sur rien : à revoir."


def test_both_sorts_are_kept_when_deciders_differ(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    assert gathered(field).loc[BUNDLE, "column_now"] == "to_sort"
    field.decide(bundle_sorts={BUNDLE: {"Idris": "set_aside", "Ana": "dysfunction"}})
    one = gathered(field).loc[BUNDLE]
    assert one["column_now"] == "dysfunction"
    assert plain(one["sorted_by"]) == "Ana : Les dysfonctionnements ; Idris : Mis de côté"
    # the group's decision places it; the others stay told
    field.decide(bundle_sorts={BUNDLE: {"Ana": "dysfunction", "le groupe": "next_work"}})
    one = gathered(field).loc[BUNDLE]
    assert one["column_now"] == "next_work"
    assert "Ana : Les dysfonctionnements" in plain(one["sorted_by"])


class TestRestsOn:
    def said(self, field, **filters):
        return plain(gathered(field, **filters).loc[BUNDLE, "rests_on"])

    def test_a_single_person(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        said = self.said(field)
        assert "une seule personne (Nadia)" in said
        assert "un seul enquêteur (Ida)" in said
        assert "une seule vague (vague-1)" in said
        assert "une seule sorte de source (les entretiens)" in said
        assert "service" not in said

    def test_a_single_service_grade_and_trade_of_several_people(self, field):
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        field.code("talk-3", "Un vélo, où le ranger", *CELL)
        said = self.said(field)
        assert "un seul service (Déchets), un seul grade (C), un seul métier (ripeur)" in said
        assert "personne (" not in said
        assert "vague" not in said

    def test_nothing_single(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        field.document("suivi", ("observed", "Zoé", "Vélo contre le mur"), kind="observation")
        field.code("suivi", "Vélo contre", *CELL)
        assert self.said(field) == ""

    def test_an_unknown_service_is_not_the_same_service(self, field):
        field.person("Paul", service="", grade="", trade="")
        field.document("talk-4", ("respondent", "Paul", "Le vélo rouille."))
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        field.code("talk-4", "Le vélo rouille", *CELL)
        assert "service" not in self.said(field)

    def test_a_paper_with_a_known_source_is_no_other_kind_of_source(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        paper = ("wall", "", "Il pleut", {"row": "velo", "column": "frein", "source": "Nadia"})
        field.document("mur", paper, kind="wall_table")
        assert "une seule sorte de source" in self.said(field)
        paper[3]["source"] = ""
        field.document("mur-2", paper, kind="wall_table")
        assert "une seule sorte de source" not in self.said(field)

    def test_only_answers_to_prompts(self, field):
        questions = pd.DataFrame({"document_id": ["talk-1"], "turn": [0], "code": ["mode:velo"]})
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        assert "Seulement des réponses à des relances." in self.said(field, questions=questions)
        assert "relances" not in self.said(field)
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        assert "relances" not in self.said(field, questions=questions)

    def test_a_mode_coded_in_the_question_is_a_prompt(self, field):
        (row,) = field.code("talk-1", "vélo ?", "mode:velo")
        (column,) = field.code("talk-1", "il pleut", "categorie:frein")
        field.decide(links=frozenset({(row, column)}))
        assert "relances" in self.said(field)

    def test_only_what_was_accepted_in_bulk(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL, origin="accepted_bulk")
        assert "Seulement des propositions acceptées en lot." in self.said(field)
        field.code("talk-2", "En vélo j’ai peur", *CELL, origin="accepted")
        assert "en lot" not in self.said(field)

    def test_cases_that_go_the_other_way_on_the_same_row(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        _, levier = field.code("talk-1", "le vélo me repose", "mode:velo", "categorie:levier")
        field.code("talk-3", "Un vélo", "mode:train", "categorie:levier")
        _, other = field.code(
            "talk-1", "vélo me repose", "mode:velo", "categorie:levier", coder="Idris"
        )
        assert "1 cas semble aller dans l’autre sens (Levier) : à examiner." in self.said(field)
        data = gathered(field)
        assert split_ids(data.loc[BUNDLE, "contrary_ids"]) == [levier, other]
        # declared on one side, true of both
        assert "(Frein)" in data.loc["mob/mode:velo/categorie:levier", "rests_on"]
        assert data.loc["mob/mode:train/categorie:levier", "contrary_ids"] == ""

    def test_nobody_identified(self, field):
        field.document("talk-4", ("respondent", "", "Le vélo rouille."))
        field.code("talk-4", "Le vélo rouille", *CELL)
        assert "aucune personne identifiée" in self.said(field)


def test_the_first_rule_that_fits_proposes_and_is_shown(field):
    field.code("talk-1", "Le vélo, il pleut", "mode:velo_electrique", "categorie:frein")
    field.code("talk-1", "le vélo me repose", "mode:velo", "categorie:usage")
    data = gathered(field)
    electric = data.loc["mob/mode:velo_electrique/categorie:frein"]
    assert electric["proposed"] == "dysfunction"
    assert (
        plain(electric["rule"])
        == "« Frein » ou « Regle » → « Les dysfonctionnements » : un frein gêne."
    )
    assert electric["column_now"] == "to_sort"
    assert data.loc["mob/mode:velo/categorie:usage", ["proposed", "rule"]].tolist() == ["", ""]
    field.code("talk-2", "En vélo j’ai peur", "mode:velo_electrique", "categorie:frein")
    # the rule for « Vélo » holds for its sub-code
    rule = plain(gathered(field).loc["mob/mode:velo_electrique/categorie:frein", "rule"])
    assert rule.startswith("« Frein », en ligne « Velo », au moins 2 personnes →")


class TestFindings:
    def test_counts_follow_the_evidence_and_bundles_are_opened(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        (lone,) = field.code("talk-3", "où le ranger", "categorie:frein")
        linked = (lone, BUNDLE)
        field.finding("f1", bundle=BUNDLE, for_ids=linked, sorts={"le groupe": "dysfunction"})
        one = worded(field).loc["f1"]
        assert one[["people", "documents", "excerpts"]].tolist() == [2, 2, 2]
        assert split_ids(one["for_ids"]) == [lone, BUNDLE]
        assert (one["kind"], one["status"], one["differs"]) == ("dysfunction", "retenu", False)
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        assert worded(field).loc["f1", "people"] == 3

    def test_it_rests_on_its_bundle_until_someone_says_on_what(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        (lone,) = field.code("talk-3", "où le ranger", "categorie:frein")
        field.finding("f1", bundle=BUNDLE)
        assert worded(field).loc["f1", "people"] == 2
        field.finding("f2", bundle=BUNDLE, for_ids=(lone,))
        assert worded(field).loc["f2", "people"] == 1

    def test_the_same_event_in_a_talk_and_on_the_wall_counts_one_person_once(self, field):
        paper = (
            "wall",
            "Nadia",
            "Il pleut sur Nadia",
            {"row": "velo", "column": "frein", "source": "Nadia"},
        )
        field.document("mur", paper, kind="wall_table")
        (coding, _) = field.code("talk-1", "Le vélo, il pleut", *CELL)
        field.finding("f1", for_ids=(coding, "mur@0-18", BUNDLE))
        one = worded(field).loc["f1"]
        assert one[["people", "documents", "excerpts", "wall_rows"]].tolist() == [1, 1, 1, 1]

    def test_a_passage_linked_by_hand_counts_whoever_speaks_in_it(self, field):
        passage = field.suggest("talk-2", "En vélo", *CELL)
        question = "talk-1@0-12"
        field.finding("f1", for_ids=(passage, question, "gone"))
        assert worded(field).loc["f1", ["people", "documents", "excerpts"]].tolist() == [1, 1, 1]

    def test_status_and_ancestors(self, field):
        field.finding("kept", sorts={"Ana": "lesson", "Idris": "next_work"})
        field.finding("away", sorts={"Ana": "set_aside"})
        field.finding("old", merged_into="new")
        field.finding("cut", split_into=("new",))
        field.finding("new", ancestors=("old", "cut"), bundle=BUNDLE)
        data = worded(field)
        assert data["status"].to_dict() == {
            "away": "écarté",
            "cut": "scindé",
            "kept": "retenu",
            "new": "retenu",
            "old": "fusionné",
        }
        assert data.loc["kept", "kind"] == "lesson"
        assert data["differs"].to_dict() == {n: n == "kept" for n in data.index}
        assert (
            plain(data.loc["kept", "decided_by"])
            == "Ana : Les grands enseignements ; Idris : Les chantiers"
        )
        assert split_ids(data.loc["new", "ancestors"]) == ["cut", "old"]
        assert data.loc["new", "kind"] == "to_sort"
        field.decide(bundle_sorts={BUNDLE: {"le groupe": "lesson"}})
        assert worded(field).loc["new", "kind"] == "lesson"

    def test_evidence_opens_both_sides(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        (contrary,) = field.code("talk-1", "me repose la tête", "categorie:levier")
        field.document(
            "note", ("author", "", "Le vélo recule."), kind="literature_note", study="S1"
        )
        field.code("note", "Le vélo recule", *CELL)
        field.finding("f1", for_ids=(BUNDLE,), against_ids=(contrary,))
        opened = evidence("f1", field.table(), field.codings, field.state)
        assert opened[["side", "layer", "document"]].to_numpy().tolist() == [
            ["for", "validated", "talk-1"],
            ["for", "studies", "note"],
            ["against", "validated", "talk-1"],
        ]
        with pytest.raises(CodingError, match="f2"):
            evidence("f2", field.table(), field.codings, field.state)


class TestThreeQuotes:
    def offered(self, field, target):
        return three_quotes(target, field.table(), field.codings, field.state)

    def test_three_people_rather_than_one_and_nothing_chosen(self, field):
        for words in ("Le vélo, il pleut", "vélo, il pleut toujours", "il pleut toujours le matin"):
            field.code("talk-1", words, "categorie:frein")
        field.code("talk-1", "Le vélo, il pleut toujours le matin", "mode:velo")
        field.code("talk-2", "En vélo j’ai peur", *CELL)
        field.code("talk-3", "Un vélo, où le ranger", *CELL)
        offered = self.offered(field, BUNDLE)
        assert sorted(offered["person"]) == ["Nadia", "Omar", "Zoé"]
        assert not offered["chosen"].any()

    def test_one_is_contrary_when_there_is_one(self, field):
        field.code("talk-1", "le vélo me repose", "mode:velo", "categorie:levier")
        for document, words in (
            ("talk-1", "Le vélo, il pleut"),
            ("talk-2", "En vélo j’ai peur"),
            ("talk-3", "Un vélo, où"),
        ):
            field.code(document, words, *CELL)
        offered = self.offered(field, BUNDLE)
        assert offered["side"].tolist() == ["for", "for", "against"]
        # who says the contrary is heard once, if others can be
        assert sorted(offered["person"]) == ["Nadia", "Omar", "Zoé"]

    def test_two_coders_of_one_excerpt_offer_one_quote(self, field):
        for coder in ("Ana", "Idris"):
            field.code("talk-1", "Le vélo, il pleut", *CELL, coder=coder)
        assert len(self.offered(field, BUNDLE)) == 1

    def test_of_one_person_the_words_that_differ_most(self, field):
        field.code("talk-1", field.texts["talk-1"], "mode:velo")
        for words in (
            "il pleut toujours",
            "il pleut",
            "pleut toujours",
            "ça c’est vrai",
            "me repose la tête",
        ):
            field.code("talk-1", words, "categorie:frein")
        field.finding("f1", bundle=BUNDLE)
        words = self.offered(field, "f1")["quote"].str.strip(f"«»{NARROW}").tolist()
        assert len(words) == 3
        assert sum("pleut" in w for w in words) == 1

    def test_an_unknown_target_is_named(self, field):
        with pytest.raises(CodingError, match="mob/mode:rien"):
            self.offered(field, "mob/mode:rien/categorie:frein")
        assert self.offered(field, BUNDLE).empty
