"""The fieldwork of two waves, laid out once."""

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis import open_project


@pytest.fixture(scope="session")
def fieldwork():
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("fieldwork.py"))))


@pytest.fixture(scope="session")
def _first(fieldwork, tmp_path_factory):
    return fieldwork.wave_1(tmp_path_factory.mktemp("vague-1") / "projet")


@pytest.fixture(scope="session")
def _second(fieldwork, _first, tmp_path_factory):
    folder = shutil.copytree(_first, tmp_path_factory.mktemp("vague-2") / "projet")
    open_project(folder, "camille").close_wave("1")
    return fieldwork.wave_2(folder)


@pytest.fixture
def first(_first, tmp_path):
    """Return a copy of wave 1, coded, nothing closed."""
    return shutil.copytree(_first, tmp_path / "projet")


@pytest.fixture
def second(_second, tmp_path):
    """Return a copy of the project after wave 2, wave 1 closed."""
    return shutil.copytree(_second, tmp_path / "projet")


@pytest.fixture(scope="session")
def changes(_second):
    """Return what changed since wave 1; to be read, not changed."""
    return open_project(_second, "camille").changes()
