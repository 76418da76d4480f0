"""Where each participant of a debate stood before and after, what was argued, what moved them.

The tables "positions" and "arguments", made of the corpus's "stances" by the codebook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.errors import Notice
from transfo_analysis.exercises.standing import ABSENT, ABSTENTION, MIDDLE, UNTOLD, Meaning, lines
from transfo_analysis.sources.debate import ARGUMENT, REASON
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = [
    "AWAY",
    "CROSSED",
    "LATE",
    "LEFT",
    "PARTLY",
    "SHIFTED",
    "STAYED",
    "change_of",
    "debated",
]

# what became of somebody in one debate
STAYED, CROSSED, SHIFTED, LATE, LEFT, AWAY, PARTLY = (
    "n’a pas bougé",
    "a changé de côté",
    "a bougé",
    "arrivé·e après",
    "parti·e avant la fin",
    "absent·e",
    "en partie non dit",
)
_WHEN = {"before": "avant", "after": "après"}
Row = Mapping[str, Any]


def change_of(before: str, after: str) -> str:
    """Return what became of somebody who stood here, then there.

    Examples
    --------
    >>> change_of("position:oui", "position:non"), change_of("milieu", "position:non")
    ('a changé de côté', 'a bougé')
    >>> change_of("absent", "milieu"), change_of("position:oui", "")
    ('arrivé·e après', 'en partie non dit')
    """
    if UNTOLD in (before, after):
        return PARTLY
    if before == after:
        return AWAY if before == ABSENT else STAYED
    if before == ABSENT:
        return LATE
    if after == ABSENT:
        return LEFT
    return SHIFTED if {before, after} & {MIDDLE, ABSTENTION} else CROSSED


@dataclass
class _Voice:
    """One participant on one question of one debate, over all the rows they have there."""

    rows: list[Row] = field(default_factory=list)
    stood: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return _voice(self.rows[0])

    @property
    def written(self) -> dict[str, bool]:
        return {when: any(row[when] for row in self.rows) for when in _WHEN}


def debated(
    corpus: Corpus, book: Codebook, cases: Iterable[Case], aliases: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Notice]]:
    """Return the tables "positions" and "arguments" of every case, and what was not understood.

    A participant is read over all their rows on a question; of two positions that contradict
    each other the first is kept. Who has no place before and one after came late, and the
    other way round left early, if the table says where anybody else stood then.

    Parameters
    ----------
    aliases : what codes were called before, and are called now
    """
    positions: list[dict[str, object]] = []
    arguments: list[dict[str, object]] = []
    notices: list[Notice] = []
    spoken = _Spoken(corpus)
    for case in cases:
        own = corpus.stances[corpus.stances["case"] == case.id].to_dict("records")
        rows: list[Row] = [{str(name): value for name, value in row.items()} for row in own]
        meaning = Meaning(book, case, aliases or {})
        debates: dict[tuple[str, str], dict[str, _Voice]] = {}
        for row in rows:
            path = spoken.path(row)
            question = meaning.question(row["question"], path, row["place"])
            arguments += spoken.argument(row, question, meaning)
            if question and _stands(row):
                voices = debates.setdefault((row["document_id"], question), {})
                voices.setdefault(fold(_voice(row)), _Voice()).rows.append(row)
        for (document, question), voices in debates.items():
            notices += _settle(voices.values(), spoken.paths[document], meaning)
            positions += [spoken.position(one, question) for one in voices.values()]
        notices += meaning.notices()
    order = {name: rank for rank, name in enumerate(book.codes)}
    rank = {name: at for at, name in enumerate(corpus.texts)}
    place = {case.id: at for at, case in enumerate(cases)}

    def sorts(row: Mapping[str, Any]) -> tuple[Any, ...]:
        name = str(row["voice"])
        head = (
            place[row["case"]],
            rank[row["document_id"]],
            order.get(row["question"], len(order)),
        )
        return (*head, not row["person"], fold(name), name)

    return frame("positions", sorted(positions, key=sorts)), frame("arguments", arguments), notices


def _voice(row: Row) -> str:
    """Return who a row is about: a pseudonym, what is written, or the row for nobody known."""
    return str(row["person"] or row["voice"] or row["place"])


def _stands(row: Row) -> bool:
    # an argument in a list without participants is nobody's place
    return bool(row["voice"] or row["before"] or row["after"])


def _settle(voices: Collection[_Voice], path: str, meaning: Meaning) -> list[Notice]:
    """Say where each stood before and after, in place; return the contradictions."""
    notices = []
    for one in voices:
        for when, words in _WHEN.items():
            told = [
                (place, row)
                for row in one.rows
                if (place := meaning.side(row[when], path, row["place"])) != UNTOLD
            ]
            one.stood[when] = told[0][0] if told else UNTOLD
            others = [(place, row) for place, row in told if place != told[0][0]]
            if others:
                first, second = told[0][1], others[0][1]
                what = (
                    f"« {one.name} » est à « {first[when]} » ({first['place']}) et à "
                    f"« {second[when]} » ({second['place']}), {words} le débat sur "
                    f"« {first['question']} » : la première ligne est gardée."
                )
                cure = "Corrigez l’une des lignes, ou écrivez un autre participant."
                where = lines([first["place"], *(row["place"] for _, row in others)])
                notices.append(Notice(f"data/raw/{path}", where, what, cure, "attention"))
    for when, other in (("before", "after"), ("after", "before")):
        anybody = any(one.written[when] for one in voices)
        for one in voices:
            elsewhere = one.stood[other] not in (UNTOLD, ABSENT)
            if anybody and not one.written[when] and elsewhere:
                one.stood[when] = ABSENT
    return notices


class _Spoken:
    """The passages and people behind the rows of debates."""

    def __init__(self, corpus: Corpus) -> None:
        documents, people = corpus.documents, corpus.people
        self.paths = dict(zip(documents["document_id"], documents["path"], strict=True))
        self._grades = dict(zip(people["person"], people["grade"], strict=True))
        said = corpus.passages[corpus.passages["document_id"].isin(corpus.stances["document_id"])]
        columns = ["document_id", "turn", "passage_id", "text", "register"]
        self._passages: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
        for document, turn, *passage in said[columns].itertuples(index=False):
            self._passages.setdefault((document, turn), []).append(tuple(passage))

    def path(self, row: Row) -> str:
        return str(self.paths[row["document_id"]])

    def grade(self, rows: Iterable[Row]) -> str:
        known = [self._grades.get(row["person"], "") or row["grade"].upper() for row in rows]
        return next((grade for grade in known if grade), "")

    def _of(self, row: Row) -> list[tuple[str, str, str]]:
        return self._passages.get((row["document_id"], row["turn"]), [])

    def _ids(self, rows: Iterable[Row], part: str) -> list[str]:
        return [name for row in rows if row["part"] == part for name, _, _ in self._of(row)]

    def argument(self, row: Row, question: str, meaning: Meaning) -> Iterable[dict[str, object]]:
        """Yield the row of "arguments" that a turn is; a reason is for no side."""
        if row["part"] not in (ARGUMENT, REASON):
            return
        side = meaning.side(row["side"], self.path(row), row["place"])
        for name, text, register in self._of(row):
            yield {
                "case": row["case"],
                "document_id": row["document_id"],
                "wave": row["wave"],
                "question": question,
                "asked": row["question"],
                "side": side,
                "part": row["part"],
                "text": text,
                "register": register,
                "voice": _voice(row),
                "person": row["person"],
                "grade": self.grade([row]),
                "place": row["place"],
                "passage_id": name,
            }

    def position(self, one: _Voice, question: str) -> dict[str, object]:
        """Return the row of "positions" of one participant on one question."""
        first, change = one.rows[0], change_of(one.stood["before"], one.stood["after"])
        reasons = [
            text for row in one.rows if row["part"] == REASON for _, text, _ in self._of(row)
        ]
        return {
            "case": first["case"],
            "document_id": first["document_id"],
            "wave": first["wave"],
            "question": question,
            "asked": first["question"],
            "voice": one.name,
            "person": first["person"],
            "grade": self.grade(one.rows),
            "before": one.stood["before"],
            "after": one.stood["after"],
            "moved": change in (CROSSED, SHIFTED),
            "change": change,
            "reason": " / ".join(reasons),
            "reason_ids": SEPARATOR.join(self._ids(one.rows, REASON)),
            "argument_ids": SEPARATOR.join(self._ids(one.rows, ARGUMENT)),
            "places": ", ".join(dict.fromkeys(row["place"] for row in one.rows)),
        }
