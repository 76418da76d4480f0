"""PDF with text: pages into paragraphs, lines joined where the page had cut them."""

from __future__ import annotations

import re
import statistics

from transfo_analysis.errors import Notice, SourceError
from transfo_analysis.sources.labels import Paragraph

__all__ = ["pdf_paragraphs", "reflow"]

PAGES = 3_000
_OPENS = re.compile(r"[-–—•▪●*]\s|\d{1,2}[.)]\s|\[|«|(?:[^\s:]+ ){0,4}[^\s:]+ ?:(?:\s|$)")
_ENDS = re.compile(r"[.!?:;…»]\s*$")


def pdf_paragraphs(data: bytes) -> tuple[list[Paragraph], tuple[Notice, ...]]:
    """Read the text of a PDF, page by page.

    Raises
    ------
    SourceError
        If it is scanned (images without text), protected by a password, or damaged.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError(
                "Le PDF est protégé par un mot de passe.",
                cure="Enregistrez-le sans mot de passe, puis recommencez.",
            ) from error
        raise SourceError(
            "Le PDF est abîmé et ne s’ouvre pas.",
            cure="Téléchargez-le ou exportez-le de nouveau.",
        ) from error
    try:
        if len(document) > PAGES:
            raise SourceError(
                f"Le PDF a plus de {PAGES} pages.", cure="Gardez les pages utiles à l’analyse."
            )
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    finally:
        document.close()
    without = [number for number, text in enumerate(pages, 1) if not text.strip()]
    if len(without) == len(pages):
        raise SourceError(
            "Le PDF n’a pas de texte : c’est sans doute une numérisation (des images de pages).",
            cure="Passez-le par une reconnaissance de caractères (OCR), ou tapez une note de lecture.",
        )
    found: list[Paragraph] = []
    for number, text in enumerate(pages, 1):
        found += [Paragraph(line, f"page {number}") for line in reflow(text)]
    notices = ()
    if without:
        listed = ", ".join(map(str, without[:10])) + ("…" if len(without) > 10 else "")
        what = f"Ces pages n’ont pas de texte (images ?) et ne sont pas lues : {listed}."
        cure = "Passez le PDF par une reconnaissance de caractères si elles comptent."
        return found, (Notice("", "", what, cure, "attention"),)
    return found, notices


def reflow(text: str) -> list[str]:
    r"""Join the lines of a page into paragraphs, and words cut at a line's end.

    Examples
    --------
    >>> reflow("Le vélo est un mode de trans\ufffeport, dit-\non, d’avenir\n\nNadia : oui")
    ['Le vélo est un mode de transport, dit-on, d’avenir', 'Nadia : oui']
    """
    # pdfium marks the hyphen of a cut word by U+FFFE or U+0002
    text = re.sub("[\ufffe\x02](?:\r?\n)?", "", text.replace("\xad", ""))
    lines = [" ".join(line.replace("\0", "").split()) for line in re.split(r"\r\n|\r|\n", text)]
    while lines and (not lines[0] or lines[0].isdigit()):
        lines.pop(0)  # a page number
    while lines and (not lines[-1] or lines[-1].isdigit()):
        lines.pop()
    full = statistics.median([len(line) for line in lines if line] or [0])
    found: list[str] = []
    previous = ""
    for line in lines:
        short = len(previous) < 0.75 * full
        if line and (
            not found or not previous or _OPENS.match(line) or (short and _ENDS.search(previous))
        ):
            found.append(line)
        elif line:
            joint = "" if previous.endswith("-") and line[0].islower() else " "
            found[-1] = f"{found[-1]}{joint}{line}"
        previous = line
    return found
