"""The paper of a work session: a blank grid, numbered cards, a sorting sheet that comes back.

From notes alone on day two: nothing here waits for a transcript, a coding, or the language model.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import crosstable, files, findings
from transfo_analysis.errors import Notice, SettingsError

if TYPE_CHECKING:
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.display.sheets.working import Card
    from transfo_analysis.interchange.sorting import Sorted
    from transfo_analysis.looking import Looking

__all__ = ["bring_back", "print_glossary", "print_out"]


def print_out(
    project: Looking, folder: Path | None, paper: str, case: str
) -> tuple[list[Path], list[Notice]]:
    """Write grid, cards and sorting sheet; return the files, and what there is to know.

    Raises
    ------
    SettingsError
        If there is no such paper or case.
    WriteError
        If a file cannot be written.
    """
    from transfo_analysis.display import look
    from transfo_analysis.display.sheets import working
    from transfo_analysis.display.sheets.typeset import PAPERS
    from transfo_analysis.interchange.sorting_sheet import sorting_sheet

    size = paper.strip().upper()
    if size not in PAPERS:
        raise SettingsError(
            f"« {paper} » n’est pas un format de papier.",
            cure=f"Choisissez parmi : {', '.join(PAPERS)}.",
        )
    style, notices = look.read(project.folder)
    settings = project.settings
    table = _table(project, case)
    cards = _cards(project, table)
    target = folder or files.dated(
        project.folder / "exports", f"-atelier-{case}" if case else "-atelier"
    )
    made = {f"grille-{size}.pdf": working.blank_grid(table, settings, style, size)}
    if cards:
        labels = ([table.label(code) for code in side] for side in (table.rows, table.columns))
        made["cartes.pdf"] = working.print_cards(cards, settings, style)
        made["tri.xlsx"] = sorting_sheet(cards, table.case, *labels)
    else:
        what = "Il n’y a encore ni notes, ni codages, ni tableau du mur : pas de cartes."
        cure = "Posez des notes dans data/raw, puis recommencez ; la grille, elle, est prête."
        notices.append(Notice("data/raw", "", what, cure, "note"))
    for name, data in made.items():
        files.write_bytes(target / name, data)
    return sorted(target / name for name in made), notices


def print_glossary(project: Looking, folder: Path | None, paper: str) -> list[Path]:
    """Write the glossary as a sheet to read, to fill and to correct by hand.

    Raises
    ------
    SettingsError
        If the paper is neither A4 nor A3.
    WriteError
        If the file cannot be written.
    """
    from transfo_analysis.display import look
    from transfo_analysis.display.sheets.glossary import PAPERS, glossary_sheet

    size = paper.strip().upper()
    if size not in PAPERS:
        raise SettingsError(
            f"Le glossaire ne s’imprime pas en « {paper} ».",
            cure=f"Choisissez parmi : {', '.join(PAPERS)}.",
        )
    style, _ = look.read(project.folder)
    target = folder or files.dated(project.folder / "exports", "-glossaire")
    path = target / f"glossaire-{size}.pdf"
    files.write_bytes(path, glossary_sheet(project.lexicon(), project.settings, style, size))
    return [path]


def bring_back(project: Looking, file: Path) -> Sorted:
    """Write a filled sorting sheet into the journal, by the project's coder or the group.

    Raises
    ------
    MissingFileError, SourceError, TableError, WriteError
        As `interchange.sorting.import_sort`.
    """
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.interchange.sorting import GROUP, import_sort

    desk = project.coding
    if not desk.coder:
        desk = Desk(
            project.folder / "data" / "coding",
            corpus=desk.corpus,
            codebook=desk.codebook,
            settings=desk.settings,
            coder=GROUP,
        )
    return import_sort(file, desk)


def _table(project: Looking, case: str) -> CrossTable:
    """Cross what people coded, without what the program proposes: no language model."""
    settings = project.settings
    return crosstable.cross_table(
        project.corpus(),
        project.codings(),
        project.state(),
        None,
        None,
        project.codebook,
        settings.case(case) if case else settings.default_case,
    )


def _cards(project: Looking, table: CrossTable) -> list[Card]:
    from transfo_analysis.coding.consensus import counted
    from transfo_analysis.display.sheets import working

    corpus, codings, state = project.corpus(), project.codings(), project.state()
    book, case = project.codebook, table.case
    bundles = findings.bundles(table, corpus, codings, state, book, case)
    worded = findings.findings(corpus, codings, state, book, case, table=table)
    quoted = counted(codings)
    quotes = {
        name: findings.three_quotes(name, table, quoted, state) for name in bundles["bundle_id"]
    }
    return working.cards(table, bundles, worded, quotes, frozenset(codings["document_id"]))
