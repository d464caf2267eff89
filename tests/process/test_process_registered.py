"""登记其他记录: what rules ask and no form of the product makes is registered through a form made from the packs."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from duties.tiny import ID, write
from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.duties.models import Duty, Fact
from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.ledger.rebuild import rebuild
from liuhen.office import actions as office
from liuhen.office.in_force import in_force
from liuhen.process.case.corrections import Correction, corrected_values
from liuhen.process.case.guard import perform
from liuhen.process.case.record_shapes import read_types
from liuhen.process.case.registered import _TYPES, Registered, registrable_kinds
from liuhen.process.case.registry import act_type, find_act
from liuhen.rulebook import State
from process.bureau import AT, ORGAN, Play

RULES = """
- id: X1-1
  form: deadline
  article: 第一条
  asks: 登记线索后三个工作日内通报
  on: clue.registered
  owes: clue.reported
  match: {of: seq}
  fields: [to_whom, items, fine_fen, started, due, officers, approved, days, signatures]
  within: 3 workdays
- id: X2-1
  form: gate
  before: clue.reported
  article: 第二条
  asks: 通报须经批准
  holds: [{approved: true, otherwise: 通报未经批准}]
- id: X4-1
  form: record
  article: 第四条
  asks: 来函的写明来函
  on: clue.reported
  when: {route: letter}
  fields: [items]
- id: X3-1
  form: forbid
  article: 第三条
  asks: 不得删除音像
  on: recording.disposed
"""


@pytest.fixture(autouse=True)
def shelf(house: Path, case: Play, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LIUHEN_PACKS = [tmp_path / "shelf"]
    write(tmp_path / "shelf", rules=RULES)
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-1")
    case.to("clue.registered")
    yield


def register(case: Play, kind: str = "clue.reported", who: str = "zhou", **entered: Any) -> Any:
    form = act_type(kind, ORGAN).form.model_validate({"of": 1, "approved": True} | entered)
    key = f"registered-{case.case.seq}-{len(entered)}"
    return perform(kind, case.ref, form, by=case.people[who], happened=AT, key=key, channel="web")


def test_a_duty_is_settled_by_a_record_of_a_kind_only_packs_know(case: Play) -> None:
    assert Duty.objects.filter(rule="X1-1", settles="clue.reported").exists()
    filled = {
        "to_whom": "区财政局", "items": ["一", "二"], "fine_fen": 100, "started": AT, "due": date(2026, 12, 1),
        "officer_ids": case.two, "days": 3, "signatures": {"party": "refused", "witness": "郑某"},
    }  # fmt: skip
    done = register(case, **filled)
    assert not Duty.objects.filter(rule="X1-1").exists()
    body = body_of(done.entry)
    assert isinstance(body, Registered)
    assert body.held["officers"][0]["name"] == "周明远"  # type: ignore[index,call-overload]
    assert body.held["due"] == "2026-12-01"
    assert Fact.objects.get(seq=2).fields["to_whom"] == "区财政局"


def test_what_was_left_empty_is_still_owed(case: Play) -> None:
    register(case)
    found = next(one for one in findings(case.case.dossier).findings if one.rule.id == "X1-1")
    assert found.state is State.DUE_SOON
    assert "线索内部通报未载明通报对象" in found.missing


def test_a_gate_of_the_pack_is_asked(case: Play) -> None:
    with pytest.raises(RuleBrokenError, match="登记线索内部通报"):
        register(case, approved=False)


@pytest.mark.parametrize("entered", [{"nobody_asked": "x"}, {"started": "2026-11-20T10:00:00"}, {"days": "three"}])
def test_unknown_fields_and_times_without_a_zone_are_refused(entered: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        act_type("clue.reported", ORGAN).form.model_validate(entered)


@pytest.mark.parametrize("of", [7, 2])
def test_a_number_that_is_no_such_entry_is_refused(case: Play, of: int) -> None:
    case.usual("clue.checked")
    with pytest.raises(BadInputError):
        register(case, of=of)


def test_a_kind_that_no_rule_in_force_names_is_no_act(case: Play) -> None:
    assert find_act("nothing.known", ORGAN) is None
    with pytest.raises(NotFoundError):
        act_type("clue.reported")
    with pytest.raises(NotFoundError):
        perform(
            "nothing.known", case.ref, act_type("clue.reported", ORGAN).form(), by=case.people["zhou"],
            happened=AT, key="nothing", channel="web",
        )  # fmt: skip


@pytest.mark.parametrize("who", ["chen", "wu", "zheng"])
def test_only_its_handlers_register_on_a_case(case: Play, who: str) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        register(case, who=who)


def test_nothing_is_registered_on_a_clue_that_was_not_opened(case: Play) -> None:
    case.usual("clue.checked", suggestion="not_open")
    case.do("zhou", "clue.not_opened", reason="证据不足", told=["complainant"], told_how="书面")
    with pytest.raises(OutOfOrderError):
        register(case)


def test_a_record_is_put_right_by_a_later_one(case: Play) -> None:
    register(case, to_whom="区财政局", started=AT - timedelta(hours=1), officer_ids=case.two)
    chosen = act_type("clue.reported", ORGAN)
    known = corrected_values(case.case, chosen, 2, by=case.people["zhou"])
    assert known["started"] == AT - timedelta(hours=1)
    assert known["officer_ids"] == case.two
    form = chosen.form.model_validate(known | {"to_whom": "市财政局"})
    perform(
        "clue.reported", case.ref, form, by=case.people["zhou"], happened=AT, key="right", channel="web",
        correction=Correction(2, "写错了对象"),
    )  # fmt: skip
    assert Fact.objects.get(seq=3).corrects == 2


def test_a_record_stays_readable_when_packs_no_longer_name_it(case: Play, settings: Any) -> None:
    done = register(case, to_whom="区财政局")
    office.adopt(ORGAN, packs=["nhsa-order-4"], by=office.SYSTEM, key="without")
    assert find_act("clue.reported", ORGAN) is None
    assert body_of(done.entry).open_fields()["to_whom"] == "区财政局"
    before = list(Fact.objects.values())
    rebuild()
    assert [one["seq"] for one in Fact.objects.values()] == [one["seq"] for one in before]


def test_what_has_a_form_of_its_own_is_not_among_the_others() -> None:
    kinds = registrable_kinds(in_force(ORGAN), "penalty")
    assert "clue.reported" in kinds
    assert not {"clue.registered", "inspection.made", "paper.signed", "recording.stored"} & set(kinds)


def test_what_is_only_forbidden_is_not_asked_for() -> None:
    assert "recording.disposed" not in registrable_kinds(in_force(ORGAN), "penalty")


def test_every_type_in_the_data_is_one_that_a_form_knows() -> None:
    types = read_types()
    told = [*types.fields.values(), *(one for fields in types.kinds.values() for one in fields.values())]
    assert set(told) <= {*_TYPES, "text", "entry", "officers"}


def test_a_field_whose_codes_rules_compare_is_picked_from_them() -> None:
    form = act_type("clue.reported", ORGAN).form
    assert form.model_validate({"route": "letter"})
    with pytest.raises(ValidationError):
        form.model_validate({"route": "手写"})
