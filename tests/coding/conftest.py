"""A small project: one interview with a question, one set of notes, a codebook."""

from pathlib import Path

import pytest

from transfo_analysis import corpus as corpus_room
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.coding.desk import Desk
from transfo_analysis.settings import Settings
from transfo_analysis.sources import read_material

INTERVIEW = """E : Et le vélo, vous le prenez souvent ?
R : J’prends l’vélo l’été. L’hiver, c’est la voiture… et 🚲 le vélo électrique parfois.
E : Pourquoi la voiture ?
R : Le vélo est trop lourd. La voiture, elle est là.
"""
SETTINGS = Settings.model_validate(
    {
        "titre": "Essai",
        "cas": [{"id": "mobilites", "titre": "T", "lignes": "mode", "colonnes": "categorie"}],
    }
)
BOOK = Codebook.model_validate(
    {
        "familles": [
            {
                "id": "mode",
                "libelle": "Modes",
                "codes": [
                    {"id": "velo", "libelle": "Vélo"},
                    {"id": "voiture", "libelle": "Voiture"},
                ],
            },
            {
                "id": "categorie",
                "libelle": "Catégories",
                "codes": [
                    {"id": "frein", "libelle": "Frein"},
                    {"id": "usage", "libelle": "Usage"},
                ],
            },
        ]
    }
)


@pytest.fixture(autouse=True)
def installation(monkeypatch):
    monkeypatch.setenv("TRANSFO_INSTALLATION", "poste1")


def corpus_of(folder: Path, texts: dict[str, str]):
    raw = folder / "data" / "raw"
    for name, text in texts.items():
        path = raw / "entretiens" / "vague-1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return corpus_room.build(read_material(raw), SETTINGS)


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("petit"), {"nadia.txt": INTERVIEW})


@pytest.fixture
def desk(tmp_path, small_corpus):
    return Desk(tmp_path / "coding", small_corpus, BOOK, SETTINGS, coder="Ana")


@pytest.fixture(scope="session")
def blank_desk(tmp_path_factory, small_corpus):
    """Makes desks of their own folder, for tests that need one per example."""
    return lambda: Desk(
        tmp_path_factory.mktemp("c") / "coding", small_corpus, BOOK, SETTINGS, "Ana"
    )
