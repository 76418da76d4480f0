"""Names of people in a text, however they are written: found as whole words, and replaced.

A name is listed once ("Anne Durand"); what it may look like in a transcript is worked out
here: other case and accents, hyphen or space, initials, family name or first name alone,
plural. Texts are compared word by word, so that nothing inside another word is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from transfo_analysis.corpus.namevariants import (
    APOSTROPHES,
    CIVILITIES,
    PARTICLES,
    Form,
    form_of,
    forms_of,
    joined,
)
from transfo_analysis.corpus.traces import tokens

__all__ = ["SOMEONE", "Found", "NameForms", "name_forms"]

# what stands where a name may be two people's, or has no pseudonym yet
SOMEONE = "[nom]"
_PLURALS = {"les", "des", "aux", "ces", "deux", "nos", "vos", "mes"}
# « cette Anne-là » is Anne; « Anne-Marie » is somebody else
_AFTER_HYPHEN = {"la", "ci", "meme", "t"}
# a capital that is a word by itself: « A Durand », « Y Durand »
_LONE_WORDS = {"a", "y", "o"}
_HYPHENS = "-\u2010\u2011"
_GAP = re.compile(r"\s+|\s?['’]\s?|[-\u2010\u2011_]+")
_AFTER_INITIAL = re.compile(r"\.?[\s\-\u2010\u2011_]*")
_AFTER_CIVILITY = re.compile(r"\.?[\s\-\u2010\u2011_]+")
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True)
class Found:
    """A place where somebody is named: code points, and what stands for the name."""

    start: int
    end: int
    pseudonym: str


class NameForms:
    """Every written form of some names, ready to be looked for.

    Parameters
    ----------
    names : name → pseudonym; a name that stands for itself is left as it is wherever it
        is written so (« Anne Frank » beside somebody called Anne)

    Examples
    --------
    >>> names = NameForms({"Anne Durand": "P12"})
    >>> names.replaced("Mme DURAND, les Durand, l’avis d’anne, A. Durand et Anne-Marie")
    'Mme P12, les P12, l’avis d’P12, P12 et Anne-Marie'
    >>> names.in_identifier("entretien_anne-durand_2")
    'entretien_P12_2'
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        claims: dict[tuple[str, ...], dict[int, dict[str, Form]]] = {}
        for name, pseudonym in names.items():
            derived = name != pseudonym
            for form, level in forms_of(name, derived=derived):
                claims.setdefault(form.words, {}).setdefault(level, {}).setdefault(pseudonym, form)
        self._by_first: dict[str, list[tuple[Form, str]]] = {}
        # « annedurand.docx »
        self._run_together: dict[str, list[tuple[Form, str]]] = {}
        # forms that may be several people's → their pseudonyms
        self.shared: dict[str, tuple[str, ...]] = {}
        for words, levels in claims.items():
            best = levels[min(levels)]
            form, pseudonym = next((form, told) for told, form in best.items())
            if len(best) > 1:
                self.shared[" ".join(form.letters)] = tuple(best)
                pseudonym = SOMEONE
            self._by_first.setdefault(words[0], []).append((form, pseudonym))
            if len(words) > 1 and not form.before and not any("." in one for one in form.letters):
                run = form_of([joined(list(zip(words, form.letters, strict=True)))])
                self._run_together.setdefault(run.words[0], []).append((run, pseudonym))
        for forms in self._by_first.values():
            forms.sort(key=lambda one: (-len(one[0].words), one[0].words))
        plurals = {first + "s" for first, forms in self._by_first.items() if forms[-1][0].plural}
        self._firsts = frozenset(self._by_first) | plurals

    def words(self) -> frozenset[str]:
        """Return every folded word of these names, particles left out."""
        every = {
            word for forms in self._by_first.values() for form, _ in forms for word in form.words
        }
        return frozenset(word for word in every - PARTICLES - CIVILITIES if len(word) > 1)

    def find(self, text: str) -> list[Found]:
        """Return every place where one of these names is written, in order, none overlapping."""
        if not self._by_first or not self._may_hold(text):
            return []
        said = tokens(text)
        found: list[Found] = []
        at = 0
        while at < len(said):
            match = self._at(text, said, at) if said[at][0] in self._firsts else None
            if match is None:
                at += 1
                continue
            form, end, pseudonym = match
            start = said[at + form.before][1]
            if pseudonym != text[start:end] and not _is_itself(form, pseudonym):
                found.append(Found(start, end, pseudonym))
            at += len(form.words)
        return found

    def replaced(self, text: str) -> str:
        """Return a text with pseudonyms in the place of these names; all else stays.

        A line end inside a name is kept after its pseudonym: in notes a line is a turn.
        """
        found = self.find(text)
        if not found:
            return text
        parts, last = [], 0
        for one in found:
            lines = "\n" * text.count("\n", one.start, one.end)
            parts += [text[last : one.start], one.pseudonym, lines]
            last = one.end
        return "".join([*parts, text[last:]])

    def in_identifier(self, text: str) -> str:
        """Return a file's name or identifier without these names.

        There hyphens, underscores and digits part words, and case says nothing.
        """
        if not self._by_first:
            return text
        said = _pieces(text)
        parts, last, at = [], 0, 0
        while at < len(said):
            match = next(
                (one for one in self._of_identifier(said[at][0]) if _fits(one[0], said, at)), None
            )
            if match is None:
                at += 1
                continue
            form, pseudonym = match
            if not _is_itself(form, pseudonym):
                start, end = said[at + form.before][1], said[at + len(form.words) - 1][2]
                before, after = text[start - 1 : start], text[end : end + 1]
                parts += [text[last:start], "-" if before.isalnum() else "", pseudonym.strip("[]")]
                parts.append("-" if after.isalnum() else "")
                last = end
            at += len(form.words)
        return "".join([*parts, text[last:]])

    def _of_identifier(self, word: str) -> list[tuple[Form, str]]:
        return [*self._by_first.get(word, ()), *self._run_together.get(word, ())]

    def _may_hold(self, text: str) -> bool:
        # most turns name nobody: this is some twenty times faster than looking word by word
        plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
        words = re.findall(r"[^\W_]+", _MARKS.sub("", plain).casefold())
        return not self._firsts.isdisjoint(words)

    def _at(
        self, text: str, said: list[tuple[str, int, int]], at: int
    ) -> tuple[Form, int, str] | None:
        word = said[at][0]
        for form, pseudonym in self._by_first.get(word, ()):
            if _fits(form, said, at) and (end := _end(form, text, said, at)):
                return form, end, pseudonym
        if word.endswith("s") and at and said[at - 1][0] in _PLURALS:
            for form, pseudonym in self._by_first.get(word[:-1], ()):
                if form.plural and (end := _end(form, text, said, at)):
                    return form, end, pseudonym
        return None


