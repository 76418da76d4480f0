"""Codings that a change of the codebook leaves behind: to read again, or without a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from transfo_analysis.coding.codebook import FILE_NAME, Codebook
from transfo_analysis.coding.meanings import meaning, stale
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.errors import Notice
from transfo_analysis.tables import SEPARATOR, frame
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.state import State

__all__ = ["orphans", "to_reread"]


def to_reread(codings: pd.DataFrame, state: State, codebook: Codebook) -> pd.DataFrame:
    """Return the table "to_reread", in the order of the material.

    A coding leaves it when it was read again and kept (`projet.coding.reread`), or withdrawn.

    Parameters
    ----------
    codings : table "codings"
    """
    waiting = stale(state, codebook)
    rows = []
    columns = ("coding_id", "document_id", "turn", "quote", "code", "coder")
    for values in zip(*(codings[name] for name in columns), strict=True):
        row = dict(zip(columns, values, strict=True))
        if (name := row["coding_id"]) in waiting:
            made = state.codings[name].definition
            rows.append(
                {
                    **row,
                    "reason": waiting[name],
                    "made_under": state.definition_texts.get(made, ""),
                    "today": meaning(codebook, state, row["code"]),
                    "split_into": SEPARATOR.join(state.splits.get(name, ())),
                }
            )
    return frame("to_reread", rows)


def orphans(
    codings: pd.DataFrame, state: State, codebook: Codebook, families: Collection[str] = ()
) -> list[Notice]:
    """Return which codes codings bear that no longer exist, where, and what to do.

    A person who gave a code another identifier in the file by hand finds the verb that makes
    its codings follow, with the code that most looks like it.

    Parameters
    ----------
    codings : table "codings"
    families : say it of these only (default: of all)
    """
    lost: dict[str, Counter[str]] = {}
    meanings: dict[str, str] = {}
    known = {*codebook.codes, *state.created}
    for coding, code, document in zip(
        codings["coding_id"], codings["code"], codings["document_id"], strict=True
    ):
        if code not in known and (not families or code.partition(":")[0] in families):
            lost.setdefault(code, Counter())[document] += 1
            held = state.codings.get(coding)
            meanings[code] = (held.meaning if held else "") or meanings.get(code, "")
    used = set(codings["code"].unique()) if lost else set()
    found = []
    for code, documents in sorted(lost.items()):
        places = [f"{name} ({count})" for name, count in sorted(documents.items())]
        more = f" et {len(places) - 5} autres" if len(places) > 5 else ""
        now = _heir(code, meanings[code], used, state, codebook)
        what = (
            f"{plural(sum(documents.values()), 'codage')} avec le code « {code} », qui n’est plus "
            f"dans le livre de codes : {listed(places[:5]) if not more else ', '.join(places[:5])}"
            f"{more}. Aucun tableau ne les compte sous un code d’aujourd’hui."
        )
        cure = (
            f'S’il a changé de nom : projet.codes.rename("{code}", "{now}"). '
            f'S’il a rejoint un autre code : projet.codes.merge("{code}", "{now}"). '
            "Sinon, remettez-le dans ce fichier."
        )
        found.append(Notice(FILE_NAME, "", what, cure, "attention"))
    return found


def _heir(code: str, meant: str, used: set[str], state: State, codebook: Codebook) -> str:
    """Return the code of the same family that most likely is a lost one under a new name."""
    from rapidfuzz import process

    family = code.partition(":")[0]
    near = [name for name in codebook.codes if name.partition(":")[0] == family]
    if meant:
        for name in near:
            if text_sha256(meaning(codebook, state, name)) == meant:
                return name
    # what nobody coded with yet is more likely to be new
    fresh = [name for name in near if name not in used] or near
    best = process.extractOne(code, fresh)
    return str(best[0]) if best else f"{family}:…"
