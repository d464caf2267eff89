"""What the bureau waits for from whom: certificates, the coming year, a second keeper."""

from datetime import date, timedelta

import pytest

from liuhen.kernel import clock
from liuhen.office import actions as office
from liuhen.office.guard import perform
from liuhen.office.models import Threshold
from liuhen.office.registry import office_act_type
from liuhen.people.officers import Officer
from liuhen.queries.bureau.reminders import reminders
from process.bureau import AT, ORGAN, TODAY

People = dict[str, Officer]


def texts(by: Officer) -> list[str]:
    return [one.text for one in reminders(by)]


def certify(by: Officer, last: date) -> None:
    told = {"number": f"n-{last}", "valid_from": date(2020, 1, 1), "valid_to": last}
    office.certify(ORGAN, officer=by.id, by=office.SYSTEM, key=f"certify-{by.id}-{last}", **told)


@pytest.mark.parametrize(("days", "said"), [(59, "还有 59 天"), (0, "还有 0 天"), (-1, "已于")])
def test_an_officer_is_told_when_his_certificate_ends(people: People, days: int, said: str) -> None:
    certify(people["ding"], TODAY + timedelta(days=days))
    assert said in texts(people["ding"])[0]
    assert any("执法证" in text for text in texts(people["jiang"]))


def test_a_renewed_certificate_reminds_nobody(people: People) -> None:
    certify(people["ding"], TODAY + timedelta(days=10))
    certify(people["ding"], TODAY + timedelta(days=500))
    assert texts(people["ding"]) == texts(people["jiang"]) == []


def test_the_coming_year_is_asked_for_in_december(people: People) -> None:
    assert texts(people["wu"]) == []
    with clock.at(AT + timedelta(days=20)):
        assert "2027年的放假安排" in texts(people["wu"])[0]
    with clock.at(AT + timedelta(days=60)):
        assert [one.late for one in reminders(people["wu"])] == [True]


def test_an_amount_that_was_never_set_is_asked_for(people: People) -> None:
    Threshold.objects.all().delete()
    assert texts(people["wu"]) == ["还没有设定法制审核的数额标准。"]


def test_a_nomination_waits_for_another_keeper(people: People) -> None:
    perform(
        "department.opened",
        office_act_type("department.opened").form(name="办公室"),
        by=people["jiang"],
        key="d" * 8,
        channel="web",
    )
    told = {"role": "auditor", "name": "林", "department": "办公室", "account": "lin", "reason": "轮岗"}
    form = office_act_type("keeper.proposed").form(**told)
    perform("keeper.proposed", form, by=people["jiang"], key="k" * 8, channel="web")
    assert texts(people["jiang"]) == []
    assert texts(people["feng"]) == texts(people["shen"]) == ["有 1 件三员提名待第二人确认。"]
