"""What a file says of itself: header keys, folder, `sources.csv`, brought to one form.

Keys are those of docs/formats.md. What is written in the header wins over
`sources.csv`, which wins over the folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches

from transfo_analysis.errors import Notice
from transfo_analysis.sources.labels import Paragraph

__all__ = [
    "KEYS",
    "LISTS",
    "bare",
    "date",
    "first_lines",
    "key_of",
    "merged",
    "normalised",
    "overrides_of",
    "people_in",
    "wave",
]

KEYS = (
    "id", "titre", "date", "lieu", "vague", "cas", "enquete", "enqueteur", "observateur",
    "observe", "situation", "motif", "prise", "locuteurs", "reference", "etude", "auteurs",
    "annee",
)  # fmt: skip
LISTS = ("enquete", "enqueteur", "observateur", "observe", "auteurs")
# other spellings, without accents; those of blogs and of Zotero notes among them
_ALIASES = {
    "title": "titre", "wave": "vague", "author": "auteurs", "authors": "auteurs",
    "auteur": "auteurs", "year": "annee", "place": "lieu", "enquetee": "enquete",
    "enquetes": "enquete", "enquetees": "enquete", "enquete·e": "enquete",
    "enquetrice": "enqueteur", "enqueteurs": "enqueteur", "enquetrices": "enqueteur",
    "enqueteur·rice": "enqueteur", "animateur": "enqueteur", "animatrice": "enqueteur",
    "animateurs": "enqueteur", "animatrices": "enqueteur", "animation": "enqueteur", "observatrice": "observateur", "observateurs": "observateur",
    "observatrices": "observateur", "observee": "observe", "observes": "observe",
    "observees": "observe", "locuteur": "locuteurs", "cle": "reference", "citekey": "reference",
    "cas_pratique": "cas", "document_id": "id",
}  # fmt: skip
_PEOPLE = ("enquete", "enqueteur", "observateur", "observe")
_LINE = re.compile(r"\s*([^\W\d][\w ·’']{1,24}?)\s*:\s+(\S.{0,120})")
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_WAVE = re.compile(r"(?:vague|wave|v)?[ _.-]*0*(\d+)", re.IGNORECASE)


def bare(text: str) -> str:
    """Return a text without accents nor case, spaces made one: what people vary."""
    decomposed = unicodedata.normalize("NFD", text)
    letters = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return " ".join(letters.split()).casefold()


def key_of(written: str) -> str:
    """Return the known key that a person meant, or what is written.

    Examples
    --------
    >>> key_of("Enquêtée"), key_of("title"), key_of("tags")
    ('enquete', 'titre', 'tags')
    """
    key = bare(written).replace(" ", "_")
    key = _ALIASES.get(key, key)
    return key if key in KEYS else written.strip()


def wave(written: str) -> str:
    """Return a wave as it is named everywhere: « vague-1 », whichever way it was written.

    Examples
    --------
    >>> wave("vague-1"), wave("Vague 01"), wave("2"), wave("automne")
    ('vague-1', 'vague-1', 'vague-2', 'automne')
    """
    found = _WAVE.fullmatch(written.strip())
    return f"vague-{found[1]}" if found else "-".join(written.split())


def date(written: str) -> str:
    """Return a day as an ISO date when it is one in French or ISO, else as written.

    Examples
    --------
    >>> date("2020-05-12T16:05:55Z"), date("12/05/2020"), date("1er août 2024"), date("hier")
    ('2020-05-12', '2020-05-12', '2024-08-01', 'hier')
    """
    text = bare(written)
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", text):
        return found[0]
    if found := re.fullmatch(r"(?:\w+ )?(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})", text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        if 1 <= int(found[2]) <= 12 and 1 <= int(found[1]) <= 31:
            return f"{year}-{int(found[2]):02}-{int(found[1]):02}"
    found = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})", text)
    if found and found[2] in _MONTHS and 1 <= int(found[1]) <= 31:
        return f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return written.strip()


def normalised(header: Mapping[str, object]) -> tuple[dict[str, object], tuple[Notice, ...]]:
    """Bring a header's keys and values to one form, and doubt a key nearly right."""
    found: dict[str, object] = {}
    notices: list[Notice] = []
    for written, value in header.items():
        key = key_of(written)
        if key not in KEYS and (close := get_close_matches(bare(written), KEYS, 1, 0.8)):
            what = f"La clé « {written} » de l’en-tête n’est pas connue."
            cure = f"Vouliez-vous écrire « {close[0]} » ?"
            notices.append(Notice("", "en-tête", what, cure, "attention"))
        clean = _clean(key, value)
        if clean not in ("", (), {}):
            found[key] = clean
    return found, tuple(notices)


