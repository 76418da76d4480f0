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


def a_turn(**told):
    values = {"text": "a", "int": 1, "float": 1.0, "bool": True}
    return {c.name: values[c.type] for c in TABLES["turns"].columns} | told


def test_a_key_twice_is_refused_in_columns_of_the_right_types():
    turns = frame("turns", [a_turn(turn=0), a_turn(turn=1)])
    with pytest.raises(TableError):
        validate("turns", turns.assign(turn=0))


@pytest.mark.parametrize("gap", [None, float("nan")])
def test_a_gap_is_refused_but_in_a_float(gap):
    turns = frame("turns", [a_turn(turn=0, start_time=gap), a_turn(turn=1)])
    assert turns["start_time"].isna().tolist() == [True, False]
    with pytest.raises(TableError):
        validate("turns", turns.assign(speaker=pd.Series(["Ana", gap], dtype=object)))


def test_another_type_is_turned_into_the_declared_one_or_refused():
    turns = frame("turns", [a_turn()])
    narrow = turns.assign(start=turns["start"].astype("int32"), start_time=2, speaker=7)
    found = validate("turns", narrow)
    assert found.dtypes.equals(turns.dtypes)
    assert found.loc[0, "speaker"] == "7"
    with pytest.raises(TableError):
        validate("turns", turns.assign(start="au début"))


def test_a_table_that_was_checked_is_not_the_one_that_was_given():
    given = frame("turns", [a_turn()])
    found = validate("turns", given)
    found.loc[0, "speaker"] = "Zoé"
    assert given.loc[0, "speaker"] == "a"
