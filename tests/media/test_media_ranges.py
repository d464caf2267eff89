"""Playing jumps to any second: every answer holds exactly the bytes asked for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.kernel.errors import UnusableError
from liuhen.media.ranges import Span, UnsatisfiableError, slices, wanted

CLIP = bytes(range(256)) * 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "clip"
    file.write_bytes(CLIP)
    return file


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-499", 0, 500),
        ("bytes=500-999", 500, 1000),
        ("bytes=-500", 9500, 10000),
        ("bytes=9500-", 9500, 10000),
        ("bytes=0-0", 0, 1),
        ("bytes=-1", 9999, 10000),
        ("bytes=9999-9999", 9999, 10000),
        ("bytes=0-", 0, 10000),
        ("bytes=5-99999999999999999999", 5, 10000),
        ("bytes=-99999999999999999999", 0, 10000),
        ("Bytes=0-4", 0, 5),
        (" bytes=0-4\t", 0, 5),
    ],
)
def test_a_range_is_read(header: str, start: int, end: int) -> None:
    assert wanted(header, size=10000) == Span(start, end, 10000)


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,5-6", "items=0-5", "bytes=--5"),
        *("bytes=0 - 5", "bytes=0x1-0x2", "bytes=+1-2", "bytes=1_0-20", "bytes=１-２", "bytes=1-2-3", "bytes=0-1\n"),
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_is_no_single_range_gets_the_whole_file(header: str | None) -> None:
    assert wanted(header, size=10000) is None


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=10000-10001", "bytes=99999999999999999999-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableError) as refusal:
        wanted(header, size=10000)
    assert refusal.value.content_range == "bytes */10000"


def test_nothing_lies_in_an_empty_file() -> None:
    assert wanted("bytes=-5", size=0) is None
    with pytest.raises(UnsatisfiableError):
        wanted("bytes=0-", size=0)


def test_a_span_says_its_headers() -> None:
    span = Span(500, 1000, 10000)
    assert (span.length, span.content_range) == (500, "bytes 500-999/10000")


@given(
    st.text(max_size=40) | st.from_regex(r"bytes=[0-9]{0,5}-[0-9]{0,5}(,[0-9]{0,3}-)?", fullmatch=True),
    st.integers(0, 9999),
)
def test_no_header_makes_a_span_outside_the_file(header: str, size: int) -> None:
    try:
        span = wanted(header, size=size)
    except UnsatisfiableError:
        return
    assert span is None or 0 <= span.start < span.end <= size


@given(st.integers(1, 10**15), st.data())
def test_every_range_inside_a_file_is_given_exactly(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size - 1))
    assert wanted(f"bytes={first}-{last}", size=size) == Span(first, last + 1, size)
    assert wanted(f"bytes=-{size - first}", size=size) == Span(first, size, size)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(CLIP)), st.integers(0, len(CLIP)), st.integers(1, 5000))
def test_slices_are_the_bytes_between(path: Path, one: int, other: int, chunk: int) -> None:
    start, end = sorted((one, other))
    pieces = list(slices(path, start=start, end=end, chunk=chunk))
    assert b"".join(pieces) == CLIP[start:end]
    assert all(0 < len(piece) <= chunk for piece in pieces)


def test_a_missing_file_is_known_before_the_first_byte(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="不在存储中"):
        slices(tmp_path / "gone", start=0, end=1)


def test_a_file_shorter_than_its_record_is_known_before_the_first_byte(path: Path) -> None:
    with pytest.raises(UnusableError, match="比记录的短"):
        slices(path, start=0, end=len(CLIP) + 1)


def test_a_file_cut_while_it_is_played_ends_in_an_error(path: Path) -> None:
    pieces = slices(path, start=0, end=len(CLIP), chunk=1000)
    assert next(pieces) == CLIP[:1000]
    path.write_bytes(CLIP[:1500])
    with pytest.raises(UnusableError, match="比记录的短"):
        list(pieces)


@pytest.mark.parametrize(("start", "end", "chunk"), [(-1, 5, 1), (5, 4, 1), (0, 1, 0)])
def test_a_stretch_that_is_none_is_a_mistake(path: Path, start: int, end: int, chunk: int) -> None:
    with pytest.raises(ValueError, match="not a stretch"):
        slices(path, start=start, end=end, chunk=chunk)


def test_a_disk_that_fails_while_it_is_played_ends_in_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnusableError, match="读取失败"):
        list(slices(tmp_path / "folder", start=0, end=1))
