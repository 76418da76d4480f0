"""What is told of a document: front matter, else `sources.csv`, else folder and file name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.sources.document import Document

__all__ = ["Metadata", "iso_date", "slug", "wave_name"]

_WAVE = re.compile(r"(?:vague|wave|v)?[\s_-]*0*(\d+)")
_WAVE_FOLDER = re.compile(r"(?:vague|wave|session)[\s_-]*\d+")
_MONTHS = {
    "janvier": 1,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
}
_NOT_SLUG = re.compile(r"[^a-z0-9_]+")
_NOT_WORD = re.compile(r"\W+")


def slug(text: str) -> str:
    """Return a readable identifier: lower case, no accent, hyphens for the rest.

    A name without a Latin letter or digit keeps its own script.

    Examples
    --------
    >>> slug("Échange 01 – Solène"), slug("访谈 一")
    ('echange-01-solene', '访谈-一')
    """
    latin = _NOT_SLUG.sub("-", _fold_parts(text)).strip("-_")
    return latin or _NOT_WORD.sub("-", canonical(text, {}).lower()).strip("-_")


def _fold_parts(text: str) -> str:
    # but for underscores: file names use them as spaces
    return "_".join(fold(part) for part in text.split("_"))


def wave_name(text: str) -> str:
    """Return one name for one wave, however it is written: its number when it has one.

    Examples
    --------
    >>> wave_name("2"), wave_name("Vague 2"), wave_name("vague-02"), wave_name("décembre")
    ('2', '2', '2', 'décembre')
    """
    written = canonical(text, {})
    number = _WAVE.fullmatch(fold(written))
    return number.group(1) if number else written


def iso_date(text: str) -> str | None:
    """Return a date as 2024-12-09, "" for none, None for one that cannot be understood.

    Examples
    --------
    >>> iso_date("2020-05-12T16:05:55Z"), iso_date("9/12/2024"), iso_date("1er mars 2024")
    ('2020-05-12', '2024-12-09', '2024-03-01')
    """
    folded = fold(text)
    if not folded:
        return ""
    if found := re.match(r"(\d{4}) (\d{1,2}) (\d{1,2})(?!\d)", folded):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2}) (\d{1,2}) (\d{4})", folded):
        day, month, year = found.groups()
    elif (
        found := re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})", folded)
    ) and found.group(2) in _MONTHS:
        day, month, year = found.group(1), str(_MONTHS[found.group(2)]), found.group(3)
    elif re.fullmatch(r"\d{4}", folded):
        return folded
    else:
        return None
    if not (1 <= int(month) <= len(_MONTHS) and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02}-{int(day):02}"


@dataclass(frozen=True)
class Metadata:
    """The metadata of one document, the most precise source first.

    Examples
    --------
    >>> told = Document("entretiens/vague-1/a.txt", "interview", "", "txt", {"enquete": "Ana"}, ())
    >>> meta = Metadata(told, {"enquete": "Zoé", "lieu": "gare"})
    >>> meta.names("enquete"), meta.text("lieu"), meta.wave
    (['Ana'], 'gare', '1')
    """

    document: Document
    override: Mapping[str, str]

    def _value(self, *keys: str) -> object:
        for source in (self.document.metadata, self.override):
            for key in keys:
                value = source.get(key)
                if value not in (None, "", ()):
                    return value
        return ""

    def text(self, *keys: str) -> str:
        """The first of these keys that is told, as one line; "" if none is."""
        value = self._value(*keys)
        if isinstance(value, (list, tuple)):
            return ", ".join(canonical(str(item), {}) for item in value)
        return canonical(str(value), {})

    def names(self, key: str, between: str = "[;,]") -> list[str]:
        """The names under a key: a list, or written with `;` or `,` between them."""
        value = self._value(key)
        items = value if isinstance(value, (list, tuple)) else re.split(between, str(value))
        return [name for item in items if (name := canonical(str(item), {}))]

    def labels(self) -> dict[str, str]:
        """`locuteurs`: folded label → name, from a table or from `E=P03;R=P07`."""
        value = self._value("locuteurs")
        if isinstance(value, Mapping):
            pairs = [(str(label), str(name)) for label, name in value.items()]
        else:
            items = value if isinstance(value, (list, tuple)) else re.split("[;,]", str(value))
            pairs = [
                (label, name)
                for item in items
                for label, found, name in [re.sub(":", "=", str(item), count=1).partition("=")]
                if found
            ]
        return {fold(label): canonical(name, {}) for label, name in pairs}

    @property
    def stem(self) -> str:
        """The file's name without its extension."""
        return PurePosixPath(self.document.path).stem

    @property
    def document_id(self) -> str:
        """A readable slug of `id`, else of the file's name."""
        return slug(self.text("id")) or slug(self.stem) or f"document-{self.document.sha256[:8]}"

    @property
    def wave(self) -> str:
        """The wave told, else the sub-folder's name, else ""."""
        if told := self.text("vague"):
            return wave_name(told)
        folders = PurePosixPath(self.document.path).parts[1:-1]
        named = [folder for folder in folders if _WAVE_FOLDER.fullmatch(fold(folder))]
        return wave_name([*named, *folders][0]) if folders else ""

    @property
    def title(self) -> str:
        """The title told, else the file's name."""
        return self.text("titre", "title") or canonical(self.stem, {})

    @property
    def purpose(self) -> str:
        """`motif` as code identifiers of that family, separated by spaces."""
        return " ".join(fold(name).replace(" ", "_") for name in self.names("motif"))
