"""The sorting sheet that the group filled comes back as its sort; who disagrees keeps their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.errors import (
    CodingError,
    MissingFileError,
    Notice,
    SourceError,
    TableError,
    TransfoError,
)
from transfo_analysis.files import sha256_file
from transfo_analysis.interchange.sorting_sheet import ELSEWHERE, HEADS, NAMES
from transfo_analysis.sources import guard, spreadsheet
from transfo_analysis.sources.metadata import bare

if TYPE_CHECKING:
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.settings import Case

__all__ = ["GROUP", "Sorted", "import_sort"]

GROUP = "le groupe"
BUNDLE, FINDING, EXCERPT = "rassemblement", "constat", "extrait"
_ASKED = ("number", "sort", "reference")
_REFERENCE = re.compile(rf"(\d+) · ({BUNDLE}|{FINDING}|{EXCERPT}) (.+)", re.DOTALL)
_NUMBER = re.compile(r"(?:n°\s*|carte\s*)?0*(\d+)(?:\.0)?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:les|le|la|un|une|des)\s+")


@dataclass(frozen=True)
class Sorted:
    """What a filled sheet changed: cards sorted, codings made, rows left out or doubtful."""

    sorted: int
    coded: int
    already: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Row:
    place: str
    number: str
    kind: str
    target: str
    cells: Mapping[str, str]


def import_sort(file: Path, desk: Desk) -> Sorted:
    """Write the group's sort of a filled sheet into the journal.

    What is already so, or was imported from this very sheet before, is not written again: a
    sheet imported twice changes nothing, even if the board was changed in between. An excerpt
    placed in the table is coded there (origin imported) before its cell is sorted.
    A row that cannot be followed is left out, with a notice; the others go in.

    Parameters
    ----------
    file : the sheet that `sorting_sheet` made, filled, .xlsx or .csv
    desk : whose coder imports

    Raises
    ------
    MissingFileError
        If there is no such file.
    SourceError
        If it cannot be read as a spreadsheet.
    TableError
        If it lacks the columns Carte, Tri du groupe and Référence.
    WriteError
        If the journal cannot be written.
    """
    try:
        rows, notices = _rows(file)
    except TransfoError as fault:
        raise fault.at(file.name) from fault
    gesture = f"tri-{sha256_file(file)[:32]}"
    importer = _Importer(desk, file.name, notices, _written(desk, gesture))
    # one gesture: one undo takes the whole sheet back
    with desk.gesture(gesture):
        for row in rows:
            importer.take(row)
    return Sorted(importer.sorted, importer.coded, importer.already, tuple(importer.notices))


def _written(desk: Desk, gesture: str) -> set[tuple[str, str]]:
    """Return what an earlier import of the same sheet sorted: (target, who decided)."""
    done = set()
    for event in map(desk.reader.event, desk.state.undoable.get(desk.coder, ())):
        if event.data.get("batch") == gesture and "decided_by" in event.data:
            target = event.data.get("bundle") or event.data.get("finding")
            done.add((str(target), str(event.data["decided_by"])))
    return done


def _rows(file: Path) -> tuple[list[_Row], list[Notice]]:
    extension = file.suffix.lower().lstrip(".")
    if not file.exists():
        raise MissingFileError(
            "Le fichier n’existe pas.", path=file.name, cure="Vérifiez son nom et son dossier."
        )
    if extension not in ("xlsx", "csv"):
        raise SourceError(
            f"Un fichier .{extension} n’est pas une feuille de tri.",
            cure="Enregistrez-la en .xlsx ou en .csv.",
        )
    data = guard.read_bytes(file, file.parent)
    guard.check(data, extension)
    rows: list[_Row] = []
    notices: list[Notice] = []
    found = False
    for sheet in spreadsheet.sheets(data, extension):
        rank, columns = spreadsheet.header_of(sheet, lambda t: NAMES.get(bare(t), ""), HEADS)
        if rank < 0 or not set(_ASKED) <= columns.keys():
            continue
        found = True
        for row in sheet.rows[rank + 1 :]:
            cells = {n: row.cells[at] for n, at in columns.items() if at < len(row.cells)}
            try:
                if one := _row(f"ligne {row.number}", cells):
                    rows.append(one)
            except CodingError as fault:
                notices.append(Notice(file.name, f"ligne {row.number}", fault.what, fault.cure))
    if not found:
        heads = ", ".join(f"« {HEADS[name]} »" for name in _ASKED)
        raise TableError(
            f"Ce n’est pas une feuille de tri : il faut les colonnes {heads}.",
            cure="Reprenez celle que « transfo atelier » a écrite, et remplissez-la.",
        )
    return rows, notices


def _row(place: str, cells: Mapping[str, str]) -> _Row | None:
    filled = {name: text.strip() for name, text in cells.items() if text.strip()}
    number, reference = filled.get("number", ""), filled.get("reference", "")
    written = _NUMBER.fullmatch(number)
    known = _REFERENCE.fullmatch(reference)
    asked = {"sort", "against", "remark"}
    if known is not None and known[2] == EXCERPT:
        asked |= {"row", "column"}
    if not asked & filled.keys():
        return None
    if known is None:
        raise CodingError(
            f"La carte « {number or '?'} » n’est pas de cette feuille : elle n’a pas de référence.",
            cure="Reprenez la ligne de la feuille imprimée avec les cartes, ou retirez celle-ci.",
        )
    if written is None or written[1] != known[1]:
        raise CodingError(
            f"La carte « {number or '?'} » porte la référence de la carte {known[1]}.",
            cure="Une colonne a sans doute été triée sans les autres : reprenez cette ligne.",
        )
    return _Row(place, known[1], known[2], known[3], filled)


class _Importer:
    """One import: what was written, and what could not be."""

    def __init__(
        self, desk: Desk, file: str, notices: list[Notice], done: set[tuple[str, str]]
    ) -> None:
        self.desk = desk
        self.done = done
        self.file = file
        self.notices = notices
        self.sorted = self.coded = self.already = 0

    def take(self, row: _Row) -> None:
        """Write one row: its codings, the group's sort, who disagrees, the remark."""
        try:
            kind, target, case = self._target(row)
            if target:
                self._sort(row, kind, target, case)
        except TransfoError as fault:
            self.say(row, fault.what, fault.cure)

    def say(self, row: _Row, what: str, cure: str, severity: str = "erreur") -> None:
        """Add a notice about a row."""
        place = f"{row.place}, carte {row.number}"
        self.notices.append(Notice(self.file, place, what, cure, severity))

    def _target(self, row: _Row) -> tuple[str, str, Case]:
        """Return what a row sorts: a bundle or a finding; an excerpt gives its cell's bundle."""
        state, settings = self.desk.state, self.desk.settings
        if row.kind == FINDING:
            if row.target not in state.findings:
                raise CodingError(
                    "Le constat de cette carte n’existe plus.",
                    cure="Cherchez sur le tableau celui qui l’a remplacé, et triez-le.",
                )
            return FINDING, row.target, settings.case(state.findings[row.target].case)
        if row.kind == BUNDLE:
            case, _, codes = row.target.partition("/")
            now = "/".join(self.desk.code(code) if code else "" for code in codes.split("/"))
            return BUNDLE, f"{case}/{now}", settings.case(case)
        return self._excerpt(row)

    def _excerpt(self, row: _Row) -> tuple[str, str, Case]:
        document, start, end = self._place(row)
        case = self.desk.settings.case(self.desk.case_of(None, document))
        codes = {
            "row": self._code(row, "row", case.row_family),
            "column": self._code(row, "column", case.column_family),
        }
        for code in filter(None, codes.values()):
            if self._coded(document, start, end, code):
                self.already += 1
                continue
            self.desk.add(document, code, start=start, end=end, case=case.id, origin="imported")
            self.coded += 1
        if all(codes.values()):
            return BUNDLE, f"{case.id}/{codes['row']}/{codes['column']}", case
        if {"sort", "against"} & row.cells.keys():
            raise CodingError(
                "C’est un extrait : il se trie une fois placé dans le tableau.",
                cure="Écrivez aussi sa ligne et sa colonne du tableau.",
            )
        return "", "", case

    def _place(self, row: _Row) -> tuple[str, int, int]:
        name, _, span = row.target.rpartition("@")
        document = self.desk.document(name)
        places = self.desk.corpus.passages
        # where it was cut, if the words are still those of the card; else where they are now
        if (places["passage_id"] == row.target).any():
            start, end = (int(bound) for bound in span.split("-"))
            text = self.desk.corpus.texts[document][start:end]
            if _same(text, row.cells.get("words", text)):
                return document, start, end
        words = _unquoted(row.cells.get("words", ""))
        return (document, *self.desk.locate(document, words))

    def _code(self, row: _Row, name: str, family: str) -> str:
        written = row.cells.get(name, "")
        if not written:
            return ""
        book = self.desk.codebook
        found = book.find(written, family)
        if not found:
            raise CodingError(
                f"« {written[:60]} » n’est pas une {'ligne' if name == 'row' else 'colonne'} "
                "du tableau.",
                cure="Choisissez dans la liste de la cellule, ou ajoutez le code au livre de codes.",
            )
        return str(found)

    def _coded(self, document: str, start: int, end: int, code: str) -> bool:
        who = self.desk.coder
        return any(
            (c.document, c.start, c.end, c.code, c.coder) == (document, start, end, code, who)
            for c in self.desk.state.codings.values()
        )

    def _sort(self, row: _Row, kind: str, target: str, case: Case) -> None:
        if written := row.cells.get("sort", ""):
            to = _column(written, case)
            if to is None:
                names = [*(one.label for one in case.sorting_columns), *ELSEWHERE.values()]
                what = f"« {written[:60]} » n’est pas une colonne de tri."
                self.say(row, what, f"Choisissez parmi : {', '.join(names)}.")
            else:
                self._move(row, kind, target, to, GROUP)
        for name, to in self._who_disagrees(row, case):
            self._move(row, kind, target, to, name)
        if remark := row.cells.get("remark", ""):
            self._note(kind, target, remark)

    def _who_disagrees(self, row: _Row, case: Case) -> Iterator[tuple[str, str]]:
        for part in re.split(r"[;\n]", row.cells.get("against", "")):
            name, _, written = (" ".join(bit.split()) for bit in part.partition(":"))
            if not name:
                continue
            to = _column(written, case) if written else None
            if to is not None:
                yield name, to
                continue
            what = (
                f"« {name} » mettrait la carte dans « {written[:60]} », qui n’est pas une colonne."
                if written
                else f"« {name} » n’est pas d’accord, mais la feuille ne dit pas où la mettre."
            )
            self.say(row, what, f"Écrivez « {name} : Les chantiers », par exemple.")

    def _move(self, row: _Row, kind: str, target: str, to: str, by: str) -> None:
        if (target, by) in self.done or self._stands(kind, target, by) == to:
            self.already += 1
            return
        if kind == BUNDLE:
            self.desk.move_bundle(target, to, by)
        elif to == "set_aside":
            self.desk.set_aside(target, by)
        elif to == "to_sort":
            if not self._stands(kind, target, by):
                return
            what = "Un constat déjà classé ne redevient pas « à trier »."
            self.say(row, what, "Choisissez une colonne, ou « Mis de côté ».")
            return
        else:
            self.desk.move_finding(target, to, by)
        self.sorted += 1

    def _stands(self, kind: str, target: str, by: str) -> str:
        state = self.desk.state
        if kind == FINDING:
            return state.findings[target].sorts.get(by, "")
        from transfo_analysis.findings.bundles import sorts_by_bundle

        return sorts_by_bundle(state).get(target, {}).get(by, "")

    def _note(self, kind: str, target: str, remark: str) -> None:
        """Keep a remark as a memo of who imports, after what they noted there already."""
        place = "finding" if kind == FINDING else "cell"
        noted = self.desk.state.memos.get((place, target, self.desk.coder), "")
        if remark not in noted:
            self.desk.memo(place, target, f"{noted}\n{remark}" if noted else remark)


def _column(written: str, case: Case) -> str | None:
    """Return the sorting column that a person names, by its label or its first words."""

    def short(text: str) -> str:
        return _ARTICLE.sub("", bare(text))

    names: dict[str, str] = {short(one.label): one.id for one in case.sorting_columns}
    names |= {one.id: one.id for one in case.sorting_columns}
    names |= {short(label): kind for kind, label in ELSEWHERE.items()}
    asked = short(written)
    if asked in names:
        return names[asked]
    # « dysfonctionnement », « chantier »: the singular, or the word that tells
    near = {kind for name, kind in names.items() if len(asked) >= 4 and asked in name}
    return near.pop() if len(near) == 1 else None


def _unquoted(text: str) -> str:
    return text.strip().removeprefix("«").removesuffix("»").strip()


def _same(one: str, other: str) -> bool:
    return "".join(_unquoted(one).split()) == "".join(_unquoted(other).split())
