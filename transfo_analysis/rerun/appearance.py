"""When codes and crossings were first heard, person after person: the appearance curve.

It never says that nothing more would be heard: a flat end may come from who was met, what
was asked, or a codebook closed early.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.crosstable import CrossTable

__all__ = ["BORN", "HAND", "NEVER", "ORDERS", "WHAT", "appearance"]

# put by a person's own reading, here or in another tool; what the program proposed is not
HAND = ("hand", "imported")
# as many orders of people as give a band; of these, one in twenty lies under it, one over
ORDERS, OUTSIDE = 200, 10
WHAT = ("codes", "croisements")
BORN = ("au départ", "né du terrain")
NEVER = (
    "Cette courbe ne montre jamais une saturation : un palier peut venir de qui a été rencontré, "
    "de ce qui a été demandé, ou d’un livre de codes fermé tôt."
)
# who is heard in a wave
Voice = tuple[str, str]


def appearance(table: CrossTable, emergent: Iterable[str] = ()) -> pd.DataFrame:
    """Return when each code and crossing of a case is first heard: table "appearance".

    People come wave after wave, in the order of the material; `low`, `middle` and `high`
    tell what chance alone does, people being taken in other orders within their wave.
    Whoever is heard in two waves comes in each. A sub-code is told as itself.

    Parameters
    ----------
    table : cross table of the case; its filters hold
    emergent : codes born in the field
    """
    young = set(emergent)
    found = {"codes": _codes(table), "croisements": _crossings(table)}
    voices = _ordered(table, {voice for one in found.values() for voice in one})
    rows: list[dict[str, Any]] = []
    for what in WHAT:
        for born in BORN:
            heard = {
                voice: {
                    name
                    for name in found[what].get(voice, ())
                    if bool(young & set(name.split(" × "))) == (born == BORN[1])
                }
                for voice in voices
            }
            if any(heard.values()):
                rows += _curve(table.case.id, what, born, voices, heard)
    return frame("appearance", rows)


def _by_hand(table: CrossTable) -> pd.Series[bool]:
    return table.crossings.codings["origin"].isin(HAND)


def _codes(table: CrossTable) -> dict[Voice, set[str]]:
    from transfo_analysis.crosstable.count import heard

    codings = table.crossings.codings
    kept = table.crossings.kept & _by_hand(table).to_numpy()
    found: dict[Voice, set[str]] = {}
    sides = (table.grid.row_family, table.grid.column_family)
    columns = (codings["wave"], heard(codings), codings["code"], kept)
    for wave, person, code, counts in zip(*columns, strict=True):
        if person and counts and code.partition(":")[0] in sides:
            found.setdefault((wave, person), set()).add(code)
    return found


def _crossings(table: CrossTable) -> dict[Voice, set[str]]:
    from transfo_analysis.crosstable.count import heard

    codings, hand = table.crossings.codings, _by_hand(table).to_numpy()
    codes, waves, people = codings["code"].to_numpy(), codings["wave"].to_numpy(), heard(codings)
    spoken = people.to_numpy()
    found: dict[Voice, set[str]] = {}
    places = (table.crossings.row, table.crossings.column, table.crossings.place)
    for row, column, place in zip(*places, strict=True):
        if spoken[place] and hand[row] and hand[column]:
            voice = (str(waves[place]), str(spoken[place]))
            found.setdefault(voice, set()).add(f"{codes[row]} × {codes[column]}")
    return found


def _ordered(table: CrossTable, voices: set[Voice]) -> list[Voice]:
    """Return who is heard, waves in order, in each the order of dates and documents."""
    documents = table.corpus.documents
    order = sorted(
        zip(documents["date"], documents["document_id"], strict=True),
        # a day that is not known comes after those that are
        key=lambda one: (not one[0], one),
    )
    rank = {name: at for at, (_, name) in enumerate(order)}
    turns = table.corpus.turns
    first: dict[Voice, tuple[int, int]] = {}
    waves = dict(zip(documents["document_id"], documents["wave"], strict=True))
    for name, turn, person in zip(
        turns["document_id"], turns["turn"], turns["person"], strict=True
    ):
        voice, place = (waves[name], person), (rank[name], int(turn))
        if person and place < first.get(voice, (len(rank), 0)):
            first[voice] = place
    far = (len(rank), 0)
    return sorted(voices, key=lambda v: (_natural(v[0]), first.get(v, far), v[1]))


def _curve(
    case: str,
    what: str,
    born: str,
    voices: Sequence[Voice],
    heard: Mapping[Voice, set[str]],
) -> Iterable[dict[str, Any]]:
    orders = [_counts(_permuted(voices, draw), heard) for draw in range(ORDERS)]
    found: set[str] = set()
    for at, voice in enumerate(voices):
        first = heard[voice] - found
        found |= first
        drawn = sorted(order[at] for order in orders)
        yield {
            "case": case,
            "what": what,
            "born": born,
            "rank": at + 1,
            "wave": voice[0],
            "person": voice[1],
            "first": SEPARATOR.join(sorted(one.replace(" ", "") for one in first)),
            "found": len(found),
            "low": drawn[OUTSIDE],
            "middle": drawn[ORDERS // 2],
            "high": drawn[-1 - OUTSIDE],
        }


def _permuted(voices: Sequence[Voice], draw: int) -> list[Voice]:
    """Return people in another order, each still in their wave; always the same for a draw."""

    def key(voice: Voice) -> tuple[object, str]:
        told = f"{draw} {voice[0]} {voice[1]}".encode()
        return _natural(voice[0]), hashlib.sha256(told).hexdigest()

    return sorted(voices, key=key)


def _counts(voices: Iterable[Voice], heard: Mapping[Voice, set[str]]) -> list[int]:
    found: set[str] = set()
    counts = []
    for voice in voices:
        found |= heard[voice]
        counts.append(len(found))
    return counts


def _natural(text: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", text)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
