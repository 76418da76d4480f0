"""What the new fieldwork changed, and where two ways of looking differ."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "changed_documents",
        "one row per document that is not as it was when a wave was closed",
        ("document_id", "change"),
        columns("""
            document_id | text | document
            case | text | practice case
            kind | text | kind of document
            wave | text | round of fieldwork
            change | text | nouveau, corrigé, renommé, réenregistré, absent (its codings are kept) or sorti
            path | text | file below data/raw
            before | text | file then, if it was another
            coding_ids | text | codings in force on it
        """),
    ),
    Table(
        "changed_cells",
        "one row per cell that is not as it was when a wave was closed",
        ("case", "row", "column"),
        columns("""
            case | text | practice case
            row | text | row code, family:code
            column | text | column code, family:code
            people_then | int | people heard in the cell then
            people_now | int | people heard in it today
            new_people | int | of the new people, those heard in the cell
            of_new_people | int | people heard in the new material of the case who were not heard then
            new_persons | text | the new people heard in the cell
            known_persons | text | heard then elsewhere, and in this cell by the new material
            other_persons | text | in this cell by the material of before
            left_persons | text | no longer in the cell
            documents | text | new documents that brought something to the cell
            new_ids | text | codings of the new material
            old_ids | text | codings of the material of before that were not in the cell
            old_reasons | text | why, each with how often
            gone_ids | text | codings that were in the cell and are no more
            gone_reasons | text | why, each with how often
            wall_ids | text | passages of new rows of the wall table
            study_ids | text | codings of new studies
            says | text | what changed, in French
        """),
    ),
    Table(
        "changed_findings",
        "one row per finding that is new, or rests on something else than then",
        ("finding_id",),
        columns("""
            finding_id | text | id of its journal event
            case | text | practice case
            change | text | nouveau, retiré, repris (worded or sorted otherwise) or appuis
            kind | text | where it is sorted today
            kind_then | text | where it was
            statement | text | as worded today
            people_then | int | people heard behind it then
            people_now | int | people heard behind it today
            same_people | int | people heard behind it then and today
            new_for_ids | text | new evidence for
            new_against_ids | text | new evidence against
            gone_for_ids | text | no longer evidence for
            gone_against_ids | text | no longer evidence against
            material_ids | text | of the new evidence, what is in the new material
        """),
    ),
    Table(
        "new_terms",
        "one row per key term of a wave that no wave had then",
        ("wave", "term"),
        columns("""
            wave | text | round of fieldwork
            term | text | lemma or lemmas
            people | int | people who say it in the wave
            count | int | times it is said in the wave
            unheard | bool | said nowhere in the material of before
            passage_ids | text | passages of the new material where it is said
        """),
    ),
    Table(
        "changed_codes",
        "one row per code that is new, gone, called or defined otherwise than then",
        ("code",),
        columns("""
            code | text | family:code
            label | text | label
            change | text | nouveau, né du terrain, renommé, redéfini, rejoint un autre or sorti du livre
            other | text | what it was called then, or the code it became
        """),
    ),
    Table(
        "changed_exercises",
        "one row per thing that is not as it was in another exercise of a session",
        ("exercise", "case", "about", "says", "note"),
        columns("""
            exercise | text | the exercise, in French
            case | text | practice case, "" for the whole project
            about | text | what it is about, in French: a question, a chantier
            says | text | what changed, in French; it names nobody
            note | text | who and where, in French, for whoever opens it
            ids | text | codings and passages behind it
        """),
    ),
    Table(
        "appearance",
        "one row per person heard in a wave: what was heard for the first time with them",
        ("case", "what", "born", "rank"),
        columns("""
            case | text | practice case
            what | text | codes or croisements
            born | text | au départ (starter codebook) or né du terrain (emergent)
            rank | int | how many people heard so far, waves in order
            wave | text | round of fieldwork
            person | text | who comes at this rank in the order of the material
            first | text | what is first heard with them in that order
            found | int | how many were heard so far in that order
            low | int | fewer than this in one order out of twenty, people permuted within their wave
            middle | int | middle of these orders
            high | int | more than this in one order out of twenty
        """),
    ),
    Table(
        "compared_cells",
        "one row per cell that two ways of looking do not fill alike",
        ("case", "row", "column"),
        columns("""
            case | text | practice case
            row | text | row code, family:code
            column | text | column code, family:code
            people_a | int | people heard in the cell, the first way
            people_b | int | people heard in it, the second way
            both | int | people heard in it both ways
            only_a | text | people heard only the first way
            only_b | text | people heard only the second way
            ids_a | text | codings of the cell, the first way
            ids_b | text | codings of the cell, the second way
        """),
    ),
)
