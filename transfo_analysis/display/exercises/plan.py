"""The work plan to work with, unguarded and marked so: a sheet of A4 and a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis import files
from transfo_analysis.coding.events import CLOSED
from transfo_analysis.exercises.carried import BECAME_WORDS
from transfo_analysis.typography import french

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.look import Style
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.display.spreadsheets import Page
    from transfo_analysis.exercises import Exercised

__all__ = ["plan_papers"]

TITLE = "Plan de travail"
_FIELDS = {
    "what": "Ce qu’on en fait",
    "for_whom": "Pour qui",
    "by_whom": "Par qui",
    "when": "Quand",
}
_HEADS = {
    "statement": "Chantier",
    "case": "Cas",
    **_FIELDS,
    "evidence": "Sur quoi il repose",
    "since": "Ouvert depuis",
    "state": "Où il en est",
    "finding_id": "Identifiant",
    "for_ids": "Appuis",
    "against_ids": "Contre",
}
_CARRIED = {
    "statement": "Chantier",
    "wave": "Vague",
    "decided": "Ce qui en est dit",
    "by": "Par qui",
    "reason": "Ce qu’il y a de nouveau",
    "since": "Ouvert depuis",
    "finding_id": "Identifiant",
    "ids": "Éléments nouveaux",
    "evidence_ids": "À l’appui",
}


def plan_papers(
    exercised: Exercised, matters: Sequence[Matter], style: Style, folder: Path
) -> list[Path]:
    """Write the work plan as a sheet to fill in and as a workbook; return the files, sorted.

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display.page import FICTIONAL, MARK, described
    from transfo_analysis.display.spreadsheets import workbook

    if exercised.work_plan.empty or not matters:
        return []
    matter = matters[0].whole()
    titles = {one.case.id: one.case.title for one in matters}
    note = f"{MARK.capitalize()}. " + " ".join(described(matter))
    if matter.settings.fictional:
        note = f"{FICTIONAL.capitalize()}. {note}"
    made = {
        "plan-de-travail.pdf": _sheet(exercised.work_plan, titles, matter, style),
        "plan-de-travail.xlsx": workbook(_pages(exercised, titles), french(note)),
    }
    for name, data in made.items():
        files.write_bytes(folder / name, data)
    return sorted(folder / name for name in made)


def _sheet(plan: pd.DataFrame, titles: dict[str, str], matter: Matter, style: Style) -> bytes:
    from transfo_analysis.display.sheets.typeset import label, pdf, sentence
    from transfo_analysis.display.sheets.working import common

    items = [
        {
            "statement": sentence(str(row["statement"])),
            "facts": [
                label(one)
                for one in (
                    titles.get(row["case"], "") if len(titles) > 1 else "",
                    str(row["evidence"]),
                    _since(row),
                    _state(row),
                )
                if one
            ],
            # what is closed has nothing left to fill in
            "fields": [
                [label(name), sentence(str(row[key]))]
                for key, name in _FIELDS.items()
                if row[key] or row["state"] != CLOSED
            ],
        }
        for row in plan.to_dict("records")
    ]
    about = (
        "Chaque chantier est un constat rédigé et rangé par des personnes. Ce qui n’est pas encore "
        "écrit se remplit à la main, puis se tape : projet.coding.plan(…)."
    )
    sheet: dict[str, Any] = {
        **common(matter.settings, style),
        "kind": "plan",
        "paper": "a4",
        "flipped": False,
        "title": label(TITLE),
        "about": label(about),
        "items": items,
    }
    return pdf(matter.settings.title, [sheet], style, {})


def _pages(exercised: Exercised, titles: dict[str, str]) -> list[Page]:
    from transfo_analysis.display.spreadsheets import Page

    plan = exercised.work_plan.copy()
    plan["state"] = [_state(row) for row in plan.to_dict("records")]
    plan["case"] = [titles.get(case, case) for case in plan["case"]]
    carried = exercised.carried_over.copy()
    carried["decided"] = [BECAME_WORDS.get(one, "") for one in carried["decided"]]
    return [
        Page("Plan de travail", plan[list(_HEADS)], _HEADS),
        Page("Au fil des vagues", carried[list(_CARRIED)], _CARRIED),
    ]


def _since(row: dict[Any, Any]) -> str:
    return f"ouvert depuis la {_wave(row['since'])}" if row["since"] else ""


def _state(row: dict[Any, Any]) -> str:
    word = BECAME_WORDS.get(str(row["state"]), "")
    return f"{word} en {_wave(row['state_wave'])}" if word else ""


def _wave(wave: object) -> str:
    return str(wave).replace("-", " ")
