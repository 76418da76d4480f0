"""The glossary of a session on paper: what words mean, and room to write where nobody said yet.

A working paper: it names who explains, and shows what the program proposes. What hangs in public
is a panel, through the guard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.sheets.typeset import Sheet, label, pdf, sentence
from transfo_analysis.display.sheets.working import common
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.look import Style
    from transfo_analysis.settings import Settings

__all__ = ["PAPERS", "SIGNS", "glossary_sheet"]

PAPERS = ("A4", "A3")
TITLE = "Deux langages, un glossaire"
_INTRODUCTION = (
    "Écrivez ce que veut dire un mot pour vous, corrigez, rayez. Ce qui est écrit ici se reporte "
    "dans data/coding/glossaire.csv."
)
# whose word: never told by colour alone
SIGNS = {"administration": "■", "innovation": "●", "les deux": "◆", "": "○"}
_UNDECIDED = "personne ne l’a dit"
# ticked by hand where nobody decided yet
_CHOICE = "administration ☐ · innovation ☐"
_FOUND = "trouvé"


def glossary_sheet(lexicon: pd.DataFrame, settings: Settings, style: Style, paper: str) -> bytes:
    """Return the glossary as PDF, in the order of the alphabet.

    Parameters
    ----------
    lexicon : table "lexicon"
    paper : A4 or A3
    """
    rows = [{str(k): v for k, v in row.items()} for row in lexicon.to_dict("records")]
    words = [row for row in rows if row["kind"] != _FOUND]
    found = [row for row in rows if row["kind"] == _FOUND]
    found.sort(key=lambda row: (-int(row["people"]), -int(row["count"])))
    explained = sum(bool(row["meaning"]) for row in words)
    count = f"{plural(len(words), 'mot')}, {plural(explained, 'expliqué')}"
    sheet: Sheet = {
        **common(settings, style),
        "kind": "glossary",
        "paper": paper.lower(),
        "flipped": False,
        # the head has two badges already: what is counted stands below the title
        "number": "",
        "count": label(count),
        "title": TITLE,
        "introduction": sentence(_INTRODUCTION),
        "legend": [[sign, side or _UNDECIDED] for side, sign in SIGNS.items()],
        "nothing": label("Aucun sigle ni mot de jargon n’est encore repéré dans le matériau."),
        "entries": [_entry(row) for row in words],
        "found-title": label("Et ces mots, rares dans le français de tous les jours ?"),
        "found-choice": label("à expliquer ☐ · pas du jargon ☐"),
        "found": [label(row["term"]) for row in found],
    }
    return pdf(settings.title, [sheet], style, {})


def _entry(row: Mapping[str, Any]) -> dict[str, str | bool]:
    by = str(row["explained_by"])
    return {
        "term": label(row["term"]),
        "sign": SIGNS.get(row["side"], SIGNS[""]),
        "side": row["side"] or label(_CHOICE),
        "asks": not row["side"],
        "meaning": sentence(row["meaning"]),
        "by": f"—\u00a0{label(by)}" if by else "",
        "check": label("à vérifier") if row["status"] == "à vérifier" else "",
        "proposed": sentence(f"lu dans le matériau : {row['proposed']}")
        if row["proposed"] and not row["meaning"]
        else "",
    }
