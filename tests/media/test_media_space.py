"""Room on a disk: files are refused before the reserve is touched, entries long after."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from liuhen.kernel.errors import UnusableError
from liuhen.media import space
from liuhen.media.arrivals import Declared
from liuhen.media.space import GIB, MIB, Room, require_room, require_room_for_acts, room_of, spoken
from liuhen.media.store import take_in
from media.originals import names_under, noise

Left = Callable[[int], None]


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Left:
    """Let the disk say that so many bytes are free of a hundred GiB."""

    def say(free: int) -> None:
        monkeypatch.setattr(space.shutil, "disk_usage", lambda _path: SimpleNamespace(total=100 * GIB, free=free))

    return say


@pytest.mark.parametrize(("total", "kept"), [(10 * GIB, 2 * GIB), (40 * GIB, 2 * GIB), (100 * GIB, 5 * GIB)])
def test_a_twentieth_is_kept_and_never_less_than_two_gigabytes(total: int, kept: int) -> None:
    assert Room(total, 0).reserve() == kept
    assert Room(total, 0).reserve(7) == 7


def test_the_room_of_a_folder_to_come_is_that_of_its_disk(tmp_path: Path) -> None:
    assert room_of(tmp_path / "a" / "b").total == room_of(tmp_path).total > 0


def test_what_fits_above_the_reserve_is_let_through(left: Left, tmp_path: Path) -> None:
    left(6 * GIB)
    require_room(tmp_path, GIB, refused="没有备份。")
    with pytest.raises(UnusableError, match="没有备份") as refusal:
        require_room(tmp_path, GIB + 1, refused="没有备份。")
    assert "剩余 6.0 GB" in refusal.value.why
    assert "保留 5.0 GB" in refusal.value.why


def test_an_upload_that_would_touch_the_reserve_is_refused_before_its_first_byte(left: Left, tmp_path: Path) -> None:
    left(5 * GIB + MIB)
    asked: list[int] = []

    def pieces():  # type: ignore[no-untyped-def]
        asked.append(1)
        yield b"x"

    with pytest.raises(UnusableError, match=r"现场\.mp4”未保存"):
        take_in(pieces(), root=tmp_path, name="现场.mp4", declared=Declared(size=2 * MIB), reserve=None)
    assert asked == []
    assert names_under(tmp_path) == []


def test_an_upload_that_does_not_say_how_long_it_is_stops_on_its_way(left: Left, tmp_path: Path) -> None:
    left(6 * GIB)

    def pieces():  # type: ignore[no-untyped-def]
        for number, piece in enumerate(noise(70)):
            if number == 60:
                left(5 * GIB - 1)
            yield piece

    with pytest.raises(UnusableError, match="未保存"):
        take_in(pieces(), root=tmp_path, name="现场.mp4", reserve=None)
    assert names_under(tmp_path) == []


def test_without_a_reserve_the_last_byte_may_be_used(left: Left, tmp_path: Path) -> None:
    left(10)
    assert take_in([b"x" * 10], root=tmp_path, name="现场.mp4", reserve=0).size == 10


def test_acts_go_on_long_after_files_are_refused(left: Left, tmp_path: Path) -> None:
    left(65 * MIB)
    require_room_for_acts(tmp_path)
    left(63 * MIB)
    with pytest.raises(UnusableError, match="没有写入"):
        require_room_for_acts(tmp_path)
    require_room_for_acts(tmp_path, reserve=MIB)


@pytest.mark.parametrize(("size", "said"), [(0, "0 MB"), (1, "1 MB"), (812 * MIB, "812 MB"), (3 * GIB // 2, "1.5 GB")])
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert spoken(size) == said
