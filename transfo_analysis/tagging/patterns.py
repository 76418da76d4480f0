"""spaCy `Matcher` patterns, for whoever knows them: `data/coding/patterns.yaml`, optional.

    mode:velo:
      - [{LEMMA: rouler}, {LOWER: à}, {LOWER: vélo}]

They are run over the stored annotations with a blank vocabulary: no model is loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.errors import CodebookError

if TYPE_CHECKING:
    from transfo_analysis.tagging.annotations import Tokens

__all__ = ["FILE_NAME", "TokenPattern", "places", "read"]

FILE_NAME = "data/coding/patterns.yaml"
_CURE = "Voir « Token-based matching » dans la documentation de spaCy, ou retirez ce motif."


@dataclass(frozen=True)
class TokenPattern:
    """A code, its patterns, and the lines they are written on."""

    code: str
    patterns: tuple[tuple[dict[str, Any], ...], ...]
    lines: tuple[int, ...]

    @property
    def reason(self) -> str:
        """Why a match is proposed, in French."""
        return f"motif de la ligne {self.lines[0]} de patterns.yaml"


def read(project: Path, codebook: Codebook) -> tuple[TokenPattern, ...]:
    """Read and check the token patterns of a project folder; none if it has no such file.

    Raises
    ------
    CodebookError
        For the first mistake in it, with its line: unreadable YAML, a code that the
        codebook does not have, or a pattern that spaCy refuses.
    """
    path = project / FILE_NAME
    if not path.exists():
        return ()
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except MarkedYAMLError as mark:
        line = mark.problem_mark.line + 1 if mark.problem_mark else 1
        raise _error("Le YAML de cette ligne ne se lit pas.", line) from mark
    except UnicodeDecodeError as fault:
        raise _error("Le fichier n’est pas en UTF-8.", 1) from fault
    if data is None:
        return ()
    if not hasattr(data, "items"):
        raise _error(
            "Le fichier devrait contenir des lignes « famille:code : liste de motifs ».", 1
        )
    return tuple(_pattern(code, value, data, codebook) for code, value in data.items())


def _error(what: str, line: int, cure: str = _CURE) -> CodebookError:
    return CodebookError(what, path=FILE_NAME, place=f"ligne {line}", cure=cure)


def _pattern(code: Any, value: Any, data: Any, codebook: Codebook) -> TokenPattern:
    line = data.lc.key(code)[0] + 1
    try:
        codebook[str(code)]
    except CodebookError as unknown:
        raise _error(unknown.what, line, unknown.cure) from unknown
    lines_of = getattr(value, "lc", None)
    if lines_of is None or not isinstance(value, list) or not value:
        raise _error(f"« {code} » devrait être une liste de motifs.", line)
    found, lines = [], []
    for rank, item in enumerate(value):
        place = lines_of.item(rank)[0] + 1
        if not isinstance(item, list) or not all(isinstance(t, dict) for t in item):
            raise _error("Un motif est une liste de mots : [{LOWER: vélo}].", place)
        pattern = _plain(item)
        _checked(pattern, place)
        found.append(tuple(pattern))
        lines.append(place)
    return TokenPattern(str(code), tuple(found), tuple(lines))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, str) else value


def _checked(pattern: list[dict[str, Any]], line: int) -> None:
    import spacy
    from spacy.matcher import Matcher

    try:
        Matcher(spacy.blank("fr").vocab, validate=True).add("essai", [pattern])
    except Exception as fault:
        first = str(fault).strip().splitlines()[-1].strip(" -")
        raise _error(f"spaCy refuse ce motif ({first}).", line) from fault


def places(
    tokens: Iterator[tuple[int, Tokens]], patterns: Collection[TokenPattern]
) -> Iterator[tuple[int, int, int, str, str]]:
    """Yield (passage, start, end, code, reason) for each match in tagged passages.

    `start` and `end` are places in the document, as the tokens have them.
    """
    if not patterns:
        return
    import spacy
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

    vocab = spacy.blank("fr").vocab
    matcher = Matcher(vocab)
    reasons = {}
    for pattern in patterns:
        matcher.add(pattern.code, [list(p) for p in pattern.patterns], greedy="LONGEST")
        reasons[pattern.code] = pattern.reason
    for rank, token in tokens:
        doc = Doc(vocab, words=token.form, lemmas=token.lemma, pos=token.pos, morphs=token.morph)
        for key, first, last in sorted(matcher(doc), key=lambda m: m[1:]):
            code = vocab.strings[key]
            yield rank, int(token.start[first]), int(token.end[last - 1]), code, reasons[code]
