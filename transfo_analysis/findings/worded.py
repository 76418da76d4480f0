"""Findings: statements that people worded, with what they rest on, for and against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.crosstable import CrossTable, cross_table
from transfo_analysis.crosstable.quotes import COLUMNS
from transfo_analysis.errors import CodingError
from transfo_analysis.findings.bundles import (
    SET_ASIDE,
    TO_SORT,
    contrary,
    sorted_as,
    sorts_by_bundle,
)
from transfo_analysis.findings.evidence import Matter, bundle_now, gather
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import FindingState, State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["evidence", "findings", "sides"]


def findings(
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    codebook: Codebook,
    case: Case,
    *,
    table: CrossTable | None = None,
) -> pd.DataFrame:
    """Return the table "findings" of a case, counted anew from what each rests on.

    The bundles that a finding names are opened as they stand today. Where deciders differ,
    `kind` is the group's column (see `sorted_as`) and `decided_by` tells them all.

    Parameters
    ----------
    table : cross table in which bundles are opened (default: the case's own)
    """
    opened = table or cross_table(corpus, codings, state, None, None, codebook, case)
    # until someone sorts the finding, it is where its bundle was put
    of_bundles = sorts_by_bundle(state)
    rows = []
    for name, one in sorted(state.findings.items()):
        if one.case != case.id:
            continue
        for_ids, against_ids = sides(one, state)
        counts = gather(for_ids, opened, codings, state.aliases).counts()
        sorts = one.sorts or of_bundles.get(bundle_now(one.bundle, state.aliases), {})
        kind, decided_by = sorted_as(sorts, case)
        rows.append(
            {
                "finding_id": name,
                "case": case.id,
                "kind": kind,
                "statement": one.statement,
                "people": len(counts.people),
                "documents": counts.documents,
                "excerpts": counts.excerpts,
                "wall_rows": counts.wall_rows,
                "studies": counts.studies,
                "status": _status(one, kind),
                "for_ids": SEPARATOR.join(for_ids),
                "against_ids": SEPARATOR.join(against_ids),
                "decided_by": decided_by,
                "differs": len(set(sorts.values()) - {TO_SORT}) > 1,
                "ancestors": SEPARATOR.join(sorted(one.ancestors)),
                "coder": one.coder,
            }
        )
    return frame("findings", rows)


def evidence(
    finding_id: str, table: CrossTable, codings: pd.DataFrame, state: State
) -> pd.DataFrame:
    """Return the quotes for and against a finding: column `side`, then those of `quotes`.

    Raises
    ------
    CodingError
        If no finding has this identifier.
    """
    if finding_id not in state.findings:
        raise CodingError(
            f"Le constat « {finding_id} » n’existe pas.",
            cure="Choisissez un identifiant de la table des constats.",
        )
    for_ids, against_ids = sides(state.findings[finding_id], state)
    return both_sides(
        gather(for_ids, table, codings, state.aliases),
        gather(against_ids, table, codings, state.aliases),
        table.corpus,
    )


def bundle_sides(
    bundle: str, table: CrossTable, codings: pd.DataFrame, state: State
) -> tuple[Matter, Matter]:
    """Return the matter of a bundle, and what seems to go the other way."""
    name = bundle_now(bundle, state.aliases)
    case, row, column = (*name.split("/"), "", "")[:3]
    known = column in table.columns and (not row or row in table.rows)
    if case != table.case.id or not known:
        raise CodingError(
            f"Ni constat ni paquet ne s’appelle « {bundle} ».",
            cure="Choisissez un identifiant de la table des constats ou des paquets.",
        )
    opposite = contrary(table, row, column)
    return (
        gather([name], table, codings, state.aliases),
        gather(opposite, table, codings, state.aliases),
    )


def both_sides(good: Matter, bad: Matter, corpus: Corpus) -> pd.DataFrame:
    """Return the quotes of two sides, those for first."""
    parts = [
        matter.quotes(corpus).assign(side=side)
        for matter, side in ((good, "for"), (bad, "against"))
    ]
    full = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(full, ignore_index=True)[["side", *COLUMNS]]


def sides(one: FindingState, state: State) -> tuple[list[str], list[str]]:
    """Return what stands for and against a finding.

    Until someone says what it rests on, it rests on the bundle that it was worded from.
    """
    against = {bundle_now(name, state.aliases) if "/" in name else name for name in one.against_ids}
    good = {bundle_now(name, state.aliases) if "/" in name else name for name in one.for_ids}
    bundle = bundle_now(one.bundle, state.aliases) if one.bundle else ""
    if bundle and not good and bundle not in against:
        good.add(bundle)
    return sorted(good), sorted(against)


def _status(one: FindingState, kind: str) -> str:
    if one.merged_into:
        return "fusionné"
    if one.split_into:
        return "scindé"
    return "écarté" if kind == SET_ASIDE else "retenu"
