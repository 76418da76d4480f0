"""The appearance curve: what is heard for the first time, person after person."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.grid import Key, draw_keys, keys_height
from transfo_analysis.display.page import Chart, Page, alternative, open_page, wave_words
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import A4, FIELD, INK, LITERATURE, RULE, SOFT
from transfo_analysis.rerun.appearance import BORN, NEVER, ORDERS, WHAT
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["appearance_curve"]

TITLE = "Ce qu’on entend pour la première fois"
_HEADS = {"codes": "Codes", "croisements": "Croisements (ligne × colonne)"}
_SHADES = {BORN[0]: ("#c9d8e8", FIELD), BORN[1]: ("#f0d6c4", LITERATURE)}
_MEANING = {BORN[0]: "codes présents au départ", BORN[1]: "nés du terrain"}
_NOTHING = "0 codage posé à la main : il n’y a rien à suivre."


def appearance_curve(matter: Matter) -> Chart:
    """Draw when codes and crossings are first heard, with what chance alone does."""
    data = _data(matter)
    page = open_page(
        matter,
        A4,
        TITLE,
        "Une personne entendue après l’autre, vague après vague : combien de codes, combien de "
        "croisements différents a-t-on entendus ? Codages posés à la main seulement (ici, ou dans un "
        "tableur importé), jamais une suggestion acceptée. La bande dit le hasard de l’ordre : les "
        f"personnes tirées {ORDERS} fois dans un autre ordre, dans leur vague, neuf tirages sur dix "
        "y tombent.",
        caution=_NOTHING if data.empty else None,
    )
    if not data.empty:
        _panels(page, data)
    return Chart("courbe-apparition", TITLE, (page.sheet,), data, _alt(matter, data))


def _data(matter: Matter) -> pd.DataFrame:
    from transfo_analysis.tables import frame

    found = matter.appearance
    if found is None:
        return frame("appearance", [])
    return found[found["case"] == matter.case.id].reset_index(drop=True)


@dataclass(frozen=True)
class _Scale:
    """From people and counts to places on a sheet, in millimetres."""

    left: float
    bottom: float
    width: float
    height: float
    people: int
    most: int

    def x(self, rank: float) -> float:
        return self.left + self.width * (rank - 0.5) / max(1, self.people)

    def y(self, count: float) -> float:
        return self.bottom - self.height * count / max(1, self.most)


def _panels(page: Page, data: pd.DataFrame) -> None:
    keys = [_key(born) for born in BORN if (data["born"] == born).any()]
    # under the axes: their title, the legend, and what the curve never shows
    below = keys_height(keys, page.width) + 19
    shown = [what for what in WHAT if (data["what"] == what).any()]
    room = (page.width - 14 * (len(shown) - 1)) / len(shown)
    for at, what in enumerate(shown):
        left = page.left + at * (room + 14)
        part = data[data["what"] == what]
        scale = _Scale(
            left + 9,
            page.bottom - below,
            room - 16,
            page.bottom - below - page.top - 12,
            int(part["rank"].max()),
            int(part["high"].max()),
        )
        page.sheet.text(left, page.top + 2, _HEADS[what], 10, face="bold")
        _axes(page.sheet, scale, part)
        for born in BORN:
            if len(own := part[part["born"] == born]):
                _line(page.sheet, scale, own, born)
    end = draw_keys(page.sheet, page.left, page.bottom - below + 11, page.width, keys)
    page.sheet.paragraph(page.left, end + 1.5, page.width, NEVER, 8.5, face="bold", colour=INK)


def _axes(sheet: Sheet, scale: _Scale, part: pd.DataFrame) -> None:
    right, top = scale.left + scale.width, scale.bottom - scale.height
    for count in _steps(scale.most):
        y = scale.y(count)
        sheet.line(scale.left, y, right, y, colour=RULE, line=0.4)
        sheet.text(
            scale.left - 2, y, str(count), 7.5, colour=SOFT, across="right", down="middle"
        )  # fmt: skip
    one = part[part["born"] == part["born"].iloc[0]]
    for rank in _steps(scale.people):
        if rank:
            x = scale.x(rank)
            sheet.text(x, scale.bottom + 3.6, str(rank), 7.5, colour=SOFT, across="center")
    sheet.text(
        right, scale.bottom + 8, "personnes entendues, dans l’ordre des vagues", 7.5,
        colour=SOFT, across="right",
    )  # fmt: skip
    first = 0.5
    waves = one.groupby("wave", sort=False)["rank"].max()
    for name, last in waves.items():
        edge = int(last) + 0.5
        words = wave_words([str(name)]) if name else "sans vague"
        middle = (scale.x(first) + scale.x(edge)) / 2
        sheet.text(middle, top - 2.2, words, 7.5, face="italic", colour=SOFT, across="center")
        if edge < scale.people:
            sheet.line(scale.x(edge), top - 5, scale.x(edge), scale.bottom, colour=SOFT, line=0.7)
        first = edge


def _steps(most: int) -> list[int]:
    """Return round numbers from 0 to `most`, six or so.

    Examples
    --------
    >>> _steps(14), _steps(61)
    ([0, 2, 4, 6, 8, 10, 12, 14], [0, 10, 20, 30, 40, 50, 60])
    """
    step = next(
        (s * 10**power for power in range(7) for s in (1, 2, 5) if most / (s * 10**power) <= 8), 1
    )
    return list(range(0, most + 1, step))


def _line(sheet: Sheet, scale: _Scale, part: pd.DataFrame, born: str) -> None:
    fill, colour = _SHADES[born]
    ranks = [int(rank) for rank in part["rank"]]
    low, high, found = ([int(n) for n in part[name]] for name in ("low", "high", "found"))
    up = [(scale.x(rank), scale.y(n)) for rank, n in zip(ranks, high, strict=True)]
    down = [(scale.x(rank), scale.y(n)) for rank, n in zip(ranks, low, strict=True)]
    sheet.polygon([*up, *reversed(down)], fill=fill)
    points = [(scale.x(rank), scale.y(n)) for rank, n in zip(ranks, found, strict=True)]
    for (x, y), (to_x, to_y) in pairwise(points):
        sheet.line(x, y, to_x, to_y, colour=colour, line=1.2)
    for x, y in points:
        _sign(sheet, x, y, born)
    x, y = points[-1]
    sheet.text(x + 2, y, str(found[-1]), 8.5, face="bold", colour=colour, down="middle")


def _sign(sheet: Sheet, x: float, y: float, born: str) -> None:
    """Mark a person: a disc, or a lozenge, so that grey tells them apart too."""
    colour = _SHADES[born][1]
    if born == BORN[0]:
        sheet.circle(x, y, 0.8, fill=colour)
    else:
        far = 1.15
        sheet.polygon(
            [(x, y - far), (x + far, y), (x, y + far), (x - far, y)], fill="#ffffff", edge=colour
        )


def _key(born: str) -> Key:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        fill, colour = _SHADES[born]
        sheet.rect(x, y - 1.9, 9, 3.8, fill=fill)
        sheet.line(x, y, x + 9, y, colour=colour, line=1.2)
        _sign(sheet, x + 4.5, y, born)

    return Key(9, draw, _MEANING[born])


def _alt(matter: Matter, data: pd.DataFrame) -> str:
    lines = [NEVER]
    if data.empty:
        lines.insert(0, _NOTHING)
    for (what, born), part in data.groupby(["what", "born"], sort=False):
        lines.append(f"{_HEADS[str(what)]}, {_MEANING[str(born)]} :")
        lines += [_said(row) for row in part.to_dict("records")]
    return alternative(matter, TITLE, lines)


def _said(row: dict[Any, Any]) -> str:
    people = plural(int(row["rank"]), "personne entendue", "personnes entendues")
    where = f" ({wave_words([row['wave']])})" if row["wave"] else ""
    return f"{people}{where} : {row['found']} ; selon l’ordre, de {row['low']} à {row['high']}."
