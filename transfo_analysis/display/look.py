"""The project's style in one editable file, `affichage.yaml`: colours, letters, logo, credits.

Everything in it may be left out: what hangs is good without the file. What it asks for and
cannot be done (a logo that is not there, a colour too pale to be read) gives a notice, and the
program's own style in its place.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from transfo_analysis.display.style import INK, luminance
from transfo_analysis.errors import Notice
from transfo_analysis.yamlfile import Written, line_of, parsed, read_what_can

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from typst import Fonts

__all__ = ["FILE_NAME", "Logo", "Style", "families", "letters", "read"]

FILE_NAME = "affichage.yaml"
SERIF, SANS = "Libertinus Serif", "DejaVu Sans"
# WCAG 2.2, 1.4.3: what is read at any size
_CONTRAST = 4.5
_LARGEST = 10_000_000
_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"
_HIDDEN = {"metadata", "script", "title", "desc", "foreignObject"}


@dataclass(frozen=True)
class Logo:
    """A picture without anything hidden in it: `logo.svg` or `logo.png`, and its bytes."""

    name: str
    data: bytes = field(repr=False)

    @property
    def drawing(self) -> bytes:
        """The picture as SVG; a PNG stands inside it (typst takes only texts from memory)."""
        if self.name.endswith(".svg"):
            return self.data
        from PIL import Image

        width, height = Image.open(io.BytesIO(self.data)).size
        inside = base64.b64encode(self.data).decode("ascii")
        return (
            f'<svg xmlns="{_SVG}" xmlns:xlink="{_LINK}" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" '
            f'xlink:href="data:image/png;base64,{inside}"/></svg>'
        ).encode("ascii")


@dataclass(frozen=True)
class Style:
    """How everything that hangs looks.

    Parameters
    ----------
    programme, address, credits : what is said on each sheet; the address gives a code to scan
    ink, paper, accent : colours, "#rrggbb"; ink and accent are readable on the paper
    kinds : colour of each sorting column (lesson, dysfunction, next_work); never alone, each
        has its sign too
    titles, texts, labels : families of letters, each one that `letters(fonts)` has
    fonts : folder of the project's own font files, None without
    logo : None without

    Examples
    --------
    >>> Style().texts, Style().logo
    ('Libertinus Serif', None)
    """

    programme: str = ""
    address: str = ""
    credits: tuple[str, ...] = ()
    ink: str = INK
    paper: str = "#ffffff"
    accent: str = "#1f4e79"
    kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            "lesson": "#1f4e79",
            "dysfunction": "#b3420e",
            "next_work": "#00695c",
        },
        hash=False,
    )
    titles: str = SERIF
    texts: str = SERIF
    labels: str = SANS
    fonts: Path | None = None
    logo: Logo | None = None


class _Colours(Written):
    ink: str = Field(default="", alias="encre")
    paper: str = Field(default="", alias="papier")
    accent: str = Field(default="", alias="accent")
    lesson: str = Field(default="", alias="enseignements")
    dysfunction: str = Field(default="", alias="dysfonctionnements")
    next_work: str = Field(default="", alias="chantiers")


class _Letters(Written):
    titles: str = Field(default="", alias="titres")
    texts: str = Field(default="", alias="texte")
    labels: str = Field(default="", alias="etiquettes")
    folder: str = Field(default="", alias="dossier")


class _File(Written):
    """What `affichage.yaml` may say; every key may be missing."""

    programme: str = Field(default="", alias="programme")
    address: str = Field(default="", alias="adresse")
    logo: str = Field(default="", alias="logo")
    credits: tuple[str, ...] = Field(default=(), alias="credits")
    colours: _Colours = Field(default=_Colours(), alias="couleurs")
    letters: _Letters = Field(default=_Letters(), alias="polices")

    @field_validator("*", mode="before")
    @classmethod
    def _left_blank(cls, written: object, info: Any) -> object:
        # « logo: » with nothing after it is what was not filled in yet
        if written is None:
            return cls.model_fields[info.field_name].default
        return (written,) if info.field_name == "credits" and isinstance(written, str) else written


class _Reading:
    """One reading of the file: what is wrong in it, each with its line."""

    def __init__(self, path: Path) -> None:
        self.data = parsed(path)
        self.notices: list[Notice] = []

    def doubt(self, place: tuple[str, ...], what: str, cure: str) -> None:
        line = f"ligne {line_of(self.data, place)}"
        self.notices.append(Notice(FILE_NAME, line, what, cure, "attention"))


def read(folder: Path) -> tuple[Style, list[Notice]]:
    """Read the style of a project, and say what of it could not be followed.

    Parameters
    ----------
    folder : the project; without `affichage.yaml` the program's own style is returned
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Style(), []
    file, notices = read_what_can(path, _File, FILE_NAME)
    if file is None:
        said = Notice(FILE_NAME, "", "Le style du programme est employé.", "", "note")
        return Style(), [*notices, said]
    reading = _Reading(path)
    fonts = _font_folder(folder, file.letters.folder, reading)
    style = Style(
        programme=file.programme.strip(),
        address=_address(file.address.strip(), reading),
        credits=tuple(one.strip() for one in file.credits if one.strip()),
        fonts=fonts,
        logo=_logo(folder, file.logo.strip(), reading),
        **_colours(file.colours, reading),
        **_families(file.letters, fonts, reading),
    )
    return style, [*notices, *reading.notices]


