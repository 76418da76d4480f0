"""What every act at the desk needs: who acts, what is known, one door to the journal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transfo_analysis.coding.anchored import followed
from transfo_analysis.coding.codebook import FILE_NAME, Codebook
from transfo_analysis.coding.events import Event
from transfo_analysis.coding.journal import Act, Journal, Reader, coder_name, installation_id
from transfo_analysis.coding.meanings import meaning
from transfo_analysis.coding.replay import Replay
from transfo_analysis.coding.state import Coding, FindingState, State
from transfo_analysis.coding.textstore import TextStore, text_sha256
from transfo_analysis.errors import CodebookError, CodingError, Notice
from transfo_analysis.settings import Settings

if TYPE_CHECKING:
    from transfo_analysis.corpus import Corpus

__all__ = ["Acts", "Span"]

Span = tuple[str, int, int]


class Acts:
    """Where acts are checked and written; `Desk` says which there are.

    Parameters
    ----------
    folder : the project's `data/coding`
    corpus, codebook, settings : what codings are about
    coder : who acts; "" until the person says
    installation : this copy of the program (default: kept on this machine)
    """

    def __init__(
        self,
        folder: Path,
        corpus: Corpus,
        codebook: Codebook,
        settings: Settings,
        coder: str = "",
        installation: str = "",
    ) -> None:
        self.corpus = corpus
        self.codebook = codebook
        self.settings = settings
        # the case that a person said they code for, where several cross a family
        self.prefers = ""
        self.store = TextStore(folder / "textes")
        self.reader = Reader(folder / "journal")
        self._installation = installation
        self._coder = coder_name(coder) if coder.strip() else ""
        self._replay = Replay()
        self._generation = self._revision = -1
        self._state: State | None = None
        self._gesture = ""
        self._gesture_events: list[Event] = []

    @property
    def coder(self) -> str:
        """Who acts, as said by the person; "" if nobody said."""
        return self._coder

    @coder.setter
    def coder(self, name: str) -> None:
        self._coder = coder_name(name)

    @property
    def state(self) -> State:
        """What people have decided so far, on every machine whose files are here.

        It stands in the texts of today (see `anchored.followed`).
        """
        self.reader.refresh()
        # the reader may have been refreshed by a write since: compare with what was replayed
        if self._state is None or self._revision != self.reader.revision:
            self._revision = self.reader.revision
            if self.reader.generation != self._generation:
                # a file was replaced or taken away: what it held is forgotten
                self._replay, self._generation = Replay(), self.reader.generation
            self._replay.extend(self.reader.events)
            self._state = followed(self._replay.state(), self.corpus, self.store)
        return self._state

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What could not be read of the journal, by file and line."""
        self.reader.refresh()
        return self.reader.notices

    # -- the door ------------------------------------------------------------------------------

    @contextmanager
    def gesture(self, name: str) -> Iterator[list[Event]]:
        """Mark every act written inside as one gesture: one undo takes them all back.

        Gives the list that its events are added to once they are on disk. `name` is kept in
        the acts (`batch`): whoever sends a gesture twice, having missed the answer, can see
        in the journal that it was written.
        """
        self._gesture, self._gesture_events = name, []
        try:
            yield self._gesture_events
        finally:
            self._gesture = ""

    def write(self, acts: Sequence[Act], coder: str = "") -> list[Event]:
        """Write acts that were checked, all or none, in one coder's journal."""
        if self._gesture:
            acts = [replace(act, data={**act.data, "batch": self._gesture}) for act in acts]
        notes = self._notes(acts, coder or self._coder)
        journal = Journal(
            self.reader.folder,
            coder or self._coder,
            self._installation,
            reader=self.reader,
        )
        events = journal.append_all([*notes, *acts])[len(notes) :]
        if self._gesture:
            self._gesture_events += events
        return events

    def _notes(self, acts: Sequence[Act], coder: str) -> list[Act]:
        """Return notes of what the codes used here mean, where that is not noted yet."""
        used = ("coding_added", "coding_reread")
        codes = dict.fromkeys(str(act.data["code"]) for act in acts if act.kind in used)
        if not codes:
            return []
        state, installation = self.state, self._installation or installation_id()
        notes = []
        for code in codes:
            text = meaning(self.codebook, state, code)
            noted = state.noted.get((code, coder_name(coder), installation), "")
            sha256 = text_sha256(text)
            # a code that nobody defined has nothing to keep
            if sha256 != noted and (text or noted):
                data = {"code": code, "sha256": sha256, "text": text}
                notes.append(Act("definition_noted", "", data))
        return notes

    def _act(self, kind: str, case: str, data: dict[str, object], origin: str = "hand") -> Event:
        return self.write([Act(kind, case, data, origin)])[0]

    def _who(self) -> str:
        return coder_name(self._coder)  # raises when nobody said

    # -- what is known ---------------------------------------------------------------------------

    def span(self, span: Span) -> dict[str, Any]:
        """Return a place as events hold it; its text is kept on disk before the act is."""
        document, start, end = span
        text = self.corpus.texts[document]
        sha256 = self.store.keep(text, self.corpus.text_sha256(document))
        return {"document": document, "sha256": sha256, "start": start, "end": end}

    def document(self, written: str) -> str:
        """Return the identifier of a document that a person names by it, its title or file.

        Raises
        ------
        CodingError
            If there is none, or several; the message offers the nearest.
        """
        name = unicodedata.normalize("NFC", written.strip())
        if name in self.corpus.texts:
            return name
        table = self.corpus.documents
        wanted = {_plain(name), _stem(name)} - {""}
        found = [
            str(document)
            for document, title, path in zip(
                table["document_id"], table["title"], table["path"], strict=True
            )
            if wanted & {_plain(document), _plain(title), _plain(path), _stem(path)}
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise CodingError(
                f"« {written} » peut désigner plusieurs documents : {', '.join(found)}.",
                cure="Écrivez l’identifiant du document.",
            )
        from rapidfuzz import process

        best = process.extractOne(name, list(self.corpus.texts), score_cutoff=60)
        raise CodingError(
            f"Le document « {written} » n’existe pas.",
            cure=f"Vouliez-vous écrire « {best[0]} » ?"
            if best
            else "Choisissez un identifiant de projet.corpus().documents.",
        )

    def code(self, written: str) -> str:
        """Return the code of today's codebook that this full name means.

        Raises
        ------
        CodebookError
            If there is none; the message offers the nearest.
        """
        state = self.state
        asked = unicodedata.normalize("NFC", written.strip())
        name = state.code_now(asked)
        if name in self.codebook.codes or name in state.created:
            return name
        if ":" not in name:
            # « velo », or its label, is enough while only one family has it
            found = {self.codebook.find(name, family.id) for family in self.codebook.families}
            if len(found - {""}) == 1:
                return max(found)
        if name != asked:
            raise CodebookError(
                f"« {asked} » s’appelle maintenant « {name} », qui n’est pas dans le fichier.",
                path=FILE_NAME,
                cure="Ajoutez-y ce code, puis recommencez.",
            )
        self.codebook[name]  # raises, with the nearest name
        return name

    def case_of(self, case: str | None, document: str = "", code: str = "") -> str:
        """Return a case that is named, else the document's, else the project's first.

        A code that the document's cases do not cross is of the first case that crosses it: an
        interview on one case may well speak of another.
        """
        if case:
            return self.settings.case(case).id
        served = self._served.get(document, ()) or (self.settings.default_case.id,)
        family = code.partition(":")[0]
        crossing = [one.id for one in self.settings.cases if family in one.families]
        own = [one for one in (self.prefers, *served) if one in crossing]
        return next(iter([*own, *crossing, *served]))

    @cached_property
    def _served(self) -> dict[str, tuple[str, ...]]:
        """The cases of each document, its own first."""
        table = self.corpus.documents[["document_id", "case", "other_cases"]]
        return {
            document: tuple(filter(None, (case, *others.split())))
            for document, case, others in table.itertuples(index=False, name=None)
        }

    def _coding(self, coding: str) -> Coding:
        found = self.state.codings.get(coding)
        if found is None:
            raise CodingError(
                f"Aucun codage en vigueur n’a l’identifiant « {coding} ».",
                cure="Prenez un coding_id de projet.codings() ; il a peut-être été retiré.",
            )
        return found

    def _finding(self, finding: str) -> FindingState:
        found = self.state.findings.get(finding)
        if found is None:
            raise CodingError(
                f"Aucun constat n’a l’identifiant « {finding} ».",
                cure="Prenez un finding_id de projet.findings().",
            )
        return found

    def _bundle_case(self, bundle: str) -> str:
        """Return the case of a bundle or cell `case/row/column`, once it is checked.

        Raises
        ------
        CodingError, SettingsError, CodebookError
            If it is not of that form, or names a case or code that does not exist.
        """
        parts = bundle.split("/")
        if len(parts) != 3 or not (parts[1] or parts[2]):
            raise CodingError(
                f"« {bundle} » n’est pas un paquet ni une case.",
                cure="Écrivez cas/ligne/colonne, par exemple mobilites/mode:velo/categorie:frein.",
            )
        case = self.settings.case(parts[0]).id
        for code in parts[1:]:
            if code:
                self.code(code)
        return case

    def where(self, document: str, start: int) -> str:
        """Return in French where a place of a document is: its turn and who speaks."""
        turns = self.corpus.turns
        here = turns[(turns["document_id"] == document) & (turns["start"] <= start)]
        if here.empty:
            return f"caractère {start}"
        turn = here.iloc[-1]
        who = f", {turn['speaker']}" if turn["speaker"] else ""
        return f"tour {int(turn['turn']) + 1}{who}"


def _plain(text: object) -> str:
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(c for c in decomposed if c.isalnum())


def _stem(path: object) -> str:
    return _plain(Path(str(path)).stem)
