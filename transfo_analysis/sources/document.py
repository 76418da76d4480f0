"""What one raw file becomes: a document, its metadata, its turns as they were written.

Nothing is interpreted here but the file's own layout: who is who, which words are
canonical and where passages end is the corpus's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transfo_analysis.errors import Notice

__all__ = ["Document", "Reference", "Turn"]


@dataclass(frozen=True)
class Turn:
    """One turn of speech, line of notes, paragraph or wall row, as the file has it.

    Parameters
    ----------
    words : the words only, without label, timecode or layout (not yet canonical)
    speaker : the label as written, without its mark ("Nadia", "E", "L1"); "" if none
    mark : the role mark written beside the label ("ENQ", "Chercheur"); "" if none
    start, end : seconds from the beginning of the recording; None if not written
    place : where in the file ("ligne 12", "page 3", "paragraphe 4", "cellule C7")
    fields : of a wall row: group, row, column, source, situation, wave; of a debate (see
        `debate.py`): part, row (the question), column (side of an argument), before, after, grade
    """

    words: str
    speaker: str = ""
    mark: str = ""
    start: float | None = None
    end: float | None = None
    place: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One raw file, read.

    Parameters
    ----------
    path : below data/raw, POSIX separators, NFC
    kind : one of `tables.KINDS`, from its folder
    sha256 : of the file's bytes
    format : the extension that was believed, without dot ("docx")
    metadata : the front matter, or what the format carries (title, speakers), as written:
        keys as in docs/formats.md, values str or tuple[str, ...] or Mapping
    turns : in reading order, none empty
    notices : what was read with a doubt
    """

    path: str
    kind: str
    sha256: str
    format: str
    metadata: Mapping[str, object]
    turns: tuple[Turn, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Reference:
    """One bibliographic reference of a .bib, .ris or CSL-JSON file.

    Parameters
    ----------
    key : citation key, by which a literature note names it
    title, year : as printed; "" if absent
    authors : "Nom, Prénom" each
    container : journal, book or institution; "" if absent
    path : file it came from
    """

    key: str
    title: str
    authors: tuple[str, ...]
    year: str
    container: str = ""
    path: str = ""

    def readable(self) -> str:
        """Return the reference as one French line.

        Examples
        --------
        >>> Reference("k", "Le vélo", ("Petit, Ana",), "2020", "Revue").readable()
        'Petit (2020), « Le vélo », Revue'
        """
        names = [author.split(",")[0].strip() for author in self.authors]
        who = names[0] + " et al." if len(names) > 3 else ", ".join(names)
        head = f"{who} ({self.year})" if self.year else who
        parts = [head, f"« {self.title} »" if self.title else "", self.container]
        return ", ".join(part for part in parts if part.strip())
