"""spaCy's French, loaded without compiling a pattern of 1.4 million signs, nor a call a lemma.

Importing it compiles, for words that hold together (« porte-parole », « entr'ouvert »), 266
alternatives, nearly all of them a few letters before the same class of all small letters,
which each writes out again. Merged where they differ in one place only, they are four, match
the very same words, and take a fiftieth of the time.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

__all__ = ["Lemmas", "merged", "quickly"]

_LONG = 100_000
_MANY = 10_000
# part of speech → the words that are lemmas already
_KNOWN_LEMMAS = "lemma_index"
# (?iu)(?:…)|(?:…)
_UNION = re.compile(r"(\(\?[iu]+\))?\(\?:(.*)\)", re.DOTALL)
# a class of very many signs, with how often they come
_CLASS = re.compile(r"(\[[^\[\]]{200,}\](?:[*+?][*+?]?|\{[\d,]*\}[*+?]?)?)")
# what stands between such classes and may be read by itself: signs, small classes, groups
_PLAIN = re.compile(r"(?![*+?{])(?:[^()\[\]|\\]|\[[^\[\]\\]+\]|\(\?:[^()\\]*\))*")


def merged(pattern: str) -> str:
    """Return a shorter pattern that matches the same words, from their beginning.

    `(?:aX)|(?:bX)` becomes `(?:(?:a|b)X)` where X begins with a long class of signs. A
    pattern of another form comes back as it is.

    Examples
    --------
    >>> letters = "[" + "a-z" * 80 + "]"
    >>> merged(f"(?i)(?:^co-{letters}$)|(?:^ex-{letters}$)") == f"(?i)(?:(?:^co-|^ex-){letters}$)"
    True
    >>> merged("a|b")
    'a|b'
    """
    union = _UNION.fullmatch(pattern)
    if union is None:
        return pattern
    # a text and a class take turns: texts have even ranks
    alternatives = [_CLASS.split(one) for one in union[2].split(")|(?:")]
    if not all(_PLAIN.fullmatch(text) for one in alternatives for text in one[::2]):
        return pattern
    for rank in range(0, max(map(len, alternatives)), 2):
        alternatives = _merged_at(alternatives, rank)
    return (union[1] or "") + "|".join(f"(?:{''.join(one)})" for one in alternatives)


def _merged_at(alternatives: Sequence[Sequence[str]], rank: int) -> list[list[str]]:
    """Join the alternatives that differ in the text of this rank only."""
    texts: dict[tuple[str, ...], list[str]] = {}
    for one in alternatives:
        rest = (*one[:rank], "", *one[rank + 1 :]) if rank < len(one) else tuple(one)
        texts.setdefault(rest, []).extend(one[rank : rank + 1])
    found = []
    for rest, here in texts.items():
        joined = [f"(?:{'|'.join(here)})"] if len(here) > 1 else here
        found.append([*rest[:rank], *joined, *rest[rank + 1 :]])
    return found


class Lemmas(dict[int, Any]):
    """What stands for a word, by the word's number; asked by the word, as spaCy's own tables are."""

    def get(self, key: Any, default: Any = None) -> Any:
        """Return what stands for a word, or for its number."""
        from spacy.strings import get_string_id

        return super().get(get_string_id(key), default)

    def __getitem__(self, key: Any) -> Any:
        from spacy.strings import get_string_id

        return super().__getitem__(get_string_id(key))

    def __contains__(self, key: Any) -> bool:
        from spacy.strings import get_string_id

        return super().__contains__(get_string_id(key))


@contextmanager
def quickly() -> Iterator[None]:
    """Merge long patterns before they are compiled, and fill tables at once, within the block.

    What is made in it stays: no garbage is looked for meanwhile, nor ever again among all that.
    """
    from spacy import lookups

    shipped: Any = lookups
    compiled, table = re.compile, shipped.Table

    def compile_merged(pattern: Any, flags: Any = 0) -> Any:
        long = isinstance(pattern, str) and len(pattern) > _LONG
        return compiled(merged(pattern) if long else pattern, flags)

    def table_at_once(name: str | None = None, data: Any = None) -> Any:
        if name == _KNOWN_LEMMAS and data:
            # listed, a hundred thousand of them, and gone through for each word
            data = {part: frozenset(lemmas) for part, lemmas in data.items()}
        many = data is not None and len(data) > _MANY
        # by numbers, as the model was saved: else each word has yet to get its own
        return Lemmas(data) if many and all(type(key) is int for key in data) else table(name, data)

    collecting = gc.isenabled()
    # what can go must go now: after `freeze` it could no more
    gc.collect()
    gc.disable()
    re.compile, shipped.Table = compile_merged, table_at_once
    try:
        yield
    finally:
        re.compile, shipped.Table = compiled, table
        gc.freeze()
        if collecting:
            gc.enable()
