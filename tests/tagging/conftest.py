"""Small corpora made by hand, and the shipped codebook."""

import importlib.util
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import tagging
from transfo_analysis.coding import codebook as codebook_module
from transfo_analysis.tables import REPORTED, VERBATIM, frame

PROJECT = Path(__file__).parents[2]


def make_corpus(*said, people=()):
    """Return a corpus of one turn per item: (role, words) or (role, words, person)."""
    turns, passages, texts = [], [], {}
    position, question = 0, -1
    whole = []
    for rank, item in enumerate(said):
        role, text, *rest = item
        person = rest[0] if rest else ("Nadia" if role == "respondent" else "")
        pieces = [text] if isinstance(text, str) else list(text)
        turn_start = position
        for piece in pieces:
            start, end = position, position + len(piece)
            asked = turns[question]["words_"] if question >= 0 else ""
            passages.append(
                {
                    "passage_id": f"doc@{start}-{end}",
                    "document_id": "doc",
                    "case": "mobilites",
                    "kind": "interview",
                    "wave": "1",
                    "turn": rank,
                    "speaker": person,
                    "person": person,
                    "role": role,
                    "register": VERBATIM,
                    "start": start,
                    "end": end,
                    "text": piece,
                    "question": asked,
                    "start_time": None,
                    "situation": "",
                    "study": "",
                    "evidence": role in ("respondent", "observed"),
                    "words": len(piece.split()),
                }
            )
            whole.append(piece)
            position = end + 1
        turns.append(
            {
                "document_id": "doc",
                "turn": rank,
                "speaker": person,
                "person": person,
                "role": role,
                "role_origin": "en-tête",
                "register": REPORTED,
                "start": turn_start,
                "end": position - 1,
                "start_time": None,
                "end_time": None,
                "question_turn": question if role == "respondent" else -1,
                "wall_group": "",
                "wall_row": "",
                "wall_column": "",
                "wall_source": "",
                "wall_situation": "",
                "wall_grade": "",
                "words_": " ".join(pieces),
            }
        )
        if role == "interviewer":
            question = rank
    texts["doc"] = "\n".join(whole)
    blank = {
        "roles": "enquêté",
        "grade": "",
        "trade": "",
        "service": "",
        "commune": "",
        "sex": "",
        "language": "",
    }
    consents = dict.fromkeys(("consent_analysis", "consent_quotation", "consent_display"), True)
    return SimpleNamespace(
        turns=frame("turns", [{k: v for k, v in t.items() if k != "words_"} for t in turns]),
        passages=frame("passages", passages),
        people=frame("people", [{"person": p, "modes": m, **blank, **consents} for p, m in people]),
        texts=texts,
        text_sha256=lambda document: document,
    )


def load_gold():
    spec = importlib.util.spec_from_file_location(
        "tagging_gold", Path(__file__).with_name("gold.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["tagging_gold"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def codebook():
    return codebook_module.load(PROJECT)


@pytest.fixture(scope="session")
def corpora():
    folder = os.environ.get("TRANSFO_CORPORA")
    if not folder:
        pytest.skip(
            "TRANSFO_CORPORA n’est pas défini : les textes réels ne sont pas sur cette machine"
        )
    return Path(folder)


@pytest.fixture(scope="session")
def corpus_of():
    return make_corpus


@pytest.fixture(scope="session")
def gold():
    return load_gold()


@pytest.fixture
def suggest_on(codebook, tmp_path):
    """Return the suggestions and crossings on a corpus, tagging what needs it."""

    def suggest(corpus, families=None, book=codebook, **more):
        needed = tagging.passages_to_tag(corpus, book, families)
        annotations = tagging.annotate(corpus, tmp_path / "annotations", passage_ids=needed)
        return tagging.suggest(corpus, book, annotations, families=families, **more)

    return suggest


@pytest.fixture
def modes_in(suggest_on):
    """Return the modes suggested on one sentence."""

    def modes(sentence):
        found, _ = suggest_on(make_corpus(("respondent", sentence)), ("mode",))
        return {code.split(":")[1] for code in found["code"]}

    return modes
