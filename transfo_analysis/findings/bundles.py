"""Bundles: the program gathers matter and says plainly what it rests on; a person sorts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transfo_analysis.crosstable.asked import PROMPTED
from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import FIELD
from transfo_analysis.findings.evidence import (
    Counts,
    Matter,
    bundle_id,
    bundle_now,
    cell_matter,
    code_matter,
)
from transfo_analysis.tables import KIND_WORDS, SEPARATOR, frame, split_ids
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.settings import Case, Rule

__all__ = ["TO_SORT", "bundles", "contrary", "sorted_as", "sorts_by_bundle", "weight"]

TO_SORT, SET_ASIDE = "to_sort", "set_aside"
_WALL, _ARGUED = "le tableau du mur", "les arguments du débat"
_KINDS = {kind: f"les {many}" for kind, (_, many) in KIND_WORDS.items()} | {"wall_table": _WALL}
_ATTRIBUTES = {"service": "service", "grade": "grade", "trade": "métier"}


@dataclass(frozen=True)
class _Bundle:
    row: str
    column: str
    matter: Matter
    counts: Counts
    coding_ids: tuple[str, ...]
    contrary_ids: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """What is looked up for every bundle, by name: read once from the tables.

    Parameters
    ----------
    origins : how each coding was made
    described : service, grade and trade of each person
    asking : who led each document's talk
    voices : who is heard in each coding of the cross table
    states : whether each row was asked of each person
    """

    origins: Mapping[str, str]
    described: Mapping[Any, Mapping[Any, str]]
    asking: Mapping[str, str]
    voices: np.ndarray
    states: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, table: CrossTable, corpus: Corpus, codings: pd.DataFrame) -> _Known:
        documents, asked = corpus.documents, table.asked
        rows = zip(asked["row"], asked["person"], strict=True)
        return cls(
            dict(zip(codings["coding_id"], codings["origin"], strict=True)),
            corpus.people.set_index("person")[list(_ATTRIBUTES)].to_dict("index"),
            dict(zip(documents["document_id"], documents["interviewers"], strict=True)),
            heard(table.crossings.codings).to_numpy(),
            dict(zip(rows, asked["state"], strict=True)),
        )


def bundles(
    cross_table: CrossTable,
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    codebook: Codebook,
    case: Case,
) -> pd.DataFrame:
    """Gather the matter of a case into the table "bundles", and say what each rests on.

    A bundle is a cell that holds validated codings, papers of the wall or studies, or a
    code of the column family that recurs (two people or two documents) whatever the row.
    Suggestions alone make none. One that a person sorted stays, even when its matter has
    gone. A rule of the project proposes a column; nothing is sorted by it.

    Parameters
    ----------
    codings : table "codings", for how each was made
    """
    found: list[_Bundle] = []
    for row, column in _wanted(cross_table, state):
        matter = cell_matter(cross_table, row, column) if row else code_matter(cross_table, column)
        found.append(_bundle(cross_table, row, column, matter))
    # everything counts from the cells up; a code alone must recur
    sorts = sorts_by_bundle(state)
    known = _Known.of(cross_table, corpus, codings)
    rows = []
    for one in found:
        name = bundle_id(case.id, one.row, one.column)
        if not one.row and name not in sorts and not _recurs(one.counts):
            continue
        rule = _rule(one, case, codebook)
        column_now, sorted_by = sorted_as(sorts.get(name, {}), case)
        rows.append(
            {
                "bundle_id": name,
                "case": case.id,
                "row": one.row,
                "column": one.column,
                "people": len(one.counts.people),
                "documents": one.counts.documents,
                "excerpts": one.counts.excerpts,
                "coding_ids": SEPARATOR.join(one.coding_ids),
                "contrary_ids": SEPARATOR.join(one.contrary_ids),
                "wall_rows": one.counts.wall_rows,
                "studies": one.counts.studies,
                "rests_on": french(" ".join(_rests_on(one, cross_table, known))),
                "proposed": rule.proposes if rule else "",
                "rule": french(_told(rule, case, codebook)) if rule else "",
                "column_now": column_now,
                "sorted_by": sorted_by,
            }
        )
    return frame("bundles", rows)


def contrary(table: CrossTable, row: str, column: str) -> list[str]:
    """Return the codings, on the same row, of codes that the codebook opposes to a column.

    An opposition declared on one side holds for both.
    """
    book = table.grid.codebook
    ids: set[str] = set()
    for other in table.columns:
        code, against = book.codes.get(column), book.codes.get(other)
        opposed = (code and other in code.opposes) or (against and column in against.opposes)
        if row and opposed:
            cell = table.grid.cell(row, other)
            here = table.crossings.where(table.crossings.cell == cell)
            ids |= set(here.codings["coding_id"].iloc[here.column])
    return sorted(ids)


def sorted_as(sorts: Mapping[str, str], case: Case) -> tuple[str, str]:
    """Return the column something stands in, and who decided what, in French.

    Every decision is kept and told. Where they differ it stands where the group put it,
    else where a session did, else in the first of their columns on the wall.
    """
    order = [column.id for column in case.sorting_columns] + [SET_ASIDE]
    names = {SET_ASIDE: "Mis de côté"}
    told = [
        f"{decider} : {names.get(kind) or case.column_label(kind)}"
        for decider, kind in sorted(sorts.items())
    ]
    decided = [(weight(decider), kind) for decider, kind in sorts.items() if kind != TO_SORT]
    first = min(
        decided,
        key=lambda one: (one[0], order.index(one[1]) if one[1] in order else len(order), one[1]),
        default=(0, TO_SORT),
    )
    return first[1], french(" ; ".join(told))


def weight(decider: str) -> int:
    """Return the rank of who decided: the group before a session before a person."""
    word = decider.casefold().partition(":")[0].split()[:2]
    return 0 if "groupe" in word else 1 if "session" in word else 2


def _wanted(table: CrossTable, state: State) -> list[tuple[str, str]]:
    """Return the cells with matter or sorted by someone, then every code of the columns."""
    cells = table.cells
    filled = (cells[["excerpts", "wall_rows", "studies"]] > 0).any(axis=1)
    sorts = sorts_by_bundle(state)
    names = [
        bundle_id(table.case.id, row, column)
        for row, column in zip(cells["row"], cells["column"], strict=True)
    ]
    kept = [has or name in sorts for has, name in zip(filled, names, strict=True)]
    pairs = cells.loc[kept, ["row", "column"]].itertuples(index=False)
    return [(row, column) for row, column in pairs] + [("", code) for code in table.columns]


def sorts_by_bundle(state: State) -> dict[str, dict[str, str]]:
    """Return who sorted each bundle where, by the names that its codes have today."""
    sorts: dict[str, dict[str, str]] = {}
    for name, by in state.bundle_sorts.items():
        sorts.setdefault(bundle_now(name, state.aliases), {}).update(by)
    return sorts


def _bundle(table: CrossTable, row: str, column: str, matter: Matter) -> _Bundle:
    counts = matter.counts()
    ids = set(matter.codings["coding_id"])
    if row:
        cell = table.cells.iloc[table.grid.cell(row, column)]
        ids |= {*split_ids(cell["coding_ids"]), *split_ids(cell["study_ids"])}
    opposite = contrary(table, row, column)
    return _Bundle(row, column, matter, counts, tuple(sorted(ids)), tuple(opposite))


def _recurs(counts: Counts) -> bool:
    return len(counts.people) > 1 or counts.documents > 1


# -- what it rests on --------------------------------------------------------------------


def _rests_on(one: _Bundle, table: CrossTable, known: _Known) -> list[str]:
    counts = one.counts
    if not (counts.excerpts or counts.wall_rows or counts.studies):
        return ["Ne repose plus sur rien : à revoir."]
    said = []
    if not counts.excerpts:
        apart = [
            *_posted(one.matter),
            plural(counts.studies, "étude") if counts.studies else "",
        ]
        # whoever argued is of the field, and heard once somebody has coded it
        lacking = "sans un codage" if _ARGUED in apart else "sans le terrain"
        said.append(f"Ne repose que sur {listed([a for a in apart if a])}, {lacking}.")
    elif not counts.people:
        said.append("Ne repose sur les paroles d’aucune personne identifiée.")
    if singles := _singles(one, known):
        said.append(f"Repose sur {listed(singles)}.")
    if one.row and _only_prompted(one, table, known):
        said.append("Seulement des réponses à des relances.")
    made = {known.origins.get(name, "") for name in one.coding_ids}
    if made == {"accepted_bulk"}:
        said.append("Seulement des propositions acceptées en lot.")
    if one.contrary_ids:
        codings = table.crossings.codings
        others = codings[codings["coding_id"].isin(one.contrary_ids)]
        labels = sorted({table.label(code) for code in others["code"]})
        # as people would count them: two coders of one excerpt saw one case
        opposite = Matter(others, one.matter.passages.iloc[:0]).counts()
        cases = plural(
            opposite.excerpts + opposite.studies,
            "cas semble aller dans l’autre sens",
            "cas semblent aller dans l’autre sens",
        )
        said.append(f"{cases} ({listed(labels)}) : à examiner.")
    return said


def _posted(matter: Matter) -> list[str]:
    """Return which tables placed by themselves what a bundle holds."""
    on_wall = "wall_table" in {*matter.passages["kind"], *matter.codings["kind"]}
    argued = "debate" in set(matter.passages["kind"])
    return [words for words, there in ((_WALL, on_wall), (_ARGUED, argued)) if there]


def _singles(one: _Bundle, known: _Known) -> list[str]:
    field = one.matter.field
    counts = one.counts
    singles = []
    if len(counts.people) == 1:
        unnamed = ((field["role"] == "respondent") & (field["person"] == "")).any()
        identified = " identifiée" if unnamed else ""
        singles.append(f"une seule personne{identified} ({counts.people[0]})")
    for name, label in _ATTRIBUTES.items():
        told = [known.described.get(person, {}).get(name, "") for person in counts.people]
        values = set(told)
        # for one person, "a single service" says nothing more
        if len(told) > 1 and len(values) == 1 and "" not in values:
            singles.append(f"un seul {label} ({values.pop()})")
    asking = [known.asking.get(document, "") for document in set(field["document_id"])]
    who = {name for names in asking for name in split_ids(names)}
    if len(who) == 1 and all(asking):
        singles.append(f"un seul enquêteur ({who.pop()})")
    waves = {
        *field["wave"],
        *one.matter.passages["wave"],
        *one.matter.codings["wave"],
    }
    if len(waves) == 1 and waves != {""}:
        singles.append(f"une seule vague ({waves.pop()})")
    kinds = _kinds(one.matter)
    if len(kinds) == 1:
        singles.append(f"une seule sorte de source ({_KINDS.get(*kinds, *kinds)})")
    return singles


def _kinds(matter: Matter) -> set[str]:
    """Return the kinds of source; a paper whose source is known is that source again."""
    papers = matter.passages[["kind", "wall_source"]].fillna("")
    kinds = set(matter.codings["kind"])
    for kind, source in zip(papers["kind"], papers["wall_source"], strict=True):
        if kind != "wall_table" or not source:
            kinds.add(kind)
    return kinds


def _only_prompted(one: _Bundle, table: CrossTable, known: _Known) -> bool:
    """Whether all who are heard in a cell speak of its row only after a question names it."""
    number = table.grid.cell(one.row, one.column)
    here = table.crossings.where(table.crossings.cell == number).of_kind(*FIELD)
    roles = here.codings["role"].to_numpy()[here.row]
    return len(here.cell) > 0 and all(
        role == "interviewer" or known.states.get((one.row, person), "") == PROMPTED
        for role, person in zip(roles, known.voices[here.place], strict=True)
    )


# -- the rule that proposes a column ----------------------------------------------------


def _rule(one: _Bundle, case: Case, codebook: Codebook) -> Rule | None:
    """Return the first rule of the project that fits a bundle."""

    def named(code: str) -> set[str]:
        return {name.split(":")[1] for name in (code, codebook.parent(code)) if name}

    for rule in case.rules:
        if rule.columns and not named(one.column) & set(rule.columns):
            continue
        if rule.rows and not named(one.row) & set(rule.rows):
            continue
        if len(one.counts.people) >= rule.minimum_people:
            return rule
    return None


def _told(rule: Rule, case: Case, codebook: Codebook) -> str:
    def labels(codes: tuple[str, ...], family: str) -> str:
        return listed([f"« {codebook.label(f'{family}:{code}')} »" for code in codes], "ou")

    when = [
        labels(rule.columns, case.column_family) if rule.columns else "",
        f"en ligne {labels(rule.rows, case.row_family)}" if rule.rows else "",
        f"au moins {plural(rule.minimum_people, 'personne')}" if rule.minimum_people else "",
    ]
    told = ", ".join(part for part in when if part) or "Tout"
    return f"{told} → « {case.column_label(rule.proposes)} » : {rule.because}."
