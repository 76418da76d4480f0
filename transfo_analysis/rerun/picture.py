"""What a state of the project amounts to, as plain data: kept, compared, read back the same.

A picture holds identifiers, hashes, counts' people and statements, never the words of a
source: those are opened from the texts that codings were made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, get_type_hints

from transfo_analysis.errors import JournalError
from transfo_analysis.rerun.seen import (
    CarriedSeen,
    CaseSeen,
    CellSeen,
    CodeSeen,
    CodingSeen,
    DocumentSeen,
    FindingSeen,
    GroupHeard,
    Names,
    PersonHeard,
    PositionSeen,
    RemarksSeen,
    TermSeen,
    TrialSeen,
    WordSeen,
)

__all__ = ["LATER", "Picture"]

# parts of a picture that files of before lack: nothing of the kind was there
LATER = frozenset({"positions", "words", "carried", "remarks", "groups", "trials"})


@dataclass(frozen=True)
class Picture:
    """What a state of the project amounts to, each list in the order of its identifiers.

    Parameters
    ----------
    cases, documents, people, codings, cells, findings, terms, codes : see each in `seen.py`
    positions, words, carried, remarks, groups, trials : of the other exercises
    aliases : what codes were called before, and are called now
    withdrawals : records of people who withdrew (identifiers without content)

    Examples
    --------
    >>> one = Picture(codes=(CodeSeen("mode:velo", "Vélo", "", "", False),))
    >>> Picture.from_plain(one.plain()) == one
    True
    """

    cases: tuple[CaseSeen, ...] = ()
    documents: tuple[DocumentSeen, ...] = ()
    people: tuple[PersonHeard, ...] = ()
    codings: tuple[CodingSeen, ...] = ()
    cells: tuple[CellSeen, ...] = ()
    findings: tuple[FindingSeen, ...] = ()
    terms: tuple[TermSeen, ...] = ()
    codes: tuple[CodeSeen, ...] = ()
    positions: tuple[PositionSeen, ...] = ()
    words: tuple[WordSeen, ...] = ()
    carried: tuple[CarriedSeen, ...] = ()
    remarks: tuple[RemarksSeen, ...] = ()
    groups: tuple[GroupHeard, ...] = ()
    trials: tuple[TrialSeen, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    withdrawals: Names = field(default=())

    def __post_init__(self) -> None:
        # one order, whatever the order they were found in: the same bytes on disk
        for one in fields(self):
            object.__setattr__(self, one.name, tuple(sorted(getattr(self, one.name))))

    def plain(self) -> dict[str, list[Any]]:
        """Return the picture as plain lists and values, for JSON."""
        return {
            one.name: [
                asdict(item) if hasattr(item, "__dataclass_fields__") else item
                for item in getattr(self, one.name)
            ]
            for one in fields(self)
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Picture:
        """Read what `plain` gave.

        Raises
        ------
        JournalError
            If something is missing, or is not what it should be.
        """
        try:
            parts: dict[str, Any] = {
                name: tuple(_item(kind, item) for item in _part(plain, name))
                for name, kind in _KINDS.items()
            }
            aliases = tuple((str(old), str(new)) for old, new in plain["aliases"])
            withdrawals = tuple(str(one) for one in plain["withdrawals"])
            return cls(**parts, aliases=aliases, withdrawals=withdrawals)
        except (KeyError, TypeError, ValueError) as fault:
            raise JournalError(
                f"Ce contenu n’est pas celui d’une vague figée ({fault})."
            ) from fault

    def renamed(self, aliases: Iterable[tuple[str, str]]) -> Picture:
        """Return the picture with its codes as they are called today; cells that meet are one."""
        now = dict(aliases)
        if not now:
            return self
        met: dict[tuple[str, str, str], CellSeen] = {}
        for cell in self.cells:
            key = (cell.case, now.get(cell.row, cell.row), now.get(cell.column, cell.column))
            other = met.get(key, CellSeen(*key, (), (), (), ()))
            met[key] = CellSeen(
                *key, *(_union(a, b) for a, b in zip(_of(other), _of(cell), strict=True))
            )
        return replace(
            self,
            cells=tuple(met.values()),
            codings=tuple(replace(c, code=now.get(c.code, c.code)) for c in self.codings),
            positions=tuple(
                replace(
                    one,
                    question=now.get(one.question, one.question),
                    before=now.get(one.before, one.before),
                    after=now.get(one.after, one.after),
                )
                for one in self.positions
            ),
        )

    @cached_property
    def document(self) -> dict[str, DocumentSeen]:
        """The documents, by identifier."""
        return {one.id: one for one in self.documents}

    @cached_property
    def coding(self) -> dict[str, CodingSeen]:
        """The codings in force, by identifier."""
        return {one.id: one for one in self.codings}

    @cached_property
    def cell(self) -> dict[tuple[str, str, str], CellSeen]:
        """The cells that hold something, by case, row and column."""
        return {(one.case, one.row, one.column): one for one in self.cells}

    @cached_property
    def label(self) -> dict[str, str]:
        """The labels of codes."""
        return {one.code: one.label for one in self.codes}

    def heard(self, case: str) -> dict[str, Names]:
        """Return the people heard in a case, with the documents they are heard in."""
        return {one.person: one.documents for one in self.people if one.case == case}

    def documents_of(self, codings: Iterable[str]) -> list[str]:
        """Return the documents that codings stand in."""
        return sorted({self.coding[name].document for name in codings if name in self.coding})


_KINDS: dict[str, type] = {
    "cases": CaseSeen,
    "documents": DocumentSeen,
    "people": PersonHeard,
    "codings": CodingSeen,
    "cells": CellSeen,
    "findings": FindingSeen,
    "terms": TermSeen,
    "codes": CodeSeen,
    "positions": PositionSeen,
    "words": WordSeen,
    "carried": CarriedSeen,
    "remarks": RemarksSeen,
    "groups": GroupHeard,
    "trials": TrialSeen,
}
_TYPES = {kind: get_type_hints(kind) for kind in _KINDS.values()}


def _part(plain: Mapping[str, Any], name: str) -> Any:
    return plain.get(name, ()) if name in LATER else plain[name]


def _item(kind: type, item: Mapping[str, Any]) -> Any:
    values = {}
    for name, expected in _TYPES[kind].items():
        value = item[name]
        if expected in (str, int, bool):
            if type(value) is not expected:
                raise ValueError(f"{name} : {value!r}"[:80])
        else:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise ValueError(f"{name} : {value!r}"[:80])
            value = tuple(value)
        values[name] = value
    return kind(**values)


def _of(cell: CellSeen) -> tuple[Names, Names, Names, Names]:
    return cell.people, cell.codings, cell.studies, cell.wall


def _union(one: Names, other: Names) -> Names:
    return tuple(sorted({*one, *other}))
