"""`effectifs.csv`, the whole staff by grade, trade, service or sex: what presence is set against.

One denominator for all: the whole staff is the greatest total that the file gives, a criterion's
own sum or a row « total ». A list that does not add up to it is a part of the staff, and its
shares are shares of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from transfo_analysis.errors import Notice
from transfo_analysis.sources.metadata import bare
from transfo_analysis.sources.participants import no_column
from transfo_analysis.sources.spreadsheet import Row, Sheet, header_of
from transfo_analysis.typography import listed

__all__ = ["CRITERIA", "StaffGroup", "group_key", "group_value", "read_staff"]

# criterion → how a person writes it first
CRITERIA: Mapping[str, str] = {
    "grade": "grade",
    "trade": "métier",
    "service": "service",
    "sex": "sexe",
}
_CRITERIA = {
    "grade": "grade", "grades": "grade", "categorie": "grade", "categories": "grade",
    "categorie hierarchique": "grade", "categorie statutaire": "grade", "cat": "grade",
    "cat.": "grade", "metier": "trade", "metiers": "trade", "profession": "trade",
    "emploi": "trade", "fonction": "trade", "service": "service", "services": "service",
    "direction": "service", "directions": "service", "sexe": "sex", "genre": "sex",
}  # fmt: skip
_COLUMNS = ("critere", "valeur", "effectif", "part", "source", "annee")
_EXPECTED = ["critère", "valeur", "effectif", "part", "source", "année"]
_ALIASES = {
    "criteres": "critere", "par": "critere", "groupe": "valeur", "valeurs": "valeur",
    "modalite": "valeur", "effectifs": "effectif", "nombre": "effectif", "agents": "effectif",
    "nombre_d’agents": "effectif", "nombre_d'agents": "effectif", "parts": "part",
    "pourcentage": "part", "%": "part", "part_(%)": "part", "part_en_%": "part",
    "origine": "source", "an": "annee", "date": "annee",
}  # fmt: skip
_TOTALS = {"total", "total general", "ensemble", "tous", "toutes", "total agents"}
_SEXES = {
    "f": "F", "femme": "F", "femmes": "F", "feminin": "F",
    "h": "H", "m": "H", "homme": "H", "hommes": "H", "masculin": "H",
}  # fmt: skip
_GRADE = re.compile(r"(?:categorie|cat\.?|grade)s?[ .:]+(?=\S)")
# so many digits hold every staff there is
_COUNT = re.compile(r"(\d{1,7})(?:agents?|personnes?)?")
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)%?")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
# rounded shares may add up to a little more than the whole
_WHOLE = 1.01


@dataclass(frozen=True)
class StaffGroup:
    """One row of `effectifs.csv`: a part of the whole staff.

    Parameters
    ----------
    by : grade, trade, service or sex
    value : as written, but for a grade (« C ») and a usual sex (« F », « H »)
    count : agents; None where only a share is given
    share : of the whole staff, from 0 to 1
    source, year : as written, "" if not
    place : « ligne 7 »
    """

    by: str
    value: str
    count: int | None
    share: float
    source: str
    year: str
    place: str


def group_key(by: str, value: str) -> str:
    """Return what two spellings of one group share.

    Examples
    --------
    >>> group_key("grade", "Catégorie C"), group_key("sex", "Femmes"), group_key("sex", "m")
    ('c', 'f', 'h')
    >>> group_key("service", "Espaces  Verts") == group_key("service", "espaces verts")
    True
    """
    return bare(group_value(by, value)).replace("’", "'").replace("-", " ")


def group_value(by: str, value: str) -> str:
    """Return a group as it is shown: a grade and a usual sex by their letter, others as written.

    Examples
    --------
    >>> group_value("grade", "cat. b"), group_value("sex", "femme"), group_value("trade", " juriste")
    ('B', 'F', 'juriste')
    """
    folded = bare(value)
    if by == "sex":
        return _SEXES.get(folded, value.strip())
    if by == "grade":
        return _GRADE.sub("", folded).upper()
    return " ".join(value.split())


@dataclass(frozen=True)
class _Line:
    """One row that was understood, before it is known what the whole is."""

    by: str
    value: str
    count: int | None
    share: float | None
    percent: bool
    source: str
    year: str
    place: str


def read_staff(sheets: Sequence[Sheet]) -> tuple[tuple[StaffGroup, ...], tuple[Notice, ...]]:
    """Read the staff, each group once, in the order of the file.

    A bad row is left out and named; the others are read.

    Raises
    ------
    TableError
        If a column that is needed is missing.
    """
    reading, several = _Reading(), len(sheets) > 1
    missing = [reading.read(sheet, several=several) for sheet in sheets]
    if all(missing):
        first = sheets[0] if sheets else Sheet("", ())
        raise no_column(missing[0] if missing else _EXPECTED[0], _EXPECTED, first)
    return reading.groups(), tuple(reading.notices)


def _column(title: str) -> str:
    name = bare(title).replace(" ", "_")
    return _ALIASES.get(name, name)


class _Reading:
    """The rows of a file as they are read: groups, totals, what is wrong with each."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self._lines: dict[tuple[str, str], _Line] = {}
        # criterion ("" for all) → the total written, and where
        self._totals: dict[str, tuple[int, str]] = {}

    def read(self, sheet: Sheet, *, several: bool) -> str:
        """Read a sheet; return the column that it lacks, and then nothing of it is read."""
        rank, columns = header_of(sheet, _column, _COLUMNS)
        for name, title in zip(_COLUMNS[:2], _EXPECTED, strict=False):
            if name not in columns:
                return title
        if not {"effectif", "part"} & set(columns):
            return "effectif"
        above = ""
        for row in sheet.rows[rank + 1 :]:
            cells = {name: _cell(row, at) for name, at in columns.items()}
            # a criterion written once stands for the rows below it
            above = cells["critere"] or above
            self._row({**cells, "critere": above}, sheet.place(row, several))
        return ""

    def _row(self, cells: Mapping[str, str], place: str) -> None:
        told = _CRITERIA.get(bare(cells["critere"]), "")
        if {bare(cells["critere"]), bare(cells["valeur"])} & _TOTALS:
            self._total(told, cells, place)
            return
        if not told:
            self._refuse(place, *_unknown(cells["critere"]))
            return
        value = group_value(told, cells["valeur"])
        if not value:
            self._refuse(place, "Cette ligne ne nomme pas de groupe.", "Remplissez « valeur ».")
            return
        count = _number(cells.get("effectif", ""))
        share = _share(cells.get("part", ""))
        if count is None and share is None:
            written = cells.get("effectif") or cells.get("part") or ""
            self._refuse(place, *_no_number(value, written))
            return
        key = (told, group_key(told, value))
        percent = "%" in cells.get("part", "")
        noted = (cells.get("source", ""), cells.get("annee", ""))
        line = _Line(told, value, count, share, percent, *noted, place)
        if key in self._lines:
            first = self._lines[key].place
            what = f"« {value} » est déjà à la {first} : seule la première est gardée."
            self._refuse(place, what, "Retirez l’une des deux lignes.", left=False)
            return
        self._lines[key] = line

    def _total(self, by: str, cells: Mapping[str, str], place: str) -> None:
        total = _number(cells.get("effectif", ""))
        what = "Une ligne « total » n’est pas un groupe : elle ne sert qu’à calculer les parts."
        self._say(place, what, "", "note")
        if total is not None and total > self._totals.get(by, (0, ""))[0]:
            self._totals[by] = total, place

    def groups(self) -> tuple[StaffGroup, ...]:
        """Return the groups with their shares, once every row was read."""
        by = {name: [o for o in self._lines.values() if o.by == name] for name in CRITERIA}
        sums = {name: sum(one.count or 0 for one in lines) for name, lines in by.items()}
        for name, (total, place) in self._totals.items():
            if total < (own := sums.get(name, max(sums.values()))):
                what = f"Ce total ({total}) est plus petit que la somme des groupes ({own})."
                self._say(place, what, "La somme est gardée : corrigez ce qui est faux.")
        whole = max([0, *sums.values(), *(total for total, _ in self._totals.values())])
        found = []
        for name, lines in by.items():
            counted = [one for one in lines if one.count is not None]
            if counted:
                self._say_partial(name, sums[name], whole, counted[0].place)
                for one in lines:
                    if one.count is None:
                        what = f"« {one.value} » a une part, les autres lignes un effectif."
                        self._refuse(one.place, what, "Écrivez son effectif.")
                found += [_group(one, (one.count or 0) / whole if whole else 0) for one in counted]
            else:
                found += self._by_share(lines)
        order = list(self._lines)
        return tuple(
            sorted(found, key=lambda one: order.index((one.by, group_key(one.by, one.value))))
        )

    def _by_share(self, lines: Sequence[_Line]) -> list[StaffGroup]:
        shares = [one.share or 0.0 for one in lines]
        # a spreadsheet keeps 61 % as 0.61
        percents = sum(shares) > _WHOLE or any(one.percent for one in lines)
        scale = 100.0 if percents else 1.0
        if sum(shares) > _WHOLE * scale:
            name, first = CRITERIA[lines[0].by], lines[0].place
            what = f"Les parts par {name} font {round(sum(shares))} % : aucune n’est lue."
            self._say(first, what, "Corrigez-les, ou écrivez des effectifs.", "erreur")
            return []
        return [_group(one, share / scale) for one, share in zip(lines, shares, strict=True)]

    def _say_partial(self, by: str, own: int, whole: int, place: str) -> None:
        if own < whole * 0.99:
            what = (
                f"Par {CRITERIA[by]}, les groupes font {own} agents sur {whole} : les parts sont "
                f"calculées sur {whole}."
            )
            self._say(place, what, "", "note")

    def _say(self, place: str, what: str, cure: str, severity: str = "attention") -> None:
        self.notices.append(Notice("", place, what, cure, severity))

    def _refuse(self, place: str, what: str, cure: str, *, left: bool = True) -> None:
        what = f"{what[:-1]} : la ligne n’est pas lue." if left else what
        self._say(place, what, cure, "erreur")


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _group(line: _Line, share: float) -> StaffGroup:
    return StaffGroup(line.by, line.value, line.count, share, line.source, line.year, line.place)


def _number(written: str) -> int | None:
    found = _COUNT.fullmatch(_BLANKS.sub("", written).casefold())
    return int(found[1]) if found else None


def _share(written: str) -> float | None:
    found = _SHARE.fullmatch(_BLANKS.sub("", written))
    return float(found[1].replace(",", ".")) if found else None


def _unknown(written: str) -> tuple[str, str]:
    names = listed([f"« {name} »" for name in CRITERIA.values()], "ou")
    close = get_close_matches(bare(written), list(_CRITERIA), 1, 0.75)
    cure = f"Vouliez-vous écrire « {CRITERIA[_CRITERIA[close[0]]]} » ?" if close else ""
    what = f"« {written[:60]} » n’est pas un critère connu." if written else "Le critère manque."
    return what, cure or f"Écrivez {names}."


def _no_number(value: str, written: str) -> tuple[str, str]:
    cure = "Écrivez un nombre entier d’agents, zéro compris, ou une part (« 61 % »)."
    if not written:
        return f"L’effectif de « {value} » manque.", cure
    return f"« {written[:40]} » n’est pas un effectif (« {value} »).", cure
