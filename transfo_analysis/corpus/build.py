"""Material in, corpus out: documents in order, turns, passages, notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from transfo_analysis.corpus.canonical import canonical, count_words, fold
from transfo_analysis.corpus.metadata import Metadata, slug
from transfo_analysis.corpus.model import Corpus
from transfo_analysis.corpus.passages import cut
from transfo_analysis.corpus.people import Directory, person_id, staff_rows
from transfo_analysis.corpus.places import Places
from transfo_analysis.corpus.pseudonyms import Key
from transfo_analysis.corpus.reading import Said, is_recorded, read_said, study_of
from transfo_analysis.corpus.stances import stances
from transfo_analysis.corpus.withdrawn import Before, Gone, Reading, Withdrawn, without
from transfo_analysis.errors import Notice
from transfo_analysis.sources.document import Reference
from transfo_analysis.sources.trials import CASE
from transfo_analysis.tables import POSTED, TABLES, frame, validate
from transfo_analysis.typography import listed, plural

if TYPE_CHECKING:
    from transfo_analysis.settings import Settings
    from transfo_analysis.sources import Material

__all__ = ["build", "readings"]

# of a turn, but not in its table: what passages and places take from it
_TURN_ONLY = ("refused", "question", "kind", "wave", "situation", "study", "case", "evidence")
_PEOPLE_NAMED = 12
_NAN = float("nan")


def build(
    material: Material,
    settings: Settings,
    withdrawn: Sequence[Withdrawn] = (),
    key: Key | None = None,
) -> Corpus:
    """Return the corpus of what was read: canonical texts, turns, roles, passages, people.

    Parameters
    ----------
    material : documents, references, participants and `sources.csv`, as read
    settings : of the project: cases, and words per passage
    withdrawn : people and documents to leave out (see `withdrawn.read`)
    key : names, and the pseudonyms that stand for them in everything that is returned

    What cannot be used (a second document of the same identifier, a document without words)
    is left out and listed in the corpus's notices, as is every guess.
    """
    key = key or Key()
    written, material = material, key.material(material)
    directory = Directory(material.participants)
    read = readings(material, directory)
    making = _Making(material, settings, directory)
    if withdrawn:
        # words are recognised as they were said: a name may have got its pseudonym since
        before = readings(written, Directory(written.participants)) if key else ()
        said = Before.of(before, key.mapping())
        read, making.gone, making.notices = without(read, withdrawn, directory, said)
    for reading in read:
        making.add(reading)
    making.name_the_unlisted()
    making.notices += key.notices
    return replace(making.corpus(), renamed=key.renamed(written, material))


def readings(material: Material, directory: Directory) -> list[Reading]:
    """Return every document, interpreted, in the order of their paths."""
    metas = [Metadata(one) for one in sorted(material.documents, key=lambda one: one.path)]
    return [Reading.of(meta, *read_said(meta, directory)) for meta in metas]


def _case_of_folder(path: str, settings: Settings) -> str:
    """Return the case that a file's folders name: its identifier, else one that claims them."""
    folders = [fold(part).replace(" ", "_") for part in path.split("/")[:-1]]
    for case in settings.cases:
        if case.id in folders:
            return case.id
    for case in settings.cases:
        if {fold(one.strip("/")) for one in case.folders} & set(folders):
            return case.id
    return settings.default_case.id


def _told(fields: Iterable[Mapping[str, str]], key: str) -> list[str]:
    """Return what each turn's own row has under a key, in canonical form."""
    return [canonical(told.get(key, ""), {}) if told else "" for told in fields]


def _answered(said: Sequence[Said]) -> list[int]:
    """Return the rank of the question that each turn answers, -1 where there is none."""
    question, ranks = -1, []
    for rank, one in enumerate(said):
        ranks.append(-1 if one.role in ("interviewer", "observer") else question)
        question = rank if one.asks else question
    return ranks


def _columns(names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: [] for name in names}


