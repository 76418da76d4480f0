"""The coder as a Python object: what it sends, and what it never does."""

import re

import pytest

from transfo_analysis.project import Project
from transfo_analysis.widgets.coder import Coder, script

from .test_bench import folder  # noqa: F401


def test_the_script_is_one_module_in_order():
    parts = re.findall(r"^// (\d+)\. ", script(), flags=re.MULTILINE)
    assert [int(part) for part in parts] == list(range(1, len(parts) + 1))
    assert script().count("export default") == 1
    assert not re.search(r"^\s*import\b", script(), flags=re.MULTILINE)


@pytest.mark.parametrize(
    "forbidden", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"]
)
def test_no_text_ever_becomes_markup_and_nothing_comes_from_afar(forbidden):
    assert forbidden not in script()


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
