"""Praat TextGrids: one tier a person, merged in time order.

Praat reads a text file as a run of free-standing numbers, "strings" and <flags> and
skips everything else; reading it the same way takes in the long and the short format,
`item [1]:` with or without its space. No library of the lock reads this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.labels import fold, speaker_and_mark

__all__ = ["textgrid_turns"]

_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(<\w+>)|(![^\n]*)|([^\s"]+)')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?%?")
# tiers that cut the words of another tier
_CUT_TIERS = re.compile(
    r"(?:.*\b)?(?:mots?|words?|phon\w*|syll\w*|tokens?|pos|lemm\w*)(?:\b.*)?", re.IGNORECASE
)
_SILENCE = {"", "_", "#", "sil", "<sil>", "<p:>", "*"}


def textgrid_turns(text: str) -> tuple[list[Turn], tuple[Notice, ...]]:
    """Read the interval and point tiers of a TextGrid into turns.

    Raises
    ------
    SourceError
        If the file stops before what it announces, or is no TextGrid.
    """
    tokens = _tokens(text)
    try:
        if (next(tokens), next(tokens)) != ("ooTextFile", "TextGrid"):
            raise _broken()
        _number(tokens), _number(tokens)
        if next(tokens) != "<exists>":
            return [], ()
        tiers = [_tier(tokens, rank) for rank in range(int(_number(tokens)))]
    except (StopIteration, ValueError, OverflowError) as error:
        raise _broken() from error
    cut = [name for name, _ in tiers if _CUT_TIERS.fullmatch(name)]
    if len(cut) == len(tiers):
        cut = []
    notices = tuple(
        Notice(
            "",
            f"tire « {name} »",
            "Cette tire découpe les paroles d’une autre (mots, syllabes) : elle n’est pas lue.",
            "Donnez-lui le nom d’une personne si elle contient ses paroles.",
            "note",
        )
        for name in cut
    )
    turns = [
        (turn.start or 0.0, rank, turn)
        for rank, (name, tier) in enumerate(tiers)
        if name not in cut
        for turn in tier
    ]
    found: list[Turn] = []
    for _, _, turn in sorted(turns, key=lambda item: item[:2]):
        # a tier cuts a turn at each pause; nobody spoke between
        if found and (found[-1].speaker, found[-1].mark) == (turn.speaker, turn.mark):
            words = f"{found[-1].words} {turn.words}"
            found[-1] = replace(found[-1], words=words, end=turn.end)
        else:
            found.append(turn)
    return found, notices


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        string, flag, comment, other = found.groups()
        if string is not None:
            yield string.replace('""', '"')
        elif flag:
            yield flag
        elif other and _NUMBER.fullmatch(other):
            yield other
        elif comment:
            continue


def _number(tokens: Iterator[str]) -> float:
    return float(next(tokens))


def _tier(tokens: Iterator[str], rank: int) -> tuple[str, list[Turn]]:
    kind, name = next(tokens), next(tokens)
    if kind not in ("IntervalTier", "TextTier"):
        raise _broken()
    _number(tokens), _number(tokens)
    speaker, mark = speaker_and_mark(name)
    turns = []
    for number in range(1, int(_number(tokens)) + 1):
        start = _number(tokens)
        end = _number(tokens) if kind == "IntervalTier" else start
        words = " ".join(next(tokens).split())
        if fold(words) not in _SILENCE:
            place = f"tire {rank + 1}, intervalle {number}"
            turns.append(Turn(words, speaker, mark, start, end, place))
    return name, turns


def _broken() -> SourceError:
    return SourceError(
        "Le TextGrid ne se lit pas : il s’arrête ou change de forme en route.",
        cure="Ouvrez-le dans Praat, puis « Save as text file… ».",
    )
