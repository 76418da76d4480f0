"""A debate's table as people type it: every row is read or named, and one bad row loses nothing."""

import os
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import open_project
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.corpus import build
from transfo_analysis.errors import SourceError
from transfo_analysis.exercises.positions import debated
from transfo_analysis.settings import Settings
from transfo_analysis.sources import Document, Material, Participant
from transfo_analysis.sources.debate import debate_turns
from transfo_analysis.sources.spreadsheet import Row, Sheet

HEADER = ("question", "participant", "avant", "après", "argument", "côté", "a bougé parce que")


def sheet(*rows, header=HEADER, name=""):
    return Sheet(name, tuple(Row(n, tuple(row)) for n, row in enumerate((header, *rows), 1)))


def notices(folder):
    project = open_project(folder)
    found = [*project._material().notices, *project.corpus().notices, *project.exercised().notices]
    return [str(note).replace("\u202f", " ") for note in found]


# -- hostile tables -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (("participant", "avant", "après"), "question"),
        (("question", "participant", "grade"), "« avant », « après », « argument »"),
        (("a", "b", "c"), "Colonnes trouvées : « a », « b », « c »"),
    ],
)
def test_a_table_that_is_no_debate_says_what_was_found_and_expected(header, named):
    with pytest.raises(SourceError) as fault:
        debate_turns([sheet(("x", "y", "z"), header=header)])
    assert named in str(fault.value).replace("\u202f", " ")
    assert fault.value.place == "ligne 1"


@pytest.mark.parametrize("sheets", [[], [Sheet("", ())], [sheet()]])
def test_an_empty_table_is_refused(sheets):
    with pytest.raises(SourceError):
        debate_turns(sheets)


def test_one_bad_sheet_is_named_and_the_other_read():
    turns, notes = debate_turns([sheet(("Q ?", "Ana", "oui"), name="a"), sheet(header=("x",), name="b")])  # fmt: skip
    assert len(turns) == 2
    assert [note.place for note in notes] == ["feuille « b », ligne 1"]


def test_a_debate_is_a_table_and_a_text_is_refused_by_name(debate):
    (debate / "data/raw/debats/vague-1/notes.txt").write_text("Ana : oui", encoding="utf-8")
    said = notices(debate)
    assert any("notes.txt" in one and ".xlsx ou en .csv" in one for one in said)
    assert len(open_project(debate).positions()) == 8, "the other file is read"


def test_an_unknown_question_is_named_with_its_lines_and_its_words_are_kept(tmp_path, debating):
    rows = debating.ROWS + "Et la lune ?;Ana;oui;oui;Elle est loin et froide;;;\n;Boris;non;;;;;\n"
    folder = debating.make(tmp_path / "p", rows)
    (one,) = [note for note in notices(folder) if "Et la lune" in note]
    assert "lignes 11 et 12" in one
    assert "« Faut-il rendre le tram gratuit ? »" in one
    assert "« Se réunit-on trop tard ? »" in one
    project = open_project(folder)
    assert len(project.positions()) == 8
    said = project.arguments().set_index("text").loc["Elle est loin et froide"]
    assert (said["question"], said["asked"], said["side"]) == ("", "Et la lune ?", "position:oui")
    assert project.corpus().passages["text"].str.contains("loin et froide").any()


def test_an_unknown_side_is_named_and_left_untold(tmp_path, debating):
    folder = debating.make(tmp_path / "p", f"{debating.GRATUIT};Ana;plutôt oui;non;;;;\n")
    (one,) = notices(folder)[-1:]
    assert "ligne 2" in one
    assert "« plutôt oui » n’est pas un côté" in one
    assert "« Oui », « Non », « milieu », « abstention », « absent »" in one
    (row,) = open_project(folder).positions().to_dict("records")
    # written, though nobody understands it: she was there
    assert (row["before"], row["after"], row["change"]) == ("", "position:non", "en partie non dit")


