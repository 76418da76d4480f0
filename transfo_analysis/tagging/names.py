"""Names of people that a text may still hold, proposed to a person, the likeliest first.

What is known comes first (the people of `participants.csv`, labels), then what the words say
(« madame … », « je m’appelle … », a first name), then capitals inside sentences; what the
French model alone takes for a person comes last: on transcripts it is poor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis import files
from transfo_analysis.corpus.canonical import fold
from transfo_analysis.corpus.nameforms import NameForms
from transfo_analysis.corpus.roles import is_generic
from transfo_analysis.tables import frame
from transfo_analysis.tagging import model
from transfo_analysis.tagging.capitals import Capital, capitals
from transfo_analysis.tagging.firstnames import FIRST_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.corpus import Corpus
    from transfo_analysis.corpus.pseudonyms import Key

__all__ = ["REASONS", "entities", "names", "real_names"]

KNOWN, LABEL, ADDRESSED, PRESENTED, FULL, FIRST, NEAR, CAPITAL, PLACE, MODEL = range(10)
REASONS = (
    "nom connu (participants.csv)",
    "libellé de qui parle",
    "forme d’adresse",
    "présenté·e dans le texte",
    "prénom et nom",
    "prénom",
    "ressemble à un nom de la clé",
    "majuscule dans la phrase",
    "majuscule, peut-être un lieu",
    "repéré par le modèle seul",
)
_ALIKE = 85
_PLACES = 20
_AROUND = 45
Span = tuple[int, int]


@dataclass
class _Proposal:
    """One form, everything that speaks for it, and where it is."""

    forms: dict[str, int] = field(default_factory=dict)
    reasons: set[int] = field(default_factory=set)
    places: dict[tuple[str, int, int], str] = field(default_factory=dict)
    somewhere: int = 0
    street: int = 0


def names(
    corpus: Corpus,
    key: Key,
    known: Iterable[str] = (),
    found: Mapping[str, list[Span]] | None = None,
) -> pd.DataFrame:
    """Return the table "names": forms that may name somebody, the likeliest first.

    Parameters
    ----------
    corpus : what is gathered, with the pseudonyms of the key in it
    key : names that are hidden already, and words that are nobody's name
    known : real names, where a column gives them
    found : document → places of people according to the model (see `entities`)
    """
    proposals: dict[str, _Proposal] = {}
    own = NameForms({one: "?" for one in known if fold(one)})
    hidden = _pseudonyms(corpus, key)
    for document, text in _texts(corpus):
        for one in own.find(text):
            _add(proposals, document, text, (one.start, one.end), KNOWN, hidden)
        for seen in capitals(text):
            for reason in _reasons(seen, key):
                _add(proposals, document, text, (seen.start, seen.end), reason, hidden, seen)
    for document, label in _labels(corpus):
        _add(proposals, document, label, (0, len(label)), LABEL, hidden)
    for document, spans in (found or {}).items():
        text = corpus.texts.get(document, "")
        for start, end in spans:
            _add(proposals, document, text, (start, end), MODEL, hidden)
    rows = [_row(one) for one in proposals.values() if not _is_street(one)]
    rows.sort(key=lambda row: (row["rank"], -int(str(row["count"])), str(row["form"])))
    return frame("names", [{k: v for k, v in row.items() if k != "rank"} for row in rows])


def real_names(raw: Path) -> list[str]:
    """Return the real names of `participants.csv`, if it has columns for them beside pseudonyms."""
    from transfo_analysis.errors import TransfoError
    from transfo_analysis.sources import guard
    from transfo_analysis.sources.metadata import bare
    from transfo_analysis.sources.spreadsheet import header_of, read_csv

    columns = {"nom", "prenom", "nom de famille", "nom reel", "vrai nom", "pseudonyme", "pseudo"}
    try:
        sheet = read_csv(guard.read_bytes(raw / "participants.csv", raw))
    except (TransfoError, OSError):
        return []
    rank, at = header_of(sheet, bare, columns, least=2)
    if rank < 0 or not {"pseudonyme", "pseudo"} & set(at):
        return []
    order = [
        at[one] for one in ("prenom", "nom", "nom de famille", "nom reel", "vrai nom") if one in at
    ]
    found = []
    for row in sheet.rows[rank + 1 :]:
        parts = [row.cells[column] for column in order if column < len(row.cells)]
        found.append(" ".join(" ".join(parts).split()))
    return [one for one in dict.fromkeys(found) if one]


def entities(corpus: Corpus, folder: Path) -> dict[str, list[Span]]:
    """Return by document the places that the French model takes for people.

    The entities are switched on for this alone; what was found is kept below `folder`, by the
    text's sha256 and the model's version, as places without words.

    Raises
    ------
    ModelError
        If the model is absent or does not load.
    """
    found: dict[str, list[Span]] = {}
    missing = []
    for document, text in corpus.texts.items():
        kept = _kept(_cache(folder, corpus.text_sha256(document)), len(text))
        if kept is None:
            missing.append(document)
        else:
            found[document] = kept
    if missing:
        nlp = model.load_entities()
        for document in missing:
            found[document] = _people(nlp, corpus.texts[document])
            path = _cache(folder, corpus.text_sha256(document))
            files.write_text(path, json.dumps(found[document]) + "\n")
    return {document: found[document] for document in corpus.texts}


def _people(nlp: object, text: str) -> list[Span]:
    spans: list[Span] = []
    starts, at = [], 0
    lines = text.split("\n")
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    with nlp.memory_zone():  # type: ignore[attr-defined]
        for start, doc in zip(starts, nlp.pipe(lines, batch_size=64), strict=True):  # type: ignore[attr-defined]
            spans += [
                (start + one.start_char, start + one.end_char)
                for one in doc.ents
                if one.label_ == "PER"
            ]
    return spans


def _cache(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256[:32]}-{model.version()}.json"


def _kept(path: Path, length: int) -> list[Span] | None:
    try:
        spans = [(int(a), int(b)) for a, b in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None
    return spans if all(0 <= a < b <= length for a, b in spans) else None


# -- what speaks for a form ------------------------------------------------------------------------


def _texts(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield what is searched: every text, and what is told of every document."""
    yield from corpus.texts.items()
    table = corpus.documents
    for row in table[["document_id", "title", "place", "situation"]].to_dict("records"):
        for told in dict.fromkeys((row["title"], row["place"], row["situation"])):
            yield row["document_id"], told


