"""What the model said of each passage, kept on disk as flat arrays.

One file per document, named by what it was made from (texts, places, model, version of
this program's preparation), so that a changed passage is tagged anew and nothing else is.
Reading takes numpy only: editing the codebook loads no model.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from transfo_analysis import files
from transfo_analysis.tagging import model
from transfo_analysis.tagging.prepare import prepare

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Ints = npt.NDArray[np.int32]

__all__ = ["Annotations", "Tagging", "Tokens", "annotate_passages"]

# raised when prepare.py gives the model other words for the same text
PREPARATION = 1
_START, _END, _FORM, _LEMMA, _POS, _MORPH = range(6)
Progress = Callable[[str, int, int], None]


class Tokens(NamedTuple):
    """The tokens of one passage: places in the document's text, and what they are."""

    start: Ints
    end: Ints
    form: list[str]
    lemma: list[str]
    pos: list[str]
    morph: list[str]


@dataclass(frozen=True)
class Tagging:
    """The arrays of one document.

    `passages` has a row (start, end, first token, one past the last) per tagged passage,
    in order; `tokens` a row (start, end, form, lemma, pos, morph) per token, the last four
    being ranks in `strings`.
    """

    passages: Ints
    tokens: Ints
    strings: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """Return the document's arrays as a file, always the same bytes for the same arrays."""
        blob = np.frombuffer("\n".join(self.strings).encode("utf-8"), dtype=np.uint8)
        stream = io.BytesIO()
        np.savez(stream, passages=self.passages, tokens=self.tokens, strings=blob)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Tagging:
        """Read what `to_bytes` made.

        Raises
        ------
        ValueError
            If these are not such bytes (a file cut short, or another's).
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                passages, tokens = arrays["passages"], arrays["tokens"]
                strings = tuple(arrays["strings"].tobytes().decode("utf-8").split("\n"))
        except Exception as fault:  # zipfile, numpy and unicode each have errors of their own
            raise ValueError(str(fault)) from fault
        if passages.shape[1:] != (4,) or tokens.shape[1:] != (6,):
            raise ValueError("unexpected shape")
        return cls(passages.astype(np.int32), tokens.astype(np.int32), strings)


@dataclass(frozen=True)
class Annotations:
    """The tagged passages of a corpus, by document.

    Examples
    --------
    >>> Annotations({}).passage("a", 0, 10) is None
    True
    """

    documents: Mapping[str, Tagging]

    def passage(self, document_id: str, start: int, end: int) -> Tokens | None:
        """Return the tokens of a passage, or None if it was not tagged."""
        tagging = self.documents.get(document_id)
        if tagging is None:
            return None
        row = int(np.searchsorted(tagging.passages[:, 0], start))
        if row == len(tagging.passages) or tuple(tagging.passages[row, :2]) != (start, end):
            return None
        rows = tagging.tokens[tagging.passages[row, 2] : tagging.passages[row, 3]]
        texts = [[tagging.strings[i] for i in rows[:, column]] for column in range(_FORM, 6)]
        return Tokens(rows[:, _START], rows[:, _END], *texts)

    def pos(self, document_id: str, place: int) -> str:
        """Return the part of speech of the token that stands at a place, or ""."""
        return self.word(document_id, place)[0]

    def word(self, document_id: str, place: int) -> tuple[str, str]:
        """Return the part of speech and the lemma of the token at a place, or "" for both."""
        tagging = self.documents.get(document_id)
        if tagging is None or not len(tagging.tokens):
            return "", ""
        row = int(np.searchsorted(tagging.tokens[:, _START], place, side="right")) - 1
        if row < 0 or place >= tagging.tokens[row, _END]:
            return "", ""
        ranks = tagging.tokens[row]
        return tagging.strings[int(ranks[_POS])], tagging.strings[int(ranks[_LEMMA])]


def annotate_passages(
    passages: pd.DataFrame,
    folder: Path,
    *,
    passage_ids: Collection[str] | None = None,
    progress: Progress | None = None,
    pipeline: Any = None,
) -> Annotations:
    """Return the annotations of passages, reading those on disk and tagging the others.

    Parameters
    ----------
    passages : a table "passages"
    folder : where annotations are kept
    passage_ids : only these passages are needed (default: all)
    progress : called with the stage, passages done, passages to do
    pipeline : replaces the light model (tests, benchmarks)
    """
    wanted = None if passage_ids is None else set(passage_ids)
    columns = passages[["passage_id", "document_id", "start", "end", "text"]]
    by_document: dict[str, list[tuple[int, int, str, bool]]] = {}
    for passage_id, document_id, start, end, text in columns.itertuples(index=False, name=None):
        asked = wanted is None or passage_id in wanted
        by_document.setdefault(document_id, []).append((start, end, text, asked))
    stored: dict[str, Tagging] = {}
    missing: dict[str, list[tuple[int, int, str, bool]]] = {}
    paths: dict[str, Path] = {}
    for document_id, rows in by_document.items():
        asked_rows = [row for row in rows if row[3]]
        if not asked_rows:
            continue
        paths[document_id] = folder / f"{_key(rows)}.npz"
        tagging = _read(paths[document_id])
        known = set() if tagging is None else set(map(tuple, tagging.passages[:, :2].tolist()))
        if tagging is not None and all((row[0], row[1]) in known for row in asked_rows):
            stored[document_id] = tagging
        else:
            missing[document_id] = [row for row in rows if row[3] or (row[0], row[1]) in known]
    for document_id, tagging in _tag(missing, progress, pipeline):
        files.write_bytes(paths[document_id], tagging.to_bytes())
        stored[document_id] = tagging
    return Annotations({document_id: stored[document_id] for document_id in sorted(stored)})


def _read(path: Path) -> Tagging | None:
    # a file that is not there, or was damaged, is only a passage to tag again
    try:
        return Tagging.from_bytes(path.read_bytes())
    except (OSError, ValueError):
        return None


def _key(rows: Sequence[tuple[int, int, str, bool]]) -> str:
    digest = hashlib.sha256(f"{model.NAME} {model.version()} {PREPARATION}".encode())
    digest.update("".join(f"\n{start} {end}\n{text}" for start, end, text, _ in rows).encode())
    return digest.hexdigest()[:40]


def _tag(
    documents: Mapping[str, list[tuple[int, int, str, bool]]],
    progress: Progress | None,
    pipeline: Any,
) -> Iterable[tuple[str, Tagging]]:
    if not documents:
        return
    prepared = {d: [prepare(row[2]) for row in rows] for d, rows in documents.items()}
    total = sum(map(len, prepared.values()))
    tagged = model.tag((p.text for texts in prepared.values() for p in texts), pipeline)
    done = 0
    for document_id, rows in documents.items():
        ranks: dict[str, int] = {}
        passages: list[tuple[int, ...]] = []
        tokens: list[tuple[int, ...]] = []
        for (start, end, _, _), text in zip(rows, prepared[document_id], strict=True):
            first = len(tokens)
            for token in next(tagged):
                begin, finish = text.span(token.start, token.end)
                words = (token.form, token.lemma, token.pos, token.morph)
                tokens.append(
                    (
                        start + begin,
                        start + finish,
                        *(ranks.setdefault(w.replace("\n", " "), len(ranks)) for w in words),
                    )
                )
            passages.append((start, end, first, len(tokens)))
            done += 1
        if progress:
            progress("étiquetage", done, total)
        yield (
            document_id,
            Tagging(
                np.array(passages, dtype=np.int32).reshape(-1, 4),
                np.array(tokens, dtype=np.int32).reshape(-1, 6),
                tuple(ranks),
            ),
        )
