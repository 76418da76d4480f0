"""A person says that a document's names were reviewed; another text is another question."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from transfo_analysis.coding.desk import Desk
from transfo_analysis.errors import CodingError

_made = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
BOOK, SETTINGS, corpus_of = _made["BOOK"], _made["SETTINGS"], _made["corpus_of"]


def desk(folder, text, coder="Ana"):
    corpus = corpus_of(folder / "raw", {"nadia.txt": text})
    return Desk(folder / "coding", corpus, BOOK, SETTINGS, coder)


def test_a_review_holds_for_the_text_that_was_read(tmp_path):
    first = desk(tmp_path, "E : Et le vélo ?\nR : Avec Anne, oui.\n")
    first.names_reviewed("nadia")
    sha256 = first.corpus.text_sha256("nadia")
    assert first.state.names_reviewed == {"nadia": sha256}
    other = desk(tmp_path, "E : Et le vélo ?\nR : Avec P12, oui.\n", coder="Zoé")
    assert other.state.names_reviewed["nadia"] != other.corpus.text_sha256("nadia")
    other.names_reviewed("nadia")
    assert other.state.names_reviewed == {"nadia": other.corpus.text_sha256("nadia")}
    # two people, two texts: no contradiction to settle
    assert other.state.conflicts == ()
    other.undo()
    assert other.state.names_reviewed == {"nadia": sha256}


def test_somebody_says_it_of_a_document_that_is_there(tmp_path):
    with pytest.raises(CodingError):
        desk(tmp_path, "E : Et ?\nR : Oui.\n", coder="").names_reviewed("nadia")
    with pytest.raises(CodingError):
        desk(tmp_path, "E : Et ?\nR : Oui.\n").names_reviewed("absent")
