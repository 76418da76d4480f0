"""Tagging: codes proposed from the codebook's keywords, and what the model says of words.

Nothing a person decided lives here, and no suggestion becomes a coding by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.settings import Settings
    from transfo_analysis.tagging.annotations import Annotations, Progress
    from transfo_analysis.tagging.patterns import TokenPattern
    from transfo_analysis.tagging.stream import Stream
    from transfo_analysis.tagging.suggestions import Answers, Found

__all__ = ["annotate", "keywords_found", "passages_to_tag", "question_modes", "suggest"]


def annotate(
    corpus: Corpus,
    folder: Path,
    *,
    passage_ids: Collection[str] | None = None,
    progress: Progress | None = None,
    pipeline: Any = None,
) -> Annotations:
    """Return what the model says of a corpus's words, kept in `folder` from run to run.

    Parameters
    ----------
    corpus : the corpus; each of its passages is tagged by itself
    folder : where annotations are kept, one file per document
    passage_ids : only these passages are needed (default: all of them)
    progress : called with the stage, passages done and passages to do
    pipeline : a spaCy pipeline instead of the light one (tests, benchmarks)

    Raises
    ------
    ModelError
        If something must be tagged and the French model is not installed.
    """
    from transfo_analysis.tagging.annotations import annotate_passages

    return annotate_passages(
        corpus.passages, folder, passage_ids=passage_ids, progress=progress, pipeline=pipeline
    )


def passages_to_tag(
    corpus: Corpus, codebook: Codebook, families: Collection[str] | None = None
) -> list[str]:
    """Return the passages whose suggestions depend on a part of speech.

    `suggest` gives the same on annotations of these passages alone as on all of them: in
    the others every keyword is settled by its form or by the words around it.
    """
    from transfo_analysis.tagging import matching
    from transfo_analysis.tagging.stream import stream

    _, undecided = matching.find(
        stream(corpus.passages["text"]), matching.patterns(codebook, families)
    )
    ids = corpus.passages["passage_id"].tolist()
    return [ids[rank] for rank in sorted(undecided)]


def suggest(
    corpus: Corpus,
    codebook: Codebook,
    annotations: Annotations,
    answers: Answers | None = None,
    *,
    families: Collection[str] | None = None,
    settings: Settings | None = None,
    token_patterns: Collection[TokenPattern] = (),
    found: Mapping[int, list[Found]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the suggestions of a codebook on a corpus, and the crossings they suggest.

    Parameters
    ----------
    corpus, codebook, annotations : what to propose on, from what, with which tags
    answers : (document, text_sha256, start, end, code) → "accepted" or "refused"
    families : only these families of codes (default: all)
    settings : says which families are a case's rows and columns (default: the first two)
    token_patterns : what `patterns.read` found in data/coding/patterns.yaml
    found : what `keywords_found` gave, if it was asked already

    Returns
    -------
    The tables "suggestions" and "suggested_crossings" of `transfo_analysis.tables`.
    """
    from transfo_analysis.tagging import suggestions

    if found is None:
        found = keywords_found(corpus, codebook, annotations, families)
    found = {rank: list(named) for rank, named in found.items()}
    if token_patterns:
        suggestions.add_patterns(
            found,
            corpus=corpus,
            codebook=codebook,
            annotations=annotations,
            token_patterns=token_patterns,
            families=families,
        )
    return suggestions.propose(corpus, codebook, found, answers or {}, settings)


def question_modes(
    corpus: Corpus,
    codebook: Codebook,
    annotations: Annotations,
    *,
    families: Collection[str] | None = None,
    found: Mapping[int, list[Found]] | None = None,
) -> pd.DataFrame:
    """Return what the interviewers' questions name, for telling "demandé" from "non demandé".

    Returns a DataFrame `document_id, turn, code`, one row per interviewer turn and code.
    """
    import pandas as pd

    if found is None:
        found = keywords_found(corpus, codebook, annotations, families)
    asking = corpus.passages["role"].eq("interviewer").tolist()
    documents, turns = corpus.passages["document_id"].tolist(), corpus.passages["turn"].tolist()
    rows = {
        (documents[rank], turns[rank], one.code)
        for rank, named in found.items()
        if asking[rank]
        for one in named
    }
    return pd.DataFrame(sorted(rows), columns=["document_id", "turn", "code"])


def keywords_found(
    corpus: Corpus,
    codebook: Codebook,
    annotations: Annotations,
    families: Collection[str] | None = None,
    *,
    words: Stream | None = None,
) -> dict[int, list[Found]]:
    """Return what the keywords find in each passage, by its rank in the table.

    `words` are those of the passages, if they were cut already.
    """
    from transfo_analysis.tagging import matching, suggestions
    from transfo_analysis.tagging.stream import stream

    text = stream(corpus.passages["text"]) if words is None else words
    documents = corpus.passages["document_id"].tolist()
    starts = corpus.passages["start"].tolist()

    def pos_of(at: int) -> str:
        rank = int(text.passage[at])
        return annotations.pos(documents[rank], starts[rank] + int(text.start[at]))

    matches, _ = matching.find(text, matching.patterns(codebook, families), pos_of)
    return suggestions.found_by_passage(text, matches, codebook, corpus.passages["text"].tolist())
