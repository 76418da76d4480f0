"""Two tables of words that people write: `jargon.csv` and `glossaire.csv`, in `data/coding`.

`jargon.csv` says what counts as jargon and of which side; `glossaire.csv` what words mean, as
people explain them. A line that cannot be used is told and stops nothing; a line added by the
program leaves the others as they are, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.corpus.canonical import fold, plain
from transfo_analysis.corpus.traces import BLANK
from transfo_analysis.errors import CodingError, Notice, TableError, TransfoError
from transfo_analysis.sources import csvlines, guard
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.participants import BOTH, side_of
from transfo_analysis.sources.spreadsheet import header_of, read_csv
from transfo_analysis.tables.kinds import SIDES

__all__ = [
    "EXPLAINED",
    "GLOSSARY",
    "HEADER",
    "JARGON",
    "NOT_JARGON",
    "STATUSES",
    "TO_EXPLAIN",
    "TO_SHOW",
    "Entry",
    "Listed",
    "Words",
    "explained",
    "read",
    "read_glossary",
    "read_jargon",
    "word_key",
]

JARGON, GLOSSARY = "data/coding/jargon.csv", "data/coding/glossaire.csv"
TO_EXPLAIN, TO_CHECK, EXPLAINED, TO_SHOW, NOT_JARGON = STATUSES = (
    "à expliquer",
    "à vérifier",
    "expliqué",
    "à afficher",
    "pas du jargon",
)
_STATUSES = {bare(one): one for one in STATUSES} | {
    "explique e": EXPLAINED, "expliquee": EXPLAINED, "affichable": TO_SHOW, "afficher": TO_SHOW,
    "pas jargon": NOT_JARGON, "courant": NOT_JARGON,
}  # fmt: skip
HEADER = "terme;sens;langage;qui l’explique;statut\r\n"
_ALIASES = {
    "mot": "terme", "mots": "terme", "termes": "terme", "sigle": "terme", "sigles": "terme",
    "definition": "sens", "explication": "sens", "signification": "sens", "langue": "langage",
    "cote": "langage", "qui explique": "qui", "explique par": "qui", "qui l'explique": "qui",
    "qui": "qui", "auteur": "qui", "statuts": "statut", "notes": "note", "remarque": "note",
}  # fmt: skip
_GLOSSARY_COLUMNS = ("terme", "sens", "langage", "qui", "statut")
_JARGON_COLUMNS = ("terme", "langage", "note")
_LONGEST = 80


@dataclass(frozen=True)
class Listed:
    """A line of `jargon.csv`: a term in the codebook's way of writing words, and its side."""

    term: str
    side: str
    note: str
    place: str


@dataclass(frozen=True)
class Entry:
    """A line of `glossaire.csv`: what a term means to whom, who says so, how far that is."""

    term: str
    meaning: str
    side: str
    by: str
    status: str
    place: str


@dataclass(frozen=True)
class Words:
    """Both tables of a project, and what is wrong in them."""

    jargon: tuple[Listed, ...] = ()
    glossary: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()

    def terms(self) -> list[str]:
        """Return every term of both, without dots, as it is written."""
        terms = [one.term for one in self.jargon] + [one.term for one in self.glossary]
        return [term.replace(".", "") for term in terms]


def word_key(term: str) -> str:
    """Return what makes two ways of writing a term one.

    Examples
    --------
    >>> word_key("D.G.S.") == word_key("dgs"), word_key("Co-conception")
    (True, 'co conception')
    """
    return fold(term.replace(".", ""))


def read(folder: Path) -> Words:
    """Read both tables of a project; one that is absent is empty."""
    (jargon, wrong), (glossary, doubtful) = read_jargon(folder), read_glossary(folder)
    return Words(jargon, glossary, (*wrong, *doubtful))


