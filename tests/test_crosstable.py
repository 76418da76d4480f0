"""What a cell counts, and whom: the promises of the cross table, on a small fieldwork."""

from __future__ import annotations

import runpy
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from transfo_analysis.errors import CodebookError, SettingsError
from transfo_analysis.tables import (
    DESCRIPTION,
    PLACED,
    REMARK,
    STATUSES,
    VERBATIM,
    split_ids,
    validate,
)
from transfo_analysis.typography import NARROW

_MADE = runpy.run_path(str(Path(__file__).with_name("crosstable_field.py")))
Field, make_case = _MADE["Field"], _MADE["case"]
CELL = ("mode:velo", "categorie:frein")


@pytest.fixture
def field():
    made = Field()
    for name in ("Nadia", "Omar", "Zoé"):
        made.person(name)
    made.document(
        "talk-1",
        ("interviewer", "", "Et le vélo ?"),
        ("respondent", "Nadia", "Le vélo, il pleut toujours le matin."),
        ("respondent", "", "Moi aussi le vélo sous la pluie, non merci."),
    )
    return made


def test_nothing_coded_gives_zeros_and_says_so(field):
    field.suggest("talk-1", "vélo, il", *CELL)
    table = field.table()
    assert table.is_empty
    assert table.note == "rien n’est encore codé"
    assert len(table.cells) == 4 * 4
    own = [c for c in table.cells if not c.startswith("sugg")][3:]
    assert table.cells[own].isin([0, ""]).all(axis=None)
    cell = table.cell(*CELL)
    assert (cell.suggested_people, cell.suggested_passages) == (1, 1)
    assert len(split_ids(cell.suggestion_ids)) == 2


def test_codings_that_do_not_cross_are_not_nothing(field):
    field.code("talk-1", "Le vélo", "mode:velo")
    table = field.table()
    assert not table.is_empty
    assert "filtres" in table.note


def test_overlap_by_one_coder_is_a_crossing_and_touching_is_not(field):
    field.code("talk-1", "Le vélo", "mode:velo")
    field.code("talk-1", "vélo, il pleut", "categorie:frein")
    field.code("talk-1", ", il", "categorie:regle")  # begins where the row excerpt ends
    table = field.table()
    cell = table.cell(*CELL)
    assert (cell.people, cell.documents, cell.excerpts) == (1, 1, 1)
    assert split_ids(cell.coding_ids) == ["c0000", "c0001"]
    assert table.cell("mode:velo", "categorie:regle").excerpts == 0


def test_a_crossing_needs_one_coder_for_both(field):
    field.code("talk-1", "Le vélo", "mode:velo", coder="Ana")
    field.code("talk-1", "vélo, il pleut", "categorie:frein", coder="Idris")
    assert field.table().cell(*CELL).excerpts == 0


def test_two_coders_make_one_crossing(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL, coder="Ana")
    field.code("talk-1", "vélo, il pleut toujours", *CELL, coder="Idris")
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.documents, cell.excerpts) == (1, 1, 1)
    assert len(split_ids(cell.coding_ids)) == 4


def test_an_unidentified_speaker_is_no_person(field):
    field.code("talk-1", "Moi aussi le vélo", *CELL)
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.documents, cell.excerpts) == (0, 1, 1)


def test_the_interviewers_words_and_remarks_are_never_evidence(field):
    field.document("notes", ("respondent", "Omar", "Il a peur en vélo.", REMARK))
    field.code("talk-1", "Et le vélo ?", *CELL)
    field.code("notes", "peur en vélo", *CELL)
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.excerpts, cell.coding_ids) == (0, 0, "")


def test_a_person_with_two_roles_is_heard_only_as_respondent(field):
    field.document(
        "talk-2",
        ("interviewer", "Nadia", "Le vélo est dangereux ?"),
        ("respondent", "Omar", "Le vélo me fait peur."),
        interviewers="Nadia",
    )
    field.document(
        "suivi",
        ("observed", "Omar", "Omar pousse son vélo.", DESCRIPTION),
        kind="observation",
        situation="montée",
    )
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    field.code("talk-2", "Le vélo est dangereux", *CELL)
    field.code("talk-2", "Le vélo me fait peur", *CELL)
    field.code("suivi", "pousse son vélo", *CELL)
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.observed, cell.situations) == (2, 1, 1)
    assert cell.documents == 3


