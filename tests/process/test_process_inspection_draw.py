"""双随机抽取: reproducible from its record alone, fair, and out of the reach of who draws."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.office.guard import perform
from liuhen.process.inspection.drawing import Pair, again, digest, draw
from liuhen.process.inspection.drawn import DrawForm, DrawMade
from process.bureau import AT, ORGAN, TODAY, Play

SHOPS = [f"示例药店{number:02d}" for number in range(1, 9)]
SEED = {"seed": "06 11 17 21 29 33 + 08", "seed_source": "前一日双色球开奖号码", "title": "第四季度抽查（示例）"}


def drawing(case: Play, who: str = "zhou", **changed: Any) -> tuple[int, DrawMade]:
    told = {**SEED, "objects": "\n".join(SHOPS), "count": 3, "officer_ids": [*case.two, case.people["xu"].id]}
    form = DrawForm.model_validate(told | changed)
    entry = perform("draw.made", form, by=case.people[who], key=f"draw-{clock.now()}-{changed}", channel="web").entry
    body = body_of(entry)
    assert isinstance(body, DrawMade)
    return entry.organ_seq, body


def refused(case: Play, **changed: Any) -> dict[str, str]:
    with pytest.raises(BadInputError) as err:
        drawing(case, **changed)
    return dict(err.value.fields)


def test_a_draw_is_recomputed_from_its_record(case: Play) -> None:
    _, body = drawing(case)
    assert [len(one.officers) for one in body.result] == [2, 2, 2]
    assert again(body.model_dump(mode="json")) == []


def test_a_record_that_was_touched_comes_out_differently(case: Play) -> None:
    told = drawing(case)[1].model_dump(mode="json")
    told["result"][0], told["result"][1] = told["result"][1], told["result"][0]
    assert len(again(told)) >= 2
    fresh = drawing(case)[1].model_dump(mode="json")
    fresh["result"][0]["officers"].reverse()
    assert again(fresh)[0].startswith("第 1 个的检查人员")
    with pytest.raises(ValueError, match="不是本程序"):
        again(fresh | {"method": "dice"})


def test_the_order_of_the_lists_has_no_influence() -> None:
    told: dict[str, Any] = {"seed": "s", "moment": "m", "apart": [], "count": 3, "each": 2}
    one = draw(objects=SHOPS, officers=["a", "b", "c"], **told)
    assert draw(objects=SHOPS[::-1], officers=["c", "a", "b"], **told) == one


def test_the_digest_is_what_anybody_computes() -> None:
    # printf '%s' 'liuhen-draw-1|s|m|object|甲' | sha256sum
    assert digest("s", "m", "object", "甲") == "f44d711c3c4e0d55d66c16a2c37e78c107eecb9c7722928effa31d2791f8338d"


def test_every_object_and_officer_is_drawn_about_as_often_as_another() -> None:
    objects, officers = [f"o{one}" for one in range(10)], [f"p{one}" for one in range(5)]
    drawn: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    times, count, each = 4_000, 3, 2
    for time in range(times):
        told = draw(seed=str(time), moment="m", objects=objects, officers=officers, apart=[], count=count, each=each)
        drawn.update(one.object for one in told)
        sent.update(who for one in told for who, _ in one.officers)
    assert _spread(drawn, times * count / len(objects)) < 27.9  # 9 degrees of freedom: 1 in 1000
    assert _spread(sent, times * count * each / len(officers)) < 18.5  # 4 degrees


def _spread(seen: Counter[str], expected: float) -> float:
    return sum((one - expected) ** 2 / expected for one in seen.values())


def test_who_must_keep_away_is_never_sent(case: Play) -> None:
    apart = "\n".join(f"周明远，{shop}，近亲属在该店工作" for shop in SHOPS[:4])
    _, body = drawing(case, apart=apart, count=8)
    kept = {one.object for one in body.apart}
    assert kept == set(SHOPS[:4])
    assert all("周明远" not in {who.name for who in one.officers} for one in body.result if one.object in kept)
    assert again(body.model_dump(mode="json")) == []
    pair = Pair("a", "x")
    assert (
        draw(seed="s", moment="m", objects=["x"], officers=["a", "b"], apart=[pair], count=1, each=1)[0].officers[0][0]
        == "b"
    )


def test_what_was_inspected_lately_is_left_out_where_that_is_wished(case: Play) -> None:
    party = {"name": SHOPS[0], "kind": "organisation"}
    case.do("zhou", "inspection.planned", reason="daily", party=party, matters="甲", planned_on=TODAY,
            officer_ids=case.two)  # fmt: skip
    case.do("zhou", "inspection.begun", place="甲", object=SHOPS[0], officer_ids=case.two)
    _, body = drawing(case, months=12, count=7)
    assert [one.name for one in body.objects if one.left_out] == [SHOPS[0]]
    assert SHOPS[0] not in {one.name for one in body.result}
    assert again(body.model_dump(mode="json")) == []
    assert "count" in refused(case, months=12, count=8)
    with clock.at(AT + timedelta(days=400)):
        assert not any(one.left_out for one in drawing(case, months=12, count=8)[1].objects)


def test_lists_that_cannot_be_used_are_refused_by_field(case: Play) -> None:
    assert "写了两次" in refused(case, objects="甲店\n乙店\n甲 店", count=1)["objects"]
    assert "写了两次" in refused(case, objects="甲店，91\n乙店，91", count=1)["objects"]
    assert "看不懂" in refused(case, objects="甲店，1，2，3", count=1)["objects"]
    assert "太长" in refused(case, objects="店" * 201, count=1)["objects"]
    assert "count" in refused(case, count=9)
    assert "没有有效的执法证" in refused(case, officer_ids=[case.people["ding"].id, *case.two])["officer_ids"]
    assert "officer_ids" in refused(case, officer_ids=case.two, each=3)
    assert "officer_ids" in refused(case, officer_ids=case.two, apart=f"何静，{SHOPS[0]}，曾任职")
    assert "apart" in refused(case, apart=f"何静，{SHOPS[0]}")
    assert "apart" in refused(case, apart="何静，别家，曾任职")


def test_only_handlers_and_heads_draw(case: Play) -> None:
    drawing(case, "qian")
    for who in ("chen", "wu", "zheng", "feng", "jiang", "shen"):
        with pytest.raises(NotAllowedError):
            drawing(case, who)


def planned(case: Play, seq: int, body: DrawMade, place: int = 0, **changed: Any) -> None:
    one = body.result[place]
    told = {"reason": "random", "draw": seq, "party": {"name": one.name, "credit_code": one.code}, "matters": "甲",
            "planned_on": TODAY, "officer_ids": [who.id for who in one.officers]}  # fmt: skip
    case.do("zhou", "inspection.planned", **(told | changed))


def test_each_object_is_planned_once_and_with_who_was_drawn(case: Play) -> None:
    seq, body = drawing(case)
    drawn = {who.id for who in body.result[0].officers}
    other = next(one for one in (*case.two, case.people["xu"].id) if one not in drawn)
    swapped = [other, body.result[0].officers[0].id]
    with pytest.raises(BadInputError, match="不一致"):
        planned(case, seq, body, officer_ids=swapped)
    planned(case, seq, body)
    with pytest.raises(OutOfOrderError, match="已经按这次抽取"):
        planned(case, seq, body)
    with pytest.raises(BadInputError, match="不在这次抽取"):
        planned(case, seq, body, 1, party={"name": "别家"})
    with pytest.raises(BadInputError, match="没有这次抽取"):
        planned(case, seq + 1000, body, 1)
    planned(case, seq, body, 1, officer_ids=body_two(case, body, 1), basis="原检查人员出差，经批准更换")


def body_two(case: Play, body: DrawMade, place: int) -> list[str]:
    drawn = [who.id for who in body.result[place].officers]
    return [next(one for one in (*case.two, case.people["xu"].id) if one not in drawn), drawn[0]]


def test_a_draw_belongs_to_its_bureau(case: Play, foreign: Any) -> None:
    seq, body = drawing(case)
    assert foreign["zhou"].organ != ORGAN
    case.people = foreign
    with pytest.raises(BadInputError, match="没有这次抽取"):
        planned(case, seq, body, officer_ids=[foreign["zhou"].id, foreign["he"].id])
