"""Charts drawn once for all tests of this room."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from transfo_analysis.display import draw_charts, working_papers


@pytest.fixture(scope="session")
def made():
    module = sys.modules.get("display_made")
    if module is None:
        spec = importlib.util.spec_from_file_location(
            "display_made", Path(__file__).with_name("made.py")
        )
        module = importlib.util.module_from_spec(spec)
        # a dataclass looks its own module up
        sys.modules["display_made"] = module
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def papers(made, tmp_path_factory):
    """Return the working papers of a case like the demonstration, by file name."""
    folder = tmp_path_factory.mktemp("papiers")
    return {path.name: path for path in working_papers(made.matter(), folder)}


@pytest.fixture(scope="session")
def uncoded(made, tmp_path_factory):
    """Return the charts of a case where nobody coded anything, by file name."""
    folder = tmp_path_factory.mktemp("rien")
    files = draw_charts(made.matter(coded=False, findings=0), folder, ("svg",))
    return {path.name: path for path in files}
