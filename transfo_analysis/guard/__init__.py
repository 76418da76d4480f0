"""What may be shown: consent, clearances, names, small cells.

`build(parts)` returns what is shown, `missing(parts)` lists what keeps from it. Everything
that goes to the public is made from the `Release` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transfo_analysis.errors import Notice
    from transfo_analysis.guard.parts import Parts
    from transfo_analysis.guard.release import Release

__all__ = ["build", "missing"]


def build(parts: Parts, *, draft: bool = False) -> Release:
    """Build what may be shown, and nothing else.

    Raises
    ------
    PublicationError
        If something is missing (not for a draft); the message lists it all.
    """
    from transfo_analysis.guard.publishing import prepare

    return prepare(parts, draft=draft).release


def missing(parts: Parts) -> list[Notice]:
    """Return all that keeps from publishing, each with what to do."""
    from transfo_analysis.guard import waiting

    return waiting.missing(parts)
