"""What every test may use: the demonstration, already run once, and a small project."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

ROOT = Path(__file__).parents[1]
# a test's acts are nobody's installation
os.environ.setdefault("TRANSFO_INSTALLATION", "tests")
# two tests are passed at a time: both cores are busy
os.environ.setdefault("TRANSFO_PROCESSUS", "1")
# the many programs and kernels that tests start compile the package once, not each time
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
INK = "transfo_analysis.display.ink.inked"
# the files that take longest, first: what begins last keeps one core waiting at the end
LONGEST = (
    "browser/test_coding.py",
    "guard/test_publishing.py",
    "test_project.py",
    "notebooks/test_notebooks.py",
    "browser/test_accessibility.py",
    "display/test_charts.py",
    "guard/test_pairs.py",
    "guard/test_leaks.py",
    "test_stages.py",
    "test_cli.py",
    "browser/test_board.py",
    "browser/test_explorer.py",
    "browser/test_killed.py",
    "interchange/test_sorting.py",
    "crash/test_withdrawal.py",
    "coding/test_corrected.py",
    "coding/test_codebook_edit.py",
    "browser/test_tasks.py",
    "crash/test_rerun.py",
    "display/test_drawn.py",
    "exercises/test_debate_table.py",
    "exercises/test_debate_leaving.py",
    "rerun/test_changes.py",
)


def pytest_collection_modifyitems(items):
    rank = {Path(__file__).parent / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


def _copy(target: Path) -> Path:
    for name in ("data/raw", "data/coding", "notebooks"):
        ignored = shutil.ignore_patterns(".ipynb_checkpoints", ".*.lock")
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    shutil.copy(ROOT / "projet.yaml", target)
    return target


@pytest.fixture(scope="session", autouse=True)
def _no_power_cut():
    """Wait for no disk: what a killed process wrote is there all the same; only a power cut would show.

    Tests of when the disk is waited for put their own in its place.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """Return a folder that all processes of these tests have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def _inked(shared_folder):
    """Return what draws a sheet, unless these tests have drawn one of the same strokes."""
    from transfo_analysis.display import ink

    folder, draw = shared_folder / "inked", ink.inked
    folder.mkdir(exist_ok=True)

    def inked(drawing):
        kept = folder / hashlib.sha256(drawing.line()).hexdigest()
        if not kept.exists():
            part = folder / f"{kept.name}.{os.getpid()}"
            part.mkdir()
            for form, data in draw(drawing).items():
                (part / form).write_bytes(data)
            with contextlib.suppress(OSError):  # the other process was quicker
                part.rename(kept)
        return {form: (kept / form).read_bytes() for form in drawing.formats}

    return inked


@pytest.fixture
def inked_once(_inked, monkeypatch):
    """Draw no sheet twice in all these tests: for those that look at what is hung."""
    monkeypatch.setattr(INK, _inked)


def _noted(drawing):
    """Return, as the files of a sheet, what would be drawn: other strokes, other bytes."""
    return dict.fromkeys(drawing.formats, drawing.line())


@pytest.fixture(scope="session")
def undrawn():
    """Return a context in which sheets are not drawn, for what is made once for several tests."""

    @contextlib.contextmanager
    def without_ink():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(INK, _noted)
            yield

    return without_ink


@pytest.fixture
def no_ink(undrawn):
    """Draw nothing: for tests of when a sheet is made, or of what is in no picture."""
    with undrawn():
        yield


@pytest.fixture(scope="session")
def small(shared_folder, tmp_path_factory, _inked) -> Path:
    """Return a small project, coded and run once: three talks, a wall; to be read, not changed.

    For what is no matter of the demonstration's own: a run of it takes a second.
    """
    import runpy

    from transfo_analysis import open_project

    made = shared_folder / "small"
    with filelock.FileLock(shared_folder / "small.lock"):
        if not made.exists():
            part = shared_folder / "small.part"
            shutil.rmtree(part, ignore_errors=True)
            fieldwork = runpy.run_path(str(Path(__file__).with_name("rerun") / "fieldwork.py"))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(INK, _inked)
                open_project(fieldwork["wave_1"](part)).run()
            part.rename(made)
    return shutil.copytree(made, tmp_path_factory.mktemp("small") / "projet")


@pytest.fixture
def own_small(small, tmp_path) -> Path:
    """Return a copy of the small project that a test may change."""
    return shutil.copytree(small, tmp_path / "projet")


@pytest.fixture(scope="session")
def demonstration(shared_folder, tmp_path_factory) -> Path:
    """Return a copy of the demonstration project, run once from nothing; to be read, not changed.

    It takes most of a minute: whichever process of these tests needs it first makes it for all.
    """
    made = shared_folder / "demonstration"
    with filelock.FileLock(shared_folder / "demonstration.lock"):
        if not made.exists():
            part = shared_folder / "demonstration.part"
            shutil.rmtree(part, ignore_errors=True)
            # a process of its own, and a hash seed: no result may depend on either
            subprocess.run(
                [sys.executable, "-m", "transfo_analysis", "run", "--project", str(_copy(part))],
                check=True,
                capture_output=True,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
            )
            part.rename(made)
    return shutil.copytree(made, tmp_path_factory.mktemp("demonstration") / "projet")


@pytest.fixture
def own_demonstration(demonstration, tmp_path) -> Path:
    """Return a copy of the demonstration that a test may change."""
    shutil.copytree(demonstration, tmp_path / "projet")
    return tmp_path / "projet"


@pytest.fixture(scope="session")
def one_case(demonstration, tmp_path_factory) -> Path:
    """Return the demonstration without its other exercises; to be read, not changed.

    For what is no matter of theirs: all that is gathered of it takes half as long.
    """
    folder = shutil.copytree(demonstration, tmp_path_factory.mktemp("un-cas") / "projet")
    for name in ("debats", "debriefings", "methodes"):
        shutil.rmtree(folder / "data/raw" / name)
    settings = folder / "projet.yaml"
    first, others = settings.read_text(encoding="utf-8").split("\n  - id: besoins\n")
    settings.write_text(first + others[others.index("\nseuils:\n") :], encoding="utf-8")
    return folder


@pytest.fixture
def own_case(one_case, tmp_path) -> Path:
    """Return a copy of that project that a test may change."""
    return shutil.copytree(one_case, tmp_path / "projet")


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
