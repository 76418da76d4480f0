"""The codings in force as a table: their words and their places, opened from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis import tables
from transfo_analysis.coding.anchored import followed
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

    A coding whose text was corrected since stands where its words are today, with the places,
    words and people of today. One without a sure place is "à revoir", one whose document is
    gone "absent": its words come from the text store and it is evidence of nothing until a
    person has looked at it.

    Parameters
    ----------
    state : as people made it, or followed already (see `anchored.followed`)

    Raises
    ------
    TableError
        If the corpus gives a column another type than declared (a fault of the program).
    """
    state = followed(state, corpus, store)
    held = list(state.codings.values())
    data = pd.DataFrame({name: [getattr(c, name) for c in held] for name in _OWN})
    data = data.rename(
        columns={"document": "document_id", "sha256": "text_sha256", "id": "coding_id"}
    )
    data = data.astype({"start": "int64", "end": "int64"})
    became = state.anchors
    data["status"] = [became[c.id].status if c.id in became else "exact" for c in held]
    placed = data["status"].isin(tables.PLACED)
    places = corpus.places(data.loc[placed, ["document_id", "start", "end"]])
    for name, unsure in _UNSURE.items():
        data[name] = places[name].reindex(data.index, fill_value=unsure)
    _mark_registers(data, state)
    known = corpus.documents.set_index("document_id")
    lost = data["status"] == "à revoir"
    for name in ("kind", "wave", "study", "situation"):
        # a corrected transcript is still the same talk of the same wave
        data.loc[lost, name] = data.loc[lost, "document_id"].map(known[name])
    own_case = data["case"] != ""
    data["case"] = data["case"].where(own_case, data["document_id"].map(known["case"])).fillna("")
    data["quote"] = _quotes(data, placed.to_numpy(), corpus, store)
    data["consensus"] = standing(data, state, corpus)
    data = data.sort_values(
        ["document_id", "start", "end", "code", "coding_id"], ignore_index=True, kind="stable"
    )
    return tables.validate("codings", data)


def _mark_registers(data: pd.DataFrame, state: State) -> None:
    placed = data[data["status"].isin(tables.PLACED)]
    of = placed.groupby(["document_id", "text_sha256"], sort=False).indices
    # the narrowest mark is the last to speak
    for (document, sha256, start, end), register in sorted(
        state.registers.items(), key=lambda mark: (mark[0][2] - mark[0][3], mark[0])
    ):
        here = placed.iloc[of.get((document, sha256), [])]
        inside = here.index[(here["start"] >= start) & (here["end"] <= end)]
        data.loc[inside, "register"] = register
        if register == tables.REMARK:
            data.loc[inside, "evidence"] = False


def _quotes(data: pd.DataFrame, placed: np.ndarray, corpus: Corpus, store: TextStore) -> list[str]:
    kept: dict[str, str] = {}
    for sha256 in data.loc[~placed, "text_sha256"].unique():
        try:
            kept[sha256] = store.text(sha256)
        except (MissingFileError, JournalError):
            kept[sha256] = ""  # see `anchored.lost_texts`
    return [
        (corpus.texts[document] if is_placed else kept[sha256])[start:end]
        for document, sha256, start, end, is_placed in zip(
            data["document_id"],
            data["text_sha256"],
            data["start"],
            data["end"],
            placed,
            strict=True,
        )
    ]
