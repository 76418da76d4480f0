"""A wave is closed by a person, once, and read back whole."""

import json
import os
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import cli, open_project
from transfo_analysis.errors import CodingError, JournalError, ProjectError
from transfo_analysis.rerun import snapshot
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import CellSeen, CodingSeen, PersonHeard, TermSeen
from transfo_analysis.rerun.snapshot import Snapshot

PATH = "data/coding/vagues/vague-1.json"


def test_a_closed_wave_says_what_it_holds_and_reads_back_the_same(first):
    made = open_project(first, "camille").close_wave("1")
    held = " ".join(made.lines()).replace("\u202f", " ")
    assert "vague 1 est figée par camille" in held
    assert "4 documents, 3 personnes entendues, 10 codages comptés, 5 cases remplies" in held
    assert "1 constat" in held
    assert snapshot.read(first / PATH) == made
    assert {one.person for one in made.picture.people} == {"Ana", "Boris", "Chloé"}


def test_no_word_of_a_source_is_in_it(first, fieldwork):
    open_project(first, "camille").close_wave("1")
    text = (first / PATH).read_text(encoding="utf-8")
    for line in (*fieldwork.ANA, *fieldwork.BORIS, *fieldwork.CHLOE):
        words = line.split()
        assert not any(" ".join(words[i : i + 4]) in text for i in range(len(words) - 3))


def test_it_is_written_once(first):
    project = open_project(first, "camille")
    project.close_wave("vague-1")
    before = (first / PATH).read_bytes()
    project.coding.add("entretien-ana", "mode:train", quote="enfants à déposer")
    with pytest.raises(ProjectError, match="déjà figée"):
        project.close_wave("1")
    assert (first / PATH).read_bytes() == before


@pytest.mark.parametrize("wave", ["9", "", "../vague-1", "hiver"])
def test_a_wave_that_no_document_is_of_cannot_be_closed(first, wave):
    with pytest.raises(ProjectError, match="Aucun document"):
        open_project(first, "camille").close_wave(wave)
    assert not (first / "data/coding/vagues").exists()


def test_somebody_closes_it(first):
    with pytest.raises(CodingError, match="Qui fige"):
        open_project(first).close_wave("1")
    assert not (first / PATH).exists()


def test_the_material_of_a_later_wave_is_left_out(first, fieldwork):
    alone = open_project(first, "camille").close_wave("1").picture
    (first / PATH).unlink()
    fieldwork.wave_2(first)
    # what wave 2 did to wave 1 (a talk corrected, coded more) is in; its own material is not
    late = open_project(first, "camille").close_wave("1").picture
    assert {one.id for one in late.documents} == {one.id for one in alone.documents}
    assert {one.person for one in late.people} == {"Ana", "Boris", "Chloé"}
    assert not any("bis" in name for one in late.people for name in one.documents)
    frein = late.cell["mob", "mode:velo", "categorie:frein"]
    assert (frein.people, len(frein.wall)) == (("Ana",), 1)


@pytest.mark.usefixtures("no_ink")
def test_closing_the_second_holds_the_first_and_becomes_the_default(second):
    project = open_project(second, "camille")
    made = project.close_wave("2")
    assert made.waves == ("vague-1", "vague-2")
    assert {one.wave for one in made.picture.documents} == {"vague-1", "vague-2"}
    assert project.changes().nothing
    assert not project.changes("1").nothing
    project.run()
    pages = {path.name for path in (second / "data/processed/changements").iterdir()}
    assert pages == {"vague-1.html", "vague-2.html"}


def test_nothing_to_compare_to_is_an_error_with_a_cure(first):
    with pytest.raises(ProjectError, match="Aucune vague n’est figée") as fault:
        open_project(first).changes()
    assert "transfo figer" in str(fault.value)


def test_another_wave_asked_for_is_named_with_those_there_are(second):
    with pytest.raises(ProjectError, match="vague 7") as fault:
        open_project(second).changes("7")
    assert "vague-1" in str(fault.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:200],
        lambda text: "",
        lambda text: "[]",
        lambda text: "\x00" * 40,
        lambda text: text.replace('"people": [', '"personnes": [', 1),
        lambda text: text.replace('"start": ', '"start": "a", "was": ', 1),
        lambda text: text.replace('"version": 1', '"version": 99'),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_compared_to_it(second, damage):
    path = second / PATH
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(JournalError) as fault:
        open_project(second).changes()
    assert "vague-1.json" in str(fault.value)
    with pytest.raises(JournalError):
        open_project(second, "camille").close_wave("2")


