"""« Le débat, argument par argument »: cleared arguments by side, places in bands, nobody's move.

Who says an argument is not told here, not even by grade: on which side somebody spoke is more
than what they said. Where people stood is told in bands, as `stood.py` allows, and never by
grade; that somebody moved is never told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from transfo_analysis.exercises.standing import place_label
from transfo_analysis.guard.heard import band_words, wave_label
from transfo_analysis.guard.quotes import KEPT_OFF, Excerpt
from transfo_analysis.guard.release import Panel, Quote
from transfo_analysis.guard.stood import EVERYBODY, moments
from transfo_analysis.sources.debate import REASON
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.exercises import Exercised
    from transfo_analysis.guard.parts import Parts

__all__ = ["argued", "debates"]

TITLE = "Le débat, argument par argument"
MOVED = "Ce qui a fait bouger"
_WHEN = {"after": "à la fin", "before": "au début"}
_NOTE = (
    "Chacun se place d’un côté ou de l’autre d’une question, argumente, et peut changer de côté. Les "
    "paroles sont relues une à une ; qui les dit n’est pas affiché ici."
)
# question → side, or « what made people move » → excerpts
Cell = tuple[str, str]


def debates(parts: Parts, draft: bool) -> Panel | None:
    """Return the debates for the wall; None while no argument is cleared and no count may be told.

    Parameters
    ----------
    draft : the words that a finding rests on, and that wait to be cleared, are there too
    """
    if parts.exercised is None or parts.exercised.positions.empty:
        return None
    said = _by_cell(parts, parts.exercised, draft=draft)
    sentences = tuple(_positions(parts))
    if not said and not sentences:
        return None
    label = parts.codebook.label
    order = [*parts.codebook.codes, MOVED]
    sides = sorted({side for _, side in said}, key=order.index)
    questions = sorted({question for question, _ in said}, key=order.index)
    rows = tuple(
        (label(question), *(_printed(said.get((question, side), ())) for side in sides))
        for question in questions
    )
    columns = ("Question", *(label(side) for side in sides)) if rows else ()
    return Panel(TITLE, columns, rows, sentences, _NOTE)


def argued(parts: Parts, *, draft: bool) -> set[str]:
    """Return the codings whose words this panel shows."""
    if parts.exercised is None:
        return set()
    said = _by_cell(parts, parts.exercised, draft=draft)
    return {one.coding for some in said.values() for one in some}


def _by_cell(parts: Parts, exercised: Exercised, *, draft: bool) -> dict[Cell, list[Excerpt]]:
    """Return the excerpts of arguments and reasons that may be shown, each place once."""
    rows = {
        str(row["passage_id"]): row
        for row in exercised.arguments.to_dict("records")
        if row["question"]
    }
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for name in rows:
        document, _, place = name.rpartition("@")
        start, _, end = place.partition("-")
        spans.setdefault(document, []).append((int(start), int(end), name))
    chosen = {name for one in parts.statements for name in one.chosen}
    found: dict[Cell, dict[tuple[str, int, int], Excerpt]] = {}
    for one in sorted(parts.excerpts.values(), key=lambda e: (e.place, e.coding)):
        waits = draft and one.coding in chosen and one.standing != KEPT_OFF and not one.obstacle
        if one.document not in spans or not (one.shown or waits):
            continue
        for first, last, name in spans[one.document]:
            if first <= one.start and one.end <= last:
                row = rows[name]
                side = MOVED if row["part"] == REASON else str(row["side"])
                # an argument of the middle, or of nobody knows which side, stands on none
                if side == MOVED or side in parts.codebook.codes:
                    cell = str(row["question"]), side
                    found.setdefault(cell, {}).setdefault(one.place, one)
    return {cell: list(some.values()) for cell, some in found.items()}


def _printed(excerpts: tuple[Excerpt, ...] | list[Excerpt]) -> str:
    # without who speaks
    return " / ".join(Quote(one.words, one.exact).printed for one in excerpts)


def _positions(parts: Parts) -> Iterator[str]:
    """Yield where people stood, a sentence a moment, the first debate first."""
    assert parts.exercised is not None
    label = parts.codebook.label
    for question in moments(parts.exercised.positions):
        for one in reversed(question):
            told: Mapping[str, tuple[int, int]] = parts.stood.get(one.key, {})
            places = [place for place in told if place != EVERYBODY]
            if not places:
                continue
            parts_told = [
                f"{band_words(parts, *told[place])} personnes {_at(place, parts)}"
                for place in sorted(places, key=[*parts.codebook.codes, *places].index)
            ]
            when = f"{wave_label(one.wave)}, {_WHEN[one.when]}" if one.wave else _WHEN[one.when]
            yield f"« {label(one.question)} » ({when}) : {listed(parts_told)}."


def _at(place: str, parts: Parts) -> str:
    if place in parts.codebook.codes:
        return f"à « {parts.codebook.label(place)} »"
    return f"({place_label(place, parts.codebook)})"
