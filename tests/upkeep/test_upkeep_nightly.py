"""The nightly backup: always one waits, a missed one is made up for, a failure is written down and not the end."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from liuhen.jobs import stopping
from liuhen.jobs.stopping import HandedBackError
from liuhen.kernel import clock
from liuhen.upkeep import backup, nightly, status
from liuhen.upkeep.backup import last_backup
from liuhen.upkeep.nightly import arrange, back_up_tonight
from liuhen.upkeep.status import Last, Status

EVENING = datetime(2026, 11, 20, 12, tzinfo=UTC)  # eight in the evening in Beijing
TONIGHT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # half past one of the 21st


@pytest.fixture
def to(db: None, tmp_path: Path, settings: Any) -> Path:
    """An installation with a folder for its nightly backup."""
    settings.LIUHEN_DATA = tmp_path / "data"
    settings.LIUHEN_DATA.mkdir()
    folder = tmp_path / "backup"
    settings.LIUHEN_BACKUP_TO = str(folder)
    return folder


def backed_up(folder: Path, at: datetime, data: Path) -> None:
    heads: dict[str, tuple[int, str]] = {}
    last = Last(str(folder), "x", at, took=1, size=1, written=1, objects=0, damaged=0, heads=heads)
    status.keep(data, Status({str(folder): last}))


def waiting() -> list[tuple[str, datetime | None]]:
    rows = DBTaskResult.objects.filter(task_path=back_up_tonight.module_path, status="READY").order_by("run_after")
    return [(row.args_kwargs["args"][0], row.run_after) for row in rows]


def saying(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(nightly, "_COMMAND", ("/bin/sh", "-c", *words))


def test_without_a_folder_nothing_waits(db: None, settings: Any) -> None:
    settings.LIUHEN_BACKUP_TO = ""
    assert arrange(now=EVENING) is None
    assert waiting() == []


def test_the_next_night_waits_once_however_often_the_product_starts(to: Path, settings: Any) -> None:
    backed_up(to, EVENING - timedelta(hours=18), settings.LIUHEN_DATA)
    for _ in range(3):
        assert arrange(now=EVENING) == date(2026, 11, 21)
    assert waiting() == [("2026-11-21", TONIGHT)]


def test_a_night_that_was_slept_through_is_made_up_for_at_once(to: Path, settings: Any) -> None:
    backed_up(to, EVENING - timedelta(days=3), settings.LIUHEN_DATA)
    arrange(now=EVENING)
    assert waiting() == [("2026-11-20", EVENING), ("2026-11-21", TONIGHT)]


def test_a_job_sets_the_next_night_before_it_begins(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "exit 2")
    with clock.at(TONIGHT):
        back_up_tonight.call("2026-11-21")
        back_up_tonight.call("2026-11-21")  # taken up again after its worker died
    assert waiting() == [("2026-11-22", TONIGHT + timedelta(days=1))]


def test_an_old_job_does_not_make_up_for_every_night_since(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "exit 0")
    with clock.at(TONIGHT + timedelta(days=40)):
        back_up_tonight.call("2026-11-21")
    assert waiting() == [("2026-12-31", TONIGHT + timedelta(days=40))]


def test_the_chain_ends_where_the_folder_was_taken_away(to: Path, settings: Any) -> None:
    settings.LIUHEN_BACKUP_TO = ""
    back_up_tonight.call("2026-11-21")
    assert waiting() == []


def test_a_command_that_dies_without_a_word_leaves_one(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "echo MemoryError >&2; exit 137")
    back_up_tonight.call("2026-11-21")
    failure = last_backup().failure
    assert failure is not None
    assert (failure.folder, failure.why) == (str(to), "MemoryError")


def test_who_asks_to_stop_gets_the_job_back(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "sleep 60")
    stopping.ask()
    try:
        with pytest.raises(HandedBackError):
            back_up_tonight.call("2026-11-21")
    finally:
        stopping._asked.clear()


def test_late_is_a_night_and_a_half(to: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "ends", lambda: {"organ": type("End", (), {"entries": 5})})
    monkeypatch.setattr(backup, "goes_through", lambda *_words: True)
    backed_up(to, EVENING, settings.LIUHEN_DATA)
    assert not last_backup(now=EVENING + timedelta(hours=35)).late
    assert last_backup(now=EVENING + timedelta(hours=37)).late
    assert last_backup(now=EVENING).entries == 5


def test_a_status_that_cannot_be_read_says_nothing(to: Path, settings: Any) -> None:
    path = status.own_folder(settings.LIUHEN_DATA) / "backups.json"
    for content in ("", "{", "[]", '{"backups":[{}],"failure":null}'):
        path.write_text(content)
        assert (last_backup().last, last_backup().failure) == (None, None)
