"""A figure that opens to its quotes, as HTML: no script, every word of a source escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from transfo_analysis.tables import split_ids
from transfo_analysis.typography import french, listed

__all__ = ["figure", "item", "named", "said", "section", "style"]

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


def style() -> str:
    """Return the style of a page, or of a cell of a notebook."""
    return f"<style>{_STYLE.strip()}</style>"


def section(title: str, items: Iterable[str]) -> str:
    """Return a part of a page under its title; nothing when it holds nothing."""
    held = "\n".join(items)
    return f"<section>\n<h2>{said(title)}</h2>\n{held}\n</section>" if held else ""


def item(name: str, inside: str) -> str:
    """Return one thing and what is said of it, both HTML already."""
    return f'<div class="item"><h3>{name}</h3><div>{inside}</div></div>'


def figure(
    quotes: list[dict[str, Any]],
    labels: Mapping[str, str],
    words: str,
    note: str,
    *,
    soft: bool = False,
) -> str:
    """Return a figure that opens to its note and quotes; without any, it is only said.

    Parameters
    ----------
    quotes : rows of a table of quotes
    labels : of codes
    words, note : what the figure says, and what comes before its quotes, in French
    soft : say it lower than the others
    """
    shown = said(words) if soft else f"<b>{said(words)}</b>"
    if not quotes and not note:
        return f"<p>{shown}</p>" if not soft else f'<p class="soft">{shown}</p>'
    inside = f"<p>{said(note)}</p>" if note else ""
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
    text = escape(str(quote["quote"])) or said("(texte masqué ou manquant)")
    shown = " ; ".join(escape(str(one)) for one in who if one)
    return f'<blockquote>{text}<span class="who">{french(shown)}</span></blockquote>'


def named(people: Iterable[str], before: str = "") -> str:
    """Return people as a sentence, "" for nobody."""
    names = list(people)
    return f"{before}{listed(names)}." if names else ""


def said(text: str) -> str:
    """Return the program's own words, with French spaces, escaped."""
    return escape(french(text))
