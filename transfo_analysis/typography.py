"""French typography, done by the program: people and programmers type plain spaces.

Applied where words reach a person's eye (messages, labels, captions), never to the words
of a source, which are data.
"""

from __future__ import annotations

import math
import re

__all__ = ["NARROW", "french", "listed", "percent", "plural", "printed"]

NARROW = "\u202f"
_SPACES = "[ \u00a0\u202f]"
_BEFORE = re.compile(f"{_SPACES}+([;:!?»%€])")
_AFTER = re.compile(f"«{_SPACES}+")
_GLUED = re.compile(r"(?<=[\w)\]…])([;!?]+)(?=\s|$|[»)])|(?<=[^\W\d_])(:)(?=\s|$)")
_QUOTED = re.compile(r'"([^"\n]+)"')
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


def printed(text: str) -> str:
    r"""Return a sentence as French prints it: its signs and spaces change, never its words.

    Apostrophes are curled, straight quotation marks become « » (“ ” inside « »), three dots
    one sign, a hyphen between spaces a dash; what stands before ; : ! ? gets its space.

    Examples
    --------
    >>> printed("C'est \"loin\"... - trop loin!").replace(NARROW, "_")
    'C’est «_loin_»… – trop loin_!'
    >>> printed("à 8:30 sur https://exemple.fr/a?b")
    'à 8:30 sur https://exemple.fr/a?b'
    """
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text).replace("...", "…")
    text = re.sub(r"(?<=\s)--?(?=\s)", "–", text)
    text = _QUOTED.sub("“\\1”" if "«" in text else "« \\1 »", text)
    text = re.sub(r"«(?=\S)", "« ", re.sub(r"(?<=\S)»", " »", text))
    return french(_GLUED.sub(r" \1\2", text))


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count and its noun; zero and one are singular in French.

    Examples
    --------
    >>> plural(0, "personne"), plural(2, "personne"), plural(3, "tableau", "tableaux")
    ('0 personne', '2 personnes', '3 tableaux')
    """
    return f"{count} {one if abs(count) < 2 else many or one + 's'}"


def percent(share: float) -> str:
    """Return a share as a whole percentage; one that is there is never rounded to nothing.

    Examples
    --------
    >>> percent(0.61), percent(0.125), percent(0.002), percent(0.998)
    ('61 %', '13 %', 'moins de 1 %', 'plus de 99 %')
    """
    # a half goes up, whatever a float makes of it
    whole = math.floor(share * 100 + 0.5 + 1e-9)
    if share > 0 and whole == 0:
        return "moins de 1 %"
    if share < 1 and whole == 100:
        return "plus de 99 %"
    return f"{whole} %"


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
