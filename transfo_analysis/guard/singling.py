"""Warn when what is shown of a quote singles somebody out; a person decides what to do.

Whoever walks past the wall knows the participants. What a quote lets them know is what is
written under it, the modes of the cells it hangs in, and what its words tell; and all of
that together over the quotes of one mouth that bear the same label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.typography import french, listed

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.corpus.nameforms import NameForms
    from transfo_analysis.tagging.annotations import Annotations

__all__ = ["Crowd", "Said", "rare_words", "speaker_label"]

# column of the table "people" → how a person reads it
_ATTRIBUTES = {
    "sex": "sexe",
    "grade": "grade",
    "trade": "métier",
    "service": "service",
    "commune": "commune",
}
_COLUMNS = {"sexe": "sex", "grade": "grade", "metier": "trade"}
_TOLD = ("trade", "service", "commune")
_WORD = re.compile(r"[^\W\d_]+")
# a word this short is in too many others; endings (jardin, jardinière) are forgiven
_SHORT, _STEM = 5, 6
_RARE = 4


@dataclass(frozen=True)
class Said:
    """One quote that is to be shown.

    Parameters
    ----------
    id : of its coding
    person : who says it, "" if nobody knows
    words : as they would be printed
    label : what is written under it
    modes : row codes, without family, of the cells it hangs in
    """

    id: str
    person: str
    words: str
    label: str
    modes: frozenset[str] = frozenset()


def speaker_label(person: Mapping[str, str], shown: Iterable[str]) -> str:
    """Return what is written under a quote: "une agente, catégorie C".

    Parameters
    ----------
    person : row of the table "people"
    shown : what a project shows, of sexe, grade, metier, service, commune

    Examples
    --------
    >>> nadia = {"sex": "F", "grade": "B", "trade": "inspectrice", "commune": ""}
    >>> speaker_label(nadia, ["sexe", "grade"]), speaker_label(nadia, ["metier", "commune"])
    ('une agente, catégorie B', 'inspectrice')
    """
    parts = []
    for name in shown:
        value = person.get(_COLUMNS.get(name, name), "").strip()
        if name == "sexe":
            parts.append({"f": "une agente", "h": "un agent", "m": "un agent"}.get(fold(value), ""))
        elif name == "grade":
            parts.append(f"catégorie {value}" if value else "")
        else:
            parts.append(value)
    return ", ".join(part for part in parts if part)


def rare_words(
    corpus: Corpus, annotations: Annotations, known: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Return the nouns and names that one person alone says in the corpus, and who.

    Parameters
    ----------
    known : folded words that are anybody's: of the stop list, of the codebook
    """
    speakers: dict[str, set[str]] = {}
    own = corpus.passages[corpus.passages["role"].isin(("respondent", "observed"))]
    columns = own[["document_id", "start", "end", "person", "speaker"]]
    for document, start, end, person, speaker in columns.itertuples(index=False):
        tokens = annotations.passage(document, start, end)
        if tokens is None:
            continue
        # two people whom nobody identified are two all the same
        who = person or f"{document} {speaker}"
        for form, lemma, pos in zip(tokens.form, tokens.lemma, tokens.pos, strict=True):
            word = fold(lemma or form)
            speakers.setdefault(word, set()).add(who)
            if pos in ("NOUN", "PROPN"):
                speakers.setdefault(f"{fold(form)} ", set()).add(word)
    return {
        form.strip(): next(iter(speakers[word]))
        for form, words in speakers.items()
        if form.endswith(" ")
        for word in words
        if len(speakers[word]) == 1 and len(word) >= _RARE and not {word, form.strip()} & known
    }


