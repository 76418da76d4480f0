"""References of the literature watch: .bib, .ris and CSL-JSON, to one form."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.document import Reference
from transfo_analysis.sources.text import decode

__all__ = ["read_references"]

_TAG = re.compile(r"</?[a-zA-Z][^>]{0,100}>")


def read_references(data: bytes, extension: str) -> tuple[list[Reference], list[Notice]]:
    """Read the references of one file, checked before, in its order.

    Raises
    ------
    SourceError
        If the file is not what its extension says.
    """
    text, doubts = decode(data)
    reader = {"bib": _bib, "ris": _ris, "json": _csl}[extension]
    found, faults = reader(text)
    notices = [*doubts, *faults]
    kept: dict[str, Reference] = {}
    for reference in found:
        if not reference.key:
            what = f"Une référence n’a pas de clé et n’est pas lue : « {reference.title[:60]} »."
            notices.append(Notice("", "", what, "Donnez-lui une clé.", "attention"))
        elif reference.key in kept:
            what = f"La clé « {reference.key} » est là deux fois : la première est gardée."
            notices.append(Notice("", "", what, "Changez l’une des deux clés.", "attention"))
        else:
            kept[reference.key] = reference
    if not kept and not faults:
        raise SourceError(
            "Ce fichier ne contient aucune référence.",
            cure="Exportez de nouveau les références (Zotero : BibTeX, RIS ou CSL JSON).",
        )
    return list(kept.values()), notices


def _clean(value: object) -> str:
    text = _TAG.sub("", str(value or ""))
    return " ".join(text.replace("{", "").replace("}", "").split())


def _year(value: object) -> str:
    found = re.search(r"\b(\d{4})\b", str(value or ""))
    return found[1] if found else _clean(value)


def _bib(text: str) -> tuple[list[Reference], list[Notice]]:
    import bibtexparser
    from bibtexparser.middlewares import LatexDecodingMiddleware

    parse: Any = getattr(bibtexparser, "parse_string")  # noqa: B009 - not exported for mypy
    # what it cannot read comes back in `failed_blocks`; its English log is for programmers
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse(text, append_middleware=[LatexDecodingMiddleware(keep_braced_groups=True)])
    found = []
    for entry in library.entries:
        fields = {key.lower(): field.value for key, field in entry.fields_dict.items()}
        authors = fields.get("author") or fields.get("editor") or ""
        found.append(
            Reference(
                entry.key,
                _clean(fields.get("title")),
                tuple(_person(name) for name in _split_authors(str(authors))),
                _year(fields.get("year") or fields.get("date")),
                _clean(
                    next(
                        (
                            fields[key]
                            for key in ("journal", "journaltitle", "booktitle", "publisher",
                                        "institution", "school", "organization", "howpublished")
                            if fields.get(key)
                        ),
                        "",
                    )
                ),
            )
        )  # fmt: skip
    notices = []
    for block in library.failed_blocks:
        place = f"ligne {block.start_line + 1}" if block.start_line is not None else ""
        what = "Cette entrée BibTeX ne se lit pas : elle est laissée de côté."
        cure = "Vérifiez ses accolades, ses virgules et sa clé (une clé ne sert qu’une fois)."
        notices.append(Notice("", place, what, cure))
    return found, notices


def _split_authors(names: str) -> Iterable[str]:
    """Split at the « and » that stand outside braces."""
    depth = 0
    current: list[str] = []
    for word in names.split():
        if word.lower() == "and" and depth == 0:
            yield " ".join(current)
            current = []
        else:
            current.append(word)
            depth += word.count("{") - word.count("}")
    if current:
        yield " ".join(current)


def _person(name: str) -> str:
    """Return « Nom, Prénom » from either order; an institution stays as it is."""
    whole = name.strip()
    if whole.startswith("{") and whole.endswith("}"):
        return _clean(whole)
    text = _clean(whole)
    if "," in text or " " not in text:
        return text
    words = text.split()
    # the first lower-case word begins the name: « Simone de Beauvoir »
    start = next((i for i, w in enumerate(words) if i and w[0].islower()), len(words) - 1)
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def _ris(text: str) -> tuple[list[Reference], list[Notice]]:
    import rispy

    found = []
    for entry in rispy.loads(text):
        authors = tuple(
            _clean(name) for key in ("authors", "first_authors") for name in entry.get(key, ())
        )
        title = _clean(entry.get("title") or entry.get("primary_title"))
        year = _year(entry.get("year") or entry.get("publication_year") or entry.get("date"))
        container = next(
            (
                entry[key]
                for key in ("journal_name", "secondary_title", "alternate_title3", "publisher")
                if entry.get(key)
            ),
            "",
        )
        made = f"{authors[0].split(',')[0] if authors else 'sans-auteur'}{year}".replace(" ", "-")
        key = _clean(entry.get("id") or entry.get("label") or entry.get("accession_number") or made)
        found.append(Reference(key, title, tuple(dict.fromkeys(authors)), year, _clean(container)))
    return found, []


def _csl(text: str) -> tuple[list[Reference], list[Notice]]:
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise SourceError(
            "Le JSON ne se lit pas.",
            place=f"ligne {line}",
            cure="Exportez de nouveau les références en « CSL JSON ».",
        ) from error
    items = data.get("items", [data]) if isinstance(data, Mapping) else data
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise SourceError(
            "Ce JSON n’est pas une liste de références CSL.",
            cure="Exportez les références en « CSL JSON » depuis Zotero.",
        )
    found = []
    for item in items:
        if "title" not in item and "author" not in item:
            continue
        names = item.get("author") or item.get("editor") or []
        found.append(
            Reference(
                _clean(item.get("citation-key") or item.get("id")),
                _clean(item.get("title")),
                tuple(_csl_name(name) for name in names if isinstance(name, Mapping)),
                _csl_year(item.get("issued")),
                _clean(item.get("container-title") or item.get("publisher")),
            )
        )
    return found, []


def _csl_name(name: Mapping[str, Any]) -> str:
    family = " ".join(
        _clean(name[key]) for key in ("non-dropping-particle", "family") if name.get(key)
    )
    given = _clean(name.get("given"))
    return _clean(name.get("literal")) or ", ".join(part for part in (family, given) if part)


def _csl_year(issued: object) -> str:
    if isinstance(issued, Mapping):
        parts = issued.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return _year(parts[0][0])
        return _year(issued.get("raw") or issued.get("literal") or "")
    return _year(issued)
