"""What coders agree on by talking it over: acts of the coder `consensus`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transfo_analysis.coding.acts import Acts
from transfo_analysis.coding.journal import Act
from transfo_analysis.coding.meanings import meaning, stale
from transfo_analysis.coding.state import CONSENSUS, Coding
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.errors import CodingError

__all__ = ["Settling"]


class Settling(Acts):
    """Turns that were talked over, and codings that were read again."""

    def settle_disagreement(self, document: str, turn: int, codes: Iterable[str]) -> list[str]:
        """Settle a turn on some codes, or on none; return the ids of the consensus's codings.

        The excerpts are those that the coders chose: where several overlap, all their words.
        A code that none of them put takes the whole turn. Crossings linked by hand between
        codings that are kept are linked anew. What the coders put there stays in the journal,
        and no table counts it any more. Settling again replaces what was settled.

        Parameters
        ----------
        turn : as in the table "disagreements"
        codes : what the turn is about, all families together; [] for nothing

        Raises
        ------
        CodingError
            If there is no such turn, or its words are the interviewer's.
        """
        by, document = self._who(), self.document(document)
        start, end, role = self._turn(document, turn)
        if role == "interviewer":
            raise CodingError(
                "Ce tour est une question de l’enquêteur·rice : jamais une preuve.",
                cure="Codez la réponse ; la question reste affichée avec elle.",
            )
        wanted = sorted({self.code(code) for code in codes})
        here = self._here(document, start, end)
        old = [c for c in here if c.coder == CONSENSUS and c.start >= start]
        sources = [c for c in here if c.coder != CONSENSUS]
        new = [
            (code, *span)
            for code in wanted
            for span in _stretches([c for c in sources if c.code == code] or old, code, start, end)
        ]
        place = self.span((document, start, end))
        key = (document, place["sha256"], start, end)
        if self.state.settled_turns.get(key) == tuple(wanted) and (
            sorted(new) == sorted((c.code, c.start, c.end) for c in old)
        ):
            return [c.id for c in old]
        case = next((c.case for c in sources if c.case), "") or self.case_of(None, document)
        shown = any(c.suggestions_shown for c in sources)
        own = {c.code: c.case for c in sources if c.case}
        added = [
            Act(
                "coding_added",
                own.get(code) or self.case_of(None, document, code),
                {**place, "start": a, "end": b, "code": code, "suggestions_shown": shown},
            )
            for code, a, b in new
        ]
        acts = [
            *(Act("coding_withdrawn", c.case, {"coding": c.id}) for c in old),
            *added,
            *self._links([*sources, *old], added, start),
            Act("turn_settled", case, {**place, "codes": wanted, "by": by}),
        ]
        self._write_together(acts)
        return [act.id for act in added]

    def reopen_disagreement(self, document: str, turn: int) -> None:
        """Take back what was settled on a turn: everyone's codings count again.

        Raises
        ------
        CodingError
            If there is no such turn, or nothing was settled there.
        """
        by, document = self._who(), self.document(document)
        start, end, _ = self._turn(document, turn)
        old = [
            c for c in self._here(document, start, end) if c.coder == CONSENSUS and c.start >= start
        ]
        place = self.span((document, start, end))
        if not old and (document, place["sha256"], start, end) not in self.state.settled_turns:
            raise CodingError(
                f"Rien n’a été tranché à {self.where(document, start)}.",
                cure="Les tours à reprendre sont ceux que projet.disagreements() ne montre plus.",
            )
        self._write_together(
            [
                *(Act("coding_withdrawn", c.case, {"coding": c.id}) for c in old),
                Act("turn_reopened", self.case_of(None, document), {**place, "by": by}),
            ]
        )

    def reread(self, codings: str | Iterable[str]) -> int:
        """Note that codings were read again under today's definition, and kept.

        One that no longer holds is withdrawn, or coded otherwise, instead. Return how many
        were waiting.

        Raises
        ------
        CodingError
            If one is not in force.
        """
        self._who()
        waiting = stale(self.state, self.codebook)
        acts = []
        for name in dict.fromkeys([codings] if isinstance(codings, str) else codings):
            found = self._coding(name)
            if name in waiting:
                sha256 = text_sha256(meaning(self.codebook, self.state, found.code))
                data = {"coding": name, "code": found.code, "sha256": sha256}
                acts.append(Act("coding_reread", found.case, data))
        self.write(acts)
        return len(acts)

    # -- helpers -----------------------------------------------------------------------------

    def _turn(self, document: str, turn: int) -> tuple[int, int, str]:
        turns = self.corpus.turns
        found = turns[(turns["document_id"] == document) & (turns["turn"] == turn)]
        if found.empty:
            raise CodingError(
                f"« {document} » n’a pas de tour {turn}.",
                cure="Prenez document_id et turn dans projet.disagreements().",
            )
        row = found.iloc[0]
        return int(row["start"]), int(row["end"]), str(row["role"])

    def _here(self, document: str, start: int, end: int) -> list[Coding]:
        """Return the codings in force on today's words of a turn, in a steady order."""
        today = self.corpus.text_sha256(document)
        found = [
            c
            for c in self.state.codings.values()
            if c.document == document and c.sha256 == today and c.start < end and c.end > start
        ]
        return sorted(found, key=lambda c: (c.start, c.end, c.code, c.coder, c.id))

    def _links(self, sources: Sequence[Coding], added: Sequence[Act], start: int) -> list[Act]:
        """Return crossings that hold the new codings as they held those they replace."""
        heirs = {
            c.id: act.id
            for c in sources
            for act in added
            if act.data["code"] == c.code
            and act.data["start"] < c.end
            and c.start < act.data["end"]
        }
        # what the turn's other codings were linked to is no crossing of the consensus
        gone = {c.id for c in sources if c.start >= start}
        pairs = {
            (self._heir(row, heirs), self._heir(column, heirs)): None
            for row, column in sorted(self.state.links)
            if row in heirs or column in heirs
        }
        case = added[0].case if added else ""
        return [
            Act("crossing_linked", case, {"row_coding": row, "column_coding": column})
            for row, column in pairs
            if not {row, column} & gone
        ]

    def _heir(self, coding: str, heirs: dict[str, str]) -> str:
        """Return what stands for a coding: its heir here, or in a turn settled before."""
        found = self.state.codings[coding]
        if coding in heirs or found.coder == CONSENSUS:
            return heirs.get(coding, coding)
        agreed = [
            c.id
            for c in self.state.codings.values()
            if c.coder == CONSENSUS
            and (c.document, c.sha256, c.code) == (found.document, found.sha256, found.code)
            and c.start < found.end
            and found.start < c.end
        ]
        return min(agreed, default=coding)

    def _write_together(self, acts: list[Act]) -> None:
        batch = uuid.uuid4().hex
        self.write([replace(a, data={"batch": batch, **a.data}) for a in acts], coder=CONSENSUS)


def _stretches(codings: Sequence[Coding], code: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the words of a turn that codings of one code hold, as separate stretches."""
    found: list[tuple[int, int]] = []
    for coding in codings:
        if coding.code != code:
            continue
        first, last = max(coding.start, start), min(coding.end, end)
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found or [(start, end)]
