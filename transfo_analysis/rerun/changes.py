"""What changed since a wave was closed: tables that open, sentences, a page.

Nothing here says that a thing is said more or less than before: people were met, and each
figure counts people, or opens to words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import CodebookError, CodingError
from transfo_analysis.rerun import exercises, worded
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.tables import frame, split_ids
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.rerun.quoting import Words

__all__ = ["Changes"]


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed between a closed wave and today.

    Made by `projet.changes()`. `documents`, `cells`, `findings`, `key_terms`, `codes` and
    `exercises` are tables; `quotes` opens a cell of `cells`, `evidence` a finding, `opened` any
    identifiers.

    Parameters
    ----------
    wave, by, day : the wave that was closed, by whom and when
    then, now : the two pictures
    words : opens figures; None gives tables only
    appeared : table "appearance"
    title : of the project
    """

    wave: str
    by: str
    day: str
    then: Picture
    now: Picture
    words: Words | None = field(default=None, repr=False)
    appeared: pd.DataFrame | None = field(default=None, repr=False)
    title: str = ""
    fictional: bool = False

    @cached_property
    def difference(self) -> Difference:
        """What differs, as plain rows."""
        return Difference(self.then, self.now)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Documents in, corrected, renamed, absent, out: table "changed_documents"."""
        return frame("changed_documents", self.difference.documents())

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells that are not as they were: table "changed_cells"."""
        rows = self.difference.cells()
        return frame("changed_cells", [{**row, "says": " ".join(says(row))} for row in rows])

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Findings that are new, or rest on something else: table "changed_findings"."""
        return frame("changed_findings", worded.findings(self.difference))

    @cached_property
    def key_terms(self) -> pd.DataFrame:
        """Key terms that no wave had then: table "new_terms"."""
        return frame("new_terms", worded.key_terms(self.difference))

    @cached_property
    def codes(self) -> pd.DataFrame:
        """Codes that are new, gone, called or defined otherwise: table "changed_codes"."""
        return frame("changed_codes", worded.codes(self.difference))

    @cached_property
    def exercises(self) -> pd.DataFrame:
        """What changed in the other exercises of a session: table "changed_exercises"."""
        return frame("changed_exercises", exercises.changed(self.difference))

    def curve(self) -> pd.DataFrame:
        """Return the first appearance of codes and crossings: table "appearance"."""
        return frame("appearance", []) if self.appeared is None else self.appeared.copy()

    @property
    def withdrawn(self) -> tuple[int, int]:
        """How many people, and how many documents, were taken out since, on request."""
        return self.difference.withdrawn()

    @property
    def nothing(self) -> bool:
        """Whether nothing at all changed."""
        main = (self.documents, self.cells, self.findings, self.key_terms, self.codes)
        return not any(self.withdrawn) and all(table.empty for table in (*main, self.exercises))

    # -- opening ----------------------------------------------------------------------------

    def quotes(self, row: str, column: str, case: str = "") -> pd.DataFrame:
        """Return what is new in a cell and what is there no more: `change`, then the quotes.

        Parameters
        ----------
        row, column : codes of the table `cells`; the family may be left out
        case : practice case, when several have this cell

        Raises
        ------
        CodebookError
            If nothing changed in such a cell.
        """
        found = self.cells
        mine = found[
            [
                _is(row, one) and _is(column, other) and case in ("", of)
                for one, other, of in zip(found["row"], found["column"], found["case"], strict=True)
            ]
        ]
        if mine.empty:
            raise CodebookError(
                f"Rien n’a changé dans la case « {row} » × « {column} ».",
                cure="Prenez une ligne et une colonne de la table changes.cells.",
            )
        parts = {
            "matériau nouveau": "new_ids",
            "ancien matériau": "old_ids",
            "n’y est plus": "gone_ids",
            "mur": "wall_ids",
            "études": "study_ids",
        }
        cell = mine.iloc[0]
        return self._parts({said: split_ids(cell[name]) for said, name in parts.items()})

    def evidence(self, finding_id: str) -> pd.DataFrame:
        """Return what is new for and against a finding, and what it rests on no more.

        Raises
        ------
        CodingError
            If this finding did not change.
        """
        found = self.findings[self.findings["finding_id"] == finding_id]
        if found.empty:
            raise CodingError(
                f"Rien n’a changé pour le constat « {finding_id} ».",
                cure="Prenez un identifiant de la table changes.findings.",
            )
        parts = {
            "pour": "new_for_ids",
            "contre": "new_against_ids",
            "n’est plus pour": "gone_for_ids",
            "n’est plus contre": "gone_against_ids",
        }
        return self._parts({said: split_ids(found.iloc[0][name]) for said, name in parts.items()})

    def opened(self, ids: list[str]) -> pd.DataFrame:
        """Return the quotes of codings and passages.

        Raises
        ------
        CodingError
            If this comparison was made without the material.
        """
        if self.words is None:
            raise CodingError(
                "Cette comparaison n’a pas le matériau : rien ne peut s’ouvrir.",
                cure="Demandez-la par projet.changes().",
            )
        return self.words.quotes(ids)

    def quoted(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Return the quotes of codings and passages as plain rows, for a page with many figures."""
        found = [self._all_quotes[name] for name in set(ids) if name in self._all_quotes]
        return [row for _, row in sorted(found, key=lambda one: one[0])]

    @cached_property
    def _all_quotes(self) -> dict[str, tuple[int, dict[str, Any]]]:
        # one table for all figures: hundreds of small ones take a hundred times longer
        named = (self.cells, self.findings, self.key_terms, self.exercises)
        cited = {
            name
            for table in named
            for column in table.columns
            if column.endswith("ids")
            for cell in table[column]
            for name in split_ids(cell)
        }
        rows = self.opened([*self.then.coding, *self.now.coding, *cited]).to_dict("records")
        return {
            str(row["coding_id"] or row["passage_id"]): (
                rank,
                {str(name): value for name, value in row.items()},
            )
            for rank, row in enumerate(rows)
        }

    def _parts(self, parts: dict[str, list[str]]) -> pd.DataFrame:
        import pandas as pd

        found = []
        for said, ids in parts.items():
            quotes = self.opened(ids)
            quotes.insert(0, "change", said)
            found.append(quotes)
        full = [one for one in found if len(one)]
        return pd.concat(full, ignore_index=True) if full else found[0]

    # -- saying -----------------------------------------------------------------------------

    def sentences(self) -> list[str]:
        """Say in French what changed, in order; nobody is named."""
        from transfo_analysis.rerun.told import sentences

        return [french(one) for one in sentences(self)]

    def page(self) -> str:
        """Return the whole of it as one HTML page that needs nothing besides itself."""
        from transfo_analysis.rerun.changes_page import page

        return page(self)

    def _repr_html_(self) -> str:
        from transfo_analysis.rerun.changes_page import body
        from transfo_analysis.rerun.figures import style

        return f'<div class="transfo-changes">{style()}{body(self)}</div>'

    def __repr__(self) -> str:
        return "\n".join(self.sentences())