def read_jargon(folder: Path) -> tuple[tuple[Listed, ...], tuple[Notice, ...]]:
    """Read the list of jargon of a project, each term once, with what is wrong in it."""
    found: dict[str, Listed] = {}
    notices: list[Notice] = []
    for cells, place in _lines(folder, JARGON, _JARGON_COLUMNS, notices):
        term = cells["terme"]
        if (same := word_key(term)) in found:
            what = f"« {term} » est déjà à la {found[same].place} : la première ligne est gardée."
            cure = "Retirez l’une des deux."
            notices.append(Notice(JARGON, place, what, cure, "attention"))
            continue
        side = _side(cells["langage"], JARGON, place, notices)
        found[same] = Listed(term, side, cells["note"], place)
    return tuple(found.values()), tuple(notices)


def read_glossary(folder: Path) -> tuple[tuple[Entry, ...], tuple[Notice, ...]]:
    """Read the glossary of a project: every line, for a term may mean two things to two sides."""
    found: list[Entry] = []
    notices: list[Notice] = []
    for cells, place in _lines(folder, GLOSSARY, _GLOSSARY_COLUMNS, notices):
        side = _side(cells["langage"], GLOSSARY, place, notices)
        status = _status(cells, place, notices)
        # who withdrew explains it still, and is nobody
        by = "" if BLANK in cells["qui"] else cells["qui"]
        found.append(Entry(cells["terme"], cells["sens"], side, by, status, place))
    notices += _contradictions(found)
    return tuple(found), tuple(notices)


def explained(
    folder: Path, term: str, meaning: str, *, side: str = "", by: str = "", status: str = ""
) -> bool:
    """Write what a term means into the glossary; False if it says so already.

    A line of this term that has no meaning yet is filled; otherwise one is added. No line goes.

    Raises
    ------
    CodingError
        If there is no term, or the side is no side.
    TableError, SourceError
        If what is there cannot be read.
    WriteError
        If it cannot be written (open in a spreadsheet).
    """
    # a line that begins with # is a remark, and would not be read again
    term, meaning, by = (" ".join(plain(one).split()).lstrip("# ") for one in (term, meaning, by))
    if not word_key(term) or (not meaning and status != NOT_JARGON):
        raise CodingError(
            "Il faut un terme et son sens.",
            path=GLOSSARY,
            cure='Écrivez par exemple projet.explain("PLU", "plan local d’urbanisme").',
        )
    chosen = side_of(side)
    if side.strip() and not chosen:
        raise CodingError(
            f"« {side} » n’est pas un langage.",
            cure=f"Choisissez parmi : {', '.join((*SIDES, BOTH))}, ou rien.",
        )
    path = folder / GLOSSARY
    with files.locked(path):
        data = path.read_bytes() if path.is_file() else b""
        known = _read(data, GLOSSARY, _GLOSSARY_COLUMNS)
        told = {"terme": term, "sens": meaning, "langage": chosen, "qui": by, "statut": status}
        mine = [(cells, at) for cells, at in known if word_key(cells["terme"]) == word_key(term)]
        if any(_says(cells, told) for cells, _ in mine):
            return False
        text, encoding = csvlines.decoded(data)
        if not text.strip():
            text, encoding = HEADER, "utf-8-sig"
        separator, order = csvlines.layout(text, _column, _GLOSSARY_COLUMNS[:2])
        empty = next((at for cells, at in mine if not cells["sens"]), 0)
        if empty:
            filled = {name: value for name, value in told.items() if value and name != "terme"}
            filled = {name: value for name, value in filled.items() if name in order}
            text = csvlines.with_cells(text, empty, filled, separator, order)
        else:
            text = csvlines.appended(text, told, separator, order)
        files.write_bytes(path, csvlines.encoded(text, encoding))
    return True


def _says(cells: Mapping[str, str], told: Mapping[str, str]) -> bool:
    return all(
        bare(cells[name]) == bare(told[name])
        for name in ("sens", "langage", "statut")
        if told[name]
    )


# -- reading ---------------------------------------------------------------------------------


def _column(title: str) -> str:
    name = bare(title).replace("_", " ").replace("’", "'")
    return _ALIASES.get(name, name)


