"""Findings in the case's sorting columns, as many sheets as they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.page import Chart, Page, alternative, open_page
from transfo_analysis.display.sheet import LEADING, Sheet, wrap
from transfo_analysis.display.style import A3, A4, FIELD, INK, RULE, SOFT, Paper
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["finding_columns"]

TITLE = "Ce que nous avons constaté"
_GUTTER, _BETWEEN, _CARD = 11.0, 8.0, 5.0
_SIZE, _SMALL = 9.3, 7.2
_MOST_LINES = 16
# more sheets of A4 than this, and A3 is taken
_FEW = 2


@dataclass(frozen=True)
class _Card:
    people: int
    lines: tuple[str, ...]
    rests: tuple[str, ...]

    @property
    def height(self) -> float:
        text = (len(self.lines) * _SIZE + len(self.rests) * _SMALL) * LEADING
        return max(text, 11.0) + _CARD


def finding_columns(matter: Matter) -> Chart:
    """Draw the findings that people worded, in the case's columns."""
    data = _data(matter)
    kinds = [column.id for column in matter.case.sorting_columns]
    for paper in (A4, A3):
        width = (paper.width - 2 * paper.margin - _BETWEEN * (len(kinds) - 1)) / len(kinds)
        cards = {
            kind: [_card(one, width) for one in data[data["kind"] == kind].to_dict("records")]
            for kind in kinds
        }
        first = _open(matter, paper, 1, 1)
        shared = {kind: _shared(cards[kind], first.height - 12) for kind in kinds}
        count = max((len(pages) for pages in shared.values()), default=1)
        if count <= _FEW:
            break
    sheets = []
    for number in range(1, count + 1):
        page = first if count == 1 else _open(matter, paper, number, count)
        for rank, kind in enumerate(kinds):
            x = page.left + rank * (width + _BETWEEN)
            here = shared[kind][number - 1] if number <= len(shared[kind]) else []
            _column(page, matter, kind, x, width, len(cards[kind]), here, number)
        sheets.append(page.sheet)
    return Chart("constats", TITLE, tuple(sheets), data, _alt(matter, data, kinds))


def _open(matter: Matter, paper: Paper, number: int, of: int) -> Page:
    return open_page(
        matter,
        paper,
        TITLE,
        "Chaque constat a été formulé par une personne ; le programme n’en formule aucun. "
        "Le nombre à gauche compte les personnes entendues sur lesquelles il repose.",
        number=number,
        of=of,
    )


def _data(matter: Matter) -> pd.DataFrame:
    table = matter.findings
    kept = table[(table["case"] == matter.case.id) & (table["status"] == "retenu")]
    names = [
        "finding_id", "kind", "statement", "people", "documents", "excerpts", "differs",
        "for_ids", "against_ids",
    ]  # fmt: skip
    ordered = kept[names].sort_values("people", ascending=False, kind="stable")
    ordered.insert(2, "column_label", ordered["kind"].map(matter.case.column_label))
    return ordered.reset_index(drop=True)


def _rests(one: Mapping[Any, Any]) -> list[str]:
    documents, excerpts = int(one["documents"]), int(one["excerpts"])
    people = int(one["people"])
    words = [f"{plural(documents, 'document')}, {plural(excerpts, 'extrait')}"]
    if people == 0:
        words = ["ne repose sur aucune personne entendue", *(words if excerpts else [])]
    elif people == 1:
        words.append("repose sur une seule personne")
    if one["against_ids"]:
        words.append(
            plural(len(str(one["against_ids"]).split()), "élément contraire", "éléments contraires")
        )
    if one["differs"]:
        words.append("classé autrement par quelqu’un : les deux avis sont gardés")
    return words


def _card(one: Mapping[Any, Any], width: float) -> _Card:
    room = width - _GUTTER
    lines = wrap(str(one["statement"]), room, _SIZE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip() + " …"]
    rests = wrap(" · ".join(_rests(one)), room, _SMALL)
    return _Card(int(one["people"]), tuple(lines), tuple(rests))


def _shared(cards: list[_Card], room: float) -> list[list[_Card]]:
    pages: list[list[_Card]] = [[]]
    used = 0.0
    for card in cards:
        if pages[-1] and used + card.height > room:
            pages.append([])
            used = 0
        pages[-1].append(card)
        used += card.height
    return pages


def _column(
    page: Page,
    matter: Matter,
    kind: str,
    x: float,
    width: float,
    total: int,
    cards: list[_Card],
    number: int,
) -> None:
    sheet, y = page.sheet, page.top
    label = wrap(matter.case.column_label(kind), width, 11, "bold")[:1]
    sheet.block(x, y, label, 11, face="bold", colour=INK)
    sheet.text(x + width, y + 3.8, plural(total, "constat"), 7.5, colour=SOFT, across="right")
    y += 6.2
    sheet.line(x, y, x + width, y, colour=INK, line=1.2)
    y += 3.6
    if not cards:
        words = "Rien de plus sur cette feuille." if number > 1 else "Aucun constat formulé."
        sheet.paragraph(x, y, width, words, 9, face="italic")
        if number == 1 and (waiting := _waiting(matter, kind)):
            sheet.paragraph(x, y + 5.5, width, waiting, 8)
    for rank, card in enumerate(cards):
        _draw_card(sheet, x, y, card)
        y += card.height
        if rank + 1 < len(cards):
            sheet.line(x, y - _CARD / 2, x + width, y - _CARD / 2, colour=RULE)


def _waiting(matter: Matter, kind: str) -> str:
    bundles = matter.bundles
    own = bundles[(bundles["case"] == matter.case.id) & (bundles["proposed"] == kind)]
    waiting = int((own["column_now"] == "to_sort").sum())
    if not waiting:
        return ""
    return (
        f"À trier : {plural(waiting, 'paquet')} que la règle du projet propose pour cette colonne."
    )


def _draw_card(sheet: Sheet, x: float, y: float, card: _Card) -> None:
    sheet.text(x + 3.6, y + 5.2, str(card.people), 15, face="bold", colour=FIELD, across="center")
    unit = "pers."
    sheet.text(x + 3.6, y + 8.6, unit, 6, colour=SOFT, across="center")
    below = sheet.block(x + _GUTTER, y, card.lines, _SIZE, colour=INK)
    sheet.block(x + _GUTTER, below + 0.6, card.rests, _SMALL, face="italic")


def _alt(matter: Matter, data: pd.DataFrame, kinds: Sequence[str]) -> str:
    lines = []
    for kind in kinds:
        here = data[data["kind"] == kind].to_dict("records")
        lines.append(f"{matter.case.column_label(kind)} : {plural(len(here), 'constat')}.")
        for one in here:
            people = plural(int(one["people"]), "personne")
            lines.append(f"– {one['statement']} ({people} ; {' ; '.join(_rests(one))})")
    return alternative(matter, TITLE, lines)
