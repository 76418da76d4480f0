"""Plain paragraphs into speaker turns, in the forms that people really use.

A line begins a turn when it starts with a speaker's label. A label is short, begins
its line, and is known (header, `participants.csv`), or marked, or comes back, or the
whole text is made of such lines. « Remarque : », an hour, an address, a sentence with
a colon are not labels.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from transfo_analysis.errors import Notice
from transfo_analysis.sources.document import Turn

__all__ = ["Paragraph", "Split", "fold", "seconds", "speaker_and_mark", "split"]


@dataclass(frozen=True)
class Paragraph:
    """One line or paragraph of a file, before anybody knows who says it.

    Parameters
    ----------
    text : its words, and whatever label or timecode begins it
    place : where in the file
    start, end : seconds, when the format carries them
    label : a label that the layout gives (first cell of a table's row, voice, tier)
    heading : the layout says that it is a title
    """

    text: str
    place: str = ""
    start: float | None = None
    end: float | None = None
    label: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Split:
    """Turns, whether they are a transcript's, and what was decided with a doubt."""

    turns: tuple[Turn, ...]
    transcript: bool
    notices: tuple[Notice, ...] = ()


_TIME = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?"
_RANGE = rf"(?P<start>{_TIME})(?:\s*(?:-->|[-–—>àa/])\s*(?P<end>{_TIME}))?"
_STAMP = re.compile(
    rf"(?:(?P<square>\[)|\(|)\s*{_RANGE}\s*(?:[\])](?:\s*[-–—])?|(?=\s)(?:\s*[-–—])?)\s*"
)
# a label: a letter or a digit-bearing code, then at most five words, no sentence inside
_NAME = r"[^\W_][\w’'.\-·]{0,29}(?: [\w’'.\-·&]{1,30}){0,4}"
_MARK = r"(?:\s*[(\[](?P<mark>[^()\[\]:]{1,25})[)\]])?"
_COLON = re.compile(rf"(?P<label>{_NAME}){_MARK}\s*:(?=\s|$)\s*")
_BRACKETED = re.compile(rf"\[(?P<label>{_NAME})\]{_MARK.replace('mark', 'mark2')}\s*(?:[-–—:]\s*)?")
_HEADED = re.compile(
    rf"(?:\[(?P<b>{_NAME})\]|(?P<n>{_NAME}))\s*[(\[]?\s*{_RANGE}\s*[)\]]?\s*:?\s*$"
)
_BRACKET_ALONE = re.compile(rf"\[(?P<b>{_NAME})\]\s*:?\s*$")
_PREFIX = re.compile(
    r"(?:(?P<q>q|question)|(?P<remarque>remarque|rq|rem|nb|n\.b\.|ma remarque)|"
    r"(?P<vu>vu|observé|observe))\s*:\s*",
    re.IGNORECASE,
)
_BRACKET_REMARK = re.compile(r"\[\s*(?:remarque|rq|nb)\s*\]\s*:?\s*", re.IGNORECASE)

# role words that are labels whenever they begin a line
_ROLES = frozenset(
    ["e", "r", "q", "enq", "enquêteur", "enquêtrice", "enquêteuse", "enquêté", "enquêtée", "enquêteur·rice", "enquêté·e", "chercheur", "chercheuse", "interviewer", "interviewé", "interviewée", "interviewe", "intervieweur", "intervieweuse", "sociologue", "répondant", "répondante", "modérateur", "modératrice", "animateur", "animatrice", "observateur", "observatrice"]
)  # fmt: skip
_CODE = re.compile(
    r"[A-ZÉ]{1,3}\d{1,3}|[A-Z]{2}|(?:Speaker|Locuteur|Intervenant|Participant|SPEAKER)[ _]?\w{1,3}"
)
# what begins a line with a colon and is nobody
_WORDS = frozenset(
    ["remarque", "remarques", "rq", "nb", "exemple", "exemples", "note", "notes", "attention", "conclusion", "résumé", "bref", "résultat", "résultats", "question", "questions", "réponse", "rappel", "sinon", "bon", "donc", "enfin", "alors", "oui", "non", "voilà", "exact", "problème", "problèmes", "avantage", "avantages", "inconvénient", "inconvénients", "solution", "solutions", "idée", "idées", "constat", "constats", "pause", "titre", "date", "lieu", "objet", "sujet", "thème", "total", "source", "sources", "heure", "durée", "contexte", "suite", "fin", "début", "moralité", "précision", "détail", "détails", "but", "objectif", "objectifs", "cause", "conséquence", "preuve", "raison", "vu", "observé", "mais", "et", "or", "car", "puis", "ensuite", "première", "deuxième", "troisième", "premier", "dernier", "dernière", "autre", "surtout", "exactement", "évidemment", "bilan", "synthèse", "annexe", "introduction", "situation", "motif", "vague", "cas", "prise", "consentement", "transcription", "enregistrement", "fichier", "page", "pages", "important", "nota", "définition", "citation", "verbatim", "verbatims", "freins", "frein", "leviers", "levier", "usage", "usages", "matin", "midi", "soir", "départ", "arrivée", "trajet", "retour", "aller", "vélo", "voiture", "bus", "tram", "train", "marche"]
)  # fmt: skip
_PARTICLES = frozenset(["de", "du", "des", "la", "le", "les", "d’", "d'", "von", "van", "et", "y", "e"])
# transcription marks that stand alone in brackets
_SOUNDS = frozenset(
    ["rire", "rires", "pause", "silence", "silences", "musique", "applaudissements", "inaudible", "bruit", "bruits", "soupir", "soupirs", "toux", "hésitation", "hésitations", "sonnerie", "téléphone", "brouhaha", "coupure", "interruption", "fin", "début", "incompréhensible", "mm", "hum", "euh"]
)  # fmt: skip
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " "))


