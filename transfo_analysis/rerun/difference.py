"""What differs between two pictures of one project: documents, people heard, cells.

New material is told apart from old material that was coded since, or that other settings
show otherwise. People are counted, never compared in size: hearing others is not hearing
a thing said louder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import ABSENT, COUNTED, REPLACED, TO_REVIEW, WHOLE, CellSeen
from transfo_analysis.tables import SEPARATOR

__all__ = ["Difference"]

# what became of a document
ADDED, GONE, LOST, CORRECTED, RENAMED, SAVED = (
    "nouveau",
    "sorti",
    "absent",
    "corrigé",
    "renommé",
    "réenregistré",
)
# why a coding is in a cell where it was not
NEW_MATERIAL, CODED_SINCE, FOUND, BOOK, SETTINGS = (
    "matériau nouveau",
    "codé depuis",
    "retrouvé dans son texte",
    "livre de codes",
    "réglages du cas",
)
# why it is there no more; those kept and not counted say how they stand
TAKEN_BACK, UNCROSSED = "codage repris par qui l’avait posé", "ne croise plus d’autre codage"
_KEPT = {
    ABSENT: "document absent",
    TO_REVIEW: "à revoir",
    REPLACED: "remplacé par ce qui a été convenu",
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """What `now` has that `then` had not, and the other way round."""

    then: Picture
    now: Picture

    @cached_property
    def former(self) -> Picture:
        """Then, with its codes as they are called now."""
        return self.then.renamed(self.now.aliases)

    # -- documents --------------------------------------------------------------------------

    @cached_property
    def kept(self) -> dict[str, str]:
        """The documents that stood then and stand now: identifier then → now."""
        then, now = self.then.document, self.now.document
        same = {name: name for name in then if name in now}
        texts: dict[str, list[str]] = {}
        for one in self.now.documents:
            if one.id not in then:
                texts.setdefault(one.text_sha256, []).append(one.id)
        for one in self.then.documents:
            # the same text under another name; of two, nobody can tell which
            if one.id not in same and len(texts.get(one.text_sha256, ())) == 1:
                same[one.id] = texts[one.text_sha256].pop()
        return same

    @cached_property
    def new_documents(self) -> frozenset[str]:
        """The documents that were not there then."""
        return frozenset(self.now.document) - frozenset(self.kept.values())

    def documents(self) -> list[Row]:
        """Return what became of each document that is not as it was."""
        coded_now, coded_then = self._coded(self.now), self._coded(self.then)
        rows = [
            _document(self.now, name, ADDED, coded_now.get(name, []))
            for name in sorted(self.new_documents)
        ]
        for one in self.then.documents:
            now = self.kept.get(one.id)
            if now is None:
                # codings that a person made on it wait for a person to decide
                held = [c.id for c in self.now.codings if c.document == one.id]
                what = LOST if held else GONE
                rows.append(_document(self.then, one.id, what, held or coded_then.get(one.id, [])))
                continue
            today = self.now.document[now]
            what = ""
            if today.text_sha256 != one.text_sha256:
                what = CORRECTED
            elif today.path != one.path:
                what = RENAMED
            elif today.sha256 != one.sha256:
                what = SAVED
            if what:
                row = _document(self.now, now, what, coded_now.get(now, []))
                rows.append({**row, "before": one.path if today.path != one.path else ""})
        order = (ADDED, CORRECTED, RENAMED, SAVED, LOST, GONE)
        return sorted(rows, key=lambda row: (order.index(row["change"]), row["document_id"]))

    @staticmethod
    def _coded(picture: Picture) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in picture.codings:
            found.setdefault(one.document, []).append(one.id)
        return found

    # -- people -----------------------------------------------------------------------------

    def new_people(self, case: str) -> dict[str, list[str]]:
        """Return the people heard in the new material who were not heard then, and where."""
        before = self.then.heard(case)
        found = {}
        for person, documents in self.now.heard(case).items():
            told = [name for name in documents if name in self.new_documents]
            if told and person not in before:
                found[person] = told
        return found

    # -- cells ------------------------------------------------------------------------------

    def cells(self) -> list[Row]:
        """Return the cells that are not as they were, in the order of cases and codes."""
        order = {one.code: at for at, one in enumerate(self.now.codes)}
        rows = []
        for key in sorted(self.former.cell.keys() | self.now.cell.keys()):
            empty = CellSeen(*key, (), (), (), ())
            before, after = self.former.cell.get(key, empty), self.now.cell.get(key, empty)
            if before != after and (row := self._cell(before, after)):
                rows.append(row)
        far = len(order)
        rows.sort(key=lambda r: (r["case"], order.get(r["row"], far), order.get(r["column"], far)))
        return rows

    def _cell(self, before: CellSeen, after: CellSeen) -> Row | None:
        fresh = self.new_people(after.case)
        added = self._reasons(before, after)
        gone = self._departures(before, after)
        brought: dict[str, set[str]] = {}
        for name, reason in added.items():
            if person := self.now.coding[name].person:
                brought.setdefault(person, set()).add(reason)
        arrived = [person for person in after.people if person not in before.people]
        by_material = [
            person
            for person in arrived
            if NEW_MATERIAL in brought.get(person, {NEW_MATERIAL} if person in fresh else set())
        ]
        new = [p for p in by_material if p in fresh]
        told = [p for p in by_material if p not in fresh]
        material = [name for name, reason in added.items() if reason == NEW_MATERIAL]
        old = {name: reason for name, reason in added.items() if reason != NEW_MATERIAL}
        # arguments are told with their debate
        wall = [one for one in self.of_new_documents(after.wall) if not self._is_argued(one)]
        studies = [
            name
            for name in after.studies
            if name not in before.studies and self._document_of(name) in self.new_documents
        ]
        if not (material or old or gone or wall or studies or arrived):
            left = [person for person in before.people if person not in after.people]
            if not left:
                return None
        return {
            "case": after.case,
            "row": after.row,
            "column": after.column,
            "people_then": len(before.people),
            "people_now": len(after.people),
            "new_people": len(new),
            "of_new_people": len(fresh),
            "new_persons": SEPARATOR.join(new),
            "known_persons": SEPARATOR.join(told),
            "other_persons": SEPARATOR.join(p for p in arrived if p not in by_material),
            "left_persons": SEPARATOR.join(p for p in before.people if p not in after.people),
            "documents": SEPARATOR.join(self.now.documents_of(material)),
            "new_ids": SEPARATOR.join(material),
            "old_ids": SEPARATOR.join(old),
            "old_reasons": _counted(old.values()),
            "gone_ids": SEPARATOR.join(gone),
            "gone_reasons": _counted(gone.values()),
            "wall_ids": SEPARATOR.join(wall),
            "study_ids": SEPARATOR.join(studies),
        }

    def _reasons(self, before: CellSeen, after: CellSeen) -> dict[str, str]:
        """Return why each coding is in a cell where it was not."""
        names = [name for name in after.codings if name not in before.codings]
        unseen = {self._document_of(n) for n in names if n not in self.former.coding}
        return {name: self._reason(name, after.case, unseen) for name in names}

    def _reason(self, name: str, case: str, unseen: Collection[str]) -> str:
        was, document = self.former.coding.get(name), self._document_of(name)
        if document in self.new_documents:
            return NEW_MATERIAL
        if was is None:
            return CODED_SINCE
        if was.status != COUNTED:
            return FOUND
        if document in unseen:  # crosses a coding made since
            return CODED_SINCE
        return self._setting(case) or CODED_SINCE

    def _departures(self, before: CellSeen, after: CellSeen) -> dict[str, str]:
        """Return why each coding that was in a cell is there no more."""
        found = {}
        for name in before.codings:
            if name in after.codings:
                continue
            today = self.now.coding.get(name)
            if today is None:
                found[name] = TAKEN_BACK
            elif today.status != COUNTED:
                found[name] = _KEPT[today.status]
            else:
                found[name] = self._setting(before.case) or UNCROSSED
        return found

    def _setting(self, case: str) -> str:
        """Return what was decided otherwise since: the settings of the case, or the codebook."""
        then = {one.id: one for one in self.then.cases}.get(case)
        now = {one.id: one for one in self.now.cases}.get(case)
        if then is not None and now is not None and then.kept != now.kept:
            return SETTINGS
        return BOOK if self._parents(self.then) != self._parents(self.now) else ""

    @staticmethod
    def _parents(picture: Picture) -> dict[str, str]:
        return {one.code: one.under for one in picture.codes if one.under}

    def _document_of(self, name: str) -> str:
        one = self.now.coding.get(name) or self.then.coding.get(name)
        # a passage is named by its document and place
        return one.document if one else name.rpartition("@")[0]

    def _is_argued(self, passage: str) -> bool:
        document = self.now.document.get(self._document_of(passage))
        return document is not None and document.kind == "debate"

    def of_new_documents(self, names: Iterable[str]) -> list[str]:
        """Return which codings and passages are in the new material."""
        return [name for name in names if self._document_of(name) in self.new_documents]

    def withdrawn(self) -> tuple[int, int]:
        """Return how many people, and how many documents, were taken out since, on request."""
        since = set(self.now.withdrawals) - set(self.then.withdrawals)
        documents = sum(name.startswith(WHOLE) for name in since)
        return len(since) - documents, documents


def _document(picture: Picture, name: str, change: str, codings: Collection[str]) -> Row:
    one = picture.document[name]
    return {
        "document_id": name,
        "case": one.case,
        "kind": one.kind,
        "wave": one.wave,
        "change": change,
        "path": one.path,
        "before": "",
        "coding_ids": SEPARATOR.join(codings),
    }


def _counted(reasons: Iterable[str]) -> str:
    """Return reasons in words, each with how often: « absent (2), à revoir (1) »."""
    found: dict[str, int] = {}
    for reason in reasons:
        found[reason] = found.get(reason, 0) + 1
    return ", ".join(f"{reason} ({count})" for reason, count in sorted(found.items()))
