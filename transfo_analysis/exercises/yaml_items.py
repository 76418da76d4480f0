"""Items of one YAML list put at the end of another, as they are written, comments and all.

A parser says where everything stands; the rest of the file stays to the byte (see
`coding/booktext.py`, which changes codes in their place).
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

__all__ = ["FlowListError", "appended", "items_of"]


class FlowListError(ValueError):
    """The list is written between square brackets; `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def items_of(text: str, key: str) -> dict[str, list[str]]:
    r"""Return the items under a key by their `id`, each as its lines, from column 0.

    One item may stand there without a list.

    Examples
    --------
    >>> items_of("cas:\n  - id: a  # ici\n    titre: Un\n", "cas")
    {'a': ['id: a  # ici', 'titre: Un']}
    >>> items_of("cas: {id: a, titre: Un}\n", "cas")
    {'a': ['{id: a, titre: Un}']}
    """
    found = _value(_composed(text), key)
    if found is None:
        return {}
    nodes = [found] if isinstance(found, MappingNode) else list(found.value)
    return {str(_value(node, "id").value): _lines(text, node) for node in nodes}


def _lines(text: str, node: Any) -> list[str]:
    start, end = node.start_mark.index, _end(text, node)
    if not node.flow_style:
        # a comment at the end of the last line is the item's
        end = text.find("\n", end) if "\n" in text[end:] else len(text)
    column = node.start_mark.column
    first, *rest = text[start:end].split("\n")
    return [first.rstrip(), *(_dedented(line, column).rstrip() for line in rest)]


def _dedented(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(column, blank) :]


def appended(text: str, key: str, items: Collection[list[str]]) -> str:
    r"""Return a text with items at the end of the list under a key.

    Raises
    ------
    FlowListError
        If the list is written between square brackets.

    Examples
    --------
    >>> print(appended("cas:\n  - id: a\n\nseuils: 1\n", "cas", [["id: b", "titre: B"]]), end="")
    cas:
      - id: a
    <BLANKLINE>
      - id: b
        titre: B
    <BLANKLINE>
    seuils: 1
    """
    if not items:
        return text
    sequence = _value(_composed(text), key)
    if sequence.flow_style:
        raise FlowListError(sequence.start_mark.line + 1)
    lines = text.split("\n")
    dash = sequence.start_mark.column
    last = text.count("\n", 0, _end(text, sequence))
    # a comment further in than the dash still belongs to the last item
    while last + 1 < len(lines) and _deep(lines[last + 1], dash):
        last += 1
    pad = " " * dash
    new: list[str] = []
    for first, *rest in items:
        new += ["", f"{pad}- {first}", *(f"{pad}  {line}" if line else "" for line in rest)]
    lines[last + 1 : last + 1] = new
    return "\n".join(lines)


def _composed(text: str) -> Node | None:
    found: Node | None = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    return found


def _value(node: Node | None, key: str) -> Any:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _end(text: str, node: Any) -> int:
    start = int(node.start_mark.index)
    return start + len(text[start : _last_mark(node)].rstrip())


def _last_mark(node: Any) -> int:
    # a block's own mark is where the next thing begins
    if isinstance(node, ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _last_mark(last[1] if isinstance(last, tuple) else last)


def _deep(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) > column
