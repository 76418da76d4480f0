"""A small made-up fieldwork to cross: documents, people and codings written in a few lines.

Loaded by path (`runpy`) from the tests that use it: the tests are no package.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.coding.state import FindingState, State
from transfo_analysis.settings import Case
from transfo_analysis.tables import DESCRIPTION, PLACED, REMARK, REPORTED, VERBATIM, frame

EVIDENCE_ROLES = ("respondent", "observed", "author", "wall", "")


def codebook() -> Codebook:
    def codes(*ids, **more):
        return [
            {"id": i, "libelle": i.capitalize().replace("_", " "), **more.get(i, {})} for i in ids
        ]

    return Codebook.model_validate(
        {
            "familles": [
                {
                    "id": "mode",
                    "libelle": "Modes",
                    "codes": codes(
                        "velo",
                        "velo_electrique",
                        "train",
                        "marche",
                        velo_electrique={"sous": "velo"},
                    ),
                },
                {
                    "id": "categorie",
                    "libelle": "Catégories",
                    "codes": codes(
                        "usage",
                        "frein",
                        "levier",
                        "regle",
                        frein={"oppose": ["categorie:levier"]},
                    ),
                },
                {"id": "motif", "libelle": "Motifs", "codes": codes("professionnel", "personnel")},
            ]
        }
    )


def case(**more) -> Case:
    written = {
        "id": "mob",
        "titre": "Se déplacer <au travail>",
        "lignes": "mode",
        "colonnes": "categorie",
        "motif": {"famille": "motif", "garder": ["professionnel"], "garder_non_dit": True},
        "regles": [
            {
                "colonnes": ["frein"],
                "lignes": ["velo"],
                "personnes_au_moins": 2,
                "propose": "dysfunction",
                "parce_que": "plusieurs sont gênés",
            },
            {
                "colonnes": ["frein", "regle"],
                "propose": "dysfunction",
                "parce_que": "un frein gêne",
            },
            {"colonnes": ["levier"], "propose": "lesson", "parce_que": "un levier apprend"},
        ],
    }
    return Case.model_validate({**written, **more})


class Field:
    """Documents made of turns, and codings found by their words."""

    def __init__(self) -> None:
        self.codebook, self.case = codebook(), case()
        self._documents, self._turns, self._passages, self._people = [], [], [], []
        self._codings, self._suggestions, self._crossings = [], [], []
        self.texts: dict[str, str] = {}
        self.state = State()

    def person(self, name, grade="B", trade="jardinier", service="Parcs", roles="enquêté"):
        self._people.append(
            {
                "person": name,
                "roles": roles,
                "grade": grade,
                "trade": trade,
                "service": service,
                "commune": "",
                "modes": "",
                "sex": "",
                "language": "",
                "consent_analysis": True,
                "consent_quotation": True,
                "consent_display": True,
            }
        )

    def document(
        self,
        name,
        *turns,
        kind="interview",
        wave="vague-1",
        interviewers="Ida",
        purpose="",
        study="",
        situation="",
    ):
        """Add a document; a turn is (role, person, words) or (…, register or wall fields)."""
        text, rows = "", []
        for number, (role, person, words, *rest) in enumerate(turns):
            start = len(text) + (1 if text else 0)
            text = f"{text}\n{words}" if text else words
            more = rest[0] if rest else VERBATIM
            wall = more if isinstance(more, dict) else {}
            register = REPORTED if wall else more
            rows.append(
                {
                    "document_id": name,
                    "turn": number,
                    "speaker": person,
                    "person": person,
                    "role": role,
                    "role_origin": "en-tête",
                    "register": register,
                    "start": start,
                    "end": len(text),
                    "start_time": 65.0 * number if kind == "interview" else np.nan,
                    "end_time": np.nan,
                    "question_turn": number - 1
                    if number and rows[-1]["role"] == "interviewer"
                    else -1,
                    "wall_group": "",
                    "wall_row": wall.get("row", ""),
                    "wall_column": wall.get("column", ""),
                    "wall_source": wall.get("source", ""),
                    "wall_situation": "",
                    "wall_grade": wall.get("grade", ""),
                }
            )
        self.texts[name] = text
        self._turns += rows
        self._documents.append(
            {
                "document_id": name,
                "case": "mob",
                "other_cases": "",
                "kind": kind,
                "wave": wave,
                "title": f"Titre de {name}",
                "path": f"{name}.md",
                "sha256": "",
                "text_sha256": name,
                "date": "",
                "place": "",
                "respondents": "",
                "interviewers": interviewers,
                "situation": situation,
                "study": study,
                "reference": "",
                "recorded": True,
                "words": len(text.split()),
                "purpose": purpose,
            }
        )
        for row in rows:
            asks = row["question_turn"]
            self._passages.append(
                {
                    **{
                        k: row[k]
                        for k in (
                            "document_id",
                            "turn",
                            "speaker",
                            "person",
                            "role",
                            "register",
                            "start",
                            "end",
                            "start_time",
                        )
                    },
                    "passage_id": f"{name}@{row['start']}-{row['end']}",
                    "case": "mob",
                    "kind": kind,
                    "wave": wave,
                    "text": text[row["start"] : row["end"]],
                    "question": text[rows[asks]["start"] : rows[asks]["end"]] if asks >= 0 else "",
                    "situation": situation,
                    "study": study,
                    "evidence": row["role"] in EVIDENCE_ROLES and row["register"] != REMARK,
                    "words": 1,
                }
            )

    def code(self, document, words, *codes, coder="Ana", origin="hand", status="exact"):
        """Code the first occurrence of some words; return the ids."""
        start = self.texts[document].index(words)
        return [
            self.code_at(document, start, start + len(words), c, coder, origin, status)
            for c in codes
        ]

    def code_at(self, document, start, end, code, coder="Ana", origin="hand", status="exact"):
        at = next(p for p in self._passages if p["document_id"] == document and start < p["end"])
        name = f"c{len(self._codings):04}"
        self._codings.append(
            {
                **{
                    k: at[k]
                    for k in (
                        "kind",
                        "wave",
                        "turn",
                        "speaker",
                        "person",
                        "role",
                        "register",
                        "start_time",
                        "question",
                        "situation",
                        "study",
                        "case",
                    )
                },
                "coding_id": name,
                "document_id": document,
                "start": start,
                "end": end,
                "quote": self.texts[document][start:end],
                "code": code,
                "coder": coder,
                "origin": origin,
                "text_sha256": document,
                "evidence": at["evidence"] and status in PLACED,
                "status": status,
                "consensus": "codé par un·e seul·e",
            }
        )
        return name

    def suggest(self, document, words, row, column, answered=("", ""), to_settle=False):
        """Propose a crossing on the passage that holds some words."""
        start = self.texts[document].index(words)
        at = next(p for p in self._passages if p["document_id"] == document and start < p["end"])
        ids = []
        for code, answer in zip((row, column), answered, strict=True):
            ids.append(f"{document}@{start}-{start + len(words)}={code}")
            self._suggestions.append(
                {
                    "suggestion_id": ids[-1],
                    "document_id": document,
                    "case": "mob",
                    "passage_id": at["passage_id"],
                    "start": start,
                    "end": start + len(words),
                    "quote": words,
                    "code": code,
                    "reason": "mot",
                    "wave": at["wave"],
                    "person": at["person"],
                    "answered": answer,
                }
            )
        self._crossings.append(
            {
                "passage_id": at["passage_id"],
                "document_id": document,
                "case": "mob",
                "person": at["person"],
                "row": row,
                "column": column,
                "reason": "même passage",
                "to_settle": to_settle,
                "suggestion_ids": " ".join(ids),
            }
        )
        return at["passage_id"]

    def finding(self, name, statement="Le vélo freine.", **more):
        empty = {
            "bundle": "",
            "sorts": {},
            "for_ids": (),
            "against_ids": (),
            "ancestors": (),
            "merged_into": "",
            "split_into": (),
        }
        made = FindingState(
            id=name, case="mob", statement=statement, coder="Ana", **{**empty, **more}
        )
        self.state = State(**{**vars(self.state), "findings": {**self.state.findings, name: made}})

    def decide(self, **more):
        self.state = State(**{**vars(self.state), **more})

    @property
    def corpus(self):
        names = frame("documents", []).columns
        documents = [{k: v for k, v in d.items() if k in names} for d in self._documents]
        return SimpleNamespace(
            documents=frame("documents", documents),
            turns=frame("turns", self._turns),
            passages=frame("passages", self._passages),
            people=frame("people", self._people),
            texts=self.texts,
            text_sha256=lambda document: document,
        )

    @property
    def codings(self) -> pd.DataFrame:
        return frame("codings", self._codings)

    def table(self, codings=None, **filters):
        from transfo_analysis.crosstable import cross_table

        return cross_table(
            self.corpus,
            self.codings if codings is None else codings,
            self.state,
            frame("suggestions", {s["suggestion_id"]: s for s in self._suggestions}.values()),
            frame("suggested_crossings", self._crossings),
            self.codebook,
            filters.pop("case", self.case),
            **filters,
        )


__all__ = ["DESCRIPTION", "REMARK", "REPORTED", "VERBATIM", "Field", "case", "codebook"]
