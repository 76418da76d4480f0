"""What was parsed before, kept from run to run: a file is parsed again only when it changed.

One JSON file for each file of data/raw, named by what it was made from: the bytes, the kind
of document and the reader (this package's code and the format's library). Deleting the
folder changes speed only. An entry that is damaged, or another program's, is parsed again.

Words stand here as the file has them. The caller says which files may be kept: none in
which somebody withdrew, refuses analysis or has a name to be replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files
from transfo_analysis.errors import WriteError
from transfo_analysis.sources.parsing import Parsed, parse

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Kept", "reader"]

# libraries whose version decides what is read, by extension
LIBRARIES = {
    "txt": ("ruamel.yaml",), "md": ("ruamel.yaml", "markdown-it-py"),
    "docx": ("python-docx", "lxml"), "odt": ("odfdo", "lxml"), "rtf": ("striprtf",),
    "pdf": ("pypdfium2",), "xlsx": ("openpyxl",), "srt": ("pysubs2",), "vtt": ("webvtt-py",),
    "bib": ("bibtexparser",), "ris": ("rispy",),
}  # fmt: skip
_HEAD = '{{"sha256":"{}","parsed":'


class Kept:
    """The parsed files of a project, on disk.

    Parameters
    ----------
    folder : where they are kept
    context : whatever else decides what may be kept (names to be replaced, withdrawals); when
        it changes, everything is parsed, and judged, again
    """

    def __init__(self, folder: Path, context: str = "") -> None:
        self.folder = folder
        self.context = context
        # of this reading: file below data/raw → its entry, and those to be written
        self._paths: dict[str, Path] = {}
        self._new: dict[str, bytes] = {}

    def parse(self, name: str, data: bytes, kind: str) -> Parsed:
        """Return what the bytes of a file hold, parsing them only if nobody has.

        Parameters
        ----------
        name : the file below data/raw
        kind : of the document, "" for references

        Raises
        ------
        SourceError
            As `parsing.parse`; what cannot be read is never kept.
        """
        extension = name.rpartition(".")[2].lower()
        made_from = f"{reader(extension)} {kind} {self.context} {hashlib.sha256(data).hexdigest()}"
        path = self.folder / f"{hashlib.sha256(made_from.encode()).hexdigest()[:40]}.json"
        parsed = _read(path)
        if parsed is None:
            parsed = parse(data, extension, kind)
            with contextlib.suppress(ValueError):  # half of a character: not for a JSON file
                self._new[name] = _json(parsed)
        self._paths[name] = path
        return parsed

    def settle(self, names: Collection[str], clean: Callable[[str], bool]) -> None:
        """Keep what was found in these files for the next time, and forget all else.

        Parameters
        ----------
        names : files below data/raw of which every word may be kept
        clean : tells whether a new entry's text may
        """
        kept: set[Path] = set()
        # a folder that cannot be written makes nothing wrong, only slow
        with contextlib.suppress(WriteError):
            for name, path in self._paths.items():
                if name not in names:
                    continue
                if name in self._new:
                    body = self._new[name]
                    if not clean(body.decode()):
                        continue
                    head = _HEAD.format(hashlib.sha256(body).hexdigest())
                    files.write_bytes(path, head.encode() + body + b"}\n")
                kept.add(path)
        with contextlib.suppress(WriteError):
            for path in sorted(self.folder.glob("*.json")):
                if path not in kept:
                    files.remove(path)
        self._paths, self._new = {}, {}


@cache
def reader(extension: str) -> str:
    """Return the version of what reads a format: this package's code and its libraries.

    Examples
    --------
    >>> reader("docx") == reader("docx") != reader("pdf")
    True
    """
    digest = hashlib.sha256(extension.encode() + _code())
    for library in LIBRARIES.get(extension, ()):
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()[:16]


@cache
def _code() -> bytes:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


@cache
def _form() -> TypeAdapter[Parsed]:
    from pydantic import TypeAdapter

    return TypeAdapter(Parsed)


def _json(parsed: Parsed) -> bytes:
    # pydantic's own error for what JSON cannot hold is a ValueError
    return _form().dump_json(parsed, exclude_defaults=True)


def _read(path: Path) -> Parsed | None:
    try:
        data = path.read_bytes()
        start = len(_HEAD.format("0" * 64))
        body = data[start:-2]
        if data[:start] != _HEAD.format(hashlib.sha256(body).hexdigest()).encode():
            return None
        return _form().validate_json(body)
    except (OSError, ValueError):
        return None
