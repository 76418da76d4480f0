"""The work plan: what is to be done next, for whom, from which evidence, open since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.events import CLOSED
from transfo_analysis.exercises.chantiers import Chantier, Work, standing
from transfo_analysis.exercises.waves import in_order
from transfo_analysis.tables import frame, split_ids
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OPEN", "work_plan"]

OPEN = "open"


def work_plan(work: Work) -> pd.DataFrame:
    """Return the table "work_plan": a row a chantier, those that are closed last.

    What to do, for whom, by whom and when are what people wrote, "" until they do.
    """
    rows = [_row(one, work) for one in work.chantiers]
    order = in_order(work.waves)
    rows.sort(
        key=lambda row: (
            row["state"] == CLOSED,
            order.index(row["since"]) if row["since"] in order else len(order),
            -row["people"],
            row["finding_id"],
        )
    )
    return frame("work_plan", rows)


def _row(one: Chantier, work: Work) -> dict[str, Any]:
    state, wave = _state(one, work)
    return {
        "finding_id": one.finding.id,
        "case": one.finding.case,
        "statement": one.finding.statement,
        **{
            name: one.finding.plan.get(name, "") for name in ("what", "for_whom", "by_whom", "when")
        },
        "evidence": french(_evidence(one.row, one.rests_on.posted)),
        "for_ids": one.row["for_ids"],
        "against_ids": one.row["against_ids"],
        "people": one.row["people"],
        "since": one.since,
        "state": state,
        "state_wave": wave,
    }


def _state(one: Chantier, work: Work) -> tuple[str, str]:
    """Return what was last said of it and of which wave; once closed, it stays so."""
    state, of = OPEN, ""
    for wave in work.waves:
        if (told := standing(one.said(wave))) and state != CLOSED:
            state, of = told, wave
    return state, of


def _evidence(row: Mapping[str, Any], posted: tuple[str, str]) -> str:
    """Say what a chantier rests on, people first.

    Parameters
    ----------
    posted : what its `wall_rows` are, one and several

    Examples
    --------
    >>> row = {"people": 3, "excerpts": 4, "wall_rows": 2, "studies": 0, "against_ids": "a"}
    >>> _evidence(row, ("papier du mur", "papiers du mur"))
    'repose sur 3 personnes entendues et 2 papiers du mur ; 1 élément va dans l’autre sens'
    """
    people, excerpts = int(row["people"]), int(row["excerpts"])
    parts = [
        plural(people, "personne entendue", "personnes entendues") if people else "",
        ""
        if people or not excerpts
        else plural(excerpts, "extrait sans personne connue", "extraits sans personne connue"),
        plural(row["wall_rows"], *posted) if row["wall_rows"] else "",
        plural(row["studies"], "étude") if row["studies"] else "",
    ]
    rests = listed([part for part in parts if part])
    said = f"repose sur {rests}" if rests else "ne repose plus sur rien : à revoir"
    if against := len(split_ids(str(row["against_ids"]))):
        said += " ; " + plural(
            against, "élément va dans l’autre sens", "éléments vont dans l’autre sens"
        )
    return said
