"""The desk where a person codes: `projet.coding`. Each act is checked, then on disk."""

from __future__ import annotations

from collections.abc import Sequence

from transfo_analysis.coding.acts import Span
from transfo_analysis.coding.answering import Answering, place_and_code
from transfo_analysis.coding.carrying import Carrying
from transfo_analysis.coding.clearing import Clearing
from transfo_analysis.coding.codes import Codes
from transfo_analysis.coding.events import KINDS, ORIGINS, Event
from transfo_analysis.coding.journal import Act
from transfo_analysis.coding.reviewing import Reviewing
from transfo_analysis.coding.settling import Settling
from transfo_analysis.coding.state import Coding
from transfo_analysis.errors import CodingError
from transfo_analysis.tables import REGISTERS

__all__ = ["Desk"]


class Desk(Carrying, Codes, Settling, Answering, Reviewing, Clearing):
    """Codings, crossings, answers to suggestions, memos, undo; findings and codes besides.

    An act that returns is on disk; one that raises has written nothing.

    Raises
    ------
    CodingError
        By every act: nobody said who codes, or the place, code or coding does not exist.
    WriteError
        By every act: the disk is full, or the folder read-only.
    """

    def __repr__(self) -> str:
        who = self.coder or "personne"
        return f"<Desk : {who} code ; {len(self.state.codings)} codages en vigueur>"

    # -- codings -----------------------------------------------------------------------------------

    def add(
        self,
        document: str,
        code: str,
        *,
        quote: str | None = None,
        start: int | None = None,
        end: int | None = None,
        case: str | None = None,
        origin: str = "hand",
        occurrence: int | None = None,
        suggestions_shown: bool = False,
    ) -> str:
        """Give a code to an excerpt, named by its words or its place; return the coding's id.

        Parameters
        ----------
        document, code : identifiers (`mode:velo`)
        case : in which it counts (default: the document's if it crosses this family of codes,
            else the first that does)
        quote : the exact words; apostrophes, spaces and accents may be typed otherwise
        start, end : or the place, in code points of the canonical text
        occurrence : which one, from 1, when the words come several times
        suggestions_shown : whether the program's suggestions were on screen

        The same excerpt and code by the same coder is one coding: running a cell again adds
        nothing.

        Raises
        ------
        CodingError
            If the words are not found exactly once, or are the interviewer's.
        """
        self._who()
        if origin not in ORIGINS:
            raise CodingError(
                f"« {origin} » n’est pas une origine.", cure=f"Choisissez parmi {ORIGINS}."
            )
        document, code = self.document(document), self.code(code)
        span = (document, *self.locate(document, quote, start, end, occurrence))
        if fault := self.faults([span])[0]:
            raise fault
        return self._code_it(
            span, code, self.case_of(case, document, code), origin, suggestions_shown
        )

    def withdraw(self, coding: str) -> Event:
        """Take back a coding of one's own, for good; `undo` brings it back."""
        found = self._own(coding)
        return self._act("coding_withdrawn", found.case, {"coding": coding})

    def link(self, row_coding: str, column_coding: str) -> Event:
        """Hold a row code and a column code together by hand: a crossing.

        Raises
        ------
        CodingError
            If the two are not of the case's row and column families, or of two documents.
        """
        row, column = self._crossing(row_coding, column_coding)
        data = {"row_coding": row.id, "column_coding": column.id}
        return self._act("crossing_linked", row.case, dict(data))

    def unlink(self, row_coding: str, column_coding: str) -> Event:
        """Part two codings that were linked by hand."""
        row, column = self._crossing(row_coding, column_coding)
        if (row.id, column.id) not in self.state.links:
            raise CodingError(
                "Ces deux codages ne sont pas liés à la main.",
                cure="S’ils se chevauchent, ils se croisent d’eux-mêmes : retirez l’un des deux.",
            )
        data = {"row_coding": row.id, "column_coding": column.id}
        return self._act("crossing_unlinked", row.case, dict(data))

    def settle(self, document: str, start: int, end: int, row: str, column: str) -> Event:
        """Say which row a column code belongs to, where several were possible.

        Raises
        ------
        CodingError
            If the place or one of the codes does not exist.
        """
        document = self.document(document)
        start, end = self.locate(document, start=start, end=end)
        data = {"row": self.code(row), "column": self.code(column)}
        self._who()
        span = self.span((document, start, end))
        return self._act("ambiguity_settled", self.case_of(None, document), {**span, **data})

    def mark_register(self, document: str, start: int, end: int, register: str) -> Event:
        """Say what some words are, where the text does not: « mot à mot » for exact words.

        A coding wholly inside them takes this register; of several marks, the narrowest. A
        remark is evidence of nothing; no mark makes evidence of what was none.

        Raises
        ------
        CodingError
            If there is no such place or register, or the words are the interviewer's.
        """
        self._who()
        if register not in REGISTERS:
            raise CodingError(
                f"« {register} » n’est pas un registre.",
                cure=f"Choisissez parmi : {', '.join(REGISTERS)}.",
            )
        document = self.document(document)
        place = (document, *self.locate(document, start=start, end=end))
        if fault := self.faults([place])[0]:
            raise fault
        data = {**self.span(place), "register": register}
        return self._act("register_marked", self.case_of(None, document), data)

    def read(self, document: str) -> Event:
        """Note that one has read a document through: its suggestions may be shown."""
        document = self.document(document)
        self._who()
        return self._act("document_read", self.case_of(None, document), {"document": document})

    # -- memos, undo -------------------------------------------------------------------------------

    def memo(self, target_kind: str, target: str, text: str) -> Event:
        """Write one's note on a coding, document, code, cell or finding; "" takes it away.

        Raises
        ------
        CodingError
            If there is no such target.
        """
        kinds = KINDS["memo_written"]["target_kind"]
        if target_kind not in kinds:
            raise CodingError(
                f"On n’écrit pas de mémo sur « {target_kind} ».",
                cure=f"Choisissez parmi : {', '.join(kinds)}.",
            )
        case = ""
        if target_kind == "coding":
            case = self._coding(target).case
        elif target_kind == "finding":
            case = self._finding(target).case
        elif target_kind == "document":
            target = self.document(target)
            case = self.case_of(None, target)
        elif target_kind == "code":
            target = self.code(target)
        else:
            case = self._bundle_case(target)
        data = {"target_kind": target_kind, "target": target, "text": text.strip()}
        return self._act("memo_written", case or self.case_of(None), dict(data))

    def undo(self) -> tuple[Event, ...]:
        """Take back one's own last act, or gesture of several; () when there is none left."""
        return self._turn_back("undone", self.state.undoable.get(self._who(), ()))

    def redo(self) -> tuple[Event, ...]:
        """Do again what was last undone; () when there is nothing, or something came since."""
        return self._turn_back("redone", self.state.redoable.get(self._who(), ()))

    def _turn_back(self, kind: str, stack: Sequence[str]) -> tuple[Event, ...]:
        if not stack:
            return ()
        events = [self.reader.event(stack[0])]
        batch = events[0].data.get("batch")
        for other in stack[1:] if batch else ():
            event = self.reader.event(other)
            if event.data.get("batch") != batch:
                break
            events.append(event)
        return tuple(self.write([Act(kind, e.case, {"event": e.id}) for e in events]))

    # -- helpers -----------------------------------------------------------------------------------

    def _code_it(self, span: Span, code: str, case: str, origin: str, shown: bool) -> str:
        data = {**self.span(span), "code": code, "suggestions_shown": shown}
        key = (*span, data["sha256"], code)
        for coding in self.state.codings.values():
            if coding.coder == self.coder and place_and_code(coding) == key:
                return coding.id
        return self._act("coding_added", case, data, origin).id

    def _own(self, coding: str) -> Coding:
        found = self._coding(coding)
        if found.coder != self._who():
            raise CodingError(
                f"Ce codage est de {found.coder} : on ne retire que les siens.",
                cure=f'Si c’est vous : projet.coding.coder = "{found.coder}".',
            )
        return found

    def _crossing(self, row_coding: str, column_coding: str) -> tuple[Coding, Coding]:
        row, column = self._coding(row_coding), self._coding(column_coding)
        case = self.settings.case(row.case or self.settings.default_case.id)
        families = (case.row_family, case.column_family)
        if (_family(column), _family(row)) == families:
            row, column = column, row
        if (_family(row), _family(column)) != families:
            raise CodingError(
                f"« {row.code} » et « {column.code} » ne se croisent pas dans ce cas.",
                cure=f"Liez un code de « {families[0]} » et un code de « {families[1]} ».",
            )
        if row.document != column.document:
            raise CodingError(
                f"Les deux codages sont de deux documents, « {row.document} » "
                f"et « {column.document} ».",
                cure="Un croisement tient dans un document : choisissez deux codages du même.",
            )
        self._who()
        return row, column


def _family(coding: Coding) -> str:
    return coding.code.partition(":")[0]
