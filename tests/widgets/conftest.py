"""A small project in a folder of its own: two people, a wall table, a study's note, codings."""

import shutil

import pytest

from transfo_analysis.project import open_project
from transfo_analysis.widgets import wire

SETTINGS = """\
titre: Essai
cas:
  - id: mob
    titre: Se déplacer
    lignes: mode
    colonnes: categorie
    regles:
      - {colonnes: [frein], propose: dysfunction, parce_que: un frein gêne}
"""
CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes
    codes:
      - {id: velo, libelle: Vélo, mots: [vélo]}
      - {id: bus, libelle: Bus, mots: [bus]}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: frein, libelle: Freins, mots: [trop loin]}
      - {id: levier, libelle: Leviers, oppose: ["categorie:frein"]}
"""
PEOPLE = """\
pseudonyme,roles,grade,metier,service,commune,modes,consentement_analyse,consentement_citation,\
consentement_affichage,sexe
Nadia,enquêté,B,,,,,oui,oui,oui,
Omar,enquêté,C,,,,,oui,oui,oui,
"""
NADIA = """\
---
enquete: Nadia
enqueteur: Paul
---
Paul : Et le vélo ?
Nadia : Le vélo est trop lourd pour la côte. Le bus passe à l’heure.
Paul : Et sinon ?
Nadia : Le bus, c’est trop loin.
"""
OMAR = """\
---
enquete: Omar
enqueteur: Paul
---
Paul : Vous roulez ?
Omar : Mon vélo <img src=x onerror=alert(1)> est crevé. À vélo, je respire.
"""
CODED = (
    ("entretien-1", "mode:velo", "Le vélo est trop lourd pour la côte."),
    ("entretien-1", "categorie:frein", "trop lourd"),
    ("entretien-2", "mode:velo", "Mon vélo <img src=x onerror=alert(1)> est crevé."),
    ("entretien-2", "categorie:frein", "est crevé"),
    ("entretien-2", "mode:velo", "À vélo, je respire."),
    ("entretien-2", "categorie:levier", "je respire"),
)


@pytest.fixture(scope="session")
def tagged(tmp_path_factory):
    """A project whose texts are tagged, to be copied."""
    folder = tmp_path_factory.mktemp("projet")
    talks = folder / "data/raw/entretiens/vague-1"
    talks.mkdir(parents=True)
    (folder / "data/coding").mkdir()
    (folder / "projet.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "data/coding/codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "data/raw/participants.csv").write_text(PEOPLE, encoding="utf-8")
    (talks / "entretien-1.txt").write_text(NADIA, encoding="utf-8")
    (talks / "entretien-2.txt").write_text(OMAR, encoding="utf-8")
    open_project(folder).annotations()
    return folder


@pytest.fixture
def projet(tagged, tmp_path, monkeypatch):
    """A project with six codings of Ana."""
    monkeypatch.setenv("TRANSFO_INSTALLATION", "poste1")
    monkeypatch.setattr(wire, "_SITTINGS", {})
    folder = tmp_path / "projet"
    shutil.copytree(tagged, folder)
    found = open_project(folder, coder="Ana")
    for document, code, words in CODED:
        found.coding.add(document, code, quote=words)
    return found
