"""The coder as a Python object: what it sends, and what it never does."""

import re
from pathlib import Path

import pytest

from transfo_analysis.project import Project
from transfo_analysis.widgets import window
from transfo_analysis.widgets.board import Board
from transfo_analysis.widgets.coder import FILES, Coder
from transfo_analysis.widgets.explorer import Explorer
from transfo_analysis.widgets.window import SORTABLE, script

from .test_bench import folder  # noqa: F401

STATIC = Path(window.__file__).parent / "static"
WINDOWS = {"coder": Coder, "board": Board, "explorer": Explorer}


def script_of(name: str) -> str:
    """A window's own script: the library that it may carry is left out."""
    return str(WINDOWS[name]._esm).replace(script(SORTABLE), "")


def test_the_coder_s_script_is_all_of_its_files():
    found = {f"coder/{path.name}" for path in (STATIC / "coder").glob("*.js")}
    assert found == {name for name in FILES if name.startswith("coder/")}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_s_script_is_one_module(name):
    whole = script_of(name)
    assert whole.count("export default") == 1
    assert not re.search(r"^\s*import\b", whole, flags=re.MULTILINE)


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize(
    "forbidden", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"]
)
def test_no_text_ever_becomes_markup_and_nothing_comes_from_afar(name, forbidden):
    assert forbidden not in script_of(name)


def test_nothing_of_the_material_is_a_synced_trait(folder):  # noqa: F811
    coder = Coder(Project(folder, "Ana"))
    sent = []
    coder.send = sent.append
    coder._handle_custom_msg({"type": "document", "document": "entretien", "n": 1}, [])
    assert "trop lourd" in sent[0]["text"]
    traits = {
        name: value for name, value in coder.get_state().items() if name not in ("_esm", "_css")
    }
    assert "lourd" not in repr(traits)


def test_a_message_that_is_no_message_is_left_alone(folder):  # noqa: F811
    coder = Coder(Project(folder, "Ana"))
    sent = []
    coder.send = sent.append
    coder._handle_custom_msg("bonjour", [])
    assert sent == []


def test_a_place_is_shown_once_a_window_has_spoken(folder):  # noqa: F811
    project = Project(folder, "Ana")
    assert not project.show_in_coder("entretien", 3, 8)
    coder = project.code()
    sent = []
    coder.send = sent.append
    assert not project.show_in_coder("entretien", 3, 8)
    assert sent == []
    coder._handle_custom_msg({"type": "hello", "n": 1}, [])
    assert project.show_in_coder("entretien", 3, 8)
    assert sent[-1] == {"type": "show", "document_id": "entretien", "start": 3, "end": 8}
    coder.close()
    assert not project.show_in_coder("entretien", 3, 8)
