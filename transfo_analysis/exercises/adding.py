"""An exercise added to a project: its cases to `projet.yaml`, its families to the codebook.

All or nothing, and never over what a person wrote: what is there with the same content
stays, what is there with another is a mistake with its line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML

from transfo_analysis import files, settings, yamlfile
from transfo_analysis.coding import codebook, coherence
from transfo_analysis.coding.codebook import Codebook, Family
from transfo_analysis.errors import CodebookError, MissingFileError, SettingsError, TransfoError
from transfo_analysis.exercises.yaml_items import FlowListError, appended, items_of
from transfo_analysis.settings import Case, Settings
from transfo_analysis.typography import french, listed
from transfo_analysis.yamlfile import MisplacedError, Written

__all__ = ["Added", "Exercise", "add", "ready_made"]

READY = Path(__file__).parents[1] / "assets" / "exercices"
_NOTHING = "Rien n’a été changé."


class Exercise(Written):
    """What an exercise's file says: one case or several, and the families that they cross."""

    cases: tuple[Case, ...] = Field(alias="cas", min_length=1)
    families: tuple[Family, ...] = Field(default=(), alias="familles")

    @field_validator("cases", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _one_id_each(self) -> Exercise:
        ids = [case.id for case in self.cases]
        twice = [rank for rank, name in enumerate(ids) if name in ids[:rank]]
        if twice:
            what = f"Deux cas ont le même identifiant, « {ids[twice[0]]} »."
            raise MisplacedError([(("cas", twice[0], "id"), what)])
        return self


@dataclass(frozen=True)
class Added:
    """What was added to a project, and where its material goes."""

    cases: tuple[Case, ...]
    families: tuple[str, ...]
    exercise: Exercise

    def lines(self) -> list[str]:
        """Say in French what was done, and what to do next."""
        said = []
        if self.cases:
            said.append(f"Ajouté à projet.yaml : {_named([c.id for c in self.cases], 'cas')}.")
        if self.families:
            names = _named(self.families, "famille", "familles")
            said.append(f"Ajouté au livre de codes : {names}.")
        if not said:
            said.append("Cet exercice est déjà dans le projet : rien n’a changé.")
        said += [where_to_put(case) for case in self.exercise.cases]
        said.append("Puis : transfo run")
        return [french(line) for line in said]

    def __repr__(self) -> str:
        return "\n".join(self.lines())


def where_to_put(case: Case) -> str:
    """Return in French where the material of a case goes.

    Examples
    --------
    >>> case = {"id": "meteo", "titre": "La météo", "lignes": "ciel", "colonnes": "aspect"}
    >>> where_to_put(Case.model_validate(case)).count("data/raw/tableaux/vague-1/meteo/")
    1
    """
    if case.folders:
        places = listed([f"data/raw/{name.strip('/')}/vague-1/" for name in case.folders], "ou")
        return f"« {case.id} » : posez son matériau dans {places}"
    return f"« {case.id} » : posez le tableau tapé dans data/raw/tableaux/vague-1/{case.id}/"


def _named(names: Iterable[str], one: str, many: str = "") -> str:
    quoted = [f"« {name} »" for name in names]
    return f"{one if len(quoted) == 1 else many or one} {listed(quoted)}"


def ready_made() -> dict[str, Exercise]:
    """Return the exercises that come with the program, by their names."""
    return {
        path.stem: yamlfile.read(path, Exercise, SettingsError)
        for path in sorted(READY.glob("*.yaml"))
    }


def add(project: Path, wanted: str | Path) -> Added:
    """Add an exercise to a project; adding it again changes nothing.

    Parameters
    ----------
    project : the project's folder
    wanted : a file of settings, or the name of a ready-made one

    Raises
    ------
    MissingFileError
        If it is neither a file nor a known name.
    SettingsError, CodebookError
        If something in it is mistaken, or contradicts what the project has; the line is named,
        and nothing was written.
    WriteError
        If a file cannot be written; both are then as they were.
    """
    path = _file(project, wanted)
    shown = path.name
    exercise = _read(path, shown)
    book_path, settings_path = project / codebook.FILE_NAME, project / settings.FILE_NAME
    with files.locked(book_path):
        own, book = settings.load(project), codebook.load(project)
        cases = _new_cases(exercise, own, settings_path)
        families = _new_families(exercise, book, book_path)
        _validated(exercise, book, families, path)
        source = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        # the codebook first: without its families a case would be empty
        changes = [
            _Change(book_path, codebook.FILE_NAME, "familles", [f.id for f in families], Codebook),
            _Change(settings_path, settings.FILE_NAME, "cas", [c.id for c in cases], Settings),
        ]
        _write([(one.path, one.before(), one.after(source)) for one in changes if one.names])
    return Added(tuple(cases), tuple(family.id for family in families), exercise)


def _read(path: Path, shown: str) -> Exercise:
    # a misspelt key is also a missing one: what the person wrote is told first
    notes = yamlfile.problems(path, Exercise, shown)
    for note in sorted(notes, key=lambda note: "n’est pas connue" not in note.what)[:1]:
        raise SettingsError(
            f"{note.what} {_NOTHING}", path=note.path, place=note.place, cure=note.cure
        )
    return yamlfile.read(path, Exercise, SettingsError, shown)


def _file(project: Path, wanted: str | Path) -> Path:
    for path in (Path(wanted), project / wanted):
        if path.is_file():
            return path
    ready = READY / f"{wanted}.yaml"
    if str(wanted) == Path(wanted).name and ready.is_file():
        return ready
    names = ", ".join(path.stem for path in sorted(READY.glob("*.yaml")))
    raise MissingFileError(
        f"« {wanted} » n’est ni un fichier, ni un exercice tout prêt.",
        cure=f"Exercices tout prêts : {names}. Pour le vôtre, donnez le chemin de son fichier .yaml.",
    )


def _new_cases(exercise: Exercise, own: Settings, path: Path) -> list[Case]:
    there = {case.id: (rank, case) for rank, case in enumerate(own.cases)}
    new = []
    for case in exercise.cases:
        rank, found = there.get(case.id, (-1, None))
        if found is None:
            new.append(case)
        elif found != case:
            raise _other("Le cas", case.id, SettingsError, path, settings.FILE_NAME, ("cas", rank))
    return new


def _new_families(exercise: Exercise, book: Codebook, path: Path) -> list[Family]:
    there = {family.id: (rank, family) for rank, family in enumerate(book.families)}
    new = []
    for family in exercise.families:
        rank, found = there.get(family.id, (-1, None))
        if found is None:
            new.append(family)
        elif found != family:
            place = ("familles", rank)
            raise _other("La famille", family.id, CodebookError, path, codebook.FILE_NAME, place)
    return new


def _other(
    what: str, name: str, error: type[TransfoError], path: Path, shown: str, place: tuple[str, int]
) -> TransfoError:
    line = yamlfile.line_of(yamlfile.parsed(path), place)
    return error(
        f"{what} « {name} » est déjà là, avec un autre contenu. {_NOTHING}",
        path=shown,
        place=f"ligne {line}",
        cure="Gardez l’un des deux : changez l’« id » dans le fichier de l’exercice, ou retirez-l’en.",
    )


def _validated(exercise: Exercise, book: Codebook, families: list[Family], path: Path) -> None:
    """Check what only shows once exercise and project are put together, by the exercise's lines."""
    written = yamlfile.parsed(path)
    ranks = [exercise.families.index(family) for family in families]
    try:
        whole = Codebook.model_validate({"familles": (*book.families, *families)})
    except ValidationError as invalid:
        raise _misplaced(invalid, len(book.families), ranks, written, path) from invalid
    for rank, case in enumerate(exercise.cases):
        for keys, what, cure in coherence.of_case(case, whole):
            line = yamlfile.line_of(written, ("cas", rank, *keys))
            raise SettingsError(
                f"{what} {_NOTHING}", path=path.name, place=f"ligne {line}", cure=cure
            )


def _misplaced(
    invalid: ValidationError, known: int, ranks: list[int], written: object, path: Path
) -> CodebookError:
    fault = invalid.errors()[0].get("ctx", {}).get("error")
    what, line = str(fault or invalid.errors()[0]["msg"]), 1
    if isinstance(fault, MisplacedError):
        place, what = fault.mistakes[0]
        rank = int(place[1]) - known
        if rank >= 0:
            line = yamlfile.line_of(written, ("familles", ranks[rank], *place[2:]))
    return CodebookError(
        f"{what} {_NOTHING}",
        path=path.name,
        place=f"ligne {line}",
        cure="Corrigez cette ligne, puis recommencez.",
    )


@dataclass(frozen=True)
class _Change:
    """Items to put at the end of the list of one of the project's files."""

    path: Path
    shown: str
    key: str
    names: list[str]
    model: type[Written]

    def before(self) -> bytes:
        return self.path.read_bytes()

    def after(self, source: str) -> bytes:
        """Return the file's new bytes, its line ends and its mark kept, read back once."""
        old = self.before()
        written = old.decode("utf-8-sig")
        items = items_of(source, self.key)
        try:
            text = appended(
                written.replace("\r\n", "\n"), self.key, [items[name] for name in self.names]
            )
        except FlowListError as fault:
            raise SettingsError(
                f"La liste « {self.key} » est écrite entre crochets : on ne peut rien y ajouter.",
                path=self.shown,
                place=f"ligne {fault.line}",
                cure="Écrivez-la sur plusieurs lignes, un élément par « - », puis recommencez.",
            ) from fault
        self.model.model_validate(YAML(typ="rt").load(io.StringIO(text)))
        mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
        return mark + (text.replace("\n", "\r\n") if "\r\n" in written else text).encode("utf-8")


def _write(changes: list[tuple[Path, bytes, bytes]]) -> None:
    """Write every file, or none."""
    done: list[tuple[Path, bytes]] = []
    try:
        for path, before, after in changes:
            files.write_bytes(path, after)
            done.append((path, before))
    except BaseException:
        for path, before in done:
            files.write_bytes(path, before)
        raise