class Crowd:
    """The people among whom somebody may be picked out.

    Parameters
    ----------
    people : table "people"
    shown : what is written under quotes (see `speaker_label`)
    names : names of the key, in every written form; None without a key
    rare : folded word → the one person who says it
    heard : those whom a quote may be of; who reads the wall knows who was heard, and a
        participant who was not hides nobody (default: everybody)
    newcomers : those heard since the last publication: words that hang for the first time
        are taken for theirs
    labels : mode → how it is called
    """

    def __init__(
        self,
        people: pd.DataFrame,
        shown: Iterable[str],
        names: NameForms | None = None,
        rare: Mapping[str, str] | None = None,
        heard: Iterable[str] | None = None,
        newcomers: Iterable[str] = (),
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self._people = {str(one["person"]): one for one in people.to_dict("records")}
        self._heard = frozenset(self._people if heard is None else heard)
        self._newcomers = frozenset(newcomers)
        self._labels = labels or {}
        self._shown = [_COLUMNS.get(name, name) for name in shown]
        self._names = names
        self._rare = rare or {}
        words = [w for one in self._people.values() for w in _stems(str(one["trade"]))]
        # « agent », « chef », « technicien » are many people's trade
        self._common = {word for word in words if words.count(word) > 2}

    def warnings(self, quotes: Iterable[Said]) -> dict[str, tuple[str, ...]]:
        """Return what there is to say of each quote, in French; nothing for most.

        A quote is looked at alone, then with the others of the same person and label.
        """
        every = list(quotes)
        together: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for one in every:
            together.setdefault((one.person, one.label), set()).update(self._known(one))
        found = {}
        for one in every:
            alone, both = self._known(one), together[one.person, one.label]
            said = self._in_words(one)
            if self._matching(one.person, alone) == 1:
                said.append(f"désigne une seule des personnes entendues ({self._told(alone)})")
            elif self._matching(one.person, both) == 1:
                said.append(
                    "avec les autres extraits de même signature, désigne une seule des personnes "
                    f"entendues ({self._told(both)})"
                )
            elif one.person in self._newcomers and self._alike(self._newcomers, alone) == 1:
                said.append(
                    "désigne une seule des personnes entendues depuis la dernière diffusion "
                    f"({self._told(alone)})"
                )
            found[one.id] = tuple(french(line) for line in said)
        return found

    def _known(self, quote: Said) -> set[tuple[str, str]]:
        """Return what a quote lets know of who says it, as (attribute, value)."""
        person = self._people.get(quote.person)
        if person is None:
            return set()
        known = {(name, str(person[name])) for name in self._shown if person[name]}
        stems = set(_stems(quote.words))
        for name in _TOLD:
            if stems & (set(_stems(str(person[name]))) - self._common):
                known.add((name, str(person[name])))
        known |= {("mode", mode) for mode in quote.modes & set(str(person["modes"]).split())}
        return known

    def _matching(self, person: str, known: set[tuple[str, str]]) -> int:
        """Return how many people heard are all that; 0 when nothing is known of who speaks."""
        if person not in self._people or not known:
            return 0
        return self._alike(self._heard | {person}, known)

    def _alike(self, people: frozenset[str], known: set[tuple[str, str]]) -> int:
        return sum(
            all(
                value in str(one["modes"]).split()
                if name == "mode"
                else fold(str(one[name])) == fold(value)
                for name, value in known
            )
            for who, one in self._people.items()
            if who in people
        )

    def _told(self, known: set[tuple[str, str]]) -> str:
        order = [*_ATTRIBUTES, "mode"]
        told = sorted(known, key=lambda pair: (order.index(pair[0]), pair[1]))
        return ", ".join(
            f"{_ATTRIBUTES.get(name, name)} : {self._labels.get(value, value)}"
            for name, value in told
        )

    def _in_words(self, quote: Said) -> list[str]:
        found = []
        if self._names is not None and self._names.find(quote.words):
            found.append("un nom de la clé des pseudonymes est dans les mots")
        capitals = {fold(w) for w in _WORD.findall(quote.words) if w[0].isupper()}
        named = [p for p in self._people if set(fold(p).split()) <= capitals]
        if named:
            found.append(f"le pseudonyme {listed(named)} est dans les mots")
        if person := self._people.get(quote.person):
            stems = set(_stems(quote.words))
            told = [
                _ATTRIBUTES[name]
                for name in _TOLD
                if stems & (set(_stems(str(person[name]))) - self._common)
            ]
            if told:
                found.append(f"les mots disent de qui parle : {listed(told)}")
        rare = list(
            dict.fromkeys(
                word.lower()
                for word in _WORD.findall(quote.words)
                if quote.person and self._rare.get(fold(word)) == quote.person
            )
        )
        if rare:
            found.append(f"mots que cette personne est seule à dire : {listed(rare)}")
        return found


def _stems(text: str) -> list[str]:
    return [fold(w)[:_STEM] for w in _WORD.findall(text) if len(w) >= _SHORT]
