"""Where people stood in a debate, as its table has it: what a turn carries besides words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from transfo_analysis.corpus.canonical import canonical
from transfo_analysis.sources.debate import QUESTION

if TYPE_CHECKING:
    from transfo_analysis.corpus.reading import Said

__all__ = ["stances"]


def stances(said: Iterable[Said], document: Mapping[str, object]) -> Iterable[dict[str, object]]:
    """Yield the rows of the table "stances" of one document.

    Nothing is known of whoever withdrew, or refuses analysis: neither a word nor a place.

    Parameters
    ----------
    said : the turns of the document, in order
    document : its row of the table "documents"
    """
    for rank, one in enumerate(said):
        fields = one.turn.fields
        part = fields.get("part", "")
        if one.refused or part in ("", QUESTION):
            continue
        written = {
            name: canonical(fields.get(key, ""), {})
            for name, key in (
                ("question", "row"),
                ("grade", "grade"),
                ("before", "before"),
                ("after", "after"),
                ("side", "column"),
            )
        }
        yield {
            "document_id": document["document_id"],
            "turn": rank,
            "case": document["case"],
            "wave": one.wave or document["wave"],
            "place": one.turn.place,
            "part": part,
            "voice": canonical(one.speaker, {}),
            "person": one.person,
            **written,
        }
