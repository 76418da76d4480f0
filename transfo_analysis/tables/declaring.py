"""How a table is declared: its columns, their types, what they mean.

The order of the columns is their order in the written CSV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["SEPARATOR", "Column", "Table", "columns"]

Type = Literal["text", "int", "float", "bool"]
# several identifiers in one cell: identifiers never contain a space
SEPARATOR = " "


@dataclass(frozen=True)
class Column:
    """One column: its name, type, meaning; a float may be missing (NaN), a text is ""."""

    name: str
    type: Type
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its name (also its file's), its columns, the columns that identify a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def columns(text: str) -> tuple[Column, ...]:
    r"""Read columns written one a line: `name | type | meaning`.

    Examples
    --------
    >>> [column.name for column in columns("wave | text | round\nturn | int | rank")]
    ['wave', 'turn']
    """
    found = []
    for line in text.strip().splitlines():
        name, kind, meaning = (part.strip() for part in line.split("|"))
        found.append(Column(name, kind, meaning))  # type: ignore[arg-type]
    return tuple(found)
