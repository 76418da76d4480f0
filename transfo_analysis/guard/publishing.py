"""Build what may be shown from a project's parts: a `Release`, and what to remember of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import PublicationError
from transfo_analysis.exercises.presence import participants
from transfo_analysis.guard.counts import Known, band_label
from transfo_analysis.guard.heard import Span, band_of, wave_label, who_was_heard
from transfo_analysis.guard.hiding import protect
from transfo_analysis.guard.naming import refuse_names
from transfo_analysis.guard.panels import argued, panels
from transfo_analysis.guard.panels.presence import remembered
from transfo_analysis.guard.quotes import CLEARED, KEPT_OFF, Excerpt
from transfo_analysis.guard.release import (
    Cell,
    Changed,
    Column,
    Finding,
    Grid,
    Quote,
    Release,
    Row,
)
from transfo_analysis.guard.releases import Publication, digest
from transfo_analysis.guard.waiting import missing
from transfo_analysis.tables import KIND_WORDS
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Gathered, Parts, Statement

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """What is shown, and what `releases.record` keeps of it once it has been written."""

    release: Release
    publication: Publication


def prepare(parts: Parts, *, draft: bool = False) -> Prepared:
    """Build what may be shown.

    The same state published again is the same publication, with the same number.

    Parameters
    ----------
    draft : show what still waits too, marked so; what nobody consented to stays out

    Raises
    ------
    PublicationError
        If something is missing (not for a draft); the message lists it all.
    """
    if not draft and (notices := missing(parts)):
        lines = "\n".join(f"- {note}" for note in notices)
        raise PublicationError(
            f"La diffusion est arrêtée : il manque {plural(len(notices), 'chose')}.\n{lines}",
            cure="« projet.to_clear() » en donne la liste ; « draft=True » fait un brouillon.",
        )
    if parts.earlier:
        last = parts.earlier[-1]
        again = _Building(replace(parts, earlier=parts.earlier[:-1]), draft).prepared(last.number)
        if again.publication.digest == last.digest:
            return again
    number = parts.earlier[-1].number + 1 if parts.earlier else 1
    return _Building(parts, draft).prepared(number)


class _Building:
    """One release being built from parts."""

    def __init__(self, parts: Parts, draft: bool) -> None:
        self.parts = parts
        self.draft = draft
        self.showing = parts.settings.showing
        self.shown_quotes: set[str] = set()
        self.tables: dict[str, Known] = {}
        self.groups: dict[str, dict[str, Span]] = {}

    def prepared(self, number: int) -> Prepared:
        parts, settings = self.parts, self.parts.settings
        grids = tuple(self._grid(case, one) for case, one in parts.gathered.items())
        statements = [one for one in parts.statements if self._open(one.standing)]
        findings = tuple(self._finding(rank, one) for rank, one in enumerate(statements, start=1))
        heard, groups = who_was_heard(parts, self._waves())
        self.groups = groups | parts.stood
        self.shown_quotes |= argued(parts, draft=self.draft)
        release = Release(
            title=settings.title,
            programme="",
            waves=tuple(wave_label(wave) for wave in self._waves()),
            fictional=settings.fictional,
            draft=self.draft,
            number=number,
            address="",
            grids=grids,
            findings=findings,
            heard=heard,
            changed=self._changed(statements),
            note=self._note(),
            panels=panels(parts, draft=self.draft),
        )
        # spaces are ours in what we write; the words of a source are data
        release = _each_text(release, french, kept=("code", "address", "words"))
        if parts.names is not None:
            if self.draft:
                release = _each_text(release, parts.names.replaced)
            refuse_names(release, parts.names)
        publication = Publication(
            number,
            digest(release),
            parts.heard,
            {wave: len(people) for wave, people in self._waves().items()},
            self.tables,
            remembered(parts, self.groups),
            tuple(sorted(self.shown_quotes)),
            tuple(sorted(one.id for one in statements)),
            participants(parts.corpus),
        )
        return Prepared(release, publication)

    def _open(self, standing: str) -> bool:
        return standing == CLEARED or (self.draft and standing != KEPT_OFF)

    # -- the table -----------------------------------------------------------------------------

    def _grid(self, case: str, gathered: Gathered) -> Grid:
        parts, book = self.parts, self.parts.codebook
        table, crossed = gathered.table, parts.tables[case]
        quotes = {cell: self._cell_quotes(gathered, cell) for cell in sorted(gathered.shown)}
        known = protect(
            table,
            gathered.shown,
            [one.tables[case] for one in parts.earlier if case in one.tables],
            minimum=self.showing.cell_people,
            starts=self.showing.bands,
            counted=self.showing.counts,
            voices={
                cell: self._voices(table.people.get(cell), some) for cell, some in quotes.items()
            },
        )
        self.tables[case] = known
        last = self.showing.bands[-1]

        def told(name: str) -> str:
            if name not in known.told:
                return ""
            one = known.counts[name]
            return band_label(one.low, one.high, last=one.low >= last and one.high > one.low)

        return Grid(
            parts.settings.case(case).title,
            book.family(crossed.grid.row_family).label,
            book.family(crossed.grid.column_family).label,
            tuple(Row(code, book.label(code), told(f"{code} ")) for code in table.rows),
            tuple(Column(code, book.label(code), told(f" {code}")) for code in table.columns),
            {
                (row, column): Cell((row, column) in gathered.shown, told(f"{row} {column}"))
                for row in table.rows
                for column in table.columns
            },
            {cell: some for cell, some in quotes.items() if some},
        )

    def _cell_quotes(self, gathered: Gathered, cell: tuple[str, str]) -> tuple[Quote, ...]:
        here = set(gathered.places.get(cell, ()))
        return self._quotes(one for one in self.parts.excerpts.values() if one.place in here)

    def _voices(
        self, people: frozenset[str] | None, quotes: Iterable[Quote]
    ) -> tuple[frozenset[str], ...]:
        """Return, for each signature under a cell's quotes, the people heard whom it fits."""
        signed = self.parts.signatures
        fits = (
            frozenset(who for who, label in signed.items() if label == speaker)
            for speaker in sorted({quote.speaker for quote in quotes} - {""})
        )
        # words of who was only observed are signed too, and say nothing of who was heard
        return tuple(who for who in fits if who & (people or frozenset()))

    def _quotes(self, excerpts: Iterable[Excerpt]) -> tuple[Quote, ...]:
        chosen = {name for one in self.parts.statements for name in one.chosen}
        found: dict[tuple[str, int, int], Excerpt] = {}
        for one in sorted(excerpts, key=lambda e: (e.place, e.coding)):
            waits = self.draft and one.coding in chosen and one.standing != KEPT_OFF
            if one.shown or (waits and not one.obstacle):
                found.setdefault(one.place, one)
        self.shown_quotes |= {one.coding for one in found.values()}
        return tuple(dict.fromkeys(one.quote() for one in found.values()))

    # -- findings ------------------------------------------------------------------------------

    def _finding(self, rank: int, one: Statement) -> Finding:
        excerpts = self.parts.excerpts
        good, bad = (
            self._quotes(excerpts[name] for name in side if name in excerpts)
            for side in (one.good, one.bad)
        )
        _, row, column = (*one.bundle.split("/"), "", "")[:3]
        seen = row and (row, column) in self.parts.gathered[one.case].shown
        case = self.parts.settings.case(one.case).title
        where = [case] if len(self.parts.gathered) > 1 else []
        where += [self.parts.cell_label((row, column))] if seen else []
        return Finding(
            f"c{rank}",
            one.kind,
            one.kind_label,
            one.words,
            good,
            bad,
            " · ".join(where),
            case,
        )

    # -- who was heard -------------------------------------------------------------------------

    def _waves(self) -> dict[str, frozenset[str]]:
        from transfo_analysis.crosstable.count import heard

        rows = self.parts.evidence
        told = rows.assign(who=heard(rows))
        waves = {
            str(wave): frozenset(part["who"]) - {""} for wave, part in told.groupby("wave") if wave
        }
        return {wave: waves[wave] for wave in sorted(waves, key=_natural)}

    # -- what changed, what it rests on --------------------------------------------------------

    def _changed(self, statements: list[Statement]) -> Changed | None:
        """Say what is shown for the first time: nothing that the wall does not show."""
        if not self.parts.earlier:
            return None
        last = self.parts.earlier[-1]
        sentences = []
        for case, known in self.tables.items():
            before = last.tables[case].shown if case in last.tables else frozenset()
            new = [
                f"« {self.parts.cell_label((row, column))} »"
                for row in self.parts.gathered[case].table.rows
                for column in self.parts.gathered[case].table.columns
                if (row, column) in known.shown - before
            ]
            if new:
                verb = "est montré" if len(new) == 1 else "sont montrés"
                sentences.append(f"{listed(new)} {verb} pour la première fois.")
        sentences += [
            f"Nouveau, dans {one.kind_label.lower()} : {one.words}"
            for one in statements
            if one.id not in last.findings
        ]
        return Changed(tuple(sentences)) if sentences else None

    def _note(self) -> str:
        documents = self.parts.corpus.documents
        there = set(documents["kind"])
        sources = [many for kind, (_, many) in KIND_WORDS.items() if kind in there]
        waves = listed([wave_label(wave) for wave in self._waves()])
        people = band_of(self.parts, len(self.parts.heard), self.showing.cell_people)
        first = ", ".join(part for part in (listed(sources).capitalize(), waves) if part)
        first += f" ; {people} personnes entendues" if people else ""
        return (
            f"{first}. La machine a proposé des passages à lire ; des personnes ont codé, "
            "rédigé, choisi et relu tout ce qui est affiché."
        )


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def _each_text(
    value: Any, change: Callable[[str], str], kept: tuple[str, ...] = ("code", "address")
) -> Any:
    """Return a release with each of its texts changed, but for the fields `kept`."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(one, change, kept) for one in value)
    if isinstance(value, Mapping):
        return {key: _each_text(one, change, kept) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                one.name: _each_text(getattr(value, one.name), change, kept)
                for one in fields(value)
                if one.name not in kept
            },
        )
    return value
