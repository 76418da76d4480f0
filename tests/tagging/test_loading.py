"""spaCy's French loaded quickly holds together the very words that it held together."""

import gc
import importlib
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.tagging import model
from transfo_analysis.tagging.loading import Lemmas, merged

PROJECT = Path(__file__).parents[2]
SMALL, LETTERS = "[" + "ab" * 100 + "]", "[" + "a-c" * 70 + "]"


@pytest.fixture(scope="module")
def whole():
    """Return the model as its authors load it."""
    return importlib.import_module(model.NAME).load()


@pytest.fixture(scope="module")
def said():
    paths = [p for p in (PROJECT / "data/raw").rglob("*") if p.suffix in (".txt", ".md", ".csv")]
    texts = [path.read_text("utf-8", errors="replace") for path in sorted(paths)]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def _words_near(pattern):
    """Return words that begin as each alternative does, whether they go on as it wants or not."""
    heads = re.findall(r"\(\?:\^((?:[^\[()]|\[[^\[\]]{1,20}\]|\([^()]*\))*)", pattern)
    assert len(heads) > 200
    for head in sorted({*heads, "saint", "l", "grand'", "peut-"}):
        first = re.sub(r"\(\?:([^|()]*)[^()]*\)\??|\[(.)[^\]]*\]|(\w)\?", r"\1\2\3", head)
        for bare, end in product((first, first.upper(), first + "x"), ("", "é", "a-b’c", "1", "-")):
            yield bare + end
            yield bare + "-sur-" + end


def test_the_same_words_hold_together(whole, said):
    theirs = whole.tokenizer.token_match
    shipped = theirs.__self__.pattern
    short = merged(shipped)
    assert len(short) < len(shipped) / 50
    ours = re.compile(short).match
    words = {*_words_near(shipped), *re.split(r"[\s,.?!]+", " ".join(said))}
    found = {word for word in words if theirs(word)}
    assert 500 < len(found) < len(words)
    assert {word for word in words if ours(word)} == found


def test_what_is_left_out_changes_no_token(whole, said):
    texts = [
        *said[::3],
        "Vers Saint-Étienne-du-Rouvray 🚲, l’agent·e l'entr'aperçoit : porte-à-faux…",
    ]
    assert len(texts) > 50
    assert list(model.tag(texts)) == list(model.tag(texts, whole))


def test_lemmas_are_found_by_word_and_by_number_as_in_the_models_own_table(whole):
    theirs = whole.get_pipe("lemmatizer").lookups.get_table("lemma_lookup")
    ours = model.load().get_pipe("lemmatizer").lookups.get_table("lemma_lookup")
    assert isinstance(ours, Lemmas)
    assert len(ours) == len(theirs) > 200_000
    words = ["voitures", "allions", "métro", "bidorbivou", ""]
    assert [ours.get(word, "?") for word in words] == [theirs.get(word, "?") for word in words]
    assert [word in ours for word in words] == [word in theirs for word in words]
    for key in list(theirs)[::1000]:
        assert ours[key] == ours.get(key) == theirs[key]
    with pytest.raises(KeyError):
        ours["bidorbivou"]


def test_known_lemmas_are_those_of_the_models_own_lists_and_are_not_gone_through(whole):
    theirs = whole.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    ours = model.load().get_pipe("lemmatizer").lookups.get_table("lemma_index")
    assert list(ours) == list(theirs)
    for part in ("noun", "verb", "adj", "adv"):
        assert ours[part] == set(theirs[part])
        assert isinstance(ours[part], frozenset)


def test_the_model_is_loaded_with_it():
    tokenizer = model.load().tokenizer
    assert len(tokenizer.token_match.__self__.pattern) < 100_000
    assert tokenizer.token_match("porte-paroles")
    assert not tokenizer.token_match("dit-il")
    # a million things that stay: no collection of garbage goes through them any more
    assert gc.get_freeze_count() > 300_000


texts = st.text("abc-", max_size=3).map(re.escape).map(lambda text: text.replace("\\", ""))
pieces = st.one_of(texts, st.sampled_from(["(?:a|b-)", "a?b", "[ab-]", "^a", "b$", "(?:c-)?"]))
classes = st.builds(
    str.__add__, st.sampled_from([SMALL, LETTERS]), st.sampled_from(["", "*", "+", "{2}"])
)


@st.composite
def alternatives(draw):
    found = draw(pieces)
    for _ in range(draw(st.integers(0, 2))):
        found += draw(classes) + draw(pieces)
    return found


@given(
    st.lists(alternatives(), min_size=1, max_size=6),
    st.sampled_from(["", "(?i)", "(?iu)"]),
    st.lists(st.text("abcA-", max_size=7), min_size=1, max_size=20),
)
def test_a_merged_pattern_matches_the_same_words(unions, flags, words):
    pattern = flags + "|".join(f"(?:{one})" for one in unions)
    long, short = re.compile(pattern), re.compile(merged(pattern))
    assert [bool(short.match(w)) for w in words] == [bool(long.match(w)) for w in words]
    assert [bool(short.fullmatch(w)) for w in words] == [bool(long.fullmatch(w)) for w in words]


@pytest.mark.parametrize(
    "pattern",
    [
        "a|b",
        f"(?:(a){LETTERS})|(?:(b){LETTERS})",  # groups have numbers
        f"(?:a{LETTERS})|(?:b|c{LETTERS})",
        f"(?:(?:a{LETTERS}b)c)|(?:(?:a{LETTERS}c)c)",
        f"(?:a(?={LETTERS}))|(?:b(?={LETTERS}))",
        rf"(?:a\({LETTERS})|(?:b{LETTERS})",
        f"(?x)(?:a{LETTERS})|(?:b{LETTERS})",
        f"(?:[)|(?:]{LETTERS})|(?:b{LETTERS})",
    ],
)
def test_another_form_is_left_alone(pattern):
    re.compile(pattern)
    assert merged(pattern) == pattern


def test_compiling_and_collecting_are_given_back_after_a_fault(monkeypatch):
    before = re.compile

    def fail(**_):
        assert re.compile is not before
        assert not gc.isenabled()
        raise OSError("fichier abîmé")

    monkeypatch.setattr(importlib.import_module(model.NAME), "load", fail)
    with pytest.raises(model.ModelError, match="ne se charge pas"):
        model._loaded([])
    assert re.compile is before
    assert gc.isenabled()
