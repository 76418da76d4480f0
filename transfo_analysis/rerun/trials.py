"""What changed in how methods fared: trials that are new, noted otherwise, or there no more.

A trial that is noted in old material since is told by what its note says now and said then:
nothing tells which trial of a note became which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.seen import TrialSeen
from transfo_analysis.rerun.snapshot import natural, wave_words
from transfo_analysis.rerun.telling import Told
from transfo_analysis.sources.trials import CASE
from transfo_analysis.tables import split_ids
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus

__all__ = ["EXERCISE", "trials", "trials_seen"]

EXERCISE = "Ce que nous avons essayé"
# conclusive or not: of one trial, of several, in the order in which they are told
_ANSWERS = {
    "oui": ("concluant", "concluants"),
    "en partie": ("concluant en partie", "concluants en partie"),
    "non": ("pas concluant", "pas concluants"),
    "": ("dont on ne dit pas s’il est concluant", "dont on ne dit pas s’ils sont concluants"),
}


def trials_seen(table: pd.DataFrame, corpus: Corpus) -> Iterator[TrialSeen]:
    """Yield the trials that a corpus holds.

    Parameters
    ----------
    table : table "trials", of all waves
    """
    passages = corpus.passages
    # which case it is of is told already, by its title
    held = set(passages.loc[passages["speaker"] != CASE, "passage_id"])
    for row in table.to_dict("records"):
        opens = tuple(name for name in split_ids(row["passage_ids"]) if name in held)
        if opens:
            yield TrialSeen(
                row["case"],
                row["wave"],
                row["document_id"],
                int(row["trial"]),
                row["conclusive"],
                opens,
            )


def trials(difference: Difference) -> Iterator[Told]:
    """Yield what became of the trials, case after case, wave after wave.

    Of a wave that was closed before trials were kept, only new notes are told.
    """
    then = _by_note(difference.then.trials, difference.kept)
    now = _by_note(difference.now.trials, {})
    for case, wave in _places(difference, {note[:2] for note in (*then, *now)}):
        about = _about(difference, case, wave)
        notes = sorted({note for note in (*then, *now) if note[:2] == (case, wave)})
        new = [note for note in notes if note[2] in difference.new_documents]
        fresh = [one for note in new for one in now[note]]
        for answer, words in _ANSWERS.items():
            if mine := [one for one in fresh if one.conclusive == answer]:
                says = plural(len(mine), "essai nouveau", "essais nouveaux")
                says += f", {words[len(mine) > 1]}"
                yield Told(EXERCISE, case, about, says, "", _passages(mine))
        for key in notes if then else ():
            before, after = then.get(key, []), now.get(key, [])
            if key not in new and _answers(before) != _answers(after):
                says = f"une note d’avant : {_told(before)} alors, {_told(after)} aujourd’hui"
                yield Told(EXERCISE, case, about, says, f"{key[2]}.", _passages(after))


def _by_note(
    some: Iterable[TrialSeen], kept: Mapping[str, str]
) -> dict[tuple[str, str, str], list[TrialSeen]]:
    """Return the trials by case, wave and document, under the identifier that it has today."""
    found: dict[tuple[str, str, str], list[TrialSeen]] = {}
    for one in some:
        key = one.case, one.wave, kept.get(one.document, one.document)
        found.setdefault(key, []).append(one)
    return found


def _places(difference: Difference, found: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return cases and waves, the cases as the page tells them, the waves as people count them."""
    order = [one.id for one in (*difference.now.cases, *difference.then.cases)]
    return sorted(found, key=lambda key: ([*order, key[0]].index(key[0]), natural(key[1])))


def _about(difference: Difference, case: str, wave: str) -> str:
    titles = {one.id: one.title for one in (*difference.then.cases, *difference.now.cases)}
    told = wave_words(wave) if wave else "vague non indiquée"
    of_case = f", {titles[case]}" if len(titles) > 1 and case in titles else ""
    return f"{told[:1].upper()}{told[1:]}{of_case}"


def _answers(some: Sequence[TrialSeen]) -> list[str]:
    return sorted(one.conclusive for one in some)


def _told(some: Sequence[TrialSeen]) -> str:
    """Return how many trials, and how many of each answer."""
    if not some:
        return "aucun essai"
    answers = _answers(some)
    counts = [
        f"{answers.count(answer)} {words[answers.count(answer) > 1]}"
        for answer, words in _ANSWERS.items()
        if answer in answers
    ]
    return f"{plural(len(some), 'essai')} ({listed(counts)})"


def _passages(some: Sequence[TrialSeen]) -> tuple[str, ...]:
    return tuple(name for one in some for name in one.passages)
