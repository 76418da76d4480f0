"""Where each practice case stands: what there is of it, in one French line a case."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.errors import Notice
from transfo_analysis.settings import FILE_NAME, Case
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.state import State

__all__ = ["case_notices", "lines_by_case"]


def lines_by_case(processed: Path, cases: Sequence[Case], state: State) -> list[str]:
    """Say what there is of each of several cases, without reading the material.

    Documents are those of the last run, if its table is still there.
    """
    if len(cases) < 2:
        return []
    documents = _documents_of(processed / "tables" / "documents.csv")
    codings = Counter(one.case for one in state.codings.values())
    findings = Counter(one.case for one in state.findings.values())
    return [
        f"« {case.id} » : {_told(documents[case.id], codings[case.id], findings[case.id])}"
        for case in cases
    ]


def _documents_of(path: Path) -> Counter[str]:
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return Counter(row["case"] for row in csv.DictReader(stream))
    except (OSError, KeyError):
        return Counter()


def _told(documents: int, codings: int, findings: int, papers: int = 0) -> str:
    parts = [plural(documents, "document")]
    if papers:
        parts.append(plural(papers, "papier du mur", "papiers du mur"))
    return ", ".join([*parts, plural(codings, "codage"), plural(findings, "constat")])


def case_notices(
    cases: Iterable[Case],
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    findings: pd.DataFrame,
) -> list[Notice]:
    """Return what there is of each case, for whoever checks a project of several."""
    found = []
    for case in cases:
        own = documents.loc[documents["case"] == case.id, "document_id"]
        walls = documents.loc[documents["kind"] == "wall_table", "document_id"]
        papers = int(turns["document_id"].isin(set(own) & set(walls)).sum())
        coded = int((codings["case"] == case.id).sum())
        kept = int((findings["case"] == case.id).sum())
        what, cure = f"Cas « {case.id} » : {_told(len(own), coded, kept, papers)}.", ""
        if not len(own) and not coded:
            what = f"Le cas « {case.id} » n’a encore ni document ni codage."
            place = f"{case.folders[0]}/vague-1" if case.folders else f"tableaux/vague-1/{case.id}"
            cure = f"Posez son tableau dans data/raw/{place}/, ou codez un texte."
        found.append(Notice(FILE_NAME, "", what, cure, "note"))
    return found
