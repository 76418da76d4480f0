"""Every table that crosses a room's border, declared once: columns, types, meaning.

The order of the columns here is their order in the written CSV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "DESCRIPTION",
    "KINDS",
    "PLACED",
    "REGISTERS",
    "REMARK",
    "REPORTED",
    "ROLES",
    "SEPARATOR",
    "STATUSES",
    "TABLES",
    "VERBATIM",
    "Column",
    "Table",
]

Type = Literal["text", "int", "float", "bool"]
# several identifiers in one cell: identifiers never contain a space
SEPARATOR = " "


@dataclass(frozen=True)
class Column:
    """One column: its name, type, meaning; a float may be missing (NaN), a text is ""."""

    name: str
    type: Type
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its name (also its file's), its columns, the columns that identify a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def _columns(text: str) -> tuple[Column, ...]:
    columns = []
    for line in text.strip().splitlines():
        name, kind, meaning = (part.strip() for part in line.split("|"))
        columns.append(Column(name, kind, meaning))  # type: ignore[arg-type]
    return tuple(columns)


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
    table.name: table
    for table in (
        Table(
            "documents",
            "one row per document of the material",
            ("document_id",),
            _columns("""
                document_id | text | readable slug, unique in the project
                case | text | practice case
                kind | text | interview, observation, literature_note or wall_table
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
            _columns("""
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
            """),
        ),
        Table(
            "passages",
            "one row per reading unit cut by the program",
            ("passage_id",),
            _columns("""
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
            "people",
            "one row per pseudonym of participants.csv",
            ("person",),
            _columns("""
                person | text | pseudonym
                roles | text | roles held, separated by spaces
                grade | text | A, B, C or ""
                trade | text | métier
                service | text | service
                commune | text | commune
                modes | text | usual modes (codes without family), separated by spaces
                sex | text | if given
                consent_analysis | bool | words may be analysed
                consent_quotation | bool | words may be quoted
                consent_display | bool | words may be shown on the wall
            """),
        ),
        Table(
            "suggestions",
            "one row per code proposed by the program; never a coding",
            ("suggestion_id",),
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
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
            "one row per quote, statement or cell that a person clears before it is shown",
            ("kind", "target"),
            _columns("""
                kind | text | quote, finding or cell
                target | text | coding, finding, or case/row/column
                place | text | where it is, or its labels
                words | text | words that would be shown
                shown_as | text | what would be written under them
                standing | text | à relire, autorisé, écarté or changé depuis
                blocks | bool | nothing can be published until a person has decided
                obstacle | text | why it may not be shown, whatever is decided; "" if it may
                warnings | text | what may single somebody out
                gesture | text | what to do, in French
            """),
        ),
        Table(
            "cross_table",
            "one row per cell of a case's grid, empty cells too",
            ("case", "row", "column"),
            _columns("""
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
            "bundles",
            "one row per gathering of matter that waits to be sorted",
            ("bundle_id",),
            _columns("""
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
            _columns("""
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
            "names",
            "one row per form that may name somebody, the likeliest first",
            ("form",),
            _columns("""
                form | text | as it is written most often
                reason | text | what speaks for it most
                also | text | what else does
                count | int | places where it is written
                documents | text | documents that hold it, separated by spaces
                places | text | the first of them: document@start-end
                context | text | words around the first
            """),
        ),
        Table(
            "key_terms",
            "one row per term said more in a part than elsewhere",
            ("part_kind", "part", "term"),
            _columns("""
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
        Table(
            "asked",
            "one row per person heard and mode: said, asked or not",
            ("case", "person", "row"),
            _columns("""
                case | text | practice case
                person | text | pseudonym
                row | text | row code, family:code
                state | text | dit spontanément, dit sur relance, demandé sans suite, non demandé, indéterminé
                passage_ids | text | passages behind it
                layer | text | validé (said in a coded document), proposé (in one nobody coded), both or ""
            """),
        ),
        Table(
            "changed_documents",
            "one row per document that is not as it was when a wave was closed",
            ("document_id", "change"),
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
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
            _columns("""
                code | text | family:code
                label | text | label
                change | text | nouveau, né du terrain, renommé, redéfini, rejoint un autre or sorti du livre
                other | text | what it was called then, or the code it became
            """),
        ),
        Table(
            "appearance",
            "one row per person heard in a wave: what was heard for the first time with them",
            ("case", "what", "born", "rank"),
            _columns("""
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
            _columns("""
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
}
