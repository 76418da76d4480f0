"""What changed between the two languages: words that the other side says since a wave was closed."""

from __future__ import annotations

from collections.abc import Iterator

from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.snapshot import wave_words
from transfo_analysis.rerun.telling import Told
from transfo_analysis.tables.kinds import ADMINISTRATION
from transfo_analysis.typography import listed

__all__ = ["EXERCISE", "words"]

EXERCISE = "Deux langages"


def words(difference: Difference) -> Iterator[Told]:
    """Yield the words that passed with the new material; one that was listed since is no news."""
    known = {one.term for one in difference.former.words}
    for one in difference.now.words:
        new = difference.of_new_documents(one.passages)
        if one.term in known or not new:
            continue
        says = (
            f"entendu jusque-là {_where(one.from_side)} seulement, repris {_where(one.to_side)} "
            f"({wave_words(one.wave)})"
        )
        note = f"Maintenant : {listed(list(one.persons))} ; avant : {listed(list(one.before))}."
        yield Told(EXERCISE, "", f"« {one.term} »", says, note, (*one.passages, *one.earlier))


def _where(side: str) -> str:
    return "dans l’administration" if side == ADMINISTRATION else "du côté de l’innovation"
