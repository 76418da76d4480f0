"""A moving debate by grade: how many stood where, before and after, one dot a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from transfo_analysis.display.exercises.debate_sheets import (
    Shown,
    data_of,
    debated,
    head_of,
    headed,
    named,
    place_name,
    shown_of,
    sides_of,
)
from transfo_analysis.display.exercises.lanes import Row, order_of
from transfo_analysis.display.page import Chart, alternative
from transfo_analysis.display.sheet import LEADING, Sheet, fit, width_of
from transfo_analysis.display.style import FIELD, INK, RULE, SOFT
from transfo_analysis.exercises.debate import Debate, said_of

if TYPE_CHECKING:
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["by_grade"]

TITLE = "Le débat mouvant, par catégorie"
UNKNOWN = "non dite"
_LABEL = 30.0
_NOTE = "Peu de personnes par catégorie : à lire entre soi, jamais à montrer."


def by_grade(exercised: Exercised, matters: Sequence[Matter]) -> Iterator[Chart]:
    """Draw the same by grade, where two grades at least took part."""
    for matter, debate in debated(exercised, matters):
        if debate.positions["grade"].nunique() < 2:
            continue
        shown = shown_of(debate)
        drawn = [_sheet(matter, debate, one, (n, len(shown))) for n, one in enumerate(shown, 1)]
        alt = alternative(matter, TITLE, list(_told(debate)))
        name = f"debat-{matter.case.id}-par-categorie"
        yield Chart(name, TITLE, tuple(drawn), data_of(debate), alt)


def _sheet(matter: Matter, debate: Debate, one: Shown, number: tuple[int, int]) -> Sheet:
    words = "Ronds vides : avant ; ronds pleins : après. Un rond par personne."
    page = headed(matter, debate, one, TITLE, words, _NOTE, number)
    everyone = [row for rows in one.rows for row in rows]
    grades = sorted({str(row["grade"]) for row in everyone}, key=lambda name: (not name, name))
    stood = {row[when] for row in everyone for when in ("before", "after")}
    shown = [place for place in order_of(sides_of(matter)) if ":" in place or place in stood]
    top = page.top + 12
    step = (page.bottom - top) / len(shown)
    for rank, place in enumerate(shown):
        y = top + rank * step
        page.sheet.line(page.left, y, page.right, y, colour=RULE)
        lines, size = fit(place_name(debate, place), _LABEL - 3, step, 10, "bold")
        tall = len(lines) * size * LEADING
        page.sheet.block(page.left, y + (step - tall) / 2, lines, size, face="bold", colour=INK)
    width = (page.width - _LABEL) / len(one.held)
    share = (width - 6) / len(grades)
    for at, (held, rows) in enumerate(zip(one.held, one.rows, strict=True)):
        left = page.left + _LABEL + at * width
        page.sheet.text(left, page.top + 3.5, head_of(held, rows), 9, face="bold")
        for column, grade in enumerate(grades):
            mine = [row for row in rows if row["grade"] == grade]
            x = left + column * share
            head = f"Catégorie {grade} ({len(mine)})" if grade else f"{UNKNOWN} ({len(mine)})"
            lines, size = fit(head, share - 2, 3, 8)
            page.sheet.text(x, page.top + 9, lines[0], size, colour=SOFT)
            for rank, place in enumerate(shown):
                _dots(page.sheet, mine, place, (x, top + rank * step, share - 3, step))
    return page.sheet


def _dots(
    sheet: Sheet, rows: Sequence[Row], place: str, box: tuple[float, float, float, float]
) -> None:
    """Draw how many stood in a place before, and under it after, each with its number."""
    x, y, width, height = box
    for when, middle, full in (
        ("before", y + height / 3, False),
        ("after", y + 2 * height / 3, True),
    ):
        count = sum(row[when] == place for row in rows)
        if not count:
            sheet.text(x + 1.5, middle, "–", 8, colour=SOFT, down="middle")
            continue
        room = width - width_of("00", 8) - 2
        pitch = min(4.4, room / count)
        radius = min(1.7, pitch * 0.44, height / 8)
        for rank in range(count):
            sheet.circle(x + radius + rank * pitch, middle, radius, fill=FIELD if full else "#ffffff",
                         edge=INK, line=0.7)  # fmt: skip
        sheet.text(x + count * pitch + 1, middle, str(count), 8, down="middle")


def _told(debate: Debate) -> Iterator[str]:
    for held in debate.held():
        for grade, here in debate.of(held).groupby("grade", sort=True):
            told = said_of(here, debate.book)
            yield f"{named(debate, held)}, catégorie {str(grade) or UNKNOWN} : {told}"
