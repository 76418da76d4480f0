"""What was published: one file a publication, `data/coding/diffusions/<number>.json`.

Not what was printed, but what whoever saw it knows: cells shown, bands, who had been heard.
Written once, by a person's act, and never changed: it is what the next publication must
not give away by difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from transfo_analysis import files
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.errors import JournalError
from transfo_analysis.guard.counts import Count, Known
from transfo_analysis.guard.release import Release

__all__ = ["FOLDER", "Publication", "digest", "read", "record"]

FOLDER = "data/coding/diffusions"
_VERSION = 1
_KEEP = "Remettez ce fichier depuis une sauvegarde : sans lui, deux diffusions se compareraient."


@dataclass(frozen=True)
class Publication:
    """One publication, as the next one must reckon with it.

    Parameters
    ----------
    number : its rank, from 1
    digest : of all that it showed (see `digest`)
    heard : everybody heard until then
    waves : people heard in each round of fieldwork
    tables : case → what is known of its table
    groups : attribute → label → band told
    quotes : codings whose words were shown
    findings : those that were shown
    present : everybody who took part in the programme then
    """

    number: int
    digest: str
    heard: frozenset[str]
    waves: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, Known] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    quotes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    present: frozenset[str] = frozenset()

    def to_json(self) -> str:
        """Return the publication as a file, always the same for the same."""
        tables = {
            case: {
                "shown": sorted(f"{row} {column}" for row, column in known.shown),
                "counts": {
                    name: [one.least, one.greatest, one.low, one.high]
                    for name, one in known.counts.items()
                },
                "told": sorted(known.told),
                "within": [list(pair) for pair in known.within],
                "unions": {name: list(parts) for name, parts in known.unions.items()},
                "voices": {
                    name: [sorted(who) for who in some] for name, some in known.voices.items()
                },
                "lone": sorted(f"{row} {column}" for row, column in known.lone),
            }
            for case, known in self.tables.items()
        }
        content = {
            "version": _VERSION,
            "number": self.number,
            "digest": self.digest,
            "heard": sorted(self.heard),
            "waves": dict(self.waves),
            "tables": tables,
            "groups": {name: dict(bands) for name, bands in self.groups.items()},
            "quotes": sorted(self.quotes),
            "findings": sorted(self.findings),
            "present": sorted(self.present),
        }
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Publication:
        """Read what `to_json` made.

        Raises
        ------
        ValueError
            If it is no such text, or of a newer version.
        """
        try:
            data = json.loads(text)
            if data["version"] != _VERSION:
                raise ValueError(f"version {data['version']}")  # noqa: TRY301 — one way out
            heard = frozenset(map(str, data["heard"]))
            return cls(
                int(data["number"]),
                str(data["digest"]),
                heard,
                {str(k): int(v) for k, v in data["waves"].items()},
                {str(k): _known(v, heard) for k, v in data["tables"].items()},
                {
                    str(name): {str(k): (int(v[0]), int(v[1])) for k, v in bands.items()}
                    for name, bands in data["groups"].items()
                },
                tuple(map(str, data["quotes"])),
                tuple(map(str, data["findings"])),
                # not told by publications of before
                frozenset(map(str, data.get("present", ()))),
            )
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as fault:
            raise ValueError(str(fault)) from fault

    def renamed(self, aliases: Mapping[str, str]) -> Publication:
        """Return the same with its codes as they are called today."""
        return replace(
            self,
            tables={case: _renamed(one, aliases) for case, one in self.tables.items()},
            groups={
                # where people stood in a debate is told by question and side
                "/".join(aliases.get(part, part) for part in name.split("/")): {
                    aliases.get(label, label): span for label, span in bands.items()
                }
                for name, bands in self.groups.items()
            },
        )


def _known(data: Mapping[str, Any], heard: frozenset[str]) -> Known:
    # publications of before told no voices, and which cells rest on one person
    voices = data.get("voices", {}).items()
    return Known(
        heard,
        _cells(data["shown"]),
        {str(k): Count(*map(int, v)) for k, v in data["counts"].items()},
        tuple((str(more), str(less)) for more, less in data["within"]),
        {str(k): tuple(map(str, v)) for k, v in data["unions"].items()},
        frozenset(map(str, data["told"])),
        {str(k): tuple(frozenset(map(str, who)) for who in some) for k, some in voices},
        _cells(data.get("lone", ())),
    )


def _cells(names: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset((one.split(" ")[0], one.split(" ")[1]) for one in names)


def _renamed(known: Known, aliases: Mapping[str, str]) -> Known:
    def now(name: str) -> str:
        return " ".join(aliases.get(code, code) for code in name.split(" "))

    def cells(named: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return frozenset((aliases.get(row, row), aliases.get(c, c)) for row, c in named)

    names = list(known.counts)
    if len({now(name) for name in names}) < len(names):
        # two codes became one: what was known of them is known of no code of today
        return Known(known.heard, frozenset(), {})
    return Known(
        known.heard,
        cells(known.shown),
        {now(name): one for name, one in known.counts.items()},
        tuple((now(more), now(less)) for more, less in known.within),
        {now(name): tuple(map(now, parts)) for name, parts in known.unions.items()},
        frozenset(map(now, known.told)),
        {now(name): some for name, some in known.voices.items()},
        cells(known.lone),
    )


def digest(release: Release) -> str:
    """Return the sha256 of all that a release shows, but for its number."""
    shown = asdict(
        replace(
            release,
            number=0,
            grids=tuple(
                replace(
                    grid,
                    cells={" ".join(cell): one for cell, one in grid.cells.items()},  # type: ignore[misc]
                    quotes={" ".join(cell): one for cell, one in grid.quotes.items()},  # type: ignore[misc]
                )
                for grid in release.grids
            ),
        )
    )
    return text_sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True))


def read(folder: Path) -> tuple[Publication, ...]:
    """Return a project's publications, the first one first.

    Raises
    ------
    JournalError
        If one cannot be read: without it nothing can be published safely.
    """
    found = []
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            found.append(Publication.from_json(path.read_text("utf-8")))
        except (OSError, ValueError) as fault:
            raise JournalError(
                "Cette diffusion passée ne peut pas être lue.",
                path=f"{FOLDER}/{path.name}",
                cure=_KEEP,
            ) from fault
    return tuple(sorted(found, key=lambda one: one.number))


def record(folder: Path, publication: Publication) -> Path:
    """Keep a publication; the same one, published again, is kept once.

    Raises
    ------
    JournalError
        If another publication has this number.
    WriteError
        If it cannot be written.
    """
    path = folder / FOLDER / f"{publication.number:04}.json"
    text = publication.to_json()
    if path.exists():
        if path.read_text("utf-8") != text:
            raise JournalError(
                f"La diffusion {publication.number} existe déjà, avec un autre contenu.",
                path=f"{FOLDER}/{path.name}",
                cure="Recommencez : une autre machine a peut-être publié entre-temps.",
            )
        return path
    files.write_text(path, text)
    return path
