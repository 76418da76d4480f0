"""The common wall table, typed as a list or drawn as a grid: one turn a paper."""

from __future__ import annotations

import re

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.metadata import bare, wave
from transfo_analysis.sources.spreadsheet import Row, Sheet, header_of, letters

__all__ = ["wall_turns"]

# of the information on a paper in one exercise, of whoever wrote it in another
_CATEGORY = ("categorie", "categories")
# the list's columns, French name → field of the turn, and how else people call them
_COLUMNS = {
    "vague": ("wave", {"vague", "session"}),
    "groupe": ("group", {"groupe", "groupes", "equipe"}),
    "ligne": ("row", {"ligne", "lignes", "mode", "modes", "rangee", "type", "nature", "sorte"}),
    "colonne": ("column", {"colonne", "colonnes", "rubrique", "echelle", "niveau", *_CATEGORY}),
    "texte": ("text", {"texte", "textes", "papier", "papiers", "contenu", "note", "notes", "text"}),
    "source": ("source", {"source", "sources"}),
    "situation": ("situation", {"situation", "situations"}),
    "grade": ("grade", {"grade", "grades"}),
}
_REQUIRED = ("ligne", "colonne", "texte")
# nobody misses what only some walls tell
_SELDOM = ("grade",)
_BULLET = re.compile(r"^[-–—•*▪●]\s*")
_POST_IT = re.compile(r"post-?\s?its?")
_OF_THE_AUTHOR = re.compile(r"grade|auteur|autrice|agent|\ba\W+b\W+(?:ou |et )?c\b")
_GRADE = re.compile(r"(?:(?:categorie|cat|grade|cadre)\W*)?([abc])\+?")


def _column(title: str) -> str:
    written = bare(title)
    if _POST_IT.fullmatch(written):
        return "texte"
    if written not in _CATEGORY and "categorie" in written and _OF_THE_AUTHOR.search(written):
        return "grade"  # « catégorie de l’auteur », « catégorie / grade », « catégorie (A, B, C) »
    return next((name for name, (_, known) in _COLUMNS.items() if written in known), "")


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Find the header of a list and its columns; (-1, {}) when it is none.

    A programme names its own columns (« météo », « aspect »): the two titles that nobody
    knows, beside a column of papers, are those of the rows and of the columns.
    """
    rank, columns = header_of(sheet, _column, _COLUMNS)
    if rank < 0:
        rank, columns = header_of(sheet, _column, ("texte",), least=1)
        if rank < 0 or len(_unknown(sheet.rows[rank])) != 2:
            return -1, {}
    cells, unknown = sheet.rows[rank].cells, _unknown(sheet.rows[rank])
    named = [at for at, title in enumerate(cells) if _column(title) == "colonne"]
    plain = [at for at in named if bare(cells[at]) in _CATEGORY]
    others = [at for at in named if at not in plain]
    both_unknown = "ligne" not in columns and len(unknown) == 2
    if plain and "grade" not in columns and (others or both_unknown):
        # beside an « échelle », a « catégorie » is that of whoever wrote
        columns["grade"] = plain[0]
        columns.pop("colonne")
        columns |= {"colonne": others[0]} if others else {}
    wanted = [name for name in ("ligne", "colonne") if name not in columns]
    if "texte" in columns and wanted and len(unknown) == len(wanted):
        columns |= dict(zip(wanted, unknown, strict=True))
    return rank, columns


def _unknown(row: Row) -> list[int]:
    return [at for at, title in enumerate(row.cells) if title and not _column(title)]


def wall_turns(sheets: list[Sheet], folder_wave: str = "") -> tuple[list[Turn], tuple[Notice, ...]]:
    """Read a wall table, list or grid, every sheet that has one.

    Parameters
    ----------
    sheets : as read
    folder_wave : the wave of rows that name none

    Raises
    ------
    SourceError
        If no sheet is such a table: names the sheet, the columns found and expected.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    turns: list[Turn] = []
    notices: list[Notice] = []
    faults: list[SourceError] = []
    for sheet in filled:
        several = len(filled) > 1
        rank, columns = _header(sheet)
        try:
            if columns:
                found, notes = _list(sheet, rank, columns, several, waved=bool(folder_wave))
            else:
                found, notes = _grid(sheet, several)
        except SourceError as fault:
            faults.append(fault)
            continue
        turns += found
        notices += notes
    if not filled:
        raise SourceError("Le tableau est vide.", cure="Tapez-y les papiers du mur.")
    if len(faults) == len(filled):
        raise faults[0]
    if not turns:
        raise SourceError(
            "Le tableau a des en-têtes, mais aucun papier.", cure="Tapez-y les papiers du mur."
        )
    notices += [fault.notice() for fault in faults]
    waved = [_with_wave(turn, folder_wave) for turn in turns]
    return waved, tuple(notices)


def _with_wave(turn: Turn, folder_wave: str) -> Turn:
    fields = {**turn.fields, "wave": wave(turn.fields.get("wave", "") or folder_wave)}
    return Turn(turn.words, place=turn.place, fields=fields)


