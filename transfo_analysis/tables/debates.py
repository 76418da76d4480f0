"""What the moving debates amount to: positions, arguments."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "positions",
        "one row per participant of a debate and question: where they stood before and after",
        ("document_id", "question", "voice"),
        columns("""
            case | text | practice case
            document_id | text | document
            wave | text | round of fieldwork
            question | text | question code, family:code
            asked | text | the question as written
            voice | text | pseudonym, label as written, or the row of somebody unknown
            person | text | pseudonym, "" if unidentified
            grade | text | of participants.csv, else of the table
            before | text | side code, milieu, abstention, absent or "" (not told)
            after | text | the same, at the end
            moved | bool | stood somewhere before and somewhere else after
            change | text | what became of them, in French
            reason | text | what made them move, as written
            reason_ids | text | passages of it
            argument_ids | text | passages of what they argued
            places | text | rows of the file
        """),
    ),
    Table(
        "arguments",
        "one row per argument of a debate, and per reason to have moved",
        ("passage_id",),
        columns("""
            case | text | practice case
            document_id | text | document
            wave | text | round of fieldwork
            question | text | question code, "" if the codebook has none like it
            asked | text | the question as written
            side | text | side code, milieu, abstention or ""; "" for a reason
            part | text | argument or raison
            text | text | the words
            register | text | register of these words
            voice | text | who says it, as in positions
            person | text | pseudonym, "" if unidentified
            grade | text | of participants.csv, else of the table
            place | text | row of the file
            passage_id | text | passage
        """),
    ),
)
