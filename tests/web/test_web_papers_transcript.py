"""询问笔录 while it is written: usual questions of the cause, places put right, refusal, and what comes back."""

from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import body_of
from process.bureau import Play, at_ten, bureau, case, house, people
from web.test_web_papers import at

__all__ = ["at_ten", "bureau", "case", "house", "people"]

AMENDED = {"place": "第 1 问的回答", "before": "不申请。", "after": "不申请回避。", "by": "subject"}


def test_the_usual_questions_are_those_of_the_cause_and_the_party(case: Play) -> None:
    page = at(case.to("inspection.made"), "zhou").page("/acts/interview.made")
    assert "由谁在系统里改录" in page  # 串换
    assert "店铺什么时候成为定点药店" in page  # a sole trader
    assert "病人是否在院" not in page
    assert 'name="questions.0.q"' in page
    assert 'name="amended.0.place"' in page


def test_places_put_right_and_a_refusal_are_kept_and_printed(case: Play) -> None:
    case.to("inspection.made")
    done = case.usual("interview.made", amended=[AMENDED], refusal="称未带眼镜。", witness="王某")
    body: Any = body_of(done.entry)
    assert body.amended[0].after == "不申请回避。"
    page = at(case, "zhou").page(f"/papers/new/interview?source={done.seq}")
    assert "不申请。　不申请回避。　被询问人" in page
    assert "称未带眼镜。" in page
    assert case.do("zhou", "paper.finalised", form="interview").seq


def test_a_place_that_reads_as_before_is_not_put_right(case: Play) -> None:
    case.to("inspection.made")
    with pytest.raises(BadInputError) as refused:
        case.usual("interview.made", amended=[{**AMENDED, "after": "不申请。"}])
    assert "amended.0.after" in refused.value.fields


def test_a_record_written_half_comes_back_with_every_pair(case: Play) -> None:
    desk = at(case.to("inspection.made"), "zhou")
    path = f"/cases/{desk.ref}/acts/interview.made"
    typed = {"questions.0.q": "叫什么？", "questions.0.a": "许某。", "questions.1.q": "做什么？", "questions.1.a": ""}
    saved = desk.client.post(path, {**desk.hidden(path), **typed, "draft": "auto"})
    assert saved.json()["saved"]
    page = desk.page("/acts/interview.made")
    assert all(text in page for text in typed.values())
