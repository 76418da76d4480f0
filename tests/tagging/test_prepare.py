"""Every word keeps its place, whatever is taken out around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.tagging.inflection import forms
from transfo_analysis.tagging.prepare import prepare, words

PIECES = st.lists(
    st.sampled_from(
        [
            *("je", "le", "le", "vélo", "euh", "[pause]", "mét-", "d’", "l'", "XXX", "agent·e·s"),
            *("(rires)", ",", ".", "vou~", "à", "pied", "piéton(e)s", "co-voiturage", "12,5"),
            *("[voir](http://a.b/c)", "\u00a0", "c'est", "c'est"),
        ]
    )
    | st.text(max_size=6),
    max_size=25,
)


@given(PIECES, st.sampled_from([" ", "  ", ""]))
def test_words_are_in_order_inside_the_text_and_say_what_stands_there(pieces, blank):
    text = blank.join(pieces)
    prepared = prepare(text)
    last = 0
    for word in words(prepared.text):
        start, end = prepared.span(word.start, word.end)
        assert last <= start < end <= len(text)
        kept = prepared.text[word.start : word.end]
        assert len(kept) <= end - start
        # one character for one: only apostrophes, hyphens and blanks may differ
        assert text[start].lower() == kept[0].lower() or not kept[0].isalnum()
        last = start + len(kept)


@given(st.text(alphabet="abcdé '-,.", max_size=40))
def test_a_text_without_marks_gives_back_each_word_where_it_is(text):
    prepared = prepare(text)
    for word in words(prepared.text):
        start, end = prepared.span(word.start, word.end)
        assert prepared.text[word.start : word.end] == text[start:end]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("on prend [rire] le bus", "on prend le bus"),
        ("je vou- voulais", "je voulais"),
        ("le mét~ métro", "le métro"),
        ("il est euh, très, euh, loin", "il est très loin"),
        ("en car, euh, bah", "en car bah"),
        ("j'ai j'ai de de la route", "j'ai de la route"),
        ("nous nous garons", "nous nous garons"),
        ("les agent(e)s et cycliste.s", "les agent et cycliste"),
        ("le XXX du quai", "le du quai"),
        ("est-ce que peut-être", "est-ce que peut-être"),
    ],
)
def test_what_is_taken_out(said, read):
    assert prepare(said).text == read


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("conduire", "conduis conduit conduisent conduisait conduirai conduite"),
        ("prendre", "prends prend prenons prennent pris prise prendrait"),
        ("aller", "vais va vont allait ira allé allée"),
        ("appeler", "appelle appelons appellera"),
        ("nettoyer", "nettoie nettoyons nettoiera"),
        ("bouger", "bouge bougeait bougeons"),
        ("galérer", "galère galérait"),
        ("partir", "pars partent parti"),
        ("venir", "viens viennent venue viendra"),
        ("pleuvoir", "pleut pleuvait"),
        ("cheval", "chevaux"),
        ("bateau", "bateaux"),
        ("dangereux", "dangereuse dangereuses"),
        ("vélo", "velo vélos"),
    ],
)
def test_forms_of_a_word(word, some):
    assert set(some.split()) <= forms(word)


def test_a_noun_is_not_made_into_another_word():
    assert "trame" not in forms("tram")
    assert "care" not in forms("car")
    assert "marché" not in forms("marche", "NOM")
