"""What the charts of one case are drawn from, and a few counts they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.settings import Case, Settings

__all__ = ["Matter"]


@dataclass(frozen=True)
class Matter:
    """Everything that the charts and working papers of one case show.

    The tables are those declared in `tables`; those that hold several cases are narrowed here.
    """

    settings: Settings
    codebook: Codebook
    case: Case
    corpus: Corpus
    codings: pd.DataFrame
    suggestions: pd.DataFrame
    key_terms: pd.DataFrame
    cross_table: CrossTable
    bundles: pd.DataFrame
    findings: pd.DataFrame
    # table "appearance"; None when nobody asked for it
    appearance: pd.DataFrame | None = None
    # since the last wave that was closed; None when none is
    changes: Changes | None = None
    # of all cases together: what an exercise shows that belongs to none
    every_case: bool = False

    def whole(self) -> Matter:
        """Return the same for all cases together, under the title of the project."""
        return replace(self, every_case=True)

    @property
    def heading(self) -> str:
        """What stands above a chart: the title of the case, or of the project."""
        return self.settings.title if self.every_case else self.case.title

    @property
    def folder_name(self) -> str:
        """The folder of this case among others: its identifier."""
        return self.case.id

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents of this case, and those that serve it."""
        return self._serves(self.corpus.documents)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The passages of these documents."""
        return self._serves(self.corpus.passages)

    @cached_property
    def own_codings(self) -> pd.DataFrame:
        """The codings in force of this case."""
        return self._own(self.codings)

    @cached_property
    def own_suggestions(self) -> pd.DataFrame:
        """What the program proposes in this case."""
        return self._own(self.suggestions)

    @cached_property
    def waves(self) -> list[str]:
        """The rounds of fieldwork of the material, in natural order."""
        return sorted({wave for wave in self.documents["wave"] if wave}, key=_natural)

    @cached_property
    def voices(self) -> set[str]:
        """The people whose own words are in the material, coded or not."""
        return _people(self.passages)

    @cached_property
    def heard(self) -> set[str]:
        """The people heard: their own words carry a coding."""
        return _people(self.own_codings)

    @cached_property
    def observed(self) -> set[str]:
        """The people observed, counted apart from those heard."""
        from transfo_analysis.crosstable.count import seen

        return set(seen(self.passages)) - {""}

    @cached_property
    def person_of(self) -> Mapping[str, str]:
        """Who says each passage of the project, "" when nobody is identified."""
        passages = self.corpus.passages
        return dict(zip(passages["passage_id"], passages["person"], strict=True))

    @cached_property
    def _serving(self) -> set[str]:
        """The documents of this case, those that name it besides their own, and those coded for it."""
        table = self.corpus.documents
        told = table["case"] + " " + table["other_cases"]
        named = [self.case.id in one.split() for one in told]
        return {*table.loc[named, "document_id"], *self.own_codings["document_id"]}

    def _serves(self, table: pd.DataFrame) -> pd.DataFrame:
        return table if self.every_case else table[table["document_id"].isin(self._serving)]

    def _own(self, table: pd.DataFrame) -> pd.DataFrame:
        return table if self.every_case else table[table["case"] == self.case.id]


def _people(table: pd.DataFrame) -> set[str]:
    # the cross table's own definition: one number for one thing on every chart
    from transfo_analysis.crosstable.count import heard

    return set(heard(table[table["evidence"].astype(bool)])) - {""}


def _natural(text: str) -> list[tuple[int, str]]:
    import re

    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]