def fold(label: str) -> str:
    """Return a label as it is compared: NFC, one space between words, no case.

    Examples
    --------
    >>> fold("  He\u0301lène  Petit ") == fold("hélène petit")
    True
    """
    return " ".join(unicodedata.normalize("NFC", label).replace("’", "'").split()).casefold()


def speaker_and_mark(label: str) -> tuple[str, str]:
    """Separate a label from the role mark written beside it.

    Examples
    --------
    >>> speaker_and_mark("Florence L. (ENQ)")
    ('Florence L.', 'ENQ')
    """
    found = re.fullmatch(
        r"\s*\[?(.*?)\]?\s*(?:[(\[]([^()\[\]]{1,25})[)\]])?\s*:?\s*", label, re.DOTALL
    )
    if not found or not found[1]:
        return " ".join(label.split()), ""
    return " ".join(found[1].split()), " ".join((found[2] or "").split())


@dataclass(frozen=True)
class _Line:
    """A paragraph with the label it may begin with, and how sure that is."""

    paragraph: Paragraph
    label: str = ""
    mark: str = ""
    words: str = ""
    timed: bool = False
    alone: bool = False  # the label has its own line


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
    kind : of the document; in a literature note nobody speaks
    known : labels and pseudonyms that are people whatever their count
    recorded : a transcript (True), notes (False), or guess (None)

    Examples
    --------
    >>> lines = [Paragraph("E : Et le bus ?"), Paragraph("R : Jamais."), Paragraph("Trop long.")]
    >>> [(turn.speaker, turn.words) for turn in split(lines).turns]
    [('E', 'Et le bus ?'), ('R', 'Jamais. Trop long.')]
    """
    kept = [replace(p, text=p.text.translate(_SPACES).strip()) for p in paragraphs]
    kept = [p for p in kept if p.text or p.label]
    if kind == "literature_note":
        return Split(tuple(_note_line(p, kind) for p in kept if p.text), transcript=False)
    lines = [_parse(p) for p in kept if not p.heading]
    folded = frozenset(fold(name) for name in known)
    accepted, notices = _accept(lines, folded)
    labelled = [line for line in lines if line.label and _sure(line, accepted)]
    if recorded is None:
        recorded = _is_transcript(lines, labelled, kind)
    if not recorded:
        # in notes only people that are known speak by name
        notes = [_note_or_turn(line, folded, kind) for line in lines]
        return Split(tuple(t for t in notes if t.words), transcript=False)
    return Split(tuple(_joined(lines, accepted)), transcript=True, notices=tuple(notices))


def _parse(paragraph: Paragraph) -> _Line:
    text = paragraph.text
    if paragraph.label:
        label, mark = speaker_and_mark(paragraph.label)
        return _Line(paragraph, label, mark, text, timed=paragraph.start is not None)
    if _BRACKET_REMARK.match(text):
        return _Line(paragraph, words=text)
    if headed := _HEADED.match(text):
        timed = _timed(paragraph, headed["start"], headed["end"])
        return _Line(timed, headed["b"] or headed["n"], "", "", timed=True, alone=True)
    if alone := _BRACKET_ALONE.match(text):
        return _Line(paragraph, alone["b"], "", "", alone=True)
    stamp = _STAMP.match(text)
    timed = _timed(paragraph, stamp["start"], stamp["end"]) if stamp else paragraph
    rest = text[stamp.end() :] if stamp else text
    found = _COLON.match(rest) or _BRACKETED.match(rest)
    if found and (stamp or found.re is _COLON or fold(found["label"]) in _ROLES):
        groups, label = found.groupdict(), found["label"]
        mark = (groups.get("mark") or groups.get("mark2") or "").strip()
        if inner := re.fullmatch(_RANGE, mark):
            timed, mark = _timed(timed, inner["start"], inner["end"]), ""
        elif tail := re.search(rf" ({_TIME})$", label):
            timed, label = _timed(timed, tail[1], None), label[: tail.start()]
        sure = bool(stamp) and found.re is _COLON
        return _Line(timed, label.strip(), mark, rest[found.end() :], timed=sure)
    if stamp and stamp["square"]:
        return _Line(timed, words=rest)
    return _Line(paragraph, words=text)


def _timed(paragraph: Paragraph, start: str | None, end: str | None) -> Paragraph:
    return replace(
        paragraph,
        start=seconds(start) if start else paragraph.start,
        end=seconds(end) if end else paragraph.end,
    )


def seconds(stamp: str) -> float:
    """Return a timecode in seconds.

    Examples
    --------
    >>> seconds("1:02"), seconds("00:01:02,5")
    (62.0, 62.5)
    """
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _accept(lines: list[_Line], known: frozenset[str]) -> tuple[frozenset[str], list[Notice]]:
    """Return the labels that are people, folded, and what was decided with a doubt."""
    counts = Counter(fold(line.label) for line in lines if line.label)
    strong = {
        fold(line.label)
        for line in lines
        if line.label and (_is_role(line.label) or line.mark or _strong(line))
    }
    accepted = {label for label in counts if label in known} | strong
    named = {fold(line.label) for line in lines if line.label and _name_like(line.label)}
    accepted |= {label for label in named if counts[label] >= 2}
    accepted |= {
        label
        for label in counts
        if counts[label] >= 3 and " " not in label and label not in _WORDS and label not in _SOUNDS
    }
    share = sum(1 for li in lines if fold(li.label) in accepted | named) / max(len(lines), 1)
    notices: list[Notice] = []
    alone = sorted(named - accepted)
    if share >= 0.75 and not (len(lines) == 1 and alone):
        accepted |= set(alone)
    elif accepted and share >= 0.4:
        by_label = {fold(line.label): line for line in reversed(lines) if line.label}
        accepted |= set(alone)
        notices = [
            Notice(
                "",
                by_label[label].paragraph.place,
                f"« {by_label[label].label} » n’apparaît qu’une fois devant « : » "
                "et a été lu comme le nom d’une personne qui parle.",
                "Si ce n’en est pas une, remplacez ce « : » par une virgule ou un tiret.",
                "attention",
            )
            for label in alone
        ]
    return frozenset(accepted), notices


def _strong(line: _Line) -> bool:
    if fold(line.label) in _SOUNDS or fold(line.label).split()[0] in _SOUNDS:
        return False
    return line.timed or bool(line.paragraph.label and line.paragraph.start is not None)


def _is_role(label: str) -> bool:
    return fold(label) in _ROLES or bool(_CODE.fullmatch(label))


def _name_like(label: str) -> bool:
    words = label.replace("-", " ").split()
    if fold(words[0]).strip(".") in _WORDS | _SOUNDS or len(words) > 5:
        return False
    plain = [word for word in words if word.lower() not in _PARTICLES]
    return (
        bool(plain)
        and words[0][0].isupper()
        and all(w[0].isupper() or w[0].isdigit() for w in plain)
    )


def _sure(line: _Line, accepted: frozenset[str]) -> bool:
    return fold(line.label) in accepted


def _is_transcript(lines: list[_Line], labelled: list[_Line], kind: str) -> bool:
    if not labelled:
        return False
    if sum(1 for line in labelled if line.timed or line.alone or line.mark) >= 2:
        return True
    if all(fold(line.label) in ("q", "question") for line in labelled):
        return False  # questions, and answers without a label: notes
    notes = sum(
        1 for line in lines if _PREFIX.match(line.paragraph.text) and fold(line.label) != "q"
    )
    share = len(labelled) / len(lines)
    threshold = 0.7 if kind == "observation" else 0.4
    return share - notes / len(lines) >= threshold


def _note_or_turn(line: _Line, known: frozenset[str], kind: str) -> Turn:
    if (
        line.label
        and (fold(line.label) in known or line.mark)
        and not _PREFIX.match(line.paragraph.text)
    ):
        return _turn(line, line.words)
    if line.label and _is_role(line.label) and fold(line.label) != "q":
        return _turn(line, line.words)
    return _note_line(line.paragraph, kind)


def _note_line(paragraph: Paragraph, kind: str) -> Turn:
    """Return a line of notes, its prefix kept as a mark: q, remarque or vu."""
    text, mark = paragraph.text, ""
    text = re.sub(r"^[-–—•*]\s+", "", text)
    if paragraph.label:
        text = f"{paragraph.label} : {text}"
    if found := _BRACKET_REMARK.match(text):
        mark = "remarque"
    elif found := _PREFIX.match(text):
        mark = str(found.lastgroup)
        if kind == "literature_note" and mark != "remarque":
            found = None
    if found:
        text = text[found.end() :]
    else:
        mark = ""
    return Turn(text, "", mark, paragraph.start, paragraph.end, paragraph.place)


def _turn(line: _Line, words: str) -> Turn:
    paragraph = line.paragraph
    return Turn(words, line.label, line.mark, paragraph.start, paragraph.end, paragraph.place)


def _joined(lines: list[_Line], accepted: frozenset[str]) -> list[Turn]:
    """Join each label's line with the unlabelled paragraphs that follow it."""
    turns: list[Turn] = []
    for line in lines:
        if line.label and fold(line.label) in accepted:
            turns.append(_turn(line, line.words))
            continue
        if _BRACKET_REMARK.match(line.paragraph.text) or _remark(line):
            turns.append(_note_line(line.paragraph, "interview"))
            continue
        text = line.words if not line.label else line.paragraph.text
        if turns and turns[-1].mark not in ("remarque", "vu"):
            last = turns[-1]
            turns[-1] = replace(
                last, words=f"{last.words} {text}".strip(), end=line.paragraph.end or last.end
            )
        else:
            turns.append(
                Turn(text, "", "", line.paragraph.start, line.paragraph.end, line.paragraph.place)
            )
    return [turn for turn in turns if turn.words]


def _remark(line: _Line) -> bool:
    found = _PREFIX.match(line.paragraph.text)
    return bool(found) and found is not None and found.lastgroup in ("remarque", "vu")