def _is(written: str, code: str) -> bool:
    return written in (code, code.partition(":")[2])


def says(row: Mapping[str, Any]) -> list[str]:
    """Say in French what changed in a cell, one sentence a reason.

    Examples
    --------
    >>> row = dict.fromkeys(["new_persons", "known_persons", "other_persons", "left_persons",
    ...     "documents", "new_ids", "old_ids", "old_reasons", "gone_ids", "gone_reasons",
    ...     "wall_ids", "study_ids"], "")
    >>> says({**row, "new_people": 3, "of_new_people": 5, "new_ids": "a b"})
    ['3 des 5 nouvelles personnes.']
    """
    said = []
    material = split_ids(row["new_ids"])
    if row["new_people"] or material:
        said.append(brought(int(row["new_people"]), int(row["of_new_people"]), len(material)) + ".")
    if known := split_ids(row["known_persons"]):
        people = plural(len(known), "personne déjà entendue", "personnes déjà entendues")
        said.append(f"{people}, ici dans le matériau nouveau.")
    if old := split_ids(row["old_ids"]):
        reasons = row["old_reasons"]
        said.append(f"Matériau d’avant, {plural(len(old), 'codage')} : {reasons}.")
    if gone := split_ids(row["gone_ids"]):
        many = plural(len(gone), "codage n’y est plus", "codages n’y sont plus")
        said.append(f"{many} : {row['gone_reasons']}.")
    if wall := split_ids(row["wall_ids"]):
        said.append(f"{plural(len(wall), 'papier nouveau', 'papiers nouveaux')} au mur.")
    if studies := split_ids(row["study_ids"]):
        many = plural(len(studies), "codage d’étude nouvelle", "codages d’études nouvelles")
        said.append(f"{many}.")
    return said


def brought(new: int, of_new: int, codings: int) -> str:
    """Return what the new material brought to a cell: which of the new people, in words.

    Examples
    --------
    >>> brought(3, 5, 8), brought(1, 1, 2)
    ('3 des 5 nouvelles personnes', '1 sur 1 nouvelle personne')
    >>> brought(0, 5, 2)
    '2 codages du matériau nouveau, aucune des 5 nouvelles personnes'
    """
    if new:
        return (
            f"{new} des {of_new} nouvelles personnes"
            if of_new > 1
            else f"{new} sur 1 nouvelle personne"
        )
    said = f"{plural(codings, 'codage')} du matériau nouveau"
    if not of_new:
        return said
    nobody = (
        f"aucune des {of_new} nouvelles personnes" if of_new > 1 else "0 sur 1 nouvelle personne"
    )
    return f"{said}, {nobody}"
