"""The file of a closed wave: how it is laid out, and how a person is taken out of it.

What it means is the rerun room's business; here it is lists of plain objects. It holds no
word of a source, but names, places of codings, and statements that may quote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transfo_analysis.coding.erasing import Eraser

__all__ = ["FOLDER", "dumps", "without"]

FOLDER = "data/coding/vagues"
_GONE = object()


def dumps(data: Mapping[str, Any]) -> str:
    r"""Return a wave's file as JSON, one thing a line, so that two versions can be compared.

    Examples
    --------
    >>> dumps({"wave": "1", "codings": [{"id": "a"}, {"id": "b"}]})
    '{\n"wave": "1",\n"codings": [\n{"id": "a"},\n{"id": "b"}\n]\n}\n'
    """
    parts = []
    for name, value in data.items():
        if isinstance(value, list) and value:
            lines = ",\n".join(_line(item) for item in value)
            parts.append(f"{_line(name)}: [\n{lines}\n]")
        else:
            parts.append(f"{_line(name)}: {_line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def without(text: str, eraser: Eraser) -> str:
    """Return a wave's file in which nothing of a person who withdrew is left.

    What is theirs goes: who they are, their documents, their codings, the passages of
    theirs that were evidence. What only names them is masked, as everywhere. A file that
    holds nothing of theirs is returned as it is, byte for byte.

    Raises
    ------
    ValueError
        If it is no such file.
    """
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("object")  # noqa: TRY004 — one error for whatever is no wave's file
    after = {
        # who closed the wave is only renamed
        name: eraser.string(value) if isinstance(value, str) else _kept(value, eraser)
        for name, value in data.items()
    }
    return text if after == data else dumps(after)


def _kept(value: Any, eraser: Eraser) -> Any:
    if isinstance(value, str):
        return _GONE if _theirs(value, eraser) else eraser.string(value)
    if isinstance(value, list):
        items = [_kept(item, eraser) for item in value]
        return [item for item in items if item is not _GONE]
    if isinstance(value, dict):
        return _object(value, eraser)
    return value


def _object(value: dict[str, Any], eraser: Eraser) -> Any:
    if "term" in value and eraser.holds(str(value["term"])):
        return _GONE
    # an object is gone with what it is about; who coded is only renamed
    about = [value[name] for name in ("id", "document") if name in value]
    if "documents" in value or "question" in value:  # who is heard; where they stood in a debate
        about += [value["person"]] if "person" in value else []
    if any(isinstance(one, str) and _theirs(one, eraser) for one in about):
        return _GONE
    after = {}
    for name, item in value.items():
        kept = eraser.string(item) if name == "coder" else _kept(item, eraser)
        after[name] = "" if kept is _GONE else kept
    held = "row" in after or {"by", "value"} <= set(after)
    if held and not any(item for item in after.values() if isinstance(item, list)):
        return _GONE  # a cell that only they filled, a group that only they were of
    return after


def _theirs(text: str, eraser: Eraser) -> bool:
    """Tell whether a text is a name of theirs, or an identifier of something of theirs."""
    return eraser.is_named(text) or eraser.took(text)
