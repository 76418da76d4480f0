"""Remarks at the end of a session, as a list or a table: one turn a remark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.labels import Paragraph
from transfo_analysis.sources.metadata import bare, wave
from transfo_analysis.sources.spreadsheet import Row, Sheet, header_of
from transfo_analysis.typography import plural

__all__ = ["remark_lines", "remark_turns"]

# the table's columns, and how else people call them
_COLUMNS = {
    "remarque": {
        "remarque", "remarques", "texte", "propos", "parole", "paroles", "commentaire",
        "commentaires", "ce qui a ete dit", "ce qui est dit", "contenu", "papier", "post-it",
    },
    "participant": {
        "participant", "participante", "participants", "participant·e", "pseudonyme", "pseudo", "qui",
        "personne", "prenom", "nom", "ambassadeur", "ambassadrice", "auteur", "autrice", "source",
    },
    "grade": {"grade", "grades", "cadre d’emplois", "cadre d'emplois"},
    "thème": {"theme", "themes", "sujet", "sujets", "ligne", "lignes", "objet"},
    "colonne": {"colonne", "colonnes", "ressenti", "rubrique", "avis", "type"},
    "groupe": {"groupe", "groupes", "equipe"},
    "vague": {"vague", "session"},
}  # fmt: skip
_CATEGORY = {"categorie", "categories"}
_GRADE = re.compile(r"(?:cat(?:egorie|\.)? ?)?[abc]\+?")
_LISTED = re.compile(r"(?:[-–—•*▪●]|\d{1,2}[.)°])\s+")


def remark_lines(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return paragraphs without the dash or the number that a list puts before each.

    Examples
    --------
    >>> [p.text for p in remark_lines([Paragraph("- Maud : trop long"), Paragraph("2) bien")])]
    ['Maud : trop long', 'bien']
    """
    return [replace(one, text=_LISTED.sub("", one.text, count=1)) for one in paragraphs]


def remark_turns(
    sheets: list[Sheet], folder_wave: str = ""
) -> tuple[list[Turn], tuple[Notice, ...]]:
    """Read a table of remarks, every sheet that has one.

    A row with a theme and a column was placed by the group: its turn says so in its fields.

    Parameters
    ----------
    sheets : as read
    folder_wave : the wave of rows that name none

    Raises
    ------
    SourceError
        If no sheet has a column of remarks: names the sheet, the columns found and expected.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise SourceError("Le débriefing est vide.", cure="Tapez-y une remarque par ligne.")
    turns: list[Turn] = []
    notices: list[Notice] = []
    faults: list[SourceError] = []
    for sheet in filled:
        try:
            found, notes = _rows(sheet, folder_wave, several=len(filled) > 1)
        except SourceError as fault:
            faults.append(fault)
            continue
        turns += found
        notices += notes
    if len(faults) == len(filled):
        raise faults[0]
    if not turns:
        raise SourceError(
            "Le débriefing a des en-têtes, mais aucune remarque.",
            cure="Tapez-y une remarque par ligne.",
        )
    return turns, (*notices, *(fault.notice() for fault in faults))


def _column(title: str) -> str:
    written = bare(title)
    if written in _CATEGORY:
        return "catégorie"
    return next((name for name, known in _COLUMNS.items() if written in known), "")


def _rows(sheet: Sheet, folder_wave: str, *, several: bool) -> tuple[list[Turn], list[Notice]]:
    rank, columns = header_of(sheet, _column, (*_COLUMNS, "catégorie"), least=1)
    if "remarque" not in columns:
        raise _no_remarks(sheet, rank)
    body = sheet.rows[rank + 1 :]
    if "catégorie" in columns:
        # « catégorie » is a grade when it holds A, B or C; else what the wall calls so
        at = columns.pop("catégorie")
        graded = all(_GRADE.fullmatch(bare(one)) for row in body if (one := _cell(row, at)))
        columns.setdefault("grade" if graded else "colonne", at)
    turns, notices, half = [], [], 0
    for row in body:
        cells = {name: _cell(row, at) for name, at in columns.items()}
        if not cells["remarque"]:
            if any(text for name, text in cells.items() if name not in ("vague", "groupe")):
                what = "Cette ligne n’a pas de remarque et n’est pas lue."
                place = sheet.place(row, several)
                notices.append(Notice("", place, what, "Écrivez la remarque.", "attention"))
            continue
        turns.append(_turn(cells, sheet.place(row, several), folder_wave))
        half += bool(cells.get("thème")) != bool(cells.get("colonne"))
    if half:
        what = (
            f"{plural(half, 'remarque a', 'remarques ont')} un thème sans colonne, ou une colonne "
            "sans thème : à coder à la main, rien n’est rangé dans une case."
        )
        cure = "Remplissez les deux cellules pour qu’une remarque compte comme un papier du mur."
        where = f"feuille « {sheet.name} »" if several and sheet.name else ""
        notices.append(Notice("", where, what, cure, "note"))
    return turns, notices


def _cell(row: Row, at: int) -> str:
    return " ".join(row.cells[at].split()) if at < len(row.cells) else ""


def _turn(cells: dict[str, str], place: str, folder_wave: str) -> Turn:
    grade = cells.get("grade", "")
    if len(grade) <= 2 and grade:
        grade = f"catégorie {grade}"
    who = cells.get("participant", "") or grade
    fields = {
        "group": cells.get("groupe", ""),
        "row": cells.get("thème", ""),
        "column": cells.get("colonne", ""),
        "source": who,
        "wave": wave(cells.get("vague", "") or folder_wave),
    }
    return Turn(cells["remarque"], speaker=who, place=place, fields=fields)


def _no_remarks(sheet: Sheet, rank: int) -> SourceError:
    head = sheet.rows[max(rank, 0)]
    found = ", ".join(f"« {' '.join(cell.split())[:40]} »" for cell in head.cells[:20] if cell)
    where = f"feuille « {sheet.name} », " if sheet.name else ""
    return SourceError(
        f"Il manque la colonne « remarque » au débriefing. Colonnes trouvées : {found}. "
        "Colonnes attendues : « remarque », et si on les connaît « participant » (ou « grade »), "
        "« thème », « colonne », « groupe », « vague ».",
        place=f"{where}ligne {head.number}",
        cure="Ajoutez la colonne, ou corrigez son titre, sur la ligne des en-têtes.",
    )
