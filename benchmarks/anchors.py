"""Re-anchoring: 1,000 codings in a 25,000-word transcript, by number of corrections.

The transcripts of TRANSFO_CORPORA end to end where it is set, else a made-up one. The goal,
40 corrections of every kind in under a second, is for the first call in a fresh process, that
loads numpy and rapidfuzz too.
"""

from __future__ import annotations

import os
import random
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

TESTS = Path(__file__).resolve().parents[1] / "tests" / "coding"
WORDS, CODINGS = 25_000, 1_000
KINDS = ("mêlées", "mêlées et déplacés", "tours déplacés")
edits = SimpleNamespace(**runpy.run_path(str(TESTS / "edits.py")))


def transcript() -> str:
    """Return 25,000 words of talk, in turns."""
    corpora = os.environ.get("TRANSFO_CORPORA")
    made_up, real = (
        runpy.run_path(str(TESTS / "test_anchors_table.py"))[name]
        for name in ("made_up", "real_texts")
    )
    if corpora:
        with tempfile.TemporaryDirectory() as folder:
            text = "\n".join(real(Path(folder)).values())
    else:
        text = made_up(1, 3_000)
    ends = [match.end() for match in edits.SPACED.finditer(text)]
    return text[: ends[WORDS - 1]]


def measure(kind: str, corrections: int) -> tuple[float, float]:
    """Return the seconds of one call, by the clock and of the processor."""
    text, rng = transcript(), random.Random(f"{kind}-{corrections}")
    spans = edits.codings(text, rng, CODINGS)
    new = edits.correct(text, kind, corrections, rng).text
    from transfo_analysis.coding.anchors import realign

    start, load = time.perf_counter(), time.process_time()
    found = realign(text, new, spans)
    seconds, load = time.perf_counter() - start, time.process_time() - load
    assert len(found) == CODINGS
    return seconds, load


def rounds(kind: str, corrections: int, count: int = 3) -> list[tuple[float, float]]:
    """Return what `measure` does in so many fresh processes."""
    command = [sys.executable, __file__, kind, str(corrections)]
    told = (
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(count)
    )
    return [(float(seconds), float(load)) for seconds, load in told]


def main() -> None:
    """Print one line a kind and number of corrections: the median and worst of 3 processes."""
    print(f"{CODINGS} codings in {WORDS} words, 3 processes (goal: 40 under 1 s)")
    print(f"{'corrections':<25}{'median':>9}{'worst':>9}{'CPU':>9}")
    for kind in KINDS:
        for corrections in edits.COUNTS:
            times, loads = zip(*rounds(kind, corrections), strict=True)
            middle, load = statistics.median(times), statistics.median(loads)
            print(f"{kind:<20}{corrections:>5}{middle:>9.2f}{max(times):>9.2f}{load:>9.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(*measure(sys.argv[1], int(sys.argv[2])))
    else:
        main()
