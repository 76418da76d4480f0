"""Passages found again, one by one: what a person sees after a correction."""

import os
import random
import runpy
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transfo_analysis.coding.anchors import realign

edits = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("edits.py"))))

OLD = """Alors vous venez comment au travail ?
Je prends le vélo, oui, quand il fait beau. Euh, sinon la voiture.
Et le bus ?
Oui oui.
Le bus est trop lent le matin, on attend beaucoup à l’arrêt de la mairie.
Oui oui.
Et pour rentrer le soir, vous faites pareil, j’imagine ?
"""


def span(text, words, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def one(old, new, words, nth=0):
    (found,) = realign(old, new, [span(old, words, nth)])
    assert found.old_words == words
    if found.start is not None:
        assert found.new_words == new[found.start : found.end]
    return found


def test_an_edit_before_it_only_shifts_a_passage():
    found = one(OLD, "Bonjour. " + OLD, "le bus est trop lent".capitalize())
    assert (found.status, found.new_words) == ("exact", "Le bus est trop lent")
    assert found.start == OLD.index("Le bus est") + 9


@pytest.mark.parametrize(
    ("before", "after", "now"),
    [
        ("vélo", "velo", "Je prends le velo, oui"),
        ("vélo", "vélo électrique", "Je prends le vélo électrique, oui"),
        ("Je prends le", "Je prends", "Je prends vélo, oui"),
        ("prends le vélo", "prends l’autobus", "Je prends l’autobus, oui"),
        ("vélo, oui", "vélo. Oui", "Je prends le vélo. Oui"),
        ("oui,", "P12,", "Je prends le vélo, P12"),
        ("prends", "prens", "Je prens le vélo, oui"),
        ("Je prends", "Jeprends", "Jeprends le vélo, oui"),
        ("vélo", unicodedata.normalize("NFD", "vélo"), "Je prends le ve\u0301lo, oui"),
        ("vélo", "vÃ©lo", "Je prends le vÃ©lo, oui"),
        ("vélo, oui", "vélo,\noui", "Je prends le vélo,\noui"),
    ],
)
def test_a_passage_whose_words_change_shows_old_and_new(before, after, now):
    found = one(OLD, OLD.replace(before, after, 1), "Je prends le vélo, oui")
    assert (found.status, found.new_words) == ("retouché", now)


def test_words_put_at_its_edges_are_not_in_a_passage():
    new = OLD.replace("Je prends le vélo", "Moi je crois que je prends le vélo bleu", 1)
    assert one(OLD, new, "prends le vélo").status == "exact"


def test_a_moved_turn_keeps_its_passages():
    lines = OLD.splitlines(keepends=True)
    new = "".join([*lines[:1], *lines[2:], lines[1]])
    found = one(OLD, new, "quand il fait beau")
    assert (found.status, found.new_words) == ("déplacé", "quand il fait beau")
    assert one(OLD, new, "on attend beaucoup").status == "exact"


def test_a_moved_and_mended_passage_is_touched():
    lines = OLD.replace("fait beau", "ne pleut pas").splitlines(keepends=True)
    new = "".join([*lines[:1], *lines[2:], lines[1]])
    found = one(OLD, new, "le vélo, oui, quand il fait beau. Euh, sinon")
    assert found.status == "retouché"
    assert found.new_words == "le vélo, oui, quand il ne pleut pas. Euh, sinon"


def test_a_passage_torn_in_two_is_asked_about_with_its_parts():
    lines = OLD.splitlines(keepends=True)
    new = "".join([*lines[:2], *lines[3:], lines[2].replace("?", "? dit-elle")])
    old = "sinon la voiture.\nEt le bus ?\nOui oui.\nLe bus est trop lent le matin"
    torn = "".join([*lines[:1], *lines[2:], lines[1]])
    assert one(OLD, torn, old).status == "à revoir"
    assert one(OLD, torn, old).candidates
    assert one(OLD, new, "Je prends le vélo").status == "exact"


def test_one_of_two_twins_removed_is_never_guessed():
    old = "Non.\nOui oui.\nOui oui.\nJe sais."
    new = "Non.\nOui oui.\nJe sais."
    for nth in (0, 1):
        found = one(old, new, "Oui oui.", nth)
        assert found.status == "à revoir"
        assert any("Oui oui" in new[start:end] for start, end in found.candidates)
    assert one(old, new, "Je sais.").status == "exact"


def test_a_repeated_passage_is_told_by_what_stands_around_it():
    new = OLD.replace("Oui oui.\n", "", 1)
    gone, kept = one(OLD, new, "Oui oui."), one(OLD, new, "Oui oui.", 1)
    assert gone.status == "à revoir"
    assert gone.candidates == ()
    assert (kept.status, kept.start) == ("exact", new.index("Oui oui."))


def test_a_moved_paragraph_that_holds_a_twin():
    lines = OLD.splitlines(keepends=True)
    new = "".join([*lines[:3], *lines[4:], lines[3]])
    first, second = one(OLD, new, "Oui oui."), one(OLD, new, "Oui oui.", 1)
    assert (second.status, second.start) == ("exact", new.index("Oui oui."))
    assert first.status == "à revoir"
    assert first.candidates == ((new.rindex("Oui oui"), new.rindex("Oui oui") + 7),)


def test_a_chorus_that_lost_a_line_is_asked_about():
    chorus = "on marche on marche\n"
    old, new = "Début.\n" + chorus * 5 + "Fin.", "Début.\n" + chorus * 4 + "Fin."
    for nth in range(5):
        assert one(old, new, "on marche on marche", nth).status == "à revoir"


@pytest.mark.parametrize(
    "new", ["", "Rien de tel.", "Une autre histoire, sans aucun rapport.\n" * 9]
)
def test_a_rewritten_text_places_nothing(new):
    for words in ("le vélo", "Je prends le vélo, oui", "Oui oui.", OLD):
        found = one(OLD, new, words)
        assert (found.start, found.end, found.status, found.new_words) == (
            None,
            None,
            "à revoir",
            "",
        )


def test_signs_and_points_are_found_between_their_words():
    new = "Bonjour. " + OLD
    assert one(OLD, new, " ?").status == "exact"
    point = OLD.index("vélo")
    (found,) = realign(OLD, new, [(point, point)])
    assert (found.status, found.start, found.end) == ("exact", point + 9, point + 9)


def test_empty_texts():
    assert realign("", "", [(0, 0)])[0].status == "exact"
    assert realign("", "abc", []) == []
    assert realign("abc", "", [(0, 3)])[0].status == "à revoir"


@pytest.mark.parametrize("bad", [(-1, 2), (3, 2), (0, len(OLD) + 1)])
def test_a_span_outside_the_text_is_refused(bad):
    with pytest.raises(ValueError, match="span"):
        realign(OLD, OLD, [bad])


def test_two_texts_that_share_nothing_take_no_time_and_no_memory():
    old = " ".join(f"mot{n}" for n in range(20_000))
    new = " ".join(f"autre{n}" for n in range(20_000))
    assert {found.status for found in realign(old, new, [(0, 40), (500, 900)])} == {"à revoir"}


def test_a_long_text_of_few_words_keeps_its_passages():
    rng = random.Random(5)
    few = rng.choices(["oui", "non", "voilà", "mm", "ça"], k=15_000)
    old, new = " ".join(few), " ".join([*few[:4000], *few[4001:]])
    words = [match.span() for match in edits.SPACED.finditer(old)]
    spans = [(words[at][0], words[at + 9][1]) for at in range(0, 14_000, 100)]
    found = realign(old, new, spans)
    assert sum(anchor.status == "exact" for anchor in found) >= 138
    for (start, _), anchor in zip(spans, found, strict=True):
        if anchor.start is not None and not words[3950][0] < start < words[4050][0]:
            assert anchor.start == start - (start > words[4000][0]) * (len(few[4000]) + 1)


# -- whatever the edits ----------------------------------------------------------

WORDS = st.sampled_from(
    ["oui", "Oui", "non", "voilà", "c’est", "vélo", "e\u0301", "[pause]", "?", "."]
)
TALK = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=8).map("\n".join)
ANY = st.one_of(TALK, st.text(max_size=60), st.text("ab \n.’é\u0301Ã©œ\u00a0🚲", max_size=60))