_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8)
def _compiled(items: tuple[tuple[str, str], ...]) -> NameForms:
    return NameForms(dict(items))


def name_forms(names: Mapping[str, str]) -> NameForms:
    """Return the forms of these names, worked out once."""
    return _compiled(tuple(names.items()))


# -- where it is written ---------------------------------------------------------------------------


def _fits(form: Form, said: list[tuple[str, int, int]], at: int) -> bool:
    words = form.words
    return len(said) - at >= len(words) and all(
        said[at + rank][0] == word for rank, word in enumerate(words)
    )


def _end(form: Form, text: str, said: list[tuple[str, int, int]], at: int) -> int:
    """Return where a form that begins at this word ends, 0 if it is not written there."""
    last = at + len(form.words) - 1
    dotted = False
    for rank in range(at, last + 1):
        word, start, end = said[rank]
        initial = form.letters[rank - at].endswith(".")
        if initial and not _is_initial(text, word, start, end):
            return 0
        dotted = dotted or (initial and text[end : end + 1] == ".")
        if rank < last:
            gap = text[end : said[rank + 1][1]]
            pattern = (
                _AFTER_CIVILITY if rank < at + form.before else _AFTER_INITIAL if initial else _GAP
            )
            if not pattern.fullmatch(gap):
                return 0
    start, end = said[at][1], said[last][2]
    if _in_a_longer_name(text, said, at, last):
        return 0
    if form.capital and not _addressed(text, said, at) and not _capitals(form, text, said, at):
        return 0
    if (
        dotted
        and form.letters[-1].endswith(".")
        and text[end : end + 1] == "."
        and not _closes(text, end)
    ):
        end += 1
    return end


def _is_initial(text: str, word: str, start: int, end: int) -> bool:
    if text[end : end + 1] == ".":
        return True
    # « Anne l’a dit », « A Durand »
    if text[end : end + 1] in APOSTROPHES:
        return False
    return text[start].isupper() and (word not in _LONE_WORDS or not text[end : end + 1].isspace())


def _closes(text: str, dot: int) -> bool:
    """Tell whether a dot ends a sentence as well as an initial."""
    rest = text[dot + 1 :].lstrip()
    return not rest or (text[dot + 1].isspace() and rest[0].isupper())


def _in_a_longer_name(text: str, said: list[tuple[str, int, int]], first: int, last: int) -> bool:
    start, end = said[first][1], said[last][2]
    if start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        return not (first and said[first - 1][0] in CIVILITIES)
    if text[end : end + 1] and text[end] in _HYPHENS and text[end + 1 : end + 2].isalnum():
        return said[last + 1][0] not in _AFTER_HYPHEN
    return False


def _addressed(text: str, said: list[tuple[str, int, int]], at: int) -> bool:
    """Tell whether a form of address stands before: « mme rose » is somebody."""
    if not at or said[at - 1][0] not in CIVILITIES:
        return False
    word, start, end = said[at - 1]
    gap = text[end : said[at][1]]
    if word in ("m", "me", "pr", "mr", "dr") and not (gap.startswith(".") or text[start].isupper()):
        return False
    return bool(_AFTER_CIVILITY.fullmatch(gap))


def _capitals(form: Form, text: str, said: list[tuple[str, int, int]], at: int) -> bool:
    for rank, listed in enumerate(form.letters):
        _, start, end = said[at + rank]
        written = unicodedata.normalize("NFC", text[start:end])
        if not written[0].isupper():
            return False
        # « Aime » is not « Aimé », « AIME » may be; « JD » is not « Jd »
        letters = listed.rstrip(".")
        if len(letters) == 2 and letters.isupper() and not written.isupper():
            return False
        tail = written[1:].casefold().removesuffix("s") if form.plural else written[1:].casefold()
        own = letters[1:].casefold().removesuffix("s") if form.plural else letters[1:].casefold()
        if tail != own and not written.isupper():
            return False
    return True


def _pieces(text: str) -> list[tuple[str, int, int]]:
    """Return the words of an identifier: « EntretienAnne2 » is three."""
    found = []
    for word, start, end in tokens(text):
        own = text[start:end]
        cuts = sorted(
            {0, len(own), *(m.start() for m in _CAMEL.finditer(own))}
            | {n for n in range(1, len(own)) if own[n].isupper() and own[n - 1].islower()}
        )
        if len(cuts) == 2:
            found.append((word, start, end))
            continue
        for left, right in pairwise(cuts):
            piece = "".join(one for one, _, _ in tokens(own[left:right]))
            found.append((piece, start + left, start + right))
    return [one for one in found if one[0]]


def _is_itself(form: Form, pseudonym: str) -> bool:
    return form.words == tuple(word for word, _, _ in tokens(pseudonym))
