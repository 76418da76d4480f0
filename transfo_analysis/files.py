"""The only door for writing: atomic replacement, and appending with fsync.

No other module of the package opens a file for writing. A replaced file is either
the old one or the new one, whole; an appended line is on disk when `append_line`
returns.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from transfo_analysis.errors import WriteError

__all__ = [
    "append_line",
    "append_lines",
    "dated",
    "locked",
    "move",
    "remove",
    "sha256_file",
    "write_bytes",
    "write_text",
]


# what a drive answers that has no locks, or whose server does not run them
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def dated(below: Path, ending: str = "") -> Path:
    """Return a folder named after today that does not exist yet; a person's exports go there.

    The name is the day, `ending`, and a number from the second one of the day on.
    """
    import datetime as dt

    today = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    names = (f"{today}{ending}" + (f"-{n}" if n > 1 else "") for n in range(1, 10_000))
    return next(below / name for name in names if not (below / name).exists())


def sha256_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, as 64 hexadecimal digits."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Replace a file by a text (UTF-8, line ends as given), or leave it as it was.

    Raises
    ------
    WriteError
        If the disk is full, the folder read-only, or the file open in a program that
        holds it (Excel does); the message says which.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file by these bytes, atomically, or leave it as it was.

    Raises
    ------
    WriteError
        As `write_text`.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".transfo-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner reads: a project folder is shared
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise _explained(error, path) from error


def move(path: Path, target: Path) -> None:
    """Give a file another name, at once; whatever had that name is replaced.

    Raises
    ------
    WriteError
        As `write_text`.
    """
    try:
        os.replace(path, target)
        _fsync_folder(target.parent)
    except OSError as error:
        raise _explained(error, path) from error


def remove(path: Path) -> None:
    """Delete a file, or a folder with all it holds; nothing there is no fault.

    Raises
    ------
    WriteError
        As `write_text`.
    """
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _explained(error, path) from error


@contextlib.contextmanager
def locked(path: Path, timeout: float = 30.0) -> Iterator[None]:
    """Hold the lock of a file that several processes append to.

    The lock is local to the machine; on a network drive the journal's file names
    (one per coder and installation) keep writers apart. A drive that knows no locks is
    locked by a file of this machine's own temporary folder.

    Raises
    ------
    WriteError
        If another program holds the lock for longer than `timeout` seconds.
    """
    import filelock

    lock_path = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(lock_path, timeout=timeout)
        try:
            lock.acquire()
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            name = hashlib.sha256(str(lock_path.resolve()).encode()).hexdigest()[:32]
            lock = filelock.FileLock(
                Path(tempfile.gettempdir()) / f"transfo-{name}.lock", timeout=timeout
            )
            lock.acquire()
        try:
            yield
        finally:
            lock.release()
    except filelock.Timeout as error:
        raise WriteError(
            "Un autre programme écrit dans ce fichier depuis trop longtemps.",
            path=str(path),
            cure="Fermez l’autre notebook ou l’autre commande, puis recommencez.",
        ) from error
    except OSError as error:
        raise _explained(error, path) from error


def append_line(path: Path, line: str) -> None:
    """Append one line and return once it is on disk. See `append_lines`."""
    append_lines(path, [line])


def append_lines(path: Path, lines: list[str]) -> None:
    """Append lines to a file and return once they are on disk (flush, fsync).

    The caller holds `locked(path)`. If the file does not end with a line end (a torn
    tail left by a power cut), the tail is left in place and the lines begin on a new
    line.

    Raises
    ------
    WriteError
        If nothing could be written; a part that was written is cut off again, so that
        the file ends as it did before, whenever the system allows it.
    """
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    try:
        new_file = not path.exists()
        with open(path, "a+b", buffering=0) as stream:
            size = stream.seek(0, os.SEEK_END)
            if size:
                stream.seek(size - 1)
                if stream.read(1) != b"\n":
                    data = b"\n" + data
            try:
                _write_all(stream, data)
                os.fsync(stream.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    stream.truncate(size)
                raise
        if new_file:
            _fsync_folder(path.parent)
    except OSError as error:
        raise _explained(error, path) from error


def _write_all(stream: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]


def _fsync_folder(folder: Path) -> None:
    # a new file's name is on disk only once its folder is; Windows has no such call
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _explained(error: OSError, path: Path) -> WriteError:
    if isinstance(error, WriteError):
        return error
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        what, cure = "Le disque est plein.", "Libérez de la place, puis recommencez."
    elif error.errno == errno.EROFS or (
        isinstance(error, PermissionError)
        and path.parent.is_dir()
        and not os.access(path.parent, os.W_OK)
    ):
        what, cure = (
            "Le dossier est en lecture seule.",
            "Ouvrez le projet depuis un dossier où vous pouvez écrire.",
        )
    elif isinstance(error, PermissionError):
        what, cure = (
            "Le fichier ne peut pas être remplacé : il est ouvert ailleurs (Excel ?) ou protégé.",
            "Fermez-le dans l’autre programme, ou rendez le dossier modifiable, puis recommencez.",
        )
    else:
        what, cure = (
            f"L’écriture a échoué ({error.strerror or error}).",
            "Vérifiez le disque et le dossier, puis recommencez.",
        )
    return WriteError(what, path=str(path), cure=cure)
