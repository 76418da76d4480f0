"""The codebook: families of codes, their definitions, and the words that suggest them.

A person writes `data/coding/codebook.yaml` in French; a code is named `family:code`
everywhere (`mode:velo`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from transfo_analysis.errors import CodebookError
from transfo_analysis.settings import Identifier
from transfo_analysis.yamlfile import MisplacedError, Written, read

__all__ = ["Code", "Codebook", "Family", "Keyword", "load"]

FILE_NAME = "data/coding/codebook.yaml"
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]*")
# where in the file, as written there, and what is wrong
Mistake = tuple[tuple[int | str, ...], str]
PartOfSpeech = Literal["NOM", "VERBE", "ADJ", "ADV", "NOMPROPRE"]


class Keyword(Written):
    """A word or expression that suggests a code, by lemma.

    `text` may hold several words (« trop loin »); `pos` binds a single word, or the head
    (first word) of an expression, to a part of speech.
    """

    text: str = Field(alias="mot", min_length=1)
    pos: PartOfSpeech | None = Field(default=None, alias="nature")


class Code(Written):
    """A code: what it means, what it takes in and leaves out, what suggests it.

    `under` makes it a sub-code, counted in its parent too; `opposes` names codes that
    seem to go the other way on the same row.
    """

    id: str = Identifier
    label: str = Field(alias="libelle", min_length=1)
    definition: str = Field(default="")
    include: str = Field(default="", alias="inclure")
    exclude: str = Field(default="", alias="exclure")
    keywords: tuple[Keyword, ...] = Field(default=(), alias="mots")
    exceptions: tuple[str, ...] = Field(default=(), alias="sauf")
    under: str = Field(default="", alias="sous")
    opposes: tuple[str, ...] = Field(default=(), alias="oppose")
    colour: str = Field(default="", alias="couleur", pattern=r"^(#[0-9A-Fa-f]{6})?$")
    # a code born in the field rather than in the first codebook
    emergent: bool = Field(default=False, alias="emergent")

    @field_validator("keywords", mode="before")
    @classmethod
    def _plain_words(cls, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        return [{"mot": item} if isinstance(item, str) else item for item in value]


class Family(Written):
    """A family of codes: one side of a grid, or an attribute of excerpts."""

    id: str = Identifier
    label: str = Field(alias="libelle", min_length=1)
    definition: str = ""
    codes: tuple[Code, ...] = ()


class Codebook(Written):
    """Every family of codes of a project.

    Raises
    ------
    ValueError
        If an identifier is used twice, or a code named by another does not exist.

    Examples
    --------
    >>> book = Codebook.model_validate({"familles": [{"id": "mode", "libelle": "Modes",
    ...     "codes": [{"id": "velo", "libelle": "Vélo", "mots": ["vélo"]}]}]})
    >>> book.label("mode:velo"), book["mode:velo"].keywords[0].text
    ('Vélo', 'vélo')
    """

    families: tuple[Family, ...] = Field(alias="familles", min_length=1)

    @model_validator(mode="after")
    def _coherent(self) -> Codebook:
        mistakes = [*self._twice(), *self._unknown()]
        if mistakes:
            raise MisplacedError(mistakes)
        return self

    def _twice(self) -> Iterator[Mistake]:
        families: set[str] = set()
        for rank, family in enumerate(self.families):
            if family.id in families:
                what = f"La famille « {family.id} » est définie deux fois."
                yield ("familles", rank, "id"), what
            families.add(family.id)
            codes: set[str] = set()
            for place, code in enumerate(family.codes):
                if code.id in codes:
                    what = f"Le code « {family.id}:{code.id} » est défini deux fois."
                    yield ("familles", rank, "codes", place, "id"), what
                codes.add(code.id)

    def _unknown(self) -> Iterator[Mistake]:
        for rank, family in enumerate(self.families):
            siblings = {code.id: code for code in family.codes}
            for place, code in enumerate(family.codes):
                here: tuple[int | str, ...] = ("familles", rank, "codes", place)
                name = f"{family.id}:{code.id}"
                if code.under and code.under not in siblings:
                    what = f"« {name} » est placé sous « {code.under} », "
                    what += "qui n’existe pas dans sa famille" + _hint(code.under, siblings)
                    yield (*here, "sous"), what
                elif code.under == code.id:
                    yield (*here, "sous"), f"« {name} » est placé sous lui-même."
                elif code.under and siblings[code.under].under:
                    what = f"« {name} » est le sous-code d’un sous-code : un seul niveau."
                    yield (*here, "sous"), what
                for item, other in enumerate(code.opposes):
                    if other not in self.codes:
                        what = f"« {name} » s’oppose à « {other} », qui n’existe pas"
                        what += _hint(other, self.codes) + " Écrivez famille:code."
                        yield (*here, "oppose", item), what

    @cached_property
    def codes(self) -> dict[str, Code]:
        """Every code by its full name `family:code`, in the codebook's order."""
        return {f"{f.id}:{c.id}": c for f in self.families for c in f.codes}

    def __getitem__(self, name: str) -> Code:
        """Return a code by its full name.

        Raises
        ------
        CodebookError
            If there is none (also a `ValueError`); the message offers the nearest.
        """
        if name in self.codes:
            return self.codes[name]
        from rapidfuzz import process

        best = process.extractOne(name, list(self.codes), score_cutoff=60)
        raise CodebookError(
            f"Le code « {name} » n’existe pas.",
            path=FILE_NAME,
            cure=f"Vouliez-vous écrire « {best[0]} » ?"
            if best
            else "Ajoutez-le au livre de codes, ou choisissez un code qui y est.",
        )

    def family(self, family_id: str) -> Family:
        """Return a family by its identifier.

        Raises
        ------
        CodebookError
            If there is none; the message lists those that exist.
        """
        for family in self.families:
            if family.id == family_id:
                return family
        raise CodebookError(
            f"La famille de codes « {family_id} » n’existe pas.",
            path=FILE_NAME,
            cure="Choisissez parmi : " + ", ".join(f.id for f in self.families) + ".",
        )

    def names(self, family_id: str) -> list[str]:
        """Return the full names of a family's codes, in order."""
        return [f"{family_id}:{code.id}" for code in self.family(family_id).codes]

    def label(self, name: str) -> str:
        """Return a code's label for the screen, or its name if it is unknown."""
        code = self.codes.get(name)
        return code.label if code else name

    def with_created(self, created: Mapping[str, Mapping[str, Any]]) -> Codebook:
        """Return the codebook with the codes that were created in the field, marked so.

        `created` is the state's: full name → label and definition. Codes that the file has
        meanwhile, or whose family it does not have, are left to the file.
        """
        new: dict[str, list[Code]] = {}
        for name, data in created.items():
            family, _, code = name.partition(":")
            if name not in self.codes and _IDENTIFIER.fullmatch(code):
                label, definition = str(data["label"]), str(data.get("definition", ""))
                new.setdefault(family, []).append(
                    Code.model_validate(
                        {
                            "id": code,
                            "libelle": label,
                            "definition": definition,
                            "emergent": True,
                        }
                    )
                )
        families = tuple(
            family.model_copy(update={"codes": (*family.codes, *new.get(family.id, ()))})
            for family in self.families
        )
        return Codebook.model_validate({"familles": families})

    def parent(self, name: str) -> str:
        """Return the full name of the code that a sub-code stands under, or ""."""
        code = self.codes.get(name)
        return f"{name.partition(':')[0]}:{code.under}" if code and code.under else ""

    def find(self, written: str, family_id: str) -> str:
        """Return the code that a person meant by a label or identifier, or "".

        Case, accents, hyphens and spaces are forgiven; nothing is guessed beyond that.
        """
        wanted = _plain(written)
        for name in self.names(family_id):
            code = self.codes[name]
            if wanted in (_plain(code.label), _plain(code.id), _plain(name)):
                return name
        return ""


def _hint(written: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    best = process.extractOne(written, list(known), score_cutoff=60)
    return f" (vouliez-vous écrire « {best[0]} » ?)." if best else "."


def _plain(text: str) -> str:
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def load(project: Path) -> Codebook:
    """Read and validate the codebook of a project folder.

    Raises
    ------
    MissingFileError
        If there is none.
    CodebookError
        For the first mistake in it, with its line.
    """
    return read(project / FILE_NAME, Codebook, CodebookError, FILE_NAME)
