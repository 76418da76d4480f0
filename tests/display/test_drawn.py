"""A sheet is drawn again when anything of it changed, and only then."""

import os
from dataclasses import fields, is_dataclass, replace

import pandas as pd
import pytest

from transfo_analysis import files
from transfo_analysis.display import draw_charts, press, render, style
from transfo_analysis.display.drawn import Drawn
from transfo_analysis.display.page import Chart
from transfo_analysis.display.sheet import Sheet

PAPER = style.Paper("carte", 80, 60, 5)


def _card(paper=PAPER):
    sheet = Sheet(paper)
    sheet.rect(5, 5, 20, 10, fill="#1f4e79", edge="#000000", hatch="//")
    sheet.circle(40, 30, 5, fill="#a8480f", edge="#000000")
    sheet.polygon([(50, 10), (60, 10), (55, 20)], fill="#565d6b")
    sheet.line(5, 50, 75, 50)
    sheet.text(40, 40, "Hêtre", 12, face="bold", across="center")
    return sheet


def _chart(sheet, title="Carte", alt="Une carte."):
    return Chart("carte", title, (sheet,), pd.DataFrame({"a": [1]}), alt)


def _write(folder, chart, before=None, program="1"):
    """Write a chart over what stood there; return what the next run would be told."""
    keys, hashes = before or ({}, {})
    drawn = Drawn(folder, program, keys, hashes)
    with style.house():
        render.write(chart, folder, drawn=drawn)
    return drawn.keys, {name: files.sha256_file(folder / name) for name in drawn.keys}


@pytest.fixture
def written(tmp_path):
    return _write(tmp_path, _chart(_card()))


@pytest.fixture
def renderings(monkeypatch):
    """Count the sheets that are rendered."""
    found, draw = [], press.Press.draw

    def counted(self, drawing, paths):
        found.append(drawing.title)
        draw(self, drawing, paths)

    monkeypatch.setattr(press.Press, "draw", counted)
    return found


def test_what_did_not_change_is_left_as_it_stands(tmp_path, written, renderings):
    assert set(written[0]) == {"carte.png", "carte.svg", "carte.pdf"}
    assert _write(tmp_path, _chart(_card()), written) == written
    assert renderings == []


@pytest.mark.parametrize("name", ["carte.png", "carte.svg", "carte.pdf"])
@pytest.mark.parametrize("harm", ["cut", "edited", "lost"])
def test_a_file_that_is_not_what_was_written_is_made_again(
    tmp_path, written, renderings, name, harm
):
    path = tmp_path / name
    data = path.read_bytes()
    if harm == "cut":
        path.write_bytes(data[:-7])
    elif harm == "edited":
        # of the same size, and of the same date
        stat = path.stat()
        path.write_bytes(data[:-9] + b"x" + data[-8:])
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    else:
        path.unlink()
    assert _write(tmp_path, _chart(_card()), written) == written
    assert renderings
    assert path.read_bytes() == data


def _changed(value):
    """Return another value of the same kind, or None where it is not of the drawing."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, float | int):
        return value + 0.01
    if isinstance(value, str):
        return {"bold": "italic", "none": "#123456", "": "//"}.get(value) or (
            "#654321" if value.startswith("#") else value + "!"
        )
    if isinstance(value, tuple):
        return (*value, (61.0, 21.0))
    raise AssertionError(value)


def _variants(stroke):
    """Return a stroke with each of its values changed in turn, those of its pen too."""
    for field in fields(stroke):
        value = getattr(stroke, field.name)
        if is_dataclass(value):
            yield from (replace(stroke, **{field.name: pen}) for pen in _variants(value))
        else:
            yield replace(stroke, **{field.name: _changed(value)})


def _otherwise():
    """Return the card with each value of each of its strokes changed in turn."""
    for rank, stroke in enumerate(_card().strokes):
        for other in _variants(stroke):
            sheet = _card()
            sheet.strokes[rank] = other
            yield sheet


def test_any_change_of_any_stroke_is_drawn(tmp_path, written):
    assert len(list(_otherwise())) > 30
    drawn = Drawn(tmp_path, "1", *written)
    paths = [tmp_path / name for name in written[0]]
    for sheet in _otherwise():
        assert not drawn.still(_chart(sheet), sheet, paths), sheet.strokes


def test_other_changes_are_drawn_too(tmp_path, written):
    paths = [tmp_path / name for name in written[0]]

    def still(chart, program="1"):
        return Drawn(tmp_path, program, *written).still(chart, chart.sheets[0], paths)

    turned, moved, fewer = _card(), _card(replace(PAPER, width=81)), _card()
    turned.strokes.reverse()
    fewer.strokes.pop()
    assert still(_chart(_card()))
    assert not still(_chart(turned))
    assert not still(_chart(moved))
    assert not still(_chart(fewer))
    assert not still(_chart(_card(), title="Plan"))
    assert not still(_chart(_card(), alt="Une autre carte."))
    assert not still(_chart(_card()), program="2")
    assert not Drawn(tmp_path, "1").still(_chart(_card()), _card(), paths)


def test_a_drawing_moved_to_another_name_is_not_taken_for_it(tmp_path, written):
    keys, hashes = (
        {name.replace("carte", "plan"): v for name, v in one.items()} for one in written
    )
    sheet = _card()
    drawn = Drawn(tmp_path, "1", keys, hashes)
    assert not drawn.still(_chart(sheet), sheet, [tmp_path / "carte.svg"])


def _label(matter):
    family, *others = matter.codebook.families
    code = family.codes[0].model_copy(update={"label": "Autrement"})
    renamed = family.model_copy(update={"codes": (code, *family.codes[1:])})
    book = matter.codebook.model_copy(update={"families": (renamed, *others)})
    return replace(matter, codebook=book)


CHANGES = {
    "a label": _label,
    "a coding less": lambda matter: replace(matter, codings=matter.codings.iloc[1:]),
    "a finding less": lambda matter: replace(matter, findings=matter.findings.iloc[1:]),
    "the settings": lambda matter: replace(
        matter, settings=matter.settings.model_copy(update={"fictional": False})
    ),
    "the title": lambda matter: replace(
        matter, case=matter.case.model_copy(update={"title": "Un autre cas"})
    ),
}


@pytest.fixture(scope="module")
def before(made, tmp_path_factory, undrawn):
    """Return a folder of charts, and what was drawn in it."""
    folder = tmp_path_factory.mktemp("avant")
    drawn = Drawn(folder, "1")
    with undrawn():
        draw_charts(made.matter(), folder, ("svg",), drawn)
    return folder, drawn.keys, {name: files.sha256_file(folder / name) for name in drawn.keys}


@pytest.mark.usefixtures("no_ink")
@pytest.mark.parametrize("change", CHANGES)
def test_charts_drawn_over_others_are_those_drawn_from_nothing(
    before, made, tmp_path, renderings, change
):
    matter = CHANGES[change](made.matter())
    for path in before[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    over = draw_charts(matter, tmp_path, ("svg",), Drawn(tmp_path, "1", *before[1:]))
    assert renderings
    new = draw_charts(matter, tmp_path / "de rien", ("svg",))
    assert {p.name: p.read_bytes() for p in over} == {p.name: p.read_bytes() for p in new}
