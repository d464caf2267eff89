"""体检 of people and of what serves them: counted on the demo's bureau, at days of our choosing."""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from liuhen.demo.people import ORGAN, establish
from liuhen.kernel import clock
from liuhen.people.models import Certificate, Organ, Person
from liuhen.upkeep import presence, tls
from liuhen.upkeep.health import machine, people, serving
from liuhen.upkeep.health.check import State

DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def bureau(db: None, tmp_path: Path, settings: LazySettings) -> Path:
    del db
    settings.LIUHEN_DATA = tmp_path
    settings.LIUHEN_ORIGINALS = tmp_path / "originals"
    settings.LIUHEN_PAPERS = tmp_path / "papers"
    with clock.at(DAY):
        establish(clock.beijing_date(DAY))
    return tmp_path


def real() -> None:
    """The bureau as if it were no demo."""
    Organ.objects.update(demo=False)


def test_certificates_that_ended_and_those_that_soon_end_are_counted() -> None:
    with clock.at(DAY):
        found = people.certificates()
    assert found.state is State.NOTICE
    assert "1 人的执法证已经过期，1 人的在 30 天内到期" in found.found


def test_a_renewed_certificate_is_no_worry() -> None:
    for row in Certificate.objects.all():
        row.key, row.valid_from, row.valid_to = f"{row.number}:later", DAY.date(), DAY.date() + timedelta(900)
        row.save()
    with clock.at(DAY):
        assert people.certificates().state is State.FINE


def test_who_left_is_not_counted() -> None:
    Person.objects.filter(account__in=["dingwei", "tangziqian"]).update(left_on=DAY.date())
    with clock.at(DAY):
        assert people.certificates().state is State.FINE


@pytest.mark.parametrize(("month", "state"), [(11, State.FINE), (12, State.NOTICE)])
def test_next_year_s_holidays_are_missed_from_december(month: int, state: State) -> None:
    with clock.at(DAY.replace(month=month)):
        assert people.calendar().state is state


def test_keepers_without_a_second_factor_are_named() -> None:
    real()
    found = people.keepers()
    assert found.state is State.NOTICE
    assert "蒋宁" in found.found


def test_an_office_that_nobody_holds_is_wrong() -> None:
    real()
    Person.objects.filter(account="shenmoyan").update(left_on=DAY.date())
    found = people.keepers()
    assert found.state is State.WRONG
    assert "安全审计员" in found.found


def test_a_demo_on_the_network_is_wrong(bureau: Path) -> None:
    told = {"url": "https://liuhen.test:8443", "certificate": None, "behind_proxy": False}
    with presence.present(bureau, local=False, **told):
        assert serving.access().state is State.WRONG
    with presence.present(bureau, local=True, **told):
        assert serving.access().state is State.FINE
    assert serving.access().state is State.NOTICE


def test_what_a_killed_server_left_behind_counts_for_nothing(bureau: Path) -> None:
    with presence.present(bureau, url="http://x", local=True, certificate=None, behind_proxy=False):
        file = bureau / "upkeep" / "serving.json"
        file.write_text(file.read_text().replace('"began": "', '"began": "1'))
        assert presence.current(bureau) is None


def test_the_certificate_that_is_served_is_the_one_that_is_judged(bureau: Path) -> None:
    other = tls.place(bureau / "own")
    tls.begin(other, names=["old.test"], addresses=[], now=datetime.now(UTC) - timedelta(days=500))
    told = {"url": "https://old.test", "local": False, "behind_proxy": False}
    with presence.present(bureau, certificate=other.server, **told):
        found = serving.certificate()
    assert found.state is State.WRONG
    assert "old.test" in found.found


def test_a_worker_that_holds_its_lock_is_alive(bureau: Path) -> None:
    assert serving.background().state is State.NOTICE
    with (bureau / "worker.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert serving.background().state is State.FINE


def test_a_job_that_failed_is_told(bureau: Path) -> None:
    DBTaskResult.objects.create(
        status="FAILED", task_path="x", args_kwargs={}, backend_name="default", run_after=DAY, exception_class_path=""
    )
    with (bureau / "worker.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "1 件没有做成" in serving.background().found


def test_a_clock_behind_the_last_record_is_wrong() -> None:
    with clock.at(DAY - timedelta(days=1)):
        assert machine.time_of_day().state is State.WRONG
    assert Organ.objects.get().id == ORGAN


def test_old_files_of_broken_uploads_are_told(bureau: Path) -> None:
    left = bureau / "incoming" / "upload.part"
    left.parent.mkdir()
    left.write_bytes(bytes(10))
    assert machine.leftovers().state is State.FINE
    os.utime(left, (0, 0))
    assert machine.leftovers().state is State.NOTICE
