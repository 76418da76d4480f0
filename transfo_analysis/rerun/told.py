"""What changed, in French sentences that name nobody; none says that a thing is said more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from transfo_analysis.rerun.snapshot import day_words, wave_words
from transfo_analysis.tables import KIND_WORDS, split_ids
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.rerun.changes import Changes

__all__ = ["CAVEAT", "head", "material", "rows", "sentences", "withdrawn"]

CAVEAT = (
    "Rencontrer d’autres personnes ne dit rien de l’ampleur d’une chose : chaque nombre compte des "
    "personnes, et rien d’autre."
)
_BECAME = {
    "nouveau": ("document nouveau", "documents nouveaux"),
    "corrigé": ("document corrigé", "documents corrigés"),
    "renommé": ("document renommé ou déplacé", "documents renommés ou déplacés"),
    "réenregistré": (
        "document réenregistré sans que son texte change",
        "documents réenregistrés sans que leur texte change",
    ),
    "absent": (
        "document absent, ses codages gardés et comptés nulle part",
        "documents absents, leurs codages gardés et comptés nulle part",
    ),
    "sorti": ("document sorti, sans codage", "documents sortis, sans codage"),
}


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by column."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def head(changes: Changes) -> str:
    """Say since when."""
    day = day_words(changes.day)
    return f"Depuis la {wave_words(changes.wave)}, figée par {changes.by} le {day}"


def withdrawn(changes: Changes) -> list[str]:
    """Say how many asked to be taken out, never who."""
    people, documents = changes.withdrawn
    said = []
    if people == 1:
        said.append(
            "Une personne s’est retirée : ses paroles ne sont comptées nulle part, ni alors."
        )
    elif people:
        said.append(
            f"{people} personnes se sont retirées : leurs paroles ne sont comptées nulle part, ni alors."
        )
    if documents:
        said.append(
            f"{plural(documents, 'document retiré', 'documents retirés')} à la demande de quelqu’un."
        )
    return said


def material(changes: Changes) -> list[str]:
    """Say what became of documents, and who is heard in the new ones."""
    table = changes.documents
    counts = Counter(table["change"])
    said = []
    for change, (one, many) in _BECAME.items():
        if counts[change]:
            kinds = Counter(table.loc[table["change"] == change, "kind"])
            told = [
                plural(kinds[kind], *words) for kind, words in KIND_WORDS.items() if kinds[kind]
            ]
            said.append(f"{plural(counts[change], one, many)} : {listed(told)}.")
    for case in changes.now.cases:
        of_case = f" ({case.title})" if len(changes.now.cases) > 1 else ""
        fresh = len(changes.difference.new_people(case.id))
        new = table[(table["change"] == "nouveau") & (table["case"] == case.id)]
        if fresh:
            said.append(
                f"{plural(fresh, 'nouvelle personne entendue', 'nouvelles personnes entendues')} "
                f"dans le matériau nouveau{of_case}."
            )
        elif len(new):
            coded = (new["coding_ids"] != "").any()
            said.append(
                f"Matériau nouveau{of_case} : "
                + ("aucune nouvelle personne entendue." if coded else "rien n’en est encore codé.")
            )
    return said


def sentences(changes: Changes) -> Iterator[str]:
    """Yield everything that changed, in order."""
    yield f"{head(changes)} :"
    if changes.nothing:
        yield "rien n’a changé."
        return
    yield from withdrawn(changes)
    yield from material(changes)
    labels = {**changes.then.label, **changes.now.label}
    for row in rows(changes.cells):
        names = " × ".join(labels.get(row[side], row[side]) for side in ("row", "column"))
        yield f"{names} : {row['says']}"
    for row in rows(changes.findings):
        yield f"Constat « {row['statement']} » : {finding(row)}."
    terms = changes.key_terms
    for wave in dict.fromkeys(terms["wave"]):
        told = terms[terms["wave"] == wave]["term"].tolist()
        yield f"Termes clés apparus avec le matériau nouveau ({wave_words(wave)}) : {listed(told)}."
    for row in rows(changes.exercises):
        yield f"{row['exercise']}, {row['about']} : {row['says']}."
    for row in rows(changes.codes):
        yield f"Code « {row['label']} » : {code(row, labels)}."
    yield CAVEAT


def finding(row: Mapping[str, Any]) -> str:
    """Say what changed for a finding."""
    count = {
        name: len(split_ids(row[f"{name}_ids"]))
        for name in ("new_for", "new_against", "gone_for", "gone_against", "material")
    }
    now, then, same = (int(row[name]) for name in ("people_now", "people_then", "same_people"))
    said = []
    if row["change"] == "nouveau":
        said.append(f"rédigé depuis, repose sur {plural(now, 'personne')}")
    elif row["change"] == "retiré":
        return "n’est plus là"
    else:
        if row["change"] == "repris":
            said.append("repris depuis (énoncé ou colonne)")
        if count["new_for"]:
            said.append(plural(count["new_for"], "appui nouveau pour", "appuis nouveaux pour"))
        if count["new_against"]:
            said.append(
                plural(count["new_against"], "appui nouveau contre", "appuis nouveaux contre")
            )
        if gone := count["gone_for"] + count["gone_against"]:
            said.append(plural(gone, "appui n’est plus là", "appuis ne sont plus là"))
        if (now, same) != (then, then):
            said.append(
                f"repose aujourd’hui sur {plural(now, 'personne')} ; alors sur {then}, "
                f"dont {same} encore là"
            )
    if count["material"]:
        said.append(
            plural(
                count["material"],
                "appui vient du matériau nouveau",
                "appuis viennent du matériau nouveau",
            )
        )
    return " ; ".join(said)


def code(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Say what changed for a code."""
    others = [f"« {labels.get(one, one)} »" for one in split_ids(row["other"])]
    if row["change"] == "renommé":
        return f"s’appelait {listed(others)}"
    if row["change"] == "rejoint un autre":
        return f"a rejoint {listed(others)}"
    if row["change"] == "redéfini":
        return "redéfini ; ce qui a été codé avant est à relire"
    return str(row["change"])
