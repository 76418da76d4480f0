"""Plain paragraphs into speaker turns, or into lines of notes.

A label is somebody when it is known (header, `participants.csv`), or a role word, or
marked, or timed, or a name that comes back, or when the whole text is made of such lines.
What was decided with a doubt is said in a notice, and `prise`, `locuteurs` settle it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from transfo_analysis.errors import Notice
from transfo_analysis.sources.document import Turn
from transfo_analysis.sources.labels import (
    Line,
    Paragraph,
    fold,
    is_code,
    is_name,
    is_nobody,
    is_role,
    note_prefix,
    parse,
)

__all__ = ["Split", "split"]

# shares of labelled lines that make a transcript; with signs of notes, more is asked
LABELLED, LABELLED_NOTES, LABELLED_OBSERVATION = 0.4, 0.6, 0.8
_BULLET = re.compile(r"[-–—•*]\s+")
_ASIDE = ("remarque", "vu")
_ANSWERS = ("réponse", "réponses", "reponse", "reponses")


@dataclass(frozen=True)
class Split:
    """Turns, whether they are a transcript's, and what was decided with a doubt."""

    turns: tuple[Turn, ...]
    transcript: bool
    notices: tuple[Notice, ...] = ()


def split(
    paragraphs: Iterable[Paragraph],
    kind: str = "interview",
    *,
    known: Collection[str] = (),
    recorded: bool | None = None,
) -> Split:
    """Split paragraphs into speaker turns, or into lines of notes.

    Parameters
    ----------
    paragraphs : in reading order
    kind : of the document; in a literature note or a method note nobody speaks
    known : labels and pseudonyms that are people whatever their count
    recorded : a transcript (True), notes (False), or guess (None)

    Examples
    --------
    >>> lines = [Paragraph("E : Et le bus ?"), Paragraph("R : Jamais."), Paragraph("Trop long.")]
    >>> [(turn.speaker, turn.words) for turn in split(lines).turns]
    [('E', 'Et le bus ?'), ('R', 'Jamais. Trop long.')]
    """
    kept = [p for p in paragraphs if p.text.strip() or p.label]
    if kind in ("literature_note", "method_note"):
        notes = [_note(p.text.strip(), p, ("remarque",)) for p in kept]
        return Split(tuple(turn for turn in notes if turn.words), transcript=False)
    lines = [_question(parse(p)) for p in kept]
    folded = frozenset(fold(name) for name in known)
    spoken = [line for line in lines if not line.paragraph.heading or line.label]
    accepted, doubts = _accept(spoken, folded)
    lines = [line for line in spoken if not line.paragraph.heading or _is(line, accepted)]
    notices: list[Notice] = []
    if recorded is None:
        recorded, notices = _guess(lines, accepted, kind)
    if recorded:
        turns = _joined(lines, accepted)
        return Split(tuple(turns), transcript=True, notices=(*doubts, *notices))
    notes = [_note_or_turn(line, folded) for line in lines]
    turns = [turn for turn in notes if turn.words]
    return Split(tuple(turns), transcript=False, notices=tuple(notices))


def _question(line: Line) -> Line:
    # a title that asks is the interviewer's question; a title that is a name begins a turn
    if not line.paragraph.heading or line.label:
        return line
    if line.text.endswith("?"):
        return line._replace(label="Q", words=line.text)
    return line._replace(label=line.text, words="", alone=True)


def _is(line: Line, accepted: frozenset[str]) -> bool:
    return bool(line.label) and fold(line.label) in accepted


def _accept(lines: list[Line], known: frozenset[str]) -> tuple[frozenset[str], list[Notice]]:
    """Return the labels that are people, folded, and what was decided with a doubt."""
    labelled = [line for line in lines if line.label]
    counts = Counter(fold(line.label) for line in labelled)
    somebody = [line for line in labelled if not is_nobody(line.label)]
    # « Paris 12:30 » is a place and an hour, unless several such names come back
    loose = Counter(fold(line.label) for line in somebody if line.loose)
    if sum(1 for count in loose.values() if count > 1) < 2:
        somebody = [line for line in somebody if not line.loose]
    accepted = {label for label in counts if label in known}
    accepted |= {fold(line.label) for line in labelled if is_role(line.label)}
    accepted |= {
        fold(line.label)
        for line in somebody
        if is_code(line.label)
        or line.mark
        or (line.timed and (line.alone or is_name(line.label)))
        # a name, and nothing else on its line
        or (is_name(line.label) and not line.words and not line.alone)
    }
    names = {fold(line.label) for line in somebody if is_name(line.label)}
    often = {label for label in counts if counts[label] >= 2}
    accepted |= names & often
    # « [00:01:02] Conductrice de bus : » is no name, and comes back with its timecode
    accepted |= {
        fold(line.label) for line in somebody if line.timed and line.label[0].isupper()
    } & often
    # a first name in lower case, that comes back often
    lower = {fold(line.label) for line in somebody if " " not in line.label and not line.alone}
    accepted |= {
        label for label in lower if counts[label] >= 3 and label.replace("-", "").isalpha()
    }
    if accepted:
        # « Réponse : » that comes back beside « Enquêtrice : » answers her, and is no aside
        accepted |= {label for label in _ANSWERS if counts[label] >= 2}
    count = max(len(lines), 1)
    bare_codes = {label for label in lower if label.isdigit()}
    if bare_codes and sum(counts[label] for label in bare_codes | accepted) >= 0.9 * count:
        accepted |= bare_codes
    # « Paris 12:30 » on its own line is a speaker only if it comes back
    written = {fold(line.label) for line in somebody if line.timed or not line.alone}
    alone = (names & written) - accepted
    if not alone:
        return frozenset(accepted), []
    share = sum(counts[label] for label in accepted | names) / count
    if share >= 0.75 and (accepted or len(alone) >= 2):
        return frozenset(accepted | alone), []
    if not accepted or share < LABELLED:
        return frozenset(accepted), []
    first = {fold(line.label): line for line in reversed(somebody)}
    notices = [
        Notice(
            "",
            first[label].paragraph.place,
            f"« {first[label].label} » n’apparaît qu’une fois devant « : » "
            "et a été lu comme le nom d’une personne qui parle.",
            "Si ce n’en est pas une, remplacez ce « : » par une virgule ou un tiret.",
            "attention",
        )
        for label in sorted(alone)
    ]
    return frozenset(accepted | alone), notices


