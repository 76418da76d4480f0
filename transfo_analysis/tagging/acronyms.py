"""Acronyms by their form: PLU, D.G.S., PLUi, R&D, les EPCIs; where they stand in a text.

What is in capitals for another reason is left out: roman numbers, shouted words and sentences,
somebody's initials or family name, units behind a number, line names (T3), transcription marks.
What only the rest of the material can settle (a word of two letters, « le PLU » beside « il a
plu ») is told with each place, and settled by `settled`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from transfo_analysis.corpus.canonical import MARK, fold
from transfo_analysis.corpus.namevariants import CIVILITIES
from transfo_analysis.tagging.everyday import Everyday
from transfo_analysis.tagging.everydaywords import INITIALS, UNITS
from transfo_analysis.tagging.firstnames import FIRST_NAMES

__all__ = ["Acronym", "acronyms", "in_capitals", "settled", "term_of"]

_UP = "A-ZÀ-ÖØ-Þ"
_LOW = "a-zß-öø-ÿ"
_FORM = re.compile(
    r"(?<![\w@/_.#])(?<![A-ZÀ-ÖØ-Þ0-9]-)(?:"
    # D.G.S., D. G. S.
    rf"(?P<dotted>[{_UP}](?:\.[{_UP}]){{1,6}}\.?|[{_UP}](?:\. ?[{_UP}]){{2,6}}\.?)"
    # PLU, PLUi-H, SCoT, R&D, les DGAs, CO2
    rf"|(?P<solid>[{_UP}](?:[{_UP}0-9&]|[{_LOW}](?=[{_UP}])){{0,9}}[{_UP}0-9][{_LOW}]{{0,2}}"
    rf"(?:-[{_UP}0-9]{{1,2}}(?![\w]))?)"
    r")(?![\w@])(?!\.\w)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITALS = re.compile(rf"[{_UP}][{_UP}0-9&]+[{_LOW}]{{0,2}}")
_ROMAN = re.compile(r"[IVX]+(?:e|er|ème|es|o)?")
_NUMBERED = re.compile(r"[A-Z]\d+[a-z]?")
_PLURAL = re.compile(rf"(?<=[{_UP}]{{2}})s$")
# what stands before a noun: an article, a preposition, « d’ », another acronym
_BEFORE_NOUN = re.compile(
    r"(?:\b(?:le|la|les|un|une|des|du|de|au|aux|ce|cet|cette|ces|mon|ma|mes|ton|ta|tes|son|sa|ses"
    r"|notre|nos|votre|vos|leur|leurs|en|à|par|pour|avec|chez|sans|sous|sur|dans|vers|chaque"
    r"|quel|quelle|quels|quelles|plusieurs|deux|trois|ex|vice|inter|mini|pré)[ -]|[\s(][ldLD]['’]|^[ldLD]['’]"
    # « la DGA RH »
    rf"|(?-i:\b[{_UP}]{{2,}} )|\()$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:\b(?:le|la|les|un|une|des|du|au|aux|ce|cet|cette|ces|notre|nos|votre|vos)[ ]|[lL]['’])$"
)
_NUMBER_BEFORE = re.compile(r"\d\s?$")
# share of capitals above which a text is shouted, and words that make it a text
_SHOUTED, _WORDS = 0.6, 4
_RUN = 3
# times in a million words: a word that everybody says, in capitals, is shouted
_SAID, _NOUN_SAID = 0.5, 5.0
_SHORT = 4


@dataclass(frozen=True)
class Acronym:
    """One place of an acronym in a text.

    `term` is its plain form; `noun`: something before makes it one; `article`: an article does.
    """

    start: int
    end: int
    term: str
    noun: bool
    article: bool


def term_of(written: str) -> str:
    """Return the plain form of an acronym: no dots, no plural.

    Examples
    --------
    >>> term_of("D.G.S."), term_of("EPCIs"), term_of("PLUi"), term_of("R&D")
    ('DGS', 'EPCI', 'PLUi', 'R&D')
    """
    return _PLURAL.sub("", re.sub(r"[.\s]", "", written))


def in_capitals(texts: Iterable[str]) -> set[str]:
    """Return the words that are written in capitals somewhere, for looking them up."""
    return {word for text in texts for word in _CAPITALS.findall(text)}


def acronyms(text: str, everyday: Everyday) -> Iterator[Acronym]:
    """Yield the acronyms of a text that its form and the words around it do not rule out.

    Examples
    --------
    >>> nobody = Everyday({})
    >>> [one.term for one in acronyms("Le D.G.S. et la DRH, pas le XXIe ni le T2.", nobody)]
    ['DGS', 'DRH']
    >>> list(acronyms("[PAUSE] Madame DURAND, 12 KM, VRAIMENT TRÈS LOIN", nobody))
    []
    """
    found = list(_FORM.finditer(text))
    if not found or _is_shouted(text):
        return
    marks = [mark.span() for mark in MARK.finditer(text)] if "[" in text else []
    said = [(word.start(), word.end(), word.group()) for word in _WORD.finditer(text)]
    for one in found:
        start, end = one.span()
        if any(a <= start < b for a, b in marks):
            continue
        written = one.group()
        if one["dotted"]:
            # « J. D. Durand »; « …la D.G.S. » may end the sentence
            if len(term_of(written)) == 2 and _titled(text[end:].lstrip()):
                continue
        elif (
            not _has_form(written)
            or _run(text, said, start, end, everyday)
            or _is_surname(text, said, start)
        ):
            continue
        before = text[max(0, start - 20) : start]
        if _NUMBER_BEFORE.search(before) and fold(term_of(written)) in UNITS:
            continue
        yield Acronym(
            start,
            end,
            term_of(written),
            noun=bool(_BEFORE_NOUN.search(before)),
            article=bool(_ARTICLE.search(before)),
        )


def settled(
    places: Iterable[Acronym],
    everyday: Everyday,
    titled: Callable[[str], bool],
    never: Collection[str],
    known: Collection[str] = (),
) -> bool:
    """Tell whether a term, seen at these places of the whole material, is an acronym.

    Parameters
    ----------
    places : every place of one term
    titled : says whether a word is written with a capital and small letters somewhere
    never : folded names and labels: what stands for somebody
    known : folded terms that a person listed

    Examples
    --------
    >>> from transfo_analysis.tagging.everyday import Known
    >>> everyday = Everyday({"plu": Known("pleuvoir", False, 67), "rue": Known("rue", True, 300)})
    >>> def proposed(text):
    ...     found = list(acronyms(text, everyday))
    ...     return bool(found) and settled(found, everyday, lambda word: False, ())
    >>> proposed("le PLU est voté"), proposed("il a PLU"), proposed("dans la RUE")
    (True, False, False)
    """
    every = list(places)
    term = every[0].term
    key = fold(term)
    if key in never:
        return False
    if key in known:
        return True
    if key in INITIALS or key.replace(" ", "") in INITIALS:
        return False
    noun, article = any(one.noun for one in every), any(one.article for one in every)
    letters = [c for c in term if c.isalpha()]
    if len(letters) <= 2 and not noun:
        return False
    word = everyday.bare(term)
    if word is not None and word.frequency >= _SAID:
        if len(term) > _SHORT or not noun:
            return False
        if word.noun and word.frequency >= _NOUN_SAID:
            return False
    # « LYON » is a town, « l’INSEE » none
    return article or not titled(term)


def _has_form(written: str) -> bool:
    if _ROMAN.fullmatch(written) or _NUMBERED.fullmatch(written):
        return False
    capitals = sum(c.isupper() for c in written)
    small = sum(c.islower() for c in _PLURAL.sub("", written))
    return capitals >= 2 and capitals > small and capitals + small <= 9


def _titled(text: str) -> bool:
    return len(text) > 1 and text[0].isupper() and text[1].islower()


def _is_shouted(text: str) -> bool:
    words = _WORD.findall(text)
    letters = "".join(words)
    shouted = sum(c.isupper() for c in letters) > _SHOUTED * len(letters)
    return shouted and len(words) >= _WORDS


def _run(
    text: str, said: list[tuple[int, int, str]], start: int, end: int, everyday: Everyday
) -> bool:
    """Tell whether a word stands in a run of words in capitals: somebody shouts.

    Acronyms side by side are no run of words: « la DGA RH ».
    """
    at = next((i for i, (_, last, _) in enumerate(said) if last > start), None)
    if at is None:
        return False
    run = [said[at][2]]
    for step in (-1, 1):
        i, edge = at, (start if step < 0 else end)
        while 0 <= i + step < len(said):
            first, last, word = said[i + step]
            between = text[last:edge] if step < 0 else text[edge:first]
            if between.strip(" '’") or not between or not word.isupper():
                break
            if len(word) > 1:
                run.append(word)
            edge = first if step < 0 else last
            i += step
    if len(run) >= _RUN:
        return True
    words = (everyday.bare(word) for word in run)
    return len(run) > 1 and any(w is not None and w.frequency >= _NOUN_SAID for w in words)


def _is_surname(text: str, said: list[tuple[int, int, str]], start: int) -> bool:
    """Tell whether a first name or a form of address stands just before: « Anne DURAND »."""
    before = [(last, word) for _, last, word in said if last <= start]
    if not before or text[before[-1][0] : start].strip(". "):
        return False
    word = before[-1][1]
    folded = fold(word)
    return (word[0].isupper() and folded in FIRST_NAMES) or folded in CIVILITIES
