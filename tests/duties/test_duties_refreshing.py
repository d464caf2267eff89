"""When something else comes into force, what dossiers owe is reckoned anew: by a job, or where tables are compared."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from duties.tiny import ID, write
from liuhen.duties import refreshing
from liuhen.duties.models import Duty, Reckoned
from liuhen.duties.refreshing import behind, catch_up, refresh
from liuhen.jobs import stopping
from liuhen.jobs.stopping import HandedBackError
from liuhen.kernel import clock
from liuhen.office import actions as office
from liuhen.office.guard import perform
from liuhen.office.in_force import in_force
from liuhen.office.registry import office_act_type
from process.bureau import AT, ORGAN, TODAY, Play


@pytest.fixture(autouse=True)
def shelf(house: Path, case: Play, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The tiny pack in force in its first version, with three cases begun; the second version lies ready."""
    settings.LIUHEN_PACKS = [tmp_path / "shelf"]
    write(tmp_path / "shelf")
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-1")
    for _ in range(3):
        Play(case.people).to("clue.registered")
    write(tmp_path / "shelf", second=True)
    yield tmp_path / "shelf"


def adopt(case: Play, since: date) -> None:
    form = office_act_type("packs.adopted").form.model_validate({"packs": [ID], "since": since, "basis": "局务会议"})
    perform("packs.adopted", form, by=case.people["wu"], key=f"adopt-{since}", channel="web")


def waiting() -> list[tuple[str, Any]]:
    rows = DBTaskResult.objects.filter(task_path=refresh.module_path).order_by("run_after")
    return [(row.args_kwargs["args"][0], row.run_after) for row in rows]


def test_an_adoption_lets_a_job_wait_and_the_job_reckons_every_dossier(case: Play) -> None:
    adopt(case, TODAY)
    assert [name for name, _ in waiting()] == [f"{ORGAN}:"]
    assert behind(ORGAN) == 3
    assert Duty.objects.filter(rule="X3-1").count() == 0
    refresh.call(f"{ORGAN}:", ORGAN)
    assert behind(ORGAN) == 0
    assert Duty.objects.filter(rule="X3-1").count() == 3


def test_what_holds_from_a_later_day_is_reckoned_on_that_day(case: Play) -> None:
    monday = TODAY + timedelta(days=3)
    adopt(case, monday)
    assert f"{ORGAN}:{monday}" in [name for name, _ in waiting()]
    catch_up(ORGAN)
    assert Duty.objects.filter(rule="X3-1").count() == 0
    with clock.at(AT + timedelta(days=3)):
        assert behind(ORGAN) == 3
        assert catch_up(ORGAN) == 3
        assert Duty.objects.filter(rule="X3-1").count() == 3


def test_a_stopped_job_goes_on_where_it_was(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(case, TODAY)
    asked = iter([False, True])
    monkeypatch.setattr(stopping, "asked", lambda: next(asked))
    with pytest.raises(HandedBackError):
        catch_up(ORGAN)
    assert behind(ORGAN) == 2
    monkeypatch.undo()
    told: list[tuple[int, int]] = []
    assert catch_up(ORGAN, said=lambda done, whole: told.append((done, whole))) == 2
    assert told == [(1, 2), (2, 2)]


def test_a_year_arranged_moves_terms_on_in_every_dossier(case: Play) -> None:
    before = set(Duty.objects.filter(rule="X1-1").values_list("due", flat=True))
    holidays = [{"name": "示例假日", "first": TODAY + timedelta(days=3), "last": TODAY + timedelta(days=4)}]
    entered = {"year": 2026, "source": "示例通知", "holidays": holidays, "workdays": [], "reason": "试"}
    form = office_act_type("calendar.arranged").form.model_validate(entered)
    perform("calendar.arranged", form, by=case.people["wu"], key="arranged-2026", channel="web")
    refreshing.catch_up_everywhere()
    assert set(Duty.objects.filter(rule="X1-1").values_list("due", flat=True)) == {
        one + timedelta(days=4) for one in before
    }


def test_a_dossier_that_somebody_acts_in_is_reckoned_by_that_act(case: Play) -> None:
    mine = Play(case.people)
    mine.to("clue.registered")
    adopt(case, TODAY)
    mine.usual("clue.checked")
    assert Reckoned.objects.get(id=mine.case.dossier).mark == in_force(ORGAN).mark
    assert behind(ORGAN) == 3


def test_a_starting_worker_finds_what_was_left_behind(case: Play) -> None:
    adopt(case, TODAY)
    DBTaskResult.objects.all().delete()
    refreshing.arrange_everywhere()
    refreshing.arrange_everywhere()
    assert [name for name, _ in waiting()] == [f"{ORGAN}:"]
