"""What a person says of codings whose text was corrected: they hold, here, or no more."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace

from transfo_analysis.coding.events import ACCEPTED, GONE, PLACED, Event
from transfo_analysis.coding.excerpts import Excerpts
from transfo_analysis.coding.journal import Act
from transfo_analysis.coding.state import Anchored, Coding
from transfo_analysis.errors import CodingError

__all__ = ["Reviewing"]


class Reviewing(Excerpts):
    """The list « à revoir », answered one by one or several at once."""

    def settle_anchor(self, coding: str, start: int | None = None, end: int | None = None) -> Event:
        """Say where a coding stands in its corrected text: from now on it is followed from there.

        Anyone may, whoever coded: of two people's answers the later holds, and the other is
        listed as a conflict.

        Parameters
        ----------
        coding : one of `projet.to_review()`, or one that was settled before
        start, end : its place in today's text, in code points (default: where it stands)

        Raises
        ------
        CodingError
            If its text has not changed, it has no place and none is given, or the words there
            are the interviewer's.
        """
        return self.write([self._settling(coding, start, end)])[0]

    def settle_anchors(self, codings: Iterable[str]) -> list[Event]:
        """Accept several codings where they stand today, in one gesture.

        Raises
        ------
        CodingError
            As `settle_anchor`; nothing is then written.
        """
        acts = [self._settling(coding, None, None) for coding in dict.fromkeys(codings)]
        if len(acts) > 1:
            batch = uuid.uuid4().hex
            acts = [replace(act, data={**act.data, "batch": batch}) for act in acts]
        return self.write(acts)

    def lose_anchor(self, coding: str) -> Event:
        """Say that the words of a coding are no longer in its text: kept, and not asked again.

        Raises
        ------
        CodingError
            If its text is the one that it was made on.
        """
        found, _ = self._anchored(coding)
        if self.reader.event(coding).data["sha256"] == self.corpus.text_sha256(found.document):
            raise CodingError(
                "Ce texte est celui qui a été codé : ses mots y sont.",
                cure=f'S’il ne tient plus, retirez-le : projet.coding.withdraw("{coding}").',
            )
        place = {**self.span((found.document, 0, 0)), "coding": coding, "answer": GONE}
        return self._act("anchor_settled", found.case, place)

    def names_reviewed(self, document: str) -> Event:
        """Say that the names of a document were reviewed: nobody is left to be named in it.

        It holds for today's text: once that is corrected, its names are to review again.
        """
        document = self.document(document)
        self._who()
        text = self.corpus.text_sha256(document)
        case = self.case_of(None, document)
        return self._act("names_reviewed", case, {"document": document, "sha256": text})

    def _settling(self, coding: str, start: int | None, end: int | None) -> Act:
        found, at = self._anchored(coding)
        document = found.document
        answer = ACCEPTED
        if start is not None or end is not None:
            answer = PLACED
            place = (document, *self.locate(document, start=start, end=end))
            if fault := self.faults([place])[0]:
                raise fault
        elif found.sha256 == self.corpus.text_sha256(document):
            place = (document, found.start, found.end)
        else:
            shown = ", ".join(f"{a}-{b}" for a, b in at.candidates)
            raise CodingError(
                "Personne ne sait où ce codage se trouve dans le texte d’aujourd’hui.",
                cure=f"Donnez start et end (places possibles : {shown})."
                if shown
                else "Donnez start et end, ou dites que ses mots n’y sont plus : "
                f'projet.coding.lose_anchor("{coding}").',
            )
        data = {**self.span(place), "coding": coding, "answer": answer}
        return Act("anchor_settled", found.case, data)

    def _anchored(self, coding: str) -> tuple[Coding, Anchored]:
        self._who()
        found = self._coding(coding)
        at = self.state.anchors.get(coding)
        if at is None:
            raise CodingError(
                "Le texte de ce codage n’a pas changé : il n’y a rien à revoir.",
                cure="Prenez un coding_id de projet.to_review().",
            )
        if at.status == "absent":
            raise CodingError(
                f"Le document « {found.document} » n’est plus dans data/raw.",
                cure="Remettez le fichier, ou donnez cet « id » à celui qui le remplace.",
            )
        return found, at
