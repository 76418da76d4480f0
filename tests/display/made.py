"""Made-up matter to draw: a case nobody coded, one like the demonstration, hostile ones."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.display.matter import Matter
from transfo_analysis.settings import Settings
from transfo_analysis.tables import TABLES, frame

MODES = {
    "marche": "À pied",
    "velo": "Vélo",
    "velo_electrique": "Vélo électrique",
    "trottinette": "Trottinette, rollers, skate",
    "transport_urbain": "Bus / tram / métro",
    "train": "Train",
    "covoiturage": "Covoiturage",
    "autopartage": "Autopartage",
    "voiture": "Voiture",
    "voiture_service": "Voiture de service",
    "vehicule_metier": "Véhicule de métier",
    "taxi": "Taxi",
    "a_distance": "À distance (déplacement évité)",
}
CATEGORIES = {
    "pratique_inspirante": "Pratiques inspirantes",
    "regard_autre_mode": "Regards sur un autre mode",
    "usage": "Usages",
    "frein": "Freins",
    "levier": "Leviers",
    "regle": "Règles et organisation",
    "idee": "Idées et besoins",
}
TRADES = [
    "ripeur", "juriste", "documentaliste", "agente d’accueil", "technicien voirie", "puéricultrice",
    "comptable", "jardinier", "chauffeuse de benne", "assistante sociale", "ingénieure",
    "médiateur", "bibliothécaire", "cheffe de projet",
]  # fmt: skip
STATEMENTS = [
    "On laisse la voiture quand le service prête un vélo qui est prêt, gonflé et tout près.",
    "Une réunion à distance évite un déplacement, mais elle en prépare un autre.",
    "Le badge du pool ne marche pas pour les vacataires : elles prennent leur voiture.",
    "Personne ne sait qui est assuré quand on transporte un collègue.",
    "Le bus convient à qui finit à heure fixe ; les équipes du matin n’en ont pas.",
    "Tester une tournée à vélo cargo avec deux équipes volontaires.",
    "Dire une fois pour toutes la règle d’indemnité, sur une page, dans la langue de tous.",
    "L’abri à vélos est derrière le local poubelles ; « on n’y va pas la nuit ».",
]


_OF_A_PAPER = ("wall_group", "wall_grade", "text")


@dataclass
class FakeTable:
    """Stands for a `CrossTable`: what the charts read of it."""

    cells: pd.DataFrame
    asked: pd.DataFrame

    @property
    def wall(self):
        return pd.DataFrame(
            [
                {
                    "cell": number,
                    "document_id": "mur",
                    "kind": "wall_table",
                    "turn": 1000 * number + paper,
                    "wave": "1",
                    "wall_group": "",
                    "wall_grade": "ABC "[paper % 4].strip(),
                    "text": f"papier {paper}",
                }
                for number, count in enumerate(self.cells["wall_rows"])
                for paper in range(int(count))
            ],
            columns=[*("cell", "document_id", "kind", "turn", "wave"), *_OF_A_PAPER],
        )

    @property
    def filters(self):
        return SimpleNamespace(french=lambda: "motif : professionnel ou non dit")

    def empty_kind(self, row, column):
        one = self.cells[(self.cells["row"] == row) & (self.cells["column"] == column)].iloc[0]
        if one[["excerpts", "wall_rows", "studies"]].any():
            return ""
        counts = Counter(self.asked.loc[self.asked["row"] == row, "state"])
        said = counts["dit spontanément"] + counts["dit sur relance"]
        kinds = {
            "indéterminé": counts["indéterminé"],
            "non demandé": counts["non demandé"],
            "demandé sans suite": counts["demandé sans suite"],
            "évoqué, rien dans cette colonne": said,
        }
        return max(kinds, key=lambda kind: kinds[kind])


def row(table: str, **given):
    blank = {"text": "", "int": 0, "float": float("nan"), "bool": False}
    return {c.name: blank[c.type] for c in TABLES[table].columns} | given


def settings(title="Un projet", case="Encourager les mobilités douces", fictional=True):
    one = {"id": "mobilites", "titre": case, "lignes": "mode", "colonnes": "categorie"}
    return Settings.model_validate({"titre": title, "cas": [one], "fictif": fictional})


def book(rows, columns):
    def codes(names):
        return [{"id": key, "libelle": label} for key, label in names.items()]

    return Codebook.model_validate(
        {
            "familles": [
                {"id": "mode", "libelle": "Modes de déplacement", "codes": codes(rows)},
                {"id": "categorie", "libelle": "Catégories d’information", "codes": codes(columns)},
            ]
        }
    )


def matter(
    *,
    coded=True,
    rows=None,
    columns=None,
    people=18,
    findings=8,
    statements=STATEMENTS,
    trades=TRADES,
    case="Encourager les mobilités douces pour les déplacements professionnels",
    seed=3,
    floor=False,
    fictional=True,
):
    rows, columns = rows or MODES, columns or CATEGORIES
    dice = random.Random(seed)
    names = [f"Pers{n:02}" for n in range(people)]
    corpus = _corpus(names, list(rows), trades, dice)
    codings, cells = [], []
    for r, row_key in enumerate(rows):
        liked = dice.random()
        for column_key in columns:
            count = round(9 * liked * dice.random() ** 1.7) if r % 5 != 4 else 0
            count = min(count, people) if coded else 0
            ids = []
            for name in names[:count]:
                ids.append(f"c{len(codings):04}")
                codings.append(_coding(ids[-1], name, f"mode:{row_key}", corpus))
            proposed = 0 if column_key == "pratique_inspirante" else max(0, dice.randint(-3, 6))
            proposed = 0 if r % 6 == 5 else proposed
            cells.append(
                row(
                    "cross_table", case="mobilites", row=f"mode:{row_key}",
                    column=f"categorie:{column_key}", people=count, documents=count,
                    excerpts=count + (count > 3), coding_ids=" ".join(ids),
                    wall_rows=max(0, dice.randint(-4, 3)), studies=max(0, dice.randint(-5, 2)) if coded else 0,
                    suggested_people=proposed, suggested_passages=proposed * 2,
                )
            )  # fmt: skip
    states = [
        "dit spontanément",
        "dit sur relance",
        "demandé sans suite",
        "non demandé",
        "indéterminé",
    ]
    asked = [
        row("asked", case="mobilites", person=name, row=f"mode:{key}", state=state)
        for key in rows
        for name, state in zip(
            names, dice.choices(states, [dice.random() for _ in states], k=people), strict=True
        )
    ]
    passages = corpus.passages["passage_id"].tolist()
    suggestions = [
        row("suggestions", suggestion_id=f"s{n}", case="mobilites", passage_id=passages[n % len(passages)],
            document_id=passages[n % len(passages)].split("@")[0], code="mode:" + list(rows)[n % len(rows)])
        for n in range(60)
    ]  # fmt: skip
    kinds = ("lesson", "dysfunction", "next_work")
    worded = [
        row("findings", finding_id=f"f{n}", case="mobilites", kind=kinds[n % 3] if n % 7 else "lesson",
            statement=statements[n % len(statements)], people=1 + n % 6, documents=2, excerpts=3 + n % 4,
            status="retenu", coder="camille", for_ids="c0001", differs=n % 5 == 4)
        for n in range(findings)
    ]  # fmt: skip
    return Matter(
        settings=settings(case=case, fictional=fictional),
        codebook=book(rows, columns),
        case=settings(case=case).cases[0],
        corpus=corpus,
        codings=frame("codings", codings),
        suggestions=frame("suggestions", suggestions),
        key_terms=frame("key_terms", _terms(rows, passages, dice, floor)),
        cross_table=FakeTable(frame("cross_table", cells), frame("asked", asked)),
        bundles=frame("bundles", []),
        findings=frame("findings", worded),
    )


def _coding(key, name, code, corpus):
    return row(
        "codings", coding_id=key, document_id=f"d-{name}", case="mobilites", start=0, end=12,
        quote="je prends le bus", code=code, coder="camille", origin="hand", kind="interview",
        wave="1", person=name, role="respondent", register="mot à mot", evidence=True, status="exact",
    )  # fmt: skip


def _corpus(names, modes, trades, dice):
    documents, passages, people = [], [], []
    for n, name in enumerate(names):
        key = f"d-{name}"
        documents.append(row("documents", document_id=key, case="mobilites", kind="interview",
                             wave=str(1 + (n % 3 == 2)), recorded=n % 2 == 0, words=600, respondents=name))  # fmt: skip
        passages += [
            row("passages", passage_id=f"{key}@{at}-{at + 40}", document_id=key, case="mobilites",
                kind="interview", wave="1", person=name, role="respondent", start=at, end=at + 40,
                register="mot à mot", text="euh je prends le bus, hein", evidence=True)
            for at in range(0, 200, 41)
        ]  # fmt: skip
    for n in range(14):
        kind = ("observation", "literature_note", "wall_table")[n % 3]
        documents.append(row("documents", document_id=f"x-{n}", case="mobilites", kind=kind,
                             wave=str(1 + n % 2), words=300))  # fmt: skip
    for n, name in enumerate([*names, *(f"Autre{n}" for n in range(9))]):
        people.append(
            row("people", person=name, roles="enquêté", grade="ABC"[(n * n) % 3] if n % 8 else "",
                trade=trades[n % len(trades)], service="Voirie", modes=" ".join(dice.sample(modes, min(2, len(modes)))),
                consent_analysis=True, consent_quotation=True)
        )  # fmt: skip
    return SimpleNamespace(
        documents=frame("documents", documents),
        passages=frame("passages", passages),
        people=frame("people", people),
        turns=frame("turns", []),
        texts={},
        notices=(),
    )


WORDS = [
    "antivol", "pente", "parking du dépôt", "place", "pluie", "benne", "badge", "abonnement",
    "sacoche", "correspondance", "heure de pointe", "rendez-vous", "assurance", "gilet", "collègue",
]  # fmt: skip


def _terms(rows, passages, dice, floor):
    made = []
    for kind, part in [("wave", "1"), ("wave", "2"), ("code", "mode:" + next(iter(rows))),
                       ("code", "mode:" + list(rows)[-1]), ("code", "categorie:frein")]:  # fmt: skip
        for term in dice.sample(WORDS, 10):
            count = dice.randint(3, 14)
            made.append(
                row("key_terms", part_kind=kind, part=part, term=term, count=count, total=count + 9,
                    people=dice.randint(3, 6), specificity=float("nan") if floor else dice.uniform(1.5, 9),
                    passage_ids=" ".join(dice.sample(passages, min(count, len(passages)))))
            )  # fmt: skip
    return made
