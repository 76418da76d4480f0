"""The chantiers along the waves: open since when, taken up or not, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.events import CLOSED, PASSED_OVER, TAKEN_UP
from transfo_analysis.display.page import Chart, Page, alternative, open_page
from transfo_analysis.display.sheet import LEADING, Sheet, wrap
from transfo_analysis.display.style import A4, FIELD, INK, RULE, SOFT
from transfo_analysis.exercises.carried import BECAME_WORDS
from transfo_analysis.exercises.waves import in_order
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["along_waves"]

TITLE = "Les chantiers au fil des vagues"
_OPENED, _UNTOLD = "ouvert", "personne ne l’a dit"
_WHENEVER = "ouvert, on ne sait depuis quand : rien ne le rattache à une vague"
_LABEL, _BETWEEN, _HEAD = 96.0, 8.0, 9.0
_SIZE, _SMALL, _LEAST = 9.0, 7.0, 15.0


@dataclass(frozen=True)
class _Row:
    """A chantier: its lines, what is below them, and a mark a wave."""

    lines: tuple[str, ...]
    below: tuple[str, ...]
    marks: Mapping[str, Mapping[str, Any]]

    @property
    def height(self) -> float:
        used = len(self.lines) * _SIZE * LEADING + len(self.below) * _SMALL * LEADING
        return max(_LEAST, used + 4.5)


def along_waves(exercised: Exercised, matters: Sequence[Matter]) -> list[Chart]:
    """Draw when each chantier was opened, and what people say became of it since."""
    data = _data(exercised)
    if data.empty:
        return []
    matter = matters[0].whole()
    waves = in_order(data["wave"])
    titles = {one.case.id: one.case.title for one in matters}
    rows = _rows(exercised.work_plan, data, titles if len(titles) > 1 else {})
    first = _open(matter, 1, 1)
    shared = _shared(rows, first.height - _HEAD)
    sheets = []
    for number, part in enumerate(shared, start=1):
        page = first if len(shared) == 1 else _open(matter, number, len(shared))
        _draw(page, waves, part)
        sheets.append(page.sheet)
    alt = alternative(matter, TITLE, _told(data))
    return [Chart("chantiers-au-fil-des-vagues", TITLE, tuple(sheets), data, alt)]


def _open(matter: Matter, number: int, of: int) -> Page:
    return open_page(
        matter,
        A4,
        TITLE,
        "Un chantier est un constat qui ouvre un travail. « Repris », « pas repris » et « clos » sont "
        "ce que des personnes ont dit, vague par vague ; le programme ne le dit jamais à leur place. "
        "Il compte seulement ce qu’il y a de nouveau à ce sujet.",
        number=number,
        of=of,
    )


def _data(exercised: Exercised) -> pd.DataFrame:
    """Return a row a chantier and wave: the wave of its opening, then what became of it."""
    import pandas as pd

    carried = exercised.carried_over.to_dict("records")
    rows = []
    for one in exercised.work_plan.to_dict("records"):
        own = [row for row in carried if row["finding_id"] == one["finding_id"]]
        head = {name: one[name] for name in ("finding_id", "case", "statement", "since")}
        # since when, or « nothing tells » where no wave is known
        if one["since"] not in [row["wave"] for row in own] and (one["since"] or not own):
            rows.append(
                {**head, "wave": one["since"], "became": _OPENED, "by": "", "new": 0, "reason": ""}
            )
        rows += [
            {
                **head,
                "wave": row["wave"],
                "became": BECAME_WORDS.get(row["decided"], _UNTOLD),
                "by": row["by"],
                "new": len(split_ids(row["ids"])),
                "reason": row["reason"],
            }
            for row in own
        ]
    names = ["finding_id", "case", "statement", "since", "wave", "became", "by", "new", "reason"]
    return pd.DataFrame(rows, columns=names)


def _rows(plan: pd.DataFrame, data: pd.DataFrame, titles: Mapping[str, str]) -> list[_Row]:
    rows = []
    for one in plan.to_dict("records"):
        own = data[data["finding_id"] == one["finding_id"]]
        below = [titles.get(one["case"], ""), one["evidence"]]
        lines = wrap(str(one["statement"]), _LABEL, _SIZE)
        rows.append(
            _Row(
                tuple(lines if len(lines) < 5 else [*lines[:3], lines[3].rstrip() + " …"]),
                tuple(line for text in below if text for line in wrap(text, _LABEL, _SMALL)),
                {str(mark["wave"]): mark for mark in map(_named, own.to_dict("records"))},
            )
        )
    return rows


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _shared(rows: list[_Row], room: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.height > room:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.height
    return pages


def _draw(page: Page, waves: Sequence[str], rows: Sequence[_Row]) -> None:
    sheet, left = page.sheet, page.left + _LABEL + _BETWEEN
    step = (page.right - left) / max(1, len(waves))
    places = {wave: left + step * (rank + 0.5) for rank, wave in enumerate(waves)}
    for wave, x in places.items():
        sheet.text(x, page.top + 3.4, wave.replace("-", " "), 9, face="bold", across="center")
    y = page.top + _HEAD - 2.5
    for row in rows:
        sheet.line(page.left, y, page.right, y, colour=RULE)
        below = sheet.block(page.left, y + 2, row.lines, _SIZE, colour=INK)
        sheet.block(page.left, below + 0.5, row.below, _SMALL, face="italic")
        _life(sheet, row, places, step, y + 6.2)
        y += row.height


def _life(sheet: Sheet, row: _Row, places: Mapping[str, float], step: float, y: float) -> None:
    """Draw one chantier's line: from its opening to its closing, or on."""
    shown = [wave for wave in places if wave in row.marks]
    if not shown:
        left = min(places.values(), default=0.0) - step / 2
        sheet.text(left, y, _WHENEVER, 8.5, face="italic", colour=SOFT, down="middle")
        return
    last = row.marks[shown[-1]]
    end = places[shown[-1]] if last["became"] == BECAME_WORDS[CLOSED] else max(places.values())
    sheet.line(places[shown[0]], y, end, y, colour=SOFT, line=1.2)
    for wave in shown:
        mark, x = row.marks[wave], places[wave]
        _mark(sheet, x, y, str(mark["became"]))
        news = plural(mark["new"], "élément nouveau", "éléments nouveaux") if mark["new"] else ""
        lines = [
            *wrap(str(mark["became"]), step - 4, 8.5, "bold"),
            *wrap(str(mark["by"]), step - 4, _SMALL),
            *wrap(news, step - 4, _SMALL),
        ]
        bold = len(wrap(str(mark["became"]), step - 4, 8.5, "bold"))
        at = sheet.block(x, y + 2.6, lines[:bold], 8.5, face="bold", colour=INK, across="center")
        sheet.block(x, at + 0.2, lines[bold:][:3], _SMALL, across="center")


