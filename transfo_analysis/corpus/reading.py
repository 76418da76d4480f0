"""From a document as written to what was said: words, by whom, in which role and register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from transfo_analysis.corpus.canonical import canonical, fold
from transfo_analysis.corpus.metadata import Metadata, slug
from transfo_analysis.corpus.people import Directory, person_id
from transfo_analysis.corpus.registers import QUESTION, note_mark, split_label, split_note_mark
from transfo_analysis.corpus.roles import (
    HEADER,
    MARK_ORIGIN,
    Voice,
    acknowledges,
    is_generic,
    marked_role,
    voices,
)
from transfo_analysis.errors import Notice
from transfo_analysis.sources import debate, trials
from transfo_analysis.sources import metadata as told
from transfo_analysis.sources.document import Turn
from transfo_analysis.tables import DESCRIPTION, REMARK, REPORTED, VERBATIM
from transfo_analysis.typography import listed, plural

__all__ = ["Said", "is_recorded", "read_said"]

_TIMED_FORMATS = ("srt", "vtt", "textgrid")
# who leads a debriefing: what they say is a question
_LEADS = frozenset(
    ("animateur", "animatrice", "animation", "moderateur", "moderatrice", "facilitateur",
     "facilitatrice")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, interpreted; its words are canonical.

    `asks` marks a question that later turns answer; `refused` a person (or perhaps a person)
    who said no to analysis; `kind` a turn of another kind than its document.
    """

    words: str
    speaker: str
    person: str
    role: str
    origin: str
    register: str
    evidence: bool
    turn: Turn
    asks: bool = False
    refused: bool = False
    wave: str = ""
    source: str = ""
    kind: str = ""


def is_recorded(meta: Metadata) -> bool:
    """Tell whether an interview is a transcript, or notes taken on the fly."""
    document = meta.document
    if document.kind != "interview":
        return False
    # told by a person, else what the reader took it for
    taken = fold(meta.text("prise") or meta.text("prise_lue"))
    if taken:
        return not taken.startswith(("note", "fiche"))
    if document.format.lower() in _TIMED_FORMATS:
        return True
    if any(turn.start is not None for turn in document.turns):
        return True
    labels = [turn.speaker for turn in document.turns if turn.speaker]
    if all(note_mark(label) for label in labels):
        return False
    return len(labels) * 2 > len(document.turns)


def _line_mark(turn: Turn) -> tuple[str, str, str]:
    """Return what a line of notes is, its label, and its own words."""
    if turn.speaker:
        return note_mark(turn.speaker), turn.speaker, turn.words
    if mark := note_mark(turn.mark):
        return mark, "Q" if mark == QUESTION else "", turn.words
    return split_note_mark(turn.words)


def read_said(meta: Metadata, directory: Directory) -> tuple[list[Said], list[Notice]]:
    """Return the turns of a document, interpreted, and the doubts.

    None is without words, but those of a debate that say where somebody stood.
    """
    kind = meta.document.kind
    notices: list[Notice] = []
    if kind == "wall_table":
        said = list(_wall(meta, directory))
    elif kind == "debate":
        said = list(_debate(meta, directory))
    elif kind == "literature_note":
        said = list(_literature(meta))
    elif kind == "method_note":
        said = list(_method_note(meta))
    elif is_recorded(meta):
        found, notices = voices(meta.document.turns, meta, directory)
        said = list(_transcript(meta, found))
    else:
        said, notices = _notes(meta, directory)
    # in a debate somebody may move and say nothing
    said = [one for one in said if one.words or one.turn.fields.get("part")]
    refusing = [
        name
        for key in ("enquete", "observe")
        for name in meta.names(key)
        if directory.refuses_analysis(name)
    ]
    said = [_with_consent(one, directory, bool(refusing)) for one in said]
    return said, [*notices, *_consent_notices(said, refusing, meta)]


def _with_consent(one: Said, directory: Directory, someone_refuses: bool) -> Said:
    # words of nobody known may be those of the one who refused: they stay out
    perhaps = someone_refuses and not one.person and one.role in ("", "respondent", "observed")
    if perhaps or directory.refuses_analysis(one.person) or directory.refuses_analysis(one.source):
        return replace(one, evidence=False, refused=True)
    return one


