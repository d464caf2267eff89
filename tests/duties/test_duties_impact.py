"""Before packs are adopted: which open dossiers they touch, and how. After it: old acts keep their pins."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from duties.tiny import ID, write
from liuhen.duties import impact
from liuhen.duties.facts import told
from liuhen.duties.impact import Prospect, count_open
from liuhen.duties.models import Duty, Fact
from liuhen.duties.refreshing import catch_up
from liuhen.ledger.rebuild import rebuild
from liuhen.office import actions as office
from liuhen.office.in_force import in_force
from process.bureau import ORGAN, Play

MANY = 1_000 if os.environ.get("LIUHEN_SOAK") else 60
"""Open cases."""


@pytest.fixture(autouse=True)
def shelf(house: Path, case: Play, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The tiny pack in force in its first version; the second one lies on the shelf once `renewed` put it there."""
    settings.LIUHEN_PACKS = [tmp_path / "shelf"]
    write(tmp_path / "shelf")
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-1")
    yield tmp_path / "shelf"


def begun(case: Play) -> Play:
    one = Play(case.people)
    one.to("clue.registered")
    return one


def told_of(found: impact.Impact) -> set[tuple[str, str]]:
    return {(one.how, one.finding.rule.id) for one in found.changes}


def test_an_open_case_is_named_with_what_appears_and_what_keeps_its_old_term(case: Play, shelf: Path) -> None:
    one = begun(case)
    write(shelf, second=True)
    (found,) = impact.of(ORGAN, [ID])
    assert found.dossier == one.case.dossier
    assert told_of(found) == {("appears", "X3-1"), ("keeps", "X1-1")}


def test_what_a_dropped_gate_asked_vanishes(case: Play, shelf: Path) -> None:
    write(shelf, second=True)
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-2")
    begun(case)
    write(shelf)
    (found,) = impact.of(ORGAN, [ID])
    assert ("vanishes", "X3-1") in told_of(found)


def test_a_case_that_is_over_and_packs_that_say_the_same_touch_nothing(case: Play, shelf: Path) -> None:
    over = begun(case)
    over.usual("clue.checked", suggestion="not_open")
    over.do("zhou", "clue.not_opened", reason="证据不足", told=["complainant"], told_how="书面")
    begun(case)
    assert list(impact.of(ORGAN, [ID])) == []
    write(shelf, second=True)
    assert [one.dossier == over.case.dossier for one in impact.of(ORGAN, [ID])] == [False]
    assert count_open(ORGAN) == 1


def test_the_rules_that_read_otherwise_are_told_once(shelf: Path) -> None:
    write(shelf, second=True)
    altered = {(one.how, one.plan.rule.id) for one in Prospect(ORGAN, [ID]).altered("penalty")}
    assert altered == {("added", "X3-1"), ("added", "X4-1"), ("changed", "X1-1")}


def test_looking_ahead_writes_nothing(case: Play, shelf: Path) -> None:
    begun(case)
    write(shelf, second=True)
    before = [list(table.objects.values()) for table in (Fact, Duty)]
    list(impact.of(ORGAN, [ID]))
    assert [list(table.objects.values()) for table in (Fact, Duty)] == before
    assert in_force(ORGAN).rulebook.versions[ID] == "1.0.0"


def test_a_pack_changes_while_many_cases_are_open(case: Play, shelf: Path) -> None:
    opened = [begun(case).case.dossier for _ in range(MANY)]
    checked = Play(case.people)
    checked.to("clue.registered").usual("clue.checked")
    write(shelf, second=True)
    listed = {one.dossier: told_of(one) for one in impact.of(ORGAN, [ID])}
    assert listed == {dossier: {("appears", "X3-1"), ("keeps", "X1-1")} for dossier in opened}
    pins = {one: told(one).pins for one in opened}
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-2")
    assert catch_up(ORGAN) == MANY + 1
    assert set(Duty.objects.filter(rule="X3-1").values_list("dossier", flat=True)) == set(opened)
    old = datetime(2026, 11, 27, 15, 59, 59, tzinfo=UTC)
    assert set(Duty.objects.filter(rule="X1-1").values_list("due", flat=True)) == {old}
    assert {one: told(one).pins for one in opened} == pins
    before = list(Duty.objects.order_by("key").values())
    rebuild()
    assert list(Duty.objects.order_by("key").values()) == before
