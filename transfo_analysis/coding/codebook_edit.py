"""The codebook in use: renamed, merged, split, redefined, in the file and the journal at once.

`codebook.yaml` stays the person's file: only what changes is written, the rest keeps its
comments and order to the byte. The journal says what becomes of the codings made before:
they follow a code that is renamed or merged, and wait to be read again when it is redefined
or split. Nothing is deleted. Undoing is changing again: `undo` passes over these acts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from transfo_analysis import files
from transfo_analysis.coding.booktext import BookText
from transfo_analysis.coding.codebook import FILE_NAME, Code, Codebook
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.journal import Act, coder_name
from transfo_analysis.coding.meanings import meaning, text_of
from transfo_analysis.coding.textstore import text_sha256
from transfo_analysis.errors import CodebookError
from transfo_analysis.yamlfile import read

__all__ = ["CodebookEdit"]

Change = Callable[[BookText, Codebook], None]
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FREE = "Choisissez un autre nom : les codages d’avant suivraient ce nom."


class CodebookEdit:
    """What a person does to the codebook from a notebook: `projet.codes`.

    Parameters
    ----------
    project : the project's folder
    desk : where acts are written

    Raises
    ------
    CodebookError
        By every verb: the code does not exist, the name is taken, or the file already holds
        a mistake (named with its line). Nothing is then changed.
    WriteError
        By every verb: the disk is full, or a file is open elsewhere; file and journal are
        then as they were.
    """

    def __init__(self, project: Path, desk: Desk) -> None:
        self._path = project / FILE_NAME
        self._desk = desk

    def create(
        self, code: str, label: str, definition: str = "", *, after: str | None = None
    ) -> None:
        """Write a new code in the file, last of its family or after another one.

        One that was born in the field, and stands in the journal only, is written as it is.
        """
        desk, born = self._desk, code in self._desk.state.created
        if not born:
            self._free(code)
        told = desk.state.created.get(code, {})
        fields = {
            "libelle": label.strip() or str(told.get("label", "")),
            "definition": definition.strip() or (meaning(desk.codebook, desk.state, code)),
        }
        data = {"code": code, "label": fields["libelle"], "definition": fields["definition"]}
        self._edit(
            lambda text, _book: text.add(code, fields, after),
            [] if born else [Act("code_created", self._case, {**data, "file": True})],
        )

    def rename(self, code: str, to: str = "", *, label: str = "") -> None:
        """Give a code another name, another label, or both; its codings follow.

        When the file was already edited by hand (the old name gone, the new one there), the
        codings are made to follow.

        Parameters
        ----------
        to : new full name, of the same family (`move` changes family)
        """
        to = self._full(code, to) if to else code
        if to.partition(":")[0] != code.partition(":")[0]:
            raise CodebookError(
                f"« {code} » et « {to} » ne sont pas de la même famille.",
                cure=f'Écrivez projet.codes.move("{code}", family="{to.partition(":")[0]}").',
            )
        follow = [Act("code_renamed", self._case, {"code": code, "to": to, "file": True})]
        book = self._book()
        if code not in book.codes and to in book.codes and code != to:
            self._known_somewhere(code)
            self._edit(lambda _text, _book: None, follow)
            return

        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, code)
            if label.strip():
                text.set(code, "libelle", label.strip())
            if to != code:
                _rename_in(text, book, code, to)

        if to != code:
            self._free(to, former=code)
        else:
            self._must_be(code)
        self._edit(change, follow if to != code else [])

    def merge(self, code: str, into: str) -> None:
        """Make a code's codings count as another one's.

        Its words are added to the other's; what was written of it stays in the file as a
        comment.
        """
        if code == into:
            raise CodebookError(f"« {code} » ne se fusionne pas avec lui-même.")
        book = self._book()
        sha256 = text_sha256(meaning(self._desk.codebook, self._desk.state, into))
        data = {"code": code, "into": into, "sha256": sha256, "file": True}
        acts = [Act("code_merged", self._case, data)]
        if code not in book.codes and code not in self._desk.state.created:
            self._must_be(into)
            self._known_somewhere(code)
            self._edit(lambda _text, _book: None, acts)
            return

        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, into)
            if code in book.codes:
                _merge_in(text, book, code, into)

        self._must_be(into)
        self._edit(change, acts)

    def split(self, code: str, into: Mapping[str, str]) -> None:
        """Divide a code into new ones, written after it; its codings wait to be read again.

        The code stays until they have been: each is then coded otherwise, or kept.

        Parameters
        ----------
        into : new codes and their labels, `{"mode:velo_ville": "Vélo en ville", …}`
        """
        names = {self._full(code, name): label for name, label in into.items()}
        if not names:
            raise CodebookError("En quels codes ?", cure="Donnez leurs noms et leurs libellés.")
        for name in names:
            self._free(name)

        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, code)
            last = code
            for name, label in names.items():
                text.add(name, {"libelle": label.strip()}, last)
                last = name

        self._must_be(code)
        data = {"code": code, "into": list(names), "file": True}
        self._edit(change, [Act("code_split", self._case, data)])

    def redefine(
        self,
        code: str,
        definition: str | None = None,
        *,
        include: str | None = None,
        exclude: str | None = None,
    ) -> None:
        """Say what a code means from now on; its codings wait to be read again.

        Each keeps the definition that it was made under. What is not given stays.
        """
        keys = {"definition": definition, "inclure": include, "exclure": exclude}
        self._must_be(code)
        before = meaning(self._desk.codebook, self._desk.state, code)

        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, code)
            for key, value in keys.items():
                if value is not None:
                    text.set(code, key, value.strip())

        def acts(book: Codebook) -> list[Act]:
            new = book.codes[code]
            if text_of(new) == before:
                return []
            data = {"code": code, "definition": new.definition, "before": before, "file": True}
            return [Act("code_redefined", self._case, data)]

        self._edit(change, acts)

    def recolour(self, code: str, colour: str) -> None:
        """Give a code a colour (`#56B4E9`), or "" to leave it to the program."""
        self._set(code, "couleur", colour.strip())

    def move(
        self,
        code: str,
        *,
        family: str = "",
        after: str | None = None,
        under: str | None = None,
    ) -> None:
        """Put a code elsewhere in the file: its order, its family, the code it stands under.

        Parameters
        ----------
        family : where to; its codings follow it under its new name
        after : code to put it behind, "" to put it first (default: last, or where it is)
        under : code of the family it becomes a sub-code of, "" for none
        """
        own, _, name = code.partition(":")
        goal = family or own
        to = f"{goal}:{name}"
        self._must_be(code)
        book = self._book()
        (book if goal in {f.id for f in book.families} else self._desk.codebook).family(goal)
        if after:
            book[after]  # raises, with the nearest name
        if goal != own:
            self._free(to, former=code)
            if any(book.parent(other) == code for other in book.codes):
                raise CodebookError(
                    f"« {code} » a des sous-codes : ils ne changent pas de famille avec lui.",
                    path=FILE_NAME,
                    cure="Déplacez-les d’abord.",
                )

        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, code)
            if goal != own or after is not None:
                if goal != own:
                    text.set(code, "sous", "")
                text.move(code, goal, self._full(to, after) if after else after)
            if goal != own:
                _rename_in(text, book, code, to, moved=True)
            if under is not None:
                text.set(to, "sous", under.rpartition(":")[2])

        renamed = Act("code_renamed", self._case, {"code": code, "to": to, "file": True})
        self._edit(change, [renamed] if goal != own else [])

    # -- inside ------------------------------------------------------------------------------

    @property
    def _case(self) -> str:
        return self._desk.case_of(None)

    def _set(self, code: str, key: str, value: str) -> None:
        def change(text: BookText, book: Codebook) -> None:
            self._adopt(text, book, code)
            text.set(code, key, value)

        self._must_be(code)
        self._edit(change, [])

    def _book(self) -> Codebook:
        return read(self._path, Codebook, CodebookError, FILE_NAME)

    def _edit(self, change: Change, acts: Sequence[Act] | Callable[[Codebook], list[Act]]) -> None:
        """Change the file and write the acts: both, or neither."""
        if acts:
            coder_name(self._desk.coder)  # raises when nobody said who acts
        with files.locked(self._path):
            book = self._book()
            before = self._path.read_bytes()
            written = before.decode("utf-8-sig")
            text = BookText(written.replace("\r\n", "\n"))
            change(text, book)
            new = _checked(text.text)
            after = text.text.replace("\n", "\r\n") if "\r\n" in written else text.text
            mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
            if new != book:
                files.write_bytes(self._path, mark + after.encode("utf-8"))
            try:
                if told := acts(new) if callable(acts) else acts:
                    self._desk.write(told)
            except BaseException:
                files.write_bytes(self._path, before)
                raise
            self._desk.codebook = new.with_created(self._desk.state.created)

    def _full(self, code: str, name: str) -> str:
        return name if ":" in name else f"{code.partition(':')[0]}:{name}"

    def _must_be(self, code: str) -> None:
        if code not in self._desk.state.created:
            self._book()[code]  # raises, with the nearest name

    def _known_somewhere(self, code: str) -> None:
        state = self._desk.state
        if not any(coding.code == code for coding in state.codings.values()):
            raise CodebookError(
                f"Aucun codage ne porte le code « {code} ».",
                cure="Vérifiez son nom : il s’écrit famille:code.",
            )

    def _free(self, code: str, former: str = "") -> None:
        """Check that a name can be given, or given back to the code that had it."""
        family, _, name = code.partition(":")
        book, state = self._book(), self._desk.state
        book.family(family)
        if not _NAME.fullmatch(name):
            raise CodebookError(
                f"« {code} » ne peut pas être le nom d’un code.",
                cure="Écrivez famille:nom, en minuscules sans accent ni espace.",
            )
        taken = code in book.codes or code in state.created
        if taken or state.aliases.get(code, former) != former:
            what = f"Le nom « {code} » est déjà pris, ou l’a été par un code renommé."
            raise CodebookError(what, path=FILE_NAME, cure=_FREE)

    def _adopt(self, text: BookText, book: Codebook, code: str) -> None:
        """Write in the file a code that was born in the field, before it is changed."""
        told = self._desk.state.created.get(code)
        if code not in book.codes and told is not None:
            definition = meaning(self._desk.codebook, self._desk.state, code)
            text.add(code, {"libelle": str(told["label"]), "definition": definition})


def _checked(text: str) -> Codebook:
    """Return the codebook that a changed text gives, or say why it gives none."""
    try:
        return Codebook.model_validate(YAML(typ="rt").load(io.StringIO(text)))
    except (ValidationError, YAMLError) as fault:
        what = "ce texte ne se lit plus."
        if isinstance(fault, ValidationError):
            first = fault.errors()[0]
            what = str(first.get("ctx", {}).get("error", first["msg"]))
        raise CodebookError(
            f"Le livre de codes serait faux : {what}", path=FILE_NAME, cure="Rien n’a été changé."
        ) from fault


def _rename_in(text: BookText, book: Codebook, code: str, to: str, *, moved: bool = False) -> None:
    name = to.partition(":")[2]
    if not moved:
        text.set(code, "id", name)
    for other, found in book.codes.items():
        here = to if other == code else other
        if not moved and book.parent(other) == code:
            text.set(here, "sous", name)
        if code in found.opposes:
            text.replace_item(here, "oppose", code, to)


def _merge_in(text: BookText, book: Codebook, code: str, into: str) -> None:
    old = book.codes[code]
    new = book.codes.get(into, Code.model_validate({"id": "x", "libelle": "x"}))
    parent = book.parent(into)
    if parent == code:
        text.set(into, "sous", "")
        parent = ""
    for other, found in book.codes.items():
        if other not in (code, into) and book.parent(other) == code:
            near = parent or into
            same = near.partition(":")[0] == other.partition(":")[0]
            text.set(other, "sous", near.partition(":")[2] if same else "")
        if other != code and code in found.opposes:
            kept = dict.fromkeys(into if name == code else name for name in found.opposes)
            kept.pop(other, None)
            text.set_list(other, "oppose", list(kept))
    text.extend(into, "mots", [_keyword(k) for k in old.keywords if k not in new.keywords])
    text.extend(into, "sauf", [words for words in old.exceptions if words not in new.exceptions])
    text.comment_out(code, f"fusionné dans {into} :")


def _keyword(keyword: Any) -> str | dict[str, str]:
    if keyword.pos is None:
        return str(keyword.text)
    return {"mot": keyword.text, "nature": keyword.pos}
