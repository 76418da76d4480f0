"""Errors say what, where and what to do; they are built-ins too; they survive pickling."""

from __future__ import annotations

import pickle

import pytest

import transfo_analysis as ta
from transfo_analysis import errors

FAMILY = [getattr(errors, name) for name in errors.__all__ if name != "Notice"]


@pytest.mark.parametrize("kind", FAMILY)
def test_it_survives_pickling_with_its_place_and_cure(kind):
    error = kind("Vide.", path="a.txt", place="ligne 2", cure="Refaites-le.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error) == "a.txt, ligne 2\u202f: Vide. → Refaites-le."


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (ta.MissingFileError, FileNotFoundError),
        (ta.WriteError, OSError),
        (ta.SourceError, ValueError),
        (ta.CodebookError, ValueError),
        (ta.CodingError, ValueError),
    ],
)
def test_a_programmer_catches_the_built_in(kind, builtin):
    with pytest.raises(builtin):
        raise kind("Non.")


def test_naming_the_file_keeps_what_was_named_before():
    error = ta.SourceError("Non.", place="ligne 3")
    assert (error.at("b.txt", "ligne 9").path, error.at("b.txt", "ligne 9").place) == (
        "b.txt",
        "ligne 3",
    )


def test_a_notebook_shows_the_sentence_and_no_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    code = (
        "from transfo_analysis import SourceError\nraise SourceError('Vide.', cure='Refaites-le.')"
    )
    assert not shell.run_cell(code).success
    shown = capsys.readouterr().out
    assert "Vide. → Refaites-le." in shown
    assert "Traceback" not in shown
