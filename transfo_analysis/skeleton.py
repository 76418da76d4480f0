"""A new project folder: its rooms, a line in each that says what goes there, and a start.

The starter codebook, lists and notebooks are the repository's own; a wheel carries them
as `assets/project`.
"""

from __future__ import annotations

from pathlib import Path

from transfo_analysis import files
from transfo_analysis.errors import ProjectError

__all__ = ["lay_out"]

ASSETS = Path(__file__).parent / "assets" / "project"
REPOSITORY = Path(__file__).parents[1]

READMES = {
    "data/raw": "Le matériau tel qu’il revient du terrain. Le programme le lit et n’y écrit jamais.",
    "data/raw/entretiens": (
        "Transcriptions et notes d’échanges, un fichier par échange, dans vague-1/, vague-2/…"
    ),
    "data/raw/observations": "Notes de suivi d’un déplacement, un fichier par situation.",
    "data/raw/veille": "Notes de lecture (.md avec en-tête, .pdf) et références (.bib, .ris, .json).",
    "data/raw/tableaux": "Le tableau commun tapé depuis le mur (.xlsx ou .csv), un par vague.",
    "data/raw/debats": "Les positions d’un débat mouvant (.xlsx ou .csv), un fichier par débat.",
    "data/raw/debriefings": "Les remarques de fin de session : un texte ou un tableau.",
    "data/raw/methodes": "Comment la méthode a fonctionné : une note par essai.",
    "data/coding": (
        "Le travail humain : livre de codes, journal des codages, textes tels que codés. "
        "Irremplaçable : sauvegardez ce dossier."
    ),
    "data/processed": "Refait par « transfo run » ; peut être effacé à tout moment.",
}
# what stands below this line of the demonstration's codebook is of its other exercises
EXERCISES = b"# ==== exercices"
WAVES = ("entretiens/vague-1", "observations/vague-1", "veille/vague-1", "tableaux/vague-1")
# what a new project starts from, and where it stands in the repository
COPIED = {
    "affichage.yaml": "affichage.yaml",
    "data/coding/codebook.yaml": "data/coding/codebook.yaml",
    "data/coding/mots-vides.txt": "data/coding/mots-vides.txt",
    "data/coding/lemmes.csv": "data/coding/lemmes.csv",
    "data/coding/jargon.csv": "data/coding/jargon.csv",
}
GITIGNORE = """\
# Rien de ce que des personnes ont dit ne part par git : ni le matériau, ni le codage.
data/raw/*
!data/raw/**/LISEZMOI.md
data/coding/*
# data/coding/pseudonymes.csv dit qui est qui : jamais dans git
pseudonymes.csv
!data/coding/LISEZMOI.md
!data/coding/codebook.yaml
!data/coding/mots-vides.txt
!data/coding/lemmes.csv
!data/coding/jargon.csv
!data/coding/patterns.yaml
data/processed/*
exports/
accrochages/
rapports/
sauvegardes/
.ipynb_checkpoints/
"""
PARTICIPANTS = (
    "pseudonyme;roles;grade;metier;service;commune;modes;"
    "consentement_analyse;consentement_citation;consentement_affichage;sexe\n"
)
SETTINGS = """\
# Les réglages du projet. Les lignes qui commencent par # sont des commentaires.
titre: {title}
langues: [fr]

cas:
  - id: mobilites
    titre: Encourager les mobilités douces pour les déplacements professionnels
    lignes: mode          # familles du livre de codes (data/coding/codebook.yaml)
    colonnes: categorie
    motif:                # ce que les tableaux gardent, sauf demande contraire
      famille: motif
      garder: [professionnel]
      garder_non_dit: true
    colonnes_de_tri:
      - {{id: lesson, libelle: Les grands enseignements}}
      - {{id: dysfunction, libelle: Les dysfonctionnements}}
      - {{id: next_work, libelle: Les chantiers}}
    # une règle propose une colonne et dit pourquoi ; une personne décide
    regles:
      - colonnes: [frein, regle]
        propose: dysfunction
        parce_que: un frein ou une règle gêne un déplacement
      - colonnes: [idee]
        propose: next_work
        parce_que: un besoin ou une proposition ouvre un chantier
      - colonnes: [usage, levier, pratique_inspirante, regard_autre_mode]
        propose: lesson
        parce_que: une pratique ou un regard apprend quelque chose
"""


def lay_out(folder: Path) -> list[Path]:
    """Make a new project in a folder that is empty or does not exist.

    Returns the files made, in the order of their paths.

    Raises
    ------
    ProjectError
        If the folder already holds something: nothing is ever written over.
    WriteError
        If the folder cannot be written.
    """
    from transfo_analysis.coding import wordlists
    from transfo_analysis.sources import fiche

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(
            "Le dossier existe déjà et n’est pas vide.",
            path=str(folder),
            cure="Choisissez un autre nom : « transfo new » n’écrase rien.",
        )
    title = folder.resolve().name.replace('"', "")
    made: dict[str, bytes] = {
        "projet.yaml": SETTINGS.format(title=f'"{title}"').encode(),
        ".gitignore": GITIGNORE.encode(),
        "data/raw/participants.csv": PARTICIPANTS.encode(),
        wordlists.GLOSSARY: wordlists.HEADER.encode("utf-8-sig"),
    }
    for name, line in READMES.items():
        made[f"{name}/LISEZMOI.md"] = f"{line}\n".encode()
    for name in COPIED:
        made[name] = _asset(name).read_bytes().partition(EXERCISES)[0].rstrip(b" ")
    for notebook in sorted(_asset("notebooks").glob("*.ipynb")):
        made[f"notebooks/{notebook.name}"] = notebook.read_bytes()
    for name, data in made.items():
        files.write_bytes(folder / name, data)
    for wave in WAVES:
        (folder / "data/raw" / wave).mkdir(parents=True, exist_ok=True)
    blank = fiche.write_blank(folder / "fiches")
    return sorted([*(folder / name for name in made), *blank])


def _asset(name: str) -> Path:
    # a wheel carries the copies; a checkout is its own example
    carried = ASSETS / name
    return carried if carried.exists() else REPOSITORY / name
