"""行政检查 and 简易程序 at the browser: what a link knows nobody types again, what is refused is carried over."""

import json
import re
from collections.abc import Callable
from typing import Any

from liuhen.kernel import clock
from liuhen.process.inspection.drawing import again
from web.clients import Desk

Sits = Callable[[str], Desk]
SHOPS = "青禾药店（示例），9142示例1，高\n白鹭药店（示例）\n云杉药店（示例）"
PLAN = "/cases/new/inspection.planned"
SPOT = "/cases/new/spot_decision.made"
PENALISED = {
    "party.name": "某某（示例）",
    "party.kind": "person",
    "place": "青禾街 21 号",
    "facts": "将本人医保卡交他人使用。",
    "basis": "基金条例第四十一条",
    "fine_fen": "200.01",
    "paying": "bank",
    "certificate_shown": "yes",
    "rights_told": "yes",
    "delivered": "yes",
    "defence": "none",
    "signing": "signed",
    "warning": "no",
    "remedies": "六十日内复议，六个月内诉讼。",
}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def officers(page: str, *names: str) -> list[str]:
    found = re.findall(r'name="officer_ids" value="([^"]+)"[^>]*> <span>([^<\s]+)', page)
    return [value for value, name in found if name in names]


def drawn(desk: Desk) -> str:
    path = "/office/acts/draw.made"
    people = officers(text_of(desk.get(path)), "周明远", "何静")
    told = {"title": "四季度抽查", "objects": SHOPS, "count": "2", "each": "2", "officer_ids": people, "months": "0",
            "seed": "06 11 17", "seed_source": "前一日开奖号码", "apart": ""}  # fmt: skip
    answer = desk.send(path, told)
    assert answer.status_code == 302, text_of(answer)
    return str(answer.url)


def planned(desk: Desk) -> str:
    page = text_of(desk.get(PLAN))
    told = {"reason": "daily", "party.name": "青禾药店（示例）", "party.kind": "organisation", "matters": "台账。",
            "planned_on": f"{clock.beijing_date(clock.now()):%Y-%m-%d}",
            "officer_ids": officers(page, "周明远", "何静")}  # fmt: skip
    answer = desk.send(PLAN, told)
    assert answer.status_code == 302, text_of(answer)
    desk.ref = str(answer.url).rsplit("/", 1)[1]
    return desk.ref


def test_a_draw_has_a_page_and_a_record_to_draw_again_from(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    url = drawn(desk)
    page = text_of(desk.get(url))
    assert "刚刚按记录重算，一致" in page
    told = json.loads(text_of(desk.get(url.replace("/draws", "/draws/file"))))
    assert again(told) == []
    assert "看结果" in text_of(desk.get("/office/draws"))


def test_from_a_draw_each_object_is_planned_by_one_click(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    draws = drawn(desk)
    link = re.findall(r'href="(/cases/new/inspection.planned\?draw=[^"]+)"', text_of(desk.get(draws)))[0]
    page = text_of(desk.get(link.replace("&amp;", "&")))
    assert re.search(r'value="[^"]*药店（示例）"', page)
    assert len(re.findall(r'name="officer_ids"[^>]* checked', page)) == 2
    assert "最近十二个月检查过 <strong>0</strong> 次" in page
    draw = re.search(r'name="draw"[^>]* value="(\d+)"', page) or re.search(r'value="(\d+)"[^>]* name="draw"', page)
    name = re.search(r'name="party.name"[^>]*value="([^"]+)"', page)
    assert draw
    assert name
    told = {"reason": "random", "draw": draw[1], "party.name": name[1], "party.kind": "organisation", "matters": "甲",
            "planned_on": f"{clock.beijing_date(clock.now()):%Y-%m-%d}",
            "party.credit_code": "9142示例1" if name[1].startswith("青禾") else "",
            "officer_ids": officers(page, "周明远", "何静")}  # fmt: skip
    answer = desk.send(PLAN, told)
    assert answer.status_code == 302, text_of(answer)
    assert "已安排：检查" in text_of(desk.get(str(draws)))


def test_a_draw_of_another_bureau_or_none_is_not_found(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    assert desk.get("/draws?of=999999").status_code == 404
    assert desk.get("/draws").status_code == 302


def test_the_plan_says_how_often_the_object_was_inspected(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    planned(desk)
    people = officers(desk.page("/acts/inspection.begun"), "周明远", "何静")
    told = {"place": "甲", "object": "青禾药店（示例）", "officer_ids": people, "certificate_shown": "yes"}
    assert desk.act("inspection.begun", told).status_code == 302
    page = text_of(desk.get(f"{PLAN}?name=青禾药店（示例）"))
    assert "最近十二个月检查过 <strong>1</strong> 次" in page
    assert "检查安排" in desk.page()


def test_an_inspection_becomes_a_clue_by_one_click(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    ref = planned(desk)
    assert f"/cases/new?from={ref}" in desk.page()
    page = text_of(desk.get(f"/cases/new?from={ref}"))
    assert 'value="青禾药店（示例）"' in page
    assert f'value="{ref}"' in page
    told = {"source": "inspection", "found_in": ref, "party.name": "青禾药店（示例）", "party.kind": "organisation",
            "summary": "台账与结算不符。", "violation": "串换药品"}  # fmt: skip
    clue = str(desk.send(f"/cases/new?from={ref}", told).url).rsplit("/", 1)[1]
    assert f"/cases/{clue}" in desk.page()
    desk.ref = clue
    assert f"/cases/{ref}" in desk.page()


def test_what_is_not_ones_own_fills_nothing(sits: Sits) -> None:
    ref = planned(sits("zhoumingyuan"))
    page = text_of(sits("dingwei").get(f"/cases/new?from={ref}"))
    assert "青禾药店" not in page


def test_a_fine_too_high_for_the_spot_is_carried_over_into_a_clue(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    people = officers(text_of(desk.get(SPOT)), "周明远", "何静")
    refused = desk.send(SPOT, PENALISED | {"officer_ids": people})
    assert refused.status_code == 422
    page = text_of(refused)
    assert "令第4号第四十八条" in page
    assert "改走普通程序：登记线索" in page
    turned = desk.send(SPOT, PENALISED | {"officer_ids": people, "instead": "clue.registered"})
    assert turned.url == "/cases/new?from=spot_decision.made"
    page = text_of(desk.get(turned.url))
    assert 'value="某某（示例）"' in page
    assert "将本人医保卡交他人使用" in page


def test_the_highest_fine_allowed_is_decided_on_the_spot(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    people = officers(text_of(desk.get(SPOT)), "周明远", "何静")
    answer = desk.send(SPOT, PENALISED | {"officer_ids": people, "fine_fen": "200"})
    assert answer.status_code == 302, text_of(answer)
    desk.ref = str(answer.url).rsplit("/", 1)[1]
    assert "简易程序" in desk.page()
