"""Only exact words stand between quotation marks."""

import re

from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.corpus.registers import quoted, split_note_mark, verbatim_zones
from transfo_analysis.tables import DESCRIPTION, REMARK


def words_in(text):
    return [text[a:b].strip() for a, b in quoted(text)]


def test_french_curly_and_straight_quotes_when_both_are_there():
    assert words_in('elle : « jamais » puis “non” et "si"') == ["jamais", "non", "si"]
    assert words_in("elle dit « jamais de la vie") == []
    assert words_in('une roue de 26" ou de 28"') == []
    assert words_in("« il a dit « viens » hier »") == ["il a dit « viens » hier"]


def test_a_quote_that_was_never_closed_does_not_swallow_the_next():
    assert words_in("« oui dit-elle, et « non »") == ["non"]


NOTE = st.text(alphabet='ab «»“”".', max_size=40)


@given(NOTE, st.integers(0, 40), st.integers(0, 40))
def test_a_span_is_in_a_zone_only_when_all_its_words_are_quoted(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    letters = [at for at in range(start, end) if re.match(r"\w", text[at])]
    inside = [any(a <= at < b for a, b in quoted(text)) for at in letters]
    in_zone = any(a <= start and end <= b for a, b in verbatim_zones(text))
    if letters:
        assert in_zone == (all(inside) and in_one_gap(text, letters))


def in_one_gap(text, letters):
    # quotes with no word between them are one zone
    first, last = letters[0], letters[-1]
    return all(
        any(a <= at < b for a, b in quoted(text))
        for at in range(first, last)
        if re.match(r"\w", text[at])
    )


def test_a_line_of_notes_says_what_it_is():
    assert split_note_mark("Rq : fatiguée")[0] == REMARK
    assert split_note_mark("[remarque] fatiguée") == (REMARK, "Remarque", "fatiguée")
    assert split_note_mark("NB: fatiguée")[0] == REMARK
    assert split_note_mark("Vu : un casque")[0] == DESCRIPTION
    assert split_note_mark("Observé : un casque")[0] == DESCRIPTION
    assert split_note_mark("Elle a vu : un casque") == ("", "", "Elle a vu : un casque")
