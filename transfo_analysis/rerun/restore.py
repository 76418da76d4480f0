"""A backup put back: what is missing returns, nothing that is there is replaced.

Journals are united act by act; what differs is laid beside. Whoever withdrew since the backup
was made does not come back with it (docs/adr/0010-backup-and-certificate.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from transfo_analysis import files
from transfo_analysis.coding.erasing import overlap
from transfo_analysis.coding.events import ERASED, KINDS, TOMBSTONE, Event
from transfo_analysis.coding.journal import Reader
from transfo_analysis.coding.textstore import TextStore
from transfo_analysis.corpus import withdrawn
from transfo_analysis.errors import JournalError, MissingFileError, SourceError
from transfo_analysis.rerun.backup import CODING, JOURNAL, Archive, archives, open_archive
from transfo_analysis.typography import french, plural

__all__ = ["Restored", "restore"]

TEXTS = f"{CODING}/textes/"
# where a file of the backup is laid that is not the one of today
BESIDE = f"{CODING}/a-comparer"
_TEXT = re.compile(r"([0-9a-f]{64})\.txt")
_SAYS_NOTHING = re.compile(r"[0-9a-f]{8,64}|\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?|")
_PARTS = re.compile(r"/|@\d+-\d+")


@dataclass
class Restored:
    """What a backup gave back.

    Parameters
    ----------
    archive : its name
    acts : acts of the journal that came back
    added : files that were missing and came back
    beside : files that differ from today's, laid beside them
    aside : today's files that were damaged, under the name that they have now
    withdrawals : withdrawals that the backup, or one beside it, knew and this folder did not
    acts_withheld, withheld : what may hold words of somebody who withdrew since, and stays out
    """

    archive: str
    acts: int = 0
    added: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    withdrawals: int = 0
    acts_withheld: int = 0
    withheld: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Say in French what came back, and what did not."""
        said = []
        if self.acts:
            said.append(f"{plural(self.acts, 'acte')} du journal, de retour.")
        said += _named("Remis, parce qu’ils manquaient", self.added)
        said += _named("Différents d’aujourd’hui, posés à côté pour comparer", self.beside)
        said += _named("Abîmés, gardés sous un autre nom", self.aside)
        if self.withdrawals:
            said.append(
                "Une personne s’est retirée et ce dossier ne le savait plus : relancez « transfo "
                "retirer » pour elle, ses mots peuvent être encore là."
            )
        if self.acts_withheld or self.withheld:
            said.append(
                "Cette sauvegarde date d’avant un retrait. N’est revenu que ce qui ne peut rien "
                f"porter de cette personne ; {plural(self.acts_withheld, 'acte')} et "
                f"{plural(len(self.withheld), 'fichier')} restent dans l’archive. Pour remettre aussi "
                "les codages de collègues qui n’ont plus de journal ici, nommez-les : --codeur NOM. "
                "Puis faites une nouvelle sauvegarde et détruisez celle-ci."
            )
        return [french(line) for line in said or ["Rien ne manquait : rien n’a été changé."]]


def restore(project: Path, path: Path, known: Callable[[], Iterable[str]] = tuple) -> Restored:
    """Put a backup back, adding what is missing; called twice, the second adds nothing.

    Parameters
    ----------
    project : the project's folder
    path : of the archive
    known : words that are in the project today and give nobody away: codes, documents, cases;
        asked for only when somebody withdrew since the backup was made

    Raises
    ------
    MissingFileError, SourceError
        If there is no such archive, or it is not safe to read; nothing is written.
    JournalError
        If a withdrawal cannot be read, here and in the backup.
    WriteError
        If something could not be written; done again, it goes on from there.
    """
    archive = open_archive(path)
    done = Restored(archive.name)
    with ExitStack() as stack:
        if (project / withdrawn.FOLDER).is_dir():
            stack.enter_context(files.locked(project / withdrawn.FOLDER / "retrait"))
        for one in [archive, *_others(project, path)]:
            _bring_withdrawals(project, one, done)
        reader = Reader(project / JOURNAL)
        reader.refresh()
        records = withdrawn.read(project)
        ids = {record.id for record in records} | {
            str(event.data["withdrawal"])
            for event in reader.events
            if event.kind == "person_withdrawn"
        }
        since = ids - archive.withdrawals
        guard = None
        if since:
            after = [record for record in records if record.id in since]
            guard = _Guard(after, reader.events, known())
        _unite_journals(project, archive, reader, guard, done)
        for name, data in archive.files.items():
            if not name.startswith((JOURNAL, f"{withdrawn.FOLDER}/")):
                _bring(project, name, data, done, withhold=bool(since))
    return done


# -- who withdrew ------------------------------------------------------------------------------


def _others(project: Path, path: Path) -> Iterator[Archive]:
    """Yield the backups beside: one of them may know of a withdrawal that is lost here."""
    for other in archives(project):
        if other.resolve() != path.resolve():
            try:
                yield open_archive(other)
            except (SourceError, MissingFileError):
                continue


def _bring_withdrawals(project: Path, archive: Archive, done: Restored) -> None:
    for record in archive.records:
        target = project / withdrawn.FOLDER / f"{record.id}.json"
        if not re.fullmatch("[0-9a-f]{32}", record.id):
            continue  # it becomes a file name
        if target.is_file():
            try:
                withdrawn.Withdrawn.from_json(target.read_text(encoding="utf-8"))
                continue
            except OSError:
                continue  # whoever reads the withdrawals next says so, and stops
            except (ValueError, KeyError, TypeError, AttributeError):
                _put_aside(project, target, done)
        else:
            done.withdrawals += 1
        files.write_text(target, record.to_json())
        done.added.append(_below(target, project))


