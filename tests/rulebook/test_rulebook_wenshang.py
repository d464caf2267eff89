"""Wenshang's measures: four phases of every kind, two kinds by reference, readings that matter."""

from pathlib import Path

import pytest

from liuhen.rulebook import Rulebook, load
from liuhen.rulebook.frame import Procedure

ROOT = Path(__file__).resolve().parents[2] / "regulations"
PHASES = ["启动", "调查取证", "审核决定", "送达执行"]


@pytest.fixture(scope="module")
def wenshang() -> Rulebook:
    return load(["wenshang-ybj"], root=ROOT)


@pytest.mark.parametrize("kind", ["inspection", "penalty", "coercion", "payment", "audit", "agreement"])
def test_every_kind_goes_through_the_same_four_phases(wenshang: Rulebook, kind: str) -> None:
    assert [stage.title for stage in wenshang.stages(kind)] == PHASES


def test_audit_and_agreement_follow_by_reference_and_nothing_else_does(wenshang: Rulebook) -> None:
    written = [each.words for each in wenshang.packs[-1].written if isinstance(each.words, Procedure)]
    assert {words.of for words in written if words.by_reference} == {"audit", "agreement"}


def test_no_kind_of_record_stands_in_two_phases(wenshang: Rulebook) -> None:
    for kind in ("inspection", "penalty", "coercion", "payment", "audit", "agreement"):
        kinds = [each for stage in wenshang.stages(kind) for each in stage.kinds]
        assert len(kinds) == len(set(kinds)), kind


def changes(book: Rulebook, kind: str, picked: dict[str, str]) -> bool:
    return [plan.words for plan in book.plans(kind, picked)] != [plan.words for plan in book.plans(kind)]


@pytest.mark.parametrize("pack", ["wenshang-ybj", "fujian-ybj"])
def test_every_reading_of_every_choice_changes_a_rule_or_says_what_it_changes(pack: str) -> None:
    book = load([pack], root=ROOT)
    for number, choice in book.choices.items():
        for reading in choice.readings.keys() - {choice.default}:
            told = bool(choice.used_by)
            assert told or any(changes(book, kind, {number: reading}) for kind in book.packs[-1].head.of), (
                number,
                reading,
            )


def test_wenshang_leaves_nothing_of_the_order_that_it_does_not_refine_aside(wenshang: Rulebook) -> None:
    ids = {rule.id for rule in wenshang.rules}
    assert {"L4-37-1", "L4-45", "L4-59", "G6-1", "MS89-2"} <= ids
