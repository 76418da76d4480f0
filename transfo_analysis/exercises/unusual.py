"""Words found against everyday spoken French: frequent here, rare or unknown in film subtitles.

A proposal with its reason, never jargon by itself: a person puts it into `jargon.csv` or the
glossary, or says there that it is « pas du jargon ». Words with the make of learned or official
French come first (« mutualisation », « transversalité »): concrete words that are merely rare
(« couscous ») are more often what somebody talked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from transfo_analysis.coding.wordlists import word_key
from transfo_analysis.exercises.vocabulary import FOUND, Term
from transfo_analysis.tagging.matching import patterns
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.tagging.everyday import Everyday
    from transfo_analysis.tagging.stream import Stream

__all__ = ["RARE", "Said", "subject_words", "unusual"]

# under this many times in a million words of subtitles, a word is rare
RARE = 2.0
_PEOPLE, _TIMES = 2, 3
_LETTERS = 4
_KINDS = ("NOUN", "VERB", "ADJ")
_MOST = 40
# what parts a word from a compound, an address, « m.nadia »
_GLUE = frozenset("-‐‑@/_")
_LEARNED = re.compile(
    r".{3,}(?:[ts]ion|ité|[ae]nce|isme|age|ment|ateur|atrice|iser|ifier|ique|[ae]l|elle|aire"
    r"|if|ive|able|ible|ing|ologue|ologie)"
)
_ORDINAL = re.compile(r".+ièmes?")


@dataclass(frozen=True)
class Said:
    """What is known of each passage, by its rank: its words, who says them, whether it counts.

    `counts` leaves out studies and papers of the wall: nobody there speaks.
    `tagged` gives part of speech and lemma of the word at a place, "" for what is not tagged.
    """

    texts: Sequence[str]
    person: Sequence[str]
    counts: Sequence[bool]
    tagged: Callable[[int, int], tuple[str, str]]

    def people(self, term: Term) -> int:
        """Return how many people say a term."""
        return len({self.person[passage] for passage, _, _ in term.places} - {""})


@dataclass
class _Seen:
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    capitals: int = 0
    frequency: float | None = None


def unusual(
    said: Said,
    stream: Stream,
    everyday: Everyday,
    covered: np.ndarray,
    known: Collection[str],
    subject: Collection[str],
) -> list[Term]:
    """Return the words that are frequent here and rare in everyday French, the likeliest first.

    Parameters
    ----------
    covered : words of the stream that are part of a listed term
    known : keys of what is decided, or stands for somebody
    subject : forms of what the fieldwork is about, and of the stop list
    """
    words: dict[str, _Seen] = {}
    for rank, form in enumerate(stream.forms):
        if len(form) < _LETTERS or not form.isalpha() or form in subject or _ORDINAL.match(form):
            continue
        frequency = everyday.frequency(form)
        if (frequency is not None and frequency >= RARE) or word_key(form) in known:
            continue
        for place in _places(said, stream, covered, rank):
            kind, lemma = said.tagged(*place[:2])
            entry = everyday.known(form)
            lemma = entry.lemma if entry is not None else _lemma(form, kind, lemma)
            if lemma in subject or word_key(lemma) in known:
                continue
            one = words.setdefault(lemma, _Seen())
            one.forms[form] += 1
            one.kinds[kind] += 1
            one.capitals += said.texts[place[0]][place[1]].isupper()
            one.places.append(place)
            one.frequency = frequency
    found = [term for lemma, one in words.items() if (term := _term(lemma, one, said))]
    found.sort(
        key=lambda term: (
            not _LEARNED.fullmatch(term.shown), -said.people(term), -len(term.places), term.key,
        )
    )  # fmt: skip
    return found[:_MOST]


def _places(
    said: Said, stream: Stream, covered: np.ndarray, rank: int
) -> Iterator[tuple[int, int, int]]:
    """Yield where a form is said as a word by itself, outside the terms that are known."""
    for at in stream.positions([rank]).tolist():
        passage = int(stream.passage[at])
        if covered[at] or not said.counts[passage]:
            continue
        start, end = int(stream.start[at]), int(stream.end[at])
        text = said.texts[passage]
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before not in _GLUE | {"."} and after not in _GLUE:
            yield passage, start, end


def _lemma(form: str, kind: str, tagged: str) -> str:
    """Return the base of a word that no dictionary has: the model's for a verb, else no plural."""
    if kind == "VERB" and tagged:
        return tagged.casefold()
    return form[:-1] if form.endswith("s") and not form.endswith(("ss", "us", "is")) else form


def _term(lemma: str, one: _Seen, said: Said) -> Term | None:
    kind = one.kinds.most_common(1)[0][0]
    # a name: written with a capital more often than not
    if (kind and kind not in _KINDS) or one.capitals * 2 > len(one.places):
        return None
    shown = lemma if lemma in one.forms or one.frequency is not None else min(one.forms)
    term = Term(word_key(lemma), shown, FOUND, places=set(one.places))
    people = said.people(term)
    if people < _PEOPLE and len(term.places) < _TIMES:
        return None
    by = f" par {plural(people, 'personne')}" if people else ""
    term.reason = f"dit {len(term.places)} fois{by} ; "
    if one.frequency is None:
        term.reason += "inconnu du français parlé courant (sous-titres de films)"
    else:
        number = f"{one.frequency:.1f}".replace(".", ",")
        term.reason += f"{number} fois par million de mots en français parlé courant"
    return term


def subject_words(codebook: Codebook | None) -> frozenset[str]:
    """Return the forms of what the fieldwork is about: labels and keywords of the codebook."""
    if codebook is None:
        return frozenset()
    labels = (code.label.lower().replace("-", " ") for code in codebook.codes.values())
    found = {word for label in labels for word in label.split()}
    for pattern in patterns(codebook):
        for sequence in pattern.sequences:
            for element in sequence:
                found |= element.forms
    return frozenset(found)
