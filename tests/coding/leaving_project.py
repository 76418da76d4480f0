"""A made-up project in which one person is everywhere, and a search of all its bytes."""

import json
import re
import unicodedata
import zipfile
from pathlib import Path

from transfo_analysis import open_project

PERSON = "Marie-Noëlle"
GROUP = """---
enquete: Marie-Noëlle; Paul
enqueteur: Iris
prise: enregistré
---
Iris : Marie-Noëlle, le vélo de service, vous le prenez pour les chantiers ?
Marie-Noëlle : Moi je l’attache toujours au grand portail bleu derrière la cantine.
Paul : Comme dit marie noelle, le portail ferme tôt. La voiture reste plus simple pour moi.
Marie-Noëlle : Oui.
Marie-Noëlle : La batterie gèle chaque hiver dans notre hangar sans chauffage.
Iris : Et vous Paul, la voiture vous coûte combien chaque mois ?
Paul : La voiture me coûte trop cher, MARIE-NOE\u0308LLE le sait bien.
"""
ALONE = """---
titre: Entretien avec Marie-Noëlle
enquete: Marie-Noëlle
enqueteur: Iris
---
Iris : Depuis quand conduisez-vous la balayeuse du marché couvert ?
Marie-Noëlle : Onze ans que je conduis la balayeuse verte sous la halle.
"""
OTHER = """---
enquete: Paul
enqueteur: Iris
---
Iris : Et le vélo, alors, vous y pensez parfois ?
Paul : Le vélo me ferait gagner vingt minutes sur le boulevard.
"""
WALL = """vague,groupe,ligne,colonne,texte,source
1,A,Vélo,Frein,Un hangar glacial vide les accus du matin,Marie-Noëlle
1,A,Voiture,Frein,Le parking du siège déborde dès huit heures,Paul
"""
PEOPLE = """pseudonyme,roles,grade,metier,consentement_analyse,consentement_citation,consentement_affichage
Marie-Noëlle,enquêté,C,agente,oui,oui,oui
Paul,enquêté,B,technicien,oui,oui,oui
Iris,enquêteur,A,sociologue,oui,oui,oui
"""
BOOK = """# le livre de codes
familles:
  - id: mode
    libelle: Modes
    codes:
      - id: velo
        libelle: Vélo
        # cité par Marie-Noëlle
        definition: Le vélo, « attache toujours au grand
          portail bleu », quoi qu’il arrive.
      - {id: voiture, libelle: Voiture}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: frein, libelle: Frein}
      - {id: usage, libelle: Usage}
"""
SETTINGS = "titre: Essai\ncas:\n  - {id: mobilites, titre: T, lignes: mode, colonnes: categorie}\n"
IN_VIVO = "categorie:la-batterie-gele-chaque-hiver"


def notebook(source, output):
    cell = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 1,
        "source": [source],
        "outputs": [
            {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
            | {"data": {"text/plain": [output]}}
        ],
    }
    kept = {**cell, "source": ["1 + 1"], "outputs": cell["outputs"][:0]}
    return json.dumps({"cells": [cell, kept], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def make(folder: Path) -> Path:
    """Lay out the project, code it, by two people, over two versions of a transcript."""
    entretiens = "data/raw/entretiens/vague-1"
    base = {
        "projet.yaml": SETTINGS,
        "data/coding/codebook.yaml": BOOK,
        "data/raw/participants.csv": PEOPLE,
        f"{entretiens}/seule.txt": ALONE,
        f"{entretiens}/paul.txt": OTHER,
        "data/raw/tableaux/vague-1/mur.csv": WALL,
    }
    group = f"{entretiens}/marie-noelle-et-paul.txt"
    early = GROUP.replace("chaque hiver", "tous les hivers").replace("La voiture me", "Elle me")
    write(folder, {**base, group: early})
    first = open_project(folder, "Ana").coding
    first.add("marie-noelle-et-paul", "mode:velo", quote="gèle tous les hivers")
    first.add("marie-noelle-et-paul", "mode:voiture", quote="Elle me coûte trop cher")
    write(folder, {group: GROUP})
    for coder in ("Ana", "Ben"):
        desk = open_project(folder, coder).coding
        document = "marie-noelle-et-paul"
        theirs = desk.add(document, "mode:velo", quote="attache toujours au grand portail bleu")
        frein = desk.add(document, "categorie:frein", quote="grand portail bleu")
        desk.link(theirs, frein)
        desk.memo("coding", theirs, "très parlant")
        his = desk.add(document, "mode:voiture", quote="La voiture reste plus simple")
        desk.add(document, "categorie:frein", quote="trop cher")
        desk.add(document, "mode:voiture", quote="La voiture me coûte trop cher")
        desk.memo("coding", his, "à rapprocher de MARIE NOELLE : « La batterie gele chaque hiver »")
        desk.add("seule", "mode:voiture", quote="je conduis la balayeuse verte")
        desk.memo("document", "seule", "un bon entretien")
        desk.add("paul", "mode:velo", quote="gagner vingt minutes")
        desk.add("paul", "categorie:usage", quote="Le vélo me ferait gagner")
    desk.read("seule")
    desk.refuse(f"{document}@{_at(desk, document, 'La batterie')}=mode:voiture")
    desk.create_code(IN_VIVO, "La batterie gèle chaque hiver")
    desk.add("paul", IN_VIVO, quote="sur le boulevard")
    finding = desk.word_finding(
        "« Je conduis la balayeuse verte sous la halle » : le métier impose la voiture.",
        "dysfunction",
        decided_by="Marie-Noëlle",
    )
    desk.link_evidence(finding, theirs, "for")
    plain = desk.word_finding("La voiture coûte cher.", "lesson")
    desk.link_evidence(plain, his, "for")
    desk.link_evidence(plain, frein, "for")
    write(
        folder,
        {
            "notebooks/mes-notes.ipynb": notebook(
                "# revoir Marie-Noëlle\n", "0  La batterie gèle chaque hiver dans notre hangar"
            ),
            "notes.md": "Le hangar : « dans notre hangar sans chauffage » (M. Marie-Noëlle).\n",
            "data/processed/tables/turns.csv": "Marie-Noëlle",
            "exports/2026-01-01/tableau.csv": "Marie-Noëlle",
        },
    )
    with zipfile.ZipFile(folder / "sauvegarde.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(folder / group, "a.txt")
    return folder


def _at(desk, document, words):
    start = desk.corpus.texts[document].index(words)
    return f"{start}-{start + len(words)}"


# -- a search that shares nothing with the program's ----------------------------------------------


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def shingles(words: list[str], size: int = 4) -> set[str]:
    found = set()
    for turn in words:
        parts = plain(turn).split()
        found |= {" ".join(parts[i : i + size]) for i in range(len(parts) - size + 1)}
    return found


def said(text: str, who: str) -> list[str]:
    lines = [line.partition(" : ") for line in text.splitlines()]
    return [words for label, _, words in lines if label == who]


def holders(folder: Path, names: list[str], theirs: set[str]) -> dict[str, set[str]]:
    """Return, for every file and file name below a folder, what of these is in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        held = set()
        for text in (data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore")):
            folded = f" {plain(text)} "
            held |= {one for one in [*map(plain, names), *theirs] if f" {one} " in folded}
            held |= {name for name in names if plain(name).replace(" ", "") in folded.split()}
        held |= {name for name in names if plain(name) in plain(path.name)}
        if held:
            found[path.relative_to(folder).as_posix()] = held
    return found
