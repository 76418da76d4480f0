"""Codes proposed for passages, each with its reason; never codings.

Only words that may count are proposed: not the interviewer's, not a remark. A mode that
the passage does not name is carried from earlier in the turn, or from the question just
asked, when the passage has something to say about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.settings import Settings
from transfo_analysis.tables import frame
from transfo_analysis.tagging.matching import Match
from transfo_analysis.tagging.prepare import prepare
from transfo_analysis.tagging.stream import Stream
from transfo_analysis.typography import french

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.tagging.annotations import Annotations
    from transfo_analysis.tagging.patterns import TokenPattern

__all__ = ["Answers", "Found", "add_patterns", "found_by_passage", "propose"]

# (document, text_sha256, start, end, code) → accepted or refused
Answers = Mapping[tuple[str, str, int, int, str], str]
# judgements that only a person can make, whatever words the codebook gives them
NEVER = frozenset({"pratique_inspirante"})
# proposed from what the person is known to use, not from words alone
OTHER_MODE = "regard_autre_mode"
_CUES = frozenset({"frein", "levier"})
_MODE_FAMILY = "mode"


class Found(NamedTuple):
    """One place of a passage and the code it suggests."""

    start: int
    end: int
    code: str
    reason: str
    # the code named by the words themselves, when `code` is its parent
    named: str


@dataclass(frozen=True)
class _Passage:
    passage_id: str
    document_id: str
    case: str
    turn: int
    start: int
    end: int
    text: str
    wave: str
    person: str
    text_sha256: str
    rank: int
    role: str
    counts: bool


def found_by_passage(
    stream: Stream, matches: Iterable[Match], codebook: Codebook, texts: Sequence[str]
) -> dict[int, list[Found]]:
    """Return what was found in each passage, parents of sub-codes added."""
    found: dict[int, list[Found]] = {}
    for match in matches:
        if match.code.split(":")[1] in NEVER:
            continue
        place = (int(stream.start[match.first]), int(stream.end[match.last - 1]))
        rank = int(stream.passage[match.first])
        said = prepare(texts[rank][place[0] : place[1]]).text.lower()
        reason = match.reason or f"{'expression' if ' ' in said else 'forme'} *{said}*"
        rows = found.setdefault(rank, [])
        rows.append(Found(*place, match.code, reason, match.code))
        if parent := codebook.parent(match.code):
            rows.append(Found(*place, parent, reason, match.code))
    for rank, rows in found.items():
        found[rank] = _one_each(rows)
    return found


def _one_each(rows: Iterable[Found]) -> list[Found]:
    unique = {(f.start, f.end, f.code): f for f in sorted(rows, reverse=True)}
    return sorted(unique.values())


def add_patterns(
    found: dict[int, list[Found]],
    *,
    corpus: Corpus,
    codebook: Codebook,
    annotations: Annotations,
    token_patterns: Collection[TokenPattern],
    families: Collection[str] | None,
) -> None:
    """Add what spaCy patterns find in the tagged passages."""
    from transfo_analysis.tagging import patterns

    wanted = [p for p in token_patterns if families is None or p.code.split(":")[0] in families]
    table = corpus.passages[["document_id", "start", "end"]].itertuples(index=False, name=None)
    starts = corpus.passages["start"].tolist()
    tagged = ((r, annotations.passage(*row)) for r, row in enumerate(table))
    tokens = ((r, t) for r, t in tagged if t is not None)
    for rank, start, end, code, reason in patterns.places(tokens, wanted):
        if code.split(":")[1] in NEVER:
            continue
        place = (start - starts[rank], end - starts[rank])
        rows = found.get(rank, [])
        new = [Found(*place, c, reason, code) for c in (code, codebook.parent(code)) if c]
        known = {(f.start, f.end, f.code) for f in rows}
        found[rank] = sorted([*rows, *(f for f in new if (f.start, f.end, f.code) not in known)])


def propose(
    corpus: Corpus,
    codebook: Codebook,
    found: Mapping[int, list[Found]],
    answers: Answers,
    settings: Settings | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables "suggestions" and "suggested_crossings" of what was found."""
    passages = _passages(corpus)
    grids = _grids(codebook, settings)
    modes_of = {
        p: frozenset(m.split())
        for p, m in zip(corpus.people["person"], corpus.people["modes"], strict=True)
    }
    asked = _asked(corpus, passages, found)
    foreign = _foreign(corpus, settings)
    rows: list[dict[str, object]] = []
    crossings: list[dict[str, object]] = []
    earlier: dict[tuple[str, int], list[str]] = {}
    for passage in passages:
        if not passage.counts:
            continue
        row_family, column_family = grids(passage.case)
        strangers = foreign(passage)
        here = [
            f
            for f in found.get(passage.rank, ())
            if f.code != f"{column_family}:{OTHER_MODE}" and f.code.split(":")[0] not in strangers
        ]
        cues = {
            f.code for f in found.get(passage.rank, ()) if f.code.startswith(f"{column_family}:")
        }
        modes = [f for f in here if f.code.startswith(f"{row_family}:")]
        origin = "même passage"
        turn = (passage.document_id, passage.turn)
        if modes:
            earlier[turn] = sorted({f.named for f in modes})
        elif cues:
            source, origin = earlier.get(turn), "mode repris du tour"
            if source is None:
                source, origin = asked(passage, row_family), "mode repris de la question"
            place = (0, len(passage.text))
            modes = [
                Found(*place, code, origin, name)
                for name in source
                for code in filter(None, (name, codebook.parent(name)))
            ]
            here = here + modes
        here += _other_mode(
            passage,
            modes=modes,
            cues=cues,
            modes_of=modes_of,
            codebook=codebook,
            row_family=row_family,
            column_family=column_family,
        )
        ids: dict[Found, str] = {}
        for f in sorted(set(here)):
            row = _suggestion(passage, f, answers)
            if row["suggestion_id"] not in ids.values():
                ids[f] = str(row["suggestion_id"])
                rows.append(row)
        crossings += _crossings(
            passage,
            ids,
            row_family=row_family,
            column_family=column_family,
            origin=origin,
            codebook=codebook,
        )
    return frame("suggestions", rows), frame("suggested_crossings", crossings)


