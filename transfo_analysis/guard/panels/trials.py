"""« Ce que nous avons essayé »: how the method fared, from notes whose names were reviewed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.guard.release import Panel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from transfo_analysis.guard.parts import Parts

__all__ = ["trials"]

TITLE = "Ce que nous avons essayé"
_COLUMNS = ("Essayé", "Concluant", "Pourquoi", "Ce que nous changeons")
_NOTE = "L’équipe parle ici de sa méthode, non de ce que des personnes ont dit."
_UNTOLD = "pas encore dit"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def trials(parts: Parts, draft: bool) -> Panel | None:
    """Return the trials that may be shown; a draft shows those whose names wait, too.

    A trial that names a participant by pseudonym is never shown: colleagues would know whom a
    method was tried on.
    """
    if parts.exercised is None:
        return None
    people = {fold(person) for person in parts.corpus.people["person"]}
    shown = [
        row
        for row in parts.exercised.trials.to_dict("records")
        if (draft or _reviewed(parts, str(row["document_id"]))) and not _names(row, people)
    ]
    if not shown:
        return None
    cases = [case.id for case in parts.settings.cases]
    rows = tuple(
        (
            _sentence(row["method"]),
            str(row["conclusive"]) or _UNTOLD,
            _sentence(row["why"]),
            _sentence(row["change"]),
        )
        for row in sorted(shown, key=lambda row: cases.index(str(row["case"])))
    )
    return Panel(TITLE, _COLUMNS, rows, note=_NOTE)


def _reviewed(parts: Parts, document: str) -> bool:
    return parts.reviewed.get(document) == parts.corpus.text_sha256(document)


def _names(row: Mapping[Any, Any], people: Collection[str]) -> bool:
    words = " ".join(str(row[name]) for name in ("method", "why", "change"))
    # « Anne-Marie » may be written with a space, and « Anne » alone is anybody's
    folded = f" {' '.join(fold(word).replace('-', ' ') for word in _WORD.findall(words))} "
    return any(f" {person.replace('-', ' ')} " in folded for person in people)


def _sentence(words: object) -> str:
    text = str(words).strip()
    return text[:1].upper() + text[1:]
