"""What two files that a person writes say of each other: names in one that the other lacks.

A filter that keeps `professionel` would empty a table without a word; here it gets one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import yamlfile
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.errors import Notice
from transfo_analysis.settings import FILE_NAME, Case, Settings
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "of_anchors",
    "of_case",
    "of_codings",
    "of_people",
    "of_purposes",
    "of_settings",
    "of_staff",
]


def of_settings(project: Path, settings: Settings, codebook: Codebook) -> list[Notice]:
    """Return where `projet.yaml` names families or codes that the codebook has not.

    Parameters
    ----------
    project : the project's folder; the file is opened for the lines of what is wrong
    settings, codebook : as read
    """
    data = yamlfile.parsed(project / FILE_NAME)
    places = {entry.get("id"): rank for rank, entry in enumerate(_list(data, "cas"))}
    found = []
    for case in settings.cases:
        at = ("cas", places.get(case.id, 0))
        for keys, what, cure in of_case(case, codebook):
            line = yamlfile.line_of(data, (*at, *keys))
            found.append(Notice(FILE_NAME, f"ligne {line}", what, cure, "attention"))
    return found


def of_codings(codings: pd.DataFrame, settings: Settings) -> list[Notice]:
    """Return which codings count nowhere, their document or their case being no longer there.

    One notice by document and by case that `projet.yaml` has not.
    """
    return [*_of_absent(codings), *_of_cases(codings, settings)]


def of_anchors(anchors: pd.DataFrame) -> list[Notice]:
    """Return, by document whose text was corrected, what became of its codings.

    Parameters
    ----------
    anchors : table "anchors"
    """
    corrected = anchors[
        (anchors["status"] != "absent") & (anchors["coded_sha256"] != anchors["text_sha256"])
    ]
    found = []
    for document, here in corrected.groupby("document_id", sort=True):
        status = here["status"]
        lost, touched = here[status == "à revoir"], int((status == "retouché").sum())
        asked = int((~lost["settled"]).sum())
        told = []
        if followed := len(here) - len(lost):
            told.append(plural(followed, "codage suit ses mots", "codages suivent leurs mots"))
        if moved := int((status == "déplacé").sum()):
            told.append(f"dont {plural(moved, 'déplacé')}")
        if touched:
            told.append(f"dont {plural(touched, 'retouché')}, à relire")
        if asked:
            one, many = "à revoir, qui ne compte", "à revoir, qui ne comptent"
            told.append(f"{plural(asked, f'codage {one}', f'codages {many}')} dans aucun tableau")
        if gone := len(lost) - asked:
            words = "dont les mots n’y sont plus"
            told.append(plural(gone, f"codage {words}", f"codages {words}"))
        waits = bool(asked or touched)
        found.append(
            Notice(
                "data/coding/journal",
                "",
                f"Le texte de « {document} » a changé depuis qu’il a été codé : {', '.join(told)}.",
                _REVIEW if waits else "",
                "attention" if waits else "note",
            )
        )
    return found


_REVIEW = "Ouvrez le notebook 02_coder, liste « À revoir » (ou projet.to_review())."


def _of_absent(codings: pd.DataFrame) -> list[Notice]:
    lost = codings.loc[codings["status"] == "absent", "document_id"].value_counts()
    return [
        Notice(
            "data/coding/journal",
            "",
            f"Le texte de « {document} » n’est plus dans data/raw : "
            f"{plural(int(count), 'codage ne compte', 'codages ne comptent')} dans aucun tableau.",
            "Remettez le fichier, ou donnez cet « id » à celui qui le remplace.",
            "attention",
        )
        for document, count in lost.sort_index().items()
    ]


def _of_cases(codings: pd.DataFrame, settings: Settings) -> list[Notice]:
    known = [case.id for case in settings.cases]
    lost = codings.loc[~codings["case"].isin([*known, ""]), "case"].value_counts().sort_index()
    return [
        Notice(
            "data/coding/journal",
            "",
            f"{plural(int(count), 'codage')} du cas « {case} », qui n’est pas dans projet.yaml : "
            "aucun tableau ne les compte.",
            f"Remettez ce cas sous « cas » (cas connus : {', '.join(known)}).",
            "attention",
        )
        for case, count in lost.items()
    ]


def of_staff(people: pd.DataFrame, raw: Path) -> list[Notice]:
    """Say that presence has nothing to be set against, when people's grades are written down.

    Parameters
    ----------
    people : table "people"
    raw : the folder data/raw
    """
    from transfo_analysis.sources import STAFF

    if not (people["grade"] != "").any() or any((raw / name).exists() for name in STAFF):
        return []
    what = "Sans ce fichier, la présence est comptée, sans être rapportée à l’ensemble des agents."
    cure = "Facultatif : critère, valeur, effectif (voir docs/formats.md)."
    return [Notice(f"data/raw/{STAFF[0]}", "", what, cure, "note")]


def of_purposes(documents: pd.DataFrame, settings: Settings, codebook: Codebook) -> list[Notice]:
    """Return which documents are made for a purpose (`motif`) that is no code."""
    families = {case.id: case.purpose.family for case in settings.cases if case.purpose}
    found = []
    for path, case, told in documents[["path", "case", "purpose"]].itertuples(index=False):
        names = _codes(codebook, families.get(case, ""))
        for purpose in str(told).split():
            if names and purpose not in names:
                what = (
                    f"Le motif « {purpose} » n’est pas un code de la famille « {families[case]} »"
                )
                what += " : les tableaux laissent ce document de côté."
                cure = f"Choisissez parmi : {', '.join(names)}."
                found.append(Notice(f"data/raw/{path}", "", what, cure, "attention"))
    return found


def of_people(people: pd.DataFrame, settings: Settings, codebook: Codebook) -> list[Notice]:
    """Return who has a usual mode that is a code of no case's rows: it is not known as theirs."""
    families = dict.fromkeys(case.row_family for case in settings.cases)
    names = [name for family in families for name in _codes(codebook, family)]
    found = []
    for person, modes in people[["person", "modes"]].itertuples(index=False):
        unknown = [f"« {mode} »" for mode in str(modes).split() if mode not in names]
        if names and unknown:
            what = f"{person} : {listed(unknown)} n’est pas un code de la famille "
            what += f"« {' » ou « '.join(families)} »."
            cure = f"Choisissez, dans la colonne « modes », parmi : {', '.join(names)}."
            found.append(Notice("data/raw/participants.csv", "", what, cure, "attention"))
    return found


