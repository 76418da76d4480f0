"""French typography, done by the program: people and programmers type plain spaces.

Applied where words reach a person's eye (messages, labels, captions), never to the words
of a source, which are data.
"""

from __future__ import annotations

import re

__all__ = ["NARROW", "french", "listed", "plural"]

NARROW = "\u202f"
_SPACES = "[ \u00a0\u202f]"
_BEFORE = re.compile(f"{_SPACES}+([;:!?»%€])")
_AFTER = re.compile(f"«{_SPACES}+")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def french(text: str) -> str:
    """Return a text with narrow no-break spaces where French wants them.

    Only existing spaces change, so a path, a code (`mode:velo`) or an hour keep theirs.

    Examples
    --------
    >>> french("Le fichier « a.txt » est vide : rien à lire !").count(NARROW)
    4
    """
    text = _BEFORE.sub(NARROW + r"\1", text)
    return _THOUSANDS.sub(NARROW, _AFTER.sub("«" + NARROW, text))


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count and its noun; zero and one are singular in French.

    Examples
    --------
    >>> plural(0, "personne"), plural(2, "personne"), plural(3, "tableau", "tableaux")
    ('0 personne', '2 personnes', '3 tableaux')
    """
    return f"{count} {one if abs(count) < 2 else many or one + 's'}"


def listed(items: list[str], last: str = "et") -> str:
    """Return items as a French enumeration.

    Examples
    --------
    >>> listed(["vélo", "bus", "train"])
    'vélo, bus et train'
    """
    return (
        f" {last} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    )