def _mark(sheet: Sheet, x: float, y: float, became: str) -> None:
    """Draw a sign for what became of it: each differs by its shape."""
    if became == _OPENED:
        sheet.circle(x, y, 1.7, fill=INK)
    elif became == BECAME_WORDS[TAKEN_UP]:
        sheet.rect(x - 1.8, y - 1.8, 3.6, 3.6, fill=FIELD)
    elif became == BECAME_WORDS[PASSED_OVER]:
        sheet.rect(x - 1.7, y - 1.7, 3.4, 3.4, fill="white", edge=INK, line=0.9)
    elif became == BECAME_WORDS[CLOSED]:
        sheet.line(x, y - 2.6, x, y + 2.2, colour=INK, line=2.4)
    else:
        sheet.circle(x, y, 1.6, fill="white", edge=SOFT, line=0.8, dashed=True)


def _told(data: pd.DataFrame) -> list[str]:
    lines = []
    for _, own in data.groupby("finding_id", sort=False):
        one = own.iloc[0]
        said = []
        for row in own.to_dict("records"):
            words = row["became"] + (f" ({row['by']})" if row["by"] else "")
            if row["new"]:
                words += f", {plural(row['new'], 'élément nouveau', 'éléments nouveaux')}"
            wave = str(row["wave"]).replace("-", " ")
            said.append(f"{wave} : {words}" if wave else _WHENEVER)
        lines.append(f"– {one['statement']} {' ; '.join(said)}.")
    return lines
