"""The house style, in one place: papers, colours, letters, and matplotlib's settings.

Colours are told apart in grey and by colour-blind eyes; wherever two things differ by
colour they also differ by shape, hatching or outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = [
    "A3",
    "A4",
    "CAUTION",
    "CAUTION_EDGE",
    "FAINT",
    "FIELD",
    "INK",
    "LITERATURE",
    "MIST",
    "RULE",
    "SOFT",
    "WALL",
    "Face",
    "Paper",
    "font",
    "house",
    "ink_on",
    "luminance",
    "shade",
]

Face = Literal["plain", "bold", "italic"]

INK = "#1c2230"
SOFT = "#565d6b"
FAINT = "#8b919c"
RULE = "#d3d7de"
MIST = "#f4f5f7"
FIELD = "#1f4e79"
LITERATURE = "#a8480f"
WALL = "#3d434f"
CAUTION = "#fff3d1"
CAUTION_EDGE = "#7a5b00"

_FILES = {
    "plain": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
}


@dataclass(frozen=True)
class Paper:
    """A sheet of paper, in millimetres, and its name for a person."""

    name: str
    width: float
    height: float
    margin: float

    def __str__(self) -> str:
        return f"{self.name} ({self.width:g} × {self.height:g} mm)"


A4 = Paper("A4 paysage", 297, 210, 14)
A3 = Paper("A3 paysage", 420, 297, 18)

# a run must not change with the machine's own matplotlibrc: start from the defaults
_HOUSE: dict[Any, Any] = {
    "svg.hashsalt": "transfo-analysis",
    # letters as outlines look the same on every machine; the PDF keeps them as text, in
    # fonts of type 3, three times quicker to embed than type 42 and as sharp
    "svg.fonttype": "path",
    "pdf.fonttype": 3,
    "pdf.compression": 6,
    "hatch.linewidth": 0.5,
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "path.simplify": False,
}


@contextmanager
def house() -> Iterator[None]:
    """Draw under the house's settings only, and give back those of before."""
    import warnings

    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        # a sign that the letters lack is shown as a box; that stops nothing
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        mpl.rcdefaults()
        mpl.rcParams.update(_HOUSE)
        yield


@cache
def font(face: Face, size: float) -> FontProperties:
    """Return the letters shipped with matplotlib, never those of the machine."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    path = Path(mpl.get_data_path()) / "fonts" / "ttf" / _FILES[face]
    return FontProperties(fname=str(path), size=size)


@cache
def _ramp() -> tuple[str, ...]:
    from cmcrameri import cm
    from matplotlib.colors import to_hex

    # the ends are left out: too near to the paper, too near to the ink
    return tuple(to_hex(cm.oslo_r(0.07 + 0.71 * step / 63)) for step in range(64))


def shade(value: int, largest: int) -> str:
    """Return the colour of a count: paper for 0, then darker and darker.

    Scientific colour map « oslo » (Crameri 2018, doi:10.5281/zenodo.1243862): its
    luminance falls steadily, so it reads in grey and with any colour vision.

    Examples
    --------
    >>> shade(0, 5)
    '#ffffff'
    >>> luminance(shade(1, 5)) > luminance(shade(5, 5))
    True
    """
    if value <= 0:
        return "#ffffff"
    # with small counts, the last shade would cry louder than two people deserve
    span = max(largest, 4) - 1
    return _ramp()[round((len(_ramp()) - 1) * min(1.0, (value - 1) / span))]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white).

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, « relative luminance ».

    Examples
    --------
    >>> luminance("#000000"), round(luminance("#ffffff"), 6)
    (0.0, 1.0)
    """
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(background: str) -> str:
    """Return an ink that is read well on a background: a contrast of 4.5 at least.

    Where the house's ink is too light for that, black or white, whichever is read best.

    Examples
    --------
    >>> ink_on("#ffffff") == INK, ink_on("#000000")
    (True, '#ffffff')
    """
    light = luminance(background) + 0.05
    if light / (luminance(INK) + 0.05) >= 4.5:
        return INK
    return "#000000" if light / 0.05 >= 1.05 / light else "#ffffff"
