"""How methods fared: one row a trial, its chart, and what of it may hang."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis import open_project
from transfo_analysis.exercises.trials import trials
from transfo_analysis.guard.panels.trials import trials as panel
from transfo_analysis.sources.trials import conclusive

SETTINGS = """\
titre: Essai
cas:
  - {id: mob, titre: Se déplacer, lignes: mode, colonnes: categorie}
  - {id: rh, titre: Aux ressources humaines, lignes: attente, colonnes: echelle}
"""
NOTE = """\
---
cas: rh
methode: un papier par idée
concluant: Oui (tout le groupe)
pourquoi: ceux qui ne parlent pas écrivent
changer: dire pourquoi on demande la catégorie
---
Les craintes viennent « avant les leviers ».

Remarque : j’étais fatigué.
"""
TABLE = """\
cas;méthode;concluant;pourquoi;à changer;vague
mob;suivre un trajet;en partie;on n’ose pas;y aller à deux;10
rh;interroger Nadia au guichet;non;trop de bruit;;2
ailleurs;tester;bof;;;2
"""
PEOPLE = "pseudonyme;consentement_analyse\nNadia;oui\nAnne-Marie;oui\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("essais") / "projet"
    notes = folder / "data/raw/methodes/vague-1"
    notes.mkdir(parents=True)
    (folder / "projet.yaml").write_text(SETTINGS, "utf-8")
    (folder / "data/raw/participants.csv").write_text(PEOPLE, "utf-8")
    (notes / "papiers.md").write_text(NOTE, "utf-8")
    (notes / "essais.csv").write_text(TABLE, "utf-8")
    return open_project(folder)


def test_each_trial_is_a_row_of_its_case_and_wave_in_their_natural_order(project):
    table = project.trials()
    assert table[["case", "wave", "method", "conclusive"]].to_numpy().tolist() == [
        ["rh", "vague-1", "un papier par idée", "oui"],
        ["rh", "vague-2", "interroger Nadia au guichet", "non"],
        ["mob", "vague-2", "tester", ""],
        ["mob", "vague-10", "suivre un trajet", "en partie"],
    ]
    assert table.loc[0, "change"] == "dire pourquoi on demande la catégorie"


def test_a_trial_opens_to_every_word_noted_of_it(project):
    row = project.trials().iloc[0]
    texts = project.corpus().passages.set_index("passage_id")["text"]
    words = [texts[name] for name in row["passage_ids"].split()]
    assert words[0] == row["method"]
    assert row["why"] in words
    assert "Les craintes viennent « avant les leviers »." in words


def test_its_words_are_nobody_heard_and_its_remarks_no_evidence(project):
    passages = project.corpus().passages
    assert set(passages["role"]) == {"author"}
    assert not passages["person"].any()
    silent = set(passages.loc[~passages["evidence"], "text"])
    assert silent == {"Oui (tout le groupe)", "j’étais fatigué.", "mob", "rh", "ailleurs",
                      "en partie", "non", "bof"}  # fmt: skip


def test_a_case_that_does_not_exist_is_told_with_its_line(project):
    (note,) = [one for one in project.corpus().notices if "ailleurs" in one.what]
    assert note.path == "data/raw/methodes/vague-1/essais.csv"
    assert note.place == "ligne 4"


def test_without_a_note_there_is_an_empty_table(project):
    empty = SimpleNamespace(passages=project.corpus().passages.iloc[:0], texts={})
    assert trials(empty, ["mob"]).empty


@given(st.text(max_size=20))
def test_whatever_is_written_is_one_of_three_answers_or_none(written):
    assert conclusive(written) in ("oui", "non", "en partie", "")
    assert conclusive(f" OUI, {written}") == "oui"


# -- the wall -----------------------------------------------------------------------------


def parts(project, *reviewed, table=None):
    corpus = project.corpus()
    return SimpleNamespace(
        exercised=SimpleNamespace(trials=project.trials() if table is None else table),
        corpus=corpus,
        settings=project.settings,
        reviewed={name: corpus.text_sha256(name) for name in reviewed},
    )


def shown(found):
    return [row[0] for row in found.rows] if found else []


def test_nothing_hangs_before_a_person_reviewed_the_names(project):
    assert panel(parts(project), draft=False) is None
    assert shown(panel(parts(project, "papiers"), draft=False)) == ["Un papier par idée"]


def test_a_text_that_was_corrected_since_is_to_be_reviewed_again(project):
    stale = parts(project)
    stale.reviewed["papiers"] = "0" * 64
    assert panel(stale, draft=False) is None


def test_a_trial_that_names_somebody_never_hangs_not_even_in_a_draft(project):
    every = parts(project, "papiers", "essais")
    for draft in (False, True):
        found = panel(every, draft=draft)
        assert "Nadia" not in str(found)
        assert len(found.rows) == 3


@pytest.mark.parametrize("written", ["anne-marie", "ANNE MARIE", "d’Anne-Marie", "(Anne-Marie)"])
def test_a_pseudonym_is_found_however_it_is_written(project, written):
    table = project.trials().iloc[:1].assign(why=f"avec {written}, au guichet")
    assert panel(parts(project, "papiers", table=table), draft=True) is None
    table = table.assign(why="avec Annemarie et Anne")
    assert panel(parts(project, "papiers", table=table), draft=True) is not None


def test_the_panel_has_a_text_for_each_of_its_columns_and_no_identifier(project):
    found = panel(parts(project, "papiers", "essais"), draft=False)
    assert {len(row) for row in found.rows} == {len(found.columns)}
    assert "papiers" not in {cell for row in found.rows for cell in row}
    assert "pas encore dit" in {row[1] for row in found.rows}


# -- the chart ----------------------------------------------------------------------------


def matter(project):
    settings = project.settings
    empty = pd.DataFrame(
        {
            name: []
            for name in (
                "case",
                "person",
                "role",
                "register",
                "evidence",
                "answered",
                "passage_id",
                "document_id",
            )
        }
    )
    from transfo_analysis.display.matter import Matter

    return Matter(
        settings=settings, codebook=None, case=settings.cases[0], corpus=project.corpus(),
        codings=empty, suggestions=empty, key_terms=empty, cross_table=None, bundles=empty,
        findings=empty,
    )  # fmt: skip


def test_the_chart_tells_every_trial_case_after_case(project):
    from transfo_analysis.display.exercises.trials import trials as draw
    from transfo_analysis.display.style import house

    with house():
        (chart,) = draw(SimpleNamespace(trials=project.trials()), [matter(project)])
    assert chart.data["case"].tolist() == ["mob", "mob", "rh", "rh"]
    assert "passage_ids" not in chart.data
    said = chart.alt.replace("\u202f", " ")
    assert "Se déplacer, vague 10. suivre un trajet ; concluant : en partie" in said
    assert "concluant : non dit" in said


def test_many_trials_go_on_to_other_sheets_and_none_is_lost(project):
    from transfo_analysis.display.exercises.trials import _rows, _shared

    table = project.trials()
    many = pd.concat([table.assign(method="mot " * 60)] * 12, ignore_index=True)
    rows = _rows(many.sort_values("case"), {"mob": "A", "rh": "B"}, 270.0)
    pages = _shared(rows, 150.0)
    assert len(pages) > 2
    assert sum(not row.heading for page in pages for row in page) == len(many)
    for page in pages:
        assert page[0].heading
        assert not page[-1].heading
        assert sum(row.height for row in page) <= 150.0


def test_no_trial_no_chart(project):
    from transfo_analysis.display.exercises.trials import trials as draw

    none = SimpleNamespace(trials=project.trials().iloc[:0])
    assert draw(none, [matter(project)]) == []
