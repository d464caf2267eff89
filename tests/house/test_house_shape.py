"""Files and functions keep to a size that one reads in one go; rooms have names that say what lives there."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "liuhen"
FORBIDDEN = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FILE = 100
ONE_FILE = frozenset(
    {"archive/verify_case.py"}
)  # leaves the house alone: one file, read by who does not trust the rest
LAWFUL = frozenset({"process/service"})  # 送达, one of the six phases of a case


def files() -> Iterator[Path]:
    return (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_no_file_is_too_long_to_read() -> None:
    assert [
        (named(path), lines(path)) for path in files() if lines(path) > LONGEST_FILE and named(path) not in ONE_FILE
    ] == []


def test_most_files_are_short() -> None:
    assert statistics.median(lines(path) for path in files()) <= MEDIAN_FILE


def test_no_function_is_too_long_to_read() -> None:
    long = [
        (named(path), node.name, node.end_lineno - node.lineno)
        for path in files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno > LONGEST_FUNCTION
    ]
    assert long == []


def test_rooms_and_files_say_what_lives_there() -> None:
    places = [path for path in SOURCE.rglob("*") if path.is_dir() or path.suffix == ".py"]
    assert [named(place) for place in places if place.stem in FORBIDDEN and named(place) not in LAWFUL] == []


def test_no_test_is_skipped_and_nothing_is_left_to_do() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error", "mark.sk" + "ip", "xf" + "ail")
    texts = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert [(path.name, word) for path in texts for word in words if word in path.read_text(encoding="utf-8")] == []


def test_lock_files_name_no_address() -> None:
    locks = [*(ROOT / "requirements").glob("*.txt"), *(ROOT / "frontend").glob("*lock*.json")]
    assert locks
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_every_locked_package_carries_its_hashes() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        packages = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert [line for line in packages if line[:1].isalnum() and "--hash=sha256:" not in line] == []
