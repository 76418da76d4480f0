"""What stands on disk in a project folder, read when asked for and kept until it changes.

A coding made a moment ago, here or in another window, is in what is returned next. What is
slow to make (the corpus, the annotations) is kept until the files behind it change.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import ref

from transfo_analysis import settings as settings_file
from transfo_analysis.coding import codebook as codebook_file
from transfo_analysis.corpus import pseudonyms, withdrawn
from transfo_analysis.errors import MissingFileError, Notice, ProjectError, SettingsError
from transfo_analysis.settings import Case, Settings
from transfo_analysis.yamlfile import read_what_can

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.coding.codebook_edit import CodebookEdit
    from transfo_analysis.coding.desk import Desk
    from transfo_analysis.coding.state import State
    from transfo_analysis.coding.textstore import TextStore
    from transfo_analysis.corpus import Corpus
    from transfo_analysis.sources import Kept, Material
    from transfo_analysis.tagging.annotations import Annotations
    from transfo_analysis.tagging.stream import Stream
    from transfo_analysis.tagging.suggestions import Found
    from transfo_analysis.widgets.coder import Coder

__all__ = ["Workspace"]

Progress = Callable[[str, int, int], None]
Made = TypeVar("Made")


class Workspace:
    """A project folder, before any verb: its settings, codebook, corpus, journal, desk.

    Parameters
    ----------
    folder : the folder that holds `projet.yaml`
    coder : who codes, once, for every act of `coding`

    Raises
    ------
    ProjectError
        If the folder is not a project.
    """

    def __init__(self, folder: Path, coder: str = "") -> None:
        self.folder = folder.resolve()
        self._coder = coder
        self._kept: dict[str, tuple[object, object]] = {}
        # the coder opened last, where a quote is shown
        self._coder_window: ref[Coder] | None = None
        if not (self.folder / settings_file.FILE_NAME).is_file():
            raise ProjectError(
                "Ce dossier n’est pas un projet : il n’a pas de fichier projet.yaml.",
                path=str(folder),
                cure="Placez-vous dans un projet, ou créez-en un avec « transfo new ».",
            )

    @property
    def raw(self) -> Path:
        """What came from the field; never written."""
        return self.folder / "data" / "raw"

    @property
    def processed(self) -> Path:
        """What a run makes; may be deleted at any time."""
        return self.folder / "data" / "processed"

    @property
    def settings(self) -> Settings:
        """What `projet.yaml` says.

        Raises
        ------
        SettingsError
            If nothing usable is left of it once its mistakes are left out.
        """
        found, notes = self._settings()
        if found is None:
            note = notes[0]
            raise SettingsError(note.what, path=note.path, place=note.place, cure=note.cure)
        return found

    @property
    def codebook(self) -> Codebook:
        """The codebook, with the codes born in the field, without those that are mistaken.

        Raises
        ------
        MissingFileError
            If there is no codebook, or nothing of it can be read.
        """
        found, notes = self._codebook()
        if found is None:
            note = notes[0]
            raise MissingFileError(note.what, path=note.path, place=note.place, cure=note.cure)
        # codes born in the field stand in the journal until someone defines them in the file
        created = self._journal()[0].created
        stamp = (self._stamp(codebook_file.FILE_NAME), repr(sorted(created.items())))
        return self._keep("book", stamp, lambda: found.with_created(created))

    @property
    def cases(self) -> tuple[Case, ...]:
        """The practice cases of the project."""
        return self.settings.cases

    def material_stamp(self) -> object:
        """Return what is another as soon as a file behind the corpus has changed."""
        return self._stamp("data/raw", "projet.yaml", withdrawn.FOLDER, pseudonyms.FILE)

    def corpus(self) -> Corpus:
        """Read the material: documents, turns, passages, people, canonical texts."""
        from transfo_analysis import corpus

        stamp = self.material_stamp()
        built = self._keep("corpus", stamp, self._corpus_from(corpus.build))
        names = corpus.former_names(built, self._journal()[0].coded_texts)
        return self._keep("named", (stamp, names), lambda: corpus.named(built, names))

    def key(self) -> pseudonyms.Key:
        """Read the names that a person hides, and the pseudonyms that stand for them.

        Raises
        ------
        TableError
            If `data/coding/pseudonymes.csv` cannot be read.
        """
        stamp = self._stamp(pseudonyms.FILE)
        return self._keep("key", stamp, lambda: pseudonyms.read(self.folder))

    def annotations(self) -> Annotations:
        """Return lemmas and parts of speech of every passage, tagging only what is new."""
        from transfo_analysis import tagging

        folder = self.processed / "annotations"
        corpus = self.corpus()
        stamp = (self.material_stamp(), tuple(corpus.texts))
        return self._keep("annotations", stamp, lambda: tagging.annotate(corpus, folder))

    def state(self) -> State:
        """Return what people have decided: every journal, replayed, in the texts of today."""
        from transfo_analysis.coding.anchored import followed

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "state", stamp, lambda: followed(self._journal()[0], self.corpus(), self.text_store)
        )

    @property
    def text_store(self) -> TextStore:
        """The texts that codings were made on."""
        from transfo_analysis.coding.textstore import TextStore

        return TextStore(self.folder / "data" / "coding" / "textes")

    @property
    def coding(self) -> Desk:
        """The desk where a person codes: every act is on disk before it is said to be."""
        from transfo_analysis.coding.desk import Desk

        stamp = (
            self.material_stamp(),
            self._stamp("data/coding/codebook.yaml"),
            tuple(self.corpus().texts),
        )

        def desk() -> Desk:
            kept = self._kept.get("desk")
            coder = getattr(kept[1], "coder", "") if kept else self._coder
            return Desk(
                self.folder / "data" / "coding",
                corpus=self.corpus(),
                codebook=self.codebook,
                settings=self.settings,
                coder=coder or self._coder,
            )

        return self._keep("desk", stamp, desk)

    @property
    def codes(self) -> CodebookEdit:
        """The codebook in use: rename, merge, split, redefine, recolour or move its codes."""
        from transfo_analysis.coding.codebook_edit import CodebookEdit

        return CodebookEdit(self.folder, self.coding)

    def show_in_coder(self, document: str, start: int, end: int) -> bool:
        """Show a place of a document in the coder that is open; False when none is."""
        window = self._coder_window() if self._coder_window else None
        show = getattr(window, "show", None)
        return bool(show and show(document, start, end))

    def _case(self, case: str) -> Case:
        return self.settings.case(case) if case else self.settings.default_case

    def _material(self, progress: Progress | None = None) -> Material:
        from transfo_analysis import sources

        stamp = self._stamp("data/raw")
        return self._keep(
            "material", stamp, lambda: sources.read_material(self.raw, progress, self._readings())
        )

    def _readings(self) -> Kept:
        """Return what was parsed before; a run keeps what it may (see `stages`)."""
        from transfo_analysis import sources

        def kept() -> Kept:
            # whose words may be kept hangs on the key: with another, all is judged again
            names = repr(sorted(self.key().names.items()))
            return sources.Kept(
                self.processed / "lecture", hashlib.sha256(names.encode()).hexdigest()
            )

        return self._keep("readings", self._stamp(pseudonyms.FILE), kept)

    def _corpus_from(self, build: Callable[..., Corpus]) -> Callable[[], Corpus]:
        return lambda: build(
            self._material(), self.settings, withdrawn.read(self.folder), self.key()
        )

    def _settings(self) -> tuple[Settings | None, list[Notice]]:
        path, name = self.folder / settings_file.FILE_NAME, settings_file.FILE_NAME
        return self._keep(
            "settings", self._stamp(name), lambda: read_what_can(path, Settings, name)
        )

    def _codebook(self) -> tuple[Codebook | None, list[Notice]]:
        name = codebook_file.FILE_NAME
        return self._keep(
            "codebook",
            self._stamp(name),
            lambda: read_what_can(self.folder / name, codebook_file.Codebook, name),
        )

    def _journal(self) -> tuple[State, tuple[Notice, ...]]:
        from transfo_analysis.coding import journal, state

        def replayed() -> tuple[State, tuple[Notice, ...]]:
            events, notes = journal.read(self.folder / "data" / "coding" / "journal")
            return state.replay(events), notes

        return self._keep("journal", self._stamp("data/coding/journal"), replayed)

    def _keywords(self) -> dict[int, list[Found]]:
        from transfo_analysis import tagging

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "keywords",
            stamp,
            lambda: tagging.keywords_found(
                self.corpus(), self.codebook, self.annotations(), words=self._words()
            ),
        )

    def _words(self) -> Stream:
        """Return the words of the passages, which keywords and jargon are looked up in."""
        from transfo_analysis.tagging.stream import stream

        stamp = (self.material_stamp(), tuple(self.corpus().texts))
        return self._keep("words", stamp, lambda: stream(self.corpus().passages["text"]))

    def _suggested(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        from transfo_analysis import tagging
        from transfo_analysis.tagging import patterns

        stamp = self._stamp("data/raw", "projet.yaml", "data/coding")
        return self._keep(
            "suggestions",
            stamp,
            lambda: tagging.suggest(
                self.corpus(),
                self.codebook,
                self.annotations(),
                self.state().answers,
                settings=self.settings,
                token_patterns=patterns.read(self.folder, self.codebook),
                found=self._keywords(),
            ),
        )

    def _stamp(self, *names: str) -> tuple[tuple[str, int, int], ...]:
        """Return name, size and date of the files below these names, to see a change."""
        found = []
        for name in names:
            for file in sorted(_files(str(self.folder / name))):
                try:
                    seen = os.stat(file)
                except OSError:
                    continue  # a link that leads nowhere, or a file taken away just now
                if stat.S_ISREG(seen.st_mode):
                    found.append((file, seen.st_size, seen.st_mtime_ns))
        return tuple(found)

    def _keep(self, name: str, stamp: object, make: Callable[[], Made]) -> Made:
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            self._kept[name] = kept = (stamp, make())
        return kept[1]  # type: ignore[return-value]


def _files(path: str) -> Iterator[str]:
    """Yield a file, or what is below a folder: strings, a `Path` of each would take longer."""
    if not os.path.isdir(path):
        yield path
    for folder, _, names in os.walk(path):
        for name in names:
            yield os.path.join(folder, name)
