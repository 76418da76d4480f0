"""`projet.yaml`: the title, the cases with their grid and sorting columns, the thresholds.

The person writes French keys; the code reads the field's English terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from transfo_analysis.errors import SettingsError
from transfo_analysis.yamlfile import Written, read

__all__ = ["Case", "PurposeFilter", "Rule", "Settings", "Showing", "SortingColumn", "Thresholds"]

FILE_NAME = "projet.yaml"
Identifier = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
FindingKind = Literal["lesson", "dysfunction", "next_work"]


class SortingColumn(Written):
    """One column that findings are sorted into, with its label on the wall."""

    id: FindingKind
    label: str = Field(alias="libelle")


class Rule(Written):
    """Which column a bundle is proposed for, and why: shown, never applied by itself.

    `columns` and `rows` name codes (without their family); an empty list means any.
    """

    columns: tuple[str, ...] = Field(default=(), alias="colonnes")
    rows: tuple[str, ...] = Field(default=(), alias="lignes")
    minimum_people: int = Field(default=0, ge=0, alias="personnes_au_moins")
    proposes: FindingKind = Field(alias="propose")
    because: str = Field(alias="parce_que")


class PurposeFilter(Written):
    """The default filter of a case: which purposes of trips its tables keep."""

    family: str = Field(default="motif", alias="famille")
    keep: tuple[str, ...] = Field(default=("professionnel",), alias="garder")
    keep_untold: bool = Field(default=True, alias="garder_non_dit")


class Case(Written):
    """One practice case: its grid, its sorting columns, its rules.

    Raises
    ------
    ValueError
        If two sorting columns have one identifier, or rows and columns one family.
    """

    id: str = Identifier
    title: str = Field(alias="titre")
    row_family: str = Field(alias="lignes")
    column_family: str = Field(alias="colonnes")
    purpose: PurposeFilter | None = Field(default=None, alias="motif")
    sorting_columns: tuple[SortingColumn, ...] = Field(
        default=(
            SortingColumn(id="lesson", label="Les grands enseignements"),
            SortingColumn(id="dysfunction", label="Les dysfonctionnements"),
            SortingColumn(id="next_work", label="Les chantiers"),
        ),
        alias="colonnes_de_tri",
        min_length=1,
    )
    rules: tuple[Rule, ...] = Field(default=(), alias="regles")
    # folders of data/raw whose files are of this case, when they do not say otherwise
    folders: tuple[str, ...] = Field(default=(), alias="dossiers")
    # the interview guide: what was to be asked of everyone, as codes "famille:code"
    guide: tuple[str, ...] = Field(default=(), alias="guide")

    @model_validator(mode="after")
    def _coherent(self) -> Case:
        kinds = [column.id for column in self.sorting_columns]
        if len(set(kinds)) < len(kinds):
            raise ValueError("Deux colonnes de tri ont le même identifiant.")
        if self.row_family == self.column_family:
            raise ValueError("Les lignes et les colonnes sont la même famille de codes.")
        return self

    @property
    def families(self) -> tuple[str, str]:
        """The families of its rows and of its columns."""
        return self.row_family, self.column_family

    def column_label(self, kind: str) -> str:
        """Return the label of a sorting column, or "À trier" for anything else."""
        return next((c.label for c in self.sorting_columns if c.id == kind), "À trier")


class Thresholds(Written):
    """Numbers under which the program says less."""

    passage_words: int = Field(default=60, ge=10, alias="mots_par_passage")
    part_words: int = Field(default=3_000, ge=0, alias="termes_mots_de_la_partie")
    corpus_words: int = Field(default=20_000, ge=0, alias="termes_mots_du_corpus")
    term_people: int = Field(default=3, ge=1, alias="termes_personnes")


class Showing(Written):
    """What publications show: counts or none, from how many people on, and what names a speaker.

    Raises
    ------
    ValueError
        If the bands do not increase, or begin under the least number of people.
    """

    counts: bool = Field(default=False, alias="comptes")
    # never under 3: with two, each of the two can tell the other
    cell_people: int = Field(default=3, ge=3, alias="personnes_par_case")
    # by grade, trade, service or position in a debate
    group_people: int = Field(default=5, ge=5, alias="personnes_par_groupe")
    # where bands begin: « 3 à 4 », « 5 à 9 »…; [3, 4, 5…] shows exact numbers
    bands: tuple[int, ...] = Field(default=(3, 5, 10, 15, 20, 30, 50), alias="fourchettes")
    # what is said of who speaks, under each quote
    speaker: tuple[Literal["sexe", "grade", "metier", "service", "commune"], ...] = Field(
        default=("sexe", "grade"), alias="locuteur"
    )

    @model_validator(mode="after")
    def _increasing(self) -> Showing:
        pairs = zip(self.bands, self.bands[1:], strict=False)
        if not self.bands or any(one >= next_one for one, next_one in pairs):
            raise ValueError("Les débuts des fourchettes vont en croissant.")
        if self.bands[0] < self.cell_people:
            raise ValueError(
                f"Une fourchette commence à {self.bands[0]}, sous {self.cell_people} personnes."
            )
        return self


class Settings(Written):
    """What `projet.yaml` says.

    Examples
    --------
    >>> case = {"id": "velo", "titre": "Le vélo", "lignes": "mode", "colonnes": "categorie"}
    >>> Settings.model_validate({"titre": "Essai", "cas": [case]}).cases[0].row_family
    'mode'
    """

    title: str = Field(alias="titre", min_length=1)
    languages: tuple[Literal["fr"], ...] = Field(default=("fr",), alias="langues", min_length=1)
    # a project made up for demonstration says so on every chart
    fictional: bool = Field(default=False, alias="fictif")
    cases: tuple[Case, ...] = Field(alias="cas", min_length=1)
    thresholds: Thresholds = Field(default=Thresholds(), alias="seuils")
    showing: Showing = Field(default=Showing(), alias="diffusion")

    @field_validator("cases")
    @classmethod
    def _one_id_each(cls, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        ids = [case.id for case in cases]
        if len(set(ids)) < len(ids):
            raise ValueError("Deux cas ont le même identifiant.")
        return cases

    @property
    def default_case(self) -> Case:
        """The first case: that of documents that name none."""
        return self.cases[0]

    def foreign(self, case_ids: Iterable[str]) -> frozenset[str]:
        """Return the families that other cases cross, and none of these."""
        own = set(case_ids)
        mine = {family for case in self.cases if case.id in own for family in case.families}
        return frozenset(f for case in self.cases for f in case.families) - mine

    def case(self, case_id: str) -> Case:
        """Return a case by its identifier.

        Raises
        ------
        SettingsError
            If no case has it; the message lists those that exist.
        """
        for case in self.cases:
            if case.id == case_id:
                return case
        known = ", ".join(case.id for case in self.cases)
        raise SettingsError(
            f"Le cas « {case_id} » n’existe pas.",
            path=FILE_NAME,
            cure=f"Choisissez parmi : {known}, ou ajoutez-le sous « cas ».",
        )


def load(project: Path) -> Settings:
    """Read and validate the settings of a project folder.

    Raises
    ------
    MissingFileError
        If the folder has no `projet.yaml`.
    SettingsError
        For the first mistake in it, with its line.
    """
    return read(project / FILE_NAME, Settings, SettingsError, FILE_NAME)
