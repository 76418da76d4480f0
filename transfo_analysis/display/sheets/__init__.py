"""Sheets that hang, made of a release alone; working papers are in `working`.

Letters are sized to be read from two metres on A3 and larger (see docs/adr/0013-sheets.md);
A4 is held in the hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files

if TYPE_CHECKING:
    from transfo_analysis.display.look import Style
    from transfo_analysis.display.sheets.typeset import Sheet
    from transfo_analysis.guard.release import Release

__all__ = ["hung", "make", "preview"]

_TABLES = ("A3", "A2", "A1", "A0")


def make(release: Release, style: Style, folder: Path) -> list[Path]:
    """Print every sheet of a release as PDF; return the files, sorted.

    `accrochage.pdf` holds them all on A3, in the order of the wall; the others are one kind of
    sheet each, the cross table on A3, A2, A1 and A0. The same release gives the same bytes.

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display.sheets.hanging import Wall, code_to_scan
    from transfo_analysis.display.sheets.typeset import pdf

    wall = Wall(release, style)
    books: dict[str, list[Sheet]] = {
        "accrochage": hung(release, style),
        **{f"tableau-{paper}": wall.tables(paper) for paper in _TABLES},
        "constats": wall.findings(),
        "colonnes": wall.columns(),
        "qui-avons-nous-entendu": wall.heard(),
        "ce-que-le-terrain-a-change": wall.changed(),
        "autres-exercices": wall.panels(),
        "reactions": wall.reactions(),
        "cartes": wall.cards(),
    }
    pictures = code_to_scan(release.address)
    written = []
    for name, sheets in books.items():
        if sheets:
            path = folder / f"{name}.pdf"
            files.write_bytes(path, pdf(release.title, sheets, style, pictures))
            written.append(path)
    return sorted(written)


def hung(release: Release, style: Style) -> list[Sheet]:
    """Return the sheets of the wall on A3, in its order.

    Who was heard, the table, each column and its findings, what changed, the other exercises, room
    to answer.
    """
    from transfo_analysis.display.sheets.hanging import Wall

    wall = Wall(release, style)
    findings = wall.findings()
    columns = [
        sheet
        for column in wall.columns("A3")
        for sheet in [column, *(one for one in findings if one["of"] == column["of"])]
    ]
    return [
        *wall.heard(),
        *wall.tables("A3"),
        *columns,
        *wall.changed(),
        *wall.panels(),
        *wall.reactions(),
    ]


def preview(release: Release, style: Style, width: int = 900) -> list[bytes]:
    """Return the sheets of the wall as PNG pictures, `width` pixels across an A3; writes nothing."""
    from transfo_analysis.display.sheets.hanging import code_to_scan
    from transfo_analysis.display.sheets.typeset import pictures

    sheets = hung(release, style)
    return pictures(release.title, sheets, style, code_to_scan(release.address), width / 11.69)
