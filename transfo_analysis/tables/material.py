"""What was gathered: documents, turns, passages, people, names."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "documents",
        "one row per document of the material",
        ("document_id",),
        columns("""
            document_id | text | readable slug, unique in the project
            case | text | practice case
            other_cases | text | others that its words may be coded for, separated by spaces
            kind | text | one of the kinds of document
            wave | text | round of fieldwork, "" when unknown
            title | text | title for a person
            path | text | file below data/raw, POSIX, NFC
            sha256 | text | of the file's bytes
            text_sha256 | text | of the canonical text (UTF-8)
            date | text | ISO date, "" when unknown
            place | text | where
            purpose | text | motif told in the metadata, "" if none
            respondents | text | pseudonyms, separated by spaces
            interviewers | text | pseudonyms or labels, separated by spaces
            situation | text | of an observation: its situation
            study | text | of a literature note: the study, the unit counted
            reference | text | of a literature note: readable reference
            recorded | bool | a transcript (True) or notes (False)
            words | int | words of the canonical text
        """),
    ),
    Table(
        "turns",
        "one row per turn of speech, line of notes, paragraph or wall row",
        ("document_id", "turn"),
        columns("""
            document_id | text | document
            turn | int | rank in the document, from 0
            speaker | text | label as written in the source, "" if none
            person | text | pseudonym of participants.csv or of the metadata, "" if unidentified
            role | text | respondent, interviewer, observer, observed, author, wall or ""
            role_origin | text | how the role is known (en-tête, marque, participants, deviné)
            register | text | of the turn's words outside quotation marks
            start | int | first code point in the canonical text
            end | int | one past the last code point
            start_time | float | seconds
            end_time | float | seconds
            question_turn | int | interviewer's turn just before, -1 if none
            wall_group | text | of a wall row: the group
            wall_row | text | of a wall row: its row as written
            wall_column | text | of a wall row: its column as written
            wall_source | text | of a wall row: pseudonym or document, "" if unknown
            wall_situation | text | of a wall row: the situation
            wall_grade | text | of a wall row: grade of who wrote it, A, B, C, "" if unknown
        """),
    ),
    Table(
        "passages",
        "one row per reading unit cut by the program",
        ("passage_id",),
        columns("""
            passage_id | text | document_id@start-end
            document_id | text | document
            case | text | practice case
            kind | text | kind of document
            wave | text | round of fieldwork
            turn | int | rank of its turn
            speaker | text | label as written
            person | text | pseudonym, "" if unidentified
            role | text | as in turns
            register | text | register of these words
            start | int | first code point in the canonical text
            end | int | one past the last
            text | text | exactly the canonical text from start to end
            question | text | words of the interviewer's turn just before, "" if none
            start_time | float | seconds, of the turn
            situation | text | observation or wall situation
            study | text | study, for a literature note
            evidence | bool | may be counted: neither a question nor a remark
            words | int | number of words
        """),
    ),
    Table(
        "stances",
        "one row per turn of a participant in a debate, as its table has it, one without words too",
        ("document_id", "turn"),
        columns("""
            document_id | text | document
            turn | int | its turn
            case | text | practice case
            wave | text | round of fieldwork
            place | text | row in the file
            part | text | argument, raison (what made them move) or position (no words)
            question | text | question as written
            voice | text | participant as written, "" for nobody known
            person | text | pseudonym, "" if unidentified
            grade | text | grade as written in the table, "" if it is not
            before | text | where they stood before, as written
            after | text | where they stood after, as written
            side | text | of an argument: the side that it is for, as written
        """),
    ),
    Table(
        "people",
        "one row per pseudonym of participants.csv",
        ("person",),
        columns("""
            person | text | pseudonym
            roles | text | roles held, separated by spaces
            grade | text | A, B, C or ""
            trade | text | métier
            service | text | service
            commune | text | commune
            modes | text | usual modes (codes without family), separated by spaces
            sex | text | if given
            language | text | administration or innovation, if told; else the role says
            consent_analysis | bool | words may be analysed
            consent_quotation | bool | words may be quoted
            consent_display | bool | words may be shown on the wall
        """),
    ),
    Table(
        "staff",
        "one row per group of the whole staff, as effectifs.csv has it",
        ("by", "value"),
        columns("""
            by | text | grade, trade, service or sex
            value | text | the group, as written there
            agents | float | how many they are; missing where only a share is given
            share | float | of the whole staff, from 0 to 1
            source | text | where the figures come from, "" if not told
            year | text | of what year they are, "" if not told
        """),
    ),
    Table(
        "names",
        "one row per form that may name somebody, the likeliest first",
        ("form",),
        columns("""
            form | text | as it is written most often
            reason | text | what speaks for it most
            also | text | what else does
            count | int | places where it is written
            documents | text | documents that hold it, separated by spaces
            places | text | the first of them: document@start-end
            context | text | words around the first
        """),
    ),
)
