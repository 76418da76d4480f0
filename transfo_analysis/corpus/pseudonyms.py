"""The key of a project: which name stands for whom, and the material without these names.

The key is a person's; it is never exported. Names go before anything is interpreted, so that
labels, headers, titles, questions and the wall's rows are said of the same person as the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from transfo_analysis.corpus.canonical import plain
from transfo_analysis.corpus.keyfile import FILE, NOT_A_NAME, Line, read_lines
from transfo_analysis.corpus.metadata import Metadata, slug
from transfo_analysis.corpus.nameforms import SOMEONE, NameForms, name_forms
from transfo_analysis.corpus.traces import tokens
from transfo_analysis.errors import CodingError, Notice
from transfo_analysis.sources.metadata import bare
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.sources import Document, Material, Participant, Reference, Turn

__all__ = ["FILE", "NOT_A_NAME", "SOMEONE", "Key", "admit", "read"]

_NOT_TEXT = ("vague", "date")


@dataclass(frozen=True)
class Key:
    """Names and what stands for them.

    Parameters
    ----------
    names : name or form as listed → pseudonym; itself where it is nobody's name
    notices : what is doubtful in the file
    lines : the lines that name somebody

    Examples
    --------
    >>> key = Key({"Anne Durand": "P12"})
    >>> key.replaced("Madame Durand arrive"), key.replaced("Durandal")
    ('Madame P12 arrive', 'Durandal')
    """

    names: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    lines: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names)

    def mapping(self) -> Mapping[str, str]:
        """Return name → pseudonym, as `canonical` takes it."""
        return self.names

    @property
    def forms(self) -> NameForms:
        """Every written form of the names."""
        return name_forms(self.names)

    def replaced(self, text: str) -> str:
        """Return a text with pseudonyms in the place of names; the same where none is."""
        if not self.names:
            return text
        visible = plain(text)
        found = self.forms.replaced(visible)
        return text if found == visible else found

    def identifier(self, text: str) -> str:
        """Return a file's name or identifier without names."""
        return self.forms.in_identifier(plain(text)) if self.names else text

    def holds(self, text: str) -> bool:
        """Tell whether a text, or an identifier, names somebody of the key."""
        return bool(self.names) and bool(self.forms.find(plain(text)))

    def names_of(self, pseudonym: str) -> tuple[str, ...]:
        """Return every name and form listed for a pseudonym."""
        return tuple(name for name, told in self.names.items() if bare(told) == bare(pseudonym))

    def material(self, material: Material) -> Material:
        """Return the material without these names; file paths stay as they are."""
        if not self.names:
            return material
        documents: list[Document] = []
        taken: set[str] = set()
        for one in sorted(material.documents, key=lambda one: one.path):
            document = self._document(one, taken)
            taken.add(Metadata(document).document_id)
            documents.append(document)
        return replace(
            material,
            documents=tuple(documents),
            references={
                self.identifier(key): self._reference(one)
                for key, one in material.references.items()
            },
            participants=self._participants(material.participants),
            staff=tuple(
                replace(one, value=self.replaced(one.value), source=self.replaced(one.source))
                for one in material.staff
            ),
        )

    def renamed(self, before: Material, after: Material) -> dict[str, tuple[str, ...]]:
        """Return a document's identifier → those that its file's name gave before, if others.

        The first one is that of the file's name as it stands; with several names in it, the
        others are those of when some of them, and not yet all, were in the key.
        """
        if not self.names:
            return {}
        first = sorted(before.documents, key=lambda one: one.path)
        pairs = zip(map(Metadata, after.documents), map(Metadata, first), strict=True)
        return {
            new.document_id: (old.document_id, *self._partly(old.text("id") or old.stem))
            for new, old in pairs
            if new.document_id != old.document_id
        }

    def _partly(self, text: str) -> list[str]:
        """Return the identifiers that a file's name gives with some of its names hidden only."""
        own = [(n, p) for n, p in self.names.items() if Key({n: p}).identifier(text) != plain(text)]
        some = (names for size in range(1, len(own)) for names in combinations(own, size))
        whole = slug(self.identifier(text))
        found = (slug(Key(dict(names)).identifier(text)) for names in some)
        return [one for one in dict.fromkeys(found) if one != whole]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the names, particles left out."""
        return self.forms.words()

    def _document(self, document: Document, taken: set[str]) -> Document:
        before = Metadata(document)
        metadata = {
            key: value if key in _NOT_TEXT else self._told(value)
            for key, value in document.metadata.items()
        }
        if before.text("reference"):
            metadata["reference"] = self.identifier(before.text("reference"))
        stem = self.identifier(before.stem)
        if stem != plain(before.stem) and not before.text("titre"):
            metadata["titre"] = stem
        own = before.document_id
        name = slug(self.identifier(before.text("id") or before.stem)) or own
        if name != slug(before.text("id") or before.stem):
            # two files may differ by the name alone
            rank = 2
            while (new := name if rank == 2 else f"{name}-{rank - 1}") in taken:
                rank += 1
            metadata["id"] = new
        turns = tuple(self._turn(turn) for turn in document.turns)
        return replace(document, metadata=metadata, turns=turns)

    def _told(self, value: object) -> object:
        if isinstance(value, Mapping):
            return {self._told(key): self._told(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return tuple(self._told(one) for one in value)
        return self.replaced(value) if isinstance(value, str) else value

    def _turn(self, turn: Turn) -> Turn:
        words, speaker = self.replaced(turn.words), self.replaced(turn.speaker)
        mark = self.replaced(turn.mark)
        fields = {key: self.replaced(value) for key, value in turn.fields.items()}
        if (words, speaker, mark, fields) == (turn.words, turn.speaker, turn.mark, turn.fields):
            return turn
        return replace(turn, words=words, speaker=speaker, mark=mark, fields=fields)

    def _reference(self, one: Reference) -> Reference:
        return replace(
            one,
            key=self.identifier(one.key),
            title=self.replaced(one.title),
            authors=tuple(self.replaced(author) for author in one.authors),
            container=self.replaced(one.container),
        )

    def _participants(self, people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        found: dict[str, Participant] = {}
        for one in people:
            written = replace(
                one,
                pseudonym=self.replaced(one.pseudonym),
                trade=self.replaced(one.trade),
                service=self.replaced(one.service),
                commune=self.replaced(one.commune),
            )
            first = found.setdefault(bare(written.pseudonym), written)
            # a person listed under name and pseudonym: what one line refuses is refused
            found[bare(written.pseudonym)] = replace(
                first,
                consent_analysis=first.consent_analysis and written.consent_analysis,
                consent_quotation=first.consent_quotation and written.consent_quotation,
                consent_display=first.consent_display and written.consent_display,
            )
        return tuple(found.values())


def read(folder: Path) -> Key:
    """Read the key of a project; an empty one when there is none.

    Every name of the file is hidden, whatever is wrong with its line: where no pseudonym can
    be used, `SOMEONE` stands for it.

    Raises
    ------
    TableError
        If the file cannot be read: going on would show the names that it hides.
    """
    written = [one for one in read_lines(folder) if not one.is_comment]
    names: dict[str, str] = {}
    notices: list[Notice] = []

    def doubt(line: Line, what: str, cure: str, severity: str = "erreur") -> None:
        notices.append(Notice(FILE, line.place, what, cure, severity))

    whose: dict[str, Line] = {}
    people: dict[str, Line] = {}
    every = _words(
        [form for one in written if not _is_nobody(one) for form in (one.name, *one.forms)]
    )
    for line in written:
        if not tokens(line.name):
            if line.pseudonym or line.forms:
                doubt(line, "Cette ligne n’a pas de nom : elle n’est pas lue.", "Écrivez le nom.")
            continue
        pseudonym = line.pseudonym
        if _is_nobody(line):
            names |= {form: form for form in (line.name, *line.forms)}
            continue
        if not tokens(pseudonym):
            what = f"« {line.name} » n’a pas de pseudonyme : {SOMEONE} le remplace."
            doubt(line, what, "Écrivez-en un dans la deuxième colonne.", "attention")
            pseudonym = SOMEONE
        elif shared := sorted(_words([pseudonym]) & every):
            what = (
                f"Le pseudonyme « {pseudonym} » contient un nom de la clé ({listed(shared)}) : "
                f"{SOMEONE} le remplace."
            )
            doubt(line, what, "Choisissez un pseudonyme qui n’est le nom de personne.")
            pseudonym = SOMEONE
        elif other := people.get(bare(pseudonym)):
            what = f"« {pseudonym} » est déjà le pseudonyme de « {other.name} » ({other.place})."
            cure = "Si c’est la même personne, écrivez ce nom dans ses formes ; sinon, changez-le."
            doubt(line, what, cure, "attention")
        people.setdefault(bare(pseudonym), line) if pseudonym != SOMEONE else None
        for form in (line.name, *line.forms):
            first = whose.setdefault(bare(form), line)
            if bare(first.pseudonym) != bare(line.pseudonym):
                what = (
                    f"« {form} » a deux pseudonymes : « {first.pseudonym} » ({first.place}) et "
                    f"« {line.pseudonym} ». Le premier est gardé."
                )
                doubt(line, what, "Retirez l’une des deux lignes.")
            else:
                names.setdefault(form, pseudonym)
    key = Key(names, tuple(notices), tuple(written))
    for form, several in key.forms.shared.items() if names else ():
        what = f"« {form} » peut être {listed(list(several), 'ou')} : {SOMEONE} le remplace."
        cure = f"Ajoutez une ligne « {form} » si une seule personne est appelée ainsi."
        notices.append(Notice(FILE, "", what, cure, "note"))
    return replace(key, notices=tuple(notices))


def admit(key: Key, name: str, pseudonym: str, forms: Iterable[str] = ()) -> None:
    """Refuse a line that would contradict the key.

    Raises
    ------
    CodingError
        If the name has another pseudonym, or the pseudonym is no single word, somebody
        else's, or a name.
    """
    if not tokens(name) or not tokens(pseudonym):
        raise CodingError(
            "Il faut un nom et un pseudonyme.",
            cure='Écrivez projet.pseudonymise("Anne Durand", "P12").',
        )
    if " " in pseudonym.strip() and bare(pseudonym) != NOT_A_NAME:
        raise CodingError(
            f"Le pseudonyme « {pseudonym} » est en plusieurs mots.",
            cure="Écrivez-le en un seul mot (« Marie-Claire », « P12 »).",
        )
    for form in (name, *forms):
        own = next((line for line in key.lines if bare(form) in _forms(line)), None)
        if own and bare(own.pseudonym) != bare(pseudonym):
            raise CodingError(
                f"« {form} » a déjà un pseudonyme : « {own.pseudonym} ».",
                path=FILE,
                place=own.place,
                cure="Changez cette ligne dans un tableur si elle est fausse.",
            )
        if shared := _words([form]) & _words([line.pseudonym for line in key.lines]):
            if bare(pseudonym) == NOT_A_NAME:
                continue
            raise CodingError(
                f"« {form} » contient le pseudonyme de quelqu’un ({listed(sorted(shared))}).",
                path=FILE,
                cure="Changez d’abord ce pseudonyme dans la clé.",
            )
    if bare(pseudonym) == NOT_A_NAME:
        return
    named = [form for line in key.lines if not _is_nobody(line) for form in _written(line)]
    if shared := _words([pseudonym]) & _words([name, *forms, *named]):
        raise CodingError(
            f"Le pseudonyme « {pseudonym} » contient un nom ({listed(sorted(shared))}).",
            cure="Choisissez un pseudonyme qui n’est le nom de personne.",
        )
    taken = next((line for line in key.lines if bare(line.pseudonym) == bare(pseudonym)), None)
    if taken and bare(taken.name) != bare(name):
        raise CodingError(
            f"« {pseudonym} » est déjà le pseudonyme de « {taken.name} ».",
            path=FILE,
            place=taken.place,
            cure=f'Si c’est la même personne : projet.pseudonymise("{taken.name}", '
            f'"{pseudonym}", forms=["{name}"]).',
        )


def _written(line: Line) -> tuple[str, ...]:
    return line.name, *line.forms


def _forms(line: Line) -> set[str]:
    return {bare(form) for form in _written(line)}


def _is_nobody(line: Line) -> bool:
    return bare(line.pseudonym) == NOT_A_NAME


def _words(texts: list[str]) -> set[str]:
    return {word for text in texts for word, _, _ in tokens(text)}