def _list(
    sheet: Sheet, rank: int, columns: dict[str, int], several: bool, *, waved: bool
) -> tuple[list[Turn], list[Notice]]:
    header = sheet.rows[rank]
    missing = [name for name in _COLUMNS if name not in columns]
    where = f"feuille « {sheet.name} », " if sheet.name else ""
    if any(name in _REQUIRED for name in missing):
        raise SourceError(
            f"Il manque {_named([n for n in missing if n in _REQUIRED])} au tableau commun. "
            f"Colonnes trouvées : {_quoted([c for c in header.cells if c])}. "
            f"Colonnes attendues : {_quoted(list(_COLUMNS))}.",
            place=f"{where}ligne {header.number}",
            cure="Ajoutez la colonne, ou corrigez son titre, sur la ligne des en-têtes.",
        )
    notices = []
    titles = [header.cells[columns[name]] for name in ("ligne", "colonne")]
    if not all(map(_column, titles)):
        what = f"Les colonnes {_quoted(titles)} sont lues comme la ligne et la colonne du tableau."
        place = f"{where}ligne {header.number}"
        notices.append(Notice("", place, what, "", "note"))
    # the folder tells the wave
    known = {*_SELDOM, *(("vague",) if waved else ())}
    if missing := [name for name in missing if name not in known]:
        what = f"Il manque {_named(missing)} au tableau commun : ces renseignements restent vides."
        cure = "Ajoutez la colonne si vous savez les remplir."
        place = f"{where}ligne {header.number}"
        # nothing is lost by it: only a wave that nobody tells is a doubt
        severity = "attention" if "vague" in missing else "note"
        notices.append(Notice("", place, what, cure, severity))
    turns = []
    for row in sheet.rows[rank + 1 :]:
        cells = {name: row.cells[c] for name, c in columns.items() if c < len(row.cells)}
        text = " ".join(cells.get("texte", "").split())
        fields = {
            field: " ".join(cells.get(name, "").split())
            for name, (field, _) in _COLUMNS.items()
            if field != "text"
        }
        place = sheet.place(row, several)
        fields["grade"], doubt = _grade(fields["grade"], place)
        notices += doubt
        empty = [name for name in _REQUIRED if not cells.get(name)]
        if not text:
            if cells.get("ligne") and cells.get("colonne"):
                what = "Cette ligne n’a pas de texte et n’est pas lue."
                notices.append(Notice("", place, what, "Écrivez le papier.", "attention"))
            continue
        if empty:
            what = f"Ce papier n’a pas de {_quoted(empty)} : il ne compte dans aucune case."
            notices.append(Notice("", place, what, "Remplissez la cellule.", "attention"))
        turns.append(Turn(text, place=place, fields=fields))
    return turns, notices


def _grade(written: str, place: str) -> tuple[str, list[Notice]]:
    """Return the grade of who wrote a paper, A, B or C, and a doubt; "" when it is none."""
    if not written:
        return "", []
    if found := _GRADE.fullmatch(bare(written)):
        return found[1].upper(), []
    what = f"« {written[:40]} » n’est pas une catégorie : le papier est gardé sans elle."
    return "", [Notice("", place, what, "Écrivez A, B ou C.", "attention")]


def _grid(sheet: Sheet, several: bool) -> tuple[list[Turn], list[Notice]]:
    head = next((rank for rank, row in enumerate(sheet.rows) if _is_head(row)), -1)
    body = sheet.rows[head + 1 :] if head >= 0 else ()
    labelled = [row for row in body if row.cells[0] and any(row.cells[1:])]
    if not labelled:
        found = [cell for cell in sheet.rows[0].cells if cell]
        where = f"feuille « {sheet.name} », " if sheet.name else ""
        raise SourceError(
            "Ce n’est ni une liste ni une grille du tableau commun. "
            f"Première ligne trouvée : {_quoted(found)}. Attendu : les colonnes "
            f"{_quoted(list(_COLUMNS))}, ou les modes en lignes et les catégories en colonnes.",
            place=f"{where}ligne {sheet.rows[0].number}",
            cure="Mettez ces titres sur la ligne des en-têtes.",
        )
    titles, turns, label = sheet.rows[head].cells, [], ""
    for row in body:
        label = " ".join(row.cells[0].split()) or label
        for column, cell in enumerate(row.cells[1:], 1):
            title = " ".join(titles[column].split()) if column < len(titles) else ""
            for paper in cell.split("\n"):
                text = " ".join(_BULLET.sub("", paper.strip()).split())
                if not text:
                    continue
                cell_name = f"cellule {letters(column)}{row.number}"
                place = f"feuille « {sheet.name} », {cell_name}" if several else cell_name
                fields = dict.fromkeys(("group", "source", "situation", "wave", "grade"), "")
                fields |= {"row": label, "column": title}
                turns.append(Turn(text, place=place, fields=fields))
    count = len([title for title in titles[1:] if title])
    what = f"Le tableau est lu comme une grille : {len(labelled)} lignes, {count} colonnes."
    where = f"feuille « {sheet.name} »" if several else ""
    return turns, [Notice("", where, what, "", "note")]


def _is_head(row: Row) -> bool:
    # a title merged over the whole table has one value, a header several
    titles = {cell for cell in row.cells[1:] if cell}
    return len(titles) >= 2


def _quoted(names: list[str]) -> str:
    return ", ".join(f"« {' '.join(name.split())[:40]} »" for name in names[:20]) or "aucune"


def _named(names: list[str]) -> str:
    noun = "la colonne" if len(names) == 1 else "les colonnes"
    return f"{noun} {_quoted(names)}"
