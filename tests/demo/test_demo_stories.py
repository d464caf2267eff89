"""The invented cases as their files tell them: amounts, articles, days, and words of their own."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise

import pytest

from liuhen.demo.amounts import against
from liuhen.demo.days import Days
from liuhen.demo.seed import FEW
from liuhen.demo.signers import PAPERS
from liuhen.demo.story import Step, Story, stories
from liuhen.kernel.clock import BEIJING
from liuhen.kernel.money import yuan
from liuhen.rulebook import load_calendar

STANDARD = {"proposal", "remedies", "place"}  # what an article words
ALIKE = 0.5
PIECE = 3  # characters
STAGES = frozenset(
    [
        "线索",
        "立案审批",
        "立案退回",
        "待立案编号",
        "不予立案",
        "调查取证",
        "法制审核",
        "事先告知",
        "陈述申辩",
        "集体讨论",
        "决定待签署",
        "决定退回",
        "决定",
        "执行",
        "结案审批",
        "结案退回",
        "待归档",
        "已归档",
    ]
)
SUNDAY, MONDAY, AFTER_GOLDEN_WEEK = date(2026, 11, 22), date(2026, 11, 23), date(2026, 10, 8)


def said(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from said(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from said(one)


def texts(story: Story) -> Iterator[str]:
    """What somebody wrote for this case: longer than a phrase, no standard wording."""
    told = [text for name, text in story.texts.items() if name not in STANDARD]
    for step in story.steps:
        if not step.corrects:
            told += [text for name, value in step.entered.items() if name not in STANDARD for text in said(value)]
            told += [step.late]
    yield from (re.sub(r"[\d,.]|\{\w+\}", "", one) for one in told if len(one) >= 16)


def pieces(text: str) -> frozenset[str]:
    return frozenset(text[at : at + PIECE] for at in range(len(text) - PIECE + 1))


def test_about_thirty_cases_stand_at_every_stage() -> None:
    assert len(stories()) >= 30
    assert {story.stage for story in stories()} == STAGES


@pytest.mark.parametrize("story", [one for one in stories() if one.groups], ids=lambda one: one.key)
def test_amounts_add_up_to_the_fen(story: Story) -> None:
    assert sum(group.count * group.each for group in story.groups) == story.refund_fen
    if facts := story.filled(story.texts.get("facts", "")):
        assert yuan(story.refund_fen) in facts
        assert all(yuan(group.fen) in facts for group in story.groups)


@pytest.mark.parametrize("story", [one for one in stories() if one.multiple], ids=lambda one: one.key)
def test_a_fine_is_so_many_times_the_loss_as_its_article_allows(story: Story) -> None:
    assert against(story.penalty, kind=story.party.kind, loss_fen=story.refund_fen, fine_fen=story.fine_fen) == ()
    assert story.fine_fen == story.refund_fen * story.multiple
    assert yuan(story.fine_fen) in story.filled(story.texts.get("proposal", yuan(story.fine_fen)))


@pytest.mark.parametrize(
    ("penalty", "kind", "fine_fen", "said"),
    [
        ("38", "organisation", 99, "低于所造成损失的一倍"),
        ("38", "individual_business", 201, "高于所造成损失的二倍"),
        ("40", "organisation", 501, "高于所造成损失的五倍"),
        ("41", "person", 1, "没有罚款"),
        ("41-2", "organisation", 200, "只适用于参保个人"),
    ],
)
def test_the_regulation_refuses_a_fine_outside_its_article(penalty: str, kind: str, fine_fen: int, said: str) -> None:
    found = against(penalty, kind=kind, loss_fen=100, fine_fen=fine_fen)
    assert len(found) == 1
    assert said in found[0]


def test_no_two_cases_are_told_in_the_same_words() -> None:
    told = [(story.key, text, pieces(text)) for story in stories() for text in texts(story)]
    alike = [
        (one[1], other[1])
        for one, other in combinations(told, 2)
        if one[0] != other[0] and len(one[2] & other[2]) > ALIKE * min(len(one[2]), len(other[2]))
    ]
    assert alike == []


def test_everything_is_named_an_example() -> None:
    assert [one.key for one in stories() if "（示例）" not in one.party.name + one.party.address] == []
    assert len({one.party.name for one in stories()}) == len(stories())


def test_every_paper_form_is_made_somewhere() -> None:
    acts = {step.act for story in stories() for step in story.steps if step.paper}
    assert set(PAPERS) <= acts


def test_the_few_are_among_them() -> None:
    assert set(FEW) <= {one.key for one in stories()}


@pytest.mark.parametrize("today", [SUNDAY, MONDAY, AFTER_GOLDEN_WEEK, date(2027, 2, 22)], ids=str)
def test_steps_follow_one_another_and_have_all_happened(today: date) -> None:
    days = Days(load_calendar(), today)
    for story in stories():
        anchor = days.anchor(story.anchor)
        times = [days.at(anchor, step.recorded or step.t) for step in story.steps]
        assert all(earlier <= later for earlier, later in pairwise(times)), story.key
        assert times[-1].astimezone(BEIJING).date() < today, story.key


def test_acts_are_done_on_working_days_in_working_hours() -> None:
    days, calendar = Days(load_calendar(), MONDAY), load_calendar()
    for story in stories():
        anchor = days.anchor(story.anchor)
        for step in story.steps:
            at = days.at(anchor, step.t).astimezone(BEIJING)
            assert calendar.is_workday(at.date()), (story.key, step.t)
            assert 8 <= at.hour < 19 or at_night(step), (story.key, step.t)


def at_night(step: Step) -> bool:
    return step.act == "inspection.made" and step.start > "20:00"
