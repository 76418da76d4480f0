"""Charts and working papers: what a person looks at, prints, and does not yet show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transfo_analysis.display.drawn import Drawn
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.display.press import Press

__all__ = ["draw_charts", "working_papers"]


def draw_charts(
    matter: Matter,
    folder: Path,
    formats: Sequence[str] = ("png", "svg", "pdf"),
    drawn: Drawn | None = None,
    press: Press | None = None,
) -> list[Path]:
    """Draw every chart of a case and return the files written, sorted.

    Each chart is written in each format, with its data (`.csv`) and an alternative text
    (`.alt.txt`). The same matter gives the same bytes; none tells when, where or by whom.
    What `drawn` says still stands there is not drawn again; a `press` may draw beside.

    Raises
    ------
    WriteError
        If a file cannot be written.
    ValueError
        If a format is none of png, svg and pdf.
    """
    from transfo_analysis.display.balloons import balloons
    from transfo_analysis.display.changes_chart import new_people
    from transfo_analysis.display.columns import finding_columns
    from transfo_analysis.display.curve import appearance_curve
    from transfo_analysis.display.heatmap import heat_map
    from transfo_analysis.display.material import material
    from transfo_analysis.display.papers import has_papers, wall_papers
    from transfo_analysis.display.people import people_heard
    from transfo_analysis.display.render import write
    from transfo_analysis.display.sides import sides
    from transfo_analysis.display.style import house
    from transfo_analysis.display.terms import key_terms

    makers = [
        heat_map,
        balloons,
        sides,
        key_terms,
        finding_columns,
        people_heard,
        material,
    ]
    if has_papers(matter):
        makers.append(wall_papers)
    if matter.appearance is not None:
        makers.append(appearance_curve)
    if matter.changes is not None:
        makers.append(new_people)
    written: list[Path] = []
    with house():
        for make in makers:
            # one chart at a time: a sheet at 300 dots per inch is large in memory
            written += write(make(matter), folder, formats, drawn=drawn, press=press)
    return sorted(written)


def working_papers(matter: Matter, folder: Path) -> list[Path]:
    """Write the charts and the spreadsheets of a case; return the files, sorted.

    Every file is marked « document de travail, ne pas afficher ».

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display.press import Press
    from transfo_analysis.display.spreadsheets import write_spreadsheets

    with Press() as press:
        charts = draw_charts(matter, folder / "graphiques", press=press)
    return sorted([*charts, *write_spreadsheets(matter, folder)])
