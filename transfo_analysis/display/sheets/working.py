"""Paper for the work session, no clearance needed: a blank grid and numbered cards.

Nothing here is for the wall: every sheet and every card says so. A card stands for a bundle, a
finding, or an excerpt of notes that nobody coded yet; it is made of what people decided and of
what was noted, never of what the program proposes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.crosstable.quotes import as_quoted
from transfo_analysis.display.page import FICTIONAL, MARK
from transfo_analysis.display.sheets.typeset import Sheet, label, pdf, sentence
from transfo_analysis.tables import POSTED, VERBATIM
from transfo_analysis.tables.kinds import posted_words
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.display.look import Style
    from transfo_analysis.settings import Settings

__all__ = ["BUNDLE", "EXCERPT", "FINDING", "Card", "blank_grid", "cards", "common", "print_cards"]

BUNDLE, FINDING, EXCERPT = "rassemblement", "constat", "extrait"
# what talks, observations, readings and ends of sessions leave when nothing was recorded
_NOTED = ("interview", "observation", "literature_note", "debriefing")
_FIELDS = "Ligne : ……………………  Colonne : ……………………"


@dataclass(frozen=True)
class Card:
    """One numbered card.

    Parameters
    ----------
    number : from 1, in the order of the table, then of the findings, then of the documents
    kind : rassemblement, constat or extrait
    target : bundle_id, finding_id or passage_id: what the number stands for
    title : what is read first
    rests : what it rests on, in a few words
    words : quotes as they are printed, the finding's statement, or the excerpt
    row, column : labels of its cell, "" for an excerpt: the group says where it goes
    stands : label of the sorting column where it is today, "" when it waits
    """

    number: int
    kind: str
    target: str
    title: str
    rests: str
    words: tuple[str, ...]
    row: str = ""
    column: str = ""
    stands: str = ""


def cards(
    table: CrossTable,
    bundles: pd.DataFrame,
    findings: pd.DataFrame,
    quotes: Mapping[str, pd.DataFrame],
    coded: frozenset[str],
) -> list[Card]:
    """Return the cards of a case, numbered; the same state gives the same numbers.

    Parameters
    ----------
    bundles, findings : tables of the case
    quotes : by bundle_id, the few quotes printed on its card
    coded : documents that someone coded; of the others, notes come passage by passage
    """
    found = [
        *_of_bundles(table, bundles, quotes),
        *_of_findings(table, findings),
        *_of_notes(table, coded),
    ]
    return [Card(rank, **one) for rank, one in enumerate(found, start=1)]


def _of_bundles(
    table: CrossTable, bundles: pd.DataFrame, quotes: Mapping[str, pd.DataFrame]
) -> Iterator[dict[str, Any]]:
    posted = posted_words(table.wall["kind"])
    for one in bundles.to_dict("records"):
        row = table.label(one["row"]) if one["row"] else ""
        column = table.label(one["column"]) if one["column"] else ""
        shown = quotes.get(one["bundle_id"])
        words = [] if shown is None else [_said(quote) for quote in shown.to_dict("records")]
        yield {
            "kind": BUNDLE,
            "target": one["bundle_id"],
            "title": " × ".join(part for part in (row, column) if part),
            "rests": _rests(one, posted) + ("" if row else ", toutes lignes ensemble"),
            "words": tuple(words),
            "row": row,
            "column": column,
            "stands": _stands(table, one["column_now"]),
        }


def _of_findings(table: CrossTable, findings: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for one in findings[findings["status"].isin(("retenu", "écarté"))].to_dict("records"):
        yield {
            "kind": FINDING,
            "target": one["finding_id"],
            "title": "Constat",
            "rests": _rests(one, posted_words(table.wall["kind"])),
            "words": (str(one["statement"]),),
            "stands": _stands(table, one["kind"]),
        }


def _of_notes(table: CrossTable, coded: frozenset[str]) -> Iterator[dict[str, Any]]:
    documents = table.corpus.documents
    mine = (documents["case"] == table.case.id) & documents["kind"].isin(_NOTED)
    waiting = documents[mine & ~documents["recorded"] & ~documents["document_id"].isin(coded)]
    titles = dict(zip(waiting["document_id"], waiting["title"], strict=True))
    passages = table.corpus.passages
    # what the group has placed already is in its bundle
    said = passages["evidence"].astype(bool) & ~passages["kind"].isin(POSTED)
    kept = passages[passages["document_id"].isin(titles) & said]
    for one in kept.to_dict("records"):
        who = one["person"] or one["situation"] or one["study"]
        yield {
            "kind": EXCERPT,
            "target": one["passage_id"],
            "title": titles[one["document_id"]],
            "rests": ", ".join(part for part in (who, one["register"]) if part),
            "words": (as_quoted(one["text"], one["register"]),),
        }


def _said(quote: Mapping[Any, Any]) -> str:
    who = quote["person"] or quote["source"] or quote["situation"]
    said = [
        part for part in (who, "" if quote["register"] == VERBATIM else quote["register"]) if part
    ]
    against = "À l’inverse : " if quote["side"] == "against" else ""
    return against + str(quote["quote"]) + (f" — {', '.join(said)}" if said else "")


def _rests(one: Mapping[Any, Any], posted: tuple[str, str]) -> str:
    counts = [
        (one["people"], "personne", ""),
        (one["excerpts"], "extrait", ""),
        (one["wall_rows"], *posted),
        (one["studies"], "étude", ""),
    ]
    said = [plural(int(count), name, many) for count, name, many in counts if count]
    return ", ".join(said) or "ne repose plus sur rien"


def _stands(table: CrossTable, kind: str) -> str:
    kinds: dict[str, str] = {column.id: column.label for column in table.case.sorting_columns}
    return "Mis de côté" if kind == "set_aside" else kinds.get(kind, "")


# -- on paper ---------------------------------------------------------------------------------


def blank_grid(table: CrossTable, settings: Settings, style: Style, paper: str) -> bytes:
    """Return the case's grid without anything in it, to stick papers on, as PDF."""
    case = table.case
    sheet = {
        **common(settings, style),
        "kind": "grid",
        "paper": paper.lower(),
        "flipped": True,
        "number": "Tableau à remplir",
        "title": label(case.title),
        "corner": "",
        "fields": label("Groupe : ………………………………   Session : ………………………………"),
        "rows": [_named(table, code) for code in table.rows],
        "columns": [_named(table, code) for code in table.columns],
    }
    return pdf(settings.title, [sheet], style, {})