def test_the_words_of_someone_observed_are_heard_what_is_seen_of_them_is_not(field):
    field.document(
        "suivi",
        ("observed", "Omar", "Omar pousse son vélo.", DESCRIPTION),
        ("observed", "Zoé", "Un vélo, ça se mérite !", VERBATIM),
        kind="observation",
    )
    field.code("suivi", "pousse son vélo", *CELL)
    field.code("suivi", "ça se mérite", *CELL)
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.observed, cell.excerpts) == (1, 1, 2)
    assert field.table().quotes(*CELL)["person"].tolist() == ["Omar", "Zoé"]


def test_an_event_told_twice_counts_one_person_once(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    for wave in ("vague-1", "vague-2"):
        field.document(
            f"mur-{wave}",
            (
                "wall",
                "",
                "Il pleut sur Nadia à vélo",
                {"row": "Velo", "column": "Frein", "source": "Nadia"},
            ),
            ("wall", "", "Quelqu’un glisse", {"row": "velo", "column": "frein"}),
            kind="wall_table",
            wave=wave,
        )
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.documents, cell.excerpts) == (1, 1, 1)
    assert cell.wall_rows == 4
    assert len(split_ids(cell.wall_ids)) == 4
    assert field.table(waves=["vague-2"]).cell(*CELL).wall_rows == 2
    quotes = field.table().quotes(*CELL, layer="wall")
    assert sorted(quotes["source"]) == ["", "", "Nadia", "Nadia"]
    assert set(quotes["person"]) == {""}


def test_a_wall_row_coded_by_hand_hangs_in_that_cell_and_adds_nobody(field):
    field.document(
        "mur",
        ("wall", "Nadia", "Le vélo, ça aide", {"row": "velo", "column": "truc", "source": "Nadia"}),
        kind="wall_table",
    )
    field.code("mur", "Le vélo, ça aide", "mode:velo", "categorie:levier")
    table = field.table()
    cell = table.cell("velo", "levier")
    assert (cell.people, cell.documents, cell.wall_rows) == (0, 0, 1)
    assert split_ids(cell.wall_ids) == ["mur@0-16"]
    assert [n.place for n in table.notices] == ["rangée 1 du tableau"]
    assert "truc" in str(table.notices[0])


def test_studies_are_counted_apart_and_once(field):
    for name in ("note-1", "note-2"):
        field.document(
            name,
            ("author", "", "Le vélo décroît avec la pluie."),
            kind="literature_note",
            study="S1",
        )
        field.code(name, "Le vélo décroît", *CELL)
    table = field.table()
    cell = table.cell(*CELL)
    assert (cell.people, cell.documents, cell.excerpts, cell.studies) == (0, 0, 0, 1)
    assert len(split_ids(cell.study_ids)) == 4
    assert len(table.quotes(*CELL, layer="studies")) == 2
    sides = table.field_and_literature().set_index(["row", "column"])["says"]
    assert sides[CELL] == "études seulement"
    assert sides["mode:train", "categorie:frein"] == "ni l’un ni l’autre"


def test_a_sub_code_counts_in_its_parents_row_too(field):
    field.code(
        "talk-1", "Le vélo, il pleut", "mode:velo_electrique", "categorie:frein", "mode:velo"
    )
    table = field.table()
    assert table.cell("velo_electrique", "frein").people == 1
    parent = table.cell(*CELL)
    assert (parent.people, parent.excerpts) == (1, 1)
    assert len(split_ids(parent.coding_ids)) == 3


def test_a_link_crosses_the_question_with_the_answer(field):
    (row,) = field.code("talk-1", "vélo ?", "mode:velo", coder="Ana")
    (column,) = field.code("talk-1", "il pleut", "categorie:frein", coder="Idris")
    field.decide(links=frozenset({(row, column), (row, "withdrawn")}))
    cell = field.table().cell(*CELL)
    assert (cell.people, cell.excerpts) == (1, 1)
    (quote,) = field.table().quotes(*CELL).to_dict("records")
    assert quote["person"] == "Nadia"
    assert quote["quote"] == f"«{NARROW}il pleut{NARROW}»"
    # turned around, the table says the same of the same person
    turned = field.table(rows="categorie", columns="mode").cell("frein", "velo")
    assert (turned.people, turned.excerpts) == (1, 1)


