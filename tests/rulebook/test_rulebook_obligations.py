"""Every obligation ends somewhere, is proved by a test that exists, and never goes back unnoticed."""

import ast
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from liuhen.rulebook import Rulebook, State, WorkingCalendar, assess, load
from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.facts import answered, read_facts
from liuhen.rulebook.frame import Choice, Procedure
from liuhen.rulebook.obligations import Covered, Named, coverage, every_pack, faults, naming, read_rows
from liuhen.rulebook.parts import InForce
from liuhen.rulebook.words import Words
from rulebook.test_rulebook_key import CASE, NOW

ROOT = Path(__file__).resolve().parents[2]
BASELINE = ROOT / "tests/rulebook/key/baseline.yaml"
FORWARD: Final = ("not_built", "organisational", "feature", "choice", "rule")
PACKS, COVERED = every_pack(), coverage()
NAMED = {each.test: each for answers in naming(PACKS).values() for each in answers}
PROVED = {
    f"{pack.head.id}-{written.words.id}"
    for pack in PACKS
    for written in pack.written
    if isinstance(written.words, Words) and written.words.examples
}
"""The rules that have a test of their own in test_rulebook_packs."""


def framed(kind: type) -> list[Any]:
    return [
        pytest.param(each, id=f"{each.pack}-{each.id}")
        for each in NAMED.values()
        if isinstance(each.written.words, kind)
    ]


@cache
def book(pack: str) -> Rulebook:
    return load([pack])


@cache
def functions(file: str) -> frozenset[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def exists(test: str) -> bool:
    file, _, rest = test.partition("::")
    function, _, case = rest.partition("[")
    if function == "test_every_rule_keeps_its_own_examples":
        return case.removesuffix("]") in PROVED
    return function in functions(file) and (not case or test in NAMED)


def test_every_row_is_answered_and_every_answer_names_a_row() -> None:
    assert [str(problem) for problem in faults()] == []


def test_every_answer_names_tests_that_exist() -> None:
    wrong = [(one.row.id, test) for one in COVERED for test in one.tests if not exists(test)]
    unproved = [one.row.id for one in COVERED if one.status in ("rule", "choice", "feature") and not one.tests]
    assert (wrong, unproved) == ([], [])


def test_every_fact_of_the_law_above_became_a_rule_or_says_what_became_of_it() -> None:
    listed = read_facts()
    rules = answered(listed, PACKS)
    assert [fact.id for fact in listed.facts if not rules[fact.id] and not fact.how] == []


def test_no_row_vanishes_and_none_goes_back() -> None:
    before = yaml.safe_load(BASELINE.read_text(encoding="utf-8"))
    now = {one.row.id: one for one in COVERED}
    assert set(before) == set(now)
    assert [row for row, told in before.items() if went_back(now[row], told)] == []


def went_back(now: Covered, before: str | dict[str, str]) -> bool:
    """A line of the baseline is a status; one that was lowered says what it was and why."""
    if isinstance(before, dict):
        assert before["was"] in FORWARD
        assert before["because"]
        before = before["status"]
    return FORWARD.index(now.status) < FORWARD.index(before)


@pytest.mark.parametrize("named", framed(Procedure))
def test_the_stages_are_those_of_the_text(named: Named) -> None:
    procedure = named.written.words
    assert isinstance(procedure, Procedure)
    ordinary = {stage.title for stage in procedure.stages if not stage.special}
    special = {stage.title for stage in procedure.stages if stage.special}
    rows = {row.id: row.asks for row in read_rows()}
    for row in procedure.rows:
        told = re.search("一般环节(.*?)，特别环节(.*?)(；|$)", rows[row])
        if told:
            assert [name for name in told[1].split("、") if not any(name in title for title in ordinary)] == []
            assert [name for name in told[2].split("、") if not any(name in title for title in special)] == []
    assert procedure.stages
    assert procedure.over


@pytest.mark.parametrize("named", framed(Approval))
def test_an_order_of_approval_names_its_steps(named: Named) -> None:
    approval = named.written.words
    assert isinstance(approval, Approval)
    for kind in approval.of:
        ordered = book(named.pack).approvals(kind)[approval.matter]
        assert ordered.path()
        assert ordered.at_least()
    assert {role for step in approval.steps for role in step.roles} <= set(book(named.pack).labels.roles)


@pytest.mark.parametrize("named", framed(Choice))
def test_every_reading_of_a_choice_can_be_run(named: Named, calendar: WorkingCalendar) -> None:
    choice = named.written.words
    assert isinstance(choice, Choice)
    known = book(named.pack)
    using = [plan.words.of[0] for plan in known.every_plan() if choice.id in plan.words.readings]
    assert using or choice.used_by
    for reading, words in choice.readings.items() if using else ():
        plans = known.plans(using[0], {choice.id: reading})
        shown = {(one.reading, one.picked) for plan in plans for one in plan.rule.readings if one.choice == choice.id}
        assert shown == {(words, True)}
        if reading != choice.default:
            assess(replace(CASE, kind=using[0], choices={choice.id: reading}), known, calendar, NOW)


DATES = {
    "wuhan-ybj": (None, None),
    "wenshang-ybj": ("2019-06-29", None),
    "baofeng-ybj": (None, None),
    "dongxihu-wlj": ("2019-09-30", None),
    "fujian-ybj": ("2024-09-01", "2029-08-31"),
}


@pytest.mark.parametrize("regulation", DATES)
def test_a_regulation_is_in_force_on_the_days_its_text_names(regulation: str) -> None:
    span = book(regulation).packs[-1].head.in_force
    assert (span.first and span.first.isoformat(), span.last and span.last.isoformat()) == DATES[regulation]


@pytest.mark.parametrize("regulation", [each for each, (first, _) in DATES.items() if first is None])
def test_a_day_that_the_text_leaves_out_comes_from_the_organ(regulation: str, calendar: WorkingCalendar) -> None:
    given = InForce.model_validate({"from": CASE.events[-1].happened.date() + timedelta(days=1)})
    later = load([regulation], dates={regulation: given})
    found = assess(CASE, later, calendar, NOW)
    assert {each.state for each in found if each.rule.pack == regulation} == {State.NOT_APPLICABLE}
