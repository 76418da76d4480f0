"""What a run says when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from transfo_analysis.errors import Notice
from transfo_analysis.typography import french, plural

__all__ = ["Summary"]


@dataclass(frozen=True)
class Summary:
    """What a run found and made: counts, files written, and what was not understood."""

    documents: int
    passages: int
    people: int
    codings: int
    suggestions: int
    cells: int
    findings: int
    files: tuple[str, ...]
    notices: tuple[Notice, ...]
    unchanged: bool = False
    # said today and not remembered: it hangs on what lies outside data/processed
    advice: str = ""
    # what became of the files of data/raw since the last run, where one is remembered
    since: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the counts as French lines."""
        counted = [
            plural(self.documents, "document"),
            plural(self.passages, "passage"),
            plural(self.people, "personne entendue", "personnes entendues"),
            plural(self.codings, "codage validé", "codages validés"),
            plural(self.suggestions, "suggestion (proposée, non comptée)")
            if self.suggestions < 2
            else f"{self.suggestions} suggestions (proposées, non comptées)",
            plural(self.cells, "case remplie", "cases remplies"),
            plural(self.findings, "constat"),
            plural(len(self.files), "fichier écrit", "fichiers écrits"),
        ]
        if not self.codings:
            counted.append("rien n’est encore codé")
        if self.since:
            counted += ["depuis le dernier calcul :", *(f"  {line}" for line in self.since)]
        if self.advice:
            counted.append(self.advice)
        return [french(line) for line in counted]

    def remember(self) -> dict[str, object]:
        """Return the summary as plain values, for the manifest."""
        told = asdict(self)
        del told["advice"], told["since"]
        return told

    @classmethod
    def remembered(cls, told: Mapping[str, Any]) -> Summary:
        """Return the summary of the run that a manifest tells of, nothing having changed."""
        notices = tuple(Notice(**note) for note in told["notices"])
        values = {**told, "files": tuple(told["files"]), "notices": notices, "unchanged": True}
        return cls(**values)
