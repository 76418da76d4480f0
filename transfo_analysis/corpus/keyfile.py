"""`data/coding/pseudonymes.csv`: read as a person wrote it, and one line added or changed.

The person's other lines, their comments and their columns stay byte for byte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.errors import TableError, TransfoError
from transfo_analysis.sources import csvlines, guard
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
        text, encoding = csvlines.decoded(data)
        if not text.strip():
            text, encoding = "nom;pseudonyme;formes\r\n", "utf-8-sig"
        separator, order = csvlines.layout(text, _column, COLUMNS[:2])
        if own is None:
            cells = dict(zip(COLUMNS, (name, pseudonym, " | ".join(new)), strict=True))
            text = csvlines.appended(text, cells, separator, order)
        else:
            number = int(own.place.removeprefix("ligne "))
            told = {"formes": " | ".join(new)}
            text = csvlines.with_cells(text, number, told, separator, order, between=" | ")
        files.write_bytes(path, csvlines.encoded(text, encoding))
    return True
