"""A drawing as a PNG file: all its pixels, quickly, and nothing else about it.

Pillow's encoder tries five filters on each row; drawings are flat, and none helps them.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["packed"]

_TRUE_COLOUR = 2


def packed(picture: Image, dots_per_inch: int) -> bytes:
    """Return a picture as a PNG file, without transparency.

    The packing itself lets other threads run.

    References
    ----------
    W3C, Portable Network Graphics, third edition.
    """
    width, height = picture.size
    # each row begins with its filter, 0: none
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 1:] = np.frombuffer(picture.convert("RGB").tobytes(), np.uint8).reshape(height, -1)
    per_metre = round(dots_per_inch / 0.0254)
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, _TRUE_COLOUR, 0, 0, 0)),
        (b"pHYs", struct.pack(">2IB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(rows.data, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
