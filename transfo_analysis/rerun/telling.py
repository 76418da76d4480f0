"""One thing that changed in an exercise, in French, with what opens it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Told"]


@dataclass(frozen=True)
class Told:
    """One thing that changed in an exercise.

    Parameters
    ----------
    exercise : its name on the screen, which is the title of its part of the page
    case : practice case, "" for the whole project
    about : what it is about, on the screen: a question, a chantier
    says : what changed, in French, without a full stop; it names nobody
    note : who and where, in French; shown once the figure is opened
    ids : codings and passages behind it
    """

    exercise: str
    case: str
    about: str
    says: str
    note: str = ""
    ids: tuple[str, ...] = ()
