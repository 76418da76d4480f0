"""The verbs by which a person changes the human work: waves, exercises, names, words, who leaves.

Each says what it changes, and refuses what would contradict what is there. Codings are the
desk's (`projet.coding`), the codebook's words `projet.codes`'.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.errors import TransfoError
from transfo_analysis.looking import Looking

if TYPE_CHECKING:
    from transfo_analysis.coding.events import Event
    from transfo_analysis.coding.scrubbing import Scrubbing
    from transfo_analysis.exercises.adding import Added
    from transfo_analysis.interchange.sorting import Sorted
    from transfo_analysis.leaving import Leaving
    from transfo_analysis.rerun.restore import Restored
    from transfo_analysis.rerun.snapshot import Snapshot

__all__ = ["Deciding"]


class Deciding(Looking):
    """A project folder, and the verbs by which a person changes the human work."""

    def close_wave(self, wave: str) -> Snapshot:
        """Close a wave: write what stands of it, once, for what comes later to be compared to.

        A person's act: whoever codes closes. The material of later waves is left out.

        Raises
        ------
        ProjectError
            If no document is of this wave, or it is closed already.
        CodingError
            If nobody said who acts.
        """
        from transfo_analysis import returning

        return returning.close_wave(self, wave)

    def add_exercise(self, wanted: str | Path) -> Added:
        """Add an exercise: its cases to `projet.yaml`, its families to the codebook.

        All or nothing; what is there with the same content stays, so that adding twice is adding
        once. `docs/exercices.md` says what such a file holds.

        Parameters
        ----------
        wanted : a short file of settings, or the name of a ready-made exercise (`besoins`)

        Raises
        ------
        MissingFileError
            If it is neither.
        SettingsError, CodebookError
            If something in it is mistaken, or is there already with another content.
        """
        from transfo_analysis.exercises import adding

        return adding.add(self.folder, wanted)

    def import_sort(self, file: str | Path) -> Sorted:
        """Write a filled sorting sheet into the journal as the group's sort.

        Raises
        ------
        MissingFileError, SourceError, TableError
            If there is no such file, or it is no sorting sheet.
        """
        from transfo_analysis.paperwork import bring_back

        return bring_back(self, Path(file))

    def clear_cell(self, row: str, column: str, *, case: str = "") -> Event:
        """Let a cell of the public table be shown although it rests on one person.

        It holds for what stands behind the cell today; `projet.coding.unclear_cell` takes it
        back. What is cleared, quotes and statements too, is in `projet.to_clear()`.

        Raises
        ------
        CodebookError
            If the table has no such row or column.
        CodingError
            If nothing stands behind the cell.
        """
        from transfo_analysis import showing

        return showing.clear_cell(self, row, column, case)

    def pseudonymise(self, name: str, pseudonym: str, forms: Iterable[str] = ()) -> None:
        """Hide a name behind a pseudonym: a line of `data/coding/pseudonymes.csv`.

        Every text that held it changes; the codings are followed as after a correction, and
        `projet.to_review()` lists those to look at.

        Parameters
        ----------
        name : first name and family name, or what is known of them
        pseudonym : in one word, of one person
        forms : what else they are called: nicknames, initials, misspellings

        Raises
        ------
        CodingError
            If it contradicts the key.
        WriteError
            If the file cannot be written (it is open in Excel).
        """
        from transfo_analysis.corpus import keyfile, pseudonyms

        told = tuple(forms)
        pseudonyms.admit(self.key(), name, pseudonym, told)
        keyfile.written(self.folder, name, pseudonym, told)

    def not_a_name(self, form: str) -> None:
        """Say that some words are nobody's name: they stay, and are not proposed again.

        Raises
        ------
        CodingError
            If the key hides them.
        """
        from transfo_analysis.corpus import keyfile

        self.pseudonymise(form, keyfile.NOT_A_NAME)

    def scrub_names(self, *, confirm: bool = False) -> Scrubbing:
        """Blank the names of the key in the older texts that are kept beside the journal.

        Only where every coding made on them is exact, or was answered for; offsets hold. What
        people wrote themselves (memos, statements, names of codes) is listed, not changed.

        Parameters
        ----------
        confirm : do it, for good; without, say what would go
        """
        from transfo_analysis.coding import scrubbing

        found = scrubbing.scrubbing(self.folder, self.state(), self.corpus(), self.key())
        return found.carry_out() if confirm else found

    def explain(
        self, term: str, meaning: str, side: str = "", *, by: str = "", show: bool = False
    ) -> bool:
        """Say what a word means: a line of `data/coding/glossaire.csv`. False if it is there.

        Parameters
        ----------
        term : an acronym, a word, an expression
        meaning : in plain words
        side : whose word it is: administration, innovation, les deux
        by : who explains it (default: the project's coder)
        show : it may hang on the public wall

        Raises
        ------
        CodingError
            If there is no term or no meaning, or no such side.
        WriteError
            If the file cannot be written (it is open in a spreadsheet).
        """
        from transfo_analysis.coding import wordlists

        with suppress(TransfoError):
            by = by or self.coding.coder
        status = wordlists.TO_SHOW if show else ""
        return wordlists.explained(self.folder, term, meaning, side=side, by=by, status=status)

    def not_jargon(self, term: str) -> bool:
        """Say that a word needs no explanation: it is not proposed again. False if it is said."""
        from transfo_analysis.coding import wordlists

        return wordlists.explained(self.folder, term, "", status=wordlists.NOT_JARGON)

    def withdraw(self, person: str = "", *, document: str = "") -> Leaving:
        """Return what taking a person out would change; its `carry_out` does it, for good.

        Parameters
        ----------
        person : pseudonym of who asks to be taken out
        document : or a document, where nobody knows who speaks

        Raises
        ------
        CodingError
            If nobody and nothing is called so.
        """
        from transfo_analysis import leaving

        return leaving.withdraw(self, person, document)

    def restore(self, archive: str | Path, coders: Iterable[str] = ()) -> Restored:
        """Put a backup back: what is missing returns, nothing that is there is replaced.

        Parameters
        ----------
        archive : its path, or its name in `sauvegardes/`
        coders : colleagues whose acts may come back from before a withdrawal, when no journal
            of theirs is left to tell that they are not who withdrew

        Raises
        ------
        MissingFileError, SourceError
            If there is no such archive, or it is not safe to read; nothing is written.
        """
        from transfo_analysis.rerun import backup, restore

        def known() -> set[str]:
            found = {*coders, *(case.id for case in self.cases)}
            for words in (lambda: self.codebook.codes, lambda: self.corpus().texts):
                # what cannot be read answers for no word
                with suppress(TransfoError):
                    found |= set(words())
            return found

        path = Path(archive)
        beside = self.folder / backup.FOLDER / path.name
        chosen = path if path.is_file() or not beside.is_file() else beside
        return restore.restore(self.folder, chosen, known)
