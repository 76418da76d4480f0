"""The real texts of TRANSFO_CORPORA: speakers right, and not one word lost."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from transfo_analysis.sources import read_material

CORPORA = os.environ.get("TRANSFO_CORPORA", "")
pytestmark = pytest.mark.skipif(
    not CORPORA, reason="TRANSFO_CORPORA is not set: the shared texts are not on this machine"
)


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    raw = tmp_path_factory.mktemp("raw")
    for source, target in [
        ("cfpp2000/txt", "entretiens"), ("cfpp2000/textgrid", "entretiens"),
        ("artisans_docx", "entretiens"), ("rhapsodie_txt", "entretiens/vague-1"),
        ("parisstories_txt", "entretiens/vague-2"), ("subtitles", "entretiens/vague-3"),
        ("transport_data_gouv_blog", "veille"), ("bib", "veille"),
    ]:  # fmt: skip
        (raw / target).mkdir(parents=True, exist_ok=True)
        for path in (Path(CORPORA) / source).iterdir():
            shutil.copyfile(path, raw / target / path.name)
    return raw, read_material(raw)


def words(text):
    return " ".join(text.split())


def labelled_lines(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            label, _, said = re.sub(r"^\[[\d:]+\] ", "", line).partition(" :")
            if said.strip():
                yield label.replace(" (ENQ)", "").strip(), words(said)


def test_every_labelled_text_gives_back_its_speakers_and_words(material):
    raw, found = material
    checked = 0
    for document in found.documents:
        if document.format == "txt":
            expected = list(labelled_lines(raw / document.path))
            assert [(turn.speaker, words(turn.words)) for turn in document.turns] == expected
            assert document.metadata["prise"] == "enregistré"
            checked += 1
    assert checked == 126


def test_a_textgrid_and_its_published_text_have_the_same_turns(material):
    _, found = material
    grid, text = (
        next(
            d for d in found.documents if d.path.startswith("entretiens/Gabriel") and d.format == f
        )
        for f in ("textgrid", "txt")
    )
    assert [(t.speaker, t.mark, words(t.words)) for t in grid.turns] == [
        (t.speaker, t.mark, words(t.words)) for t in text.turns
    ]


def test_word_interviews_have_two_speakers_and_all_their_words(material):
    import docx

    raw, found = material
    documents = [document for document in found.documents if document.format == "docx"]
    assert len(documents) == 4
    for document in documents:
        paragraphs = [p.text for p in docx.Document(str(raw / document.path)).paragraphs]
        body = [p for p in paragraphs if not re.match(r"\[(?:Chercheur|Interviewe)\]", p)]
        assert words(" ".join(t.words for t in document.turns)) == words(" ".join(body))
        assert Counter(t.speaker for t in document.turns[1:]).keys() == {"Chercheur", "Interviewe"}


def test_posts_are_words_without_their_layout(material):
    _, found = material
    posts = [d for d in found.documents if d.kind == "literature_note" and "tags" in d.metadata]
    assert len(posts) == 12
    text = " ".join(turn.words for post in posts for turn in post.turns)
    assert not re.search(r"<!--|StartFragment|\]\((?:http|/)|!\[|\*\*", text)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(post.metadata["date"])) for post in posts)


def test_subtitles_and_references(material):
    _, found = material
    assert len(found.references) == 99
    assert all(reference.title and reference.readable() for reference in found.references.values())
    subtitles = [d for d in found.documents if d.format in ("srt", "vtt")]
    assert len(subtitles) == 4
    assert all(len(turn.words.split()) <= 200 for d in subtitles for turn in d.turns)


def test_the_only_files_left_out_are_the_two_tables_of_contents(material):
    _, found = material
    left_out = [notice.path for notice in found.notices if notice.severity == "erreur"]
    assert all(path.endswith("index.csv") for path in left_out)
