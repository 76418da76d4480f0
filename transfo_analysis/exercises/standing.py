"""What a debate's table means: its questions and sides as codes, and the places besides them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transfo_analysis.errors import Notice
from transfo_analysis.sources.debate import ABSENT, ABSTENTION, MIDDLE, UNTOLD, beside
from transfo_analysis.typography import listed

if TYPE_CHECKING:
    from transfo_analysis.coding.codebook import Codebook
    from transfo_analysis.settings import Case

__all__ = ["ABSENT", "ABSTENTION", "BESIDE", "MIDDLE", "UNTOLD", "Meaning", "lines", "place_label"]

# places that are no side, in the order in which they are told
BESIDE = (MIDDLE, ABSTENTION, ABSENT)
_LABELS = {MIDDLE: "au milieu", ABSTENTION: "abstention", ABSENT: "absence", UNTOLD: "non dit"}


def place_label(place: str, book: Codebook) -> str:
    """Return where somebody stands, for the screen: a side's label, or what is no side."""
    return _LABELS.get(place) or book.label(place)


def lines(places: Iterable[str]) -> str:
    """Return places of one file in words, each once.

    Examples
    --------
    >>> lines(["ligne 4", "ligne 9", "ligne 4"]), lines(["ligne 2"])
    ('lignes 4 et 9', 'ligne 2')
    """
    once = list(dict.fromkeys(place for place in places if place))
    if len(once) > 1 and all(place.startswith("ligne ") for place in once):
        return f"lignes {listed([place.removeprefix('ligne ') for place in once])}"
    return ", ".join(once)


@dataclass
class Meaning:
    """The words of a case's debates as codes; what is understood by nobody is noted.

    Parameters
    ----------
    book, case : the families of questions (rows) and sides (columns)
    aliases : what codes were called before, and are called now
    """

    book: Codebook
    case: Case
    aliases: Mapping[str, str] = field(default_factory=dict)
    _unknown: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def question(self, written: str, path: str, place: str) -> str:
        """Return the code of a question, "" if it is none."""
        return self._code(written, self.case.row_family, path, place)

    def side(self, written: str, path: str, place: str) -> str:
        """Return where one stands: a code, milieu, abstention, absent, or "" for untold."""
        code = self._find(written, self.case.column_family)
        known = beside(written)
        if code or known is not None:
            return code or str(known)
        return self._code(written, self.case.column_family, path, place)

    def _find(self, written: str, family: str) -> str:
        if not written or not any(family == one.id for one in self.book.families):
            return ""
        name = written.strip().lower()
        # a table goes on calling a code as it was called when it was typed
        former = self.aliases.get(name) or self.aliases.get(f"{family}:{name}", "")
        now = former if former in self.book.codes and former.startswith(f"{family}:") else ""
        return self.book.find(written, family) or now

    def _code(self, written: str, family: str, path: str, place: str) -> str:
        code = self._find(written, family)
        if not code:
            self._unknown.setdefault((path, family, written), []).append(place)
        return code

    def notices(self) -> list[Notice]:
        """Return what was written and is neither a code nor a place, each once for a file."""
        found = []
        for (path, family, written), places in self._unknown.items():
            known = [one for one in self.book.families if one.id == family]
            expected = [f"« {code.label} »" for one in known for code in one.codes]
            if family == self.case.row_family:
                what = (
                    f"« {written} » n’est pas une question de la famille « {family} » : ces paroles "
                    "sont lues, les positions ne sont pas comptées."
                )
                cure = "Écrivez le libellé ou l’identifiant d’une question"
                cure += f" ({', '.join(expected)})" if expected else ""
                cure += (
                    f", ou ajoutez-la à cette famille du livre de codes (cas « {self.case.id} »)."
                )
            else:
                what = (
                    f"« {written} » n’est pas un côté de la famille « {family} » : cette place "
                    "reste non dite."
                )
                cure = f"Écrivez {', '.join([*expected, *(f'« {one} »' for one in BESIDE)])}."
            found.append(Notice(f"data/raw/{path}", lines(places), what, cure, "attention"))
        return found
