"""Two languages in one room: who says which word, and which words pass to the other side.

A word is counted by who says it, in a question or in an answer (docs/adr/0017-languages.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.wordlists import NOT_JARGON, TO_EXPLAIN, Entry, word_key
from transfo_analysis.corpus.canonical import fold
from transfo_analysis.corpus.people import is_resident
from transfo_analysis.errors import Notice
from transfo_analysis.exercises.unusual import Said, subject_words, unusual
from transfo_analysis.exercises.vocabulary import Term, vocabulary
from transfo_analysis.sources.participants import BOTH
from transfo_analysis.tables import DESCRIPTION, REMARK, REPORTED, SEPARATOR, frame
from transfo_analysis.tables.kinds import ADMINISTRATION, INNOVATION, SIDES

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.wordlists import Words
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.tagging.annotations import Annotations
    from transfo_analysis.tagging.stream import Stream

__all__ = ["Languages", "languages", "passing_words", "sides"]

PROPOSED = "proposé"
# nobody speaks in these
_WRITTEN = ("literature_note", "wall_table")
_ASKING = ("interviewer", "observer")


@dataclass(frozen=True, eq=False)
class Languages:
    """The three tables of the exercise, and what is doubtful in what people wrote for it."""

    lexicon: pd.DataFrame
    passing_words: pd.DataFrame
    word_places: pd.DataFrame
    notices: tuple[Notice, ...] = ()


def sides(people: pd.DataFrame) -> dict[str, str]:
    """Return the side of everybody in `participants.csv`: as told, else residents are apart.

    Examples
    --------
    >>> import pandas as pd
    >>> sides(pd.DataFrame({"person": ["A", "B", "C"], "roles": ["ambassadeur", "resident", ""],
    ...                     "language": ["", "", "innovation"]}))
    {'A': 'administration', 'B': 'innovation', 'C': 'innovation'}
    """
    return {
        person: language or (INNOVATION if is_resident(roles) else ADMINISTRATION)
        for person, roles, language in zip(
            people["person"], people["roles"], people["language"], strict=True
        )
    }


def languages(
    corpus: Corpus,
    annotations: Annotations | None,
    codebook: Codebook | None,
    listed: Words,
    *,
    names: Iterable[str] = (),
    stop: Iterable[str] = (),
    words: Stream | None = None,
) -> Languages:
    """Return the words of both sides, the words that pass, and every place of each.

    Parameters
    ----------
    annotations : parts of speech; without, found words are judged by their form alone
    codebook : its words are the subject of the fieldwork, and no jargon
    listed : what people wrote in `jargon.csv` and `glossaire.csv`
    names : folded words of the key of pseudonyms, which are never proposed
    stop : the project's stop list
    words : of the passages, if they were cut already
    """
    from transfo_analysis.tagging import everyday as reference
    from transfo_analysis.tagging.acronyms import in_capitals
    from transfo_analysis.tagging.stream import stream

    passages = corpus.passages
    texts = passages["text"].tolist()
    words = stream(texts) if words is None else words
    there = reference.is_there()
    # a listed acronym may be a word of its own: « le PLU », « il a plu »
    own = [form for one in listed.terms() for form in (one, f"{one}s")]
    everyday = (
        reference.read([*words.forms, *own], in_capitals(texts))
        if there
        else reference.Everyday({})
    )
    never = _names(corpus) | frozenset(names)
    glossary = listed.glossary
    found = vocabulary(texts, words, everyday, listed.jargon, glossary, never)
    said = Said(texts, _speakers(corpus), _counted(corpus), _tagged(corpus, annotations))
    known = never | set(found.terms) | {word_key(one.term) for one in glossary}
    subject = subject_words(codebook) | frozenset(stop)
    proposed = unusual(said, words, everyday, found.covered, known, subject) if there else []
    every = {**found.terms, **{one.key: one for one in proposed}}
    places = _places(corpus, every.values(), said.person)
    lexicon = _lexicon(corpus, every.values(), places, glossary)
    notices = (*listed.notices, *reference.notices())
    return Languages(lexicon, passing_words(places, lexicon), places, notices)


def _names(corpus: Corpus) -> frozenset[str]:
    """Return the folded words that stand for somebody, or somewhere."""
    people, documents = corpus.people, corpus.documents
    named = {*people["person"], *people["commune"], *corpus.turns["speaker"]}
    for column in ("respondents", "interviewers"):
        named |= {one for cell in documents[column] for one in cell.split(SEPARATOR)}
    every = {fold(one) for one in named} - {""}
    return frozenset(every | {word for one in every for word in one.split() if len(word) > 3})


def _speakers(corpus: Corpus) -> list[str]:
    """Return who says the words of each passage; what somebody saw is nobody's word."""
    columns = ("person", "kind", "register")
    return [
        "" if kind in _WRITTEN or register in (DESCRIPTION, REMARK) else person
        for person, kind, register in zip(*(corpus.passages[c] for c in columns), strict=True)
    ]


