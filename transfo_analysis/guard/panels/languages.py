"""« Deux langages, un glossaire »: words that people explained and said may hang, and no more.

Who says a word is not told, nor how many. That a word passed to the other side is told only
when as many people of that side say it as a group needs, and people wrote whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.wordlists import TO_SHOW
from transfo_analysis.corpus.traces import tokens
from transfo_analysis.guard.release import Panel
from transfo_analysis.tables.kinds import SIDES
from transfo_analysis.typography import plural

if TYPE_CHECKING:
    from transfo_analysis.guard.parts import Parts

__all__ = ["two_languages"]

TITLE = "Deux langages, un glossaire"
_COLUMNS = ("Mot", "De qui", "Ce qu’il veut dire")
_NOTE = "Les sens sont ceux que des personnes ont écrits. Qui dit quel mot n’est pas affiché."
_FROM = {"administration": "de l’administration", "innovation": "de l’innovation"}
_TO = {"administration": "dans l’administration", "innovation": "du côté de l’innovation"}


def two_languages(parts: Parts, draft: bool) -> Panel | None:
    """Return the glossary for the wall; None while no line of it is to hang.

    Parameters
    ----------
    draft : what is explained and not yet said to hang is there too
    """
    if parts.exercised is None:
        return None
    rows = list(_shown(parts, draft))
    if not rows:
        return None
    sentences = (f"{plural(len(rows), 'mot')}, avec le sens que leur donne qui les emploie.",)
    return Panel(
        TITLE,
        _COLUMNS,
        tuple((row["term"], row["side"], row["meaning"]) for row in rows),
        (*sentences, *_passed(parts, {row["term"] for row in rows})),
        _NOTE,
    )


def _shown(parts: Parts, draft: bool) -> Iterator[dict[str, Any]]:
    assert parts.exercised is not None
    people = {token for name in parts.corpus.people["person"] for token, _, _ in tokens(name)}
    for row in parts.exercised.lexicon.to_dict("records"):
        if not row["meaning"] or not (draft or row["status"] == TO_SHOW):
            continue
        # a pseudonym tells who: whoever wrote « le dossier d’Armand » words it otherwise
        if not _names(f"{row['term']} {row['meaning']}", people):
            yield {str(name): value for name, value in row.items()}


def _names(text: str, people: set[str]) -> bool:
    return any(word in people and text[start].isupper() for word, start, _ in tokens(text))


def _passed(parts: Parts, shown: set[str]) -> Iterator[str]:
    assert parts.exercised is not None
    least = parts.settings.showing.group_people
    for row in parts.exercised.passing_words.to_dict("records"):
        known = row["side"] in SIDES and row["side"] == row["from_side"]
        if row["term"] in shown and known and int(row["people"]) >= least:
            yield (
                f"« {row['term']} », un mot {_FROM[row['from_side']]}, se dit maintenant "
                f"{_TO[row['to_side']]}."
            )
