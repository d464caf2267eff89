"""JSON as people write it: what is wrong with it is said with its line, and nothing is read in two ways."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: names and positions from the top."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_TOKEN: Final = re.compile(r'([{}\[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}\[\],:"]+)', re.DOTALL)
_SAID: Final = {
    "Expecting property name enclosed in double quotes": "此处应是用双引号括起的名称，最后一项之后不加逗号",
    "Expecting ',' delimiter": "此处缺少逗号，或者括号没有配对",
    "Expecting ':' delimiter": "名称之后缺少冒号",
    "Expecting value": "此处缺少内容",
    "Extra data": "内容已经完整，之后还有多余的文字",
    "Unterminated string starting at": "文字缺少结束的双引号",
    "Invalid control character at": "双引号之内不能直接换行或者用制表符",
    "Invalid \\escape": "反斜杠的写法不对",
    "Invalid \\uXXXX escape": "反斜杠的写法不对",
}


class JsonTextError(ValueError):
    """A text is no JSON that can be read in one way only.

    Args:
        message: what is wrong, in Chinese.
        line: where, from 1.
    """

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class _Twice(ValueError):  # noqa: N818  # never leaves this file
    """A name stands twice in one object."""


def decoded(content: bytes) -> str:
    """Return bytes as text: UTF-8, with or without the mark that some editors put first.

    Raises:
        JsonTextError: another encoding.
    """
    if content.startswith(_UTF16):
        raise JsonTextError("文件是 UTF-16 编码，请另存为 UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise JsonTextError("文件不是 UTF-8 编码的文字，请另存为 UTF-8", line=line) from error


def read_json(text: str) -> Any:
    """Return what the text holds.

    Raises:
        JsonTextError: no JSON; a name written twice; nested too deeply; a number that is none, or is beyond measure.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        said = _SAID.get(error.msg, "写法不对")
        raise JsonTextError(f"不是 JSON：第{error.colno}个字处，{said}", line=error.lineno) from error
    except _Twice as error:
        name, line = next(_repeated(text), (str(error), 1))
        raise JsonTextError(f"“{name}”写了两次，无法判断以哪一个为准，请只留一个", line=line) from error
    except RecursionError as error:
        raise JsonTextError("括号套了太多层，无法读取") from error
    except ValueError as error:  # NaN, Infinity, or more digits than any amount has
        raise JsonTextError("其中有不能使用的数字（NaN、Infinity 或者位数过多）") from error


def lines(text: str, wanted: Iterable[Place]) -> dict[Place, int]:
    """Return the line of each wanted place; where a place is not in the text, that of the nearest one above it."""
    asked = set(wanted)
    above = {place[:length] for place in asked for length in range(len(place) + 1)}
    found = {place: line for place, line, _ in _values(text) if place in above}
    return {
        place: next((found[p] for n in range(len(place), -1, -1) if (p := place[:n]) in found), 1) for place in asked
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Twice(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _repeated(text: str) -> Iterator[tuple[str, int]]:
    return ((str(place[-1]), line) for place, line, again in _values(text) if again)


class _Level:
    """One open bracket: the place it stands at, the name or position that comes next, and the names it had."""

    __slots__ = ("at", "names", "next_is_name", "place")

    def __init__(self, place: Place, names: set[str] | None) -> None:
        self.place, self.names = place, names
        self.next_is_name = names is not None
        self.at: str | int = 0 if names is None else ""


def _values(text: str) -> Iterator[tuple[Place, int, bool]]:
    """Yield place and line of every value, in order, and whether its name stood there before."""
    levels: list[_Level] = []
    line, last, again = 1, 0, False
    for token in _TOKEN.finditer(text):
        line, last = line + text.count("\n", last, token.start()), token.start()
        word, level = token[0], levels[-1] if levels else _Level((), None)
        match word:
            case "}" | "]":
                del levels[-1:]
            case ",":
                level.next_is_name = level.names is not None
                level.at = level.at + 1 if isinstance(level.at, int) else level.at
            case ":":
                continue
            case _ if level.names is not None and level.next_is_name:
                level.at, level.next_is_name = _name(word), False
                again = level.at in level.names
                level.names.add(level.at)
            case _:
                place = (*level.place, level.at) if levels else ()
                yield place, line, again
                again = False
                if word in "{[":
                    levels.append(_Level(place, set() if word == "{" else None))


def _name(word: str) -> str:
    try:
        return str(json.loads(word))
    except ValueError:
        return word
