"""How long the wall takes: the whole display of the demonstration, an A0 sheet, 300 cards.

Run alone (`python benchmarks/wall.py`) or by `make bench`; each figure is that of a process
of its own, its start and its imports included.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
GOALS = {
    "display": ("the whole display of the demonstration, cold", 20),
    "a0": ("the cross table on A0", 2),
    "cards": ("300 cards", 3),
}


def main() -> None:
    """Print one line a goal, or measure one part (internal)."""
    if len(sys.argv) > 1:
        print(json.dumps(PARTS[sys.argv[1]]()))
        return
    measure()


def measure() -> dict[str, float]:
    """Print and return the seconds of each part."""
    found = {}
    for part, (label, goal) in GOALS.items():
        command = [sys.executable, str(HERE), part]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        found[part] = float(json.loads(done.stdout.splitlines()[-1]))
        print(f"{label:<44} {found[part]:7.2f} s  (goal < {goal} s)")
    return found


def display() -> float:
    """Publish a draft of the demonstration from nothing; return the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "projet"
        for name in ("projet.yaml", "affichage.yaml"):
            project.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, project)
        for name in ("raw", "coding"):
            shutil.copytree(ROOT / "data" / name, project / "data" / name)
        start = time.perf_counter()
        command = [sys.executable, "-m", "transfo_analysis", "publish", "--brouillon"]
        subprocess.run([*command, "--project", str(project)], check=True, capture_output=True)
        return time.perf_counter() - start


def a0() -> float:
    """Print one cross table on A0; return the seconds."""
    start = time.perf_counter()
    from transfo_analysis.display.look import Style
    from transfo_analysis.display.sheets.hanging import Wall
    from transfo_analysis.display.sheets.typeset import pdf

    style = Style()
    pdf("Essai", Wall(_release(10), style).tables("A0"), style, {})
    return time.perf_counter() - start


def cards() -> float:
    """Print 300 cards; return the seconds."""
    start = time.perf_counter()
    from transfo_analysis.display.look import Style
    from transfo_analysis.display.sheets.hanging import Wall
    from transfo_analysis.display.sheets.typeset import pdf

    style = Style()
    pdf("Essai", Wall(_release(300), style).cards(), style, {})
    return time.perf_counter() - start


def _release(findings: int) -> object:
    from transfo_analysis.guard.release import Cell, Column, Finding, Grid, Quote, Release, Row

    rows = tuple(Row(f"mode:{n}", f"Un mode de déplacement {n}") for n in range(15))
    columns = tuple(Column(f"categorie:{n}", f"Une catégorie {n}") for n in range(7))
    said = Quote("Le premier bus passe après l’embauche, alors je prends ma voiture.", exact=True)
    keys = [(row.code, column.code) for row in rows for column in columns]
    grid = Grid(
        "Encourager les mobilités douces",
        "Modes",
        "Catégories",
        rows,
        columns,
        {key: Cell(shown=rank % 2 == 0) for rank, key in enumerate(keys)},
        {key: (said,) for rank, key in enumerate(keys) if rank % 6 == 0},
    )
    kinds = (
        ("lesson", "Les grands enseignements"),
        ("dysfunction", "Les dysfonctionnements"),
        ("next_work", "Les chantiers"),
    )
    worded = tuple(
        Finding(f"c{n}", *kinds[n % 3], f"Un constat rédigé par le groupe, numéro {n}.", (said,))
        for n in range(findings)
    )
    return Release("Essai", "", ("vague 1",), True, False, 1, "", (grid,), worded, None, None, "")


PARTS = {"display": display, "a0": a0, "cards": cards}

if __name__ == "__main__":
    main()
