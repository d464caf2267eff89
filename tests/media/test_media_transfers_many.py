"""Beginning a transfer, and asking for one's own, cost the same however many others have not ended theirs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuhen.kernel.errors import UnusableError
from liuhen.media import marks, transfers
from liuhen.media.chunks import claimed
from liuhen.media.space import room_of
from liuhen.media.transfers import FACTS, Transfer

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
OTHERS = 3_000

_opened: list[str] = []
_counting = False


def _heard(event: str, told: tuple[object, ...]) -> None:
    if _counting and event == "open":
        _opened.append(str(told[0]))


sys.addaudithook(_heard)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the files of transfers that are opened to be read while the block lasts."""
    global _counting  # noqa: PLW0603  # the hook of the interpreter cannot be taken away again
    _opened.clear()
    _counting = True
    found: list[str] = []
    try:
        yield found
    finally:
        _counting = False
        found += [path for path in _opened if path.endswith(FACTS)]


def begin(root: Path, size: int = 10, *, owner: str, now: datetime = NOW, reserve: int = 0) -> Transfer:
    return transfers.begin(root, owner=owner, name="现场.mp4", size=size, now=now, lasts=WEEK, reserve=reserve)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which many people broke off yesterday."""
    root = tmp_path_factory.mktemp("store") / "originals"
    for number in range(OTHERS):
        # Written as they lie there; through `begin` each would wait for the disk.
        one = Transfer(f"{number:032x}", f"p-{number % 50}", "a.mp4", 10, "", NOW - timedelta(days=1), NOW + WEEK)
        marks.begun(root, one.id, owner=one.owner)
        transfers.place(root, one.id, transfers.BYTES).touch()
        transfers.note(root, one, durable=False)
        marks.resting(root, one.id)
    return root


def test_beginning_reads_no_transfer_of_others(root: Path) -> None:
    with counted() as read:
        one = begin(root, owner="p-new")
    assert read == []
    with counted() as read:
        mine = transfers.of_owner(root, owner="p-new", now=NOW)
    assert ([found.id for found in mine], len(read)) == ([one.id], 1)
    transfers.drop(root, one)
    assert transfers.of_owner(root, owner="p-new", now=NOW) == []


def test_asking_for_ones_own_reads_ones_own_only(root: Path) -> None:
    with counted() as read:
        mine = transfers.of_owner(root, owner="p-7", now=NOW)
    assert len(mine) == len(read) == OTHERS // 50
    assert {one.owner for one in mine} == {"p-7"}


def test_what_is_under_way_still_keeps_its_room(tmp_path: Path) -> None:
    root = tmp_path / "originals"
    free = room_of(tmp_path).free
    now = datetime.now(UTC)
    first = begin(root, free * 2 // 3, owner="p-1", now=now)
    with pytest.raises(UnusableError, match="空间不足"):
        begin(root, free * 2 // 3, owner="p-2", now=now)
    later = now + timedelta(hours=2)  # nobody has worked at it since
    second = begin(root, free * 2 // 3, owner="p-2", now=later)
    transfers.drop(root, second)
    with claimed(root, first):
        pass  # its sender is back
    with pytest.raises(UnusableError, match="空间不足"):
        begin(root, free * 2 // 3, owner="p-2", now=now)


def test_one_of_an_earlier_release_is_found_once_it_was_swept_over(tmp_path: Path) -> None:
    root = tmp_path / "originals"
    one = begin(root, owner="p-1")
    marks.over(root, one.id, owner="p-1")
    assert transfers.of_owner(root, owner="p-1", now=NOW) == []
    assert transfers.sweep(root, now=NOW) == 0
    assert [found.id for found in transfers.of_owner(root, owner="p-1", now=NOW)] == [one.id]


def test_a_mark_that_points_to_nothing_is_no_transfer(tmp_path: Path) -> None:
    root = tmp_path / "originals"
    marks.begun(root, "0" * 32, owner="p-1")
    marks.begun(root, "nonsense", owner="p-1")
    assert transfers.of_owner(root, owner="p-1", now=NOW) == []
    made = begin(root, owner="p-1")
    assert list(marks.lively(root)) == [made.id]
