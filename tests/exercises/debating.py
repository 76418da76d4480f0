"""A made-up project with a moving debate, loaded by path (`runpy`): the tests are no package."""

from pathlib import Path

from transfo_analysis import open_project

GRATUIT, TARD = "Faut-il rendre le tram gratuit ?", "Se réunit-on trop tard ?"
SETTINGS = """titre: Essai
cas:
  - {id: mob, titre: Se déplacer, lignes: mode, colonnes: categorie}
  - {id: debat, titre: Débat, lignes: question, colonnes: position, dossiers: [debats]}
"""
BOOK = """familles:
  - {id: mode, libelle: Modes, codes: [{id: velo, libelle: Vélo}]}
  - {id: categorie, libelle: Catégories, codes: [{id: frein, libelle: Frein}]}
  - id: question
    libelle: Questions du débat
    codes:
      - {id: gratuit, libelle: "Faut-il rendre le tram gratuit ?"}
      - {id: tard, libelle: "Se réunit-on trop tard ?"}
  - id: position
    libelle: Positions
    codes: [{id: oui, libelle: Oui}, {id: non, libelle: Non}]
"""
PEOPLE = """pseudonyme,roles,grade,consentement_analyse,consentement_citation,consentement_affichage
Ana,ambassadeur,C,oui,oui,oui
Boris,ambassadeur,B,oui,oui,oui
Chloé,ambassadeur,A,non,oui,oui
Driss,ambassadeur,C,oui,oui,oui
Elsa,ambassadeur,B,oui,oui,oui
"""
HEADER = "question;participant;avant;après;argument;côté;a bougé parce que;grade"
# a mover who says why, a middle, a late comer, an abstention, one who leaves, one who refuses
# analysis, somebody unknown, somebody of no list
ROWS = f"""{GRATUIT};Ana;oui;non;Le ticket est un frein pour tout le monde au dépôt;;Le prix du bus de nuit annoncé par la dame du guichet;
{GRATUIT};Boris;milieu;milieu;« Moi, ça dépend surtout de qui paie la différence »;;;
{GRATUIT};Chloé;oui;oui;Je refuse que ceci soit lu ou compté où que ce soit;;;
{GRATUIT};Driss;;oui;;;;
{GRATUIT};Elsa;abstention;abstention;;;;
{GRATUIT};Fanny;non;;Quelqu’un paiera bien à la fin du mois;oui;;b
{GRATUIT};;non;non;On paie déjà par les impôts de la ville;;;
{TARD};Ana;oui;oui;;;;
{TARD};Driss;oui;milieu;;;J’ai regardé ma montre pendant que les autres parlaient;
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def make(folder: Path, rows: str = ROWS, header: str = HEADER) -> Path:
    """Lay out a project with one debate of wave 1."""
    write(folder, "projet.yaml", SETTINGS)
    write(folder, "data/coding/codebook.yaml", BOOK)
    write(folder, "data/raw/participants.csv", PEOPLE)
    write(folder, "data/raw/debats/vague-1/debat.csv", f"{header}\n{rows}")
    return folder


def bare(text: object) -> str:
    return str(text).replace("\u202f", " ")


def by_voice(folder: Path, question: str = "question:gratuit") -> dict[str, dict[str, object]]:
    table = open_project(folder).positions()
    mine = table[table["question"] == question]
    return {str(row["voice"]): row for row in mine.to_dict("records")}
