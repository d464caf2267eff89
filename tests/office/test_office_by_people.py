"""Acts that people do to their own bureau: who may, what is refused, and what then is in force."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, DuplicateRequestError, NotAllowedError
from liuhen.ledger import body_of, entries
from liuhen.ledger.projections import tables
from liuhen.ledger.rebuild import rebuild
from liuhen.office.guard import Done, perform
from liuhen.office.in_force import chain, in_force, threshold
from liuhen.office.models import Catalogue, Department, History, Numbering
from liuhen.office.registry import OFFICE_ACTS, office_act_type
from liuhen.people.models import Account, Certificate, Delegation, Organ, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import POWERS, Role
from process.bureau import ORGAN, TODAY

People = dict[str, Officer]
Act = Callable[..., Done]


@pytest.fixture
def act(people: People) -> Act:
    """Do an act as somebody; each with a request of its own."""
    counted = iter(range(1000))

    def do(who: str, kind: str, *, key: str = "", **entered: Any) -> Done:
        form = office_act_type(kind).form(**entered)
        return perform(kind, form, by=people[who], key=key or f"request-{next(counted)}", channel="web")

    return do


def standing() -> dict[str, list[Any]]:
    """What stands in every table that follows from entries."""
    return {table._meta.db_table: sorted(table.objects.values_list(), key=str) for table in tables()}


def opened(act: Act, *names: str) -> None:
    for name in names:
        act("jiang", "department.opened", name=name)


EVERYDAY = {"draw.made", "footage.received", "device.docked"}
"""Who inspects draws, in the open; who films brings in what he filmed."""


@pytest.mark.parametrize("kind", sorted(OFFICE_ACTS))
def test_every_act_is_somebodys_and_nobody_elses(people: People, kind: str) -> None:
    may = {role for role in Role if kind in POWERS[role]}
    assert may, f"{kind} is nobody's"
    assert (Role.HANDLER in may) == (kind in EVERYDAY)


def test_a_handler_appoints_nobody(act: Act) -> None:
    with pytest.raises(NotAllowedError, match="不能录入人员"):
        act("zhou", "officer.appointed", name="林小满", department="办公室", account="lin", roles=["handler"])
    assert not Person.objects.filter(account="lin").exists()


def test_who_grants_roles_does_not_say_what_must_be_reviewed(act: Act) -> None:
    with pytest.raises(NotAllowedError):
        act("jiang", "threshold.set", matter="legal_review", amount_fen=1, basis="x")


def test_an_appointment_shows_a_code_once(act: Act) -> None:
    opened(act, "办公室")
    told = {"name": "林小满", "department": "办公室", "account": "lin", "roles": ["handler"]}
    first = act("jiang", "officer.appointed", key="the-same-request", **told)
    assert len(first.once) == 1
    assert Account.objects.get(account="lin").check_password(first.once[0].text)
    again = act("jiang", "officer.appointed", key="the-same-request", **told)
    assert (again.entry.digest, again.once) == (first.entry.digest, ())
    assert first.once[0].text not in str(body_of(first.entry))


def test_a_request_sent_again_with_other_content_is_refused(act: Act) -> None:
    act("jiang", "department.opened", key="the-same-request", name="办公室")
    with pytest.raises(DuplicateRequestError):
        act("jiang", "department.opened", key="the-same-request", name="财务处")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"department": "没有的处室"}, "department"),
        ({"account": "zhou"}, "account"),
    ],
)
def test_an_appointment_needs_a_department_and_a_fresh_account(act: Act, told: dict[str, str], field: str) -> None:
    opened(act, "办公室")
    with pytest.raises(BadInputError) as caught:
        act(
            "jiang",
            "officer.appointed",
            **{"name": "林", "department": "办公室", "account": "lin", "roles": ["handler"]} | told,
        )
    assert list(caught.value.fields) == [field]


@pytest.mark.parametrize("role", ["sysadmin", "security", "auditor"])
def test_the_security_officer_makes_no_keeper_alone(act: Act, role: str) -> None:
    opened(act, "办公室")
    with pytest.raises(ValueError, match="请从所列各项中选择"):
        act("jiang", "officer.appointed", name="林", department="办公室", account="lin", roles=[role])
    with pytest.raises(ValueError, match="请从所列各项中选择"):
        act("jiang", "role.granted", officer="p", roles=[role], reason="x")


def test_a_keeper_is_made_by_two_and_the_one_replaced_is_out(act: Act, people: People) -> None:
    opened(act, "信息中心")
    told = {"role": "sysadmin", "name": "林小满", "department": "信息中心", "account": "lin", "reason": "轮岗"}
    proposed = act("jiang", "keeper.proposed", replaces=people["feng"].id, **told)
    said = {"proposal": str(proposed.entry.organ_seq), "reason": "同意。"}
    for who in ("jiang", "feng"):  # who proposed, who is replaced
        with pytest.raises(NotAllowedError, match="不能确认"):
            act(who, "keeper.confirmed", **said)
    act("shen", "keeper.confirmed", **said)
    assert Person.objects.get(account="lin").roles == ["sysadmin"]
    assert Person.objects.get(account="feng").left_on == TODAY
    assert not Account.objects.get(account="feng").is_active
    with pytest.raises(BadInputError, match="已经确认"):
        act("shen", "keeper.confirmed", **said)


def test_who_leaves_keeps_his_records_and_loses_his_account(act: Act, people: People) -> None:
    act("jiang", "officer.left", officer=people["he"].id, on=TODAY, why="transferred", reason="调区财政局")
    assert Person.objects.get(account="he").left_on == TODAY
    assert not Account.objects.get(account="he").is_active
    with pytest.raises(BadInputError, match="已经离岗"):
        act("jiang", "role.granted", officer=people["he"].id, roles=["unit_head"], reason="x")
    opened(act, "办公室")
    with pytest.raises(BadInputError, match="已经用过"):
        act("jiang", "officer.appointed", name="新何", department="办公室", account="he", roles=["handler"])


def test_who_has_left_meanwhile_settles_nothing_more(act: Act, people: People) -> None:
    act("jiang", "officer.left", officer=people["wu"].id, on=TODAY, why="retired", reason="到龄")
    with pytest.raises(NotAllowedError, match="已离岗"):
        act("wu", "threshold.set", matter="legal_review", amount_fen=1, basis="x")


def test_nobody_leaves_tomorrow_and_no_keeper_by_one_hand(act: Act, people: People) -> None:
    told = {"why": "retired", "reason": "到龄"}
    with pytest.raises(BadInputError, match="还没有到"):
        act("jiang", "officer.left", officer=people["he"].id, on=TODAY + timedelta(days=1), **told)
    with pytest.raises(BadInputError, match="三员之一"):
        act("jiang", "officer.left", officer=people["feng"].id, on=TODAY, **told)


def test_a_renewal_may_keep_the_number(act: Act, people: People) -> None:
    before = Certificate.objects.get(person=people["zhou"].id)
    told = {"officer": people["zhou"].id, "number": before.number, "valid_to": date(2031, 1, 1)}
    act("jiang", "certificate.issued", valid_from=before.valid_to + timedelta(days=1), **told)
    assert Certificate.objects.filter(number=before.number).count() == 2
    with pytest.raises(BadInputError, match="别人名下"):
        act("jiang", "certificate.issued", **told | {"officer": people["he"].id, "valid_from": TODAY})
    with pytest.raises(BadInputError, match="已经登记过"):
        act("jiang", "certificate.issued", valid_from=before.valid_from, **told)


def test_a_revoked_certificate_is_revoked_from_a_day_on(act: Act, people: People) -> None:
    number = Certificate.objects.get(person=people["zhou"].id).number
    act("jiang", "certificate.revoked", number=number, on=TODAY, reason="遗失")
    assert Certificate.objects.get(number=number).revoked_on == TODAY
    with pytest.raises(BadInputError, match="已经注销"):
        act("jiang", "certificate.revoked", number=number, on=TODAY, reason="再来")


def test_one_delegates_ones_own_roles_only(act: Act, people: People) -> None:
    told = {"first": TODAY, "last": TODAY + timedelta(days=3), "reason": "外出学习"}
    for taker, roles, field in (
        (people["chen"].id, ["chief"], "taker"),
        (people["feng"].id, ["chief"], "taker"),
        (people["sun"].id, ["reviewer"], "roles"),
    ):
        with pytest.raises(BadInputError) as caught:
            act("chen", "delegation.given", taker=taker, roles=roles, **told)
        assert list(caught.value.fields) == [field]
    act("chen", "delegation.given", taker=people["sun"].id, roles=["chief"], **told)
    row = Delegation.objects.get()
    with pytest.raises(NotAllowedError, match="不能终止"):
        act("sun", "delegation.ended", delegation=row.key, reason="x")
    act("chen", "delegation.ended", delegation=row.key, reason="提前返回")
    assert Delegation.objects.get().ended_on == TODAY


def test_an_own_order_of_approvals_adds_and_leaves_nothing_out(act: Act) -> None:
    short = [{"roles": ["unit_head"]}, {"roles": ["chief"]}]
    with pytest.raises(BadInputError, match="缺少分管负责人") as caught:
        act("wu", "chain.set", matter="opening", steps=short, basis="审批规定")
    assert "第十二条" in caught.value.why
    long = [{"roles": ["unit_head", "reviewer"], "joint": True}, {"roles": ["deputy"]}, {"roles": ["chief"]}]
    act("wu", "chain.set", matter="opening", steps=long, basis="审批规定")
    own = chain(ORGAN, "opening")
    assert own is not None and (own[0].roles, own[0].joint) == (["unit_head", "reviewer"], True)


def test_an_arranged_year_moves_working_days(act: Act) -> None:
    book = in_force(ORGAN)
    day = date(2027, 3, 1)
    assert not book.calendar.known(day)
    told = {"year": 2027, "source": "国办发明电（示例）", "workdays": ["2027-02-14"]}
    holidays = [{"name": "元旦", "first": date(2027, 1, 1), "last": date(2027, 1, 3)}]
    act("wu", "calendar.arranged", holidays=holidays, **told)
    after = in_force(ORGAN)
    assert after.calendar.is_workday(date(2027, 2, 14)) and not after.calendar.is_workday(date(2027, 1, 1))
    assert after.terms.calendar != book.terms.calendar


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"workdays": ["2027-2-30"]}, "workdays"),
        ({"holidays": [{"name": "元旦", "first": date(2027, 1, 3), "last": date(2027, 1, 1)}]}, "holidays.0.last"),
        ({"holidays": [{"name": "元旦", "first": date(2025, 1, 1), "last": date(2025, 1, 1)}]}, "holidays.0.first"),
    ],
)
def test_a_wrong_arrangement_is_refused_by_field(act: Act, told: dict[str, Any], field: str) -> None:
    whole = {
        "year": 2027,
        "source": "通知",
        "holidays": [{"name": "元旦", "first": date(2027, 1, 1), "last": date(2027, 1, 1)}],
    }
    with pytest.raises(BadInputError) as caught:
        act("wu", "calendar.arranged", **whole | told)
    assert list(caught.value.fields) == [field]


def test_regulations_take_effect_on_their_day(act: Act) -> None:
    before = in_force(ORGAN).rulebook.versions
    act("wu", "packs.adopted", packs=["nhsa-order-4"], since=TODAY + timedelta(days=1), basis="局务会")
    assert in_force(ORGAN).rulebook.versions == before
    with pytest.raises(BadInputError, match="已经过去"):
        act("wu", "packs.adopted", packs=["nhsa-order-4"], since=TODAY - timedelta(days=1), basis="局务会")
    act("wu", "packs.adopted", packs=["nhsa-order-4"], since=TODAY, basis="局务会")
    versions = set(in_force(ORGAN).rulebook.versions)
    assert {"base-penalty-law", "nhsa-order-4"} <= versions
    assert "wuhan-ybj" not in versions


def test_a_regulation_that_the_product_has_not_is_refused(act: Act) -> None:
    with pytest.raises(BadInputError, match="没有这种规程"):
        act("wu", "packs.adopted", packs=["nowhere"], since=TODAY, basis="局务会")


def test_a_reading_that_no_pack_carries_is_refused(act: Act) -> None:
    with pytest.raises(BadInputError, match="没有这种读法"):
        act("wu", "choice.picked", picked="K3/nonsense", reason="x")
    readings = in_force(ORGAN).rulebook.choices["K3"].readings
    act("wu", "choice.picked", picked=f"K3/{list(readings)[-1]}", reason="局务会议定")
    assert in_force(ORGAN).choices == {"K3": list(readings)[-1]}


def test_amounts_catalogue_numbers_and_the_organs_name_are_in_force(act: Act) -> None:
    act("wu", "threshold.set", matter="hearing_person", amount_fen=500_000, basis="湖北省听证规定（示例）")
    act("wu", "catalogue.set", items=["责令停业", "较大数额罚款"], basis="目录（示例）")
    act("feng", "numbering.set", series="罚", word="医保罚", year=2026, first=38, reason="沿用登记簿")
    act("feng", "organ.described", name="江汉湖区医疗保障局", mark="江汉医保", reason="更名")
    assert threshold(ORGAN, "hearing_person") == 500_000
    assert Catalogue.objects.get(organ=ORGAN).items == ["责令停业", "较大数额罚款"]
    assert Numbering.objects.get(series="罚").first == 38
    assert Organ.objects.get(id=ORGAN).mark == "江汉医保"


def test_two_series_are_not_written_alike(act: Act) -> None:
    with pytest.raises(BadInputError, match="已经用于告知书文号"):
        act("feng", "numbering.set", series="罚", word="告", year=2026, first=1, reason="x")


def test_a_department_with_people_is_not_closed(act: Act) -> None:
    opened(act, "基金监管处", "空处")
    with pytest.raises(BadInputError, match="人在岗"):
        act("jiang", "department.closed", name="基金监管处", reason="x")
    act("jiang", "department.closed", name="空处", reason="机构改革")
    assert Department.objects.get(name="空处").closed


def test_history_says_who_what_when_and_why(act: Act, people: People) -> None:
    act("jiang", "officer.left", officer=people["he"].id, on=TODAY, why="transferred", reason="调区财政局")
    row = History.objects.filter(organ=ORGAN).order_by("-seq")[0]
    assert (row.by_name, row.about, row.reason) == ("蒋宁", "何静，2026年11月20日，调离", "调区财政局")


def test_tables_follow_from_the_entries(act: Act, people: People) -> None:
    opened(act, "办公室")
    act("jiang", "officer.appointed", name="林", department="办公室", account="lin", roles=["handler"])
    act("jiang", "role.granted", officer=people["ding"].id, roles=["unit_head"], reason="任职")
    act("chen", "delegation.given", taker=people["sun"].id, roles=["chief"], first=TODAY, last=TODAY, reason="外出")
    before = standing()
    rebuild()
    assert standing() == before
    assert [one.kind for one in entries(organ=ORGAN, dossier="")][-1] == "delegation.given"
