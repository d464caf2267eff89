"""Entries made before requests named their order of approvals are read as they were meant."""

from typing import Any

import pytest

from liuhen.ledger import Body
from liuhen.process.decision.payloads import DecisionReturned
from liuhen.process.execution.payloads import ClosingRequested, ClosingReturned
from liuhen.process.initiation.payloads import OpeningRequested
from process.bureau import PARTY

OPENING: dict[str, Any] = {
    "case_title": "某案",
    "cause": "串换药品",
    "source": "inspection",
    "party": PARTY,
    "facts": "疑点 19 笔。",
    "basis": "程序规定第十五条",
    "opinion": "建议立案。",
    "urgent": False,
}


def test_an_opening_went_to_the_head_the_deputy_and_the_chief() -> None:
    read = OpeningRequested.read(OPENING)
    assert isinstance(read, OpeningRequested)
    assert [(step.roles, step.joint) for step in read.order] == [
        (["unit_head"], False),
        (["deputy"], False),
        (["chief"], False),
    ]
    assert read.order_basis == ""


def test_a_closing_went_to_the_chief() -> None:
    read = ClosingRequested.read({"ground": "performed", "summary": "已全部履行。"})
    assert isinstance(read, ClosingRequested)
    assert [step.roles for step in read.order] == [["chief"]]


@pytest.mark.parametrize("body", [DecisionReturned, ClosingReturned])
def test_what_came_back_came_from_the_chief(body: type[Body]) -> None:
    assert getattr(body.read({"reason": "请补充证据。"}), "level", "") == "chief"
