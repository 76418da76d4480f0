"""Who withdraws leaves the debates too: places, arguments, reasons, snapshots, what was published."""

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import open_project

made = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1] / "coding" / "leaving_project.py"))
)
PERSON = "Apolline"
THEIRS = made.shingles(
    [
        "Le ticket est un frein pour tout le monde au dépôt",
        "Le prix du bus de nuit annoncé par la dame du guichet",
    ]
)


@pytest.fixture(scope="module")
def _coded(tmp_path_factory, debating, undrawn):
    """Return a project with codings and a finding on arguments, wave 1 closed, run once."""
    # a name that no picture's bytes spell by chance
    debate = debating.make(
        tmp_path_factory.mktemp("parti") / "p", debating.ROWS.replace("Ana", PERSON)
    )
    people = debating.PEOPLE.replace("Ana", PERSON)
    debating.write(debate, "data/raw/participants.csv", people)
    desk = open_project(debate, "camille").coding
    for quote in ("Le ticket est un frein", "On paie déjà par les impôts"):
        desk.add("debat", "question:gratuit", quote=quote)
        coding = desk.add("debat", "position:oui", quote=quote)
    finding = desk.word_finding("Le prix retient.", "lesson", case="debat")
    desk.link_evidence(finding, coding, "for")
    project = open_project(debate, "camille")
    project.close_wave("1")
    with undrawn():
        project.run()
    return debate


@pytest.fixture
def coded(_coded, tmp_path):
    return shutil.copytree(_coded, tmp_path / "projet")


def left(folder):
    """Return which files hold the person, but data/raw, which a person cleans."""
    held = made.holders(folder, [PERSON], THEIRS)
    return {path: words for path, words in held.items() if not path.startswith("data/raw/")}


def test_what_a_cell_loses_is_told_as_arguments_and_not_as_papers(coded):
    told = repr(open_project(coded).withdraw(PERSON)).replace("\u202f", " ")
    assert "1 papier ou argument" in told
    assert "papier au mur" not in told


@pytest.mark.usefixtures("no_ink")
def test_no_byte_of_theirs_is_left_and_nobody_else_loses_a_place(coded):
    before = {path.split("/")[1] for path in left(coded)}
    assert {"coding", "processed"} <= before, "the search finds them before"
    others = open_project(coded).positions()
    said = open_project(coded).withdraw(PERSON).carry_out()
    assert left(coded) == {}
    assert any("debat.csv" in line and "lignes 2, 9" in line for line in said)
    project = open_project(coded)
    kept = others[others["voice"] != PERSON]
    columns = ["question", "voice", "before", "after", "change", "places"]
    assert project.positions()[columns].values.tolist() == kept[columns].values.tolist()
    assert PERSON not in set(project.arguments()["voice"])
    project.run()
    held = left(coded)
    assert held == {}, held
    (snapshot,) = (coded / "data/coding/vagues").glob("*.json")
    assert '"voice": "Boris"' in snapshot.read_text(encoding="utf-8")
    changes = open_project(coded).changes()
    assert changes.withdrawn == (1, 0)
    assert changes.exercises.empty, "nobody else moved"


def test_who_only_stood_somewhere_is_taken_out_too(coded):
    others = open_project(coded).positions()
    said = open_project(coded).withdraw("Elsa").carry_out()
    assert any("debat.csv" in line and "ligne 6" in line for line in said)
    project = open_project(coded)
    assert set(project.positions()["voice"]) == set(others["voice"]) - {"Elsa"}
    snapshot = (coded / "data/coding/vagues/vague-1.json").read_text(encoding="utf-8")
    assert "Elsa" not in snapshot
    # somebody else's cell corrected since: the row is known by its place all the same
    path = coded / "data/raw/debats/vague-1/debat.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Boris;milieu;milieu", "Boris;milieu;oui"), encoding="utf-8")
    assert "Elsa" not in set(open_project(coded).positions()["voice"])


def test_a_debate_in_which_the_others_said_nothing_keeps_their_places(tmp_path, debating):
    rows = (
        f"{debating.GRATUIT};{PERSON};oui;non;Le ticket est un frein pour tout le monde au dépôt;;;\n"
        f"{debating.GRATUIT};Boris;oui;oui;;;;\n"
    )
    folder = debating.make(tmp_path / "p", rows)
    open_project(folder).withdraw(PERSON).carry_out()
    assert open_project(folder).positions()["voice"].tolist() == ["Boris"]


def test_withdrawn_once_recognised_in_a_debate_of_later_by_other_words(coded, debating):
    open_project(coded).withdraw(PERSON).carry_out()
    later = "question;participant;avant;après\ngratuit;Apolline;oui;oui\ngratuit;Boris;non;non\n"
    debating.write(coded, "data/raw/debats/vague-2/debat-deux.csv", later)
    table = open_project(coded).positions()
    assert table[table["document_id"] == "debat-deux"]["voice"].tolist() == ["Boris"]


def test_a_published_debate_does_not_remember_who_left(coded, debating):
    settings = debating.SETTINGS + "diffusion: {comptes: true}\n"
    debating.write(coded, "projet.yaml", settings)
    project = open_project(coded, "camille")
    project.withdraw(PERSON).carry_out()
    release = open_project(coded).release(draft=True)
    assert PERSON not in " ".join(text for _, text in release.texts())


@pytest.mark.usefixtures("no_ink")
def test_a_name_of_the_key_is_nowhere_in_the_tables_of_a_debate(tmp_path, debating):
    rows = (
        f"{debating.GRATUIT};Anne Durand;oui;non;Comme dit Mme Durand, on verra bien demain;;;\n"
        f"{debating.GRATUIT};Boris;;oui;;;Anne Durand l’a convaincu;\n"
    )
    folder = debating.make(tmp_path / "p", rows)
    debating.write(
        folder, "data/coding/pseudonymes.csv", "nom,pseudonyme,formes\nAnne Durand,P12,\n"
    )
    project = open_project(folder)
    assert set(project.positions()["voice"]) == {"P12", "Boris"}
    project.run()
    assert made.holders(folder / "data/processed", ["Durand"], set()) == {}
    assert "P12" in project.arguments()["text"].iloc[0]