@pytest.mark.parametrize("status", STATUSES)
def test_only_codings_with_a_place_in_todays_text_count(field, status):
    field.code("talk-1", "Le vélo, il pleut", *CELL, status=status)
    assert field.table().cell(*CELL).excerpts == (status in PLACED)


def test_another_case_is_another_table(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    other = make_case(id="autre")
    assert field.table(case=other).is_empty


class TestFilters:
    @pytest.fixture
    def field(self, field):
        field.person("Paul", grade="C", trade="ripeur", service="Déchets")
        field.document(
            "notes-2",
            ("respondent", "Paul", "Paul dit que le vélo glisse.", "propos rapporté"),
            wave="vague-2",
        )
        field.document(
            "suivi", ("observed", "Zoé", "Vélo contre le mur", DESCRIPTION), kind="observation"
        )
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        field.code("notes-2", "le vélo glisse", *CELL)
        field.code("suivi", "Vélo contre", *CELL)
        return field

    @pytest.mark.parametrize(
        ("filters", "documents"),
        [
            ({}, 3),
            ({"waves": ["vague-2"]}, 1),
            ({"waves": "vague-1"}, 2),
            ({"kinds": ["observation"]}, 1),
            ({"registers": [VERBATIM]}, 1),
            ({"grades": ["C"]}, 1),
            ({"trades": ["jardinier"]}, 2),
            ({"services": ["Déchets", "Parcs"]}, 3),
            ({"grades": ["C"], "waves": ["vague-1"]}, 0),
        ],
    )
    def test_each_keeps_its_own(self, field, filters, documents):
        assert field.table(**filters).cell(*CELL).documents == documents

    def test_a_value_that_nothing_has_is_refused_with_those_known(self, field):
        with pytest.raises(SettingsError, match="vague-1, vague-2"):
            field.table(waves=["vague 2"])

    def test_the_table_says_what_it_keeps(self, field):
        page = field.table(waves=["vague-2"])._repr_html_()
        assert f"vague{NARROW}: vague-2" in page
        assert "professionnel ou non dit" in page


class TestPurposes:
    @pytest.fixture
    def field(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        return field

    def test_untold_is_kept(self, field):
        assert field.table().cell(*CELL).people == 1

    def test_another_purpose_coded_there_excludes(self, field):
        field.code("talk-1", "Le vélo", "motif:personnel")
        assert field.table().cell(*CELL).people == 0
        assert field.table(purposes=["personnel"]).cell(*CELL).people == 1
        assert field.table(purposes=()).cell(*CELL).people == 1

    def test_the_purpose_that_another_coder_saw_does_not_speak_for_this_one(self, field):
        field.code("talk-1", "Le vélo", "motif:personnel", coder="Idris")
        assert field.table().cell(*CELL).people == 1

    def test_a_kept_purpose_beside_another_keeps(self, field):
        field.code("talk-1", "Le vélo", "motif:personnel")
        field.code("talk-1", "vélo, il", "motif:professionnel")
        assert field.table().cell(*CELL).people == 1

    def test_without_the_untold_only_the_told_stays(self, field):
        strict = make_case(motif={"famille": "motif", "garder_non_dit": False})
        assert field.table(case=strict).cell(*CELL).people == 0
        field.code("talk-1", "Le vélo", "motif:professionnel")
        assert field.table(case=strict).cell(*CELL).people == 1

    def test_the_document_tells_the_purpose_of_what_does_not(self, field):
        field.document(
            "loisir", ("respondent", "Omar", "Le vélo du dimanche."), purpose="personnel"
        )
        field.code("loisir", "Le vélo du dimanche", *CELL)
        assert field.table().cell(*CELL).people == 1
        assert field.table(purposes=["personnel"]).cell(*CELL).people == 1
        field.code("loisir", "Le vélo", "motif:professionnel")
        assert field.table().cell(*CELL).people == 2

    def test_crossing_the_purposes_themselves_hides_none(self, field):
        field.code("talk-1", "Le vélo", "motif:personnel")
        table = field.table(rows="motif")
        assert table.cell("personnel", "frein").people == 1


class TestSuggested:
    def test_answered_and_undecided_ones_are_not_counted(self, field):
        field.document("talk-2", ("respondent", "Omar", "Le vélo, j’ai peur."))
        field.suggest("talk-1", "Le vélo", *CELL, answered=("accepted", ""))
        field.suggest("talk-1", "Moi aussi", *CELL, answered=("", "refused"))
        field.suggest("talk-2", "Le vélo", *CELL, answered=("accepted", "accepted"))
        field.suggest("talk-2", "peur", "mode:train", "categorie:frein", to_settle=True)
        table = field.table()
        assert table.cells["suggested_passages"].sum() == 1
        assert table.cell(*CELL).suggested_people == 1

    def test_what_a_person_settled_counts_in_the_row_they_chose(self, field):
        for row in ("mode:velo", "mode:train"):
            passage = field.suggest("talk-1", "Le vélo", row, "categorie:frein", to_settle=True)
        start, end = map(int, passage.split("@")[1].split("-"))
        field.decide(settled={("talk-1", "talk-1", start, end, "categorie:frein"): "mode:velo"})
        table = field.table()
        assert table.cell(*CELL).suggested_people == 1
        assert table.cells["suggested_passages"].sum() == 1

    def test_two_other_families_are_crossed_within_a_passage(self, field):
        field.suggest("talk-1", "Le vélo", "motif:professionnel", "mode:velo")
        table = field.table(rows="motif", columns="mode")
        assert table.cell("professionnel", "velo").suggested_passages == 1

    def test_turned_around_it_is_the_same_layer(self, field):
        field.suggest("talk-1", "Le vélo", *CELL)
        assert (
            field.table(rows="categorie", columns="mode").cell("frein", "velo").suggested_people
            == 1
        )


def test_quotes_open_each_number_with_speaker_place_and_question(field):
    field.code("talk-1", "Le vélo, il pleut", "mode:velo", "categorie:frein", coder="Ana")
    field.code("talk-1", "vélo, il pleut", *CELL, coder="Idris")
    field.suggest("talk-1", "Moi aussi", *CELL)
    table = field.table()
    quotes = table.quotes("Velo", "frein")
    assert quotes["coder"].tolist() == ["Ana", "Idris"]
    first = quotes.iloc[0]
    assert first["quote"] == f"«{NARROW}Le vélo, il pleut{NARROW}»"
    assert first[
        ["speaker", "document", "title", "wave", "timecode", "register", "question"]
    ].tolist() == [
        "Nadia",
        "talk-1",
        "Titre de talk-1",
        "vague-1",
        "00:01:05",
        VERBATIM,
        "Et le vélo ?",
    ]
    assert first["codes"] == "mode:velo categorie:frein"
    assert {first["coding_id"], *split_ids(first["crossed_with"])} == {"c0000", "c0001"}
    assert field.texts["talk-1"][first["start"] : first["end"]] == "Le vélo, il pleut"
    everything = table.quotes(*CELL, layer="all")
    assert everything["layer"].tolist() == ["validated", "validated", "suggested"]
    assert list(table.quotes("train", "frein").columns) == list(quotes.columns)


def test_only_exact_words_stand_between_quotation_marks(field):
    field.document("notes", ("respondent", "Omar", "Il a peur à vélo.", "propos rapporté"))
    field.code("notes", "Il a peur à vélo.", *CELL)
    assert field.table().quotes(*CELL)["quote"].tolist() == ["Il a peur à vélo."]


def test_an_unknown_code_or_family_is_named_with_a_cure(field):
    with pytest.raises(CodebookError, match="categorie"):
        field.table(columns="categories")
    with pytest.raises(CodebookError, match="même famille"):
        field.table(columns="mode")
    with pytest.raises(CodebookError, match="mode:velo"):
        field.table().quotes("mode:vello", "frein")
    with pytest.raises(CodebookError, match="n’est pas de la famille"):
        field.table().quotes("categorie:frein", "mode:velo")


def test_a_code_that_left_the_codebook_keeps_its_row(field):
    field.code("talk-1", "Le vélo, il pleut", "mode:patins", "categorie:frein")
    table = field.table()
    assert table.cell("mode:patins", "frein").people == 1
    assert "mode:patins" in str(table.notices[0])


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.heads, self.tags, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "th":
            self.heads.append(dict(attrs).get("scope"))

    def handle_data(self, data):
        self.text += data


def test_the_page_has_scopes_people_first_and_marks_proposals_in_words(field):
    field.code("talk-1", "Le vélo, il pleut", *CELL)
    field.suggest("talk-1", "Moi aussi", "mode:train", "categorie:frein")
    page = _Page()
    page.feed(field.table()._repr_html_())
    assert page.heads == ["col"] * 5 + ["row"] * 4
    assert "Se déplacer <au travail>" in page.text  # shown, not obeyed
    assert "au" not in page.tags
    assert "1 passage proposé" in page.text
    assert "1 extrait" in page.text


class TestAsked:
    QUESTIONS = pd.DataFrame(
        {"document_id": ["talk-1"], "turn": [0], "code": ["mode:velo_electrique"]}
    )

    @pytest.fixture
    def field(self, field):
        field.document(
            "talk-2",
            ("respondent", "Omar", "Je marche, et le vélo aussi."),
            ("interviewer", "", "Et le train ?"),
            ("respondent", "Omar", "Euh."),
        )
        field.document("notes", ("respondent", "Zoé", "Elle prend le train.", "propos rapporté"))
        self.questions = pd.concat(
            [
                self.QUESTIONS,
                pd.DataFrame({"document_id": ["talk-2"], "turn": [1], "code": ["mode:train"]}),
            ]
        )
        return field

    def states(self, table):
        return table.asked.set_index(["person", "row"])["state"]

    def test_each_kind(self, field):
        field.code("talk-1", "Le vélo", "mode:velo")
        field.code("talk-2", "le vélo", "mode:velo")
        field.code("notes", "le train", "mode:train")
        table = field.table(questions=self.questions)
        states = self.states(table)
        assert states["Nadia", "mode:velo"] == "dit sur relance"  # asked of its sub-code
        assert states["Omar", "mode:velo"] == "dit spontanément"
        assert states["Omar", "mode:train"] == "demandé sans suite"
        assert states["Nadia", "mode:train"] == "non demandé"
        assert states["Zoé", "mode:train"] == "indéterminé"  # said, but no question is recorded
        assert states["Zoé", "mode:velo"] == "indéterminé"
        said = table.asked.set_index(["person", "row"]).loc[("Zoé", "mode:train")]
        assert split_ids(said["passage_ids"]) == ["notes@0-20"]
        validate("asked", table.asked)

    def test_suggestions_speak_only_where_nobody_coded(self, field):
        field.suggest("talk-1", "Le vélo", *CELL)
        field.suggest("talk-2", "Je marche", "mode:marche", "categorie:usage")
        field.code("talk-2", "le vélo", "mode:velo")
        asked = field.table(questions=self.questions).asked.set_index(["person", "row"])
        assert asked.loc[("Nadia", "mode:velo"), ["state", "layer"]].tolist() == [
            "dit sur relance",
            "proposé",
        ]
        assert asked.loc[("Omar", "mode:velo"), "layer"] == "validé"
        assert asked.loc[("Omar", "mode:marche"), "state"] == "non demandé"

    def test_a_mode_coded_in_the_question_belongs_to_who_answers(self, field):
        (row,) = field.code("talk-2", "train ?", "mode:train")
        (column,) = field.code("talk-2", "Euh.", "categorie:frein")
        field.decide(links=frozenset({(row, column)}))
        assert (
            self.states(field.table(questions=self.questions))["Omar", "mode:train"]
            == "dit sur relance"
        )

    def test_nobody_looked_at_the_questions(self, field):
        assert set(field.table().asked["state"]) == {"indéterminé"}

    def test_categories_are_never_inferred_without_a_guide(self, field):
        field.code("talk-1", "Le vélo, il pleut", "categorie:frein")
        silent = field.table(rows="categorie", columns="mode", questions=self.questions)
        assert set(silent.asked["state"]) == {"indéterminé"}
        guided = make_case(guide=["categorie:frein"])
        states = self.states(
            field.table(case=guided, rows="categorie", columns="mode", questions=self.questions)
        )
        assert states["Nadia", "categorie:frein"] == "dit sur relance"
        assert states["Omar", "categorie:frein"] == "demandé sans suite"
        assert states["Omar", "categorie:levier"] == "indéterminé"

    def test_the_kind_of_an_empty_cell(self, field):
        field.code("talk-1", "Le vélo, il pleut", *CELL)
        field.code("talk-2", "le vélo", "mode:velo")
        table = field.table(questions=self.questions)
        assert table.empty_kind(*CELL) == ""
        assert table.empty_kind("velo", "levier") == "évoqué, rien dans cette colonne"
        # one was not asked, one did not answer, one is undetermined: claim the least
        assert table.empty_kind("train", "levier") == "indéterminé"
