"""A made-up project of two waves: wave 1 coded and closed, then people come back from the field.

Loaded by path (`runpy`): the tests are no package.
"""

from pathlib import Path

from transfo_analysis import open_project

SETTINGS = """titre: Essai
fictif: true
cas:
  - {id: mob, titre: Se déplacer, lignes: mode, colonnes: categorie}
"""
BOOK = """familles:
  - id: mode
    libelle: Modes
    codes:
      - {id: velo, libelle: Vélo, definition: Se déplacer à vélo.}
      - {id: voiture, libelle: Voiture}
      - {id: train, libelle: Train}
  - id: categorie
    libelle: Catégories
    codes:
      - {id: frein, libelle: Frein}
      - {id: usage, libelle: Usage}
"""
PEOPLE = """pseudonyme,roles,grade,metier,consentement_analyse,consentement_citation,consentement_affichage
Ana,enquêté,C,ripeuse,oui,oui,oui
Boris,enquêté,B,juriste,oui,oui,oui
Chloé,enquêté,A,cheffe,oui,oui,oui
Driss,enquêté,C,jardinier,oui,oui,oui
Elsa,enquêté,B,comptable,oui,oui,oui
Iris,enquêteur,A,sociologue,oui,oui,oui
"""
TALK = """---
enquete: {who}
enqueteur: Iris
prise: enregistré
---
Iris : Comment venez-vous jusqu’au dépôt le matin ?
{lines}
"""
ANA = [
    "Le vélo me fait peur dans la côte du moulin blanc.",
    "La voiture reste plus simple avec les enfants à déposer.",
]
BORIS = [
    "Je prends le vélo tous les jours de beau temps.",
    "Le train, jamais, la gare est bien trop loin du bureau.",
]
CHLOE = ["La voiture de service est toujours prise quand il pleut fort."]
DRISS = ["Le vélo de service a les pneus à plat toute la semaine.", "Le train me berce, je lis."]
ELSA = ["Le vélo cargo, je ne saurais pas le garer devant la trésorerie."]
BORIS_AGAIN = ["Le vélo, maintenant, je crève une fois sur deux sur le gravier."]
WALL = """vague,groupe,ligne,colonne,texte
{wave},A,Vélo,Frein,{text}
"""


def talk(who: str, lines: list[str]) -> str:
    return TALK.format(who=who, lines="\n".join(f"{who} : {line}" for line in lines))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def both(desk, document: str, row: str, column: str, quote: str) -> tuple[str, str]:
    """Give a row code and a column code to the same words."""
    return desk.add(document, row, quote=quote), desk.add(document, column, quote=quote)


def wave_1(folder: Path) -> Path:
    """Lay out and code wave 1, by hand."""
    write(folder, "projet.yaml", SETTINGS)
    write(folder, "data/coding/codebook.yaml", BOOK)
    write(folder, "data/raw/participants.csv", PEOPLE)
    here = "data/raw/entretiens/vague-1"
    for who, lines in (("Ana", ANA), ("Boris", BORIS), ("Chloé", CHLOE)):
        write(folder, f"{here}/entretien-{who.lower()}.txt", talk(who, lines))
    wall = WALL.format(wave=1, text="Les pistes s’arrêtent net au rond-point.")
    write(folder, "data/raw/tableaux/vague-1/mur.csv", wall)
    desk = open_project(folder, "camille").coding
    both(desk, "entretien-ana", "mode:velo", "categorie:frein", "vélo me fait peur dans la côte")
    both(desk, "entretien-ana", "mode:voiture", "categorie:usage", "voiture reste plus simple")
    both(desk, "entretien-boris", "mode:velo", "categorie:usage", "vélo tous les jours")
    both(desk, "entretien-boris", "mode:train", "categorie:frein", "Le train, jamais")
    both(
        desk, "entretien-chloe", "mode:voiture", "categorie:frein", "toujours prise quand il pleut"
    )
    finding = desk.word_finding("Le vélo fait peur & <fatigue>.", "dysfunction")
    (fear,) = [c.id for c in desk.state.codings.values() if c.code == "categorie:frein"][:1]
    desk.link_evidence(finding, fear, "for")
    return folder


def wave_2(folder: Path) -> Path:
    """Bring wave 2 back, coded; in wave 1 correct Ana's talk and rename Chloé's file."""
    first, second = "data/raw/entretiens/vague-1", "data/raw/entretiens/vague-2"
    write(folder, f"{second}/entretien-driss.txt", talk("Driss", DRISS))
    write(folder, f"{second}/entretien-elsa.txt", talk("Elsa", ELSA))
    write(folder, f"{second}/entretien-boris-bis.txt", talk("Boris", BORIS_AGAIN))
    wall = WALL.format(wave=2, text="Le local à vélos ferme à dix-sept heures.")
    write(folder, "data/raw/tableaux/vague-2/mur-deux.csv", wall)
    corrected = [ANA[0], ANA[1] + " Et puis il y a les courses du soir."]
    write(folder, f"{first}/entretien-ana.txt", talk("Ana", corrected))
    (folder / first / "entretien-chloé.txt").rename(folder / first / "entretien-trois.txt")
    desk = open_project(folder, "camille").coding
    both(desk, "entretien-driss", "mode:velo", "categorie:frein", "pneus à plat toute la semaine")
    both(desk, "entretien-driss", "mode:train", "categorie:usage", "Le train me berce")
    both(desk, "entretien-elsa", "mode:velo", "categorie:frein", "Le vélo cargo, je ne saurais pas")
    both(desk, "entretien-boris-bis", "mode:velo", "categorie:frein", "je crève une fois sur deux")
    # an old interview, coded more
    both(desk, "entretien-boris", "mode:train", "categorie:usage", "la gare est bien trop loin")
    return folder
