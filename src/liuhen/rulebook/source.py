"""YAML as lawyers write it: every value keeps its line, dates stay text, and `on` is a word, not a truth value.

A file that could cost more than it says is refused before or while it is read: too large, nested without end,
repeating itself by reference (`&`, `*`), or carrying types of its own (`!`).
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top of the file."""

LARGEST: Final = 1_000_000
"""Bytes of one file; the longest regulation's rules are a tenth of that."""
DEEPEST: Final = 40
"""Brackets and indents inside each other; a condition on a condition needs some ten."""
_STANDARD: Final = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack: the file, the line (from 1) and a sentence in Chinese."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}：{self.message}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file read: its data, the line of every value in it, and what could not be read."""

    file: Path
    data: object
    lines: dict[Place, int]
    problems: tuple[Problem, ...] = ()

    def line(self, place: Place) -> int:
        """Return the line of the value at `place`, or of the nearest one above it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class _UnreadableError(Exception):
    """The file is refused as it stands: why, and in which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


class _Loader(yaml.SafeLoader):
    """Plain words, whole numbers, true and false, null; nothing else is guessed from how a word looks."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        """Compose one value; references to other values and endless nesting are refused."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if getattr(event, "anchor", None) is not None:
            raise _UnreadableError(line, "规程不用引用（& 和 *），请把内容写全；文字以 & 或 * 开头的用引号括起")
        if (getattr(event, "tag", None) or "!") != "!" and not isinstance(event, yaml.AliasEvent):
            raise _UnreadableError(line, "规程不用标记（!），请去掉；文字以 ! 开头的用引号括起")
        if self.depth >= DEEPEST:
            raise _UnreadableError(line, f"层次过深，最多{DEEPEST}层")
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9_]*)", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"{_STANDARD}{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


def read_source(file: Path) -> Source:
    """Read `file`; a file that cannot be read gives no data and says why."""
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    try:
        loader = _Loader(_text(file))
        node = loader.get_single_node()
    except (_UnreadableError, yaml.YAMLError, OSError) as error:
        line, reason = _fault(error)
        return Source(file, None, lines, (Problem(file, line, f"文件无法读取：{reason}"),))
    if node is None:
        return Source(file, None, lines, (Problem(file, 1, "文件是空的"),))
    data = _Reader(file, loader, lines, problems).value(node, ())
    return Source(file, data, lines, tuple(problems))


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        size = file.stat().st_size
        raise _UnreadableError(1, f"文件有 {size / 1e6:.1f} MB，规程文件不得超过 {LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UnreadableError(content[: error.start].count(b"\n") + 1, "不是 UTF-8 文本") from error
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise _UnreadableError(line, f"有不能使用的字符（U+{ord(strange[0]):04X}），请删去")
    return text


class _Reader:
    def __init__(self, file: Path, loader: _Loader, lines: dict[Place, int], problems: list[Problem]) -> None:
        self.file, self.loader, self.lines, self.problems = file, loader, lines, problems

    def value(self, node: yaml.Node, place: Place) -> object:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(inner, (*place, at)) for at, inner in enumerate(node.value)]
        try:
            built: object = self.loader.construct_object(node)
        except ValueError:
            self.problems.append(Problem(self.file, node.start_mark.line + 1, "数字位数过多"))
            return None
        return built

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        made: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node.value, Hashable) else ""
            if key in made:
                self.problems.append(Problem(self.file, key_node.start_mark.line + 1, f"“{key}”写了两次"))
            made[key] = self.value(value_node, (*place, key))
            self.lines[(*place, key)] = key_node.start_mark.line + 1
        return made


def _fault(error: Exception) -> tuple[int, str]:
    if isinstance(error, _UnreadableError):
        return error.line, error.reason
    if isinstance(error, OSError):
        return 1, "文件不存在或者无权读取"
    mark = getattr(error, "problem_mark", None)
    line = 1 if mark is None else int(mark.line) + 1
    said = str(getattr(error, "problem", ""))
    if "'\\t'" in said:
        return line, "缩进不能用制表符（Tab），请改用空格"
    if "another document" in said:
        return line, "一个文件只写一份内容，不用“---”分隔"
    return line, "YAML 写法有误，请检查缩进、冒号和引号"
