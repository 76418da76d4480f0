"""Who exists: the people of `participants.csv`, found by name, and the whole staff around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from transfo_analysis.corpus.canonical import canonical, fold

if TYPE_CHECKING:
    from transfo_analysis.sources.participants import Participant
    from transfo_analysis.sources.staff import StaffGroup

__all__ = ["Directory", "is_resident", "person_id", "staff_rows"]

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_RESIDENT = "resident"
_SPEECH_ROLES = {
    "enqueteur": "interviewer",
    "enquetrice": "interviewer",
    "enquete": "respondent",
    "enquetee": "respondent",
    "observe": "observed",
    "observee": "observed",
}


def person_id(name: str) -> str:
    """Return a pseudonym that holds in a cell of several: hyphens for its spaces.

    Examples
    --------
    >>> person_id("Anne  Roy")
    'Anne-Roy'
    """
    return canonical(name, {}).replace(" ", "-")


def is_resident(roles: str) -> bool:
    """Tell whether the roles of a row of "people" are those of who runs the sessions."""
    return _RESIDENT in roles.split()


class Directory:
    """The people of a project, found by name whatever its case and accents.

    Parameters
    ----------
    participants : rows of `participants.csv`; may be empty
    """

    def __init__(self, participants: Iterable[Participant]) -> None:
        self.participants = tuple(participants)
        self._by_name = {fold(p.pseudonym): p for p in self.participants}

    def find(self, name: str) -> str:
        """Return the pseudonym that a name stands for, "" if nobody's."""
        found = self._by_name.get(fold(name))
        return person_id(found.pseudonym) if found else ""

    def resolve(self, name: str) -> str:
        """Return the pseudonym of a name told by a person, known or not."""
        return self.find(name) or person_id(name)

    def roles(self, name: str) -> set[str]:
        """Return the roles in speech that a person may hold: interviewer, respondent, observed."""
        found = self._by_name.get(fold(name))
        words = {fold(role).split(" ")[0] for role in found.roles} if found else set()
        return {_SPEECH_ROLES[word] for word in words if word in _SPEECH_ROLES}

    def refuses_analysis(self, name: str) -> bool:
        """Tell whether a person said no to the analysis of their words."""
        found = self._by_name.get(fold(name))
        return found is not None and not found.consent_analysis

    def rows(self) -> list[dict[str, object]]:
        """Return the rows of the table "people", in the order of `participants.csv`."""
        return [
            {
                "person": person_id(p.pseudonym),
                "roles": " ".join(fold(role).replace(" ", "-") for role in p.roles),
                "grade": p.grade,
                "trade": p.trade,
                "service": p.service,
                "commune": p.commune,
                "modes": " ".join(_code(mode) for mode in p.modes),
                "sex": p.sex,
                "language": p.language,
                "consent_analysis": p.consent_analysis,
                "consent_quotation": p.consent_quotation,
                "consent_display": p.consent_display,
            }
            for p in self.participants
        ]


def staff_rows(groups: Iterable[StaffGroup]) -> list[dict[str, object]]:
    """Return the rows of the table "staff", each group once, in the order of the file."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for one in groups:
        row: dict[str, object] = {
            "by": one.by,
            "value": canonical(one.value, {}),
            "agents": float("nan") if one.count is None else one.count,
            "share": one.share,
            "source": canonical(one.source, {}),
            "year": canonical(one.year, {}),
        }
        # two names of the key may have become one word
        rows.setdefault((one.by, str(row["value"])), row)
    return list(rows.values())


def _code(written: str) -> str:
    """Return the code that a mode is: « Vélo électrique » is velo_electrique."""
    known = _CODE.fullmatch(written)
    return written if known else fold(written).replace(" ", "_")
