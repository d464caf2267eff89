"""YAML as lawyers write it: every value keeps its line, dates stay text, and `on` is a word, not a truth value."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import yaml

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top of the file."""

MAP: Final = "tag:yaml.org,2002:map"
MERGE: Final = "<<"


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


class _Loader(yaml.SafeLoader):
    """Plain words, whole numbers, true and false, null; nothing else is guessed from how a word looks."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9_]*)", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


def read_source(file: Path) -> Source:
    """Read `file`; a file that cannot be read gives no data and says why."""
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        return Source(file, None, lines, (Problem(file, _line_of(error), f"文件无法读取：{_reason(error)}"),))
    if node is None:
        return Source(file, None, lines, (Problem(file, 1, "文件是空的"),))
    data = _Reader(file, loader, lines, problems).value(node, ())
    return Source(file, data, lines, tuple(problems))


class _Reader:
    def __init__(self, file: Path, loader: _Loader, lines: dict[Place, int], problems: list[Problem]) -> None:
        self.file, self.loader, self.lines, self.problems = file, loader, lines, problems

    def value(self, node: yaml.Node, place: Place) -> object:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(inner, (*place, at)) for at, inner in enumerate(node.value)]
        built: object = self.loader.construct_object(node)
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


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return 1 if mark is None else int(mark.line) + 1


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 文本"
    if isinstance(error, OSError):
        return "文件不存在或者无权读取"
    return "YAML 写法有误，请检查缩进、冒号和引号"
