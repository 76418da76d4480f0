"""What stands beside the validated codings: the wall's rows, and what the program proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from transfo_analysis.crosstable.crossings import Crossings, in_force
from transfo_analysis.crosstable.filters import Filters, written_purposes
from transfo_analysis.crosstable.grid import Grid
from transfo_analysis.crosstable.join import Spans
from transfo_analysis.errors import Notice
from transfo_analysis.tables import POSTED, SEPARATOR, split_ids

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["suggested", "wall", "with_coded"]

# what a paper says besides its words
_LABELS = [
    "document_id",
    "turn",
    "wall_group",
    "wall_row",
    "wall_column",
    "wall_source",
    "wall_grade",
]


def wall(
    corpus: Corpus, grid: Grid, filters: Filters, case: Case
) -> tuple[pd.DataFrame, list[Notice]]:
    """Return the passages of the wall table with their cell, and the labels not understood.

    The arguments of a debate stand there too: its table says of which question and side each
    is. Who argues is no person heard by that, and what is not understood is told with the
    positions (see `exercises/positions.py`).

    Parameters
    ----------
    grid : when it is neither the case's nor the case's turned around, the wall says nothing
    """
    passages = corpus.passages
    data = passages[passages["kind"].isin(POSTED) & (passages["case"] == case.id)]
    labels = corpus.turns[_LABELS]
    data = data.merge(labels, on=["document_id", "turn"], how="left", validate="many_to_one")
    # of a debate, neither the question itself nor what made somebody move is for a side
    data = data[(data["kind"] == "wall_table") | (data["wall_column"] != "")]
    families = (case.row_family, case.column_family)
    if {grid.row_family, grid.column_family} != set(families):
        return data.iloc[:0].assign(cell=pd.Series(dtype="int64")), []
    notices: dict[Notice, None] = {}
    paths = corpus.documents.set_index("document_id")["path"]
    named = _codes_named(data, grid.codebook, families)
    codes = {
        family: pd.Series([one[at] for one in named], index=data.index, dtype=object)
        for at, family in enumerate(families)
    }
    for side, family in zip(("wall_row", "wall_column"), families, strict=True):
        papers = data.loc[data["kind"] == "wall_table", ["document_id", "turn", side]]
        told = codes[family].reindex(papers.index)
        for (document, turn, label), code in zip(papers.itertuples(index=False), told, strict=True):
            if not code:
                notices[_unknown(str(paths.get(document, document)), int(turn), label, family)] = (
                    None
                )
    data = data[filters.places(data, corpus) & _tells(data, filters, corpus)]
    cell, entry = grid.spread(
        *(
            grid.numbers(codes[family].reindex(data.index), family)
            for family in (grid.row_family, grid.column_family)
        )
    )
    return data.iloc[entry].assign(cell=cell).reset_index(drop=True), list(notices)


def _codes_named(
    data: pd.DataFrame, book: Codebook, families: tuple[str, str]
) -> list[tuple[str, str]]:
    """Return the row code and the column code of each paper, "" where its label is none.

    A wall may be drawn the other way round: what names a column and a row is turned.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row, column in set(zip(data["wall_row"], data["wall_column"], strict=True)):
        drawn = book.find(row, families[0]), book.find(column, families[1])
        turned = book.find(column, families[0]), book.find(row, families[1])
        found[row, column] = turned if all(turned) and not all(drawn) else drawn
    return [found[pair] for pair in zip(data["wall_row"], data["wall_column"], strict=True)]


def with_coded(wall: pd.DataFrame, corpus: Corpus, posted: Crossings) -> pd.DataFrame:
    """Return the wall's passages with those that someone coded by hand into a cell.

    Parameters
    ----------
    wall : passages with their cell (see `wall`)
    posted : validated crossings whose words hang on the wall
    """
    if not len(posted.cell):
        return wall
    hand = posted.codings.iloc[posted.words][["document_id", "turn"]].assign(cell=posted.cell)
    labels = corpus.turns[_LABELS]
    data = corpus.passages.merge(hand.drop_duplicates(), on=["document_id", "turn"])
    data = data.merge(labels, on=["document_id", "turn"], how="left")
    both = pd.concat([wall, data[wall.columns]], ignore_index=True)
    return both.drop_duplicates(["cell", "passage_id"], ignore_index=True)


def _unknown(path: str, turn: int, label: str, family: str) -> Notice:
    return Notice(
        f"data/raw/{path}",
        f"rangée {turn + 1} du tableau",
        f"« {label} » n’est pas un code de la famille « {family} » : ce papier n’est compté "
        "dans aucune case."
        if label
        else f"la case ne nomme aucun code de la famille « {family} » : ce papier n’est compté "
        "nulle part.",
        "Écrivez le libellé ou l’identifiant d’un code du livre de codes.",
        "attention",
    )