def _guess(lines: list[Line], accepted: frozenset[str], kind: str) -> tuple[bool, list[Notice]]:
    """Guess whether lines are a transcript; doubt it aloud when the signs disagree."""
    labelled = [line for line in lines if _is(line, accepted)]
    if not labelled:
        return False, []
    if sum(1 for line in labelled if line.timed or line.alone or line.mark) >= 2:
        return True, []
    labels = Counter(fold(line.label) for line in labelled)
    if all(label in ("q", "question", "questions") for label in labels):
        return False, []  # questions, and answers without a label
    prefixes = Counter(note_prefix(line.text)[0] for line in lines)
    asides = sum(prefixes[prefix] for prefix in _ASIDE)
    asked = 0 if "r" in labels else prefixes["q"]
    signs = asides + asked + sum(1 for line in lines if "«" in line.text)
    share = (len(labelled) - asked) / len(lines)
    if kind == "observation":
        return share >= LABELLED_OBSERVATION and not signs, []
    transcript = share >= (LABELLED_NOTES if signs else LABELLED)
    # long answers have many paragraphs under one label
    talk = len(labels) >= 2 and sum(labels.values()) >= 4 and not signs
    transcript = transcript or (talk and _is(lines[0], accepted))
    if signs and 0.25 <= share < 1.0:
        taken = "une transcription" if transcript else "des notes"
        what = f"Le fichier a été lu comme {taken}, sans certitude."
        cure = "Écrivez « prise: enregistré » ou « prise: notes » dans l’en-tête ou sources.csv."
        return transcript, [Notice("", "", what, cure, "attention")]
    return transcript, []


def _note_or_turn(line: Line, known: frozenset[str]) -> Turn:
    """Return a line of notes: somebody's when a person that is known begins it."""
    prefix, _ = note_prefix(line.text)
    if (
        line.label
        and not prefix
        and (fold(line.label) in known or line.mark or is_role(line.label))
    ):
        return _turn(line)
    return _note(line.text, line.paragraph, ("q", *_ASIDE))


def _note(text: str, paragraph: Paragraph, marks: Collection[str]) -> Turn:
    bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    mark, words_from = note_prefix(bare)
    if mark not in marks:
        mark, words_from = "", 0
    return Turn(bare[words_from:], "", mark, paragraph.start, paragraph.end, paragraph.place)


def _turn(line: Line) -> Turn:
    paragraph = line.paragraph
    return Turn(line.words, line.label, line.mark, paragraph.start, paragraph.end, paragraph.place)


def _joined(lines: list[Line], accepted: frozenset[str]) -> list[Turn]:
    """Join each label's line with the unlabelled paragraphs that follow it."""
    turns: list[Turn] = []
    speaking: Turn | None = None
    for line in lines:
        aside = note_prefix(line.text)[0] in _ASIDE
        if _is(line, accepted) and not aside:
            speaking = _turn(line)
            turns.append(speaking)
        elif aside:
            turns.append(_note(line.text, line.paragraph, _ASIDE))
        elif line.paragraph.table:
            # shown or drawn during the talk: nobody said it
            turns.append(replace(_note(line.text, line.paragraph, ()), mark="vu"))
        elif speaking is not None and turns[-1].mark not in _ASIDE:
            last = turns[-1]
            words = f"{last.words} {line.text}".strip()
            turns[-1] = replace(last, words=words, end=line.paragraph.end or last.end)
        else:
            # before the first speaker, or after a remark that cut somebody's turn
            paragraph = line.paragraph
            who = (speaking.speaker, speaking.mark) if speaking else ("", "")
            place = paragraph.place
            turns.append(Turn(line.text, *who, paragraph.start, paragraph.end, place))
    return [turn for turn in turns if turn.words]
