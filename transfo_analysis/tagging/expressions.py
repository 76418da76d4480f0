"""What a person writes as a keyword, read into the sequences of forms it stands for.

à pied                  two words, each in any of its forms
conduire DET projet     DET: le, une, des, mon, ces…   NOMBRE: 13, deux, 62
ligne/bus NOMBRE        a slash parts words that are as good as one another
monter dans (le) bus    a word in brackets may be missing
métro … NOMPROPRE       …: at most three words; NOMPROPRE: a word with a capital
tram & tout droit       the first, where the second stands somewhere in the same passage
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from transfo_analysis.tagging.inflection import forms
from transfo_analysis.tagging.prepare import prepare, words

__all__ = [
    "ANY",
    "CAPITAL",
    "DETERMINERS",
    "NUMBER",
    "Element",
    "alternatives",
    "sequences",
    "written_words",
]

Special = Literal["ANY", "CAPITAL", "NUMBER"]
ANY: Special = "ANY"
CAPITAL: Special = "CAPITAL"
NUMBER: Special = "NUMBER"


def written_words(text: str) -> list[str]:
    """Return the words of a list that a programmer wrote, parted by blanks."""
    return text.split()


DETERMINERS = frozenset(
    written_words(
        """
        le les l un des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre
        nos votre vos leur leurs quel quelle quels quelles chaque plusieurs quelques
        aucun aucune
        """
    )
)
# the grammar's words: taken as written, never inflected
_CLOSED = DETERMINERS | frozenset(
    written_words(
        """
        je tu il elle on nous vous ils elles me te se lui y en ne pas plus jamais rien
        que qui quoi dont où et ou mais donc or ni car si de à dans par pour sur sous
        vers chez avec sans entre depuis pendant avant après contre ça ci là très trop
        bien mal tout tous toute toutes peu assez aussi même moins mieux toujours
        souvent parfois comme quand plutôt encore déjà
        """
    )
)
# « télé travail », « co-voiturage »: one word that people write in two
_TWO_WORDS = re.compile(
    r"(co(?=voitur|working)|auto|télé|visio|vidéo|inter|multi|web|audio)(\w{5,})"
)
_PARTS = re.compile(r"\([^()]*\)|\S+")
_GAP = 3
# « quatre-vingt-six » is three words, « cent quatre-vingt-deux » four
_LONGEST_NUMBER = 4


@dataclass(frozen=True)
class Element:
    """What one word of the text must be: one of these forms, or a kind of word."""

    forms: frozenset[str] = frozenset()
    special: Special | None = None


def alternatives(text: str) -> tuple[str, ...]:
    """Return what a keyword looks for, then what must stand in the same passage.

    Examples
    --------
    >>> alternatives("tram & tout droit"), alternatives("vélo")
    (('tram', 'tout droit'), ('vélo',))
    """
    return tuple(part.strip() for part in text.split(" & "))


@lru_cache(maxsize=20_000)
def sequences(text: str, nature: str | None = None) -> tuple[tuple[Element, ...], ...]:
    """Return every sequence of words that a keyword stands for, the longest first.

    Examples
    --------
    >>> "pieds" in sequences("à pied")[0][1].forms
    True
    >>> [len(sequence) for sequence in sequences("co-voiturage")]
    [2, 1]
    >>> [len(sequence) for sequence in sequences("conduire … réunion")]
    [5, 4, 3, 2]
    """
    text = unicodedata.normalize("NFC", text).replace("...", "…")
    parts = _PARTS.findall(text)
    alone = len(parts) == 1 and not parts[0].startswith("(")
    choices = [_choices(part, nature if i == 0 else None, alone) for i, part in enumerate(parts)]
    found = {
        tuple(element for piece in picked for element in piece) for picked in product(*choices)
    }
    found.discard(())
    return tuple(sorted(found, key=lambda s: (-len(s), [sorted(e.forms) for e in s])))


def _choices(part: str, nature: str | None, alone: bool) -> list[tuple[Element, ...]]:
    if part == "…":
        return [(Element(special=ANY),) * count for count in range(_GAP + 1)]
    if part.startswith("(") and part.endswith(")"):
        inner = [_choices(piece, None, alone=False) for piece in part[1:-1].split()]
        return [(), *(tuple(e for p in picked for e in p) for picked in product(*inner))]
    single: set[str] = set()
    found: list[tuple[Element, ...]] = []
    for word in filter(None, part.split("/")):
        if word == "NOMPROPRE":
            found.append((Element(special=CAPITAL),))
        elif word == "NOMBRE":
            found += [(Element(special=NUMBER),) * n for n in range(1, _LONGEST_NUMBER + 1)]
        elif word == "DET":
            single |= DETERMINERS
        elif word.startswith("=") and len(word) > 1:
            single |= {w.form for w in words(prepare(word[1:]).text)}
        else:
            for sequence in _written(word, nature, alone):
                if len(sequence) == 1:
                    single |= sequence[0].forms
                else:
                    found.append(sequence)
    if single:
        found.append((Element(frozenset(single)),))
    return found


def _written(word: str, nature: str | None, alone: bool) -> list[tuple[Element, ...]]:
    pieces = [w.form for w in words(prepare(word).text)] or [word.lower()]
    found = [
        tuple(
            _element(p, nature if i == 0 else None, alone and len(pieces) == 1)
            for i, p in enumerate(pieces)
        )
    ]
    if len(pieces) > 1 and "-" in word:
        found.append((_element("".join(pieces), nature, alone),))
    if len(pieces) == 1 and (parted := _TWO_WORDS.fullmatch(pieces[0])):
        first, rest = parted.groups()
        found.append((Element(frozenset({first})), _element(rest, nature, alone)))
    return found


def _element(word: str, nature: str | None, alone: bool) -> Element:
    if word in _CLOSED and not (alone or nature):
        return Element(frozenset({word}))
    return Element(forms(word, nature, not alone))
