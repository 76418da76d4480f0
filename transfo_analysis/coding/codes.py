"""The codebook in use: codes born, renamed, merged and redefined through the journal.

`codebook.yaml` is the person's file and is edited by them; the journal says what became of
the codings made before. Both must agree, so a new name is in the file first.
"""

from __future__ import annotations

import re

from transfo_analysis.coding.acts import Acts
from transfo_analysis.coding.codebook import FILE_NAME
from transfo_analysis.coding.events import Event
from transfo_analysis.errors import CodebookError

__all__ = ["Codes"]


class Codes(Acts):
    """The acts that change what codes mean or are called."""

    def create_code(self, code: str, label: str, definition: str = "") -> Event:
        """Create a code on the spot (an in-vivo code); it can be used at once.

        Raises
        ------
        CodebookError
            If the name is taken, was another code's, or its family does not exist.
        """
        family, _, name = code.partition(":")
        self.codebook.family(family)
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) or not label.strip():
            raise CodebookError(
                f"« {code} » ne peut pas être le nom d’un code.",
                cure="Écrivez famille:nom, en minuscules sans accent ni espace, et un libellé.",
            )
        state = self.state
        if code in self.codebook.codes or code in state.created or code in state.aliases:
            raise CodebookError(
                f"Le nom « {code} » est déjà pris, ou l’a été par un code renommé.",
                cure="Choisissez un autre nom : les codages d’avant suivraient ce nom.",
            )
        data = {"code": code, "label": label.strip(), "definition": definition.strip()}
        return self._act("code_created", self.case_of(None), dict(data))

    def rename_code(self, code: str, to: str) -> Event:
        """Make every coding of a code follow its new name; nothing is deleted.

        The new name stands in `codebook.yaml` already, in place of the old one.

        Raises
        ------
        CodebookError
            If the file does not have the new name, or still has the old one.
        """
        return self._alias("code_renamed", code, "to", to)

    def merge_codes(self, code: str, into: str) -> Event:
        """Make every coding of a code count as another one; nothing is deleted.

        The code that disappears has been taken out of `codebook.yaml` already.

        Raises
        ------
        CodebookError
            If the file does not have the code that stays, or still has the other.
        """
        return self._alias("code_merged", code, "into", into)

    def redefine_code(self, code: str, definition: str) -> Event:
        """Note that a code means something else from now on.

        Raises
        ------
        CodebookError
            If the code does not exist.
        """
        data = {"code": self.code(code), "definition": definition.strip()}
        return self._act("code_redefined", self.case_of(None), dict(data))

    def _alias(self, kind: str, old: str, field: str, new: str) -> Event:
        known, created = self.codebook.codes, self.state.created
        if new not in known and new not in created:
            raise CodebookError(
                f"Le code « {new} » n’existe pas encore.",
                path=FILE_NAME,
                cure=f"Mettez « {new} » à la place de « {old} » dans ce fichier, enregistrez-le, "
                "puis recommencez : les codages suivront.",
            )
        if old in known or old == new:
            raise CodebookError(
                f"Le code « {old} » est encore dans le livre de codes.",
                path=FILE_NAME,
                cure=f"Retirez-le de ce fichier (« {new} » le remplace), puis recommencez.",
            )
        used = {coding.code for coding in self.state.codings.values()}
        if old not in used and old not in created:
            raise CodebookError(
                f"Aucun codage ne porte le code « {old} ».",
                cure="Vérifiez son nom : il s’écrit famille:code.",
            )
        return self._act(kind, self.case_of(None), {"code": old, field: new})
