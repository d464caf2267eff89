"""YAML as lawyers write it: every value keeps its line, dates stay text, and `on` is a word, not a truth value.

A file that could cost more than it says is refused before or while it is read: too large, nested without end,
repeating itself by reference (`&`, `*`), or carrying types of its own (`!`).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top of the file."""

LARGEST: Final = 1_000_000
"""Bytes of one file; the longest regulation's rules are a tenth of that."""
LONGEST_NUMBER: Final = 18
DEEPEST: Final = 40
"""Brackets and indents inside each other; a condition on a condition needs some ten."""
_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The library's own parser where there is one: ten times as fast, the same events."""
_INT: Final = re.compile(r"-?(?:0|[1-9][0-9_]*)")
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
"""Besides whole numbers these alone are more than words; nothing else is guessed from how it looks."""


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


def read_source(file: Path) -> Source:
    """Read `file`; a file that cannot be read gives no data and says why."""
    reader, text = _Reader(file), ""
    try:
        text = _text(file)
        reader.read(text)
    except (_UnreadableError, yaml.YAMLError, OSError) as error:
        line, reason = _fault(error, text)
        return Source(file, None, {}, (Problem(file, line, f"文件无法读取：{reason}"),))
    if not reader.lines:
        return Source(file, None, {}, (Problem(file, 1, "文件是空的"),))
    return Source(file, reader.data, reader.lines, tuple(reader.problems))


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


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read; `key` is the word whose value comes next, None before a word."""

    place: Place
    made: list[object] | dict[str, object]
    is_key: bool = False
    key: str | None = None
    lines: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Builds the data of one file from the parser's events, one after the other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.data: object = None
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []

    def read(self, text: str) -> None:
        documents = 0
        for event in yaml.parse(text, Loader=_PARSER):
            match event:
                case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent() | yaml.AliasEvent():
                    self._begin(event)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    if self._open.pop().is_key:
                        self._name("", event)
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise _UnreadableError(_line(event), "一个文件只写一份内容，不用“---”分隔")

    def _begin(self, event: Any) -> None:
        if event.anchor is not None:
            raise _UnreadableError(_line(event), "规程不用引用（& 和 *），请把内容写全；文字以 & 或 * 开头的用引号括起")
        if (event.tag or "!") != "!":
            raise _UnreadableError(_line(event), "规程不用标记（!），请去掉；文字以 ! 开头的用引号括起")
        if len(self._open) >= DEEPEST:
            raise _UnreadableError(_line(event), f"层次过深，最多{DEEPEST}层")
        within = self._open[-1] if self._open else None
        if within is not None and isinstance(within.made, dict) and within.key is None:
            self._begin_key(event)
        elif isinstance(event, yaml.ScalarEvent):
            self._put(self._scalar(event), event)
        else:
            made: list[object] | dict[str, object] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open.append(_Open(self._put(made, event), made))

    def _begin_key(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._name(event.value, event)
        else:  # a list or mapping as a word: no word at all
            self._open.append(_Open(("?",), [], is_key=True))

    def _name(self, key: str, event: Any) -> None:
        within = self._open[-1]
        if key in within.lines:
            self.problems.append(Problem(self.file, _line(event), f"“{key}”写了两次"))
        within.key, within.lines[key] = key, _line(event)

    def _put(self, value: object, event: Any) -> Place:
        """Put a value where it belongs and return its place."""
        if not self._open:
            self.data, self.lines[()] = value, _line(event)
            return ()
        within = self._open[-1]
        if isinstance(within.made, list):
            place: Place = (*within.place, len(within.made))
            within.made.append(value)
            self.lines[place] = _line(event)
        else:
            key = within.key or ""
            place = (*within.place, key)
            within.made[key], within.key = value, None
            self.lines[place] = within.lines[key]
        return place

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text) is None:
            return text
        if len(text) > LONGEST_NUMBER:
            self.problems.append(Problem(self.file, _line(event), "数字位数过多"))
            return None
        return int(text)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _fault(error: Exception, text: str) -> tuple[int, str]:
    if isinstance(error, _UnreadableError):
        return error.line, error.reason
    if isinstance(error, OSError):
        return 1, "文件不存在或者无权读取"
    mark = getattr(error, "problem_mark", None)
    line = 1 if mark is None else int(mark.line) + 1
    wrong = "".join(text.splitlines()[line - 1 : line])
    if "\t" in wrong[: len(wrong) - len(wrong.lstrip())]:
        return line, "缩进不能用制表符（Tab），请改用空格"
    return line, "YAML 写法有误，请检查缩进、冒号和引号"
