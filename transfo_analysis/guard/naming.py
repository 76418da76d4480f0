"""The last look before anything is shown: no string of a release holds a name of the key.

Words of the field were rewritten long before; what people wrote themselves (titles, labels,
statements, credits) is theirs, so it is refused with its place and never rewritten.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transfo_analysis.errors import PublicationError

if TYPE_CHECKING:
    from transfo_analysis.corpus.nameforms import NameForms
    from transfo_analysis.guard.release import Release

__all__ = ["refuse_names"]

# a field of a release → how a person knows it
_FRENCH = {
    "title": "titre",
    "programme": "programme (affichage.yaml)",
    "address": "adresse (affichage.yaml)",
    "credits": "crédits (affichage.yaml)",
    "waves": "vague",
    "note": "note au pied des feuilles",
    "grids": "tableau",
    "case": "identifiant du cas",
    "case_label": "titre du cas",
    "row_title": "titre des lignes",
    "column_title": "titre des colonnes",
    "rows": "ligne",
    "columns": "colonne",
    "cells": "case",
    "code": "identifiant",
    "label": "libellé",
    "quotes": "extrait",
    "words": "mots",
    "speaker": "signature",
    "findings": "constat",
    "statement": "phrase",
    "kind_label": "nom de sa colonne",
    "where": "sa case",
    "quotes_for": "extrait pour",
    "quotes_against": "extrait contre",
    "heard": "qui avons-nous entendu",
    "people": "nombre",
    "by": "groupe",
    "absent": "qui n’a pas été entendu",
    "changed": "ce que le terrain a changé",
    "sentences": "phrase",
    "panels": "panneau",
}
_CURE = (
    "Remplacez ce nom là où il est écrit : projet.yaml (titres), livre de codes (libellés), "
    "projet.coding.reword_finding (constats), nom du dossier (vague)."
)


def refuse_names(release: Release, names: NameForms) -> None:
    """Look at every string of a release for a name of the key.

    Raises
    ------
    PublicationError
        If one holds a name in any written form; the message says where, and not which.
    """
    for place, text in release.texts():
        if names.find(text):
            raise PublicationError(
                "Un nom de la clé des pseudonymes serait affiché.",
                place=in_french(place),
                cure=_CURE,
            )


def in_french(place: str) -> str:
    """Return a place of `Release.texts` as a person knows it.

    Examples
    --------
    >>> in_french("grids 1 rows 2 label"), in_french("title")
    ('tableau 1, ligne 2, libellé', 'titre du projet')
    """
    if place == "title":
        return "titre du projet"
    steps = re.findall(r"([a-z_]+)((?: \d+)*)", place)
    return ", ".join(f"{_FRENCH.get(name, name)}{rank}" for name, rank in steps)
