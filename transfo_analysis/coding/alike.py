"""A coded document that is gone, and a new one that may be it: renamed and corrected at once.

Its name is another and so is its text: nothing says that it is the same document, so that
nobody is told but a person, who can say it in one line of `sources.csv`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from transfo_analysis.errors import JournalError, MissingFileError, Notice
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.coding.state import State
    from transfo_analysis.coding.textstore import TextStore
    from transfo_analysis.corpus import Corpus

__all__ = ["lookalikes"]

# two texts are alike when more than this share of the longer one's words align in order
ALIKE = 0.5
_WORD = re.compile(r"\w+")


def lookalikes(state: State, corpus: Corpus, store: TextStore) -> list[Notice]:
    """Return, for each coded document that is gone, the new document that is most like it.

    A new document is one that no coding names. Nothing is renamed: the notice says which line
    to write in `data/raw/sources.csv`.
    """
    coded: dict[str, Counter[str]] = {}
    for coding in (state.made or state).codings.values():
        coded.setdefault(coding.document, Counter())[coding.sha256] += 1
    gone = [name for name in sorted(coded) if name not in corpus.texts]
    paths = dict(zip(corpus.documents["document_id"], corpus.documents["path"], strict=True))
    new = {name: _words(corpus.texts[name]) for name in paths if name not in coded} if gone else {}
    notices = []
    for name in gone:
        texts = [words for sha256 in coded[name] if (words := _kept(store, sha256))]
        shares = {
            other: max((_alike(words, now) for words in texts), default=0)
            for other, now in new.items()
        }
        best = max(shares, key=lambda other: (shares[other], other), default="")
        if best and shares[best] > ALIKE:
            codings = plural(coded[name].total(), "codage")
            what = (
                f"Ce fichier ressemble au document « {name} », qui n’est plus là et porte "
                f"{codings} : a-t-il été renommé et corrigé à la fois ?"
            )
            cure = (
                "Si oui, écrivez dans data/raw/sources.csv (colonnes « fichier » et « id ») la ligne "
                f"« {paths[best]} ; {name} » : ses codages suivront. Sinon, rien n’est à faire."
            )
            notices.append(Notice(f"data/raw/{paths[best]}", "", what, cure, "attention"))
    return notices


def _kept(store: TextStore, sha256: str) -> list[str]:
    try:
        return _words(store.text(sha256))
    except (MissingFileError, JournalError):
        return []


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(one: list[str], other: list[str]) -> float:
    """Return the share of the longer text's words that both have, in the same order.

    Examples
    --------
    >>> _alike("je prends le bus".split(), "et je prends souvent le bus".split())
    0.6666666666666666
    """
    from rapidfuzz.distance import LCSseq

    longer = max(len(one), len(other))
    # words in common, in whatever order, are at least as many, and quick to count
    if not longer or (Counter(one) & Counter(other)).total() <= ALIKE * longer:
        return 0.0
    return LCSseq.similarity(one, other) / longer
