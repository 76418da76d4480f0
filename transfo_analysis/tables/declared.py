"""Every table that crosses a room's border, declared once, and the words they share.

`material.py`, `coded.py`, `counted.py`, `changed.py` and `exercised.py` hold the declarations.
"""

from __future__ import annotations

from transfo_analysis.tables import changed, coded, counted, exercised, material
from transfo_analysis.tables.declaring import Table
from transfo_analysis.tables.kinds import KIND_WORDS, KINDS, POSTED

__all__ = [
    "DESCRIPTION",
    "KINDS",
    "KIND_WORDS",
    "PLACED",
    "POSTED",
    "REGISTERS",
    "REMARK",
    "REPORTED",
    "ROLES",
    "STATUSES",
    "TABLES",
    "VERBATIM",
]

ROLES = ("respondent", "interviewer", "observer", "observed", "author", "wall", "")
VERBATIM, REPORTED, DESCRIPTION, REMARK = (
    "mot à mot",
    "propos rapporté",
    "description",
    "remarque de l’enquêteur",
)
REGISTERS = (VERBATIM, REPORTED, DESCRIPTION, REMARK)
# what became of a coding whose document was corrected since (see `coding/anchors.py`); the
# first three have a place in today's text, and count
PLACED = ("exact", "déplacé", "retouché")
STATUSES = (*PLACED, "à revoir", "absent")

TABLES: dict[str, Table] = {
    table.name: table
    for part in (material, coded, counted, changed, exercised)
    for table in part.TABLES
}