def _counted(corpus: Corpus) -> list[bool]:
    return [kind not in _WRITTEN for kind in corpus.passages["kind"]]


def _tagged(corpus: Corpus, annotations: Annotations | None) -> Any:
    documents = corpus.passages["document_id"].tolist()
    starts = corpus.passages["start"].tolist()

    def tagged(passage: int, start: int) -> tuple[str, str]:
        if annotations is None:
            return "", ""
        return annotations.word(documents[passage], starts[passage] + start)

    return tagged


# -- the tables ------------------------------------------------------------------------------


def _places(corpus: Corpus, terms: Iterable[Term], speakers: Sequence[str]) -> pd.DataFrame:
    passages, side = corpus.passages, sides(corpus.people)
    ids, documents = passages["passage_id"].tolist(), passages["document_id"].tolist()
    waves, starts = passages["wave"].tolist(), passages["start"].tolist()
    asking = passages["role"].isin(_ASKING).tolist()
    registers, texts = passages["register"].tolist(), passages["text"].tolist()
    rows = [
        {
            "term": term.shown,
            "passage_id": ids[rank],
            "document_id": documents[rank],
            "wave": waves[rank],
            "start": starts[rank] + start,
            "end": starts[rank] + end,
            "said": texts[rank][start:end],
            "person": speakers[rank],
            "side": side.get(speakers[rank], ""),
            "asking": asking[rank],
            "register": registers[rank],
        }
        for term in _sorted(terms)
        for rank, start, end in sorted(term.places)
    ]
    return frame("word_places", rows)


def _sorted(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda one: (fold(one.shown), one.key))


def _lexicon(
    corpus: Corpus, terms: Iterable[Term], places: pd.DataFrame, glossary: Sequence[Entry]
) -> pd.DataFrame:
    meant: dict[str, list[Entry]] = {}
    for entry in glossary:
        if entry.status != NOT_JARGON:
            meant.setdefault(word_key(entry.term), []).append(entry)
    of_term: dict[str, list[Mapping[str, Any]]] = {}
    for place in places.to_dict("records"):
        of_term.setdefault(str(place["term"]), []).append({str(k): v for k, v in place.items()})
    order = {wave: rank for rank, wave in enumerate(in_order(corpus.passages["wave"]))}
    rows = []
    for term in _sorted(terms):
        here = of_term.get(term.shown, [])
        if here or term.key in meant:
            rows.append(_row(term, here, meant.get(term.key, []), order))
    return frame("lexicon", rows)