@dataclass
class _Making:
    material: Material
    settings: Settings
    directory: Directory
    texts: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    gone: Gone = field(default_factory=Gone)
    documents: list[dict[str, object]] = field(default_factory=list)
    stances: list[dict[str, object]] = field(default_factory=list)
    turns: dict[str, list[Any]] = field(
        default_factory=lambda: _columns([*TABLES["turns"].names, *_TURN_ONLY])
    )
    # a passage is its turn's rank in `turns`, its place and its number of words
    cuts: dict[str, list[Any]] = field(
        default_factory=lambda: _columns(["row", "start", "end", "text", "words"])
    )

    def add(self, reading: Reading) -> None:
        meta, said, name = reading.meta, reading.said, reading.name
        path = f"data/raw/{meta.document.path}"
        if name in self.texts:
            cure = "Renommez l’un des deux, ou donnez-lui un autre « id » dans son en-tête."
            what = f"Ce fichier a le même identifiant que {self.paths[name]} : « {name} »."
            self.notices.append(Notice(path, "", f"{what} Il est laissé de côté.", cure))
            return
        self.notices += reading.notices
        if not said:
            cure = "Vérifiez le fichier ; s’il est vide, retirez-le de data/raw."
            self.notices.append(Notice(path, "", "Aucune parole n’a été trouvée.", cure))
            return
        text = "\n".join(one.words for one in said)
        self.texts[name], self.paths[name] = text, path
        row = self._document_row(reading)
        self.documents.append({**row, "words": self._add_turns(said, row)})
        self.stances += stances(said, row)

    def _document_row(self, reading: Reading) -> dict[str, object]:
        meta, said, hidden = reading.meta, reading.said, self.gone.hidden
        document = meta.document
        kind = document.kind
        told = meta.names("enquete") + meta.names("observe")
        asking = meta.names("enqueteur") + meta.names("observateur")
        waves = {one.wave for one in said if one.wave}
        cases = self._cases(meta, said)
        if meta.date is None:
            what = f"La date « {meta.text('date')} » n’est pas comprise."
            cure = "Écrivez-la 2024-12-09 ou 9 décembre 2024."
            self.notices.append(Notice(f"data/raw/{document.path}", "", what, cure, "attention"))
        return {
            "document_id": reading.name,
            "case": cases[0],
            "other_cases": " ".join(cases[1:]),
            "kind": kind,
            "wave": meta.wave or (waves.pop() if len(waves) == 1 else ""),
            "title": hidden(meta.title),
            "path": hidden(document.path),
            "sha256": document.sha256,
            # of the text as it was before anyone withdrew: codings go on naming it so
            "text_sha256": reading.sha256,
            "date": meta.date or "",
            "place": hidden(meta.text("lieu")),
            "purpose": meta.purpose,
            "respondents": self._cell(
                told, (one.person for one in said if one.role in ("respondent", "observed"))
            ),
            "interviewers": self._cell(
                asking,
                (
                    one.person or person_id(one.speaker)
                    for one in said
                    if one.asks and (one.person or not asking)
                ),
            ),
            "situation": hidden(meta.text("situation") or meta.text("titre") or reading.name)
            if kind == "observation"
            else "",
            "study": study_of(meta),
            "reference": self._reference(meta) if kind == "literature_note" else "",
            "recorded": is_recorded(meta),
        }

    def _cell(self, told: list[str], found: Iterable[str]) -> str:
        people = [*(self.directory.resolve(name) for name in told), *found]
        gone = self.gone.people
        return " ".join(dict.fromkeys(one for one in people if one and one not in gone))

    def _cases(self, meta: Metadata, said: Sequence[Said]) -> list[str]:
        """Return the case of a document, then the others that it serves, as told or by folder."""
        known = [case.id for case in self.settings.cases]
        written = [(name, "") for name in meta.names("cas")]
        # a table of trials may name a case a row
        rows = [(one.words, one.turn.place) for one in said if one.speaker == CASE]
        for name, place in written + rows * (meta.document.kind == "method_note"):
            if slug(name) not in known:
                what = f"Le cas « {name} » n’existe pas dans projet.yaml."
                cure = f"Choisissez parmi : {', '.join(known)}, ou ajoutez-le sous « cas »."
                path = f"data/raw/{meta.document.path}"
                self.notices.append(Notice(path, place, what, cure, "attention"))
        told = dict.fromkeys(slug(name) for name, _ in written)
        found = [name for name in told if name in known]
        return found or [_case_of_folder(meta.document.path, self.settings)]

    def _reference(self, meta: Metadata) -> str:
        key = meta.text("reference")
        found: Reference | None = self.material.references.get(key)
        if found:
            return found.readable()
        if key:
            what = f"La référence « {key} » n’est dans aucun fichier .bib, .ris ou .json."
            cure = "Vérifiez la clé, ou ajoutez le fichier de références sous data/raw/veille."
            notice = Notice(f"data/raw/{meta.document.path}", "", what, cure, "attention")
            self.notices.append(notice)
        by_hand = Reference(key, meta.title, tuple(meta.names("auteurs", ";")), meta.text("annee"))
        return by_hand.readable() if by_hand.authors or by_hand.year else meta.title

    def _add_turns(self, said: Sequence[Said], row: Mapping[str, object]) -> int:
        """Add the turns of a document, and their passages; return the number of its words."""
        fields = [one.turn.fields for one in said]
        observing, count = row["kind"] == "observation", len(said)
        speakers = {name: canonical(name, {}) for name in {one.speaker for one in said}}
        ends = [end + at for at, end in enumerate(accumulate(len(one.words) for one in said))]
        starts = [end - len(one.words) for end, one in zip(ends, said, strict=True)]
        answered = _answered(said)
        situations = _told(fields, "situation")
        columns = {
            "document_id": [row["document_id"]] * count,
            "turn": range(count),
            "speaker": [speakers[one.speaker] for one in said],
            "person": [one.person for one in said],
            "role": [one.role for one in said],
            "role_origin": [one.origin for one in said],
            "register": [one.register for one in said],
            "start": starts,
            "end": ends,
            "start_time": [_NAN if one.turn.start is None else one.turn.start for one in said],
            "end_time": [_NAN if one.turn.end is None else one.turn.end for one in said],
            "question_turn": answered,
            "wall_group": _told(fields, "group"),
            "wall_row": _told(fields, "row"),
            "wall_column": _told(fields, "column"),
            "wall_source": [one.source for one in said],
            "wall_situation": situations,
            "wall_grade": [told.get("grade", "") for told in fields],
            "refused": [one.refused for one in said],
            "question": [said[at].words if at >= 0 else "" for at in answered],
            "kind": [one.kind or row["kind"] for one in said],
            "wave": [one.wave or row["wave"] for one in said],
            "situation": [row["situation"]] * count if observing else situations,
            "study": [row["study"]] * count,
            "case": [row["case"]] * count,
            "evidence": [one.evidence for one in said],
        }
        first, words = len(self.turns["turn"]), 0
        for name, column in self.turns.items():
            column.extend(columns[name])
        for rank, (one, kind) in enumerate(zip(said, columns["kind"], strict=True)):
            if one.refused:
                words += count_words(one.words)
            else:
                words += self._add_passages(one.words, first + rank, whole=kind in POSTED)
        return words

    def _add_passages(self, words: str, row: int, *, whole: bool) -> int:
        """Add the passages of a turn; return the number of their words, which is the turn's."""
        cuts, at, found = self.cuts, self.turns["start"][row], 0
        limit = len(words) + 1 if whole else self.settings.thresholds.passage_words
        for start, end in cut(words, limit):
            text = words[start:end]
            count = count_words(text)
            cuts["row"].append(row)
            cuts["start"].append(at + start)
            cuts["end"].append(at + end)
            cuts["text"].append(text)
            cuts["words"].append(count)
            found += count
        return found

    def name_the_unlisted(self) -> None:
        """List the people heard of whom `participants.csv` says nothing."""
        listed_people = {fold(p.pseudonym) for p in self.material.participants}
        columns = zip(self.turns["person"], self.turns["evidence"], strict=True)
        heard = dict.fromkeys(person for person, evidence in columns if person and evidence)
        unlisted = [person for person in heard if fold(person) not in listed_people]
        if not unlisted:
            return
        shown = unlisted[:_PEOPLE_NAMED]
        if len(unlisted) > _PEOPLE_NAMED:
            shown.append(plural(len(unlisted) - _PEOPLE_NAMED, "autre"))
        verb = "n’y est" if len(unlisted) == 1 else "n’y sont"
        what = f"{listed(shown)} {verb} pas : on ne connaît ni grade, ni métier, ni consentement."
        cure = "Ajoutez une ligne par personne, ou corrigez le nom dans le fichier d’entretien."
        path = "data/raw/participants.csv"
        self.notices.append(Notice(path, "", what, cure, "attention"))

    def corpus(self) -> Corpus:
        import numpy as np
        import pandas as pd

        index = Places.of(self.texts, self.turns)
        cuts = self.cuts
        whose = [self.turns["document_id"][at] for at in cuts["row"]]
        spans = pd.DataFrame(
            {"document_id": whose, "start": cuts["start"], "end": cuts["end"]},
        ).astype({"document_id": object, "start": np.int64, "end": np.int64})
        passages = pd.concat([spans, index.find(spans)], axis=1)
        passages["passage_id"] = [
            f"{document}@{start}-{end}"
            for document, start, end in zip(whose, cuts["start"], cuts["end"], strict=True)
        ]
        passages["text"], passages["words"] = cuts["text"], cuts["words"]
        turns = pd.DataFrame({name: self.turns[name] for name in TABLES["turns"].names})
        return Corpus(
            documents=frame("documents", self.documents),
            turns=validate("turns", turns),
            passages=validate("passages", passages),
            people=frame(
                "people", [r for r in self.directory.rows() if r["person"] not in self.gone.people]
            ),
            stances=frame("stances", self.stances),
            texts=dict(self.texts),
            notices=tuple(self.gone.discreet(self.notices)),
            index=index,
            gone=self.gone,
            staff=frame("staff", staff_rows(self.material.staff)),
        )
