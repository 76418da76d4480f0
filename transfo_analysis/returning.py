"""Coming back from the field: a wave is closed, what changed since is said, two looks compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus import withdrawn
from transfo_analysis.errors import CodingError, MissingFileError, ProjectError, SettingsError
from transfo_analysis.rerun import snapshot
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import WHOLE
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.crosstable import CrossTable
    from transfo_analysis.looking import Looking
    from transfo_analysis.rerun.changes import Changes
    from transfo_analysis.rerun.comparing import Comparison
    from transfo_analysis.rerun.snapshot import Snapshot

__all__ = ["appearance", "changes_since", "close_wave", "compare", "picture"]

# what `compare` understands, besides the filters of a cross table
CODERS, BOOK = "coders", "codebook"


def close_wave(project: Looking, wave: str) -> Snapshot:
    """Write what stands, of this wave and of those closed before it, once.

    Raises
    ------
    ProjectError
        If no document is of this wave, or it is closed already.
    CodingError
        If nobody said who closes it.
    """
    from transfo_analysis.sources.metadata import wave as named

    name = named(wave) if wave.strip() else ""
    known = sorted({one for one in project.corpus().documents["wave"] if one})
    if name not in known:
        raise ProjectError(
            f"Aucun document n’est de la vague « {wave} ».",
            cure=f"Vagues du matériau : {listed(known)}."
            if known
            else "Posez d’abord le matériau.",
        )
    by = project.coding.coder
    if not by:
        raise CodingError(
            "Qui fige cette vague ? C’est l’acte d’une personne.",
            cure='Dites-le une fois : projet.coding.coder = "votre nom", '
            "ou transfo figer … --coder votre-nom.",
        )
    closed, notices = snapshot.read_all(project.folder)
    if notices:
        # its material may be what this wave stands on
        snapshot.read(project.folder / notices[0].path)
    waves = snapshot.after(closed, name)
    path = snapshot.path_of(project.folder, name)
    made = snapshot.Snapshot(
        name,
        waves,
        by,
        snapshot.today(),
        Picture() if path.exists() else picture(project, waves=waves),
    )
    snapshot.write(project.folder, made)
    return made


def picture(
    project: Looking,
    *,
    waves: Collection[str] | None = None,
    tables: Mapping[str, CrossTable] | None = None,
    coders: Collection[str] | None = None,
    book: Codebook | None = None,
    filters: Mapping[str, Any] | None = None,
) -> Picture:
    """Return what the project amounts to.

    Parameters
    ----------
    waves : of these waves (and of no wave) only; None takes everything
    tables : cross tables made already, by case
    coders : with the codings of these only
    book : with another codebook
    filters : of the cross tables
    """
    from transfo_analysis import crosstable
    from transfo_analysis.coding.consensus import counted
    from transfo_analysis.rerun.taking import Matter, narrowed, take
    from transfo_analysis.tagging import keyterms

    corpus, codings, state = project.corpus(), project.codings(coders), project.state()
    book = book or project.codebook
    if waves is None:
        terms = project.key_terms()
    else:
        whole, corpus = set(corpus.texts), narrowed(corpus, waves)
        apart = whole - set(corpus.texts)
        codings = codings[~codings["document_id"].isin(apart)].reset_index(drop=True)
        terms = keyterms.key_terms(
            corpus,
            project.annotations(),
            counted(codings),
            book,
            project.settings,
            project.folder / "data" / "coding",
        )
    families = {family.id for family in book.families}
    made = tables or {
        case.id: crosstable.cross_table(
            corpus, codings, state, None, None, book, case, **(filters or {})
        )
        for case in project.cases
        if {case.row_family, case.column_family} <= families
    }
    gone = [
        WHOLE + record.id if record.whole else record.id
        for record in withdrawn.read(project.folder)
        if record.done
    ]
    said = project.positions(), project.passing_words(), project.trials()
    return take(
        Matter(project.cases, book, corpus, state, codings, terms, made, *said, gone, waves)
    )


def changes_since(
    project: Looking,
    closed: Snapshot,
    now: Picture | None = None,
    tables: Mapping[str, CrossTable] | None = None,
) -> Changes:
    """Return what changed since a closed wave."""
    from transfo_analysis.rerun.changes import Changes

    return Changes(
        closed.wave,
        closed.by,
        closed.day,
        closed.picture,
        now or picture(project, tables=tables),
        _words(project, closed.picture),
        appearance(project, tables),
        project.settings.title,
        project.settings.fictional,
    )


def appearance(
    project: Looking, tables: Mapping[str, CrossTable] | None = None, case: str = ""
) -> pd.DataFrame:
    """Return when codes and crossings are first heard: table "appearance"."""
    import pandas as pd

    from transfo_analysis import crosstable
    from transfo_analysis.rerun.appearance import appearance as appeared
    from transfo_analysis.tables import frame, validate

    book, state = project.codebook, project.state()
    young = {*state.created, *(name for name, code in book.codes.items() if code.emergent)}
    families = {family.id for family in book.families}
    made = tables or {
        one.id: crosstable.cross_table(
            project.corpus(), project.codings(), state, None, None, book, one
        )
        for one in project.cases
        if {one.row_family, one.column_family} <= families
    }
    parts = [appeared(table, young) for name, table in made.items() if case in ("", name)]
    full = [part for part in parts if len(part)]
    if not full:
        return frame("appearance", [])
    return validate("appearance", pd.concat(full, ignore_index=True))


def compare(project: Looking, a: Mapping[str, Any], b: Mapping[str, Any]) -> Comparison:
    """Compare two ways of looking at the material.

    Raises
    ------
    SettingsError
        If a way asks for something that does not exist.
    CodingError
        If a coder coded nothing.
    """
    from transfo_analysis.rerun.comparing import Comparison

    one, two = _way(project, a), _way(project, b)
    return Comparison((_named(a), _named(b)), one, two, _words(project, Picture()))


def _way(project: Looking, way: Mapping[str, Any]) -> Picture:
    from dataclasses import fields

    from transfo_analysis.crosstable.filters import Filters
    from transfo_analysis.sources.metadata import wave

    offered = [one.name for one in fields(Filters) if one.name != "purpose_family"]
    known = (CODERS, BOOK, *offered)
    if unknown := sorted(set(way) - set(known)):
        raise SettingsError(
            f"« {unknown[0]} » ne se compare pas.", cure=f"Choisissez parmi : {', '.join(known)}."
        )
    filters = {name: value for name, value in way.items() if name in offered}
    if "waves" in filters:
        filters["waves"] = [wave(str(one)) for one in _several(filters["waves"])]
    coders = _several(way[CODERS]) if CODERS in way else None
    if coders is not None:
        coded = set(project.codings()["coder"])
        if absent := [one for one in coders if one not in coded]:
            raise CodingError(
                f"« {absent[0]} » n’a rien codé.",
                cure=f"Ont codé : {listed(sorted(coded))}." if coded else "Rien n’est encore codé.",
            )
    book = _book(project, way[BOOK]) if BOOK in way else None
    return picture(project, coders=coders, book=book, filters=filters)


def _book(project: Looking, path: str | Path) -> Codebook:
    from transfo_analysis.coding.codebook import Codebook as Book
    from transfo_analysis.errors import CodebookError
    from transfo_analysis.yamlfile import read

    file = Path(path) if Path(path).is_absolute() else project.folder / path
    if not file.is_file():
        raise MissingFileError(
            "Ce livre de codes n’existe pas.",
            path=str(path),
            cure="Donnez le chemin d’un codebook.yaml, depuis le dossier du projet.",
        )
    found = read(file, Book, CodebookError, str(path))
    return found.with_created(project.state().created)


def _named(way: Mapping[str, Any]) -> str:
    """Return a way of looking in words."""
    words = {
        CODERS: "codé par",
        "waves": "vagues",
        "kinds": "sortes",
        "registers": "registres",
        "grades": "catégories",
        "trades": "métiers",
        "services": "services",
        "purposes": "motifs",
        BOOK: "livre de codes",
    }
    told = [
        f"{words[name]} {listed([str(one) or 'non dit' for one in _several(value)])}"
        for name, value in way.items()
    ]
    return ", ".join(told) or "tout"


def _several(value: Any) -> list[Any]:
    return [value] if isinstance(value, str | Path) else list(value)


def _words(project: Looking, then: Picture) -> Any:
    from transfo_analysis.coding.textstore import TextStore
    from transfo_analysis.rerun.quoting import Words

    store = TextStore(project.folder / "data" / "coding" / "textes")
    return Words(project.corpus(), project.codings(), store, then)
