"""How a journal is read: every file of its folder together, and afterwards only what was added.

A file may be cut short, renamed or replaced by a sync program, older, or edited by hand: what is
readable is read, each event once, and the rest is said by file and line.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from transfo_analysis.coding.events import ERASED, TOMBSTONE, Event
from transfo_analysis.errors import JournalError, Notice
from transfo_analysis.typography import plural

__all__ = ["Reader", "read"]

_SHOWN = "data/coding/journal"


@dataclass
class _File:
    """How far one file was read; the next reading begins there."""

    identity: tuple[int, int] = (0, 0)  # inode and device: a sync program replaces files
    changed: int = 0
    size: int = 0
    offset: int = 0  # past the last line end
    mark: bytes = b""  # what stands just before it
    lines: int = 0
    events: list[Event] = field(default_factory=list)
    tail: Event | None = None  # a last line that only lacks its line end
    faults: list[Notice] = field(default_factory=list)
    torn: Notice | None = None


class Reader:
    """Reads every file of a journal, and afterwards only what was added to them.

    Parameters
    ----------
    folder : the project's `data/coding/journal`
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, _File] = {}
        self._events: list[Event] = []
        self._ids: dict[str, Event] = {}
        self._twins: list[Notice] = []
        self._returned = False  # a file holds what was withdrawn since
        self.revision = 0  # how often something new was read
        self.generation = 0  # how often what was read before had to be forgotten

    def refresh(self) -> bool:
        """Read what is new on disk; return whether anything changed."""
        before, taken, twins = self._files, len(self._events), len(self._twins)
        self._files = {p.name: _read_file(p, before.get(p.name)) for p in _files_of(self.folder)}
        changed = [n for n in self._files if self._files[n] is not before.get(n)]
        if before.keys() - self._files.keys() or not all(
            n in before and _grew(before[n], self._files[n]) for n in changed
        ):
            self._events, self._ids, self._twins, taken = [], {}, [], 0
            self._returned = False
            self.generation += 1
            for name in sorted(self._files):
                self._take(name, 0)
        elif changed:
            for name in changed:
                self._take(name, len(before[name].events))
        else:
            return False
        # what is appended nearly always comes last: sorting everything again is for the rest
        new = self._events[max(taken - 1, 0) :] if len(self._twins) == twins else self._events
        if any(a.order > b.order for a, b in pairwise(new)):
            self._events.sort(key=lambda e: e.order)
        self.revision += 1
        return True

    def _take(self, name: str, first: int) -> None:
        file = self._files[name]
        for event in [*file.events[first:], *([file.tail] if file.tail else [])]:
            twin = self._ids.setdefault(event.id, event)
            if twin is event:
                self._events.append(event)
            elif twin != event and _erased(twin) != _erased(event):
                # a copy from before a person withdrew: what was taken out stays out
                self._returned = True
                self._instead(twin, max(twin, event, key=_erased))
            elif twin != event:
                # two contents for one id: the same one is kept whatever the file order
                self._instead(twin, min(twin, event, key=Event.to_line))
                what = f"L’événement {event.id} a deux contenus : un fichier a été modifié."
                cure = "Gardez la copie d’origine du journal, écartez celle qui fut éditée."
                self._twins.append(Notice(f"{_SHOWN}/{name}", "", what, cure, "attention"))

    def _instead(self, twin: Event, kept: Event) -> None:
        if kept is not twin:
            self._ids[kept.id] = kept
            self._events[self._events.index(twin)] = kept
            self.generation += 1  # whoever replayed the other one starts over

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event once, in (counter, id) order, whatever the order of the files."""
        return tuple(self._events)

    def event(self, event_id: str) -> Event:
        """Return an event that was read, by its id (`KeyError` if there is none)."""
        return self._ids[event_id]

    @property
    def last_lamport(self) -> int:
        """The greatest counter of all files (0 when nothing is written)."""
        return self._events[-1].lamport if self._events else 0

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What could not be read or understood, by file and line."""
        found = list(self._twins)
        for path in sorted(self.folder.glob(".*.jsonl.icloud")):
            what = "Ce fichier n’est pas encore téléchargé : les actes qu’il porte manquent ici."
            cure = "Ouvrez le dossier du journal dans le Finder et téléchargez-le."
            found.append(Notice(f"{_SHOWN}/{path.name[1:-7]}", "", what, cure))
        for name in sorted(self._files) if self._returned else ():
            held = self._files[name].events
            if all(_erased(e) >= _erased(self._ids[e.id]) for e in held):
                continue
            what = "Ce fichier garde des actes sur les paroles d’une personne retirée depuis ; "
            what += "ils ne comptent pas."
            cure = "Relancez « transfo retirer » pour cette personne, sur chaque machine."
            found.append(Notice(f"{_SHOWN}/{name}", "", what, cure, "attention"))
        for name in sorted(self._files):
            file = self._files[name]
            found += file.faults + ([file.torn] if file.torn else [])
            newer = Counter(e.kind for e in file.events if not e.understood)
            for kind, count in sorted(newer.items()):
                what = f"{plural(count, 'événement')} « {kind} » d’une version plus récente : "
                what += "gardés, sans effet ici."
                cure = "Mettez le programme à jour pour en tenir compte."
                found.append(Notice(f"{_SHOWN}/{name}", "", what, cure, "attention"))
        return tuple(found)


