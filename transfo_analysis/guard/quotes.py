"""Which quotes may be shown: consent, a person's clearance of these very words, exactness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.guard.release import Quote
from transfo_analysis.guard.singling import speaker_label
from transfo_analysis.tables import DESCRIPTION, REMARK, VERBATIM

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.state import State
    from transfo_analysis.corpus import Corpus

__all__ = ["CHANGED", "CLEARED", "KEPT_OFF", "WAITING", "Excerpt", "excerpts", "standing"]

WAITING, CLEARED, KEPT_OFF, CHANGED = "à relire", "autorisé", "écarté", "changé depuis"


@dataclass(frozen=True)
class Excerpt:
    """The words of a coding, and whether they may be shown.

    Parameters
    ----------
    words : without quotation marks around them
    exact : word for word
    person : pseudonym, "" if nobody knows
    speaker : what would be written under it
    standing : what a person said of showing it: à relire, autorisé, écarté, changé depuis
    obstacle : why it may not be shown whatever a person says, in French; "" if it may
    """

    coding: str
    document: str
    start: int
    end: int
    words: str
    exact: bool
    person: str
    speaker: str
    standing: str
    obstacle: str

    @property
    def shown(self) -> bool:
        """Whether it may be shown now."""
        return self.standing == CLEARED and not self.obstacle

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it is; two coders' codings of one place are one quote."""
        return self.document, self.start, self.end

    def quote(self) -> Quote:
        """Return what is shown of it."""
        return Quote(self.words, self.exact, self.speaker)


def standing(state: State, kind: str, target: str, stamp: str) -> str:
    """Return what was said of showing something, as it stands today.

    Parameters
    ----------
    stamp : of what it is today; a clearance of anything else has lapsed
    """
    said = state.clearances.get((kind, target))
    if said is None:
        return WAITING
    if not said.stamp:
        return KEPT_OFF
    return CLEARED if said.stamp == stamp else CHANGED


def excerpts(
    codings: pd.DataFrame, corpus: Corpus, state: State, label: Iterable[str]
) -> dict[str, Excerpt]:
    """Return the excerpts of some rows of the table "codings", by coding.

    Parameters
    ----------
    label : what is written under a quote (see `singling.speaker_label`)
    """
    people = {str(one["person"]): one for one in corpus.people.to_dict("records")}
    sources = corpus.turns.set_index(["document_id", "turn"])["wall_source"]
    shown = list(label)
    found = {}
    for row in codings.to_dict("records"):
        document, turn = str(row["document_id"]), int(row["turn"])
        person = str(row["person"]) if row["role"] != "interviewer" else ""
        if row["kind"] == "wall_table":
            source = str(sources.get((document, turn), ""))
            person = source if source in people else ""
        name, words = str(row["coding_id"]), str(row["quote"])
        whose = people.get(person)
        # on which side somebody spoke is more than what they said: nothing is written under it
        signed = whose if whose is not None and row["kind"] != "debate" else None
        found[name] = Excerpt(
            name,
            document,
            int(row["start"]),
            int(row["end"]),
            words.strip().removeprefix("«").removesuffix("»").strip(),
            row["register"] == VERBATIM,
            person,
            speaker_label({str(k): str(v) for k, v in signed.items()}, shown) if signed else "",
            standing(state, "quote", name, text_sha256(words)),
            _obstacle({str(k): v for k, v in row.items()}, person, whose),
        )
    return found


def _obstacle(row: Mapping[str, Any], person: str, known: Mapping[Any, Any] | None) -> str:
    """Return why words may not be shown; consent that nobody wrote down is none."""
    if row["register"] == REMARK or not row["evidence"]:
        return "ces mots ne sont pas une preuve (question, remarque, ou place à revoir)"
    if known is not None:
        if not known["consent_display"]:
            return f"{person} n’a pas consenti à l’affichage"
        if not (known["consent_quotation"] and known["consent_analysis"]):
            return f"{person} n’a pas consenti à être cité·e"
        return ""
    if person:
        return f"{person} n’est pas dans participants.csv : son consentement n’est pas écrit"
    if row["kind"] == "literature_note" or row["register"] == DESCRIPTION:
        return ""
    return "personne ne sait qui parle : son consentement n’est pas écrit"
