"""Opens a figure: the words behind codings and passages, those that are gone too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.errors import JournalError, MissingFileError
from transfo_analysis.rerun.picture import Picture

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.textstore import TextStore
    from transfo_analysis.corpus import Corpus

__all__ = ["Words"]


@dataclass(frozen=True, eq=False)
class Words:
    """Where the words of a comparison are found.

    Parameters
    ----------
    corpus, codings : the material and table "codings" of today
    store : the texts that codings were made on
    then : what stood before; words of codings that are in force no more are placed by it
    """

    corpus: Corpus
    codings: pd.DataFrame
    store: TextStore
    then: Picture

    def quotes(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return the quotes of codings and passages, each once, in the order of documents."""
        import pandas as pd

        from transfo_analysis.crosstable.quotes import (
            coding_quotes,
            no_quotes,
            passage_quotes,
        )

        wanted = set(ids)
        coded = self.codings[self.codings["coding_id"].isin(wanted)]
        passages = self.corpus.passages
        said = passages[passages["passage_id"].isin(wanted)]
        gone = [
            name for name in sorted(wanted - set(coded["coding_id"])) if name in self.then.coding
        ]
        parts = [
            coding_quotes(coded, self.corpus, "validated"),
            passage_quotes(said, self.corpus, "linked"),
            self._gone(gone),
        ]
        full = [part for part in parts if len(part)]
        if not full:
            return no_quotes()
        found = pd.concat(full, ignore_index=True)
        # of a document that is absent, nobody but the picture knows who spoke
        found["person"] = [
            person or (self.then.coding[name].person if name in self.then.coding else "")
            for person, name in zip(found["person"], found["coding_id"], strict=True)
        ]
        return found

    def _gone(self, names: Iterable[str]) -> pd.DataFrame:
        """Return the words of codings that nobody holds any more, as their text was kept."""
        import pandas as pd

        from transfo_analysis.crosstable.quotes import COLUMNS, no_quotes

        rows = []
        for name in names:
            one = self.then.coding[name]
            row = dict.fromkeys(COLUMNS, "")
            rows.append(
                {
                    **row,
                    "layer": "gone",
                    "quote": self._text(one.sha256)[one.start : one.end],
                    "person": one.person,
                    "document": one.document,
                    "codes": one.code,
                    "coder": one.coder,
                    "coding_id": name,
                    "start": one.start,
                    "end": one.end,
                }
            )
        return pd.DataFrame(rows, columns=list(COLUMNS)) if rows else no_quotes()

    def _text(self, sha256: str) -> str:
        try:
            return self.store.text(sha256)
        except (MissingFileError, JournalError):
            return ""  # `transfo check` names the text that is missing
