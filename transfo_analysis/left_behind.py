"""Where somebody who left may still stand, in files that the program does not write.

Raw files, exports, archives, history: a person destroys or corrects them, and is told which.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.errors import MissingFileError, SourceError
from transfo_analysis.rerun import backup

if TYPE_CHECKING:
    from transfo_analysis.coding.erasing import Eraser
    from transfo_analysis.coding.withdrawal import Plan

__all__ = ["elsewhere", "holding", "raw_files", "shown"]

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".bak", ".qdpx")
_APART = {".git", ".venv", "node_modules", "__pycache__"}
_LARGEST = 100_000_000
# what was made to be looked at: a chart is a picture, nobody can search it
_SHOWN_TO_SOMEONE = ("accrochages", "exports", "rapports")


def raw_files(raw: Path, plan: Plan) -> list[str]:
    """Return the files of data/raw that hold the person's words or name, each with where."""
    eraser = plan.eraser
    whole: set[str] = set()
    places: dict[str, list[str]] = {}
    for reading in plan.readings:
        own = set(plan.theirs.get(reading.name, ()))
        source = reading.meta.document.path
        if reading.name in eraser.whole:
            whole.add(source)
        for rank, one in enumerate(reading.said):
            if rank in own or eraser.names.find(one.words):
                places.setdefault(source, []).append(one.turn.place or "sans repère")
    found = []
    for path in _files(raw):
        name = path.relative_to(raw).as_posix()
        where = places.get(name, []) + [f"ligne {number}" for number in _lines(path, eraser)]
        if name in whole:
            where = ["tout le fichier"]
        elif not where and _holds(path, eraser):
            where = ["quelque part dans le fichier"]
        if eraser.names.find(name):
            where.append("le nom du fichier")
        if where:
            found.append(f"data/raw/{name} : {_places(where)}")
    return found


def _lines(path: Path, eraser: Eraser) -> list[int]:
    text = _text(path)
    if text is None:
        return []
    found, at = set(), 1
    # a quote may run over a line end: every line that it touches is told
    starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]
    for start, end in [*eraser.names.find(text), *eraser.words.find(text)]:
        found |= {
            at + n for n, s in enumerate(starts) if s < end and start < _next(starts, n, text)
        }
    return sorted(found)


def _next(starts: Sequence[int], rank: int, text: str) -> int:
    return starts[rank + 1] if rank + 1 < len(starts) else len(text) + 1


def _text(path: Path) -> str | None:
    """Return a file as text, None if it is not one."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data or data.startswith((b"PK", b"%PDF")):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _places(where: Iterable[str]) -> str:
    """Return places once each, those of one kind joined: « lignes 3, 7 à 9 »."""
    numbers: dict[str, set[int]] = {}
    others = []
    for place in dict.fromkeys(where):
        kind, _, number = place.rpartition(" ")
        if kind and number.isdigit():
            numbers.setdefault(kind, set()).add(int(number))
        else:
            others.append(place)
    told = []
    for kind, found in numbers.items():
        runs: list[list[int]] = []
        for at in sorted(found):
            if runs and runs[-1][1] == at - 1:
                runs[-1][1] = at
            else:
                runs.append([at, at])
        joined = ", ".join(str(a) if a == b else f"{a} à {b}" for a, b in runs)
        told.append(f"{kind}{'s' if len(found) > 1 else ''} {joined}")
    return ", ".join([*told, *others])


def elsewhere(plan: Plan) -> Iterator[Path]:
    """Yield what a person must destroy: exports, archives, history, files that hold them."""
    folder = plan.folder
    if (folder / ".git").exists():
        yield folder / ".git"
    for name in _SHOWN_TO_SOMEONE:
        yield from sorted(path for path in (folder / name).glob("*"))
    # a backup made since they left holds nothing of theirs
    clean = {p for p in backup.archives(folder) if _knows(p, plan.record.id)}
    for path in _files(folder):
        parts = path.relative_to(folder).parts
        shown = parts[0] in _SHOWN_TO_SOMEONE
        if shown or path in clean or parts[:2] in (("data", "raw"), ("data", "processed")):
            continue
        if path.name.lower().endswith(_ARCHIVES) or (
            parts[:2] != ("data", "coding") and _holds(path, plan.eraser)
        ):
            yield path


def _knows(path: Path, withdrawal_id: str) -> bool:
    """Tell whether a backup was made once this withdrawal was done."""
    try:
        return withdrawal_id in backup.open_archive(path).withdrawals
    except (SourceError, MissingFileError):
        return False


def holding(plan: Plan) -> Iterator[Path]:
    """Yield what still holds them once the program has done what it can."""
    texts = plan.folder / "data/coding/textes"
    for path in _files(plan.folder):
        parts = path.relative_to(plan.folder).parts
        if parts[:2] == ("data", "raw") or parts[0] in _SHOWN_TO_SOMEONE:
            continue
        if path.parent == texts:
            # there, a line is a turn: words of two people in a row are nobody's
            lines = path.read_text(encoding="utf-8", errors="ignore").splitlines()
            held = any(plan.eraser.holds(line) for line in lines)
        else:
            held = _holds(path, plan.eraser)
        if held:
            yield path


def _holds(path: Path, eraser: Eraser) -> bool:
    """Tell whether a file, or a file packed in it, holds their words or name."""
    try:
        if path.stat().st_size > _LARGEST:
            return False
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                texts = [packed.read(one) for one in packed.infolist() if one.file_size < _LARGEST]
        else:
            texts = [path.read_bytes()]
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return any(
        eraser.holds(text.decode(encoding, "ignore"))
        for text in texts
        for encoding in _encodings(text)
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    return ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8",)


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _APART)
        yield from (Path(here, name) for name in sorted(names) if Path(here, name).is_file())


def shown(path: Path, folder: Path) -> str:
    """Return a file's name below a folder, as a person is told it."""
    name = path.relative_to(folder).as_posix()
    return f"{name} (l’historique de git garde les anciennes versions)" if name == ".git" else name
