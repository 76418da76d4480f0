"""Words with a capital in a French text: where they stand, and what is said before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.corpus.namevariants import CIVILITIES

__all__ = ["Capital", "capitals"]


@dataclass(frozen=True)
class Capital:
    """Some words with a capital, one after another.

    `opens` a sentence; `acronym`: capitals only; `addressed` by a title; `presented` by the
    words before (« je m’appelle »); `somewhere`: the words before may announce a place
    (« à Lyon », « à Anne »); `street`: they do (« rue Victor Hugo »).
    """

    start: int
    end: int
    words: tuple[str, ...]
    opens: bool
    acronym: bool
    addressed: bool
    presented: bool
    somewhere: bool
    street: bool


_LETTER = r"[^\W\d_]"
_UPPER = "[A-ZÀ-ÖØ-ÞŒŸ]"
_WORD = rf"{_UPPER}{_LETTER}*(?:(?:-|['’](?={_UPPER})){_LETTER}+)*"
_PARTICLE = r"(?:de la|de l['’]|de|du|des|d['’]|le|la|van|von|ben|el|al|da)"
_INITIAL = rf"{_UPPER}\.(?:-?{_UPPER}\.)*"
_RUN = re.compile(
    rf"(?<![\w])(?:(?:[cdjlmnst]|[Qq]u|[Jj]usqu|[Ll]orsqu|[DLJNSMCT])['’])?"
    rf"(?P<name>(?:{_INITIAL}[ ]?)?{_WORD}(?:[ ](?:{_PARTICLE}[ ]?)?(?:{_WORD}|{_INITIAL}))*)"
)
# what begins a sentence with a capital and is no name, even beside one: « Avec Anne »
_OPENERS_WORDS = """
a ah ai ainsi alors apres as au aucun aussi autre aux avant avec bah beaucoup ben bien bon bonjour
bref c ca car ce ceci cela celle celui certains ces cet cette chaque chez comme comment d dans de
deja depuis derriere des devant donc du eh elle elles en encore enfin entre entretien est et euh
eux faut hein hier ici il ils j jamais je jusqu la le les leur leurs lors lorsque lui m ma madame
mademoiselle mais me meme mes merci moi mon monsieur n ne ni non nos notre nous observation oh ok
on or ou oui ouais par parce parfois pas pendant peut plus plusieurs pour pourquoi pourtant puis
puisque qu quand que quel quelle quelles quels qui quoi s sa salut sans sauf se selon ses si sinon
son sous souvent surtout sur ta tandis te tel tes toi ton toujours tous tout toute toutes tres
trop tu un une vers vis voici voila votre vos vous vraiment vu y aujourd apparemment autrement
ensuite finalement maintenant demain effectivement evidemment forcement franchement heureusement
moins normalement note notes personne personnellement quelqu quelque question remarque rien
"""
_MONTHS_WORDS = """
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi
mercredi jeudi vendredi samedi dimanche
"""
_OPENERS, _MONTHS = frozenset(_OPENERS_WORDS.split()), frozenset(_MONTHS_WORDS.split())
_BEFORE = 40
# « pr Vaise » is « pour », « me Vaise » no lawyer: short ones want a capital
_SHORT = sorted(word for word in CIVILITIES if len(word) < 3)
_LONG = sorted(CIVILITIES.difference(_SHORT))
_ADDRESS = re.compile(
    rf"\b(?:(?i:{'|'.join(_LONG)})|{'|'.join(word.capitalize() for word in _SHORT)}|MM|dr)\.? +$"
)
_PRESENT = re.compile(
    r"\b(?:(?:m['’]appelle|s['’]appelle|s['’]appelait|nomm[ée]e?s?|pr[ée]nomm[ée]e?|pr[ée]nom est"
    r"|coll[èe]gues?|chef(?:fe)?|directeur|directrice|responsable|ami|amie|copain|copine|mari|femme"
    r"|fr[èe]re|s[œo]e?ur|fils|fille|tata|tonton|cousine?|voisine?|patronne?|dit|demand[ée]e? à"
    r"|avec|chez)[ ]+|(?:merci|bonjour|salut)[ ,]+)$",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(
    r"\b(?:à|vers|jusqu['’]à|sur|en|depuis)(?: (?:le|la|les))* +(?:l['’])?$", re.IGNORECASE
)
_STREET = re.compile(
    r"(?:\b(?:rue|place|avenue|av\.?|boulevard|bd\.?|cours|quai|pont|gare|station|arrêt|ligne"
    r"|métro|quartier|parc|commune|ville|mairie|lycée|école|collège|hôpital|square|impasse|chemin"
    r"|route|porte|centre|zone|secteur|dépôt|faubourg|université|stade)"
    r"(?: (?:de|du|des|la|le|les))*|\b(?:de|d['’]) ?la (?:gare|rue|place) de) +(?:l['’]|d['’])?$",
    re.IGNORECASE,
)
_ENDS = frozenset('.?!…:;«»"“(\n•–—-')


def capitals(text: str) -> Iterator[Capital]:
    """Yield the words with a capital of a text, those that only begin a sentence left out.

    Examples
    --------
    >>> [text[c.start:c.end] for text in ["Avec Anne Durand, à la SNCF."] for c in capitals(text)]
    ['Anne Durand', 'SNCF']
    >>> next(capitals("j’ai vu madame Roy")).addressed
    True
    """
    for found in _RUN.finditer(text):
        start, end = found.span("name")
        opens = _opens(text, found.start())
        # « Avec Anne », « Madame Roy »: what opens the sentence is no part of the name
        addressed = False
        while opens or fold(_first(text[start:end])) in CIVILITIES:
            word = _first(text[start:end])
            folded = fold(word)
            if folded in CIVILITIES:
                addressed = True
            elif not opens or folded not in _OPENERS or text[start + len(word)] == ".":
                break
            rest = text[start + len(word) : end]
            opens = False
            if not rest.strip():
                start = end
                break
            start += len(word) + len(rest) - len(rest.lstrip(" .'’"))
        if start >= end or fold(text[start:end]) in _MONTHS | _OPENERS:
            continue
        words = tuple(re.split(r"[ ]+", text[start:end]))
        before = text[max(0, start - _BEFORE) : start]
        line = before[before.rfind("\n") + 1 :]
        yield Capital(
            start,
            end,
            words,
            opens,
            acronym=all(word.isupper() for word in words),
            addressed=addressed or bool(_ADDRESS.search(line)),
            presented=bool(_PRESENT.search(line)) and not all(w.isupper() for w in words),
            somewhere=bool(_SOMEWHERE.search(line)),
            street=bool(_STREET.search(line)),
        )


def _first(words: str) -> str:
    return re.split(r"[ .]", words, maxsplit=1)[0]


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \u00a0\u202f")
    return not before or before[-1] in _ENDS
