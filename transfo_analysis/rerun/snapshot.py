"""A wave that a person closed: what stood then, written once, never changed by a run.

`data/coding/vagues/vague-1.json` holds who closed it, when, and the picture of the project
with the material of that wave and of those closed before it. Only a withdrawal of consent
ever touches it again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.coding.wavefile import FOLDER, dumps
from transfo_analysis.errors import JournalError, Notice, ProjectError, TransfoError
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import COUNTED
from transfo_analysis.typography import french, listed, plural

__all__ = [
    "FOLDER",
    "Snapshot",
    "after",
    "day_words",
    "natural",
    "path_of",
    "read",
    "read_all",
    "today",
    "wanted",
    "wave_words",
    "write",
]

VERSION = 1
_SAFE = re.compile(r"[^\W_][\w.-]*")


@dataclass(frozen=True)
class Snapshot:
    """A closed wave.

    Parameters
    ----------
    wave : its name
    waves : the waves whose material it holds, this one last
    by, day : who closed it, and when (ISO date)
    picture : what stood then
    """

    wave: str
    waves: tuple[str, ...]
    by: str
    day: str
    picture: Picture

    def __repr__(self) -> str:
        # a notebook shows what a person reads, not the whole picture
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """Say in French what the snapshot holds."""
        picture = self.picture
        counted = sum(one.status == COUNTED for one in picture.codings)
        held = [
            plural(len(picture.documents), "document"),
            plural(
                len({one.person for one in picture.people}),
                "personne entendue",
                "personnes entendues",
            ),
            plural(counted, "codage compté", "codages comptés"),
            plural(len(picture.cells), "case remplie", "cases remplies"),
            plural(len(picture.findings), "constat"),
        ]
        return [
            french(
                f"La {wave_words(self.wave)} est figée par {self.by} le {day_words(self.day)} : "
                f"{listed(held)}."
            ),
            french(
                "Ce fichier ne change plus. « transfo changes » dira ce qui a changé depuis, "
                "et chaque « transfo run » en écrira la page."
            ),
        ]

    def text(self) -> str:
        """Return the file, always the same bytes for the same snapshot."""
        head = {
            "version": VERSION,
            "wave": self.wave,
            "waves": list(self.waves),
            "by": self.by,
            "day": self.day,
        }
        return dumps({**head, **self.picture.plain()})


def path_of(project: Path, wave: str) -> Path:
    """Return where the file of a closed wave stands, or would.

    Raises
    ------
    ProjectError
        If no file can have the name of this wave.
    """
    if not _SAFE.fullmatch(wave):
        raise ProjectError(
            f"Une vague ne peut pas s’appeler « {wave} » : ce n’est pas un nom de fichier.",
            cure="Prenez des lettres, des chiffres et des traits d’union : « vague-1 ».",
        )
    return project / FOLDER / f"{wave}.json"


def today() -> str:
    """Return the day of an act, as an ISO date."""
    return dt.datetime.now().astimezone().date().isoformat()


def write(project: Path, snapshot: Snapshot) -> Path:
    """Write a closed wave, once.

    Raises
    ------
    ProjectError
        If it is closed already.
    WriteError
        If the disk is full, or the folder read-only.
    """
    path = path_of(project, snapshot.wave)
    with files.locked(path):
        if path.exists():
            raise ProjectError(
                f"La {wave_words(snapshot.wave)} est déjà figée : on ne la fige qu’une fois.",
                path=f"{FOLDER}/{path.name}",
                cure="Figez la vague suivante, ou dites ce qui a changé : « transfo changes ».",
            )
        files.write_text(path, snapshot.text())
    return path


def wave_words(wave: str) -> str:
    """Return a wave in words.

    Examples
    --------
    >>> wave_words("vague-2"), wave_words("automne")
    ('vague 2', 'vague « automne »')
    """
    found = re.fullmatch(r"vague-(\d+)", wave)
    return f"vague {found[1]}" if found else f"vague « {wave} »"


def day_words(day: str) -> str:
    """Return an ISO date as it is written in French.

    Examples
    --------
    >>> day_words("2025-01-20")
    '20/01/2025'
    """
    return "/".join(reversed(day.split("-")))


def read(path: Path) -> Snapshot:
    """Read a closed wave.

    Raises
    ------
    JournalError
        If the file is damaged, or is of a newer version of the program.
    """
    shown = f"{FOLDER}/{path.name}"
    cure = "Remettez ce fichier depuis une sauvegarde, ou depuis l’autre machine."
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        version = data["version"]
        if version == VERSION:
            return Snapshot(
                str(data["wave"]),
                tuple(str(one) for one in data["waves"]),
                str(data["by"]),
                str(data["day"]),
                Picture.from_plain(data),
            )
    except JournalError as fault:
        what = f"Cette vague figée est abîmée. {fault.what}"
        raise JournalError(what, path=shown, cure=cure) from fault
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        what = "Cette vague figée est abîmée : rien ne peut être comparé à elle."
        raise JournalError(what, path=shown, cure=cure) from fault
    raise JournalError(
        f"Cette vague a été figée par une autre version du programme ({version}).",
        path=shown,
        cure="Mettez le programme à jour.",
    )


def read_all(project: Path) -> tuple[list[Snapshot], list[Notice]]:
    """Return the closed waves in the order of their closing, and what could not be read."""
    found, notices = [], []
    for path in sorted((project / FOLDER).glob("*.json")):
        try:
            found.append(read(path))
        except TransfoError as fault:
            notices.append(fault.notice())
    # one that was closed later holds the material of those before it
    found.sort(key=lambda one: (len(one.waves), natural(one.wave)))
    return found, notices


def wanted(project: Path, wave: str = "") -> Snapshot:
    """Return a closed wave, the last one by default.

    Raises
    ------
    ProjectError
        If no wave is closed, or not this one.
    JournalError
        If its file is damaged.
    """
    if wave:
        path = path_of(project, wave)
        if path.is_file():
            return read(path)
    found, notices = read_all(project)
    if not wave and found:
        return found[-1]
    if notices and not found:
        note = notices[0]
        raise JournalError(note.what, path=note.path, cure=note.cure)
    if not found:
        raise ProjectError(
            "Aucune vague n’est figée : il n’y a rien à quoi comparer.",
            cure="Figez-en une quand son travail est fini : « transfo figer vague-1 ».",
        )
    raise ProjectError(
        f"La {wave_words(wave)} n’est pas figée.",
        cure=f"Vagues figées : {listed([one.wave for one in found])}.",
    )


def after(closed: Sequence[Snapshot], wave: str) -> tuple[str, ...]:
    """Return the waves that a snapshot of `wave` holds: those closed so far, and itself."""
    before = {name for one in closed for name in one.waves} - {wave}
    return (*sorted(before, key=natural), wave)


def natural(text: str) -> list[tuple[int, str]]:
    """Return what sorts names of waves as people count them: vague-2 before vague-10."""
    parts = re.split(r"(\d+)", text)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
