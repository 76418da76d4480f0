"""The text of `codebook.yaml`, changed where it must be and nowhere else.

A parser says where everything stands; the edits are cuts and insertions of text. Comments,
blank lines, order and quotation marks of all the rest stay to the byte, which no rewriting
of the parsed file gives: it ties a comment to what stands before it.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from transfo_analysis.coding.codebook import FILE_NAME
from transfo_analysis.errors import CodebookError

__all__ = ["BookText"]

# the order in which a person is used to find them
KEYS = ("id", "libelle", "couleur", "definition", "inclure", "exclure", "sous", "oppose")
WIDTH = 100


class BookText:
    r"""A codebook's text; codes are named `family:code`.

    Parameters
    ----------
    text : YAML that was read and validated; line ends `\n`
    """

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else text + "\n"

    # -- what stands where -------------------------------------------------------------------

    def _families(self) -> dict[str, MappingNode]:
        root = YAML(typ="safe", pure=True).compose(io.StringIO(self.text))
        return {_scalar_of(node, "id"): node for node in _items(_value(root, "familles"))}

    def _codes(self) -> Iterator[tuple[str, MappingNode]]:
        for family, node in self._families().items():
            for code in _items(_value(node, "codes")):
                yield f"{family}:{_scalar_of(code, 'id')}", code

    def _code(self, name: str) -> MappingNode:
        return next(node for code, node in self._codes() if code == name)

    # -- edits -------------------------------------------------------------------------------

    def set(self, code: str, key: str, value: str) -> None:
        """Give a key of a code a text; "" takes the key away."""
        node = self._code(code)
        present = _value(node, key)
        if not value:
            if present is not None:
                self._drop_key(node, key)
            return
        if isinstance(present, ScalarNode):
            column = node.start_mark.column
            shown = _rendered(value, column, long=present.style in ("|", ">"))
            self._replace(present.start_mark.index, self._end(present), shown)
            return
        self._insert_key(node, key, _rendered(value, node.start_mark.column))

    def set_list(self, code: str, key: str, values: Sequence[str]) -> None:
        """Give a key of a code a list of short texts; [] takes the key away."""
        node = self._code(code)
        present = _value(node, key)
        shown = "[" + ", ".join(_inline(value) for value in values) + "]"
        if not values:
            self.set(code, key, "")
        elif present is None:
            self._insert_key(node, key, shown)
        else:
            self._replace(present.start_mark.index, self._end(present), shown)

    def replace_item(self, code: str, key: str, old: str, new: str) -> None:
        """Write another text for one item of a list, in its place."""
        for item in _value(self._code(code), key).value:
            if item.value == old:
                self._replace(item.start_mark.index, item.end_mark.index, _inline(new))
                return

    def extend(self, code: str, key: str, items: Sequence[str | Mapping[str, str]]) -> None:
        """Add items at the end of a list of a code; the list is made if there is none."""
        if not items:
            return
        node = self._code(code)
        present = _value(node, key)
        shown = [_item(item) for item in items]
        if present is None or not present.value:
            if present is not None:
                self._drop_key(node, key)
                node = self._code(code)
            pad = "\n" + " " * (node.start_mark.column + 2) + "- "
            self._insert_key(node, key, "".join(pad + item for item in shown).lstrip(" "))
        elif present.flow_style:
            self._replace(self._end(present) - 1, self._end(present) - 1, ", " + ", ".join(shown))
        else:
            pad = " " * present.start_mark.column + "- "
            self._insert_lines(self._last_line(present) + 1, [pad + item for item in shown])

    def add(self, code: str, fields: Mapping[str, str], after: str | None = None) -> None:
        """Write a new code, at the end of its family or after another one of it."""
        family, _, name = code.partition(":")
        codes = self._list_of(family)
        key = codes.value[0].start_mark.column if codes.value else codes.start_mark.column + 2
        dash = codes.start_mark.column if codes.value else key - 2
        lines = [" " * dash + "-" + " " * (key - dash - 1) + f"id: {_inline(name)}"]
        for field, value in fields.items():
            if value:
                shown = f"{field}: {_rendered(value, key)}".split("\n")
                lines += [" " * key + shown[0], *shown[1:]]
        self._place(family, ["", *lines] if self._spaced(codes) else lines, after)

    def comment_out(self, code: str, why: str) -> None:
        """Make a code a comment, in its place: what was written there is not lost."""
        codes = self._list_of(code.partition(":")[0])
        node = self._code(code)
        first, last = node.start_mark.line, self._last_line(node)
        lines, pad = self._lines(), " " * codes.start_mark.column
        old = [
            pad + "# " + line[len(pad) :] if line.strip() else pad + "#"
            for line in lines[first : last + 1]
        ]
        lines[first : last + 1] = [f"{pad}# {why}", *old]
        self._set_lines(lines)
        if len(codes.value) == 1:
            # a list without items is written as such
            family = self._families()[code.partition(":")[0]]
            key = next(k for k, _ in family.value if k.value == "codes")
            self._replace(key.end_mark.index, key.end_mark.index + 1, ": []")

    def move(self, code: str, family: str, after: str | None) -> None:
        """Put a code elsewhere, with the comments above it: after another one, or last.

        Parameters
        ----------
        after : code of the family, "" to put it first, None to put it last
        """
        own = code.partition(":")[0]
        self._refuse_flow(self._code(code))
        block, column = self._cut(code), self._list_of(own).start_mark.column
        shift = self._list_of(family).start_mark.column - column
        self._place(family, [_shifted(line, shift) for line in block], after)

    # -- text --------------------------------------------------------------------------------

    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def _set_lines(self, lines: Iterable[str]) -> None:
        self.text = "\n".join(lines)

    def _replace(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]

    def _insert_lines(self, at: int, new: list[str]) -> None:
        lines = self._lines()
        lines[at:at] = new
        self._set_lines(lines)

    def _end(self, node: Node) -> int:
        """Return where a value's own text ends, without what follows it."""
        start = int(node.start_mark.index)
        return start + len(self.text[start : _last_mark(node)].rstrip())

    def _last_line(self, node: Node) -> int:
        return self.text.count("\n", 0, self._end(node))

    def _insert_key(self, node: MappingNode, key: str, shown: str) -> None:
        self._refuse_flow(node)
        wanted = KEYS.index(key) if key in KEYS else len(KEYS)
        before = [
            pair
            for pair in node.value
            if (KEYS.index(pair[0].value) if pair[0].value in KEYS else len(KEYS)) <= wanted
        ]
        line = f"{key}:{shown}" if shown.startswith("\n") else f"{key}: {shown}"
        pad = " " * node.start_mark.column
        self._insert_lines(self._last_line(before[-1][1]) + 1, (pad + line).split("\n"))

    def _drop_key(self, node: MappingNode, key: str) -> None:
        self._refuse_flow(node)
        name, value = next(pair for pair in node.value if pair[0].value == key)
        lines = self._lines()
        del lines[name.start_mark.line : self._last_line(value) + 1]
        self._set_lines(lines)

    def _refuse_flow(self, node: Any) -> None:
        if node.flow_style:
            raise CodebookError(
                "Ce code est écrit entre accolades, sur une ligne.",
                path=FILE_NAME,
                place=f"ligne {node.start_mark.line + 1}",
                cure="Écrivez-le sur plusieurs lignes, comme les autres, puis recommencez.",
            )

    def _list_of(self, family: str) -> Any:
        """Return a family's list of codes, written as a list of lines (it may be empty)."""
        node = self._families()[family]
        self._refuse_flow(node)
        codes = _value(node, "codes")
        if codes is not None and codes.value:
            self._refuse_flow(codes)
            return codes
        if codes is None:
            self._insert_key(node, "codes", "[]")
            node = self._families()[family]
            codes = _value(node, "codes")
        # no code yet: it stands where the first one will
        codes.start_mark.column = node.start_mark.column + 2
        return codes

    def _cut(self, code: str) -> list[str]:
        codes = self._list_of(code.partition(":")[0])
        if len(codes.value) == 1:
            raise CodebookError(
                f"« {code} » est le seul code de sa famille.",
                path=FILE_NAME,
                cure="Gardez-y un autre code d’abord.",
            )
        first, last = self._block(codes, code)
        lines = self._lines()
        block = lines[first : last + 1]
        del lines[first : last + 1]
        self._set_lines(lines)
        return block

    def _block(self, codes: Any, code: str) -> tuple[int, int]:
        """Return the lines of a code, with the blank lines and comments that lead to it."""
        name = code.partition(":")[2]
        at = next(n for n, item in enumerate(codes.value) if _scalar_of(item, "id") == name)
        node, lines = codes.value[at], self._lines()
        floor = self._last_line(codes.value[at - 1]) if at else codes.value[0].start_mark.line - 1
        if at:
            # a comment further in than the dash still belongs to the code before
            while _deep(lines[floor + 1], codes.start_mark.column):
                floor += 1
        last = self._last_line(node)
        while last + 1 < len(lines) and _deep(lines[last + 1], codes.start_mark.column):
            last += 1
        return (floor + 1 if at else node.start_mark.line), last

    def _place(self, family: str, block: list[str], after: str | None) -> None:
        codes = self._list_of(family)
        if not codes.value:
            node = self._families()[family]
            key, value = next(pair for pair in node.value if pair[0].value == "codes")
            self._replace(key.end_mark.index, self._end(value), ":")
            self._insert_lines(key.start_mark.line + 1, block)
            return
        if after == "":
            self._insert_lines(
                codes.value[0].start_mark.line,
                [line for line in block if line.strip()] + ([""] if self._spaced(codes) else []),
            )
            return
        name = f"{family}:{_scalar_of(codes.value[-1], 'id')}" if after is None else after
        self._insert_lines(self._block(codes, name)[1] + 1, block)

    def _spaced(self, codes: Any) -> bool:
        """Whether codes stand apart by blank lines."""
        lines = self._lines()
        return len(codes.value) > 1 and any(
            not lines[item.start_mark.line - 1].strip() for item in codes.value[1:]
        )


