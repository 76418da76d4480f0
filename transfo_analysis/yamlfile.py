"""A YAML file that a person writes: read, validated, and its mistakes named by line.

Settings, codebook and lists all come through here, so that every mistake gets the same
kind of message: file, line, what was expected, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from transfo_analysis.errors import MissingFileError, Notice, TransfoError

__all__ = [
    "MisplacedError",
    "Written",
    "line_of",
    "parsed",
    "problems",
    "read",
    "read_what_can",
]

Model = TypeVar("Model", bound=BaseModel)


class Written(BaseModel):
    """Base of what a person writes: keys are French aliases, unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class MisplacedError(ValueError):
    """Mistakes that a whole file shows: each with its place in it (keys as written).

    Raised by a model's validator instead of a `ValueError`, so that each gets its line.
    """

    def __init__(self, mistakes: Sequence[tuple[tuple[int | str, ...], str]]) -> None:
        super().__init__(" ".join(what for _, what in mistakes))
        self.mistakes = tuple(mistakes)


def read(path: Path, model: type[Model], error: type[TransfoError], shown: str = "") -> Model:
    """Read a YAML file into a model.

    Parameters
    ----------
    path : the file
    model : what it must hold
    error : the class raised for a mistake in it
    shown : how the file is named to the person (default: its name)

    Raises
    ------
    MissingFileError
        If there is no such file.
    TransfoError
        Of class `error`, for the first mistake, with its line; `problems` lists all.
    """
    found, first = _read(path, model, shown or path.name)
    if first:
        note = first[0]
        raise error(note.what, path=note.path, place=note.place, cure=note.cure)
    assert found is not None
    return found


def read_what_can(
    path: Path, model: type[Model], shown: str = ""
) -> tuple[Model | None, list[Notice]]:
    """Read a YAML file, leaving out what is wrong in it and saying so.

    An unknown key is left out alone; any other mistake leaves out the smallest list item
    that holds it (a code, a rule). What nothing is left of gives None.

    Raises
    ------
    MissingFileError
        If there is no such file.
    """
    shown = shown or path.name
    data, notes = _load(path, shown)
    if data is None:
        return None, notes
    while True:
        try:
            return model.model_validate(data), notes
        except ValidationError as invalid:
            items = _faults(invalid)
            notes += [_notice(item, data, model, shown) for item in items]
            # from the end, so that the places of the earlier mistakes stay right
            places = {_to_leave_out(data, item) for item in items}
            if () in places:
                return None, _in_order(notes)
            for place in sorted(places, key=lambda p: [str(s).zfill(6) for s in p], reverse=True):
                _leave_out(data, place)
            notes = _in_order(notes)


def _faults(invalid: ValidationError) -> list[ErrorDetails]:
    found = [placed for item in invalid.errors() for placed in _placed(item)]
    # a list whose items are wrong is also reported as too short: say it once, at the item
    return [
        item
        for item in found
        if item["type"] != "too_short"
        or not any(
            len(other["loc"]) > len(item["loc"]) and other["loc"][: len(item["loc"])] == item["loc"]
            for other in found
        )
    ]


def _placed(item: ErrorDetails) -> list[ErrorDetails]:
    error = item.get("ctx", {}).get("error")
    if not isinstance(error, MisplacedError):
        return [item]
    return [
        {**item, "loc": (*item["loc"], *place), "ctx": {"error": ValueError(what)}}
        for place, what in error.mistakes
    ]


def _to_leave_out(data: object, item: ErrorDetails) -> tuple[int | str, ...]:
    place: list[int | str] = []
    last_item = 0
    for step in item["loc"]:
        if isinstance(data, CommentedMap) and step in data:
            place.append(step)
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            place.append(step)
            last_item = len(place)
        else:
            continue
        data = data[step]
    if item["type"] == "extra_forbidden":
        return tuple(place)
    return tuple(place[:last_item])


def _leave_out(data: Any, place: tuple[int | str, ...]) -> None:
    for step in place[:-1]:
        data = data[step]
    del data[place[-1]]


def problems(path: Path, model: type[Model], shown: str = "") -> list[Notice]:
    """List every mistake of a YAML file, in the order of its lines (empty: none)."""
    return _read(path, model, shown or path.name)[1]


def _read(path: Path, model: type[Model], shown: str) -> tuple[Model | None, list[Notice]]:
    data, notes = _load(path, shown)
    if data is None:
        return None, notes
    try:
        return model.model_validate(data), []
    except ValidationError as invalid:
        return None, _in_order([_notice(item, data, model, shown) for item in _faults(invalid)])


