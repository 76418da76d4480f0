"""One new interview among sixty: what the second run costs, as shares of a cold one.

The interviews are made here: the turns of TRANSFO_CORPORA's spoken French dealt out again to
two voices, half of them in Word files, or words drawn by chance where it is unset; with a
thousand codings. The project is run, one interview is added, and the same folder is run
again: once as it stands, once with nothing left in `data/processed`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve()
INTERVIEWS, WORDS, CODINGS = 60, 1_700, 1_000  # a short interview is a quarter of an hour
SPOKEN = ("cfpp2000/txt", "rhapsodie_txt", "parisstories_txt")
VOICES = ("Enquêtrice", "Réponse")
STAGES = ("lecture", "découpage", "étiquetage")


def talk(chance: random.Random) -> Iterator[str]:
    """Yield what is said, turn after turn, without end."""
    corpora = os.environ.get("TRANSFO_CORPORA")
    paths = [p for name in SPOKEN for p in sorted(Path(corpora or "", name).glob("*.txt"))]
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    said = [words for line in lines if (words := line.rpartition(" : ")[2].strip())]
    if not said:
        syllables = ["ma", "ro", "ti", "lé", "vou", "san", "pré", "bi", "dor", "nê", "gui"]
        rare = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(3_000)]
        common = ["je", "le", "la", "de", "et", "on", "pas", "vélo", "bus", "voiture", "tard"]
        for _ in range(4_000):
            drawn = [chance.choice(chance.choice((rare, common))) for _ in range(30)]
            said.append(" ".join(drawn).capitalize() + ".")
    while True:
        # other words each time round, so that nothing is found among what was tagged before
        yield from said
        said = [f"{words} enfin" for words in said]


def write_interviews(folder: Path, count: int) -> list[Path]:
    """Write interviews of two voices into a folder, one in two as a Word file."""
    import docx

    made, turns = [], talk(random.Random(1))
    for number in range(count):
        lines, words = [], 0
        while words < WORDS:
            said = next(turns)
            lines.append(f"{VOICES[len(lines) % 2]} : {said}")
            words += len(said.split())
        path = folder / f"entretien-{number:02}.{('txt', 'docx')[number % 2]}"
        if number % 2:
            document = docx.Document()
            for line in lines:
                document.add_paragraph(line)
            document.save(str(path))
        else:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made.append(path)
    return made


def code(folder: Path) -> None:
    """Give codes to excerpts drawn by chance."""
    from transfo_analysis.coding.acts import Act
    from transfo_analysis.project import Project

    project, chance = Project(folder, "Ana"), random.Random(1)
    corpus, case = project.corpus(), project.cases[0]
    book, desk = project.codebook, project.coding
    codes = [c for f in (case.row_family, case.column_family) for c in book.names(f)]
    spoken = corpus.passages[corpus.passages["evidence"] & (corpus.passages["words"] > 6)]
    places = spoken[["document_id", "start", "end"]].to_numpy().tolist()
    kept = {name: desk.store.keep(text) for name, text in corpus.texts.items()}
    acts = []
    for _ in range(CODINGS):
        document, first, last = chance.choice(places)
        start = chance.randrange(first, last - 5)
        place = {"start": start, "end": min(last, start + chance.randrange(20, 300))}
        data = {"document": document, "sha256": kept[document], "suggestions_shown": False}
        acts.append(Act("coding_added", case.id, {**data, **place, "code": chance.choice(codes)}))
    desk.write(acts)


def make(folder: Path) -> Path:
    """Lay out the project of sixty interviews, run once; return the one that comes later."""
    from transfo_analysis.skeleton import lay_out

    lay_out(folder)
    target = folder / "data/raw/entretiens/vague-1"
    *_, last = write_interviews(target, INTERVIEWS + 1)
    later = folder.with_name(last.name)
    shutil.move(last, later)
    code(folder)
    run(folder)
    return later


def run(folder: Path) -> float:
    """Return the seconds of `transfo run`, as a person waits for it."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "transfo_analysis", "run", "--project", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def stages(folder: Path) -> dict[str, float]:
    """Return the seconds of reading, cutting and tagging, the model being loaded before."""
    from transfo_analysis import open_project, tagging
    from transfo_analysis.tables import frame
    from transfo_analysis.tagging import model

    nlp = model.load()
    list(nlp.pipe(["Le vélo est rangé."]))
    frame("documents", [])  # the libraries too are loaded before
    project = open_project(folder)
    # settings and journal are read by stages of their own
    _ = project.settings, project._journal()
    clock = [time.perf_counter()]
    project._material()
    clock.append(time.perf_counter())
    corpus = project.corpus()
    clock.append(time.perf_counter())
    tagging.annotate(corpus, project.processed / "annotations", pipeline=nlp)
    clock.append(time.perf_counter())
    return {name: clock[at + 1] - clock[at] for at, name in enumerate(STAGES)}


def alone(folder: Path) -> dict[str, float]:
    """Return what `stages` does in a fresh process."""
    command = [sys.executable, str(HERE), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def compare(rounds: int = 3) -> dict[str, float]:
    """Print both shares, of the best of so many rounds, and return the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        first = Path(temporary) / "soixante"
        later = make(first)
        shutil.copy(later, first / "data/raw/entretiens/vague-1")
        figures: dict[str, list[float]] = {}
        for number in range(rounds):
            for state in ("cold", "warm"):
                for measure in ("stages", "run"):
                    folder = Path(temporary) / f"{state}-{measure}-{number}"
                    shutil.copytree(first, folder)
                    if state == "cold":
                        shutil.rmtree(folder / "data/processed")
                    times = alone(folder) if measure == "stages" else {"run": run(folder)}
                    shutil.rmtree(folder)
                    if measure == "stages":
                        times["stages"] = sum(times.values())
                    for name, seconds in times.items():
                        figures.setdefault(f"{state} {name}", []).append(seconds)
    best = {name: min(seconds) for name, seconds in figures.items()}
    print(f"one new interview among {INTERVIEWS} ({WORDS} words each, {CODINGS} codings)")
    for name, label, goal in (
        ("stages", "reading, cutting, tagging / cold", "< 0.05"),
        ("run", "whole run / cold", "< 0.5"),
    ):
        warm, cold = best[f"warm {name}"], best[f"cold {name}"]
        print(f"  {label:<42} {warm / cold:7.3f}    ({warm:.2f} s / {cold:.2f} s; goal {goal})")
    parts = ", ".join(f"{n} {best[f'warm {n}']:.2f} / {best[f'cold {n}']:.2f} s" for n in STAGES)
    print(f"  {parts}")
    return best


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(stages(Path(sys.argv[1]))))
    else:
        compare()
