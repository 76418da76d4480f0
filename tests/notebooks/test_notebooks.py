"""Every notebook runs top to bottom on a copy of the demonstration, and writes no human work."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from transfo_analysis.display.onscreen import HEADINGS

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_top_to_bottom(path, own_demonstration):
    journal = own_demonstration / "data/coding/journal"
    before = {p.name: p.read_bytes() for p in journal.glob("*.jsonl")}
    notebook = nbformat.read(own_demonstration / "notebooks" / path.name, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=180,
        kernel_name="python3",
        resources={"metadata": {"path": str(own_demonstration / "notebooks")}},
    )
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert any(cell.outputs for cell in code)
    assert {p.name: p.read_bytes() for p in journal.glob("*.jsonl")} == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_column_shown_has_a_french_heading(path):
    cells = nbformat.read(path, as_version=4).cells
    code = ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    shown = [
        ast.literal_eval(call.args[1])
        for call in ast.walk(code)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "projet.show" and call.args[1:]
    ]
    assert shown
    assert [name for names in shown for name in names if name not in HEADINGS] == []
