"""Case files wherever they lie: single files, folders, one case a line, standard input; one after the other."""

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from liuhen.rulebook.case_files import LARGEST
from liuhen.rulebook.errors import CaseFileError, CaseProblem

STANDARD_INPUT: Final = "-"
LINES: Final = (".jsonl", ".ndjson")
SUFFIXES: Final = (".json", *LINES)


class Item(NamedTuple):
    """One case as it came: its name, its bytes or why there are none, and the line it stands in where many do."""

    name: str
    content: bytes
    refused: CaseFileError | None = None
    line: int | None = None


class Given(NamedTuple):
    """What somebody named: the cases, and whether there can be several."""

    items: Iterator[Item]
    several: bool


def given(names: Sequence[str]) -> Given:
    """Return the cases in `names`, read one at a time."""
    if len(names) == 1 and names[0] == STANDARD_INPUT:
        return _standard_input()
    several = len(names) > 1 or Path(names[0]).is_dir() or names[0].lower().endswith(LINES)
    return Given(chain.from_iterable(_items(name) for name in names), several)


def _items(name: str) -> Iterator[Item]:
    if name == STANDARD_INPUT:
        yield from _standard_input().items
        return
    path = Path(name)
    if not path.is_dir():
        yield from _file(path)
        return
    found = 0
    for file in _below(path):
        found += 1
        yield from _file(file)
    if not found:
        yield _refused(name, "文件夹里没有案件文件（.json、.jsonl）。")


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(at) / file for file in sorted(files) if file.lower().endswith(SUFFIXES))


def _file(path: Path) -> Iterator[Item]:
    try:
        with path.open("rb") as opened:
            if path.suffix.lower() in LINES:
                yield from _by_line(str(path), opened)
            else:
                yield Item(str(path), opened.read(LARGEST + 1))
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        yield _refused(str(path), "没有这个文件。" if missing else f"文件读不出来：{error.strerror}。")


def _standard_input() -> Given:
    """One case, or one a line: a first line that is an object by itself says which."""
    stream = sys.stdin.buffer
    head = stream.readline(LARGEST + 1)
    if head.strip().endswith(b"}") and head.strip().startswith((b"{", b"\xef\xbb\xbf{")):
        second = stream.readline(LARGEST + 1)
        while second and not second.strip():
            second = stream.readline(LARGEST + 1)
        if second:
            return Given(_by_line(STANDARD_INPUT, stream, first=(head, second)), several=True)
        return Given(iter([Item(STANDARD_INPUT, head)]), several=False)
    return Given(iter([Item(STANDARD_INPUT, head + stream.read(max(LARGEST + 1 - len(head), 0)))]), several=False)


def _by_line(name: str, stream: BinaryIO, *, first: Sequence[bytes] = ()) -> Iterator[Item]:
    for number, line in enumerate(chain(first, iter(lambda: stream.readline(LARGEST + 1), b"")), 1):
        if len(line) > LARGEST:
            _skip_line(stream, line)
        if line.strip():
            yield Item(f"{name}:{number}", line, line=number)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LARGEST)


def _refused(name: str, said: str) -> Item:
    return Item(name, b"", CaseFileError([CaseProblem("", None, said)]))
