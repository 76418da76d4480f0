"""The guard before any parser: a file is what its name says, and safe to open.

Every parser receives bytes that have passed here. Sizes are bounded, archives are
looked through before anything in them is parsed, and XML that declares a DOCTYPE or
an entity is refused: no office program writes one, and it is how a document reads
other files or grows without end.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from pathlib import Path

from transfo_analysis.errors import SourceError

__all__ = ["LIMITS", "check", "check_entries", "read_bytes"]

MEGA = 1_000_000
# megabytes on disk; a text of 20 MB is about three million words
LIMITS = {
    "txt": 20, "md": 20, "srt": 20, "vtt": 20, "textgrid": 50, "csv": 20,
    "bib": 20, "ris": 20, "json": 20, "rtf": 50,
    "docx": 100, "odt": 100, "xlsx": 50, "pdf": 200,
}  # fmt: skip
ENTRIES = 5_000  # files inside an archive
# all XML parts together, unpacked: a tree takes about ten times that, cells forty times
XML_BYTES = {"docx": 64 * MEGA, "odt": 64 * MEGA, "xlsx": 20 * MEGA}
MERGED_CELLS = 1_000_000  # the parser makes an object for each cell under a merged one
UNPACKED_BYTES = 500 * MEGA
RATIO = 250  # deflate's own limit is about 1,000; prose reaches 10, generated sheets 60
RATIO_FROM = 4 * MEGA  # a small entry may be well packed and harmless
LONGEST_LINE = 2 * MEGA
HEADER = 300  # bytes of an XML part in which its encoding is declared

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (_OLE, "un ancien fichier Office (.doc, .xls)"),
    (b"PK\x03\x04", "une archive (.docx, .xlsx, .odt ou .zip)"),
    (b"PK\x05\x06", "une archive vide"),
    (b"%PDF-", "un PDF"),
    (b"{\\rtf", "un fichier RTF"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF8", "une image GIF"),
    (b"ID3", "un enregistrement MP3"),
    (b"RIFF", "un enregistrement WAV"),
    (b"OggS", "un enregistrement OGG"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"7z\xbc\xaf", "une archive 7z"),
    (b"Rar!", "une archive RAR"),
    (b"\x7fELF", "un programme"),
    (b"MZ\x90", "un programme"),
)
_INSIDE = {
    "docx": ("word/document.xml", "un document Word"),
    "xlsx": ("xl/workbook.xml", "un classeur Excel"),
    "odt": ("content.xml", "un document OpenDocument"),
}
_WITHOUT_PASSWORD = "Enregistrez-le sans mot de passe, puis recommencez."  # noqa: S105 - advice, not a secret
_AGAIN = "Ouvrez-le dans le programme qui l’a fait, puis enregistrez-le de nouveau en .{ext}."
_TEXT_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.ASCII)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^<>]*>")
_CORNERS = re.compile(rb"""\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def read_bytes(path: Path, raw: Path) -> bytes:
    """Read a whole file, once, if it lies in the project and is not too large.

    Raises
    ------
    SourceError
        If it is a link to outside `raw`, not a file, too large, empty, or held by
        another program.
    """
    extension = path.suffix.lower().lstrip(".")
    limit = LIMITS.get(extension, 20) * MEGA
    try:
        if not _is_plain_file(path, raw):
            _follow(path, raw)
        with open(path, "rb") as stream:
            # `read(limit)` would reserve the whole limit, for every small file
            size = os.fstat(stream.fileno()).st_size
            data = b"" if size > limit else stream.read(size)
    except PermissionError as error:
        raise SourceError(
            "Le fichier ne s’ouvre pas : il est sans doute ouvert dans Excel ou Word, ou protégé.",
            cure="Fermez-le dans l’autre programme, puis recommencez.",
        ) from error
    except OSError as error:
        raise SourceError(
            f"Le fichier ne se lit pas sur le disque ({error.strerror or error}).",
            cure="Copiez-le de nouveau dans le dossier, puis recommencez.",
        ) from error
    if size > limit:
        raise SourceError(
            f"Le fichier dépasse {limit // MEGA} Mo, la taille permise pour un .{extension}.",
            cure="Coupez-le en plusieurs fichiers, ou retirez-en les images.",
        )
    return data


