"""Documents: identity, case, offsets, what is left out."""

import os
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from transfo_analysis.errors import SourceError

WORDS = st.text(max_size=60) | st.sampled_from(
    ["« jamais »", "e\u0301 [pause]", "😀\nאני", ". " * 80]
)
TURNS = st.lists(st.tuples(st.sampled_from(["E", "R", "", "Ana"]), WORDS), max_size=8)


@rounds(max_examples=60 if os.environ.get("TRANSFO_FULL") else 20, deadline=None)
@given(turns=TURNS, kind=st.sampled_from(["interview", "observation", "literature_note"]))
def test_every_turn_and_passage_is_exactly_its_text(corpus_of, document, turns, kind):
    corpus = corpus_of(document(*turns, kind=kind))
    for table in (corpus.turns, corpus.passages):
        for row in table.itertuples():
            words = corpus.words(row.document_id, row.start, row.end)
            assert words
            assert words == words.strip()
            assert "\n" not in words
            assert getattr(row, "text", words) == words
    for document_id, text in corpus.texts.items():
        spans = corpus.turns[corpus.turns["document_id"] == document_id]
        assert (
            "\n".join(text[a:b] for a, b in zip(spans["start"], spans["end"], strict=True)) == text
        )
        parts = corpus.passages[corpus.passages["document_id"] == document_id]
        read = "".join(parts["text"]).replace(" ", "")
        assert read == text.replace(" ", "").replace("\n", "")


@rounds(max_examples=40 if os.environ.get("TRANSFO_FULL") else 13, deadline=None)
@given(
    words=st.lists(WORDS.filter(str.strip), min_size=1, max_size=6),
    names=st.permutations(["Ana", "Zoé", "L1"]),
    times=st.lists(st.floats(0, 1e5), min_size=6, max_size=6),
)
def test_timecodes_and_names_move_no_offset(corpus_of, document, words, names, times):
    plain = document(*(("AB"[n % 2], said) for n, said in enumerate(words)))
    other = document(
        *((names[n % 2], said, times[n]) for n, said in enumerate(words)),
        path="entretiens/essai.docx",
    )
    assert corpus_of(plain).texts == corpus_of(other).texts
    columns = ["passage_id", "text", "words"]
    pd.testing.assert_frame_equal(
        corpus_of(plain).passages[columns], corpus_of(other).passages[columns]
    )


def test_the_identifier_is_a_readable_slug_of_id_or_name(corpus_of, document):
    files = [
        document(("R", "Oui."), path="entretiens/E\u0301change 01 - Solène.txt"),
        document(("R", "Oui."), path="entretiens/x.txt", id="Le bon nom"),
        document(("R", "Oui."), path="entretiens/访谈.txt"),
    ]
    assert list(corpus_of(*files).texts) == ["echange-01-solene", "le-bon-nom", "访谈"]


def test_a_second_document_of_one_identifier_is_left_out_and_named(corpus_of, document):
    files = [
        document(("R", "Un."), path="entretiens/a.txt"),
        document(("R", "Deux."), path="entretiens/a.md"),
    ]
    corpus = corpus_of(*files)
    assert corpus.texts == {"a": "Deux."}
    [notice] = [notice for notice in corpus.notices if notice.severity == "erreur"]
    assert notice.path == "data/raw/entretiens/a.txt"
    assert "data/raw/entretiens/a.md" in notice.what
    assert "id" in notice.cure


def test_a_document_without_words_is_left_out_and_named(corpus_of, document):
    corpus = corpus_of(
        document(("R", "\ufeff \u00ad")), document(("R", "Oui."), path="entretiens/b.txt")
    )
    assert list(corpus.texts) == ["b"]
    assert any(notice.path == "data/raw/entretiens/essai.txt" for notice in corpus.notices)


def test_nothing_gives_empty_tables(corpus_of):
    corpus = corpus_of()
    assert [len(table) for table in (corpus.documents, corpus.turns, corpus.passages)] == [0, 0, 0]
    assert corpus.places(pd.DataFrame({"document_id": ["a"], "start": [0], "end": [1]}))[
        "turn"
    ].tolist() == [-1]


def test_case_wave_date_and_purpose_are_those_told(corpus_of, document):
    told = {"cas": "besoins", "vague": "2", "date": "9 décembre 2024", "motif": "domicile-travail"}
    row = corpus_of(document(("R", "Oui."), **told)).documents.loc[0]
    assert row[["case", "wave", "date", "purpose"]].tolist() == [
        "besoins",
        "vague-2",
        "2024-12-09",
        "domicile_travail",
    ]
    plain = corpus_of(document(("R", "Oui."))).documents.loc[0]
    assert plain[["case", "wave", "purpose"]].tolist() == ["velo", "", ""]


def test_an_unknown_case_is_said_and_the_first_one_taken(corpus_of, document):
    corpus = corpus_of(document(("R", "Oui."), cas="autre", date="hier"))
    assert corpus.documents.loc[0, ["case", "date"]].tolist() == ["velo", ""]
    named = [name for n in corpus.notices for name in ("autre", "hier") if name in n.what]
    assert sorted(named) == ["autre", "hier"]


def test_the_same_material_in_another_order_gives_the_same_corpus(corpus_of, document):
    files = [document(("R", f"Mot {name}."), path=f"entretiens/{name}.txt") for name in "abc"]
    one, other = corpus_of(*files), corpus_of(*reversed(files))
    assert one.texts == other.texts
    assert one.notices == other.notices
    pd.testing.assert_frame_equal(one.passages, other.passages)


def test_a_corrected_file_keeps_its_identifier_and_changes_its_text_hash(corpus_of, document):
    first = document(("R", "Je prend le bus."))
    again = replace(document(("R", "Je prends le bus.")), sha256="1" * 64)
    before, after = corpus_of(first).documents.loc[0], corpus_of(again).documents.loc[0]
    assert before["document_id"] == after["document_id"]
    assert before["text_sha256"] != after["text_sha256"]


def test_a_place_outside_the_text_is_an_error_with_a_cure(corpus_of, document):
    corpus = corpus_of(document(("R", "Oui.")))
    with pytest.raises(SourceError, match="4 caractères"):
        corpus.words("essai", 0, 5)
    with pytest.raises(SourceError, match="n’existe pas"):
        corpus.text("autre")


def test_importing_the_room_loads_no_heavy_library():
    code = (
        "import sys, transfo_analysis.corpus; "
        "print(*{'pandas', 'numpy', 'spacy', 'pydantic', 'pandera'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
