"""What the other exercises of a session amount to: positions, presence, words, work to come."""

from __future__ import annotations

from transfo_analysis.tables import debates, languages, nextwork, presence, tried
from transfo_analysis.tables.declaring import Table

TABLES: tuple[Table, ...] = (
    *debates.TABLES,
    *presence.TABLES,
    *languages.TABLES,
    *tried.TABLES,
    *nextwork.TABLES,
)
