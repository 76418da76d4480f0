"""`transfo import`: a spreadsheet of quotes and codes becomes codings in the journal.

Each row goes in whole or not at all; those that do not are listed with what to do. A file
imported twice adds nothing the second time.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.coding.journal import Act, coder_name
from transfo_analysis.errors import (
    CodingError,
    MissingFileError,
    Notice,
    SourceError,
    TableError,
    TransfoError,
)
from transfo_analysis.sources import guard, spreadsheet
from transfo_analysis.sources.metadata import bare

if TYPE_CHECKING:
    from transfo_analysis.coding.acts import Span
    from transfo_analysis.coding.desk import Desk

__all__ = ["Imported", "import_codings"]

_COLUMNS = {
    "document": ("document", "document_id", "fichier", "entretien", "source"),
    "quote": ("quote", "extrait", "citation", "verbatim", "texte", "passage", "contenu"),
    "code": ("code", "codes", "etiquette"),
    "memo": ("memo", "note", "commentaire"),
    "coder": ("coder", "codeur", "codeuse", "codeur·se", "codeur·euse", "code par", "coded by"),
    "start": ("start", "debut"),
    "end": ("end", "fin"),
    "occurrence": ("occurrence",),
    "case": ("case", "cas"),
}
_KNOWN = {written: name for name, titles in _COLUMNS.items() for written in titles}
_CURE = "Donnez une colonne « document », une colonne « extrait » et une colonne « code »."


@dataclass(frozen=True)
class Imported:
    """What an import did: codings added, those already in force, rows left out."""

    added: int
    already: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Row:
    place: str
    span: Span
    codes: tuple[str, ...]
    case: str  # "" leaves it to the code
    coder: str
    memo: str


def import_codings(file: Path, desk: Desk) -> Imported:
    """Write a spreadsheet of quotes and codes into the journal, with origin imported.

    Parameters
    ----------
    file : .csv (comma, semicolon or tab; UTF-8 or Windows-1252) or .xlsx, with columns
        document, quote (or extrait), code, and optionally memo, coder, start, end,
        occurrence; a cell may hold several codes, separated by semicolons
    desk : whose coder has coded every row that names none

    Raises
    ------
    MissingFileError
        If there is no such file.
    SourceError
        If it cannot be read as a spreadsheet.
    TableError
        If a column is missing.
    CodingError
        If no row names a coder and the desk has none.
    WriteError
        If the journal cannot be written.
    """
    try:
        table = _table(file)
    except TransfoError as fault:
        raise fault.at(file.name) from fault
    if not desk.coder and not any(cells.get("coder", "").strip() for _, cells in table):
        coder_name(desk.coder)
    rows: list[_Row] = []
    notices: list[Notice] = []
    for place, cells in table:
        try:
            rows.append(_row(place, cells, desk))
        except TransfoError as fault:
            notices.append(Notice(file.name, place, fault.what, fault.cure))
    kept: list[_Row] = []
    for row, wrong in zip(rows, desk.faults([row.span for row in rows]), strict=True):
        if wrong is None:
            kept.append(row)
        else:
            notices.append(Notice(file.name, row.place, wrong.what, wrong.cure))
    added, already = _write(kept, desk)
    return Imported(added, already, tuple(sorted(notices, key=_by_line)))


def _table(file: Path) -> list[tuple[str, Mapping[str, str]]]:
    extension = file.suffix.lower().lstrip(".")
    if not file.exists():
        raise MissingFileError(
            "Le fichier n’existe pas.", path=file.name, cure="Vérifiez son nom et son dossier."
        )
    if extension not in ("csv", "xlsx", "tsv", "txt"):
        raise SourceError(
            f"Un fichier .{extension} n’est pas un tableur que l’on sait importer.",
            cure="Enregistrez-le en .csv ou en .xlsx.",
        )
    data = guard.read_bytes(file, file.parent)
    guard.check(data, "xlsx" if extension == "xlsx" else "csv")
    sheets = spreadsheet.sheets(data, extension)
    table: list[tuple[str, Mapping[str, str]]] = []
    first: TableError | None = None
    for sheet in sheets:
        rank, columns = spreadsheet.header_of(sheet, _column, _COLUMNS)
        missing = {"document", "code"} - columns.keys()
        if "quote" not in columns and not {"start", "end"} <= columns.keys():
            missing.add("quote")
        if rank < 0 or missing:
            names = ", ".join(f"« {'extrait' if n == 'quote' else n} »" for n in sorted(missing))
            line = f"ligne {sheet.rows[max(rank, 0)].number}" if sheet.rows else ""
            first = first or TableError(f"Il manque la colonne {names}.", place=line, cure=_CURE)
            continue
        for row in sheet.rows[rank + 1 :]:
            cells = {n: row.cells[at] for n, at in columns.items() if at < len(row.cells)}
            table.append((sheet.place(row, len(sheets) > 1), cells))
    if not table and first:
        raise first
    return table


def _column(title: str) -> str:
    return _KNOWN.get(bare(title), "")


def _row(place: str, cells: Mapping[str, str], desk: Desk) -> _Row:
    document = desk.document(cells.get("document", ""))
    written = [code for code in re.split(r"[;\n]", cells.get("code", "")) if code.strip()]
    if not written:
        raise CodingError("La ligne n’a pas de code.", cure="Écrivez-le : famille:code.")
    codes = tuple(dict.fromkeys(desk.code(code) for code in written))
    start, end, occurrence = (_number(cells, name) for name in ("start", "end", "occurrence"))
    bounds = desk.locate(document, cells.get("quote", ""), start, end, occurrence)
    return _Row(
        place,
        (document, *bounds),
        codes,
        desk.case_of(cells["case"]) if cells.get("case") else "",
        coder_name(cells.get("coder", "").strip() or desk.coder),
        cells.get("memo", "").strip(),
    )


def _number(cells: Mapping[str, str], name: str) -> int | None:
    written = cells.get(name, "").strip()
    if not written:
        return None
    whole = re.fullmatch(r"(\d+)(?:[.,]0+)?", written)
    if whole is None:
        titles = {"start": "début", "end": "fin"}
        raise CodingError(
            f"« {written} » n’est pas un nombre dans la colonne « {titles.get(name, name)} ».",
            cure="Écrivez un nombre entier, ou laissez la case vide.",
        )
    return int(whole[1])


def _write(rows: list[_Row], desk: Desk) -> tuple[int, int]:
    """Write what is not in force yet, one lock and one fsync per coder; count both."""
    state = desk.state
    held = {
        (c.document, c.start, c.end, c.sha256, c.code, c.coder): c.id
        for c in state.codings.values()
    }
    noted = {(target, coder) for kind, target, coder in state.memos if kind == "coding"}
    batch = {"batch": uuid.uuid4().hex}
    acts: dict[str, list[Act]] = {}
    added = already = 0
    for row in rows:
        data = desk.span(row.span)
        mine = acts.setdefault(row.coder, [])
        for code in row.codes:
            key = (*row.span, data["sha256"], code, row.coder)
            if key in held:
                already += 1
            else:
                full = {**data, "code": code, "suggestions_shown": False, **batch}
                case = row.case or desk.case_of(None, row.span[0], code)
                mine.append(Act("coding_added", case, full, "imported"))
                held[key] = mine[-1].id
                added += 1
        first = held[(*row.span, data["sha256"], row.codes[0], row.coder)]
        if row.memo and (first, row.coder) not in noted:
            noted.add((first, row.coder))
            memo = {"target_kind": "coding", "target": first, "text": row.memo, **batch}
            case = row.case or desk.case_of(None, row.span[0], row.codes[0])
            mine.append(Act("memo_written", case, memo, "imported"))
    for coder in sorted(acts):
        desk.write(acts[coder], coder)
    return added, already


def _by_line(note: Notice) -> tuple[str, int]:
    sheet, _, line = note.place.rpartition("ligne ")
    return sheet, int(line) if line.isdigit() else 0
