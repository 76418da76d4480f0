"""The kinds of document, and their French names: one name a thing, on every screen and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["ADMINISTRATION", "INNOVATION", "KINDS", "KIND_WORDS", "POSTED", "SIDES", "posted_words"]

# kind → one of them, several of them; in the order in which they are told
KIND_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "interview": ("entretien", "entretiens"),
        "observation": ("observation", "observations"),
        "literature_note": ("note de veille", "notes de veille"),
        "wall_table": ("tableau du mur", "tableaux du mur"),
        # positions taken before and after, and what was argued
        "debate": ("débat mouvant", "débats mouvants"),
        # remarks at the end of a session
        "debriefing": ("débriefing", "débriefings"),
        # how the method of a case fared: what was tried, was it conclusive, what to change
        "method_note": ("note de méthode", "notes de méthode"),
    }
)
KINDS = tuple(KIND_WORDS)
# what its own table places in a row and a column: a paper of the wall, an argument of a debate
POSTED = ("wall_table", "debate")
# the two languages of the room, and those who speak them
ADMINISTRATION, INNOVATION = SIDES = ("administration", "innovation")


def posted_words(kinds: Iterable[str]) -> tuple[str, str]:
    """Return what such documents hold, one of it and several: papers, arguments, or both.

    Examples
    --------
    >>> posted_words(["wall_table"])[1], posted_words(["debate"])[0]
    ('papiers du mur', 'argument du débat')
    """
    there = set(kinds)
    if there == {"debate"}:
        return "argument du débat", "arguments du débat"
    if "debate" in there:
        return "papier ou argument", "papiers et arguments"
    return "papier du mur", "papiers du mur"
