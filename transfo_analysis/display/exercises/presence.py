"""Who was there, and who was not: participants and people heard beside the whole staff."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.grid import Key, draw_keys
from transfo_analysis.display.page import Chart, Page, alternative, open_page
from transfo_analysis.display.sheet import LEADING, Sheet, fit, wrap
from transfo_analysis.display.style import A4, FIELD, INK, LITERATURE, RULE, SOFT
from transfo_analysis.exercises.groups import BY, group_words
from transfo_analysis.exercises.presence import NO_SAMPLE, staff_source
from transfo_analysis.typography import listed, percent

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["charts"]

TITLE = "Qui était là, qui n’y était pas"
NO_STAFF = (
    "Effectifs inconnus : il n’y a pas de fichier data/raw/effectifs.csv. Les personnes sont "
    "comptées, rien n’est comparé."
)
_DATA = (
    "by", "value", "participants", "met", "heard", "observed", "staff", "participants_share",
    "heard_share", "observed_share", "staff_share", "participants_gap", "heard_gap", "gap", "sentence",
)  # fmt: skip
# in millimetres: one line, the room between the two columns of a sheet, the words of a line
_LINE, _GUTTER, _LABEL, _NUMBERS = 5.3, 12.0, 44.0, 40.0
# lines of a column, a title taking two of them
_MOST = 23
# short lists first: they stand together
_ORDER = ("grade", "sex", "service", "trade")
_STAFF, _EDGE = "#dde1e8", "#7b828f"


@dataclass(frozen=True)
class _Panel:
    """Some lines of one criterion; `widest` is the share at the end of its scale."""

    by: str
    lines: tuple[dict[str, Any], ...]
    widest: float
    totals: tuple[int, int]
    goes_on: bool = False


def charts(exercised: Exercised, matters: Sequence[Matter]) -> list[Chart]:
    """Return the chart of who was there; none while nobody takes part and nobody was met."""
    table = exercised.presence
    if not table[["participants", "met", "observed"]].to_numpy().any():
        return []
    matter = matters[0].whole()
    pages = list(_laid_out(_panels(table)))
    sheets = []
    for number, columns in enumerate(pages, start=1):
        page = _open(matter, table, number, len(pages))
        for rank, panels in enumerate(columns):
            last = number == len(pages) and rank == len(columns) - 1
            _draw_column(page, rank, panels, _absent(exercised) if last else "")
        sheets.append(page.sheet)
    data = table[list(_DATA)].reset_index(drop=True)
    return [Chart("presence", TITLE, tuple(sheets), data, _alt(matter, exercised))]


def _open(matter: Matter, table: pd.DataFrame, number: int, of: int) -> Page:
    known = table["staff_share"].notna().any()
    subtitle = (
        "Par groupe : la part des participants et celle des personnes entendues, sur la part des "
        f"effectifs (la barre). {NO_SAMPLE}"
        if known
        else NO_SAMPLE
    )
    note = " ".join(part for part in (staff_source(matter.corpus),) if part)
    page = open_page(
        matter, A4, TITLE, subtitle, number=number, of=of, note=note,
        caution=None if known else NO_STAFF,
    )  # fmt: skip
    keys = [
        Key(5, lambda s, x, y: _bar(s, x, y, 5), "effectifs"),
        Key(3, lambda s, x, y: _diamond(s, x + 1.5, y), "participants (ici)"),
        Key(3, lambda s, x, y: _dot(s, x + 1.5, y), "personnes entendues"),
    ]
    draw_keys(page.sheet, page.left, page.top - 3, page.width, keys)
    return page


# -- what stands where -----------------------------------------------------------------------------


def _panels(table: pd.DataFrame) -> Iterator[_Panel]:
    for by in _drawn(table):
        here = table[table["by"] == by]
        records: list[dict[str, Any]] = [dict(one) for one in here.to_dict("records")]  # type: ignore[arg-type]
        lines = sorted(records, key=_order)
        shares = here[["participants_share", "heard_share", "staff_share"]].max().max()
        widest = min(1.0, max(0.1, math.ceil(float(shares) * 10) / 10))
        totals = int(here["participants"].sum()), int(here["heard"].sum())
        yield _Panel(by, tuple(lines), widest, totals)


def _drawn(table: pd.DataFrame) -> list[str]:
    """Return the criteria that are drawn; trades that nobody counted are people, for the CSV."""
    counted = set(table.loc[table["staff_share"].notna(), "by"])
    return [by for by in _ORDER if (table["by"] == by).any() and (by != "trade" or by in counted)]


def _order(line: dict[str, Any]) -> tuple[Any, ...]:
    share = 0.0 if math.isnan(line["staff_share"]) else line["staff_share"]
    present = line["participants"] + line["heard"]
    # grades have an order of their own; services stand by size
    size = (0.0, 0) if line["by"] == "grade" else (-share, -present)
    return not line["value"], *size, line["value"].casefold()


def _laid_out(panels: Iterator[_Panel]) -> Iterator[list[list[_Panel]]]:
    """Share panels out over columns, two a sheet; one that is too long goes on in the next."""
    columns: list[list[_Panel]] = [[]]
    used = 0
    for panel in panels:
        left = panel
        while left.lines:
            room = _MOST - used - 2
            if room < min(3, len(left.lines)):
                columns.append([])
                used, room = 0, _MOST - 2
            taken, rest = left.lines[:room], left.lines[room:]
            columns[-1].append(_part(left, taken, goes_on=left.goes_on))
            used += len(taken) + 2
            left = _part(left, rest, goes_on=True)
    for at in range(0, len(columns), 2):
        yield columns[at : at + 2]


def _part(panel: _Panel, lines: tuple[dict[str, Any], ...], *, goes_on: bool) -> _Panel:
    return _Panel(panel.by, lines, panel.widest, panel.totals, goes_on)


# -- drawing ---------------------------------------------------------------------------------------


def _draw_column(page: Page, rank: int, panels: Sequence[_Panel], absent: str) -> None:
    width = (page.width - _GUTTER) / 2
    x, y = page.left + rank * (width + _GUTTER), page.top + 4.5
    for panel in panels:
        y = _draw_panel(page.sheet, x, y, width, panel) + 3.2
    lines = wrap(absent, width, 8)
    if y + len(lines) * 8 * LEADING < page.bottom:
        page.sheet.block(x, y + 1, lines, 8, colour=INK)


def _absent(exercised: Exercised) -> str:
    table = exercised.absent_groups
    said = []
    for by in _ORDER:
        here = table[table["by"] == by]
        groups = [
            f"{_named(by, value)} ({percent(share)})"
            for value, share in here[["value", "staff_share"]].itertuples(index=False)
        ]
        if groups:
            said.append(f"{BY[by]} : {listed(groups)}.")
    return (
        " ".join(["Que personne ne représente, ni ici ni sur le terrain.", *said]) if said else ""
    )


def _named(by: str, value: str) -> str:
    """Return a group under a title that says what it is a group of."""
    words = value if by in ("service", "trade") and value else group_words(by, value)
    return words[:1].upper() + words[1:]


def _draw_panel(sheet: Sheet, x: float, y: float, width: float, panel: _Panel) -> float:
    title = BY[panel.by] + (", suite" if panel.goes_on else "")
    sheet.text(x, y + 4, title, 10, face="bold", colour=INK)
    plot = x + _LABEL, width - _LABEL - _NUMBERS
    heads = (
        ("ici", f"sur {panel.totals[0]}"),
        ("entendues", f"sur {panel.totals[1]}"),
        ("effectifs",),
    )
    for head, at in zip(heads, _numbers_at(x + width), strict=True):
        sheet.block(at, y + 5.4 - len(head) * 6 * LEADING, head, 6, across="right")
    y += 5.8
    sheet.line(x, y, x + width, y, colour=INK, line=0.9)
    bottom = y + 0.6 + len(panel.lines) * _LINE
    for share in (0.0, panel.widest / 2, panel.widest):
        at = plot[0] + plot[1] * share / panel.widest
        sheet.line(at, y, at, bottom, colour=RULE, line=0.4)
        across = "right" if share == panel.widest else "center"
        sheet.text(at, y - 0.9, percent(share), 5.5, colour=SOFT, across=across)  # type: ignore[arg-type]
    y += 0.6
    for line in panel.lines:
        _draw_line(sheet, x, y, width, plot, line, panel.widest)
        y += _LINE
    return y


def _numbers_at(right: float) -> tuple[float, float, float]:
    return right - 28, right - 13, right


def _draw_line(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    plot: tuple[float, float],
    line: dict[str, Any],
    widest: float,
) -> None:
    middle = y + _LINE / 2
    lines, size = fit(_named(line["by"], line["value"]), _LABEL - 2, _LINE - 0.2, 8.2)
    sheet.block(x, middle - len(lines) * size * LEADING / 2, lines, size, colour=INK)
    left, room = plot
    if not math.isnan(line["staff_share"]):
        _bar(sheet, left, middle, room * line["staff_share"] / widest)
    for name, mark, up in (("participants", _diamond, -1.1), ("heard", _dot, 1.1)):
        share = line[f"{name}_share"]
        if not math.isnan(share):
            mark(sheet, left + room * share / widest, middle + up)
    unknown = math.isnan(line["staff_share"])
    numbers = (
        str(line["participants"]),
        str(line["heard"]),
        "inconnus" if unknown else percent(line["staff_share"]).replace("moins de ", "< "),
    )
    for words, at in zip(numbers, _numbers_at(x + width), strict=True):
        size = 6.5 if words == "inconnus" else 8
        sheet.text(at, middle, words, size, colour=INK, across="right", down="middle")
    sheet.line(x, y + _LINE, x + width, y + _LINE, colour=RULE, line=0.3)


def _bar(sheet: Sheet, x: float, middle: float, width: float) -> None:
    sheet.rect(x, middle - 1.9, max(width, 0.3), 3.8, fill=_STAFF, edge=_EDGE, line=0.6)


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    reach = 1.25
    points = [(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)]
    sheet.polygon(points, fill="#ffffff", edge=LITERATURE, line=1.1)


def _dot(sheet: Sheet, x: float, y: float) -> None:
    sheet.circle(x, y, 1.05, fill=FIELD, edge=FIELD)


# -- in words --------------------------------------------------------------------------------------


def _alt(matter: Matter, exercised: Exercised) -> str:
    table, absent = exercised.presence, exercised.absent_groups
    lines = [NO_SAMPLE if table["staff_share"].notna().any() else f"{NO_STAFF} {NO_SAMPLE}"]
    for by in _drawn(table):
        here = table[table["by"] == by]
        compared = ", du plus grand écart au plus petit" if here["gap"].notna().any() else ""
        lines.append(f"{BY[by]}{compared} :")
        lines += [f"– {one}" for one in here["sentence"]]
        lines += [f"– {one}" for one in absent[absent["by"] == by]["sentence"]]
    return alternative(matter, TITLE, [*lines, staff_source(matter.corpus)])
