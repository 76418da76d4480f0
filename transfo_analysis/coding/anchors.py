"""Find coded passages again in a corrected text: every one, or a person is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transfo_analysis.coding.anchoring.alignment import align
from transfo_analysis.coding.anchoring.placing import Placer

__all__ = ["Anchor", "Status", "realign"]

Status = Literal["exact", "déplacé", "retouché", "à revoir"]


@dataclass(frozen=True)
class Anchor:
    """Where a passage of the old text is in the new one, and what became of it.

    Attributes
    ----------
    start, end : its place in the new text, in code points; None if a person must say
    status : *exact*, its words unchanged, where the text around it says, so only shifted by
        edits elsewhere, or not at all; *déplacé*, its words unchanged, but its block of text
        has moved among its neighbours; *retouché*, its own words changed, which includes the
        border of a turn inside it; *à revoir*, gone, mostly rewritten, torn apart, or two
        places equally good
    candidates : for *à revoir*, the places it could be, in order; none if it is gone
    old_words, new_words : its words in the two texts; the second is empty without a place
    """

    start: int | None
    end: int | None
    status: Status
    candidates: tuple[tuple[int, int], ...]
    old_words: str
    new_words: str


def realign(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[Anchor]:
    r"""Return where each passage of a text is in its corrected version, in the same order.

    The texts are aligned as wholes, by words, then by letters inside replaced stretches; a
    passage is placed where its words went, never where they happen to be found. The result
    depends on nothing but the arguments.

    Parameters
    ----------
    old, new : the text as coded, and the text of today
    spans : (start, end) of each passage in the old text, in code points, end excluded

    Raises
    ------
    ValueError
        If a span is not inside the old text.

    Examples
    --------
    >>> old = "Je prends le velo. Oui.\nOui."
    >>> for anchor in realign(old, "Alors je prends le vélo. Oui.", [(10, 17), (19, 23)]):
    ...     print(anchor.status, anchor.start, anchor.new_words, anchor.candidates)
    retouché 16 le vélo ()
    à revoir None  ((25, 28),)
    """
    for start, end in spans:
        if not 0 <= start <= end <= len(old):
            raise ValueError(f"span {start}-{end} is not inside a text of {len(old)} characters")
    if old == new:
        return [Anchor(s, e, "exact", (), old[s:e], old[s:e]) for s, e in spans]
    placer = Placer(align(old, new))
    return [_anchor(old, new, placer, start, end) for start, end in spans]


def _anchor(old: str, new: str, placer: Placer, start: int, end: int) -> Anchor:
    placed, words = placer.place(start, end), old[start:end]
    if placed.place is None:
        return Anchor(None, None, "à revoir", placed.candidates, words, "")
    left, right = placed.place
    now = new[left:right]
    status: Status = "retouché"
    if now == words:
        status = "déplacé" if placed.track else "exact"
    return Anchor(left, right, status, (), words, now)
