"""The material: one square per document, by kind and wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.display.grid import Key, draw_keys
from transfo_analysis.display.page import Chart, alternative, figures, open_page, wave_words
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.style import A4, FIELD, INK, RULE, SOFT
from transfo_analysis.tables import KIND_WORDS
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter

__all__ = ["material"]

TITLE = "De quoi nous partons"
# what a first fieldwork brings has its line even when empty; the rest, once there is some
FIRST = ("interview", "observation", "literature_note", "wall_table")
_LABEL = 46.0


def material(matter: Matter) -> Chart:
    """Draw the documents of a case, by kind and wave."""
    data = _data(matter)
    page = open_page(
        matter, A4, TITLE, "Un carré par document : plein, une transcription ; vide, des notes."
    )
    sheet = page.sheet
    waves = [*matter.waves, *([""] if (data["wave"] == "").any() else [])] or [""]
    width = (page.width - _LABEL) / len(waves)
    for rank, wave in enumerate(waves):
        words = wave_words([wave]) if wave else "vague non indiquée"
        heading = words[:1].upper() + words[1:]
        sheet.text(page.left + _LABEL + rank * width, page.top + 4, heading, 10, face="bold")
    y = page.top + 7
    kinds = _kinds(data)
    step = min(26.0, (page.height - 16) / len(kinds))
    for kind, label in kinds.items():
        sheet.line(page.left, y, page.right, y, colour=RULE)
        sheet.text(page.left, y + 6, label, 10)
        for rank, wave in enumerate(waves):
            here = data[(data["kind"] == kind) & (data["wave"] == wave)]
            _cell(sheet, page.left + _LABEL + rank * width, y, width - 6, step, here)
        y += step
    sheet.line(page.left, y, page.right, y, colour=RULE)
    keys = [
        Key(3, lambda s, a, b: _square(s, a, b - 1.5, 3, full=True), "transcription"),
        Key(3, lambda s, a, b: _square(s, a, b - 1.5, 3, full=False), "notes, tableau"),
    ]
    draw_keys(sheet, page.left, y + 2, page.width, keys)
    return Chart("materiau", TITLE, (sheet,), data, _alt(matter, data, waves))


def _kinds(data: pd.DataFrame) -> dict[str, str]:
    there = {*FIRST, *data["kind"]}
    return {k: many[0].upper() + many[1:] for k, (_, many) in KIND_WORDS.items() if k in there}


def _data(matter: Matter) -> pd.DataFrame:
    names = ["document_id", "kind", "wave", "recorded", "words"]
    return (
        matter.documents[names].sort_values(["kind", "wave", "document_id"]).reset_index(drop=True)
    )


def _cell(
    sheet: Sheet, x: float, y: float, width: float, height: float, here: pd.DataFrame
) -> None:
    count = len(here)
    if not count:
        sheet.text(x, y + 6, "–", 9, colour=SOFT)
        return
    words = f"{plural(count, 'document')}, {figures(plural(int(here['words'].sum()), 'mot'))}"
    sheet.text(x, y + 6, words, 8.5, colour=INK)
    pitch = 5.6
    # as many rows of squares as the cell has room for: smaller squares when there are many
    while pitch > 1.2 and -(-count // max(1, int(width / pitch))) * pitch > height - 11:
        pitch *= 0.9
    across = max(1, int(width / pitch))
    full = sorted((bool(one) for one in here["recorded"]), reverse=True)
    for rank, recorded in enumerate(full):
        left, top = x + rank % across * pitch, y + 9 + rank // across * pitch
        _square(sheet, left, top, pitch * 0.74, full=recorded)


def _square(sheet: Sheet, x: float, y: float, side: float, *, full: bool) -> None:
    sheet.rect(x, y, side, side, fill=FIELD if full else "#ffffff", edge=FIELD, line=0.8)


def _alt(matter: Matter, data: pd.DataFrame, waves: list[str]) -> str:
    lines = []
    for kind, label in _kinds(data).items():
        said = []
        for wave in waves:
            here = data[(data["kind"] == kind) & (data["wave"] == wave)]
            name = wave_words([wave]) if wave else "vague non indiquée"
            recorded = int(here["recorded"].sum())
            words = f"{name} {plural(len(here), 'document')}"
            said.append(words + (f" dont {plural(recorded, 'transcription')}" if recorded else ""))
        lines.append(f"{label} : {' ; '.join(said)}.")
    return alternative(matter, TITLE, lines)
