"""What the charts of a debate share: a sheet a question, its places, its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.display.exercises.lanes import Row
from transfo_analysis.display.page import Page, open_page, wave_words
from transfo_analysis.display.sheet import fit
from transfo_analysis.display.style import A4, INK
from transfo_analysis.exercises.debate import Debate, Held
from transfo_analysis.exercises.standing import ABSENT, ABSTENTION, MIDDLE, UNTOLD
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = [
    "Shown",
    "capital",
    "data_of",
    "debated",
    "head_of",
    "headed",
    "named",
    "place_name",
    "records",
    "shown_of",
    "sides_of",
]

_ABREAST = 2
_LABELS = {MIDDLE: "Au milieu", ABSTENTION: "Abstention", ABSENT: "Absent·e", UNTOLD: "Non dit"}


@dataclass(frozen=True)
class Shown:
    """A question with the debates of it that one sheet shows."""

    question: str
    held: tuple[Held, ...]
    rows: tuple[tuple[Row, ...], ...]


def debated(exercised: Exercised, matters: Sequence[Matter]) -> Iterator[tuple[Matter, Debate]]:
    """Yield the cases that hold a debate, each with its debates."""
    for matter in matters:
        own, said = (
            table[table["case"] == matter.case.id]
            for table in (exercised.positions, exercised.arguments)
        )
        if len(own):
            yield matter, Debate(own.reset_index(drop=True), said, matter.codebook)


def shown_of(debate: Debate) -> list[Shown]:
    """Return a sheet for each question, two debates of it side by side at most."""
    order = list(debate.book.codes)
    held = sorted(debate.held(), key=lambda one: order.index(one.question))
    found = []
    for question in dict.fromkeys(one.question for one in held):
        mine = [one for one in held if one.question == question]
        for first in range(0, len(mine), _ABREAST):
            some = tuple(mine[first : first + _ABREAST])
            rows = tuple(tuple(records(debate.of(one))) for one in some)
            found.append(Shown(question, some, rows))
    return found


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by column."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def place_name(debate: Debate, place: str) -> str:
    """Return the name of a lane."""
    return _LABELS.get(place) or debate.book.label(place)


def sides_of(matter: Matter) -> list[str]:
    """Return the sides of the case's debates."""
    return matter.codebook.names(matter.case.column_family)


def headed(
    matter: Matter,
    debate: Debate,
    sheet: Shown,
    title: str,
    words: str,
    note: str,
    place: tuple[int, int],
) -> Page:
    """Begin a sheet with its question in large letters; `place` is which sheet of how many."""
    number, of = place
    page = open_page(matter, A4, title, words, number=number, of=of, note=note)
    lines, size = fit(debate.book.label(sheet.question), page.width, 12, 13, "bold", smallest=9)
    end = page.sheet.block(page.left, page.top - 2, lines, size, face="bold", colour=INK)
    return Page(page.sheet, page.left, page.right, end + 1, page.bottom)


def named(debate: Debate, held: Held) -> str:
    """Return a debate in words, for whoever cannot see: its question, its wave."""
    wave = f" ({wave_words([held.wave])})" if held.wave else ""
    return f"« {debate.book.label(held.question)} »{wave}"


def head_of(held: Held, rows: Sequence[Row]) -> str:
    """Return what stands above a debate: « Vague 1 : 18 personnes »."""
    when = wave_words([held.wave]) if held.wave else held.document
    return f"{capital(when)} : {plural(len(rows), 'personne')}"


def capital(words: str) -> str:
    """Return words with a capital first."""
    return words[:1].upper() + words[1:]


def data_of(debate: Debate) -> pd.DataFrame:
    """Return the positions with the labels of questions and places."""
    names = ["wave", "document_id", "question", "voice", "grade", "before", "after", "change"]
    data = debate.positions[[*names, "reason", "places"]].copy()
    data.insert(3, "question_label", data["question"].map(debate.book.label))
    for when in ("before", "after"):
        data[f"{when}_label"] = data[when].map(lambda place: place_name(debate, place))
    return data
