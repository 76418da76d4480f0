"""What is planned for the chantiers, and whether it may be shown: what, and for whom, only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfo_analysis.coding.clearing import planned_words
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.corpus.traces import tokens
from transfo_analysis.guard.quotes import standing
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts, Statement

__all__ = ["Plan", "plans"]


@dataclass(frozen=True)
class Plan:
    """What is planned for one chantier.

    Parameters
    ----------
    statement : the finding, retained and sorted as a chantier
    what, for_whom : as written, "" until somebody does
    since, state, state_wave : as in the table "work_plan"
    standing : what a person said of showing it: à relire, autorisé, écarté, changé depuis
    obstacle : why it may not be shown whatever a person says, in French; "" if it may
    """

    statement: Statement
    what: str
    for_whom: str
    since: str
    state: str
    state_wave: str
    standing: str
    obstacle: str

    @property
    def words(self) -> str:
        """What would be shown, "" when nothing is written."""
        parts = (self.what, f"Pour qui : {self.for_whom}" if self.for_whom else "")
        return " — ".join(part for part in parts if part)


def plans(parts: Parts) -> list[Plan]:
    """Return the plans of the retained chantiers, in the order of the work plan."""
    if parts.exercised is None:
        return []
    retained = {one.id: one for one in parts.statements}
    people = {
        token: str(name)
        for name in parts.corpus.people["person"]
        for token, _, _ in tokens(str(name))
    }
    found = []
    for row in parts.exercised.work_plan.to_dict("records"):
        statement = retained.get(row["finding_id"])
        if statement is None:
            continue
        what, for_whom = str(row["what"]), str(row["for_whom"])
        text = planned_words({"what": what, "for_whom": for_whom})
        # a pseudonym tells who: colleagues know whose it is
        named = sorted(
            {people[w] for w, at, _ in tokens(text) if w in people and text[at].isupper()}
        )
        found.append(
            Plan(
                statement,
                what,
                for_whom,
                str(row["since"]),
                str(row["state"]),
                str(row["state_wave"]),
                standing(parts.state, "plan", statement.id, text_sha256(text)),
                f"nomme {listed(named)} : dites-le autrement" if named else "",
            )
        )
    return found
