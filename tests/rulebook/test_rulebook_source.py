"""A rule file that is no such thing, or costs more than it says, is refused with its line; nothing is half read."""

import os
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.rulebook import source as module
from liuhen.rulebook.source import DEEPEST, LARGEST, read_source

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "regulations/wuhan-ybj").glob("*.yaml"))

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def read(folder: Path, content: str | bytes) -> tuple[object, list[str]]:
    file = folder / "rules.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = read_source(file)
    return source.data, [f"{each.line} {each.message}" for each in source.problems]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (BOMB, 1, "规程不用引用"),
        ("a: 1\nb: *a\n", 2, "规程不用引用"),
        ("a: 1\nb: &x 2\n", 2, "规程不用引用"),
        ("a: !!python/object:os.system 1\n", 1, "规程不用标记"),
        ("a: 1\nb: !!binary aGk=\n", 2, "规程不用标记"),
        ("a: !x [1]\n", 1, "规程不用标记"),
        ("[" * 5000, 1, f"层次过深，最多{DEEPEST}层"),
        ("".join(f"{' ' * n}a:\n" for n in range(200)), DEEPEST, "层次过深"),
        ("a: 1\n\tb: 2\n", 2, "不能用制表符"),
        ("a:\n\t- 1\n", 2, "不能用制表符"),
        ("a: 1\n---\nb: 2\n", 2, "一个文件只写一份内容"),
        ("a: 1\nb: \x00\n", 2, "有不能使用的字符（U+0000）"),
        (b"\x89PNG\r\n\x1a\n", 1, "不是 UTF-8 文本"),
        (b"a: 1\nb: \xff\n", 2, "不是 UTF-8 文本"),
        ("a: 1\nb: [1\n", 3, "YAML 写法有误"),
        ("a: 1\nb: 'x\n", 3, "YAML 写法有误"),
    ],
)
def test_what_cannot_be_read_gives_nothing_and_says_why(
    tmp_path: Path, content: str | bytes, line: int, said: str
) -> None:
    data, problems = read(tmp_path, content)
    assert data is None
    assert [each.startswith(f"{line} 文件无法读取：") and said in each for each in problems] == [True], problems


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "3 “a”写了两次"),
        ("x: 1\na: " + "9" * 5000 + "\n", "2 数字位数过多"),
        ("", "1 文件是空的"),
    ],
)
def test_a_slip_inside_is_named_with_its_line(tmp_path: Path, content: str, problem: str) -> None:
    assert read(tmp_path, content)[1] == [problem]


def test_words_stay_words(tmp_path: Path) -> None:
    text = "on: yes\nfrom: 2026-03-02\nn: 12\nt: true\nx: 0x1F\nq: '*'\n? [a]\n: 1\nnothing:\n"
    data, problems = read(tmp_path, "\ufeff" + text)
    assert problems == []
    assert data == {
        "on": "yes", "from": "2026-03-02", "n": 12, "t": True, "x": "0x1F", "q": "*", "": 1, "nothing": None
    }  # fmt: skip


def test_a_file_of_a_hundred_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.touch()
    os.truncate(file, 100_000_000)
    started = time.monotonic()
    (problem,) = read_source(file).problems
    assert time.monotonic() - started < 1
    assert problem.message == f"文件无法读取：文件有 100.0 MB，规程文件不得超过 {LARGEST // 1_000_000} MB"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    (problem,) = read_source(tmp_path / "x.yaml").problems
    assert problem.message == "文件无法读取：文件不存在或者无权读取"


def test_without_the_library_every_file_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [read_source(file) for file in SHIPPED]
    monkeypatch.setattr(module, "_PARSER", yaml.SafeLoader)
    assert [read_source(file) for file in SHIPPED] == fast


def test_a_list_as_a_word_moves_no_line(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("- 1\n- ? [a, {b: c}]\n  : x\n", "utf-8")
    source = read_source(file)
    assert (source.data, source.line((0,)), source.line((1,))) == ([1, {"": "x"}], 1, 2)


SLIPS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 9), st.sampled_from("{}[]\"',:-\t\n\r\x85 &*!|>?#%@a"))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SHIPPED), SLIPS)
def test_whatever_slips_in_a_file_is_read_or_named_with_its_line(
    tmp_path: Path, shipped: Path, slips: list[tuple[int, int, str]]
) -> None:
    text = shipped.read_text("utf-8")
    for at, gone, put in slips:
        place = at % len(text)
        text = text[:place] + put + text[place + gone :]
    file = tmp_path / "rules.yaml"
    file.write_text(text, "utf-8", newline="")
    source = read_source(file)
    assert source.data is not None or source.problems
    assert all(1 <= problem.line <= len(text.splitlines()) + 1 for problem in source.problems)