def _consent_notices(said: list[Said], refusing: list[str], meta: Metadata) -> list[Notice]:
    path = f"data/raw/{meta.document.path}"
    notices = []
    left_out: dict[str, int] = {}
    for one in said:
        if one.refused:
            who = one.person or one.source
            left_out[who] = left_out.get(who, 0) + 1
    for who, count in left_out.items():
        if who:
            turns = plural(count, "tour de parole laissé", "tours de parole laissés")
            what = f"{who} refuse l’analyse : {turns} de côté."
            notices.append(Notice(path, "", what, severity="note"))
        else:
            what = (
                f"{listed(refusing)} refuse l’analyse, et {plural(count, 'ligne')} sans nom, "
                "peut-être de cette personne, sont laissées de côté."
                if count > 1
                else f"{listed(refusing)} refuse l’analyse, et une ligne sans nom, peut-être de "
                "cette personne, est laissée de côté."
            )
            cure = "Écrivez le pseudonyme de qui parle devant chaque ligne (« Nom : … »)."
            notices.append(Notice(path, "", what, cure, "attention"))
    return notices


def _transcript(meta: Metadata, found: dict[str, Voice]) -> Iterator[Said]:
    started = not found
    for turn in meta.document.turns:
        voice = found.get(fold(turn.speaker), Voice())
        started = started or bool(turn.speaker)
        words = canonical(turn.words, {})
        if not turn.speaker and (mark := note_mark(turn.mark)) in (REMARK, DESCRIPTION):
            # added by the transcriber between two turns
            role = "interviewer" if mark == REMARK else "observed"
            seen = mark == DESCRIPTION
            yield Said(words, "", "", role, MARK_ORIGIN, mark, evidence=seen, turn=turn)
            continue
        asks = voice.role == "interviewer"
        yield Said(
            words,
            turn.speaker,
            voice.person,
            voice.role,
            voice.origin,
            VERBATIM,
            # what stands before the first speaker is a title, not speech
            evidence=started and not asks,
            turn=turn,
            asks=asks and not acknowledges(words),
        )


def _literature(meta: Metadata) -> Iterator[Said]:
    for line in _lines(meta.document.turns):
        mark, _, words = _line_mark(line)
        remark = mark == REMARK
        words = canonical(words, {}) if remark else _with_label(line)
        yield Said(
            words,
            "",
            "",
            "author",
            HEADER,
            REMARK if remark else REPORTED,
            evidence=not remark,
            turn=line,
        )


def _method_note(meta: Metadata) -> Iterator[Said]:
    """Read how a method fared: its author's notes, under labels that say what each tells."""
    for line in _lines(meta.document.turns):
        labelled = line.speaker in trials.LABELS
        mark, _, words = ("", "", line.words) if labelled else _line_mark(line)
        remark = mark == REMARK
        yield Said(
            canonical(words, {}) if labelled or remark else _with_label(line),
            line.speaker if labelled else "",
            "",
            "author",
            HEADER,
            REMARK if remark else REPORTED,
            # whether it was conclusive, and in which case, says nothing by itself
            evidence=not remark and line.speaker not in (trials.CASE, trials.CONCLUSIVE),
            turn=line,
            wave=told.wave(line.fields.get("wave", "")),
        )


def _wall(meta: Metadata, directory: Directory) -> Iterator[Said]:
    return map(partial(_paper, directory), meta.document.turns)


def _paper(directory: Directory, turn: Turn) -> Said:
    source = canonical(turn.fields.get("source", ""), {})
    return Said(
        canonical(turn.words, {}),
        "",
        "",
        "wall",
        HEADER,
        REPORTED,
        evidence=True,
        turn=turn,
        wave=told.wave(turn.fields.get("wave", "")),
        source=directory.find(source) or source,
        kind="wall_table",
    )


def _debate(meta: Metadata, directory: Directory) -> Iterator[Said]:
    for turn in meta.document.turns:
        asks = turn.fields.get("part") == debate.QUESTION
        known = directory.find(turn.speaker)
        named = "" if is_generic(turn.speaker) else person_id(turn.speaker)
        words = canonical(turn.words, {})
        yield Said(
            words,
            turn.speaker,
            known or named,
            "interviewer" if asks else "respondent",
            HEADER,
            REPORTED,
            evidence=bool(words) and not asks,
            turn=turn,
            asks=asks,
        )


def _lines(turns: tuple[Turn, ...]) -> Iterator[Turn]:
    # in notes a line is a turn, even when the reader took several for one speech
    for turn in turns:
        for rank, words in enumerate(turn.words.splitlines()):
            if rank:
                yield replace(turn, words=words, speaker="", mark="")
            else:
                yield replace(turn, words=words)


def _with_label(turn: Turn) -> str:
    # « Important : … » is no speaker: its label is words
    mark = f" ({turn.mark})" if turn.mark and turn.speaker else ""
    return canonical(f"{turn.speaker}{mark} : {turn.words}" if turn.speaker else turn.words, {})


