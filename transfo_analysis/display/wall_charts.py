"""Charts for the public, from a release alone: the table, and who was heard.

They have the look of the working charts, and nothing that the release has not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from transfo_analysis.display.bands import NOT_TOLD
from transfo_analysis.display.heard_chart import draw_heard
from transfo_analysis.display.page import FICTIONAL, Chart
from transfo_analysis.display.sheet import LEADING, Sheet, fit, plain, width_of, wrap
from transfo_analysis.display.style import A3, FIELD, INK, RULE, SOFT, Face, Paper
from transfo_analysis.guard.release import DRAFT, Column, Grid, Heard, Release, Row
from transfo_analysis.typography import french, listed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SLIDE", "mark", "slides", "wall_charts"]

# a screen of 16 × 9, as projected in a meeting
SLIDE = Paper("diapositive 16/9", 338.67, 190.5, 12)
HEARD = "Qui avons-nous entendu ?"
_READ = (
    "Un carré plein : nous en montrons quelque chose. Un tiret : rien n’est montré ici, ce qui ne "
    "veut pas dire que rien n’a été dit."
)
_SMALL = 7.5
_MARKED: dict[bool, Face] = {True: "bold", False: "italic"}
# dark enough to be told from paper on a grey print; the sign says it again
_SHOWN = "#dbe4ee"


def wall_charts(release: Release, paper: Paper = A3) -> list[Chart]:
    """Return the charts of a release, on a paper: one for each table, one of who was heard."""
    names = _names(release.grids)
    charts = [_table(release, *named, paper) for named in zip(release.grids, names, strict=True)]
    if release.heard:
        charts.append(_heard(release, release.heard, paper))
    return charts


def _names(grids: Sequence[Grid]) -> list[str]:
    """Return the names of the tables' files: after their cases when there are several."""
    if len(grids) == 1:
        return ["tableau"]
    cases = [grid.case for grid in grids]
    return [
        f"tableau-{case if case and cases.count(case) == 1 else rank}"
        for rank, case in enumerate(cases, start=1)
    ]


def slides(release: Release) -> list[Chart]:
    """Return the same charts at the size of a slide."""
    return [
        Chart(f"diapositive-{one.name}", one.title, one.sheets, one.data, one.alt)
        for one in wall_charts(release, SLIDE)
    ]


def mark(release: Release) -> str:
    """Return what every file of a release must say of itself: a draft, made-up matter."""
    said = [DRAFT] * release.draft + [FICTIONAL] * release.fictional
    return " ; ".join(said)


def _open(release: Release, paper: Paper, title: str, below: str) -> tuple[Sheet, float, float]:
    """Begin a sheet; return it with the top and bottom of the room that is left."""
    sheet = Sheet(paper)
    _watermark(sheet, release)
    left, right = paper.margin, paper.width - paper.margin
    y = paper.margin - 2
    words, face = mark(release).capitalize(), _MARKED[release.draft]
    beside = right - left - width_of(words, 10, face) - 6
    sheet.text(right, paper.margin + 2, words, 10, face=face, across="right")
    y = sheet.block(left, y, fit(release.title, beside, 5, 10)[0], 10)
    lines, size = fit(title, right - left, 20, 22, "bold", smallest=12)
    y = sheet.block(left, y + 0.6, lines, size, face="bold", colour=INK) + 1
    y = sheet.paragraph(left, y, min(right - left, 250.0), below, 10) if below else y
    foot = wrap(" ".join([release.note, *release.credits]).strip(), right - left, _SMALL)
    bottom = paper.height - paper.margin + 3 - len(foot) * _SMALL * LEADING
    sheet.line(left, bottom - 1.6, right, bottom - 1.6, colour=RULE)
    sheet.block(left, bottom, foot, _SMALL)
    return sheet, y + 4, bottom - 5


def _watermark(sheet: Sheet, release: Release) -> None:
    """Write across the whole sheet, under all else, that it is a draft."""
    if release.draft:
        paper, words = sheet.paper, DRAFT.upper()
        size = 40 * (paper.width * 0.8) / max(1.0, width_of(words, 40, "bold"))
        middle = (paper.width / 2, paper.height / 2 + 8)
        options = {"face": "bold", "colour": "#d9dde3", "across": "center"}
        sheet.text(*middle, words, size, rotation=20, **options)  # type: ignore[arg-type]


