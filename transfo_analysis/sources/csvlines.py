"""A CSV that a person writes by hand: one line is added or changed, the others stay byte for byte.

Its separator, its encoding, its comments and columns of its own are kept as they were found.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping

__all__ = ["appended", "decoded", "encoded", "layout", "with_cells"]

_BOM = "\ufeff".encode()
_SEPARATORS = (";", ",", "\t")


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and the encoding to write it back in."""
    for encoding in ("utf-8-sig" if data.startswith(_BOM) else "utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", "replace"), "utf-16"


def encoded(text: str, encoding: str) -> bytes:
    """Return the bytes of a text; in UTF-8 when its encoding cannot write a word of it."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def layout(
    text: str, column: Callable[[str], str], wanted: Collection[str]
) -> tuple[str, list[str]]:
    """Return the separator of a table and the known names of its columns, in order.

    Parameters
    ----------
    column : gives the known name of a column's title
    wanted : names that make a header; in this order, by semicolons, if none is found
    """
    for row in text.splitlines():
        for separator in _SEPARATORS:
            titles = [column(title) for title in next(csv.reader([row], delimiter=separator), [])]
            if set(wanted) <= set(titles):
                return separator, titles
    return ";", list(wanted)


def appended(text: str, cells: Mapping[str, str], separator: str, order: Collection[str]) -> str:
    r"""Return the text with one more line.

    Examples
    --------
    >>> appended("nom;note\r\n", {"nom": "a;b"}, ";", ["nom", "note"])
    'nom;note\r\n"a;b";\r\n'
    """
    end = "\r\n" if "\r\n" in text else "\n"
    text += "" if text.endswith("\n") else end
    return text + _written([cells.get(one, "") for one in order], separator) + end


def with_cells(
    text: str,
    number: int,
    cells: Mapping[str, str],
    separator: str,
    order: list[str],
    *,
    between: str | None = None,
) -> str:
    r"""Return the text with some cells of one row changed; the other rows as they were.

    Parameters
    ----------
    number : line on which the row begins, from 1
    cells : name of a column → what it holds from now on; a column that is not there is added
    between : add to what a cell holds instead, parted by this

    Examples
    --------
    >>> with_cells("nom;note\na;\nb;2\n", 2, {"note": "1"}, ";", ["nom", "note"])
    'nom;note\na;1\nb;2\n'
    """
    rows = io.StringIO(text, newline="").readlines()
    start = number - 1
    reader = csv.reader(rows[start:], delimiter=separator)
    found = next(reader)
    for name, value in cells.items():
        at = order.index(name) if name in order else len(order)
        found += [""] * (at + 1 - len(found))
        known = [found[at].strip()] if between is not None and found[at].strip() else []
        found[at] = (between or "").join([*known, value])
    end = start + reader.line_num
    tail = rows[end - 1][len(rows[end - 1].rstrip("\r\n")) :]
    return "".join([*rows[:start], _written(found, separator), tail, *rows[end:]])


def _written(cells: list[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(cells)
    return line.getvalue()
