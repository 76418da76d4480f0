"""Human work followed into the texts of today: what stands where, and what a person must say.

Codings, register marks, settled turns and passages, answers to suggestions: each names a place
of the text that it was made on. When that text was corrected since, each is looked for in
today's by one alignment of the two (`anchors.realign`). What cannot be placed keeps its old
place, is counted nowhere, and waits. Nothing here is written to the journal.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from transfo_analysis.coding.anchors import Anchor, realign
from transfo_analysis.coding.answers import weighed
from transfo_analysis.coding.events import GONE
from transfo_analysis.coding.state import CONSENSUS, Anchored, Coding, SpanKey, State, SuggestionKey
from transfo_analysis.errors import JournalError, MissingFileError, Notice
from transfo_analysis.tables import SEPARATOR, frame

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.textstore import TextStore
    from transfo_analysis.corpus import Corpus

__all__ = ["Follow", "anchors", "besides", "followed", "lost_texts", "waiting"]

Span = tuple[int, int]
Place = Callable[[SpanKey], SpanKey]
Value = TypeVar("Value")
_NOWHERE = Anchor(None, None, "à revoir", (), "", "")
# a turn or passage is still itself when this share of its letters and digits is
_SAME = 0.9


class Follow:
    """Where places of older texts are in today's; two texts are aligned once.

    Parameters
    ----------
    corpus : the texts of today
    store : the texts that places were made on
    places : every place that will be asked for, as (document, sha256, start, end)
    """

    def __init__(self, corpus: Corpus, store: TextStore, places: Iterable[SpanKey]) -> None:
        self.today = _today(corpus)
        wanted: dict[tuple[str, str], list[Span]] = {}
        for document, sha256, start, end in places:
            if self.is_older(document, sha256):
                wanted.setdefault((document, sha256), []).append((start, end))
        self._found: dict[tuple[str, str], dict[Span, Anchor]] = {}
        for (document, sha256), spans in wanted.items():
            text = _kept(store, sha256)
            if text is not None:
                self._found[document, sha256] = _anchors(text, corpus.texts[document], spans)

    def is_older(self, document: str, sha256: str) -> bool:
        """Tell whether a document is there, with another text than this one."""
        return self.today.get(document, sha256) != sha256

    def anchor(self, place: SpanKey) -> Anchor:
        """Return where a place of an older text is; nowhere, if that text was not kept."""
        document, sha256, start, end = place
        found = self._found.get((document, sha256), {}).get((start, end), _NOWHERE)
        return found if found.start != found.end else _NOWHERE

    def place(self, place: SpanKey) -> SpanKey:
        """Return a place in today's text, or as it is when it has none there."""
        document, sha256, _, _ = place
        if self.is_older(document, sha256):
            found = self.anchor(place)
            if found.start is not None and found.end is not None:
                return document, self.today[document], found.start, found.end
        return place


def followed(state: State, corpus: Corpus, store: TextStore) -> State:
    """Return what people decided, standing in the texts of today.

    The codings that have a place there are at it; the others are where they were made. What
    became of each is in `anchors`, and the state as people made it in `made`.

    Parameters
    ----------
    state : from `state.replay` (or from here: it is followed anew)
    corpus, store : see `Follow`
    """
    made = state.made or state
    today = _today(corpus)
    older = [c for c in made.codings.values() if c.settled or today.get(c.document) != c.sha256]
    others = [place for place in besides(made) if today.get(place[0], place[1]) != place[1]]
    if not older and not others:
        return made  # nearly always: whoever codes is on the text of today
    agreed = _agreed(older, today, store)
    places = [(c.document, c.sha256, c.start, c.end) for c in older if c.settled != GONE]
    follow = Follow(corpus, store, [*places, *others, *agreed.values()])
    where, found = _codings(older, follow)
    by = _answers(made, follow, corpus)
    turn = _snapping(follow, corpus.turns, corpus)
    return replace(
        made,
        codings={**made.codings, **where},
        registers=_moved(made.registers, follow, follow.place),
        settled=_moved(made.settled, follow, _snapping(follow, corpus.passages, corpus)),
        answers=weighed(by),
        answers_by=by,
        settled_turns={
            key: codes
            for key, codes in _moved(made.settled_turns, follow, turn).items()
            # what was settled on an older text may have been taken back on today's
            if key in made.settled_turns or key not in made.reopened_turns
        },
        anchors=found,
        loose=frozenset(name for name, place in agreed.items() if turn(place) == place),
        made=made,
    )


def anchors(state: State, corpus: Corpus, store: TextStore) -> pd.DataFrame:
    """Return the table "anchors": codings whose text changed, and those a person placed."""
    state = followed(state, corpus, store)
    today = _today(corpus)
    rows = []
    for name, at in state.anchors.items():
        coding = state.codings[name]
        now = today.get(coding.document, "")
        placed = coding.sha256 == now
        rows.append(
            {
                "coding_id": name,
                "document_id": coding.document,
                "coder": coding.coder,
                "code": coding.code,
                "status": at.status,
                "coded_sha256": at.sha256,
                "coded_start": at.start,
                "coded_end": at.end,
                "coded_quote": (_kept(store, at.sha256) or "")[at.start : at.end],
                "text_sha256": now,
                "start": coding.start if placed else -1,
                "end": coding.end if placed else -1,
                "quote": corpus.texts[coding.document][coding.start : coding.end] if placed else "",
                "candidates": SEPARATOR.join(f"{start}-{end}" for start, end in at.candidates),
                "settled": at.settled,
            }
        )
    order = ("document_id", "coded_start", "coded_end", "code", "coding_id")
    return frame("anchors", sorted(rows, key=lambda row: [row[name] for name in order]))


