"""How methods fared: what was tried in a case, and what became of it."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "trials",
        "one row per method that was tried in a case",
        ("document_id", "trial"),
        columns("""
            case | text | practice case
            wave | text | round of fieldwork
            document_id | text | method note or table of trials
            trial | int | rank in the document, from 0
            method | text | what was tried
            conclusive | text | oui, non, en partie or "" when nobody says
            why | text | why
            change | text | what to change
            passage_ids | text | passages that tell it, and what more is noted of it
        """),
    ),
)
