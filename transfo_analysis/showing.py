"""From a project to what may be shown: what waits for a person, and what is cleared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transfo_analysis.corpus import pseudonyms
from transfo_analysis.findings.evidence import bundle_id
from transfo_analysis.guard import releases, waiting
from transfo_analysis.guard.parts import Parts
from transfo_analysis.guard.publishing import Prepared, prepare

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.events import Event
    from transfo_analysis.looking import Looking

__all__ = ["clear_cell", "parts", "prepared", "to_clear", "to_print"]


def parts(project: Looking) -> Parts:
    """Gather what the guard looks at.

    Raises
    ------
    MissingFileError, CodebookError
        If there is no codebook.
    JournalError
        If a past publication cannot be read.
    """
    state, book = project.state(), project.codebook
    families = {family.id for family in book.families}
    cases = [c for c in project.cases if {c.row_family, c.column_family} <= families]
    key = pseudonyms.read(project.folder)
    tables = {case.id: project.cross_table(case=case.id) for case in cases}
    return Parts(
        project.settings,
        book,
        state,
        project.corpus(),
        project.codings(),
        tables,
        {case.id: project.findings(case.id) for case in cases},
        tuple(one.renamed(state.aliases) for one in releases.read(project.folder)),
        reviewed=state.names_reviewed,
        names=key.forms if key else None,
        exercised=project.exercised(tables),
    )


def prepared(project: Looking, *, draft: bool = False) -> Prepared:
    """Build what may be shown, and what `guard.releases.record` keeps once it was written.

    Raises
    ------
    PublicationError
        If something is missing (not for a draft).
    """
    return prepare(parts(project), draft=draft)


def to_clear(project: Looking) -> pd.DataFrame:
    """Return the table "to_clear", with every warning."""
    from transfo_analysis.guard.singling import rare_words

    rare = rare_words(project.corpus(), project.annotations(), _everyday(project))
    return waiting.to_clear(replace(parts(project), rare=rare))


def to_print(project: Looking) -> str:
    """Return the same list as a page to print and tick."""
    return waiting.to_print(to_clear(project), project.settings.title)


def clear_cell(project: Looking, row: str, column: str, case: str) -> Event:
    """Let a cell be shown although it rests on one person, as it stands today.

    Raises
    ------
    CodebookError
        If the table has no such row or column.
    CodingError
        If nothing stands behind the cell.
    """
    cell = project.cross_table(case=case).cell(row, column)
    ids = " ".join(str(cell[name]) for name in ("coding_ids", "wall_ids", "study_ids"))
    name = bundle_id(str(cell["case"]), str(cell["row"]), str(cell["column"]))
    return project.coding.clear_cell(name, ids.split())


def _everyday(project: Looking) -> frozenset[str]:
    """Return words that are anybody's: of the stop list, and those that suggest a code."""
    from transfo_analysis.corpus.canonical import fold
    from transfo_analysis.tagging.keyterms import read_lists

    words = set(read_lists(project.folder / "data" / "coding").stop)
    for family in project.codebook.families:
        for code in family.codes:
            words.update(code.label.split())
            for keyword in code.keywords:
                words.update(keyword.text.split())
    return frozenset(fold(word) for word in words)
