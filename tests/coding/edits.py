"""Correct a transcript as people do, and know for each letter where it went.

The ground truth comes from how the edits were made: a draft carries, beside each character,
the offset it had in the old text, through every insertion, deletion, replacement and move.
Loaded by path (`runpy`) from the tests and the benchmark: the tests are no package.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass

COUNTS = (1, 5, 40, 200)
ADDED = [
    "alors",
    "donc",
    "voilà",
    "quand",
    "même",
    "enfin",
    "bon",
    "vraiment",
    "là",
    "un",
    "peu",
    "aussi",
]
STRIPPED = re.compile(
    r"(?<!\S)(?:euh|hum|ben|bah|hein|quoi|voilà|bon|enfin|ouais|oui|non|du coup|en fait|"
    r"\[[^\]\n]*\]|\+)(?: |(?=\n)|$)"
)
NAME = re.compile(r"(?<=[\w,] )[A-ZÀÉÈ][\w-]+")
SIGN = re.compile(r"[,.;:!?…]")
WORD = re.compile(r"\b[^\W_]{3,}")
SPACED = re.compile(r"(?<!\S)\S+")
MOJIBAKE = {c: c.encode().decode("cp1252") for c in "éèêçùâîôûëïœ’"}


class Draft:
    """A text being corrected."""

    def __init__(self, text: str) -> None:
        self.old = text
        self.chars = list(text)
        self.origin: list[int] = list(range(len(text)))

    @property
    def text(self) -> str:
        return "".join(self.chars)

    def replace(self, start: int, end: int, words: str, *, carry: bool = False) -> None:
        """Replace a stretch; `carry`: the first new character is the first old one, restyled."""
        origin = [-1] * len(words)
        if carry:
            origin[0] = self.origin[start]
        self.chars[start:end] = words
        self.origin[start:end] = origin

    def move(self, start: int, end: int, to: int) -> None:
        """Cut a stretch and put it at `to`, an offset of the text before the cut."""
        for line in (self.chars, self.origin):
            cut = line[start:end]
            if to >= end:
                line[start:to] = line[end:to] + cut
            else:
                line[to:end] = cut + line[to:start]


def _other_words(draft: Draft, at: int, count: int, rng: random.Random) -> str:
    """Return words that do not stand near by in the old text.

    A word taken out and typed again at its place is the same word to anyone: no truth there.
    """
    origin = next((place for place in draft.origin[at:] if place >= 0), len(draft.old))
    near = set(re.findall(r"\w+", draft.old[max(0, origin - 80) : origin + 80].lower()))
    return " ".join(rng.choices([word for word in ADDED if word not in near] or ADDED, k=count))


def _any(rng: random.Random, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return a match near a random offset."""
    for at in (rng.randrange(len(text) + 1), 0):
        found = pattern.search(text, at)
        if found:
            return found
    return None


def mend_typo(draft: Draft, rng: random.Random) -> None:
    word = _any(rng, WORD, draft.text)
    if not word:
        return
    at = rng.randrange(word.start() + 1, word.end() - 1)
    letter = rng.choice("aeinrst")
    match rng.randrange(4):
        case 0:
            draft.move(at, at + 1, at + 2)
        case 1:
            draft.replace(at, at + 1, "")
        case 2:
            draft.replace(at, at, letter)
        case _:
            draft.replace(at, at + 1, letter)


def add_words(draft: Draft, rng: random.Random) -> None:
    word = _any(rng, SPACED, draft.text)
    if not word:
        return
    words = _other_words(draft, word.end(), rng.randint(1, 3), rng)
    if rng.random() < 0.3:  # somebody heard a word twice
        words = word.group()
    draft.replace(word.end(), word.end(), " " + words)


def remove_words(draft: Draft, rng: random.Random) -> None:
    count = rng.choice((1, 1, 1, 2, 3))
    words = _any(rng, re.compile(rf"(?<!\S)\S+(?: \S+){{{count - 1}}} "), draft.text)
    if words:
        draft.replace(words.start(), words.end(), "")


def reword(draft: Draft, rng: random.Random) -> None:
    word = _any(rng, SPACED, draft.text)
    if word:
        words = _other_words(draft, word.start(), 1, rng)
        draft.replace(word.start(), word.end(), words)


