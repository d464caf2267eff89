"""Numbers: per organ, series and year, without a gap, each taken once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel import clock
from liuhen.ledger import body_of
from liuhen.office.guard import perform
from liuhen.office.payloads.organ import NumberingForm
from liuhen.process.case.models import NumberTaken
from liuhen.process.case.numbers import next_number, next_ref, take
from process.bureau import AT, ORGAN, Play


def number(case: Play, kind: str, field: str) -> str:
    return str(getattr(body_of(next(entry for entry in case.entries if entry.kind == kind)), field))


def test_each_series_counts_on_its_own(played: Callable[..., Play]) -> None:
    first, second = played("service.made"), played("service.made")
    for kind, field, series in (
        ("case.opened", "case_no", "案"),
        ("notice.given", "document_no", "告"),
        ("decision.made", "document_no", "罚"),
        ("service.made", "receipt_no", "送"),
    ):
        assert number(first, kind, field) == f"江医保{series}〔2026〕1号"
        assert number(second, kind, field) == f"江医保{series}〔2026〕2号"


def test_a_refused_act_leaves_no_gap(case: Play, played: Callable[..., Play]) -> None:
    case.to("decision.drafted", without=("notice.given", "defence.recorded"))
    with pytest.raises(RuleBrokenError):
        case.usual("decision.made")
    assert number(played("decision.made"), "decision.made", "document_no") == "江医保罚〔2026〕1号"


def test_the_year_is_the_year_in_beijing(people: Any) -> None:
    eve = datetime(2026, 12, 31, 16, 0, tzinfo=AT.tzinfo)  # midnight in Beijing
    assert next_ref(ORGAN, on=eve) == "2027-0001"
    assert next_number(ORGAN, "罚", on=eve - timedelta(seconds=1)) == "江医保罚〔2026〕1号"


def test_a_new_year_begins_with_one(case: Play, people: Any) -> None:
    case.to("clue.registered")
    with clock.at(AT + timedelta(days=60)):
        assert Play(people).to("clue.registered").ref == "2027-0001"


def test_organs_count_on_their_own(case: Play, foreign: Any) -> None:
    assert case.to("clue.registered").ref == Play(foreign).to("clue.registered").ref == "2026-0001"


def test_the_table_has_one_row_a_number(played: Callable[..., Play]) -> None:
    for _ in range(3):
        played("case.opened")
    rows = NumberTaken.objects.filter(organ=ORGAN, series="案").order_by("number")
    assert [row.number for row in rows] == [1, 2, 3]


def test_what_is_no_number_of_ours_takes_none(case: Play) -> None:
    take(case.to("clue.registered").entries[0], "某局函第九号", series="罚")
    assert not NumberTaken.objects.filter(series="罚").exists()


def settled(case: Play, **told: Any) -> None:
    form = NumberingForm(**{"series": "罚", "word": "医保罚", "year": 2026, "reason": "沿用登记簿"} | told)
    perform("numbering.set", form, by=case.people["feng"], key=f"numbering-{told}", channel="web")


def test_an_organ_writes_its_numbers_its_own_way_from_its_own_first(case: Play, played: Callable[..., Play]) -> None:
    settled(case, first=38)
    assert number(played("decision.made"), "decision.made", "document_no") == "江医保医保罚〔2026〕38号"
    assert number(played("decision.made"), "decision.made", "document_no") == "江医保医保罚〔2026〕39号"


def test_a_number_below_those_taken_is_not_taken_again(case: Play, played: Callable[..., Play]) -> None:
    played("decision.made")
    settled(case, first=1, word="处罚")
    assert number(played("decision.made"), "decision.made", "document_no") == "江医保处罚〔2026〕2号"


def test_the_first_number_is_that_of_its_year_only(case: Play, people: Any) -> None:
    settled(case, first=38)
    assert next_number(ORGAN, "罚", on=AT + timedelta(days=60)) == "江医保医保罚〔2027〕1号"
