"""Canonical text: the spoken or written words only, in one form, whatever the file was.

Every offset of the project counts code points of this text. What this function does may
therefore never change: a change is a new `version`, kept beside the old one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from transfo_analysis.corpus.nameforms import name_forms
from transfo_analysis.errors import SourceError

__all__ = ["MARK", "canonical", "count_words", "fold", "plain", "without_marks"]

VERSION = 1
# byte order mark, soft hyphen, zero-width space, word joiner, controls, lone surrogates: they
# come and go with the word processor, and nobody sees them; joiners of emoji and of scripts stay
_INVISIBLE = re.compile(
    "[\ufeff\u00ad\u200b\u2060\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
# a transcription mark: [pause], [rire], [?]
MARK = re.compile(r"\[[^\[\]]*\]")
_LETTER = re.compile(r"\w")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def canonical(words: str, pseudonyms: Mapping[str, str], version: int = VERSION) -> str:
    r"""Return the canonical form of a turn's words: NFC, one line, single spaces, trimmed.

    Every run of white space (line ends, tabulations, no-break spaces) becomes one space, and
    characters that nobody sees go, so that a text file and a Word file give one text.

    Parameters
    ----------
    words : the words of one turn, as the file has them
    pseudonyms : name → pseudonym, however the name is written (see `NameForms`)
    version : of this function; only 1 exists

    Raises
    ------
    SourceError
        If the version is unknown (a project made by a later program).

    Examples
    --------
    >>> canonical("  Je  prends\n le ve\u0301lo ", {})
    'Je prends le vélo'
    >>> canonical("Anne et Mme Roy", {"Anne": "P1", "Jeanne Roy": "P2"})
    'P1 et Mme P2'
    """
    if version != VERSION:
        raise SourceError(
            f"La version {version} du texte canonique est inconnue.",
            cure="Mettez le programme à jour : le projet vient d’une version plus récente.",
        )
    text = _normal(words) if words else ""
    return _normal(name_forms(pseudonyms).replaced(text)) if pseudonyms else text


def _normal(text: str) -> str:
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    r"""Return a text in NFC, without the characters that nobody sees; its lines stay.

    Examples
    --------
    >>> plain("An\u00adne\n")
    'Anne\n'
    """
    # nothing to look for where everything can be seen
    seen = text if text.isprintable() else _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", seen)


def without_marks(text: str) -> str:
    """Return a text with its transcription marks ([pause], [rire]) blanked."""
    return MARK.sub(" ", text) if "[" in text else text


def count_words(text: str) -> int:
    """Count the words of a text: no lone punctuation, no transcription mark.

    Examples
    --------
    >>> count_words("et le vélo [pause] ? j'prends le bus +")
    6
    """
    words = without_marks(text).split()
    lone = [word for word in words if not (word[0].isalnum() or _LETTER.search(word))]
    return len(words) - len(lone)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text for comparing names: no case, accent, punctuation or double space.

    Examples
    --------
    >>> fold("Enquêteur·rice "), fold("$L1")
    ('enqueteur rice', 'l1')
    """
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return _NOT_ALPHANUMERIC.sub(" ", letters).strip()
