"""Give back the passages whose modes of transport were labelled by reading (see GOLD.md).

The set keeps places and labels, never a sentence: the texts stay in the corpora folder.
"""

import csv
import hashlib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

import docx

GOLD_CSV = Path(__file__).with_name("gold_modes.csv")

Kind = Literal["mention", "paraphrase", "trap", "plain"]
Half = Literal["dev", "test", "fresh"]

FIRST_SET: tuple[Half, ...] = ("dev", "test")


@dataclass(frozen=True)
class GoldPassage:
    """Hold one labelled passage: its words, the modes spoken of in them, and where it stands."""

    file: str
    """Path under the corpora folder, POSIX, NFC."""
    unit: int
    """0-based line of a text file, or paragraph of a Word file."""
    start: int
    """First code point of the passage in the NFC form of that line or paragraph."""
    text: str
    """The passage itself, NFC."""
    modes: frozenset[str]
    """Codes of the family `mode`; empty when none is spoken of."""
    kind: Kind
    half: Half
    """`dev` may be looked at while tuning; `test` is for the figure that is published; `fresh` is
    the second set, drawn at random, never to be tuned on."""


def load(corpora: Path, halves: tuple[Half, ...] = FIRST_SET) -> list[GoldPassage]:
    """Read the labelled passages of these halves from the corpora, in the order of the table.

    The first set by default; ``load(corpora, ("fresh",))`` gives the second.

    Raises `FileNotFoundError` when a corpus file is missing and `ValueError` when the words at a
    place are no longer those that were labelled.
    """
    with GOLD_CSV.open(encoding="utf-8", newline="") as table:
        return [_passage(corpora, row) for row in csv.DictReader(table) if row["half"] in halves]


def _passage(corpora: Path, row: dict[str, str]) -> GoldPassage:
    unit, start, end = int(row["unit"]), int(row["start"]), int(row["end"])
    units = _units(_find(corpora, row["file"]))
    text = units[unit][start:end] if unit < len(units) else ""
    if digest(text) != row["digest"]:
        raise ValueError(
            f"{row['file']}, unité {unit}, caractères {start} à {end}\u202f: le texte n’est plus "
            "celui qui a été étiqueté. Reprendre le corpus d’origine, ou refaire cette ligne de "
            f"{GOLD_CSV.name}."
        )
    return GoldPassage(
        file=row["file"],
        unit=unit,
        start=start,
        text=text,
        modes=frozenset(row["modes"].split()),
        kind=cast("Kind", row["kind"]),
        half=cast("Half", row["half"]),
    )


def digest(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a passage in NFC."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()[:16]


def _find(corpora: Path, name: str) -> Path:
    """Find a file whose name may be stored decomposed (NFD) on this disk."""
    path = corpora / name
    if path.exists():
        return path
    for other in path.parent.iterdir() if path.parent.is_dir() else ():
        if unicodedata.normalize("NFC", other.name) == path.name:
            return other
    raise FileNotFoundError(f"{name}\u202f: fichier absent du dossier des corpus {corpora}.")


@cache
def _units(path: Path) -> tuple[str, ...]:
    if path.suffix == ".docx":
        texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
        return tuple(unicodedata.normalize("NFC", text) for text in texts)
    return tuple(unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig")).split("\n"))
