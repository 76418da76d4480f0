"""What changed from one session to the next: remarks of debriefings, what became of chantiers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from transfo_analysis.exercises.carried import BECAME_WORDS, told_by
from transfo_analysis.exercises.chantiers import NEXT_WORK, standing
from transfo_analysis.rerun.difference import Difference
from transfo_analysis.rerun.seen import CarriedSeen, FindingSeen, RemarksSeen
from transfo_analysis.rerun.snapshot import wave_words
from transfo_analysis.rerun.telling import Told
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    from transfo_analysis.coding.state import Carried, State
    from transfo_analysis.corpus import Corpus

__all__ = ["CHANTIERS", "DEBRIEFING", "carried_seen", "chantiers", "debriefings", "remarks_seen"]

DEBRIEFING, CHANTIERS = "Débriefing", "Chantiers"


# -- what a picture holds of them ------------------------------------------------------------------


def carried_seen(
    findings: Iterable[FindingSeen], state: State, waves: Collection[str] | None
) -> Iterator[CarriedSeen]:
    """Yield what people say became of each chantier, in these waves only (None: in all)."""
    for one in findings:
        if (one.kind, one.status) != (NEXT_WORK, "retenu"):
            continue
        by_wave: dict[str, dict[str, Carried]] = {}
        for (wave, who), told in state.findings[one.id].carried.items():
            if waves is None or wave in waves:
                by_wave.setdefault(wave, {})[who] = told
        for wave, said in by_wave.items():
            became = standing(said)
            shown = {n for told in said.values() if told.became == became for n in told.evidence}
            yield CarriedSeen(
                one.id, one.case, one.statement, wave, became, told_by(said), tuple(sorted(shown))
            )


def remarks_seen(corpus: Corpus) -> Iterator[RemarksSeen]:
    """Yield each debriefing with its remarks, and whose they are when somebody knows."""
    documents, turns, passages = corpus.documents, corpus.turns, corpus.passages
    listed_people = set(corpus.people["person"])
    for name, case, wave in documents.loc[
        documents["kind"] == "debriefing", ["document_id", "case", "wave"]
    ].itertuples(index=False):
        # what was only seen is nobody's remark
        remarks = passages["evidence"].astype(bool) & passages["role"].isin(("respondent", "wall"))
        said = passages[remarks & (passages["document_id"] == name)]
        here = turns[turns["document_id"] == name]
        placed = {source for source in here["wall_source"] if source in listed_people}
        yield RemarksSeen(
            name,
            case,
            wave,
            tuple(sorted({*said["person"], *placed} - {""})),
            tuple(sorted(said["passage_id"])),
        )


# -- what changed ----------------------------------------------------------------------------------


def debriefings(difference: Difference) -> Iterator[Told]:
    """Yield the remarks of the debriefings that were not there."""
    for one in difference.now.remarks:
        if one.document not in difference.new_documents or not one.passages:
            continue
        says = plural(len(one.passages), "remarque nouvelle", "remarques nouvelles")
        if one.people:
            known = plural(len(one.people), "personne connue", "personnes connues")
            says += f" ({known})"
        wave = wave_words(one.wave) if one.wave else "vague non indiquée"
        note = f"On y reconnaît {listed(list(one.people))}." if one.people else ""
        about = f"{wave[:1].upper()}{wave[1:]}, {one.document}"
        yield Told(DEBRIEFING, one.case, about, says, note, one.passages)


def chantiers(difference: Difference) -> Iterator[Told]:
    """Yield the chantiers that people say were taken up, passed over or closed since."""
    then = {(one.finding, one.wave): one for one in difference.then.carried}
    now = {(one.finding, one.wave): one for one in difference.now.carried}
    there = {one.id for one in difference.now.findings}
    for key in sorted({*then, *now}, key=lambda key: _rank(now.get(key) or then[key])):
        before, after = then.get(key), now.get(key)
        one = after or before
        assert one is not None
        if (before and after and before.became == after.became) or one.finding not in there:
            continue
        wave = wave_words(one.wave)
        if after is None:
            says, note, ids = f"n’est plus dit « {_word(one)} » en {wave}", "", one.evidence
        else:
            says = f"{_word(after)} en {wave}"
            says += f", après avoir été dit « {_word(before)} »" if before else ""
            note, ids = f"Selon {after.by}.", after.evidence
        yield Told(CHANTIERS, one.case, one.statement.rstrip(" ."), says, note, ids)


def _rank(one: CarriedSeen) -> tuple[str, str, str, str]:
    return one.case, one.statement, one.finding, one.wave


def _word(one: CarriedSeen) -> str:
    return BECAME_WORDS.get(one.became, one.became)
