"""The words of the two languages of a session: where they are said, by whom, which pass over."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "lexicon",
        "one row per acronym or word of one language, said or explained",
        ("term",),
        columns("""
            term | text | as it is written most often, or as a person listed it
            kind | text | sigle, jargon, trouvé (against everyday French) or glossaire
            side | text | administration, innovation, les deux or "": whose word a person says it is
            said_by | text | administration, innovation, les deux or "": who says it
            count | int | times it stands in the material
            people | int | people who say it
            administration | int | of them, people of the administration
            innovation | int | of them, people of the innovation side
            in_questions | int | of the people, those who say it in questions only
            in_notes | int | of the people, those for whom only notes have it (propos rapporté)
            first_wave | text | round of fieldwork in which it is first said, "" when unknown
            meaning | text | as people explain it in the glossary
            explained_by | text | who explains it
            status | text | à expliquer, à vérifier, expliqué, à afficher, or proposé (nobody decided)
            proposed | text | what the material says it stands for, never a meaning by itself
            reason | text | why it is here, in French
            administration_persons | text | people of the administration who say it
            innovation_persons | text | people of the innovation side who say it
            other_persons | text | people of no known side who say it
            passage_ids | text | passages where it stands
        """),
    ),
    Table(
        "passing_words",
        "one row per word that one side alone said in earlier waves, and the other says later",
        ("term",),
        columns("""
            term | text | as in the lexicon
            from_side | text | administration or innovation: who alone said it before
            to_side | text | the other: who says it now
            wave | text | round of fieldwork in which the other side first says it
            waves_before | text | earlier rounds in which it was said, separated by spaces
            side | text | whose word a person says it is, "" if nobody does
            people | int | people of the other side who say it in this wave
            persons | text | who they are
            earlier_persons | text | who said it before
            passage_ids | text | passages of this wave where the other side says it
            earlier_ids | text | passages of before
        """),
    ),
    Table(
        "word_places",
        "one row per place of a word of the lexicon",
        ("term", "passage_id", "start"),
        columns("""
            term | text | as in the lexicon
            passage_id | text | passage
            document_id | text | document
            wave | text | round of fieldwork
            start | int | first code point in the document's canonical text
            end | int | one past the last
            said | text | as it is written there
            person | text | who says it, "" if nobody is known to
            side | text | of who says it: administration, innovation or ""
            asking | bool | said in a question
            register | text | register of these words
        """),
    ),
)
