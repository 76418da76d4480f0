"""`participants.csv`, the people, and `sources.csv`, what the files do not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from transfo_analysis.errors import Notice, TableError
from transfo_analysis.sources.metadata import KEYS, bare, key_of, overrides_of
from transfo_analysis.sources.spreadsheet import Row, Sheet, header_of, read_csv
from transfo_analysis.tables.kinds import ADMINISTRATION, INNOVATION, SIDES

__all__ = ["BOTH", "Participant", "read_overrides", "read_participants", "side_of"]


@dataclass(frozen=True)
class Participant:
    """One row of `participants.csv`.

    Parameters
    ----------
    pseudonym : in one word
    roles : among ambassadeur, enquêteur, enquêté, observé, porteur du cas, résident
    grade, trade, service, commune, sex : as written, "" if not
    modes : usual modes, codes without their family
    consent_analysis, consent_quotation, consent_display : False unless « oui » is written
    place : « ligne 7 »
    language : administration or innovation, "" if the role says it
    """

    pseudonym: str
    roles: tuple[str, ...]
    grade: str
    trade: str
    service: str
    commune: str
    modes: tuple[str, ...]
    sex: str
    consent_analysis: bool
    consent_quotation: bool
    consent_display: bool
    place: str
    language: str = ""


_COLUMNS = (
    "pseudonyme", "roles", "grade", "metier", "service", "commune", "modes",
    "consentement_analyse", "consentement_citation", "consentement_affichage", "sexe",
)  # fmt: skip
# what may be left out without a word
_OPTIONAL = ("langage",)
_ALIASES = {
    "pseudo": "pseudonyme", "nom": "pseudonyme", "role": "roles", "categorie": "grade",
    "mode": "modes", "genre": "sexe", "direction": "service", "langue": "langage",
}  # fmt: skip
_ROLES = {
    "ambassadeur": "ambassadeur", "ambassadrice": "ambassadeur", "enqueteur": "enquêteur",
    "enquetrice": "enquêteur", "enqueteuse": "enquêteur", "enquete": "enquêté",
    "enquetee": "enquêté", "observe": "observé", "observee": "observé",
    "porteur du cas": "porteur du cas", "porteuse du cas": "porteur du cas",
    "porteur": "porteur du cas", "porteuse": "porteur du cas",
    # who comes from outside to run the sessions, and speaks the other language
    "resident": "résident", "residente": "résident", "designer": "résident",
    "designeur": "résident", "designeuse": "résident", "sociologue": "résident",
}  # fmt: skip
_YES = {"oui", "o", "yes", "x", "1", "vrai", "true"}
_NO = {"non", "n", "no", "0", "faux", "false", ""}


# of a word that both sides call theirs
BOTH = "les deux"


def side_of(written: str) -> str:
    """Return the side that a person means by a word: administration, innovation, les deux or "".

    Examples
    --------
    >>> side_of("Administratif"), side_of("innovation"), side_of("commun"), side_of("bof")
    ('administration', 'innovation', 'les deux', '')
    """
    word = bare(written)
    if word in ("a", "i"):
        return ADMINISTRATION if word == "a" else INNOVATION
    for start, side in (
        *(("admin", ADMINISTRATION), ("innov", INNOVATION), ("labo", INNOVATION)),
        *(("design", INNOVATION), ("commun", BOTH), ("les deux", BOTH), ("deux", BOTH)),
    ):
        if word.startswith(start):
            return side
    return ""


def _column(title: str) -> str:
    name = bare(title).replace(" ", "_").replace("-", "_").replace("·", "")
    return _ALIASES.get(name, name)


def read_participants(data: bytes) -> tuple[tuple[Participant, ...], tuple[Notice, ...]]:
    """Read the people, each once.

    Raises
    ------
    TableError
        If there is no column of pseudonyms.
    """
    sheet = read_csv(data)
    rank, columns = header_of(sheet, _column, (*_COLUMNS, *_OPTIONAL), least=1)
    if "pseudonyme" not in columns:
        raise no_column("pseudonyme", list(_COLUMNS), sheet)
    notices = []
    if missing := [name for name in _COLUMNS if name not in columns]:
        names = ", ".join(f"« {name} »" for name in missing)
        what = f"Il manque {'la colonne' if len(missing) == 1 else 'les colonnes'} {names}."
        if any(name.startswith("consentement") for name in missing):
            what += " Un consentement qui n’est pas écrit compte comme « non »."
        place = f"ligne {sheet.rows[rank].number}"
        notices.append(Notice("", place, what, "Ajoutez-la si vous savez la remplir.", "attention"))
    found: dict[str, Participant] = {}
    for row in sheet.rows[rank + 1 :]:
        cells = {name: row.cells[c] for name, c in columns.items() if c < len(row.cells)}
        person, notes = _person(cells, row)
        notices += notes
        if person is None:
            continue
        same = bare(person.pseudonym)
        if same in found:
            first = found[same]
            notices.append(
                Notice(
                    "",
                    person.place,
                    f"« {person.pseudonym} » est déjà à la {first.place} : seule la première "
                    "est gardée, avec le consentement le plus restrictif des deux.",
                    "Retirez l’une des deux lignes, ou changez un pseudonyme.",
                )
            )
            found[same] = replace(
                first,
                consent_analysis=first.consent_analysis and person.consent_analysis,
                consent_quotation=first.consent_quotation and person.consent_quotation,
                consent_display=first.consent_display and person.consent_display,
            )
        else:
            found[same] = person
    return tuple(found.values()), tuple(notices)


def _person(cells: Mapping[str, str], row: Row) -> tuple[Participant | None, list[Notice]]:
    place = f"ligne {row.number}"
    name = unicodedata.normalize("NFC", cells.get("pseudonyme", "").strip())
    if not name or " " in name:
        what = (
            f"Le pseudonyme « {name} » est en plusieurs mots : la ligne n’est pas lue."
            if name
            else "Cette ligne n’a pas de pseudonyme : elle n’est pas lue."
        )
        cure = "Écrivez un pseudonyme en un seul mot (« Marie-Claire »)."
        return None, [Notice("", place, what, cure)]
    notices: list[Notice] = []
    roles = []
    for written in _several(cells.get("roles", "")):
        role = _ROLES.get(bare(written).replace("·", "").replace("_", " "))
        if role is None:
            what = f"« {written} » n’est pas un rôle connu."
            cure = "Écrivez : ambassadeur, enquêteur, enquêté, observé, porteur du cas ou résident."
            notices.append(Notice("", place, what, cure, "attention"))
        elif role not in roles:
            roles.append(role)
    consents = {}
    for purpose in ("analyse", "citation", "affichage"):
        written = cells.get(f"consentement_{purpose}", "")
        consents[purpose] = bare(written) in _YES
        if bare(written) not in _YES | _NO:
            what = f"Le consentement « {written} » ({purpose}) compte comme « non »."
            notices.append(Notice("", place, what, "Écrivez oui ou non.", "attention"))
    language, notes = _language(cells.get("langage", ""), place)
    notices += notes
    person = Participant(
        pseudonym=name,
        roles=tuple(roles),
        grade=cells.get("grade", "").upper(),
        trade=cells.get("metier", ""),
        service=cells.get("service", ""),
        commune=cells.get("commune", ""),
        modes=_several(cells.get("modes", "")),
        sex=cells.get("sexe", ""),
        consent_analysis=consents["analyse"],
        consent_quotation=consents["citation"],
        consent_display=consents["affichage"],
        place=place,
        language=language,
    )
    return person, notices


def _language(written: str, place: str) -> tuple[str, list[Notice]]:
    side = side_of(written)
    if side in SIDES or not bare(written):
        return side, []
    what = f"« {written} » n’est pas un langage connu : le rôle dira de quel côté est la personne."
    cure = "Écrivez administration, innovation, ou rien."
    return "", [Notice("", place, what, cure, "attention")]


def _several(cell: str) -> tuple[str, ...]:
    # in a table between semicolons, people write commas inside a cell
    return tuple(dict.fromkeys(part.strip() for part in re.split("[;,]", cell) if part.strip()))


def read_overrides(data: bytes) -> tuple[dict[str, dict[str, str]], tuple[Notice, ...]]:
    """Read `sources.csv`: for each file below data/raw, what is said of it.

    Raises
    ------
    TableError
        If there is no column « fichier ».
    """
    sheet = read_csv(data)
    rank, columns = header_of(sheet, key_of, (*KEYS, "fichier"), least=1)
    titles = {bare(title): c for c, title in enumerate(sheet.rows[rank].cells)} if rank >= 0 else {}
    if "fichier" not in titles:
        raise no_column("fichier", ["fichier", *KEYS], sheet)
    found: dict[str, dict[str, str]] = {}
    places: dict[str, str] = {}
    notices = []
    for row in sheet.rows[rank + 1 :]:
        cells = {name: row.cells[c] for name, c in columns.items() if c < len(row.cells)}
        path = unicodedata.normalize("NFC", cells.pop("fichier", "")).replace("\\", "/").strip("/ ")
        path = path.removeprefix("data/raw/")
        place = f"ligne {row.number}"
        if not path:
            what = "Cette ligne ne nomme pas de fichier : elle n’est pas lue."
            notices.append(Notice("", place, what, "Écrivez le chemin sous data/raw/."))
        elif path in found:
            what = f"« {path} » est déjà à la {places[path]} : seule la première est gardée."
            notices.append(Notice("", place, what, "Réunissez les deux lignes."))
        else:
            found[path], places[path] = overrides_of(cells), place
    unknown = [
        t for t in sheet.rows[rank].cells if t and bare(t) != "fichier" and key_of(t) not in KEYS
    ]
    if unknown:
        names = ", ".join(f"« {title} »" for title in unknown)
        what = f"Ces colonnes ne sont pas connues et ne sont pas lues : {names}."
        cure = f"Les colonnes possibles sont : {', '.join(KEYS)}."
        notices.append(Notice("", f"ligne {sheet.rows[rank].number}", what, cure, "attention"))
    return found, tuple(notices)


def no_column(name: str, expected: list[str], sheet: Sheet) -> TableError:
    found = [cell for cell in sheet.rows[0].cells if cell][:20] if sheet.rows else []
    return TableError(
        f"Il manque la colonne « {name} ». Colonnes trouvées : "
        f"{', '.join(f'« {cell[:40]} »' for cell in found) or 'aucune'}. "
        f"Colonnes attendues : {', '.join(f'« {title} »' for title in expected)}.",
        place="ligne 1",
        cure="Mettez les titres des colonnes sur la première ligne du tableau.",
    )
