"""JSON is refused with the line it goes wrong in, and lines of values are found."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.rulebook.json_text import JsonTextError, decoded, lines, read_json

TEXT = """{
 "a": 1,
 "b": [
  {"c": "x\\"y{[,:",
   "d": []},
  null
 ],
 "e": {}
}"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("b",), 3),
        (("b", 0), 4),
        (("b", 0, "c"), 4),
        (("b", 0, "d"), 5),
        (("b", 1), 6),
        (("e",), 8),
        (("e", "f"), 8),
        (("b", 7, "x"), 3),
        (("z",), 1),
    ],
)
def test_a_value_is_found_on_its_line(place: tuple[str | int, ...], line: int) -> None:
    assert lines(TEXT, [place]) == {place: line}


def places(data: Any, place: tuple[str | int, ...] = ()) -> Any:
    yield place
    for name, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(inner, (*place, name))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_every_value_has_a_line_in_order(data: Any) -> None:
    wanted = list(places(data))
    found = lines(json.dumps(data, indent=1), wanted)
    assert sorted(found.values()) == [found[place] for place in wanted]
    assert read_json(json.dumps(data)) == data


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"a": 1,\n "a": 2}', 2, "“a”写了两次"),
        ('{"a": {"b": 1},\n "c": {"b": 1,\n "x": 1, "b": 2}}', 3, "“b”写了两次"),
        ('{"a": 1,\n}', 2, "用双引号括起"),
        ('{"a" 1}', 1, "缺少冒号"),
        ('{"a": }', 1, "缺少内容"),
        ("{}\n{}", 2, "多余的文字"),
        ('{"a": "x\n"}', 1, "不能直接换行"),
        ('{"a": "x', 1, "结束的双引号"),
        ('{"a": "\\x"}', 1, "反斜杠"),
        ("[1\n2]", 2, "缺少逗号"),
        ("[NaN]", 1, "不能使用的数字"),
        ("[" + "9" * 5000 + "]", 1, "不能使用的数字"),
        ("[" * 100_000, 1, "太多层"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(JsonTextError, match=said) as refused:
        read_json(text)
    assert refused.value.line == line


def test_bytes_are_utf_8_with_or_without_a_mark() -> None:
    assert decoded("甲".encode("utf-8-sig")) == decoded("甲".encode()) == "甲"


@pytest.mark.parametrize(("content", "line"), [(b"a\nb\xff", 2), (b"\xff\xfea\0", 1)])
def test_another_encoding_is_refused(content: bytes, line: int) -> None:
    with pytest.raises(JsonTextError, match="请另存为 UTF-8") as refused:
        decoded(content)
    assert refused.value.line == line


def test_names_that_are_broken_off_do_not_stop_the_search() -> None:
    assert lines('{"a": 1, b: 2}', [("b",)]) == {("b",): 1}