def _row(
    term: Term, here: Sequence[Mapping[str, Any]], meant: Sequence[Entry], order: Mapping[str, int]
) -> dict[str, Any]:
    said = [one for one in here if one["person"]]
    people = {one["person"]: one["side"] for one in said}
    by_side = {
        side: [person for person, own in people.items() if own == side] for side in (*SIDES, "")
    }
    who = [side for side in SIDES if by_side[side]]
    answering = {one["person"] for one in said if not one["asking"]}
    exact = {one["person"] for one in said if one["register"] != REPORTED}
    waves = sorted({one["wave"] for one in here if one["wave"]}, key=lambda wave: order[wave])
    return {
        "term": term.shown,
        "kind": term.kind,
        "side": term.side,
        "said_by": BOTH if len(who) > 1 else "".join(who),
        "count": len(here),
        "people": len(people),
        "administration": len(by_side[ADMINISTRATION]),
        "innovation": len(by_side[INNOVATION]),
        "in_questions": len(people.keys() - answering),
        "in_notes": len(people.keys() - exact),
        "first_wave": waves[0] if waves else "",
        "meaning": _meaning(meant),
        "explained_by": ", ".join(dict.fromkeys(one.by for one in meant if one.meaning and one.by)),
        "status": _status(term, meant),
        "proposed": _usual(term.proposed),
        "reason": term.reason,
        "administration_persons": SEPARATOR.join(by_side[ADMINISTRATION]),
        "innovation_persons": SEPARATOR.join(by_side[INNOVATION]),
        "other_persons": SEPARATOR.join(by_side[""]),
        "passage_ids": _once(one["passage_id"] for one in here),
    }


def _meaning(meant: Sequence[Entry]) -> str:
    """Return what people say a term means; who of two sides says it, when they differ."""
    told = [one for one in meant if one.meaning]
    if len(told) < 2:
        return "".join(one.meaning for one in told)
    return " ; ".join(f"{one.side} : {one.meaning}" if one.side else one.meaning for one in told)


def _status(term: Term, meant: Sequence[Entry]) -> str:
    """Return how far a term is: the least that one of its lines says."""
    if not meant:
        return TO_EXPLAIN if term.reason.startswith("liste") else PROPOSED
    told = [one.status for one in meant if one.meaning] or [one.status for one in meant]
    return min(told, key=_FAR.index)


_FAR = ("à vérifier", "à expliquer", "expliqué", "à afficher")


def _usual(proposed: Counter[str]) -> str:
    return min(proposed, key=lambda words: (-proposed[words], words)) if proposed else ""


def in_order(waves: Iterable[str]) -> list[str]:
    """Return rounds of fieldwork, each once, in natural order; those unknown left out.

    Examples
    --------
    >>> in_order(["vague-10", "", "vague-2", "vague-2"])
    ['vague-2', 'vague-10']
    """
    return sorted({one for one in waves if one}, key=_natural)


def _natural(text: str) -> list[tuple[int, str]]:
    import re

    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def passing_words(places: pd.DataFrame, lexicon: pd.DataFrame) -> pd.DataFrame:
    """Return the words that one side alone said in earlier waves, and the other says later.

    Whoever is of no known side, and material without a wave, tell nothing here.
    """
    side_of = dict(zip(lexicon["term"], lexicon["side"], strict=True))
    told = places[(places["side"] != "") & (places["wave"] != "")]
    rank = {wave: at for at, wave in enumerate(in_order(told["wave"]))}
    rows = []
    for term, part in told.groupby("term", sort=False):
        first = {
            str(side): min(said["wave"], key=rank.__getitem__)
            for side, said in part.groupby("side")
        }
        if len(first) < len(SIDES) or len({rank[wave] for wave in first.values()}) == 1:
            continue
        # who said it first said it alone until the other did
        before, after = sorted(first, key=lambda side: rank[first[side]])
        wave = first[after]
        now = part[(part["side"] == after) & (part["wave"] == wave)]
        then = part[part["wave"].map(rank) < rank[wave]]
        rows.append(
            {
                "term": str(term),
                "from_side": before,
                "to_side": after,
                "wave": wave,
                "waves_before": SEPARATOR.join(in_order(then["wave"])),
                "side": side_of.get(str(term), ""),
                "people": int(now["person"].nunique()),
                "persons": _once(now["person"]),
                "earlier_persons": _once(then["person"]),
                "passage_ids": _once(now["passage_id"]),
                "earlier_ids": _once(then["passage_id"]),
            }
        )
    rows.sort(key=lambda row: (rank[str(row["wave"])], str(row["to_side"]), fold(str(row["term"]))))
    return frame("passing_words", rows)


def _once(values: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(values))
