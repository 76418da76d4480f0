"""Several practice cases looked at as one: their matter under one name, nothing counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from transfo_analysis.errors import SettingsError
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["ALL", "TOGETHER", "chosen", "joined", "under_one_name"]

# what a person writes to mean every case that crosses the two families
ALL = "tous"
# between the identifiers of cases that are looked at as one; no identifier holds it
TOGETHER = "+"


def chosen(
    cases: Sequence[Case], wanted: str | Sequence[str], rows: str, columns: str
) -> tuple[Case, ...]:
    """Return the cases that a person asked to look at together, in the order of the project.

    Parameters
    ----------
    cases : of the project
    wanted : identifiers, or `ALL`
    rows, columns : the two families crossed

    Raises
    ------
    SettingsError
        If one does not exist, or crosses other families.
    """
    sharing = [one for one in cases if set(one.families) == {rows, columns}]
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    if names == [ALL]:
        names = [one.id for one in sharing]
    known = ", ".join(one.id for one in cases)
    for name in names:
        if name not in {one.id for one in cases}:
            raise SettingsError(
                f"Le cas « {name} » n’existe pas.",
                cure=f"Choisissez parmi : {known}, ou « {ALL} ».",
            )
    found = tuple(one for one in sharing if one.id in names)
    if apart := [name for name in names if name not in {one.id for one in found}]:
        others = listed([one.id for one in sharing]) or "aucun"
        raise SettingsError(
            f"Le cas « {apart[0]} » ne croise pas « {rows} » et « {columns} ».",
            cure=f"Cas qui les croisent : {others}.",
        )
    if not found:
        raise SettingsError(
            f"Aucun cas ne croise « {rows} » et « {columns} ».",
            cure="Demandez les familles d’un cas de projet.yaml.",
        )
    return found


def joined(cases: Sequence[Case], rows: str, columns: str) -> Case:
    """Return the case that several make together, crossed this way.

    It has their questions of a guide, and their filter of purposes when they all have the same.
    """
    first = cases[0]
    purposes = {one.purpose for one in cases}
    return first.model_copy(
        update={
            "id": TOGETHER.join(one.id for one in cases),
            "title": f"{listed([one.title for one in cases])}, ensemble",
            "row_family": rows,
            "column_family": columns,
            "purpose": first.purpose if len(purposes) == 1 else None,
            "guide": tuple(dict.fromkeys(code for one in cases for code in one.guide)),
        }
    )


def under_one_name(
    corpus: Corpus, cases: Sequence[Case], case: Case, *tables: pd.DataFrame
) -> tuple[Corpus, list[pd.DataFrame]]:
    """Return the corpus and other tables with several cases' matter as one case's.

    Walls that are drawn the other way round are turned.

    Parameters
    ----------
    case : what `joined` gave
    tables : with a column `case`
    """
    names = [one.id for one in cases]

    turned = [one.id for one in cases if one.row_family != case.row_family]

    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        if {"row", "column"} <= set(table.columns):
            table = _flipped(table, table["case"].isin(turned), "row", "column")
        return table.assign(case=table["case"].where(~table["case"].isin(names), case.id))

    documents = corpus.documents
    drawn = set(documents.loc[documents["case"].isin(turned), "document_id"])
    here = corpus.turns["document_id"].isin(drawn)
    turns = _flipped(corpus.turns, here, "wall_row", "wall_column")
    whole = replace(
        corpus, documents=renamed(documents), passages=renamed(corpus.passages), turns=turns
    )
    return whole, [renamed(table) for table in tables]


def _flipped(table: pd.DataFrame, here: pd.Series[bool], one: str, other: str) -> pd.DataFrame:
    return table.assign(
        **{one: table[one].where(~here, table[other]), other: table[other].where(~here, table[one])}
    )
