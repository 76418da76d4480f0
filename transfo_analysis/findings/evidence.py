"""What stands behind a bundle or a finding: codings, papers of the wall, studies, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import FIELD
from transfo_analysis.crosstable.join import Spans, stretches
from transfo_analysis.crosstable.quotes import coding_quotes, no_quotes, passage_quotes
from transfo_analysis.tables import POSTED
from transfo_analysis.tables.kinds import posted_words

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable

__all__ = ["Counts", "Matter", "bundle_id", "bundle_now", "cell_matter", "code_matter", "gather"]


@dataclass(frozen=True)
class Matter:
    """What something rests on: rows of "codings" and of "passages".

    Parameters
    ----------
    codings : validated codings that are evidence, of the field and of the studies
    passages : passages linked by hand, and papers of the wall
    """

    codings: pd.DataFrame
    passages: pd.DataFrame

    @cached_property
    def field(self) -> pd.DataFrame:
        """Places of the field: codings, and passages of talks and observations.

        An argument of a debate that nobody coded stands like a paper: it makes no person heard.
        """
        shared = ("document_id", "start", "end", "person", "role", "register", "kind", "wave")
        both = self._both(*shared)
        kinds = both["kind"]
        argued = (kinds == "debate") & (np.arange(len(kinds)) >= len(self.codings))
        kept: np.ndarray = np.logical_or.reduce([kinds == kind for kind in FIELD]) & ~argued
        return pd.DataFrame({name: values[kept] for name, values in both.items()})

    def _both(self, *names: str) -> dict[str, np.ndarray]:
        """Return some columns of the codings, then of the passages."""
        tables = (self.codings, self.passages)
        return {
            name: np.concatenate([table[name].to_numpy() for table in tables]) for name in names
        }

    def counts(self) -> Counts:
        """Count people heard, documents, excerpts, wall rows, studies."""
        field = self.field
        people = sorted(set(heard(field)) - {""})
        document, names = pd.factorize(field["document_id"])
        spans = Spans(
            document.astype(np.int64),
            field["start"].to_numpy(dtype=np.int64),
            field["end"].to_numpy(dtype=np.int64),
        )
        whole = np.zeros(len(field), dtype=np.int64)
        every = self._both("document_id", "turn", "kind", "study")
        papers, studies = set(), set()
        for rank, (document_id, turn, kind, study) in enumerate(zip(*every.values(), strict=True)):
            coded = rank < len(self.codings)
            if kind == "wall_table" or (kind in POSTED and not coded):
                papers.add((document_id, turn))
            elif kind == "literature_note":
                studies.add(study or document_id)
        return Counts(
            tuple(people),
            len(names),
            int(stretches(whole, spans, 1)[0]),
            len(papers),
            len(studies),
        )

    @property
    def posted(self) -> tuple[str, str]:
        """What `wall_rows` counts here, one and several: papers, arguments of a debate, or both."""
        coded, stands = self.codings["kind"], self.passages["kind"]
        return posted_words([*coded[coded == "wall_table"], *stands[stands.isin(POSTED)]])

    def quotes(self, corpus: Corpus) -> pd.DataFrame:
        """Return its words, one row per coding or passage, in the order of documents."""
        coded = self.codings
        read = coded["kind"] == "literature_note"
        posted = coded["kind"] == "wall_table"
        passages = self._sourced(corpus)
        hung = passages["kind"].isin(POSTED)
        parts = (
            (coding_quotes, coded[~read & ~posted], "validated"),
            (coding_quotes, coded[read], "studies"),
            (coding_quotes, coded[posted], "wall"),
            (passage_quotes, passages[hung], "wall"),
            (passage_quotes, passages[~hung], "linked"),
        )
        full = [made(rows, corpus, layer) for made, rows, layer in parts if len(rows)]
        return pd.concat(full, ignore_index=True) if full else no_quotes()

    def _sourced(self, corpus: Corpus) -> pd.DataFrame:
        """Return the passages, each with the source that was written on its paper."""
        if self.passages.empty:
            return self.passages
        sources = corpus.turns.set_index(["document_id", "turn"])["wall_source"]
        told = pd.MultiIndex.from_frame(self.passages[["document_id", "turn"]])
        return self.passages.assign(source=sources.reindex(told).fillna("").to_numpy())


@dataclass(frozen=True)
class Counts:
    """People heard (their pseudonyms), documents, excerpts, papers and arguments, studies."""

    people: tuple[str, ...]
    documents: int
    excerpts: int
    wall_rows: int
    studies: int


def bundle_id(case: str, row: str, column: str) -> str:
    """Return the identifier of a bundle; a code alone has no row.

    Examples
    --------
    >>> bundle_id("mob", "mode:velo", "categorie:frein"), bundle_id("mob", "", "categorie:frein")
    ('mob/mode:velo/categorie:frein', 'mob//categorie:frein')
    """
    return f"{case}/{row}/{column}"


def bundle_now(name: str, aliases: Mapping[str, str]) -> str:
    """Return a bundle's identifier with its codes as they are called today."""
    case, *codes = name.split("/")
    return "/".join([case, *(aliases.get(code, code) for code in codes)])