def print_cards(found: Sequence[Card], settings: Settings, style: Style) -> bytes:
    """Return cards to cut out, eight to a sheet of A4, as PDF."""
    mark = label(MARK[:1].upper() + MARK[1:] + (" · projet fictif" if settings.fictional else ""))
    sheet: Sheet = {
        **common(settings, style),
        "kind": "working",
        "title": "Cartes de travail",
        "cards": [
            {
                "number": str(one.number),
                "title": label(one.title),
                "rests": label(one.rests),
                "words": [sentence(words) for words in one.words],
                "fields": label(_FIELDS) if one.kind == EXCERPT else "",
                "mark": mark,
            }
            for one in found
        ],
    }
    return pdf(settings.title, [sheet], style, {})


def common(settings: Settings, style: Style) -> dict[str, Any]:
    """Return what every working sheet shares: marks, note, credits."""
    badges = [MARK, *([FICTIONAL] if settings.fictional else [])]
    return {
        "programme": label(style.programme),
        "running": label(settings.title),
        "badges": [label(one) for one in badges],
        "number": "",
        "note": label(
            "Document de travail, pour la séance : rien n’y a été relu pour être affiché. "
            "À reprendre ou à détruire à la fin."
        ),
        "credits": [label(one) for one in style.credits],
        "mark": "",
    }


def _named(table: CrossTable, code: str) -> dict[str, str]:
    return {"code": code, "label": label(table.label(code)), "count": ""}
