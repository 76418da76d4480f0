"""Key terms: what is said more in a part of the material than elsewhere, and by how many.

A term is a lemma or a short noun phrase (« place de parking »). Parts are codes (as people
coded them, never as suggested), groups of people and waves. Under a floor of words set by
the project no score is given, only how often and by how many people a term is said.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from transfo_analysis.errors import TableError
from transfo_analysis.tables import SEPARATOR, frame
from transfo_analysis.textstats.specificity import specificity

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Settings
    from transfo_analysis.tagging.annotations import Annotations

__all__ = ["Lists", "key_terms", "read_lists"]

# 10⁻², the usual threshold of banality of specificities
BANAL = 2.0
SHOWN = 30
CONTENT = ("NOUN", "VERB", "ADJ")
LINKS = ("de", "à", "en")
# attributes of people that make groups, and how a group is named
GROUPS = {"grade": "grade", "service": "service", "trade": "métier"}


@dataclass(frozen=True)
class Lists:
    """What a project leaves out of its key terms, and the lemmas it corrects.

    Parameters
    ----------
    stop : lemmas left out (`data/coding/mots-vides.txt`)
    lemmas : form → lemma (`data/coding/lemmes.csv`)
    """

    stop: frozenset[str]
    lemmas: Mapping[str, str]


def read_lists(folder: Path) -> Lists:
    """Read the stop list and the lemma exceptions; a list that is absent is empty.

    Raises
    ------
    TableError
        If a line of `lemmes.csv` is not « forme,lemme »; the message names the line.
    """
    stop_path, lemma_path = folder / "mots-vides.txt", folder / "lemmes.csv"
    stop = set()
    if stop_path.is_file():
        for line in _text(stop_path).splitlines():
            if word := line.partition("#")[0].strip().casefold():
                stop.add(word)
    lemmas = {}
    if lemma_path.is_file():
        lines = _text(lemma_path).splitlines()
        for number, row in enumerate(csv.reader(lines), start=1):
            if not row or row[0].startswith("#") or row == ["forme", "lemme"]:
                continue
            if len(row) != 2 or not all(cell.strip() for cell in row):
                raise TableError(
                    "Une correction de lemme s’écrit « forme,lemme ».",
                    path="data/coding/lemmes.csv",
                    place=f"ligne {number}",
                    cure="Corrigez ou retirez cette ligne.",
                )
            lemmas[row[0].strip().casefold()] = row[1].strip().casefold()
    return Lists(frozenset(stop), lemmas)


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # what Excel and Notepad write when nobody tells them otherwise
        return data.decode("cp1252", errors="replace")


def key_terms(
    corpus: Corpus,
    annotations: Annotations,
    codings: pd.DataFrame,
    codebook: Codebook,
    settings: Settings,
    folder: Path,
) -> pd.DataFrame:
    """Return the terms of each part, the most specific first.

    Parameters
    ----------
    corpus, annotations : the material and its lemmas
    codings : table "codings"; only evidence is read
    codebook : its keywords are left out of their own code's terms
    settings : floors in words, and the least number of people
    folder : `data/coding`, where the lists are

    Returns a table "key_terms". `specificity` is missing where the part or the corpus is
    under its floor, and where the part is the whole corpus: there, terms come by number of
    people. A term said by fewer people than the project's least number is not listed.

    Raises
    ------
    TableError
        If a list of the project has a mistake.
    """
    lists = read_lists(folder)
    passages = corpus.passages
    said = passages[passages["evidence"] & passages["role"].isin(["respondent", "observed"])]
    said = said.reset_index(drop=True)
    found = _occurrences(said, annotations, lists)
    words = said["words"].to_numpy()
    limits = settings.thresholds
    rows: list[dict[str, Any]] = []
    for kind, part, chosen in _parts(said, corpus, codings, codebook):
        own = _own_words(codebook, part) if kind == "code" else frozenset()
        size, whole = int(words[chosen].sum()), int(words.sum())
        scored = (
            size >= limits.part_words and whole >= limits.corpus_words and not bool(chosen.all())
        )
        terms = [
            {
                "part_kind": kind,
                "part": part,
                **term,
                "specificity": round(specificity(term["count"], size, term["total"], whole), 4)
                if scored
                else float("nan"),
            }
            for term in _of_part(found, said, chosen, own, limits.term_people)
        ]
        terms.sort(key=lambda row: (-row["people"], -row["count"], row["term"]))
        if scored:
            terms = [row for row in terms if row["specificity"] >= BANAL]
            terms.sort(key=lambda row: -row["specificity"])
        rows += terms[:SHOWN]
    return frame("key_terms", rows)


def _of_part(
    found: Mapping[str, np.ndarray],
    said: pd.DataFrame,
    chosen: np.ndarray,
    own: frozenset[str],
    least: int,
) -> Iterator[dict[str, Any]]:
    """Describe each term that enough people say in a part."""
    persons, ids = said["person"].to_numpy(), said["passage_id"].to_numpy()
    for term, places in found.items():
        inside = places[chosen[places]]
        if len(inside) < least or own.issuperset(term.split()):
            continue
        people = {person for person in persons[inside] if person}
        if len(people) >= least:
            yield {
                "term": term,
                "count": len(inside),
                "total": len(places),
                "people": len(people),
                "passage_ids": SEPARATOR.join(dict.fromkeys(ids[inside])),
            }


def _occurrences(
    said: pd.DataFrame, annotations: Annotations, lists: Lists
) -> dict[str, np.ndarray]:
    """Return, for each term, the rank of the passage of each time it is said."""
    places: dict[str, list[int]] = {}
    columns = (said["document_id"], said["start"], said["end"])
    for rank, (document_id, start, end) in enumerate(zip(*columns, strict=True)):
        tokens = annotations.passage(document_id, start, end)
        if tokens is None:
            continue
        lemmas = [
            lists.lemmas.get(form.casefold(), lemma.casefold())
            for form, lemma in zip(tokens.form, tokens.lemma, strict=True)
        ]
        for term in _terms(lemmas, tokens.pos, lists.stop):
            places.setdefault(term, []).append(rank)
    return {term: np.array(places[term]) for term in sorted(places)}


def _terms(lemmas: list[str], pos: list[str], stop: frozenset[str]) -> Iterator[str]:
    kept = [
        kind in CONTENT and len(lemma) > 1 and lemma not in stop
        for lemma, kind in zip(lemmas, pos, strict=True)
    ]
    for i, lemma in enumerate(lemmas):
        if not kept[i]:
            continue
        yield lemma
        if i + 1 < len(lemmas) and kept[i + 1] and _pair(pos[i], pos[i + 1]):
            yield f"{lemma} {lemmas[i + 1]}"
        if (
            i + 2 < len(lemmas)
            and kept[i + 2]
            and pos[i] == pos[i + 2] == "NOUN"
            and lemmas[i + 1] in LINKS
        ):
            yield f"{lemma} {lemmas[i + 1]} {lemmas[i + 2]}"


def _pair(first: str, second: str) -> bool:
    return (first, second) in {("NOUN", "ADJ"), ("ADJ", "NOUN"), ("NOUN", "NOUN")}


def _parts(
    said: pd.DataFrame, corpus: Corpus, codings: pd.DataFrame, codebook: Codebook
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Return the parts to describe: kind, name, and which passages they hold."""
    coded = codings[codings["evidence"]]
    for code in codebook.codes:
        ours = coded[coded["code"] == code]
        if len(ours):
            yield "code", code, _overlapping(said, ours)
    for column, name in GROUPS.items():
        of_person = dict(zip(corpus.people["person"], corpus.people[column], strict=True))
        values = np.array([of_person.get(person, "") for person in said["person"]], dtype=object)
        for value in sorted({v for v in values if v}):
            yield "group", f"{name} {value}", values == value
    waves = said["wave"].to_numpy()
    for wave in sorted({w for w in waves if w}):
        yield "wave", wave, waves == wave


def _overlapping(said: pd.DataFrame, codings: pd.DataFrame) -> np.ndarray:
    """Return which passages share at least one character with one of these codings."""
    chosen = np.zeros(len(said), dtype=bool)
    spans = {
        str(document_id): list(zip(group["start"], group["end"], strict=True))
        for document_id, group in codings.groupby("document_id")
    }
    for document_id, rows in said.groupby("document_id").groups.items():
        starts, ends = said["start"].to_numpy()[rows], said["end"].to_numpy()[rows]
        for start, end in spans.get(str(document_id), []):
            chosen[np.asarray(rows)[(starts < end) & (start < ends)]] = True
    return chosen


def _own_words(codebook: Codebook, code: str) -> frozenset[str]:
    """Return the words that a code is suggested by: finding them in it tells nothing."""
    words = {word for k in codebook.codes[code].keywords for word in k.text.casefold().split()}
    return frozenset(words | set(LINKS))