def read(folder: Path) -> tuple[tuple[Event, ...], tuple[Notice, ...]]:
    """Read a journal: every event once, in (counter, id) order, and what was not readable.

    `folder` is the project's `data/coding/journal`; no journal yet is an empty journal.
    """
    reader = Reader(folder)
    reader.refresh()
    return reader.events, reader.notices


def _files_of(folder: Path) -> list[Path]:
    # whatever a sync program renamed a copy to, it is read; repeated ids are dropped
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        # Windows hides the end of names, and adds one to files that come by mail
        if path.name.lower().endswith((".jsonl", ".jsonl.txt"))
        and not path.name.startswith((".", "~"))
    )


def _grew(before: _File, now: _File) -> bool:
    # everything taken from the file before is still in it; a tail that became a line has
    # the same id, and is dropped as repeated
    tail_kept = before.tail is None or before.tail in (now.tail, *now.events[len(before.events) :])
    return tail_kept and now.events[: len(before.events)] == before.events


def _read_file(path: Path, known: _File | None) -> _File:
    shown = f"{_SHOWN}/{path.name}"
    try:
        with open(path, "rb") as stream:
            about = os.fstat(stream.fileno())
            identity = (about.st_ino, about.st_dev)
            stamp = (identity, about.st_size, about.st_mtime_ns)
            if known and (known.identity, known.size, known.changed) == stamp:
                return known
            start = _File()
            if known and known.identity == identity and known.size < about.st_size:
                stream.seek(known.offset - len(known.mark))
                if stream.read(len(known.mark)) == known.mark:
                    start = known
            stream.seek(start.offset)
            data = stream.read()
    except OSError as error:
        what = f"Le fichier ne peut pas être lu ({error.strerror or error})."
        cure = "Vérifiez ses droits, ou attendez la fin de la synchronisation."
        return _File(faults=[Notice(shown, "", what, cure)])
    file = _parsed(start, data, shown)
    file.identity, file.changed = identity, about.st_mtime_ns
    return file


def _parsed(before: _File, data: bytes, shown: str) -> _File:
    lines = data.split(b"\n")
    rest = lines.pop()
    complete = len(data) - len(rest)
    file = _File(
        size=before.offset + len(data),
        offset=before.offset + complete,
        mark=(before.mark + data[:complete])[-256:],
        lines=before.lines + len(lines),
        events=list(before.events),
        faults=list(before.faults),
    )
    for number, line in enumerate(lines, start=before.lines + 1):
        if text := _stripped(line):
            try:
                file.events.append(Event.from_line(text))
            except JournalError as fault:
                file.faults.append(fault.at(shown, f"ligne {number}").notice("attention"))
    if text := _stripped(rest):
        try:
            file.tail = Event.from_line(text)
        except JournalError:
            file.torn = Notice(
                shown,
                f"ligne {file.lines + 1}",
                "La dernière ligne est coupée (arrêt brutal, ou synchronisation en cours).",
                "Si un acte manque, refaites-le : la suite s’écrit après elle.",
                "attention",
            )
    return file


def _erased(event: Event) -> int:
    return 2 if event.kind == TOMBSTONE else 1 if event.data.get(ERASED) else 0


def _stripped(line: bytes) -> bytes:
    return line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r")
