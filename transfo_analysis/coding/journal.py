"""The journal of human work: append-only files, read together (`reader.py`), written here alone.

`data/coding/journal/<coder>--<installation>.jsonl`: one file per coder and installation, so
that a synced folder merges by holding all files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from transfo_analysis import files
from transfo_analysis.coding.events import KINDS, ORIGINS, VERSION, Event, check
from transfo_analysis.coding.reader import Reader, read
from transfo_analysis.errors import CodingError, JournalError

__all__ = ["Act", "Journal", "Reader", "installation_id", "read"]


@dataclass(frozen=True)
class Act:
    """What a person does, before the journal gives it its counter and time."""

    kind: str
    case: str
    data: Mapping[str, Any]
    origin: str = "hand"
    # given at once, so that acts of one gesture can name each other
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class Journal:
    """Where one coder's acts are written, from one installation.

    Parameters
    ----------
    folder : the project's `data/coding/journal`
    coder : who acts; said by the person, never guessed
    installation : this copy of the program (default: `installation_id()`)
    reader : shared with whoever replays the journal, so that nothing is read twice
    """

    def __init__(
        self, folder: Path, coder: str, installation: str = "", *, reader: Reader | None = None
    ) -> None:
        self.coder = coder_name(coder)
        self.installation = installation or installation_id()
        self.reader = reader or Reader(folder)
        name = f"{_slug(self.coder)}--{_slug(self.installation)}"
        self.path = self.reader.folder / f"{name}.jsonl"
        if _is_older(self.path):
            # an older program's file stays as that program left it, and can read it again
            self.path = self.reader.folder / f"{name}.v{VERSION}.jsonl"

    def append(self, kind: str, case: str, data: Mapping[str, Any], origin: str = "hand") -> Event:
        """Write one act and return its event, which is then on disk. See `append_all`."""
        return self.append_all([Act(kind, case, data, origin)])[0]

    def append_all(self, acts: Iterable[Act]) -> list[Event]:
        """Write several acts, under one lock and one fsync: all of them or none.

        Raises
        ------
        JournalError
            If an act is of no known kind or lacks a field; nothing is written.
        WriteError
            If the disk is full or the folder read-only; nothing is acknowledged.
        """
        acts = list(acts)
        for act in acts:
            if act.kind not in KINDS or act.origin not in ORIGINS:
                raise JournalError(
                    f"Le genre « {act.kind} » ou l’origine « {act.origin} » n’existe pas.",
                    cure="C’est une faute du programme : signalez-la.",
                )
            check(act.kind, act.data)
        if not acts:
            return []
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        with files.locked(self.path):
            self.reader.refresh()
            first = self.reader.last_lamport + 1
            events = [
                Event(
                    act.id,
                    first + rank,
                    at,
                    self.coder,
                    self.installation,
                    act.case,
                    act.kind,
                    act.origin,
                    dict(act.data),
                )
                for rank, act in enumerate(acts)
            ]
            files.append_lines(self.path, [event.to_line() for event in events])
        return events


def coder_name(name: str) -> str:
    """Return a coder's name as it is kept: NFC, single spaces.

    Raises
    ------
    CodingError
        If it is empty.
    """
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept:
        raise CodingError(
            "On ne sait pas qui code.",
            cure='Dites-le une fois : projet.coding.coder = "votre nom".',
        )
    return kept


def installation_id() -> str:
    """Return the identifier of this copy of the program, made at its first use.

    It is kept in the person's configuration folder, not in the project: a synced project
    is one folder on two machines. The environment's `TRANSFO_INSTALLATION` overrides it.

    Raises
    ------
    WriteError
        If it cannot be kept; the message says where.
    """
    given = os.environ.get("TRANSFO_INSTALLATION", "").strip()
    if given:
        return given
    path = _configuration_folder() / "installation"
    with files.locked(path):  # two notebooks opened at once make one identifier
        known = path.read_text(encoding="utf-8").strip() if path.exists() else ""
        if not known:
            known = uuid.uuid4().hex[:12]
            files.write_text(path, known + "\n")
    return known


def _configuration_folder() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "transfo"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    # a name in another script leaves nothing: its hash is as good a file name
    return slug or hashlib.sha256(name.encode()).hexdigest()[:12]


def _is_older(path: Path) -> bool:
    """Tell whether a file was begun by a version of the program that wrote otherwise."""
    try:
        with open(path, "rb") as stream:
            record = json.loads(stream.readline(1_000_000))
        return isinstance(record, dict) and record.get("v", 0) < VERSION
    except (OSError, ValueError, TypeError):
        return False
