"""What every chart has around it: title, what to read, warnings, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.display.sheet import LEADING, Sheet, fit, plain, width_of, wrap
from transfo_analysis.display.style import (
    CAUTION,
    CAUTION_EDGE,
    INK,
    RULE,
    SOFT,
    Paper,
)
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = [
    "FICTIONAL",
    "MARK",
    "NOTHING_CODED",
    "Chart",
    "Page",
    "alternative",
    "described",
    "figures",
    "grid_caution",
    "kept",
    "open_page",
    "spoken",
    "wave_words",
]

MARK = "document de travail, ne pas afficher"
FICTIONAL = "projet fictif de démonstration"
_LONG = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")
_WAVE = re.compile(r"^vague[\s_-]*(?=\d)", re.IGNORECASE)
NOTHING_CODED = "0 codage validé : rien n’est encore codé."


@dataclass(frozen=True)
class Chart:
    """One chart: its file name, its sheets of paper, its data, its words for who cannot see it."""

    name: str
    title: str
    sheets: tuple[Sheet, ...]
    data: pd.DataFrame
    alt: str


@dataclass(frozen=True)
class Page:
    """A sheet with its title and note, and the room left between them, in millimetres."""

    sheet: Sheet
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """The room from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The room from top to bottom."""
        return self.bottom - self.top


def open_page(
    matter: Matter,
    paper: Paper,
    title: str,
    subtitle: str,
    *,
    number: int = 1,
    of: int = 1,
    note: str = "",
    caution: str | None = None,
) -> Page:
    """Begin a sheet: what stands above and below the chart.

    Parameters
    ----------
    number, of : which sheet of how many
    note : what is particular to this chart, before the common note
    caution : a warning in a box; by default, that nothing is coded when nothing is
    """
    sheet = Sheet(paper)
    left, right = paper.margin, paper.width - paper.margin
    tag_left = _tag(sheet, matter, right, paper.margin - 2)
    room = tag_left - left - 6
    y = paper.margin - 2
    y = sheet.block(left, y, fit(matter.heading, room, 4, 8)[0], 8, colour=SOFT)
    heading = title if of == 1 else f"{title} ({number} sur {of})"
    lines, size = fit(heading, room, 8, 17, "bold", smallest=12)
    y = sheet.block(left, y + 0.6, lines, size, face="bold", colour=INK) + 0.8
    y = sheet.paragraph(left, y, min(right - left, 225.0), subtitle, 9)
    if caution is None and matter.own_codings.empty:
        caution = NOTHING_CODED
    if caution:
        y = _caution(sheet, left, y + 2.2, right - left, caution)
    foot = _foot(matter, paper, right - left, note)
    bottom = paper.height - paper.margin + 3 - len(foot) * 6.8 * LEADING
    sheet.line(left, bottom - 1.6, right, bottom - 1.6, colour=RULE)
    sheet.block(left, bottom, foot, 6.8)
    return Page(sheet, left, right, y + 4, bottom - 4.5)


def _tag(sheet: Sheet, matter: Matter, right: float, top: float) -> float:
    """Write in the corner what this paper is not for; return its left edge."""
    words = MARK.upper()
    width = width_of(words, 6.5, "bold") + 5
    sheet.rect(right - width, top, width, 5.4, edge=INK, line=0.8)
    sheet.text(
        right - width / 2, top + 2.7, words, 6.5, face="bold", across="center", down="middle"
    )
    if matter.settings.fictional:
        sheet.text(right, top + 9.4, FICTIONAL.capitalize(), 7.5, face="italic", across="right")
    return right - width


def _caution(sheet: Sheet, x: float, y: float, width: float, words: str) -> float:
    lines = wrap(words, width - 10, 10, "bold")
    height = len(lines) * 10 * LEADING + 3.6
    sheet.rect(x, y, width, height, fill=CAUTION)
    sheet.rect(x, y, 1.4, height, fill=CAUTION_EDGE)
    sheet.block(x + 5, y + 1.9, lines, 10, face="bold", colour=INK)
    return y + height


def described(matter: Matter) -> list[str]:
    """Return, in sentences, what the charts of this case rest on."""
    documents, voices = len(matter.documents), len(matter.voices)
    waves = wave_words(matter.waves)
    material = (
        f"Matériau : {plural(documents, 'document')}, paroles de "
        f"{plural(voices, 'personne')} identifiée{'s' if voices > 1 else ''}"
    )
    material += f" ; {waves}." if waves else " ; vague non indiquée."
    codings = matter.own_codings
    coded = figures(plural(len(codings), "codage"))
    decided = (
        f"Décidé par des personnes : {coded} validé{'s' if len(codings) > 1 else ''}, "
        f"{plural(len(matter.heard), 'personne')} entendue{'s' if len(matter.heard) > 1 else ''}."
        if len(codings)
        else NOTHING_CODED
    )
    own = matter.own_suggestions
    open_ = own[own["answered"] == ""]
    proposed = figures(plural(int(open_["passage_id"].nunique()), "passage"))
    machine = f"Proposé par le programme : {proposed}."
    return [material, decided, machine]


def figures(text: str) -> str:
    """Return a text whose long numbers are cut in threes, as French does.

    Examples
    --------
    >>> figures("12345 mots") == "12\u202f345 mots"
    True
    """
    return _LONG.sub("\u202f", text)


def grid_caution(matter: Matter) -> str | None:
    """Return what a grid says in a box when nothing is coded."""
    if not matter.own_codings.empty:
        return None
    return f"{NOTHING_CODED} Les nombres en italique sont proposés par le programme."


def wave_words(waves: Sequence[str]) -> str:
    """Return rounds of fieldwork in words.

    Examples
    --------
    >>> wave_words(["1", "2"]), wave_words(["vague-1"]), wave_words(["décembre"])
    ('vagues 1 et 2', 'vague 1', 'vague décembre')
    """
    bare = [_WAVE.sub("", wave) or wave for wave in waves]
    return f"vague{'s' * (len(bare) > 1)} {listed(bare)}" if bare else ""


def kept(matter: Matter) -> str:
    """Return what the cross table keeps of the material, as a sentence, or ""."""
    words = matter.cross_table.filters.french()
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def spoken(
    cell: Mapping[str, int], posted: tuple[str, str] = ("papier du mur", "papiers du mur")
) -> str:
    """Return the counts of a cell in words; what the program proposes is said apart.

    Parameters
    ----------
    posted : what its `wall_rows` are, one and several

    Examples
    --------
    >>> spoken({"people": 2, "excerpts": 3, "suggested_people": 1, "wall_rows": 0, "studies": 1})
    '2 personnes entendues, 1 étude (proposé : 1 personne)'
    """
    said = []
    if cell["people"]:
        said.append(f"{plural(cell['people'], 'personne')} entendue{'s' * (cell['people'] > 1)}")
    elif cell["excerpts"]:
        said.append(f"{plural(cell['excerpts'], 'extrait')} sans personne entendue")
    if cell["wall_rows"]:
        said.append(plural(cell["wall_rows"], *posted))
    if cell["studies"]:
        said.append(plural(cell["studies"], "étude"))
    words = ", ".join(said)
    if cell["suggested_people"]:
        words += f" (proposé : {plural(cell['suggested_people'], 'personne')})"
    return words.strip()


def _foot(matter: Matter, paper: Paper, width: float, note: str) -> list[str]:
    sentences = " ".join([*([note] if note else []), *described(matter)])
    last = f"{MARK.capitalize()}. {paper}."
    if matter.settings.fictional:
        last = f"{FICTIONAL.capitalize()}. {last}"
    return [*wrap(sentences, width, 6.8), *wrap(last, width, 6.8)]


def alternative(matter: Matter, title: str, lines: Sequence[str]) -> str:
    """Return the alternative text of a chart, for a file: title, content, note, mark."""
    head = [f"{title}. {matter.heading}."]
    if matter.own_codings.empty:
        head.append(NOTHING_CODED)
    foot = [*described(matter), f"{MARK.capitalize()}."]
    if matter.settings.fictional:
        foot.insert(0, f"{FICTIONAL.capitalize()}.")
    # a label that holds a line end stays on its line
    return french("\n".join(plain(one) for one in (*head, "", *lines, "", *foot)) + "\n")
