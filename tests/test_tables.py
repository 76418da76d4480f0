"""A table that crosses a border is what was declared."""

from __future__ import annotations

import pandas as pd
import pytest

from transfo_analysis.errors import TableError
from transfo_analysis.tables import TABLES, frame, validate

# what a user of the written CSV may rely on
PROMISED = {
    "documents": "document_id kind wave title path sha256",
    "passages": "passage_id document_id speaker role register start end text",
    "suggestions": "document_id passage_id start end quote code reason",
    "cross_table": "row column people documents excerpts coding_ids wall_rows studies "
    "suggested_people suggested_passages suggestion_ids",
    "findings": "finding_id kind statement people documents excerpts status",
}


@pytest.mark.parametrize("name", PROMISED)
def test_the_promised_columns_are_declared(name):
    assert set(PROMISED[name].split()) <= set(TABLES[name].names)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_its_columns_and_types(name):
    table = frame(name, [])
    assert list(table.columns) == TABLES[name].names
    assert validate(name, table).equals(table)


def test_a_missing_or_unknown_column_is_refused():
    with pytest.raises(TableError, match="manquantes"):
        validate("people", pd.DataFrame({"person": ["Ana"]}))
    with pytest.raises(TableError, match="en trop"):
        validate("people", frame("people", []).assign(age=1))


def test_a_row_twice_is_refused():
    row = {
        c.name: {"text": "a", "int": 1, "float": 1.0, "bool": True}[c.type]
        for c in TABLES["people"].columns
    }
    with pytest.raises(TableError):
        frame("people", [row, row])
