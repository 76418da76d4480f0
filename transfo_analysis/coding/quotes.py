"""Find the words that a person quotes in a canonical text, forgiving how they typed them.

Exact words first; then apostrophes, quotation marks, hyphens, spaces and ellipses as a
keyboard makes them; then capitals. Offsets are always those of the canonical text.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable
from functools import lru_cache

from transfo_analysis.errors import CodingError

__all__ = ["find", "one"]

_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`′＇", "'"),
        **dict.fromkeys("«»“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "\u00ad": None,  # a soft hyphen that a word processor left
        "\u200b": None,
        "\ufeff": None,
    }
)
_AROUND = " \t\n\u00a0\u202f\"'«»“”„‟‘’"


def find(text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place of a quote in a text, as (start, end), in order.

    The strictest reading that finds something is kept; of its places, those that begin
    and end between words are kept if there are any.

    Examples
    --------
    >>> find("J’prends l’vélo. Le Vélo !", "j'prends l'vélo")
    [(0, 15)]
    >>> find("aucun vélo, un vélo", "un vélo")
    [(12, 19)]
    """
    written = unicodedata.normalize("NFC", quote).strip()
    for folded, index, needle in (
        (text, None, written),
        *((*_folded(text, level), _fold(written.strip(_AROUND), level)[0]) for level in (1, 2)),
    ):
        if not needle.strip():
            return []
        places = [
            (at, at + len(needle))
            if index is None
            else (index[at], index[at + len(needle) - 1] + 1)
            for at in _occurrences(folded, needle)
        ]
        if places:
            whole = [place for place in places if _between_words(text, *place)]
            return whole or places
    return []


def one(
    text: str, quote: str, occurrence: int | None, describe: Callable[[int], str]
) -> tuple[int, int]:
    """Return the one place of a quote in a text.

    Parameters
    ----------
    text, quote : as in `find`
    occurrence : which one, from 1, when there are several
    describe : what is said of a place ("tour 12, Nadia"), from its start

    Raises
    ------
    CodingError
        If the quote is nowhere (the nearest words are shown), or in several places
        (they are listed) and `occurrence` does not say which.
    """
    places = find(text, quote)
    if not places:
        near = _nearest(text, quote)
        raise CodingError(
            f"L’extrait « {_short(quote)} » ne se trouve pas dans le texte.",
            cure=f"Le plus proche : « {_short(near)} ». Recopiez les mots exacts."
            if near
            else "Recopiez les mots exacts depuis la table des passages.",
        )
    if occurrence is None and len(places) == 1:
        return places[0]
    if occurrence is not None and 1 <= occurrence <= len(places):
        return places[occurrence - 1]
    listed = " ; ".join(
        f"{rank}) {describe(start)} : « {_around(text, start, end)} »"
        for rank, (start, end) in enumerate(places[:6], start=1)
    )
    more = " ; …" if len(places) > 6 else ""
    raise CodingError(
        f"L’extrait « {_short(quote)} » se trouve {len(places)} fois : {listed}{more}.",
        cure=f"Allongez l’extrait, ou ajoutez occurrence=1 (jusqu’à {len(places)}).",
    )


def _occurrences(text: str, needle: str) -> list[int]:
    places, at = [], text.find(needle)
    while at >= 0:
        places.append(at)
        at = text.find(needle, at + 1)
    return places


@lru_cache(maxsize=256)
def _folded(text: str, level: int) -> tuple[str, array[int]]:
    return _fold(text, level)


def _fold(text: str, level: int) -> tuple[str, array[int]]:
    """Return the text with what is forgiven made alike, and where each character was."""
    characters: list[str] = []
    index = array("I")
    space = -1  # where a space waits for the next word
    before = "«"  # at the beginning, as after this mark, a space is none
    for at, character in enumerate(text):
        if character.isspace():
            space = at if space < 0 else space
            continue
        same = character.translate(_SAME)
        if level > 1:
            same = same.casefold()
        if not same:
            continue
        # French puts spaces inside « » and before ; : ! ? and keyboards do not
        if space >= 0 and before != "«" and character not in "»;:!?":
            characters.append(" ")
            index.append(space)
        space, before = -1, character
        characters.append(same)
        index.extend([at] * len(same))
    return "".join(characters), index


def _between_words(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after


def _nearest(text: str, quote: str) -> str:
    from rapidfuzz import fuzz

    folded, index = _folded(text, 2)
    needle = _fold(quote.strip(_AROUND), 2)[0]
    if not folded or not needle:
        return ""
    found = fuzz.partial_ratio_alignment(needle, folded, score_cutoff=70)
    if found is None or found.dest_start == found.dest_end:
        return ""
    start, end = index[found.dest_start], index[found.dest_end - 1] + 1
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end].strip()


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:77] + "…"


def _around(text: str, start: int, end: int) -> str:
    left, right = max(0, start - 15), min(len(text), end + 15)
    shown = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{shown}{'…' if right < len(text) else ''}"