@st.composite
def corrected(draw):
    """Two versions of a text, and passages of the first."""
    old = draw(ANY)
    new = old
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        end = draw(st.integers(start, min(len(new), start + 20)))
        new = new[:start] + draw(ANY | st.just("")) + new[end:]
    if draw(st.integers(0, 9)) == 0:
        new = draw(ANY)
    edges = st.integers(0, len(old))
    spans = draw(
        st.lists(st.tuples(edges, edges).map(lambda pair: tuple(sorted(pair))), max_size=6)
    )
    return old, new, spans


@settings(max_examples=300 if os.environ.get("TRANSFO_FULL") else 120, deadline=None)
@given(corrected())
@example(("\ud800a", "a\ud800", [(0, 2), (1, 1)]))
def test_nothing_vanishes_and_nothing_is_made_up(case):
    old, new, spans = case
    found = realign(old, new, spans)
    assert len(found) == len(spans)
    for (start, end), anchor in zip(spans, found, strict=True):
        assert anchor.old_words == old[start:end]
        assert list(anchor.candidates) == sorted(set(anchor.candidates))
        assert all(0 <= low <= high <= len(new) for low, high in anchor.candidates)
        if anchor.status == "à revoir":
            assert (anchor.start, anchor.end, anchor.new_words) == (None, None, "")
            continue
        assert 0 <= anchor.start <= anchor.end <= len(new)
        assert anchor.new_words == new[anchor.start : anchor.end]
        assert anchor.candidates == ()
        assert (anchor.new_words == anchor.old_words) == (anchor.status != "retouché")
    assert realign(old, new, spans) == found
    assert realign(old, new, spans[::-1]) == found[::-1]


