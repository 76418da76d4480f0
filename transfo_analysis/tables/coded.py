"""What is proposed, what people coded, and what waits for them."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "codes",
        "one row per code of the codebook, in its order",
        ("code",),
        columns("""
            code | text | family:code, as it is written in a notebook or a spreadsheet
            label | text | label
            family | text | label of its family
            definition | text | what it means, "" until somebody writes it
        """),
    ),
    Table(
        "suggestions",
        "one row per code proposed by the program; never a coding",
        ("suggestion_id",),
        columns("""
            suggestion_id | text | document_id@start-end=code
            document_id | text | document
            case | text | practice case
            passage_id | text | passage
            start | int | first code point
            end | int | one past the last
            quote | text | the words proposed
            code | text | family:code
            reason | text | why, in French
            wave | text | round of fieldwork
            person | text | who speaks
            answered | text | accepted, refused or "" (not yet answered)
        """),
    ),
    Table(
        "suggested_crossings",
        "one row per row code and column code proposed together in a passage",
        ("passage_id", "row", "column"),
        columns("""
            passage_id | text | passage
            document_id | text | document
            case | text | practice case
            person | text | who speaks
            row | text | row code, family:code
            column | text | column code, family:code
            reason | text | how the row code is known (même passage, tour, question)
            to_settle | bool | several row codes in the passage: à départager, counted nowhere
            suggestion_ids | text | the suggestions it holds together
        """),
    ),
    Table(
        "codings",
        "one row per coding in force, made or accepted by a person",
        ("coding_id",),
        columns("""
            coding_id | text | id of its journal event
            document_id | text | document
            case | text | practice case
            start | int | first code point in the text named by text_sha256
            end | int | one past the last
            quote | text | the words
            code | text | family:code
            coder | text | who coded
            origin | text | hand, accepted, accepted_bulk or imported
            text_sha256 | text | canonical text of today, or the one it was made on when it has no place there
            kind | text | kind of document
            wave | text | round of fieldwork
            turn | int | turn in which it begins
            speaker | text | label as written
            person | text | respondent heard, or person observed, "" if unidentified
            role | text | role of who speaks
            register | text | register of these words
            evidence | bool | counts as evidence
            start_time | float | seconds
            question | text | interviewer's words just before
            situation | text | situation
            study | text | study
            status | text | exact, déplacé or retouché in today's text; à revoir or absent: counted nowhere
            consensus | text | consensus, remplacé (by it: counted nowhere), codé par un·e seul·e or codé à plusieurs
        """),
    ),
    Table(
        "anchors",
        "one row per coding whose document was corrected since, or that a person placed",
        ("coding_id",),
        columns("""
            coding_id | text | coding
            document_id | text | document
            coder | text | who coded
            code | text | family:code
            status | text | exact, déplacé, retouché, à revoir or absent
            coded_sha256 | text | text that a person last stood by: as coded, or as settled since
            coded_start | int | first code point in it
            coded_end | int | one past the last
            coded_quote | text | its words there, "" if that text was not kept
            text_sha256 | text | text of today, "" if the document is absent
            start | int | first code point in it, -1 if a person must say
            end | int | one past the last, -1 if a person must say
            quote | text | its words in today's text, "" if a person must say
            candidates | text | places it could be if it is to review: start-end, separated by spaces
            settled | bool | a person has answered for today's text
        """),
    ),
    Table(
        "disagreements",
        "one row per turn and family that coders of one document code otherwise",
        ("document_id", "turn", "family"),
        columns("""
            document_id | text | document
            case | text | practice case
            turn | int | turn
            family | text | family of codes, "" when only the crossing differs
            person | text | who speaks, "" if unidentified
            text | text | words of the turn
            question | text | interviewer's words just before
            by_coder | text | what each put there, one coder a line
            disputed | text | codes that some put there and some did not
            shared | text | codes that all put there
            coding_ids | text | codings behind the row
            cells | int | cells of the cross table in which only some of them put the turn
            people | int | people who stand in these cells by this turn alone
            start | int | first code point of the turn
            end | int | one past the last
        """),
    ),
    Table(
        "agreement",
        "one row per figure of agreement between coders, made on request",
        ("measure", "target", "coders"),
        columns("""
            measure | text | alpha (turns), alpha_u (bounds) or kappa (characters)
            target | text | code, or family of codes
            coders | text | who is compared
            documents | int | documents that at least two of them coded
            units | int | turns, or characters, compared
            marked | int | units in which at least one of them put the code
            value | float | the figure; missing when nothing varies
            low | float | lower end of the interval at 95 %
            high | float | upper end
            suggestions | text | cachées, visibles or parfois visibles while these codings were made
            meaning | text | what it measures, in French
        """),
    ),
    Table(
        "to_reread",
        "one row per coding whose code means something else since, or was split",
        ("coding_id",),
        columns("""
            coding_id | text | coding
            document_id | text | document
            turn | int | turn in which it begins, -1 when its text changed
            quote | text | the words
            code | text | family:code of today
            coder | text | who coded
            reason | text | redéfini or scindé
            made_under | text | definition that it was made under, "" when none was noted
            today | text | definition of today
            split_into | text | codes that its code was split into
        """),
    ),
    Table(
        "to_clear",
        "one row per quote, statement, plan or cell that a person clears before it is shown",
        ("kind", "target"),
        columns("""
            kind | text | quote, finding, plan (of a chantier) or cell
            target | text | coding, finding, or case/row/column
            place | text | where it is, or its labels
            words | text | words that would be shown
            shown_as | text | what would be written under them
            standing | text | à relire, autorisé, écarté or changé depuis
            blocks | bool | nothing can be published until a person has decided
            obstacle | text | why it may not be shown, whatever is decided; "" if it may
            reason | text | why a person kept it off, in their words
            warnings | text | what may single somebody out
            gesture | text | what to do, in French
        """),
    ),
)
