"""Chantiers from one session to the next: what became of each, what is planned."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "carried_over",
        "one row per chantier and wave since it is open: taken up or not, as people say",
        ("finding_id", "wave"),
        columns("""
            finding_id | text | finding of kind next_work
            case | text | practice case
            statement | text | as worded
            since | text | wave since which it is open, "" when nothing tells
            wave | text | round of fieldwork
            proposed | text | taken_up when there is something new about it in this wave, or ""
            reason | text | what is new, in French
            ids | text | codings and passages that are new about it
            decided | text | taken_up, passed_over, closed, or "" (nobody said)
            by | text | who said what, all of them, in French
            differs | bool | two deciders say otherwise
            evidence_ids | text | codings, passages and documents given for what was decided
        """),
    ),
    Table(
        "work_plan",
        "one row per chantier: what to do, for whom, from which evidence",
        ("finding_id",),
        columns("""
            finding_id | text | finding of kind next_work
            case | text | practice case
            statement | text | as worded
            what | text | what is to be done, as a person wrote it, or ""
            for_whom | text | for whom, as written, or ""
            by_whom | text | by whom, as written, or ""; never shown in public
            when | text | when, as written, or ""; never shown in public
            evidence | text | what it rests on, in French
            for_ids | text | evidence for: coding, passage or bundle ids
            against_ids | text | evidence against
            people | int | people heard behind it
            since | text | wave since which it is open, "" when nothing tells
            state | text | open, taken_up, passed_over or closed: what was said last
            state_wave | text | of which wave it was said, "" when nobody said
        """),
    ),
)
