"""Where a span is: whose words, which register, evidence or not."""

import time

import numpy as np
import pandas as pd

from transfo_analysis.tables import REPORTED, VERBATIM


def place(corpus, start, end, document_id="essai"):
    spans = pd.DataFrame({"document_id": [document_id], "start": [start], "end": [end]}, index=[7])
    found = corpus.places(spans)
    assert found.index.tolist() == [7]
    return found.loc[7]


def test_a_question_selected_with_its_answer_stands_for_the_answer(corpus_of, document):
    corpus = corpus_of(document(("E", "Et le bus ?", 1.5), ("R", "Jamais.", 3.0)))
    assert place(corpus, 0, 5)[["turn", "role", "evidence"]].tolist() == [0, "interviewer", False]
    both = place(corpus, 0, 19)
    assert both[["turn", "role", "evidence", "question"]].tolist() == [
        1,
        "respondent",
        True,
        "Et le bus ?",
    ]
    assert both["start_time"] == 3.0


def test_half_a_quote_is_verbatim_and_one_word_more_is_not(corpus_of, document):
    text = "Elle dit « jamais de la vie » au bus."
    corpus = corpus_of(
        document(("", text), ("", "« Oui », « non. »"), prise="notes", enquete="Ana")
    )

    def register(start, end):
        return place(corpus, start, end)["register"]

    assert register(11, 17) == VERBATIM
    assert register(text.index("«"), text.index("»") + 1) == VERBATIM
    assert register(5, 17) == REPORTED
    assert register(len(text) + 1, len(text) + 18) == VERBATIM


def test_a_span_of_nowhere_is_no_evidence(corpus_of, document):
    corpus = corpus_of(document(("R", "Jamais.")))
    for document_id, start, end in [
        ("autre", 0, 3),
        ("essai", 0, 99),
        ("essai", 3, 3),
        ("essai", -1, 2),
    ]:
        found = place(corpus, start, end, document_id)
        assert found[["turn", "evidence", "register"]].tolist() == [-1, False, ""]
        assert np.isnan(found["start_time"])


def test_passages_and_places_say_the_same(corpus_of, document):
    notes = document(("", "Oui « non »"), ("", "« non »"), path="entretiens/n.txt", enquete="Ana")
    corpus = corpus_of(notes, document(("E", "Et ?"), ("R", "Jamais. " * 50)))
    found = corpus.places(corpus.passages)
    pd.testing.assert_frame_equal(found, corpus.passages[found.columns], check_dtype=False)


def test_a_hundred_thousand_spans_are_placed_at_once(corpus_of, document):
    talk = [("E", "Et le bus ?"), ("R", "Jamais, dit-il, jamais.")] * 200
    corpus = corpus_of(*(document(*talk, path=f"entretiens/{n}.txt") for n in range(20)))
    some = corpus.passages.sample(100_000, replace=True, random_state=1)[
        ["document_id", "start", "end"]
    ]
    began = time.perf_counter()
    found = corpus.places(some)
    # 0.05 s on an idle core; the bound tells a loop from binary searches, not 0.1 from 0.2 s
    assert time.perf_counter() - began < 1
    assert found["role"].tolist() == corpus.passages.loc[some.index, "role"].tolist()
