"""The forecast: what is there, what comes in a month, and the day on which files would be refused."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from liuhen.media import space
from liuhen.media.space import GIB, MIB
from liuhen.upkeep.disk import forecast

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
Put = Callable[..., None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put a file into a store, so many days old; the disk has 6 GiB free of 100 and keeps 5."""
    monkeypatch.setattr(space.shutil, "disk_usage", lambda _path: SimpleNamespace(total=100 * GIB, free=6 * GIB))

    def file(store: str, size: int, *, days: float) -> None:
        path = tmp_path / store / "ab" / f"{size}-{days}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(size)
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))

    return file


def test_a_month_is_what_the_last_ninety_days_brought_in_thirty(put: Put, tmp_path: Path) -> None:
    put("originals", 500 * MIB, days=400)  # an old archive that was brought in says nothing of now
    put("originals", 60 * MIB, days=80)
    put("papers", 30 * MIB, days=2)
    told = forecast(tmp_path, now=NOW)
    assert told.a_month == 30 * MIB
    assert told.parts == {
        "音像和扫描原件": 560 * MIB,
        "文书": 30 * MIB,
        "启用的规程文本": 0,
        "预览和转码副本": 0,
        "数据库": 0,
    }


def test_the_day_on_which_files_are_refused_follows(put: Put, tmp_path: Path) -> None:
    put("originals", 1024 * MIB, days=30)
    told = forecast(tmp_path, now=NOW)
    assert (told.a_month, told.short) == (GIB, False)
    assert told.refuses_on == date(2026, 12, 20)  # one GiB is left above the reserve


def test_of_less_than_a_week_nothing_is_said(put: Put, tmp_path: Path) -> None:
    put("originals", 1024 * MIB, days=3)
    told = forecast(tmp_path, now=NOW)
    assert (told.a_month, told.refuses_on) == (None, None)


def test_an_empty_folder_has_a_forecast_too(tmp_path: Path) -> None:
    told = forecast(tmp_path / "not yet there", now=NOW)
    assert (told.a_month, sum(told.parts.values())) == (None, 0)


def test_what_is_full_already_is_full_today(put: Put, tmp_path: Path) -> None:
    put("originals", 1, days=30)
    told = forecast(tmp_path, now=NOW, reserve=7 * GIB)
    assert (told.short, told.refuses_on) == (True, date(2026, 11, 20))


def test_a_trickle_never_fills_it(put: Put, tmp_path: Path) -> None:
    put("papers", 1, days=30)
    assert forecast(tmp_path, now=NOW).refuses_on is None


def test_the_database_counts_from_its_beginning(put: Put, tmp_path: Path) -> None:
    put("papers", 1, days=60)
    (tmp_path / "liuhen.sqlite3").write_bytes(b"x" * 6_000_000)
    told = forecast(tmp_path, now=NOW)
    assert told.a_month == 3_000_000  # half of it in each of two months; the one byte is rounded away