def _value(node: Node | None, key: str) -> Any:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: Node | None) -> list[MappingNode]:
    return list(node.value) if isinstance(node, SequenceNode) else []


def _scalar_of(node: Node, key: str) -> str:
    found = _value(node, key)
    return str(found.value) if found is not None else ""


def _last_mark(node: Any) -> int:
    """Return where the last leaf of a node ends: a block's own mark is where the next begins."""
    if isinstance(node, ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _last_mark(last[1] if isinstance(last, tuple) else last)


def _deep(line: str, column: int) -> bool:
    """Whether a line is a comment that stands further in than a column."""
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) > column


def _shifted(line: str, by: int) -> str:
    return " " * by + line if by > 0 and line.strip() else line[-by:] if by < 0 else line


def _inline(value: str) -> str:
    """Return a short text as YAML on one line, between quotation marks where it needs them."""
    dump, out = YAML(typ="safe", pure=True), io.StringIO()
    dump.default_flow_style, dump.allow_unicode, dump.width = True, True, 10**9
    dump.dump([value], out)
    return out.getvalue().strip()[1:-1]


def _item(item: str | Mapping[str, str]) -> str:
    if isinstance(item, str):
        return _inline(item)
    return "{" + ", ".join(f"{key}: {_inline(value)}" for key, value in item.items()) + "}"


def _rendered(value: str, column: int, *, long: bool = False) -> str:
    """Return a text as YAML for a key at a column: folded when it is long."""
    words = " ".join(part for part in value.replace("\t", " ").split("\n") if part.strip())
    words = " ".join(part for part in words.split(" ") if part)
    if not long and len(words) + column < WIDTH - 20:
        return _inline(words)
    pad = " " * (column + 2)
    lines = textwrap.wrap(words, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    return "\n".join([">-", *(pad + line for line in lines)])