def waiting(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of "anchors" that a person is asked about."""
    asked = table["status"].isin(("à revoir", "retouché")) & ~table["settled"]
    return table[asked].reset_index(drop=True)


def lost_texts(state: State, corpus: Corpus, store: TextStore) -> list[Notice]:
    """Return which kept texts are missing or damaged, of those that codings need."""
    today = set(_today(corpus).items())
    needed = {c.sha256 for c in (state.made or state).codings.values() if c.settled != GONE}
    there = {sha256 for _, sha256 in today}
    notices = []
    for sha256 in sorted(needed - there):
        try:
            store.text(sha256)
        except (MissingFileError, JournalError) as fault:
            notices.append(fault.notice("attention"))
    return notices


# -- inside ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _known(_old: str, _new: str) -> dict[Span, Anchor]:
    """Return what was found of two texts so far: aligning them is slow, and always the same."""
    return {}


def _anchors(old: str, new: str, spans: Iterable[Span]) -> dict[Span, Anchor]:
    known = _known(old, new)
    # a place outside its text comes of a damaged journal: it is nowhere
    wanted = (span for span in dict.fromkeys(spans) if span[1] <= len(old))
    lacking = [span for span in wanted if span not in known]
    if lacking:
        known.update(zip(lacking, realign(old, new, lacking), strict=True))
    return known


def _today(corpus: Corpus) -> dict[str, str]:
    table = corpus.documents
    return dict(zip(table["document_id"], table["text_sha256"], strict=True))


def _kept(store: TextStore, sha256: str) -> str | None:
    try:
        return store.text(sha256)
    except (MissingFileError, JournalError):
        return None  # see `lost_texts`


def besides(state: State) -> Iterable[SpanKey]:
    """Yield the places that people's other answers name: (document, sha256, start, end)."""
    yield from state.registers
    yield from state.settled_turns
    for key in (*state.settled, *state.answers):
        yield key[:4]


def _agreed(
    codings: Iterable[Coding], today: Mapping[str, str], store: TextStore
) -> dict[str, SpanKey]:
    """Return the turns, a line each, of the consensus's codings that were made on older texts."""
    found = {}
    for coding in codings:
        if coding.coder != CONSENSUS or today.get(coding.document, coding.sha256) == coding.sha256:
            continue
        text = _kept(store, coding.sha256) or ""
        start, end = text.rfind("\n", 0, coding.start) + 1, text.find("\n", coding.start)
        bounds = (start, end if end >= 0 else len(text))
        found[coding.id] = (coding.document, coding.sha256, *bounds)
    return found


def _codings(
    codings: Iterable[Coding], follow: Follow
) -> tuple[dict[str, Coding], dict[str, Anchored]]:
    """Return the codings that have a place in another text today, and what became of each."""
    where: dict[str, Coding] = {}
    found: dict[str, Anchored] = {}
    for coding in codings:
        name, now = coding.id, follow.today.get(coding.document)
        at = (coding.sha256, coding.start, coding.end)
        if now == coding.sha256:
            if coding.settled:
                found[name] = Anchored("exact", *at, settled=True)
        elif now is None:
            found[name] = Anchored("absent", *at, settled=coding.settled == GONE)
        elif coding.settled == GONE:
            found[name] = Anchored("à revoir", *at, settled=True)
        else:
            anchor = follow.anchor((coding.document, *at))
            found[name] = Anchored(anchor.status, *at, anchor.candidates)
            if anchor.start is not None and anchor.end is not None:
                where[name] = replace(coding, sha256=now, start=anchor.start, end=anchor.end)
    return where, found


def _moved(values: Mapping[Any, Value], follow: Follow, place: Place) -> dict[Any, Value]:
    """Return values by their places of today; one given on today's text wins."""
    moved: dict[Any, Value] = {}
    for key, value in values.items():
        if follow.is_older(key[0], key[1]):
            moved[(*place(key[:4]), *key[4:])] = value
    return moved | {k: value for k, value in values.items() if not follow.is_older(k[0], k[1])}


def _answers(
    state: State, follow: Follow, corpus: Corpus
) -> dict[SuggestionKey, Mapping[str, str]]:
    """Return by suggestion who answered what, those of older texts at their places of today."""
    snap = _snapping(follow, corpus.passages, corpus)
    found: dict[SuggestionKey, dict[str, str]] = {}
    for key in sorted(state.answers_by, key=lambda k: not follow.is_older(k[0], k[1])):
        old = key[:4]
        # some suggestions are about words, others about all of a passage
        places = [place for place in (follow.place(old), snap(old)) if place != old] or [old]
        for place in places:
            found.setdefault((*place, key[4]), {}).update(state.answers_by[key])
    return dict(found)


def _snapping(follow: Follow, units: pd.DataFrame, corpus: Corpus) -> Place:
    """Return how a turn or passage is followed: to the one of today that it still is, if any."""
    bounds: dict[str, list[Span]] = {}

    def place(old: SpanKey) -> SpanKey:
        document, sha256, start, end = at = follow.place(old)
        if at == old or sha256 != follow.today.get(document):
            return at
        if document not in bounds:
            here = units[units["document_id"] == document]
            spans = zip(here["start"].tolist(), here["end"].tolist(), strict=True)
            bounds[document] = sorted(spans)
        text, known = corpus.texts[document], bounds[document]
        held = _letters(text[start:end])
        for first, last in known[max(bisect(known, (start, start)) - 1, 0) :]:
            if first >= end:
                break
            both = _letters(text[max(first, start) : min(last, end)])
            if both and both >= _SAME * max(held, _letters(text[first:last])):
                return document, sha256, first, last
        return old

    return place


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
