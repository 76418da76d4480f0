"""What a person lets be shown: quotes, cells that rest on one person, statements, plans.

A clearance holds for what was read, and for nothing else: other words, and it lapses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from transfo_analysis.coding.acts import Acts
from transfo_analysis.coding.events import Event
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.errors import CodingError

__all__ = ["Clearing", "planned_words", "stamp"]


def stamp(codings: Iterable[str]) -> str:
    """Return what a cell's clearance is bound to: the codings behind it, in any order."""
    return text_sha256(" ".join(sorted(codings)))


def planned_words(plan: Mapping[str, str]) -> str:
    """Return what a plan's clearance is bound to: what, and for whom; "" when neither is written."""
    return "\n".join(plan.get(name, "") for name in ("what", "for_whom")).strip()


class Clearing(Acts):
    """Say what may be shown and what may not; anyone may, and the later word holds.

    What is kept off may be kept off with a reason, in one's own words: it is working matter,
    shown to who reads the list and never on the wall.
    """

    def clear_quote(self, coding: str) -> Event:
        """Let the words of a coding be shown, as they stand today.

        Raises
        ------
        CodingError
            If there is no such coding, or its words are no longer sure.
        """
        found = self._coding(coding)
        self._who()
        text = self.corpus.texts.get(found.document)
        if text is None or self.corpus.text_sha256(found.document) != found.sha256:
            raise CodingError(
                "Les mots de ce codage ont changé ou ne sont plus dans le texte.",
                cure="Répondez d’abord à projet.to_review(), puis relisez l’extrait.",
            )
        span = self.span((found.document, found.start, found.end))
        words = text_sha256(text[found.start : found.end])
        return self._act("quote_cleared", found.case, {"coding": coding, **span, "words": words})

    def unclear_quote(self, coding: str, reason: str = "") -> Event:
        """Keep the words of a coding from being shown, cleared before or not."""
        case = self._coding(coding).case
        return self._act("quote_uncleared", case, _kept_off({"coding": coding}, reason))

    def clear_finding(self, finding: str) -> Event:
        """Let the statement of a finding be shown, as it is worded today."""
        found = self._finding(finding)
        data = {"finding": finding, "words": text_sha256(found.statement)}
        return self._act("finding_cleared", found.case, dict(data))

    def unclear_finding(self, finding: str, reason: str = "") -> Event:
        """Keep a finding from being shown, cleared before or not; it stays a finding."""
        case = self._finding(finding).case
        return self._act("finding_uncleared", case, _kept_off({"finding": finding}, reason))

    def clear_plan(self, finding: str) -> Event:
        """Let what is planned for a finding, and for whom, be shown as it is written today.

        By whom and when are never shown.

        Raises
        ------
        CodingError
            If there is no such finding, or nothing is planned for it.
        """
        found = self._finding(finding)
        words = planned_words(found.plan)
        if not words:
            raise CodingError(
                "Rien n’est écrit de ce qu’on fera de ce chantier, ni pour qui.",
                cure=f"Écrivez-le d’abord : projet.coding.plan({finding!r}, what=…, for_whom=…).",
            )
        data = {"finding": finding, "words": text_sha256(words)}
        return self._act("plan_cleared", found.case, dict(data))

    def unclear_plan(self, finding: str, reason: str = "") -> Event:
        """Keep what is planned for a finding from being shown, cleared before or not."""
        case = self._finding(finding).case
        return self._act("plan_uncleared", case, _kept_off({"finding": finding}, reason))

    def clear_cell(self, cell: str, codings: Iterable[str]) -> Event:
        """Let a cell be shown although it rests on one person, or on nobody with a name.

        Parameters
        ----------
        cell : `case/row/column`
        codings : all that stands behind it today (`projet.clear_cell` knows them)

        Raises
        ------
        CodingError
            If there is no such cell, or nothing stands behind it.
        """
        case, behind = self._bundle_case(cell), sorted(set(codings))
        if not behind:
            raise CodingError(
                f"La case « {cell} » est vide : il n’y a rien à montrer.",
                cure="Choisissez une case de projet.to_clear().",
            )
        return self._act("cell_cleared", case, {"cell": cell, "codings": stamp(behind)})

    def unclear_cell(self, cell: str, reason: str = "") -> Event:
        """Keep a cell from being shown, however many people it rests on."""
        case = self._bundle_case(cell)
        return self._act("cell_uncleared", case, _kept_off({"cell": cell}, reason))


def _kept_off(data: dict[str, object], reason: str) -> dict[str, object]:
    written = " ".join(reason.split())
    return {**data, "reason": written} if written else data
