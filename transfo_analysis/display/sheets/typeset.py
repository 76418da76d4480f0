"""From plain data to a PDF, by typst: tagged, in French, the same bytes each time.

Words reach typst in a JSON file and are printed as strings: nothing in them is ever read as
markup. What the sheets look like is in `templates/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from transfo_analysis.display.look import Style, letters
from transfo_analysis.typography import french, printed

__all__ = ["PAPERS", "Sheet", "label", "pdf", "pictures", "sentence"]

PAPERS = ("A4", "A3", "A2", "A1", "A0")
Sheet = Mapping[str, Any]
# no word of French is as long
_LONG = re.compile(r"\S{29,}")
# letters of the words that end a sentence together
_TAIL = 13
# and how short a last word is, for it to hold to the one before
_ALONE = 8
# a number stays with what it counts, « vague 1 » and « catégorie A » on one line
_COUNT = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=vague) (?=\d)|(?<=[Cc]atégorie) (?=[A-Z]\b)")


def pdf(title: str, sheets: Sequence[Sheet], style: Style, beside: Mapping[str, bytes]) -> bytes:
    """Print sheets into one PDF/UA file, without author, date or path.

    Parameters
    ----------
    sheets : each with its `kind` (see `templates/main.typ`) and what its template asks for
    beside : pictures that sheets name, besides the logo
    """
    return bytes(_compiled(title, sheets, style, beside, format="pdf", pdf_standards=["ua-1"]))


def pictures(
    title: str,
    sheets: Sequence[Sheet],
    style: Style,
    beside: Mapping[str, bytes],
    dots_per_inch: float,
) -> list[bytes]:
    """Draw the same sheets as PNG pictures, one a page."""
    made = _compiled(title, sheets, style, beside, format="png", ppi=dots_per_inch)
    return [made] if isinstance(made, bytes) else list(made)


def _compiled(
    title: str,
    sheets: Sequence[Sheet],
    style: Style,
    beside: Mapping[str, bytes],
    **options: Any,
) -> Any:
    import typst

    colours = {"ink": style.ink, "paper": style.paper, "accent": style.accent}
    faces = {"titles": style.titles, "texts": style.texts, "labels": style.labels}
    logo = "logo.svg" if style.logo else ""
    data = {
        "title": label(title) or "Sans titre",
        "style": {**colours, **faces, "kinds": dict(style.kinds), "logo": logo},
        "sheets": list(sheets),
    }
    given = {**_templates(), **beside, "data.json": json.dumps(data).encode()}
    if style.logo:
        given[logo] = style.logo.drawing
    compiled: Any = typst.compile  # its types do not know of several files
    # nothing of this machine: not its letters (see `look.letters`), not its clock
    return compiled(given, font_paths=letters(style.fonts), ignore_system_fonts=True, **options)


def label(text: str) -> str:
    """Return a name as it is printed: on one line, as it was typed but for narrow spaces."""
    kept = "".join(c for c in text if c.isprintable() or c.isspace())
    return french(_LONG.sub(_breakable, " ".join(kept.split())))


def sentence(text: str) -> str:
    """Return a sentence as it is printed, with all that French typography asks for."""
    return _last_line(_COUNT.sub("\u00a0", printed(label(text))))


def _last_line(text: str) -> str:
    r"""Bind the last words of a sentence: no line of a sheet is « pas. » alone.

    Examples
    --------
    >>> _last_line("ou bien ses pieds.").split(" ")
    ['ou', 'bien', 'ses\xa0pieds.']
    """
    words = text.split(" ")
    while len(words) > 3 and len(words[-1]) < _ALONE and len(words[-1]) + len(words[-2]) < _TAIL:
        words[-2:] = ["\u00a0".join(words[-2:])]
    return " ".join(words)


def _breakable(word: re.Match[str]) -> str:
    # a web address, say: it may end its line after a sign, or anywhere if it has none
    return re.sub(r"([/.?&=_-]+|[^/.?&=_-]{20})(?=.)", "\\1\u200b", word[0])


@cache
def _templates() -> dict[str, bytes]:
    folder = resources.files("transfo_analysis.display.sheets") / "templates"
    return {
        one.name: one.read_bytes()
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".typ")
    }
