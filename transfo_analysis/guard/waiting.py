"""What waits for a person before anything is shown: one list, and what keeps from publishing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from transfo_analysis.errors import Notice
from transfo_analysis.findings.evidence import bundle_id
from transfo_analysis.guard.plans import plans
from transfo_analysis.guard.quotes import CHANGED, CLEARED, KEPT_OFF, WAITING, Excerpt
from transfo_analysis.guard.release import REPORTED_AS
from transfo_analysis.guard.singling import Crowd, Said
from transfo_analysis.tables import frame
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.guard.parts import Parts

__all__ = ["missing", "to_clear", "to_print"]

_JOURNAL = "data/coding/journal"
_KINDS = {"quote": "extrait", "cell": "case", "finding": "constat", "plan": "plan de travail"}


def to_clear(parts: Parts) -> pd.DataFrame:
    """Return the table "to_clear": what waits, what was cleared, what was kept off, and why.

    Quotes that a person linked to a retained finding, and those that were cleared; the
    statements of retained findings, and what is planned for the chantiers among them; cells
    that rest on too little to be shown by themselves.
    """
    return frame("to_clear", [*_quotes(parts), *_statements(parts), *_plans(parts), *_cells(parts)])


def missing(parts: Parts) -> list[Notice]:
    """Return all that keeps from publishing, each with what to do; nothing when all is cleared."""
    notices = []
    if not parts.statements:
        more = parts.unsorted()
        notices.append(
            Notice(
                _JOURNAL,
                "",
                "Aucun constat n’est retenu dans une colonne.",
                f"{plural(more, 'constat attend', 'constats attendent')} d’être rangé : "
                "« projet.board() »."
                if more
                else "Rédigez un constat et rangez-le : « projet.board() ».",
            )
        )
    for row in to_clear(parts).to_dict("records"):
        if row["blocks"]:
            what = row["obstacle"] or f"est {row['standing']}" * (row["standing"] != CHANGED)
            what = what or "a changé depuis qu’il a été autorisé"
            notices.append(
                Notice(
                    _JOURNAL,
                    f"{_KINDS[row['kind']]} {row['target']}, {row['place']}",
                    f"« {_short(row['words'])} » : {what}.",
                    row["gesture"],
                )
            )
    return [*notices, *_unread_names(parts)]


def _unread_names(parts: Parts) -> list[Notice]:
    """Say in which documents, among those that something shown rests on, names wait."""
    return [
        Notice(
            document,
            "",
            "Les noms de ce document n’ont pas été relus.",
            f"Relisez projet.names(), puis projet.coding.names_reviewed({document!r}).",
        )
        for document in sorted(set(parts.evidence["document_id"]))
        if parts.reviewed.get(document) != parts.corpus.text_sha256(document)
    ]


def _quotes(parts: Parts) -> list[dict[str, object]]:
    chosen = {name for one in parts.statements if _is_open(one.standing) for name in one.chosen}
    said = {target for kind, target in parts.state.clearances if kind == "quote"}
    listed = [parts.excerpts[n] for n in sorted(chosen | (said & set(parts.excerpts)))]
    listed.sort(key=lambda one: (one.place, one.coding))
    warnings = _warnings(parts, [one for one in listed if one.standing != KEPT_OFF])
    rows = []
    for one in listed:
        wanted = one.standing != KEPT_OFF
        ready = one.standing == CLEARED and not one.obstacle
        gesture = f"projet.coding.clear_quote({one.coding!r}) l’autorise"
        drop = f"projet.coding.unclear_quote({one.coding!r}) l’écarte de l’affichage"
        rows.append(
            {
                "kind": "quote",
                "target": one.coding,
                "place": parts.where(one),
                "words": one.words,
                "shown_as": ", ".join(
                    part
                    for part in (one.speaker, "mot à mot" if one.exact else REPORTED_AS)
                    if part
                ),
                "standing": one.standing,
                "blocks": wanted and not ready,
                "obstacle": french(one.obstacle),
                "reason": _reason(parts, "quote", one.coding),
                "warnings": " ; ".join(warnings.get(one.coding, ())),
                "gesture": f"{drop}." if one.obstacle or ready else f"{gesture} ; {drop}.",
            }
        )
    return rows


def _reason(parts: Parts, kind: str, target: str) -> str:
    said = parts.state.clearances.get((kind, target))
    return said.reason if said is not None else ""


def _is_open(standing: str) -> bool:
    """Tell whether a finding may still be shown: nobody kept it off the wall."""
    return standing != KEPT_OFF


def _warnings(parts: Parts, listed: list[Excerpt]) -> dict[str, tuple[str, ...]]:
    label = parts.settings.showing.speaker
    # who was only observed is quoted too, in what was described of them
    quotable = parts.heard | {one.person for one in parts.excerpts.values()}
    newcomers = quotable - parts.earlier[-1].heard if parts.earlier else frozenset()
    called = {code.partition(":")[2]: parts.codebook.label(code) for code in parts.codebook.codes}
    people = parts.corpus.people
    crowd = Crowd(people, label, parts.names, parts.rare, quotable, newcomers, called)
    modes: dict[tuple[str, int, int], set[str]] = {}
    for one in parts.gathered.values():
        for (row, _), places in one.places.items():
            for place in places:
                modes.setdefault(place, set()).add(row.partition(":")[2])
    found = crowd.warnings(
        Said(
            one.coding,
            one.person,
            one.words,
            one.speaker,
            frozenset(modes.get(one.place, ())),
        )
        for one in listed
    )
    alone = _only_voices(parts)
    return {
        one.coding: (*found[one.coding], *((alone[one.place],) if one.place in alone else ()))
        for one in listed
    }


def _only_voices(parts: Parts) -> dict[tuple[str, int, int], str]:
    """Return the places that one person alone fills a hidden cell with: a quote fills it again."""
    found = {}
    for one in parts.gathered.values():
        for cell, places in one.places.items():
            if cell not in one.shown and len(one.table.people.get(cell, ())) == 1:
                label = parts.cell_label(cell)
                said = french(f"seule voix de la case « {label} », qui n’est pas montrée")
                found.update(dict.fromkeys(places, said))
    return found


def _statements(parts: Parts) -> list[dict[str, object]]:
    crowd = Crowd(parts.corpus.people, (), parts.names)
    rows = []
    for one in parts.statements:
        warnings = list(crowd.warnings([Said(one.id, "", one.words, "")])[one.id])
        if one.people == 1:
            warnings.append("repose sur une seule personne")
        gesture = f"projet.coding.clear_finding({one.id!r}) l’autorise"
        drop = f"projet.coding.unclear_finding({one.id!r}) l’écarte de l’affichage"
        rows.append(
            {
                "kind": "finding",
                "target": one.id,
                "place": one.kind_label,
                "words": one.words,
                "shown_as": one.kind_label,
                "standing": one.standing,
                "blocks": one.standing in (WAITING, CHANGED),
                "obstacle": "",
                "reason": _reason(parts, "finding", one.id),
                "warnings": " ; ".join(warnings),
                "gesture": f"{drop}." if one.standing == CLEARED else f"{gesture} ; {drop}.",
            }
        )
    return rows


def _plans(parts: Parts) -> list[dict[str, object]]:
    """Return what is planned for chantiers: without a person's word it does not hang, nor stop."""
    crowd = Crowd(parts.corpus.people, (), parts.names)
    rows = []
    for one in plans(parts):
        if not one.words:
            continue
        name = one.statement.id
        gesture = f"projet.coding.clear_plan({name!r}) l’autorise"
        drop = f"projet.coding.unclear_plan({name!r}) l’écarte de l’affichage"
        rows.append(
            {
                "kind": "plan",
                "target": name,
                "place": _short(one.statement.words),
                "words": one.words,
                "shown_as": "La suite",
                "standing": one.standing,
                "blocks": False,
                "obstacle": one.obstacle,
                "reason": _reason(parts, "plan", name),
                "warnings": " ; ".join(crowd.warnings([Said(name, "", one.words, "")])[name]),
                "gesture": f"{drop}." if one.standing == CLEARED else f"{gesture} ; {drop}.",
            }
        )
    return rows


