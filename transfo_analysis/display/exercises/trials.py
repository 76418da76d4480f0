"""What was tried in each case, and how it fared: one row a trial, wave after wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.display.page import Chart, Page, alternative, open_page, wave_words
from transfo_analysis.display.sheet import LEADING, Sheet, wrap
from transfo_analysis.display.style import A4, FIELD, INK, RULE, SOFT
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["trials"]

TITLE = "Ce que nous avons essayé"
_HEADS = ("", "Essayé", "Pourquoi", "À changer")
# shares of the width: was it conclusive, what, why, what to change
_SHARES = (0.12, 0.30, 0.32, 0.26)
_SIZE, _GAP = 8.5, 4.0
_UNTOLD = "non dit"


@dataclass(frozen=True)
class _Row:
    """A row ready to be drawn: a heading, or a trial in four columns of lines."""

    heading: str
    conclusive: str = ""
    columns: tuple[tuple[str, ...], ...] = ()

    @property
    def height(self) -> float:
        lines = max((len(one) for one in self.columns), default=1)
        return 9.0 if self.heading else lines * _SIZE * LEADING + _GAP


def trials(exercised: Exercised, matters: Sequence[Matter]) -> list[Chart]:
    """Draw the trials of every case on one chart; nothing when nobody noted any."""
    matter = matters[0].whole()
    titles = {case.id: case.title for case in matter.settings.cases}
    table = exercised.trials.drop(columns="passage_ids")
    # case after case, as they stand in projet.yaml; waves in their order
    order = {name: rank for rank, name in enumerate(titles)}
    data = table.sort_values("case", key=lambda cases: cases.map(order), kind="stable")
    if data.empty:
        return []
    width = A4.width - 2 * A4.margin
    rows = _rows(data, titles, width)
    pages = _shared(rows, _open(matter, 1, 1).height - 8)
    sheets = []
    for number, here in enumerate(pages, start=1):
        page = _open(matter, number, len(pages))
        _draw(page, here)
        sheets.append(page.sheet)
    return [Chart("essais", TITLE, tuple(sheets), data, _alt(matter, data, titles))]


def _open(matter: Matter, number: int, of: int) -> Page:
    return open_page(
        matter,
        A4,
        TITLE,
        "Un essai par ligne, tel que noté par l’équipe : plein, concluant ; un point, en partie ; "
        "vide, non. Ces notes parlent de la méthode, non de ce qui a été entendu.",
        number=number,
        of=of,
        caution="",
    )


def _rows(data: pd.DataFrame, titles: dict[str, str], width: float) -> list[_Row]:
    rooms = [share * width - 3 for share in _SHARES]
    rows = []
    for (case, wave), part in data.groupby(["case", "wave"], sort=False):
        told = wave_words([str(wave)]) if wave else "vague non indiquée"
        rows.append(_Row(f"{titles.get(str(case), case)}, {told}"))
        for one in part.to_dict("records"):
            words = ("", one["method"], one["why"], one["change"])
            columns = tuple(
                tuple(wrap(str(text), room, _SIZE)) for text, room in zip(words, rooms, strict=True)
            )
            rows.append(_Row("", str(one["conclusive"]), columns))
    return rows


def _shared(rows: list[_Row], room: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    used, heading = 0.0, None
    for rank, row in enumerate(rows):
        heading = row if row.heading else heading
        # a heading stays with its first trial
        after = rows[rank + 1].height if row.heading and rank + 1 < len(rows) else 0
        if pages[-1] and used + row.height + after > room:
            pages.append([heading] if heading and not row.heading else [])
            used = sum(one.height for one in pages[-1])
        pages[-1].append(row)
        used += row.height
    return pages


def _draw(page: Page, rows: list[_Row]) -> None:
    sheet, y = page.sheet, page.top
    lefts = [page.left + page.width * sum(_SHARES[:rank]) for rank in range(len(_SHARES))]
    for x, head in zip(lefts, _HEADS, strict=True):
        sheet.text(x, y + 2, head, 8, face="bold", colour=SOFT)
    y += 5
    for row in rows:
        if row.heading:
            sheet.text(page.left, y + 5.6, row.heading, 9.5, face="bold", colour=INK)
            y += row.height
            sheet.line(page.left, y - 1.4, page.right, y - 1.4, colour=INK, line=0.9)
            continue
        _mark(sheet, page.left + 1.8, y + 2.2, row.conclusive)
        sheet.text(page.left + 5.4, y + 3.2, row.conclusive or _UNTOLD, _SIZE, colour=INK)
        for x, lines in list(zip(lefts, row.columns, strict=True))[1:]:
            sheet.block(x, y + 0.4, lines, _SIZE, colour=INK)
        y += row.height
        sheet.line(page.left, y - 1.4, page.right, y - 1.4, colour=RULE, line=0.4)


def _mark(sheet: Sheet, x: float, y: float, conclusive: str) -> None:
    """Draw a disc that is full, half full or empty; a dashed one when nobody says."""
    if conclusive == "oui":
        sheet.circle(x, y, 1.7, fill=FIELD, edge=FIELD)
        return
    sheet.circle(
        x, y, 1.7, fill="#ffffff", edge=FIELD if conclusive else SOFT, dashed=not conclusive
    )
    if conclusive == "en partie":
        sheet.circle(x, y, 0.85, fill=FIELD)


def _alt(matter: Matter, data: pd.DataFrame, titles: dict[str, str]) -> str:
    lines = [f"{plural(len(data), 'essai')}."]
    for one in data.to_dict("records"):
        wave = f", {wave_words([str(one['wave'])])}" if one["wave"] else ""
        told = [f"concluant : {one['conclusive'] or _UNTOLD}"]
        told += [f"pourquoi : {one['why']}"] if one["why"] else []
        told += [f"à changer : {one['change']}"] if one["change"] else []
        lines.append(
            f"{titles.get(one['case'], one['case'])}{wave}. {one['method']} ; {' ; '.join(told)}."
        )
    return alternative(matter, TITLE, lines)
