"""The sorting sheet of a work session, as it is printed with the cards.

Each row keeps what its card stands for in a visible column, so the card's number means the same
when the sheet comes back (`sorting.py`), whatever was coded meanwhile.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from transfo_analysis.sources.metadata import bare

if TYPE_CHECKING:
    from transfo_analysis.display.sheets.working import Card
    from transfo_analysis.settings import Case

__all__ = ["ELSEWHERE", "HEADS", "NAMES", "sorting_sheet"]

HEADS = {
    "number": "Carte",
    "title": "Ce qu’elle dit",
    "row": "Ligne",
    "column": "Colonne",
    "now": "Aujourd’hui",
    "sort": "Tri du groupe",
    "against": "Qui n’est pas d’accord",
    "remark": "Remarque",
    "words": "Texte",
    "reference": "Référence",
}
NAMES = {bare(head): name for name, head in HEADS.items()}
# where a card may be put besides the columns of the case
ELSEWHERE = {"to_sort": "À trier", "set_aside": "Mis de côté"}
_WIDTHS = {"title": 34, "row": 22, "column": 24, "sort": 28, "against": 34, "remark": 36}
_NOTE = (
    "Document de travail, ne pas afficher. Pour chaque carte, écrivez la colonne où le groupe "
    "l’a mise. Qui n’est pas d’accord : « Nadia : Les chantiers ; Paul : Mis de côté ». Un extrait "
    "a besoin de sa ligne et de sa colonne du tableau. La référence reste telle quelle."
)


def sorting_sheet(cards: Sequence[Card], case: Case, rows: list[str], columns: list[str]) -> bytes:
    """Return the sorting sheet of some cards as a workbook, with lists to choose from.

    Parameters
    ----------
    rows, columns : labels of the case's grid, for the excerpts that the group places in it
    """
    import pandas as pd

    from transfo_analysis.display.page import MARK
    from transfo_analysis.display.spreadsheets import Page, timeless, workbook
    from transfo_analysis.typography import french

    table = pd.DataFrame(
        [
            {
                "number": card.number,
                "title": card.title,
                "row": card.row,
                "column": card.column,
                "now": card.stands,
                # never filled in for them: an empty cell decides nothing
                "sort": "",
                "against": "",
                "remark": "",
                "words": "\n".join(card.words),
                "reference": f"{card.number} · {card.kind} {card.target}",
            }
            for card in cards
        ],
        columns=list(HEADS),
    )
    sorts = [*(one.label for one in case.sorting_columns), *ELSEWHERE.values()]
    lists = {"Tri du groupe": sorts, "Ligne": rows, "Colonne": columns}
    longest = max(map(len, lists.values()))
    chosen = pd.DataFrame(
        {head: [*names, *[""] * (longest - len(names))] for head, names in lists.items()}
    )
    pages = [
        Page("Tri", table, HEADS),
        Page("Listes", chosen, {head: f"{head} : choix" for head in lists}),
    ]
    made = workbook(pages, french(_NOTE))
    return timeless(_with_choices(made, lists, len(table)), MARK)


def _with_choices(data: bytes, lists: Mapping[str, Sequence[str]], count: int) -> bytes:
    """Add to a workbook the lists to choose from, and widths to write in."""
    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Tri"]
    letter = {name: get_column_letter(rank) for rank, name in enumerate(HEADS, start=1)}
    for rank, (head, names) in enumerate(lists.items(), start=1):
        at = letter[NAMES[bare(head)]]
        source = f"Listes!${get_column_letter(rank)}$3:${get_column_letter(rank)}${len(names) + 2}"
        # a warning, not a wall: an unknown name is told when the sheet comes back
        choice = DataValidation("list", formula1=source, allow_blank=True, errorStyle="warning")
        choice.add(f"{at}3:{at}{count + 2}")
        sheet.add_data_validation(choice)
    for name, width in _WIDTHS.items():
        sheet.column_dimensions[letter[name]].width = width
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