def test_contradictory_rows_name_both_lines_and_the_first_is_kept(tmp_path, debating):
    rows = f"{debating.GRATUIT};Ana;oui;non;;;;\n{debating.GRATUIT};ana;non;NON;;;;\n"
    folder = debating.make(tmp_path / "p", rows)
    (one,) = [note for note in notices(folder) if "première ligne est gardée" in note]
    assert "lignes 2 et 3" in one
    assert "avant le débat" in one
    (row,) = open_project(folder).positions().to_dict("records")
    assert (row["before"], row["after"]) == ("position:oui", "position:non")


def test_the_same_side_written_two_ways_contradicts_nothing(tmp_path, debating):
    rows = f"{debating.GRATUIT};Ana;oui;;;;;\ngratuit;Ana;position:oui;Au milieu;;;;\n"
    folder = debating.make(tmp_path / "p", rows)
    assert not any("gardée" in note for note in notices(folder))
    (row,) = open_project(folder).positions().to_dict("records")
    assert (row["before"], row["after"]) == ("position:oui", "milieu")


def test_rows_without_question_take_that_above_and_the_first_is_named(tmp_path, debating):
    rows = f";Driss;oui;;;;;\n{debating.GRATUIT};Ana;oui;oui;;;;\n;Boris;non;non;;;;\n"
    folder = debating.make(tmp_path / "p", rows)
    said = notices(folder)
    assert any("ligne 2" in one and "n’est pas lue" in one for one in said)
    assert any("à la ligne 4" in one and "celle du dessus est reprise" in one for one in said)
    assert open_project(folder).positions()["voice"].tolist() == ["Ana", "Boris"]


def test_a_column_that_is_not_read_is_named(tmp_path, debating):
    rows = f"{debating.GRATUIT};Ana;oui;oui;il pleuvait\n"
    folder = debating.make(tmp_path / "p", rows, "question;participant;avant;après;ambiance")
    (one,) = [note for note in notices(folder) if "ambiance" in note]
    assert "ligne 1" in one


def test_without_its_families_a_debate_is_text_and_says_what_to_do(tmp_path, debating):
    folder = debating.make(tmp_path / "p")
    settings = debating.SETTINGS.replace("lignes: question", "lignes: sujet")
    debating.write(folder, "projet.yaml", settings)
    assert open_project(folder).positions().empty
    assert any("famille « sujet »" in one and "« debat »" in one for one in notices(folder))
    assert open_project(folder).corpus().passages["text"].str.contains("ticket").any()


@pytest.mark.usefixtures("no_ink")
def test_a_run_goes_to_its_end_and_lists_what_was_not_understood(tmp_path, debating):
    rows = debating.ROWS + f"Et la lune ?;Ana;oui;;;;;\n{debating.GRATUIT};Elsa;bof;;;;;\n"
    folder = debating.make(tmp_path / "p", rows)
    said = "\n".join(map(str, open_project(folder).run().notices)).replace("\u202f", " ")
    assert "Et la lune" in said
    assert "« bof »" in said
    table = (folder / "data/processed/tables/positions.csv").read_text(encoding="utf-8")
    assert table.count("\n") == 9


# -- any table ------------------------------------------------------------------------------------

QUESTIONS = ("gratuit", "Faut-il rendre le tram gratuit ?", "tard", "inconnue au bataillon", "")
SIDES = ("oui", "Non", "milieu", "abstention", "absent", "en retard", "bof", "?", "")
VOICES = ("Ana", "ana", "Boris", "Zoé", "Participant 3", "")
WORDS = ("", "un argument", "« deux »\n- trois", "  ")
ROWS = st.lists(
    st.tuples(*map(st.sampled_from, (QUESTIONS, VOICES, SIDES, SIDES, WORDS, SIDES, WORDS))),
    min_size=1,
    max_size=9,
)
CASE = {"id": "debat", "titre": "D", "lignes": "question", "colonnes": "position"}
SETTINGS = Settings.model_validate({"titre": "Essai", "cas": [CASE]})
CODES = {
    "question": [("gratuit", "Faut-il rendre le tram gratuit ?"), ("tard", "Trop tard ?")],
    "position": [("oui", "Oui"), ("non", "Non")],
}
BOOK = Codebook.model_validate(
    {
        "familles": [
            {"id": f, "libelle": f, "codes": [{"id": c, "libelle": label} for c, label in codes]}
            for f, codes in CODES.items()
        ]
    }
)
ANA = Participant("Ana", (), "C", "", "", "", (), "", True, True, True, "ligne 2")


