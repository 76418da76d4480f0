"""Corpora made by hand: documents in, a corpus out, without a file."""

import pytest

from transfo_analysis.corpus import build
from transfo_analysis.settings import Settings
from transfo_analysis.sources import Material
from transfo_analysis.sources.document import Document, Turn
from transfo_analysis.sources.participants import Participant

CASES = [
    {"id": "velo", "titre": "Le vélo", "lignes": "mode", "colonnes": "categorie"},
    {"id": "besoins", "titre": "Les besoins", "lignes": "echelle", "colonnes": "besoin"},
]


@pytest.fixture(scope="session")
def settings():
    return Settings.model_validate({"titre": "Essai", "cas": CASES})


@pytest.fixture(scope="session")
def document():
    """Make a document: turns are (speaker, words), (speaker, words, seconds) or a Turn."""

    def make(*turns, path="entretiens/essai.txt", kind="interview", **metadata):
        made = [
            turn if isinstance(turn, Turn) else Turn(turn[1], turn[0], start=[*turn, None][2])
            for turn in turns
        ]
        return Document(path, kind, "0" * 64, "txt", metadata, tuple(made))

    return make


@pytest.fixture(scope="session")
def participant():
    def make(pseudonym, *roles, consent=True, modes=()):
        return Participant(
            pseudonym=pseudonym,
            roles=roles,
            grade="B",
            trade="jardinière",
            service="Espaces verts",
            commune="Lussange",
            modes=modes,
            sex="F",
            language="",
            consent_analysis=consent,
            consent_quotation=True,
            consent_display=False,
            place="ligne 2",
        )

    return make


@pytest.fixture(scope="session")
def corpus_of(settings):
    def make(*documents, people=(), references=None):
        material = Material(
            documents=documents, references=references or {}, participants=tuple(people)
        )
        return build(material, settings)

    return make
