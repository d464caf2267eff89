"""裁量基准: set whole for one article, with its history; what contradicts itself is refused; drafts are held to it."""

from collections.abc import Callable
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.guard import Done, perform
from liuhen.office.in_force import discretion
from liuhen.office.models import History
from liuhen.office.registry import office_act_type
from liuhen.people.officers import Officer
from liuhen.queries.bureau.page import section_page
from process.bureau import ORGAN, Play

STEP = {"step": "ordinary", "low_percent": 130, "high_percent": 170, "conditions": "没有其他情形。"}
MORE = {"step": "heavier", "low_percent": 170, "high_percent": 200, "conditions": "多次违法。"}
TL38 = {"basis_article": "TL38", "fine_fen": 75_000, "refund_fen": 50_000}


@pytest.fixture
def set_steps(people: dict[str, Officer]) -> Callable[..., Done]:
    counted = iter(range(100))

    def do(*steps: dict[str, Any], who: str = "wu", article: str = "TL38") -> Done:
        form = office_act_type("discretion.set").form(article=article, steps=steps, basis="裁量基准（示例）")
        return perform("discretion.set", form, by=people[who], key=f"steps-{next(counted)}", channel="web")

    return do


def test_steps_are_set_for_one_article_and_every_earlier_one_stays_known(set_steps: Callable[..., Done]) -> None:
    set_steps(STEP)
    set_steps(STEP, MORE)
    assert [one.step for one in discretion(ORGAN, "TL38")] == ["ordinary", "heavier"]
    assert discretion(ORGAN, "TL40") == ()
    assert History.objects.filter(organ=ORGAN, kind="discretion.set").count() == 2


def test_only_the_legal_department_sets_them(set_steps: Callable[..., Done]) -> None:
    with pytest.raises(NotAllowedError):
        set_steps(STEP, who="zhou")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((STEP, STEP), "填写了两次"),
        ((STEP | {"low_percent": 180},), "下限不高于上限"),
        ((STEP | {"low_percent": None},), "上下限"),
        ((STEP | {"low_fen": 1, "high_fen": 2},), "一种方法"),
    ],
)
def test_steps_that_contradict_themselves_are_refused(
    set_steps: Callable[..., Done], steps: tuple[dict[str, Any], ...], said: str
) -> None:
    with pytest.raises(BadInputError, match=said):
        set_steps(*steps)


def test_a_form_opens_with_an_invented_example_and_then_with_what_is_in_force(
    people: dict[str, Officer], set_steps: Callable[..., Done]
) -> None:
    known = office_act_type("discretion.set").prefill
    assert known is not None
    assert "示例" in known(people["wu"], "TL38")["basis"]
    assert known(people["wu"], "TL43") == {}
    set_steps(STEP)
    assert known(people["wu"], "TL38")["steps"] == [STEP]


def test_the_page_of_standards_shows_them(people: dict[str, Officer], set_steps: Callable[..., Done]) -> None:
    set_steps(STEP)
    set_steps({"step": "lighter", "low_fen": 1_000_000, "high_fen": 2_000_000, "conditions": "一"}, article="TL39")
    table = next(one for one in section_page(people["wu"], "standards").tables if one.title == "裁量基准")
    told = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert told["基金条例第三十八条"] == "一般 损失的 130%—170%"
    assert told["基金条例第三十九条"] == "从轻 10,000.00—20,000.00 元"
    assert told["基金条例第四十条"] == "未设定，不作核对"


def test_a_draft_is_held_to_them_and_departs_with_a_reason(case: Play, set_steps: Callable[..., Done]) -> None:
    set_steps(STEP, MORE)
    case.to("discussion.held", notice_given=TL38)
    draft = TL38 | {"loss_fen": 50_000}
    with pytest.raises(BadInputError, match="请选择裁量档次"):
        case.usual("decision.drafted", **draft)
    with pytest.raises(BadInputError, match="不在所选裁量档次之内"):
        case.usual("decision.drafted", **draft, step="heavier")
    case.usual("decision.drafted", **draft, step="heavier", departure="主动退回。")
    case.usual("decision.drafted", **draft, step="ordinary")
    case.usual("decision.made")
