"""Every notebook runs top to bottom on a copy of the demonstration, and writes no human work.

The first one begins in a kernel as new as a person's. The others take it over, with nothing named
in it and none of the package imported: only the libraries are there already.
"""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from transfo_analysis.display.onscreen import HEADINGS

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
AS_NEW = """
import os, sys
os.chdir({folder!r})
for name in [name for name in sys.modules if name.partition(".")[0] == "transfo_analysis"]:
    del sys.modules[name]
get_ipython().reset(new_session=True)
"""


@pytest.fixture(scope="module")
def kernel():
    """Return a kernel that the notebooks have one after the other."""
    manager, client = start_new_kernel()
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)


def as_new(kernel, folder):
    client = kernel.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        code = AS_NEW.format(folder=str(folder))
        said = client.execute(code, silent=True, reply=True, timeout=60)["content"]
        assert said["status"] == "ok", said
    finally:
        client.stop_channels()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_top_to_bottom(path, kernel, own_demonstration):
    journal = own_demonstration / "data/coding/journal"
    before = {p.name: p.read_bytes() for p in journal.glob("*.jsonl")}
    notebook = nbformat.read(own_demonstration / "notebooks" / path.name, as_version=4)
    as_new(kernel, own_demonstration / "notebooks")
    client = NotebookClient(notebook, km=kernel, timeout=180)
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
