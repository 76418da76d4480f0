"""A code on one card: what it means, what it takes in and leaves out, two typical quotes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.consensus import counted
from transfo_analysis.coding.meanings import meaning
from transfo_analysis.tables import PLACED, VERBATIM
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

__all__ = ["CodeCard", "Typical", "code_card"]

QUOTES = 2


@dataclass(frozen=True)
class Typical:
    """Words that were given the code: who says them, where, how many coders agree."""

    coding_id: str
    words: str
    register: str
    person: str
    document_id: str
    start: int
    coders: int

    def __str__(self) -> str:
        words = f"« {self.words} »" if self.register == VERBATIM else self.words
        who = self.person or "personne non identifiée"
        return french(f"{words} — {who}, {self.document_id} ({plural(self.coders, 'codeur·se')})")


@dataclass(frozen=True)
class CodeCard:
    """What a person reads of a code before using it."""

    code: str
    label: str
    family: str
    definition: str
    include: str
    exclude: str
    colour: str
    under: str
    opposes: tuple[str, ...]
    codings: int
    quotes: tuple[Typical, ...]

    def lines(self) -> list[tuple[str, str]]:
        """Return the card's lines as (heading, text); empty ones are left out."""
        lines = [
            ("Définition", self.definition or "Aucune : écrivez-la dans le livre de codes."),
            ("Inclure", self.include),
            ("Exclure", self.exclude),
            ("Sous-code de", self.under),
            ("S’oppose à", ", ".join(self.opposes)),
            ("Codages", str(self.codings)),
            *(("Exemple", str(quote)) for quote in self.quotes),
        ]
        return [(name, french(text)) for name, text in lines if text]

    def __str__(self) -> str:
        body = "\n".join(french(f"{name} : {text}") for name, text in self.lines())
        return f"{self.label} ({self.family}, {self.code})\n{body}"

    def _repr_html_(self) -> str:
        body = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in self.lines()
        )
        mark = f' style="border-left:.4em solid {self.colour};padding-left:.6em"'
        head = f"<strong>{escape(self.label)}</strong> <code>{escape(self.code)}</code>"
        return f"<div{mark if self.colour else ''}>{head}<dl>{body}</dl></div>"


def code_card(
    code: str, codebook: Codebook, state: State, corpus: Corpus, codings: pd.DataFrame
) -> CodeCard:
    """Return a code's card.

    Its quotes are those that most coders gave it, then the first of the material.

    Parameters
    ----------
    code : full name of today, or an earlier one
    codings : table "codings"

    Raises
    ------
    CodebookError
        If there is no such code; the message offers the nearest.
    """
    name = state.code_now(code)
    found = codebook[name]
    family = codebook.family(name.partition(":")[0])
    mine = codings[codings["code"] == name]
    return CodeCard(
        name,
        found.label,
        family.label,
        found.definition or ("" if found.include else meaning(codebook, state, name)),
        found.include,
        found.exclude,
        found.colour,
        codebook.label(codebook.parent(name)) if found.under else "",
        tuple(codebook.label(other) for other in found.opposes),
        len(counted(mine)),
        _typical(mine, corpus),
    )


def _typical(mine: pd.DataFrame, corpus: Corpus) -> tuple[Typical, ...]:
    """Return the places of most coders; excerpts that overlap are one place."""
    order = {name: rank for rank, name in enumerate(corpus.documents["document_id"])}
    usable = mine[mine["status"].isin(PLACED) & mine["evidence"].astype(bool)]
    live = set(counted(usable)["coding_id"])
    rows = sorted(
        usable.to_dict("records"),
        key=lambda r: (order[r["document_id"]], r["start"], r["end"], r["coder"], r["coding_id"]),
    )
    places: list[list[dict[Hashable, Any]]] = []
    reach = ("", 0)
    for row in rows:
        if row["document_id"] == reach[0] and row["start"] < reach[1]:
            places[-1].append(row)
            reach = (reach[0], max(reach[1], row["end"]))
        else:
            places.append([row])
            reach = (row["document_id"], row["end"])
    typical: list[tuple[int, int, dict[Hashable, Any], int]] = []
    for place in places:
        # what a consensus took away is no example, whoever had coded it
        kept = [row for row in place if row["coding_id"] in live]
        if kept:
            coders = len({row["coder"] for row in place})
            typical.append((-coders, len(typical), kept[0], coders))
    return tuple(
        Typical(
            str(row["coding_id"]),
            str(row["quote"]),
            str(row["register"]),
            str(row["person"]),
            str(row["document_id"]),
            int(row["start"]),
            coders,
        )
        for _, _, row, coders in sorted(typical, key=lambda t: t[:2])[:QUOTES]
    )
