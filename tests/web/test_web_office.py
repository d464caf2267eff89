"""单位: sections, acts with their history, and the roster, as a person at a browser meets them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen.office.models import Chain, History
from liuhen.office.registry import OFFICE_ACTS, SECTIONS
from liuhen.people.models import Account, Person
from office.test_office_roster import BAI, LIN, book
from web.clients import Desk

Sits = Callable[[str], Desk]
KEEPERS = ("fengyiming", "jiangning", "shenmoyan")


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


@pytest.mark.parametrize("account", ["zhoumingyuan", "wusiqi", "jiangning"])
def test_every_section_opens_for_everybody_of_the_organ(sits: Sits, account: str) -> None:
    desk = sits(account)
    for section in SECTIONS:
        answer = desk.get(f"/office/{section}")
        assert answer.status_code == 200, section
        assert "变更记录" in words(answer)


def test_every_act_opens_for_who_may_do_it_and_is_refused_to_others(sits: Sits) -> None:
    desks = [sits(who) for who in (*KEEPERS, "wusiqi", "zhoumingyuan", "sunman", "zhengxiaoyu")]
    for kind in OFFICE_ACTS:
        assert {desk.get(f"/office/acts/{kind}").status_code for desk in desks} == {200, 403}, kind


def test_no_button_leads_to_a_refusal(sits: Sits) -> None:
    for who in (*KEEPERS, "wusiqi", "chenguodong", "zhoumingyuan"):
        desk = sits(who)
        for section in SECTIONS:
            for link in re.findall(r'href="(/office/acts/[^"]+)"', desk.get(f"/office/{section}").content.decode()):
                assert desk.get(link.replace("&amp;", "&")).status_code == 200, (who, link)


def test_an_appointment_shows_its_code_once_and_the_history_why(sits: Sits) -> None:
    desk = sits("jiangning")
    told = {"name": "林小满", "department": "办公室", "account": "linxiaoman", "roles": ["handler"], "reason": "新录用"}
    answer = desk.send("/office/acts/officer.appointed", told)
    assert answer.status_code == 200 and "只显示这一次" in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "新录用" in words(desk.get("/office/people"))


def test_what_was_typed_stays_when_it_is_refused(sits: Sits) -> None:
    told = {"name": "林小满", "department": "没有这个处室", "account": "linxiaoman", "roles": ["handler"]}
    answer = sits("jiangning").send("/office/acts/officer.appointed", told)
    assert answer.status_code == 422
    assert "林小满" in answer.content.decode() and "没有“没有这个处室”这个处室" in words(answer)


def test_an_order_without_what_the_law_asks_is_refused_with_its_article(sits: Sits) -> None:
    answer = sits("wusiqi").send(
        "/office/acts/chain.set",
        {"matter": "opening", "steps.0.roles": ["chief"], "steps.0.joint": "no", "basis": "规定"},
    )
    assert answer.status_code == 422 and "第十二条" in words(answer)
    assert not Chain.objects.exists()


def test_one_more_step_is_added_without_a_script(sits: Sits) -> None:
    desk = sits("wusiqi")
    path = "/office/acts/chain.set?of=opening"
    answer = desk.send(path, {"matter": "opening", "steps.0.roles": ["chief"], "add": "steps"})
    assert 'name="steps.1.roles"' in answer.content.decode()


def test_a_denied_act_leaves_a_trace(sits: Sits) -> None:
    from liuhen.access.models import JournalRow  # noqa: PLC0415

    sits("zhoumingyuan").get("/office/acts/role.granted")
    row = JournalRow.objects.order_by("-seq")[0]
    assert (row.act, row.allowed, row.subject) == ("denied", False, "/office/acts/role.granted")


def sent(desk: Desk, path: Path) -> Any:
    file = SimpleUploadedFile("名册.xlsx", path.read_bytes())
    return desk.client.post("/office/people/import", {"file": file})


def told(answer: Any) -> dict[str, str]:
    page = answer.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("key", "told")}  # type: ignore[index]


def test_a_roster_is_looked_at_first_and_then_entered(sits: Sits, tmp_path: Path) -> None:
    desk = sits("jiangning")
    looked = sent(desk, book(tmp_path, LIN, BAI))
    assert "2 人，核对无误" in words(looked) and not Person.objects.filter(account="bailu").exists()
    done = desk.client.post("/office/people/import", {**told(looked), "enter": "1"})
    assert "已录入 2 人，登记执法证 1 个" in words(done)
    assert Account.objects.filter(account="bailu").exists()


def test_the_faults_of_a_roster_are_shown_row_by_row(sits: Sits, tmp_path: Path) -> None:
    answer = sent(sits("jiangning"), book(tmp_path, LIN, [None, *BAI[1:]]))
    assert "有 1 处要改，没有录入" in words(answer) and "第 3 行" in words(answer)
    assert 'name="told"' not in answer.content.decode()


def test_what_another_looked_at_is_not_ones_to_enter(sits: Sits, tmp_path: Path) -> None:
    looked = sent(sits("jiangning"), book(tmp_path, LIN))
    fields = told(looked)
    fields["told"] = fields["told"][:-2] + "xx"
    answer = sits("jiangning").client.post("/office/people/import", {**fields, "enter": "1"})
    assert answer.status_code == 422 and "核对已经过期" in words(answer)


@pytest.mark.parametrize("path", ["/office/people/import", "/office/people/template"])
def test_only_who_appoints_sees_the_roster_pages(sits: Sits, path: str) -> None:
    assert sits("jiangning").get(path).status_code == 200
    assert sits("wusiqi").get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_the_pages_ask_the_same_number_of_questions_however_long_the_history(
    sits: Sits, django_assert_max_num_queries: Any
) -> None:
    desk = sits("jiangning")
    desk.get("/office")
    for number in range(30):
        desk.send("/office/acts/department.opened", {"name": f"处室{number}"})
    assert History.objects.count() > 30
    for section in SECTIONS:
        with django_assert_max_num_queries(30):
            desk.get(f"/office/{section}")
