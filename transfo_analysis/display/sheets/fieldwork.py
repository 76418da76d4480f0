"""The fieldwork list on paper: « À rencontrer, à demander », to tick and to write on.

Working paper: it names people and what they were not asked, so it never hangs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.display.page import FICTIONAL, MARK
from transfo_analysis.display.sheets.typeset import Sheet, label, pdf
from transfo_analysis.exercises.groups import BY, group_words
from transfo_analysis.exercises.meeting import PERSON, question
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import french, listed, percent

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.display.look import Style
    from transfo_analysis.settings import Case, Settings

__all__ = ["TITLE", "fieldwork_list", "fieldwork_sheets"]

TITLE = "À rencontrer, à demander"
# questions across a sheet that is still written on with a pen
_ACROSS = 17
_READ = (
    "Une case : la question n’a pas été posée à cette personne, ni abordée par elle. Pas de case : "
    "elle en a parlé, on le lui a demandé, ou personne ne sait si on le lui a demandé (indéterminé)."
)
_EXAMPLE = "Une question ouverte suffit : « {} »"
_MEET = (
    "Nous n’avons les paroles de personne dans ces groupes. Les noms de la dernière colonne en "
    "sont : ils participent ou ont été observés, et peuvent ouvrir une porte."
)


def fieldwork_list(
    to_meet: pd.DataFrame, codebook: Codebook, case: Case, settings: Settings, style: Style
) -> bytes:
    """Return the list of a case as a PDF, A4; b"" when nothing is known to be missing.

    Parameters
    ----------
    to_meet : table "to_meet"; of other cases, only the groups are taken
    """
    sheets = fieldwork_sheets(to_meet, codebook, case, settings, style)
    return pdf(settings.title, sheets, style, {}) if sheets else b""


def fieldwork_sheets(
    to_meet: pd.DataFrame, codebook: Codebook, case: Case, settings: Settings, style: Style
) -> list[Sheet]:
    """Return the same as data for the template: one sheet, on as many pages as it needs."""
    groups = to_meet[to_meet["by"] != PERSON].to_dict("records")
    mine = to_meet[(to_meet["by"] == PERSON) & (to_meet["case"] == case.id)]
    if not groups and mine.empty:
        return []
    missing = set(zip(mine["who"], mine["row"], strict=True))
    asked = {code for _, code in missing}
    codes = [code for code in codebook.codes if code in asked]
    people = sorted({person for person, _ in missing}, key=fold)
    return [
        {
            **_common(settings, style),
            "title": label(TITLE),
            "case": label(case.title),
            "fields": label("Session : ……………………   Qui y va : ………………………………"),
            "meet": label(_MEET),
            "groups": [_group(one) for one in groups],
            "read": label(_READ),
            "tables": [
                {
                    "questions": [label(codebook.label(code)) for code in part],
                    "people": [
                        [label(person), [(person, code) in missing for code in part]]
                        for person in people
                        if any((person, code) in missing for code in part)
                    ],
                }
                for part in _shared(codes)
            ],
            "example": label(_EXAMPLE.format(question(codebook.label(codes[0])))) if codes else "",
        }
    ]


def _group(one: Mapping[Any, Any]) -> dict[str, str]:
    words = group_words(one["by"], one["who"])
    return {
        "by": label(BY[one["by"]]),
        "name": label(words[:1].upper() + words[1:]),
        "share": label(french(percent(float(one["staff_share"])))),
        "known": label(listed(split_ids(one["ids"]))),
    }


def _shared(codes: Sequence[str]) -> list[Sequence[str]]:
    count = -(-len(codes) // _ACROSS)
    size = -(-len(codes) // count) if count else 1
    return [codes[at : at + size] for at in range(0, len(codes), size)]


def _common(settings: Settings, style: Style) -> dict[str, Any]:
    badges = [MARK, *([FICTIONAL] if settings.fictional else [])]
    return {
        "kind": "fieldwork",
        "paper": "a4",
        "flipped": False,
        "programme": label(style.programme),
        "running": label(settings.title),
        "badges": [label(one) for one in badges],
        "number": "",
        "note": label(
            "Document de travail, pour la prochaine session : il nomme des personnes. À reprendre "
            "ou à détruire à la fin."
        ),
        "credits": [label(one) for one in style.credits],
        "mark": "",
    }
