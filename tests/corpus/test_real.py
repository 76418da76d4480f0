"""Real transcripts, read where they are: never copied into the project."""

import os
import shutil
from pathlib import Path

import pytest

from transfo_analysis.corpus import build
from transfo_analysis.sources import read_material

CORPORA = os.environ.get("TRANSFO_CORPORA", "")
pytestmark = pytest.mark.skipif(
    not CORPORA, reason="TRANSFO_CORPORA is not set: the shared corpora are not on this machine"
)

# who leads the talk, found by reading the files (label of the interviewer)
LEADS = {
    "Rhap_D0001": "L1",
    "Rhap_D0002": "L2",
    "Rhap_D0003": "L1",
    "Rhap_D0004": "L2",
    "Rhap_D0005": "L2",
    "Rhap_D0006": "L2",
    "Rhap_D0008": "L2",
    "Rhap_D1001": "L2",
    "Rhap_D2001": "L1",
    "Rhap_D2002": "L2",
    "Rhap_D2004": "L1",
    "Rhap_D2005": "L1",
    "Rhap_D2009": "L2",
    "Rhap_D2010": "L1",
    "Rhap_D2012": "L1",
}
NAMED = {
    "assia-berrada-f-49_ivry-v2-1": {
        ("Assia Berrada", "respondent", "Assia-Berrada"),
        ("Florence Lefeuvre", "interviewer", "Florence-Lefeuvre"),
    },
    "denis_salem_h_63_christine_salem_f_65_7e": {
        ("Denis", "respondent", "Denis"),
        ("Christine", "respondent", "Christine"),
        ("Sonia Branca-Rosoff", "interviewer", "Sonia-Branca-Rosoff"),
    },
    "gabriel-pujade_h_40_13e-v2": {
        ("Gabriel Pujade", "respondent", "Gabriel-Pujade"),
        ("Florence Lefeuvre", "interviewer", "Florence-Lefeuvre"),
    },
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, settings):
    raw = tmp_path_factory.mktemp("real") / "raw"
    talks = raw / "entretiens"
    talks.mkdir(parents=True)
    for folder in ("cfpp2000/txt", "rhapsodie_txt", "artisans_docx"):
        for path in sorted(Path(CORPORA, folder).iterdir()):
            if path.suffix in (".txt", ".docx"):
                shutil.copy(path, talks)
    return build(read_material(raw), settings)


def voices(corpus, document_id):
    turns = corpus.turns[corpus.turns["document_id"] == document_id]
    turns = turns[turns["speaker"] != ""]
    columns = turns["speaker"].str.lstrip("$"), turns["role"], turns["person"]
    return set(zip(*columns, strict=True))


def test_every_file_is_a_document(corpus):
    assert len(corpus.documents) == 3 + 57 + 4
    assert not [notice for notice in corpus.notices if notice.severity == "erreur"]


@pytest.mark.parametrize("document_id", list(NAMED))
def test_marked_interviewers_and_named_people(corpus, document_id):
    assert voices(corpus, document_id) == NAMED[document_id]


@pytest.mark.parametrize(("document_id", "label"), list(LEADS.items()))
def test_who_leads_an_unmarked_talk(corpus, document_id, label):
    found = voices(corpus, document_id.lower())
    assert {speaker for speaker, role, _ in found if role == "interviewer"} == {label}


def test_bracketed_headings_of_word_files(corpus):
    ids = [name for name in corpus.texts if "traitement" in name]
    assert len(ids) == 4
    for document_id in ids:
        assert voices(corpus, document_id) == {
            ("Chercheur", "interviewer", ""),
            ("Interviewe", "respondent", ""),
        }


def test_nearly_every_answer_has_its_question_and_its_words(corpus):
    passages = corpus.passages
    asked = passages[passages["document_id"].isin(NAMED) & passages["evidence"]]
    assert (asked["question"] != "").mean() > 0.98
    for row in passages.itertuples():
        assert corpus.texts[row.document_id][row.start : row.end] == row.text
    assert passages["text"].str.split().str.len().max() <= 60