def _read(data: bytes, path: str, columns: tuple[str, ...]) -> list[tuple[dict[str, str], int]]:
    """Return every row of a table with its line; comments are none."""
    if not data.removeprefix("\ufeff".encode()).strip():
        return []
    try:
        guard.check(data, "csv")
        sheet = read_csv(data)
    except TransfoError as error:
        raise error.at(path) from error
    rank, at = header_of(sheet, _column, columns, least=1)
    if "terme" not in at or (path == GLOSSARY and "sens" not in at):
        missing = "terme" if "terme" not in at else "sens"
        raise TableError(
            f"Il manque la colonne « {missing} ».",
            path=path,
            place="ligne 1",
            cure=f"Écrivez sur la première ligne : {_titles(columns)}.",
        )
    rows = []
    for row in sheet.rows[rank + 1 :]:
        cells = {
            name: " ".join(plain(row.cells[at[name]]).split())
            if name in at and at[name] < len(row.cells)
            else ""
            for name in columns
        }
        if not row.cells[0].startswith("#"):
            rows.append((cells, row.number))
    return rows


def _titles(columns: Collection[str]) -> str:
    return ";".join("qui l’explique" if name == "qui" else name for name in columns)


def _lines(
    folder: Path, name: str, columns: tuple[str, ...], notices: list[Notice]
) -> Iterator[tuple[dict[str, str], str]]:
    path = folder / name
    if not path.is_file():
        return
    try:
        rows = _read(guard.read_bytes(path, folder), name, columns)
    except TransfoError as error:
        notices.append(error.at(name).notice())
        return
    for cells, number in rows:
        place = f"ligne {number}"
        if not word_key(cells["terme"]):
            if any(cells.values()):
                what = "Cette ligne n’a pas de terme : elle n’est pas lue."
                notices.append(Notice(name, place, what, "Écrivez le mot dans « terme »."))
        elif len(cells["terme"]) > _LONGEST:
            what = f"Ce terme a plus de {_LONGEST} caractères : la ligne n’est pas lue."
            cure = "Écrivez le mot dans « terme », et ce qu’il veut dire dans la colonne suivante."
            notices.append(Notice(name, place, what, cure))
        else:
            yield cells, place


def _side(written: str, path: str, place: str, notices: list[Notice]) -> str:
    side = side_of(written)
    if bare(written) and not side:
        what = f"« {written} » n’est pas un langage connu."
        cure = f"Écrivez {', '.join((*SIDES, BOTH))}, ou rien."
        notices.append(Notice(path, place, what, cure, "attention"))
    return side


def _status(cells: Mapping[str, str], place: str, notices: list[Notice]) -> str:
    written, meaning = cells["statut"], cells["sens"]
    by_default = EXPLAINED if meaning else TO_EXPLAIN
    status = _STATUSES.get(bare(written).replace("·e", ""), "")
    if bare(meaning) == bare(NOT_JARGON):
        status = NOT_JARGON
    if not status:
        if bare(written):
            what = f"Le statut « {written} » n’est pas connu."
            cure = f"Écrivez {', '.join(STATUSES)}, ou rien."
            notices.append(Notice(GLOSSARY, place, what, cure, "attention"))
        return by_default
    if status in (EXPLAINED, TO_SHOW) and not meaning:
        what = f"« {cells['terme']} » est « {status} », mais sa ligne ne donne pas de sens."
        notices.append(Notice(GLOSSARY, place, what, "Écrivez-le dans « sens ».", "attention"))
        return TO_EXPLAIN
    return status


def _contradictions(entries: Iterable[Entry]) -> Iterator[Notice]:
    """Tell the terms that one line dismisses and another explains."""
    dismissed: dict[str, Entry] = {}
    rest: dict[str, Entry] = {}
    for one in entries:
        (dismissed if one.status == NOT_JARGON else rest).setdefault(word_key(one.term), one)
    both: Callable[[str], bool] = rest.__contains__
    for key in filter(both, dismissed):
        what = (
            f"« {rest[key].term} » est expliqué à la {rest[key].place}, et « {NOT_JARGON} » ici : "
            "il est laissé de côté."
        )
        cure = "Gardez l’une des deux lignes."
        yield Notice(GLOSSARY, dismissed[key].place, what, cure, "attention")
