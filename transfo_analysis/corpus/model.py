"""The corpus: every table of what was gathered, and the text that all offsets count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from transfo_analysis.corpus.withdrawn import Gone
from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.tables import frame

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus.places import Places

__all__ = ["Corpus"]


@dataclass(frozen=True, eq=False)
class Corpus:
    """What was gathered, ready to be read and coded.

    Parameters
    ----------
    documents, turns, passages, people, stances : tables declared in `tables`
    texts : document identifier → canonical text
    notices : what was left out or read with a doubt
    index : where turns are, for `places`
    gone : people who withdrew, and whom the material still names
    renamed : document identifier without names → those that the file's name gave before
    staff : table "staff", the whole staff; no rows when nobody gave it
    """

    documents: pd.DataFrame
    turns: pd.DataFrame
    passages: pd.DataFrame
    people: pd.DataFrame
    stances: pd.DataFrame
    texts: Mapping[str, str]
    notices: tuple[Notice, ...]
    index: Places = field(repr=False)
    gone: Gone = field(default_factory=Gone, repr=False)
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    staff: pd.DataFrame = field(default_factory=lambda: frame("staff", []), repr=False)

    def text(self, document_id: str) -> str:
        """Return the canonical text of a document.

        Raises
        ------
        SourceError
            If no document has this identifier.
        """
        try:
            return self.texts[document_id]
        except KeyError:
            raise SourceError(
                f"Le document « {document_id} » n’existe pas dans ce corpus.",
                cure="Choisissez un identifiant de la table des documents.",
            ) from None

    def words(self, document_id: str, start: int, end: int) -> str:
        """Return the words from code point `start` to `end` (left out) of a document.

        Raises
        ------
        SourceError
            If the document does not exist, or the place is not in its text.
        """
        text = self.text(document_id)
        if not 0 <= start <= end <= len(text):
            raise SourceError(
                f"La place {start}-{end} n’est pas dans « {document_id} », "
                f"qui compte {len(text)} caractères.",
                cure="Le texte a changé : relancez l’analyse.",
            )
        return text[start:end]

    def text_sha256(self, document_id: str) -> str:
        """Return what codings name a document's text by: its sha256 before anyone withdrew."""
        return self._sha256[document_id]

    @cached_property
    def _sha256(self) -> dict[str, str]:
        table = self.documents
        return dict(zip(table["document_id"], table["text_sha256"], strict=True))

    def speakers(self) -> pd.DataFrame:
        """Return who speaks in each document, in what role, how that is known, how often.

        One row per document and label: `document_id, speaker, person, role, role_origin,
        turns`, in the order of the material.
        """
        keys = ["document_id", "speaker", "person", "role", "role_origin"]
        return self.turns.groupby(keys, sort=False).size().rename("turns").reset_index()

    def places(self, spans: pd.DataFrame) -> pd.DataFrame:
        """Return who speaks, where and how, for spans (`document_id`, `start`, `end`).

        One row per span, in the same order and with the same index; see `Places.find`.
        """
        return self.index.find(spans)
