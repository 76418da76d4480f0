"""Where drawings become files: in this process, and in another beside it when there are cores.

Drawing is most of a run, and Python draws on one core at a time. A drawing is plain values and
its files are bytes, so another process may draw some of them; it gives the very same
bytes. Whatever happens to that process, this one draws what it was given.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from transfo_analysis import files

if TYPE_CHECKING:
    from transfo_analysis.display.strokes import Drawing

__all__ = ["PROCESSES", "Press"]

# the variable that says in how many processes to draw
PROCESSES = "TRANSFO_PROCESSUS"
_PROGRAM = "transfo_analysis.display.ink"
# what the other process is given at once: as many as it draws while this one loads what draws
_AHEAD = 4


class Press:
    """Draws, and writes what is drawn; to be closed, as a file is.

    Parameters
    ----------
    processes : in how many processes to draw, 1 or 2; by default as many as there are cores,
        or as `TRANSFO_PROCESSUS` says
    ahead : how many drawings the other process is given at once; many, where this one has
        something else to do before it closes the press

    Examples
    --------
    >>> with Press(1) as press:
    ...     press.closed
    False
    """

    def __init__(self, processes: int | None = None, ahead: int = _AHEAD) -> None:
        wanted = _processes() if processes is None else processes
        self._other = _Other() if wanted > 1 else None
        self._given: list[tuple[Future[dict[str, bytes]], Drawing, Mapping[str, Path]]] = []
        self._ahead = ahead
        self.closed = False

    def draw(self, drawing: Drawing, paths: Mapping[str, Path]) -> None:
        """Draw a drawing into its files, now or by the time the press is closed.

        Parameters
        ----------
        paths : format → file

        Raises
        ------
        WriteError
            If a file cannot be written, of this drawing or of an earlier one.
        """
        while self._given and self._given[0][0].done():
            self._take()
        if self._other is not None and len(self._given) < self._ahead:
            self._given.append((self._other.begin(drawing), drawing, paths))
        else:
            _draw_here(drawing, paths)

    def close(self) -> None:
        """Wait for what is being drawn, and write it.

        Raises
        ------
        WriteError
            If a file cannot be written.
        """
        try:
            while self._given:
                # what still waits is drawn here, from the last on
                if self._given[-1][0].cancel():
                    _, drawing, paths = self._given.pop()
                    _draw_here(drawing, paths)
                else:
                    self._take()
        finally:
            self._stop()

    def _take(self) -> None:
        future, drawing, paths = self._given.pop(0)
        try:
            drawn = future.result()
        except (OSError, EOFError, ValueError):
            # it was killed, or could not draw it: nothing is lost by it
            self._stop()
            _draw_here(drawing, paths)
        else:
            _write(drawn, paths)

    def _stop(self) -> None:
        self.closed = True
        if self._other is not None:
            self._other.stop()
            self._other = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._stop()


class _Other:
    """Another process, which draws what it is given, in order."""

    def __init__(self) -> None:
        # what is imported here is imported there, and nothing of the folder one happens to be in
        path = os.pathsep.join(part for part in sys.path if part)
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._hand = ThreadPoolExecutor(1)

    def begin(self, drawing: Drawing) -> Future[dict[str, bytes]]:
        return self._hand.submit(self._drawn, drawing)

    def _drawn(self, drawing: Drawing) -> dict[str, bytes]:
        asking, answering = self._process.stdin, self._process.stdout
        assert asking is not None
        assert answering is not None
        asking.write(drawing.line())
        asking.flush()
        return {form: _whole(answering) for form in drawing.formats}

    def stop(self) -> None:
        # nothing is asked of it any more, or nothing can be
        self._process.kill()
        self._hand.shutdown()
        self._process.communicate()


def _whole(answering: IO[bytes]) -> bytes:
    size = int(answering.readline())
    data = answering.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _processes() -> int:
    told = os.environ.get(PROCESSES, "")
    if told.isdecimal():
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _draw_here(drawing: Drawing, paths: Mapping[str, Path]) -> None:
    from transfo_analysis.display.ink import inked

    _write(inked(drawing), paths)


def _write(drawn: Mapping[str, bytes], paths: Mapping[str, Path]) -> None:
    for form, data in drawn.items():
        files.write_bytes(paths[form], data)
