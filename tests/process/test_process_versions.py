"""A kind that got an act of its own: what was registered before through the general form stays readable."""

from liuhen.ledger.body import body_type
from liuhen.process.case.registered import Registered
from process.bureau import Play


def test_a_record_made_before_its_kind_got_an_act_stays_readable(case: Play) -> None:
    case.to("case.opened")
    before = body_type("hearing.notified", 1)
    assert issubclass(before, Registered)
    assert before.read({"place": "三楼会议室"}).open_fields()["place"] == "三楼会议室"
    assert body_type("hearing.notified") is not before
