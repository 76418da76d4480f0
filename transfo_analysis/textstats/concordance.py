"""Every place where a word is said, with what comes before and after (KWIC)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["concordance", "find"]

COLUMNS = ("passage_id", "document_id", "person", "before", "found", "after", "start", "end")


def find(text: str, words: str) -> list[tuple[int, int]]:
    """Return the places of a word or expression in a text, forgiving case and accents.

    Offsets are code points of `text` as given. A trailing `*` stands for any ending.

    Examples
    --------
    >>> find("Le Vélo, les vélos", "velo*")
    [(3, 7), (13, 18)]
    >>> find("Le Vélo, les vélos", "velo")
    [(3, 7)]
    """
    folded, back = _folded(text)
    wanted = _folded(words)[0].strip()
    ending = r"\w*" if wanted.endswith("*") else ""
    # a lone accent folds to a space: there may be nothing left to look for
    stem = r"\s+".join(re.escape(word) for word in wanted.rstrip("*").split())
    if not stem:
        return []
    pattern = re.compile(rf"(?<!\w){stem}{ending}(?!\w)")
    return [(back[m.start()], back[m.end() - 1] + 1) for m in pattern.finditer(folded)]


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text without case and accents, and where each character comes from."""
    letters: list[str] = []
    back: list[int] = []
    for place, character in enumerate(text):
        kept = [
            c
            for c in unicodedata.normalize("NFKD", character.casefold())
            if not unicodedata.combining(c)
        ]
        if not kept and back:
            # a lone combining accent belongs to the letter before it
            back[-1] = place
        letters += "'" if character == "’" else kept
        back += [place] * (1 if character == "’" else len(kept))
    return "".join(letters), back


def concordance(passages: pd.DataFrame, words: str, width: int = 60) -> pd.DataFrame:
    """Return every place where words are said, as lines to read one under the other.

    Parameters
    ----------
    passages : table "passages"
    words : a word or expression; case and accents are forgiven, `vélo*` takes any ending
    width : characters shown before and after

    Returns a DataFrame of `passage_id, document_id, person, before, found, after, start,
    end`, in the order of the material; start and end are places in the document's
    canonical text.
    """
    import pandas as pd

    rows = []
    columns = ("passage_id", "document_id", "person", "text", "start")
    for passage_id, document_id, person, text, offset in zip(
        *(passages[name] for name in columns), strict=True
    ):
        for start, end in find(text, words):
            before, after = text[max(0, start - width) : start], text[end : end + width]
            place = (offset + start, offset + end)
            rows.append((passage_id, document_id, person, before, text[start:end], after, *place))
    return pd.DataFrame(rows, columns=list(COLUMNS))