def _cells(parts: Parts) -> list[dict[str, object]]:
    rows = []
    for case, one in parts.gathered.items():
        for cell in sorted(one.why, key=lambda c: list(one.behind).index(c)):
            asked = f"{cell[0]!r}, {cell[1]!r}, case={case!r}"
            rows.append(
                {
                    "kind": "cell",
                    "target": bundle_id(case, *cell),
                    "place": parts.cell_label(cell),
                    "words": "",
                    "shown_as": "non montré",
                    "standing": KEPT_OFF if "écartée" in one.why[cell] else WAITING,
                    "blocks": False,
                    "obstacle": one.why[cell],
                    "reason": _reason(parts, "cell", bundle_id(case, *cell)),
                    "warnings": "",
                    "gesture": f"projet.clear_cell({asked}) l’autorise.",
                }
            )
    return rows


def to_print(rows: pd.DataFrame, title: str) -> str:
    """Return the list as one page of HTML to print and tick; it is working paper."""
    head = ("", "Quoi", "Où", "Ce qui serait montré", "Sous quel nom", "État", "À voir")
    lines = []
    for row in rows.to_dict("records"):
        seen = " ; ".join(part for part in (row["obstacle"], row["warnings"]) if part)
        why = f" : {row['reason']}" if row["reason"] else ""
        cells = (
            "☐" if row["standing"] != CLEARED else "☑",
            _KINDS[row["kind"]],
            row["place"],
            row["words"],
            row["shown_as"],
            row["standing"] + (" (bloque)" if row["blocks"] else "") + why,
            seen,
        )
        lines.append("<tr>" + "".join(f"<td>{escape(french(c))}</td>" for c in cells) + "</tr>")
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    name = escape(french(f"À relire avant d’afficher : {title}"))
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{name}</title>'
        "<style>@page{size:A4 landscape;margin:12mm}body{font:11pt/1.35 sans-serif}"
        "table{border-collapse:collapse;width:100%}td:nth-child(4){width:32%}"
        "td,th{border:1px solid #555;padding:3pt;text-align:left;vertical-align:top}"
        "tr{break-inside:avoid}thead{display:table-header-group}</style></head>"
        f"<body><h1>{name}</h1><p><strong>Document de travail, ne pas afficher.</strong></p>"
        f"<table><thead><tr>{titles}</tr></thead><tbody>\n" + "\n".join(lines) + "\n"
        "</tbody></table></body></html>\n"
    )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"
