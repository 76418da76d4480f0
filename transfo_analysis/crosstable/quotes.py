"""The words behind a cell, each with who says it, where, when and after what question."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import Crossings
from transfo_analysis.tables import SEPARATOR, VERBATIM
from transfo_analysis.typography import NARROW

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus

__all__ = [
    "COLUMNS",
    "as_quoted",
    "coding_quotes",
    "crossing_quotes",
    "no_quotes",
    "passage_quotes",
    "timecode",
]

# what a person reads first, then what opens the exact place
COLUMNS = (
    "layer",
    "quote",
    "speaker",
    "person",
    "document",
    "title",
    "wave",
    "timecode",
    "register",
    "question",
    "codes",
    "coder",
    "consensus",
    "coding_id",
    "crossed_with",
    "kind",
    "situation",
    "study",
    "source",
    "reason",
    "passage_id",
    "start",
    "end",
)


def as_quoted(words: str, register: str) -> str:
    """Return words as they may stand on paper: between « » only if they are exact.

    Examples
    --------
    >>> as_quoted("je prends le bus", VERBATIM) == f"«{NARROW}je prends le bus{NARROW}»"
    True
    >>> as_quoted("Elle prend le bus.", "propos rapporté")
    'Elle prend le bus.'
    """
    if register != VERBATIM:
        return words
    bare = words.strip().removeprefix("«").removesuffix("»").strip()
    return f"«{NARROW}{bare}{NARROW}»"


def timecode(seconds: float) -> str:
    """Return seconds as hh:mm:ss, "" when there are none.

    Examples
    --------
    >>> timecode(3723.9), timecode(float("nan"))
    ('01:02:03', '')
    """
    if math.isnan(seconds):
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def no_quotes() -> pd.DataFrame:
    """Return an empty table of quotes."""
    return pd.DataFrame(columns=list(COLUMNS), index=pd.RangeIndex(0), dtype=object)


def coding_quotes(codings: pd.DataFrame, corpus: Corpus, layer: str) -> pd.DataFrame:
    """Return the quotes of some rows of the table "codings", one each."""
    if not len(codings):
        return no_quotes()
    data = codings.rename(columns={"code": "codes"}).assign(layer=layer, source="", reason="")
    return _finished(_placed(data, corpus).assign(passage_id="", crossed_with=""))


def crossing_quotes(crossings: Crossings, corpus: Corpus, layer: str) -> pd.DataFrame:
    """Return the quotes of crossings, one per excerpt and coder.

    `coding_id` is the coding quoted, `crossed_with` those it crosses; who speaks is who
    says the words that the two share.
    """
    codings = crossings.codings
    if not len(crossings.cell):
        return no_quotes()
    ids, code = codings["coding_id"].to_numpy(), codings["code"].to_numpy()
    data = codings.iloc[crossings.words].copy()
    for column in ("speaker", "role", "register", "question", "start_time", "situation"):
        data[column] = codings[column].to_numpy()[crossings.place]
    data["person"] = codings["person"].to_numpy()[crossings.place]
    data["row_code"], data["column_code"] = code[crossings.row], code[crossings.column]
    one, two = ids[crossings.row], ids[crossings.column]
    data["other"] = [
        b if a == own else a for a, b, own in zip(one, two, data["coding_id"], strict=True)
    ]
    kept = data.sort_values(["coding_id", "other"], kind="stable").drop_duplicates("coding_id")
    groups = data.groupby("coding_id")
    kept = kept.set_index("coding_id", drop=False)
    kept["crossed_with"] = groups["other"].agg(lambda names: SEPARATOR.join(sorted(set(names))))
    kept["codes"] = [
        SEPARATOR.join([*sorted(rows), *sorted(columns)])
        for rows, columns in zip(
            groups["row_code"].agg(set).reindex(kept.index),
            groups["column_code"].agg(set).reindex(kept.index),
            strict=True,
        )
    ]
    kept = kept.reset_index(drop=True).assign(layer=layer, source="", reason="", passage_id="")
    return _finished(_placed(kept, corpus))


def passage_quotes(passages: pd.DataFrame, corpus: Corpus, layer: str) -> pd.DataFrame:
    """Return the quotes of passages; `codes`, `reason`, `source` are kept if they are there."""
    if not len(passages):
        return no_quotes()
    data = passages.assign(quote=passages["text"], layer=layer)
    for column in ("codes", "reason", "source", "coder", "consensus", "coding_id", "crossed_with"):
        if column not in data:
            data[column] = ""
    return _finished(_placed(data, corpus))


def _placed(data: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    titles = corpus.documents.set_index("document_id")["title"]
    return data.assign(
        document=data["document_id"],
        title=data["document_id"].map(titles).fillna(""),
        timecode=[timecode(seconds) for seconds in data["start_time"]],
        # the interviewer, the author or the wall is no person here
        person=heard(data).where(data["role"] != "observed", data["person"]),
        quote=[
            as_quoted(words, register)
            for words, register in zip(data["quote"], data["register"], strict=True)
        ],
    )


def _finished(data: pd.DataFrame) -> pd.DataFrame:
    order = ["layer", "document", "start", "end", "coder", "coding_id", "passage_id", "codes"]
    found = data[list(COLUMNS)]
    if len(found) < 2:  # of most cells: to sort by eight columns costs a hundredth of a second
        return found.reset_index(drop=True)
    return found.sort_values(order, ignore_index=True, kind="stable")
