"""Findings and bundles: what a person words, sorts, merges, splits and supports."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import cast

from transfo_analysis.coding.acts import Acts
from transfo_analysis.coding.events import KINDS, SORTS, Event
from transfo_analysis.coding.journal import Act
from transfo_analysis.errors import CodingError

__all__ = ["Board"]


class Board(Acts):
    """The acts of the sorting board. `decided_by` is the group, a session or a person.

    Left empty, it is the coder. Sorts by different deciders are all kept.
    """

    def word_finding(
        self,
        statement: str,
        kind: str = "",
        bundle: str = "",
        case: str | None = None,
        decided_by: str = "",
    ) -> str:
        """Word a finding, and sort it if `kind` says where; return its id.

        Parameters
        ----------
        statement : one sentence, the person's own
        kind : lesson, dysfunction, next_work, or "" to leave it to be sorted
        bundle : the gathering it comes from, `case/row/column`, or ""
        case : practice case (default: the bundle's, else the project's first)

        Raises
        ------
        CodingError
            If the statement is empty, the kind unknown, or nobody said who codes.
        """
        kind = _kind(kind) if kind else ""
        if bundle:
            own = self._bundle_case(bundle)
            case = case or own
        acts = self._word([_statement(statement)], kind, bundle, self.case_of(case), decided_by)
        return self.write(acts)[0].id

    def reword_finding(self, finding: str, statement: str) -> Event:
        """Change a finding's statement; the earlier wording stays in the journal."""
        case = self._finding(finding).case
        data = {"finding": finding, "statement": _statement(statement)}
        return self._act("finding_worded", case, dict(data))

    def move_finding(self, finding: str, to: str, decided_by: str = "") -> Event:
        """Sort a finding into lesson, dysfunction or next_work."""
        case = self._finding(finding).case
        data = {"finding": finding, "to": _kind(to), "decided_by": self._decider(decided_by)}
        return self._act("finding_moved", case, dict(data))

    def set_aside(self, finding: str, decided_by: str = "") -> Event:
        """Set a finding aside: it stays in the journal and on the board's « Écartés »."""
        case = self._finding(finding).case
        data = {"finding": finding, "decided_by": self._decider(decided_by)}
        return self._act("finding_set_aside", case, dict(data))

    def merge_findings(
        self,
        findings: Sequence[str],
        statement: str = "",
        *,
        into: str = "",
        kind: str = "",
        decided_by: str = "",
    ) -> str:
        """Merge findings into one that exists (`into`) or is worded now; return its id.

        It takes over their evidence; they stay, marked as merged, as its ancestors.

        Raises
        ------
        CodingError
            If fewer than two findings are merged, or one was merged already.
        """
        old = [self._finding(f) for f in dict.fromkeys(findings) if f != into]
        if len(old) + bool(into) < 2 or bool(into) == bool(statement.strip()):
            raise CodingError(
                "Pour fusionner, il faut au moins deux constats, et un seul résultat.",
                cure="Donnez deux identifiants et un nouvel énoncé, ou « into » pour en garder un.",
            )
        done = next((f for f in old if f.merged_into), None)
        if done:
            raise CodingError(
                f"Le constat « {done.id} » est déjà fusionné dans « {done.merged_into} ».",
                cure="Fusionnez celui-là, ou annulez la fusion.",
            )
        case = self._finding(into).case if into else old[0].case
        acts: list[Act] = []
        if not into:
            kind = _kind(kind) if kind else ""
            words = [_statement(statement)]
            acts = self._word(words, kind, old[0].bundle, case, decided_by)
            into = acts[0].id
        data: dict[str, object] = {"into": into, "from": [f.id for f in old]}
        if acts:
            data["batch"] = acts[0].data["batch"]
        self.write([*acts, Act("finding_merged", case, data)])
        return into

    def split_finding(
        self, finding: str, statements: Sequence[str], kind: str = "", decided_by: str = ""
    ) -> list[str]:
        """Split a finding into new ones, worded now; return their ids.

        The evidence is not shared out: which statement a quote supports is a person's call.

        Raises
        ------
        CodingError
            If there are fewer than two statements.
        """
        old = self._finding(finding)
        words = [_statement(statement) for statement in statements]
        if len(words) < 2:
            raise CodingError(
                "Scinder un constat donne au moins deux énoncés.",
                cure="Donnez la liste des nouveaux énoncés.",
            )
        kind = _kind(kind) if kind else ""
        acts = self._word(words, kind, old.bundle, old.case, decided_by)
        parts = [act.id for act in acts[: len(words)]]
        data = {"from": finding, "into": parts, "batch": acts[0].data["batch"]}
        self.write([*acts, Act("finding_split", old.case, data)])
        return parts

    def link_evidence(self, finding: str, target: str, side: str = "for") -> Event:
        """Rest a finding on a coding, a passage or a bundle, for it or against it.

        Raises
        ------
        CodingError
            If the finding or the target does not exist.
        """
        if side not in ("for", "against"):
            raise CodingError(
                f"« {side} » n’est pas un côté.", cure="Écrivez « for » (pour) ou « against »."
            )
        case = self._finding(finding).case
        if target not in self.state.codings and not self._is_passage(target):
            if "/" not in target:
                raise CodingError(
                    f"« {target} » n’est ni un codage en vigueur, ni un passage.",
                    cure="Prenez un coding_id, un passage_id ou un bundle_id des tables.",
                )
            self._bundle_case(target)
        return self._act(
            "evidence_linked", case, {"finding": finding, "target": target, "side": side}
        )

    def unlink_evidence(self, finding: str, target: str) -> Event:
        """Take a piece of evidence away from a finding.

        Raises
        ------
        CodingError
            If the finding does not rest on it.
        """
        found = self._finding(finding)
        if target not in (*found.for_ids, *found.against_ids):
            raise CodingError(
                f"Le constat ne s’appuie pas sur « {target} ».",
                cure="Prenez un identifiant de ses colonnes for_ids et against_ids.",
            )
        return self._act("evidence_unlinked", found.case, {"finding": finding, "target": target})

    def move_bundle(self, bundle: str, to: str, decided_by: str = "") -> Event:
        """Sort a bundle: lesson, dysfunction, next_work, to_sort or set_aside.

        Raises
        ------
        CodingError
            If there is no such bundle or column.
        """
        case = self._bundle_case(bundle)
        allowed = cast("tuple[str, ...]", KINDS["bundle_moved"]["to"])
        data = {
            "bundle": bundle,
            "to": _kind(to, allowed),
            "decided_by": self._decider(decided_by),
        }
        return self._act("bundle_moved", case, dict(data))

    def _word(
        self, statements: list[str], kind: str, bundle: str, case: str, decided_by: str
    ) -> list[Act]:
        # one gesture: a single undo takes back the wording and the sorting
        common = {"batch": uuid.uuid4().hex}
        origin = {"bundle": bundle, **common} if bundle else common
        worded = [
            Act("finding_worded", case, {"statement": words, **origin}) for words in statements
        ]
        self._who()
        if not kind:
            return worded
        sort = {"to": kind, "decided_by": self._decider(decided_by), **common}
        return worded + [Act("finding_moved", case, {"finding": act.id, **sort}) for act in worded]

    def _decider(self, written: str) -> str:
        return " ".join(written.split()) or self._who()

    def _is_passage(self, target: str) -> bool:
        return bool((self.corpus.passages["passage_id"] == target).any())


def _kind(written: str, allowed: tuple[str, ...] = SORTS) -> str:
    if written not in allowed:
        raise CodingError(
            f"« {written} » n’est pas une colonne de tri.",
            cure=f"Choisissez parmi : {', '.join(allowed)}.",
        )
    return written


def _statement(written: str) -> str:
    if not written.strip():
        raise CodingError(
            "L’énoncé du constat est vide.", cure="Écrivez-le en une phrase : il est de vous."
        )
    return written.strip()