def _clean(key: str, value: object) -> object:
    if key == "locuteurs":
        return _pairs(value) if isinstance(value, str) else value
    if key in KEYS and isinstance(value, tuple) and key not in LISTS:
        return _value(key, "; ".join(value))
    return _value(key, value) if key in KEYS and isinstance(value, str) else value


def _value(key: str, text: str) -> object:
    if key in LISTS:
        # « Nom, Prénom » is one author; « Nadia, Maud » are two people
        pieces = re.split(";" if key == "auteurs" else "[;,]", text)
        parts = tuple(part.strip() for part in pieces if part.strip())
        return parts[0] if len(parts) == 1 else parts
    if key == "vague":
        return wave(text)
    if key == "date":
        return date(text)
    if key == "motif":
        return bare(text).replace(" ", "_").replace("-", "_")
    return text.strip()


def _pairs(text: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return {label.strip(): name.strip() for label, name in pairs}


def overrides_of(row: Mapping[str, str]) -> dict[str, str]:
    """Return the filled cells of a row of `sources.csv` under their known keys."""
    cells = {key_of(key): value.strip() for key, value in row.items()}
    return {key: value for key, value in cells.items() if value and key in KEYS}


def merged(
    folder: Mapping[str, object], overrides: Mapping[str, str], header: Mapping[str, object]
) -> dict[str, object]:
    """Join what three places say; the most deliberate wins."""
    table, _ = normalised(overrides)
    return {**folder, **table, **header}


def first_lines(
    paragraphs: list[Paragraph], known: Collection[str] = ()
) -> tuple[dict[str, object], list[Paragraph]]:
    """Take « Date : … », « Lieu : … » from the top of a file that has no other header.

    A word processor has no front matter; people type it so, a title above or not. A line
    that names a role (« Enquêteur : … ») is a header only if its value is somebody known.

    Examples
    --------
    >>> lines = [Paragraph("Lieu : gare"), Paragraph("Date : 3/5/2024"), Paragraph("E : Oui ?")]
    >>> header, rest = first_lines(lines)
    >>> header, [p.text for p in rest]
    ({'lieu': 'gare', 'date': '3/5/2024'}, ['E : Oui ?'])
    """
    people = {bare(name) for name in known}
    header: dict[str, object] = {}
    start = 0 if paragraphs and _LINE.match(paragraphs[0].text) else 1
    end = start
    for paragraph in paragraphs[start : start + len(KEYS)]:
        found = _LINE.fullmatch(paragraph.text)
        key = key_of(found[1]) if found else ""
        if not found or key not in KEYS or key in header or paragraph.label:
            break
        names = {bare(name) for name in re.split("[;,]", found[2])}
        if key in _PEOPLE and not names <= people:
            break
        header[key], end = found[2].strip(), end + 1
    if not header:
        return {}, paragraphs
    if start:
        header.setdefault("titre", paragraphs[0].text)
    return header, paragraphs[end:]


def people_in(metadata: Mapping[str, object]) -> set[str]:
    """Return the names and labels that a header gives to people who may speak."""
    names: set[str] = set()
    for key in _PEOPLE:
        value = metadata.get(key, ())
        names |= (
            {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
        )
    labels = metadata.get("locuteurs")
    if isinstance(labels, Mapping):
        names |= {str(key) for key in labels} | {str(value) for value in labels.values()}
    return names
