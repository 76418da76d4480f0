"""What a run drew, so that the next one draws again only what changed.

A sheet is known by all that decides its bytes: its strokes, its paper, the words for who
cannot see it, the program and the libraries that draw. Nothing else can make a chart stale,
whatever changed in the project. The files themselves are what is kept: one that is missing,
damaged or edited is drawn again. Of a sheet, only hashes are remembered.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files

if TYPE_CHECKING:
    from transfo_analysis.display.page import Chart
    from transfo_analysis.display.sheet import Sheet

__all__ = ["Drawn"]


class Drawn:
    """The sheets of the last run, and those of this one.

    Parameters
    ----------
    folder : what files are named below
    program : the version of what draws, and of what it stands on
    before : file → key of the sheet that the last run drew in it
    hashes : file → sha256 as the last run wrote it

    Attributes
    ----------
    keys : file → key of its sheet, of this run
    """

    def __init__(
        self,
        folder: Path,
        program: str,
        before: Mapping[str, str] | None = None,
        hashes: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.keys: dict[str, str] = {}
        # what packs pixels is the machine's own
        self._program = f"{program} {zlib.ZLIB_RUNTIME_VERSION}"
        self._before, self._hashes = before or {}, hashes or {}

    def still(self, chart: Chart, sheet: Sheet, paths: Iterable[Path]) -> bool:
        """Tell whether a sheet stands in all these files as it would be drawn now."""
        decides = (self._program, chart.title, chart.alt, sheet.paper, sheet.strokes)
        key = hashlib.sha256(repr(decides).encode()).hexdigest()
        names = {path.relative_to(self.folder).as_posix(): path for path in paths}
        self.keys.update(dict.fromkeys(names, key))
        return all(
            self._before.get(name) == key
            and path.is_file()
            and files.sha256_file(path) == self._hashes.get(name)
            for name, path in names.items()
        )
