"""`data/coding/pseudonymes.csv`: read as a person wrote it, and one line added or changed.

The person's other lines, their comments and their columns stay byte for byte.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.errors import TableError, TransfoError
from transfo_analysis.sources import guard
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.spreadsheet import header_of, read_csv

__all__ = ["FILE", "NOT_A_NAME", "Line", "lines", "read_lines", "written"]

FILE = "data/coding/pseudonymes.csv"
# in the place of a pseudonym: these words are nobody's name
NOT_A_NAME = "pas un nom"
COLUMNS = ("nom", "pseudonyme", "formes")
_ALIASES = {
    "noms": "nom", "vrai nom": "nom", "nom reel": "nom", "name": "nom",
    "pseudo": "pseudonyme", "pseudonymes": "pseudonyme",
    "forme": "formes", "autres formes": "formes", "variantes": "formes",
}  # fmt: skip
_BETWEEN_FORMS = re.compile(r"[|/;,\n]")
_BOM = "\ufeff".encode()


@dataclass(frozen=True)
class Line:
    """One line of the key as written: a name, its pseudonym, other forms, its place."""

    name: str
    pseudonym: str
    forms: tuple[str, ...]
    place: str

    @property
    def is_comment(self) -> bool:
        """Whether a person wrote it for themselves: it begins with #."""
        return self.name.startswith("#")


def read_lines(folder: Path) -> tuple[Line, ...]:
    """Read the key of a project; none is no line.

    Raises
    ------
    TableError
        If it cannot be read: going on would show the names that it hides.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        data = guard.read_bytes(path, folder)
        guard.check(data, "csv")
        return lines(data)
    except TransfoError as error:
        cure = error.cure or "Ouvrez-le dans un tableur et enregistrez-le de nouveau en CSV."
        raise TableError(
            f"La clé des pseudonymes ne peut pas être lue : {error.what} Sans elle, des noms "
            "seraient montrés.",
            path=FILE,
            place=error.place,
            cure=cure,
        ) from error


def lines(data: bytes) -> tuple[Line, ...]:
    r"""Read the key from its bytes: comma, semicolon or tabulation, any usual encoding.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> lines(b"nom,pseudonyme\r\nAnne Durand,P12\r\n")[0].pseudonym
    'P12'
    """
    if not data.removeprefix(_BOM).strip():
        return ()
    sheet = read_csv(data)
    rank, columns = header_of(sheet, _column, COLUMNS, least=1)
    if missing := [name for name in COLUMNS[:2] if name not in columns]:
        raise TableError(
            f"Il manque la colonne « {missing[0]} ».",
            place="ligne 1",
            cure="Écrivez sur la première ligne : nom;pseudonyme;formes.",
        )
    found = []
    for row in sheet.rows[rank + 1 :]:
        cells = {
            name: unicodedata.normalize("NFC", " ".join(row.cells[at].split(" ")))
            for name, at in columns.items()
            if at < len(row.cells)
        }
        forms = (part.strip() for part in _BETWEEN_FORMS.split(cells.get("formes", "")))
        found.append(
            Line(
                " ".join(cells.get("nom", "").split()),
                " ".join(cells.get("pseudonyme", "").split()),
                tuple(dict.fromkeys(form for form in forms if form)),
                f"ligne {row.number}",
            )
        )
    return tuple(found)


def _column(title: str) -> str:
    name = bare(title).replace("_", " ")
    return _ALIASES.get(name, name)


def written(folder: Path, name: str, pseudonym: str, forms: Iterable[str] = ()) -> bool:
    """Add a line to the key, or forms to the line of this name; False if nothing is new.

    Raises
    ------
    WriteError
        If it cannot be written (open in Excel).
    TableError
        If what is there cannot be read.
    """
    path = folder / FILE
    with files.locked(path):
        known = read_lines(folder)
        data = path.read_bytes() if path.is_file() else b""
        own = next((one for one in known if bare(one.name) == bare(name)), None)
        new = [form for form in forms if own is None or bare(form) not in map(bare, own.forms)]
        if own is not None and not new:
            return False
        text, encoding = _decoded(data)
        if not text.strip():
            text, encoding = "nom;pseudonyme;formes\r\n", "utf-8-sig"
        end = "\r\n" if "\r\n" in text else "\n"
        separator, order = _layout(text)
        if own is None:
            text += "" if text.endswith("\n") else end
            cells = dict(zip(COLUMNS, (name, pseudonym, " | ".join(new)), strict=True))
            text += _csv([cells.get(one, "") for one in order], separator) + end
        else:
            number = int(own.place.removeprefix("ligne "))
            text = _with_forms(text, number, new, separator, order)
        files.write_bytes(path, _encoded(text, encoding))
    return True


def _with_forms(text: str, number: int, new: list[str], separator: str, order: list[str]) -> str:
    """Return the key's text with forms added to the row on this line; the others as they were."""
    rows = io.StringIO(text, newline="").readlines()
    start = number - 1
    reader = csv.reader(rows[start:], delimiter=separator)
    cells = next(reader)
    at = order.index("formes") if "formes" in order else len(order)
    cells += [""] * (at + 1 - len(cells))
    cells[at] = " | ".join(filter(None, [cells[at].strip(), *new]))
    end = start + reader.line_num
    tail = rows[end - 1][len(rows[end - 1].rstrip("\r\n")) :]
    return "".join([*rows[:start], _csv(cells, separator), tail, *rows[end:]])


def _is_announced(line: str) -> bool:
    return line.strip().lower().startswith("sep=")


def _layout(text: str) -> tuple[str, list[str]]:
    """Return the separator of the key and the known names of its columns, in order."""
    rows = text.splitlines()
    if _is_announced(rows[0]):
        rows = rows[1:]
    for row in rows:
        for separator in (";", ",", "\t"):
            titles = [_column(title) for title in next(csv.reader([row], delimiter=separator), [])]
            if "nom" in titles and "pseudonyme" in titles:
                return separator, titles
    return ";", list(COLUMNS)


def _csv(cells: list[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(cells)
    return line.getvalue()


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig" if data.startswith(_BOM) else "utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", "replace"), "utf-16"


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        # a name that Windows-1252 cannot write
        return text.encode("utf-8-sig")