def suggested(
    corpus: Corpus,
    codings: pd.DataFrame,
    state: State,
    suggestions: pd.DataFrame,
    crossings: pd.DataFrame,
    *,
    grid: Grid,
    filters: Filters,
    case: Case,
) -> pd.DataFrame:
    """Return the crossings proposed that still wait for an answer, with their passage.

    One that holds a refused suggestion is gone, one that is all accepted is a coding by
    now. What was "à départager" counts once a person has said which row it is.
    """
    mine = crossings[crossings["case"] == case.id]
    families = (case.row_family, case.column_family)
    if (grid.column_family, grid.row_family) == families:
        mine = mine.rename(columns={"row": "column", "column": "row"})
    elif (grid.row_family, grid.column_family) != families:
        mine = _together(suggestions[suggestions["case"] == case.id], grid)
    if mine.empty:
        extra = ("row", "column", "reason", "suggestion_ids")
        return corpus.passages.iloc[:0].assign(**dict.fromkeys(extra, ""))
    own = ["passage_id", "row", "column", "reason", "to_settle", "suggestion_ids"]
    data = mine[own].merge(corpus.passages, on="passage_id", validate="many_to_one")
    turned = grid.row_family == case.column_family
    row, column = ("column", "row") if turned else ("row", "column")
    settled = [
        state.settled.get((document, corpus.text_sha256(document), start, end, code), "")
        for document, start, end, code in zip(
            data["document_id"], data["start"], data["end"], data[column], strict=True
        )
    ]
    chosen = pd.Series(settled, index=data.index, dtype=object)
    answers = dict(zip(suggestions["suggestion_id"], suggestions["answered"], strict=True))
    waits = [_waits(ids, answers) for ids in data["suggestion_ids"]]
    clear = ((chosen == "") & ~data["to_settle"].astype(bool)) | (chosen == data[row])
    kept = data["evidence"].astype(bool) & clear & pd.Series(waits, index=data.index, dtype=bool)
    data = data[kept & filters.places(data, corpus)]
    marks = pd.concat(
        [
            in_force(codings, case.id)[["document_id", "start", "end", "code"]],
            suggestions.loc[
                suggestions["answered"] != "refused", ["document_id", "start", "end", "code"]
            ],
        ]
    )
    return data[_tells(data, filters, corpus, marks)].reset_index(drop=True)


def _waits(ids: str, answers: dict[str, str]) -> bool:
    given = [answers.get(name, "") for name in split_ids(ids)]
    return "refused" not in given and (not given or "" in given)


def _tells(
    data: pd.DataFrame, filters: Filters, corpus: Corpus, marks: pd.DataFrame | None = None
) -> pd.Series[bool]:
    """Return which passages tell a purpose that is kept (see `Filters.trips`)."""
    if marks is None:
        marks = data.iloc[:0].assign(code="")
    prefix = f"{filters.purpose_family}:"
    told = [code for code in marks["code"].unique() if code.startswith(prefix)]
    marks = marks[marks["code"].isin(told)]
    both = pd.concat([data["document_id"], marks["document_id"]], ignore_index=True)
    group, _ = pd.factorize(both)

    def spans(part: pd.DataFrame, first: int) -> Spans:
        return Spans(
            group[first : first + len(part)],
            part["start"].to_numpy(dtype="int64"),
            part["end"].to_numpy(dtype="int64"),
        )

    kept = filters.trips(
        spans(data, 0),
        data["document_id"],
        spans(marks, len(data)),
        marks["code"],
        written_purposes(corpus),
    )
    return pd.Series(kept, index=data.index, dtype=bool)


def _together(suggestions: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """Return the crossings of two other families: both proposed in one passage."""
    data = suggestions[["passage_id", "code", "suggestion_id"]].assign(
        family=suggestions["code"].str.split(":").str[0]
    )
    codes = (
        data.groupby(["passage_id", "family", "code"], sort=True)["suggestion_id"]
        .agg(lambda ids: SEPARATOR.join(sorted(ids)))
        .reset_index()
    )
    rows = codes[codes["family"] == grid.row_family]
    columns = codes[codes["family"] == grid.column_family]
    pairs = rows.merge(columns, on="passage_id", suffixes=("_row", "_column"))
    several = pairs.groupby("passage_id")["code_row"].transform("nunique") > 1
    return pd.DataFrame(
        {
            "passage_id": pairs["passage_id"],
            "row": pairs["code_row"],
            "column": pairs["code_column"],
            "reason": "même passage",
            "to_settle": several.astype(bool),
            "suggestion_ids": pairs["suggestion_id_row"]
            + SEPARATOR
            + pairs["suggestion_id_column"],
        }
    )
