"""Notes on how a method fared: what was tried, was it conclusive, why, what to change.

A note says it in its header or in lines « Méthode : … », a table in one row a trial. Either
way the words are turns under the same labels, so that they are read, reviewed and coded like
all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.metadata import bare, wave
from transfo_analysis.sources.spreadsheet import Sheet, header_of

__all__ = [
    "CASE",
    "CHANGE",
    "CONCLUSIVE",
    "LABELS",
    "METHOD",
    "WHY",
    "conclusive",
    "in_note",
    "in_table",
]

METHOD, CASE, CONCLUSIVE, WHY, CHANGE = "Méthode", "Cas", "Concluant", "Pourquoi", "À changer"
# in the order in which they are read
LABELS = (METHOD, CASE, CONCLUSIVE, WHY, CHANGE)
_WAVE, _NOTE = "vague", "note"
_WRITTEN = {
    METHOD: {"methode", "methodes", "methode essayee", "essai", "ce qui a ete essaye"},
    CASE: {"cas", "cas pratique"},
    CONCLUSIVE: {"concluant", "concluante", "concluant ?", "resultat", "ca a marche", "ca marche"},
    WHY: {"pourquoi", "pourquoi ?", "raison", "raisons"},
    CHANGE: {"changer", "a changer", "que changer", "que changer ?", "ce qu'il faut changer"},
    _WAVE: {"vague", "session"},
    _NOTE: {"note", "notes", "remarque", "remarques", "commentaire", "texte"},
}
_ANSWERS = {
    "oui": {"oui", "o", "yes", "concluant", "concluante"},
    "non": {"non", "n", "no", "pas concluant", "pas concluante"},
    "en partie": {"en partie", "partiellement", "partiel", "partielle", "oui et non", "mitige",
                  "plus ou moins", "moyennement", "moyen", "pas tout a fait"},
}  # fmt: skip
_CURE = "Écrivez oui, non ou en partie."


def conclusive(written: str) -> str:
    """Return « oui », « non » or « en partie », "" for anything else.

    Examples
    --------
    >>> conclusive("Oui"), conclusive("Partiellement (trop court)"), conclusive("bof")
    ('oui', 'en partie', '')
    """
    head = bare(written)
    for sign in (",", ";", "(", ".", ":", "–"):
        head = head.partition(sign)[0].strip() or head
    return next((answer for answer, known in _ANSWERS.items() if head in known), "")


def _label(written: str) -> str:
    name = bare(written.replace("’", "'").replace("_", " ")).rstrip(" :")
    return next((label for label, known in _WRITTEN.items() if name in known), "")


def in_note(
    header: Mapping[str, object], turns: Sequence[Turn]
) -> tuple[dict[str, object], list[Turn], tuple[Notice, ...]]:
    """Return a note's header without its trial, and its turns with it, each under its label.

    A line « Pourquoi : … », or « Pourquoi » above a line, says the same as the key; a second
    « Méthode : … » begins a second trial.
    """
    told = {key: _label(key) for key in header}
    # the case of a header is the document's
    own = {key: label for key, label in told.items() if label in LABELS and label != CASE}
    found = [
        Turn(_one_line(header[key]), label, place="en-tête")
        for label in LABELS
        for key, name in own.items()
        if name == label
    ]
    waiting = ""
    for turn in turns:
        before, colon, after = turn.words.partition(":")
        label = _label(before) if not turn.speaker and not turn.mark else ""
        alone = not after.strip()
        if label in LABELS and (colon or alone):
            waiting = label if alone else ""
            if not alone:
                found.append(replace(turn, words=after.strip(), speaker=label))
        else:
            found.append(replace(turn, speaker=waiting) if waiting else turn)
            waiting = ""
    rest = {key: value for key, value in header.items() if key not in own}
    notices = list(_doubts(found))
    if not any(turn.speaker == METHOD for turn in found):
        what = "Cette note ne dit pas quelle méthode a été essayée : elle n’est pas un essai."
        cure = "Écrivez « methode : … » dans son en-tête, ou une ligne « Méthode : … »."
        notices.append(Notice("", "", what, cure, "attention"))
    return rest, found, tuple(notices)


def _one_line(value: object) -> str:
    several = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(" ".join(str(one).split()) for one in several)


def _doubts(turns: Iterable[Turn]) -> Iterable[Notice]:
    for turn in turns:
        if turn.speaker == CONCLUSIVE and not conclusive(turn.words):
            what = f"« {turn.words[:40]} » ne dit pas si l’essai est concluant."
            yield Notice("", turn.place, what, _CURE, "attention")


def in_table(sheets: Iterable[Sheet]) -> tuple[list[Turn], tuple[Notice, ...]]:
    """Read a table of trials, one a row, every sheet that is one.

    Raises
    ------
    SourceError
        If no sheet has a column « méthode »: names the columns found and expected.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    turns: list[Turn] = []
    notices: list[Notice] = []
    for sheet in filled:
        rank, columns = header_of(sheet, _label, _WRITTEN, least=1)
        if METHOD not in columns:
            continue
        for row in sheet.rows[rank + 1 :]:
            cells = {
                name: _one_line(row.cells[c]) for name, c in columns.items() if c < len(row.cells)
            }
            place = sheet.place(row, len(filled) > 1)
            if not cells.get(METHOD):
                what = "Cette ligne ne dit pas quelle méthode a été essayée : elle n’est pas lue."
                notices.append(Notice("", place, what, "Remplissez la colonne « méthode »."))
                continue
            fields = {"wave": wave(cells[_WAVE])} if cells.get(_WAVE) else {}
            turns += [
                Turn(cells[name], "" if name == _NOTE else name, place=place, fields=fields)
                for name in (*LABELS, _NOTE)
                if cells.get(name)
            ]
    if not turns and not notices:
        raise _no_table(filled)
    return turns, (*notices, *_doubts(turns))


def _no_table(sheets: Sequence[Sheet]) -> SourceError:
    head = [cell for cell in sheets[0].rows[0].cells if cell][:20] if sheets else []
    if not head:
        return SourceError("Le tableau est vide.", cure="Tapez-y un essai par ligne.")
    expected = ", ".join(f"« {name.lower()} »" for name in (*LABELS, _WAVE, _NOTE))
    return SourceError(
        "Ce tableau d’essais n’a pas de colonne « méthode », ou aucun essai. Colonnes trouvées : "
        f"{', '.join(f'« {cell[:40]} »' for cell in head)}. Colonnes attendues : {expected}.",
        place=f"ligne {sheets[0].rows[0].number}",
        cure="Mettez ces titres sur la ligne des en-têtes.",
    )