def of_case(case: Case, codebook: Codebook) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Yield where a case names what the codebook has not: its keys, what is wrong, what to do."""
    families = [family.id for family in codebook.families]
    purpose = case.purpose
    named: list[tuple[tuple[str, ...], str]]
    named = [(("lignes",), case.row_family), (("colonnes",), case.column_family)]
    if purpose is not None:
        named.append((("motif", "famille"), purpose.family))
    for keys, family in named:
        if family not in families:
            what = f"La famille de codes « {family} » n’existe pas dans le livre de codes."
            yield keys, what, f"Choisissez parmi : {', '.join(families)}."
    if purpose is not None:
        yield from _lacking(("motif", "garder"), purpose.keep, purpose.family, codebook)
    for rank, rule in enumerate(case.rules):
        at = ("regles", rank)
        yield from _lacking((*at, "colonnes"), rule.columns, case.column_family, codebook)
        yield from _lacking((*at, "lignes"), rule.rows, case.row_family, codebook)
    for rank, name in enumerate(case.guide):
        if name not in codebook.codes:
            what = f"Le guide d’entretien nomme « {name} », qui n’existe pas."
            yield ("guide", rank), what, "Écrivez famille:code, comme dans le livre de codes."


def _lacking(
    keys: tuple[int | str, ...], written: Iterable[str], family: str, codebook: Codebook
) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    names = _codes(codebook, family)
    for rank, code in enumerate(written):
        if names and code not in names:
            what = f"« {code} » n’est pas un code de la famille « {family} » : sans effet ici."
            yield (*keys, rank), what, f"Choisissez parmi : {', '.join(names)}."


def _codes(codebook: Codebook, family: str) -> list[str]:
    return [name.partition(":")[2] for name in codebook.codes if name.startswith(f"{family}:")]


def _list(data: object, key: str) -> list[dict[str, object]]:
    entries = data.get(key) if isinstance(data, dict) else None
    return [entry for entry in entries or [] if isinstance(entry, dict)]
