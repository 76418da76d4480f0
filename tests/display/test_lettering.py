"""Letters stand where a sheet put them, in the picture as in the drawing and the print."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from transfo_analysis.display import style
from transfo_analysis.display.ink import DOTS_PER_INCH
from transfo_analysis.display.page import Chart
from transfo_analysis.display.png import packed
from transfo_analysis.display.render import write
from transfo_analysis.display.sheet import Sheet, width_of

PAPER = style.Paper("carte", 80, 60, 5)


def _ink(sheet, folder):
    """Return where the ink is, in millimetres: left, top, right, bottom."""
    import pandas as pd

    with style.house():
        write(Chart("carte", "Carte", (sheet,), pd.DataFrame({"a": [1]}), "Carte."), folder)
    dark = np.asarray(Image.open(folder / "carte.png").convert("L")) < 128
    down, across = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    pixel = 25.4 / DOTS_PER_INCH
    return tuple(float(n) * pixel for n in (across[0], down[0], across[-1] + 1, down[-1] + 1))


@pytest.mark.parametrize(("across", "before"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_line_begins_ends_or_is_centred_at_its_place(across, before, tmp_path):
    sheet = Sheet(PAPER)
    sheet.text(40, 30, "Hêtre H", 20, across=across)
    left, top, right, bottom = _ink(sheet, tmp_path)
    width = width_of("Hêtre H", 20)
    # an H keeps a tenth of its height clear on each side
    assert left == pytest.approx(40 - before * width + 0.7, abs=0.2)
    assert right == pytest.approx(40 + (1 - before) * width - 0.7, abs=0.2)
    # the letters stand on their baseline
    assert bottom == pytest.approx(30, abs=0.2)
    assert 4 < bottom - top < 8


def test_a_sign_that_the_letters_lack_takes_the_room_of_its_box(tmp_path):
    sheet = Sheet(PAPER)
    sheet.text(10, 30, "🚲", 20)
    left, _, right, _ = _ink(sheet, tmp_path)
    assert 10 < left < right < 10 + width_of("🚲", 20)


def test_a_turned_line_is_centred_too(tmp_path):
    sheet = Sheet(PAPER)
    sheet.text(40, 30, "HHHHHH", 14, across="center", rotation=90)
    left, top, right, bottom = _ink(sheet, tmp_path)
    assert (top + bottom) / 2 == pytest.approx(30, abs=0.4)
    # upright, the baseline is on the right of the letters
    assert right == pytest.approx(40, abs=0.2)
    assert right - left < 6


def test_capitals_stand_around_the_middle(tmp_path):
    sheet = Sheet(PAPER)
    sheet.text(40, 30, "HH", 20, down="middle")
    _, top, _, bottom = _ink(sheet, tmp_path)
    assert (top + bottom) / 2 == pytest.approx(30, abs=0.3)


@given(
    st.integers(1, 40).flatmap(
        lambda width: st.binary(min_size=4 * width, max_size=80 * width).map(
            lambda data: (width, data[: len(data) // (4 * width) * 4 * width])
        )
    )
)
def test_a_picture_is_read_back_as_it_was(drawn):
    width, data = drawn
    picture = Image.frombytes("RGBA", (width, len(data) // (4 * width)), data)
    found = Image.open(io.BytesIO(packed(picture, 300)))
    assert found.format == "PNG"
    assert found.mode == "RGB"
    assert found.tobytes() == picture.convert("RGB").tobytes()
    assert found.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    # nothing of who or when
    assert set(found.info) == {"dpi"}
