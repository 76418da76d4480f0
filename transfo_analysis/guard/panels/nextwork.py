"""« La suite »: the chantiers that hang, with what is planned for them, where it was cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfo_analysis.coding.events import CLOSED, TAKEN_UP
from transfo_analysis.guard.plans import Plan, plans
from transfo_analysis.guard.quotes import CLEARED, KEPT_OFF
from transfo_analysis.guard.release import Panel

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts

__all__ = ["next_work"]

TITLE = "La suite"
_COLUMNS = ("Chantier", "Ce qu’on en fait", "Pour qui", "Ouvert depuis")
# not written yet, or not to be shown: nobody can tell which
_NOTHING = "–"
_NOTE = (
    "Écrit et relu par des personnes. Un tiret : rien n’est encore décidé, ou rien n’est à "
    "afficher. Qui s’en charge n’est pas affiché."
)


def next_work(parts: Parts, draft: bool) -> Panel | None:
    """Return the chantiers whose statement may hang; None while nothing is said of any.

    What is planned stands beside a statement only once it was cleared by itself. Who does it
    and when are never shown, nor that a chantier was passed over.

    Parameters
    ----------
    draft : what waits for a person is shown too
    """
    shown = [one for one in plans(parts) if _open(one.statement.standing, draft)]
    going = [one for one in shown if one.state != CLOSED]
    rows = tuple(_row(one, draft) for one in going)
    sentences = tuple(
        f"Clos depuis la {_wave(one.state_wave)} : {one.statement.words}"
        for one in shown
        if one.state == CLOSED
    )
    told = any(row[1:3] != (_NOTHING, _NOTHING) for row in rows)
    if not (told or sentences or any(one.state == TAKEN_UP for one in going)):
        return None
    return Panel(TITLE, _COLUMNS if rows else (), rows, sentences, _NOTE)


def _row(one: Plan, draft: bool) -> tuple[str, str, str, str]:
    may = _open(one.standing, draft) and not one.obstacle
    since = _wave(one.since) if one.since else ""
    if one.state == TAKEN_UP:
        since = f"{since} ; repris en {_wave(one.state_wave)}".removeprefix(" ; ")
    return (
        one.statement.words,
        (one.what if may else "") or _NOTHING,
        (one.for_whom if may else "") or _NOTHING,
        since or _NOTHING,
    )


def _open(standing: str, draft: bool) -> bool:
    return standing == CLEARED or (draft and standing != KEPT_OFF)


def _wave(wave: str) -> str:
    return wave.replace("-", " ")
