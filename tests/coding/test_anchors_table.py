"""Passages found again after corrections of each kind, on real transcripts: the table.

Wrong: the placed passage misses more than a tenth of the characters of the truth that are
left, or runs more than a word past them. The truth comes from how the edits were made
(`edits.py`), not from the algorithm. `make test` runs each kind once, on one text in turn;
TRANSFO_FULL=1 every kind on every text, several times.
"""

import os
import random
import runpy
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfo_analysis.coding.anchors import realign
from transfo_analysis.corpus import build
from transfo_analysis.settings import Settings
from transfo_analysis.sources import read_material

edits = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("edits.py"))))

CORPORA = os.environ.get("TRANSFO_CORPORA", "")
FULL = os.environ.get("TRANSFO_FULL") == "1"
SEEDS = 5
COLUMNS = ("exact", "déplacé", "retouché", "à revoir", "wrong")
FAMILIES = {"titre": "Essai", "cas": [{"id": "c", "titre": "C", "lignes": "l", "colonnes": "c"}]}


def made_up(seed, turns):
    """A transcript without a sentence of anyone: some words often, most of them seldom."""
    rng = random.Random(seed)
    common = [
        *edits.ADDED,
        "euh",
        "oui",
        "non",
        "c’est",
        "de",
        "la",
        "le",
        "et",
        "je",
        "on",
        "[pause]",
    ]
    syllables = ["ma", "ro", "ti", "lé", "vou", "san", "pré", "cœ", "bi", "dor", "nê", "gui"]
    rare = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(1500)]

    def turn():
        if rng.random() < 0.2:
            return rng.choice(["oui", "oui oui", "ah d’accord", "mm", "voilà", "oui bien sûr"])
        count = rng.choice((4, 9, 15, 40))
        words = [rng.choice(common if rng.random() < 0.6 else rare) for _ in range(count)]
        if rng.random() < 0.3:
            words.insert(rng.randrange(len(words)), rng.choice(["Nadia", "Paul", "Lyon"]))
        return " ".join(words).capitalize() + rng.choice([".", " ?", "…", ""])

    return "\n".join(turn() for _ in range(turns))


def real_texts(folder):
    """The canonical texts of the real transcripts, read where they are by way of `folder`."""
    talks = folder / "raw" / "entretiens"
    talks.mkdir(parents=True)
    for name in ("cfpp2000/txt", "artisans_docx"):
        for path in sorted(Path(CORPORA, name).iterdir()):
            if path.suffix in (".txt", ".docx"):
                shutil.copy(path, talks)
    texts = build(read_material(talks.parent), Settings.model_validate(FAMILIES)).texts
    return dict(sorted(texts.items()))


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    if not CORPORA:
        return {"long": made_up(1, 700), "court": made_up(2, 250)}
    texts = real_texts(tmp_path_factory.mktemp("real"))
    assert len(texts) == 7
    return texts


def count(text, kind, corrections, seed):
    """Correct a text, find 200 passages again, and count what became of them."""
    rng = random.Random(seed)
    old = edits.with_broken_letters(text, rng) if kind == "encodage" else text
    spans = edits.codings(old, rng)
    truth = edits.Truth.of(old, edits.correct(old, kind, corrections, rng))
    found = realign(old, truth.new, spans)
    assert len(found) == len(spans)
    row = Counter()
    for span, anchor in zip(spans, found, strict=True):
        row["all"] += 1
        row[anchor.status] += 1
        row["torn"] += truth.is_torn(span)
        row["gone"] += not truth.survivors(span)
        if anchor.start is not None:
            row["wrong"] += truth.is_wrong(span, (anchor.start, anchor.end))
        else:
            row["torn to review"] += truth.is_torn(span) or not truth.survivors(span)
    return row


def placed(row):
    """The share placed without review, of all, and of those that have one place left."""
    whole = row["all"] - row["torn to review"]
    to_review = row["à revoir"]
    return 1 - to_review / row["all"], 1 - (to_review - row["torn to review"]) / whole


def test_the_table(texts, capsys):
    table = {(kind, n): Counter() for kind in edits.KINDS for n in edits.COUNTS}
    table.update({(kind, 0): Counter() for kind in edits.WHOLE})
    names = list(texts)
    for rank, ((kind, n), row) in enumerate(table.items()):
        for seed in range(SEEDS if FULL else 1):
            for name in names if FULL else [names[rank % len(names)]]:
                row.update(count(texts[name], kind, n, f"{seed}-{name}-{kind}-{n}"))
    with capsys.disabled():
        print(f"\n{'corrections':<20}{'':>5}", *(f"{name:>9}" for name in COLUMNS), end="")
        print(f"{'torn':>9}{'gone':>6}{'placed':>9}{'if whole':>10}")
        for (kind, n), row in table.items():
            print(f"{kind:<20}{n or 'tout':>5}", *(f"{row[name]:>9}" for name in COLUMNS), end="")
            of_all, of_whole = placed(row)
            print(f"{row['torn']:>9}{row['gone']:>6}{of_all:>9.2%}{of_whole:>10.2%}")
    assert {key: row["wrong"] for key, row in table.items() if row["wrong"]} == {}
    for (kind, n), row in table.items():
        of_all, of_whole = placed(row)
        if n <= 40 and kind not in edits.MOVING:
            assert of_all >= 0.99, (kind, n)
        elif n <= 40:
            assert of_whole >= 0.95, (kind, n)


def test_the_judge_is_awake(texts):
    """Passages left at their old offsets, or searched from the start, are called wrong."""
    text = next(iter(texts.values()))
    rng = random.Random("judge")
    spans = edits.codings(text, rng)
    truth = edits.Truth.of(text, edits.correct(text, "mots ajoutés", 40, rng))
    stayed = sum(truth.is_wrong(span, span) for span in spans)
    searched = 0
    for start, end in spans:
        at = truth.new.find(text[start:end])
        searched += at >= 0 and truth.is_wrong((start, end), (at, at + end - start))
    assert stayed > len(spans) / 2
    assert searched > 0


def test_the_judge_knows_where_each_letter_went():
    draft = edits.Draft("ab cd\nef gh\nij kl\n")
    draft.move(6, 12, 18)
    draft.replace(0, 2, "xx")
    draft.replace(3, 4, "C", carry=True)
    truth = edits.Truth.of("ab cd\nef gh\nij kl\n", draft)
    assert truth.new == "xx Cd\nij kl\nef gh\n"
    assert truth.survivors((0, 5)) == [3, 4]
    assert truth.survivors((6, 11)) == [12, 13, 15, 16]
    assert not truth.is_wrong((0, 5), (0, 5))  # one word past what is left
    assert truth.is_wrong((0, 5), (0, 4))  # half of it missed
    assert truth.is_wrong((0, 5), (3, 14))  # two words past
    assert truth.is_wrong((0, 2), (0, 2))  # nothing is left
    assert truth.is_torn((0, 18)) is False
