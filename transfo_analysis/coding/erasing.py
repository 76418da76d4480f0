"""Takes one person's words and name out of lines, texts and notebooks; pure, and repeatable.

What is erased once is not found a second time: doing it again changes nothing, so that a
withdrawal which was interrupted is simply done again.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transfo_analysis.coding.events import ERASED, TOMBSTONE
from transfo_analysis.corpus.traces import BLANK, Names, Words, blanked

__all__ = ["Eraser", "overlap"]

Span = tuple[int, int]
_CODE = re.compile(r"([a-z0-9_-]+):([a-z0-9][a-z0-9_-]*)")
_PASSAGE = re.compile(r"(?P<document>.+)@(?P<start>\d+)-(?P<end>\d+)", re.DOTALL)
_HEAD = ("v", "id", "lamport", "at", "coder", "installation", "case", "kind", "origin")


def overlap(start: int, end: int, spans: Iterable[Span]) -> int:
    """Return how many characters of a place lie in these spans.

    Examples
    --------
    >>> overlap(0, 10, [(2, 4), (8, 20)])
    4
    """
    return sum(max(0, min(end, to) - max(start, at)) for at, to in spans)


@dataclass
class Eraser:
    """What to look for, and what stands in its place.

    Parameters
    ----------
    names, words : of the person (without any, of a document that is withdrawn)
    token : stands for their name in an identifier
    texts : sha256 of a text → what goes of it
    today : document → the sha256 of its text as data/raw has it
    whole : documents of which nothing stays
    """

    names: Names
    words: Words
    token: str
    texts: Mapping[str, tuple[Span, ...]]
    today: Mapping[str, str]
    whole: frozenset[str]
    _dead: set[str] = field(default_factory=set)

    # -- the journal -------------------------------------------------------------------------

    def learn(self, lines: Iterable[bytes]) -> None:
        """Note which codings are on the person's words; what hangs on them goes as well."""
        for line in lines:
            record = _record(line)
            if record is None:
                continue
            # what was emptied before this was interrupted is still what memos hang on
            emptied = record.get("kind") == TOMBSTONE
            if emptied or (record.get("kind") == "coding_added" and self._goes(record["data"])):
                self._dead.add(str(record.get("id")))

    def line(self, line: bytes) -> bytes:
        """Return a line of a journal without their words: an empty tombstone, if it is all theirs.

        A line that holds nothing of theirs is returned as it is, byte for byte.
        """
        record = _record(line)
        if record is None:  # damaged, or torn: what can be read of it goes all the same
            text = line.decode("utf-8", "surrogateescape")
            return self.text(text).encode("utf-8", "surrogateescape")
        if record.get("kind") in (TOMBSTONE, "person_withdrawn"):
            after = self._walk(record)
        elif self._goes(record["data"]):
            head = {name: record[name] for name in _HEAD if name in record}
            after = {**self._walk(head), "kind": TOMBSTONE, "data": {}}
        else:
            after = self._walk(record)
            if after != record:
                after["data"] = {**after["data"], ERASED: True}
        if after == record:
            return line
        written = json.dumps(after, ensure_ascii=False, separators=(",", ":"))
        end = line[len(line.rstrip(b"\r\n")) :]
        return written.encode("utf-8", "surrogatepass") + end

    def _goes(self, data: Mapping[str, Any]) -> bool:
        if self._is_on_them(data) or data.get("document") in self.whole:
            return True
        if "answer" in data and data.get("coding") in self._dead:
            return True  # where a coding stood that goes
        target = data.get("target")
        if not isinstance(target, str):
            return False
        if "target_kind" in data:  # a memo
            return target in self._dead or target in self.whole
        passage = _PASSAGE.fullmatch(target)
        if passage is None:
            return False
        document, start, end = passage["document"], int(passage["start"]), int(passage["end"])
        return self._theirs(self.today.get(document, ""), document, start, end)

    def _is_on_them(self, data: Mapping[str, Any]) -> bool:
        start, end, document = data.get("start"), data.get("end"), data.get("document")
        if not isinstance(start, int) or not isinstance(end, int):
            return False
        return self._theirs(str(data.get("sha256")), str(document), start, end)

    def _theirs(self, sha256: str, document: str, start: int, end: int) -> bool:
        # an excerpt that only touches their words stays with whoever says most of it
        spans = self.texts.get(sha256, ())
        return document in self.whole or 2 * overlap(start, end, spans) > end - start

    def _walk(self, value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            if key in ("coder", "installation"):
                return self.names.hidden(value, self.token)
            return value if key in ("id", "at", "kind", "sha256", "batch") else self.string(value)
        if isinstance(value, Mapping):
            return {name: self._walk(item, name) for name, item in value.items()}
        if isinstance(value, list):
            # what showed that a chantier was taken up, and was theirs, shows it no more
            kept = [item for item in value if not (key == "evidence" and self._took(item))]
            return [self._walk(item) for item in kept]
        return value

    def is_named(self, text: str) -> bool:
        """Tell whether a text is their name, and nothing besides."""
        return self.names.find(text) == [(0, len(text))]

    def took(self, name: str) -> bool:
        """Tell whether an identifier is of a coding, a document or a passage that is gone."""
        return name in self._dead or name in self.whole or self._goes({"target": name})

    def _took(self, item: Any) -> bool:
        return isinstance(item, str) and self.took(item)

    def string(self, text: str) -> str:
        """Return a text, or an identifier, without their words and name."""
        if any(character.isspace() for character in text):
            return self.prose(text)
        return "/".join(self.code(part) for part in text.split("/"))

    # -- words -------------------------------------------------------------------------------

    def prose(self, text: str) -> str:
        """Return what a person wrote without their words and name; lengths are not told."""
        for start, end in reversed(self.words.find(text)):
            text = text[:start] + BLANK * 5 + text[end:]
        return self.names.hidden(text)

    def code(self, name: str) -> str:
        """Return an identifier without their name; a code made of their words is renamed."""
        name = self.names.hidden(name, self.token)
        parts = _CODE.fullmatch(name)
        if parts and self.words.find(parts[2]):
            told = hashlib.sha256(f"{self.token} {name}".encode()).hexdigest()[:8]
            return f"{parts[1]}:retrait-{told}"
        return name

    def text(self, text: str, codes: Iterable[str] = ()) -> str:
        """Return a file's text with their words blanked, its layout and length of lines kept.

        `codes` are the identifiers that it may define, `family:code`.
        """
        for code in codes:
            old, new = code.partition(":")[2], self.code(code).partition(":")[2]
            if old != new:
                text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        text = blanked(text, self.words.find(text))
        return self.names.blanked(text)

    def notebook(self, text: str) -> str:
        """Return a notebook in which no cell shows them: its results are emptied.

        Raises
        ------
        ValueError
            If it is not a notebook.
        """
        book = json.loads(text)
        if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
            raise ValueError("cells")  # noqa: TRY004 — one error for whatever is no notebook
        changed = False
        for cell in book["cells"]:
            changed |= _replaced(cell, "source", self.text)
            # nobody can search an image: it is drawn again when the cell runs
            shown = cell.get("outputs")
            if shown and (self._shows(shown) or '"image/' in json.dumps(shown)):
                cell["outputs"], cell["execution_count"], changed = [], None, True
            if cell.get("attachments") and self._shows(cell["attachments"]):
                cell["attachments"], changed = {}, True
        if self._shows(book.get("metadata")):
            book["metadata"] = {
                name: value for name, value in book["metadata"].items() if not self._shows(value)
            }
            changed = True
        return json.dumps(book, ensure_ascii=False, indent=1) + "\n" if changed else text

    def _shows(self, value: Any) -> bool:
        return any(self.holds(html.unescape(text)) for text in _strings(value))

    def holds(self, text: str) -> bool:
        """Tell whether a text holds their words or their name."""
        return bool(self.names.find(text) or self.words.find(text))


def _replaced(cell: dict[str, Any], key: str, change: Callable[[str], str]) -> bool:
    written = cell.get(key, "")
    before = "".join(written) if isinstance(written, list) else str(written)
    after = change(before)
    if after == before:
        return False
    cell[key] = after.splitlines(keepends=True) if isinstance(written, list) else after
    return True


def _strings(value: Any) -> list[str]:
    """Return every text of a JSON value; lines of a list are read as one text."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name, item in value.items() for text in (name, *_strings(item))]
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return ["".join(value)]
        return [text for item in value for text in _strings(item)]
    return []


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if isinstance(record, dict) and isinstance(record.get("data"), dict):
        return record
    return None
