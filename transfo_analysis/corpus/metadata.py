"""What is told of a document, brought to names, identifiers and lists.

The readers have already joined header, `sources.csv` and folder: the header wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.sources import metadata as told
from transfo_analysis.sources.document import Document

__all__ = ["Metadata", "slug"]

_NOT_SLUG = re.compile(r"[^a-z0-9_]+")
_NOT_WORD = re.compile(r"\W+")
_ISO = re.compile(r"\d{4}(?:-\d{2}-\d{2})?")


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


@dataclass(frozen=True)
class Metadata:
    """The metadata of one document, under the keys of docs/formats.md.

    Examples
    --------
    >>> header = {"enquete": "Ana; Zoé", "vague": "vague-1"}
    >>> meta = Metadata(Document("entretiens/a.txt", "interview", "", "txt", header, ()))
    >>> meta.names("enquete"), meta.wave, meta.document_id
    (['Ana', 'Zoé'], 'vague-1', 'a')
    """

    document: Document

    def _value(self, *keys: str) -> object:
        values = (self.document.metadata.get(key) for key in keys)
        return next((value for value in values if value not in (None, "", ())), "")

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
            items = (item.partition("=") for item in str(value).split(";"))
            pairs = [(label, name) for label, equals, name in items if equals]
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
        """The wave told by the header or the folder, else ""."""
        return told.wave(self.text("vague"))

    @property
    def date(self) -> str | None:
        """The date as 2024-12-09, "" if none is told, None if it cannot be understood."""
        date = told.date(self.text("date"))
        return date if not date or _ISO.fullmatch(date) else None

    @property
    def title(self) -> str:
        """The title told, else the file's name."""
        return self.text("titre") or canonical(self.stem, {})

    @property
    def purpose(self) -> str:
        """`motif` as code identifiers of that family, separated by spaces."""
        return " ".join(fold(name).replace(" ", "_") for name in self.names("motif"))
