"""One family of errors: what happened, where, and what to do, in French.

Each class is also the built-in that a programmer would expect
(`FileNotFoundError`, `ValueError`…), so `except ValueError` keeps working, and
each survives pickling. What does not stop a run becomes a `Notice`, listed in
its summary.
"""

from __future__ import annotations

from dataclasses import dataclass

from transfo_analysis.typography import french

__all__ = [
    "CodebookError",
    "CodingError",
    "JournalError",
    "MissingFileError",
    "Notice",
    "ProjectError",
    "PublicationError",
    "SettingsError",
    "SourceError",
    "TableError",
    "TransfoError",
    "WriteError",
]


@dataclass(frozen=True, order=True)
class Notice:
    """One thing that a person should know after a run, and what to do about it.

    Parameters
    ----------
    path : file concerned, relative to the project folder, POSIX, NFC ("" if none)
    place : line, cell, page or turn inside the file ("ligne 12", "cellule C4"), or ""
    what : what happened, in French, one sentence
    cure : what to do, in French, one sentence
    severity : "erreur" when the file or row was left out, "attention" when it was
        read with a doubt, "note" for a piece of information

    Examples
    --------
    >>> str(Notice("a.txt", "ligne 3", "Le temps est illisible.", "Écrivez 00:01:02."))
    'a.txt, ligne 3\u202f: Le temps est illisible. → Écrivez 00:01:02.'
    """

    path: str
    place: str
    what: str
    cure: str = ""
    severity: str = "erreur"

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.path, self.place) if part)
        text = f"{where} : {self.what}" if where else self.what
        return french(f"{text} → {self.cure}" if self.cure else text)


class TransfoError(Exception):
    """Base of every error raised by this package.

    Parameters
    ----------
    what : what happened, in French, one sentence
    path : the file concerned, as the person knows it
    place : line, cell or page in that file
    cure : what to do, in French, one sentence

    Examples
    --------
    >>> SourceError("Le fichier est vide.", path="a.txt").notice().path
    'a.txt'
    """

    def __init__(self, what: str, *, path: str = "", place: str = "", cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.path = path
        self.place = place
        self.cure = cure

    def __str__(self) -> str:
        return str(self.notice())

    def _render_traceback_(self) -> list[str]:
        # in a notebook a person reads one sentence and its cure, not the program's insides
        return [str(self)]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.path, self.place, self.cure)

    def notice(self, severity: str = "erreur") -> Notice:
        """Return the same message as a line of a run's summary."""
        return Notice(self.path, self.place, self.what, self.cure, severity)

    def at(self, path: str, place: str = "") -> TransfoError:
        """Return the same error with its file (and place) named, if it was not."""
        return type(self)(
            self.what, path=self.path or path, place=self.place or place, cure=self.cure
        )


def _rebuild(cls: type[TransfoError], what: str, path: str, place: str, cure: str) -> TransfoError:
    return cls(what, path=path, place=place, cure=cure)


class ProjectError(TransfoError, ValueError):
    """The folder is not a project, or cannot become one."""


class MissingFileError(TransfoError, FileNotFoundError):
    """A file that is needed does not exist."""


class SettingsError(TransfoError, ValueError):
    """`projet.yaml` says something that cannot be followed."""


class SourceError(TransfoError, ValueError):
    """A raw file cannot be read as what its name says."""


class TableError(TransfoError, ValueError):
    """A table lacks a column, or holds a value it must not."""


class CodebookError(TransfoError, ValueError):
    """The codebook cannot be understood."""


class CodingError(TransfoError, ValueError):
    """A coding cannot be made: unknown document, code, or place."""


class JournalError(TransfoError, ValueError):
    """A line of the journal cannot be understood."""


class PublicationError(TransfoError, ValueError):
    """Something may not be shown, or is not cleared yet."""


class WriteError(TransfoError, OSError):
    """Nothing could be written: full disk, read-only folder, file open elsewhere."""