def _notes(meta: Metadata, directory: Directory) -> tuple[list[Said], list[Notice]]:
    """Read notes taken during a talk or a shadowing, line by line."""
    observing, remarking = (meta.document.kind == one for one in ("observation", "debriefing"))
    about = meta.names("observe") + meta.names("enquete") if observing else meta.names("enquete")
    askers = {directory.resolve(n) for n in meta.names("enqueteur") + meta.names("observateur")}
    subjects = list(dict.fromkeys(directory.resolve(name) for name in about))
    names = {fold(name): name for name in (*askers, *subjects)}
    alone = subjects[0] if len(subjects) == 1 else ""
    labels = meta.labels()
    answering = "observed" if observing else "respondent"
    plain = DESCRIPTION if observing else REPORTED
    said = []
    nameless = 0
    for line in _lines(meta.document.turns):
        if line.fields.get("row") and line.fields.get("column"):
            said.append(_paper(directory, line))  # the group has placed it
            continue
        mark, label, words = _line_mark(line)
        if not (mark or label):
            name, rest = split_label(words)
            if fold(name) in labels or fold(name) in names or directory.find(name):
                label, words = name, rest
        key = fold(label)
        person = directory.resolve(labels[key]) if key in labels else ""
        person = person or (label and directory.find(label)) or names.get(key, "")
        role, origin, register = answering, HEADER, plain
        if person:
            role = _named_role(person, askers, subjects, answering, directory)
            # at a debriefing, who asks elsewhere has their say
            role = answering if remarking and person not in askers else role
            register = REPORTED
        elif mark == QUESTION or _leads(line.speaker, remarking):
            role, origin, register = "interviewer", MARK_ORIGIN, REPORTED
            person = next(iter(askers)) if len(askers) == 1 else ""
        elif mark == REMARK:
            role, origin, register, label = "interviewer", MARK_ORIGIN, REMARK, ""
        elif mark == DESCRIPTION:
            role, origin, register, label = "observed", MARK_ORIGIN, DESCRIPTION, ""
            person = alone
        elif marked_role(line.speaker) == "respondent":
            origin, person, register = MARK_ORIGIN, alone, REPORTED
        elif line.fields and label:
            nameless += 1  # a column says who: somebody that nobody knows
        else:
            words, label, person = _with_label(line), "", alone
            nameless += not alone
        silent = role in ("interviewer", "observer")
        words = canonical(words, {})
        said.append(
            Said(
                words,
                label,
                person,
                role,
                origin,
                register,
                evidence=not silent,
                turn=line,
                asks=silent and register != REMARK and not acknowledges(words),
                wave=told.wave(line.fields.get("wave", "")),
            )
        )
    return said, [] if observing else _nameless_notices(nameless, subjects, meta)


def _leads(label: str, remarking: bool) -> bool:
    led = remarking and fold(label) in _LEADS
    return led or marked_role(label) == "interviewer"


def _named_role(
    person: str, askers: set[str], subjects: list[str], answering: str, directory: Directory
) -> str:
    if person in askers:
        return "interviewer" if answering == "respondent" else "observer"
    if person in subjects or answering == "observed":
        return answering
    return "interviewer" if directory.roles(person) == {"interviewer"} else answering


def _nameless_notices(nameless: int, subjects: list[str], meta: Metadata) -> list[Notice]:
    if not nameless:
        return []
    lines, count = plural(nameless, "ligne"), "compte" if nameless == 1 else "comptent"
    if meta.document.kind == "debriefing" and not subjects:
        # a room speaks: remarks of nobody known are the rule, not a fault
        told_of = plural(nameless, "remarque n’est", "remarques ne sont")
        what = f"{told_of} de personne qu’on connaisse : à coder, sans compter pour personne."
        cure = "Si vous savez qui l’a dit, écrivez son pseudonyme devant (« Nom : … »)."
        return [Notice(f"data/raw/{meta.document.path}", "", what, cure, "note")]
    if subjects:
        what = f"{listed(subjects)} parlent, et {lines} sans nom {count} pour personne."
        cure = "Écrivez le pseudonyme de qui parle devant chaque ligne (« Nom : … »)."
    else:
        what = f"On ne sait pas de qui sont ces notes : elles ne comptent pour personne ({lines})."
        cure = "Écrivez « enquete » dans l’en-tête du fichier ou dans data/raw/sources.csv."
    return [Notice(f"data/raw/{meta.document.path}", "", what, cure, "attention")]


def study_of(meta: Metadata) -> str:
    """Return the study of a literature note: `etude`, its reference's key, else itself."""
    if meta.document.kind != "literature_note":
        return ""
    return slug(meta.text("etude")) or slug(meta.text("reference")) or meta.document_id
