"""A table on screen, to be read: French headings, whole sentences, left to right.

A DataFrame keeps its English columns and cuts long words; this is only how it looks. Codes
stand under their labels, but in a table that has both: it is there to tell how to write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from transfo_analysis.tables import KIND_WORDS, split_ids
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Shown", "show"]

HEADINGS = {
    "after": "après", "against_ids": "contre", "ask": "à demander", "before": "avant",
    "bundle_id": "paquet", "by": "par", "case": "cas", "code": "code", "coder": "codé par", "codes": "codes",
    "change": "ce qui change", "coded_quote": "extrait codé",
    "coding_id": "codage", "column": "colonne", "column_now": "rangé dans", "count": "fois",
    "date": "date", "decided_by": "qui a décidé", "differs": "avis différents",
    "definition": "définition", "document": "document", "document_id": "document", "documents": "documents",
    "end": "fin", "evidence": "compte", "excerpts": "extraits", "family": "famille", "finding_id": "constat",
    "for_ids": "pour", "found": "trouvé", "gesture": "geste",
    "grade": "catégorie", "heard": "entendues", "ids": "à ouvrir", "interviewers": "enquêteur·rices", "kind": "sorte",
    "layer": "couche", "met": "rencontrées", "observed": "observées", "part": "partie", "part_kind": "sorte de partie",
    "participants": "participants", "passage_id": "passage", "people": "personnes", "person": "personne", "place": "lieu",
    "proposed": "proposé pour", "question": "question qui précède", "quote": "extrait",
    "reason": "raison", "register": "registre", "respondents": "enquêté·es",
    "rests_on": "repose sur", "role": "rôle", "role_origin": "su par", "row": "ligne",
    "rule": "règle", "says": "dit par", "sentence": "en une phrase",
    "side": "côté", "situation": "situation",
    "speaker": "nom écrit", "specificity": "spécificité", "staff": "effectifs",
    "staff_share": "part des effectifs", "start": "début",
    "state": "état", "statement": "énoncé", "status": "statut", "studies": "études",
    "study": "étude", "term": "terme", "text": "texte", "timecode": "minutage",
    "title": "titre", "total": "fois en tout", "turns": "tours", "value": "groupe",
    "warnings": "attention à", "wave": "vague", "who": "qui", "why": "pourquoi",
    "words": "mots",
    # the other exercises
    "about": "au sujet de", "administration": "côté administration", "agents": "agents",
    "asked": "question", "asking": "dans une question", "by_whom": "par qui",
    "conclusive": "concluant", "decided": "décidé", "earlier_persons": "dit avant par",
    "exercise": "exercice", "explained_by": "expliqué par", "first_wave": "depuis la vague",
    "for_whom": "pour qui", "from_side": "du côté", "in_questions": "dans des questions",
    "innovation": "côté innovation", "label": "libellé", "meaning": "ce qu’il veut dire",
    "method": "essayé", "moved": "a bougé", "note": "détail", "persons": "repris par",
    "places": "où", "said": "mot dit", "said_by": "dit par", "since": "ouvert depuis",
    "to_side": "vers le côté", "voice": "qui parle", "wall_rows": "papiers et arguments",
    "what": "quoi", "when": "quand",
}  # fmt: skip
VALUES = {
    **{kind: one for kind, (one, _) in KIND_WORDS.items()},
    "respondent": "enquêté·e", "interviewer": "enquêteur·rice", "observer": "observateur·rice",
    "observed": "observé·e", "author": "auteur·rice", "wall": "mur", "lesson": "enseignement",
    "dysfunction": "dysfonctionnement", "next_work": "chantier", "to_sort": "à trier",
    "set_aside": "écarté", "for": "pour", "against": "contre", "validated": "validé",
    "suggested": "proposé", "True": "oui", "False": "non", "nan": "",
    "group": "groupe", "quote": "citation", "cell": "case", "finding": "constat",
    "grade": "catégorie", "trade": "métier", "sex": "sexe", "person": "personne",
    "open": "ouvert", "taken_up": "repris", "passed_over": "pas repris", "closed": "clos",
}  # fmt: skip
# columns whose values are said in French too; words of the field are never touched
SAID = {
    "kind", "role", "column_now", "proposed", "side", "layer", "differs", "evidence",
    "part_kind", "specificity", "by", "asking", "decided", "moved", "state",
}  # fmt: skip
# columns that hold codes, said by their labels where these are known
CODED = {"after", "before", "code", "codes", "column", "part", "question", "row", "side"}
# written on each cell: JupyterLab sets words to the right, and its own sheet comes first
_CELL = "text-align:left;vertical-align:top;white-space:pre-line;max-width:36em"
_CAPTION = "caption-side:bottom;text-align:left;padding-top:6px"


@dataclass(frozen=True)
class Shown:
    """A table as a person reads it in a notebook; `data` is the table itself.

    Parameters
    ----------
    labels : code → its label; none are said in a table of identifiers with their labels
    """

    data: pd.DataFrame
    columns: tuple[str, ...]
    rows: int
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="{_CELL}">{escape(one)}</th>' for one in self._headings()
        )
        body = "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in line) + "</tr>"
            for line in self._lines()
        )
        return (
            f'<table style="width:100%"><caption style="{_CAPTION}">{escape(self._caption())}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def __repr__(self) -> str:
        lines = [self._headings(), *self._lines()]
        return "\n".join([*(" | ".join(line) for line in lines), self._caption()])

    def _headings(self) -> list[str]:
        return [HEADINGS.get(c, self.labels.get(c, c)) for c in self.columns]

    def _lines(self) -> list[list[str]]:
        shown = self.data[list(self.columns)].head(self.rows)
        return [
            [self._say(name, value) for name, value in zip(self.columns, line, strict=True)]
            for line in shown.itertuples(index=False, name=None)
        ]

    def _say(self, name: str, value: object) -> str:
        text = str(value)
        if name in SAID and text in VALUES:
            return VALUES[text]
        if name in CODED and "label" not in self.columns:
            codes = split_ids(text)
            if codes and all(code in self.labels for code in codes):
                return ", ".join(self.labels[code] for code in codes)
        return text

    def _caption(self) -> str:
        count = len(self.data)
        if count > self.rows:
            return french(f"{self.rows} lignes montrées sur {count}")
        return french(plural(count, "ligne"))


def show(
    data: pd.DataFrame,
    columns: Iterable[str] = (),
    rows: int = 30,
    labels: Mapping[str, str] | None = None,
) -> Shown:
    """Show a table with French headings and whole sentences.

    In a notebook, `projet.show` does it with the labels of the project's codes.

    Parameters
    ----------
    data : any table of the project
    columns : which columns, in which order (default: all)
    rows : how many rows at most
    labels : code → its label (default: codes stand as they are written)

    Raises
    ------
    KeyError
        If a column does not exist.

    Examples
    --------
    >>> import pandas as pd
    >>> print(show(pd.DataFrame({"person": ["Ana"], "role": ["respondent"]})))
    personne | rôle
    Ana | enquêté·e
    1 ligne
    """
    chosen = tuple(columns) or tuple(str(column) for column in data.columns)
    for column in chosen:
        if column not in data.columns:
            raise KeyError(column)
    return Shown(data, chosen, rows, labels or {})
