"""Who is who in a transcript: header, marks, participants, else who asks the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transfo_analysis.corpus.canonical import count_words, fold, without_marks
from transfo_analysis.corpus.metadata import Metadata
from transfo_analysis.corpus.people import Directory, person_id
from transfo_analysis.errors import Notice
from transfo_analysis.sources.document import Turn
from transfo_analysis.typography import listed

__all__ = [
    "HEADER",
    "MARK_ORIGIN",
    "Voice",
    "acknowledges",
    "is_generic",
    "marked_role",
    "voices",
]

HEADER, MARK_ORIGIN, PARTICIPANTS, GUESSED = "en-tête", "marque", "participants", "deviné"
NOBODY = ""

_INTERVIEWER = re.compile(
    r"(?:enq|enqueteur|enquetrice|enqueteur rice|chercheur|chercheuse|chercheur se|e|q|question"
    r"|intervieweu[rs]e?|interviewer|sociologue)(?: ?\d+)?"
)
_RESPONDENT = re.compile(r"(?:enquetee?|interviewee?|repondante?|reponses?|r)(?: ?\d+)?")
# labels that say which voice it is in this recording, not who it is
_GENERIC = re.compile(
    r"(?:\d+|[a-z]{1,2}\d?|l\d+|loc\w*|speaker|spk\w*|spkr|intervenante?|personne|voix|participante?"
    r"|nom|homme|femme|inconnue?|non identifiee?|h\d+|f\d+)(?: \d+)?"
)
_ASKS = re.compile(
    r"\?|\best-ce qu|\bcomment\b|\bpourquoi\b|\bcombien\b|\bquel(?:le)?s?\b|\bracontez\b|\bvous pou",
    re.IGNORECASE,
)
_ACKNOWLEDGES = re.compile(
    r"(?:\b(?:mm?h?m?|hmm?|hum|h[ée]|ouais?|oui|ok|okay|d['’]accord|ah|oh|bon|voilà|bien|très"
    r"|hein|euh|bah|ben|eh|xxx|super|parfait|je vois|tout à fait|c['’]est vrai|absolument)\b|\W)*",
    re.IGNORECASE,
)

# tuned by eye on some fifty recorded talks of two to five speakers
_DOUBT, _DOUBTFUL_TURNS, _PLAINLY = -0.3, 3, 0.2


@dataclass(frozen=True)
class Voice:
    """One label of a document: its role, how that is known, and who speaks ("" if unknown)."""

    role: str = ""
    origin: str = ""
    person: str = NOBODY


def marked_role(label: str) -> str:
    """Return the role that a label or mark names by itself, or "".

    Examples
    --------
    >>> marked_role("ENQ"), marked_role("Enquêtrice 2"), marked_role("R"), marked_role("Nadia")
    ('interviewer', 'interviewer', 'respondent', '')
    """
    folded = fold(label)
    if _INTERVIEWER.fullmatch(folded):
        return "interviewer"
    return "respondent" if _RESPONDENT.fullmatch(folded) else ""


def is_generic(label: str) -> bool:
    """Tell whether a label names a voice of the recording and not a person.

    Examples
    --------
    >>> [is_generic(label) for label in ("L1", "Locuteur 2", "Interviewé", "P03", "Nadia")]
    [True, True, True, False, False]
    """
    folded = fold(label)
    return not folded or bool(marked_role(folded) or _GENERIC.fullmatch(folded))


def acknowledges(words: str) -> bool:
    """Tell whether a turn only shows that one listens: no question, nothing said.

    Examples
    --------
    >>> acknowledges("mh, mh. [rire] d'accord"), acknowledges("et le bus ?")
    (True, False)
    """
    return _ACKNOWLEDGES.fullmatch(without_marks(words)) is not None


def voices(
    turns: Sequence[Turn], meta: Metadata, directory: Directory
) -> tuple[dict[str, Voice], list[Notice]]:
    """Return the voice behind each label of a transcript (folded), and what had to be guessed.

    The order is that of docs/formats.md: header, marks in the text, participants, who asks.
    """
    spoken: dict[str, list[Turn]] = {}
    for turn in turns:
        if key := fold(turn.speaker):
            spoken.setdefault(key, []).append(turn)
    found = {key: _told(key, said, meta, directory) for key, said in spoken.items()}
    _complete(found, spoken, meta, directory)
    # "$L1" and "L1" are one label: the plainest is shown
    labels = {key: min((turn.speaker for turn in said), key=len) for key, said in spoken.items()}
    _identify(found, labels, meta, directory)
    return found, _notices(found, labels, meta)


def _told(label: str, said: list[Turn], meta: Metadata, directory: Directory) -> Voice:
    name = meta.labels().get(label, "")
    if role := marked_role(name):
        return Voice(role, HEADER)
    respondents = {directory.resolve(n) for n in meta.names("enquete")}
    interviewers = {directory.resolve(n) for n in meta.names("enqueteur")}
    by_fold = {fold(person): person for person in (*respondents, *interviewers)}
    person = directory.resolve(name) if name else directory.find(label)
    person = person or by_fold.get(label, NOBODY)
    if person and person in interviewers:
        return Voice("interviewer", HEADER, person)
    if person and person in respondents:
        return Voice("respondent", HEADER, person)
    for mark in (*dict.fromkeys(turn.mark for turn in said), label):
        if role := marked_role(mark):
            return Voice(role, MARK_ORIGIN, person)
    roles = directory.roles(person) & {"interviewer", "respondent"}
    if len(roles) == 1:
        return Voice(roles.pop(), PARTICIPANTS, person)
    return Voice("", "", person)


def _complete(
    found: dict[str, Voice], spoken: dict[str, list[Turn]], meta: Metadata, directory: Directory
) -> None:
    undecided = [label for label, voice in found.items() if not voice.role]
    if not undecided:
        return
    known = {voice.role: voice.origin for voice in found.values() if voice.role}
    waited = _waited(found, meta, directory)
    if waited["interviewer"] and not waited["respondent"] and "respondent" in known:
        asking, origin = undecided[: len(waited["interviewer"])], HEADER
    elif "interviewer" in known:
        # one side of the talk is known: the other labels are the other side
        asking, origin = [], known["interviewer"]
    else:
        asker = _who_asks(undecided, spoken)
        asking, origin = [asker] if asker else [], GUESSED
    for label in undecided:
        role = "interviewer" if label in asking else "respondent"
        found[label] = replace(found[label], role=role, origin=origin)


def _waited(found: dict[str, Voice], meta: Metadata, directory: Directory) -> dict[str, list[str]]:
    # the people of the header whom no label names
    present = {voice.person for voice in found.values()}
    return {
        role: [
            person for name in meta.names(key) if (person := directory.resolve(name)) not in present
        ]
        for role, key in (("respondent", "enquete"), ("interviewer", "enqueteur"))
    }


def _who_asks(labels: list[str], spoken: dict[str, list[Turn]]) -> str:
    """Return the label that asks most and says least, or "" when nobody plainly does.

    A listener's « mh, mh » is half a question; a label of few turns is believed less.
    """
    if len(spoken) < 2:
        return ""
    words = {label: sum(count_words(turn.words) for turn in said) for label, said in spoken.items()}
    total = sum(words.values()) or 1
    scores: dict[str, float] = {}
    leading: list[str] = []
    for label, said in spoken.items():
        asks = sum(bool(_ASKS.search(turn.words)) for turn in said)
        listens = sum(acknowledges(turn.words) for turn in said)
        score = asks + listens / 2 - len(said) * words[label] / total
        scores[label] = (score + _DOUBT * _DOUBTFUL_TURNS) / (len(said) + _DOUBTFUL_TURNS)
        if asks or listens:
            leading.append(label)
    candidates = [label for label in labels if label in leading]
    if not candidates:
        return ""
    best = max(candidates, key=scores.__getitem__)
    others = max(score for label, score in scores.items() if label != best)
    return best if scores[best] > 0 or scores[best] - others >= _PLAINLY else ""


def _identify(
    found: dict[str, Voice], labels: dict[str, str], meta: Metadata, directory: Directory
) -> None:
    waited = _waited(found, meta, directory)
    for role, people in waited.items():
        unknown = [la for la, voice in found.items() if voice.role == role and not voice.person]
        if len(unknown) == 1 and len(people) == 1:
            found[unknown[0]] = replace(found[unknown[0]], person=people[0])
    # a header that names who answers names them all: another voice is nobody known
    complete = bool(meta.names("enquete"))
    for label, voice in found.items():
        if voice.person or is_generic(label) or (complete and voice.role == "respondent"):
            continue
        found[label] = replace(voice, person=person_id(labels[label]))


def _notices(found: dict[str, Voice], labels: dict[str, str], meta: Metadata) -> list[Notice]:
    def named(keys: list[str]) -> str:
        return listed([f"« {labels[key]} »" for key in keys])

    guessed = {key: voice for key, voice in found.items() if voice.origin == GUESSED}
    asking = [key for key, voice in guessed.items() if voice.role == "interviewer"]
    answering = [key for key, voice in guessed.items() if voice.role == "respondent"]
    unknown = [key for key, v in found.items() if v.role == "respondent" and v.person == NOBODY]
    said = []
    answer = "répond" if len(answering) == 1 else "répondent"
    if asking:
        said.append(f"D’après les questions, {named(asking)} mène l’échange")
        said[-1] += f" et {named(answering)} {answer}" if answering else ""
    elif len(answering) > 1:
        said.append(f"Personne ne mène clairement l’échange : {named(answering)} {answer}")
    if unknown:
        whose = (
            "ses paroles comptent, la personne"
            if len(unknown) == 1
            else "leurs paroles comptent, les personnes"
        )
        said.append(f"On ne sait pas qui est {named(unknown)} : {whose} non")
    if not said:
        return []
    cure = (
        "Écrivez « enquete », « enqueteur » ou « locuteurs » dans l’en-tête du fichier ou dans "
        "data/raw/sources.csv (locuteurs : L1=enquêteur;L2=pseudonyme)."
    )
    severity = "attention" if len(guessed) > 1 else "note"
    path = f"data/raw/{meta.document.path}"
    return [Notice(path, "", ". ".join(said) + ".", cure, severity)]
