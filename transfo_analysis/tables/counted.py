"""What is counted, gathered and worded."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "cross_table",
        "one row per cell of a case's grid, empty cells too",
        ("case", "row", "column"),
        columns("""
            case | text | practice case
            row | text | row code, family:code
            column | text | column code, family:code
            people | int | people heard
            documents | int | documents
            excerpts | int | distinct excerpts; those that overlap, of one coder or more, are one
            coding_ids | text | codings behind the cell
            observed | int | people observed, counted apart
            situations | int | situations
            wall_rows | int | rows of the wall table
            wall_ids | text | passages of those rows
            studies | int | studies
            study_ids | text | coding or passage ids behind the studies
            suggested_people | int | people of the suggested layer
            suggested_passages | int | passages of the suggested layer
            suggestion_ids | text | suggestions behind the cell
        """),
    ),
    Table(
        "asked",
        "one row per person heard and mode: said, asked or not",
        ("case", "person", "row"),
        columns("""
            case | text | practice case
            person | text | pseudonym
            row | text | row code, family:code
            state | text | dit spontanément, dit sur relance, demandé sans suite, non demandé, indéterminé
            passage_ids | text | passages behind it
            layer | text | validé (said in a coded document), proposé (in one nobody coded), both or ""
        """),
    ),
    Table(
        "bundles",
        "one row per gathering of matter that waits to be sorted",
        ("bundle_id",),
        columns("""
            bundle_id | text | case/row/column
            case | text | practice case
            row | text | row code or ""
            column | text | column code or ""
            people | int | people heard
            documents | int | documents
            excerpts | int | excerpts
            coding_ids | text | codings for
            contrary_ids | text | codings that seem to go the other way
            wall_rows | int | wall rows
            studies | int | studies
            rests_on | text | what it rests on, in plain French sentences
            proposed | text | sorting column proposed by a rule, or ""
            rule | text | the rule, in French
            column_now | text | to_sort, lesson, dysfunction, next_work or set_aside; several if deciders differ
            sorted_by | text | who decided what, "" if nobody
        """),
    ),
    Table(
        "findings",
        "one row per statement worded by a person",
        ("finding_id",),
        columns("""
            finding_id | text | id of its journal event
            case | text | practice case
            kind | text | lesson, dysfunction, next_work, set_aside or to_sort; several if deciders differ
            statement | text | as worded
            people | int | people heard behind it
            documents | int | documents
            excerpts | int | excerpts
            wall_rows | int | rows of the wall table
            studies | int | studies
            status | text | retenu, écarté, fusionné or scindé
            for_ids | text | evidence for: coding, passage or bundle ids
            against_ids | text | evidence against
            decided_by | text | who sorted it where, all of them
            differs | bool | two deciders put it in different columns
            ancestors | text | findings it was merged or split from
            coder | text | who worded it
        """),
    ),
    Table(
        "key_terms",
        "one row per term said more in a part than elsewhere",
        ("part_kind", "part", "term"),
        columns("""
            part_kind | text | code, group or wave
            part | text | the part
            term | text | lemma or lemmas
            count | int | occurrences in the part
            total | int | occurrences in the corpus
            people | int | people who say it in the part
            specificity | float | Lafon's score; missing below the floor
            passage_ids | text | passages where it is said in the part
        """),
    ),
)