def cell_matter(table: CrossTable, row: str, column: str) -> Matter:
    """Return what a cell of a cross table rests on: the words of its crossings.

    Of the two codings of a crossing, the one that is quoted, with who says the words that
    the two share. A coding of a paper of the wall adds nothing to the paper.
    """
    number = table.grid.cell(row, column)
    here = table.crossings.where(table.crossings.cell == number)
    here = here.of_kind(*FIELD, "literature_note")
    quoted = here.codings.iloc[here.words].assign(
        **{
            name: here.codings[name].to_numpy()[here.place]
            for name in ("person", "role", "register")
        }
    )
    # pandas' own sorting costs a hundredth of a second a cell, and there are hundreds
    keys = ("document_id", "start", "end", "coding_id", "person", "role")
    places = list(zip(*(quoted[name].tolist() for name in keys), strict=True))
    once = {place[3:]: rank for rank, place in reversed(list(enumerate(places)))}
    return Matter(
        quoted.iloc[sorted(once.values(), key=lambda rank: (places[rank][:5], rank))],
        table.wall[table.wall["cell"] == number],
    )


def code_matter(table: CrossTable, column: str) -> Matter:
    """Return what a code of the column family rests on, whatever the row."""
    grid = table.grid
    family = {code for code in grid.columns if column in (code, grid.codebook.parent(code))}
    codings = table.crossings.codings
    kinds = codings["kind"].isin((*FIELD, "literature_note"))
    mine = codings[table.crossings.kept & codings["code"].isin(family) & kinds]
    side = len(grid.columns)
    at = grid.columns.index(column)
    papers = table.wall[table.wall["cell"] % side == at]
    return Matter(mine, papers.drop_duplicates("passage_id"))


def gather(
    ids: Iterable[str], table: CrossTable, codings: pd.DataFrame, aliases: Mapping[str, str]
) -> Matter:
    """Return what identifiers of codings, passages and bundles stand for, each thing once.

    What no longer exists stands for nothing: a coding withdrawn, a document taken out.
    """
    wanted = sorted(set(ids))
    rows, columns = set(table.rows), set(table.columns)
    parts = []
    for name in (bundle_now(n, aliases) for n in wanted if "/" in n and "@" not in n):
        case, row, column = (*name.split("/"), "", "")[:3]
        if case == table.case.id and column in columns and (not row or row in rows):
            parts.append(cell_matter(table, row, column) if row else code_matter(table, column))
    passages = table.corpus.passages
    known = codings["coding_id"].isin(wanted) & codings["evidence"].astype(bool)
    linked = passages["passage_id"].isin(wanted) & passages["evidence"].astype(bool)
    gathered = pd.concat([*(part.codings for part in parts), codings[known]])
    papers = pd.concat([*(part.passages[list(passages)] for part in parts), passages[linked]])
    return Matter(
        gathered.drop_duplicates(["coding_id", "person", "role"], ignore_index=True),
        papers.drop_duplicates("passage_id", ignore_index=True),
    )
