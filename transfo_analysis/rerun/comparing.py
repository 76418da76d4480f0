"""The same material looked at in two ways: two coders, two filters, two codebooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transfo_analysis.errors import CodebookError
from transfo_analysis.rerun.picture import Picture
from transfo_analysis.rerun.seen import CellSeen
from transfo_analysis.tables import SEPARATOR, frame, split_ids
from transfo_analysis.typography import french, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.rerun.quoting import Words

__all__ = ["Comparison"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two ways of looking at one material do not fill alike.

    Made by `projet.compare(…)`. Neither way comes before the other.

    Parameters
    ----------
    names : what each way keeps, in French
    a, b : their pictures
    words : opens figures
    """

    names: tuple[str, str]
    a: Picture
    b: Picture
    words: Words = field(repr=False)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells in which people or codings differ: table "compared_cells"."""
        order = {code: at for at, code in enumerate({**self.a.label, **self.b.label})}
        far = len(order)
        rows = [self._row(key) for key in sorted(self.a.cell.keys() | self.b.cell.keys())]
        rows = [row for row in rows if row]
        rows.sort(key=lambda r: (r["case"], order.get(r["row"], far), order.get(r["column"], far)))
        return frame("compared_cells", rows)

    def _row(self, key: tuple[str, str, str]) -> dict[str, Any]:
        empty = CellSeen(*key, (), (), (), ())
        one, two = self.a.cell.get(key, empty), self.b.cell.get(key, empty)
        if (one.people, one.codings) == (two.people, two.codings):
            return {}
        return {
            "case": one.case,
            "row": one.row,
            "column": one.column,
            "people_a": len(one.people),
            "people_b": len(two.people),
            "both": len({*one.people} & {*two.people}),
            "only_a": SEPARATOR.join(p for p in one.people if p not in two.people),
            "only_b": SEPARATOR.join(p for p in two.people if p not in one.people),
            "ids_a": SEPARATOR.join(one.codings),
            "ids_b": SEPARATOR.join(two.codings),
        }

    def quotes(self, row: str, column: str, case: str = "") -> pd.DataFrame:
        """Return the quotes behind a cell, each way: `way`, then the quotes.

        Raises
        ------
        CodebookError
            If both ways fill such a cell alike, or there is none.
        """
        import pandas as pd

        for cell in self.cells.to_dict("records"):
            names = [(cell[side], cell[side].partition(":")[2]) for side in ("row", "column")]
            if row in names[0] and column in names[1] and case in ("", cell["case"]):
                parts = []
                for name, ids in zip(self.names, (cell["ids_a"], cell["ids_b"]), strict=True):
                    found = self.words.quotes(split_ids(ids))
                    found.insert(0, "way", name)
                    parts.append(found)
                full = [part for part in parts if len(part)]
                return pd.concat(full, ignore_index=True) if full else parts[0]
        raise CodebookError(
            f"La case « {row} » × « {column} » est la même des deux façons, ou n’existe pas.",
            cure="Prenez une ligne et une colonne de la table comparison.cells.",
        )

    def sentences(self) -> list[str]:
        """Say in French where they differ; nobody is named but coders."""
        labels = {**self.a.label, **self.b.label}
        said = [f"D’un côté, {self.names[0]} ; de l’autre, {self.names[1]}."]
        for row in self.cells.to_dict("records"):
            names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
            said.append(
                f"{names} : {plural(row['people_a'], 'personne')} d’un côté, {row['people_b']} de "
                f"l’autre, dont {plural(row['both'], 'la même', 'les mêmes')}."
                if row["both"]
                else f"{names} : {plural(row['people_a'], 'personne')} d’un côté, "
                f"{row['people_b']} de l’autre, aucune la même."
            )
        if len(said) == 1:
            said.append("Les mêmes personnes et les mêmes codages dans chaque case.")
        return [french(one) for one in said]

    def _repr_html_(self) -> str:
        from transfo_analysis.rerun.changes_page import compared
        from transfo_analysis.rerun.figures import style

        return f'<div class="transfo-changes">{style()}{compared(self)}</div>'

    def __repr__(self) -> str:
        return "\n".join(self.sentences())