def _table(release: Release, grid: Grid, name: str, paper: Paper) -> Chart:
    sheet, top, bottom = _open(release, paper, grid.case_label, _READ)
    left, right = paper.margin, paper.width - paper.margin
    first = min(84.0, (right - left) * 0.24)
    wide = (right - left - first) / max(1, len(grid.columns))
    head = min(24.0, (bottom - top) * 0.14)
    tall = min(24.0, (bottom - top - head) / max(1, len(grid.rows)))
    heads = [fit(_named(one), wide - 3, head - 2, 19, "bold", smallest=4) for one in grid.columns]
    size = min((size for _, size in heads), default=19)
    for rank, column in enumerate(grid.columns):
        lines, size = fit(_named(column), wide - 3, head - 2, size, "bold", smallest=4)
        x, y = left + first + (rank + 0.5) * wide, top + head - 1.5 - len(lines) * size * LEADING
        sheet.block(x, y, lines, size, face="bold", colour=INK, across="center")
    # three labels out of four have one size; the longest shrink alone
    high = max(3.0, min(20.0, tall * 0.9 / LEADING))
    sizes = sorted(fit(_named(r), first - 3, tall * 0.8, high, smallest=3)[1] for r in grid.rows)
    shared = sizes[len(sizes) // 4] if sizes else high
    for row_rank, row in enumerate(grid.rows):
        y = top + head + row_rank * tall
        lines, size = fit(_named(row), first - 3, tall * 0.8, shared, smallest=3)
        up = len(lines) * size * LEADING / 2
        sheet.block(left + first - 3, y + tall / 2 - up, lines, size, colour=INK, across="right")
        for column_rank, column in enumerate(grid.columns):
            cell = grid.cells[row.code, column.code]
            x = left + first + column_rank * wide
            sheet.rect(
                x + 0.4,
                y + 0.4,
                wide - 0.8,
                tall - 0.8,
                fill=_SHOWN if cell.shown else "none",
                edge=RULE,
                line=0.4,
            )
            middle = (x + wide / 2, y + tall / 2)
            if not cell.shown:
                sheet.text(*middle, "–", 11, colour=SOFT, across="center", down="middle")
            elif cell.count:
                size = min(14.0, tall * 1.1)
                sheet.text(*middle, cell.count, size, face="bold", across="center", down="middle")
            else:
                side = min(6.0, tall * 0.5)
                sheet.rect(middle[0] - side / 2, middle[1] - side / 2, side, side, fill=FIELD)
    return Chart(name, grid.case_label, (sheet,), _cells(grid), _alt_table(release, grid))


def _named(one: Row | Column) -> str:
    return f"{one.label} ({one.count})" if one.count else one.label


def _cells(grid: Grid) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (row.label, column.label, cell.label, cell.count)
        for row in grid.rows
        for column in grid.columns
        for cell in (grid.cells[row.code, column.code],)
    ]
    return pd.DataFrame(rows, columns=["ligne", "colonne", "case", "personnes"])


def _alt_table(release: Release, grid: Grid) -> str:
    lines = []
    for row in grid.rows:
        told = [
            f"{column.label} ({cell.count})" if cell.count else column.label
            for column in grid.columns
            for cell in (grid.cells[row.code, column.code],)
            if cell.shown
        ]
        lines.append(f"{row.label} : {listed(told) if told else 'rien n’est montré'}.")
    return _alternative(
        release, f"{grid.case_label}. {grid.row_title} × {grid.column_title}", lines
    )


def _heard(release: Release, heard: Heard, paper: Paper) -> Chart:
    import pandas as pd

    sheet, top, bottom = _open(release, paper, HEARD, "")
    margin = paper.margin
    draw_heard(sheet, heard, (margin, top, paper.width - margin, bottom))
    rows = [(title, label, count) for title, shares in heard.by for label, count in shares]
    data = pd.DataFrame(rows, columns=["par", "groupe", "personnes"])
    said = [
        f"{title} : " + " ; ".join(f"{label}, {count}" for label, count in shares) + "."
        for title, shares in heard.by
    ]
    alt = _alternative(
        release, HEARD, [f"{heard.people} personnes entendues.", *said, *heard.absent, NOT_TOLD]
    )
    return Chart("personnes-entendues", HEARD, (sheet,), data, alt)


def _alternative(release: Release, title: str, lines: list[str]) -> str:
    """Return a chart's words for who cannot see it, with what stands at its foot."""
    title = title if title.endswith("?") else f"{title}."
    foot = [one for one in (mark(release).capitalize(), release.note, *release.credits) if one]
    return french("\n".join(plain(one) for one in (title, "", *lines, "", *foot)) + "\n")
