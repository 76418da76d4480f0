"""Rows of a spreadsheet, .xlsx or .csv, as texts with their places.

Encoding, separator, title lines, merged cells and several sheets are settled here;
what the columns mean is settled by who asks.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass

from transfo_analysis.errors import SourceError
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.text import decode

__all__ = ["Row", "Sheet", "header_of", "letters", "read_csv", "read_xlsx", "sheets"]

ROWS = 20_000
COLUMNS = 200
HEADER_ROWS = 10  # a header is looked for in so many filled rows: titles may come first


@dataclass(frozen=True)
class Row:
    """One row: its number in the file as the person sees it, its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name ("" for a CSV) and its rows that are not empty."""

    name: str
    rows: tuple[Row, ...]

    def place(self, row: Row, several: bool = False) -> str:
        """Return where a row is: « ligne 7 », with its sheet when there are several."""
        line = f"ligne {row.number}"
        return f"feuille « {self.name} », {line}" if several and self.name else line


def sheets(data: bytes, extension: str) -> list[Sheet]:
    """Read a spreadsheet by its extension."""
    return read_xlsx(data) if extension == "xlsx" else [read_csv(data)]


def read_xlsx(data: bytes) -> list[Sheet]:
    """Read the visible sheets of a workbook; a merged cell fills the cells it covers."""
    import openpyxl

    # without links: another workbook that a formula names is never looked for
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        last, width = sheet.max_row, min(sheet.max_column, COLUMNS)
        if last > ROWS and _filled(sheet) > ROWS:
            raise SourceError(
                f"La feuille « {sheet.title} » a plus de {ROWS} lignes.",
                cure="Gardez seulement les lignes du tableau.",
            )
        grid: dict[int, dict[int, str]] = {}
        for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - only what is filled
            if column <= width and (text := _text(cell.value)):
                grid.setdefault(row, {})[column] = text
        for merged in sheet.merged_cells.ranges:
            value = grid.get(merged.min_row, {}).get(merged.min_col)
            if value:
                for row in range(
                    merged.min_row, min(merged.max_row, last, merged.min_row + 500) + 1
                ):
                    for column in range(merged.min_col, min(merged.max_col, width) + 1):
                        grid.setdefault(row, {})[column] = value
        rows = tuple(
            Row(number, tuple(cells.get(c, "") for c in range(1, max(cells) + 1)))
            for number, cells in sorted(grid.items())
        )
        found.append(Sheet(sheet.title, rows))
    return found


def _filled(sheet: object) -> int:
    return len({row for row, _ in sheet._cells})  # type: ignore[attr-defined]  # noqa: SLF001


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def read_csv(data: bytes) -> Sheet:
    r"""Read a CSV in UTF-8, UTF-16 or Windows-1252, separated by semicolon, comma or tab.

    Examples
    --------
    >>> [row.cells for row in read_csv(b"a;b\r\n1;\"x;y\"").rows]
    [('a', 'b'), ('1', 'x;y')]
    """
    text, _ = decode(data)  # both encodings are announced: nothing to doubt
    first, _, rest = text.partition("\n")
    lines_before = 0
    separators = [";", ",", "\t"]
    if bare(first).startswith("sep=") and len(first.strip()) == 5:
        separators, text, lines_before = [first.strip()[-1]], rest, 1
    tries = [_parsed(text, separator, lines_before) for separator in separators]
    read = [attempt for attempt in tries if isinstance(attempt, tuple)]
    best = max(read, key=_regularity, default=())
    faults = [attempt for attempt in tries if isinstance(attempt, SourceError)]
    # one column, when another separator stumbles on a quotation mark: that one was meant
    if faults and _regularity(best) == (0.0, 0):
        raise faults[0]
    if len(best) > ROWS:
        raise SourceError(f"Le tableau a plus de {ROWS} lignes.", cure="Gardez les lignes utiles.")
    return Sheet("", best)


def _parsed(text: str, separator: str, before: int) -> tuple[Row, ...] | SourceError:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, last = [], 0
    try:
        for cells in reader:
            number, last = last + 1, reader.line_num
            kept = tuple(cell.strip() for cell in cells[:COLUMNS])
            if any(kept):
                rows.append(Row(number + before, kept))
    except csv.Error:
        return SourceError(
            "Les guillemets de ce tableau ne vont pas par deux à partir de cette ligne.",
            place=f"ligne {last + 1 + before}",
            cure="Ouvrez-le dans un tableur et enregistrez-le de nouveau en CSV.",
        )
    return tuple(rows)


def _regularity(rows: tuple[Row, ...]) -> tuple[float, int]:
    """Rank a way of cutting: several columns, and the same number on every row."""
    widths = [len(row.cells) for row in rows]
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0, 0
    usual = max(sorted(set(several)), key=several.count)
    return several.count(usual) / len(widths), usual


def header_of(
    sheet: Sheet, name: Callable[[str], str], wanted: Collection[str], least: int = 2
) -> tuple[int, dict[str, int]]:
    """Find the header row among the first rows of a sheet.

    Parameters
    ----------
    name : gives the known name of a column's title, or ""
    wanted : names that count
    least : so many of them make a header

    Returns
    -------
    tuple
        rank of the row in `sheet.rows` (-1: none) and {known name: column's rank}.
    """
    best: tuple[int, dict[str, int]] = (-1, {})
    for rank, row in enumerate(sheet.rows[:HEADER_ROWS]):
        names: dict[str, int] = {}
        for column, title in enumerate(row.cells):
            known = name(title)
            if known in wanted:
                names.setdefault(known, column)
        if len(names) >= least and len(names) > len(best[1]):
            best = rank, names
    return best


def letters(column: int) -> str:
    """Return a column's letters from its rank: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
