"""Which files of data/raw came, went, changed, or only moved, between two readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transfo_analysis.rerun.manifest import FileRead
from transfo_analysis.typography import french, plural

__all__ = ["FileChanges", "file_changes"]

_MOST = 3


@dataclass(frozen=True)
class FileChanges:
    """What became of the files of data/raw; each path is below data/raw, in order.

    Parameters
    ----------
    added, changed, removed : paths
    renamed : (path before, path now), of files with the same bytes or the same text
    unreadable : paths that cannot be read today; the notices say why
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.renamed, self.removed))

    def lines(self) -> list[str]:
        """Say it in French, naming a few of each."""
        moved = tuple(f"{before} → {now}" for before, now in self.renamed)
        told = (
            (self.added, "fichier nouveau", "fichiers nouveaux"),
            (self.changed, "fichier corrigé", "fichiers corrigés"),
            (moved, "fichier renommé ou déplacé", "fichiers renommés ou déplacés"),
            (self.removed, "fichier retiré", "fichiers retirés"),
            (self.unreadable, "fichier illisible", "fichiers illisibles"),
        )
        return [
            french(f"{plural(len(names), one, many)} : {_few(names)}")
            for names, one, many in told
            if names
        ]


def _few(names: tuple[str, ...]) -> str:
    rest = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" et {plural(rest, 'autre')}" if rest > 0 else "")


def file_changes(before: Mapping[str, FileRead], now: Mapping[str, FileRead]) -> FileChanges:
    """Return what changed between two readings of data/raw.

    A file is renamed when its bytes, or else its text, stand alone under one path before and
    one path now; of two files that are alike nobody can tell which became which.

    Examples
    --------
    >>> old, new = FileRead("a", 1, "r", "t"), FileRead("b", 2, "r", "t")
    >>> file_changes({"x.txt": old}, {"y.docx": new}).renamed
    (('x.txt', 'y.docx'),)
    """
    gone = {path: one for path, one in before.items() if path not in now}
    come = {path: one for path, one in now.items() if path not in before}
    renamed: dict[str, str] = {}
    for key in ("sha256", "text"):
        was, are = _alone(gone, key), _alone(come, key)
        for value in sorted(set(was) & set(are)):
            renamed[was[value]] = are[value]
        for path in renamed:
            gone.pop(path, None)
        for path in renamed.values():
            come.pop(path, None)
    return FileChanges(
        added=tuple(sorted(come)),
        changed=tuple(
            sorted(p for p, one in now.items() if p in before and before[p].sha256 != one.sha256)
        ),
        renamed=tuple(sorted(renamed.items())),
        removed=tuple(sorted(gone)),
        unreadable=tuple(sorted(path for path, one in now.items() if one.unreadable)),
    )


def _alone(files: Mapping[str, FileRead], key: str) -> dict[str, str]:
    """Return value → path, for values that one file alone has."""
    paths: dict[str, list[str]] = {}
    for path, one in files.items():
        if value := getattr(one, key):
            paths.setdefault(value, []).append(path)
    return {value: found[0] for value, found in paths.items() if len(found) == 1}
