"""Made-up releases to render: one as a real one would be, one empty, one hostile.

Everything here is fictional.
"""

from __future__ import annotations

from dataclasses import replace

from transfo_analysis.guard.release import (
    Cell,
    Changed,
    Column,
    Finding,
    Grid,
    Heard,
    Panel,
    Quote,
    Release,
    Row,
)

ROWS = {
    "mode:marche": "À pied",
    "mode:velo": "Vélo",
    "mode:trottinette": "Trottinette, rollers, skate",
    "mode:transport_urbain": "Bus / tram / métro",
    "mode:train": "Train",
    "mode:covoiturage": "Covoiturage",
    "mode:autopartage": "Autopartage",
    "mode:voiture": "Voiture",
    "mode:vehicule_metier": "Véhicule de métier",
    "mode:a_distance": "À distance (déplacement évité)",
}
COLUMNS = {
    "categorie:pratique_inspirante": "Pratiques inspirantes",
    "categorie:regard_autre_mode": "Regards sur un autre mode que le sien",
    "categorie:usage": "Usages",
    "categorie:frein": "Freins",
    "categorie:levier": "Leviers",
    "categorie:regle": "Règles et organisation",
    "categorie:idee": "Idées et besoins",
}
LESSON = ("lesson", "Les grands enseignements")
DYSFUNCTION = ("dysfunction", "Les dysfonctionnements")
NEXT = ("next_work", "Les chantiers")

BIKE = Quote(
    "Le vélo du service, il faut le demander trois jours avant ; alors je prends ma voiture.",
    exact=True,
    speaker="une agente, catégorie C",
)
BUS = Quote("Le premier bus passe après l’embauche.", exact=True, speaker="un agent, catégorie B")
POOL = Quote(
    "Elle n’ose plus réserver au pool depuis que la clé a manqué.",
    exact=False,
    speaker="une agente",
)
WALK = Quote("À pied, j’entends les gens ; en voiture, jamais.", exact=True, speaker="")

QUOTES = {
    ("mode:velo", "categorie:frein"): (BIKE,),
    ("mode:transport_urbain", "categorie:frein"): (BUS,),
    ("mode:autopartage", "categorie:regle"): (POOL,),
    ("mode:marche", "categorie:pratique_inspirante"): (WALK,),
}
SHOWN = {
    *QUOTES,
    ("mode:velo", "categorie:usage"),
    ("mode:velo", "categorie:levier"),
    ("mode:transport_urbain", "categorie:usage"),
    ("mode:voiture", "categorie:usage"),
    ("mode:voiture", "categorie:regle"),
    ("mode:a_distance", "categorie:idee"),
}


def grid(*, counts: bool = False) -> Grid:
    """Return a modes × categories table, with bands when `counts`."""
    bands = {cell: "3 à 5" for cell in sorted(SHOWN)[::2]} if counts else {}
    return Grid(
        case_label="Encourager les mobilités douces pour les déplacements professionnels",
        row_title="Modes de transport",
        column_title="Catégories d’information",
        rows=tuple(Row(code, label) for code, label in ROWS.items()),
        columns=tuple(Column(code, label) for code, label in COLUMNS.items()),
        cells={
            (row, column): Cell((row, column) in SHOWN, bands.get((row, column), ""))
            for row in ROWS
            for column in COLUMNS
        },
        quotes=QUOTES,
    )


def example(*, draft: bool = False, counts: bool = False) -> Release:
    """Return a release as a session would hang it."""
    where = "Vélo × Freins"
    case = "Encourager les mobilités douces pour les déplacements professionnels"
    findings = (
        Finding(
            "c1",
            *LESSON,
            "On laisse la voiture quand le service prête un vélo prêt, gonflé et tout près.",
            (BIKE,),
            (WALK,),
            where,
            case,
        ),
        Finding(
            "c2",
            *LESSON,
            "Une réunion à distance évite un déplacement, mais elle en prépare un autre.",
            (),
            (),
            "",
            case,
        ),
        Finding(
            "c3",
            *DYSFUNCTION,
            "Le bus convient à qui finit à heure fixe ; les équipes du matin n’en ont pas.",
            (BUS,),
            (),
            "Bus / tram / métro × Freins",
            case,
        ),
        Finding(
            "c4",
            *DYSFUNCTION,
            "Le badge du pool ne marche pas pour les vacataires : elles prennent leur voiture.",
            (POOL,),
            (),
            "Autopartage × Règles et organisation",
            case,
        ),
        Finding(
            "c5",
            *NEXT,
            "Dire une fois pour toutes la règle d’indemnité, sur une page, dans la langue de tous.",
            (),
            (),
            "",
            case,
        ),
    )
    return Release(
        title="Préfigurer un labo, session après session",
        programme="Programme fictif de préfiguration",
        waves=("vague 1", "vague 2"),
        fictional=True,
        draft=draft,
        number=1,
        address="https://example.org/accrochage",
        grids=(grid(counts=counts),),
        findings=findings,
        heard=Heard(
            "10 à 14",
            (
                ("Catégories", (("Catégorie B", "5 à 9"), ("Catégorie C", "5 à 9"))),
                ("Vagues", (("vague 1", "5 à 9"), ("vague 2", "5 à 9"))),
            ),
        ),
        changed=Changed(
            (
                "3 cases du tableau sont montrées pour la première fois.",
                "2 constats ont été rédigés depuis la vague 1.",
            )
        ),
        note="Entretiens, observations et notes de veille, vagues 1 et 2 ; 10 à 14 personnes "
        "entendues. La machine a proposé des mots à relire ; des personnes ont codé, rédigé et "
        "choisi tout ce qui est affiché.",
        credits=("Atelier des ambassadeurs (fictif)",),
        panels=(
            Panel(
                "Ce que les mots veulent dire",
                ("Mot", "Sens"),
                (
                    ("CODIR", "Comité de direction : les chefs réunis, le lundi."),
                    ("Co-conception", "Dessiner un service avec celles et ceux qui s’en servent."),
                ),
                (),
                "Sens écrits par les participantes et participants.",
            ),
            Panel("Qui nous n’avons pas entendu", sentences=("Aucune équipe de nuit.",)),
        ),
    )


def empty() -> Release:
    """Return a release with one grid where nothing is shown, and nothing else."""
    one = grid()
    blank = replace(one, cells={cell: Cell(shown=False) for cell in one.cells}, quotes={})
    return replace(example(draft=True), grids=(blank,), findings=(), heard=None, changed=None)


def hostile(findings: int = 300) -> Release:
    """Return a release of 40 rows, odd code names, long quotes, an empty column, many findings."""
    odd = ["prix $5", "#tag", "a_b", "<script>alert(1)</script>", "*gras* \\ [x] @y `z`", "=1+1"]
    rows = tuple(Row(f"mode:m{n}", odd[n % len(odd)] + f" {n}") for n in range(40))
    columns = (Column("c:plein", "Pleine #1"), Column("c:vide", "Vide <b>"))
    long = Quote("très long " * 150, exact=True, speaker="une agente <i>, $x_1$")
    base = example()
    one = Grid(
        base.grids[0].case_label,
        "Modes <&>",
        "Catégories",
        rows,
        columns,
        {(r.code, c.code): Cell(c.code == "c:plein") for r in rows for c in columns},
        {(rows[0].code, "c:plein"): (long,)},
    )
    worded = tuple(
        Finding(f"c{n}", *(LESSON, DYSFUNCTION, NEXT)[n % 3], f"Constat $ _ # {n} " * 8, (long,))
        for n in range(1, findings + 1)
    )
    return replace(base, grids=(one,), findings=worded)