def punctuate(draft: Draft, rng: random.Random) -> None:
    text = draft.text
    sign = _any(rng, SIGN, text)
    if sign and rng.random() < 0.5:
        draft.replace(sign.start(), sign.end(), rng.choice(["", ".", ",", " ?", "…"]))
        return
    word = _any(rng, WORD, text)
    if word:
        draft.replace(word.end(), word.end(), rng.choice(",.?!"))


def change_case(draft: Draft, rng: random.Random) -> None:
    word = _any(rng, WORD, draft.text)
    if not word:
        return
    end = word.start() + 1 if rng.random() < 0.8 else word.end()
    for at in range(word.start(), end):
        swapped = draft.chars[at].swapcase()
        draft.replace(at, at + 1, swapped, carry=True)


def strip_hesitation(draft: Draft, rng: random.Random) -> None:
    said = _any(rng, STRIPPED, draft.text)
    if said:
        draft.replace(said.start(), said.end(), "")


def replace_name(draft: Draft, rng: random.Random) -> None:
    name = _any(rng, NAME, draft.text)
    if name:
        draft.replace(
            name.start(), name.end(), rng.choice(["P12", "Mme Dupont", "[prénom]", "Nadia"])
        )


def merge_turns(draft: Draft, rng: random.Random) -> None:
    end = _any(rng, re.compile("\n"), draft.text)
    if end:
        draft.replace(end.start(), end.end(), " ", carry=True)


def split_turn(draft: Draft, rng: random.Random) -> None:
    space = _any(rng, re.compile(" "), draft.text)
    if space:
        draft.replace(space.start(), space.end(), "\n", carry=True)


def move_turns(draft: Draft, rng: random.Random) -> None:
    text = draft.text
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    if len(starts) < 4:
        return
    if not text.endswith("\n"):
        draft.replace(len(text), len(text), "\n")
    starts.append(len(draft.chars))
    first = rng.randrange(len(starts) - 1)
    last = min(first + rng.choice((1, 1, 2, 3)), len(starts) - 1)
    to = rng.choice([at for at in range(len(starts)) if not first <= at <= last] or [0])
    draft.move(starts[first], starts[last], starts[to])


def change_encoding(draft: Draft, rng: random.Random) -> None:
    text = draft.text
    broken = [seen for seen in MOJIBAKE.values() if seen in text]
    if broken and rng.random() < 0.4:
        seen = rng.choice(broken)
        found = _any(rng, re.compile(re.escape(seen)), text)
        good = next(c for c, wrong in MOJIBAKE.items() if wrong == seen)
        draft.replace(found.start(), found.end(), good, carry=True)
        return
    found = _any(rng, re.compile("[éèêàùçôîœ'’ ]"), text)
    if found:
        draft.replace(found.start(), found.end(), _otherwise(found.group()), carry=True)


def _otherwise(character: str) -> str:
    others = {"'": "’", "’": "'", "œ": "oe", " ": "\u00a0"}
    return others.get(character) or unicodedata.normalize("NFD", character)


def change_spacing(draft: Draft, rng: random.Random) -> None:
    """A .txt saved as .docx: doubled, no-break or added spaces, empty lines."""
    text = draft.text
    if rng.random() < 0.3 and "\n" in text:
        end = _any(rng, re.compile("\n"), text)
        draft.replace(end.start(), end.end(), rng.choice(["\n\n", "\r\n", " \n"]), carry=True)
        return
    space = _any(rng, re.compile(" "), text)
    if space:
        draft.replace(space.start(), space.end(), rng.choice(["  ", "\u00a0", "\t"]), carry=True)


def encode_all(draft: Draft, rng: random.Random) -> None:
    """The whole file at once: composed to decomposed, or read in the wrong encoding."""
    table = MOJIBAKE if rng.random() < 0.5 else {c: _otherwise(c) for c in "éèêàùçôîœ'’ "}
    for at in range(len(draft.chars) - 1, -1, -1):
        if draft.chars[at] in table:
            draft.replace(at, at + 1, table[draft.chars[at]], carry=True)


