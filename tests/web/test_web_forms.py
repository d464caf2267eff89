"""Generic forms: typed text comes back as a value, or comes back as it was typed with a sentence beside it."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, fen, file, line, lines, moment, officers, parts, text, yes
from liuhen.kernel.errors import BadInputError
from liuhen.process.case.parts import Party, Present
from liuhen.web.forms import ActForm
from liuhen.web.forms.controls import UnreadableError, control, read_fen, read_offset
from liuhen.web.forms.nodes import Group, Leaf


class Points(Form):
    facts: bool = yes("事实清楚", default=False)
    basis: bool = yes("依据正确", default=False)


class Visit(Form):
    place: str = line("检查地点", article="武汉办法第六条")
    arrived: AwareDatetime = moment("到场时间")
    officer_ids: list[str] = officers(min_length=2)
    shown: bool = yes("已出示执法证件")
    findings: str = text("检查情况")
    fine_fen: int = fen("罚款", default=0)
    present: list[Present] = parts("在场人员", default_factory=list)
    party: Party = parts("当事人", widget="part")
    informant: Present | None = parts("举报人", widget="part", default=None)
    points: Points = parts("要点", widget="points", default_factory=Points)
    materials: list[str] = lines("材料", default_factory=list)
    relation: str = line("关系", default="本人", min_length=0)
    scan: str = file("签字页", default="")


class Changed(Form):
    what: str = line("变更事项")
    successor: Party | None = parts("变更以后的当事人", widget="part", default=None)


class Verdict(Form):
    opinion: str = choice("意见", {"agree": "同意", "change": "变更"})
    reason: str = text("理由", examples=["同意"])


COMPLETE = {
    "place": "云杉门诊部一楼",
    "arrived": "2026-11-19T09:02",
    "officer_ids": ["p1", "p2"],
    "shown": "yes",
    "findings": "处方与库存不符。\r\n账册 6 本。",
    "fine_fen": "10,087.5",
    "present.0.name": "林某",
    "present.0.role": "药房负责人",
    "present.3.name": "",
    "present.3.role": "",
    "party.name": "云杉门诊部",
    "party.kind": "individual_business",
    "points.facts": "yes",
    "materials": "报告\n\n证据",
    "relation": "",
    "key": "k1",
    "expect": "57",
}


def sent(**changed: str | list[str] | None) -> ActForm:
    post = QueryDict(mutable=True)
    for name, value in {**COMPLETE, **changed}.items():
        if value is not None:
            post.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return ActForm.sent(Visit, post)


def refused(form: ActForm) -> dict[str, str]:
    with pytest.raises(BadInputError) as refusal:
        form.read()
    form.note(refusal.value)
    return form.errors


def visit(form: ActForm) -> Visit:
    value = form.read().value
    assert isinstance(value, Visit)
    return value


def test_a_complete_form_becomes_the_value_that_was_meant() -> None:
    value = visit(sent())
    assert value.arrived == datetime(2026, 11, 19, 1, 2, tzinfo=UTC)
    assert (value.fine_fen, value.officer_ids) == (1_008_750, ["p1", "p2"])
    assert value.findings == "处方与库存不符。\n账册 6 本。"
    assert value.materials == ["报告", "证据"]


def test_rows_left_blank_are_dropped_and_an_empty_part_is_none() -> None:
    value = visit(sent())
    assert [one.name for one in value.present] == ["林某"]
    assert value.informant is None


def test_a_default_text_that_was_cleared_stays_cleared() -> None:
    assert visit(sent()).relation == ""


def test_boxes_not_ticked_are_no() -> None:
    points = visit(sent()).points
    assert (points.facts, points.basis) == (True, False)


def test_every_missing_field_is_named_at_its_place() -> None:
    errors = refused(sent(place="", shown=None, officer_ids=["p1"], party__name=""))
    assert errors["place"] == "请填写"
    assert errors["shown"] == "请选择是或否"
    assert errors["officer_ids"] == "至少要有 2 项"
    assert errors["party.name"] == "请填写"


def test_a_fault_in_a_row_names_the_row() -> None:
    form = sent(present__1__name="王某", present__1__role="")
    assert refused(form)["present.1.role"] == "请填写"
    assert ("f-present-1-role", "第 2 行身份或者职务：请填写") in form.faults()


def test_nothing_typed_is_lost_when_the_form_is_refused() -> None:
    form = sent(arrived="昨天上午", findings="长" * 30_000, fine_fen="12.345")
    errors = refused(form)
    assert errors["arrived"] == "请填写完整的日期和时间"
    assert errors["findings"] == "最多 20000 个字，现在有 30000 个字"
    assert errors["fine_fen"] == "金额最多写到分，即两位小数"
    assert form.typed["findings"] == ["长" * 30_000]
    assert form.typed["fine_fen"] == ["12.345"]


def test_rare_characters_and_markup_come_through_as_typed() -> None:
    assert visit(sent(place="𠮷䶮堂 <b>*x*</b>")).place == "𠮷䶮堂 <b>*x*</b>"


def test_a_form_opens_with_what_the_case_knows_and_a_key_of_its_own() -> None:
    known = {"place": "东岸药房", "present": [{"name": "林某", "role": "店长"}], "officer_ids": ["p1"]}
    form, other = (ActForm.fresh(Visit, known=known, expect=3) for _ in range(2))
    assert form.typed["place"] == ["东岸药房"]
    assert form.typed["present"] == [{"name": ["林某"], "role": ["店长"]}]
    assert form.key != other.key


def test_a_text_with_an_example_opens_with_it() -> None:
    assert ActForm.fresh(Verdict, known={}, expect=None).typed == {"opinion": [], "reason": ["同意"]}


def test_a_choice_must_be_one_that_was_offered() -> None:
    form = ActForm.sent(Verdict, QueryDict("opinion=destroy&reason=x"))
    assert refused(form) == {"opinion": "请从所列各项中选择"}


def test_a_form_without_a_time_leaves_now_to_the_guard() -> None:
    assert sent().read().happened is None


def test_the_late_reason_comes_with_its_time() -> None:
    entered = sent(happened="2026-11-18T08:00", late_reason=" 现场无网络 ").read()
    assert (entered.happened, entered.late_reason) == (datetime(2026, 11, 18, tzinfo=UTC), "现场无网络")


@given(st.integers(min_value=0, max_value=10**15))
def test_every_amount_survives_the_page_to_the_cent(amount: int) -> None:
    assert read_fen(control("fen").write(amount)) == amount


@pytest.mark.parametrize("typed", ["１２．５", "12.5元", "¥12.50", " 12.5 "])
def test_amounts_are_read_as_people_type_them(typed: str) -> None:
    assert read_fen([typed]) == 1250


@pytest.mark.parametrize("typed", ["", "-1", "1e3", "12.345", "一百", "1.2.3", "9" * 20])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_fen([typed])


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments_survive_the_page_to_the_millisecond(moment: datetime) -> None:
    read = control("moment").read(control("moment").write(moment))
    assert read == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def test_a_moment_on_the_minute_is_shown_without_seconds() -> None:
    assert control("moment").write(datetime(2026, 11, 19, 1, 2, tzinfo=UTC)) == ["2026-11-19T09:02"]


@given(st.integers(0, 10**9))
def test_places_in_a_recording_survive_the_page(place: int) -> None:
    assert read_offset(control("offset").write(place)) == place


@pytest.mark.parametrize(
    ("typed", "ms"), [("12:45", 765_000), ("1:02:03", 3_723_000), ("90.5", 90_500), ("０:07", 7_000)]
)
def test_places_in_a_recording_are_read_as_people_type_them(typed: str, ms: int) -> None:
    assert read_offset([typed]) == ms


@pytest.mark.parametrize("typed", ["", "-1", "1:2:3:4", "x", "1.2345"])
def test_what_is_no_place_in_a_recording_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_offset([typed])


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=40), max_size=3), max_size=12))
def test_no_post_whatsoever_breaks_the_form(sent_values: dict[str, list[str]]) -> None:
    post = QueryDict(mutable=True)
    for name, values in sent_values.items():
        post.setlist(name, values)
    for name in ("present.0.name", "present.9999.role", "party", "expect", "key"):
        post.setlist(name, ["x" * 99])
    assert refused(ActForm.sent(Visit, post))


class Chosen(Form):
    kind: str = choice("种类", {"copy": "复制件", "original": "原件"})
    source: str = line("出处", default="", min_length=0, when={"kind": ["copy"]})


def test_a_field_that_one_choice_calls_for_says_so() -> None:
    form = ActForm.fresh(Chosen, known={}, expect=None)
    assert [node.when for node in form.nodes] == ["", "kind=copy"]


def test_a_part_that_may_be_left_out_is_left_out_whole_though_a_choice_in_it_is_set_from_the_start() -> None:
    form = ActForm.sent(Changed, QueryDict("what=住所变更&successor.kind=organisation&key=k1"))
    assert form.read().value == Changed(what="住所变更")
    begun = ActForm.sent(Changed, QueryDict("what=更名&successor.kind=person&key=k1"))
    assert refused(begun)["successor.name"] == "请填写"


def test_the_browser_asks_for_no_field_of_a_part_that_may_be_left_out() -> None:
    group = next(one for one in ActForm.fresh(Changed, known={}, expect=None).nodes if isinstance(one, Group))
    assert not any(one.required for one in group.nodes if isinstance(one, Leaf))
    assert "留空" in group.help
