"""Whom to meet next, and what to ask: a fieldwork list, from what is known not to have happened.

A group is to be met when nobody of it was; a question is to be asked when the person was met in
a talk, questions were noted there, and this one is not among them (*non demandé*). What is
*indéterminé* says nothing of either, and gives no question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from transfo_analysis.crosstable.asked import NOT_ASKED
from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import FIELD
from transfo_analysis.exercises.groups import BY, group_words
from transfo_analysis.sources.staff import group_key, group_value
from transfo_analysis.tables import SEPARATOR, frame, split_ids
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable

__all__ = ["ABSENT", "EVERYTHING", "PERSON", "one_grade_cells", "question", "to_meet"]

ABSENT, PERSON = "groupe absent", "person"
# where one person is asked something; a debate or a debriefing is held together
_TALKS = ("interview", "observation")
EVERYTHING = "Tout ce que l’on demande aux autres."


def question(label: str) -> str:
    """Return a code's label as the plainest question: open, and without a word of judgement.

    Examples
    --------
    >>> question("Vélo électrique").replace("\u202f", " ")
    'Vélo électrique : et pour vous ?'
    """
    return french(f"{label} : et pour vous ?")


def to_meet(corpus: Corpus, presence: pd.DataFrame, tables: Iterable[CrossTable]) -> pd.DataFrame:
    """Return the table "to_meet": groups, the largest first, then people and their questions.

    Parameters
    ----------
    presence : table "presence"
    tables : cross table of each case, made with what the interviewers' questions name
    """
    rows = [*_groups(presence)]
    for table in tables:
        talks = _talks(corpus, table.case.id)
        asked = table.asked
        missing = asked[asked["state"] == NOT_ASKED]
        rows += [
            {
                "case": table.case.id,
                "by": PERSON,
                "who": person,
                "why": NOT_ASKED,
                "row": code,
                "ask": question(table.label(code)),
                "staff_share": float("nan"),
                "ids": SEPARATOR.join(talks[person]),
            }
            for person, code in missing[["person", "row"]].itertuples(index=False)
            if person in talks
        ]
    return frame("to_meet", rows)


def _groups(presence: pd.DataFrame) -> list[dict[str, Any]]:
    absent = presence[(presence["met"] == 0) & (presence["staff_share"] > 0)]
    found = []
    for by in BY:
        here = absent[absent["by"] == by].sort_values("staff_share", ascending=False, kind="stable")
        for one in here.to_dict("records"):
            known = {*split_ids(one["participant_ids"]), *split_ids(one["observed_ids"])}
            found.append(
                {
                    "case": "",
                    "by": by,
                    "who": one["value"],
                    "why": ABSENT,
                    "row": "",
                    "ask": EVERYTHING,
                    "staff_share": one["staff_share"],
                    "ids": SEPARATOR.join(sorted(known)),
                }
            )
    return found


def _talks(corpus: Corpus, case: str) -> dict[str, list[str]]:
    """Return the talks of a case with each person; who was only heard among others has none."""
    passages = corpus.passages
    mine = passages[(passages["case"] == case) & passages["kind"].isin(_TALKS)]
    mine = mine[mine["evidence"].astype(bool)]
    pairs = sorted(set(zip(heard(mine), mine["document_id"], strict=True)))
    found: dict[str, list[str]] = {}
    for person, document in pairs:
        found.setdefault(person, []).append(document)
    return found


def one_grade_cells(corpus: Corpus, tables: Iterable[CrossTable]) -> pd.DataFrame:
    """Return the table "one_grade_cells": what several people say, and only of one grade.

    A cell with somebody whose grade is not told is left out: nothing is known of it. Cells of
    most people come first.
    """
    people = corpus.people
    grades = {
        person: group_value("grade", grade)
        for person, grade in zip(people["person"], people["grade"], strict=True)
    }
    rows: list[dict[str, Any]] = []
    for table in tables:
        behind = _people_of_cells(table)
        for cell in table.cells.to_dict("records"):
            who = behind.get((cell["row"], cell["column"]), frozenset())
            held = {group_key("grade", grades.get(person, "")) for person in who}
            if len(held) != 1 or "" in held:
                continue
            grade = grades[min(who)]
            rows.append(
                {
                    **{name: cell[name] for name in ("case", "row", "column", "coding_ids")},
                    "grade": grade,
                    "people": len(who),
                    "sentence": _said(table, cell["row"], cell["column"], len(who), grade),
                    "person_ids": SEPARATOR.join(sorted(who)),
                }
            )
    found = frame("one_grade_cells", rows)
    return found.sort_values("people", ascending=False, kind="stable", ignore_index=True)


def _people_of_cells(table: CrossTable) -> dict[tuple[str, str], frozenset[str]]:
    """Return who is heard in each cell, by its row and column codes."""
    field = table.crossings.of_kind(*FIELD)
    who = heard(field.codings).to_numpy()
    found: dict[tuple[str, str], set[str]] = {}
    across = len(table.columns)
    for number, place in zip(field.cell.tolist(), field.place.tolist(), strict=True):
        if who[place]:
            cell = table.rows[number // across], table.columns[number % across]
            found.setdefault(cell, set()).add(str(who[place]))
    return {cell: frozenset(people) for cell, people in found.items()}


def _said(table: CrossTable, row: str, column: str, people: int, grade: str) -> str:
    cell = f"{table.label(row)} × {table.label(column)}"
    words = group_words("grade", grade).removeprefix("agents ")
    if people == 1:
        return french(f"{cell} : une seule personne, {words}.")
    return french(f"{cell} : {plural(people, 'personne')}, toutes {words}.")
