"""Corpus: canonical text (all offsets), turns, roles, passages, people."""

from transfo_analysis.corpus.build import build
from transfo_analysis.corpus.canonical import canonical
from transfo_analysis.corpus.model import Corpus
from transfo_analysis.corpus.recognised import former_names, named

__all__ = ["Corpus", "build", "canonical", "former_names", "named"]
