"""A moving debate typed as a table: who stood where, before and after, and what was argued.

One row a participant, a question and an argument. A row becomes turns: each argument, what
made the person move, or an empty turn where somebody only stood somewhere. Which side exists
is the codebook's business; here are only the places that every debate has besides its sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.spreadsheet import Row, Sheet, header_of
from transfo_analysis.typography import listed

__all__ = [
    "ABSENT",
    "ABSTENTION",
    "ARGUMENT",
    "MIDDLE",
    "POSITION",
    "QUESTION",
    "REASON",
    "UNTOLD",
    "beside",
    "debate_turns",
]

# where one may stand besides the sides of the question
MIDDLE, ABSTENTION, ABSENT, UNTOLD = "milieu", "abstention", "absent", ""
_BESIDE = {
    MIDDLE: ("milieu", "au milieu", "centre", "au centre", "entre deux", "entre les deux"),
    ABSTENTION: ("abstention", "s'abstient", "abstient", "ne se prononce pas", "sans avis", "nspp"),
    ABSENT: (
        "absent", "absente", "absent·e", "absent.e", "absent(e)", "abs", "en retard", "retard",
        "pas la", "pas encore la", "arrive apres", "arrivee apres", "arrive·e apres", "parti",
        "partie", "parti·e", "parti avant", "partie avant", "parti avant la fin",
        "partie avant la fin",
    ),
    UNTOLD: ("", "?", "-", "–", "—", "non dit", "non note", "inconnu"),
}  # fmt: skip
_PLACES = {form: place for place, forms in _BESIDE.items() for form in forms}
# what a turn of a debate is
QUESTION, ARGUMENT, REASON, POSITION = "question", "argument", "raison", "position"
# the columns, and how else people title them
_COLUMNS = {
    "question": {"question", "questions", "question posee", "phrase", "affirmation", "enonce"},
    "participant": {
        "participant", "participante", "participants", "participant·e", "participante ou participant",
        "personne", "pseudonyme", "pseudo", "nom", "prenom", "qui",
    },
    "avant": {
        "avant", "position avant", "cote avant", "camp avant", "au debut", "debut",
        "position de depart", "depart", "position",
    },
    "après": {
        "apres", "position apres", "cote apres", "camp apres", "a la fin", "fin",
        "position d'arrivee", "position finale",
    },
    "argument": {"argument", "arguments", "paroles", "texte", "ce qui est dit", "propos"},
    "côté": {"cote", "cote de l'argument", "camp", "camp de l'argument", "pour ou contre", "sens"},
    "a bougé parce que": {
        "a bouge parce que", "a bouge parce qu'", "bouge parce que", "parce que", "raison",
        "raisons", "raison du deplacement", "ce qui a fait bouger", "pourquoi", "a change parce que",
    },
    "grade": {"grade", "categorie", "cat"},
}  # fmt: skip
_TELLING = ("avant", "après", "argument")
_BULLET = re.compile(r"^[-–—•*▪●]\s*")


def beside(written: str) -> str | None:
    """Return the place that is no side of the question: None when it must be a side.

    Examples
    --------
    >>> [beside(one) for one in ("Au milieu", "s’abstient", "en retard", "", "oui")]
    ['milieu', 'abstention', 'absent', '', None]
    """
    return _PLACES.get(_plain(written))


def debate_turns(sheets: list[Sheet]) -> tuple[list[Turn], tuple[Notice, ...]]:
    """Read a moving debate, every sheet that has one; the turns of a question stand together.

    Parameters
    ----------
    sheets : as read

    Raises
    ------
    SourceError
        If no sheet is such a table: names the sheet, the columns found and expected.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise SourceError("Le tableau est vide.", cure="Tapez-y les positions du débat.")
    rows: list[_Stand] = []
    notices: list[Notice] = []
    faults: list[SourceError] = []
    for sheet in filled:
        try:
            found, notes = _rows(sheet, several=len(filled) > 1)
        except SourceError as fault:
            faults.append(fault)
            continue
        rows += found
        notices += notes
    if len(faults) == len(filled):
        raise faults[0]
    if not rows:
        raise SourceError(
            "Le tableau du débat a des titres, mais aucune ligne.",
            cure="Tapez une ligne par participant et par question.",
        )
    notices += [fault.notice() for fault in faults]
    return list(_turns(rows)), tuple(notices)


@dataclass
class _Stand:
    """One row: its question, its cells under their known names, and where it is."""

    question: str
    cells: dict[str, str]
    place: str
    words: list[tuple[str, str]] = field(default_factory=list)

    @property
    def person(self) -> tuple[str, str]:
        """Whose row it is: a nameless row is somebody of its own."""
        name = bare(self.cells.get("participant", ""))
        return bare(self.question), name or f"\n{self.place}"


