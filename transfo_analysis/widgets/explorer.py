"""The cross table in a window: every cell a button, every number open to its quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from transfo_analysis.crosstable import CrossTable
from transfo_analysis.crosstable.table import Layer
from transfo_analysis.crosstable.together import TOGETHER
from transfo_analysis.tables import KINDS as SOURCES
from transfo_analysis.tables import REGISTERS
from transfo_analysis.typography import french, plural
from transfo_analysis.widgets.board_acts import link, word
from transfo_analysis.widgets.quotes import KINDS, quotes_page
from transfo_analysis.widgets.window import SHARED, Window, script, style
from transfo_analysis.widgets.wire import (
    Handlers,
    Jump,
    Message,
    Reply,
    Sitting,
    Source,
    Talk,
    hour,
    project_key,
    text,
)

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus

__all__ = ["Exploration", "Explorer", "cell_name"]

# filters of the window: what it sends → how a person calls it
_FILTERS = {"waves": "Vague", "kinds": "Source", "registers": "Registre", "grades": "Grade"}
_COUNTS = (
    "people",
    "documents",
    "excerpts",
    "observed",
    "situations",
    "wall_rows",
    "studies",
    "suggested_people",
    "suggested_passages",
)
_LAYERS: tuple[Layer, ...] = ("validated", "wall", "studies", "suggested")

Filtered = Callable[..., CrossTable]


def cell_name(row: str, column: str, cell: Mapping[str, Any], empty: str) -> str:
    """Return what a cell says to someone who does not see it.

    Parameters
    ----------
    row, column : labels
    cell : one line of the table "cross_table"
    empty : its kind of empty, "" if it is not

    Examples
    --------
    >>> counts = {"people": 3, "documents": 2, "observed": 0, "wall_rows": 0, "studies": 0,
    ...           "suggested_passages": 4, "excerpts": 5}
    >>> cell_name("Vélo", "Freins", counts, "").replace(chr(0x202F), " ")
    'Vélo × Freins : 3 personnes, 2 documents ; 4 suggestions'
    """
    apart = [
        plural(cell["observed"], "personne observée", "personnes observées"),
        plural(cell["wall_rows"], "ligne du mur", "lignes du mur"),
        plural(cell["studies"], "étude"),
        plural(cell["suggested_passages"], "suggestion"),
    ]
    field = f"{plural(cell['people'], 'personne')}, {plural(cell['documents'], 'document')}"
    if not cell["people"]:
        field = "personne"
        if cell["excerpts"]:
            field = (
                f"{plural(cell['excerpts'], 'extrait')}, {plural(cell['documents'], 'document')}"
            )
    said = [field, empty, *(part for part in apart if not part.startswith("0 "))]
    return french(f"{row} × {column} : {' ; '.join(part for part in said if part)}")


class Exploration(Talk):
    """What the table's window asks and is told; no browser here.

    Parameters
    ----------
    project : where the table comes from
    make : makes the table anew, with filters
    table : as it stood when the cell was run, with its filters
    jump : shows a place in the coder; False when none is on screen
    """

    def __init__(
        self, project: Source, table: CrossTable, make: Filtered, jump: Jump | None = None
    ) -> None:
        super().__init__(project, jump)
        self._make, self.table = make, table
        self._state: object = project.coding.state

    def _handlers(self) -> Handlers:
        return {
            **super()._handlers(),
            "hello": self._hello,
            "filter": self._filter,
            "cell": self._cell,
            "who": self._who,
            "act": self._act,
        }

    # -- the table -----------------------------------------------------------------------------

    def _hello(self, _message: Message) -> Reply:
        return {
            "type": "table",
            "project": project_key(self._project.folder),
            **self._page(),
            **self._people(),
        }

    def _filter(self, message: Message) -> Reply:
        chosen = {name: tuple(map(str, message["filters"].get(name, ()))) for name in _FILTERS}
        self.table = self._make(**chosen)
        self._state = self._project.coding.state
        return {"type": "table", **self._page()}

    def _page(self) -> Reply:
        table = self.table
        grid, book = table.grid, table.grid.codebook
        names = [book.family(family).label for family in (grid.row_family, grid.column_family)]
        width = len(grid.columns)
        records = table.cells.to_dict("records")
        return {
            "caption": french(f"{names[0]} × {names[1]} : {table.case.title}"),
            "case": table.case.id,
            "corner": names[0],
            "note": table.note and table.note[0].upper() + table.note[1:],
            "kept": table.filters.french(),
            "columns": [{"code": code, "label": table.label(code)} for code in grid.columns],
            "rows": [
                {
                    "code": code,
                    "label": table.label(code),
                    "under": bool(book.parent(code)),
                    "cells": [self._button(c) for c in records[at * width : (at + 1) * width]],
                }
                for at, code in enumerate(grid.rows)
            ],
            "filters": _choices(table.corpus, table),
            "notices": [str(notice) for notice in table.notices],
            # of several cases together, nobody could say whose the finding is
            "of_case": len(self._cases) == 1
            and (grid.row_family, grid.column_family)
            == (table.case.row_family, table.case.column_family),
        }

    def _button(self, cell: Mapping[Any, Any]) -> dict[str, Any]:
        table, row, column = self.table, str(cell["row"]), str(cell["column"])
        empty = table.empty_kind(row, column)
        counts = {name: int(cell[name]) for name in _COUNTS}
        return {
            **counts,
            "empty": empty,
            "name": cell_name(table.label(row), table.label(column), counts, empty),
        }

    # -- a cell --------------------------------------------------------------------------------

    def _cell(self, message: Message) -> Reply:
        row, column = text(message, "row"), text(message, "column")
        table = self.table
        cell = dict(table.cell(row, column))
        name = cell_name(table.label(row), table.label(column), cell, table.empty_kind(row, column))
        return {
            "type": "cell",
            "row": row,
            "column": column,
            "title": f"{table.label(row)} × {table.label(column)}",
            "says": name.split(french(" : "), 1)[1],
            "layers": {
                layer: quotes_page(table.quotes(row, column, layer), table) for layer in _LAYERS
            },
            "findings": self._findings(),
            "stale": self._project.coding.state is not self._state and self._moved(),
        }

    def _moved(self) -> bool:
        """Whether codings changed since the table was made; a sorting changes no number."""
        before, now = self._state, self._project.coding.state
        same = all(
            getattr(before, name, None) == getattr(now, name)
            for name in ("codings", "links", "settled", "answers", "aliases")
        )
        if same:
            self._state = now
        return not same

    def _findings(self) -> list[dict[str, str]]:
        found = self._project.coding.state.findings.values()
        return [
            {"id": one.id, "statement": one.statement}
            for one in found
            if one.case in self._cases and not one.merged_into and not one.split_into
        ]

    @property
    def _cases(self) -> list[str]:
        """The case of the table, or those that it counts together."""
        return self.table.case.id.split(TOGETHER)

    # -- acts ----------------------------------------------------------------------------------

    def _people(self) -> Reply:
        sitting, state = Sitting.of(self._project), self._project.coding.state
        return {"coder": sitting.coder, "coders": sorted(state.undoable)}

    def _who(self, message: Message) -> Reply:
        desk = self._project.coding
        desk.coder = text(message, "coder")
        return {"type": "who", **self._people()}

    def _act(self, message: Message) -> Reply:
        acts = {"word": word, "link": link}
        case = self._cases[0]
        events = self._perform({**message, "case": case}, acts[text(message, "kind")])
        return {"type": "done", "at": hour(events), "findings": self._findings()}


def _choices(corpus: Corpus, table: CrossTable) -> list[dict[str, Any]]:
    """Return what each filter may keep, and what it keeps now."""
    documents, passages, people = corpus.documents, corpus.passages, corpus.people
    waves = sorted({*documents["wave"], *passages["wave"]} - {""})
    kinds, registers = set(documents["kind"]), set(passages["register"])
    known = {
        "waves": [(wave, wave) for wave in waves],
        "kinds": [(kind, KINDS[kind]) for kind in SOURCES if kind in kinds],
        "registers": [(name, name) for name in REGISTERS if name in registers],
        "grades": [(grade, grade) for grade in sorted({*people["grade"]} - {""})],
    }
    return [
        {
            "id": name,
            "label": label,
            "values": [{"value": value, "label": shown} for value, shown in known[name]],
            "chosen": list(getattr(table.filters, name)),
        }
        for name, label in _FILTERS.items()
    ]


class Explorer(Window):
    """A cross table in a notebook: see `Exploration`.

    `jump` holds the place that a person last asked to see in the coder.
    """

    _esm = script(*SHARED, "view.js", "explorer.js")
    _css = style("view.css", "explorer.css")
    jump = traitlets.Dict().tag(sync=True)

    def __init__(
        self, project: Source, table: CrossTable, make: Filtered, jump: Jump | None = None
    ) -> None:
        self.exploration = Exploration(project, table, make, jump)
        super().__init__(self.exploration.answer)

    def _reply(self, message: Message) -> Reply:
        reply = super()._reply(message)
        if reply["type"] == "jumped":
            self.jump = {name: message[name] for name in ("document", "start", "end")}
        return reply