def _load(path: Path, shown: str) -> tuple[CommentedMap | None, list[Notice]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as missing:
        raise MissingFileError(
            "Le fichier n’existe pas.",
            path=shown,
            cure="Créez un projet avec « transfo new », ou remettez ce fichier en place.",
        ) from missing
    except UnicodeDecodeError:
        what = "Le fichier n’est pas en UTF-8."
        return None, [Notice(shown, "", what, "Enregistrez-le en UTF-8, puis recommencez.")]
    loader = YAML(typ="rt")
    try:
        data = loader.load(text)
    except MarkedYAMLError as mark:
        line = mark.problem_mark.line + 1 if mark.problem_mark else 1
        return None, [Notice(shown, f"ligne {line}", _yaml_fault(mark), _YAML_CURE)]
    except Exception as fault:  # ruamel lets ValueError and others out of odd scalars
        return None, [Notice(shown, "", f"Le fichier YAML est illisible ({fault}).", _YAML_CURE)]
    if not isinstance(data, CommentedMap):
        what = "Le fichier devrait contenir des lignes « clé : valeur »."
        return None, [Notice(shown, "ligne 1", what, _YAML_CURE)]
    return data, []


def _in_order(notes: list[Notice]) -> list[Notice]:
    return sorted(set(notes), key=lambda note: (_line(note.place), note.what))


_YAML_CURE = (
    "Vérifiez l’alignement des lignes (des espaces, jamais de tabulation) "
    "et les guillemets autour des textes qui contiennent « : » ou « # »."
)


def _yaml_fault(mark: MarkedYAMLError) -> str:
    problem = str(mark.problem or "")
    if "duplicate key" in problem:
        key = problem.split('"')[1] if '"' in problem else problem
        return f"La clé « {key} » est écrite deux fois."
    if "\\t" in problem:
        return "Il y a une tabulation là où YAML attend des espaces."
    return "Le YAML de cette ligne ne se lit pas."


def _line(place: str) -> int:
    return int(place.removeprefix("ligne ")) if place.startswith("ligne ") else 0


def parsed(path: Path) -> object:
    """Return a YAML file as its parser gives it, for `line_of` (None: it does not read)."""
    return _load(path, path.name)[0]


def line_of(data: object, loc: Sequence[int | str]) -> int:
    """Return the line (from 1) of the deepest part of `loc` that the file really has."""
    line = 1
    for step in loc:
        if isinstance(data, CommentedMap) and step in data:
            line = data.lc.key(step)[0] + 1
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            line = data.lc.item(step)[0] + 1
        else:
            continue  # a step of the model (a union's branch) that the file does not show
        data = data[step]
    return line


def _notice(item: ErrorDetails, data: CommentedMap, model: type[BaseModel], shown: str) -> Notice:
    loc = item["loc"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    kind, context = item["type"], item.get("ctx", {})
    cure = "Corrigez cette ligne, puis recommencez."
    if kind == "missing":
        what = f"La clé « {name} » manque."
        cure = f"Ajoutez une ligne « {name} : … »."
    elif kind == "extra_forbidden":
        what = f"La clé « {name} » n’est pas connue ici."
        cure = _closest(name, model)
    elif kind == "value_error":
        what = str(context.get("error", item["msg"]))
    elif kind in ("literal_error", "enum"):
        what = (
            f"« {item['input']} » n’est pas une valeur possible de « {name} » "
            f"(attendu : {context.get('expected', '')})."
        ).replace(" or ", " ou ")
    else:
        by_type = next((fr for part, fr in _EXPECTED.items() if kind.startswith(part)), "")
        expected = _EXPECTED_OF.get(name, by_type)
        shown_input = str(item["input"])[:60]
        what = f"« {name} » vaut « {shown_input} », qui ne convient pas"
        what += f" (attendu : {expected})." if expected else "."
    return Notice(shown, f"ligne {line_of(data, loc)}", what, cure)


# what some keys expect is narrower than their type
_EXPECTED_OF = {
    "id": "des minuscules sans accent ni espace, des chiffres, - ou _",
    "couleur": 'une couleur entre guillemets, comme "#117733"',
}
_EXPECTED = {
    "string": "un texte",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "oui ou non (true, false)",
    "list": "une liste, un élément par ligne commençant par « - »",
    "tuple": "une liste, un élément par ligne commençant par « - »",
    "dict": "des lignes « clé : valeur »",
    "model": "des lignes « clé : valeur »",
    "greater": "un nombre plus grand",
    "less": "un nombre plus petit",
    "too_short": "au moins un élément",
}


def _closest(name: str, model: type[BaseModel]) -> str:
    from rapidfuzz import process

    known = sorted(_aliases(model, set()))
    best = process.extractOne(name, known, score_cutoff=70)
    if best:
        return f"Vouliez-vous écrire « {best[0]} » ?"
    return "Retirez-la, ou cherchez son nom exact dans la documentation."


def _aliases(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    if model in seen:
        return set()
    seen.add(model)
    names: set[str] = set()
    for key, field in model.model_fields.items():
        names.add(field.alias or key)
        for inner in _models_in(field.annotation):
            names |= _aliases(inner, seen)
    return names


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models_in(part)]
