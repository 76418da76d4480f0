"""Needs, fears and levers of the demonstration: typed from the wall, coded from text, hung."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from transfo_analysis import open_project, showing
from transfo_analysis.guard.panels.trials import trials


@pytest.fixture(scope="module")
def project(demonstration):
    return open_project(demonstration)


@pytest.fixture(scope="module")
def draft(project):
    return project.release(draft=True)


def test_every_cell_has_papers_and_the_talks_of_another_case_fill_it_too(project):
    table = project.cross_table("attente", "echelle")
    assert (table.cells["wall_rows"] > 0).all()
    filled = table.cells[table.cells["people"] > 0]
    assert len(filled) >= 6
    for cell in filled.to_dict("records"):
        quotes = table.quotes(cell["row"], cell["column"])
        assert len(set(quotes["person"]) - {""}) == cell["people"]
    documents = project.corpus().documents.set_index("document_id")["case"]
    assert set(documents[table.quotes("besoin", "metropole")["document"]]) == {"mobilites"}


def test_grades_of_papers_and_of_people_share_the_table_out(project):
    papers = {
        grade: project.cross_table("attente", "echelle", grades=[grade]).cells["wall_rows"].sum()
        for grade in "ABC"
    }
    whole = project.cross_table("attente", "echelle")
    turns = project.corpus().turns
    # a row of a debate may tell a grade too: it is no paper of this wall
    walls = turns[turns["document_id"].str.startswith("mur-besoins")]
    told = walls["wall_grade"].isin(list("ABC"))
    # one label of the second wall is no code: its paper is in no cell
    assert sum(papers.values()) == told.sum() - 1
    assert whole.cells["wall_rows"].sum() > sum(papers.values())


def test_findings_stand_in_the_three_columns(project):
    found = project.findings("besoins")
    assert set(found["kind"]) == {"lesson", "dysfunction", "next_work"}
    assert (found["people"] >= 3).all()
    assert (found["wall_rows"] >= 1).all()
    assert (found["against_ids"] != "").any()


def test_its_charts_say_nothing_of_modes_that_are_no_rows_of_it(project):
    charts = project.processed / "charts"
    people = pd.read_csv(charts / "besoins/personnes-entendues.csv", keep_default_na=False)
    assert set(people["by"]) == {"grade", "trade"}
    terms = pd.read_csv(charts / "besoins/termes-cles.csv", keep_default_na=False)
    codes = set(terms.loc[terms["part_kind"] == "code", "part"].str.split(":").str[0])
    assert codes & {"attente", "echelle"}
    assert not codes & {"mode", "categorie"}
    other = pd.read_csv(charts / "mobilites/personnes-entendues.csv", keep_default_na=False)
    assert "mode" in set(other["by"])


def test_each_case_has_its_grid_and_each_finding_its_case(draft, project):
    titles = [case.title.replace(" :", "\u202f:") for case in project.cases]
    assert [grid.case_label for grid in draft.grids] == titles
    assert {one.case_label for one in draft.findings} >= set(titles[:2])
    for one in draft.findings:
        assert one.where.startswith(one.case_label)


def test_the_grade_of_a_paper_s_author_is_nowhere_in_what_hangs(draft, project):
    turns = project.corpus().turns
    papers = turns[turns["wall_grade"] != ""]
    assert len(papers) > 30
    texts = project.corpus().texts
    words = {
        texts[document][start:end]
        for document, start, end in papers[["document_id", "start", "end"]].itertuples(index=False)
    }
    told = [text for _, text in draft.texts()]
    # no quote is a paper, and the speakers told are people
    assert not {quote.words for one in draft.findings for quote in one.quotes_for} & words
    assert not [text for text in told if re.search(r"papiers? .*catégorie [ABC]", text)]


def test_what_was_tried_hangs_in_a_draft_and_waits_for_its_names_otherwise(draft, project):
    (found,) = [one for one in draft.panels if one.title == "Ce que nous avons essayé"]
    notes = project.trials()["document_id"]
    assert len(found.rows) == len(notes)
    parts = showing.parts(project)
    assert trials(replace(parts, reviewed={}), draft=False) is None
    read = {note: parts.corpus.text_sha256(note) for note in notes}
    assert trials(replace(parts, reviewed=read), draft=False) == found
    # names were read in other words than these
    other = {**read, notes.iloc[0]: "0" * 64}
    left = trials(replace(parts, reviewed=other), draft=False)
    assert len(left.rows) == (notes != notes.iloc[0]).sum()