def _is_plain_file(path: Path, raw: Path) -> bool:
    """Tell whether a path leads down to a file through no link at all; False when in doubt."""
    try:
        steps = path.relative_to(raw).parts
        if not steps or ".." in steps:
            return False
        here, mode = str(raw), 0
        for step in steps:
            here = os.path.join(here, step)
            found = os.lstat(here)
            mode = found.st_mode
            # a Windows junction is no symbolic link, and leads elsewhere all the same
            if stat.S_ISLNK(mode) or bool(getattr(found, "st_reparse_tag", 0)):
                return False
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(mode)


def _follow(path: Path, raw: Path) -> None:
    """Refuse what a link leads to outside `raw`, and what is no file."""
    if not path.resolve().is_relative_to(raw.resolve()):
        raise SourceError(
            "Le fichier est un lien vers un autre dossier que celui du projet.",
            cure="Copiez le fichier lui-même à cet endroit.",
        )
    if not path.is_file():
        raise SourceError(
            "Ce n’est pas un fichier ordinaire, ou il n’existe plus.",
            cure="Remettez le fichier en place, ou retirez ce nom du dossier.",
        )


def check(data: bytes, extension: str) -> None:
    """Check that bytes are what the extension says, and safe to give to a parser.

    Parameters
    ----------
    data : the whole file
    extension : lower case, without dot

    Raises
    ------
    SourceError
        The first thing found wrong, with its cure.

    Examples
    --------
    >>> check("Nadia : oui".encode(), "txt")
    >>> try: check(b"%PDF-1.7", "txt")
    ... except SourceError as error: print(error)
    Ce fichier .txt est en réalité un PDF. → Corrigez son extension, ou enregistrez-le en .txt.
    """
    if not data.strip(b"\0\t\n\r\x0c\x0b \xef\xbb\xbf\xff\xfe"):
        raise SourceError("Le fichier est vide.", cure="Exportez-le de nouveau, ou retirez-le.")
    if data.startswith(_OLE):
        _refuse_ole(data, extension)
    if extension in _INSIDE:
        if not data.startswith(b"PK"):
            raise _not_what_it_says(data, extension)
        _check_archive(data, extension)
    elif extension == "pdf":
        # some scanners write a few bytes before the header; readers accept them
        if b"%PDF-" not in data[:1024]:
            raise _not_what_it_says(data, extension)
    elif extension == "rtf":
        if not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"):
            raise _not_what_it_says(data, extension)
    elif any(data.startswith(start) for start, _ in _SIGNATURES):
        raise _not_what_it_says(data, extension)


def check_lines(text: str) -> None:
    """Refuse a text that no person typed: a line of millions of characters.

    Raises
    ------
    SourceError
        Naming the line.
    """
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise SourceError(
                "Cette ligne a plus de deux millions de caractères : ce n’est pas un texte tapé.",
                place=f"ligne {number}",
                cure="Exportez de nouveau la transcription, un tour de parole par ligne.",
            )


def check_entries(archive: zipfile.ZipFile, cure: str, most: int = ENTRIES) -> set[str]:
    """Look through an archive before anything in it is unpacked; return the names it holds.

    Parameters
    ----------
    cure : what a person can do about a damaged one
    most : files that it may hold

    Raises
    ------
    SourceError
        If it is protected by a password, unpacks beyond measure, or holds a name twice.
    """
    entries = archive.infolist()
    if len(entries) > most or sum(e.file_size for e in entries) > UNPACKED_BYTES:
        raise _bomb(cure)
    for entry in entries:
        if entry.flag_bits & 1:
            raise SourceError("Le fichier est protégé par un mot de passe.", cure=_WITHOUT_PASSWORD)
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise _bomb(cure)
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise SourceError("Le fichier est abîmé : une partie y est deux fois.", cure=cure)
    return names


def _not_what_it_says(data: bytes, extension: str) -> SourceError:
    found = next((what for start, what in _SIGNATURES if data.startswith(start)), "")
    return SourceError(
        f"Ce fichier .{extension} est en réalité {found}."
        if found
        else f"Ce fichier n’a pas le contenu d’un .{extension}.",
        cure=f"Corrigez son extension, ou enregistrez-le en .{extension}.",
    )


