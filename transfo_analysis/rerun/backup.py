"""Backups of the human work: numbered archives of `data/coding`, read back before they count.

`sauvegardes/sauvegarde-0003-2026-05-04.zip`; its index, `sauvegarde.json`, holds the sha256 of
each file. Nothing in an archive tells the hour: the same work gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from transfo_analysis import files
from transfo_analysis.corpus import withdrawn
from transfo_analysis.errors import MissingFileError, SourceError, WriteError
from transfo_analysis.sources import guard

__all__ = ["CODING", "FOLDER", "Archive", "advice", "archives", "make", "open_archive"]

FOLDER = "sauvegardes"
CODING = "data/coding"
INDEX = "sauvegarde.json"
JOURNAL = f"{CODING}/journal/"
_NAME = re.compile(r"sauvegarde-(\d{4,9})-\d{4}-\d\d-\d\d\.zip")
_MOST = 50_000  # files; a backup holds every version of every text
_LARGEST = 500 * guard.MEGA
_CURE = "Prenez une autre sauvegarde : celle-ci n’a pas été touchée, et rien n’a été remis."


@dataclass(frozen=True)
class Archive:
    """A backup, read and checked: what each file holds, by its path below the project."""

    name: str
    files: Mapping[str, bytes]

    @property
    def withdrawals(self) -> frozenset[str]:
        """The withdrawals of consent that were done before it was made."""
        return frozenset(record.id for record in self.records if record.done)

    @property
    def records(self) -> tuple[withdrawn.Withdrawn, ...]:
        """What it keeps of each withdrawal; a record that cannot be read is not told."""
        found = []
        for name, data in sorted(self.files.items()):
            if name.startswith(f"{withdrawn.FOLDER}/") and name.endswith(".json"):
                try:
                    found.append(withdrawn.Withdrawn.from_json(data.decode("utf-8")))
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue
        return tuple(found)


def make(project: Path) -> Path:
    """Put `data/coding` into a new archive below `sauvegardes/`, read it back, return its path.

    Somebody may be coding meanwhile: the journals are read first, each under the lock that its
    writers take, so that no line is torn and no coding is kept without its text.

    Raises
    ------
    MissingFileError
        If there is no human work yet.
    WriteError
        If it could not be written, or not read back as it was written.
    """
    held = _held(project)
    if not held:
        raise MissingFileError(
            "Il n’y a rien à sauvegarder.",
            path=CODING,
            cure="Le livre de codes et le journal des codages manquent : est-ce le bon dossier ?",
        )
    folder = project / FOLDER
    with files.locked(folder / "numero"):
        number = max((_number(path) for path in archives(project)), default=0) + 1
        today = datetime.now().astimezone().date().isoformat()
        path = folder / f"sauvegarde-{number:04d}-{today}.zip"
        files.write_bytes(path, _packed(held))
    try:
        same = open_archive(path).files == held
    except (SourceError, MissingFileError):
        same = False
    if not same:
        files.remove(path)
        raise WriteError(
            "La sauvegarde ne se relit pas comme elle a été écrite : elle n’est pas gardée.",
            path=f"{FOLDER}/{path.name}",
            cure="Vérifiez le disque, puis recommencez ou copiez data/coding à la main.",
        )
    return path


def archives(project: Path) -> list[Path]:
    """Return the project's backups, oldest first: by number, never by date."""
    found = [p for p in (project / FOLDER).glob("*.zip") if _NAME.fullmatch(p.name)]
    return sorted(found, key=_number)


def open_archive(path: Path) -> Archive:
    """Read a backup, and check each file of it against its index; nothing is unpacked to disk.

    Raises
    ------
    MissingFileError
        If there is no such file.
    SourceError
        If it is no backup, is damaged, or tries what no backup does: a path that leads out of
        `data/coding`, a link, a size beyond measure.
    """
    shown = f"{FOLDER}/{path.name}" if path.parent.name == FOLDER else path.name
    if not path.is_file():
        raise MissingFileError(
            "Cette sauvegarde n’existe pas.",
            path=shown,
            cure="Donnez le nom d’une archive du dossier sauvegardes/.",
        )
    if path.stat().st_size > _LARGEST:
        raise SourceError("Le fichier est trop gros pour une sauvegarde.", path=shown, cure=_CURE)
    try:
        with zipfile.ZipFile(path) as archive:
            names = guard.check_entries(archive, _CURE, _MOST)
            for entry in archive.infolist():
                _check_name(entry)
            held = {name: archive.read(name) for name in sorted(names)}
        return Archive(path.stem, _checked(held))
    except SourceError as error:
        raise error.at(shown) from error
    except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError) as error:
        raise SourceError(
            "La sauvegarde est abîmée : son archive ne s’ouvre pas.", path=shown, cure=_CURE
        ) from error


