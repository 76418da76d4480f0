"""A moving debate, told: who moved from where to where, what was argued, what made them move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from transfo_analysis.exercises.positions import AWAY, LATE, LEFT, PARTLY, STAYED
from transfo_analysis.exercises.standing import ABSENT, ABSTENTION, MIDDLE, UNTOLD
from transfo_analysis.sources.debate import ARGUMENT, REASON
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook

__all__ = ["Debate", "Held", "from_to", "moves", "said_of", "standing_at"]

# gives the label of a code
Label = Callable[[str], str]


class Held(NamedTuple):
    """One question as it was debated once: which debate, which question."""

    case: str
    document: str
    wave: str
    question: str


@dataclass(frozen=True, eq=False)
class Debate:
    """The debates of a case; made by `projet.debate()`.

    Parameters
    ----------
    positions, said : tables "positions" and "arguments"
    book : labels of questions and sides
    """

    positions: pd.DataFrame
    said: pd.DataFrame = field(repr=False)
    book: Codebook = field(repr=False)

    def held(self) -> list[Held]:
        """Return every question that was debated, in the order of debates and questions."""
        names = ["case", "document_id", "wave", "question"]
        return [Held(*row) for row in self.positions[names].drop_duplicates().to_numpy().tolist()]

    def of(self, held: Held) -> pd.DataFrame:
        """Return the positions of one question in one debate."""
        table = self.positions
        mine = (table["document_id"] == held.document) & (table["question"] == held.question)
        return table[mine].reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Say in French, for each question, who stood where and who moved; nobody is named."""
        several = len({held.document for held in self.held()}) > 1
        return [
            french(f"« {self.book.label(held.question)} »{_when(held, several=several)} : {said}")
            for held in self.held()
            for said in [said_of(self.of(held), self.book)]
        ]

    def arguments(self, question: str = "", side: str = "") -> pd.DataFrame:
        """Return what was argued, as passages.

        Parameters
        ----------
        question, side : codes or labels; "" takes all (side: milieu and abstention too)
        """
        return self._said(ARGUMENT, question, side)

    def reasons(self, question: str = "") -> pd.DataFrame:
        """Return what made people move: the words, by whom, from where to where."""
        said = self._said(REASON, question, "")
        keys = ["document_id", "question", "voice"]
        where = self.positions.set_index(keys)[["before", "after"]]
        found = said.drop(columns=["side", "part"]).join(where, on=keys)
        for name in ("before", "after"):
            found[name] = found[name].fillna("")
        return found

    def _said(self, part: str, question: str, side: str) -> pd.DataFrame:
        kept = self.said["part"] == part
        for column, written in (("question", question), ("side", side)):
            if written:
                kept &= self.said[column].map(lambda code, asked=written: self._is(asked, code))
        return self.said[kept].reset_index(drop=True)

    def _is(self, written: str, code: str) -> bool:
        return written in (code, code.partition(":")[2], self.book.label(code))

    def __repr__(self) -> str:
        return "\n".join(self.sentences()) or french(
            "Aucun débat n’est encore dans data/raw/debats."
        )

    def _repr_html_(self) -> str:
        from transfo_analysis.exercises.debate_page import page

        return page(self)


def _when(held: Held, *, several: bool) -> str:
    if not several:
        return ""
    return f" ({held.wave.replace('-', ' ')})" if held.wave else f" ({held.document})"


def from_to(before: str, after: str, label: Label) -> str:
    """Return a move in words.

    Examples
    --------
    >>> from_to("oui", "milieu", str.title), from_to("abstention", "non", str.title)
    ('de « Oui » au milieu', 'de l’abstention à « Non »')
    """
    return f"{_leaving(before, label)} {_reaching(after, label)}"


def standing_at(place: str, label: Label) -> str:
    """Return where people stand, in words: « à « Oui » », « au milieu », « en abstention »."""
    return "en abstention" if place == ABSTENTION else _reaching(place, label)


def _leaving(place: str, label: Label) -> str:
    beside = {MIDDLE: "du milieu", ABSTENTION: "de l’abstention"}
    return beside.get(place) or f"de « {label(place)} »"


def _reaching(place: str, label: Label) -> str:
    beside = {MIDDLE: "au milieu", ABSTENTION: "à l’abstention"}
    return beside.get(place) or f"à « {label(place)} »"


def said_of(positions: pd.DataFrame, book: Codebook) -> str:
    """Say one question of one debate in a French sentence: moves first, then who stayed.

    Examples
    --------
    >>> import pandas as pd
    >>> from transfo_analysis.coding.codebook import Codebook
    >>> book = Codebook.model_validate({"familles": [{"id": "position", "libelle": "Positions",
    ...     "codes": [{"id": "oui", "libelle": "Oui"}, {"id": "non", "libelle": "Non"}]}]})
    >>> rows = [("position:non", "position:oui", "a changé de côté")] * 3
    >>> rows += [("milieu", "milieu", "n’a pas bougé")] * 2
    >>> rows += [("absent", "position:oui", "arrivé·e après")]
    >>> said_of(pd.DataFrame(rows, columns=["before", "after", "change"]), book)
    'sur 6 personnes, 3 sont passées de « Non » à « Oui » ; 2 sont restées au milieu ; 1 est arrivée après, à « Oui ».'
    """
    order = {code: rank for rank, code in enumerate(book.codes)}
    counts = Counter(zip(positions["change"], positions["before"], positions["after"], strict=True))

    def first(one: tuple[tuple[str, str, str], int]) -> tuple[int, int, int, int]:
        (change, before, after), count = one
        return _RANK.get(change, 0), -count, order.get(before, 999), order.get(after, 999)

    told = [
        _clause(change, before, after, count, book.label)
        for (change, before, after), count in sorted(counts.items(), key=first)
    ]
    total = plural(len(positions), "personne")
    return f"sur {total}, {' ; '.join(told)}."


# moves come first, whatever they are
_RANK = {STAYED: 1, LATE: 2, LEFT: 3, AWAY: 4, PARTLY: 5}


def _clause(change: str, before: str, after: str, count: int, label: Label) -> str:
    many = "s" * (count > 1)
    are, were = ("sont", "étaient") if many else ("est", "était")
    if change == LATE:
        return f"{count} {are} arrivée{many} après, {standing_at(after, label)}"
    if change == LEFT:
        return f"{count} {are} partie{many} avant la fin ({_leaving(before, label)})"
    if change == AWAY:
        return f"{count} {were} absente{many}"
    if change == PARTLY:
        return _partly(before, after, count, label)
    if change == STAYED:
        return f"{count} {are} restée{many} {standing_at(before, label)}"
    return f"{count} {are} passée{many} {from_to(before, after, label)}"


def _partly(before: str, after: str, count: int, label: Label) -> str:
    were = "étaient" if count > 1 else "était"
    if before not in (UNTOLD, ABSENT):
        return f"{count} {were} {standing_at(before, label)} au début, la fin n’est pas dite"
    if after not in (UNTOLD, ABSENT):
        return f"{count} {were} {standing_at(after, label)} à la fin, le début n’est pas dit"
    return f"la place de {count} n’est pas dite"


def moves(positions: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Yield from where, to where and who, for each way that somebody moved, most first."""
    moved = positions[positions["moved"]]
    groups = moved.groupby(["before", "after"], sort=True)["voice"]
    found: Iterable[tuple[tuple[str, str], list[str]]] = [
        ((str(before), str(after)), list(who)) for (before, after), who in groups
    ]
    for (before, after), who in sorted(found, key=lambda one: (-len(one[1]), one[0])):
        yield before, after, who
