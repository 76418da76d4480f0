"""Publishing: what is not cleared is not shown, and what is missing is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from transfo_analysis import guard, open_project, showing
from transfo_analysis.corpus.nameforms import NameForms
from transfo_analysis.errors import JournalError, PublicationError
from transfo_analysis.guard import releases
from transfo_analysis.guard.publishing import prepare


@pytest.fixture(scope="module")
def cleared(one_case, tmp_path_factory):
    """Return a case of the demonstration with everything cleared that may be, in one gesture.

    `test_demonstration.py` hangs all of it.
    """
    import shutil

    folder = tmp_path_factory.mktemp("diffusion") / "projet"
    shutil.copytree(one_case, folder)
    for path in (folder / "data/coding/journal").glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if 'cleared","' not in x), encoding="utf-8")
    project = open_project(folder, coder="Camille")
    desk = project.coding
    with desk.gesture("relecture"):
        for row in project.to_clear().to_dict("records"):
            if row["kind"] == "quote":
                (desk.unclear_quote if row["obstacle"] else desk.clear_quote)(row["target"])
            elif row["kind"] == "finding":
                desk.clear_finding(row["target"])
    return folder


@pytest.fixture
def project(cleared, tmp_path):
    import shutil

    shutil.copytree(cleared, tmp_path / "projet")
    return open_project(tmp_path / "projet", coder="Camille")


@pytest.fixture(scope="module")
def parts(cleared):
    """Return the parts of that project, as they stand; to be read, not changed."""
    return parts_of(open_project(cleared, coder="Camille"))


@pytest.fixture(scope="module")
def release(parts):
    return guard.build(parts)


def parts_of(project):
    """Return a project's parts, every document's names reviewed."""
    parts = showing.parts(project)
    read = {d: parts.corpus.text_sha256(d) for d in parts.corpus.texts}
    return replace(parts, reviewed=read)


def a_shown_quote(parts):
    return next(one for one in parts.excerpts.values() if one.shown)


def test_everything_cleared_is_published(release):
    assert not release.draft
    assert release.findings
    assert any(one.quotes_for for one in release.findings)
    assert release.grids[0].quotes


def test_one_uncleared_quote_stops_everything_and_is_named(project, parts):
    quote = a_shown_quote(parts)
    project.coding.undo()  # the whole reading again
    desk = project.coding
    for row in project.to_clear().to_dict("records"):
        if row["kind"] == "finding":
            desk.clear_finding(row["target"])
        elif row["kind"] == "quote" and row["obstacle"]:
            desk.unclear_quote(row["target"])
        elif row["kind"] == "quote" and row["target"] != quote.coding:
            desk.clear_quote(row["target"])
    parts = parts_of(project)
    (one,) = guard.missing(parts)
    assert quote.coding in one.place
    assert quote.words[:40] in one.what
    with pytest.raises(PublicationError, match=quote.coding):
        guard.build(parts)
    draft = guard.build(parts, draft=True)
    assert draft.draft
    desk.clear_quote(quote.coding)
    assert guard.missing(parts_of(project)) == []


def test_a_quote_without_consent_for_display_stops_everything_and_is_named(project, parts):
    refused = next(o for o in parts.excerpts.values() if o.obstacle and o.person == "Fatou")
    project.coding.clear_quote(refused.coding)  # a person may err: consent comes first
    parts = parts_of(project)
    (one,) = guard.missing(parts)
    assert refused.coding in one.place
    assert "Fatou n’a pas consenti à l’affichage" in one.what
    with pytest.raises(PublicationError, match="Fatou"):
        guard.build(parts)
    shown = [text for _, text in guard.build(parts, draft=True).texts()]
    assert refused.words not in shown


def test_a_clearance_holds_for_these_words_only(parts):
    quote = a_shown_quote(parts)
    other = parts.codings.assign(
        quote=parts.codings["quote"].where(
            parts.codings["coding_id"] != quote.coding, "d’autres mots"
        )
    )
    (one,) = guard.missing(replace(parts, codings=other))
    assert quote.coding in one.place
    assert "a changé depuis" in one.what


def test_a_statement_worded_anew_waits_again(project, parts):
    finding = parts.statements[0]
    project.coding.reword_finding(finding.id, "Une autre phrase, jamais relue.")
    (one,) = guard.missing(parts_of(project))
    assert finding.id in one.place


def test_what_is_kept_off_is_not_shown_and_stops_nothing(project, parts):
    finding = parts.statements[0]
    project.coding.unclear_finding(finding.id)
    parts = parts_of(project)
    assert guard.missing(parts) == []
    assert finding.words not in [one.statement for one in guard.build(parts).findings]


def test_what_is_kept_off_keeps_its_reason_and_its_obstacle(project, parts):
    from typer.testing import CliRunner

    from transfo_analysis.cli import app

    shown = a_shown_quote(parts)
    project.coding.unclear_quote(shown.coding, reason="  on reconnaît\n son chien ")
    rows = project.to_clear().set_index("target")
    assert rows.loc[shown.coding, "reason"] == "on reconnaît son chien"
    assert rows.loc[shown.coding, "standing"] == "écarté"
    kept = rows[rows["standing"] == "écarté"]
    assert not kept["blocks"].any()
    refused = kept[kept["obstacle"] != ""]
    assert len(refused)  # why it could not hang is still read
    assert not refused["reason"].any()  # an act without a reason reads as before
    assert "écarté\u202f: on reconnaît son chien" in showing.to_print(project)
    told = CliRunner().invoke(app, ["relire", "--project", str(project.folder)])
    assert "(on reconnaît son chien)" in told.output
    project.coding.clear_quote(shown.coding)
    assert not project.to_clear().set_index("target").loc[shown.coding, "reason"]


def test_names_that_nobody_read_stop_everything(parts):
    unread = replace(parts, reviewed={})
    notices = guard.missing(unread)
    assert {one.path for one in notices} == set(parts.evidence["document_id"])


def test_without_a_finding_nothing_is_published(parts):
    nothing = replace(parts, findings={case: rows[:0] for case, rows in parts.findings.items()})
    assert "Aucun constat" in guard.missing(nothing)[0].what


def test_a_cell_of_one_person_waits_to_be_cleared(project, parts, release):
    case, gathered = next(iter(parts.gathered.items()))
    cell = next(
        c for c, why in gathered.why.items()
        if why == "repose sur une seule personne"
    )  # fmt: skip
    grid = release.grids[0]
    empty = next(c for c in grid.cells if c not in gathered.behind)
    assert grid.cells[cell] == grid.cells[empty]  # withheld and empty look the same
    project.clear_cell(*cell, case=case)
    assert guard.build(parts_of(project)).grids[0].cells[cell].shown
    project.coding.unclear_cell(f"{case}/{cell[0]}/{cell[1]}")
    assert not guard.build(parts_of(project)).grids[0].cells[cell].shown


def test_by_default_no_number_hangs(release):
    assert not release.grids[0].counted
    assert not [one for one in (*release.grids[0].rows, *release.grids[0].columns) if one.count]


def test_quotes_stand_in_shown_cells_only_and_never_name_anybody(parts, release):
    for grid in release.grids:
        assert all(grid.cells[cell].shown for cell in grid.quotes)
    speakers = {
        quote.speaker for grid in release.grids for q in grid.quotes.values() for quote in q
    }
    assert not speakers & set(parts.corpus.people["person"])
    held = {text for _, text in release.texts()}
    assert not held & set(parts.corpus.texts)
    assert not held & set(parts.codings["coding_id"])
    assert not {text for text in held if "Camille" in text or "data/" in text}


def test_a_name_of_the_key_is_refused_wherever_it_is_written(parts):
    title = parts.settings.model_copy(update={"title": "Avec l’aide de mme DUPONT-MOREL"})
    named = replace(parts, settings=title, names=NameForms({"Jeanne Dupont-Morel": "P1"}))
    with pytest.raises(PublicationError) as refused:
        guard.build(named)
    assert refused.value.place == "titre du projet"
    draft = guard.build(named, draft=True)
    assert "DUPONT" not in draft.title


def test_the_same_state_published_twice_is_one_publication(project):
    first = prepare(parts_of(project))
    path = releases.record(project.folder, first.publication)
    again = prepare(parts_of(project))
    assert again == first
    assert releases.record(project.folder, again.publication) == path
    assert releases.read(project.folder) == (first.publication,)


def test_the_next_publication_says_what_is_new_and_reckons_with_the_first(project, parts):
    first = prepare(parts)
    releases.record(project.folder, first.publication)
    kept = first.publication.findings[0]
    project.coding.unclear_finding(kept)
    second = prepare(parts_of(project))
    assert second.release.number == 2
    assert kept not in second.publication.findings
    with pytest.raises(JournalError, match="existe déjà"):
        releases.record(project.folder, replace(second.publication, number=1))


def test_a_damaged_record_stops_the_next_publication(project, parts):
    path = releases.record(project.folder, prepare(parts).publication)
    path.write_text(path.read_text("utf-8")[:50], "utf-8")
    with pytest.raises(JournalError, match="ne peut pas être lue"):
        showing.parts(project)


def test_a_record_holds_no_clock_and_no_small_count(parts):
    publication = prepare(parts).publication
    data = json.loads(publication.to_json())
    assert releases.Publication.from_json(publication.to_json()) == publication
    assert set(data) == {
        "version", "number", "digest", "heard", "waves", "tables", "groups", "quotes", "findings",
        "present",
    }  # fmt: skip


def test_who_withdraws_is_taken_out_of_what_was_published(project, parts):
    releases.record(project.folder, prepare(parts).publication)
    assert "Nadia" in next((project.folder / releases.FOLDER).glob("*.json")).read_text("utf-8")
    project.withdraw("Nadia").carry_out()
    text = next((project.folder / releases.FOLDER).glob("*.json")).read_text("utf-8")
    assert "Nadia" not in text
    assert releases.read(project.folder)


def test_the_list_to_print_escapes_what_people_wrote(project, parts):
    finding = parts.statements[0]
    project.coding.reword_finding(finding.id, "<script>alert(1)</script>")
    page = showing.to_print(project)
    assert "<script>" not in page
    assert "ne pas afficher" in page