def _passages(corpus: Corpus) -> list[_Passage]:
    from transfo_analysis.tables import REMARK

    table = corpus.passages
    names = [
        *("passage_id", "document_id", "case", "turn", "start", "end", "text", "wave", "person"),
        *("role", "register", "evidence"),
    ]
    found = []
    for rank, values in enumerate(zip(*(table[name].tolist() for name in names), strict=True)):
        row = dict(zip(names, values, strict=True))
        silent = row["role"] in ("interviewer", "observer") or row["register"] == REMARK
        counts = not silent and (row["evidence"] or row["role"] in ("wall", "author"))
        row = {key: row[key] for key in names[:-2]}
        sha256 = corpus.text_sha256(row["document_id"])
        found.append(_Passage(**row, text_sha256=sha256, rank=rank, counts=bool(counts)))
    return found


def _grids(codebook: Codebook, settings: Settings | None) -> Callable[[str], tuple[str, str]]:
    ids = [family.id for family in codebook.families]
    default = (ids[0], ids[1] if len(ids) > 1 else "")
    cases = {c.id: (c.row_family, c.column_family) for c in settings.cases} if settings else {}
    return lambda case: cases.get(case, default)


def _foreign(corpus: Corpus, settings: Settings | None) -> Callable[[_Passage], Collection[str]]:
    """Return the families that only cases cross which a passage does not serve."""
    if settings is None or len(settings.cases) < 2:
        return lambda _: ()
    table = corpus.documents[["document_id", "case", "other_cases"]]
    strangers = {
        document: settings.foreign((case, *others.split()))
        for document, case, others in table.itertuples(index=False, name=None)
    }
    return lambda passage: strangers.get(passage.document_id, ())