@settings(max_examples=100 if os.environ.get("TRANSFO_FULL") else 40, deadline=None)
@given(corrected())
def test_the_same_text_leaves_everything_exact(case):
    old, _, spans = case
    for (start, end), anchor in zip(spans, realign(old, old, spans), strict=True):
        assert (anchor.start, anchor.end, anchor.status) == (start, end, "exact")


@pytest.mark.parametrize("seed", range(200))
def test_one_edit_among_twins_is_never_silently_wrong(seed):
    """Two to five words in all: wherever something goes or comes, it could be elsewhere."""
    rng = random.Random(seed)
    few = rng.sample(["oui", "non", "voilà", "mm", "c’est"], rng.randint(2, 5))
    talk = [" ".join(rng.choices(few, k=rng.randint(1, 6))) for _ in range(rng.randint(2, 12))]
    old = "\n".join(talk)
    words = [match.span() for match in edits.SPACED.finditer(old)]
    draft, at = edits.Draft(old), rng.randrange(len(words))
    if rng.random() < 0.5:
        last = min(len(words), at + rng.choice((1, 1, 2, 3, 6)))
        draft.replace(words[at][0], words[last][0] if last < len(words) else len(old), "")
    else:
        draft.replace(words[at][1], words[at][1], " " + " ".join(rng.choices(few, k=2)))
    truth = edits.Truth.of(old, draft)
    spans = []
    for _ in range(20):
        first = rng.randrange(len(words))
        spans.append((words[first][0], words[min(len(words), first + rng.randint(1, 8)) - 1][1]))
    for passage, anchor in zip(spans, realign(old, truth.new, spans), strict=True):
        if anchor.start is not None:
            assert not truth.is_wrong(passage, (anchor.start, anchor.end)), (old, truth.new, anchor)
