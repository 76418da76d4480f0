"""Answers to the program's suggestions: yes, one by one or together, or no."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from transfo_analysis.coding.acts import Span
from transfo_analysis.coding.events import Event
from transfo_analysis.coding.excerpts import Excerpts
from transfo_analysis.coding.journal import Act
from transfo_analysis.coding.state import Coding
from transfo_analysis.errors import CodingError, TransfoError

__all__ = ["Answering", "place_and_code"]

_SUGGESTION = re.compile(r"(?P<document>.+)@(?P<start>\d+)-(?P<end>\d+)=(?P<code>[^=]+)", re.DOTALL)


class Answering(Excerpts):
    """Suggestions accepted or refused."""

    def accept(self, suggestion: str, *, bulk: bool = False) -> str:
        """Make a coding of a suggestion (`document@start-end=code`); return its id.

        `bulk` marks what was accepted together, unread one by one: it is counted apart.
        """
        return self.accept_all([suggestion], bulk=bulk)[0]

    def accept_all(self, suggestions: Iterable[str], *, bulk: bool = True) -> list[str]:
        """Make codings of several suggestions, in one gesture; return their ids.

        Raises
        ------
        CodingError
            If one is not a suggestion that can be coded; nothing is then written.
        """
        who, parsed = self._who(), [self._suggestion(item) for item in suggestions]
        for fault in self.faults([span for span, _ in parsed]):
            if fault:
                raise fault
        held = {place_and_code(c): c.id for c in self.state.codings.values() if c.coder == who}
        origin = "accepted_bulk" if bulk else "accepted"
        batch = {"batch": uuid.uuid4().hex} if len(parsed) > 1 else {}
        new: dict[tuple[object, ...], Act] = {}
        keys = []
        for span, code in parsed:
            data = {**self.span(span), "code": code, "suggestions_shown": True, **batch}
            key = (*span, data["sha256"], code)
            keys.append(key)
            if key not in held:
                new[key] = Act("coding_added", self.case_of(None, span[0], code), data, origin)
        written = self.write(list(new.values()))
        held |= {key: event.id for key, event in zip(new, written, strict=True)}
        return [held[key] for key in keys]

    def refuse(self, suggestion: str) -> Event:
        """Answer no to a suggestion (`document@start-end=code`): it is not proposed again."""
        span, code = self._suggestion(suggestion)
        self._who()
        data = {**self.span(span), "code": code}
        return self._act("suggestion_refused", self.case_of(None, span[0]), data)

    def _suggestion(self, written: str) -> tuple[Span, str]:
        parts = _SUGGESTION.fullmatch(written.strip())
        if parts is None:
            raise CodingError(
                f"« {written[:80]} » n’est pas une suggestion.",
                cure="Prenez un suggestion_id de projet.suggestions().",
            )
        try:
            document = self.document(parts["document"])
            start, end = self.locate(document, None, int(parts["start"]), int(parts["end"]))
            return (document, start, end), self.code(parts["code"])
        except TransfoError as fault:
            raise CodingError(
                f"La suggestion « {written[:80]} » n’a plus lieu d’être : {fault.what}",
                cure="Relancez projet.suggestions().",
            ) from fault


def place_and_code(coding: Coding) -> tuple[object, ...]:
    """Return what two codings of one coder cannot share: the same code on the same words."""
    return coding.document, coding.start, coding.end, coding.sha256, coding.code
