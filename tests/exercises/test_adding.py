"""`transfo exercice`: a case and its families added, all or nothing, the rest to the byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import transfo_analysis
from transfo_analysis import files, open_project
from transfo_analysis.errors import CodebookError, MissingFileError, SettingsError, WriteError
from transfo_analysis.exercises.adding import READY, ready_made
from transfo_analysis.exercises.yaml_items import appended, items_of

SETTINGS = Path("projet.yaml")
BOOK = Path("data/coding/codebook.yaml")
SHORT = """\
# la météo
cas:
  id: meteo  # en une ligne
  titre: La météo
  lignes: ciel
  colonnes: aspect
familles:
  - id: ciel
    libelle: Ciel
    codes: [{id: soleil, libelle: Soleil}, {id: orage, libelle: Orage, oppose: [ciel:soleil]}]
  - id: aspect
    libelle: Aspects
    codes:
      # le premier
      - {id: outils, libelle: Outils}
"""


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return transfo_analysis.new_project(tmp_path_factory.mktemp("blanc") / "neuf").folder


@pytest.fixture
def project(blank, tmp_path):
    shutil.copytree(blank, tmp_path / "neuf")
    return open_project(tmp_path / "neuf")


def written(project):
    return {name: (project.folder / name).read_bytes() for name in (SETTINGS, BOOK)}


def exercise(project, text=SHORT):
    path = project.folder / "meteo.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_there_stays_to_the_byte_and_comments_come_along(project):
    before = written(project)
    added = project.add_exercise(exercise(project))
    after = written(project)
    for name in (SETTINGS, BOOK):
        assert after[name].startswith(before[name].rstrip())
    assert b"  - id: meteo  # en une ligne\n" in after[SETTINGS]
    assert b"      # le premier\n" in after[BOOK]
    assert [case.id for case in added.cases] == ["meteo"]
    assert project.codebook.label("ciel:orage") == "Orage"
    assert project.settings.case("meteo").families == ("ciel", "aspect")
    assert "data/raw/tableaux/vague-1/meteo/" in repr(added)


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_every_ready_made_exercise_goes_into_a_new_project_and_only_once(project, name):
    first = project.add_exercise(name)
    held, there = written(project), sorted(project.folder.rglob("*.yaml"))
    assert first.cases
    again = project.add_exercise(name)
    assert not again.cases
    assert not again.families
    assert "rien n’a changé" in repr(again)
    assert written(project) == held
    assert sorted(project.folder.rglob("*.yaml")) == there


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_the_demonstration_has_every_ready_made_exercise_as_it_is(name):
    root = Path(__file__).parents[2]
    own, book = open_project(root).settings, open_project(root).codebook
    for case in ready_made()[name].cases:
        assert own.case(case.id) == case
    for family in ready_made()[name].families:
        mine = book.family(family.id)
        assert (mine.label, mine.definition) == (family.label, family.definition)
        # the questions of a debate are each project's own
        if not any("à remplacer" in code.label for code in family.codes):
            told = [(code.id, code.label) for code in family.codes]
            assert [(code.id, code.label) for code in mine.codes] == told


def test_line_ends_and_a_mark_stay_those_of_the_file(project):
    path = project.folder / BOOK
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    project.add_exercise(exercise(project))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert project.codebook.label("aspect:outils") == "Outils"


def test_another_content_under_the_same_name_is_refused_with_its_line(project):
    project.add_exercise(exercise(project))
    held = written(project)
    other = SHORT.replace("titre: La météo", "titre: Le temps")
    with pytest.raises(SettingsError, match="avec un autre contenu") as fault:
        project.add_exercise(exercise(project, other))
    line = int(fault.value.place.removeprefix("ligne "))
    assert fault.value.path == "projet.yaml"
    assert "id: meteo" in held[SETTINGS].decode().splitlines()[line - 1]
    with pytest.raises(CodebookError, match="ciel") as fault:
        project.add_exercise(
            exercise(project, SHORT.replace("Soleil", "Beau").replace("meteo", "m2"))
        )
    line = int(fault.value.place.removeprefix("ligne "))
    assert "id: ciel" in held[BOOK].decode().splitlines()[line - 1]
    assert written(project) == held


def test_a_code_that_a_person_added_to_a_family_is_never_lost(project):
    project.add_exercise(exercise(project))
    project.coding.coder = "ana"
    project.codes.create("aspect:brume", "Brume")
    with pytest.raises(CodebookError, match="avec un autre contenu"):
        project.add_exercise(exercise(project))
    assert project.codebook.label("aspect:brume") == "Brume"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  lignes: ciel", "  ligne: ciel", "ligne 5", "« ligne » n’est pas connue"),
        ("  colonnes: aspect", "  colonnes: aspects", "ligne 6", "« aspects » n’existe pas"),
        ("oppose: [ciel:soleil]", "oppose: [ciel:lune]", "ligne 10", "« ciel:lune »"),
        ("    libelle: Aspects\n", "", "ligne 11", "« libelle » manque"),
        ("    libelle: Aspects\n", "    libelles: A\n", "ligne 12", "« libelles » n’est pas"),
        ("  id: meteo", "  id: La météo", "ligne 3", "minuscules"),
        ("# la météo\n", "# la météo\nnom: x\n", "ligne 2", "« nom » n’est pas connue"),
        ("  titre: La météo\n", "\ttitre: La météo\n", "", "tabulation"),
        ("  colonnes: aspect", "  colonnes: ciel", "", "la même famille"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_written(project, old, new, line, said):
    held = written(project)
    assert old in SHORT
    with pytest.raises((SettingsError, CodebookError)) as fault:
        project.add_exercise(exercise(project, SHORT.replace(old, new)))
    assert said in str(fault.value).replace("\u202f", " ")
    assert fault.value.path == "meteo.yaml"
    assert fault.value.place == line or not line
    assert written(project) == held


def test_a_rule_that_names_no_code_is_a_mistake(project):
    rule = "  regles:\n    - {lignes: [lune], propose: lesson, parce_que: x}\nfamilles:"
    with pytest.raises(SettingsError, match="lune") as fault:
        project.add_exercise(exercise(project, SHORT.replace("familles:", rule)))
    assert fault.value.place == "ligne 8"


def test_a_second_case_may_use_the_families_that_are_there(project):
    project.add_exercise(exercise(project))
    case = {"id": "meteo2", "titre": "Ailleurs", "lignes": "ciel", "colonnes": "aspect"}
    text = "cas:\n" + "".join(f"  {key}: {value}\n" for key, value in case.items())
    added = project.add_exercise(exercise(project, text))
    assert added.families == ()
    assert [one.id for one in project.cases] == ["mobilites", "meteo", "meteo2"]


def test_two_cases_of_one_name_in_a_file_are_a_mistake(project):
    case = "  - {id: a, titre: A, lignes: mode, colonnes: categorie}\n"
    with pytest.raises(SettingsError, match="même identifiant") as fault:
        project.add_exercise(exercise(project, "cas:\n" + case * 2))
    assert fault.value.place == "ligne 3"


def test_a_list_between_brackets_is_told_with_its_line(project):
    path = project.folder / SETTINGS
    path.write_text(
        "titre: Essai\ncas: [{id: a, titre: A, lignes: mode, colonnes: categorie}]\n", "utf-8"
    )
    held = written(project)
    with pytest.raises(SettingsError, match="entre crochets") as fault:
        project.add_exercise(exercise(project))
    assert fault.value.place == "ligne 2"
    assert written(project) == held


def test_when_the_second_file_cannot_be_written_the_first_is_as_it_was(project, monkeypatch):
    held, write = written(project), files.write_bytes

    def full(path, data):
        if path.name == "projet.yaml":
            raise WriteError("Le disque est plein.")
        write(path, data)

    monkeypatch.setattr(files, "write_bytes", full)
    with pytest.raises(WriteError):
        project.add_exercise(exercise(project))
    assert written(project) == held


def test_neither_a_file_nor_a_name_lists_the_names(project):
    with pytest.raises(MissingFileError, match="besoins"):
        project.add_exercise("besoin")
    with pytest.raises(MissingFileError):
        project.add_exercise("../" * 3 + str(READY / "besoins"))


# -- the text -----------------------------------------------------------------------------

VALUE = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
    st.just("une ligne\n\nune autre, plus longue que la première : et voilà\n"),
)
ITEM = st.fixed_dictionaries({"titre": VALUE, "liste": st.lists(VALUE, max_size=3)})


def dumped(data, *, flow, indent):
    import io

    yaml, out = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style = flow
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=indent, offset=indent - 2)
    yaml.dump(data, out)
    return out.getvalue()


@given(
    there=st.lists(ITEM, min_size=1, max_size=3),
    new=st.lists(ITEM, min_size=1, max_size=3),
    flow=st.booleans(),
    indents=st.tuples(st.sampled_from([2, 4]), st.sampled_from([2, 4])),
)
def test_items_mean_the_same_at_the_end_of_another_list(there, new, flow, indents):
    def named(items, mark):
        return [{"id": f"{mark}{rank}", **one} for rank, one in enumerate(items)]

    own, more = named(there, "a"), named(new, "b")
    target = dumped({"cas": own, "fin": 1}, flow=False, indent=indents[0])
    source = dumped({"cas": more}, flow=flow, indent=indents[1])
    text = appended(target, "cas", list(items_of(source, "cas").values()))
    assert YAML(typ="safe", pure=True).load(text) == {"cas": [*own, *more], "fin": 1}
