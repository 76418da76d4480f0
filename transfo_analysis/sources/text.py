"""Text and Markdown: encodings, front matter, Markdown turned into plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.guard import check_lines
from transfo_analysis.sources.labels import Paragraph

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["decode", "front_matter", "markdown_paragraphs", "paragraphs", "plain_paragraphs"]

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_UTF16 = "utf-16-le", "utf-16-be"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HTML = re.compile(r"<[^<>]*>")
HEADER_LENGTH = 64_000  # characters: a YAML parser is slow, and no header is a book
CUT_BY_HAND = 110  # characters: a line up to this may be a piece of a paragraph
_SAVE_UTF8 = "Enregistrez-le en UTF-8 pour ne plus avoir de doute sur les accents."


def decode(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    r"""Decode a text: UTF-8, UTF-16, else Windows-1252; line ends become \n.

    Raises
    ------
    SourceError
        If these bytes are no text.

    Examples
    --------
    >>> decode("\ufeffvélo\r\nbus".encode())
    ('vélo\nbus', ())
    >>> text, notices = decode("vélo".encode("cp1252"))
    >>> text, len(notices)
    ('vélo', 1)
    """
    text, notices = _decoded(data)
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > 0.01 * len(text) + 2:
        line = text[: text.find("\0")].count("\n") + 1 if "\0" in text else 1
        raise SourceError(
            "Ce n’est pas du texte : le fichier contient des caractères de commande.",
            place=f"ligne {line}",
            cure="Exportez-le de nouveau en texte (UTF-8), ou corrigez son extension.",
        )
    check_lines(text)
    return text, notices


def _decoded(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16"), ()
    # UTF-16 without its mark: every other byte of a French text is zero
    head = data[:1000]
    for encoding, zeros in zip(_UTF16, (head[1::2], head[0::2]), strict=True):
        if len(head) > 3 and zeros.count(0) > 0.8 * len(zeros):
            return _strict(data, encoding), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        loose = data.decode("utf-8-sig", errors="replace")
        bad = loose.count("\ufffd")
        good = sum(1 for char in loose if ord(char) > 127) - bad
        if good > bad:
            line = data[: error.start].count(b"\n") + 1
            what = (
                "Des octets de cette ligne ne sont pas de l’UTF-8 et sont remplacés par « \ufffd »."
            )
            return loose, (Notice("", f"ligne {line}", what, _SAVE_UTF8, "attention"),)
    what = "Le fichier n’est pas en UTF-8 : il a été lu en Windows-1252."
    return _strict(data, "cp1252"), (Notice("", "", what, _SAVE_UTF8, "note"),)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            "L’encodage du fichier est inconnu : ni UTF-8, ni UTF-16, ni Windows-1252.",
            place=f"octet {error.start + 1}",
            cure="Ouvrez-le dans un éditeur de texte et enregistrez-le en UTF-8.",
        ) from error


def paragraphs(text: str, extension: str, kind: str, first_line: int = 1) -> list[Paragraph]:
    """Return the paragraphs of a `.txt` or `.md`, below its front matter."""
    if extension == "md":
        return markdown_paragraphs(text, kind, first_line)
    return (blocks if kind == "literature_note" else plain_paragraphs)(text, first_line)


def plain_paragraphs(text: str, first_line: int = 1) -> list[Paragraph]:
    """Return every line that is not blank, with its number."""
    lines = enumerate(text.split("\n"), first_line)
    return [Paragraph(line.strip(), f"ligne {number}") for number, line in lines if line.strip()]


def blocks(text: str, first_line: int = 1) -> list[Paragraph]:
    """Return paragraphs of a text whose lines are cut by hand: blank lines part them."""
    found: list[Paragraph] = []
    block: list[Paragraph] = []
    for number, line in enumerate([*text.split("\n"), ""], first_line):
        if line.strip():
            block.append(Paragraph(line.strip(), f"ligne {number}"))
        elif block and max(len(p.text) for p in block) <= CUT_BY_HAND:
            found.append(Paragraph(" ".join(p.text for p in block), block[0].place))
            block = []
        else:
            found += block  # longer lines than a screen's are paragraphs already
            block = []
    return found


def markdown_paragraphs(text: str, kind: str, first_line: int = 1) -> list[Paragraph]:
    r"""Turn Markdown into plain paragraphs: no image, comment, link address or markup.

    In an interview or an observation each written line stays a line, because people
    type one turn or one note a line; in a literature note lines of a paragraph join.

    Examples
    --------
    >>> [p.text for p in markdown_paragraphs("## Titre\n\n**Le vélo**, [ici](https://a.fr).", "x")]
    ['Titre', 'Le vélo, ici.']
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # four spaces before a line are a habit of people here, not code
    parser.disable("code")
    found: list[Paragraph] = []
    tokens = parser.parse(_without_comments(text))
    for index, token in enumerate(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            heading = index > 0 and tokens[index - 1].type == "heading_open"
            pieces = "".join(_words(token.children or []))
            # a cell of a table has no line of its own
            for offset, piece in enumerate(pieces.split("\n")):
                if piece.strip():
                    place = f"ligne {line + offset}"
                    found.append(Paragraph(piece.strip(), place, heading=heading))
            if kind == "literature_note" and pieces.strip():
                whole = " ".join(pieces.split())
                count = sum(1 for piece in pieces.split("\n") if piece.strip())
                found[-count:] = [Paragraph(whole, f"ligne {line}", heading=heading)]
        elif token.type == "fence":
            found += plain_paragraphs(token.content, line + 1)
        elif token.type == "html_block":
            found += plain_paragraphs(html.unescape(_HTML.sub("", token.content)), line)
    return found


def _without_comments(text: str) -> str:
    """Blank HTML comments; their lines stay, empty, so that lines keep their numbers."""
    pieces: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end + len("-->")
    return "".join([*pieces, text[done:]])


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            yield "\n"


def front_matter(text: str) -> tuple[dict[str, object], str, int, tuple[Notice, ...]]:
    r"""Separate a YAML front matter from the text below it.

    Returns
    -------
    tuple
        metadata as written (texts, lists and tables of texts), the rest of the text,
        the number of its first line, notices.

    Examples
    --------
    >>> front_matter("---\nvague: 1\n---\nNadia : oui")[:3]
    ({'vague': '1'}, 'Nadia : oui', 4)
    """
    start = len(text) - len(text.lstrip("\n "))
    if not re.match(r"---[ \t]*\n", text[start:]):
        return {}, text, 1, ()
    first = text[:start].count("\n") + 2  # number of the header's first line
    body_start = text.index("\n", start) + 1
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, body_start)
    if not end:
        if not re.match(r"\s*[\w·éèê]+\s*:", text[body_start:]):
            return {}, text, 1, ()  # a line of dashes, not a header
        what = "L’en-tête commence par « --- » mais ne finit pas."
        cure = "Ajoutez une ligne « --- » entre l’en-tête et le texte."
        return {}, text, 1, (Notice("", f"ligne {first - 1}", what, cure),)
    header, rest = text[body_start : end.start()], text[end.end() :].removeprefix("\n")
    rest_line = text[: end.end()].count("\n") + 2
    if len(header) > HEADER_LENGTH:
        what = "L’en-tête est trop long et a été ignoré."
        cure = "Gardez-y une ligne « clé : valeur » par renseignement."
        return {}, rest, rest_line, (Notice("", f"ligne {first}", what, cure),)
    data, notices = _header(header, first)
    return data, rest, rest_line, notices


