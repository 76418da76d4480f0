"""The part of a replay that follows findings: worded, merged, split, carried over, planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transfo_analysis.coding.events import Event
from transfo_analysis.coding.state import Carried, FindingState

__all__ = ["Findings"]

# sets one field of one thing to what an event says
Write = Callable[[str, Any, str, Event], None]
# what the fields of one name hold in the end
Values = Callable[[str], Iterable[tuple[Any, str]]]
# finding → what one of its fields holds, by key
Held = Mapping[str, Mapping[Any, str]]


@dataclass
class _Finding:
    case: str
    coder: str
    ancestors: dict[str, None] = field(default_factory=dict)
    merged: dict[str, None] = field(default_factory=dict)  # ancestors whose evidence it takes
    merged_into: str = ""
    split_into: tuple[str, ...] = ()


class Findings:
    """Which findings there are, and which came of which.

    Parameters
    ----------
    write : sets a field (a statement, a bundle), so that edits of two people are seen
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._findings: dict[str, _Finding] = {}

    def worded(self, event: Event) -> None:
        """Take a statement, new or worded otherwise."""
        data = event.data
        finding = data.get("finding") or event.id
        self._findings.setdefault(finding, _Finding(event.case, event.coder))
        self._write("statement", finding, data["statement"], event)
        if data.get("bundle"):
            self._write("bundle", finding, data["bundle"], event)

    def merged(self, event: Event) -> None:
        """Let a finding take the evidence of others."""
        into = self._findings.get(event.data["into"])
        for old in event.data["from"]:
            if into and old in self._findings and old != event.data["into"]:
                into.ancestors[old] = into.merged[old] = None
                self._findings[old].merged_into = event.data["into"]

    def split(self, event: Event) -> None:
        """Let others stand for a finding."""
        old = self._findings.get(event.data["from"])
        parts = [p for p in event.data["into"] if p in self._findings and p != event.data["from"]]
        if old and parts:
            old.split_into = tuple(dict.fromkeys([*old.split_into, *parts]))
            for part in parts:
                self._findings[part].ancestors[event.data["from"]] = None

    def carried(self, event: Event) -> None:
        """Take what somebody says became of a finding in a wave, or that they say it no more."""
        data = event.data
        told = [data.get("became", ""), *sorted(set(data.get("evidence", ())))]
        key = (data["finding"], data["wave"], data["decided_by"])
        self._write("carried", key, " ".join(told), event)

    def states(self, values: Values) -> dict[str, FindingState]:
        """Return each finding as it stands, from the fields set so far."""
        statements, bundles = dict(values("statement")), dict(values("bundle"))
        sorts, sides, carried, plans = map(
            _by_finding, map(values, ("sort", "evidence", "carried", "plan"))
        )
        states = {}
        for finding, found in self._findings.items():
            evidence = self._inherited(finding, sides)
            states[finding] = FindingState(
                id=finding,
                case=found.case,
                statement=statements[finding],
                coder=found.coder,
                bundle=bundles.get(finding, ""),
                sorts=sorts.get(finding, {}),
                for_ids=tuple(t for t, side in evidence.items() if side == "for"),
                against_ids=tuple(t for t, side in evidence.items() if side == "against"),
                ancestors=tuple(found.ancestors),
                merged_into=found.merged_into,
                split_into=found.split_into,
                carried={
                    key: Carried(became, tuple(names))
                    for key, told in self._inherited(finding, carried).items()
                    for became, *names in (told.split(" "),)
                    if became
                },
                plan={n: text for n, text in self._inherited(finding, plans).items() if text},
            )
        return states

    def _inherited(self, finding: str, held: Held, seen: set[str] | None = None) -> dict[Any, str]:
        # its own words win over what it inherits from the findings merged into it
        seen = seen or set()
        seen.add(finding)
        found: dict[Any, str] = {}
        for old in self._findings[finding].merged:
            if old not in seen:
                found |= self._inherited(old, held, seen)
        return {**found, **held.get(finding, {})}


def _by_finding(values: Iterable[tuple[Any, str]]) -> dict[str, dict[Any, str]]:
    """Return fields keyed by (finding, what else keys them) as finding → what else → value."""
    held: dict[str, dict[Any, str]] = {}
    for (finding, *rest), value in values:
        held.setdefault(finding, {})[rest[0] if len(rest) == 1 else tuple(rest)] = value
    return held