def _asked(
    corpus: Corpus, passages: list[_Passage], found: Mapping[int, list[Found]]
) -> Callable[[_Passage, str], list[str]]:
    """Return what the question before a passage names."""
    question_of = {
        (document, turn): question
        for document, turn, question in corpus.turns[
            ["document_id", "turn", "question_turn"]
        ].itertuples(index=False, name=None)
    }
    in_turn: dict[tuple[str, int], list[Found]] = {}
    for passage in passages:
        in_turn.setdefault((passage.document_id, passage.turn), []).extend(
            found.get(passage.rank, ())
        )

    def answer(passage: _Passage, family: str) -> list[str]:
        question = question_of.get((passage.document_id, passage.turn), -1)
        if question < 0:
            return []
        named = in_turn.get((passage.document_id, int(question)), ())
        return sorted({f.named for f in named if f.code.startswith(f"{family}:")})

    return answer


def _other_mode(
    passage: _Passage,
    *,
    modes: list[Found],
    cues: set[str],
    modes_of: Mapping[str, frozenset[str]],
    codebook: Codebook,
    row_family: str,
    column_family: str,
) -> list[Found]:
    """Return looks at a mode that is not the speaker's, by what the person is known to use."""
    code = f"{column_family}:{OTHER_MODE}"
    own = modes_of.get(passage.person, frozenset())
    judged = {cue.split(":")[1] for cue in cues} & (_CUES | {OTHER_MODE})
    if row_family != _MODE_FAMILY or code not in codebook.codes or not own or not judged:
        return []
    known = {_root(f"{row_family}:{mode}", codebook) for mode in own}
    labels = ", ".join(codebook.label(f"{row_family}:{mode}").lower() for mode in sorted(own))
    found = []
    for mode in modes:
        if mode.code == mode.named and _root(mode.code, codebook) not in known:
            label = codebook.label(mode.code).lower()
            reason = f"{passage.person} : « {label} » n’est pas de ses modes connus ({labels})"
            found.append(Found(mode.start, mode.end, code, french(reason), code))
    return found


def _root(code: str, codebook: Codebook) -> str:
    return codebook.parent(code) or code


def _suggestion(passage: _Passage, found: Found, answers: Answers) -> dict[str, object]:
    start, end = passage.start + found.start, passage.start + found.end
    return {
        "suggestion_id": f"{passage.document_id}@{start}-{end}={found.code}",
        "document_id": passage.document_id,
        "case": passage.case,
        "passage_id": passage.passage_id,
        "start": start,
        "end": end,
        "quote": passage.text[found.start : found.end],
        "code": found.code,
        "reason": found.reason,
        "wave": passage.wave,
        "person": passage.person,
        "answered": answers.get(
            (passage.document_id, passage.text_sha256, start, end, found.code), ""
        ),
    }


def _crossings(
    passage: _Passage,
    ids: Mapping[Found, str],
    *,
    row_family: str,
    column_family: str,
    origin: str,
    codebook: Codebook,
) -> list[dict[str, object]]:
    by_code: dict[str, list[str]] = {}
    named = set()
    for found, suggestion_id in ids.items():
        by_code.setdefault(found.code, []).append(suggestion_id)
        if found.code.startswith(f"{row_family}:"):
            named.add(_root(found.named, codebook))
    rows = sorted(code for code in by_code if code.startswith(f"{row_family}:"))
    columns = sorted(code for code in by_code if code.startswith(f"{column_family}:"))
    return [
        {
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "case": passage.case,
            "person": passage.person,
            "row": row,
            "column": column,
            "reason": origin,
            "to_settle": len(named) > 1,
            "suggestion_ids": " ".join(by_code[row] + by_code[column]),
        }
        for row in rows
        for column in columns
    ]
