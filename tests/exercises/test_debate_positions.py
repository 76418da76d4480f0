"""Where people stood before and after, as the table says it: nothing guessed, nothing lost."""

import pytest

from transfo_analysis import open_project
from transfo_analysis.exercises import positions as changes


def test_each_participant_has_a_place_before_and_after(debate, debating):
    found = debating.by_voice(debate)
    places = {
        voice: (row["before"].removeprefix("position:"), row["after"].removeprefix("position:"))
        for voice, row in found.items()
    }
    assert places == {
        "Ana": ("oui", "non"),
        "Boris": ("milieu", "milieu"),
        "Driss": ("absent", "oui"),
        "Elsa": ("abstention", "abstention"),
        "Fanny": ("non", "absent"),
        "ligne 8": ("non", "non"),
    }
    assert {voice: row["change"] for voice, row in found.items()} == {
        "Ana": changes.CROSSED,
        "Boris": changes.STAYED,
        "Driss": changes.LATE,
        "Elsa": changes.STAYED,
        "Fanny": changes.LEFT,
        "ligne 8": changes.STAYED,
    }
    assert [voice for voice, row in found.items() if row["moved"]] == ["Ana"]


def test_the_grade_is_of_participants_csv_else_of_the_table(debate, debating):
    found = debating.by_voice(debate)
    assert (found["Ana"]["grade"], found["Fanny"]["grade"], found["ligne 8"]["grade"]) == (
        "C",
        "B",
        "",
    )
    assert found["ligne 8"]["person"] == ""


def test_who_refuses_analysis_is_nowhere_and_is_named_to_the_person(debate):
    project = open_project(debate)
    assert "Chloé" not in set(project.positions()["voice"])
    assert not project.arguments()["text"].str.contains("refuse").any()
    assert not project.corpus().passages["text"].str.contains("refuse que ceci").any()
    assert any("Chloé refuse l’analyse" in note.what for note in project.corpus().notices)


def test_sentences_say_who_moved_and_name_nobody(debate, debating):
    first, second = map(debating.bare, open_project(debate).debate().sentences())
    assert first.startswith("« Faut-il rendre le tram gratuit ? » : sur 6 personnes, ")
    for part in (
        "1 est passée de « Oui » à « Non »",
        "1 est restée au milieu",
        "1 est restée en abstention",
        "1 est arrivée après, à « Oui »",
        "1 est partie avant la fin (de « Non »)",
    ):
        assert part in first
    assert "1 est passée de « Oui » au milieu" in second
    assert not any(name in first + second for name in ("Ana", "Boris", "Driss", "Elsa", "Fanny"))


def test_an_argument_is_of_the_participant_and_of_the_side_where_they_stood(debate):
    said = open_project(debate).arguments()
    mine = said[said["part"] == "argument"].set_index("voice")
    assert mine.loc["Ana", "side"] == "position:oui"
    assert mine.loc["Fanny", "side"] == "position:oui", "the column côté wins"
    assert mine.loc["Boris", "side"] == "milieu"
    assert mine.loc["ligne 8", "side"] == "position:non"
    assert mine.loc["Boris", "register"] == "mot à mot"
    assert mine.loc["Ana", "register"] == "propos rapporté"
    assert mine.loc["Ana", "place"] == "ligne 2"


def test_what_made_people_move_says_who_and_from_where(debate):
    (one, other) = open_project(debate).debate().reasons().to_dict("records")
    assert (one["voice"], one["before"], one["after"]) == ("Ana", "position:oui", "position:non")
    assert "prix du bus" in one["text"]
    assert (other["voice"], other["after"], other["place"]) == ("Driss", "milieu", "ligne 10")


def test_the_question_is_no_evidence_and_every_argument_can_be_coded(debate):
    project = open_project(debate, "camille")
    corpus = project.corpus()
    turns = corpus.turns
    asked = turns[turns["role"] == "interviewer"]
    assert asked["wall_row"].tolist() == [corpus.text("debat")[s:e] for s, e in zip(asked["start"], asked["end"], strict=True)]  # fmt: skip
    said = corpus.passages[corpus.passages["evidence"]]
    assert set(said["question"]) == set(asked["wall_row"])
    project.coding.add("debat", "question:gratuit", quote="Le ticket est un frein")
    project.coding.add("debat", "position:oui", quote="Le ticket est un frein")
    cell = project.cross_table(case="debat").cell("gratuit", "oui")
    # people by codings only; arguments by where the table puts them
    assert (cell["people"], cell["wall_rows"]) == (1, 2)
    assert project.codings()["evidence"].all()
    assert set(project.codings()["case"]) == {"debat"}