def _rows(sheet: Sheet, *, several: bool) -> tuple[list[_Stand], list[Notice]]:
    rank, columns = header_of(sheet, _column, _COLUMNS)
    where = f"feuille « {sheet.name} », " if several and sheet.name else ""
    if "question" not in columns or not any(name in columns for name in _TELLING):
        first = sheet.rows[max(rank, 0)]
        raise SourceError(
            "Ce n’est pas un tableau de débat : il faut la colonne « question », et au moins une "
            f"colonne parmi {_quoted(_TELLING)}. Colonnes trouvées : {_quoted(first.cells)}. "
            f"Colonnes lues : {_quoted(_COLUMNS)}.",
            place=f"{where}ligne {first.number}",
            cure="Ajoutez la colonne, ou corrigez son titre, sur la ligne des titres.",
        )
    header = sheet.rows[rank]
    notices = _unread(header, columns, f"{where}ligne {header.number}")
    found: list[_Stand] = []
    above, carried = "", []
    for row in sheet.rows[rank + 1 :]:
        cells = {name: _cell(row, at) for name, at in columns.items()}
        place = sheet.place(row, several)
        question = " ".join(cells["question"].split())
        if not question and not any(cells.values()):
            continue  # only cells of columns that are not read, and those are named already
        if not question and not above:
            what = "Cette ligne ne dit pas à quelle question elle répond : elle n’est pas lue."
            notices.append(Notice("", place, what, "Écrivez la question dans sa colonne."))
            continue
        if not question:
            carried.append(str(row.number))
        above = question or above
        found.append(_Stand(above, cells, place, list(_said(cells))))
    if carried:
        what = f"La question n’est pas écrite {_lines(carried)} : celle du dessus est reprise."
        notices.append(
            Notice("", where.rstrip(", "), what, "Écrivez-la si c’en est une autre.", "note")
        )
    return found, notices


def _column(title: str) -> str:
    written = _plain(title)
    return next((name for name, known in _COLUMNS.items() if written in known), "")


def _plain(written: str) -> str:
    return bare(written).replace("’", "'").strip(" .:")


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _unread(header: Row, columns: dict[str, int], place: str) -> list[Notice]:
    lost = [title for at, title in enumerate(header.cells) if title and at not in columns.values()]
    if not lost:
        return []
    what = f"Ces colonnes ne sont pas lues : {_quoted(lost)}."
    return [Notice("", place, what, f"Les colonnes lues sont : {_quoted(_COLUMNS)}.", "attention")]


def _said(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the arguments of a row, one a line, then what made the person move."""
    for part, name in ((ARGUMENT, "argument"), (REASON, "a bougé parce que")):
        for line in cells.get(name, "").split("\n"):
            if words := " ".join(_BULLET.sub("", line.strip()).split()):
                yield part, words


def _turns(rows: list[_Stand]) -> Iterator[Turn]:
    stood: dict[tuple[str, str], list[_Stand]] = {}
    for row in rows:
        stood.setdefault(row.person, []).append(row)
    for question in dict.fromkeys(bare(row.question) for row in rows):
        here = [row for row in rows if bare(row.question) == question]
        words = here[0].question
        yield Turn(words, place=here[0].place, fields={"part": QUESTION, "row": words})
        for row in here:
            shared = {
                "row": words,
                "before": row.cells.get("avant", ""),
                "after": row.cells.get("après", ""),
                "grade": row.cells.get("grade", ""),
            }
            who = " ".join(row.cells.get("participant", "").split())
            side = row.cells.get("côté", "") or _side(row, stood[row.person])
            for part, said in row.words:
                fields = {**shared, "part": part, "column": side if part == ARGUMENT else ""}
                yield Turn(said, speaker=who, place=row.place, fields=fields)
            if not row.words and (who or shared["before"] or shared["after"]):
                yield Turn("", speaker=who, place=row.place, fields={**shared, "part": POSITION})


def _side(row: _Stand, rows: list[_Stand]) -> str:
    """Return where somebody stood when arguing: before, else after.

    As this row says, else as the other rows of the person do, if they all say the same.
    """
    for name in ("avant", "après"):
        told = {
            bare(written): written
            for one in ([row] if row.cells.get(name) else rows)
            if beside(written := one.cells.get(name, "")) not in (ABSENT, UNTOLD)
        }
        if len(told) == 1:
            return next(iter(told.values()))
    return ""


def _quoted(names: Iterable[str]) -> str:
    shown = [f"« {' '.join(name.split())[:40]} »" for name in names if name]
    return ", ".join(shown[:20]) or "aucune"


def _lines(numbers: list[str]) -> str:
    head = "à la ligne" if len(numbers) == 1 else "aux lignes"
    shown = numbers if len(numbers) <= 12 else [*numbers[:11], f"{len(numbers) - 11} autres"]
    return f"{head} {listed(shown)}"
