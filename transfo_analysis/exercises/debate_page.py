"""A debate in a notebook: each question with its sentence, its arguments by side, its reasons.

No script; every word of a source is escaped. It names people: a working paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from transfo_analysis.crosstable.quotes import as_quoted
from transfo_analysis.exercises.debate import Debate, Held, from_to, moves, said_of
from transfo_analysis.exercises.standing import place_label
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["page"]

_STYLE = """
.transfo-debate{max-width:60rem;line-height:1.45}
.transfo-debate h3{margin:1.4em 0 .2em}
.transfo-debate summary{cursor:pointer}
.transfo-debate blockquote{margin:.4em 0 .4em 1em}
.transfo-debate .who{opacity:.75;font-size:.9em}
"""


def page(debate: Debate) -> str:
    """Return the debates of a case as HTML, to stand in a notebook."""
    parts = [part for held in debate.held() for part in _question(debate, held)]
    nothing = f"<p>{_said(repr(debate))}</p>"
    return (
        f'<style>{_STYLE.strip()}</style><div class="transfo-debate">'
        f"{''.join(parts) or nothing}</div>"
    )


def _question(debate: Debate, held: Held) -> Iterator[str]:
    book, positions = debate.book, debate.of(held)
    wave = held.wave.replace("-", " ")
    head = escape(book.label(held.question))
    yield f'<h3>{head} <span class="who">{_said(wave or held.document)}</span></h3>'
    told = said_of(positions, book)
    yield f"<p>{_said(told[:1].upper() + told[1:])}</p>"
    lines = [
        f"<li>{_said(f'{from_to(before, after, book.label)} : {listed(who)}.')}</li>"
        for before, after, who in moves(positions)
    ]
    if lines:
        yield f"<details><summary>{_said('Qui a bougé')}</summary><ul>{''.join(lines)}</ul></details>"
    mine = debate.said[
        (debate.said["document_id"] == held.document) & (debate.said["question"] == held.question)
    ]
    here = mine[mine["part"] == "argument"]
    for side in [*_ordered(here["side"], debate), *({""} & set(here["side"]))]:
        some = here[here["side"] == side]
        name = f"« {book.label(side)} »" if ":" in side else place_label(side, book)
        words = f"{plural(len(some), 'argument')}, {name if side else 'sans côté dit'}"
        yield _opens(words, some)
    if len(reasons := mine[mine["part"] == "raison"]):
        yield _opens(f"Ce qui a fait bouger : {plural(len(reasons), 'raison')}", reasons)


def _ordered(sides: Iterable[str], debate: Debate) -> list[str]:
    order = {code: rank for rank, code in enumerate(debate.book.codes)}
    return sorted({one for one in sides if one}, key=lambda one: (order.get(one, 999), one))


def _opens(words: str, said: pd.DataFrame) -> str:
    quotes = "".join(
        f"<blockquote>{escape(as_quoted(text, register))} "
        f'<span class="who">{escape(voice)}, {_said(place)}</span></blockquote>'
        for text, register, voice, place in said[["text", "register", "voice", "place"]].itertuples(
            index=False
        )
    )
    return f"<details><summary>{_said(words)}</summary>{quotes}</details>"


def _said(text: str) -> str:
    return escape(french(text))
