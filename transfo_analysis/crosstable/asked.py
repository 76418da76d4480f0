"""Empty is not one thing: who said a mode unasked, was asked about it, or never was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transfo_analysis.crosstable.count import heard
from transfo_analysis.crosstable.crossings import FIELD, Crossings
from transfo_analysis.crosstable.filters import Filters
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.join import Spans, overlapping
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["NOT_ASKED", "PROMPTED", "STATES", "UNANSWERED", "UNASKED", "UNKNOWN", "asked_states"]

UNASKED, PROMPTED, UNANSWERED, NOT_ASKED, UNKNOWN = (
    "dit spontanément",
    "dit sur relance",
    "demandé sans suite",
    "non demandé",
    "indéterminé",
)
STATES = (UNASKED, PROMPTED, UNANSWERED, NOT_ASKED, UNKNOWN)
_VALIDATED, _PROPOSED = "validé", "proposé"


def asked_states(
    corpus: Corpus,
    crossings: Crossings,
    *,
    suggestions: pd.DataFrame,
    proposed: pd.DataFrame,
    questions: pd.DataFrame | None,
    grid: Grid,
    filters: Filters,
    case: Case,
) -> pd.DataFrame:
    """Return the table "asked": one row per person heard and row code.

    Spontaneous: in one document at least, the person says it before any question names
    it. Where no question is recorded, nothing is inferred. What was said is read from the
    validated codings of a document where somebody coded, from the suggestions elsewhere;
    the column `layer` says which.

    Parameters
    ----------
    questions : document_id, turn, code of what each question names; None when nobody looked,
        and then everything is undetermined
    """
    passages = corpus.passages
    # in another case's interview nobody was asked about this one, whatever is coded there for it
    mine = passages[(passages["case"] == case.id) & passages["kind"].isin(FIELD)]
    mine = mine[(heard(mine) != "") & mine["evidence"].astype(bool)]
    # a register or a purpose is a matter of words; here it is documents and people
    scope = Filters(
        waves=filters.waves,
        kinds=filters.kinds,
        grades=filters.grades,
        trades=filters.trades,
        services=filters.services,
    )
    mine = mine[scope.places(mine, corpus)]
    said = _said(mine, crossings, suggestions, proposed, grid)
    asked, recorded = _asked(corpus, questions, grid, case)
    talks: dict[str, list[str]] = {}
    for person, document in (
        mine[["person", "document_id"]].drop_duplicates().itertuples(index=False)
    ):
        talks.setdefault(person, []).append(document)
    rows = []
    for person in sorted(talks):
        for code in grid.rows:
            ids: set[str] = set()
            layers: set[str] = set()
            states = set()
            for document in talks[person]:
                turn, passage_ids, layer = said.get((person, document, code), (-1, set(), ""))
                ids |= passage_ids
                layers |= {layer} - {""}
                states.add(_state(turn, asked.get((document, code)), recorded=document in recorded))
            if grid.row_family != case.row_family and code not in case.guide:
                states = {UNKNOWN}
            rows.append(
                {
                    "case": case.id,
                    "person": person,
                    "row": code,
                    "state": _strongest(states, said=bool(ids)),
                    "passage_ids": SEPARATOR.join(sorted(ids)),
                    "layer": SEPARATOR.join(sorted(layers)),
                }
            )
    return frame("asked", rows)


def _state(said: int, asked: int | None, *, recorded: bool) -> str:
    if not recorded:
        return UNKNOWN
    if said < 0:
        return NOT_ASKED if asked is None else UNANSWERED
    return UNASKED if asked is None or said < asked else PROMPTED


def _strongest(states: set[str], *, said: bool) -> str:
    """Return what several talks with one person amount to."""
    for state in (UNASKED, PROMPTED):
        if state in states:
            return state
    # said, but only where nobody noted the questions
    order = (UNKNOWN,) if said else (UNANSWERED, NOT_ASKED)
    return next((state for state in order if state in states), UNKNOWN)


def _asked(
    corpus: Corpus, questions: pd.DataFrame | None, grid: Grid, case: Case
) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Return the first turn that asks for a code in a document, and who recorded questions."""
    if questions is None:
        return {}, set()
    turns = corpus.turns
    recorded = set(turns.loc[turns["role"] == "interviewer", "document_id"])
    recorded |= set(questions["document_id"])
    first: dict[tuple[str, str], int] = {}
    for document, turn, code in questions[["document_id", "turn", "code"]].itertuples(index=False):
        for name in (code, grid.codebook.parent(code)):
            first[document, name] = min(first.get((document, name), int(turn)), int(turn))
    if grid.row_family != case.row_family:
        # no question names a category: only a guide says that it was asked of everyone
        interviews = corpus.documents.loc[corpus.documents["kind"] == "interview", "document_id"]
        for document in recorded & set(interviews):
            for code in case.guide:
                first.setdefault((document, code), -1)
    return first, recorded


def _said(
    passages: pd.DataFrame,
    crossings: Crossings,
    suggestions: pd.DataFrame,
    proposed: pd.DataFrame,
    grid: Grid,
) -> dict[tuple[str, str, str], tuple[int, set[str], str]]:
    """Return, per person, document and row code: first turn, passages, layer."""
    codings = crossings.codings
    coded = set(codings["document_id"])
    own = codings.assign(person=heard(codings))[codings["evidence"].astype(bool)]
    # a mode named in the question and coded there belongs to who answers, by the crossing
    carried = codings.iloc[crossings.place].assign(
        person=heard(codings).to_numpy()[crossings.place],
        code=codings["code"].to_numpy()[crossings.row],
    )
    columns = ["person", "document_id", "start", "end", "code"]
    validated = pd.concat([own[columns], carried[columns]]).assign(layer=_VALIDATED)
    waiting = suggestions[
        (suggestions["answered"] != "refused") & ~suggestions["document_id"].isin(coded)
    ]
    crossed = proposed[~proposed["document_id"].isin(coded)].rename(columns={"row": "code"})
    machine = pd.concat([waiting[columns], crossed[columns]]).assign(layer=_PROPOSED)
    places = pd.concat([validated, machine], ignore_index=True)
    places = places[
        (places["person"] != "") & places["code"].str.startswith(f"{grid.row_family}:")
    ].drop_duplicates(ignore_index=True)

    group, _ = pd.factorize(
        pd.concat(
            [f["document_id"] + SEPARATOR + f["person"] for f in (places, passages)],
            ignore_index=True,
        )
    )
    at, inside = overlapping(
        *(
            Spans(
                part,
                data["start"].to_numpy(dtype=np.int64),
                data["end"].to_numpy(dtype=np.int64),
            )
            for part, data in (
                (group[: len(places)], places),
                (group[len(places) :], passages),
            )
        )
    )
    found: dict[tuple[str, str, str], tuple[int, set[str], str]] = {}
    met = places.iloc[at][["person", "document_id", "code", "layer"]].itertuples(index=False)
    held = passages.iloc[inside][["turn", "passage_id"]].itertuples(index=False)
    for (person, document, code, layer), (turn, passage_id) in zip(met, held, strict=True):
        for name in filter(None, (code, grid.codebook.parent(code))):
            before = found.get((person, document, name), (turn, set(), layer))
            found[person, document, name] = (
                min(before[0], turn),
                before[1] | {passage_id},
                layer,
            )
    return found
