"""The texts that codings were made on, each version kept once beside the journal.

`data/coding/textes/<sha256>.txt`. A coding's words are read from here when the transcript
has changed since. When a person withdraws, their words are blanked in place, in this one
file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from transfo_analysis import files
from transfo_analysis.errors import JournalError, MissingFileError

__all__ = ["BLANK", "TextStore", "text_sha256"]

_SHOWN = "data/coding/textes"
BLANK = "█"
_TOMBSTONE = "TRANSFO-RETRAIT 1 "


def text_sha256(text: str) -> str:
    """Return the sha256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class TextStore:
    """Keeps canonical texts by their sha256, and gives them back verified.

    Parameters
    ----------
    folder : the project's `data/coding/textes`
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, str] = {}

    def keep(self, text: str, sha256: str = "") -> str:
        """Keep a text, once, and return its sha256; it is on disk when this returns.

        Parameters
        ----------
        sha256 : of the whole text, where this one has blanks for what was withdrawn

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        sha256 = sha256 or text_sha256(text)
        if sha256 in self._texts:
            return sha256
        try:
            self.text(sha256)
        except (MissingFileError, JournalError):
            self._write(sha256, text)
        return sha256

    def text(self, sha256: str) -> str:
        """Return a kept text; places that were withdrawn are blanked, offsets hold.

        Raises
        ------
        MissingFileError
            If it was not kept.
        JournalError
            If the file no longer holds what was kept.
        """
        if sha256 in self._texts:
            return self._texts[sha256]
        path = self._path(sha256)
        shown = f"{_SHOWN}/{path.name}"
        try:
            data = path.read_bytes()
        except FileNotFoundError as missing:
            raise MissingFileError(
                "Le texte sur lequel des codages ont été faits manque.",
                path=shown,
                cure="Remettez ce fichier depuis une sauvegarde, ou depuis l’autre machine.",
            ) from missing
        if hashlib.sha256(data).hexdigest() != sha256:
            data = _blanked(data, shown)
        self._texts[sha256] = data.decode("utf-8")
        return self._texts[sha256]

    def has(self, sha256: str) -> bool:
        """Return whether a text of this sha256 is kept (blanked or not)."""
        return sha256 in self._texts or self._path(sha256).exists()

    def blank(self, sha256: str, spans: Iterable[tuple[int, int]]) -> None:
        """Replace words by blanks of the same length, for good: a person withdrew.

        Offsets of everyone else's codings hold; line ends stay. The sha256 keeps naming
        the file, which from now on is its own tombstone.

        Raises
        ------
        MissingFileError, JournalError
            As `text`.
        WriteError
            If it cannot be written; the file is then as it was.
        """
        characters = list(self.text(sha256))
        for start, end in spans:
            characters[start:end] = [c if c == "\n" else BLANK for c in characters[start:end]]
        self._write(sha256, "".join(characters))

    def replace(self, sha256: str, body: str) -> bool:
        """Put a text with blanks in the place of the one kept; return whether it was another.

        Raises
        ------
        WriteError
            If it cannot be written; the file is then as it was.
        """
        data = self._data(sha256, body)
        path = self._path(sha256)
        if path.exists() and path.read_bytes() == data:
            return False
        self._write(sha256, body)
        return True

    def _write(self, sha256: str, body: str) -> None:
        files.write_bytes(self._path(sha256), self._data(sha256, body))
        self._texts[sha256] = body

    @staticmethod
    def _data(sha256: str, body: str) -> bytes:
        own = text_sha256(body)
        head = "" if own == sha256 else f"{_TOMBSTONE}{own}\n"
        return f"{head}{body}".encode()

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            # it becomes a file name, and the journal it comes from may be a stranger's
            raise JournalError(f"« {sha256[:70]} » n’est pas l’empreinte d’un texte.")
        return self.folder / f"{sha256}.txt"


def _blanked(data: bytes, shown: str) -> bytes:
    head, _, body = data.partition(b"\n")
    if head.decode("ascii", "replace") == _TOMBSTONE + hashlib.sha256(body).hexdigest():
        return body
    raise JournalError(
        "Le texte gardé a été modifié : il ne correspond plus à son empreinte.",
        path=shown,
        cure="Remettez ce fichier depuis une sauvegarde, ou depuis l’autre machine.",
    )