def _labels(corpus: Corpus) -> Iterator[tuple[str, str]]:
    known = {fold(person) for person in corpus.people["person"]}
    columns = corpus.turns[["document_id", "speaker"]].drop_duplicates()
    for document, label in columns.itertuples(index=False):
        if label and not is_generic(label) and fold(label) not in known:
            yield document, label


def _reasons(seen: Capital, key: Key) -> Iterator[int]:
    words = [fold(word) for word in seen.words]
    first = words[0] in FIRST_NAMES or words[0].split(" ")[0] in FIRST_NAMES
    if seen.addressed:
        yield ADDRESSED
    elif seen.presented:
        yield PRESENTED
    elif first and len(words) > 1:
        yield FULL
    elif first and (len(words) == 1 or not seen.opens):
        yield FIRST
    elif any(_alike(word, key.words) for word in words):
        yield NEAR
    elif not seen.acronym and (len(words) > 1 or not seen.opens):
        yield CAPITAL


def _alike(word: str, known: Iterable[str]) -> bool:
    if len(word) < 4:
        return False
    from rapidfuzz import fuzz

    return any(len(one) > 3 and fuzz.ratio(word, one) >= _ALIKE for one in known)


def _pseudonyms(corpus: Corpus, key: Key) -> frozenset[str]:
    """Return what is no proposal: pseudonyms, and what a person said is nobody's name."""
    told = [*corpus.people["person"], *key.mapping().values()]
    told += [name for name, pseudonym in key.mapping().items() if name == pseudonym]
    return frozenset(fold(one) for one in told)


def _add(
    proposals: dict[str, _Proposal],
    document: str,
    text: str,
    span: Span,
    reason: int,
    hidden: frozenset[str],
    seen: Capital | None = None,
) -> None:
    form = " ".join(text[slice(*span)].split())
    folded = fold(form)
    if not folded or folded in hidden or len(folded) < 2 or not any(map(str.isalpha, folded)):
        return
    # a model's idea of a person may be any words: a name has a capital
    if reason == MODEL and not any(word[:1].isupper() for word in form.split()):
        return
    one = proposals.setdefault(folded, _Proposal())
    place = (document, *span)
    if place not in one.places:
        one.forms[form] = one.forms.get(form, 0) + 1
        one.somewhere += bool(seen and (seen.somewhere or seen.street))
        one.street += bool(seen and seen.street)
        start, end = max(0, span[0] - _AROUND), span[1] + _AROUND
        one.places[place] = " ".join(text[start:end].split())
    one.reasons.add(reason)


def _is_street(one: _Proposal) -> bool:
    """Tell whether words are only ever a place's: « rue Victor Hugo », « la gare de Vaise »."""
    return min(one.reasons) in (FULL, FIRST, CAPITAL) and one.street == len(one.places)


def _row(one: _Proposal) -> dict[str, object]:
    reasons = sorted(one.reasons)
    # « à Lyon » is a place, « à Sanata » somebody: nothing in the words tells them apart
    if reasons[0] == CAPITAL and 2 * one.somewhere >= len(one.places):
        reasons[0] = PLACE
    form = min(one.forms, key=lambda form: (-one.forms[form], form))
    places = list(one.places)
    return {
        "rank": reasons[0],
        "form": form,
        "reason": REASONS[reasons[0]],
        "also": ", ".join(REASONS[reason] for reason in reasons[1:]),
        "count": len(places),
        "documents": " ".join(sorted({document for document, _, _ in places})),
        "places": " ".join(f"{name}@{start}-{end}" for name, start, end in places[:_PLACES]),
        "context": one.places[places[0]],
    }
