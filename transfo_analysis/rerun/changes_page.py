"""What changed, as a page: every figure opens to its quotes, without a script.

One file that needs nothing besides itself; every word of a source is escaped. It names
people: a working paper, never for the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from transfo_analysis.rerun import told
from transfo_analysis.rerun.appearance import NEVER, ORDERS
from transfo_analysis.rerun.figures import figure, item, named, said, section, style
from transfo_analysis.rerun.snapshot import wave_words
from transfo_analysis.tables import KIND_WORDS, split_ids
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.rerun.comparing import Comparison

__all__ = ["body", "compared", "page"]

MARK = "Document de travail, ne pas afficher."
_FINDINGS = {
    "lesson": "enseignement",
    "dysfunction": "dysfonctionnement",
    "next_work": "chantier",
    "set_aside": "écarté",
    "to_sort": "à trier",
}


def page(changes: Changes) -> str:
    """Return a comparison as one HTML page."""
    title = said(f"{told.head(changes)} : ce qui a changé")
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n{style()}\n"
        "<style>:root{color-scheme:light dark}"
        "body{margin:0 auto;max-width:72rem;padding:1.5rem;background:Canvas;color:CanvasText}"
        f'</style>\n</head>\n<body>\n<main class="transfo-changes">\n{body(changes)}\n</main>\n'
        "</body>\n</html>\n"
    )


def body(changes: Changes) -> str:
    """Return a comparison as HTML, to stand in a page or a notebook."""
    parts = [
        f'<p class="soft">{said(changes.title)}</p>' if changes.title else "",
        f"<h1>{said('Ce qui a changé')}</h1>",
        f"<p>{said(told.head(changes))}.</p>",
        f'<p class="mark">{said(MARK)}</p>',
        f"<p><em>{said('Projet fictif de démonstration.')}</em></p>" if changes.fictional else "",
    ]
    if changes.nothing:
        parts.append(f"<p>{said('Rien n’a changé.')}</p>")
    else:
        words = [*told.withdrawn(changes), *told.material(changes)]
        parts += [f"<p>{said(line)}</p>" for line in words]
        parts.append(f'<p class="soft">{said(told.CAVEAT)}</p>')
    parts += [
        _documents(changes),
        *(_cells(changes, case.id, case.title) for case in changes.now.cases),
        _findings(changes),
        *_exercises(changes),
        _terms(changes),
        _codes(changes),
        _curve(changes),
    ]
    return "\n".join(part for part in parts if part)


# -- the parts ------------------------------------------------------------------------------------


def _documents(changes: Changes) -> str:
    items = []
    for row in told.rows(changes.documents):
        kind = KIND_WORDS.get(row["kind"], (row["kind"], ""))[0]
        where = f"{row['path']} (avant : {row['before']})" if row["before"] else row["path"]
        line = f"{row['change']} ; {kind}, {_wave(row['wave'])}"
        codings = split_ids(row["coding_ids"])
        figure = (
            _open(changes, plural(len(codings), "codage"), codings)
            if codings
            else f'<p class="soft">{said("aucun codage")}</p>'
        )
        inside = f'<p>{said(line)}</p><p class="soft">{escape(where)}</p>{figure}'
        items.append(item(escape(row["document_id"]), inside))
    return section("Documents", items)


def _cells(changes: Changes, case: str, title: str) -> str:
    labels = {**changes.then.label, **changes.now.label}
    former, now = changes.difference.former.cell, changes.now.cell
    items = []
    for row in told.rows(changes.cells[changes.cells["case"] == case]):
        key = (case, row["row"], row["column"])
        parts = [_new(changes, row), _old(changes, row), _gone(changes, row), _beside(changes, row)]
        # what stood, and what stands: the same words, opened whole
        parts += [
            _open(
                changes,
                f"{plural(row[count], 'personne entendue', 'personnes entendues')} {when}",
                cells[key].codings if key in cells else (),
                named(cells[key].people if key in cells else ()),
                soft=True,
            )
            for when, count, cells in (
                ("alors", "people_then", former),
                ("aujourd’hui", "people_now", now),
            )
        ]
        names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
        items.append(item(said(names), "".join(parts)))
    several = len(changes.now.cases) > 1
    return section(f"Tableau croisé : {title}" if several else "Tableau croisé", items)


def _new(changes: Changes, row: Mapping[str, Any]) -> str:
    from transfo_analysis.rerun.changes import brought

    ids, known = split_ids(row["new_ids"]), split_ids(row["known_persons"])
    if not ids and not row["new_people"]:
        return ""
    words = brought(row["new_people"], row["of_new_people"], len(ids))
    notes = [named(split_ids(row["new_persons"]))]
    if known:
        again = plural(len(known), "personne déjà entendue", "personnes déjà entendues")
        notes.append(f"{again}, ici dans le matériau nouveau : {listed(known)}.")
    if row["documents"]:
        notes.append(f"Apporté par : {listed(split_ids(row['documents']))}.")
    return _open(changes, words, ids, " ".join(note for note in notes if note))


def _old(changes: Changes, row: Mapping[str, Any]) -> str:
    ids, people = split_ids(row["old_ids"]), split_ids(row["other_persons"])
    if not ids:
        return ""
    note = f"Entendues ici par le matériau d’avant : {listed(people)}." if people else ""
    words = f"Matériau d’avant, {plural(len(ids), 'codage')} : {row['old_reasons']}"
    return _open(changes, words, ids, note)


def _gone(changes: Changes, row: Mapping[str, Any]) -> str:
    ids, people = split_ids(row["gone_ids"]), split_ids(row["left_persons"])
    if not ids:
        return ""
    note = f"N’y sont plus : {listed(people)}." if people else ""
    many = plural(len(ids), "codage n’y est plus", "codages n’y sont plus")
    return _open(changes, f"{many} : {row['gone_reasons']}", ids, note)


def _beside(changes: Changes, row: Mapping[str, Any]) -> str:
    wall, studies = split_ids(row["wall_ids"]), split_ids(row["study_ids"])
    parts = []
    if wall:
        many = plural(len(wall), "papier nouveau", "papiers nouveaux")
        parts.append(_open(changes, f"{many} au mur", wall))
    if studies:
        many = plural(len(studies), "codage d’étude nouvelle", "codages d’études nouvelles")
        parts.append(_open(changes, many, studies))
    return "".join(parts)


def _findings(changes: Changes) -> str:
    items = []
    for row in told.rows(changes.findings):
        parts = [f"<p>{said(told.finding(row))}.</p>"]
        for name, words in (
            ("new_for_ids", "appuis nouveaux pour"),
            ("new_against_ids", "appuis nouveaux contre"),
            ("gone_for_ids", "n’appuient plus"),
            ("gone_against_ids", "ne sont plus contre"),
        ):
            if ids := split_ids(row[name]):
                parts.append(_open(changes, f"{len(ids)} : {words}", ids))
        kind = " ".join(_FINDINGS.get(one, one) for one in split_ids(row["kind"]))
        # the words of a person: their spaces are theirs
        name = f'{escape(row["statement"])} <span class="who">{said(kind)}</span>'
        items.append(item(name, "".join(parts)))
    return section("Constats", items)


def _exercises(changes: Changes) -> Iterator[str]:
    """Yield a section for each exercise in which something changed."""
    table = changes.exercises
    for exercise, rows in table.groupby("exercise", sort=False):
        items = []
        for about, here in rows.groupby("about", sort=False):
            parts = [
                _open(changes, row["says"], split_ids(row["ids"]), row["note"])
                for row in told.rows(here)
            ]
            items.append(item(escape(str(about)), "".join(parts)))
        yield section(str(exercise), items)


def _terms(changes: Changes) -> str:
    items = []
    for row in told.rows(changes.key_terms):
        first = "jamais dit avant" if row["unheard"] else "pas un terme clé avant"
        ids = split_ids(row["passage_ids"])
        words = f"dit par {plural(row['people'], 'personne')} ({_wave(row['wave'])}) ; {first}"
        items.append(item(escape(row["term"]), _open(changes, words, ids)))
    return section("Termes clés apparus avec le matériau nouveau", items)


def _codes(changes: Changes) -> str:
    labels = {**changes.then.label, **changes.now.label}
    items = [
        item(escape(row["label"]), f"<p>{said(told.code(row, labels))}</p>")
        for row in told.rows(changes.codes)
    ]
    return section("Livre de codes", items)


def _curve(changes: Changes) -> str:
    data = changes.curve()
    if data.empty:
        return ""
    titles = {one.id: one.title for one in changes.now.cases}
    several = data["case"].nunique() > 1
    tables = []
    for (case, what, born), part in data.groupby(["case", "what", "born"], sort=False):
        name = _BORN[str(what), str(born)]
        head = "".join(
            f'<th scope="col">{said(one)}</th>'
            for one in ("personnes", "vague", "entendus", "selon l’ordre")
        )
        lines = "".join(
            f"<tr><td>{row['rank']}</td><td>{said(_wave(row['wave']))}</td><td>{row['found']}</td>"
            f"<td>de {row['low']} à {row['high']}</td></tr>"
            for row in told.rows(part)
        )
        of_case = f" ; {titles.get(str(case), '')}" if several else ""
        tables.append(
            f"<details><summary>{said(f'{what} {name}{of_case}')}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></details>"
        )
    words = (
        "Combien de codes et de croisements différents ont été entendus, personne après personne. "
        "Codages posés à la main seulement (ici, ou dans un tableur importé) : ni suggestion "
        "acceptée, ni suggestion en attente. "
        f"« Selon l’ordre » : de {ORDERS} ordres des personnes tirés dans chaque vague, neuf sur dix "
        "tombent entre ces nombres. "
    )
    note = f"<p>{said(words)}</p><p><strong>{said(NEVER)}</strong></p>"
    return section("Courbe d’apparition", [note, *tables])


_BORN = {
    ("codes", "au départ"): "présents au départ",
    ("codes", "né du terrain"): "nés du terrain",
    ("croisements", "au départ"): "de codes présents au départ",
    ("croisements", "né du terrain"): "avec un code né du terrain",
}


def compared(comparison: Comparison) -> str:
    """Return two ways of looking as HTML."""
    labels = {**comparison.a.label, **comparison.b.label}
    first, *rest = comparison.sentences()
    items = []
    for row in told.rows(comparison.cells):
        parts = [
            figure(
                told.rows(comparison.words.quotes(split_ids(row[ids]))),
                labels,
                f"{plural(row[count], 'personne')} : {name}",
                named(split_ids(row[only]), "Seulement ainsi : "),
            )
            for name, count, ids, only in (
                (comparison.names[0], "people_a", "ids_a", "only_a"),
                (comparison.names[1], "people_b", "ids_b", "only_b"),
            )
        ]
        names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
        items.append(item(said(names), "".join(parts)))
    same = "" if items else f"<p>{said(rest[0])}</p>"
    return f'<p>{said(first)}</p><p class="mark">{said(MARK)}</p>{same}' + section("Cases", items)


def _open(
    changes: Changes, words: str, ids: Iterable[str], note: str = "", *, soft: bool = False
) -> str:
    """Return a figure that opens to its quotes; without any, it is only said."""
    quotes = changes.quoted(ids)
    labels = {**changes.then.label, **changes.now.label}
    return figure(quotes, labels, words, note, soft=soft)


def _wave(wave: str) -> str:
    return wave_words(wave) if wave else "vague non indiquée"
