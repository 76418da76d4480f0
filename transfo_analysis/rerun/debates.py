"""What changed in the debates: a question debated again, who stands elsewhere since.

People are compared with themselves, one debate with the one before on the same question.
Nobody says that a side gains: others may simply have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transfo_analysis.exercises.debate import from_to, standing_at
from transfo_analysis.exercises.positions import CROSSED, STAYED, change_of
from transfo_analysis.exercises.standing import ABSENT, UNTOLD
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.seen import PositionSeen
from transfo_analysis.rerun.snapshot import natural, wave_words
from transfo_analysis.rerun.telling import Told
from transfo_analysis.typography import listed, plural

__all__ = ["EXERCISE", "debates"]

EXERCISE = "Débat mouvant"
_BESIDE = "quitté ou rejoint le milieu ou l’abstention"
_NOWHERE = (ABSENT, UNTOLD)
Row = PositionSeen


@dataclass(frozen=True)
class _Held:
    """One question as it was debated once."""

    document: str
    wave: str
    rows: tuple[Row, ...]

    @property
    def ends(self) -> dict[str, Row]:
        """Who was known to stand somewhere, by pseudonym."""
        return {one.person: one for one in self.rows if one.person and _end(one)}

    @property
    def words(self) -> str:
        return wave_words(self.wave) if self.wave else f"débat « {self.document} »"


def debates(difference: Difference) -> Iterator[Told]:
    """Yield what changed in the debates of every case."""
    now, former = _held(difference.now.positions), _held(difference.former.positions)
    order = [*difference.now.label, *difference.former.label]
    questions = sorted({*now, *former}, key=lambda one: (one[0], _rank(order, one[1])))
    for case, question in questions:
        telling = _Telling(difference, case, question)
        mine = now.get((case, question), [])
        for rank, held in enumerate(mine):
            if held.document in difference.new_documents:
                yield from telling.debate(held, mine[rank - 1] if rank else None)
        yield from telling.corrected(former.get((case, question), []), mine)


def _held(positions: Iterable[Row]) -> dict[tuple[str, str], list[_Held]]:
    """Return the debates of each case and question, in the order in which they were held."""
    found: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for one in positions:
        found.setdefault((one.case, one.question), {}).setdefault(one.document, []).append(one)
    return {
        key: sorted(
            (_Held(name, rows[0].wave, tuple(rows)) for name, rows in by.items()),
            key=lambda one: (natural(one.wave), natural(one.document)),
        )
        for key, by in found.items()
    }


def _rank(order: list[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def _end(one: Row) -> str:
    """Return where somebody was last seen to stand, "" if nobody knows."""
    return next((place for place in (one.after, one.before) if place not in _NOWHERE), "")


@dataclass(frozen=True)
class _Telling:
    """What is said of one question."""

    difference: Difference
    case: str
    question: str

    def label(self, code: str) -> str:
        then, now = self.difference.then.label, self.difference.now.label
        return now.get(code) or then.get(code, code)

    def told(self, says: str, rows: Iterable[Row], note: str = "") -> Told:
        ids = tuple(name for one in rows for name in one.passages)
        return Told(EXERCISE, self.case, self.label(self.question), says, note, ids)

    def debate(self, held: _Held, before: _Held | None) -> Iterator[Told]:
        """Yield what a new debate brought: who took part, who moved, in it and since the last."""
        again = " de nouveau" if before else ""
        people = plural(len(held.rows), "personne")
        yield self.told(f"débattu{again} ({held.words}), {people}", held.rows, self._stood(held))
        moved = [one for one in held.rows if _moved(one)]
        if moved:
            many = plural(len(moved), "personne a bougé", "personnes ont bougé")
            note = " ".join(self._went(one, one.before, one.after) for one in moved)
            yield self.told(f"pendant ce débat, {many}", moved, note)
        if before is not None:
            yield from self._since(before, held)

    def _since(self, before: _Held, held: _Held) -> Iterator[Told]:
        then, now = before.ends, held.ends
        same = sorted({*then} & {*now})
        changes = {who: change_of(_end(then[who]), _end(now[who])) for who in same}
        between = _between(before, held)
        crossed = [who for who in same if changes[who] == CROSSED]
        others = [who for who in same if changes[who] not in (CROSSED, STAYED)]
        for people, one, many in (
            (crossed, "a changé de côté", "ont changé de côté"),
            (others, *(f"{have} {_BESIDE}" for have in ("a", "ont"))),
        ):
            if people:
                said = plural(len(people), f"personne {one}", f"personnes {many}")
                yield self._compared(f"{said} {between}", people, then, now)
        if stayed := [who for who in same if changes[who] == STAYED]:
            said = plural(len(stayed), "personne est", "personnes sont")
            yield self._compared(f"{said} à la même place {between}", stayed, then, now)
        fresh = [one for one in held.rows if one.person not in then]
        if fresh:
            who = plural(len(fresh), "personne", "personnes")
            said = f"{who} dont on ne connaît pas de place dans le débat d’avant"
            yield self.told(said, fresh, self._listed(fresh))
        gone = [one for one in before.rows if one.person not in now]
        if gone:
            who = plural(len(gone), "personne", "personnes")
            said = f"{who} du débat d’avant, sans place connue dans celui-ci"
            yield self.told(said, gone, self._listed(gone))

    def _compared(
        self, says: str, people: Iterable[str], then: dict[str, Row], now: dict[str, Row]
    ) -> Told:
        rows = [row for who in people for row in (then[who], now[who])]
        note = " ".join(
            f"{who} : {self._place(_end(then[who]))} ({_where(then[who])}), "
            f"puis {self._place(_end(now[who]))} ({_where(now[who])})."
            for who in people
        )
        return self.told(says, rows, note)

    def corrected(self, former: list[_Held], now: list[_Held]) -> Iterator[Told]:
        """Yield what became of the positions of debates that were there already."""
        kept = self.difference.kept
        then = {(kept.get(h.document, ""), one.voice): one for h in former for one in h.rows}
        today = {(h.document, one.voice): one for h in now for one in h.rows}
        old = {key: one for key, one in today.items() if key[0] in set(kept.values())}
        other = [
            (then[key], one)
            for key, one in old.items()
            if key in then and (one.before, one.after) != (then[key].before, then[key].after)
        ]
        if other:
            said = plural(len(other), "position corrigée", "positions corrigées")
            note = " ".join(
                f"{one.voice} : {self._both(was)}, aujourd’hui {self._both(one)} ({_where(one)})."
                for was, one in other
            )
            yield self.told(f"{said} dans un tableau d’avant", [one for _, one in other], note)
        for found, one, many in (
            ([v for key, v in old.items() if key not in then], "ajoutée", "ajoutées"),
            ([v for key, v in then.items() if key not in today], "retirée", "retirées"),
        ):
            if found:
                said = plural(len(found), f"position {one}", f"positions {many}")
                place = "un tableau d’avant"
                yield self.told(f"{said} : {place}", found, self._listed(found))

    # -- words ------------------------------------------------------------------------------

    def _place(self, place: str) -> str:
        return standing_at(place, self.label) if place not in _NOWHERE else place or "non dit"

    def _both(self, one: Row) -> str:
        return f"{self._place(one.before)} puis {self._place(one.after)}"

    def _went(self, one: Row, before: str, after: str) -> str:
        return f"{one.voice} : {from_to(before, after, self.label)} ({_where(one)})."

    def _listed(self, rows: list[Row]) -> str:
        return " ".join(f"{one.voice} : {self._both(one)} ({_where(one)})." for one in rows)

    def _stood(self, held: _Held) -> str:
        by: dict[str, list[str]] = {}
        for one in held.rows:
            by.setdefault(self._place(_end(one)), []).append(one.voice)
        ends = sorted(by.items())
        return "À la fin : " + " ; ".join(f"{place}, {listed(who)}" for place, who in ends) + "."


def _moved(one: Row) -> bool:
    return not {one.before, one.after} & {*_NOWHERE} and one.before != one.after


def _where(one: Row) -> str:
    return f"{one.document}, {one.place}" if one.place else one.document


def _between(before: _Held, held: _Held) -> str:
    if not before.wave or not held.wave:
        return f"entre « {before.document} » et « {held.document} »"
    if before.wave == held.wave:
        return f"entre deux débats de la {wave_words(held.wave)}"
    return f"entre la {wave_words(before.wave)} et la {wave_words(held.wave)}"
