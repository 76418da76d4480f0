"""The made-up project of a debate, once for all its tests."""

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="session")
def debating():
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("debating.py"))))


@pytest.fixture(scope="session")
def _debate(debating, tmp_path_factory):
    return debating.make(tmp_path_factory.mktemp("debat") / "projet")


@pytest.fixture
def debate(_debate, tmp_path):
    """Return a copy of a project with one debate, that a test may change."""
    return shutil.copytree(_debate, tmp_path / "projet")