def _header(header: str, first: int) -> tuple[dict[str, object], tuple[Notice, ...]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    cure = (
        "Écrivez une ligne « clé : valeur » par renseignement, et mettez entre guillemets "
        "les textes qui contiennent « : » ou « # »."
    )
    # "base" leaves every value as written: a date stays a text, « non » is no boolean
    loader = YAML(typ="base", pure=True)
    place, what = f"ligne {first}", "L’en-tête ne se lit pas et a été ignoré."
    try:
        data = loader.load(header)
    except MarkedYAMLError as mark:
        line = first + (mark.problem_mark.line if mark.problem_mark else 0)
        if "duplicate key" in str(mark.problem):
            what = "L’en-tête a deux fois la même clé et a été ignoré."
        return {}, (Notice("", f"ligne {line}", what, cure),)
    except Exception:  # ruamel lets other errors out of odd documents
        return {}, (Notice("", place, what, cure),)
    if data is None:
        return {}, ()
    if not isinstance(data, dict):
        return {}, (Notice("", place, what, cure),)
    values = {str(key): _plain(value) for key, value in data.items()}
    return {key: value for key, value in values.items() if value is not None}, ()


def _plain(value: object) -> object:
    """Return a text, a tuple of texts or a table of texts; None for anything deeper."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        items = [" ".join(item.split()) for item in value if isinstance(item, str)]
        return tuple(item for item in items if item)
    if isinstance(value, dict):
        pairs = ((k, v) for k, v in value.items() if isinstance(k, str) and isinstance(v, str))
        return {k.strip(): " ".join(v.split()) for k, v in pairs}
    return None
