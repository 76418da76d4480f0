"""What the guard looks at: a project's tables, and what they amount to before anything is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.clearing import stamp
from transfo_analysis.coding.consensus import counted
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import FIELD
from transfo_analysis.findings.bundles import SET_ASIDE, TO_SORT
from transfo_analysis.findings.evidence import bundle_id, bundle_now, gather
from transfo_analysis.findings.worded import sides
from transfo_analysis.guard.counts import Table, withheld
from transfo_analysis.guard.quotes import CLEARED, KEPT_OFF, Excerpt, excerpts, standing
from transfo_analysis.guard.singling import speaker_label
from transfo_analysis.guard.stood import told_positions
from transfo_analysis.tables import PLACED, split_ids

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.corpus.nameforms import NameForms
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.exercises import Exercised
    from transfo_analysis.guard.releases import Publication
    from transfo_analysis.settings import Settings

__all__ = ["Gathered", "Parts", "Statement"]

Cell = tuple[str, str]


@dataclass(frozen=True)
class Statement:
    """A finding that was retained and sorted: its words, and what it rests on.

    `chosen` are the codings that a person linked to it one by one; `good` and `bad` all that
    stands for and against it; `people` how many people are heard for it.
    """

    id: str
    case: str
    kind: str
    kind_label: str
    words: str
    standing: str
    bundle: str
    chosen: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class Gathered:
    """The table of one case: who is in each cell, and which cells are shown.

    `behind` is what stands behind each cell that is not empty; `why` why one is not shown.
    """

    table: Table
    shown: frozenset[Cell]
    why: Mapping[Cell, str]
    behind: Mapping[Cell, tuple[str, ...]]
    places: Mapping[Cell, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True, eq=False)
class Parts:
    """What a publication is made from.

    Parameters
    ----------
    codings : table "codings"
    tables, findings : case → its cross table, its table "findings"
    earlier : what was published before
    reviewed : document → sha256 of the text whose names a person has read through
    names : names of the key, in every written form; None without a key
    rare : folded word → the one person who says it (see `singling.rare_words`)
    exercised : the tables of the other exercises; None shows nothing of them
    """

    settings: Settings
    codebook: Codebook
    state: State
    corpus: Corpus
    codings: pd.DataFrame
    tables: Mapping[str, CrossTable]
    findings: Mapping[str, pd.DataFrame]
    earlier: tuple[Publication, ...] = ()
    reviewed: Mapping[str, str] = field(default_factory=dict)
    names: NameForms | None = None
    rare: Mapping[str, str] = field(default_factory=dict)
    exercised: Exercised | None = None

    @cached_property
    def heard(self) -> frozenset[str]:
        """Everybody heard: their own words carry a coding that counts."""
        return frozenset(heard(self.evidence)) - {""}

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The codings that count."""
        own = counted(self.codings)
        return own[own["evidence"].astype(bool) & own["status"].isin(PLACED)]

    @cached_property
    def excerpts(self) -> dict[str, Excerpt]:
        """The words of every coding, and whether they may be shown."""
        label = self.settings.showing.speaker
        return excerpts(self.codings, self.corpus, self.state, label)

    @cached_property
    def signatures(self) -> dict[str, str]:
        """What would be written under a quote of each person heard, "" for nothing."""
        people = self.corpus.people.set_index("person", drop=False)
        shown = self.settings.showing.speaker
        known = people[people.index.isin(self.heard)].to_dict("records")
        return {
            str(one["person"]): speaker_label({str(k): str(v) for k, v in one.items()}, shown)
            for one in known
        }

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The findings that were retained and sorted, by case and column."""
        return tuple(one for case in self.settings.cases for one in self._statements(case.id))

    def _statements(self, case_id: str) -> Iterator[Statement]:
        case = self.settings.case(case_id)
        table, rows = self.tables.get(case_id), self.findings.get(case_id)
        if table is None or rows is None:
            return
        by_id = {str(row["finding_id"]): row for row in rows.to_dict("records")}
        for column in case.sorting_columns:
            for name, one in self.state.findings.items():
                row = by_id.get(name)
                if row is None or row["status"] != "retenu" or row["kind"] != column.id:
                    continue
                ids = sides(one, self.state)
                good, bad = (
                    gather(side, table, self.codings, self.state.aliases).codings for side in ids
                )
                yield Statement(
                    name,
                    case_id,
                    column.id,
                    column.label,
                    one.statement,
                    standing(self.state, "finding", name, text_sha256(one.statement)),
                    bundle_now(one.bundle, self.state.aliases) if one.bundle else "",
                    tuple(i for side in ids for i in side if i in self.excerpts),
                    tuple(good["coding_id"]),
                    tuple(bad["coding_id"]),
                    int(row["people"]),
                )

    @cached_property
    def stood(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Where people stood in debates, as far as it may be told: moment → place → band."""
        if self.exercised is None:
            return {}
        return told_positions(self.exercised.positions, self.earlier, self.settings.showing)

    def unsorted(self) -> int:
        """Return how many findings wait to be sorted into a column."""
        kinds = [
            str(row["kind"])
            for rows in self.findings.values()
            for row in rows.to_dict("records")
            if row["status"] == "retenu"
        ]
        return sum(kind in (TO_SORT, SET_ASIDE) for kind in kinds)

    @cached_property
    def gathered(self) -> dict[str, Gathered]:
        """The table of each case."""
        return {case: self._gather(case, table) for case, table in self.tables.items()}

    def _gather(self, case: str, crossed: CrossTable) -> Gathered:
        book = self.codebook
        rows = tuple(code for code in crossed.rows if code in book.codes)
        columns = tuple(code for code in crossed.columns if code in book.codes)
        people: dict[Cell, set[str]] = {}
        places: dict[Cell, set[tuple[str, int, int]]] = {}
        here = crossed.crossings.of_kind(*FIELD, "literature_note")
        own = heard(here.codings).to_numpy()
        field_kind = here.codings["kind"].isin(FIELD).to_numpy()
        spans = list(
            here.codings[["document_id", "start", "end"]].itertuples(index=False, name=None)
        )
        side = len(crossed.columns)
        for number, place, words in zip(here.cell, here.place, here.words, strict=True):
            cell = crossed.rows[number // side], crossed.columns[number % side]
            places.setdefault(cell, set()).add(spans[words])
            if own[place] and field_kind[place]:
                people.setdefault(cell, set()).add(str(own[place]))
        table = Table(
            rows,
            columns,
            {cell: frozenset(who) for cell, who in people.items()},
            self.heard,
            {code: parent for code in (*rows, *columns) if (parent := book.parent(code))},
        )
        behind = {
            (row, column): tuple(split_ids(f"{codings} {papers} {studies}".strip()))
            for row, column, codings, papers, studies in crossed.cells[
                ["row", "column", "coding_ids", "wall_ids", "study_ids"]
            ].itertuples(index=False)
            if f"{codings}{papers}{studies}" and row in rows and column in columns
        }
        shown, why = self._shown(case, table, behind)
        return Gathered(
            table, shown, why, behind, {cell: tuple(sorted(one)) for cell, one in places.items()}
        )

    def _shown(
        self, case: str, table: Table, behind: Mapping[Cell, tuple[str, ...]]
    ) -> tuple[frozenset[Cell], dict[Cell, str]]:
        consent: Any = self.corpus.people.set_index("person")["consent_display"].to_dict()
        said = {
            cell: standing(self.state, "cell", bundle_id(case, *cell), stamp(ids))
            for cell, ids in behind.items()
        }
        refused = {
            cell
            for cell in behind
            if len(who := table.people.get(cell, frozenset())) == 1
            and not all(consent.get(person, False) for person in who)
        }
        cleared = {cell for cell, one in said.items() if one == CLEARED} - refused
        earlier = [one.tables[case] for one in self.earlier if case in one.tables]
        minimum = self.settings.showing.cell_people
        why = withheld(table, cleared, earlier, minimum)
        for cell in behind:
            if cell in refused:
                why[cell] = "repose sur une seule personne, qui n’a pas consenti à l’affichage"
            elif said[cell] == KEPT_OFF:
                why[cell] = "écartée de l’affichage"
            elif not table.people.get(cell) and cell not in cleared:
                why[cell] = "ne repose sur personne d’identifié (mur, études, paroles sans nom)"
        return frozenset(behind) - frozenset(why), why

    def cell_label(self, cell: Cell) -> str:
        """Return a cell in words: "Vélo × Freins"."""
        return " × ".join(self.codebook.label(code) for code in cell)

    def where(self, excerpt: Excerpt) -> str:
        """Return where an excerpt is, for who clears it: document, turn, speaker."""
        turns = self.corpus.turns
        here = turns[(turns["document_id"] == excerpt.document) & (turns["start"] <= excerpt.start)]
        turn = f", tour {int(here.iloc[-1]['turn']) + 1}" if len(here) else ""
        return f"{excerpt.document}{turn}"