def test_uncoded_arguments_make_nobody_heard(debate):
    project = open_project(debate)
    cells = project.cross_table(case="debat").cells
    assert cells["wall_rows"].sum() == 3, "an argument of the middle is in no column"
    assert not cells["people"].any()
    bundles = project.bundles("debat")
    (one,) = bundles[bundles["bundle_id"] == "debat/question:gratuit/position:oui"].to_dict("records")  # fmt: skip
    assert (one["people"], one["wall_rows"]) == (0, 2)
    assert "arguments du débat" in one["rests_on"]


@pytest.mark.parametrize("sides", [("soleil", "nuage", "orage"), ("a-pied", "en-car")])
def test_other_sides_need_settings_only(tmp_path, debating, sides):
    folder = debating.make(tmp_path / "p", f"{debating.GRATUIT};Ana;{sides[0]};{sides[-1]};;;;\n")
    codes = ", ".join(f"{{id: {one}, libelle: {one.title()}}}" for one in sides)
    book = debating.BOOK.replace("{id: oui, libelle: Oui}, {id: non, libelle: Non}", codes)
    debating.write(folder, "data/coding/codebook.yaml", book)
    (row,) = open_project(folder).positions().to_dict("records")
    assert (row["before"], row["after"]) == (f"position:{sides[0]}", f"position:{sides[-1]}")
    assert row["moved"]


def test_a_table_that_says_only_one_moment_has_nobody_late_nor_gone(tmp_path, debating):
    folder = debating.make(
        tmp_path / "p",
        f"{debating.GRATUIT};Ana;oui\n{debating.GRATUIT};Boris;non\n{debating.GRATUIT};Driss;\n",
        "question;participant;position",
    )
    found = debating.by_voice(folder)
    assert {row["after"] for row in found.values()} == {""}
    assert {row["change"] for row in found.values()} == {changes.PARTLY}
    (said,) = open_project(folder).debate().sentences()
    assert "1 était à « Oui » au début, la fin n’est pas dite" in debating.bare(said)
    assert "la place de 1 n’est pas dite" in debating.bare(said)


def test_several_rows_of_one_participant_are_one_position_and_several_arguments(tmp_path, debating):
    rows = (
        f"{debating.GRATUIT};Ana;oui;;Un premier argument;;\n"
        ";ANA;;non;Un second argument;;\n"
        ';ana;;;"- un troisième\n- un quatrième";;\n'
    )
    folder = debating.make(tmp_path / "p", rows)
    found = debating.by_voice(folder)
    assert list(found) == ["Ana"]
    assert (found["Ana"]["before"], found["Ana"]["after"]) == ("position:oui", "position:non")
    said = open_project(folder).arguments()
    assert said["text"].tolist() == [
        "Un premier argument",
        "Un second argument",
        "un troisième",
        "un quatrième",
    ]
    assert set(said["side"]) == {"position:oui"}, "where she stood when arguing"
    assert open_project(folder).exercised().notices == ()


def test_a_second_sheet_of_arguments_without_participant(tmp_path, debating):
    import openpyxl

    folder = debating.make(tmp_path / "p")
    (folder / "data/raw/debats/vague-1/debat.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Débat du 9 décembre"])
    sheet.append(["Question", "Participant·e", "Au début", "À la fin"])
    sheet.append([debating.GRATUIT, "Ana", "oui", "oui"])
    papers = book.create_sheet("papiers")
    papers.append(["question", "camp", "argument"])
    papers.append(["gratuit", "non", "Laissé sur la table"])
    book.save(folder / "data/raw/debats/vague-1/debat.xlsx")
    project = open_project(folder)
    assert project.positions()["voice"].tolist() == ["Ana"], "nobody stands in a list of arguments"
    (one,) = project.arguments().to_dict("records")
    assert (one["question"], one["side"], one["person"]) == ("question:gratuit", "position:non", "")
    assert one["place"] == "feuille « papiers », ligne 2"


def test_the_coder_shows_where_who_argues_stood_and_who_said_nothing(debate):
    from transfo_analysis.widgets.pages import Shelf

    corpus = open_project(debate).corpus()
    shown = Shelf(corpus).text("debat")
    who = {turn["who"]: shown["text"][turn["start"] : turn["end"]] for turn in shown["turns"]}
    assert who["Ana (oui → non)"].startswith("Le prix du bus")
    assert who["Elsa (abstention → abstention)"] == ""
    assert who["? (non → non)"] == "On paie déjà par les impôts de la ville"