def read(rows):
    turns, notes = debate_turns([sheet(*rows)])
    document = Document("debats/vague-1/d.csv", "debate", "0", "csv", {}, tuple(turns))
    corpus = build(Material((document,), participants=(ANA,)), SETTINGS)
    positions, arguments, more = debated(corpus, BOOK, SETTINGS.cases)
    return corpus, positions, arguments, [*notes, *more]


def lines_of(*places):
    return {int(n) for place in places for n in re.findall(r"\d+", place)}


@settings(max_examples=40 if os.environ.get("TRANSFO_FULL") else 12, deadline=None)
@given(ROWS)
def test_every_row_is_read_or_named(rows):
    try:
        corpus, positions, arguments, notes = read(rows)
    except SourceError:
        assert not any(row[0] or not any(row) for row in rows[:1])
        return
    named = lines_of(*(note.place for note in notes))
    placed = lines_of(*positions["places"], *arguments["place"])
    for number, (question, voice, before, after, words, _, reason) in enumerate(rows, 2):
        tells = voice or before or after or words.strip() or reason.strip()
        if tells:
            assert number in placed | named, (number, rows)
        # the words are there whatever else is wrong, but in a row of no question
        if question:
            for word in ("argument", "deux", "trois"):
                if word in words:
                    assert word in corpus.texts["d"]


@settings(max_examples=40 if os.environ.get("TRANSFO_FULL") else 12, deadline=None)
@given(ROWS)
def test_participants_are_those_with_a_place_and_those_untold(rows):
    try:
        _, positions, _, _ = read(rows)
    except SourceError:
        return
    expected: dict[str, set[object]] = {}
    above = ""
    for number, (question, voice, before, after, *_) in enumerate(rows, 2):
        above = question or above
        code = {"gratuit": "gratuit", QUESTIONS[1]: "gratuit", "tard": "tard"}.get(above)
        # a row without anybody's name or place is an argument, and no participant
        if code and (voice or before or after):
            expected.setdefault(f"question:{code}", set()).add(voice.casefold() or number)
    counted = positions.groupby("question").size().to_dict()
    assert counted == {question: len(who) for question, who in expected.items()}
    known = {"position:oui", "position:non", "milieu", "abstention", "absent", ""}
    assert {*positions["before"], *positions["after"]} <= known
    moved = positions[positions["moved"]]
    assert not {*moved["before"], *moved["after"]} & {"", "absent"}
    assert (moved["before"] != moved["after"]).all()


def plain(positions):
    # a row of nobody known is called by its line, and places are lines
    names = ["question", "person", "grade", "before", "after", "change", "reason"]
    return sorted(map(tuple, positions[names].to_numpy().tolist()))


@settings(max_examples=40 if os.environ.get("TRANSFO_FULL") else 12, deadline=None)
@given(ROWS, st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(rows, seed):
    # a row without question takes the one above: that is an order people mean
    rows = [row for row in rows if row[0]]
    mixed = random.Random(seed).sample(rows, len(rows))
    if not rows:
        return
    one, other = read(rows), read(mixed)
    if any("gardée" in note.what for note in (*one[3], *other[3])):
        return  # of two that contradict each other the first is kept
    reasons = [row for row in rows if row[6].strip()]
    if len(reasons) < 2:
        assert plain(one[1]) == plain(other[1])
    kept = ["question", "side", "part", "text", "person"]
    assert sorted(map(tuple, one[2][kept].to_numpy().tolist())) == sorted(
        map(tuple, other[2][kept].to_numpy().tolist())
    )
