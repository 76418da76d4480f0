"""The project that a browser test codes in: three talks, one of them hostile, and a notebook."""

import json
from pathlib import Path

CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes de déplacement
    codes:
      - {id: marche, libelle: À pied, mots: ["à pied"], definition: Se déplacer à pied.}
      - {id: velo, libelle: Vélo, mots: [vélo]}
      - {id: bus, libelle: Bus, mots: [bus]}
      - {id: piege, libelle: "<img src=x onerror=alert(1)>", definition: "<script>alert(2)</script>"}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: usage, libelle: Usage}
      - {id: frein, libelle: Frein, mots: [trop loin, fatigue]}
      - {id: levier, libelle: Levier}
"""
PROJECT = """\
titre: Essai
cas:
  - {id: mobilites, titre: Mobilités, lignes: mode, colonnes: categorie}
"""
TALK = """\
---
enquete: Nadia
enqueteur: Paul
---
Paul : Comment venez-vous au travail ?
Nadia : Le matin 🚌 je prends le bus, et je finis à pied 🚶🏽‍♀️ quand il fait beau.
Paul : Et le vélo ?
Nadia : C’est trop lourd, franchement, je ne m’y vois pas du tout.
Paul : Et pour les rendez-vous ?
Nadia : Là je marche, ou alors je prends le bus. C’est trop loin pour le reste, et la fatigue compte.
"""
HOSTILE = """\
---
enquete: Nadia
titre: "<img src=x onerror=alert(3)>"
---
Nadia : <img src=x onerror="alert(4)"> Je prends le vélo <script>alert(5)</script> le mardi.
"""


def long_talk() -> str:
    answer = "Je prends le bus quand il pleut, et sinon je viens à vélo par le canal du bas. "
    turns = [f"Paul : Question {n} ?\nNadia : {answer * 3}" for n in range(40)]
    return "\n".join(["---", "enquete: Nadia", "enqueteur: Paul", "---", *turns, ""])


def notebook(*cells: str) -> str:
    made = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None}
        | {"source": cell}
        for n, cell in enumerate(cells)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def make_project(folder: Path) -> Path:
    talks = folder / "data/raw/entretiens/vague-1"
    talks.mkdir(parents=True)
    (folder / "data/coding").mkdir()
    (folder / "projet.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "data/coding/codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (talks / "entretien-1.txt").write_text(TALK, encoding="utf-8")
    (talks / "entretien-2.txt").write_text(HOSTILE, encoding="utf-8")
    (talks / "entretien-3.txt").write_text(long_talk(), encoding="utf-8")
    code = "import transfo_analysis as ta\nprojet = ta.open_project()\nprojet.code()"
    (folder / "coder.ipynb").write_text(notebook(code, ""), encoding="utf-8")
    return folder
