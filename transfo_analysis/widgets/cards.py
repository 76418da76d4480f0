"""The cards of the board as plain values: what each says, where it stands, who put it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.exercises.carried import BECAME_WORDS
from transfo_analysis.findings.bundles import sorted_as, sorts_by_bundle
from transfo_analysis.findings.evidence import bundle_now
from transfo_analysis.findings.worded import sides
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import french, plural
from transfo_analysis.widgets.board_acts import SET_ASIDE, TO_SORT

if TYPE_CHECKING:
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.state import FindingState, State
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.settings import Case

__all__ = ["Cards", "act_label"]

# acts that the board may take back: a coding is undone where it was made
_ACTS = {
    "finding_worded": "énoncé",
    "finding_moved": "classement",
    "finding_set_aside": "mise à l’écart",
    "finding_merged": "fusion",
    "finding_split": "scission",
    "bundle_moved": "classement",
    "evidence_linked": "appui",
    "evidence_unlinked": "retrait d’un appui",
    "finding_carried": "suite d’un chantier",
    "finding_uncarried": "suite d’un chantier",
    "work_planned": "plan de travail",
}


class Cards:
    """Makes cards of the rows of "bundles" and "findings".

    Parameters
    ----------
    table : the cross table of the case
    state : what people have decided
    coder : whose memos may be edited
    """

    def __init__(self, table: CrossTable, state: State, case: Case, coder: str) -> None:
        self._table, self._state, self._case, self._coder = table, state, case, coder
        self._sorts = sorts_by_bundle(state)

    def bundle(self, row: Mapping[Any, Any], worded: int) -> dict[str, Any]:
        """Return the card of a bundle, from which some findings were worded."""
        name = str(row["bundle_id"])
        return {
            "id": name,
            "type": "bundle",
            "title": self._title(name),
            "says": _says(row),
            "whole": "" if row["row"] else "toutes lignes confondues",
            "rests_on": row["rests_on"],
            "proposed": row["proposed"] and self._case.column_label(row["proposed"]),
            "rule": row["rule"],
            "against": len(split_ids(row["contrary_ids"])),
            "worded": worded,
            **self._where(self._sorts.get(name, {})),
        }

    def finding(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """Return the card of a finding; until someone sorts it, it stands where its bundle does."""
        state, one = self._state, self._state.findings[row["finding_id"]]
        sorts = one.sorts or self._sorts.get(bundle_now(one.bundle, state.aliases), {})
        memos = {
            coder: words
            for (kind, target, coder), words in state.memos.items()
            if kind == "finding" and target == one.id and words
        }
        return {
            "id": one.id,
            "type": "finding",
            "title": one.statement,
            "says": _says(row),
            "against": len(split_ids(row["against_ids"])),
            "coder": one.coder,
            "linked": [*one.for_ids, *one.against_ids],
            "whole_bundles": self._whole(one),
            "from": [state.findings[i].statement for i in one.ancestors if i in state.findings],
            "carried": self._carried(one),
            "memo": memos.pop(self._coder, ""),
            "memos": [{"coder": coder, "text": words} for coder, words in memos.items()],
            **self._where(sorts),
        }

    def _carried(self, one: FindingState) -> list[dict[str, Any]]:
        """Return what each decider said became of a chantier, wave by wave."""
        return [
            {
                "wave": wave,
                "who": who,
                "became": told.became,
                "label": f"{wave.replace('-', ' ')} : {who} : {BECAME_WORDS[told.became]}",
            }
            for (wave, who), told in sorted(one.carried.items())
        ]

    def _whole(self, one: FindingState) -> list[dict[str, Any]]:
        """Return the bundles that a finding rests on as a whole, by side."""
        now = self._state.aliases
        said = {bundle_now(i, now) for i in (*one.for_ids, *one.against_ids) if "/" in i}
        return [
            {"id": name, "title": self._title(name), "side": side, "implied": name not in said}
            for side, names in zip(("for", "against"), sides(one, self._state), strict=True)
            for name in names
            if "/" in name and "@" not in name
        ]

    def _title(self, bundle: str) -> str:
        _case, row, column = bundle.split("/")
        return " × ".join(self._table.label(code) for code in (row, column) if code)

    def _where(self, sorts: Mapping[str, str]) -> dict[str, Any]:
        labels = {SET_ASIDE: "Écartés"}
        return {
            "where": sorted_as(sorts, self._case)[0],
            "sorts": [
                {"who": who, "to": to, "label": labels.get(to) or self._case.column_label(to)}
                for who, to in sorted(sorts.items())
            ],
            "differs": len(set(sorts.values()) - {TO_SORT}) > 1,
        }


def act_label(desk: Desk, stack: tuple[str, ...]) -> dict[str, Any]:
    """Say what undo or redo would reach, and whether it is the board's to reach."""
    if not stack:
        return {"can": False, "label": ""}
    event = desk.reader.event(stack[0])
    of_finding = event.data.get("target_kind") == "finding"
    name = "mémo" if of_finding else _ACTS.get(event.kind, "")
    return {"can": bool(name), "label": name or "le dernier acte est un codage"}


def _says(row: Mapping[Any, Any]) -> str:
    """Return what a card rests on, in numbers; people first."""
    parts = [
        plural(row["people"], "personne") if row["people"] else "",
        plural(row["documents"], "document") if row["documents"] else "",
        plural(row["excerpts"], "extrait") if row["excerpts"] else "",
        f"mur : {row['wall_rows']}" if row["wall_rows"] else "",
        plural(row["studies"], "étude") if row["studies"] else "",
    ]
    return french(", ".join(part for part in parts if part)) or "aucun appui"
