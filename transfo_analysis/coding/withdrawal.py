"""A person asks to be taken out: the one exception to an append-only journal.

`withdrawal_plan.plan` says what would go and writes nothing; `Plan.carry_out` does it. Each
step can be done twice, and the record of what goes is on disk before the first: killed at any
moment, `transfo retirer` finishes what it had begun (docs/adr/0004-withdrawal.md).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.coding import wavefile
from transfo_analysis.coding.erasing import Eraser
from transfo_analysis.coding.events import TOMBSTONE, Event
from transfo_analysis.coding.journal import Journal, Reader
from transfo_analysis.coding.textstore import TextStore
from transfo_analysis.corpus.pseudonyms import FILE as KEY_FILE
from transfo_analysis.corpus.traces import BLANK, blanked
from transfo_analysis.corpus.withdrawn import FOLDER, Reading, Withdrawn
from transfo_analysis.errors import JournalError

__all__ = ["Plan", "Span", "kept_texts"]

Span = tuple[int, int]
# who signs the record: the act is the person's who asked, and is not counted as coding
SIGNED = "retrait"
_KEPT = re.compile(r"[0-9a-f]{64}\.txt")
_TEXTS = {".yaml", ".yml", ".csv", ".tsv", ".md", ".txt", ".json", ".toml", ""}
_BOOK = "data/coding/codebook.yaml"


@dataclass
class Plan:
    """What a withdrawal takes out.

    Parameters
    ----------
    folder : of the project
    who : the person's pseudonym, or the document, as the project writes it
    record : what is kept of the withdrawal
    eraser : what is looked for
    theirs : readings that hold turns of theirs, with the ranks of those turns
    whole : readings of which nothing stays
    doubts : documents where lines without a name may be theirs → how many
    unknown : kept texts of documents that are gone, in which nobody knows who speaks
    codes : identifiers of the codebook
    """

    folder: Path
    who: str
    record: Withdrawn
    eraser: Eraser
    theirs: Mapping[str, Sequence[int]]
    readings: Sequence[Reading]
    doubts: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    codes: Sequence[str] = ()
    resumed: bool = False

    # -- what would change ----------------------------------------------------------------------

    def events(self, before: Iterable[Event]) -> list[Event]:
        """Return the journal's events as they will be."""
        self._learn()
        return [Event.from_line(self.eraser.line(e.to_line().encode())) for e in before]

    def counts(self, before: Sequence[Event]) -> Counter[str]:
        """Return how many acts of each kind become empty tombstones, or lose some words."""
        found: Counter[str] = Counter()
        for old, new in zip(before, self.events(before), strict=True):
            if old.kind != TOMBSTONE and new.kind == TOMBSTONE:
                found[old.kind] += 1
            elif new != old:
                found["reworded"] += 1
        return found

    def texts(self) -> dict[str, str]:
        """Return the kept texts that change, as they will be, by their sha256."""
        store = TextStore(self.folder / "data/coding/textes")
        found = {}
        for sha256 in kept_texts(self.folder):
            try:
                text = store.text(sha256)
            except JournalError:
                continue
            after = self._blank(text, sha256)
            if after != text:
                found[sha256] = after
        return found

    def others(self) -> dict[Path, str]:
        """Return the project's other files that hold their words or name, as they will be."""
        found = {}
        self._learn()  # a closed wave names codings: which of them are gone
        for path in _other_files(self.folder):
            try:
                before = path.read_bytes().decode("utf-8")
                if path.suffix == ".ipynb":
                    after = self.eraser.notebook(before)
                elif path.parent == self.folder / wavefile.FOLDER:
                    after = self._wave(before)
                else:
                    codes = self.codes if path == self.folder / _BOOK else ()
                    after = self.eraser.text(before, codes)
            except (OSError, ValueError):
                continue  # the last search names what is left
            if after != before:
                found[path] = after
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing of theirs is left anywhere the program writes."""
        lines = (line for path in self._journals() for line in _lines(path))
        self._learn()
        return not (
            self.texts() or self.others() or any(self.eraser.line(line) != line for line in lines)
        )

    # -- doing it ----------------------------------------------------------------------------------

    def carry_out(self, counts: Mapping[str, int]) -> None:
        """Take the words out, everywhere the program writes, and note it without content.

        Parameters
        ----------
        counts : what the record says of how much went

        Raises
        ------
        WriteError
            If the disk is full or a folder read-only; done again, it goes on from there.
        """
        with files.locked(self.folder / FOLDER / "retrait"):
            self._write_record(done=False)
            self._blank_texts()
            for path in self._journals():
                self._rewrite(path)
            for path, text in self.others().items():
                files.write_text(path, text)
            self._forget_results()
            self._sign(counts)
            self._write_record(done=True)

    def _write_record(self, *, done: bool) -> None:
        self.record = replace(self.record, done=done)
        files.write_text(self.folder / FOLDER / f"{self.record.id}.json", self.record.to_json())

    def _blank_texts(self) -> None:
        folder = self.folder / "data/coding/textes"
        store = TextStore(folder)
        texts = self.texts()
        # a sync program's copy, or what a crash left of a write: the text itself is kept
        for path in sorted(folder.glob("*")) + sorted(folder.glob(".transfo-*")):
            if path.is_file() and not _KEPT.fullmatch(path.name) and self._is_stray(path, texts):
                files.remove(path)
        for sha256, text in texts.items():
            store.replace(sha256, text)

    def _is_stray(self, path: Path, texts: Mapping[str, str]) -> bool:
        data = path.read_bytes()
        own = hashlib.sha256(data).hexdigest()
        return own in texts or self.eraser.holds(data.decode("utf-8", "replace"))

    def _rewrite(self, path: Path) -> None:
        # what was coded since the plan was made is read under the lock that it was written under
        with files.locked(path):
            if not path.exists():
                return
            before = _lines(path)
            after = [self.eraser.line(line) for line in before]
            if after != before:
                files.write_bytes(path, b"".join(after))
            name = self.eraser.names.hidden(path.name, self.record.token)
            if name != path.name:
                files.move(path, path.with_name(name))
        if name != path.name:
            files.remove(path.with_name(f".{path.name}.lock"))

    def _forget_results(self) -> None:
        processed = self.folder / "data/processed"
        for path in sorted(processed.glob("*")):
            if path.name != "LISEZMOI.md":
                files.remove(path)

    def _sign(self, counts: Mapping[str, int]) -> None:
        reader = Reader(self.folder / "data/coding/journal")
        reader.refresh()
        known = {e.data.get("withdrawal") for e in reader.events if e.kind == "person_withdrawn"}
        if self.record.id not in known:
            day = datetime.now().astimezone().date().isoformat()
            data = {
                "withdrawal": self.record.id,
                "day": day,
                "counts": dict(sorted(counts.items())),
            }
            Journal(reader.folder, SIGNED, reader=reader).append("person_withdrawn", "", data)

    # -- inside ------------------------------------------------------------------------------------

    def _wave(self, text: str) -> str:
        try:
            return wavefile.without(text, self.eraser)
        except ValueError:  # damaged: what can be read of it goes all the same
            return self.eraser.text(text)

    def _journals(self) -> list[Path]:
        # whatever its name, a file that lies here may be a copy of a journal
        folder = self.folder / "data/coding/journal"
        found = [p for p in sorted(folder.glob("*")) if p.is_file()]
        return [path for path in found if not path.name.endswith(".lock")]

    def _learn(self) -> None:
        for path in self._journals():
            self.eraser.learn(_lines(path))

    def _blank(self, text: str, sha256: str) -> str:
        characters = list(text)
        for start, end in self.record.kept.get(sha256, ()):
            characters[start:end] = [c if c == "\n" else BLANK for c in characters[start:end]]
        text = "".join(characters)
        return blanked(text, self.eraser.names.find(text))


def kept_texts(folder: Path) -> list[str]:
    """Return the sha256 of each text that was kept as it was coded, sorted."""
    found = sorted((folder / "data/coding/textes").glob("*.txt"))
    return [path.stem for path in found if _KEPT.fullmatch(path.name)]


def _lines(path: Path) -> list[bytes]:
    try:
        return re.findall(rb"[^\n]*\n|[^\n]+", path.read_bytes())
    except FileNotFoundError:
        return []


def _other_files(folder: Path) -> Iterator[Path]:
    """Yield the files that people write in: settings, codebook, notebooks, notes."""
    # what was published says who had been heard
    published = folder / "data/coding/diffusions"
    here = (folder, folder / "data/coding", folder / wavefile.FOLDER, published)
    for path in [path for one in here for path in sorted(one.glob("*"))]:
        # without its line of the key, what others say of somebody would name them again
        if path.is_file() and path.suffix.lower() in _TEXTS and path != folder / KEY_FILE:
            yield path
    apart = {"data", "exports", ".git", ".venv"}
    for path in sorted(folder.rglob("*.ipynb")):
        if path.is_file() and path.relative_to(folder).parts[0] not in apart:
            yield path
