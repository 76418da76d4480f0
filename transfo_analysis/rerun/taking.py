"""Takes a picture of the project: everything as it stands, or of some waves of it only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transfo_analysis.coding.consensus import REPLACED as BY_CONSENSUS
from transfo_analysis.coding.meanings import meaning
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.rerun.nextwork import carried_seen, remarks_seen
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import (
    ABSENT,
    COUNTED,
    REPLACED,
    TO_REVIEW,
    CaseSeen,
    CellSeen,
    CodeSeen,
    CodingSeen,
    DocumentSeen,
    FindingSeen,
    PersonHeard,
    PositionSeen,
    TermSeen,
    WordSeen,
)
from transfo_analysis.tables import split_ids

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.settings import Case

__all__ = ["Matter", "narrowed", "take"]


@dataclass(frozen=True, eq=False)
class Matter:
    """What a picture is taken of.

    Parameters
    ----------
    cases, codebook : of the project
    corpus, state : what was gathered, what people decided
    codings, terms : tables "codings" and "key_terms"
    tables : by case, its cross table
    positions : table "positions", of all debates
    words : table "passing_words", of all waves
    trials : table "trials", of all waves
    withdrawals : identifiers of the records of people who withdrew
    waves : those that the picture is of; None for all
    """

    cases: Sequence[Case]
    codebook: Codebook
    corpus: Corpus
    state: State
    codings: pd.DataFrame
    terms: pd.DataFrame
    tables: Mapping[str, CrossTable]
    positions: pd.DataFrame
    words: pd.DataFrame
    trials: pd.DataFrame
    withdrawals: Collection[str] = ()
    waves: Collection[str] | None = None


def narrowed(corpus: Corpus, waves: Collection[str]) -> Corpus:
    """Return the corpus with the documents of some waves, and those of no wave, only."""
    kept = {*waves, ""}
    documents = corpus.documents[corpus.documents["wave"].isin(kept)]
    names = set(documents["document_id"])
    turns, passages, stances = (
        table[table["document_id"].isin(names)]
        for table in (corpus.turns, corpus.passages, corpus.stances)
    )
    # the wall may say of a row that it is of another wave than its file
    passages = passages[passages["wave"].isin(kept)]
    return replace(
        corpus,
        documents=documents.reset_index(drop=True),
        turns=turns.reset_index(drop=True),
        passages=passages.reset_index(drop=True),
        stances=stances.reset_index(drop=True),
        texts={name: text for name, text in corpus.texts.items() if name in names},
    )


def take(matter: Matter) -> Picture:
    """Return the picture of everything that stands in `matter`."""
    from transfo_analysis.findings import findings
    from transfo_analysis.rerun.presence import groups_heard
    from transfo_analysis.rerun.trials import trials_seen

    codings = _codings(matter)
    people = tuple(_people(codings))
    cells: list[CellSeen] = []
    worded: list[FindingSeen] = []
    for case in matter.cases:
        table = matter.tables.get(case.id)
        if table is None:
            continue
        cells += _cells(table)
        found = findings(
            matter.corpus, matter.codings, matter.state, matter.codebook, case, table=table
        )
        worded += _findings(matter, table, found)
    return Picture(
        cases=tuple(
            CaseSeen(case.id, case.title, case.row_family, case.column_family, _kept(matter, case))
            for case in matter.cases
        ),
        documents=tuple(_documents(matter.corpus)),
        people=people,
        codings=tuple(codings),
        cells=tuple(cells),
        findings=tuple(worded),
        terms=tuple(_terms(matter.terms)),
        codes=tuple(_codes(matter)),
        positions=tuple(_positions(matter)),
        words=tuple(_words(matter)),
        carried=tuple(carried_seen(worded, matter.state, matter.waves)),
        remarks=tuple(remarks_seen(matter.corpus)),
        groups=tuple(groups_heard(matter.corpus.people, people)),
        trials=tuple(trials_seen(matter.trials, matter.corpus)),
        aliases=tuple(matter.state.aliases.items()),
        withdrawals=tuple(matter.withdrawals),
    )


def _kept(matter: Matter, case: Case) -> str:
    table = matter.tables.get(case.id)
    return table.filters.french() if table is not None else ""


def _documents(corpus: Corpus) -> Iterable[DocumentSeen]:
    columns = ["document_id", "case", "kind", "wave", "path", "sha256", "text_sha256"]
    return (DocumentSeen(*row) for row in corpus.documents[columns].itertuples(index=False))


def _codings(matter: Matter) -> list[CodingSeen]:
    """Return every coding in force, placed on the text that it was made on."""
    from transfo_analysis.crosstable.count import heard

    data = matter.codings
    speaks = heard(data).where(data["evidence"].astype(bool), "")
    person = dict(zip(data["coding_id"], speaks, strict=True))
    stands = {
        name: _stands(status, consensus)
        for name, status, consensus in zip(
            data["coding_id"], data["status"], data["consensus"], strict=True
        )
    }
    case = dict(zip(data["coding_id"], data["case"], strict=True))
    return [
        CodingSeen(
            one.id,
            case[one.id],
            one.document,
            one.sha256,
            one.start,
            one.end,
            one.code,
            one.coder,
            person[one.id],
            stands[one.id],
        )
        for one in matter.state.codings.values()
        if one.id in stands
    ]


def _stands(status: str, consensus: str) -> str:
    if status == "absent":
        return ABSENT
    if status in ("à revoir", "changed"):
        return TO_REVIEW
    return REPLACED if consensus == BY_CONSENSUS else COUNTED


def _people(codings: Iterable[CodingSeen]) -> Iterable[PersonHeard]:
    found: dict[tuple[str, str], set[str]] = {}
    for one in codings:
        if one.person and one.status == COUNTED:
            found.setdefault((one.case, one.person), set()).add(one.document)
    return (
        PersonHeard(case, person, tuple(sorted(documents)))
        for (case, person), documents in found.items()
    )


def _cells(table: CrossTable) -> Iterable[CellSeen]:
    from transfo_analysis.crosstable.count import heard
    from transfo_analysis.crosstable.crossings import FIELD

    field = table.crossings.of_kind(*FIELD)
    people = heard(table.crossings.codings).to_numpy()[field.place]
    said: dict[int, set[str]] = {}
    for cell, person in zip(field.cell.tolist(), people, strict=True):
        if person:
            said.setdefault(cell, set()).add(person)
    columns = ["row", "column", "coding_ids", "study_ids", "wall_ids"]
    for number, (row, column, *ids) in enumerate(table.cells[columns].itertuples(index=False)):
        if any(ids):
            codings, studies, wall = (tuple(split_ids(one)) for one in ids)
            spoke = tuple(sorted(said.get(number, ())))
            yield CellSeen(table.case.id, row, column, spoke, codings, studies, wall)


def _findings(matter: Matter, table: CrossTable, found: pd.DataFrame) -> Iterable[FindingSeen]:
    from transfo_analysis.findings.evidence import gather

    columns = ("finding_id", "case", "kind", "status", "statement", "for_ids", "against_ids")
    for name, case, kind, status, statement, *ids in zip(
        *(found[column].tolist() for column in columns), strict=True
    ):
        sides = [gather(split_ids(one), table, matter.codings, matter.state.aliases) for one in ids]
        good, bad = (
            tuple(sorted({*side.codings["coding_id"], *side.passages["passage_id"]}))
            for side in sides
        )
        people = sides[0].counts().people
        yield FindingSeen(name, case, kind, status, statement, people, good, bad)


def _terms(terms: pd.DataFrame) -> Iterable[TermSeen]:
    waves = terms[terms["part_kind"] == "wave"]
    columns = ["part", "term", "count", "total", "people", "passage_ids"]
    for wave, term, count, total, people, passages in waves[columns].itertuples(index=False):
        yield TermSeen(
            wave, term, int(count), int(total), int(people), tuple(sorted(split_ids(passages)))
        )


def _positions(matter: Matter) -> Iterable[PositionSeen]:
    own = matter.positions[matter.positions["document_id"].isin(matter.corpus.texts)]
    for row in own.to_dict("records"):
        passages = {*split_ids(row["argument_ids"]), *split_ids(row["reason_ids"])}
        yield PositionSeen(
            row["case"],
            row["document_id"],
            row["wave"],
            row["question"],
            row["voice"],
            row["person"],
            row["before"],
            row["after"],
            row["places"],
            tuple(sorted(passages)),
        )


def _words(matter: Matter) -> Iterable[WordSeen]:
    # a word passes at the end of a wave, whatever comes after
    waves = set(matter.corpus.passages["wave"])
    for row in matter.words[matter.words["wave"].isin(waves)].to_dict("records"):
        ids = ("persons", "earlier_persons", "passage_ids", "earlier_ids")
        yield WordSeen(
            row["term"],
            row["from_side"],
            row["to_side"],
            row["wave"],
            *(tuple(split_ids(row[name])) for name in ids),
        )


def _codes(matter: Matter) -> Iterable[CodeSeen]:
    book, state = matter.codebook, matter.state
    for name, code in book.codes.items():
        told = meaning(book, state, name)
        yield CodeSeen(
            name,
            code.label,
            text_sha256(told) if told else "",
            book.parent(name),
            code.emergent or name in state.created,
        )
