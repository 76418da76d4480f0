"""Two processes draw what one would have drawn, whatever happens to the other."""

import os
import signal
from pathlib import Path

import pytest

from transfo_analysis import files
from transfo_analysis.display.press import PROCESSES, Press
from transfo_analysis.display.sheet import Sheet
from transfo_analysis.display.strokes import Drawing
from transfo_analysis.display.style import Paper
from transfo_analysis.errors import WriteError

FORMATS = ("png", "svg", "pdf")


def _drawing(words: str) -> Drawing:
    sheet = Sheet(Paper("carte", 80, 60, 5))
    sheet.rect(5, 5, 20, 10, fill="#1f4e79", edge="#000000", hatch="//")
    sheet.circle(40, 30, 5, fill="#a8480f", edge="#000000", dashed=True)
    sheet.polygon([(50, 10), (60, 10), (55, 20.1)], fill="#565d6b")
    sheet.line(5, 50, 75, 50, dashed=True)
    sheet.text(40, 40, words, 12, face="bold", across="center")
    return Drawing(sheet.paper, tuple(sheet.strokes), words, f"Une carte : {words}.", FORMATS)


def _paths(folder: Path, name: str) -> dict[str, Path]:
    return {form: folder / f"{name}.{form}" for form in FORMATS}


def _draw(press: Press, folder: Path, names: list[str]) -> None:
    for name in names:
        press.draw(_drawing(name), _paths(folder, name))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# « e » and its accent apart, a sign of two halves, a line that would end the message
NAMES = ["Hêtre\u0301", "vélo 🚲", "deux\\nlignes", *(f"Hêtre {n}" for n in range(4))]


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What one process draws."""
    folder = tmp_path_factory.mktemp("seul")
    with Press(1) as press:
        _draw(press, folder, NAMES)
    return _bytes(folder)


def test_a_drawing_is_the_same_once_told_to_another_process():
    for name in NAMES:
        told = Drawing.read(_drawing(name).line())
        assert told == _drawing(name)
        assert [type(one) for one in told.strokes] == [type(one) for one in _drawing(name).strokes]


def test_two_processes_write_the_very_bytes_of_one(tmp_path, alone):
    with Press(2) as press:
        _draw(press, tmp_path, NAMES)
    assert len(alone) == len(NAMES) * len(FORMATS)
    assert _bytes(tmp_path) == alone


@pytest.mark.parametrize("after", [0, 2])
def test_nothing_is_lost_with_the_other_process(tmp_path, alone, after):
    with Press(2) as press:
        _draw(press, tmp_path, NAMES[:after])
        os.kill(press._other._process.pid, signal.SIGKILL)
        _draw(press, tmp_path, NAMES[after:])
    assert _bytes(tmp_path) == alone


def test_what_cannot_be_written_is_said_even_when_it_was_drawn_elsewhere(tmp_path, monkeypatch):
    def full(path, data):
        raise WriteError("Le disque est plein.", path=str(path))

    monkeypatch.setattr(files, "write_bytes", full)
    with pytest.raises(WriteError, match="plein"), Press(2) as press:
        press.draw(_drawing("Hêtre"), _paths(tmp_path, "Hêtre"))


@pytest.mark.parametrize("fault", [None, KeyboardInterrupt])
def test_no_process_is_left_behind(tmp_path, fault):
    press = Press(2)
    process = press._other._process
    try:
        with press:
            press.draw(_drawing("Hêtre"), _paths(tmp_path, "Hêtre"))
            if fault:
                raise fault
    except KeyboardInterrupt:
        pass
    assert press.closed
    assert process.returncode is not None


def test_a_person_says_how_many_processes_draw(monkeypatch):
    monkeypatch.setenv(PROCESSES, "1")
    with Press() as press:
        assert press._other is None
    monkeypatch.setenv(PROCESSES, "2")
    with Press() as press:
        assert press._other is not None
