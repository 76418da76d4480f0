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
    data = pd.DataFrame(list(rows), columns=table.names)
    if data.empty:
        data = data.astype({c.name: _TYPES[c.type] for c in table.columns})
    return validate(name, data)


def validate(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its declared columns in order, checked.

    Columns that are not declared are refused: what crosses a border is declared here.

    Raises
    ------
    TableError
        If a column is missing, unknown, of another type, or the key is not unique.
    """
    table = TABLES[name]
    unknown = [str(c) for c in data.columns if c not in table.names]
    missing = [c for c in table.names if c not in data.columns]
    if unknown or missing:
        raise TableError(
            f"Table « {name} » : colonnes manquantes {missing}, en trop {unknown}.",
            cure="Déclarez-les dans transfo_analysis/tables/.",
        )
    ordered = data[table.names]
    # pandera turns a column to text value by value, and takes its time to say that all is well;
    # most tables are as declared already, and pandas says so at a tenth of the price
    other = [c.name for c in table.columns if c.type == "text" and not _is_text(data[c.name])]
    if not other and _is_declared(ordered, table):
        return ordered.copy()
    from pandera.errors import SchemaError, SchemaErrors

    ordered = ordered.assign(
        **{name: data[name].map(str, na_action="ignore").astype(object) for name in other}
    )
    try:
        checked: pd.DataFrame = _schema(table).validate(ordered)
    except (SchemaError, SchemaErrors) as fault:
        raise TableError(
            f"Table « {name} » : {fault}", cure="C’est une faute du programme : signalez-la."
        ) from fault
    return checked


def _is_text(column: pd.Series) -> bool:
    import pandas as pd

    if column.dtype != object:
        return False
    # a gap is no text
    return pd.api.types.infer_dtype(column, skipna=False) in ("string", "empty")


def _is_declared(data: pd.DataFrame, table: Table) -> bool:
    """Tell whether columns, all text that should be, have their types, and no key comes twice."""
    types = [_TYPES[c.type] for c in table.columns]
    return data.dtypes.tolist() == types and not data.duplicated(list(table.key)).any()


def split_ids(cell: str) -> list[str]:
    """Return the identifiers of a cell that holds several.

    Examples
    --------
    >>> split_ids("a b"), split_ids("")
    (['a', 'b'], [])
    """
    return cell.split(SEPARATOR) if cell else []


_TYPES: Mapping[str, type | str] = {
    "text": object,
    "int": "int64",
    "float": "float64",
    "bool": bool,
}
_SCHEMAS: dict[str, DataFrameSchema] = {}


def _schema(table: Table) -> DataFrameSchema:
    import pandera.pandas as pa

    if table.name not in _SCHEMAS:
        _SCHEMAS[table.name] = pa.DataFrameSchema(
            {
                c.name: pa.Column(
                    _TYPES[c.type], nullable=c.type == "float", coerce=c.type != "text"
                )
                for c in table.columns
            },
            unique=list(table.key),
        )
    return _SCHEMAS[table.name]
