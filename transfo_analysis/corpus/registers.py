"""Registers: what stands between quotation marks, and what a line of notes says it is."""

from __future__ import annotations

import re
from bisect import bisect_left

from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.tables import DESCRIPTION, REMARK

__all__ = ["QUESTION", "note_mark", "quoted", "split_label", "split_note_mark", "verbatim_zones"]

QUESTION = "question"
# what stands before the colon of a line of notes → what the line is
_NOTE_MARKS = {
    "q": QUESTION,
    "question": QUESTION,
    "questions": QUESTION,
    "remarque": REMARK,
    "remarques": REMARK,
    "ma remarque": REMARK,
    "rq": REMARK,
    "nb": REMARK,
    "n b": REMARK,
    "vu": DESCRIPTION,
    "observe": DESCRIPTION,
}
_BEFORE_COLON = re.compile(r"([\w .’'-]{1,40}?)\s*:\s*(?=\S)")
_BRACKETED = re.compile(r"\[\s*(?:ma\s+)?remarques?\s*\]\s*:?\s*", re.IGNORECASE)
_STRAIGHT = re.compile(r'(?<!\w)"(?=\S)([^"]*)(?<=\S)"(?!\w)')
_PAIRS = {"«": "»", "“": "”"}
_WORD_CHARACTER = re.compile(r"\w")


def note_mark(label: str) -> str:
    """Return what a line's label says of it: question, remark, description, or "".

    Examples
    --------
    >>> note_mark("Rq"), note_mark("Vu"), note_mark("Nadia")
    ('remarque de l’enquêteur', 'description', '')
    """
    return _NOTE_MARKS.get(fold(label), "")


def split_note_mark(words: str) -> tuple[str, str, str]:
    """Split a line of notes in its mark's meaning, its label and its own words.

    Examples
    --------
    >>> split_note_mark("Q : et le vélo ?")
    ('question', 'Q', 'et le vélo ?')
    >>> split_note_mark("à 8 h : il part")
    ('', '', 'à 8 h : il part')
    """
    words = canonical(words, {})
    if found := _BRACKETED.match(words):
        return REMARK, "Remarque", words[found.end() :]
    label, rest = split_label(words)
    if mark := note_mark(label):
        return mark, label, rest
    return "", "", words


def split_label(words: str) -> tuple[str, str]:
    """Split a line's words from the short label before its colon, "" if none.

    Examples
    --------
    >>> split_label("Éric : vient en voiture"), split_label("vient en voiture")
    (('Éric', 'vient en voiture'), ('', 'vient en voiture'))
    """
    found = _BEFORE_COLON.match(words)
    return (found.group(1).strip(), words[found.end() :]) if found else ("", words)


def quoted(text: str) -> list[tuple[int, int]]:
    """Return where the words between quotation marks are, marks left out.

    « … », “…” and straight quotes, when both marks of a pair are there; of nested pairs the
    outer one.

    Examples
    --------
    >>> [text[a:b] for text in ["il dit « jamais » et « oui"] for a, b in quoted(text)]
    [' jamais ']
    """
    pairs = [match.span(1) for match in _STRAIGHT.finditer(text)] if '"' in text else []
    for opening, closing in _PAIRS.items():
        if opening not in text:
            continue
        opened: list[int] = []
        for at, character in enumerate(text):
            if character == opening:
                opened.append(at)
            elif character == closing and opened:
                pairs.append((opened.pop() + 1, at))
    outer: list[tuple[int, int]] = []
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def verbatim_zones(text: str) -> list[tuple[int, int]]:
    """Return the parts of a turn in which every word stands between quotation marks.

    A part goes as far as the next word outside: a span inside it holds quoted words only,
    with or without the quotation marks themselves.

    Examples
    --------
    >>> text = "Elle : « jamais »."
    >>> [text[a:b] for a, b in verbatim_zones(text)]
    [' : « jamais ».']
    """
    inside = quoted(text)
    if not inside:
        return []
    edges = [0, *(edge for pair in inside for edge in pair), len(text)]
    outside = [
        match.start()
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for match in _WORD_CHARACTER.finditer(text, start, end)
    ]
    zones = []
    for start, end in inside:
        before, after = bisect_left(outside, start), bisect_left(outside, end)
        zones.append(
            (
                outside[before - 1] + 1 if before else 0,
                outside[after] if after < len(outside) else len(text),
            )
        )
    # two quotes with no word between them share one zone
    return list(dict.fromkeys(zones))
