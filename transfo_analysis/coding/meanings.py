"""What codes meant when they were used, so that a new definition sends codings to be read again.

A code's meaning is its definition with what it takes in and leaves out. The journal keeps
each meaning once, by its sha256, and every coding the one that it was made under. A coding
waits to be read again when its code means something else today, or was split since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from transfo_analysis.coding.codebook import Code, Codebook
from transfo_analysis.coding.textstore import text_sha256

if TYPE_CHECKING:
    from transfo_analysis.coding.events import Event
    from transfo_analysis.coding.state import Coding, State

__all__ = ["Meanings", "meaning", "stale", "text_of"]

Now = Callable[[str], str]


def text_of(code: Code) -> str:
    r"""Return what a code means as one text: spaces and line ends make no difference.

    Examples
    --------
    >>> text_of(Code.model_validate({"id": "velo", "libelle": "Vélo",
    ...     "definition": "Se déplacer  à vélo.", "exclure": "Les motos."}))
    'Se déplacer à vélo.\nExclure : Les motos.'
    """
    parts = [
        ("", code.definition),
        ("Inclure : ", code.include),
        ("Exclure : ", code.exclude),
    ]
    return "\n".join(name + " ".join(text.split()) for name, text in parts if text.strip())


def meaning(codebook: Codebook, state: State, code: str) -> str:
    """Return what a code means today, "" if nobody defined it (or it does not exist)."""
    found = codebook.codes.get(code)
    if found is not None and (text := text_of(found)):
        return text
    if found is not None and code not in state.created:
        return ""
    # a code born in the field is defined in the journal until someone writes it in the file
    told = state.definitions.get(code) or state.created.get(code, {}).get("definition", "")
    return " ".join(str(told).split())


def stale(state: State, codebook: Codebook) -> dict[str, str]:
    """Return the codings to read again, each with why: "redéfini" or "scindé".

    The order is that of the codings.
    """
    today: dict[str, str] = {}
    waiting = {}
    for coding in state.codings.values():
        if coding.id in state.splits:
            waiting[coding.id] = "scindé"
        elif coding.meaning and (coding.code in codebook.codes or coding.code in state.created):
            if coding.code not in today:
                today[coding.code] = text_sha256(meaning(codebook, state, coding.code))
            if coding.meaning != today[coding.code]:
                waiting[coding.id] = "redéfini"
    return waiting


class Meanings:
    """The part of a replay that follows what codes mean; it changes codings in place.

    Parameters
    ----------
    codings : those in force, shared with the replay
    now : what a code is called in the end
    """

    def __init__(self, codings: dict[str, Coding], now: Now) -> None:
        self._codings = codings
        self._now = now
        self._called: dict[str, str] = {}  # what codes are called so far
        self.texts: dict[str, str] = {}
        self.noted: dict[tuple[str, str, str], str] = {}
        self.splits: dict[str, tuple[str, ...]] = {}
        self._written: dict[str, str] = {}  # coding → its code as it was called then

    def note(self, event: Event) -> None:
        """Keep a definition, and that its writer works with it."""
        code, sha256 = event.data["code"], event.data["sha256"]
        self.texts.setdefault(sha256, event.data["text"])
        self.noted[code, event.coder, event.installation] = sha256

    def added(self, event: Event) -> str:
        """Return the sha256 of the definition that a new coding is made under, or ""."""
        code = event.data["code"]
        self._written[event.id] = code
        return self.noted.get((code, event.coder, event.installation), "")

    def renamed(self, event: Event) -> None:
        """Follow a code to its new name: what it means stays."""
        self._call(event.data["code"], event.data["to"])

    def merged(self, event: Event) -> None:
        """Take the codings of a code as meant under the definition of the one it becomes."""
        old, sha256 = event.data["code"], event.data.get("sha256", "")
        if sha256:
            for coding in self._of(old):
                self._codings[coding.id] = replace(coding, meaning=sha256)
        self._call(old, event.data["into"])

    def redefined(self, event: Event) -> None:
        """Give the definition until then to the codings that have none noted."""
        if (text := event.data.get("before")) is not None:
            sha256 = text_sha256(text)
            self.texts.setdefault(sha256, text)
            for coding in self._of(event.data["code"]):
                if not coding.meaning:
                    self._codings[coding.id] = replace(coding, definition=sha256, meaning=sha256)

    def split(self, event: Event) -> None:
        """Send a code's codings so far to be read again."""
        into = tuple(self._now(code) for code in event.data["into"])
        for coding in self._of(event.data["code"]):
            self.splits[coding.id] = into

    def reread(self, event: Event) -> None:
        """Take a coding as read again under a definition, and kept."""
        coding = self._codings.get(event.data["coding"])
        if coding is not None:
            self._codings[coding.id] = replace(coding, meaning=event.data["sha256"])
            self.splits.pop(coding.id, None)

    def waiting(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codings in force whose code was split since."""
        return {name: into for name, into in self.splits.items() if name in self._codings}

    def _of(self, code: str) -> list[Coding]:
        wanted = self._called.get(code, code)
        return [
            coding
            for name, coding in self._codings.items()
            if self._called.get(written := self._written[name], written) == wanted
        ]

    def _call(self, old: str, new: str) -> None:
        for code, now in list(self._called.items()):
            if now == old:
                self._called[code] = new
        self._called[old] = new
        self._called.pop(new, None)
