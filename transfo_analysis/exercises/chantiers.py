"""The chantiers of a project: retained findings of kind next_work, and what each rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.events import BECAME
from transfo_analysis.exercises.waves import Closed, in_order, open_since
from transfo_analysis.findings.bundles import weight
from transfo_analysis.findings.evidence import Matter, bundle_now, gather
from transfo_analysis.findings.worded import sides

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.state import Carried, FindingState, State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable

__all__ = ["NEXT_WORK", "Chantier", "Work", "standing"]

NEXT_WORK = "next_work"


@dataclass(frozen=True)
class Chantier:
    """One chantier.

    Parameters
    ----------
    finding : as people made it
    row : its row of the table "findings"
    since : the wave since which it is open, "" when nothing tells
    rests_on : what stands for it
    cells : the cells it was worded from, or rests on, `case/row/column`
    linked : the codings and passages that people linked to it, for or against
    """

    finding: FindingState
    row: Mapping[str, Any]
    since: str
    rests_on: Matter
    cells: tuple[str, ...]
    linked: Matter

    def said(self, wave: str) -> dict[str, Carried]:
        """Return what each decider said of it in a wave."""
        return {who: one for (of, who), one in self.finding.carried.items() if of == wave}


@dataclass(frozen=True, eq=False)
class Work:
    """What the tables of the chantiers are made from.

    Parameters
    ----------
    codings : table "codings"
    findings : table "findings", of every case
    tables : by case, its cross table
    closed : the waves that people closed, the first one first
    stop : folded words that name nothing
    """

    corpus: Corpus
    codings: pd.DataFrame
    state: State
    findings: pd.DataFrame
    tables: Mapping[str, CrossTable]
    closed: Sequence[Closed] = ()
    stop: Collection[str] = frozenset()
    _cells: dict[str, Matter] = field(default_factory=dict, repr=False)

    @cached_property
    def waves(self) -> list[str]:
        """The waves of the material, those that were closed, those that people spoke of."""
        corpus = self.corpus
        return in_order(
            [
                *corpus.documents["wave"],
                *corpus.passages["wave"],
                *(wave for one in self.closed for wave in (*one.waves, one.wave)),
                *(wave for one in self.state.findings.values() for wave, _ in one.carried),
            ]
        )

    @cached_property
    def chantiers(self) -> list[Chantier]:
        """The chantiers of the cases that have a table, in the order of the findings."""
        return list(self._chantiers())

    @cached_property
    def remarks(self) -> dict[str, dict[str, str]]:
        """The remarks of debriefings, by wave: passage → words."""
        documents, passages = self.corpus.documents, self.corpus.passages
        debriefings = documents.loc[documents["kind"] == "debriefing", "document_id"]
        # what was only seen is nobody's remark
        said = passages["evidence"].astype(bool) & passages["role"].isin(("respondent", "wall"))
        here = said & passages["document_id"].isin(debriefings)
        found: dict[str, dict[str, str]] = {}
        remarks = passages.loc[here, ["wave", "passage_id", "text"]]
        for wave, name, text in remarks.itertuples(index=False):
            found.setdefault(wave, {})[name] = text
        return found

    def cell(self, name: str) -> Matter:
        """Return what a cell `case/row/column` holds."""
        if name not in self._cells:
            self._cells[name] = self._matter([name], name.partition("/")[0])
        return self._cells[name]

    def _matter(self, names: Collection[str], case: str) -> Matter:
        return gather(names, self.tables[case], self.codings, self.state.aliases)

    def _chantiers(self) -> Iterator[Chantier]:
        for row in self.findings.to_dict("records"):
            if (
                row["kind"] != NEXT_WORK
                or row["status"] != "retenu"
                or row["case"] not in self.tables
            ):
                continue
            one = self.state.findings[row["finding_id"]]
            good, bad = sides(one, self.state)
            bundle = bundle_now(one.bundle, self.state.aliases) if one.bundle else ""
            names = sorted({bundle, *good, *bad} - {""})
            matter = self._matter(good, row["case"])
            waves = {*matter.codings["wave"], *matter.passages["wave"]} - {""}
            yield Chantier(
                one,
                {str(name): value for name, value in row.items()},
                open_since(_lineage(one, self.state), waves, self.closed, self.waves),
                matter,
                tuple(n for n in names if _is_cell(n) and n.partition("/")[0] in self.tables),
                self._matter([n for n in names if not _is_cell(n)], row["case"]),
            )


def standing(said: Mapping[str, Carried]) -> str:
    """Return what became of a chantier where deciders may differ, "" when nobody said.

    The group's word stands, else a session's, else a person's; of two that weigh the same,
    the one that decides less: nothing is closed on a tie.
    """
    ranked = [(weight(who), BECAME.index(one.became)) for who, one in said.items()]
    return BECAME[min(ranked)[1]] if ranked else ""


def _is_cell(name: str) -> bool:
    return "/" in name and "@" not in name


def _lineage(one: FindingState, state: State) -> set[str]:
    """Return a finding and all those that it was merged or split from."""
    found, waiting = {one.id}, list(one.ancestors)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += state.findings[name].ancestors if name in state.findings else ()
    return found
