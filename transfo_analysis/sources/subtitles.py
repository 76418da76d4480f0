"""Subtitles: .srt and .vtt, cues grouped into turns."""

from __future__ import annotations

import html
import io
import re
from typing import Any

from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.labels import Paragraph, seconds, speaker_and_mark

__all__ = ["CUES", "grouped", "srt_paragraphs", "vtt_paragraphs"]

LONG_GAP = 2.0  # seconds of silence after which words are no longer one group
GROUP_WORDS = 30  # a group ends at the first sentence end past this
LONGEST_GROUP = 120  # words: subtitles without any punctuation
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>]{0,200}>|\{\\[^}]{0,200}\}")


def srt_paragraphs(text: str) -> list[Paragraph]:
    """Read a SubRip file: one paragraph a cue, with its times."""
    import pysubs2

    cues = pysubs2.SSAFile.from_string(text, format_="srt", keep_unknown_html_tags=False)
    return [
        Paragraph(words, f"sous-titre {number}", cue.start / 1000, cue.end / 1000)
        for number, cue in enumerate(cues, 1)
        if (words := _plain(cue.plaintext))
    ]


def vtt_paragraphs(text: str) -> list[Paragraph]:
    """Read a WebVTT file: one paragraph a voice of a cue, with its times."""
    import webvtt

    found = []
    captions: Any = webvtt.from_buffer(io.StringIO(text + "\n"), format="vtt")
    for number, cue in enumerate(captions, 1):
        # before the first voice tag, then voice and words by turns
        pieces = _VOICE.split(cue.raw_text)
        voices = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
        for voice, raw in voices:
            if words := _plain(raw):
                label = " ".join(html.unescape(voice).split())
                start, end = seconds(cue.start), seconds(cue.end)
                found.append(Paragraph(words, f"sous-titre {number}", start, end, label))
    return found


def _plain(raw: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", raw)).split())


def grouped(cues: list[Paragraph]) -> list[Turn]:
    """Group cues into turns: by voice, else by silences and sentence ends.

    Examples
    --------
    >>> cues = [Paragraph("Oui.", "", 0, 1, "Nadia"), Paragraph("Le bus.", "", 1, 2, "Nadia")]
    >>> [(turn.speaker, turn.words, turn.end) for turn in grouped(cues)]
    [('Nadia', 'Oui. Le bus.', 2)]
    """
    groups: list[list[Paragraph]] = []
    for cue in cues:
        if groups and _together(groups[-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return [
        Turn(
            " ".join(cue.text for cue in group),
            *speaker_and_mark(group[0].label),
            group[0].start,
            group[-1].end,
            group[0].place,
        )
        for group in groups
    ]


def _together(group: list[Paragraph], cue: Paragraph) -> bool:
    last = group[-1]
    if cue.label != last.label:
        return False
    if cue.label:
        return True
    if (cue.start or 0.0) - (last.end or 0.0) > LONG_GAP:
        return False
    words = sum(len(part.text.split()) for part in group)
    ended = last.text.rstrip('»"” ').endswith((".", "?", "!", "…"))
    return words < GROUP_WORDS or (words < LONGEST_GROUP and not ended)


CUES = {"srt": srt_paragraphs, "vtt": vtt_paragraphs}
