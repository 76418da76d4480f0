"""The tables that cross a room's border: made and checked against their declaration.

A declaration (`declared.py` gathers them) imports nothing heavy; pandas and pandera come when a table is
made or checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from transfo_analysis.errors import TableError
from transfo_analysis.tables.declared import (
    DESCRIPTION,
    KIND_WORDS,
    KINDS,
    PLACED,
    POSTED,
    REGISTERS,
    REMARK,
    REPORTED,
    ROLES,
    STATUSES,
    TABLES,
    VERBATIM,
)
from transfo_analysis.tables.declaring import SEPARATOR, Column, Table

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import DataFrameSchema

__all__ = [
    "DESCRIPTION",
    "KINDS",
    "KIND_WORDS",
    "PLACED",
    "POSTED",
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
    "frame",
    "split_ids",
    "validate",
]


def frame(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Make a declared table from rows, with its columns, order and types.

    Raises
    ------
    TableError
        If a row lacks a column or holds another type.
    """
    import pandas as pd

    table = TABLES[name]
    return validate(name, pd.DataFrame(list(rows), columns=table.names))


def validate(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its declared columns in order, checked.

    Columns that are not declared are refused: what crosses a border is declared here.

    Raises
    ------
    TableError
        If a column is missing, unknown, of another type, or the key is not unique.
    """
    from pandera.errors import SchemaError, SchemaErrors

    table = TABLES[name]
    unknown = [str(c) for c in data.columns if c not in table.names]
    missing = [c for c in table.names if c not in data.columns]
    if unknown or missing:
        raise TableError(
            f"Table « {name} » : colonnes manquantes {missing}, en trop {unknown}.",
            cure="Déclarez-les dans transfo_analysis/tables/.",
        )
    ordered = _as_text(data[table.names], table)
    try:
        checked: pd.DataFrame = _schema(table).validate(ordered)
    except (SchemaError, SchemaErrors) as fault:
        raise TableError(
            f"Table « {name} » : {fault}", cure="C’est une faute du programme : signalez-la."
        ) from fault
    return checked


def _as_text(data: pd.DataFrame, table: Table) -> pd.DataFrame:
    # pandera turns a column to text value by value; most columns are text already, and
    # pandas says so at a tenth of the price
    import pandas as pd

    other = {
        c.name: data[c.name].map(str, na_action="ignore").astype(object)
        for c in table.columns
        if c.type == "text"
        and not (
            data[c.name].dtype == object
            and pd.api.types.infer_dtype(data[c.name], skipna=False) in ("string", "empty")
        )
    }
    return data.assign(**other) if other else data


def split_ids(cell: str) -> list[str]:
    """Return the identifiers of a cell that holds several.

    Examples
    --------
    >>> split_ids("a b"), split_ids("")
    (['a', 'b'], [])
    """
    return cell.split(SEPARATOR) if cell else []


_SCHEMAS: dict[str, DataFrameSchema] = {}


def _schema(table: Table) -> DataFrameSchema:
    import pandera.pandas as pa

    if table.name not in _SCHEMAS:
        types = {"text": object, "int": "int64", "float": "float64", "bool": bool}
        _SCHEMAS[table.name] = pa.DataFrameSchema(
            {
                c.name: pa.Column(
                    types[c.type], nullable=c.type == "float", coerce=c.type != "text"
                )
                for c in table.columns
            },
            unique=list(table.key),
        )
    return _SCHEMAS[table.name]
