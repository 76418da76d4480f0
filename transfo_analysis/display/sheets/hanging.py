"""What hangs, as plain data for the templates: made of a release and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.bands import LEGEND, NOT_TOLD, spread
from transfo_analysis.display.sheets.panels import panel_sheet
from transfo_analysis.display.sheets.typeset import Sheet, label, sentence
from transfo_analysis.guard.release import DRAFT
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.display.look import Style
    from transfo_analysis.guard.release import Finding, Grid, Quote, Release

__all__ = ["Wall", "code_to_scan"]

FICTIONAL = "projet fictif de démonstration"
HEARD, CHANGED, REACTIONS = (
    "Qui avons-nous entendu ?",
    "Ce que le terrain a changé depuis la dernière session",
    "Et vous, qu’en dites-vous ?",
)
# columns of a table that are still wide enough to be read, by paper
_ACROSS = {"A4": 7, "A3": 8, "A2": 10, "A1": 14, "A0": 20}
_INVITATION = (
    "Une feuille de ce mur vous étonne, vous manque, vous contredit ? Écrivez-le ici, avec le "
    "numéro de la feuille. Ne notez le nom de personne : vos mots seront relus avec le reste."
)


@dataclass(frozen=True)
class Wall:
    """The sheets of one release; each is named, and numbered in the order of the wall."""

    release: Release
    style: Style

    def tables(self, paper: str) -> list[Sheet]:
        """The cross table of each case, on as many sheets as its columns need."""
        return [
            sheet
            for grid in self.release.grids
            for sheet in _table_sheets(grid, paper, self._common(paper, flipped=True))
        ]

    def findings(self, paper: str = "A3") -> list[Sheet]:
        """One sheet a finding, column after column."""
        numbers = self._numbers()
        return [
            {
                **self._common(paper),
                "kind": "finding",
                "number": f"Feuille {numbers[one.id]}",
                "of": one.kind,
                "kind-label": label(one.kind_label),
                "statement": sentence(one.statement),
                "where": label(one.where),
                "pros": [_quote(q) for q in one.quotes_for],
                "cons": [_quote(q) for q in one.quotes_against],
            }
            for _, _, found in self._columns()
            for one in found
        ]

    def columns(self, paper: str = "A2") -> list[Sheet]:
        """One sheet a sorting column, an empty one too."""
        numbers = self._numbers()
        return [
            {
                **self._common(paper),
                "kind": "column",
                "of": kind,
                "kind-label": label(name),
                "count": label(plural(len(found), "constat")) if found else "",
                "nothing": "Aucun constat n’est affiché dans cette colonne pour l’instant.",
                "findings": [
                    {"number": numbers[one.id], "statement": sentence(one.statement)}
                    for one in found
                ],
            }
            for kind, name, found in self._columns()
        ]

    def heard(self, paper: str = "A3") -> list[Sheet]:
        """« Qui avons-nous entendu ? », in the bands that the guard let through."""
        heard = self.release.heard
        if heard is None:
            return []
        return [
            {
                **self._common(paper),
                "kind": "heard",
                "title": label(HEARD),
                "people": _band(heard.people),
                "unit": "personnes entendues",
                "by": [
                    [label(title), [[label(name), _band(count)] for name, count in lines]]
                    for title, lines in heard.by
                ],
                "legend": [label(one) for one in LEGEND],
                "said": [sentence(one) for one in (*heard.absent, NOT_TOLD)],
            }
        ]

    def changed(self, paper: str = "A3") -> list[Sheet]:
        """« Ce que le terrain a changé depuis la dernière session »."""
        changed = self.release.changed
        if changed is None or not changed.sentences:
            return []
        return [
            {
                **self._common(paper),
                "kind": "changed",
                "title": label(CHANGED),
                "sentences": [sentence(one) for one in changed.sentences],
            }
        ]

    def panels(self, paper: str = "A3") -> list[Sheet]:
        """One sheet for each other exercise that shows something."""
        return [panel_sheet(one, self._common(paper)) for one in self.release.panels]

    def reactions(self, paper: str = "A3") -> list[Sheet]:
        """A sheet to write on; its columns are those of a wall table, to be typed back in."""
        address = self.release.address
        return [
            {
                **self._common(paper),
                "kind": "reactions",
                "title": label(REACTIONS),
                "invitation": label(_INVITATION),
                "heads": ["Feuille n°", "Ce que j’en dis", "Je suis… (si je veux)"],
                "code": "code.svg" if address else "",
                "code-alt": f"Code à flasher vers {address}" if address else "",
                "code-says": "Ce mur en ligne",
            }
        ]

    def cards(self) -> list[Sheet]:
        """Every statement and every quote as a card to cut out, four to a sheet of A4."""
        numbers = self._numbers()
        cards = []
        for _, name, found in self._columns():
            for one in found:
                shared = {
                    "of": one.kind,
                    "kind-label": label(name),
                    "number": numbers[one.id],
                    "foot": self._card_foot(),
                }
                statement = {"form": "statement", "words": sentence(one.statement)}
                cards.append({**shared, **statement, "against": False})
                for against, quotes in ((False, one.quotes_for), (True, one.quotes_against)):
                    cards += [
                        {**shared, "form": "quote", **_quote(q), "against": against} for q in quotes
                    ]
        if not cards:
            return []
        return [
            {**self._common("A4"), "kind": "cards", "title": "Cartes à découper", "cards": cards}
        ]

    # -- what they share ------------------------------------------------------------------------

    def _columns(self) -> list[tuple[str, str, list[Finding]]]:
        """The sorting columns that the release names, with their findings, in wall order."""
        kinds = {"lesson": "", "dysfunction": "", "next_work": ""}
        usual = {
            "lesson": "Les grands enseignements",
            "dysfunction": "Les dysfonctionnements",
            "next_work": "Les chantiers",
        }
        for one in self.release.findings:
            kinds[one.kind] = kinds.get(one.kind) or one.kind_label
        return [
            (kind, name or usual[kind], [f for f in self.release.findings if f.kind == kind])
            for kind, name in kinds.items()
        ]

    def _numbers(self) -> dict[str, str]:
        ranked = [one for _, _, found in self._columns() for one in found]
        return {one.id: str(rank) for rank, one in enumerate(ranked, start=1)}

    def _common(self, paper: str, *, flipped: bool = False) -> dict[str, Any]:
        release, badges = self.release, []
        if release.draft:
            badges.append(DRAFT)
        if release.fictional:
            badges.append(FICTIONAL)
        return {
            "paper": paper.lower(),
            "flipped": flipped,
            "programme": label(release.programme or self.style.programme),
            "running": label(release.title),
            "badges": [label(one) for one in badges],
            "number": "",
            "note": label(release.note),
            "credits": [label(one) for one in release.credits or self.style.credits],
            "mark": label(DRAFT) if release.draft else "",
        }

    def _card_foot(self) -> str:
        release = self.release
        said = [release.programme or self.style.programme or release.title, *release.waves]
        if release.fictional:
            said.append(FICTIONAL)
        if release.draft:
            said.append(DRAFT)
        return label(" · ".join(part for part in said if part))


def _quote(one: Quote) -> dict[str, Any]:
    return {"words": sentence(one.words), "exact": one.exact, "speaker": label(one.speaker)}


def _table_sheets(grid: Grid, paper: str, common: dict[str, Any]) -> list[Sheet]:
    shares = _shared(grid.columns, _ACROSS[paper])
    return [
        {
            **common,
            "kind": "table",
            "title": label(grid.case_label),
            "number": f"Tableau, partie {rank} sur {len(shares)}" if len(shares) > 1 else "Tableau",
            "corner": label(f"{grid.row_title} × {grid.column_title}"),
            "legend-shown": label(
                "montré : des personnes en ont parlé, et nous pouvons l’afficher"
                if not grid.counted
                else "montré : des personnes en ont parlé (leur nombre, quand il peut être dit)"
            ),
            "legend-not": label("non montré : rien n’a été dit, ou rien ne peut être affiché"),
            "rows": [_named(row) for row in grid.rows],
            "columns": [_named(column) for column in columns],
            "cells": {
                row.code: {column.code: _cell(grid, row.code, column.code) for column in columns}
                for row in grid.rows
            },
        }
        for rank, columns in enumerate(shares, start=1)
    ]


def _band(told: str) -> dict[str, Any]:
    drawn = spread(told)
    return {
        "told": label(told),
        "least": drawn.least,
        "greatest": drawn.greatest,
        "more": drawn.more,
    }


def _named(one: Any) -> dict[str, str]:
    return {"code": one.code, "label": label(one.label), "count": label(one.count)}


def _cell(grid: Grid, row: str, column: str) -> dict[str, Any]:
    cell = grid.cells[row, column]
    quotes = grid.quotes.get((row, column), ()) if cell.shown else ()
    return {"shown": cell.shown, "count": label(cell.count), "quotes": [_quote(q) for q in quotes]}


def _shared(items: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Share items out over as few sheets as hold them, evenly."""
    count = max(1, -(-len(items) // most))
    size = max(1, -(-len(items) // count))
    return [items[at : at + size] for at in range(0, max(1, len(items)), size)]


def code_to_scan(address: str) -> dict[str, bytes]:
    """Return the code to scan of an address, as a drawing; nothing without an address."""
    if not address:
        return {}
    import io

    import segno

    stream = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(stream, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return {"code.svg": stream.getvalue()}