KINDS = {
    "coquilles": (mend_typo,),
    "mots ajoutés": (add_words,),
    "mots retirés": (remove_words,),
    "mots remplacés": (reword,),
    "ponctuation": (punctuate,),
    "majuscules": (change_case,),
    "hésitations": (strip_hesitation,),
    "noms": (replace_name,),
    "tours réunis": (merge_turns,),
    "tours coupés": (split_turn,),
    "encodage": (change_encoding,),
    "espaces (.docx)": (change_spacing,),
    "tours déplacés": (move_turns,),
}
ALL = tuple(edit for edits in KINDS.values() for edit in edits)
KINDS["mêlées"] = ALL[:-1]
KINDS["mêlées et déplacés"] = ALL
# the whole file at once; times of turns are no words: the canonical text has none
WHOLE = {"tout l’encodage": encode_all, "minutages ajoutés": lambda _draft, _rng: None}
MOVING = {"tours déplacés", "mêlées et déplacés"}


def with_broken_letters(text: str, rng: random.Random) -> str:
    """A text read in the wrong encoding here and there, before somebody mends it."""
    return "".join(MOJIBAKE.get(c, c) if rng.random() < 0.1 else c for c in text)


def correct(text: str, kind: str, count: int, rng: random.Random) -> Draft:
    """Return a text corrected `count` times, or as a whole."""
    draft = Draft(text)
    if kind in WHOLE:
        WHOLE[kind](draft, rng)
        return draft
    for _ in range(count):
        rng.choice(KINDS[kind])(draft, rng)
    return draft


def codings(text: str, rng: random.Random, count: int = 200) -> list[tuple[int, int]]:
    """Return passages of the shapes that people code: a few words to several turns."""
    words = [match.span() for match in SPACED.finditer(text)]
    turns = [match.span() for match in re.finditer(r"[^\n]+", text)]
    seen: dict[str, list[int]] = {}
    for at in range(len(words) - 2):
        seen.setdefault(text[words[at][0] : words[at + 2][1]], []).append(at)
    twice = [at for places in seen.values() if len(places) > 1 for at in places]
    made: list[tuple[int, int]] = []
    while len(made) < count:
        shape = rng.random()
        if shape < 0.1 and twice:  # stands word for word elsewhere
            at = rng.choice(twice)
            made.append((words[at][0], words[at + 2][1]))
        elif shape < 0.65:
            size = rng.randint(3, 8) if shape < 0.35 else rng.randint(8, 40)
            at = rng.randrange(max(1, len(words) - size))
            made.append((words[at][0], words[min(at + size, len(words)) - 1][1]))
        else:
            size = 1 if shape < 0.85 else rng.randint(2, 5)
            at = rng.randrange(max(1, len(turns) - size + 1))
            start, end = turns[at][0], turns[min(at + size, len(turns)) - 1][1]
            if len(text[start:end].split()) >= 3:
                made.append((start, end))
    return made


@dataclass
class Truth:
    """Where the characters of the old text are."""

    old: str
    new: str
    where: list[int]

    @classmethod
    def of(cls, old: str, draft: Draft) -> Truth:
        where = [-1] * len(old)
        for at, origin in enumerate(draft.origin):
            if origin >= 0:
                where[origin] = at
        return cls(old, draft.text, where)

    def survivors(self, span: tuple[int, int]) -> list[int]:
        """The places of a passage's own characters that are still there, spaces apart."""
        return sorted(
            self.where[at]
            for at in range(*span)
            if self.where[at] >= 0 and not self.old[at].isspace()
        )

    def is_wrong(self, span: tuple[int, int], place: tuple[int, int]) -> bool:
        """Whether a place misses more than a tenth of them, or runs over a word past them."""
        alive = self.survivors(span)
        if not alive:
            return True
        start, end = place
        missed = sum(not start <= at < end for at in alive)
        before, after = self.new[start : alive[0]], self.new[alive[-1] + 1 : end]
        before = re.sub(r"\w+$", "", before) if self._inside_word(alive[0]) else before
        after = re.sub(r"^\w+", "", after) if self._inside_word(alive[-1] + 1) else after
        past = max(len(re.findall(r"\w+", side)) for side in (before, after))
        return missed > len(alive) / 10 or past > 1

    def _inside_word(self, at: int) -> bool:
        return bool(re.match(r"\w\w", self.new[max(0, at - 1) : at + 1]))

    def is_torn(self, span: tuple[int, int]) -> bool:
        """Whether what is left of a passage stands in places apart, so that none is right."""
        alive = self.survivors(span)
        own = set(alive)
        if not alive:
            return False
        foreign = sum(
            not self.new[at].isspace() and at not in own for at in range(alive[0], alive[-1] + 1)
        )
        return foreign > max(len(alive), 40)
