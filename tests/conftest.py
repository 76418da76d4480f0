"""What every test may use: the demonstration, already run once, and a small project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# a test's acts are nobody's installation
os.environ.setdefault("TRANSFO_INSTALLATION", "tests")
# two tests are passed at a time: both cores are busy
os.environ.setdefault("TRANSFO_PROCESSUS", "1")


def _copy(target: Path) -> Path:
    for name in ("data/raw", "data/coding", "notebooks"):
        ignored = shutil.ignore_patterns(".ipynb_checkpoints", ".*.lock")
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    shutil.copy(ROOT / "projet.yaml", target)
    return target


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Path:
    """Return a copy of the demonstration project, run once; to be read, not changed."""
    from transfo_analysis import open_project

    folder = _copy(tmp_path_factory.mktemp("demonstration") / "projet")
    open_project(folder).run()
    return folder


@pytest.fixture
def own_demonstration(demonstration, tmp_path) -> Path:
    """Return a copy of the demonstration that a test may change."""
    shutil.copytree(demonstration, tmp_path / "projet")
    return tmp_path / "projet"


@pytest.fixture
def new_project(tmp_path) -> Path:
    """Return a new, empty project."""
    import transfo_analysis

    return transfo_analysis.new_project(tmp_path / "neuf").folder


@pytest.fixture(scope="session")
def releases():
    """Return the made-up releases of `guard/releases.py`, for whoever renders one."""
    import importlib.util
    import sys

    path = Path(__file__).with_name("guard") / "releases.py"
    spec = importlib.util.spec_from_file_location("guard_releases", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["guard_releases"] = module
    spec.loader.exec_module(module)
    return module
