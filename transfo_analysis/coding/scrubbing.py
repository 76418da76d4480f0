"""Names that the kept texts still hold: blanked in place, once every coding has been answered for.

The texts that codings were made on are kept with the names that stood in them then. When the
key hides a name, nothing needs it there any more but the codings that are still followed from
those texts; so a text is touched only when none of them would move or be asked about again.
Journals and other files that people write are searched, and left to the person.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.coding import anchored
from transfo_analysis.coding.anchors import realign
from transfo_analysis.coding.events import GONE
from transfo_analysis.coding.textstore import BLANK, TextStore
from transfo_analysis.corpus.keyfile import FILE
from transfo_analysis.corpus.pseudonyms import Key
from transfo_analysis.errors import JournalError, MissingFileError
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.coding.state import Anchored, Coding, State
    from transfo_analysis.corpus import Corpus

__all__ = ["Scrubbing", "Trace", "scrubbing"]

Span = tuple[int, int]
_TEXTS = "data/coding/textes"
_READ = {".yaml", ".yml", ".csv", ".tsv", ".md", ".txt", ".json", ".ipynb"}
# what a person wrote in an act → how it is called
_WRITTEN = {
    "memo_written": "mémo",
    "finding_worded": "constat",
    "work_planned": "plan de travail",
    "code_created": "nom de code",
    "code_renamed": "nom de code",
    "code_redefined": "définition de code",
    "definition_noted": "définition de code",
}
_DOCUMENT = "identifiant de document"


@dataclass(frozen=True)
class Trace:
    """A place where people wrote a name, and which the program does not rewrite."""

    path: str
    what: str
    count: int

    def __str__(self) -> str:
        return f"{self.path} : {self.what} ({self.count})" if self.what else self.path


@dataclass(frozen=True)
class Scrubbing:
    """What scrubbing does, or did.

    Parameters
    ----------
    store : the kept texts
    texts : sha256 → places of names that can go
    waiting : sha256 → why its names stay for now
    traces : where people wrote names
    done : whether the names are gone
    """

    store: TextStore
    texts: Mapping[str, Sequence[Span]]
    waiting: Mapping[str, str]
    traces: Sequence[Trace]
    done: bool = False

    def lines(self) -> list[str]:
        """Say in French what goes, what waits, and what is left to the person."""
        places = sum(len(spans) for spans in self.texts.values())
        gone = "effacées" if self.done else "à effacer"
        said = [
            f"{plural(places, 'place nommée', 'places nommées')} {gone} dans "
            f"{plural(len(self.texts), 'texte gardé', 'textes gardés')}."
            if places
            else "Aucun nom à effacer dans les textes gardés."
        ]
        if self.waiting:
            said.append("Textes gardés qui attendent :")
            said += [f"  - {name[:12]}… : {why}" for name, why in self.waiting.items()]
        if self.traces:
            said.append("Noms écrits par des personnes, que le programme ne change pas :")
            said += [f"  - {trace}" for trace in self.traces]
        return said

    def carry_out(self) -> Scrubbing:
        """Blank the names; done twice it changes nothing.

        Raises
        ------
        WriteError
            If a text cannot be written; it is then as it was.
        """
        for sha256, spans in self.texts.items():
            self.store.blank(sha256, spans)
        return Scrubbing(self.store, self.texts, self.waiting, self.traces, done=True)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        from html import escape

        return "<br>".join(escape(line) for line in self.lines())


def scrubbing(folder: Path, state: State, corpus: Corpus, key: Key) -> Scrubbing:
    """Return which names of the kept texts can go; nothing is written.

    Parameters
    ----------
    folder : of the project
    state : as it stands in the texts of today (`anchored.followed`)
    corpus, key : of today
    """
    store = TextStore(folder / _TEXTS)
    made: dict[str, list[Coding]] = {}
    for coding in (state.made or state).codings.values():
        made.setdefault(coding.sha256, []).append(coding)
    # what else stands on a kept text: registers, settled turns, answers
    besides: dict[str, list[tuple[str, int, int]]] = {}
    for document, sha256, start, end in anchored.besides(state.made or state):
        besides.setdefault(sha256, []).append((document, start, end))
    texts: dict[str, list[Span]] = {}
    waiting: dict[str, str] = {}
    for path in sorted((folder / _TEXTS).glob("*.txt")) if key else ():
        sha256 = path.stem
        try:
            text = store.text(sha256)
        except (MissingFileError, JournalError) as fault:
            waiting[sha256] = fault.what
            continue
        spans = [(one.start, one.end) for one in key.forms.find(text)]
        if not spans:
            continue
        own = [*made.get(sha256, ())]
        why = _asked(own, state.anchors) or _moved(
            {*besides.get(sha256, ()), *((c.document, c.start, c.end) for c in own)},
            text,
            _blanked(text, spans),
            corpus,
        )
        if why:
            waiting[sha256] = why
        else:
            texts[sha256] = spans
    return Scrubbing(store, texts, waiting, tuple(_traces(folder, key)))


def _blanked(text: str, spans: Sequence[Span]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [c if c == "\n" else BLANK for c in characters[start:end]]
    return "".join(characters)


def _asked(codings: Sequence[Coding], anchors: Mapping[str, Anchored]) -> str:
    """Return what codings made on a text wait for, "" if nothing."""
    unanswered = 0
    for coding in codings:
        at = anchors.get(coding.id)
        if coding.settled == GONE:
            continue
        if at is None:
            return "c’est le texte d’aujourd’hui, et un nom y reste."
        unanswered += at.waits or (at.status == "absent" and not at.settled)
    if unanswered:
        what = plural(unanswered, "codage attend", "codages attendent")
        return f"{what} votre réponse (projet.to_review())."
    return ""


def _moved(places: Collection[tuple[str, int, int]], old: str, blanked: str, corpus: Corpus) -> str:
    """Return why a text keeps its names: without them, something would be found elsewhere."""
    for document in sorted({document for document, _, _ in places}):
        spans = sorted((start, end) for name, start, end in places if name == document)
        spans = [span for span in spans if 0 <= span[0] < span[1] <= len(old)]
        today = corpus.texts.get(document, "")
        before, after = realign(old, today, spans), realign(blanked, today, spans)
        pairs = zip(before, after, strict=True)
        if any((one.start, one.end) != (two.start, two.end) for one, two in pairs):
            return "sans ces noms, un codage ne se retrouverait plus : acceptez-le d’abord."
    return ""


def _traces(folder: Path, key: Key) -> Iterator[Trace]:
    """Yield where people wrote names: path, kind of act, how many."""
    if not key:
        return
    journal = folder / "data/coding/journal"
    for path in sorted(journal.glob("*.jsonl")):
        counts: dict[str, int] = {}
        for event in _events(path):
            for what in _named(event, key):
                counts[what] = counts.get(what, 0) + 1
        shown = path.relative_to(folder).as_posix()
        yield from (Trace(shown, what, counts[what]) for what in sorted(counts))
    apart = {folder / FILE}
    for path in _others(folder):
        if path in apart:
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        if count := sum(key.holds(line) for line in lines):
            shown = path.relative_to(folder).as_posix()
            yield Trace(shown, "ligne" if count == 1 else "lignes", count)


def _events(path: Path) -> Iterator[Mapping[str, object]]:
    for line in path.read_bytes().splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and isinstance(event.get("data"), dict):
            yield event


def _named(event: Mapping[str, object], key: Key) -> Iterator[str]:
    data = event["data"]
    assert isinstance(data, dict)
    document = data.get("document")
    if isinstance(document, str) and key.identifier(document) != document:
        yield _DOCUMENT
    written = [
        value
        for name, value in data.items()
        if isinstance(value, str) and name not in ("document", "sha256", "batch")
    ]
    if any(key.holds(one) or key.identifier(one) != one for one in written):
        yield _WRITTEN.get(str(event.get("kind")), "autre acte")


def _others(folder: Path) -> Iterator[Path]:
    coding = folder / "data/coding"
    here = [folder, coding, coding / "vagues", coding / "diffusions", folder / "notebooks"]
    for one in here:
        for path in sorted(one.glob("*")):
            if path.is_file() and path.suffix.lower() in _READ:
                yield path
