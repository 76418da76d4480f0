"""Every table that crosses a room's border, declared once, and the words they share.

`material.py`, `coded.py`, `counted.py` and `changed.py` hold the declarations.
"""

from __future__ import annotations

from transfo_analysis.tables import changed, coded, counted, material
from transfo_analysis.tables.declaring import Table

__all__ = [
    "DESCRIPTION",
    "KINDS",
    "PLACED",
    "REGISTERS",
    "REMARK",
    "REPORTED",
    "ROLES",
    "STATUSES",
    "TABLES",
    "VERBATIM",
]

KINDS = ("interview", "observation", "literature_note", "wall_table")
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
    table.name: table for part in (material, coded, counted, changed) for table in part.TABLES
}
