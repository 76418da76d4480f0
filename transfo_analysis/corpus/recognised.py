"""A file that was renamed, recognised by its text: the document keeps the name it was coded by.

Everything people made (codings, answers, evidence) names a document by its identifier. A new
file name gives a new identifier; the same text tells that it is the same document.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from transfo_analysis.corpus.model import Corpus
from transfo_analysis.errors import Notice

__all__ = ["former_names", "named"]


def former_names(corpus: Corpus, coded: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return today's identifier → the one that people coded under, for renamed files only.

    Parameters
    ----------
    corpus : what was gathered, under the identifiers of today's files
    coded : sha256 of a canonical text → identifiers that codings name it by

    A text that two files hold, or that was coded under two names that are gone, is left as
    it is: nobody can tell which is meant.
    """
    documents = corpus.documents
    texts = documents["text_sha256"]
    alone = documents[~texts.duplicated(keep=False) & texts.isin(list(coded))]
    found: dict[str, str] = {}
    for name, sha256 in zip(alone["document_id"], alone["text_sha256"], strict=True):
        former = set(coded[sha256])
        if name not in former and len(former) == 1 and not former & set(corpus.texts):
            found[name] = former.pop()
    # a name that got its pseudonym is in no identifier any more, but in those of older codings
    under = {one for names in coded.values() for one in names}
    for name, names in corpus.renamed.items():
        before = [one for one in names if one in under and one not in corpus.texts]
        if len(before) == 1 and name not in under:
            found.setdefault(name, before[0])
    # two texts coded under one name, both there today: only one can have it
    twice = [one for one in found.values() if list(found.values()).count(one) > 1]
    return {name: former for name, former in found.items() if former not in twice}


def named(corpus: Corpus, names: Mapping[str, str]) -> Corpus:
    """Return the corpus with these documents renamed (identifier → identifier), and say so."""
    if not names:
        return corpus
    documents, turns, passages, stances = (
        table.assign(document_id=table["document_id"].replace(dict(names)))
        for table in (corpus.documents, corpus.turns, corpus.passages, corpus.stances)
    )
    passages["passage_id"] = [
        f"{document}@{start}-{end}"
        for document, start, end in zip(
            passages["document_id"], passages["start"], passages["end"], strict=True
        )
    ]
    paths = dict(zip(documents["document_id"], documents["path"], strict=True))
    said = tuple(
        Notice(
            f"data/raw/{paths[former]}",
            "",
            f"L’identifiant « {former} » contient un nom de la clé. Des codages le portent : il "
            "reste, et n’est pas à montrer."
            if former in corpus.renamed.get(name, ())
            else f"Le fichier a changé de nom : son texte est celui de « {former} ». "
            "Il garde cet identifiant, et ses codages.",
            severity="note",
        )
        for name, former in names.items()
    )
    texts = {names.get(name, name): text for name, text in corpus.texts.items()}
    index = replace(
        corpus.index, documents=corpus.index.documents.map(lambda name: names.get(name, name))
    )
    return replace(
        corpus,
        documents=documents,
        turns=turns,
        passages=passages,
        stances=stances,
        texts=texts,
        index=index,
        notices=(*corpus.notices, *said),
    )