class _Guard:
    """Lets an old act pass only when it can hold nothing of those who withdrew since.

    Their names are kept nowhere. So an act passes when every word of it stands in the project
    today, and it is not on their words.
    """

    def __init__(
        self,
        records: Sequence[withdrawn.Withdrawn],
        events: Iterable[Event],
        known: Iterable[str],
    ) -> None:
        self.spans: dict[str, list[tuple[int, int]]] = {}
        for record in records:
            for texts in (record.texts, record.kept):
                for sha256, spans in texts.items():
                    self.spans.setdefault(sha256, []).extend(spans)
        self.known = {*KINDS, *known}
        for fields in KINDS.values():
            self.known |= {*fields, *(v for values in fields.values() for v in _tuple(values))}
        for event in events:
            self.known.update(_strings(asdict(event)))

    def passes(self, event: Event) -> bool:
        for text in _strings(asdict(event)):
            parts = () if text in self.known else _PARTS.split(text)
            if not all(part in self.known or _SAYS_NOTHING.fullmatch(part) for part in parts):
                return False
        start, end = event.data.get("start"), event.data.get("end")
        spans = self.spans.get(str(event.data.get("sha256")), [])
        return not (
            isinstance(start, int) and isinstance(end, int) and overlap(start, end, spans) > 0
        )


def _tuple(values: str | tuple[str, ...]) -> tuple[str, ...]:
    return values if isinstance(values, tuple) else ()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


# -- the journals ------------------------------------------------------------------------------


def _unite_journals(
    project: Path, archive: Archive, reader: Reader, guard: _Guard | None, done: Restored
) -> None:
    here = {event.id: event for event in reader.events}
    folder = project / JOURNAL
    damaged = {line for path in _files(folder) for line in path.read_bytes().split(b"\n")}
    for name, data in archive.files.items():
        if not name.startswith(JOURNAL):
            continue
        lines = []
        # what follows the last line end was never said to be on disk, unless it can be read
        *whole, tail = data.split(b"\n")
        for line in [*whole, tail]:
            try:
                event = Event.from_line(line.removeprefix(b"\xef\xbb\xbf").strip())
            except JournalError:
                if line is not tail and line.strip() and line not in damaged:
                    if guard is None:
                        lines.append(line)
                    else:
                        done.acts_withheld += 1
                continue
            # an act emptied by a withdrawal is emptied here too: the journal's own rule
            if event.id in here and _erased(event) <= _erased(here[event.id]):
                continue
            if guard is None or guard.passes(event):
                lines.append(line)
                here[event.id] = event
                done.acts += 1
            else:
                done.acts_withheld += 1
        if lines:
            _write_journal(project, archive, name, lines, guard, done)


def _write_journal(
    project: Path,
    archive: Archive,
    name: str,
    lines: Sequence[bytes],
    guard: _Guard | None,
    done: Restored,
) -> None:
    target = project / name
    if guard is not None:
        # a journal is named after its coder, who may have withdrawn
        target = project / JOURNAL / f"{archive.name}.jsonl"
    with files.locked(target):
        if target.exists():
            # today's file is another's to write: the acts that it lacks stand beside it
            stem = target.name.partition(".")[0]
            names = (f"{stem} ({archive.name}{n}).jsonl" for n in _numbers())
            target = next(p for n in names if not (p := target.with_name(n)).exists())
        files.write_bytes(target, b"".join(line.rstrip(b"\r") + b"\n" for line in lines))
    done.added.append(_below(target, project))


def _erased(event: Event) -> int:
    return 2 if event.kind == TOMBSTONE else 1 if event.data.get(ERASED) else 0


# -- the other files ---------------------------------------------------------------------------


def _bring(project: Path, name: str, data: bytes, done: Restored, *, withhold: bool) -> None:
    target = project / name
    there = target.read_bytes() if target.is_file() else None
    if there == data or _is_whole_text(project, name):
        return
    if withhold:
        done.withheld.append(name)
        return
    if there is not None and name.startswith(TEXTS):
        _put_aside(project, target, done)  # not as it was kept: nobody can read codings on it
        there = None
    if there is None and not target.exists():
        files.write_bytes(target, data)
        done.added.append(name)
        return
    below = name.removeprefix(f"{CODING}/")
    for number in _numbers():
        beside = project / f"{BESIDE}/{done.archive}{number}/{below}"
        if beside.is_file() and beside.read_bytes() == data:
            return
        if not beside.exists():
            files.write_bytes(beside, data)
            done.beside.append(_below(beside, project))
            return


def _is_whole_text(project: Path, name: str) -> bool:
    """Tell whether a kept text is here as it was kept, or blanked by a withdrawal since."""
    found = _TEXT.fullmatch(name.removeprefix(TEXTS))
    if not name.startswith(TEXTS) or not found:
        return False
    try:
        TextStore(project / TEXTS).text(found[1])
    except (MissingFileError, JournalError):
        return False
    return True


def _put_aside(project: Path, path: Path, done: Restored) -> None:
    names = (f"{path.name}.abime{number}" for number in _numbers())
    aside = next(p for name in names if not (p := path.with_name(name)).exists())
    files.move(path, aside)
    done.aside.append(_below(aside, project))


def _numbers() -> Iterator[str]:
    yield ""
    yield from (f"-{n}" for n in range(2, 100_000))


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*") if p.is_file() and not p.name.endswith(".lock"))


def _below(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix()


def _named(title: str, names: Collection[str], most: int = 12) -> list[str]:
    if not names:
        return []
    shown = [f"  - {name}" for name in sorted(names)[:most]]
    rest = len(names) - len(shown)
    return [f"{title} ({len(names)}) :", *shown, *([f"  - … et {rest} autres"] if rest else [])]
