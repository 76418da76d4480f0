"""What becomes of a chantier from one session to the next, and what is planned for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from transfo_analysis.coding.board import Board
from transfo_analysis.coding.events import CLOSED, PASSED_OVER, PLANNED, TAKEN_UP, Event
from transfo_analysis.coding.journal import Act
from transfo_analysis.coding.state import FindingState, State
from transfo_analysis.errors import CodingError
from transfo_analysis.sources.metadata import wave as named
from transfo_analysis.typography import listed

__all__ = ["Carrying"]

NEXT_WORK = "next_work"


class Carrying(Board):
    """Say of a chantier, wave by wave, whether it was taken up; write its plan.

    `decided_by` is the group, a session or a person (default: the coder); what each says is
    kept. Nothing here is ever said by the program.
    """

    def take_up(
        self, finding: str, wave: str, evidence: Iterable[str] = (), decided_by: str = ""
    ) -> Event:
        """Say that a chantier was taken up in a wave.

        Parameters
        ----------
        wave : « vague-2 », or « 2 »
        evidence : the codings, passages or documents that show it

        Raises
        ------
        CodingError
            If it is no chantier, if nothing of the material is of this wave, or if a piece of
            evidence does not exist.
        """
        return self._carry(finding, wave, TAKEN_UP, evidence, decided_by)

    def pass_over(
        self, finding: str, wave: str, evidence: Iterable[str] = (), decided_by: str = ""
    ) -> Event:
        """Say that a chantier was not taken up in a wave; it stays open. See `take_up`."""
        return self._carry(finding, wave, PASSED_OVER, evidence, decided_by)

    def close_work(
        self, finding: str, wave: str, evidence: Iterable[str] = (), decided_by: str = ""
    ) -> Event:
        """Say that a chantier was closed in a wave: done, or given up. See `take_up`."""
        return self._carry(finding, wave, CLOSED, evidence, decided_by)

    def uncarry(self, finding: str, wave: str, decided_by: str = "") -> Event:
        """Take back what was said of a chantier in a wave, by the same decider.

        Raises
        ------
        CodingError
            If this decider said nothing of it.
        """
        found, key = self._finding(finding), (named(wave), self._decider(decided_by))
        if key not in found.carried:
            raise CodingError(
                f"« {key[1]} » n’a rien dit de ce chantier pour « {key[0]} ».",
                cure="La colonne « by » de projet.carried_over() dit qui s’est prononcé.",
            )
        data = {"finding": finding, "wave": key[0], "decided_by": key[1]}
        return self._act("finding_uncarried", found.case, dict(data))

    def plan(
        self,
        finding: str,
        *,
        what: str | None = None,
        for_whom: str | None = None,
        by_whom: str | None = None,
        when: str | None = None,
    ) -> list[Event]:
        """Write what will be done of a chantier, for whom, by whom, when; "" takes it away.

        Only what is given is written; of two people's words for one of them the later holds,
        and the other is kept in the journal.

        Raises
        ------
        CodingError
            If it is no chantier, or nothing is given.
        """
        found = self._next_work(finding)
        given = dict(zip(PLANNED, (what, for_whom, by_whom, when), strict=True))
        written = {name: " ".join(text.split()) for name, text in given.items() if text is not None}
        if not written:
            raise CodingError(
                "Rien n’est donné à écrire dans le plan de travail.",
                cure="Donnez au moins l’un de : what=, for_whom=, by_whom=, when=.",
            )
        self._who()
        # one gesture: a single undo takes it all back
        common = {"finding": finding, "batch": uuid.uuid4().hex}
        acts = [
            Act("work_planned", found.case, {**common, "field": name, "text": text})
            for name, text in written.items()
            if text != found.plan.get(name, "")
        ]
        return self.write(acts) if acts else []

    def _carry(
        self, finding: str, wave: str, became: str, evidence: Iterable[str], decided_by: str
    ) -> Event:
        found = self._next_work(finding)
        data = {
            "finding": finding,
            "wave": self._wave(wave),
            "became": became,
            "decided_by": self._decider(decided_by),
            "evidence": list(dict.fromkeys(self._shows(one) for one in evidence)),
        }
        return self._act("finding_carried", found.case, dict(data))

    def _next_work(self, finding: str) -> FindingState:
        found = self._finding(finding)
        if NEXT_WORK not in (found.sorts or self._sorted_with(found.bundle)).values():
            raise CodingError(
                "Ce constat n’est pas un chantier : personne ne l’a rangé dans cette colonne.",
                cure=f'Rangez-l’y d’abord : projet.coding.move_finding({finding!r}, "next_work").',
            )
        return found

    def _sorted_with(self, bundle: str) -> dict[str, str]:
        """Return where its bundle was put: until someone sorts a finding, it stands there."""
        state, sorts = self.state, dict[str, str]()
        for name, by in state.bundle_sorts.items() if bundle else ():
            if _now(name, state) == _now(bundle, state):
                sorts |= by
        return sorts

    def _wave(self, written: str) -> str:
        wave = named(written) if written.strip() else ""
        known = sorted({*self.corpus.documents["wave"], *self.corpus.passages["wave"]} - {""})
        if wave not in known:
            raise CodingError(
                f"Rien dans le matériau n’est de la vague « {written.strip()} »."
                if wave
                else "Il manque la vague : pendant laquelle l’a-t-on repris, laissé ou clos ?",
                cure=f"Vagues du matériau : {listed(known)}."
                if known
                else "Posez d’abord le matériau de cette session.",
            )
        return wave

    def _shows(self, target: str) -> str:
        """Return the identifier of a piece of evidence: a coding, a passage or a document."""
        if target in self.state.codings or self._is_passage(target):
            return target
        try:
            return self.document(target)
        except CodingError as fault:
            raise CodingError(
                f"« {target} » n’est ni un codage en vigueur, ni un passage, ni un document.",
                cure="Prenez un identifiant de la colonne « ids » de projet.carried_over(), "
                "un coding_id, un passage_id ou un document_id.",
            ) from fault


def _now(bundle: str, state: State) -> str:
    return "/".join(state.code_now(part) for part in bundle.split("/"))
