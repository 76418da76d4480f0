"""What a table keeps: waves, kinds of source, registers, people, purposes of trips."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from transfo_analysis.crosstable.join import Spans, overlapping
from transfo_analysis.errors import SettingsError
from transfo_analysis.settings import PurposeFilter
from transfo_analysis.tables import KINDS, REGISTERS
from transfo_analysis.typography import french, listed

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Case

__all__ = ["UNTOLD", "Filters", "written_purposes"]

# among purposes: nobody said why the trip is made
UNTOLD = ""
_NAMES = {
    "waves": "la vague",
    "kinds": "la sorte de source",
    "registers": "le registre",
    "grades": "le grade",
    "trades": "le métier",
    "services": "le service",
    "purposes": "le motif",
}
_PLACE = {"waves": "wave", "kinds": "kind", "registers": "register"}
_PERSON = {"grades": "grade", "trades": "trade", "services": "service"}


@dataclass(frozen=True)
class Filters:
    """What is kept; an empty tuple keeps everything.

    Parameters
    ----------
    purposes : codes of the purpose family, without family; `""` keeps what tells none
    purpose_family : family in which the purpose of a trip is coded, "" if there is none
    """

    waves: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    purpose_family: str = ""

    @classmethod
    def make(
        cls,
        given: Mapping[str, Iterable[str]],
        purposes: Iterable[str] | None,
        *,
        corpus: Corpus,
        codebook: Codebook,
        case: Case,
        crossed: Collection[str],
    ) -> Filters:
        """Check what a person asked for; without purposes asked for, the case's are kept.

        The case's own filter stands aside when its family is one of those crossed.

        Raises
        ------
        SettingsError
            If nothing in the material has a value asked for; the message lists those known.
        """
        wanted = {name: _several(values) for name, values in given.items()}
        people, documents = corpus.people, corpus.documents
        known = {
            "waves": set(documents["wave"]) | set(corpus.passages["wave"]),
            "kinds": set(KINDS),
            "registers": set(REGISTERS),
            **{name: set(people[column]) for name, column in _PERSON.items()},
        }
        known["grades"] |= set(corpus.turns["wall_grade"])
        for name, values in wanted.items():
            _refuse_unknown(name, values, known[name])
        default = case.purpose or PurposeFilter()
        family = default.family if default.family in {f.id for f in codebook.families} else ""
        if purposes is not None:
            kept = tuple(value.split(":")[-1] for value in _several(purposes))
            codes = {name.split(":")[1] for name in codebook.names(family)} if family else set()
            _refuse_unknown("purposes", kept, codes | {UNTOLD})
        elif case.purpose is None or case.purpose.family in crossed:
            kept = ()
        else:
            kept = (*default.keep, *((UNTOLD,) if default.keep_untold else ()))
        return cls(**wanted, purposes=kept, purpose_family=family)

    def french(self) -> str:
        """Return the filters in force as a French line, "" if there are none."""
        parts = []
        for name, label in _NAMES.items():
            values = ["non dit" if v == UNTOLD else v for v in getattr(self, name)]
            if values:
                parts.append(f"{label.split()[-1]} : {listed(values, 'ou')}")
        return french(" ; ".join(parts))

    def places(self, data: pd.DataFrame, corpus: Corpus) -> NDArray[np.bool_]:
        """Return which rows (place, wave, kind, register, person) are kept, purposes aside."""
        kept = np.ones(len(data), dtype=bool)
        for name, column in _PLACE.items():
            if values := getattr(self, name):
                kept &= data[column].isin(values).to_numpy()
        return kept & self._whose(data, corpus)

    def _whose(self, data: pd.DataFrame, corpus: Corpus) -> NDArray[np.bool_]:
        """Return which rows are of the grades, trades and services asked for.

        Nobody speaks on the wall: a paper is of who is named as its source, and of the grade
        written beside it.
        """
        kept = np.ones(len(data), dtype=bool)
        if not (self.grades or self.trades or self.services):
            return kept
        turns = corpus.turns[["document_id", "turn", "wall_source", "wall_grade"]]
        papers = data[["document_id", "turn"]].merge(turns, on=["document_id", "turn"], how="left")
        source = papers["wall_source"].fillna("").to_numpy()
        written = papers["wall_grade"].fillna("").to_numpy()
        said = data["person"].to_numpy()
        person = pd.Series(np.where(said == "", source, said))
        for name, column in _PERSON.items():
            if values := getattr(self, name):
                people = corpus.people
                one = person.isin(people.loc[people[column].isin(values), "person"]).to_numpy()
                if name == "grades":
                    one = np.where(written == "", one, np.isin(written, values))
                kept &= one
        return kept

    def trips(
        self,
        places: Spans,
        documents: pd.Series[str],
        marks: Spans,
        marked: pd.Series[str],
        purposes: Mapping[str, list[str]],
    ) -> NDArray[np.bool_]:
        """Return which places tell a purpose that is kept, or tell none when that is kept.

        Parameters
        ----------
        places, documents : the places to judge, and the document of each
        marks, marked : where a purpose was coded (same groups), and its full code
        purposes : purposes written at the head of each document, if any
        """
        if not self.purposes:
            return np.ones(len(documents), dtype=bool)
        at, by = overlapping(places, marks)
        kept_codes = {f"{self.purpose_family}:{purpose}" for purpose in self.purposes}
        good = marked.isin(kept_codes).to_numpy()
        told, kept = np.zeros(len(documents), dtype=bool), np.zeros(len(documents), dtype=bool)
        told[at] = True
        kept[at[good[by]]] = True
        heads = {name for name, told in purposes.items() if set(told) & set(self.purposes)}
        silent = UNTOLD in self.purposes
        written = documents.isin(heads) | (~documents.isin(list(purposes)) & silent)
        result: NDArray[np.bool_] = np.where(told, kept, written.to_numpy(dtype=bool))
        return result


def written_purposes(corpus: Corpus) -> dict[str, list[str]]:
    """Return the purposes written at the head of each document that has some."""
    documents = corpus.documents
    if "purpose" not in documents:
        return {}
    pairs = zip(documents["document_id"], documents["purpose"], strict=True)
    return {name: [p.split(":")[-1] for p in told.split()] for name, told in pairs if told}


def _several(values: Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _refuse_unknown(name: str, values: tuple[str, ...], known: set[str]) -> None:
    for value in values:
        if value not in known:
            choices = ", ".join(sorted(k for k in known if k)) or "aucune valeur n’est connue"
            raise SettingsError(
                f"Le filtre demande {_NAMES[name]} « {value} », que rien ne porte.",
                cure=f"Choisissez parmi : {choices}.",
            )
