"""Passages cover a turn, are exactly its text, and break where one breathes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.corpus.canonical import MARK, canonical, count_words
from transfo_analysis.corpus.passages import cut

WORD = st.sampled_from(
    [
        "le",
        "vélo,",
        "d'abord.",
        "euh",
        "[pause]",
        "[suite",
        "de",
        "syllabes]",
        "+",
        "++",
        "?",
        "«",
        "»",
        "!",
        "…",
        "😀",
        "é",
        "אופניים",
        "[",
        "]",
        "[«",
        "vou-",
        "c'est",
        "bus.",
        "oui",
        "[bruit de bouche]",
    ]
)
SPOKEN = st.lists(WORD, max_size=300).map(lambda words: canonical(" ".join(words), {}))


@settings(max_examples=300)
@given(SPOKEN | st.text().map(lambda text: canonical(text, {})), st.integers(1, 60))
def test_passages_are_the_text_and_cover_it(text, limit):
    spans = cut(text, limit)
    covered = 0
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert not text[covered:start].strip()
        covered = end
    assert not text[covered:].strip()


@settings(max_examples=300)
@given(SPOKEN, st.integers(1, 60))
def test_no_mark_is_cut_and_none_but_a_long_mark_passes_the_limit(text, limit):
    marks = [match.span() for match in MARK.finditer(text)]
    for start, end in cut(text, limit):
        assert not any(a < start < b or a < end < b for a, b in marks)
        if len(text[start:end].split()) > limit:
            # one piece that cannot be cut: a mark, and what is glued to it
            assert MARK.search(text[start:end])
            assert " " not in MARK.sub("", text[start:end])


def test_a_long_turn_is_cut_at_sentences_then_pauses_then_commas():
    text = "un deux trois. quatre cinq [pause] six sept, huit neuf dix onze"
    assert [text[a:b] for a, b in cut(text, 7)] == [
        "un deux trois. quatre cinq [pause]",
        "six sept, huit neuf dix onze",
    ]
    assert next(text[a:b] for a, b in cut(text, 5)) == "un deux trois."


def test_no_word_is_left_alone_at_the_end_when_there_is_a_choice():
    text = " ".join(["mot"] * 61)
    assert [len(text[a:b].split()) for a, b in cut(text, 60)] != [60, 1]


def test_a_spaced_question_mark_stays_with_its_question():
    text = "et le bus ? jamais je crois, et le vélo ? non"
    assert not any(text[a:b].startswith("?") for a, b in cut(text, 6))


def test_no_passage_of_a_thousand_commas_takes_long():
    text = ", ".join(["mot"] * 20_000) + " " + "!" * 20_000
    assert sum(end - start for start, end in cut(text, 60)) > 100_000


def test_a_turn_that_was_blanked_has_no_passage():
    assert cut(" " * 200, 60) == []


def test_nothing_is_cut_after_an_opening_mark_nor_before_a_closing_one():
    text = (
        "il disait alors « le bus ne passe plus » et puis [rire de gêne] « bon » voilà c'est tout"
    )
    for limit in range(3, 12):
        passages = [text[a:b] for a, b in cut(text, limit)]
        assert not any(one.endswith("«") or one.startswith("»") for one in passages)


@given(SPOKEN, st.integers(1, 60))
def test_a_turn_has_as_many_words_as_its_passages(text, limit):
    assert sum(count_words(text[a:b]) for a, b in cut(text, limit)) == count_words(text)
