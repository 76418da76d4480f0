"""The part of a replay that follows answers to suggestions: who said yes, who said no."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from transfo_analysis.coding.state import SuggestionKey

__all__ = ["Answers", "weighed"]

YES, NO = "accepted", "refused"


class Answers:
    """Each coder's last answer to each suggestion.

    Parameters
    ----------
    withdrawn : codings that were taken back, shared with the replay
    """

    def __init__(self, withdrawn: Collection[str]) -> None:
        self._withdrawn = withdrawn
        self._given: dict[SuggestionKey, dict[str, str]] = {}  # coder → coding id or ""

    def give(self, key: SuggestionKey, coder: str, coding: str = "") -> None:
        """Take a coder's answer: the coding made of a suggestion, or "" for no."""
        # the last one answered comes last
        self._given[key] = {**self._given.pop(key, {}), coder: coding}

    def by_coder(self) -> dict[SuggestionKey, Mapping[str, str]]:
        """Return who answered what, in the order of their last answers."""
        return {
            # an acceptance that was withdrawn is an answer still: no
            key: {c: YES if i and i not in self._withdrawn else NO for c, i in who.items()}
            for key, who in self._given.items()
        }


def weighed(by_coder: Mapping[SuggestionKey, Mapping[str, str]]) -> dict[SuggestionKey, str]:
    """Return what each suggestion was answered: accepted, if anyone's acceptance holds."""
    return {key: YES if YES in said.values() else NO for key, said in by_coder.items()}