@cache
def letters(fonts: Path | None = None) -> Fonts:
    """Return the letters that may be used: typst's, matplotlib's, the project's; no others.

    The machine's own are left out: a sheet would look otherwise on the next one.
    """
    import matplotlib as mpl
    import typst

    shipped = Path(mpl.get_data_path()) / "fonts" / "ttf"
    paths = [str(shipped), *([str(fonts)] if fonts else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def families(fonts: Path | None = None) -> list[str]:
    """Return the names of the families of letters that a project may ask for."""
    shown = ("DejaVu", "Libertinus", "New Computer Modern", "STIXGeneral")
    own = set(letters(fonts).families()) - set(letters().families()) if fonts else set()
    return sorted({name for name in letters().families() if name.startswith(shown)} | own)


def _colours(asked: _Colours, reading: _Reading) -> dict[str, Any]:
    own = Style()
    plain = {"ink": own.ink, "paper": own.paper, "accent": own.accent, **own.kinds}
    found = dict(plain)
    for name in ("paper", *(key for key in plain if key != "paper")):
        written = str(getattr(asked, name)).strip()
        key = str(_Colours.model_fields[name].alias)
        if not written:
            continue
        if not _is_colour(written):
            what = f"« {written[:40]} » n’est pas une couleur : celle du programme est gardée."
            cure = 'Écrivez-la entre guillemets, comme "#1f4e79".'
            reading.doubt(("couleurs", key), what, cure)
            continue
        found[name] = written.lower()
    for name, colour in found.items():
        if name == "paper" or _contrast(colour, found["paper"]) >= _CONTRAST:
            continue
        # on a paper of another colour, black or white, whichever is read
        kept = plain[name]
        if _contrast(kept, found["paper"]) < _CONTRAST:
            kept = max(("#000000", "#ffffff"), key=lambda one: _contrast(one, found["paper"]))
        key = str(_Colours.model_fields[name].alias)
        if getattr(asked, name):
            what = f"La couleur « {colour} » ne se lit pas bien sur « {found['paper']} »."
            cure = f"Choisissez-la plus contrastée ; en attendant, c’est « {kept} »."
            reading.doubt(("couleurs", key), what, cure)
        found[name] = kept
    kinds = {kind: found[kind] for kind in own.kinds}
    return {"ink": found["ink"], "paper": found["paper"], "accent": found["accent"], "kinds": kinds}


def _is_colour(written: str) -> bool:
    return (
        len(written) == 7
        and written[0] == "#"
        and all(c in "0123456789abcdefABCDEF" for c in written[1:])
    )


def _contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _address(written: str, reading: _Reading) -> str:
    if not written or (written.startswith(("https://", "http://")) and " " not in written):
        return written
    what = f"« {written[:60]} » n’est pas une adresse : il n’y aura pas de code à flasher."
    reading.doubt(("adresse",), what, "Écrivez-la en entier, comme https://exemple.fr/page.")
    return ""


def _font_folder(project: Path, written: str, reading: _Reading) -> Path | None:
    if not written.strip():
        return None
    folder = project / written.strip()
    if folder.is_dir() and any(p.suffix.lower() in (".ttf", ".otf") for p in folder.rglob("*")):
        return folder
    what = f"Le dossier de polices « {written} » n’existe pas, ou n’a ni .ttf ni .otf."
    cure = "Les polices du programme sont employées ; posez-y les fichiers, ou retirez la ligne."
    reading.doubt(("polices", "dossier"), what, cure)
    return None


def _families(asked: _Letters, fonts: Path | None, reading: _Reading) -> dict[str, Any]:
    found = {}
    for name in ("titles", "texts", "labels"):
        written = str(getattr(asked, name)).strip()
        if not written:
            continue
        known = {one.casefold(): one for one in families(fonts)}
        if written.casefold() in known:
            found[name] = known[written.casefold()]
            continue
        what = f"La police « {written[:60]} » n’est pas là : celle du programme est gardée."
        cure = f"Choisissez parmi {', '.join(known.values())}, ou donnez un dossier de polices."
        reading.doubt(("polices", str(_Letters.model_fields[name].alias)), what, cure)
    return found


def _logo(project: Path, written: str, reading: _Reading) -> Logo | None:
    if not written:
        return None
    try:
        path = project / written
        logo = _clean_logo(path)
        _draw(logo)
        return logo
    except FileNotFoundError:
        what = f"Le logo « {written} » n’est pas là : les feuilles s’en passent."
        cure = "Posez le fichier dans le projet, ou retirez la ligne « logo »."
    except Exception:  # a stranger's picture can raise anything
        what = f"Le logo « {written} » ne se lit pas : les feuilles s’en passent."
        cure = "Enregistrez-le en .svg ou en .png, de moins de 10 Mo."
    reading.doubt(("logo",), what, cure)
    return None


def _clean_logo(path: Path) -> Logo:
    if path.stat().st_size > _LARGEST:
        raise ValueError("le fichier est trop gros")
    if path.suffix.lower() == ".svg":
        return Logo("logo.svg", _clean_svg(path.read_bytes()))
    from PIL import Image

    with Image.open(path) as picture:
        # drawn again: what a camera or a program noted in the file stays behind
        drawn = Image.new("RGBA", picture.size)
        drawn.paste(picture.convert("RGBA"))
    stream = io.BytesIO()
    drawn.save(stream, "png")
    return Logo("logo.png", stream.getvalue())


def _clean_svg(data: bytes) -> bytes:
    """Return a drawing without comments, scripts, links out, and what its editor noted."""
    from xml.etree.ElementTree import register_namespace, tostring

    from defusedxml.ElementTree import fromstring

    register_namespace("", _SVG)
    register_namespace("xlink", _LINK)
    root = fromstring(data, forbid_dtd=False)
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError("pas un dessin SVG")
    _strip(root)
    return bytes(tostring(root, encoding="utf-8"))


def _strip(element: Element) -> None:
    for name, value in list(element.attrib.items()):
        outside = name.startswith("{") and not name.startswith(
            (f"{{{_LINK}}}", "{http://www.w3.or")
        )
        link = name.endswith("href") and not value.startswith(("#", "data:image/"))
        if outside or link or name.lower().startswith("on"):
            del element.attrib[name]
    for child in list(element):
        if not child.tag.startswith(f"{{{_SVG}}}") or child.tag.rpartition("}")[2] in _HIDDEN:
            element.remove(child)
        else:
            _strip(child)


def _draw(logo: Logo) -> None:
    """Draw a logo once, so that a bad one is told here and stops no sheet."""
    import typst

    compiled: Any = typst.compile  # its types do not know of several files
    files = {"main.typ": b'#image("logo.svg", alt: "logo")', "logo.svg": logo.drawing}
    compiled(files, format="svg", font_paths=letters())
