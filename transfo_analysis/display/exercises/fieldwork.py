"""The fieldwork list of each case, as a paper to tick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files
from transfo_analysis.display.sheets.fieldwork import fieldwork_list

if TYPE_CHECKING:
    from transfo_analysis.display.look import Style
    from transfo_analysis.display.matter import Matter
    from transfo_analysis.exercises import Exercised

__all__ = ["fieldwork_papers"]


def fieldwork_papers(
    exercised: Exercised, matters: Sequence[Matter], style: Style, folder: Path
) -> list[Path]:
    """Write « À rencontrer, à demander », one paper a case that has a question; return them, sorted.

    Groups to meet are on each of them; with no question at all, on the paper of the first case.

    Raises
    ------
    WriteError
        If a file cannot be written.
    """
    table = exercised.to_meet
    asked = set(table["case"]) - {""}
    written = []
    for rank, matter in enumerate(matters):
        if matter.case.id not in asked and (asked or rank):
            continue
        told = matter.codebook, matter.case, matter.settings, style
        if data := fieldwork_list(table, *told):
            several = f"-{matter.case.id}" if len(asked) > 1 else ""
            path = folder / f"a-rencontrer-a-demander{several}.pdf"
            files.write_bytes(path, data)
            written.append(path)
    return sorted(written)