@pytest.mark.usefixtures("no_ink")
def test_a_damaged_file_does_not_stop_a_run(second):
    path = second / PATH
    path.write_bytes(path.read_bytes()[:200])
    summary = open_project(second).run()
    assert any("vague-1.json" in note.path for note in summary.notices)
    assert not (second / "data/processed/changements").exists()


@pytest.mark.usefixtures("no_ink")
def test_closing_writes_nothing_else_and_running_never_writes_there(second):
    from transfo_analysis.rerun.manifest import inputs

    before = inputs(second)
    open_project(second).run()
    assert inputs(second) == before


def test_the_command_line_closes_and_tells(first, fieldwork, capsys, monkeypatch):
    def transfo(*words):
        monkeypatch.setattr("sys.argv", ["transfo", *words, "--project", str(first)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code, (said.out + said.err).replace("\u202f", " ")

    status, said = transfo("changes")
    assert (status, "Aucune vague" in said) == (2, True)
    status, said = transfo("figer", "vague-1")
    assert (status, "Qui fige" in said) == (2, True)
    status, said = transfo("figer", "vague-1", "--coder", "camille")
    assert (status, "figée par camille" in said) == (0, True)
    fieldwork.wave_2(first)
    status, said = transfo("changes", "--depuis", "1")
    assert (status, "Vélo × Frein : 2 des 2 nouvelles personnes." in said) == (0, True)


# -- plain data -----------------------------------------------------------------------------------

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
MANY = st.lists(NAMES, max_size=3).map(tuple)
PICTURES = st.builds(
    Picture,
    people=st.lists(st.builds(PersonHeard, NAMES, NAMES, MANY), max_size=3).map(tuple),
    codings=st.lists(
        st.builds(
            CodingSeen,
            *[NAMES] * 4,
            st.integers(0, 2**40),
            st.integers(0, 2**40),
            *[NAMES] * 4,
        ),
        max_size=3,
    ).map(tuple),
    cells=st.lists(st.builds(CellSeen, *[NAMES] * 3, *[MANY] * 4), max_size=3).map(tuple),
    terms=st.lists(
        st.builds(TermSeen, NAMES, NAMES, *[st.integers(0, 99)] * 3, MANY), max_size=3
    ).map(tuple),
    aliases=st.lists(st.tuples(NAMES, NAMES), max_size=2).map(tuple),
    withdrawals=MANY,
)


@settings(max_examples=60 if os.environ.get("TRANSFO_FULL") else 24, deadline=None)
@given(PICTURES, st.randoms())
def test_a_picture_is_the_same_bytes_in_whatever_order_and_reads_back(tmp_path_factory, one, dice):
    def mixed(values):
        values = list(values)
        dice.shuffle(values)
        return tuple(values)

    other = Picture(
        people=mixed(one.people),
        codings=mixed(one.codings),
        cells=mixed(one.cells),
        terms=mixed(one.terms),
        aliases=mixed(one.aliases),
        withdrawals=mixed(one.withdrawals),
    )
    kept = Snapshot("vague-1", ("vague-1",), "ana", "2026-01-01", one)
    assert Snapshot("vague-1", ("vague-1",), "ana", "2026-01-01", other).text() == kept.text()
    path = tmp_path_factory.mktemp("v") / "vague-1.json"
    path.write_text(kept.text(), encoding="utf-8", newline="")
    assert snapshot.read(path) == kept


# -- a person in a talk with others ---------------------------------------------------------------

made = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1] / "coding" / "leaving_project.py"))
)


def test_who_withdraws_from_a_talk_with_others_leaves_the_others_in_the_snapshot(tmp_path):
    folder = made.make(tmp_path / "projet")
    project = open_project(folder, "Ana")
    project.close_wave("1")
    held = made.holders(folder / "data/coding/vagues", [made.PERSON], set())
    assert held, "the search finds the person before"
    project.withdraw(made.PERSON).carry_out()
    said = [*made.said(made.GROUP, made.PERSON), *made.said(made.ALONE, made.PERSON)]
    assert made.holders(folder / "data/coding/vagues", [made.PERSON], made.shingles(said)) == {}
    data = json.loads((folder / PATH).read_text(encoding="utf-8"))
    assert [one["person"] for one in data["people"]] == ["Paul"]
    assert not any("agente" in json.dumps(one) for one in data["people"])
    changes = open_project(folder).changes()
    # nothing but the withdrawal: nobody else's figures moved
    assert changes.withdrawn == (1, 0)
    assert changes.documents.empty
    assert changes.cells.empty
