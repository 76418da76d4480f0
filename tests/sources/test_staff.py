"""The whole staff: `effectifs.csv` (or .xlsx), counts or shares, one bad row loses nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.sources import Participant
from transfo_analysis.sources.spreadsheet import Row, Sheet
from transfo_analysis.sources.staff import read_staff
from transfo_analysis.sources.unlisted import unlisted

HEAD = ("critère", "valeur", "effectif", "source", "année")
GRADES = [("grade", "A", "20"), ("grade", "B", "30"), ("grade", "C", "50")]


def read(*rows, head=HEAD):
    lines = [head, *rows]
    return read_staff([Sheet("", tuple(Row(n, tuple(r)) for n, r in enumerate(lines, 1)))])


def told(staff):
    return {(one.by, one.value): (one.count, round(one.share, 4)) for one in staff}


def places(notices):
    return [(one.place, one.severity) for one in notices]


# -- what is read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_counts_are_read_with_their_source_and_year(material, make, extension):
    rows = [HEAD, ("grade", "A", "40", "rapport social", "2023"), ("grade", "C", "60", "", "")]
    data = (
        make.xlsx({"Feuil1": [["Notre personnel"], [None], *map(list, rows)]})
        if extension == "xlsx"
        else "\n".join(";".join(row) for row in rows)
    )
    result = material({f"effectifs.{extension}": data})
    assert result.notices == ()
    assert told(result.staff) == {("grade", "A"): (40, 0.4), ("grade", "C"): (60, 0.6)}
    assert (result.staff[0].source, result.staff[0].year) == ("rapport social", "2023")
    assert result.documents == ()


@pytest.mark.parametrize(
    ("criterion", "value", "by", "shown"),
    [
        ("Catégorie", "catégorie C", "grade", "C"),
        ("GRADE", "Cat. b", "grade", "B"),
        ("profession", "Agent de  propreté", "trade", "Agent de propreté"),
        ("Direction", "Espaces verts", "service", "Espaces verts"),
        ("genre", "Femmes", "sex", "F"),
        ("Sexe", "m", "sex", "H"),
        ("sexe", "non binaire", "sex", "non binaire"),
    ],
)
def test_what_people_write_is_understood(criterion, value, by, shown):
    staff, notices = read((criterion, value, "10"))
    assert [(one.by, one.value) for one in staff] == [(by, shown)]
    assert notices == ()


@pytest.mark.parametrize(
    "written", ["1 476", "1\u202f476", "1\u00a0476", "1476 agents", " 1476 "]
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written):
    staff, _ = read(("grade", "C", written))
    assert staff[0].count == 1476


def test_a_criterion_written_once_stands_for_the_rows_below():
    staff, notices = read(("grade", "A", "4"), ("", "C", "6"), ("sexe", "F", "5"), ("", "H", "5"))
    assert [(one.by, one.value) for one in staff] == [
        ("grade", "A"), ("grade", "C"), ("sex", "F"), ("sex", "H"),
    ]  # fmt: skip
    assert notices == ()


@pytest.mark.parametrize("shares", [("39 %", "61 %"), ("39,0", "61"), ("0.39", "0.61")])
def test_shares_are_taken_for_counts_nobody_has(shares):
    rows = zip(("grade", "grade"), ("A", "C"), shares, strict=True)
    staff, notices = read(*rows, head=("critère", "valeur", "part"))
    assert told(staff) == {("grade", "A"): (None, 0.39), ("grade", "C"): (None, 0.61)}
    assert notices == ()


def test_small_shares_with_their_sign_are_percents():
    rows = [("service", "Sports", "0,6 %"), ("service", "Musées", "0,4 %")]
    staff, _ = read(*rows, head=("critère", "valeur", "part"))
    assert [one.share for one in staff] == [pytest.approx(0.006), pytest.approx(0.004)]


def test_a_total_is_no_group_and_makes_a_short_list_a_part_of_the_whole():
    staff, notices = read(*GRADES, ("métier", "juriste", "5"), ("métier", "Total", "100"))
    assert ("trade", "Total") not in told(staff)
    assert told(staff)["trade", "juriste"] == (5, 0.05)
    assert {one.severity for one in notices} == {"note"}


def test_a_list_of_some_trades_is_a_part_of_the_staff_that_the_grades_count():
    staff, notices = read(*GRADES, ("métier", "juriste", "5"), ("métier", "jardinier", "15"))
    assert told(staff)["trade", "jardinier"] == (15, 0.15)
    (one,) = notices
    assert one.severity == "note"
    assert "20 agents sur 100" in one.what


def test_a_total_smaller_than_its_groups_is_doubted_and_not_followed():
    staff, notices = read(*GRADES, ("grade", "total", "90"))
    assert told(staff)["grade", "C"] == (50, 0.5)
    assert "attention" in [one.severity for one in notices]


# -- what is not -----------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["-12", "beaucoup", "12,5", "1.476", "=1+1", "", "9" * 40, "½"])
def test_a_number_that_is_none_is_named_and_the_other_rows_are_read(written):
    staff, notices = read(GRADES[0], ("grade", "B", written), GRADES[2])
    assert [one.value for one in staff] == ["A", "C"]
    assert places(notices) == [("ligne 3", "erreur")]
    assert "« B »" in notices[0].what
    assert notices[0].cure


def test_a_group_twice_keeps_the_first_and_names_both_lines():
    staff, notices = read(*GRADES, ("grade", "catégorie c", "70"))
    assert told(staff)["grade", "C"] == (50, 0.5)
    (one,) = notices
    assert one.place == "ligne 5"
    assert "ligne 4" in one.what


def test_an_unknown_criterion_is_named_and_the_nearest_offered():
    staff, notices = read(*GRADES, ("servise", "Sports", "10"), ("âge", "50 ans", "10"))
    assert len(staff) == 3
    assert places(notices) == [("ligne 5", "erreur"), ("ligne 6", "erreur")]
    assert "« service »" in notices[0].cure
    assert "« grade »" in notices[1].cure


def test_shares_that_are_more_than_the_whole_are_all_left_out():
    rows = [("grade", "A", "60 %"), ("grade", "C", "61 %"), ("sexe", "F", "51 %")]
    staff, notices = read(*rows, head=("critère", "valeur", "part"))
    assert [one.by for one in staff] == ["sex"]
    assert "121 %" in notices[0].what


def test_one_share_among_counts_cannot_be_added_to_them():
    head = ("critère", "valeur", "effectif", "part")
    staff, notices = read(("grade", "A", "40", ""), ("grade", "C", "", "60 %"), head=head)
    assert [one.value for one in staff] == ["A"]
    assert places(notices) == [("ligne 3", "erreur")]


@pytest.mark.parametrize("missing", ["critère", "valeur", "effectif"])
def test_a_missing_column_is_named_with_those_found(material, missing):
    head = [one for one in HEAD if one != missing]
    result = material(
        {"effectifs.csv": f"{';'.join(head)}\nx;y;z;t\n", "entretiens/a.txt": "E : oui"}
    )
    assert result.staff == ()
    assert len(result.documents) == 1
    (notice,) = result.notices
    assert notice.path == "data/raw/effectifs.csv"
    assert f"« {missing} »" in notice.what
    assert "« source »" in notice.what


def test_two_files_are_one_too_many_and_the_csv_is_read(material, make):
    written = "critère;valeur;effectif\ngrade;A;1\n"
    xlsx = make.xlsx({"F": [["critère", "valeur", "effectif"], ["grade", "B", 1]]})
    result = material({"effectifs.csv": written, "effectifs.xlsx": xlsx})
    assert [one.value for one in result.staff] == ["A"]
    assert [one.path for one in result.notices] == ["data/raw/effectifs.xlsx"]


# -- people whose group is not in the list ---------------------------------------------------------


def someone(place, **more):
    told = {"grade": "", "trade": "", "service": "", "sex": "", **more}
    return Participant("Ana", (), **told, commune="", modes=(), consent_analysis=True,
                       consent_quotation=True, consent_display=True, place=place)  # fmt: skip


def test_a_group_spelt_otherwise_is_told_with_the_nearest():
    staff, _ = read(("service", "Espaces verts", "10"), ("service", "Sports", "10"))
    people = [
        someone("ligne 2", service="espaces  VERTS"),
        someone("ligne 3", service="Espace vert"),
        someone("ligne 4", service="Espace vert"),
        someone("ligne 5", service="Musées"),
        someone("ligne 6", trade="juriste"),  # the list says nothing of trades
        someone("ligne 7"),
    ]
    near, far = unlisted(people, staff, "effectifs.csv")
    assert (near.place, near.severity) == ("ligne 3", "attention")
    assert "« Espaces verts »" in near.cure
    assert (far.place, far.severity) == ("ligne 5", "note")
    assert "Musées" in far.what


# -- any table -------------------------------------------------------------------------------------

CELL = st.one_of(
    st.sampled_from(["grade", "sexe", "Métier", "service", "total", "", "A", "C", "femmes", "Sports"]),
    st.integers(-5, 10**9).map(str),
    st.text(st.sampled_from("aC é%,.-1 ½²٣"), max_size=6),
)  # fmt: skip


@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12))
def test_shares_never_pass_the_whole_and_every_row_is_read_or_named(rows):
    staff, notices = read(*rows, head=("critère", "valeur", "effectif", "part"))
    for by in {one.by for one in staff}:
        shares = [one.share for one in staff if one.by == by]
        assert all(0 <= share <= 1.0001 and math.isfinite(share) for share in shares)
        assert sum(shares) <= 1.0101
    keys = [(one.by, one.value) for one in staff]
    assert len(set(keys)) == len(keys)
    read_or_named = {one.place for one in staff} | {one.place for one in notices}
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row) and not any("Les parts" in n.what for n in notices):
            assert f"ligne {number}" in read_or_named


@given(rows=st.permutations([*GRADES, ("sexe", "F", "60"), ("sexe", "H", "40")]))
def test_the_order_of_the_rows_changes_no_share(rows):
    staff, notices = read(*rows)
    assert told(staff) == told(read(*GRADES, ("sexe", "F", "60"), ("sexe", "H", "40"))[0])
    assert notices == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("effectifs.xlsx", b"PK\x03\x04 nothing of a workbook"),
        ("effectifs.csv", b"PK\x03\x04"),
        ("effectifs.csv", b""),
        ("effectifs.csv", 'critère;valeur;effectif\ngrade;"A;3\n'.encode()),
    ],
)
def test_a_file_that_is_no_table_stops_nothing_else(material, name, data):
    result = material({name: data, "entretiens/a.txt": "E : oui"})
    assert len(result.documents) == 1
    assert result.staff == ()
    assert [one.path for one in result.notices] == [f"data/raw/{name}"]
    assert result.notices[0].cure
