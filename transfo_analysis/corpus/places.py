"""Where a span of canonical text is: whose words, in which turn, in which register.

Turns of all documents lie on one line, so that a hundred thousand spans are found by a few
binary searches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.registers import verbatim_zones
from transfo_analysis.tables import VERBATIM

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["COLUMNS", "Places"]

TEXTS = (
    "speaker",
    "person",
    "role",
    "register",
    "question",
    "kind",
    "wave",
    "situation",
    "study",
    "case",
)
COLUMNS = (
    "turn",
    "speaker",
    "person",
    "role",
    "register",
    "evidence",
    "start_time",
    "question",
    "kind",
    "wave",
    "situation",
    "study",
    "case",
)


@dataclass(frozen=True)
class Places:
    """The turns of a corpus as arrays, in the order of the table "turns".

    Parameters
    ----------
    documents : document identifiers, in the corpus's order
    bases : where each document begins on the line; one more entry for the line's end
    starts, ends : of each turn on the line
    values : by column, one value per turn
    refused : whether the turn's words are kept out, a person having said no
    zones : starts and ends of the quoted parts of turns that are not mot à mot
    """

    documents: pd.Index[Any]
    bases: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: Mapping[str, NDArray[Any]]
    refused: NDArray[np.bool_]
    zones: tuple[NDArray[np.int64], NDArray[np.int64]]

    def refusing(self) -> set[str]:
        """Return the documents that hold words of somebody who said no."""
        import numpy as np

        rank = np.searchsorted(self.bases, self.starts[self.refused], side="right") - 1
        return set(self.documents[np.unique(rank)])

    @classmethod
    def of(cls, texts: Mapping[str, str], turns: Mapping[str, Sequence[Any]]) -> Places:
        """Lay the turns of these texts on one line.

        Parameters
        ----------
        texts : document identifier → canonical text, in the corpus's order
        turns : columns `document_id, start, end, refused` and those of `COLUMNS`
        """
        import numpy as np
        import pandas as pd

        documents = pd.Index(list(texts), dtype=object)
        lengths = np.array([len(text) + 1 for text in texts.values()], dtype=np.int64)
        bases = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
        rank = documents.get_indexer(pd.Index(list(turns["document_id"]), dtype=object))
        starts = bases[rank] + np.array(turns["start"], dtype=np.int64)
        ends = bases[rank] + np.array(turns["end"], dtype=np.int64)
        zones = [
            (base + zone_start, base + zone_end)
            for base, document, start, end, register in zip(
                starts.tolist(),
                turns["document_id"],
                turns["start"],
                turns["end"],
                turns["register"],
                strict=True,
            )
            if register != VERBATIM
            for zone_start, zone_end in verbatim_zones(texts[document][start:end])
        ]
        edges = np.array(zones, dtype=np.int64).reshape(-1, 2)
        values = {name: np.array(turns[name], dtype=object) for name in TEXTS}
        values["turn"] = np.array(turns["turn"], dtype=np.int64)
        values["evidence"] = np.array(turns["evidence"], dtype=bool)
        values["start_time"] = np.array(turns["start_time"], dtype=np.float64)
        refused = np.array(turns["refused"], dtype=bool)
        return cls(documents, bases, starts, ends, values, refused, (edges[:, 0], edges[:, 1]))

    def find(self, spans: pd.DataFrame) -> pd.DataFrame:
        """Return the place of each span (document_id, start, end); same order and index.

        A span's turn is the first one in it whose words are evidence, else the one in which
        it begins: a question selected with its answer stands for the answer. A span that
        touches the words of someone who refuses analysis is no evidence. A span of no
        document, or outside its text, has turn -1, empty texts and no evidence.
        """
        import numpy as np
        import pandas as pd

        count = len(self.starts)
        rank = self.documents.get_indexer(pd.Index(spans["document_id"], dtype=object))
        begin = spans["start"].to_numpy(np.int64, copy=False)
        finish = spans["end"].to_numpy(np.int64, copy=False)
        known = (rank >= 0) & (begin >= 0) & (begin < finish)
        known &= finish < np.diff(self.bases, append=self.bases[-1])[rank]
        if not count:
            known = np.zeros(len(spans), dtype=bool)
        if not known.any():
            return self._frame(spans.index, known, np.zeros(len(spans), np.int64))
        base = self.bases[np.where(known, rank, 0)]
        start = np.where(known, base + begin, 0)
        end = np.where(known, base + finish, 1)
        first = np.clip(np.searchsorted(self.starts, start, side="right") - 1, 0, None)
        last = np.clip(np.searchsorted(self.starts, end - 1, side="right") - 1, first, None)
        # a span may begin on the line end that joins two turns
        first = np.where((self.ends[first] <= start) & (first < last), first + 1, first)
        evidence = self.values["evidence"]
        after = np.where(evidence, np.arange(count), count)
        next_evidence = np.minimum.accumulate(after[::-1])[::-1][first]
        turn = np.where(next_evidence <= last, next_evidence, first)
        table = self._frame(spans.index, known, turn)
        refusals = np.concatenate([[0], np.cumsum(self.refused)])
        table["evidence"] &= refusals[last + 1] == refusals[first]
        table.loc[self._quoted(start, end) & known, "register"] = VERBATIM
        return table

    def _quoted(self, start: NDArray[Any], end: NDArray[Any]) -> NDArray[np.bool_]:
        import numpy as np

        opens, closes = self.zones
        if not len(opens):
            return np.zeros(len(start), dtype=bool)
        zone = np.searchsorted(opens, start, side="right") - 1
        inside: NDArray[np.bool_] = (zone >= 0) & (end <= closes[zone])
        return inside

    def _frame(
        self, index: pd.Index[Any], known: NDArray[np.bool_], turn: NDArray[Any]
    ) -> pd.DataFrame:
        import numpy as np
        import pandas as pd

        missing: dict[str, object] = {"turn": -1, "evidence": False, "start_time": np.nan}
        columns: dict[str, object] = {}
        for name in COLUMNS:
            nothing = missing.get(name, "")
            values = self.values[name]
            if not len(values):
                columns[name] = np.full(len(index), nothing, dtype=values.dtype)
            elif known.all():
                columns[name] = values[turn]
            else:
                columns[name] = np.where(known, values[turn], np.array(nothing, values.dtype))
        return pd.DataFrame(columns, index=index)
