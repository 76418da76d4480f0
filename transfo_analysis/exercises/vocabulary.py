"""Which words are looked for, and where they stand: acronyms, listed jargon, words found.

Three ways in: what people listed (`jargon.csv`, `glossaire.csv`), acronyms by their form, and
words that are frequent here and rare in everyday spoken French. Only the first is decided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from transfo_analysis.coding.wordlists import NOT_JARGON, Entry, Listed, word_key
from transfo_analysis.sources.participants import BOTH
from transfo_analysis.tagging.acronyms import Acronym, acronyms, settled
from transfo_analysis.tagging.expansions import expansions
from transfo_analysis.tagging.expressions import sequences
from transfo_analysis.tagging.matching import Pattern, find

if TYPE_CHECKING:
    from transfo_analysis.tagging.everyday import Everyday
    from transfo_analysis.tagging.stream import Stream

__all__ = ["ACRONYM", "EXPLAINED", "FOUND", "JARGON", "Term", "Vocabulary", "vocabulary"]

ACRONYM, JARGON, FOUND, EXPLAINED = "sigle", "jargon", "trouvé", "glossaire"
# times in a million words of subtitles from which a word is said by everybody
_SAID = 0.5
# shorter ones in small letters are too many other things
_SHORT = 3
_TITLED = re.compile("[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}")
_WORD_BEFORE = re.compile(r"(?:\w+ |\w['’])?$")
# what a person writes in the glossary are words, not the codebook's signs
_SYNTAX = re.compile(r"[/=…()&]|\.\.\.")
Place = tuple[int, int, int]


@dataclass
class Term:
    """A term: as shown, of what kind, why, and its places (passage's rank, start, end there)."""

    key: str
    shown: str
    kind: str
    side: str = ""
    reason: str = ""
    places: set[Place] = field(default_factory=set)
    # what texts say it stands for → how often
    proposed: Counter[str] = field(default_factory=Counter)
    # a listed term in the codebook's way of writing words
    looked_up: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The terms by their key, and which words of the stream they cover."""

    terms: dict[str, Term]
    covered: np.ndarray


def vocabulary(
    texts: Sequence[str],
    stream: Stream,
    everyday: Everyday,
    jargon: Iterable[Listed],
    glossary: Iterable[Entry],
    never: Collection[str],
) -> Vocabulary:
    """Return what people listed and what has the form of an acronym, with their places.

    Parameters
    ----------
    texts : of the passages
    stream : their words
    never : folded names and labels of people
    """
    terms = _listed(jargon, glossary)
    dismissed = {word_key(one.term) for one in glossary if one.status == NOT_JARGON}
    covered = _look_up(terms, texts, stream, everyday)
    _by_form(terms, texts, stream, everyday, frozenset(never), dismissed)
    return Vocabulary({key: terms[key] for key in sorted(terms)}, covered)


def _listed(jargon: Iterable[Listed], glossary: Iterable[Entry]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for one in jargon:
        shown = _plainly(one.term)
        key = word_key(shown)
        kind = ACRONYM if _in_capitals(shown) else JARGON
        reason = f"liste de jargon, {one.place}"
        terms.setdefault(key, Term(key, shown, kind, one.side, reason, looked_up=one.term))
    for entry in glossary:
        key = word_key(entry.term)
        if key not in terms:
            kind = ACRONYM if _in_capitals(entry.term) else EXPLAINED
            reason = f"glossaire, {entry.place}"
            looked_up = _SYNTAX.sub(" ", entry.term)
            terms[key] = Term(key, entry.term, kind, entry.side, reason, looked_up=looked_up)
    for key, told in _sides(glossary).items():
        if key in terms and told:
            terms[key] = replace(terms[key], side=told.pop() if len(told) == 1 else BOTH)
    for entry in glossary:
        if entry.status == NOT_JARGON:
            terms.pop(word_key(entry.term), None)
    return terms


def _sides(glossary: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the sides that explain a term as theirs: two make it everybody's."""
    told: dict[str, set[str]] = {}
    for entry in glossary:
        if entry.side:
            told.setdefault(word_key(entry.term), set()).add(entry.side)
    return told


def _plainly(term: str) -> str:
    """Return a term without the signs of the codebook's way of writing words.

    Examples
    --------
    >>> _plainly("comité (de) pilotage"), _plainly("test/essai usager")
    ('comité pilotage', 'test usager')
    """
    kept = re.sub(r"\([^()]*\)|…|\.\.\.|\b(?:DET|NOMBRE|NOMPROPRE)\b| & .*|=", " ", term)
    return " ".join(re.sub(r"/\S+", "", kept).split()) or term


def _in_capitals(term: str) -> bool:
    letters = [c for c in term if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) * 2 > len(letters)


def _look_up(
    terms: dict[str, Term], texts: Sequence[str], stream: Stream, everyday: Everyday
) -> np.ndarray:
    """Find the listed terms; return which words of the stream are part of one."""
    covered = np.zeros(len(stream.form), dtype=bool)
    patterns = [
        Pattern(f"mot:{key}", one.looked_up, sequences(_looked_up(one)))
        for key, one in terms.items()
        if one.looked_up.strip()
    ]
    # an acronym that is also a word (« le PLU », « le CET ») is one in capitals only
    strict = {
        key
        for key, one in terms.items()
        if one.kind == ACRONYM and not _is_free(one.shown, everyday)
    }
    found: dict[Place, list[str]] = {}
    for match in find(stream, patterns)[0]:
        key = match.code.partition(":")[2]
        rank = int(stream.passage[match.first])
        place = rank, int(stream.start[match.first]), int(stream.end[match.last - 1])
        if key not in strict or _in_capitals(texts[rank][place[1] : place[2]]):
            found.setdefault(place, []).append(key)
            covered[match.first : match.last] = True
    for place, keys in found.items():
        terms[_nearest(keys, texts[place[0]][place[1] : place[2]])].places.add(place)
    return covered


def _looked_up(term: Term) -> str:
    """Return what is looked for: an acronym has a plural, no feminine and no conjugation."""
    if term.kind != ACRONYM or " " in term.looked_up:
        return term.looked_up
    plain = term.looked_up.replace(".", "")
    return f"={plain}/={plain}s"


def _nearest(keys: Sequence[str], written: str) -> str:
    """Return the term whose form this is: « prototypes » is one of « prototype », the noun."""
    said = word_key(written)
    return min(keys, key=lambda key: (key != said, not said.startswith(key), key))


def _is_free(term: str, everyday: Everyday) -> bool:
    """Tell whether an acronym in small letters is no everyday word."""
    word = term.replace(".", "").lower()
    said = max(everyday.frequency(form) or 0.0 for form in (word, f"{word}s"))
    return len(word) >= _SHORT and said < _SAID


def _by_form(
    terms: dict[str, Term],
    texts: Sequence[str],
    stream: Stream,
    everyday: Everyday,
    never: frozenset[str],
    dismissed: Collection[str],
) -> None:
    seen: dict[str, list[tuple[int, Acronym]]] = {}
    spelled: dict[str, Counter[str]] = {}
    written: dict[str, str] = {}
    for rank, text in enumerate(texts):
        for one in acronyms(text, everyday):
            seen.setdefault(word_key(one.term), []).append((rank, one))
        for said in expansions(text):
            spelled.setdefault(word_key(said.short), Counter())[said.words] += 1
            written.setdefault(word_key(said.short), said.short.replace(".", ""))
    names = _titled(texts) if seen else {}
    listed = frozenset(terms)
    known = listed | frozenset(spelled)
    for key, places in seen.items():
        every = [place for _, place in places]
        if key in dismissed or not settled(every, everyday, names.__contains__, never, known):
            continue
        if key not in terms:
            shown = Counter(place.term for place in every).most_common(1)[0][0]
            terms[key] = Term(key, shown, ACRONYM)
        terms[key].places |= {(rank, place.start, place.end) for rank, place in places}
        if terms[key].kind == EXPLAINED:
            terms[key].kind = ACRONYM
    for key, words in spelled.items():
        if key not in terms and _may_be_small(key, stream, everyday, never, dismissed):
            terms[key] = Term(key, written[key], ACRONYM)
        if key in terms:
            terms[key].proposed += words
    for key in terms.keys() - listed:
        terms[key].places |= _small(key, stream, everyday)
        _explain(terms[key], texts)


def _may_be_small(
    key: str,
    stream: Stream,
    everyday: Everyday,
    never: frozenset[str],
    dismissed: Collection[str],
) -> bool:
    """Tell whether a short form that a text spells out is one, in small letters: « codir »."""
    new = key in stream.ranks and key not in never and key not in dismissed
    return new and key.isalpha() and _is_free(key, everyday)


def _small(key: str, stream: Stream, everyday: Everyday) -> set[Place]:
    """Return where an acronym is written in small letters: « la dgs »."""
    if not key.isalnum() or not _is_free(key, everyday):
        return set()
    ranks = [stream.ranks[form] for form in (key, f"{key}s") if form in stream.ranks]
    return {
        (int(stream.passage[at]), int(stream.start[at]), int(stream.end[at]))
        for at in stream.positions(ranks)
    }


def _titled(texts: Iterable[str]) -> dict[str, int]:
    """Return the words that are written with a capital and small letters, as if in capitals."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(word.upper() for word in _TITLED.findall(text))
    return found


def _explain(term: Term, texts: Sequence[str]) -> None:
    rank, start, end = min(term.places)
    before = _WORD_BEFORE.search(texts[rank][max(0, start - 16) : start])
    quoted = f"{before.group() if before else ''}{texts[rank][start:end]}"
    term.reason = f"forme de sigle : « {quoted} »"
    if term.proposed:
        term.reason += " ; développé dans le texte"
