"""Carried over: what people say became of each chantier, wave by wave, and what is new about it.

What is new is only shown, with its reason: whether a chantier was taken up is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.events import CLOSED, PASSED_OVER, TAKEN_UP
from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.exercises.chantiers import Chantier, Work, standing
from transfo_analysis.findings.evidence import Matter
from transfo_analysis.tables import SEPARATOR, frame
from transfo_analysis.typography import french, listed, plural

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.state import Carried

__all__ = ["BECAME_WORDS", "carried_over", "told_by"]

BECAME_WORDS = {TAKEN_UP: "repris", PASSED_OVER: "pas repris", CLOSED: "clos"}
# shorter words name nothing; two that are shared do
_LETTERS, _SHARED = 3, 2
# words that only hold others together, as `fold` writes them
_GRAMMAR = frozenset(
    """
    afin ainsi alors apres aucun aucune aussi autour autre autres aux avait avant avec avoir car
    ceci cela celle celles celui ces cet cette ceux chaque chez comme comment contre dans depuis
    des dehors dessus dont donc elle elles entre est etaient etait ete etre eux font ici ils
    jusqu leur leurs lequel laquelle les lors lorsque lui mais mes moi moins mon nos notre nous
    non ont oui par parce pas peu peut peuvent plus pour pourquoi puis quand que quel quelle
    quelles quels quelque quelques qui quoi rien sans sauf ses selon ses sera seront seul seule
    seuls seulement sien soi soient soit son sont sous suis sur tant tel telle tes toi ton tous
    tout toute toutes tres trop une vers voila vos votre vous
    """.split()  # noqa: SIM905 — a list of words reads better than quoted ones
)
_WORD = re.compile(r"[^\W\d_]+")
# plural, feminine, infinitive and participle: « prêter », « prêté », « prêtées » are one word
_ENDING = re.compile(r"(?<=...)(?:er|e{1,2}s?|[sx])$")


def carried_over(work: Work) -> pd.DataFrame:
    """Return the table "carried_over": a row a chantier and wave, until it is closed.

    Waves after the one since which it is open, and those of which somebody said something.
    """
    rows = [row for one in work.chantiers for row in _rows(one, work)]
    return frame("carried_over", rows)


def told_by(said: Mapping[str, Carried]) -> str:
    """Return who said what became of a chantier, in French: « groupe : repris »."""
    return french(
        " ; ".join(f"{who} : {BECAME_WORDS[one.became]}" for who, one in sorted(said.items()))
    )


def _rows(one: Chantier, work: Work) -> Iterator[dict[str, Any]]:
    waves, ended = work.waves, False
    begun = waves.index(one.since) + 1 if one.since in waves else len(waves)
    for rank, wave in enumerate(waves):
        said = one.said(wave)
        if not said and (rank < begun or ended):
            continue
        decided = standing(said)
        ended = ended or decided == CLOSED
        news = _news(one, wave, work) if rank >= begun else _News()
        shown = (said[who].evidence for who in sorted(said) if said[who].became == decided)
        yield {
            "finding_id": one.finding.id,
            "case": one.finding.case,
            "statement": one.finding.statement,
            "since": one.since,
            "wave": wave,
            "proposed": TAKEN_UP if news.ids else "",
            "reason": french(news.reason),
            "ids": SEPARATOR.join(news.ids),
            "decided": decided,
            "by": told_by(said),
            "differs": len({told.became for told in said.values()}) > 1,
            "evidence_ids": SEPARATOR.join(dict.fromkeys(name for ids in shown for name in ids)),
        }


@dataclass(frozen=True)
class _News:
    """What is new about a chantier in a wave, and why it is shown."""

    reason: str = ""
    ids: tuple[str, ...] = ()


def _news(one: Chantier, wave: str, work: Work) -> _News:
    reasons, ids = [], set[str]()
    for cell in one.cells:
        matter = _of_wave(work.cell(cell), wave)
        if found := _ids(matter) - ids:
            ids |= found
            reasons.append(f"{_told(matter)} dans sa case ({_label(cell, work)})")
    linked = _ids(_of_wave(one.linked, wave)) - ids
    if linked:
        ids |= linked
        count = plural(len(linked), "appui lié", "appuis liés")
        reasons.append(f"{count}, de cette vague")
    named = {
        name: words
        for name, words in _naming(one.finding.statement, work.remarks.get(wave, {}), work.stop)
        if name not in ids
    }
    if named:
        ids |= set(named)
        words = list(dict.fromkeys(word for found in named.values() for word in found))[:4]
        many = plural(
            len(named), "remarque du débriefing le nomme", "remarques du débriefing le nomment"
        )
        reasons.append(f"{many} ({listed([f'« {word} »' for word in words])})")
    return _News(" ; ".join(reasons), tuple(sorted(ids)))


def _of_wave(matter: Matter, wave: str) -> Matter:
    return Matter(*(part[part["wave"] == wave] for part in (matter.codings, matter.passages)))


def _ids(matter: Matter) -> set[str]:
    return {*matter.codings["coding_id"], *matter.passages["passage_id"]}


def _told(matter: Matter) -> str:
    counts = matter.counts()
    parts = [
        plural(counts.excerpts, "extrait codé", "extraits codés") if counts.excerpts else "",
        plural(counts.wall_rows, *matter.posted) if counts.wall_rows else "",
        plural(counts.studies, "étude") if counts.studies else "",
    ]
    return listed([part for part in parts if part])


def _label(cell: str, work: Work) -> str:
    case, *codes = cell.split("/")
    return " × ".join(work.tables[case].label(code) for code in codes if code)


def _naming(
    statement: str, remarks: Mapping[str, str], stop: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the remarks that share words with a statement, and which words."""
    wanted = set(_stems(statement, stop))
    for name, text in remarks.items():
        shared = [word for stem, word in _stems(text, stop).items() if stem in wanted]
        if len(shared) >= _SHARED:
            yield name, shared


def _stems(text: str, stop: Collection[str]) -> dict[str, str]:
    """Return the words of a text that may name something, without their endings → as written.

    Examples
    --------
    >>> _stems("Les vélos prêtés à l’agente", ())
    {'velo': 'vélos', 'pret': 'prêtés', 'agent': 'agente'}
    """
    found: dict[str, str] = {}
    for written in _WORD.findall(canonical(text, {})):
        word = fold(written)
        if len(word) >= _LETTERS and word not in _GRAMMAR and word not in stop:
            found.setdefault(_ENDING.sub("", word), written.lower())
    return found
