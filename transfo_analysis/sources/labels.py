"""What may begin a speaker's turn: timecodes, labels, role marks, and what is none of them.

Grammar only: whether a label found here is somebody is decided in `turns`, over the
whole document.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from transfo_analysis.sources.labelwords import NOBODY, PARTICLES, ROLES

__all__ = [
    "Line",
    "Paragraph",
    "fold",
    "is_code",
    "is_role",
    "note_prefix",
    "parse",
    "seconds",
    "speaker_and_mark",
]


@dataclass(frozen=True)
class Paragraph:
    """One line or paragraph of a file, before anybody knows who says it.

    Parameters
    ----------
    text : its words, and whatever label or timecode begins it
    place : where in the file
    start, end : seconds, when the format carries them
    label : a label that the layout gives (first cell of a table's row, voice, tier)
    heading : the layout says that it is a title
    table : it is a row of a table
    """

    text: str
    place: str = ""
    start: float | None = None
    end: float | None = None
    label: str = ""
    heading: bool = False
    table: bool = False


class Line(NamedTuple):
    """A paragraph, and the label that it may begin with.

    Parameters
    ----------
    paragraph : with the times that were written beside the label
    text : without the timecode, with the label
    words : without the label
    label, mark : as written; "" if none
    timed : a timecode stands beside the label
    alone : the label has a line of its own
    loose : that line is a name and an hour, without brackets: weak
    """

    paragraph: Paragraph
    text: str
    words: str
    label: str = ""
    mark: str = ""
    timed: bool = False
    alone: bool = False
    loose: bool = False


_TIME = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?"
_RANGE = rf"(?P<start>{_TIME})(?:\s*(?:-->|[-–—/à])\s*(?P<end>{_TIME}))?"
_STAMP = re.compile(rf"(?:(?P<square>\[)|\(|)\s*{_RANGE}\s*(?:[\])]|(?=\s))(?:\s*[-–—])?\s*")
# a label: letters or digits, at most five words, no sentence inside
_NAME = r"\$?[^\W_][\w’'.\-·]{0,29}(?: [\w’'.\-·&]{1,30}){0,4}"
_MARK = rf"(?:\s*[(\[](?P<mark>[^()\[\]:]{{1,25}}|{_TIME})[)\]])?"
_COLON = re.compile(rf"(?P<label>{_NAME}){_MARK}\s*:(?=\s|$)\s*")
_BRACKETED = re.compile(rf"\[(?P<label>{_NAME})\]\s*(?:[-–—:]\s*)?(?=\S)")
_HEADED = re.compile(
    rf"(?:\[(?P<b>{_NAME})\]\s*|(?P<n>{_NAME}) +)(?P<open>[(\[])?\s*{_RANGE}\s*[)\]]?\s*:?\s*$"
)
_ALONE = re.compile(rf"\[(?P<b>{_NAME})\]\s*:?\s*$")
_PREFIX = re.compile(
    # the letters that any of these begins with: most lines begin with another
    r"(?=[\[qvomrn])(?:\[\s*(?:ma\s+)?(?:remarques?|rq|nb)\s*\]\s*:?"
    r"|(?:(?P<q>q|questions?)|(?P<vu>vu|observée?)|(?:ma )?remarques?|rq|rem|nb|n\.b\.)\s*:)\s*",
    re.IGNORECASE,
)
_CODE = re.compile(r"[^\W\d_]{1,12}[ _]?\d{1,3}|[^\W\d]+_\w+")
_HOUR, _HOUR_LAST = re.compile(_TIME), re.compile(rf" ({_TIME})$")
# beside a digit, what a line may begin and end with that has an hour there
_OPENING, _CLOSING = ("[", "("), (")", "]", ":")
_SPACES = ("\u00a0", "\u202f", "\u2007", "\u2009", "\t")


@functools.lru_cache(maxsize=4096)
def fold(label: str) -> str:
    """Return a label as it is compared: NFC, one space between words, no case, no "$".

    Examples
    --------
    >>> fold("  He\u0301lène  Petit ") == fold("hélène petit")
    True
    """
    plain = unicodedata.normalize("NFC", label).replace("’", "'").lstrip("$")
    return " ".join(plain.split()).casefold()


def seconds(stamp: str) -> float:
    """Return a timecode in seconds.

    Examples
    --------
    >>> seconds("1:02"), seconds("00:01:02,5")
    (62.0, 62.5)
    """
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def speaker_and_mark(label: str) -> tuple[str, str]:
    """Separate a label from the role mark written beside it.

    Examples
    --------
    >>> speaker_and_mark("Florence L. (ENQ)"), speaker_and_mark("[Nadia] :")
    (('Florence L.', 'ENQ'), ('Nadia', ''))
    """
    text = " ".join(label.split()).removesuffix(":").rstrip()
    found = re.fullmatch(r"\[?([^\[\]()]+)\]?\s*[(\[]([^()\[\]]{1,25})[)\]]", text)
    if found:
        return found[1].strip(), found[2].strip()
    return text.removeprefix("[").removesuffix("]").strip(), ""


def note_prefix(text: str) -> tuple[str, int]:
    """Return what a line of notes says it is (q, vu, remarque or "") and where words begin.

    Examples
    --------
    >>> note_prefix("Q : et le bus ?"), note_prefix("[remarque] gênée"), note_prefix("Vu le bus")
    (('q', 4), ('remarque', 11), ('', 0))
    """
    found = _PREFIX.match(text)
    return (found.lastgroup or "remarque", found.end()) if found else ("", 0)


@functools.lru_cache(maxsize=4096)
def is_role(label: str) -> bool:
    """Tell whether a label is a role word (« E », « Chercheuse »)."""
    return fold(label) in ROLES


@functools.lru_cache(maxsize=4096)
def is_code(label: str) -> bool:
    """Tell whether a label is a code of the transcriber's (« L1 », « SPEAKER_01 »)."""
    return bool(_CODE.fullmatch(fold(label)))


@functools.lru_cache(maxsize=4096)
def is_nobody(label: str) -> bool:
    """Tell whether a label is a common word or a noise that never names a speaker."""
    first = fold(label).replace("-", " ").split() or [""]
    return first[0].strip(".") in NOBODY


@functools.lru_cache(maxsize=4096)
def is_name(label: str) -> bool:
    """Tell whether a label looks like a person's name: every word begins with a capital.

    Examples
    --------
    >>> [is_name(label) for label in ("Nadia", "Simone de Brie", "Le vélo", "Remarque")]
    [True, True, False, False]
    """
    if is_nobody(label):
        return False
    words = label.lstrip("$").replace("-", " ").split()
    plain = [word for word in words if word.lower() not in PARTICLES]
    return (
        bool(plain)
        and words[0][0].isupper()
        and all(word[0].isupper() or word[0].isdigit() for word in plain)
    )


def parse(paragraph: Paragraph) -> Line:
    """Find the label that a paragraph may begin with.

    Examples
    --------
    >>> line = parse(Paragraph("[00:01:02] Nadia (ENQ) : Et le bus ?"))
    >>> line.label, line.mark, line.paragraph.start, line.words
    ('Nadia', 'ENQ', 62.0, 'Et le bus ?')
    >>> parse(Paragraph("[Chercheur] (0:01 - 0:11)")).label
    'Chercheur'
    >>> parse(Paragraph("à 8:30 je pars")).label
    ''
    """
    text = paragraph.text
    for space in _SPACES:
        text = text.replace(space, " ")
    text = text.strip()
    if paragraph.label:
        label, mark = speaker_and_mark(paragraph.label)
        shown = f"{label} : {text}" if text else label
        return Line(paragraph, shown, text, label, mark, timed=paragraph.start is not None)
    # most paragraphs are « Nadia : … »: how they begin and end rules the other forms out
    first, last = text[:1], text[-1:]
    square = first == "["
    if square and _PREFIX.match(text):
        return Line(paragraph, text, text)
    headed = _HEADED.match(text) if last.isdecimal() or last in _CLOSING else None
    # « on part à 8:30 » ends with an hour and is a sentence
    if headed and (headed["b"] or any(is_(headed["n"]) for is_ in (is_name, is_role, is_code))):
        timed = _timed(paragraph, headed["start"], headed["end"])
        sure = bool(headed["b"] or headed["open"])
        label = headed["b"] or headed["n"]
        return Line(timed, text, "", label, timed=sure, alone=True, loose=not sure)
    if square and (alone := _ALONE.match(text)):
        return Line(paragraph, text, "", alone["b"], alone=True)
    stamp = _STAMP.match(text) if first.isdecimal() or first in _OPENING else None
    timed = _timed(paragraph, stamp["start"], stamp["end"]) if stamp else paragraph
    rest = text[stamp.end() :] if stamp else text
    # an hour that begins a line of notes is words; a timecode stands in square brackets
    kept = rest if stamp and stamp["square"] else text
    found = (":" in rest and _COLON.match(rest)) or _BRACKETED.match(rest)
    if not found:
        return Line(timed if kept == rest else paragraph, kept, kept)
    colon = found.re is _COLON
    label, mark = found["label"], ((colon and found["mark"]) or "").strip()
    sure = bool(stamp) and colon
    if mark and _HOUR.fullmatch(mark):
        timed, mark, sure = _timed(timed, mark, None), "", True
    elif label[-1].isdecimal() and (tail := _HOUR_LAST.search(label)):
        timed, label, sure = _timed(timed, tail[1], None), label[: tail.start()], True
    return Line(timed, kept, rest[found.end() :], label.strip(), mark, timed=sure)


def _timed(paragraph: Paragraph, start: str, end: str | None) -> Paragraph:
    return replace(paragraph, start=seconds(start), end=seconds(end) if end else paragraph.end)
