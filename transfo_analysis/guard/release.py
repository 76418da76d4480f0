"""What may be shown, and nothing else: plain cleared strings, ready to be printed.

Sheets, charts for the public, the page and colleagues' files are made from a `Release`
alone. It holds no identifier of a document or of a coding, no pseudonym, no file path, no
date and no name of a coder: what is not in it cannot leak from what is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

__all__ = [
    "NOT_SHOWN",
    "REPORTED_AS",
    "SHOWN",
    "Cell",
    "Changed",
    "Column",
    "Finding",
    "Grid",
    "Heard",
    "Panel",
    "Quote",
    "Release",
    "Row",
]

# the two faces of a cell; what is empty and what is withheld have the same
SHOWN, NOT_SHOWN = "montré", "non montré"
REPORTED_AS = "selon nos notes"
DRAFT = "brouillon, ne pas afficher"


@dataclass(frozen=True)
class Quote:
    """Cleared words.

    Parameters
    ----------
    words : the words, without quotation marks around them
    exact : word for word, so printed between « »; else printed as « selon nos notes »
    speaker : display label ("une agente, catégorie C"), "" for nobody
    """

    words: str
    exact: bool
    speaker: str = ""

    @property
    def printed(self) -> str:
        """The words as they are printed, with French spaces.

        Examples
        --------
        >>> Quote("Je prends le bus.", exact=True).printed.count("«")
        1
        >>> Quote("Elle prend le bus.", exact=False).printed
        'Elle prend le bus. (selon nos notes)'
        """
        if self.exact:
            return f"«\u202f{self.words}\u202f»"
        return f"{self.words} ({REPORTED_AS})"


@dataclass(frozen=True)
class Cell:
    """One cell of a public table: shown or not, and with what count (a number or a band).

    A cell that is not shown has no count, and says nothing of why.
    """

    shown: bool
    count: str = ""

    @property
    def label(self) -> str:
        """The cell in words, for alternative texts."""
        return SHOWN if self.shown else NOT_SHOWN


@dataclass(frozen=True)
class Row:
    """A row: its code, its label, and the band of its people when counts are shown."""

    code: str
    label: str
    count: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its code, its label, and the band of its people when counts are shown."""

    code: str
    label: str
    count: str = ""


@dataclass(frozen=True)
class Grid:
    """A public cross table. `cells` and `quotes` are keyed by (row code, column code).

    Every cell of the grid is in `cells`; only shown cells may be in `quotes`. `case` names its
    files when there are several tables: its identifier, or "".
    """

    case_label: str
    row_title: str
    column_title: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell] = field(hash=False)
    quotes: Mapping[tuple[str, str], tuple[Quote, ...]] = field(default_factory=dict, hash=False)
    case: str = ""

    @property
    def counted(self) -> bool:
        """Whether any count is shown."""
        return any(cell.count for cell in self.cells.values())


@dataclass(frozen=True)
class Finding:
    """A statement that a person worded and cleared, with its cleared quotes.

    `kind` is lesson, dysfunction or next_work; `where` its case when there are several, and the
    labels of its row and column if it has some; `id` a rank of this release ("c1"), nothing of
    the journal.
    """

    id: str
    kind: str
    kind_label: str
    statement: str
    quotes_for: tuple[Quote, ...] = ()
    quotes_against: tuple[Quote, ...] = ()
    where: str = ""
    case_label: str = ""


@dataclass(frozen=True)
class Heard:
    """« Qui avons-nous entendu ? »: how many people, and by what, in bands.

    `by` holds (title, ((label, band), …)); what is too small is not in it. `absent` says in a
    sentence which grades nobody of was heard, where that gives nobody away.
    """

    people: str
    by: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """« Ce que le terrain a changé depuis la dernière session », in cleared sentences."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """What another exercise shows: a small table, sentences, or both, already cleared.

    `rows` has one text for each of `columns`; `note` says what it rests on.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sentences: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Release:
    """All that one publication shows.

    Parameters
    ----------
    title, programme : of the project
    waves : labels of the rounds of fieldwork that it rests on
    fictional : the project is made up for demonstration, and every sheet says so
    draft : watermarked « brouillon, ne pas afficher »: not everything was cleared
    number : rank of the publication, from 1
    address : of the page, for the code to scan; "" if none
    note : material, wave, number of people, what the machine proposed and people decided
    panels : what the other exercises show
    """

    title: str
    programme: str
    waves: tuple[str, ...]
    fictional: bool
    draft: bool
    number: int
    address: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...]
    heard: Heard | None
    changed: Changed | None
    note: str
    credits: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give every string of the release with its place in it, for a last check."""
        return _texts(self, "")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(key, place)
            yield from _texts(one, place)
    elif isinstance(value, tuple):
        for rank, one in enumerate(value, start=1):
            yield from _texts(one, f"{place} {rank}".strip())
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name), f"{place} {one.name}".strip())
