"""Where a person points at in a document: words found, places checked."""

from __future__ import annotations

from collections.abc import Sequence

from transfo_analysis.coding.acts import Acts, Span
from transfo_analysis.coding.quotes import find, one
from transfo_analysis.errors import CodingError

__all__ = ["Excerpts"]


class Excerpts(Acts):
    """Excerpts named by their words or their bounds, and whether they can carry a coding."""

    def locate(
        self,
        document: str,
        quote: str | None = None,
        start: int | None = None,
        end: int | None = None,
        occurrence: int | None = None,
    ) -> tuple[int, int]:
        """Return the place that words or bounds name in a document, or say why there is none."""
        text = self.corpus.texts[document]
        if start is None and end is None:
            if not quote or not quote.strip():
                raise CodingError(
                    "Quel extrait ? Ni mots, ni place.",
                    cure='Donnez quote="les mots exacts", ou start=… et end=….',
                )
            return one(text, quote, occurrence, lambda at: self.where(document, at))
        if start is None or end is None or not 0 <= start < end <= len(text):
            raise CodingError(
                f"La place {start}-{end} n’est pas dans « {document} », "
                f"qui compte {len(text)} caractères.",
                cure="Le début vient avant la fin, et tous deux sont dans le texte.",
            )
        if quote and not any(place == (0, end - start) for place in find(text[start:end], quote)):
            raise CodingError(
                f"À la place {start}-{end} on lit « {text[start:end][:80]} », "
                f"pas « {quote[:80]} ».",
                cure="Retirez start et end : les mots suffisent à retrouver l’extrait.",
            )
        return start, end

    def faults(self, spans: Sequence[Span]) -> list[CodingError | None]:
        """Say of each place whether it can carry a coding: an interviewer's words cannot."""
        import pandas as pd

        if not spans:
            return []
        places = self.corpus.places(pd.DataFrame(spans, columns=["document_id", "start", "end"]))
        return [
            CodingError(
                f"« {self.corpus.texts[document][start:end][:80]} » : "
                "paroles de l’enquêteur·rice : jamais une preuve.",
                cure="Codez la réponse ; la question reste affichée avec elle.",
            )
            if role == "interviewer"
            else None
            for (document, start, end), role in zip(spans, places["role"], strict=True)
        ]