def advice(project: Path) -> str:
    """Say in French that codings were made since the last backup ("" when none was).

    Decided by what the journals hold, never by dates.
    """
    now = {_below(path, project): files.sha256_file(path) for path in _journals(project)}
    if not now:
        return ""
    made = archives(project)
    if not made:
        return "Vos codages ne sont pas encore sauvegardés : transfo backup"
    try:
        kept = open_archive(made[-1]).files
    except (SourceError, MissingFileError):
        return "La dernière sauvegarde ne se relit pas : transfo backup"
    then = {n: hashlib.sha256(data).hexdigest() for n, data in kept.items() if n in now}
    return (
        ""
        if then == now
        else "La dernière sauvegarde date d’avant vos derniers codages : transfo backup"
    )


# -- what goes in ------------------------------------------------------------------------------


def _held(project: Path) -> dict[str, bytes]:
    held = {}
    with ExitStack() as stack:
        if (project / withdrawn.FOLDER).is_dir():
            # half of a withdrawal must not be kept
            stack.enter_context(files.locked(project / withdrawn.FOLDER / "retrait"))
        for path in _journals(project):
            with files.locked(path):
                held[_below(path, project)] = path.read_bytes()
        # a text is on disk before the first coding on it is: read after, none is missing
        for path in _files(project / CODING):
            if _below(path, project) not in held:
                held[_below(path, project)] = path.read_bytes()
    return dict(sorted(held.items()))


def _journals(project: Path) -> list[Path]:
    return _files(project / JOURNAL)


def _files(folder: Path) -> list[Path]:
    # what is hidden (locks, what a crash left of a write) is no work
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("~$"))
    return sorted(p for p in found if not re.search(r"(^|/)\.", p.relative_to(folder).as_posix()))


def _below(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix()


def _number(path: Path) -> int:
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else 0


def _packed(held: Mapping[str, bytes]) -> bytes:
    index = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    text = json.dumps({"version": 1, "files": index}, ensure_ascii=False, indent=1) + "\n"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {INDEX: text.encode(), **held}.items():
            entry = zipfile.ZipInfo(name)  # of 1980: an archive does not tell the hour
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data)
    return stream.getvalue()


# -- what comes out ----------------------------------------------------------------------------


def _check_name(entry: zipfile.ZipInfo) -> None:
    # ZipInfo cuts a name at a NUL and turns this system's separators: its own word is kept too
    kind = stat.S_IFMT(entry.external_attr >> 16)
    parts = PurePosixPath(entry.filename).parts
    inside = entry.filename == INDEX or entry.filename.startswith(f"{CODING}/")
    plain = (
        "/".join(parts) == entry.filename == entry.orig_filename
        # a colon names a drive on Windows, or a stream hidden behind a file
        and not re.search(
            r"[\\\x00-\x1f]" if os.name != "nt" else r"[\\:\x00-\x1f]", entry.filename
        )
        and not any(part.startswith(".") for part in parts)
    )
    if kind not in (0, stat.S_IFREG) or not inside or not plain:
        raise SourceError(
            f"Cette archive n’est pas une sauvegarde : « {entry.filename[:80]} » mène hors de "
            "data/coding, ou n’est pas un fichier ordinaire.",
            cure=_CURE,
        )


def _checked(held: dict[str, bytes]) -> dict[str, bytes]:
    try:
        index = json.loads(held.pop(INDEX))["files"]
    except (KeyError, ValueError, TypeError) as error:
        what = "Cette archive n’est pas une sauvegarde : elle n’a pas d’index."
        raise SourceError(what, cure=_CURE) from error
    found = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    if not isinstance(index, dict) or found != index:
        told = index if isinstance(index, dict) else {}
        wrong = sorted(n for n in {*found, *told} if found.get(n) != told.get(n))
        what = f"La sauvegarde est abîmée : « {(wrong or [INDEX])[0]} » n’est pas ce que dit son index."
        raise SourceError(what, cure=_CURE)
    return held
