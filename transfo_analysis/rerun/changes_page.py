"""What changed, as a page: every figure opens to its quotes, without a script.

One file that needs nothing besides itself; every word of a source is escaped. It names
people: a working paper, never for the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from transfo_analysis.rerun import told
from transfo_analysis.rerun.appearance import NEVER, ORDERS
from transfo_analysis.rerun.snapshot import wave_words
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.rerun.comparing import Comparison

__all__ = ["body", "compared", "page", "style"]

MARK = "Document de travail, ne pas afficher."
_FINDINGS = {
    "lesson": "enseignement",
    "dysfunction": "dysfonctionnement",
    "next_work": "chantier",
    "set_aside": "écarté",
    "to_sort": "à trier",
}
_STYLE = """
.transfo-changes{font:15px/1.5 system-ui,sans-serif;max-width:72rem;--line:#8884;--soft:#59606e;
--new:#1f4e79;--paper:#8881}
@media (prefers-color-scheme:dark){.transfo-changes{--soft:#b3bac6;--new:#9cc4ec}}
body[data-jp-theme-light="true"] .transfo-changes{--soft:#59606e;--new:#1f4e79}
body[data-jp-theme-light="false"] .transfo-changes{--soft:#b3bac6;--new:#9cc4ec}
.transfo-changes h1{font-size:1.6rem;line-height:1.2;margin:.2em 0}
.transfo-changes h2{font-size:1.2rem;margin:2em 0 .4em;border-bottom:2px solid var(--line)}
.transfo-changes h3{font-size:1rem;margin:0}
.transfo-changes p{margin:.3em 0}
.transfo-changes .soft,.transfo-changes figcaption{color:var(--soft)}
.transfo-changes .mark{display:inline-block;border:1px solid;padding:0 .5em;font-weight:600}
.transfo-changes .item{display:grid;grid-template-columns:minmax(11rem,16rem) 1fr;gap:.2rem 1.5rem;
padding:.55rem 0;border-bottom:1px solid var(--line)}
.transfo-changes summary{cursor:pointer;padding:.1rem 0}
.transfo-changes summary:focus-visible{outline:3px solid var(--new);outline-offset:2px}
.transfo-changes summary b{color:var(--new)}
.transfo-changes details[open]{background:var(--paper);padding:0 .7rem .5rem;border-left:3px solid var(--new)}
.transfo-changes blockquote{margin:.5rem 0;white-space:pre-line;overflow-wrap:anywhere}
.transfo-changes .who{display:block;color:var(--soft);font-size:.87em}
.transfo-changes table{border-collapse:collapse;font-size:.9em}
.transfo-changes th,.transfo-changes td{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top;
border-bottom:1px solid var(--line);background:none}
@media (max-width:40rem){.transfo-changes .item{grid-template-columns:1fr}}
@media print{.transfo-changes summary{list-style:none}}
"""


def page(changes: Changes) -> str:
    """Return a comparison as one HTML page."""
    title = _said(f"{told.head(changes)} : ce qui a changé")
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n{style()}\n"
        "<style>:root{color-scheme:light dark}"
        "body{margin:0 auto;max-width:72rem;padding:1.5rem;background:Canvas;color:CanvasText}"
        f'</style>\n</head>\n<body>\n<main class="transfo-changes">\n{body(changes)}\n</main>\n'
        "</body>\n</html>\n"
    )


def style() -> str:
    """Return the style of a page, or of a cell of a notebook."""
    return f"<style>{_STYLE.strip()}</style>"


def body(changes: Changes) -> str:
    """Return a comparison as HTML, to stand in a page or a notebook."""
    parts = [
        f'<p class="soft">{_said(changes.title)}</p>' if changes.title else "",
        f"<h1>{_said('Ce qui a changé')}</h1>",
        f"<p>{_said(told.head(changes))}.</p>",
        f'<p class="mark">{_said(MARK)}</p>',
        f"<p><em>{_said('Projet fictif de démonstration.')}</em></p>" if changes.fictional else "",
    ]
    if changes.nothing:
        parts.append(f"<p>{_said('Rien n’a changé.')}</p>")
    else:
        said = [*told.withdrawn(changes), *told.material(changes)]
        parts += [f"<p>{_said(line)}</p>" for line in said]
        parts.append(f'<p class="soft">{_said(told.CAVEAT)}</p>')
    parts += [
        _documents(changes),
        *(_cells(changes, case.id, case.title) for case in changes.now.cases),
        _findings(changes),
        _terms(changes),
        _codes(changes),
        _curve(changes),
    ]
    return "\n".join(part for part in parts if part)


# -- the parts ------------------------------------------------------------------------------------


def _documents(changes: Changes) -> str:
    items = []
    for row in told.rows(changes.documents):
        kind = told.KINDS.get(row["kind"], (row["kind"], ""))[0]
        where = f"{row['path']} (avant : {row['before']})" if row["before"] else row["path"]
        line = f"{row['change']} ; {kind}, {_wave(row['wave'])}"
        codings = split_ids(row["coding_ids"])
        figure = (
            _open(changes, plural(len(codings), "codage"), codings)
            if codings
            else f'<p class="soft">{_said("aucun codage")}</p>'
        )
        inside = f'<p>{_said(line)}</p><p class="soft">{escape(where)}</p>{figure}'
        items.append(_item(escape(row["document_id"]), inside))
    return _section("Documents", items)


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
                _named(cells[key].people if key in cells else ()),
                soft=True,
            )
            for when, count, cells in (
                ("alors", "people_then", former),
                ("aujourd’hui", "people_now", now),
            )
        ]
        names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
        items.append(_item(_said(names), "".join(parts)))
    several = len(changes.now.cases) > 1
    return _section(f"Tableau croisé : {title}" if several else "Tableau croisé", items)


def _new(changes: Changes, row: Mapping[str, Any]) -> str:
    from transfo_analysis.rerun.changes import brought

    ids, known = split_ids(row["new_ids"]), split_ids(row["known_persons"])
    if not ids and not row["new_people"]:
        return ""
    said = brought(row["new_people"], row["of_new_people"], len(ids))
    notes = [_named(split_ids(row["new_persons"]))]
    if known:
        words = plural(len(known), "personne déjà entendue", "personnes déjà entendues")
        notes.append(f"{words}, ici dans le matériau nouveau : {listed(known)}.")
    if row["documents"]:
        notes.append(f"Apporté par : {listed(split_ids(row['documents']))}.")
    return _open(changes, said, ids, " ".join(note for note in notes if note))


def _old(changes: Changes, row: Mapping[str, Any]) -> str:
    ids, people = split_ids(row["old_ids"]), split_ids(row["other_persons"])
    if not ids:
        return ""
    note = f"Entendues ici par le matériau d’avant : {listed(people)}." if people else ""
    said = f"Matériau d’avant, {plural(len(ids), 'codage')} : {row['old_reasons']}"
    return _open(changes, said, ids, note)


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
        parts = [f"<p>{_said(told.finding(row))}.</p>"]
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
        name = f'{escape(row["statement"])} <span class="who">{_said(kind)}</span>'
        items.append(_item(name, "".join(parts)))
    return _section("Constats", items)


def _terms(changes: Changes) -> str:
    items = []
    for row in told.rows(changes.key_terms):
        first = "jamais dit avant" if row["unheard"] else "pas un terme clé avant"
        ids = split_ids(row["passage_ids"])
        said = f"dit par {plural(row['people'], 'personne')} ({_wave(row['wave'])}) ; {first}"
        items.append(_item(escape(row["term"]), _open(changes, said, ids)))
    return _section("Termes clés apparus avec le matériau nouveau", items)


def _codes(changes: Changes) -> str:
    labels = {**changes.then.label, **changes.now.label}
    items = [
        _item(escape(row["label"]), f"<p>{_said(told.code(row, labels))}</p>")
        for row in told.rows(changes.codes)
    ]
    return _section("Livre de codes", items)


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
            f'<th scope="col">{_said(one)}</th>'
            for one in ("personnes", "vague", "entendus", "selon l’ordre")
        )
        lines = "".join(
            f"<tr><td>{row['rank']}</td><td>{_said(_wave(row['wave']))}</td><td>{row['found']}</td>"
            f"<td>de {row['low']} à {row['high']}</td></tr>"
            for row in told.rows(part)
        )
        of_case = f" ; {titles.get(str(case), '')}" if several else ""
        tables.append(
            f"<details><summary>{_said(f'{what} {name}{of_case}')}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></details>"
        )
    said = (
        "Combien de codes et de croisements différents ont été entendus, personne après personne. "
        "Codages posés à la main seulement : ni suggestion acceptée, ni suggestion en attente. "
        f"« Selon l’ordre » : de {ORDERS} ordres des personnes tirés dans chaque vague, neuf sur dix "
        "tombent entre ces nombres. "
    )
    note = f"<p>{_said(said)}</p><p><strong>{_said(NEVER)}</strong></p>"
    return _section("Courbe d’apparition", [note, *tables])


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
            _quoted(
                told.rows(comparison.words.quotes(split_ids(row[ids]))),
                labels,
                f"{plural(row[count], 'personne')} : {name}",
                _named(split_ids(row[only]), "Seulement ainsi : "),
            )
            for name, count, ids, only in (
                (comparison.names[0], "people_a", "ids_a", "only_a"),
                (comparison.names[1], "people_b", "ids_b", "only_b"),
            )
        ]
        names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
        items.append(_item(_said(names), "".join(parts)))
    same = "" if items else f"<p>{_said(rest[0])}</p>"
    return f'<p>{_said(first)}</p><p class="mark">{_said(MARK)}</p>{same}' + _section(
        "Cases", items
    )


# -- pieces ---------------------------------------------------------------------------------------


def _section(title: str, items: Iterable[str]) -> str:
    held = "\n".join(items)
    return f"<section>\n<h2>{_said(title)}</h2>\n{held}\n</section>" if held else ""


def _item(name: str, inside: str) -> str:
    return f'<div class="item"><h3>{name}</h3><div>{inside}</div></div>'


def _open(
    changes: Changes, said: str, ids: Iterable[str], note: str = "", *, soft: bool = False
) -> str:
    """Return a figure that opens to its quotes; without any, it is only said."""
    names = list(ids)
    quotes = told.rows(changes.opened(names)) if names else []
    labels = {**changes.then.label, **changes.now.label}
    return _quoted(quotes, labels, said, note, soft=soft)


def _quoted(
    quotes: list[dict[str, Any]],
    labels: Mapping[str, str],
    said: str,
    note: str,
    *,
    soft: bool = False,
) -> str:
    shown = _said(said) if soft else f"<b>{_said(said)}</b>"
    if not quotes:
        return f"<p>{shown}</p>" if not soft else f'<p class="soft">{shown}</p>'
    inside = f"<p>{_said(note)}</p>" if note else ""
    inside += "".join(_quote(one, labels) for one in _excerpts(quotes))
    kind = ' class="soft"' if soft else ""
    return f"<details><summary{kind}>{shown}</summary>{inside}</details>"


def _excerpts(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each excerpt once, with all its codes and coders."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in quotes:
        place = (one["document"], one["start"], one["end"], one["quote"])
        here = found.setdefault(place, {**one, "codes": [], "coders": []})
        for name, values in (("codes", split_ids(one["codes"])), ("coders", [one["coder"]])):
            here[name] += [value for value in values if value and value not in here[name]]
    return list(found.values())


def _quote(quote: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    who = [
        quote["person"] or quote["speaker"],
        quote["document"],
        quote["timecode"],
        ", ".join(labels.get(code, code) for code in quote["codes"]),
        f"codé par {listed(quote['coders'])}" if quote["coders"] else "",
    ]
    words = escape(str(quote["quote"])) or _said("(texte masqué ou manquant)")
    shown = " ; ".join(escape(str(one)) for one in who if one)
    return f'<blockquote>{words}<span class="who">{french(shown)}</span></blockquote>'


def _named(people: Iterable[str], before: str = "") -> str:
    names = list(people)
    return f"{before}{listed(names)}." if names else ""


def _wave(wave: str) -> str:
    return wave_words(wave) if wave else "vague non indiquée"


def _said(text: str) -> str:
    """Return the program's own words, with French spaces, escaped."""
    return escape(french(text))
