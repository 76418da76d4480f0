"""Who was there and who was not: presence against the whole staff, and whom to meet next."""

from __future__ import annotations

from transfo_analysis.tables.declaring import Table, columns

TABLES = (
    Table(
        "presence",
        "one row per group, by grade, trade, service or sex; the widest gaps of each first",
        ("by", "value"),
        columns("""
            by | text | grade, trade, service or sex
            value | text | the group, "" for people whose group is not told
            participants | int | ambassadors
            met | int | people whose own words are in the material, coded or not
            heard | int | people heard: their own words carry a coding
            observed | int | people observed, whether or not they are heard elsewhere
            staff | float | agents of the whole staff; missing when unknown
            participants_share | float | of all participants, from 0 to 1; missing when there are none
            heard_share | float | of all people heard
            observed_share | float | of all people observed
            staff_share | float | of the whole staff; missing when unknown
            participants_gap | float | participants_share less staff_share; missing when one is
            heard_gap | float | heard_share less staff_share
            gap | float | the wider of the two, as a size
            sentence | text | the same in plain French
            participant_ids | text | pseudonyms
            met_ids | text | pseudonyms
            heard_ids | text | pseudonyms
            observed_ids | text | pseudonyms
        """),
    ),
    Table(
        "absent_groups",
        "one row per group of the staff that nobody is of: no participant, nobody met or observed",
        ("by", "value"),
        columns("""
            by | text | grade, trade, service or sex
            value | text | the group
            staff | float | agents; missing where only a share is known
            staff_share | float | of the whole staff
            untold | int | people present whose group is not told, and who may be of it
            sentence | text | in plain French
        """),
    ),
    Table(
        "to_meet",
        "one row per group to meet, then per question that a person was not asked",
        ("case", "by", "who", "row"),
        columns("""
            case | text | practice case of the question, "" for a group
            by | text | grade, trade, service or sex of a group; person
            who | text | the group, or a pseudonym
            why | text | groupe absent: nobody's words are gathered; non demandé: see asked
            row | text | row code that was not asked, "" for a group
            ask | text | what to ask, in plain French
            staff_share | float | of a group, its share of the whole staff
            ids | text | who of the group takes part or was observed; documents of the person's talks
        """),
    ),
    Table(
        "one_grade_cells",
        "one row per cell of the cross table whose people heard are all of one grade",
        ("case", "row", "column"),
        columns("""
            case | text | practice case
            row | text | row code
            column | text | column code
            grade | text | the one grade
            people | int | people heard in the cell; one alone is of one grade without a choice
            sentence | text | in plain French
            person_ids | text | pseudonyms
            coding_ids | text | codings behind the cell
        """),
    ),
)
