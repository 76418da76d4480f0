"""A moving debate drawn: one line a participant, from where they stood to where they ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from transfo_analysis.display.exercises.debate_sheets import (
    Shown,
    capital,
    data_of,
    debated,
    head_of,
    headed,
    named,
    place_name,
    records,
    shown_of,
    sides_of,
)
from transfo_analysis.display.exercises.lanes import (
    Lane,
    Row,
    Strand,
    lanes,
    order_of,
    strands,
)
from transfo_analysis.display.grid import Key, draw_keys
from transfo_analysis.display.page import Chart, Page, alternative
from transfo_analysis.display.sheet import LEADING, Sheet, fit, wrap
from transfo_analysis.display.style import FIELD, INK, RULE, SOFT
from transfo_analysis.exercises.debate import Debate, from_to, said_of
from transfo_analysis.exercises.positions import AWAY, LATE, LEFT, STAYED
from transfo_analysis.exercises.standing import ABSENT, UNTOLD
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["moves"]

TITLE = "Le débat mouvant"
_LABEL, _NAMES, _LETTERS = 30.0, 40.0, 8.0
_NOTE = "Des noms sont écrits. Les paroles sont dans le tableau des arguments."


def moves(exercised: Exercised, matters: Sequence[Matter]) -> Iterator[Chart]:
    """Draw, for each case with debates, who stood where before and after: one chart a case."""
    for matter, debate in debated(exercised, matters):
        shown = shown_of(debate)
        drawn = [_sheet(matter, debate, one, (n, len(shown))) for n, one in enumerate(shown, 1)]
        alt = alternative(matter, TITLE, list(_told(debate)))
        yield Chart(f"debat-{matter.case.id}", TITLE, tuple(drawn), data_of(debate), alt)


def _sheet(matter: Matter, debate: Debate, one: Shown, place: tuple[int, int]) -> Sheet:
    words = (
        "Une ligne par participant, de la place d’avant (à gauche) à celle d’après (à droite). La "
        "lettre est la catégorie."
    )
    page = headed(matter, debate, one, TITLE, words, _NOTE, place)
    top = draw_keys(page.sheet, page.left, page.top, page.width, _KEYS) + 1
    stride = (page.width - _LABEL) / len(one.held)
    told = [
        wrap(capital(said_of(debate.of(held), debate.book)), stride - 8, _LETTERS)
        for held in one.held
    ]
    low = page.bottom - max(map(len, told)) * _LETTERS * LEADING - 2
    found = lanes(order_of(sides_of(matter)), one.rows, top + 10, low - top - 11)
    _bands(page, debate, found)
    for rank, (held, rows) in enumerate(zip(one.held, one.rows, strict=True)):
        left = page.left + _LABEL + rank * stride
        page.sheet.text(left - 8, top + 3.5, head_of(held, rows), 9, face="bold")
        _panel(page.sheet, rows, found, (left, left + stride - _NAMES), top)
        page.sheet.block(left - 8, low + 1.5, told[rank], _LETTERS)
    return page.sheet


def _bands(page: Page, debate: Debate, found: dict[str, Lane]) -> None:
    """Draw the places as rows across the sheet, each with its name."""
    for lane in found.values():
        page.sheet.line(page.left, lane.top, page.right, lane.top, colour=RULE)
        lines, size = fit(place_name(debate, lane.place), _LABEL - 8, lane.height - 0.5, 10, "bold")
        y = lane.top + (lane.height - len(lines) * size * LEADING) / 2
        page.sheet.block(page.left, y, lines, size, face="bold", colour=INK)
    last = list(found.values())[-1]
    page.sheet.line(
        page.left, last.top + last.height, page.right, last.top + last.height, colour=RULE
    )


def _panel(
    sheet: Sheet,
    rows: Sequence[Row],
    found: dict[str, Lane],
    ends: tuple[float, float],
    top: float,
) -> None:
    left, right = ends
    slot = next(iter(found.values())).slot
    for x, words in ((left, "avant"), (right, "après")):
        sheet.text(x, top + 8.2, words, 8, colour=SOFT, across="center")
    # who moved is drawn last, over the others
    drawn = sorted(strands(rows, found), key=lambda one: bool(one.row["moved"]))
    for one in drawn:
        _line(sheet, one, left, right)
    for one in drawn:
        _ends(sheet, one, left, right, slot)
    for place, lane in found.items():
        before, after = (
            str(sum(row[when] == place for row in rows) or "–") for when in ("before", "after")
        )
        y, look = lane.top + lane.height / 2, {"face": "bold", "colour": SOFT, "down": "middle"}
        sheet.text(left - 4, y, before, 10, across="right", **look)  # type: ignore[arg-type]
        sheet.text(right + 3.4, y, after, 10, **look)  # type: ignore[arg-type]
    _names(sheet, drawn, right + 9, slot)


def _away(row: Row) -> bool:
    return row["change"] in (LATE, LEFT, AWAY)


def _line(sheet: Sheet, one: Strand, left: float, right: float) -> None:
    moved, away = bool(one.row["moved"]), _away(one.row)
    untold = UNTOLD in (one.row["before"], one.row["after"])
    sheet.line(
        left,
        one.before,
        right,
        one.after,
        colour=INK if moved else SOFT,
        line=1.7 if moved else 0.5,
        dashed=away or untold,
    )


def _ends(sheet: Sheet, one: Strand, left: float, right: float, slot: float) -> None:
    radius = min(1.9, slot * 0.42)
    for x, y, place in (
        (left, one.before, one.row["before"]),
        (right, one.after, one.row["after"]),
    ):
        if one.row["moved"] and x == right:
            _arrow(sheet, x, y, radius)
            continue
        gone = place in (ABSENT, UNTOLD)
        full = not gone and not one.row["moved"]
        sheet.circle(x, y, radius, fill=FIELD if full else "#ffffff", edge=SOFT if gone else INK,
                     line=0.6, dashed=gone)  # fmt: skip
        if radius > 1.3 and not gone and one.row["grade"]:
            letter = str(one.row["grade"])[:1]
            colour = "#ffffff" if full else INK
            sheet.text(x, y, letter, radius * 3.1, face="bold", colour=colour, across="center",
                       down="middle")  # fmt: skip


def _arrow(sheet: Sheet, x: float, y: float, radius: float) -> None:
    size = radius * 1.25
    points = [(x - size, y - size), (x + size, y), (x - size, y + size)]
    sheet.polygon(points, fill=INK, edge="#ffffff", line=0.5)


def _names(sheet: Sheet, drawn: Sequence[Strand], x: float, slot: float) -> None:
    """Write beside the end of each line who moved, came late or left early."""
    if slot < 2.4:
        return
    for one in drawn:
        if one.row["moved"] or one.row["change"] in (LATE, LEFT):
            name = str(one.row["voice"])
            grade = f" ({one.row['grade']})" if one.row["grade"] else ""
            words, size = fit(f"{name}{grade}", _NAMES - 18, slot, 7, smallest=5.5)
            face = "bold" if one.row["moved"] else "italic"
            sheet.text(x, one.after, words[0], size, face=face, down="middle")  # type: ignore[arg-type]


def _key(change: str) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        row = {
            "moved": change == "moved",
            "change": change,
            "before": "x",
            "after": "x",
            "grade": "",
        }
        if change == LATE:
            row["before"] = ABSENT
        one = Strand(row, y, y)
        _line(sheet, one, x + 2, x + 12)
        _ends(sheet, one, x + 2, x + 12, 4.2)

    return draw


_KEYS = (
    Key(14, _key("moved"), "a bougé (son nom est écrit)"),
    Key(14, _key(STAYED), "n’a pas bougé"),
    Key(14, _key(LATE), "arrivé·e après, parti·e avant la fin, ou absent·e"),
)


def _told(debate: Debate) -> Iterator[str]:
    yield from debate.sentences()
    for held in debate.held():
        who = [
            f"{row['voice']} {from_to(row['before'], row['after'], debate.book.label)}"
            for row in records(debate.of(held))
            if row["moved"]
        ]
        if who:
            yield f"{named(debate, held)}, {'ont' if len(who) > 1 else 'a'} bougé : {listed(who)}."