def _refuse_ole(data: bytes, extension: str) -> None:
    if (
        "EncryptedPackage".encode("utf-16-le") in data
        or "EncryptionInfo".encode("utf-16-le") in data
    ):
        raise SourceError("Le fichier est protégé par un mot de passe.", cure=_WITHOUT_PASSWORD)
    if extension in ("docx", "xlsx"):
        # both begin alike, and a cut file no longer tells which
        raise SourceError(
            f"Ce fichier .{extension} est protégé par un mot de passe, ou c’est un ancien fichier "
            "Office (.doc, .xls) renommé.",
            cure=f"Ouvrez-le, puis enregistrez-le en .{extension}, sans mot de passe.",
        )
    raise _not_what_it_says(data, extension)


def _check_archive(data: bytes, extension: str) -> None:
    again = _AGAIN.format(ext=extension)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise SourceError(
            "Le fichier est abîmé : son archive ne s’ouvre pas.", cure=again
        ) from error
    with archive:
        names = check_entries(archive, again)
        _check_contents(archive, names, extension)
        xml = [e for e in archive.infolist() if e.filename.lower().endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in xml) > XML_BYTES[extension]:
            raise SourceError(
                "Le fichier contient plus de texte qu’un document ordinaire "
                f"({XML_BYTES[extension] // MEGA} Mo).",
                cure="Coupez-le en plusieurs fichiers.",
            )
        for entry in xml:
            try:
                part = archive.read(entry)
            except Exception as error:
                raise SourceError(
                    f"Le fichier est abîmé (partie « {entry.filename} »).", cure=again
                ) from error
            _check_xml(part, entry.filename, again)
            if extension == "xlsx" and _merged_cells(part) > MERGED_CELLS:
                raise SourceError(
                    "Une feuille fusionne un nombre démesuré de cellules.",
                    cure="Défusionnez les colonnes ou les lignes entières du tableau.",
                )


def _check_contents(archive: zipfile.ZipFile, names: set[str], extension: str) -> None:
    expected, what = _INSIDE[extension]
    if expected not in names:
        other = next((e for e, (part, _) in _INSIDE.items() if part in names), "")
        found = _INSIDE[other][1] if other else "une autre archive"
        raise SourceError(
            f"Ce fichier .{extension} n’est pas {what} : c’est {found}.",
            cure=f"Corrigez son extension, ou enregistrez-le en .{extension}.",
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SourceError(
            "Le fichier contient des macros (un programme).",
            cure=f"Enregistrez-le en .{extension} ordinaire, sans macros.",
        )
    if extension == "odt":
        if "mimetype" in names and b"opendocument.text" not in archive.read("mimetype")[:100]:
            raise SourceError(
                "Ce fichier .odt n’est pas un document texte OpenDocument.",
                cure="Enregistrez-le en .odt depuis LibreOffice Writer.",
            )
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise SourceError("Le fichier est protégé par un mot de passe.", cure=_WITHOUT_PASSWORD)


def _check_xml(part: bytes, name: str, again: str) -> None:
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:4]:
        # the two byte orders of UTF-16, with or without mark: look at what is written
        part = part.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        declared = b"utf-8"
    else:
        found = _ENCODING.search(part[:HEADER])
        declared = found.group(1).lower() if found else b"utf-8"
    if part.strip() and (not _TEXT_START.match(part) or declared not in _PLAIN):
        raise SourceError(f"Le fichier est abîmé (partie « {name} »).", cure=again)
    # XML keywords are upper case; a parser refuses any other
    if any(token in part for token in _FORBIDDEN):
        raise SourceError(
            f"Le fichier contient une déclaration DOCTYPE ou ENTITY (partie « {name} »), "
            "qu’aucun traitement de texte n’écrit : il n’est pas lu, par prudence.",
            cure=again,
        )


def _merged_cells(part: bytes) -> int:
    """Count the cells under merged ones; a range that is not plainly written is too many."""
    if b"mergeCell" not in part:
        return 0
    total = 0
    for element in _MERGE.finditer(part):
        corners = _CORNERS.search(element[0])
        if not corners:
            return MERGED_CELLS + 1
        left, top, right, bottom = corners.groups()
        width = abs(_column(right) - _column(left)) + 1
        total += width * (abs(int(bottom) - int(top)) + 1)
    return total


def _column(letters: bytes) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + letter - 64
    return rank


def _bomb(again: str) -> SourceError:
    return SourceError(
        "Le fichier se déplie en une taille démesurée : il n’est pas lu, par prudence.",
        cure=again,
    )
