"""The fast way of crossing against the plain one, on codings that nobody chose."""

from __future__ import annotations

import os
import runpy
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis.crosstable.join import Spans, overlapping, stretches
from transfo_analysis.tables import split_ids

_MADE = runpy.run_path(str(Path(__file__).with_name("crosstable_field.py")))
Field = _MADE["Field"]

intervals = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(0, 6)), max_size=25
)


def spans(items):
    columns = np.array([(g, s, s + n) for g, s, n in items], dtype=np.int64).reshape(-1, 3)
    return Spans(*columns.T)


@given(intervals, intervals)
def test_overlapping_finds_every_pair_once(left, right):
    found = list(zip(*(x.tolist() for x in overlapping(spans(left), spans(right))), strict=True))
    plain = [
        (i, j)
        for (i, (g, s, n)), (j, (h, t, m)) in product(enumerate(left), enumerate(right))
        if g == h and set(range(s, s + n)) & set(range(t, t + m))
    ]
    assert sorted(found) == plain


@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 20), st.integers(1, 6)),
        max_size=20,
    )
)
def test_stretches_are_the_islands_of_text(items):
    cell = np.array([c for c, *_ in items], dtype=np.int64)
    counts = stretches(cell, spans([rest for _, *rest in items]), 2)
    for number in (0, 1):
        # between a letter and the next, the text holds on if one excerpt has both
        letters = {(g, x) for c, g, s, n in items if c == number for x in range(s, s + n)}
        joins = {(g, x) for c, g, s, n in items if c == number for x in range(s, s + n - 1)}
        assert counts[number] == len(letters) - len(joins)


def fieldwork():
    field = Field()
    for name in ("Nadia", "Omar"):
        field.person(name)
    field.document(
        "talk",
        ("interviewer", "", "abcdefgh"),
        ("respondent", "Nadia", "abcdefghij"),
        ("respondent", "Omar", "abcdefgh"),
        ("respondent", "", "abcdef"),
    )
    field.document(
        "suivi",
        ("observed", "Nadia", "abcdef", "description"),
        ("observed", "Zoé", "abcdef"),
        ("respondent", "Omar", "abcdef"),
        kind="observation",
    )
    field.document("note", ("author", "", "abcdefghij"), kind="literature_note", study="S")
    return field


CODES = (
    "mode:velo",
    "mode:velo_electrique",
    "mode:train",
    "categorie:frein",
    "categorie:levier",
    "motif:personnel",
    "motif:professionnel",
)
random_codings = st.lists(
    st.tuples(
        st.sampled_from(["talk", "suivi", "note"]),
        st.integers(0, 33),
        st.integers(1, 14),
        st.sampled_from(CODES),
        st.sampled_from(["Ana", "Idris"]),
    ),
    max_size=25,
)


def coded(items):
    field = fieldwork()
    for document, start, length, code, coder in items:
        size = len(field.texts[document])
        begin = start % size
        field.code_at(document, begin, min(size, begin + length), code, coder)
    return field


def plain_cells(rows, parents):
    """Cross by comparing every two codings, and count with sets of letters."""

    def kept(coding):
        near = [
            m["code"]
            for m in rows
            if m["code"].startswith("motif:") and share(m, coding) and m["coder"] == coding["coder"]
        ]
        return not near or "motif:professionnel" in near

    def share(a, b):
        return a["document_id"] == b["document_id"] and max(a["start"], b["start"]) < min(
            a["end"], b["end"]
        )

    cells = {}
    for row, column in product(rows, rows):
        if not row["code"].startswith("mode:") or not column["code"].startswith("categorie:"):
            continue
        if row["coder"] != column["coder"] or not share(row, column):
            continue
        # who says the first word of what they share, if it is evidence
        later = row if row["start"] > column["start"] else column
        place = next((c for c in (later, column, row) if c["evidence"]), None)
        words = column if column["evidence"] else row
        if place is None or not kept(row) or not kept(column):
            continue
        for name in filter(None, (row["code"], parents.get(row["code"]))):
            cell = cells.setdefault(
                (name, column["code"]),
                {"people": set(), "letters": set(), "joins": set(), "ids": set(), "studies": set()},
            )
            if place["kind"] == "literature_note":
                cell["studies"].add(place["study"])
                continue
            own = place["register"] in {"mot à mot", "propos rapporté"}
            if place["person"] and (
                place["role"] == "respondent" or (place["role"] == "observed" and own)
            ):
                cell["people"].add(place["person"])
            document, start, end = words["document_id"], words["start"], words["end"]
            cell["letters"] |= {(document, x) for x in range(start, end)}
            cell["joins"] |= {(document, x) for x in range(start, end - 1)}
            cell["ids"] |= {row["coding_id"], column["coding_id"]}
    return {
        key: (
            len(c["people"]),
            len({d for d, _ in c["letters"]}),
            len(c["letters"]) - len(c["joins"]),
            sorted(c["ids"]),
            len(c["studies"]),
        )
        for key, c in cells.items()
    }


@settings(max_examples=60 if os.environ.get("TRANSFO_FULL") else 20, deadline=None)
@given(random_codings)
def test_the_table_is_what_comparing_every_two_codings_gives(items):
    field = coded(items)
    expected = plain_cells(field.codings.to_dict("records"), {"mode:velo_electrique": "mode:velo"})
    for cell in field.table().cells.to_dict("records"):
        counts = (
            cell["people"],
            cell["documents"],
            cell["excerpts"],
            split_ids(cell["coding_ids"]),
            cell["studies"],
        )
        assert counts == expected.get((cell["row"], cell["column"]), (0, 0, 0, [], 0))


@settings(max_examples=30 if os.environ.get("TRANSFO_FULL") else 10, deadline=None)
@given(random_codings, st.randoms(use_true_random=False))
def test_the_order_of_codings_changes_nothing(items, random):
    field = coded(items)
    shuffled = field.codings.sample(frac=1, random_state=random.randrange(1000))
    one, other = field.table(), field.table(codings=shuffled)
    pd.testing.assert_frame_equal(one.cells, other.cells)
    pd.testing.assert_frame_equal(one.quotes("velo", "frein"), other.quotes("velo", "frein"))
    pd.testing.assert_frame_equal(one.asked, other.asked)


@settings(max_examples=30 if os.environ.get("TRANSFO_FULL") else 10, deadline=None)
@given(random_codings)
def test_turning_the_table_around_turns_the_counts(items):
    field = coded(items)
    one = field.table().cells.set_index(["row", "column"])
    other = field.table(rows="categorie", columns="mode").cells.set_index(["column", "row"])
    counts = ["people", "documents", "observed", "coding_ids", "studies"]
    pd.testing.assert_frame_equal(
        one[counts].sort_index(), other[counts].sort_index(), check_names=False
    )
