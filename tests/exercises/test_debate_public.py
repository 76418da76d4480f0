"""What hangs of a debate: bands where nobody can be singled out, cleared words, nobody's move."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import open_project
from transfo_analysis.guard.possible import Possible
from transfo_analysis.guard.releases import Publication
from transfo_analysis.guard.stood import EVERYBODY, told_positions
from transfo_analysis.settings import Showing

COUNTS = Showing(comptes=True)
OUI, NON = "position:oui", "position:non"


def table(people, wave="vague-1", question="question:gratuit"):
    """Return positions of people, each (name, grade, before, after)."""
    rows = [
        {"case": "debat", "question": question, "document_id": f"d-{wave}", "wave": wave,
         "voice": name, "person": name, "grade": grade, "before": before, "after": after}
        for name, grade, before, after in people
    ]  # fmt: skip
    return pd.DataFrame(rows)


def crowd(*groups):
    """Return people by (how many, grade, before, after)."""
    made = [one for many, *rest in groups for one in [rest] * many]
    return [(f"p{n}", *rest) for n, rest in enumerate(made)]


def moments(told):
    return {key.rpartition("/")[2]: bands for key, bands in told.items()}


EVEN = crowd((8, "A", OUI, OUI), (7, "B", NON, NON), (1, "A", NON, OUI), (1, "B", "milieu", NON))


def test_nothing_is_counted_unless_the_project_asks():
    assert told_positions(table(EVEN), [], Showing()) == {}


def test_places_are_told_in_bands_and_small_ones_are_not():
    told = moments(told_positions(table(EVEN), [], COUNTS))
    assert told["after"] == {OUI: (5, 9), NON: (5, 9), EVERYBODY: (17, 17)}
    assert told["before"] == {OUI: (5, 9), NON: (5, 9), EVERYBODY: (17, 17)}


@pytest.mark.parametrize(
    "people",
    [
        # all on one side: everybody's place would be known
        crowd((17, "A", OUI, OUI)),
        # nearly all
        crowd((14, "A", OUI, OUI), (3, "A", NON, NON)),
        # what is left when the two great places are taken: one person at least in the middle
        crowd((9, "A", OUI, OUI), (8, "A", NON, NON), (3, "A", "milieu", "milieu")),
        # too few for a band
        crowd((4, "A", OUI, OUI), (4, "A", NON, NON)),
    ],
)
def test_a_debate_in_which_a_place_could_be_worked_out_is_not_told(people):
    assert told_positions(table(people), [], COUNTS) == {}


def test_two_moments_that_tell_of_a_move_are_one_moment():
    # 10 or more said no before, 10 or more said yes after, of 19: somebody went over
    people = crowd((9, "A", OUI, OUI), (9, "A", NON, NON), (1, "A", NON, OUI))
    assert set(moments(told_positions(table(people), [], COUNTS))) == {"after"}
    # with as many as a group needs, the move is a group's
    people = crowd((9, "A", OUI, OUI), (6, "A", NON, NON), (5, "A", NON, OUI))
    assert set(moments(told_positions(table(people), [], COUNTS))) == {"after", "before"}


def published(told, number=1):
    return Publication(number, "", frozenset(), groups=told)


def test_a_withdrawal_between_two_publications_takes_the_question_off():
    told = told_positions(table(EVEN), [], COUNTS)
    assert told
    assert told_positions(table(EVEN), [published(told)], COUNTS) == told, (
        "told once, told the same"
    )
    for gone in range(len(EVEN)):
        after = table([one for n, one in enumerate(EVEN) if n != gone])
        assert told_positions(after, [published(told)], COUNTS) == {}, "whoever it is"
    # another question goes on
    other = table(EVEN, question="question:tard")
    both = pd.concat([table(EVEN[1:]), other], ignore_index=True)
    assert {key.split("/")[1] for key in told_positions(both, [published(told)], COUNTS)} == {"question:tard"}  # fmt: skip


def test_a_second_debate_is_told_only_if_it_tells_of_no_move_since_the_first():
    first = table(EVEN)
    told = told_positions(first, [], COUNTS)
    # in wave 2 all but one of the same people are back, and one went from oui to non
    again = [(name, grade, after, NON if name == "p0" else after) for name, grade, _, after in EVEN]
    both = pd.concat([first, table(again, "vague-2")], ignore_index=True)
    now = told_positions(both, [published(told)], COUNTS)
    assert told.items() <= now.items()
    exact = COUNTS.model_copy(update={"bands": tuple(range(3, 60))})
    ends = [key for key in told_positions(both, [], exact) if key.endswith("after")]
    assert len(ends) < 2, "9 then 8 of the same 17 people: somebody went over"


def test_codes_renamed_since_are_the_same_question_and_sides():
    told = told_positions(table(EVEN), [], COUNTS)
    old = published(
        {
            key.replace("gratuit", "tram"): {OUI.replace("oui", "pour") if place == OUI else place: span for place, span in bands.items()}
            for key, bands in told.items()
        }
    )  # fmt: skip
    names = {"question:tram": "question:gratuit", "position:pour": OUI}
    assert told_positions(table(EVEN), [old.renamed(names)], COUNTS) == told
    assert Publication.from_json(replace(old, groups=told).to_json()).groups == told


PLACES = (OUI, NON, "milieu")
PEOPLE = st.lists(
    st.tuples(st.sampled_from("AAB"), st.sampled_from(PLACES), st.sampled_from(PLACES)),
    min_size=10,
    max_size=19,
)


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_every_small_count_keeps_all_its_values_by_an_exact_search(people):
    named = [(f"p{n}", *one) for n, one in enumerate(people)]
    told = moments(told_positions(table(named), [], COUNTS))
    if not told:
        return
    # everything at once: grade × before × after, with all that is told and known
    whole, most = Possible(), len(people)
    cells = list(product(sorted({g for g, _, _ in people}), *[[*PLACES]] * 2))
    stood = {when: {one[at] for one in people} for when, at in (("before", 1), ("after", 2))}
    cells = [c for c in cells if c[1] in stood["before"] and c[2] in stood["after"]]
    for cell in cells:
        whole.count(str(cell), 0, most)
    for grade in {g for g, _, _ in people}:
        here = [str(c) for c in cells if c[0] == grade]
        size = sum(g == grade for g, _, _ in people)
        whole.total(here, size, size)

    def counted(name, parts, low, high):
        whole.count(name, low, high)
        # their sum is that count: both ways round
        own = {whole._names[p]: 1 for p in parts}
        whole._rows.append(({**own, whole._names[name]: -1}, 0, 0))

    for when, at in (("before", 1), ("after", 2)):
        for place in stood[when]:
            span = told.get(when, {}).get(place) or (0, 4 if when in told else most)
            counted(f"{when} {place}", [str(c) for c in cells if c[at] == place], *span)
    true = Counter()
    small = {}
    for sides in ((0, 1), (0, 2), (1, 2)):
        for one, other in product({c[sides[0]] for c in cells}, {c[sides[1]] for c in cells}):
            if {0: "", 1: "before", 2: "after"}[sides[1]] not in told:
                continue
            if sides[0] == 1 and "before" not in told:
                continue
            name = f"{sides} {one} {other}"
            mine = [p for p in people if (p[sides[0]], p[sides[1]]) == (one, other)]
            parts = [str(c) for c in cells if (c[sides[0]], c[sides[1]]) == (one, other)]
            cap = sum(p[0] == one for p in people) if sides[0] == 0 else most
            counted(name, parts, 0, most)
            true[name] = len(mine)
            if len(mine) < 5:
                small[name] = (0, min(4, cap))
    assert whole.cut_off(small) == []


# -- end to end -----------------------------------------------------------------------------------


def voices(release):
    return " ".join(text for _, text in release.texts()).replace("\u202f", " ")


@pytest.fixture
def cleared(tmp_path, debating):
    people = ["Ana", "Boris", "Driss", "Elsa", *(f"Gens{n}" for n in range(13))]
    sides = ["oui"] * 8 + ["non"] * 7 + ["milieu", "abstention"]
    rows = "".join(
        f"{debating.GRATUIT};{who};{side};{'non' if who == 'Driss' else side};{text};;;\n"
        for who, side, text in zip(
            people,
            sides,
            [
                "« Le ticket, au dépôt, personne ne l’achète »",
                "Un tram de plus vaut mieux",
                "Le dimanche il ne passe pas",
            ]
            + [""] * 14,
            strict=True,
        )
    )
    folder = debating.make(tmp_path / "p", rows)
    settings_ = debating.SETTINGS + "diffusion: {comptes: true}\n"
    debating.write(folder, "projet.yaml", settings_)
    listed = "".join(f"Gens{n},ambassadeur,B,oui,oui,oui\n" for n in range(13))
    debating.write(folder, "data/raw/participants.csv", debating.PEOPLE + listed)
    desk = open_project(folder, "camille").coding
    for quote in ("personne ne l’achète", "Un tram de plus"):
        desk.add("debat", "question:gratuit", quote=quote)
        desk.clear_quote(desk.add("debat", "position:oui", quote=quote))
    # heard, and not cleared
    for code in ("question:gratuit", "position:oui"):
        desk.add("debat", code, quote="il ne passe pas")
    desk.names_reviewed("debat")
    return folder


def test_the_wall_shows_cleared_words_by_side_and_bands_and_nobody(cleared):
    release = open_project(cleared).release(draft=True)
    (panel,) = [one for one in release.panels if one.title == "Le débat, argument par argument"]
    (row,) = panel.rows
    assert panel.columns == ("Question", "Oui")
    assert row[0] == "Faut-il rendre le tram gratuit ?".replace(" ?", "\u202f?")
    assert "« personne ne l’achète »" in row[1].replace("\u202f", " ")
    assert "il ne passe pas" not in row[1], "nobody cleared it"
    assert "Un tram de plus (selon nos notes)" in row[1].replace("\u202f", " ")
    said = voices(type(release)("", "", (), False, False, 1, "", (), (), None, None, "", panels=(panel,)))  # fmt: skip
    assert "à la fin) : 5 à 9 personnes à « Oui » et 5 à 9 personnes à « Non »" in said
    for hidden in ("Ana", "Driss", "Gens", "catégorie", "milieu", "passé", "bougé est", "ligne"):
        assert hidden not in said, hidden


def test_no_grade_nor_sex_is_written_under_the_words_of_a_debate_anywhere(cleared):
    release = open_project(cleared).release(draft=True)
    (grid,) = [one for one in release.grids if one.case_label == "Débat"]
    quotes = [quote for some in grid.quotes.values() for quote in some]
    assert [quote.words for quote in quotes] == ["personne ne l’achète", "Un tram de plus"]
    assert {quote.speaker for quote in quotes} == {""}


def test_words_that_nobody_cleared_and_counts_that_nobody_asked_for_leave_nothing(debate):
    release = open_project(debate).release(draft=True)
    assert not [one for one in release.panels if one.title == "Le débat, argument par argument"]


def test_kept_off_or_without_consent_is_not_shown_even_in_a_draft(cleared, debating):
    project = open_project(cleared, "camille")
    codings = project.codings()
    ana = codings[(codings["person"] == "Ana") & (codings["code"] == "position:oui")]
    project.coding.unclear_quote(ana["coding_id"].iloc[0])
    people = (cleared / "data/raw/participants.csv").read_text(encoding="utf-8")
    people = people.replace("Boris,ambassadeur,B,oui,oui,oui", "Boris,ambassadeur,B,oui,oui,non")
    debating.write(cleared, "data/raw/participants.csv", people)
    (panel,) = [o for o in open_project(cleared).release(draft=True).panels if o.title == "Le débat, argument par argument"]  # fmt: skip
    assert panel.rows == ()
