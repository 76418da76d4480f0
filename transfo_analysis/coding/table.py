"""The codings in force as a table: their words and their places, opened from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis import tables
from transfo_analysis.coding.consensus import standing
from transfo_analysis.coding.state import State
from transfo_analysis.coding.textstore import TextStore
from transfo_analysis.errors import JournalError, MissingFileError

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus

__all__ = ["codings"]

_OWN = ("document", "sha256", "start", "end", "code", "coder", "origin", "case", "id")
# what the corpus says of a place, and what stands there when the place is no longer sure
_UNSURE: dict[str, str | int | float | bool] = {
    "turn": -1,
    "speaker": "",
    "person": "",
    "role": "",
    "register": "",
    "evidence": False,
    "start_time": np.nan,
    "question": "",
    "kind": "",
    "wave": "",
    "situation": "",
    "study": "",
}


def codings(state: State, corpus: Corpus, store: TextStore) -> pd.DataFrame:
    """Return the table "codings": one row per coding in force, in (document, place) order.

    A coding inside words whose register a person marked takes that register.

    A coding whose text is no longer today's is "changed", one whose document is gone is
    "absent": its words come from the text store and it is evidence of nothing until a
    person has looked at it.

    Raises
    ------
    TableError
        If the corpus gives a column another type than declared (a fault of the program).
    """
    held = list(state.codings.values())
    data = pd.DataFrame({name: [getattr(c, name) for c in held] for name in _OWN})
    data = data.rename(
        columns={"document": "document_id", "sha256": "text_sha256", "id": "coding_id"}
    )
    data = data.astype({"start": "int64", "end": "int64"})
    today = corpus.documents.set_index("document_id")["text_sha256"]
    now = data["document_id"].map(today)
    data["status"] = np.select(
        [now.isna(), now == data["text_sha256"]], ["absent", "exact"], "changed"
    )
    exact = data["status"] == "exact"
    places = corpus.places(data.loc[exact, ["document_id", "start", "end"]])
    for name, unsure in _UNSURE.items():
        data[name] = places[name].reindex(data.index, fill_value=unsure)
    _mark_registers(data, state)
    known = corpus.documents.set_index("document_id")
    changed = data["status"] == "changed"
    for name in ("kind", "wave", "study", "situation"):
        # a corrected transcript is still the same talk of the same wave
        data.loc[changed, name] = data.loc[changed, "document_id"].map(known[name])
    own_case = data["case"] != ""
    data["case"] = data["case"].where(own_case, data["document_id"].map(known["case"])).fillna("")
    data["quote"] = _quotes(data, exact.to_numpy(), corpus, store)
    data["consensus"] = standing(data, state, corpus)
    data = data.sort_values(
        ["document_id", "start", "end", "code", "coding_id"], ignore_index=True, kind="stable"
    )
    return tables.validate("codings", data)


def _mark_registers(data: pd.DataFrame, state: State) -> None:
    exact = data[data["status"] == "exact"]
    of = exact.groupby(["document_id", "text_sha256"], sort=False).indices
    # the narrowest mark is the last to speak
    for (document, sha256, start, end), register in sorted(
        state.registers.items(), key=lambda mark: (mark[0][2] - mark[0][3], mark[0])
    ):
        here = exact.iloc[of.get((document, sha256), [])]
        inside = here.index[(here["start"] >= start) & (here["end"] <= end)]
        data.loc[inside, "register"] = register
        if register == tables.REMARK:
            data.loc[inside, "evidence"] = False


def _quotes(data: pd.DataFrame, exact: np.ndarray, corpus: Corpus, store: TextStore) -> list[str]:
    kept: dict[str, str] = {}
    for sha256 in data.loc[~exact, "text_sha256"].unique():
        try:
            kept[sha256] = store.text(sha256)
        except (MissingFileError, JournalError):
            kept[sha256] = ""  # `transfo check` names the text that is missing
    return [
        (corpus.texts[document] if is_exact else kept[sha256])[start:end]
        for document, sha256, start, end, is_exact in zip(
            data["document_id"], data["text_sha256"], data["start"], data["end"], exact, strict=True
        )
    ]
